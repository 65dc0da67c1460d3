// Settings as documents with versions: shown before they are saved, saved over what was seen, kept with who and why, undone.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { startSink } from '../borough/sink.mjs';

const root = '/api/v1/settings';
let borough;
let alex;
before(async () => {
	borough = await startBorough();
	alex = await borough.signIn('alex.turner');
});
after(() => borough.stop());

const read = async (name) => (await alex.get(`${root}/${name}`)).json;
const save = (name, version, value, why = 'Agreed', who = alex) =>
	who.put(`${root}/${name}`, { value, why }, { headers: { 'If-Match': `"${version}"` } });
const preview = async (name, value) => (await alex.post(`${root}/${name}/preview`, { value })).json;
const undo = (name, version, why = 'By mistake') => alex.post(`${root}/${name}/undo`, { version, why });
const section = (answer, id) => answer.sections.find((one) => one.id === id);
function file(name, value) {
	const at = path.join(borough.dir, name);
	writeFileSync(at, JSON.stringify(value));
	return at;
}

test('administrators alone, in every way', async () => {
	const priya = await borough.signIn('priya.nair');
	for (const ask of [
		(who) => who.get(root),
		(who) => who.get(`${root}/sessions`),
		(who) => save('sessions', 0, { idle_minutes: 5, absolute_hours: 5 }, 'x', who),
		(who) => who.post(`${root}/sessions/preview`, { value: {} }),
		(who) => who.post(`${root}/sessions/undo`, { version: 1, why: 'x' }),
	]) {
		assert.equal((await ask(priya)).json.code, 'not-administrator');
		assert.equal((await ask(borough.session())).status, 401);
	}
	assert.equal((await alex.put(`${root}/sessions`, { value: {}, why: 'x' }, { headers: { 'X-CSRF-Token': 'wrong', 'If-Match': '"0"' } })).status, 403);
	assert.equal((await alex.get(`${root}/constructor`)).status, 404);
});

test('what is wrong is said place by place, and nothing is saved', async () => {
	const given = { idle_minutes: 30, absolute_hours: 10 };
	assert.equal((await alex.put(`${root}/sessions`, { value: given, why: 'x' })).status, 428);
	for (const [value, pointer] of [
		[{ idle_minutes: 0, absolute_hours: 10 }, '/value/idle_minutes'],
		[{ idle_minutes: 'ten', absolute_hours: 10 }, '/value/idle_minutes'],
		[{ idle_minutes: 90, absolute_hours: 1 }, '/value/idle_minutes'],
		[{ idle_minutes: 30 }, '/value/absolute_hours'],
		[{ ...given, forever: true }, '/value/forever'],
		[[], '/value'],
		[null, '/value'],
	]) {
		const refused = await save('sessions', 0, value);
		assert.equal(refused.status, 422, refused.text);
		assert.ok(refused.json.errors.some((one) => one.pointer === pointer), refused.text);
		assert.equal((await alex.post(`${root}/sessions/preview`, { value })).status, 422);
	}
	const silent = await save('sessions', 0, { ...given, idle_minutes: 20 }, '  ');
	assert.equal(silent.json.errors[0].pointer, '/why');
	assert.equal((await save('sessions', 0, { ...given, idle_minutes: 20 }, 'x'.repeat(501))).status, 422);
	assert.equal((await save('sessions', 0, given)).json.code, 'unchanged');
	assert.deepEqual((await read('sessions')).history, []);
	assert.equal((await read('sessions')).version, 0);
});

test('saved over what was seen: somebody else in between is shown beside it; the same sent twice is saved once', async () => {
	const seen = await preview('sessions', { idle_minutes: 20, absolute_hours: 10 });
	assert.deepEqual(section(seen, 'changes').lines.map((line) => line.words), ['30 minutes becomes 20 minutes']);
	assert.equal((await read('sessions')).version, 0, 'a preview saves nothing');

	const saved = await save('sessions', 0, { idle_minutes: 20, absolute_hours: 10 }, 'Shared machines');
	assert.deepEqual(saved.json, { version: 1 });
	const again = await save('sessions', 0, { idle_minutes: 20, absolute_hours: 10 }, 'Shared machines');
	assert.deepEqual([again.status, again.json.version], [200, 1]);
	assert.equal((await read('sessions')).history.length, 1);

	const dev = await borough.signIn('dev.sharma');
	const late = await save('sessions', 0, { idle_minutes: 25, absolute_hours: 10 }, 'Mine', dev);
	assert.equal(late.status, 412, late.text);
	assert.deepEqual([late.json.theirs.version, late.json.theirs.who, late.json.theirs.why], [1, 'Alex Turner', 'Shared machines']);
	assert.deepEqual(late.json.compared.map(({ before, yours, theirs }) => [before, yours, theirs]), [['30 minutes', '25 minutes', '20 minutes']]);

	const both = await Promise.all([save('sessions', 1, { idle_minutes: 21, absolute_hours: 10 }), save('sessions', 1, { idle_minutes: 22, absolute_hours: 10 }, 'x', dev)]);
	assert.deepEqual(both.map((one) => one.status).sort(), [200, 412]);
	assert.equal((await read('sessions')).version, 2);
});

