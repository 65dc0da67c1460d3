// redbridge-rscp from raising to each of its ends, by every exit of every stage.
//
// Raised on Thursday 30 April 2026. Monday 4 May and Monday 25 May are bank holidays, so the working days are
//   30 April, 1 May | 5 6 7 8 | 11 12 13 14 15 | 18 19 20 21 22 | 26 27 28 29 | 1 June ...

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from './policy-case.mjs';

const coverage = new Coverage('redbridge-rscp');
let borough;
before(async () => { borough = await startBorough({ policy: 'redbridge-rscp' }); });
after(() => borough.stop());

// Each row leaves a stage on its last day; the dates are those of the stage that it comes to.
const wayOn = [
	{
		by: 'priya.nair', at: '2026-05-06T16:00', speakers: ['helen.marsh', 'joan.lindqvist'], stage: '2',
		due: { 'resolve-2': '2026-05-13T17:00+01:00', 'escalate-2': '2026-05-13T17:00+01:00' }, // 7 8 11 12 13
	},
	{
		by: 'joan.lindqvist', at: '2026-05-13T16:00', speakers: ['david.achebe', 'margaret.obrien'], stage: '3',
		due: { 'resolve-3': '2026-05-20T17:00+01:00', 'escalate-3': '2026-05-20T17:00+01:00' }, // 14 15 18 19 20
	},
	{
		by: 'margaret.obrien', at: '2026-05-20T16:00', fields: { ground: 'ground-2' }, stage: '4',
		due: { recommend: '2026-05-28T17:00+01:00' }, // 21 22 26 27 28
	},
];

async function raised() {
	const one = new Case(borough, coverage);
	one.at('2026-04-30T10:00');
	const page = await one.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], { category: 'levels-of-need' });
	one.due(page, {
		raise: '2026-05-05T17:00+01:00', // 1 5, from the day of the disagreement
		speak: '2026-05-06T17:00+01:00', // 1 5 6
		'escalate-1': '2026-05-06T17:00+01:00', // the same working day
	});
	one.status(page, { raise: 'done', speak: 'open' });
	return one;
}

async function inStage(count) {
	const one = await raised();
	await one.goOn(wayOn.slice(0, count));
	return one;
}

test('4.4: an e-mail is not speaking to each other, a telephone call is', async () => {
	const one = await raised();
	one.status(await one.contact('tom.okafor', 'email'), { speak: 'open' });
	one.status(await one.contact('tom.okafor'), { speak: 'done' });
});

const agreements = [
	// agreed at 15:00 on the last day of the stage; the confirmation two working days later
	['1', 'tom.okafor', '2026-05-06T15:00', { 'confirm-1': '2026-05-08T17:00+01:00' }],
	['2', 'joan.lindqvist', '2026-05-13T15:00', { 'confirm-2': '2026-05-15T17:00+01:00' }],
	['3', 'margaret.obrien', '2026-05-20T15:00', { 'confirm-3': '2026-05-22T17:00+01:00' }],
];
for (const [stage, by, at, due] of agreements) {
	test(`agreed in stage ${stage}, confirmed in writing by the receiving side, closed`, async () => {
		const one = await inStage(Number(stage) - 1);
		const page = await one.agreeAndClose({ by, at, confirm: { by, due } });
		assert.ok(page.notices.some((notice) => notice.text === 'The person who first raised it is told the outcome'));
	});
}

test('4.6, 4.7: the Business Manager is copied in from stage 3 on, and only then', async () => {
	const one = await inStage(1);
	await one.knowNothing('beatrice.long', 'catherine.aldous');
	await one.goOn(wayOn.slice(1, 2));
	const page = await one.page('beatrice.long');
	assert.equal(page.you.informed_only, true);
	assert.deepEqual(page.actions, []);
	await one.knowNothing('catherine.aldous');
});

