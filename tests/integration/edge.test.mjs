// The edge, through the real nginx and FastCGI: who gets in, what is refused, and what every answer carries.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';

let borough;
let priya;
before(async () => {
	borough = await startBorough();
	priya = await borough.signIn('priya.nair');
});
after(() => borough.stop());

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

// What every answer must carry, whoever made it.
function checkHeaders(answer, what) {
	const has = (name, pattern) => assert.match(String(answer.headers[name] ?? ''), pattern, `${what}: ${name}`);
	has('content-security-policy', /default-src 'none'.*trusted-types 'none'/);
	has('x-content-type-options', /^nosniff$/);
	has('referrer-policy', /^same-origin$/);
	has('x-frame-options', /^DENY$/);
}

function checkProblem(answer, status, code) {
	assert.equal(answer.status, status, answer.text);
	assert.match(answer.headers['content-type'], /^application\/problem\+json/);
	assert.equal(answer.json.status, status);
	assert.equal(answer.json.code, code);
	assert.match(answer.json.request, /^[0-9a-f]{32}$/);
	assert.equal(answer.json.request, answer.headers['x-request-id']);
	assert.ok(answer.json.title && answer.json.detail);
	checkHeaders(answer, code);
}

test('health says ok, and nothing about the insides', async () => {
	const answer = await borough.request('GET', '/healthz');
	assert.equal(answer.status, 200);
	assert.equal(answer.text, 'ok\n');
	checkHeaders(answer, '/healthz');
});

test('the API wants a session', async () => {
	for (const target of ['/api/v1/me', '/api/v1/worklist', '/api/v1/escalations/MSP-2027-000001']) {
		checkProblem(await borough.request('GET', target), 401, 'no-session');
	}
	const forged = { headers: { Cookie: `__Host-parley=${'A'.repeat(43)}` } };
	checkProblem(await borough.request('GET', '/api/v1/me', forged), 401, 'no-session');
});

test('headers that a client makes up are nobody', async () => {
	const headers = { Remote_User: 'alex.turner', 'Remote-User': 'alex.turner', 'X-Remote-User': 'alex.turner', Authorization: 'Basic YWxleC50dXJuZXI6eA==' };
	checkProblem(await borough.request('GET', '/api/v1/me', { headers }), 401, 'no-session');
});

test('what does not exist, and what cannot be done there', async () => {
	checkProblem(await priya.get('/api/v1/nothing'), 404, 'not-found');
	checkProblem(await priya.get('/api/v1/escalations/MSP-1999-000001'), 404, 'no-such-escalation');
	const answer = await priya.delete('/api/v1/me');
	checkProblem(answer, 405, 'method-not-allowed');
	assert.equal(answer.headers.allow, 'GET');
	checkProblem(await priya.get('/api/v1/worklist?view=needs-me&colour=red'), 400, 'unknown-query');
	checkProblem(await priya.get('/api/v1/people?q=%ff%fe'), 400, 'malformed-request');
});

test('an unknown host gets 421', async () => {
	const answer = await borough.request('GET', '/api/v1/me', { headers: { Host: 'evil.example' } });
	assert.equal(answer.status, 421);
	checkHeaders(answer, '421');
});

test('what changes something needs the token of the session, from our own pages', async () => {
	const target = '/api/v1/drafts/raise';
	const draft = { fields: { issue: 'x' }, page: 'issue' };
	checkProblem(await priya.put(target, draft, { headers: { 'X-CSRF-Token': '' } }), 403, 'csrf');
	checkProblem(await priya.put(target, draft, { headers: { 'X-CSRF-Token': 'A'.repeat(43) } }), 403, 'csrf');
	const tom = await borough.signIn('tom.okafor');
	checkProblem(await priya.put(target, draft, { headers: { 'X-CSRF-Token': tom.csrf } }), 403, 'csrf');
	checkProblem(await priya.put(target, draft, { headers: { Origin: 'https://evil.example' } }), 403, 'csrf');
	checkProblem(await priya.put(target, draft, { headers: { 'Sec-Fetch-Site': 'cross-site' } }), 403, 'csrf');
	checkProblem(await priya.put(target, draft, { headers: { Origin: 'null' } }), 403, 'csrf');
	assert.equal((await priya.put(target, draft)).status, 204);
	assert.equal((await priya.delete(target)).status, 204);
});

