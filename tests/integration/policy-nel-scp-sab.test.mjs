// nel-scp-sab from raising to each of its ends, for a child and for an adult, by the count of working days.
//
// Christmas 2027: 25 and 26 December are a weekend, 27 and 28 and Monday 3 January 2028 are bank holidays.
//   raised Thursday 23 December   1: 23  2: 24  3: 29  4: 30  5: 31  6: 4  7: 5  8: 6  9: 7 | 10: 10  11: 11  12: 12  13: 13
//                                 14: 14 | 15: 17  16: 18  17: 19  18: 20  19: 21 | 20: 24  21: 25  22: 26 January
//   raised Saturday 25 December   1: 29  2: 30  3: 31  4: 4  5: 5  6: 6  7: 7 | 8: 10  9: 11  10: 12  11: 13  12: 14
//                                 13: 17  14: 18  15: 19  16: 20  17: 21 | 18: 24  19: 25  20: 26  21: 27  22: 28 January

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from './policy-case.mjs';

const coverage = new Coverage('nel-scp-sab');
let borough;
before(async () => { borough = await startBorough({ policy: 'nel-scp-sab' }); });
after(() => borough.stop());

const asked = { tried_first: 'Two calls this week.', proposed_solution: 'A joint visit tomorrow.' };

const child = {
	raised: '2027-12-23T10:00', by: 'priya.nair', to: ['st-brides-hospital', 'tom.okafor'],
	fields: { category: 'threshold', ...asked }, stage1: '2027-12-24T17:00+00:00',
	wayOn: [
		{ by: 'priya.nair', at: '2027-12-24T16:00', speakers: ['helen.marsh', 'claire.fenwick'], stage: '2',
			due: { 'resolve-2': '2028-01-06T17:00+00:00', 'escalate-2': '2028-01-06T17:00+00:00' } },
		{ by: 'claire.fenwick', at: '2028-01-06T16:00', speakers: ['david.achebe', 'margaret.obrien'], stage: '3',
			due: { 'resolve-3': '2028-01-11T17:00+00:00', 'escalate-3': '2028-01-11T17:00+00:00' } },
		{ by: 'margaret.obrien', at: '2028-01-11T16:00', speakers: ['samuel.adomako', 'victoria.ashe'], stage: '4',
			due: { 'resolve-4': '2028-01-17T17:00+00:00', 'escalate-4': '2028-01-17T17:00+00:00' } },
		{ by: 'samuel.adomako', at: '2028-01-17T16:00', stage: '5',
			due: { recommend: '2028-01-24T17:00+00:00' } }, // 18 19 20 21 24
	],
};

const adult = {
	raised: '2027-12-25T10:00', by: 'nadia.petrov', to: ['marlowe-police', 'jack.tully'],
	fields: { category: 'adult-procedures', subject_kind: 'adult', wishes: 'She wants to stay at home.', ...asked },
	stage1: '2027-12-30T17:00+00:00',
	wayOn: [
		{ by: 'nadia.petrov', at: '2027-12-30T16:00', speakers: ['lucy.tremaine', 'shabnam.ali'], stage: '2',
			due: { 'resolve-2': '2028-01-10T17:00+00:00' } },
		{ by: 'lucy.tremaine', at: '2028-01-10T16:00', speakers: ['omar.farouk', 'keith.barlow'], stage: '3',
			due: { 'resolve-3': '2028-01-13T17:00+00:00' } },
		{ by: 'keith.barlow', at: '2028-01-13T16:00', speakers: ['philippa.grant', 'monica.reyes'], stage: '4',
			due: { 'resolve-4': '2028-01-19T17:00+00:00' } },
		{ by: 'philippa.grant', at: '2028-01-19T16:00', stage: '5',
			due: { recommend: '2028-01-26T17:00+00:00' } }, // 20 21 24 25 26
	],
};

// The words of the partnership's own form, as its text has them.
const FORM = ['NORTH EAST LINCOLNSHIRE', 'SAFEGUADING', 'Escalation Procedure Form', 'Case:', 'Agency:', 'Practitioner:', 'Manger or Senior:',
	'Please complete the boxes below dependent upon what stage the procedure is being used as per the guidance for completion', 'Stage:',
	'Type of contact: (telephone, meeting, email, other)',
	'Contact between: (relevant practitioners and line managers) Names to be inserted', 'Summary of discussion',
	'Outcome of discussion and further action agreed or next steps if appropriate', 'Date'];

