// What happens to a case when things go wrong: two people at once, the same request twice, answers that do not hold,
// people who may not know of it, duties that pass their date, a database that goes away in the middle.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { concern } from './concern.mjs';

let borough;
let priya;
let tom;
before(async () => {
	borough = await startBorough();
	borough.setClock('2027-12-23T10:00');
	priya = await borough.signIn('priya.nair');
	tom = await borough.signIn('tom.okafor');
});
after(() => borough.stop());

async function raise(fields = {}) {
	const answer = await priya.post('/api/v1/escalations', { fields: { ...concern, ...fields } });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.reference;
}

const items = async (who) => (await who.get('/api/v1/worklist?view=mine')).json.items.map((item) => item.reference);
const events = (reference) => `/api/v1/escalations/${reference}/events`;
const contact = (version, summary = 'We spoke.') => ({
	action: 'contact', version, fields: { happened: '2027-12-23T10:00', contact_type: 'telephone', summary },
});
const count = (reference) => Number(borough.sql(
	`SELECT COUNT(*) FROM event JOIN escalation e ON e.id = escalation_id WHERE e.reference = '${reference}'`)[0][0]);

test('raising sent twice with one key is one escalation, and the same answer', async () => {
	const key = randomUUID();
	const one = await priya.post('/api/v1/escalations', { fields: concern }, { key });
	const two = await priya.post('/api/v1/escalations', { fields: concern }, { key });
	assert.equal(one.status, 201, one.text);
	assert.equal(two.status, 201, two.text);
	assert.equal(two.json.reference, one.json.reference);
	assert.equal(two.headers.location, one.headers.location);
	assert.equal(count(one.json.reference), 1);
	const other = await priya.post('/api/v1/escalations', { fields: { ...concern, issue: 'Another.' } }, { key });
	assert.equal(other.status, 422, other.text);
});

test('many at once with one key are still one', async () => {
	const before = Number(borough.sql('SELECT COUNT(*) FROM escalation')[0][0]);
	const key = randomUUID();
	const answers = await Promise.all(Array.from({ length: 6 }, () => priya.post('/api/v1/escalations', { fields: concern }, { key })));
	for (const answer of answers) assert.equal(answer.status, 201, answer.text);
	assert.equal(new Set(answers.map((answer) => answer.json.reference)).size, 1);
	assert.equal(Number(borough.sql('SELECT COUNT(*) FROM escalation')[0][0]), before + 1);
});

test('what does not hold is named field by field, and nothing is stored', async () => {
	const before = borough.sql('SELECT COUNT(*) FROM escalation')[0][0];
	const answer = await priya.post('/api/v1/escalations', {
		fields: { ...concern, nhs_number: '9990000019', category: 'weather', issue: '', concern_date: '2027-12-24', colour: 'red' },
	});
	assert.equal(answer.status, 422);
	const wrong = answer.json.errors.map((error) => error.pointer);
	for (const field of ['nhs_number', 'category', 'issue', 'concern_date', 'colour']) {
		assert.ok(wrong.includes(`/fields/${field}`), `${field} is named: ${wrong}`);
	}
	for (const error of answer.json.errors) assert.ok(error.reason.length > 5, JSON.stringify(error));
	assert.equal(borough.sql('SELECT COUNT(*) FROM escalation')[0][0], before);
});

test('of two who act at once one is first, and the other is told what happened', async () => {
	const reference = await raise();
	const answers = await Promise.all([
		priya.post(events(reference), contact(1, 'As Priya has it.')), tom.post(events(reference), contact(1, 'As Tom has it.')),
	]);
	const [first, second] = answers.sort((one, other) => one.status - other.status);
	assert.equal(first.status, 201, first.text);
	assert.equal(second.status, 409, second.text);
	assert.equal(second.json.code, 'changed');
	assert.equal(second.json.version, 2);
	assert.equal(second.json.still, true);
	assert.equal(second.json.since.length, 1);
	assert.equal(second.json.since[0].seq, 2);
	assert.equal(count(reference), 2);
	// With the new version it can be sent again.
	const loser = answers[0] === second ? answers[0] : second;
	const again = await (loser.json.since[0].who.name === 'Priya Nair' ? tom : priya).post(events(reference), contact(2, 'Sent again.'));
	assert.equal(again.status, 201, again.text);
});

test('one event sent twice with one key is one event', async () => {
	const reference = await raise();
	const key = randomUUID();
	const one = await tom.post(events(reference), contact(1), { key });
	const two = await tom.post(events(reference), contact(1), { key });
	assert.equal(one.status, 201, one.text);
	assert.equal(two.status, 201, two.text);
	assert.deepEqual(two.json, one.json);
	assert.equal(count(reference), 2);
});

