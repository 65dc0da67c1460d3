// Reminders, the digest of a morning and mail that goes wrong: nothing is lost, and nothing is said twice unmarked.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { concern as hospital } from './concern.mjs';

let borough;
let priya;
let env;
let build;
before(async () => {
	borough = await startBorough();
	borough.setClock('2026-11-03T10:00'); // a Tuesday
	priya = await borough.signIn('priya.nair');
	env = { ...process.env, PARLEY_CONFIG: path.join(borough.dir, 'parley.conf') };
	build = readFileSync(path.join(borough.dir, 'build'), 'utf8').trim();
	process.kill(borough.pidOf('clock'), 'SIGKILL');
});
after(() => borough.stop());

const concern = { ...hospital, concern_date: '2026-11-03' };

async function raise(fields = {}) {
	const answer = await priya.post('/api/v1/escalations', { fields: { ...concern, ...fields } });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.reference;
}

const to = (name) => borough.mails().filter((mail) => mail.to[0].startsWith(`${name}@`));
const answers = (lines) => writeFileSync(path.join(borough.dir, 'mail', 'answers'), lines);
const number = (query) => Number(borough.sql(query)[0][0]);
// The clock's work is done here, tick by tick: the borough's own clock is stopped. Each is another process, so it may not
// have to wait for the lease of the one before.
function clock(...options) {
	borough.sql('DELETE FROM lease');
	return spawn(path.join(build, 'parley-clock'), options, { env, stdio: 'ignore' });
}

const ended = (child) => new Promise((resolve) => { child.on('exit', resolve); });

async function at(time) {
	if (time) borough.setClock(time);
	assert.equal(await ended(clock('--once')), 0);
}

let first;
let second;
let third;
test('people are reminded a working day before and on the morning, in one message each morning', async () => {
	// Speak within 3 working days: by Friday 6 November at 5pm.
	first = await raise({ receiving_person: null });
	second = await raise({ receiving_person: null });
	third = await raise({ receiving_agency: 'marlowe-housing' });
	await at();
	const begun = to('tom.okafor').length;
	await at('2026-11-05T08:59');
	assert.equal(to('tom.okafor').length, begun, 'nobody is written to before nine');
	await at('2026-11-05T09:00');
	const soon = to('tom.okafor').slice(begun);
	assert.equal(soon.length, 1, 'one digest for both');
	assert.equal(soon[0].headers.subject, 'Parley: 2 reminders for you');
	for (const reference of [first, second]) {
		assert.match(soon[0].body, new RegExp(`${borough.origin}/escalations/${reference}`));
	}
	assert.doesNotMatch(JSON.stringify(soon), /Zacharias|ward|levels/);
	await at('2026-11-05T16:00');
	assert.equal(to('tom.okafor').length, begun + 1, 'once');
	await at('2026-11-06T09:00');
	assert.equal(to('tom.okafor').length, begun + 2, 'and on the morning');
});

test('what is done is not reminded of, and what passes at the end of the day is told the next working morning', async () => {
	const contact = { action: 'contact', version: 1, fields: { happened: '2026-11-06T09:00', contact_type: 'telephone', summary: 'We spoke.' } };
	const tom = await borough.signIn('tom.okafor');
	assert.equal((await tom.post(`/api/v1/escalations/${first}/events`, contact)).status, 201);
	const before = to('tom.okafor').length;
	await at('2026-11-06T17:05');
	assert.equal(to('tom.okafor').length, before, 'not on a Friday evening');
	assert.ok(number("SELECT COUNT(*) FROM outbox WHERE kind = 'overdue'") > 0, 'but it is there to be read in Parley');
	await at('2026-11-07T12:00');
	assert.equal(to('tom.okafor').length, before, 'nor on a Saturday');
	await at('2026-11-09T09:00');
	const told = to('tom.okafor').slice(before);
	assert.equal(told.length, 1);
	assert.match(told[0].body, new RegExp(`escalations/${second}`));
	const people = borough.mails().filter((mail) => /overdue|reminders/.test(mail.headers.subject) && mail.body.includes(`Something that was due in escalation ${second}`));
	assert.ok(people.some((mail) => mail.to[0].startsWith('joan.lindqvist@')), `the next tier: ${people.map((mail) => mail.to[0])}`);
	// The message opens what it is about, to be read: before the date it was none of theirs.
	const joan = await borough.signIn('joan.lindqvist');
	const opened = await joan.get(`/api/v1/escalations/${second}`);
	assert.equal(opened.status, 200, opened.text);
	assert.deepEqual([opened.json.you.informed_only, opened.json.actions], [true, []]);
	assert.ok((await joan.get('/api/v1/worklist?view=watching')).json.items.some((one) => one.reference === second));
	assert.equal((await (await borough.signIn('helen.marsh')).get(`/api/v1/escalations/${second}`)).status, 404, 'the other side was not late');
});