test('bodies: form, size and media type', async () => {
	const target = '/api/v1/escalations';
	checkProblem(await priya.post(target, 'not json'), 400, 'not-json');
	checkProblem(await priya.post(target, '{"fields":{},"fields":{}}'), 422, 'invalid');
	checkProblem(await priya.post(target, '{"fields":{}} trailing'), 400, 'not-json');
	const unknown = await priya.post(target, { fields: {}, extra: 1 });
	checkProblem(unknown, 422, 'invalid');
	assert.ok(unknown.json.errors.some((error) => error.pointer === '/extra'), unknown.text);
	checkProblem(await priya.post(target, '{}', { headers: { 'Content-Type': 'text/plain' } }), 415, 'media-type');
	checkProblem(await priya.post(target, JSON.stringify({ fields: { issue: 'x'.repeat(300_000) } })), 413, 'too-large');
	const huge = await priya.post(target, 'x'.repeat(1_200_000));
	assert.equal(huge.status, 413);
	checkHeaders(huge, 'too large for nginx');
	checkProblem(await priya.post(target, { fields: {} }, { key: 'short' }), 400, 'idempotency-key');
	assert.deepEqual((await priya.get('/api/v1/worklist?view=mine')).json.items, []);
});

test('each answer has an id of its own, and is kept by nobody', async () => {
	const one = await priya.get('/api/v1/me');
	const two = await priya.get('/api/v1/me');
	assert.notEqual(one.headers['x-request-id'], two.headers['x-request-id']);
	assert.equal(one.headers['cache-control'], 'no-store');
	const lost = await priya.get('/api/v1/worklist?view=everything');
	const log = borough.log('worker');
	assert.match(log, new RegExp(`info ${lost.headers['x-request-id']} request method=GET route=/api/v1/worklist status=${lost.status}`));
	assert.doesNotMatch(log, new RegExp(one.headers['x-request-id']), 'what was only read stands in the log of the web server');
});

test('the log has routes, and neither paths nor people', async () => {
	await priya.get('/api/v1/escalations/MSP-2031-424242');
	await priya.get('/api/v1/people?q=Okafor');
	const log = borough.log('worker');
	assert.match(log, /route=\/api\/v1\/escalations\/\{reference\} status=404/);
	assert.doesNotMatch(log, /424242|Okafor|priya/i);
});

test('an unmapped title may sign in, and raises nothing', async () => {
	const alex = await borough.signIn('alex.turner');
	assert.equal((await alex.me()).unmapped, true);
	checkProblem(await alex.get('/api/v1/raise'), 403, 'unmapped');
	checkProblem(await alex.post('/api/v1/escalations', { fields: {} }), 403, 'unmapped');
});

// --- signing in and out ---

async function page(session, then = '') {
	const answer = await session.get(`/sign-in${then && `?then=${encodeURIComponent(then)}`}`);
	return { answer, token: answer.text.match(/name="token"[^>]*value="([^"]*)"/)[1] };
}

