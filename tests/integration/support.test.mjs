// Somebody whose status makes it hard to challenge: a companion beside them, or a lead who raises it for them; and the walls
// that hold: what one agency keeps to itself is nowhere else.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';

let borough;
const sessions = new Map();
before(async () => {
	borough = await startBorough();
	borough.setClock('2027-12-23T10:00');
});
after(() => borough.stop());

async function as(username) {
	if (!sessions.has(username)) sessions.set(username, await borough.signIn(username));
	return sessions.get(username);
}

const concern = {
	immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-23', subject_kind: 'child',
	reference_kind: 'case-name', case_name: 'Zenobia', plan: 'no', looked_after: 'no', receiving_agency: 'st-brides-hospital',
	issue: 'The ward plans to send Zenobia home today.', risk: 'Nobody has seen the home.', nature: 'Whether it is safe.',
	aim: 'The child stays until we have met.', evidence: 'Two earlier attendances.',
};

const idOf = (username) => borough.sql(`SELECT id FROM person WHERE username = '${username}'`)[0][0];
const page = async (username, reference) => (await as(username)).get(`/api/v1/escalations/${reference}`);

async function raise(fields = {}, by = 'priya.nair') {
	const answer = await (await as(by)).post('/api/v1/escalations', { fields: { ...concern, ...fields } });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.reference;
}

async function act(username, reference, action, fields = {}) {
	const { version } = (await page(username, reference)).json;
	return (await as(username)).post(`/api/v1/escalations/${reference}/events`, { action, version, fields });
}

async function done(...args) {
	const answer = await act(...args);
	assert.equal(answer.status, 201, answer.text);
	return answer.json;
}

const inList = async (username, reference, view) =>
	(await (await as(username)).get(`/api/v1/worklist?view=${view}`)).json.items.some((one) => one.reference === reference);

test('a companion from elsewhere is told, says yes, acts for the raiser, and is let go', async () => {
	const shabnam = idOf('shabnam.ali');
	const wrong = await (await as('priya.nair')).post('/api/v1/escalations', {
		fields: { ...concern, support: 'companion', companion: idOf('tom.okafor') } });
	assert.equal(wrong.status, 422);
	assert.match(wrong.text, /\/fields\/companion.*not on the other side/);
	const self = await (await as('priya.nair')).post('/api/v1/escalations', {
		fields: { ...concern, support: 'companion', companion: idOf('priya.nair') } });
	assert.match(self.text, /\/fields\/companion.*this is you/);

	const reference = await raise({ support: 'companion', companion: shabnam });
	assert.equal(await inList('shabnam.ali', reference, 'needs-me'), true);
	borough.mustParley('clock');
	await eventually(() => borough.mails().some((mail) => mail.to[0].startsWith('shabnam.ali') && mail.headers.subject.includes(`${reference} needs you`)));
	let seen = (await page('shabnam.ali', reference)).json;
	assert.equal(seen.you.side, 'raising');
	assert.equal(seen.companion.you, true);
	assert.equal(seen.companion.agreed, false);
	assert.equal((await act('shabnam.ali', reference, 'withdraw', { reason: 'Mine.' })).status, 403);

	await done('shabnam.ali', reference, 'companion-answer', { can_support: 'yes' });
	assert.equal(await inList('shabnam.ali', reference, 'needs-me'), false, 'answered; it waits for the other side');
	assert.equal(await inList('shabnam.ali', reference, 'mine'), true);
	seen = (await page('shabnam.ali', reference)).json;
	assert.equal(seen.actions.find((one) => one.id === 'protect').instead_of, 'Priya Nair');
	await done('shabnam.ali', reference, 'protect', { by: '2027-12-24', reason: 'She goes home tonight.' });
	const event = (await page('tom.okafor', reference)).json.timeline[0];
	assert.match(event.title, /by Shabnam Ali for Priya Nair, as their companion/);
	assert.equal(event.for.name, 'Priya Nair');

	await done('priya.nair', reference, 'companion-change', { reason: 'Helen is nearer.', companion: idOf('helen.marsh') });
	assert.equal((await page('shabnam.ali', reference)).status, 404);
	assert.equal(await inList('shabnam.ali', reference, 'mine'), false);
	await done('helen.marsh', reference, 'companion-answer', { can_support: 'no', reason: 'I manage the case.' });
	assert.equal((await page('helen.marsh', reference)).status, 404);
	assert.equal((await page('priya.nair', reference)).json.companion, null);
	borough.mustParley('clock');
	await eventually(() => borough.mails().some((mail) => /no longer needs your support/.test(mail.headers.subject)));
});