test('where nobody holds the next tier, whoever is next above it is told that a date passed, and can read of what', async () => {
	// Marlowe Housing has no line manager; Craig Newsome holds the role after that, Paulette Dwyer is above him.
	const told = () => ['craig.newsome', 'paulette.dwyer', 'geoffrey.lamb', 'beatrice.long'].map((name) => borough.mails().filter((mail) =>
		mail.to[0].startsWith(`${name}@`) && mail.body.includes(`escalations/${third}`)).length);
	const expected = told();
	assert.equal(expected[0], 1, 'he hears of it');
	const craig = await borough.signIn('craig.newsome');
	const opened = await craig.get(`/api/v1/escalations/${third}`);
	assert.equal(opened.status, 200, opened.text);
	assert.deepEqual([opened.json.you.informed_only, opened.json.actions], [true, []], 'told, and asked for nothing');
	const said = opened.json.timeline.filter((one) => one.title.startsWith('A date has passed, and nobody holds the next role at Marlowe Housing'));
	assert.deepEqual(said.map((one) => one.entries.map((entry) => entry.label)), [['Held by nobody', 'Told instead']]);
	assert.ok(opened.json.sides.every((side) => side.vacant === null), 'no new person is needed for the stage that it is in');
	assert.deepEqual(expected.slice(1), [0, 0, 0], 'nobody further up');
	assert.equal((await (await borough.signIn('geoffrey.lamb')).get(`/api/v1/escalations/${third}`)).status, 404);
	await at();
	assert.deepEqual(told(), expected, 'once');
	assert.equal(borough.parley('audit', 'verify').status, 0);
});

test('at immediate risk the night is no reason to wait', async () => {
	borough.setClock('2026-11-10T10:00');
	priya = await borough.signIn('priya.nair');
	const reference = await raise({ concern_date: '2026-11-10', immediate_risk: 'yes', risk_told: 'The duty manager, by telephone, at ten.' });
	const calm = await raise({ concern_date: '2026-11-10' });
	await at('2026-11-13T17:05');
	const overdue = (of) => to('tom.okafor').filter((mail) => mail.headers.subject === `Parley: ${of} is overdue`).length;
	assert.equal(overdue(reference), 1);
	assert.equal(overdue(calm), 0, 'that one waits for Monday');
	// Said on Saturday: what waits goes now, and is not said again on Monday.
	borough.setClock('2026-11-14T11:00');
	const tom = await borough.signIn('tom.okafor');
	const said = await tom.post(`/api/v1/escalations/${calm}/events`, { action: 'risk', version: 1,
		fields: { risk: 'She is to go home tonight.', told: 'The duty team, at eleven.' } });
	assert.equal(said.status, 201, said.text);
	await at();
	assert.equal(overdue(calm), 1, 'at once');
	// However often a date is looked at, its reminder is one: the day began at another hour meanwhile.
	const rows = number('SELECT COUNT(*) FROM outbox');
	borough.sql("UPDATE open_duty SET remind_at = '2026-11-01 09:00:00' WHERE remind_at IS NULL");
	await at();
	assert.equal(number('SELECT COUNT(*) FROM outbox'), rows);
	await at('2026-11-16T09:00');
	assert.equal(overdue(calm), 1, 'once');
});

test('a server that refuses one person holds up nobody else, and the refusal becomes a task', async () => {
	borough.setClock('2026-11-16T10:00');
	priya = await borough.signIn('priya.nair');
	const mail = borough.sql("SELECT mail FROM person WHERE username = 'tom.okafor'")[0][0];
	answers(`permanent ${mail}\n`);
	const before = borough.mails().length;
	await raise({ concern_date: '2026-11-16' });
	await at();
	answers('');
	assert.ok(borough.mails().length > before, 'the others got theirs');
	assert.equal(number('SELECT COUNT(*) FROM undelivered WHERE settled_at IS NULL'), 1);
});

