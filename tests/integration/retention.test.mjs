// What has been kept long enough is erased at night, unless it is held or it is too much to go unasked; the evidence stays.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';

const raised = '2027-03-01T10:00';
const fields = {
	immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-02-26',
	subject_kind: 'child', reference_kind: 'nhs', nhs_number: '999 000 0018', plan: 'no', looked_after: 'no',
	receiving_agency: 'st-brides-hospital', issue: 'The ward plans to send the child home.', risk: 'Nobody has seen the home.',
	nature: 'Whether it is safe.', aim: 'The child stays.', evidence: 'Two attendances.',
};
// Files are kept here, and not in the database.
const folder = mkdtempSync(path.join(tmpdir(), 'parley-files-'));
const files = () => readdirSync(folder).filter((name) => name !== '.lock').length;
let borough;
let alex;
let priya;
const signIn = async () => {
	alex = await borough.signIn('alex.turner');
	priya = await borough.signIn('priya.nair');
};
before(async () => {
	borough = await startBorough({ settings: [`attachments.directory = ${folder}`] });
	borough.setClock(raised);
	await signIn();
});
after(async () => {
	await borough.stop();
	rmSync(folder, { recursive: true });
});

const at = (reference) => `/api/v1/escalations/${reference}`;
const act = async (reference, action, given) => {
	const { version } = (await priya.get(at(reference))).json;
	return priya.post(`${at(reference)}/events`, { action, version, fields: given });
};
async function raise(ended = true) {
	const answer = await priya.post('/api/v1/escalations', { fields });
	assert.equal(answer.status, 201, answer.text);
	if (ended) assert.equal((await act(answer.json.reference, 'withdraw', { reason: 'Settled by telephone' })).status, 201);
	return answer.json.reference;
}
async function ask() {
	const answer = await priya.post('/api/v1/requests', { fields: { immediate_risk: 'no', support: 'ask', subject_kind: 'child', issue: fields.issue } });
	assert.equal(answer.status, 201, answer.text);
	return (await priya.get('/api/v1/requests')).json.mine[0].id;
}
const count = (table, reference) => Number(borough.sql(
	`SELECT COUNT(*) FROM ${table} t JOIN escalation e ON e.id = t.escalation_id WHERE e.reference = '${reference}'`)[0][0]);
const kept = (reference) => borough.sql(`SELECT erased IS NULL FROM escalation WHERE reference = '${reference}'`)[0][0] === '1';
const show = async () => (await alex.get('/api/v1/retention')).json;
const save = async (value) => {
	const { version } = (await alex.get('/api/v1/settings/retention')).json;
	const answer = await alex.put('/api/v1/settings/retention', { value, why: 'As agreed' }, { headers: { 'If-Match': `"${version}"` } });
	assert.equal(answer.status, 200, answer.text);
};

test('the rules are checked, and what they concern is counted', async () => {
	const wrong = async (value, pointer) => {
		const answer = await alex.post('/api/v1/settings/retention/preview', { value });
		assert.equal(answer.json.errors?.[0].pointer, pointer, answer.text);
	};
	await wrong({ rules: [{ policy: 'atlantis', years: 1 }] }, '/value/rules/0/policy');
	await wrong({ rules: [{ years: 0 }] }, '/value/rules/0/years');
	await wrong({ rules: [{ subject: 'dog', years: 1 }] }, '/value/rules/0/subject');
	await wrong({ rules: [{ years: 1 }, { years: 2 }] }, '/value/rules/1');
	await wrong({ rules: [], most_percent: 0 }, '/value/most_percent');
	for (const [who, method, path] of [[priya, 'get', '/api/v1/retention'], [priya, 'post', '/api/v1/retention/confirm'],
		[priya, 'post', '/api/v1/retention/holds'], [priya, 'post', '/api/v1/retention/holds/1/lift']]) {
		assert.equal((await who[method](path, method === 'post' ? {} : undefined)).json.code, 'not-administrator');
	}
});