test('it can be printed as the form of the text, with a row for every stage', async () => {
	const one = await raised(child);
	const priya = await borough.signIn('priya.nair');
	const page = (await priya.get(`/api/v1/escalations/${one.reference}`)).json;
	assert.equal(page.form, 'the Escalation Procedure Form');
	const paper = (await priya.get(`/api/v1/escalations/${one.reference}/record?as=form`)).json;
	const words = paper.blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat() : [block.text]));
	assert.deepEqual(FORM.filter((wanted) => !words.includes(wanted)), []);
	assert.ok(words.some((text) => text?.startsWith('Case details and issue to be resolved. In this box please provide details of:\na) the source')));
	const rows = paper.blocks.find((block) => block.widths?.length === 6).rows.slice(1);
	assert.deepEqual(rows.map((row) => row[0]), ['1.', '2.', '3.', '4.', '5.']);
	const pdf = await priya.get(`/api/v1/escalations/${one.reference}/record.pdf?as=form`);
	assert.equal(pdf.headers['content-type'], 'application/pdf');
	writeFileSync(path.join(borough.dir, 'form.pdf'), pdf.bytes);
	const text = execFileSync('pdftotext', ['-raw', path.join(borough.dir, 'form.pdf'), '-'], { encoding: 'utf8' }).replace(/\s/g, '');
	assert.deepEqual(FORM.filter((wanted) => !text.includes(wanted.replace(/\s/g, ''))), []);
});

test('on the form too a difference stands beside its record, and which record corrects which', async () => {
	const one = await raised(child);
	const [writer, other] = [child.to[1], child.by];
	const { version, timeline } = await one.contact(writer);
	const of = timeline.find((event) => event.kind === 'contact').seq;
	const say = async (uid, action, after, fields) => {
		const answer = await (await one.as(uid)).post(`/api/v1/escalations/${one.reference}/events`, { action: `${action}:${of}`, version: version + after, fields });
		assert.equal(answer.status, 201, answer.text);
	};
	await say(other, 'differ', 0, { difference: 'The home was not seen.' });
	await say(other, 'approve-record', 1, { right: true });
	await say(writer, 'correct', 2, { happened: one.time, contact_type: 'telephone', summary: 'It was not.', correction: 'The wrong way round.' });
	const form = (await one.get(other, '/record?as=form')).json;
	const summaries = form.blocks.find((block) => block.widths?.length === 6).rows.slice(1).map((row) => row[3]);
	assert.match(summaries[0], /differed on .*: The home was not seen\.\nApproved by .*\nCorrected by what was written down on /);
	assert.match(summaries[1], /It was not\.\nThis corrects what was written down on /);
});

async function raised(story) {
	const one = new Case(borough, coverage);
	one.at(story.raised);
	const page = await one.raise(story.by, story.to, story.fields);
	one.due(page, { 'consult-1': story.stage1, 'approach-1': story.stage1, 'escalate-1': story.stage1 });
	return one;
}

async function inStage(story, count) {
	const one = await raised(story);
	await one.goOn(story.wayOn.slice(0, count));
	return one;
}

test('stage 1: the line manager is consulted and the other practitioner approached, both on record', async () => {
	const one = await raised(child);
	one.status(await one.page('priya.nair'), { 'consult-1': 'open', 'approach-1': 'open' });
	one.status(await one.act('priya.nair', 'consult'), { 'consult-1': 'done', 'approach-1': 'open' });
	one.status(await one.contact('priya.nair', 'email'), { 'approach-1': 'done' });
});

test('raising asks what was tried before and what is proposed', async () => {
	const one = new Case(borough, coverage);
	one.at(child.raised);
	const answer = await one.tryToRaise('priya.nair', { receiving_agency: 'st-brides-hospital', category: 'threshold' });
	assert.equal(answer.status, 422);
	assert.deepEqual(answer.json.errors.map((error) => error.pointer).sort(), ['/fields/proposed_solution', '/fields/tried_first']);
});

const agreements = [
	['1', 'tom.okafor', '2027-12-24T15:00'], ['2', 'helen.marsh', '2028-01-06T15:00'],
	['3', 'margaret.obrien', '2028-01-11T15:00'], ['4', 'victoria.ashe', '2028-01-17T15:00'],
	['5', 'samuel.adomako', '2028-01-21T15:00'],
];
for (const [stage, by, at] of agreements) {
	test(`a child: agreed in stage ${stage}, closed`, async () => {
		const one = await inStage(child, Number(stage) - 1);
		const page = await one.agreeAndClose({ by, at });
		assert.equal(page.notices.some((notice) => /what the heads of service have agreed/.test(notice.text)), stage === '3');
	});
}