test('whoever oversees the policy is told of it, and says how its reader was told', async () => {
	await at();
	const beatrice = await borough.signIn('beatrice.long');
	assert.equal((await beatrice.me()).oversees, true);
	assert.equal((await priya.me()).oversees, false);
	assert.equal((await priya.get('/api/v1/undelivered')).status, 403);
	const [told] = (await beatrice.get('/api/v1/notices')).json.new.filter((one) => one.kind === 'undelivered');
	assert.equal(told.href, '/undelivered');
	assert.ok(to('beatrice.long').some((mail) => mail.headers.subject === 'Parley: a message did not arrive'));
	const [lost] = (await beatrice.get('/api/v1/undelivered')).json.items;
	assert.equal(lost.name, 'Tom Okafor');
	assert.match(lost.why, /550/);
	assert.equal((await beatrice.post(`/api/v1/undelivered/${lost.id}`, { how: ' ', again: false })).status, 422);
	// The address works again: it is sent once more, and is on the list no longer.
	const before = to('tom.okafor').length;
	assert.equal((await beatrice.post(`/api/v1/undelivered/${lost.id}`, { again: true })).status, 200);
	assert.equal((await beatrice.post(`/api/v1/undelivered/${lost.id}`, { again: true })).status, 409);
	await at();
	assert.equal(to('tom.okafor').length, before + 1);
	assert.deepEqual((await beatrice.get('/api/v1/undelivered')).json.items, []);
});

test('while nobody oversees the policy, an administrator is told of a message that did not arrive', async () => {
	const mail = borough.sql("SELECT mail FROM person WHERE username = 'tom.okafor'")[0][0];
	const rename = (from, to) => borough.sql(`UPDATE person_role SET role = '${to}' WHERE role = '${from}'`);
	rename('business-manager', 'nobody-has-it');
	answers(`permanent ${mail}\n`);
	await raise({ concern_date: '2026-11-16' });
	await at();
	answers('');
	rename('nobody-has-it', 'business-manager');
	await at();
	const alex = await borough.signIn('alex.turner');
	const [told] = (await alex.get('/api/v1/notices')).json.new.filter((one) => one.kind === 'undelivered');
	assert.equal(told?.href, '/undelivered');
	for (const one of (await alex.get('/api/v1/undelivered')).json.items) await alex.post(`/api/v1/undelivered/${one.id}`, { how: 'By telephone', again: false });
});

test('notices are read in Parley, by their person alone', async () => {
	const tom = await borough.signIn('tom.okafor');
	const { new: fresh } = (await tom.get('/api/v1/notices')).json;
	assert.equal((await tom.me()).notices, fresh.length);
	assert.ok(fresh.length > 3);
	assert.deepEqual(new Set(fresh.map((one) => one.id)).size, fresh.length);
	// Somebody else's notice cannot be marked by guessing its number.
	assert.equal((await priya.post('/api/v1/notices/read', { id: fresh[0].id })).status, 200);
	assert.equal((await tom.me()).notices, fresh.length);
	assert.equal((await tom.post('/api/v1/notices/read', { id: fresh[0].id })).json.notices, fresh.length - 1);
	const ofFirst = fresh.filter((one) => one.reference === first).length;
	assert.ok(ofFirst > 0);
	assert.equal((await tom.post('/api/v1/notices/read', { reference: first })).json.notices, fresh.length - 1 - ofFirst);
	assert.equal((await tom.post('/api/v1/notices/read', { until: fresh[0].id })).json.notices, 0);
	const after = (await tom.get('/api/v1/notices')).json;
	assert.deepEqual(after.new, []);
	assert.ok(after.read.length >= Math.min(20, fresh.length));
	for (const wrong of [{}, { id: '1', until: '2' }, { id: 1 }, { id: '1 OR 1' }, { reference: '' }]) {
		assert.equal((await tom.post('/api/v1/notices/read', wrong)).status, 422, JSON.stringify(wrong));
	}
});