test('taken back, with a reason, by a version of its own: the newest, or all back to an earlier one', async () => {
	assert.equal((await undo('sessions', 1)).status, 412);
	assert.equal((await undo('sessions', 2, '')).json.errors[0].pointer, '/why');
	const back = await undo('sessions', 2, 'It was too short');
	assert.deepEqual(back.json, { version: 3 });
	const now = await read('sessions');
	assert.equal(now.value.idle_minutes, 20);
	assert.deepEqual([now.history[0].undoes, now.history[0].why, now.history[0].who], [2, 'It was too short', 'Alex Turner']);
	const third = (await alex.get(`${root}/sessions?version=3`)).json;
	assert.match(third.changed[0].words, /^2\d minutes becomes 20 minutes$/);
	assert.equal(third.previous.absolute_hours, 10);
	assert.equal((await alex.get(`${root}/sessions?version=9`)).status, 404);
	assert.equal((await alex.get(`${root}/sessions?version=1x`)).status, 404);
	const all = (await alex.get(root)).json;
	assert.deepEqual([all.history[0].what, all.history[0].detail], ['sessions', 'version 3, which takes back version 2']);
	// Further back: to what an earlier one said, and to what held before any.
	const further = (version, to) => alex.post(`${root}/sessions/undo`, { version, to, why: 'After all' });
	for (const to of [3, 9, -1, 'x']) assert.equal((await further(3, to)).json.errors[0].pointer, '/to');
	assert.equal((await further(2, 1)).status, 412);
	assert.equal((await further(3, 1)).json.code, 'unchanged', 'that is what holds');
	assert.deepEqual((await further(3, 0)).json, { version: 4 });
	assert.equal((await read('sessions')).value.idle_minutes, 30);
	assert.deepEqual((await further(4, 1)).json, { version: 5 });
	const [fifth, fourth] = (await read('sessions')).history;
	assert.deepEqual([fifth.undoes, fifth.restores, fourth.undoes, fourth.restores], [4, 1, 3, 0]);
	assert.deepEqual((await alex.get(root)).json.history.slice(0, 2).map((one) => one.detail),
		['version 5, which sets again what version 1 said', 'version 4, which takes back all before it']);
	assert.equal((await alex.get('/api/v1/policies')).json.history.every((one) => one.what.startsWith('policy-')), true);
});

test('session times hold for sessions that run, with the next request of every worker', async () => {
	const tom = await borough.signIn('tom.okafor');
	borough.sql("UPDATE session SET seen = seen - INTERVAL 6 MINUTE WHERE person_id = (SELECT id FROM person WHERE username = 'tom.okafor')");
	const coming = await preview('sessions', { idle_minutes: 5, absolute_hours: 10 });
	assert.equal(section(coming, 'ended').count, 1);
	await save('sessions', 5, { idle_minutes: 5, absolute_hours: 10 });
	assert.equal((await tom.get('/api/v1/me')).status, 401);
	await undo('sessions', 6);
	assert.equal((await tom.get('/api/v1/me')).status, 200, 'it was within the longer limit');
});

// --- role mapping ---

const midwives = { titles: ['Safeguarding Midwife'], match: 'exact', sector: 'health', agency: null, department: null, group: null,
	roles: ['line-manager'], why: 'Agreed by the board' };
const stored = (username) => borough.sql(`SELECT roles FROM person WHERE username = '${username}'`)[0][0];