test('an action that is not offered is refused, whoever asks', async () => {
	const reference = await raise();
	const close = { action: 'close', version: 1, fields: { summary: 'x' } };
	for (const session of [priya, tom]) {
		const answer = await session.post(events(reference), close);
		assert.ok([403, 409, 422].includes(answer.status), `${answer.status} ${answer.text}`);
	}
	assert.equal((await tom.post(events(reference), { action: 'no-such-thing', version: 1, fields: {} })).status >= 400, true);
	assert.equal(count(reference), 1);
});

test('who has no business with a case cannot know that it exists', async () => {
	const reference = await raise();
	const nobody = await priya.get('/api/v1/escalations/MSP-2027-999999');
	for (const username of ['shabnam.ali', 'josh.perrin', 'alex.turner', 'catherine.aldous']) {
		const session = await borough.signIn(username);
		const answer = await session.get(`/api/v1/escalations/${reference}`);
		assert.equal(answer.status, 404, username);
		assert.equal(answer.json.detail, nobody.json.detail, username);
		assert.equal((await session.post(events(reference), contact(1))).status, 404, username);
		assert.deepEqual((await session.get('/api/v1/worklist?view=mine')).json.items, [], username);
	}
	assert.equal(count(reference), 1);
});

test('an unchanged case is not sent again, and every read is logged', async () => {
	const reference = await raise();
	const logged = () => Number(borough.sql(`SELECT COUNT(*) FROM access_log a JOIN escalation e ON e.id = a.escalation_id
		WHERE e.reference = '${reference}' AND a.what = 'escalation'`)[0][0]);
	const before = logged();
	const one = await priya.get(`/api/v1/escalations/${reference}`);
	assert.match(one.headers.etag, /^(W\/)?".+"$/);
	const two = await priya.get(`/api/v1/escalations/${reference}`, { 'If-None-Match': one.headers.etag });
	assert.equal(two.status, 304);
	assert.equal(two.text, '');
	assert.equal(logged(), before + 2);
	assert.equal((await tom.post(events(reference), contact(1))).status, 201);
	assert.equal((await priya.get(`/api/v1/escalations/${reference}`, { 'If-None-Match': one.headers.etag })).status, 200);
});

test('a draft is its owner’s alone, and goes when the event is recorded', async () => {
	const reference = await raise();
	const target = `/api/v1/drafts/${reference}/contact`;
	assert.equal((await tom.put(target, { fields: { summary: 'Half a sentence' }, page: 'contact' })).status, 204);
	assert.equal((await tom.get(target)).json.fields.summary, 'Half a sentence');
	assert.notEqual((await priya.get(target)).status, 200);
	assert.equal((await tom.post(events(reference), contact(1))).status, 201);
	assert.notEqual((await tom.get(target)).status, 200);
});

test('whoever’s turn it is gets one mail, with the reference, a link and nothing of the case', async () => {
	const reference = await raise();
	const mails = await eventually(() => {
		const found = borough.mails().filter((mail) => mail.headers.subject.includes(reference));
		return found.some((mail) => mail.to[0].startsWith('tom.okafor@')) && found;
	});
	const toTom = mails.filter((mail) => mail.to[0].startsWith('tom.okafor@') || mail.to[0].startsWith('tom.'));
	assert.equal(toTom.length, 1);
	assert.equal(toTom[0].headers.subject, `Parley: ${reference} needs you`);
	assert.match(toTom[0].body, new RegExp(`${borough.origin}/escalations/${reference}`));
	assert.match(toTom[0].headers['auto-submitted'], /auto-generated/);
	for (const mail of mails) {
		assert.doesNotMatch(JSON.stringify(mail), /Zacharias|999 ?000|levels|ward|Priya/);
	}
});