test('a calendar feed shows dates to whoever has its link, until it is ended', async () => {
	const tom = await borough.signIn('tom.okafor');
	const { link } = (await tom.post('/api/v1/calendar')).json;
	const path1 = new URL(link).pathname;
	assert.match(path1, /^\/calendar-feed\/[\w-]{43}\.ics$/);
	assert.equal(number(`SELECT COUNT(*) FROM calendar_feed WHERE HEX(token_hash) = SHA2('${path1.slice(15, 58)}', 256)`), 1);
	const read = await borough.request('GET', path1);
	assert.equal(read.status, 200);
	assert.match(read.headers['content-type'], /^text\/calendar/);
	assert.equal((await borough.request('GET', path1, { headers: { 'If-None-Match': read.headers.etag } })).status, 304);
	// A reader that is not ours: Python's icalendar.
	const parsed = spawnSync('/usr/bin/python3', ['-c', `import icalendar, json, sys
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([[str(e['uid']), str(e['summary']), e['dtend'].dt.isoformat(), str(e['url'])] for e in calendar.walk('VEVENT')]))`],
	{ input: read.text, encoding: 'utf8' });
	assert.equal(parsed.status, 0, parsed.stderr);
	const entries = JSON.parse(parsed.stdout);
	const wanted = (await tom.get('/api/v1/worklist?view=needs-me')).json.items.filter((item) => item.due);
	assert.deepEqual(entries.map((entry) => [entry[1], Date.parse(entry[2])]),
		wanted.map((item) => [`Parley: ${item.reference} is due`, Date.parse(item.due.at)]));
	assert.doesNotMatch(read.text, /Zacharias|ward|Hospital|Priya|speak/);
	assert.doesNotMatch(borough.log('web-access') + borough.log('worker'), new RegExp(path1.slice(15, 58)));
	// A new link ends the old one; without any there is nothing.
	const second = new URL((await tom.post('/api/v1/calendar')).json.link).pathname;
	assert.equal((await borough.request('GET', path1)).status, 404);
	borough.sql("UPDATE person SET active = 0 WHERE username = 'tom.okafor'");
	assert.equal((await borough.request('GET', second)).status, 404, 'whoever has left');
	borough.sql("UPDATE person SET active = 1 WHERE username = 'tom.okafor'");
	assert.equal((await borough.request('GET', second)).status, 200);
	assert.equal((await tom.delete('/api/v1/calendar')).status, 204);
	assert.equal((await borough.request('GET', second)).status, 404);
	for (const wrong of ['/calendar-feed/x.ics', `/calendar-feed/${'A'.repeat(43)}.ics`, `/calendar-feed/${'A'.repeat(43)}`, '/calendar-feed/%00.ics']) {
		assert.ok([400, 404].includes((await borough.request('GET', wrong)).status), wrong);
	}
});

// What came with a mail for the reader's calendar, read by Python's own readers.
function invitations(name) {
	const read = spawnSync('/usr/bin/python3', ['-c', `import email.policy, glob, icalendar, json, sys
out = []
for path in sorted(glob.glob(sys.argv[1] + '/*.eml')):
    message = email.message_from_binary_file(open(path, 'rb'), policy=email.policy.default)
    part = message.get_body(('plain',)) and [p for p in message.walk() if p.get_content_type() == 'text/calendar']
    if not part or not message['X-Envelope-To'].startswith(sys.argv[2] + '@'): continue
    text = part[0].get_payload(decode=True)
    calendar = icalendar.Calendar.from_ical(text)
    event = calendar.walk('VEVENT')[0]
    out.append({'subject': message['Subject'], 'method': str(calendar['method']), 'header': part[0].get_param('method'),
        'uid': str(event['uid']), 'sequence': int(event['sequence']), 'start': event['dtstart'].dt.isoformat(),
        'end': event['dtend'].dt.isoformat(), 'status': str(event['status']), 'text': text.decode(), 'to': str(event['attendee'])})
print(json.dumps(out))`, path.join(borough.dir, 'mail'), name], { encoding: 'utf8' });
	assert.equal(read.status, 0, read.stderr);
	return JSON.parse(read.stdout);
}

