// chscp from raising to each of its ends: a guide of one week, the notice for a child on a plan or looked after, a stage
// that repeats up the tiers, and the Commissioner, alone or with a panel.
//
// Raised on Thursday 2 April 2026, the day before Good Friday. One working week is five working days:
// 7 8 9 10 | 13 April (Easter Monday is the 6th).

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from './policy-case.mjs';

const coverage = new Coverage('chscp');
let borough;
before(async () => { borough = await startBorough({ policy: 'chscp' }); });
after(() => borough.stop());

const week = '2026-04-13T17:00+01:00';
const noTime = /no time set by the policy/;
const onPlan = { category: 'levels-of-need', plan: 'yes' };

const wayOn = [
	{ by: 'priya.nair', at: '2026-04-07T10:00', speakers: ['helen.marsh', 'joan.lindqvist'], stage: '2',
		due: { 'resolve-2': noTime, whole: week } },
	{ by: 'joan.lindqvist', at: '2026-04-08T10:00', speakers: ['david.achebe', 'margaret.obrien'], stage: '3',
		due: { 'resolve-3': noTime, whole: week } },
	{ by: 'david.achebe', at: '2026-04-09T10:00', stage: '4', fields: { rationale: 'Both tiers have tried.' },
		due: { 'resolve-4': noTime, 'email-4': noTime } },
];

async function raised(fields = onPlan) {
	const one = new Case(borough, coverage);
	one.at('2026-04-02T10:00');
	one.due(await one.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], fields), {
		discuss: /no time set by the policy: as soon as possible/, whole: week,
	});
	return one;
}

async function inStage(count, fields) {
	const one = await raised(fields);
	await one.goOn(wayOn.slice(0, count));
	return one;
}

const agreements = [
	['1', 'tom.okafor', '2026-04-02T15:00'], ['2', 'helen.marsh', '2026-04-07T15:00'], ['3', 'margaret.obrien', '2026-04-08T15:00'],
];
for (const [count, [stage, by, at]] of agreements.entries()) {
	test(`agreed in stage ${stage}, the first raiser is told, closed`, async () => {
		const one = await inStage(count);
		const page = await one.agreeAndClose({ by, at });
		assert.ok(page.notices.some((notice) => notice.text === 'The worker who first raised it is told what is agreed'));
	});
}

test('the contacts that the policy names: as the partnership has them now, in messages and in what is to be done', async () => {
	const alex = await borough.signIn('alex.turner');
	const save = (version, contacts) => alex.put('/api/v1/settings/contacts', { value: { contacts }, why: 'Theirs' }, { headers: { 'If-Match': `"${version}"` } });
	const given = (contact, email, more) => ({ policy: 'chscp', contact, name: null, telephone: null, email, hours: null, ...more });
	const contacts = (office) => [given('chscp@hackney.gov.uk', office, { name: 'Commissioner’s office' }), given('cp-chair-iro', 'iro-desk@marlowe.test')];
	writeFileSync(path.join(borough.dir, 'mail', 'answers'), 'permanent ofice@marlowe.test\n');
	assert.equal((await save(0, contacts('ofice@marlowe.test'))).status, 200);
	const one = await inStage(3, { ...onPlan, looked_after: 'yes' });
	const mailed = (to) => borough.mails().filter((mail) => mail.to.includes(to) && JSON.stringify(mail).includes(one.reference)).length;
	// Mistyped: the message becomes a task, and goes to the right address once that is known.
	const lost = async () => (await alex.get('/api/v1/undelivered')).json.items[0];
	await eventually(async () => (await lost())?.address === 'ofice@marlowe.test');
	assert.equal((await save(1, contacts('office@marlowe.test'))).status, 200);
	assert.equal((await lost()).address, 'office@marlowe.test');
	assert.equal((await alex.post(`/api/v1/undelivered/${(await lost()).id}`, { again: true })).status, 200);
	await eventually(() => mailed('office@marlowe.test') === 1 && mailed('iro-desk@marlowe.test') === 1);
	assert.equal(mailed('chscp@hackney.gov.uk'), 0);
	const task = async () => (await one.page('david.achebe')).duties.find((duty) => duty.key.startsWith('email-4')).text;
	assert.match(await task(), /^E-mail the details to office@marlowe\.test: /);
	const coming = (await alex.post('/api/v1/settings/contacts/preview', { value: { contacts: [] } })).json;
	const lines = (id) => coming.sections.find((section) => section.id === id).lines.map((line) => `${line.label}: ${line.words}`);
	assert.match(lines('mailed').join('|'), /chscp@hackney.gov.uk, chscp: office@marlowe.test becomes chscp@hackney.gov.uk; up to \d+ running escalations?\|Child Protection Chair .* iro-desk@marlowe.test becomes nothing/);
	assert.equal((await save(2, [])).status, 200);
	assert.match(await task(), /^E-mail the details to chscp@hackney\.gov\.uk: /);
});

test('1: the two talk, by telephone or face to face', async () => {
	const one = await raised();
	one.status(await one.contact('tom.okafor', 'letter'), { discuss: 'open' });
	one.status(await one.contact('tom.okafor', 'meeting'), { discuss: 'done' });
});

