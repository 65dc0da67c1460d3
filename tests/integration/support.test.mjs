// Somebody whose status makes it hard to challenge: a companion beside them, or a lead who raises it for them; and the walls
// that hold: what one agency keeps to itself is nowhere else.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { concernAbout } from './concern.mjs';

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

const concern = concernAbout('Zenobia');

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
	await eventually(() => borough.mails().some((mail) => /no longer needs your support/.test(mail.headers.subject)));
});

const WROTE = { immediate_risk: 'no', support: 'ask', issue: 'They will not look at the second injury.', category: 'levels-of-need' };
const ask = async (username, fields = {}) => {
	const answer = await (await as(username)).post('/api/v1/requests', { fields: { ...WROTE, ...fields } });
	assert.equal(answer.status, 201, answer.text);
	const { mine } = (await (await as(username)).get('/api/v1/requests')).json;
	return { asked: answer.json.asked, id: mine[0].id };
};
const request = async (username, id) => (await as(username)).get(`/api/v1/requests/${id}`);
const told = (username, pattern) => borough.mails().some((mail) => mail.to[0].startsWith(`${username}@`) && pattern.test(mail.headers.subject));

test('a lead is asked, raises it with the words filled in, and the asker is the first raiser', async () => {
	const tooLittle = await (await as('tom.okafor')).post('/api/v1/requests', { fields: { immediate_risk: 'no', support: 'ask' } });
	assert.match(tooLittle.text, /\/fields\/issue/);
	const { asked, id } = await ask('tom.okafor');
	assert.deepEqual(asked.map((one) => one.split(',')[0]), ["Margaret O'Brien"]);
	const waiting = (await (await as('margaret.obrien')).get('/api/v1/requests')).json.waiting;
	assert.deepEqual(waiting.map((one) => [one.id, one.who.name]), [[id, 'Tom Okafor']]);
	await eventually(() => told('margaret.obrien', /asks you to raise a disagreement$/));

	const seen = (await request('margaret.obrien', id)).json;
	assert.deepEqual(seen.values, { immediate_risk: 'no', category: 'levels-of-need', issue: WROTE.issue });
	// Nobody else: not a colleague, not the other side, not who oversees or administers.
	for (const other of ['joan.lindqvist', 'priya.nair', 'beatrice.long', 'alex.turner']) assert.equal((await request(other, id)).status, 404, other);

	const theirs = (await (await as('priya.nair')).me()).person.agency_id;
	const refused = await (await as('margaret.obrien')).post('/api/v1/escalations', {
		fields: { ...concern, support: 'ask', receiving_agency: theirs }, request: id });
	assert.match(refused.text, /\/fields\/support/);
	const raised = await (await as('margaret.obrien')).post('/api/v1/escalations', {
		fields: { ...concern, ...seen.values, receiving_agency: theirs }, request: id });
	assert.equal(raised.status, 201, raised.text);
	const { reference } = raised.json;
	const tom = (await page('tom.okafor', reference)).json;
	assert.equal(tom.raiser.name, 'Tom Okafor');
	assert.equal(tom.sides[0].speaker.name, "Margaret O'Brien");
	assert.equal(tom.concern.find((one) => one.label === 'Raised at the request of').value.split(',')[0], 'Tom Okafor');
	assert.ok(tom.actions.some((one) => one.id === 'withdraw'));
	assert.deepEqual((await request('tom.okafor', id)).json.request.reference, reference);
	assert.equal((await (await as('margaret.obrien')).get('/api/v1/requests')).json.waiting.length, 0);
	const again = await (await as('margaret.obrien')).post(`/api/v1/requests/${id}/answer`, { fields: { reason: 'No.' } });
	assert.equal(again.status, 409);
});

test('whoever stands in for a lead who is away gets the message of a request too, and of nothing that is the asker\'s own', async () => {
	const away = { from: '2027-12-23', until: '2027-12-23', deputy: idOf('joan.lindqvist') };
	const set = await (await as('margaret.obrien')).post('/api/v1/absences', { fields: away });
	assert.equal(set.status, 201, set.text);
	const { id } = await ask('tom.okafor', { issue: 'They will not look at it again.' });
	await eventually(() => told('joan.lindqvist', /asks you to raise a disagreement$/));
	assert.ok((await (await as('joan.lindqvist')).get('/api/v1/requests')).json.waiting.some((one) => one.id === id), 'it is in her list');
	assert.equal((await (await as('joan.lindqvist')).post(`/api/v1/requests/${id}/answer`, { fields: { reason: 'Not now.' } })).status, 204);
	await eventually(() => told('tom.okafor', /your request was answered/));
	const kinds = borough.sql(`SELECT kind, COUNT(*) FROM outbox WHERE person_id = ${idOf('joan.lindqvist')} AND kind LIKE 'request%' GROUP BY kind`);
	assert.deepEqual(kinds, [['request', '1']], 'once');
	assert.equal((await (await as('margaret.obrien')).post(`/api/v1/absences/${set.json.id}/end`, {})).status, 204);
	assert.equal((await request('joan.lindqvist', id)).status, 404);
});