test('the sign-in page', async () => {
	const session = borough.session();
	const { answer } = await page(session, '/escalations/MSP-2027-000001');
	assert.equal(answer.status, 200);
	assert.match(answer.headers['content-type'], /^text\/html; charset=utf-8$/);
	assert.match(answer.text, /name="then" value="\/escalations\/MSP-2027-000001"/);
	assert.doesNotMatch(answer.text, /<script|\{\{|There is a problem/);
	assert.match(answer.headers['set-cookie'][0], /^__Host-parley-login=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
	checkHeaders(answer, '/sign-in');
});

test('it leads to paths of ours only', async () => {
	for (const then of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '/sign-out']) {
		const session = borough.session();
		const { answer, token } = await page(session, then);
		assert.match(answer.text, /name="then" value="\/"/, then);
		const signedIn = await session.form('/sign-in', { username: 'priya.nair', password: 'marlowe-demo', then, token });
		assert.equal(signedIn.status, 303);
		assert.equal(signedIn.headers.location, '/', then);
	}
});

test('a session is new at each sign-in, and its cookie says all that it must', async () => {
	const session = borough.session();
	const first = await session.signIn('priya.nair');
	assert.equal(first.status, 303);
	const line = first.headers['set-cookie'].find((cookie) => cookie.startsWith('__Host-parley='));
	assert.match(line, /^__Host-parley=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
	const before = session.cookies.get('__Host-parley');
	await session.signIn('priya.nair');
	const now = session.cookies.get('__Host-parley');
	assert.notEqual(before, now);
	// The one from before is worth nothing any more.
	checkProblem(await borough.request('GET', '/api/v1/me', { headers: { Cookie: `__Host-parley=${before}` } }), 401, 'no-session');
});

test('a token of a session is nowhere in the database', async () => {
	const session = await borough.signIn('priya.nair');
	const token = session.cookies.get('__Host-parley');
	const rows = borough.sql('SELECT HEX(token_hash) FROM session').flat().join(' ');
	assert.ok(rows.length > 0);
	assert.ok(!rows.includes(Buffer.from(token).toString('hex').toUpperCase()));
	assert.ok(!rows.includes(Buffer.from(token, 'base64url').toString('hex').toUpperCase()));
});

test('wrong password, unknown name and empty password are told alike, and nothing is lost', async () => {
	const answers = [];
	for (const [username, password] of [['priya.nair', 'wrong'], ['nobody.here', 'wrong'], ['*', 'wrong'], ['priya.nair)(uid=*', 'x']]) {
		const answer = await borough.session().signIn(username, password);
		assert.equal(answer.status, 403, answer.text);
		assert.match(answer.text, /The username or password is not right/);
		answers.push(answer.text.replace(/value="[^"]*"/g, ''));
	}
	assert.equal(new Set(answers).size, 1);
	const nasty = await borough.session().signIn('"><script>alert(1)</script>', 'x');
	assert.match(nasty.text, /value="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;"/);
	const empty = await borough.session().signIn('priya.nair', '');
	assert.equal(empty.status, 422);
	assert.match(empty.text, /Enter your password/);
	assert.match(empty.text, /value="priya\.nair"/);
});

test('a form from elsewhere signs nobody in', async () => {
	const session = borough.session();
	await page(session);
	const fields = { username: 'priya.nair', password: 'marlowe-demo', then: '/' };
	assert.equal((await session.form('/sign-in', { ...fields, token: 'A'.repeat(43) })).status, 403);
	assert.equal((await session.form('/sign-in', fields)).status, 403);
	const stranger = borough.session();
	const { token } = await page(session);
	assert.equal((await stranger.form('/sign-in', { ...fields, token })).status, 403);
	const body = new URLSearchParams({ ...fields, token }).toString();
	const elsewhere = await session.request('POST', '/sign-in', { headers: { ...form, Origin: 'https://evil.example' }, body });
	assert.equal(elsewhere.status, 403);
	assert.equal(session.cookies.has('__Host-parley'), false);
});

test('signing out ends the session on the server', async () => {
	const session = await borough.signIn('tom.okafor');
	const token = session.cookies.get('__Host-parley');
	const refused = await session.form('/sign-out', { token: 'A'.repeat(43) });
	assert.equal(refused.status, 403);
	const answer = await session.signOut();
	assert.equal(answer.status, 303);
	assert.equal(answer.headers.location, '/sign-in');
	assert.equal(session.cookies.has('__Host-parley'), false);
	checkProblem(await borough.request('GET', '/api/v1/me', { headers: { Cookie: `__Host-parley=${token}` } }), 401, 'no-session');
});

test('a session ends when the directory no longer has the person', async () => {
	const session = await borough.signIn('josh.perrin');
	borough.sql("UPDATE person SET active = 0 WHERE username = 'josh.perrin'");
	checkProblem(await session.get('/api/v1/me'), 401, 'no-session');
	borough.mustParley('directory', 'refresh');
	assert.equal((await session.get('/api/v1/me')).status, 200);
});

test('a session ends after its idle and its absolute limit', async () => {
	for (const column of ['seen', 'created']) {
		const session = await borough.signIn('josh.perrin');
		borough.sql(`UPDATE session s JOIN person p ON p.id = s.person_id SET s.${column} = s.${column} - INTERVAL 11 HOUR WHERE p.username = 'josh.perrin'`);
		checkProblem(await session.get('/api/v1/me'), 401, 'no-session');
	}
});

test('too many tries from one place have to wait, others need not', async () => {
	for (let i = 0; i < 5; i++) {
		assert.equal((await borough.session().signIn('shabnam.ali', `wrong ${i}`)).status, 403);
	}
	const limited = await borough.session().signIn('shabnam.ali', 'marlowe-demo');
	assert.equal(limited.status, 429);
	assert.match(limited.text, /Try again in 1 minute/);
	assert.ok(Number(limited.headers['retry-after']) > 0);
	assert.equal((await borough.session().signIn('tom.okafor')).status, 303);
	// The limit ends by itself: tries that were turned away do not count.
	borough.sql('UPDATE throttle SET failed_at = failed_at - INTERVAL 61 SECOND');
	assert.equal((await borough.session().signIn('shabnam.ali', 'marlowe-demo')).status, 303);
	borough.sql('DELETE FROM throttle');
});

test('a name written another way has no tries of its own', async () => {
	for (const name of ['shabnam.ali', 'SHABNAM.ALI', ' shabnam.ali', 'shabnam.ali  ', 'Shabnam.Ali ']) {
		assert.equal((await borough.session().signIn(name, 'wrong')).status, 403, name);
	}
	assert.equal((await borough.session().signIn('  shabnam.ali', 'marlowe-demo')).status, 429);
	borough.sql('DELETE FROM throttle');
	// The directory would find her by the wide form of the letter too.
	assert.equal((await borough.session().signIn('\uff53habnam.ali', 'marlowe-demo')).status, 403);
	assert.equal((await borough.session().signIn(' SHABNAM.ALI', 'marlowe-demo')).status, 303);
	borough.sql('DELETE FROM throttle');
});

test('the second of two who act at once is told, and sending again does nothing twice', async () => {
	const target = '/api/v1/drafts/raise';
	const key = randomUUID();
	const draft = { fields: { issue: 'kept' }, page: 'issue' };
	assert.equal((await priya.put(target, draft, { key })).status, 204);
	assert.equal((await priya.put(target, draft, { key })).status, 204);
	assert.equal((await priya.get(target)).json.fields.issue, 'kept');
	assert.equal((await priya.delete(target)).status, 204);
});

// --- parts that are down ---

test('a directory that is down is not a wrong password', async () => {
	borough.signal('directory', 'SIGSTOP');
	try {
		const hung = await borough.session().signIn('priya.nair');
		assert.equal(hung.status, 503, hung.text);
		assert.match(hung.text, /We cannot reach your council’s directory/);
		assert.doesNotMatch(hung.text, /not right/);
		checkHeaders(hung, 'directory down');
		// Who is signed in goes on working.
		assert.equal((await priya.get('/api/v1/me')).status, 200);
	} finally {
		borough.signal('directory', 'SIGCONT');
	}
	assert.equal((await borough.session().signIn('priya.nair')).status, 303);
	assert.equal(borough.sql('SELECT COUNT(*) FROM throttle')[0][0], '0');
});

test('a database that is down is said plainly, and is found again', async () => {
	const pid = borough.pidOf('database');
	process.kill(pid, 'SIGKILL');
	const down = await priya.get('/api/v1/me');
	assert.equal(down.status, 503);
	assert.equal(down.json.status, 503);
	assert.equal((await borough.request('GET', '/healthz')).status, 503);
	assert.equal((await borough.request('GET', '/sign-in')).status, 200);
	await borough.start();
	assert.equal((await borough.request('GET', '/healthz')).status, 200);
	assert.equal((await priya.get('/api/v1/me')).status, 200);
});