test('a duty that has passed its date is told once to each whom it concerns, also by two clocks', async () => {
	const reference = await raise();
	borough.setClock('2027-12-31T09:00');
	const overdue = () => borough.mails().filter((mail) => mail.body.includes(`Something that was due in escalation ${reference} has`));
	await eventually(() => overdue().length > 0);
	// A second clock, on the same database: it finds the first one's lease, and ends in peace.
	const env = { ...process.env, PARLEY_CONFIG: path.join(borough.dir, 'parley.conf') };
	const build = readFileSync(path.join(borough.dir, 'build'), 'utf8').trim();
	assert.equal(spawnSync(path.join(build, 'parley-clock'), ['--once'], { env }).status, 0);
	// The next ticks have nothing to add. (Two ticks of the running clock, seen by its renewals of the lease.)
	const until = () => borough.sql("SELECT held_until FROM lease WHERE name = 'clock'")[0][0];
	for (let i = 0; i < 2; i++) {
		const was = until();
		await eventually(() => until() !== was);
	}
	const people = overdue().map((mail) => mail.to[0]);
	assert.equal(new Set(people).size, people.length, `once each: ${people}`);
	assert.ok(people.some((to) => to.startsWith('tom.okafor@')), people.join());
	borough.setClock('2027-12-23T10:00');
	priya = await borough.signIn('priya.nair');
	tom = await borough.signIn('tom.okafor');
});

test('a database that is killed while people write leaves whole events only, and sending again works', async () => {
	const reference = await raise();
	const keys = Array.from({ length: 8 }, () => randomUUID());
	const sent = keys.map((key, i) => tom.post(events(reference), contact(1, `Call ${i}`), { key }).catch((error) => error));
	process.kill(borough.pidOf('database'), 'SIGKILL');
	await Promise.all(sent);
	await borough.start();
	// Each is sent again with its own key until it is answered: at most one of them was first on version 1.
	let version = 1;
	for (const [i, key] of keys.entries()) {
		const answer = await tom.post(events(reference), contact(version, `Call ${i}`), { key });
		assert.ok([201, 409, 422].includes(answer.status), answer.text);
		version = (await tom.get(`/api/v1/escalations/${reference}`)).json.version;
	}
	assert.equal(count(reference), version);
	assert.equal(borough.parley('audit', 'verify').status, 0);
});

test('lists that somebody with all rights has spoiled are made again from the events', async () => {
	const reference = await raise();
	const table = (name, columns, of) => borough.sql(`SELECT ${columns} FROM ${name} WHERE ${of} ORDER BY ${columns}`);
	const lists = (of = '1 = 1') => [table('worklist', 'escalation_id, queue_id, view, due, yours', of),
		table('sight', 'escalation_id, queue_id, informed_only', of), table('open_duty', 'escalation_id, duty_key, due', of),
		table('escalation', 'id, version, phase, stage_id, stage_name, ended, duty_text, turn, next_due, changed', of.replace('escalation_id', 'id'))];
	// The others were written while the clock stood elsewhere; whose turn it is may hang on that.
	const own = `escalation_id = ${borough.sql(`SELECT id FROM escalation WHERE reference = '${reference}'`)[0][0]}`;
	const fresh = lists(own);
	borough.mustParley('audit', 'rebuild');
	assert.deepEqual(lists(own), fresh, 'what is right stays');
	const [was, told] = [lists(), borough.sql('SELECT COUNT(*) FROM outbox')[0][0]];
	borough.sql(`DELETE FROM worklist; DELETE FROM sight LIMIT 1; UPDATE open_duty SET due = '2030-01-01';
		UPDATE escalation SET phase = 'closed', ended = 1, next_due = NULL, duty_text = 'nothing'`);
	assert.notDeepEqual(lists(), was);
	assert.deepEqual(await items(priya), []);
	const answer = JSON.parse(borough.mustParley('audit', 'rebuild', '--json'));
	assert.deepEqual(answer, { made: Number(borough.sql('SELECT COUNT(*) FROM escalation')[0][0]), erased: 0, failed: 0 });
	assert.deepEqual(lists(), was, 'as the events left them');
	assert.ok((await items(priya)).includes(reference));
	assert.equal(borough.sql('SELECT COUNT(*) FROM outbox')[0][0], told, 'nobody is told');
	assert.equal(borough.mustParley('audit', 'rebuild', reference), 'the lists of 1 escalation are made again from the events\n');
	assert.match(borough.parley('audit', 'rebuild', 'MSP-1999-000001').stderr, /no-such-escalation/);
});

test('the chain finds an event that somebody with all rights has changed', async () => {
	const reference = await raise();
	assert.equal(borough.parley('audit', 'verify', reference).status, 0);
	borough.sql(`UPDATE event JOIN escalation e ON e.id = escalation_id SET payload = REPLACE(payload, 'ward', 'yard') WHERE e.reference = '${reference}'`);
	const verdict = borough.parley('audit', 'verify', '--json');
	assert.equal(verdict.status, 1);
	assert.deepEqual(JSON.parse(verdict.stdout).broken, [{ reference, bad_seq: 1 }]);
	assert.match(verdict.stderr, /chain-broken/);
});