test('agreed while it is with the Chair: closed without a recommendation', async () => {
	const one = await inStage(3);
	await one.agreeAndClose({ by: 'david.achebe', at: '2026-05-22T15:00' });
});

for (const chair of ['catherine.aldous', 'nathaniel.green']) {
	test(`a recommendation by ${chair}, what each agency did about it, closed`, async () => {
		const one = await inStage(3);
		one.at('2026-05-27T11:00');
		let page = await one.act(chair, 'recommend');
		assert.equal(page.phase, 'decided');
		one.status(page, { recommend: 'done', 'respond.raising': 'open', 'respond.receiving': 'open' });
		one.due(page, { 'respond.raising': /no time set/ });
		await one.act('david.achebe', 'respond');
		assert.ok(!(await one.offered('david.achebe')).includes('close'), 'not before both have answered');
		await one.act('margaret.obrien', 'respond', { acted: 'partly' });
		page = await one.act('david.achebe', 'close');
		assert.equal(page.phase, 'closed');
	});
}

test('4.5: a protective timescale is the earlier of the two', async () => {
	const one = await inStage(1);
	const page = await one.act('helen.marsh', 'protect', { by: '2026-05-08' });
	one.due(page, { 'resolve-2': '2026-05-08T17:00+01:00' });
	assert.equal(page.duties.find((duty) => duty.key === 'resolve-2').policy_due.at, '2026-05-13T17:00:00+01:00');
});

test('4.5: a shorter time that is not shorter, or is over, is refused, and stage 4 has none to shorten', async () => {
	const one = await inStage(1);
	one.at('2026-05-06T17:30');
	const page = await one.page('helen.marsh');
	const set = async (by) => (await one.as('helen.marsh')).post(`/api/v1/escalations/${one.reference}/events`, {
		action: 'protect', version: page.version, fields: { by, reason: 'Waiting would not protect the child.' },
	});
	for (const [by, why] of [['2026-05-06', /over/], ['2026-05-13', /no earlier/], ['2026-05-20', /no earlier/]]) {
		const answer = await set(by);
		assert.equal(answer.status, 422, answer.text);
		assert.deepEqual(answer.json.errors.map((error) => error.pointer), ['/fields/by']);
		assert.match(answer.json.errors[0].reason, why);
	}
	assert.equal((await set('2026-05-12')).status, 201);
	const four = await inStage(3);
	assert.ok(!(await four.offered('david.achebe')).includes('protect'));
});

test('4.1: at immediate risk the managers are told at once', async () => {
	const one = new Case(borough, coverage);
	one.at('2026-04-30T10:00');
	await one.emergency('immediate-risk', {
		by: 'priya.nair', to: ['st-brides-hospital', 'tom.okafor'], fields: { category: 'response' },
		numbers: ['999'], told: ['helen.marsh'],
	});
	// Told, she says what was done about it, and that she has looked; the rest, and the end of the risk, are for others.
	assert.deepEqual(await one.offered('helen.marsh'), ['risk-told', 'oversight']);
	await one.act('helen.marsh', 'risk-told', { told: 'The duty team at the front door, by me, by telephone.' });
	const page = await one.act('helen.marsh', 'oversight');
	assert.equal(page.you.informed_only, true);
	assert.equal(page.immediate_risk.told.at(-1).by.name, 'Helen Marsh');
	for (const action of ['risk-over', 'contact', 'escalate']) {
		const answer = await (await one.as('helen.marsh')).post(`/api/v1/escalations/${one.reference}/events`,
			{ action, version: page.version, fields: { reason: 'She is safe.' } });
		assert.equal(answer.status, 403, `${action}: ${answer.text}`);
	}
	await one.knowNothing('joan.lindqvist');
	await one.act('priya.nair', 'risk-over');
	assert.deepEqual(await one.offered('helen.marsh'), [], 'it is over: she reads');
});

test('of the policy nothing is left untested', () => coverage.complete());
