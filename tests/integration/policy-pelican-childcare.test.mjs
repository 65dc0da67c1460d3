// pelican-childcare from raising to each of its ends; 24 hours through a weekend and the change of clocks.
//
// Raised on Friday 27 March 2026. The clocks go forward on Sunday 29 March at 1am, so 24 hours from Saturday at 2pm
// (GMT) end on Sunday at 3pm (BST). One working day from Friday is Monday 30 March.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from './policy-case.mjs';

const coverage = new Coverage('pelican-childcare');
let borough;
before(async () => { borough = await startBorough({ policy: 'pelican-childcare' }); });
after(() => borough.stop());

const wayOn = [
	{ by: 'tom.okafor', at: '2026-03-28T14:00', speakers: ['joan.lindqvist', 'helen.marsh'], stage: '1m',
		due: { 'managers-contact': '2026-03-29T15:00+01:00', 'refer-2': /no time set by the policy: without delay/ } },
	{ by: 'joan.lindqvist', at: '2026-03-30T09:30', speakers: ['margaret.obrien', 'david.achebe'], stage: '2',
		due: { 'resolve-2': /no time set by the policy: without delay/ } },
	{ by: 'david.achebe', at: '2026-03-31T10:00', speakers: ['leonard.pryce', 'idris.bowen'], stage: '3',
		due: { 'resolve-3': /no time set by the policy/ } },
	{ by: 'leonard.pryce', at: '2026-04-01T10:00', stage: '4', due: { determine: /no time set by the policy/ } },
];

async function raised(category = 'threshold') {
	const one = new Case(borough, coverage);
	one.at('2026-03-27T10:00');
	const page = await one.raise('tom.okafor', ['marlowe-csc', 'priya.nair'], { category });
	one.due(page, { discuss: '2026-03-30T17:00+01:00', report: '2026-03-30T17:00+01:00' });
	return one;
}

async function inStage(count, category) {
	const one = await raised(category);
	await one.goOn(wayOn.slice(0, count));
	return one;
}

test('1: what the policy leaves out is turned away, and where it belongs is said', async () => {
	const one = new Case(borough, coverage);
	one.at('2026-03-27T10:00');
	await one.turnedAway('tom.okafor', 'conference', 'marlowe-csc', /child protection conference service/);
	await one.turnedAway('tom.okafor', 'plan', 'marlowe-csc', /lead social worker or the conference chair/);
	const form = (await (await one.as('tom.okafor')).get('/api/v1/raise')).json;
	assert.deepEqual(form.excluded.map((each) => each.category), ['conference', 'plan'], 'said before anything is written');
});

const agreements = [
	['1', 'priya.nair', '2026-03-30T16:00'], ['1m', 'helen.marsh', '2026-03-29T14:59'],
	['2', 'david.achebe', '2026-03-30T16:00'], ['3', 'idris.bowen', '2026-03-31T16:00'],
];
for (const [count, [stage, by, at]] of agreements.entries()) {
	test(`agreed in stage ${stage}, fed back to the managers involved by then, closed`, async () => {
		const one = await inStage(count);
		const page = await one.agreeAndClose({ by, at, confirm: stage === '1m' ? { by } : undefined });
		const told = page.notices.map((notice) => notice.text).join('\n');
		assert.equal(/line managers involved/.test(told), stage !== '1');
		assert.equal(/second-tier managers involved/.test(told), stage === '2' || stage === '3');
		if (stage === '1') await one.knowNothing('joan.lindqvist', 'helen.marsh', 'david.achebe');
		await one.knowNothing('yusuf.demir', 'ruth.calloway'); // in the same roles, and not involved
	});
}

test('3: 24 hours run through the night, the weekend and the change of clocks', async () => {
	const one = await inStage(1);
	one.at('2026-03-29T14:59');
	let page = await one.page('helen.marsh');
	assert.equal(page.duties.find((duty) => duty.key === 'managers-contact').late, false);
	one.at('2026-03-29T15:01');
	page = await one.page('helen.marsh');
	assert.equal(page.duties.find((duty) => duty.key === 'managers-contact').late, true);
});

// Who raises it with whom, who speaks in stages 1m and 2, and whose the duty then is.
for (const [which, by, to, managers, seconds, key] of [
	['receiving', 'tom.okafor', ['marlowe-csc', 'priya.nair'], wayOn[0].speakers, wayOn[1].speakers, 'early-help.receiving'],
	['raising', 'priya.nair', ['st-brides-hospital', 'tom.okafor'], ['helen.marsh', 'joan.lindqvist'],
		['david.achebe', 'margaret.obrien'], 'early-help.raising'],
	['neither', 'isabel.moreno', ['marlowe-police', 'jack.tully'], ['mark.ibbotson', 'shabnam.ali'],
		['winifred.stone', 'keith.barlow'], 'early-help'],
]) {
	test(`4: at a threshold the Early Help officer takes part; children's social care is ${which}`, async () => {
		const one = new Case(borough, coverage);
		one.at('2026-03-27T10:00');
		await one.raise(by, to, { category: 'threshold' });
		await one.goOn([{ ...wayOn[0], by, speakers: managers }]);
		await one.knowNothing('colin.priestley');
		await one.goOn([{ ...wayOn[1], by: managers[0], speakers: seconds }]);
		one.status(await one.act('colin.priestley', `done:${key}`), { [key]: 'done' });
	});
}

test('4: no Early Help officer where it is about something else', async () => {
	const one = await inStage(2, 'information-services');
	await one.knowNothing('colin.priestley');
	assert.ok(!(await one.page('david.achebe')).duties.some((duty) => duty.key.startsWith('early-help')));
});

test('4: each side speaks to its designated or named professional', async () => {
	const one = await inStage(2);
	const page = await one.act('david.achebe', 'consult');
	one.status(page, { 'consult-2.receiving': 'done', 'consult-2.raising': 'open' });
});

for (const [exit, reported] of [['determine', false], ['report-to-chair', true]]) {
	test(`6: the Head of Safeguarding: ${exit}; a case review is considered, each agency answers, closed`, async () => {
		const one = await inStage(4);
		await one.knowNothing('catherine.aldous');
		let page = await one.act('grace.whitfield', exit);
		assert.equal(page.phase, 'decided');
		assert.equal(await one.sees('catherine.aldous'), reported, 'the Board\'s Chair');
		one.status(await one.act('grace.whitfield', 'done:case-review'), { 'case-review': 'done' });
		await one.act('leonard.pryce', 'respond');
		await one.act('idris.bowen', 'respond');
		page = await one.act('leonard.pryce', 'close');
		assert.equal(page.phase, 'closed');
	});
}

test('6: all stages in one afternoon, where that protects the child', async () => {
	const one = await raised();
	const page = await one.goOn(wayOn.map((row, i) => ({ ...row, at: `2026-03-27T1${i + 1}:00`, due: undefined })));
	assert.equal(page.stage.id, '4');
});

test('at immediate risk the managers are told at once', async () => {
	const one = new Case(borough, coverage);
	one.at('2026-03-27T10:00');
	await one.emergency('immediate-risk', {
		by: 'tom.okafor', to: ['marlowe-csc', 'priya.nair'], fields: { category: 'assessment' }, numbers: ['999'], told: ['joan.lindqvist'],
	});
});

test('of the policy nothing is left untested', () => coverage.complete());
