// A policy that nobody at Parley has read (tests/unit/fixtures/northmoor-scp.json), taken into use while the borough runs:
// what the five do not say is said and done all the same. Its roles have the ids of Redbridge's, whose job titles are mapped.
//
// Tuesday 3 March 2026; stages 1 and 2 end on working day 6, Tuesday 10 March; the meeting is on Thursday 12.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import path from 'node:path';

import { eventually, root, startBorough } from '../borough/harness.mjs';
import { Case } from './policy-case.mjs';

const nothing = { meet() {} };
let borough;
let one;
before(async () => {
	borough = await startBorough();
	borough.mustParley('policy', 'import', path.join(root, 'tests/unit/fixtures/northmoor-scp.json'));
	borough.mustParley('policy', 'use', 'northmoor-scp');
});
after(() => borough.stop());

const telling = { category: 'response', still_going_on: 'no' };
const mailed = (uid) => borough.mails().some((mail) => mail.to.some((to) => to.startsWith(`${uid}@`)));

test('the raiser chooses the track, and what is too long ago is turned away', async () => {
	one = new Case(borough, nothing);
	one.at('2026-03-03T10:00');
	let answer = await one.tryToRaise('priya.nair', { receiving_agency: 'st-brides-hospital', ...telling });
	assert.equal(answer.status, 422, answer.text);
	assert.ok(answer.json.errors.some((error) => error.pointer === '/fields/track'), answer.text);
	answer = await one.tryToRaise('priya.nair', { receiving_agency: 'st-brides-hospital', ...telling, track: 'green', concern_date: '2025-11-03' });
	assert.equal(answer.status, 422, answer.text);
	assert.match(answer.json.errors.find((error) => error.pointer === '/fields/concern_date').reason, /Business Manager/);
	one.due(await one.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], { ...telling, track: 'green' }),
		{ reply: '2026-03-05T17:00+00:00', 'resolve-1': '2026-03-10T17:00+00:00' });
});

test('the own manager agrees before it leaves the agency', async () => {
	assert.ok(!(await one.offered('priya.nair')).includes('up'));
	await one.act('priya.nair', 'ask:up', { reason: 'We do not get on.' });
	assert.ok(!(await one.offered('priya.nair')).includes('ask:up'));
	await eventually(() => mailed('helen.marsh'));
	await one.act('helen.marsh', 'approve:up');
	const page = await one.act('priya.nair', 'up', { reason: 'No.', tried: 'All.' }, ['helen.marsh', 'joan.lindqvist']);
	assert.equal(page.stage.id, '2');
});

test('dates are counted back from the meeting that was arranged, and a notice by a person is a duty', async () => {
	const page = await one.act('helen.marsh', 'plan', { day: '2026-03-12' });
	one.due(page, { 'notice.iro': '2026-03-06T17:00+00:00', 'papers.raising': '2026-03-09T17:00+00:00', meet: '2026-03-10T17:00+00:00' });
	assert.match((await one.form('helen.marsh', 'notify:iro')).next, /form N2/);
	one.status(await one.act('helen.marsh', 'notify:iro', { note: 'By telephone.' }), { 'notice.iro': 'done' });
	for (const uid of ['helen.marsh', 'joan.lindqvist'])
		await one.act(uid, uid === 'helen.marsh' ? 'done:papers.raising' : 'done:papers.receiving', { note: 'Sent.' });
});

test('when the managers have not met in time, the heads of service are told', async () => {
	await one.knowNothing('idris.bowen');
	one.at('2026-03-11T09:10'); // in working time: nobody gets mail in the evening
	await eventually(() => mailed('idris.bowen'));
	assert.equal((await one.page('idris.bowen')).you.informed_only, true);
});

test('a panel of three agencies decides, and the answer says who sat', async () => {
	one.at('2026-03-11T10:00');
	await one.act('helen.marsh', 'up', { reason: 'No.', tried: 'All.' });
	one.at('2026-03-12T10:00');
	const chair = await one.as('catherine.aldous');
	const page = await one.page('catherine.aldous');
	const send = (fields) => chair.post(`/api/v1/escalations/${one.reference}/events`,
		{ action: 'uphold', version: page.version, fields: { decision: 'Do it.', reasons: 'Because.', ...fields } });
	const sides = page.sides.map((side) => side.agency.id);
	let answer = await send({ panel_1: sides[0], panel_2: sides[1], panel_3: sides[0] });
	assert.equal(answer.status, 422, answer.text);
	assert.deepEqual(answer.json.errors.map((error) => error.pointer), ['/fields/panel_3']);
	const agencies = (await one.get('catherine.aldous', '?action=uphold')).json.agencies.map((agency) => agency.id);
	answer = await send({ panel_1: sides[0], panel_2: sides[1], panel_3: agencies.find((id) => !sides.includes(id)) });
	assert.equal(answer.status, 201, answer.text);
});

test('the family is told by a person, and what follows the end is somebody\'s work', async () => {
	const speakers = (await one.page('helen.marsh')).sides.map((side) => side.speaker?.name);
	assert.equal(speakers[0], 'Helen Marsh');
	await one.act('helen.marsh', 'respond', { acted: 'yes', response: 'Done.' });
	await one.act('joan.lindqvist', 'respond', { acted: 'yes', response: 'Done.' });
	assert.ok(!(await one.offered('helen.marsh')).includes('close'));
	await one.act('helen.marsh', 'notify:family', { note: 'At home.' });
	const closed = await one.act('helen.marsh', 'close', { summary: 'It was settled.' });
	assert.equal(closed.phase, 'closed');
	one.due(closed, { review: '2026-06-12T17:00+01:00' });
	const list = await (await one.as('beatrice.long')).get('/api/v1/worklist?view=needs-me');
	assert.match(list.text, new RegExp(one.reference), 'the review is in the Business Manager\'s list');
	await one.act('beatrice.long', 'done:review', { note: 'It held.' });
	const page = await one.act('beatrice.long', 'done:report', { note: 'It is in.' });
	assert.equal(page.turn, null);
	const later = await (await one.as('beatrice.long')).get('/api/v1/worklist?view=needs-me');
	assert.doesNotMatch(later.text, new RegExp(one.reference));
});