test('what is over its time is erased, with everything that belongs to it; the chain holds, and who saw it is told', async () => {
	const old = await raise();
	const running = await raise(false);
	const sent = await priya.request('POST', `${at(old)}/attachments`,
		{ headers: { 'X-CSRF-Token': priya.csrf, 'Content-Type': 'application/octet-stream' }, body: Buffer.from('Minutes of the ward round.\n') });
	assert.equal(sent.status, 201, sent.text);
	const note = { kind: 'note', note: 'Ours alone.', upload: sent.json.upload };
	assert.equal((await priya.post(`${at(old)}/notes`, { fields: note })).status, 201);
	assert.equal((await priya.put(`/api/v1/drafts/${old}/reopen`, { fields: { reason: 'Perhaps' } })).status, 204);
	assert.deepEqual(['internal_note', 'attachment'].map((table) => count(table, old)), [1, 1]);
	assert.equal(files(), 1);
	const held = await raise();
	const helen = await borough.signIn('helen.marsh');
	const [refused, takenBack, waiting] = [await ask(), await ask(), await ask()];
	assert.equal((await helen.post(`/api/v1/requests/${refused}/answer`, { fields: { reason: 'It is settled.' } })).status, 204);
	assert.equal((await priya.post(`/api/v1/requests/${takenBack}/answer`, { fields: { reason: 'It is settled.' } })).status, 204);
	const requests = () => borough.sql('SELECT id FROM raise_request ORDER BY id').map(([id]) => id);
	borough.setClock('2028-03-01T23:00');
	await signIn();
	await save({ rules: [{ subject: 'child', years: 1 }] });

	const due = await show();
	assert.deepEqual(due.items.map((one) => one.reference), [old, held, `request ${refused}`, `request ${takenBack}`]);
	assert.deepEqual([due.items[0].about, due.items[0].due], ['child', 'Thursday 2 March 2028']);
	assert.doesNotMatch(JSON.stringify(due), /ward|999/);
	for (const [body, pointer] of [[{ reference: 'MSP-1999-000001', why: 'x' }, '/reference'], [{ reference: held, why: ' ' }, '/why'],
		[{ reference: held, why: 'x', until: '2020-01-01' }, '/until'], [{ reference: held, why: 'x', until: 'soon' }, '/until']]) {
		const refused = await alex.post('/api/v1/retention/holds', body);
		assert.equal(refused.json.errors?.[0].pointer, pointer, refused.text);
	}
	assert.equal((await alex.post('/api/v1/retention/holds', { reference: held, why: 'Inquest' })).status, 201);
	// A request as well: one that was refused or taken back, and no other.
	for (const reference of [`request ${waiting}`, 'request 4711', 'request 1x', 'request -1', 'request ']) {
		assert.equal((await alex.post('/api/v1/retention/holds', { reference, why: 'x' })).json.errors?.[0].pointer, '/reference', reference);
	}
	assert.equal((await alex.post('/api/v1/retention/holds', { reference: `request ${takenBack}`, why: 'Inquest' })).status, 201);
	assert.deepEqual((await show()).items.map((one) => one.held), [false, true, false, true]);
	assert.equal(kept(old), true, 'not before its day');
	assert.deepEqual(requests(), [refused, takenBack, waiting]);

	borough.setClock('2028-03-02T09:00');
	await eventually(() => !kept(old));
	await eventually(() => files() === 0);
	// What was asked and became no escalation goes as well, unless it is held; what waits for an answer stays, whoever asks the database.
	assert.deepEqual(requests(), [takenBack, waiting]);
	borough.sql(`CALL erase_request(${takenBack}, 0)`);
	assert.deepEqual(requests(), [takenBack, waiting], 'held, whoever calls');
	await signIn();
	const [onRequest] = (await show()).holds;
	assert.deepEqual([onRequest.reference, onRequest.why], [`request ${takenBack}`, 'Inquest']);
	assert.equal((await alex.post(`/api/v1/retention/holds/${onRequest.id}/lift`, { why: 'It is over' })).status, 200);
	assert.match(borough.mustParley('retention', 'sweep'), /1 erased/);
	assert.deepEqual(requests(), [waiting]);
	assert.deepEqual(borough.sql('SELECT DISTINCT request_id FROM raise_request_queue'), [[waiting]]);
	assert.equal(borough.sql("SELECT COUNT(*) FROM access_log WHERE what = 'request-erased'")[0][0], '2');
	borough.sql(`CALL erase_request(${waiting}, 0)`);
	borough.sql(`UPDATE raise_request SET state = 1, answered_at = UTC_TIMESTAMP(6) + INTERVAL 1 YEAR WHERE id = ${waiting}`);
	borough.sql(`CALL erase_request(${waiting}, 0)`);
	assert.deepEqual(requests(), [waiting], 'answered within a year');
	borough.sql(`UPDATE raise_request SET state = 0, answered_at = NULL WHERE id = ${waiting}`);
	await signIn();
	const gone = await priya.get(at(old));
	assert.deepEqual([gone.status, gone.json.code], [410, 'erased'], gone.text);
	assert.match(gone.json.detail, /^This escalation was erased/);
	assert.equal((await (await borough.signIn('helen.marsh')).get(at(old))).status === 410, false, 'only to those who might see it');
	for (const path of ['notes', 'record', 'record.pdf', 'attachments/1']) assert.equal((await priya.get(`${at(old)}/${path}`)).status, 410);
	assert.equal((await priya.post(`${at(old)}/events`, { action: 'reopen', version: 2, fields: {} })).status, 410);
	for (const table of ['internal_note', 'attachment', 'outbox', 'meeting', 'lesson', 'open_duty', 'worklist']) assert.equal(count(table, old), 0, table);
	assert.equal(borough.sql(`SELECT COUNT(*) FROM draft WHERE draft_key LIKE '${old}/%'`)[0][0], '0');
	assert.deepEqual(borough.sql(`SELECT DISTINCT v.payload IS NULL, v.salt IS NULL, e.stage_name IS NULL, e.raising_agency IS NULL FROM event v
		JOIN escalation e ON e.id = v.escalation_id WHERE e.reference = '${old}'`), [['1', '1', '1', '1']]);
	assert.equal(borough.sql(`SELECT COUNT(*) FROM access_log a JOIN escalation e ON e.id = a.escalation_id
		WHERE e.reference = '${old}' AND a.what = 'erased'`)[0][0], '1');
	assert.deepEqual([kept(held), kept(running)], [true, true]);
	const verified = JSON.parse(borough.mustParley('audit', 'verify', '--json'));
	assert.deepEqual([verified.broken, verified.good, verified.erased], [[], 3, 1]);
	assert.equal(borough.sql("SELECT COUNT(*) FROM event WHERE payload LIKE '%telephone%'")[0][0], '1', 'of the held one');

	await signIn();
	const hold = (await show()).holds[0];
	assert.deepEqual([hold.reference, hold.by, hold.why, hold.until], [held, 'Alex Turner', 'Inquest', null]);
	assert.equal((await alex.post(`/api/v1/retention/holds/${hold.id}/lift`, { why: 'Inquest is over' })).status, 200);
	assert.equal((await alex.post(`/api/v1/retention/holds/${hold.id}/lift`, { why: 'again' })).json.code, 'no-hold');
	assert.match(borough.mustParley('retention', 'sweep', '--dry-run'), /1 due: 1 about children/);
	assert.match(borough.mustParley('retention', 'sweep'), /1 erased/);
	assert.deepEqual([kept(held), kept(running)], [false, true]);
});