test('a new post: who gains a role is shown, then holds in running sessions, and is taken back', async () => {
	const grace = await borough.signIn('grace.obuya');
	assert.equal((await grace.get('/api/v1/me')).json.unmapped, true);
	assert.equal((await grace.get('/api/v1/people?q=ab')).status, 403);
	const now = await read('mapping');
	assert.deepEqual(now.offer.unmapped_titles.find((one) => one.title === 'Safeguarding Midwife'), { title: 'Safeguarding Midwife', sector: 'health', people: 3 });
	assert.ok(now.offer.unmapped.some((one) => one.name === 'Ingrid Solheim'));
	assert.ok(now.offer.roles.some((one) => one.id === 'line-manager'));
	assert.equal(now.offer.decides.length, now.value.rules.length);

	const value = { rules: [midwives, ...now.value.rules] };
	const coming = await preview('mapping', value);
	assert.equal(section(coming, 'changes').count, 1);
	assert.equal(section(coming, 'gain').count, 3);
	assert.match(section(coming, 'gain').lines[0].label, /^Grace Obuya, Safeguarding Midwife, St Bride's Hospital$/);
	assert.equal(section(coming, 'lose').count + section(coming, 'change').count, 0);
	assert.ok(!section(coming, 'unmapped').lines.some((line) => line.label.startsWith('Safeguarding Midwife')));
	assert.equal(stored('grace.obuya'), '', 'a preview changes nobody');

	const saved = await save('mapping', now.version, value, 'A new post');
	assert.equal(saved.status, 200, saved.text);
	const me = (await grace.get('/api/v1/me')).json;
	assert.deepEqual([me.unmapped, me.roles.map((role) => role.id)], [false, ['line-manager']]);
	assert.equal(borough.sql("SELECT COUNT(*) FROM person_role r JOIN person p ON p.id = r.person_id WHERE p.title = 'Safeguarding Midwife'")[0][0], '6');
	assert.equal((await grace.get('/api/v1/people?q=ab')).status, 200);
	assert.match(borough.mustParley('directory', 'refresh'), /0 have left/);
	assert.equal(stored('hazel.winterbourne'), 'line-manager', 'a refresh comes to the same');

	await undo('mapping', saved.json.version);
	assert.equal((await grace.get('/api/v1/me')).json.unmapped, true);
	assert.equal(stored('hazel.winterbourne'), '');
	assert.deepEqual((await read('mapping')).value, now.value);
});

test('rules that do nothing, hide each other or disagree are said; the order counts', async () => {
	const { value: { rules }, version } = await read('mapping');
	const nurses = { ...midwives, titles: ['*nurse*'], match: 'pattern', sector: null, roles: ['practitioner'] };
	const coming = await preview('mapping', { rules: [nurses, ...rules, midwives, { ...midwives, roles: [] }, { ...midwives, titles: ['Wizard'] }] });
	const said = (id) => section(coming, id).lines.map((line) => `${line.label}: ${line.words}`).join('\n');
	assert.match(said('hidden'), /Named Nurse.*: hidden by rule 1$/m);
	assert.match(said('hidden'), /‘Safeguarding Midwife’ in Health: hidden by rule \d+$/m);
	assert.match(said('never'), /‘Wizard’/);
	assert.match(said('disputes'), /Margaret O'Brien, Named Nurse, .*: rule 1 gives .*, rule \d+ would give/);
	assert.ok(section(coming, 'change').count > 0);
	assert.equal((await read('mapping')).version, version);

	const moved = await preview('mapping', { rules: [...rules.slice(1), rules[0]] });
	assert.match(section(moved, 'changes').lines[0].words, /^was rule 1, is tried as rule \d+$/);
	const gone = await preview('mapping', { rules: [] });
	assert.ok(section(gone, 'lose').count > 60);
	assert.equal(section(gone, 'changes').count, rules.length);
	assert.equal(section(gone, 'changes').lines.length, Math.min(rules.length, 100));
});

test('a rule that cannot be is refused with its place', async () => {
	const { version } = await read('mapping');
	for (const [rule, place] of [
		[{ ...midwives, roles: ['wizard'] }, 'roles'],
		[{ ...midwives, roles: ['line manager'] }, 'roles'],
		[{ ...midwives, agency: 'nowhere' }, 'agency'],
		[{ ...midwives, group: 'midwives' }, 'group'],
		[{ ...midwives, match: 'regexp' }, 'match'],
		[{ ...midwives, titles: 'x' }, 'titles'],
		[{ ...midwives, titles: [], sector: null }, 'titles'],
		[{ ...midwives, titles: ['a\u0000b'] }, null],
		[{ ...midwives, colour: 'red' }, 'colour'],
	]) {
		const refused = await save('mapping', version, { rules: [midwives, rule] });
		assert.ok(refused.status === 422 || place === null, refused.text);
		if (place) assert.ok(refused.json.errors.some((one) => one.pointer === `/value/rules/1/${place}`), refused.text);
	}
	assert.equal((await read('mapping')).version, version);
});

test('by agency, department and group, as the directory has them', async () => {
	const { value: { rules }, version } = await read('mapping');
	const only = (condition) => ({ titles: [], match: 'exact', sector: null, agency: null, department: null, group: null, roles: ['practitioner'], why: null, ...condition });
	const gained = async (condition) => {
		const lines = section(await preview('mapping', { rules: [...rules, only(condition)] }), 'gain').lines;
		return lines.map((line) => line.label.split(',')[0]).sort();
	};
	assert.deepEqual(await gained({ titles: ['Safeguarding *'], match: 'pattern', agency: 'st-brides-hospital' }), ['Grace Obuya', 'Hazel Winterbourne', 'Ingrid Solheim']);
	assert.ok((await gained({ group: 'CN=digital-services, ou=groups,dc=marlowe,dc=test' })).includes('Dev Sharma'));
	assert.equal((await read('mapping')).version, version);
});

test('two changes of rules at once: one of them is asked to look again', async () => {
	const { value: { rules }, version } = await read('mapping');
	const both = await Promise.all(['One', 'Two'].map((title) => save('mapping', version, { rules: [...rules, { ...midwives, titles: [title] }] }, title)));
	assert.deepEqual(both.map((one) => one.status).sort(), [200, 412]);
	const lost = both.find((one) => one.status === 412).json;
	assert.deepEqual(lost.compared.map((line) => [line.yours === null, line.theirs === null]).sort(), [[false, true], [true, false]]);
	await undo('mapping', version + 1);
});

test('roles by hand: beside those by rules, marked, from a day until a day, ending by themselves', async () => {
	const [[key]] = borough.sql("SELECT directory_key FROM person WHERE username = 'hazel.winterbourne'");
	const grant = { directory: 'council', key, role: 'chair', from: null, until: '2028-03-01', why: 'Sits in for the Chair' };
	borough.setClock('2028-01-10T10:00');
	alex = await borough.signIn('alex.turner');
	for (const [bad, place] of [[{ key: 'nobody' }, 'key'], [{ role: 'wizard' }, 'role'], [{ until: '2040-01-01' }, 'until'],
		[{ until: 'soon' }, 'until'], [{ until: null }, 'until'], [{ from: '2028-04-01' }, 'until'], [{ why: '' }, 'why']]) {
		const refused = await save('grants', 0, { grants: [{ ...grant, ...bad }] });
		assert.equal(refused.json.errors[0].pointer, `/value/grants/0/${place}`, refused.text);
	}
	const coming = await preview('grants', { grants: [grant] });
	assert.match(section(coming, 'gain').lines[0].label, /^Hazel Winterbourne/);
	assert.match(section(coming, 'changes').lines[0].words, /^until Wednesday 1 March 2028/);
	assert.equal((await save('grants', 0, { grants: [grant, { ...grant, role: 'vice-chair', from: '2028-02-01' }] })).status, 200);
	const hazel = await borough.signIn('hazel.winterbourne');
	const held = async () => (await hazel.get('/api/v1/me')).json.roles.map((role) => [role.id, role.granted_until]);
	assert.deepEqual(await held(), [['chair', 'Wednesday 1 March 2028']]);
	assert.match(borough.mustParley('directory', 'refresh'), /0 have left/);
	assert.deepEqual((await held()).length, 1, 'a refresh comes to the same');
	const found = (await alex.get('/api/v1/people/roles?q=hazel')).json.people[0];
	assert.deepEqual([found.rule, found.roles[0].granted_until, found.key], [null, 'Wednesday 1 March 2028', key]);
	const matron = (await alex.get('/api/v1/people/roles?q=okafor')).json.people[0];
	assert.deepEqual(matron.rule.matched[0], { label: 'Job title', words: 'Staff Nurse' });
	assert.match(matron.read, /2026|20\d\d/);

	borough.setClock('2028-02-10T10:00');
	await eventually(async () => (await held()).length === 2);
	alex = await borough.signIn('alex.turner');
	assert.ok((await alex.get(root)).json.settings.find((one) => one.name === 'grants').attention.some((line) => /ends on Wednesday 1 March/.test(line.words)));
	borough.setClock('2028-03-01T23:00');
	assert.equal((await held()).length, 2, 'the last day is a whole one');
	borough.setClock('2028-03-02T00:10');
	await eventually(async () => (await held()).length === 0, { seconds: 40 });
	assert.equal((await hazel.get('/api/v1/me')).json.unmapped, true);
	assert.equal((await (await borough.signIn('priya.nair')).get('/api/v1/people/roles?q=hazel')).status, 403);
	borough.mustParley('clock', '--reset');
	alex = await borough.signIn('alex.turner');
});

test('the words of messages: only the reference and the link can be filled in', async () => {
	const mine = { kind: 'turn', subject: 'Marlowe: {reference} waits for you', text: 'Please look at {link} ({reference}).\nThank you.' };
	for (const [bad, place] of [[{ subject: '{issue}' }, 'subject'], [{ subject: 'x {link}' }, 'subject'], [{ text: 'x {name}' }, 'text'],
		[{ text: 'a } b' }, 'text'], [{ text: '{reference' }, 'text'], [{ subject: 'a\nBcc: x@y' }, 'subject'], [{ subject: '' }, 'subject'],
		[{ kind: 'wizard' }, 'kind'], [{ kind: 'absence' }, 'subject'], [{ text: 'x'.repeat(601) }, 'text']]) {
		const refused = await save('wording', 0, { messages: [{ ...mine, ...bad }] });
		assert.ok(refused.json.errors?.some((one) => one.pointer === `/value/messages/0/${place}`), refused.text);
	}
	assert.equal((await save('wording', 0, { messages: [mine, mine] })).status, 422);
	const coming = await preview('wording', { messages: [mine] });
	assert.equal(section(coming, 'changes').count, 2);
	assert.match(section(coming, 'changes').lines[0].words, /^‘Parley: \{reference\} needs you’ becomes ‘Marlowe/);
	assert.equal((await save('wording', 0, { messages: [mine] })).status, 200);

	const priya = await borough.signIn('priya.nair');
	borough.setClock('2027-12-21T10:00');
	const raised = await priya.post('/api/v1/escalations', { fields: {
		immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-20',
		subject_kind: 'child', reference_kind: 'nhs', nhs_number: '999 000 0018', plan: 'no', looked_after: 'no',
		receiving_agency: 'st-brides-hospital', issue: 'The ward plans to send the child home.', risk: 'Nobody has seen the home.',
		nature: 'Whether it is safe.', aim: 'The child stays.', evidence: 'Two attendances.',
	} });
	assert.equal(raised.status, 201, raised.text);
	const { reference } = raised.json;
	const mail = await eventually(() => borough.mails().find((one) => one.headers.subject === `Marlowe: ${reference} waits for you`));
	assert.ok(mail.body.replace(/=\r?\n/g, '').includes(`Please look at ${borough.origin}/escalations/${reference} (${reference}).`), mail.body);
	assert.equal(mail.body.replace(/=\r?\n/g, '').split(`/escalations/${reference}`).length, 2, 'the link stands there once');
	await undo('wording', 1);
	borough.mustParley('clock', '--reset');
	alex = await borough.signIn('alex.turner');
});

test('the mail server: tried by a message to oneself before it is saved; the password goes to no other server', async () => {
	const { value: server } = await read('mail');
	const attempt = (change) => alex.post(`${root}/mail/test`, { value: { ...server, ...change } });
	assert.match((await attempt({})).json.to, /^alex\.turner@/);
	await eventually(() => borough.mails().find((one) => one.headers.subject === 'Parley: a message to try the mail server'));
	const away = await attempt({ server: 'smtp://127.0.0.1:9' });
	assert.deepEqual([away.status, away.json.code], [422, 'mail-not-sent']);
	for (const [change, place] of [[{ server: 'http://x' }, 'server'], [{ server: 'smtp://a b' }, 'server'], [{ from: null }, 'from'],
		[{ from: 'nobody' }, 'server'], [{ server: 'smtp://mail.example.org', starttls: false }, 'server'], [{ account: true }, 'account'], [{ seconds: 0 }, 'seconds']]) {
		const refused = await save('mail', 0, { ...server, ...change });
		assert.ok(refused.json.errors?.some((one) => one.pointer === `/value/${place}`), JSON.stringify(change) + refused.text);
	}
	for (let i = 0; i < 8; i += 1) await attempt({ server: 'smtp://127.0.0.1:9' });
	assert.equal((await attempt({})).status, 429);
	const own = { ...server, account: false, user: 'parley', secret: 'file', secret_name: 'mail-relay' };
	for (const [change, member] of [[{ secret_name: 'mail-none' }, 'secret_name'], [{ secret_name: 'reader' }, 'secret_name'], [{ secret_name: '../mail-relay' }, 'secret_name'],
		[{ secret: 'credential' }, 'secret_name'], [{ secret: null }, 'secret'], [{ account: true }, 'user']]) {
		const refused = await alex.post(`${root}/mail/preview`, { value: { ...own, ...change } });
		assert.equal(refused.json.errors?.[0].pointer, `/value/${member}`, `${JSON.stringify(change)}: ${refused.text}`);
	}
	writeFileSync(path.join(borough.dir, 'secrets/directories/mail-relay'), 'a secret of the relay\n', { mode: 0o600 });
	const shown = await alex.post(`${root}/mail/preview`, { value: own });
	assert.match(shown.text, /parley, with the password in the file mail-relay/);
	assert.doesNotMatch(shown.text, /a secret of/);
	assert.equal((await save('mail', 0, { ...server, from: 'escalations@partnership.marlowe.test' })).status, 200);
	assert.match(borough.mustParley('doctor'), /ok +mail +smtp:/);
	await undo('mail', 1);
});

test('a mail server that asks for an account: the right password, the wrong one, and without a safe connection', async () => {
	const { value: server, version } = await read('mail');
	const key = path.join(borough.dir, 'secrets/directories/mail-relay');
	const account = ['--account', 'parley:right for the relay'], tls = ['--certificate', `${borough.dir}/tls/server.pem`, '--key', `${borough.dir}/tls/server.key`];
	const [relay, open] = [await startSink(borough.dir, [...tls, ...account]), await startSink(borough.dir, account)];
	try {
		const own = { ...server, server: `smtp://127.0.0.1:${relay.port}`, starttls: true, user: 'parley', secret: 'file', secret_name: 'mail-relay' };
		const helper = await borough.signIn('alex.turner');
		borough.sql("DELETE FROM throttle"); // the test before has used up its tries
		const attempt = (change) => helper.post(`${root}/mail/test`, { value: { ...own, ...change } });
		writeFileSync(key, 'wrong\n', { mode: 0o600 });
		assert.match((await attempt({})).json.detail, /^It was not sent: The mail server does not accept Parley's account\./);
		writeFileSync(key, 'right for the relay\n', { mode: 0o600 });
		assert.match((await attempt({})).json.to, /^alex\.turner@/);
		assert.equal(relay.count(), 1);
		// The account is shown over TLS alone: where there is none, the server sees no password and takes no mail.
		assert.match((await attempt({ server: `smtp://127.0.0.1:${open.port}` })).json.detail, /^It was not sent: The mail server offers no safe connection\./);
		assert.equal((await attempt({ server: `smtp://127.0.0.1:${open.port}`, starttls: false })).json.code, 'mail-not-sent');
		assert.equal(open.count(), 0);

		// parley-clock goes by it too: with a wrong password nothing is lost, with the right one it goes out.
		assert.equal((await save('mail', version, own)).status, 200);
		writeFileSync(key, 'wrong\n', { mode: 0o600 });
		borough.sql(`INSERT INTO outbox (escalation_id, once, person_id, kind, created, next_try)
			SELECT 0, UNHEX(REPEAT('7', 32)), id, 'retention-waits', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM person WHERE username = 'alex.turner'`);
		const message = () => borough.sql("SELECT state, COALESCE(error, '') FROM outbox WHERE once = UNHEX(REPEAT('7', 32))")[0];
		await eventually(() => /account/.test(message()[1]));
		assert.deepEqual([message()[0], relay.count()], ['1', 1], 'it waits');
		writeFileSync(key, 'right for the relay\n', { mode: 0o600 });
		await eventually(() => {
			borough.sql("UPDATE outbox SET next_try = '2000-01-01' WHERE state = 1");
			return message()[0] === '3';
		});
		assert.equal(relay.count(), 2);
		assert.doesNotMatch(borough.log('clock') + borough.log('worker'), /right for the relay/);
		await undo('mail', version + 1);
	} finally {
		await Promise.all([relay.stop(), open.stop()]);
	}
});

test('the command line goes the same way', async () => {
	assert.match(borough.mustParley('settings', 'list'), /^sessions +Session times +version 7/m);
	const exported = JSON.parse(borough.mustParley('settings', 'show', 'sessions', '--json'));
	assert.deepEqual(exported, { idle_minutes: 20, absolute_hours: 10 });
	const next = file('sessions.json', { ...exported, absolute_hours: 8 });
	assert.match(borough.mustParley('settings', 'set', 'sessions', next, '--preview'), /10 hours becomes 8 hours\nnothing was changed/);
	assert.match(borough.mustParley('settings', 'set', 'sessions', next, '--why', 'Nights'), /saved as version 8/);
	assert.match(borough.mustParley('settings', 'show', 'sessions'), /8 hours/);
	assert.match(borough.mustParley('settings', 'show', 'sessions', '--version', '7'), /10 hours/);
	assert.match(borough.mustParley('settings', 'history', 'sessions'), /^version 8, .*, at the command line: Nights$/m);
	assert.equal(JSON.parse(borough.mustParley('settings', 'history', 'sessions', '--json')).length, 8);
	assert.match(borough.mustParley('settings', 'undo', 'sessions', '--why', 'No'), /version 9 takes back version 8/);
	assert.match(borough.mustParley('settings', 'undo', 'sessions', '--to', '8', '--why', 'Yes'), /version 10 sets again what version 8 said/);
	for (const to of ['10', '-1', 'x', '']) assert.equal(borough.parley('settings', 'undo', 'sessions', '--to', to).status, 1);
	assert.match(borough.mustParley('settings', 'undo', 'sessions', '--to', '7'), /version 11 sets again what version 7 said/);
	const bad = borough.parley('settings', 'set', 'sessions', file('bad.json', { idle_minutes: -1 }));
	assert.equal(bad.status, 1);
	assert.match(bad.stderr, /\/idle_minutes: /);
	assert.equal(borough.parley('settings', 'show', 'nothing').status, 1);
	assert.equal(borough.parley('settings', 'set', 'sessions', '/nowhere').status, 1);
});

test('the borough\'s hours count where the policy states none, and each date says so', async () => {
	const priya = await borough.signIn('priya.nair');
	const spoken = async () => (await priya.get('/api/v1/policy/timetable?raised=2027-12-23T16:30')).json.stages[0].duties
		.find((one) => one.duty === 'speak');
	assert.equal((await spoken()).due.at, '2027-12-30T17:00:00+00:00');
	for (const value of [{ start_of_day: '9', end_of_day: '17:00', cut_off: 'none' }, { start_of_day: '17:00', end_of_day: '09:00', cut_off: 'none' },
		{ start_of_day: '09:00', end_of_day: '17:00', cut_off: '18:00' }])
		assert.equal((await save('hours', 0, value)).status, 422);
	const hours = { start_of_day: '08:30', end_of_day: '16:45', cut_off: '16:00' };
	assert.equal(section(await preview('hours', hours), 'editions').count, 5);
	assert.equal((await save('hours', 0, hours)).json.version, 1);
	const after = await spoken();
	assert.equal(after.due.at, '2027-12-31T16:45:00+00:00');
	assert.match(after.explanation.sentence, /after the borough's cut-off at 4pm.*In this borough the working day ends at 4:45pm; the policy does not say\./);
	assert.equal((await undo('hours', 1)).json.version, 2);
	assert.equal((await spoken()).due.at, '2027-12-30T17:00:00+00:00');
});

// --- agencies ---

const concern = {
	immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2026-01-05', subject_kind: 'child',
	reference_kind: 'case-name', case_name: 'Zacharias', plan: 'no', looked_after: 'no', receiving_agency: 'little-herons',
	issue: 'An issue.', risk: 'A risk.', nature: 'A difference.', aim: 'An aim.', evidence: 'Evidence.',
};
const raise = (who, fields = {}) => who.post('/api/v1/escalations', { fields: { ...concern, ...fields } });
const lines = (answer, id) => section(answer, id).lines.map((line) => `${line.label}: ${line.words}`);
const withAgency = (value, id, change) => ({ agencies: value.agencies.map((one) => (one.id === id ? { ...one, ...change } : one)) });

test('agencies: renamed and moved to another sector; what runs and what was written keeps what it was called', async () => {
	const priya = await borough.signIn('priya.nair');
	const mei = await borough.signIn('mei.lin');
	const raised = await raise(priya);
	assert.equal(raised.status, 201, raised.text);
	const now = await read('agencies');
	assert.ok(now.offer.sectors.some((one) => one.id === 'health' && one.name === 'Health'));
	assert.deepEqual(now.offer.uses.find((one) => one.id === 'little-herons'), { id: 'little-herons', people: 4, running: 1 });

	const value = withAgency(now.value, 'little-herons', { name: 'Herons & Sons', sector: 'education' });
	const coming = await preview('agencies', value);
	assert.deepEqual(lines(coming, 'moved'), ['Herons & Sons: 1 running escalation, 4 people']);
	assert.equal(section(coming, 'lose').count, 3);
	assert.match(lines(coming, 'vacant').join(), /Practitioner, Little Herons Nursery: 1 escalation/);
	assert.equal((await save('agencies', now.version, value)).status, 200);
	assert.equal((await mei.get('/api/v1/me')).json.unmapped, true, 'in a running session');
	assert.match(borough.mustParley('directory', 'refresh'), /0 have left/);
	assert.equal(stored('mei.lin'), '', 'a refresh comes to the same');
	// Whoever is asked for from now on is asked for at the agency as it is called now; the clock may have come to that already.
	const { sides } = (await priya.get(`/api/v1/escalations/${raised.json.reference}`)).json;
	assert.deepEqual(sides.map((side) => side.agency.name), ["Marlowe Children's Social Care", 'Little Herons Nursery']);
	assert.equal((await priya.get('/api/v1/people?q=sons')).json.people.length, 4, 'found by the new name');
	assert.equal((await priya.get('/api/v1/people?q=nursery+little')).json.people.length, 0);
	await undo('agencies', now.version + 1);
	assert.deepEqual((await read('agencies')).value, now.value);
	assert.equal((await mei.get('/api/v1/me')).json.unmapped, false);
});

test('agencies: ended from a day on, never taken away while anything names them; added, and taken back', async () => {
	const priya = await borough.signIn('priya.nair');
	const mei = await borough.signIn('mei.lin');
	const { value, version } = await read('agencies');
	const offered = async () => (await priya.get('/api/v1/raise')).json.agencies.some((one) => one.id === 'little-herons');
	const ends = (day) => withAgency(value, 'little-herons', { ended_from: day });
	assert.deepEqual(lines(await preview('agencies', ends('2099-01-01')), 'ending'), ['Little Herons Nursery: 1 running escalation, 4 people']);
	assert.equal((await save('agencies', version, ends('2099-01-01'))).status, 200);
	assert.ok(await offered(), 'not yet');
	const late = await save('agencies', version, ends('2098-01-01'));
	assert.deepEqual([late.status, late.json.compared.map((line) => line.label)], [412, ['little-herons']]);
	assert.equal((await save('agencies', version + 1, ends('2026-01-01'))).status, 200);
	assert.ok(!await offered());
	assert.match((await raise(priya)).text, /fields\/receiving_agency.*This agency has ended/);
	assert.equal((await raise(mei, { receiving_agency: 'marlowe-csc' })).json.code, 'agency-ended');
	assert.equal((await mei.get('/api/v1/worklist?view=needs-me')).status, 200, 'what runs stays theirs');
	assert.match(JSON.stringify((await alex.get(root)).json.settings.find((one) => one.name === 'agencies').attention), /it has ended, and still has 1 running escalation, 4 people/);
	// Its name in the directory may go over to another one, to which its people belong with the next refresh.
	const heir = { id: 'herons-trust', name: 'Herons Trust', sector: 'early-years', directory_name: 'Little Herons Nursery', ended_from: null };
	assert.equal((await save('agencies', version + 2, { agencies: [...ends('2026-01-01').agencies, heir] })).status, 200);
	borough.mustParley('directory', 'refresh');
	assert.equal(borough.sql("SELECT COUNT(*) FROM person WHERE agency_id = 'herons-trust'")[0][0], '4');
	assert.match((await undo('agencies', version + 3)).text, /Herons Trust \(herons-trust\) must stay in the list/);
	assert.equal((await save('agencies', version + 3, { agencies: [...value.agencies, { ...heir, directory_name: null }] })).status, 200);
	borough.mustParley('directory', 'refresh');
	const other = { ...heir, id: 'another', name: 'Another' };
	assert.match((await save('agencies', version + 4, { agencies: [...value.agencies, { ...heir, directory_name: null }, other] })).text, /agencies\/14\/directory_name/);
	assert.equal((await save('agencies', version + 4, { agencies: [...value.agencies, { ...heir, directory_name: null }, { ...other, directory_name: null }] })).status, 200);
	assert.equal((await undo('agencies', version + 5)).status, 200, 'nothing names it yet');
	assert.equal(borough.sql("SELECT COUNT(*) FROM agency WHERE id = 'another'")[0][0], '0');
});

test('agencies: what cannot be is refused where it stands, by the page\'s way and the command\'s', async () => {
	const { value, version } = await read('agencies');
	const added = { id: 'x-trust', name: 'X Trust', sector: 'health', directory_name: null, ended_from: null };
	for (const [wrong, pointer] of [[{ sector: 'magic' }, 'sector'], [{ sector: null }, 'sector'], [{ id: 'X Trust' }, 'id'], [{ id: 'marlowe-csc' }, 'id'], [{ name: '' }, 'name'],
		[{ name: 'ST BRIDE\'S  hospital' }, 'name'], [{ ended_from: '2026-02-30' }, 'ended_from'], [{ colour: 'red' }, 'colour'], [{ directory_name: 'Marlowe Police' }, 'directory_name']]) {
		const refused = await save('agencies', version, { agencies: [...value.agencies, { ...added, ...wrong }] });
		assert.equal(refused.status, 422, JSON.stringify(wrong));
		assert.deepEqual(refused.json.errors.map((one) => one.pointer), [`/value/agencies/${value.agencies.length}/${pointer}`]);
	}
	const [first] = value.agencies;
	const renamed = await save('agencies', version, withAgency(value, first.id, { name: 'Marlowe Police', directory_name: 'Marlowe Police' }));
	assert.deepEqual(renamed.json.errors.map((one) => one.pointer), ['/value/agencies/0/name', '/value/agencies/0/directory_name'], 'behind it too');
	const gone = await save('agencies', version, { agencies: value.agencies.slice(1) });
	assert.match(gone.text, /must stay in the list.*End it from a day on instead/);
	assert.equal(gone.json.errors[0].pointer, '/value/agencies');
	const none = await save('agencies', version, { agencies: [] });
	assert.equal(none.json.errors.length, 1, none.text);
	assert.match(none.json.errors[0].reason, / and \d+ more must stay in the list: .* name them\. End each from a day on instead\.$/);
	// The import goes through the same door.
	assert.match(borough.mustParley('agency', 'import', file('agencies.json', [{ id: 'x-trust', name: 'X Trust', sector: 'health' }]), '--why', 'New'), /^\d+ agencies$/m);
	assert.equal((await read('agencies')).history[0].why, 'New');
	assert.match(borough.mustParley('agency', 'import', file('agencies.json', [{ id: 'x-trust', name: 'X Trust', sector: 'health' }])), /as they were/);
	assert.match(borough.parley('agency', 'import', file('agencies.json', [{ id: 'y', name: 'Y', sector: 'magic' }])).stderr, /sector: The policy in force has no such sector/);
	assert.match(borough.mustParley('settings', 'undo', 'agencies'), /takes back/);
	const many = { agencies: [...value.agencies, ...Array.from({ length: 150 }, (_, i) => ({ id: `gp-${i}`, name: `Surgery ${i}`, sector: 'health', directory_name: `Surgery ${i}`, ended_from: null }))] };
	assert.equal((await save('agencies', version + 2, many)).status, 200);
	assert.equal((await undo('agencies', version + 3)).status, 200);
});

test('contacts: whom the emergency route names, as they are here; what cannot be is refused where it stands', async () => {
	const priya = await borough.signIn('priya.nair');
	const route = async () => (await priya.get('/api/v1/raise')).json.emergency[0].contacts;
	assert.deepEqual(await route(), [{ name: 'Emergency services', telephone: '999', email: null, text: null, hours: null }]);
	const services = { policy: 'redbridge-rscp', contact: 'Emergency services', name: 'Marlowe control room', telephone: '+44 (0)20 7946 0999 ext 12', email: null, hours: 'Always' };
	const { offer } = await read('contacts');
	assert.ok(offer.policies[0].in_force && offer.policies[0].id === 'redbridge-rscp');
	assert.ok(offer.places.some((place) => place.policy === 'nel-scp-sab' && place.kind === 'mailbox' && place.contact === 'csrs@nelincs.gov.uk'));
	const missing = (place) => place.policy === 'brent-lscb' && place.contact === 'head-of-safeguarding' && place.missing;
	assert.ok(offer.places.some(missing), 'nobody holds a role of Brent here');
	assert.deepEqual(lines(await preview('contacts', { contacts: [services] }), 'rung'), ['Emergency services, redbridge-rscp: 999 becomes +44 (0)20 7946 0999 ext 12']);
	for (const [wrong, pointer] of [[{ telephone: 'ask Bob' }, 'telephone'], [{ telephone: '12' }, 'telephone'], [{ email: 'nobody' }, 'email'], [{ email: 'a@b.c\r\nBcc: x@y.z' }, 'email'],
		[{ contact: 'The Wizard' }, 'contact'], [{ policy: 'none' }, 'contact'], [{ hours: 'x'.repeat(300) }, 'hours'], [{ name: null, telephone: null, hours: null }, 'telephone'], [{ colour: 'red' }, 'colour']]) {
		const refused = await save('contacts', 0, { contacts: [{ ...services, ...wrong }] });
		assert.equal(refused.status, 422, JSON.stringify(wrong));
		assert.equal(refused.json.errors[0].pointer, `/value/contacts/0/${pointer}`);
	}
	assert.equal((await save('contacts', 0, { contacts: [services, services] })).json.errors[0].pointer, '/value/contacts/1/contact');
	assert.equal((await save('contacts', 0, { contacts: [services] }, 'x', priya)).status, 403);
	assert.equal((await save('contacts', 0, { contacts: [services] })).status, 200);
	assert.deepEqual(await route(), [{ name: services.name, telephone: services.telephone, email: null, text: null, hours: 'Always' }]);
	assert.ok((await priya.get('/api/v1/policy')).text.includes('Marlowe control room +44'), 'beside what the text has');
	assert.match(borough.mustParley('settings', 'show', 'contacts'), /Emergency services, redbridge-rscp: Marlowe control room; telephone \+44/);
	assert.equal((await undo('contacts', 1)).status, 200);
	assert.equal((await route())[0].telephone, '999');
});

test('what was saved cannot be changed or taken away, and what cannot be read does not shut people out', async () => {
	assert.match(borough.sql("SHOW GRANTS FOR 'parley_worker'@'localhost'").flat().join('\n'), /GRANT SELECT, INSERT ON `parley`\.`setting` /);
	borough.sql(`INSERT INTO setting (name, version, value, at, person_id) VALUES ('sessions', 12, '{"from_the_future": 1}', NOW(), 0); UPDATE instance SET generation = generation + 1`);
	assert.equal((await alex.get('/api/v1/me')).status, 200);
	assert.match(borough.log('worker'), /setting-unreadable name=sessions version=12/);
	const listed = (await alex.get(root)).json.settings.find((one) => one.name === 'sessions');
	assert.match(listed.attention[0].label, /cannot be read/);
	assert.deepEqual([(await read('sessions')).version, (await read('sessions')).value], [12, { idle_minutes: 30, absolute_hours: 10 }]);
	assert.equal((await save('sessions', 12, { idle_minutes: 30, absolute_hours: 10 })).json.version, 13);
});
