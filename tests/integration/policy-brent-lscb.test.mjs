// brent-lscb from raising to each of its ends: own manager first, one week for it all, a binding panel.
//
// Raised on Thursday 23 December 2027. One working week is five working days: 24 29 30 31 December and 4 January 2028
// (25 and 26 are a weekend, 27, 28 and 3 January bank holidays).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from './policy-case.mjs';

const coverage = new Coverage('brent-lscb');
let borough;
before(async () => { borough = await startBorough({ policy: 'brent-lscb' }); });
after(() => borough.stop());

const week = '2028-01-04T17:00+00:00';
const noTime = /no time set by the policy/;

const wayOn = [
	{ by: 'priya.nair', at: '2027-12-23T12:00', speakers: ['priya.nair', 'tom.okafor'], stage: '2',
		before: (one) => one.act('priya.nair', 'consult'), due: { discuss: /no time set by the policy: as soon as possible/, whole: week } },
	{ by: 'tom.okafor', at: '2027-12-24T10:00', speakers: ['helen.marsh', 'joan.lindqvist'], stage: '3',
		due: { 'resolve-3': noTime, whole: week } },
	{ by: 'helen.marsh', at: '2027-12-29T10:00', speakers: ['david.achebe', 'margaret.obrien'], stage: '4',
		due: { 'resolve-4': noTime, whole: week } },
	{ by: 'margaret.obrien', at: '2027-12-30T10:00', stage: '5', due: { convene: noTime, decide: noTime, whole: week } },
];

async function raised() {
	const one = new Case(borough, coverage);
	one.at('2027-12-23T10:00');
	one.due(await one.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], { category: 'plans' }), { consult: noTime, whole: week });
	return one;
}

async function inStage(count) {
	const one = await raised();
	await one.goOn(wayOn.slice(0, count));
	return one;
}

test('2.2: the own manager first, and only the worker who raised it settles or takes it on', async () => {
	const one = await raised();
	assert.equal((await one.page('priya.nair')).turn.duty, 'consult');
	const receiving = await one.offered('tom.okafor');
	for (const exit of ['agreed', 'escalate']) assert.ok(!receiving.includes(exit), `not ${exit}`);
	one.status(await one.act('priya.nair', 'consult'), { consult: 'done' });
});

test('2.3: the two talk, by telephone or face to face', async () => {
	const one = await inStage(1);
	one.status(await one.contact('tom.okafor', 'email'), { discuss: 'open' });
	one.status(await one.contact('tom.okafor', 'telephone'), { discuss: 'done' });
});

const agreements = [
	['1', 'priya.nair', '2027-12-23T11:00', 'tom.okafor'], ['2', 'tom.okafor', '2027-12-23T15:00', 'tom.okafor'],
	['3', 'helen.marsh', '2027-12-24T15:00', 'joan.lindqvist'], ['4', 'david.achebe', '2027-12-29T15:00', 'margaret.obrien'],
];
for (const [count, [stage, by, at, receiving]] of agreements.entries()) {
	test(`agreed in stage ${stage}, confirmed in writing, closed`, async () => {
		const one = await inStage(count);
		const page = await one.agreeAndClose({ by, at, confirm: { by: receiving, due: { confirm: noTime } } });
		one.status(page, { whole: 'done' });
		assert.ok(page.notices.some((notice) => /first raised it is told the outcome/.test(notice.text)));
	});
}

test('2.6: the Chair convenes a panel, hears both sides, and its decision binds; the yearly report follows', async () => {
	const one = await inStage(3);
	await one.knowNothing('catherine.aldous', 'beatrice.long');
	await one.goOn(wayOn.slice(3));
	await one.act('catherine.aldous', 'done:convene');
	await one.act('david.achebe', 'done:represent.raising');
	await one.act('margaret.obrien', 'done:represent.receiving');
	const panel = { panel_1: 'marlowe-csc', panel_2: 'st-brides-hospital', panel_3: 'marlowe-police' };
	let page = await one.act('catherine.aldous', 'decide', panel);
	assert.equal(page.phase, 'decided');
	assert.equal(page.stages.at(-1).how, 'decided');
	one.due(page, { 'annual-report': noTime, 'report-gaps': noTime });
	await one.act('david.achebe', 'respond');
	await one.act('margaret.obrien', 'respond');
	assert.ok(!(await one.offered('david.achebe')).includes('close'), 'not before it stands in the yearly report');
	one.status(await one.act('david.achebe', 'done:report-gaps'), { 'report-gaps': 'done' });
	one.status(await one.act('beatrice.long', 'done:annual-report'), { 'annual-report': 'done' });
	page = await one.act('david.achebe', 'close');
	assert.equal(page.phase, 'closed');
});

test('2.6: three agencies, and why if those concerned are not among them', async () => {
	const one = await inStage(4);
	const others = { panel_1: 'marlowe-police', panel_2: 'marlowe-probation', panel_3: 'ashgrove-academy' };
	const refused = async (panel, pointer) => {
		const page = await one.page('catherine.aldous');
		const answer = await (await one.as('catherine.aldous')).post(`/api/v1/escalations/${one.reference}/events`, {
			action: 'decide', version: page.version, fields: { decision: 'It is settled.', reasons: 'As heard.', ...panel },
		});
		assert.equal(answer.status, 422, answer.text);
		assert.ok(answer.json.errors.some((error) => error.pointer === pointer), answer.text);
	};
	await refused({ panel_1: 'marlowe-csc', panel_2: 'st-brides-hospital' }, '/fields/panel_3');
	await refused({ ...others, panel_3: 'marlowe-police' }, '/fields/panel_3');
	await refused(others, '/fields/panel_without');
	const page = await one.act('catherine.aldous', 'decide', { ...others, panel_without: 'Both directors know the family.' });
	assert.equal(page.phase, 'decided');
});

test('2.1: the week passes; or a shorter time, where the week would not protect the child', async () => {
	const one = await inStage(1);
	one.due(await one.act('priya.nair', 'protect', { by: '2027-12-24' }), { whole: '2027-12-24T17:00+00:00' });
	const late = await inStage(2);
	late.at('2028-01-04T17:01');
	const page = await late.page('helen.marsh');
	assert.equal(page.duties.find((duty) => duty.key === 'whole').late, true);
});

test('1.4: at immediate harm the designated lead and the Head of Safeguarding are told at once', async () => {
	const one = new Case(borough, coverage);
	one.at('2027-12-23T10:00');
	await one.emergency('immediate-harm', {
		by: 'isabel.moreno', to: ['marlowe-csc', 'priya.nair'], fields: { category: 'roles' }, numbers: ['999'],
		told: ['mark.ibbotson', 'grace.whitfield'],
	});
});

test('of the policy nothing is left untested', () => coverage.complete());