test('a meeting goes into the calendars of those who are asked, changes there, and goes', async () => {
	borough.setClock('2026-11-16T10:30');
	priya = await borough.signIn('priya.nair');
	const reference = await raise({ concern_date: '2026-11-16' });
	const events = `/api/v1/escalations/${reference}/events`;
	const id = async (username) => borough.sql(`SELECT id FROM person WHERE username = '${username}'`)[0][0];
	const constable = await borough.signIn('shabnam.ali');
	assert.equal((await constable.get(`/api/v1/escalations/${reference}`)).status, 404);
	const plan = { day: '2026-11-18', start: '14:30', minutes: '90', place: 'Ward 5, about Zacharias', with: [await id('shabnam.ali'), await id('tom.okafor')], with_why: 'She was there.' };
	for (const [start, say] of [['25:00', /four digits/], ['2pm', /four digits/]]) {
		const answer = await priya.post(events, { action: 'plan', version: 1, fields: { ...plan, start } });
		assert.equal(answer.status, 422, answer.text);
		assert.match(answer.text, say);
	}
	assert.match((await priya.post(events, { action: 'plan', version: 1, fields: { ...plan, day: '2026-11-16', start: '09:00' } })).text, /has passed/);
	assert.equal((await priya.post(events, { action: 'plan', version: 1, fields: plan })).status, 201);
	// Whoever is asked can read it, and do nothing.
	assert.deepEqual((await constable.get(`/api/v1/escalations/${reference}`)).json.actions, []);
	await at();
	const [asked] = invitations('shabnam.ali');
	assert.deepEqual([asked.method, asked.header, asked.sequence, asked.status], ['REQUEST', 'REQUEST', 0, 'CONFIRMED']);
	assert.equal(Date.parse(asked.start), Date.parse('2026-11-18T14:30:00Z'));
	assert.equal(Date.parse(asked.end), Date.parse('2026-11-18T16:00:00Z'));
	assert.match(asked.to, /shabnam\.ali@/);
	assert.doesNotMatch(asked.text, /Zacharias|Ward/);
	assert.equal(invitations('priya.nair').length, 1, 'and whoever arranged it');
	const { link } = (await constable.post('/api/v1/calendar')).json;
	const feed = async () => (await borough.request('GET', new URL(link).pathname)).text;
	assert.match(await feed(), /DTSTART:20261118T143000Z/);

	const change = (await priya.get(`/api/v1/escalations/${reference}`)).json.meetings[0].actions.find((one) => one.kind === 'meeting-changed');
	const changed = await priya.post(events, { action: change.id, version: 2, fields: { reason: 'A nurse is ill.', day: '2026-11-19', start: '10:00', with: [await id('shabnam.ali')] } });
	assert.equal(changed.status, 201, changed.text);
	await at();
	const moved = invitations('shabnam.ali').at(-1);
	assert.deepEqual([moved.uid, moved.method, moved.sequence], [asked.uid, 'REQUEST', 1]);
	assert.equal(Date.parse(moved.start), Date.parse('2026-11-19T10:00:00Z'));
	const without = invitations('tom.okafor').at(-1);
	assert.deepEqual([without.uid, without.method, without.sequence], [asked.uid, 'CANCEL', 1], 'who is no longer asked');
	assert.match(await feed(), /DTSTART:20261119T100000Z/);

	const cancel = (await priya.get(`/api/v1/escalations/${reference}`)).json.meetings[0].actions.find((one) => one.kind === 'meeting-cancelled');
	assert.equal((await priya.post(events, { action: cancel.id, version: 3, fields: { reason: 'It is settled.' } })).status, 201);
	await at();
	const off = invitations('shabnam.ali').at(-1);
	assert.deepEqual([off.uid, off.method, off.sequence, off.status], [asked.uid, 'CANCEL', 2, 'CANCELLED']);
	assert.doesNotMatch(await feed(), /VEVENT/);
	assert.equal((await priya.post(events, { action: cancel.id, version: 4, fields: { reason: 'Again.' } })).status, 403);
	// The tables that calendars are made of can be made again from the events.
	assert.equal(borough.parley('audit', 'verify').status, 0);
});