test('more than the set share waits for somebody, is told once, and goes on when they say so; another rule ends it', async () => {
	const references = [];
	for (let i = 0; i < 5; i++) references.push(await raise());
	borough.setClock('2029-06-01T09:00');
	await eventually(async () => (await (await borough.signIn('alex.turner')).get('/api/v1/retention')).json.sweeps[0]?.state === 'waits');
	await signIn();
	const waiting = await show();
	assert.deepEqual([waiting.sweeps[0].due, waiting.sweeps[0].counts.children], [5, 5]);
	assert.ok(references.every(kept));
	assert.equal(borough.sql("SELECT COUNT(*) > 0 AND COUNT(*) = COUNT(DISTINCT person_id) FROM outbox WHERE kind = 'retention-waits'")[0][0], '1');
	const { attention } = (await alex.get('/api/v1/settings')).json.settings.find((one) => one.name === 'retention');
	assert.match(attention[0].label, /waits for an administrator/);
	assert.equal((await alex.post('/api/v1/retention/confirm', { sweep: waiting.sweeps[0].id, why: ' ' })).status, 422);
	await save({ rules: [{ subject: 'child', years: 2 }] });
	await eventually(async () => (await show()).sweeps[0].state === 'done');
	const late = await alex.post('/api/v1/retention/confirm', { sweep: waiting.sweeps[0].id, why: 'Agreed' });
	assert.deepEqual([late.status, late.json.code], [409, 'not-waiting']);
	assert.ok(references.every(kept));

	borough.setClock('2031-06-01T09:00');
	await eventually(() => borough.sql('SELECT state FROM retention_sweep ORDER BY id DESC LIMIT 1')[0][0] === '1');
	await signIn();
	const again = (await show()).sweeps[0];
	assert.equal((await alex.post('/api/v1/retention/confirm', { sweep: again.id, why: 'Agreed by the board' })).status, 200);
	await eventually(() => !references.some(kept));
	await eventually(async () => (await show()).sweeps[0].state === 'done');
	const [done] = (await show()).sweeps;
	assert.deepEqual([done.erased, done.confirmed_by, done.confirmed_why], [5, 'Alex Turner', 'Agreed by the board']);
	assert.match(borough.log('clock'), /retention ended=\d+ due=5 held=0 erased=5/);
	assert.doesNotMatch(borough.log('clock'), /MSP-2/);
});