test('nobody holds the role: the manager is asked; unanswered it is chased, refused it is said why, and it can be raised oneself', async () => {
	const { asked, id } = await ask('priya.nair', { immediate_risk: 'yes', risk_told: 'Nobody yet.' });
	assert.deepEqual(asked.map((one) => one.split(',')[0]), ['Helen Marsh']);
	await eventually(() => told('helen.marsh', /immediate risk/));
	borough.setClock('2027-12-24T16:00');
	assert.equal(told('helen.marsh', /a request to raise a disagreement waits/), false);
	borough.setClock('2027-12-24T17:01');
	await eventually(() => told('helen.marsh', /a request to raise a disagreement waits/));
	await eventually(() => told('priya.nair', /nobody has answered your request yet/));
	assert.equal(borough.sql(`SELECT COUNT(*) FROM outbox WHERE kind = 'request-late'`)[0][0], '1');

	const reason = 'The ward has changed its plan since.';
	assert.equal((await (await as('helen.marsh')).post(`/api/v1/requests/${id}/answer`, { fields: { reason } })).status, 204);
	const seen = (await request('priya.nair', id)).json;
	assert.equal(seen.request.reason, reason);
	assert.equal(seen.request.answered_by.name, 'Helen Marsh');
	assert.equal(seen.may_raise, true);
	await eventually(() => told('priya.nair', /your request was answered/));
	assert.equal((await request('helen.marsh', id)).json.may_raise, false);
	const raised = await (await as('priya.nair')).post('/api/v1/escalations', { fields: { ...concern, concern_date: '2027-12-24' }, request: id });
	assert.equal(raised.status, 201, raised.text);
	assert.equal((await page('priya.nair', raised.json.reference)).json.raiser.name, 'Priya Nair');
	const after = (await request('priya.nair', id)).json.request;
	assert.deepEqual([after.state, after.reason], ['raised', reason]);
});

function leaves(username) {
	const input = `dn: uid=${username},ou=people,dc=marlowe,dc=test\nchangetype: delete\n`;
	const run = spawnSync('/usr/sbin/slapmodify', ['-f', path.join(borough.dir, 'slapd.conf')], { input, encoding: 'utf8' });
	assert.equal(run.status, 0, run.stderr);
	borough.mustParley('directory', 'refresh');
}
const notices = (username, kind) => Number(borough.sql(`SELECT COUNT(*) FROM outbox WHERE person_id = ${idOf(username)} AND kind = '${kind}'`)[0][0]);

test('whoever was asked leaves: at immediate risk the manager is asked at once, at night too; of an asker who has left they see it', async () => {
	const { asked, id } = await ask('tom.okafor', { immediate_risk: 'yes', risk_told: 'Nobody yet.' });
	assert.deepEqual(asked.map((one) => one.split(',')[0]), ["Margaret O'Brien"]);
	const { id: calm } = await ask('tom.okafor', { issue: 'Something that can wait.' });
	borough.setClock('2027-12-25T23:30');
	leaves('margaret.obrien');
	await eventually(() => told('joan.lindqvist', /asks you to raise a disagreement, immediate risk/));
	await eventually(() => told('tom.okafor', /your request waits for somebody else/));
	const waiting = (await (await as('joan.lindqvist')).get('/api/v1/requests')).json.waiting;
	assert.deepEqual(waiting.map((one) => [one.id, one.asker_left]), [[id, false]], 'what is no risk waits for its time');
	const seen = (await request('joan.lindqvist', id)).json;
	assert.deepEqual([seen.may_answer, seen.may_raise], [true, true]);
	assert.equal((await request('helen.marsh', id)).status, 404);

	leaves('tom.okafor');
	borough.setClock('2027-12-31T17:01');
	await eventually(() => told('joan.lindqvist', /a request to raise a disagreement waits/));
	await eventually(() => notices('joan.lindqvist', 'request') === 2, 'the other one too');
	assert.equal(notices('joan.lindqvist', 'request-risk'), 1);
	assert.deepEqual(['request-waits', 'request-moved'].map((kind) => notices('tom.okafor', kind)), [0, 1], 'who has left is told nothing more');
	assert.equal((await request('joan.lindqvist', id)).json.request.asker_left, true);
	const before = notices('tom.okafor', 'request-answered');
	for (const one of [id, calm])
		assert.equal((await (await as('joan.lindqvist')).post(`/api/v1/requests/${one}/answer`, { fields: { reason: 'Seen to.' } })).status, 204);
	assert.equal(notices('tom.okafor', 'request-answered'), before);
});

test('nobody is left who could be asked: whoever asked hears so, once, and can raise it themselves', async () => {
	const { id } = await ask('priya.nair', { immediate_risk: 'yes', risk_told: 'Nobody yet.' });
	leaves('helen.marsh');
	await eventually(() => told('priya.nair', /nobody is there to answer your request/));
	borough.mustParley('clock', '--advance', '1 hour');
	assert.equal((await request('priya.nair', id)).json.may_raise, true);
	assert.equal(notices('priya.nair', 'request-nobody'), 1);
});