test('a server that is away loses nothing, and a clock that was killed with a message in hand marks it', async () => {
	await at('2026-11-16T11:00');
	const before = borough.mails().length;
	borough.signal('mail', 'SIGSTOP'); // it takes the connection and never answers
	const reference = await raise({ concern_date: '2026-11-16' });
	const killed = clock();
	const inHand = await eventually(() => borough.sql(`SELECT p.mail FROM outbox o JOIN person p ON p.id = o.person_id
		WHERE o.sending = 1`)[0]);
	killed.kill('SIGKILL');
	await ended(killed);
	borough.signal('mail', 'SIGCONT');
	await at();
	await at('2026-11-16T11:20');
	const sent = borough.mails().slice(before);
	assert.equal(new Set(sent.map((mail) => `${mail.to[0]} ${mail.headers.subject}`)).size, sent.length, 'nothing twice');
	const mine = sent.filter((mail) => mail.to[0] === inHand[0] && mail.body.includes(reference));
	assert.equal(mine.length, 1);
	assert.match(mine[0].body, /You may have had this message already/);
	for (const mail of sent.filter((one) => one !== mine[0])) assert.doesNotMatch(mail.body, /already/);
	assert.ok(sent.some((mail) => mail.to[0].startsWith('tom.okafor@')));
});

test('a message whose answer was lost comes again, and says so', async () => {
	const mail = borough.sql("SELECT mail FROM person WHERE username = 'tom.okafor'")[0][0];
	answers(`lost ${mail}\n`);
	const before = to('tom.okafor').length;
	const reference = await raise({ concern_date: '2026-11-16' });
	await at();
	answers('');
	await at('2026-11-16T11:40');
	const mine = to('tom.okafor').slice(before).filter((mail) => mail.headers.subject.includes(reference));
	assert.equal(mine.length, 2, 'it had arrived');
	assert.doesNotMatch(mine[0].body, /already/);
	assert.match(mine[1].body, /You may have had this message already/);
	assert.equal(mine[0].headers['message-id'], mine[1].headers['message-id'], 'and a mail program can tell');
});

test('two clocks that run at once say everything once', async () => {
	borough.setClock('2026-11-17T10:00');
	priya = await borough.signIn('priya.nair');
	const references = [];
	for (let i = 0; i < 3; i++) references.push(await raise({ concern_date: '2026-11-17' }));
	await at();
	borough.setClock('2026-11-19T09:00');
	await Promise.all([1, 2, 3].map(() => ended(clock('--once')))); // and none waits for the others
	await at();
	for (const reference of references) {
		const reminders = number(`SELECT COUNT(*) FROM outbox o JOIN escalation e ON e.id = o.escalation_id
			JOIN person p ON p.id = o.person_id WHERE e.reference = '${reference}' AND o.kind = 'soon' AND p.username = 'tom.okafor'`);
		assert.equal(reminders, 1);
	}
	const said = to('tom.okafor').filter((mail) => references.every((reference) => mail.body.includes(reference)));
	assert.equal(said.length, 1, 'one digest with all three');
});

// All that was sent above, by the letter of RFC 5322, 2045, 2047 and 5545: whatever a strict reader would not take is told.
test('every message, and every entry for calendars in one, is taken by strict readers', () => {
	const read = spawnSync('/usr/bin/python3', ['-c', `import email, email.policy, glob, icalendar, json, sys
strict = email.policy.SMTP.clone(raise_on_defect=True)
names = sorted(glob.glob(sys.argv[1] + '/*.eml'))
entries = 0
for name in names:
    raw = open(name, 'rb').read()
    message = email.message_from_bytes(raw, policy=strict)
    assert raw.isascii() and max(map(len, raw.splitlines())) <= 78, name
    for part in message.walk():
        assert not part.defects and not any(value.defects for value in part.values()), (name, part.defects)
        if part.is_multipart(): continue
        text = part.get_content()
        if part.get_content_type() != 'text/calendar': continue
        entries += 1
        assert all(len(line) <= 75 for line in part.get_payload(decode=True).splitlines()), name
        calendar = icalendar.Calendar.from_ical(text)
        assert not [error for one in calendar.walk() for error in one.errors], name
    assert message['Date'].datetime.tzinfo and len(message['To'].addresses) == 1, name
    assert message['Message-ID'].startswith('<') and message['Auto-Submitted'] == 'auto-generated', name
print(json.dumps([len(names), entries]))`, path.join(borough.dir, 'mail')], { encoding: 'utf8' });
	assert.equal(read.status, 0, read.stderr);
	const [messages, entries] = JSON.parse(read.stdout);
	assert.equal(messages, borough.mails().length);
	assert.ok(messages > 20 && entries >= 6, read.stdout);
});