for (const [why, fields, told] of [
	['on a plan', onPlan, true],
	['looked after', { ...onPlan, plan: 'no', looked_after: 'yes' }, true],
	['neither', { ...onPlan, plan: 'no' }, false],
]) {
	test(`2: the Child Protection Chair and the reviewing officer, for a child ${why}`, async () => {
		const one = await raised(fields);
		await one.knowNothing('judith.amsel', 'martin.oyelaran');
		const page = await one.goOn(wayOn.slice(0, 1));
		assert.equal(page.duties.some((duty) => duty.key === 'notify-cp'), told);
		for (const uid of ['judith.amsel', 'martin.oyelaran']) assert.equal(await one.sees(uid), told, uid);
		if (!told) return;
		assert.equal((await one.page('judith.amsel')).you.informed_only, true, 'informed is not deciding');
		one.status(await one.act('helen.marsh', 'done:notify-cp'), { 'notify-cp': 'done' });
	});
}

test('2: they are told too when neither agency is children\'s social care', async () => {
	const one = new Case(borough, coverage);
	one.at('2026-04-02T10:00');
	await one.raise('isabel.moreno', ['st-brides-hospital', 'tom.okafor'], onPlan);
	await one.goOn([{ ...wayOn[0], by: 'isabel.moreno', speakers: ['mark.ibbotson', 'joan.lindqvist'] }]);
	assert.equal((await one.page('judith.amsel')).you.informed_only, true);
});

test('2, 3: a professionals\' meeting is considered, and held', async () => {
	const one = await inStage(1);
	one.status(await one.contact('helen.marsh', 'telephone'), { 'meeting-2': 'open' });
	one.status(await one.contact('helen.marsh', 'meeting'), { 'meeting-2': 'done' });
});

test('3: on up the tiers, as often as it takes, with duties of their own', async () => {
	const one = await inStage(2);
	one.at('2026-04-08T12:00');
	let page = await one.act('margaret.obrien', 'repeat', {}, ['idris.bowen', 'victoria.ashe']);
	assert.deepEqual([page.stage.id, page.stage.visit], ['3', 2]);
	one.status(page, { 'resolve-3': 'unresolved', 'resolve-3@2': 'open', 'meeting-3@2': 'open', whole: 'open' });
	assert.deepEqual(page.sides.map((side) => side.speaker.name), ['Idris Bowen', 'Victoria Ashe']);
	page = await one.act('idris.bowen', 'repeat', {}, ['samuel.adomako', 'leonard.pryce']);
	one.status(page, { 'resolve-3@2': 'unresolved', 'resolve-3@3': 'open' });
	page = await one.agreeAndClose({ by: 'leonard.pryce', at: '2026-04-09T12:00' });
	one.status(page, { 'resolve-3@3': 'done', whole: 'done' });
});

test('4: not to the Commissioner before the partnership members were engaged, and not without a reason', async () => {
	const one = await inStage(2);
	const page = await one.page('david.achebe');
	const answer = await (await one.as('david.achebe')).post(`/api/v1/escalations/${one.reference}/events`, {
		action: 'escalate', version: page.version, fields: { reason: 'No agreement.', tried: 'Two meetings.' },
	});
	assert.equal(answer.status, 422, answer.text);
	assert.deepEqual(answer.json.errors.map((error) => error.pointer).sort(), ['/fields/members_engaged', '/fields/rationale']);
});

const sat = { panel_1: 'marlowe-csc', panel_2: 'st-brides-hospital', panel_3: 'marlowe-police' };
for (const [exit, panel] of [['directly', {}], ['panel', sat]]) {
	test(`4: the Commissioner resolves it: ${exit}; each agency answers, closed`, async () => {
		const one = await inStage(2);
		await one.knowNothing('marcus.thorne');
		await one.goOn(wayOn.slice(2));
		await one.act('david.achebe', 'done:email-4');
		await one.act('margaret.obrien', 'done:represent.receiving');
		let page = await one.act('marcus.thorne', exit, panel);
		assert.equal(page.phase, 'decided');
		assert.ok(page.notices.some((notice) => notice.text === 'The worker who first raised it is told how it was resolved'));
		await one.act('david.achebe', 'respond');
		await one.act('margaret.obrien', 'respond');
		page = await one.act('david.achebe', 'close');
		assert.equal(page.phase, 'closed');
	});
}

test('4: the agencies concerned must sit on the panel', async () => {
	const one = await inStage(3);
	const page = await one.page('marcus.thorne');
	const answer = await (await one.as('marcus.thorne')).post(`/api/v1/escalations/${one.reference}/events`, {
		action: 'panel', version: page.version,
		fields: { decision: 'It is settled.', reasons: 'As heard.', ...sat, panel_2: 'marlowe-probation' },
	});
	assert.equal(answer.status, 422, answer.text);
	assert.ok(answer.json.errors.every((error) => error.pointer.startsWith('/fields/panel_')), answer.text);
});

test('1.4: one week is a guide, and a shorter time may be set', async () => {
	const one = await raised();
	one.due(await one.act('priya.nair', 'protect', { by: '2026-04-07' }), { whole: '2026-04-07T17:00+01:00' });
});

test('1.5: at immediate harm the designated lead is told at once', async () => {
	const one = new Case(borough, coverage);
	one.at('2026-04-02T10:00');
	await one.emergency('immediate-harm', {
		by: 'isabel.moreno', to: ['marlowe-csc', 'priya.nair'], fields: onPlan, numbers: ['999'], told: ['mark.ibbotson'],
	});
});

test('of the policy nothing is left untested', () => coverage.complete());