for (const [who, story, chair, other] of [
	['child', child, 'catherine.aldous', 'rosalind.pike'], ['adult', adult, 'rosalind.pike', 'catherine.aldous'],
]) {
	test(`${who}: through all stages to the right Chair, a recommendation, what each agency did, closed`, async () => {
		const one = await inStage(story, 4);
		const [raising, receiving] = story.wayOn[2].speakers;
		await one.knowNothing(other);
		assert.equal((await one.page('beatrice.long')).you.informed_only, true);
		await one.act(raising, 'done:email-5');
		await one.act(receiving, 'done:represent-5.receiving');
		let page = await one.act(chair, 'recommend');
		assert.equal(page.phase, 'decided');
		await one.act(raising, 'respond');
		await one.act(receiving, 'respond');
		page = await one.act(raising, 'close');
		assert.equal(page.phase, 'closed');
	});
}

// The matrix has a school's and a nursery's heads of service and assistant directors in the council's education services.
for (const [who, by, agency, representative] of [
	['school', 'isabel.moreno', 'ashgrove-academy', 'mark.ibbotson'], ['nursery', 'mei.lin', 'little-herons', 'chloe.banks'],
]) {
	test(`a ${who}: the next tiers are the council's, found by who is whose manager, and nobody else from there`, async () => {
		const one = await raised({ ...child, by });
		assert.equal((await one.page(by)).sides[0].agency.id, agency);
		let page = await one.goOn([{ ...child.wayOn[0], by, speakers: [representative, 'claire.fenwick'] }]);
		one.at(child.wayOn[1].at);
		const stranger = await one.personId('teresa.vaughan', 'marlowe-education'); // holds the role too, and is above nobody here
		const answer = await (await one.as(representative)).post(`/api/v1/escalations/${one.reference}/events`, {
			action: 'escalate', version: page.version, fields: { reason: 'No agreement.', tried: 'A call.', raising_speaker: stranger },
		});
		assert.equal(answer.status, 422, answer.text);
		assert.equal(answer.json.errors[0].pointer, '/fields/raising_speaker');
		await one.knowNothing('howard.ellis', 'teresa.vaughan');
		page = await one.goOn([
			{ ...child.wayOn[1], by: representative, speakers: ['howard.ellis', 'margaret.obrien'] },
			{ ...child.wayOn[2], by: 'howard.ellis', speakers: ['anita.rowe', 'victoria.ashe'] },
		]);
		assert.deepEqual(page.sides.map((side) => side.speaker.name), ['Anita Rowe', 'Victoria Ashe']);
		await one.agreeAndClose({ by: 'anita.rowe', at: '2028-01-17T15:00' });
	});
}

test('the whole by working day 22: a late referral leaves the Chair less than 5 days', async () => {
	const one = await inStage(child, 3);
	const page = await one.goOn([{ ...child.wayOn[3], at: '2028-01-21T10:00', due: { recommend: '2028-01-26T17:00+00:00' } }]);
	const { explanation } = page.duties.find((duty) => duty.key === 'recommend');
	assert.match(JSON.stringify(explanation.capped_by), /working day 22/);
});

test('a time that could not be kept: the reason is on record, the date stays', async () => {
	const one = await inStage(child, 1);
	one.at('2028-01-10T10:00');
	const page = await one.act('helen.marsh', 'late:resolve-2');
	const duty = page.duties.find((each) => each.key === 'resolve-2');
	assert.equal(duty.late, true);
	assert.equal(duty.late_reason, 'As we discussed.');
	one.due(page, { 'resolve-2': '2028-01-06T17:00+00:00' });
});

test('at immediate risk: the numbers for a child and those for an adult', async () => {
	const one = new Case(borough, coverage);
	one.at('2027-12-23T10:00');
	await one.emergency('child', {
		...child, numbers: ['999', '01472 326292', '01472 326118'], told: ['helen.marsh'],
	});
	const two = new Case(borough, coverage);
	two.at('2027-12-23T10:30');
	await two.emergency('adult', { ...adult, numbers: ['999', '01472 256256'], told: ['lucy.tremaine'] });
});

test('of the policy nothing is left untested', () => coverage.complete());