test('the database keeps what runs, what ended lately and what is held, whoever asks; and every table is thought of', () => {
	const erase = (reference) => borough.sql(`CALL erase_escalation((SELECT id FROM escalation WHERE reference = '${reference}'), 0)`);
	const [[running]] = borough.sql('SELECT reference FROM escalation WHERE ended = 0 LIMIT 1');
	erase(running);
	assert.equal(kept(running), true);
	borough.sql(`UPDATE escalation SET ended = 1, changed = UTC_TIMESTAMP(6) + INTERVAL 4 YEAR WHERE reference = '${running}'`);
	erase(running);
	assert.equal(kept(running), true, 'ended within a year');
	borough.sql(`UPDATE escalation SET changed = '2027-03-01' WHERE reference = '${running}'`);
	borough.mustParley('retention', 'hold', running, '--why', 'Inquest', '--until', '2031-06-30');
	assert.match(borough.mustParley('retention', 'holds'), new RegExp(`${running} +until 2031-06-30 +at the command line: Inquest`));
	erase(running);
	assert.equal(kept(running), true, 'held');
	borough.sql(`UPDATE escalation SET ended = 0 WHERE reference = '${running}'`);

	// A new table with something of a case in it: erase_escalation() has to take it along (a new migration replaces the
	// procedure), or it is a table that stays, and stands here with the reason.
	const stays = {
		event: 'without its words', escalation: 'reference, dates and chain', sight: 'who might see it: they are told that it is gone',
		access_log: 'who read it, and that it was erased', legal_hold: 'why it was held', recount: 'references',
	};
	const [[body]] = borough.sql("SELECT body_utf8 FROM mysql.proc WHERE name = 'erase_escalation' AND db = 'parley'");
	const tables = borough.sql("SELECT table_name FROM information_schema.columns WHERE table_schema = 'parley' AND column_name = 'escalation_id'");
	for (const [table] of tables) {
		assert.ok(table in stays || new RegExp(`DELETE FROM ${table}\\b`).test(body),
			`${table} keeps something of escalations: say in erase_escalation() that it goes, or here why it stays`);
	}
});

test('killed in the middle and then two at once: each is erased once and counted once', async () => {
	const references = [];
	for (let i = 0; i < 3; i++) references.push(await raise());
	// Somebody holds the second one's words: the clock stands still there, with half of it erased.
	const busy = spawn('mariadb', ['--no-defaults', `--socket=${borough.dir}/run/db.sock`, '--batch', '--unbuffered', 'parley'],
		{ stdio: ['pipe', 'pipe', 'inherit'] });
	const [[second]] = borough.sql(`SELECT id FROM escalation WHERE reference = '${references[1]}'`);
	busy.stdin.write(`START TRANSACTION; SELECT seq FROM event WHERE escalation_id = ${second} FOR UPDATE;\n`);
	await once(busy.stdout, 'data');
	borough.setClock('2033-08-01T09:00');
	await eventually(() => !kept(references[0]));
	const sweep = () => borough.sql('SELECT id, state, erased FROM retention_sweep WHERE children = 3 ORDER BY id DESC LIMIT 1')[0];
	const [id] = sweep();
	borough.signal('clock', 'SIGKILL');
	assert.deepEqual([sweep(), references.map(kept)], [[id, '2', '1'], [false, true, true]]);
	busy.stdin.end('ROLLBACK;\n');
	await once(busy, 'close');

	borough.sql("UPDATE lease SET held_until = '2000-01-01' WHERE name = 'clock'");
	const environment = { ...borough.environment, PARLEY_CONFIG: path.join(borough.dir, 'parley.conf') };
	const program = (name, ...args) => new Promise((done) => {
		execFile(path.join(readFileSync(path.join(borough.dir, 'build'), 'utf8').trim(), name), args, { env: environment },
			(error, stdout, stderr) => done(error ? stdout + stderr : 'ok'));
	});
	assert.deepEqual(await Promise.all([program('parley-clock', '--once'), program('parley', 'retention', 'sweep')]), ['ok', 'ok']);
	assert.deepEqual([sweep(), references.map(kept)], [[id, '3', '3'], [false, false, false]]);
	for (const reference of references) {
		assert.equal(borough.sql(`SELECT COUNT(*) FROM access_log a JOIN escalation e ON e.id = a.escalation_id
			WHERE e.reference = '${reference}' AND a.what = 'erased'`)[0][0], '1');
	}
	assert.deepEqual(borough.sql('SELECT COUNT(*) FROM retention_sweep WHERE state <> 3'), [['0']]);
});
