// Signing in without a password, and vouching for people to others: a real KDC, real tickets by curl, a second nginx.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, password, root, startBorough } from '../borough/harness.mjs';
import { curl, startKdc } from '../borough/kdc.mjs';

const secret = 'a secret between two programs';
let kdc, elsewhere, borough, front, backend;
const seen = []; // requests that reached the other application

before(async () => {
	const people = ['priya.nair', 'robot', 'peter.quillfeather'];
	[kdc, elsewhere] = await Promise.all([
		startKdc('MARLOWE.TEST', { people, services: ['HTTP/127.0.0.1', 'HTTP/other'] }),
		startKdc('ELSEWHERE.TEST', { people: ['priya.nair'], services: ['HTTP/127.0.0.1'] }),
	]);
	// Both realms' keys, as where one trusts the other: only the list of realms tells them apart.
	const keytab = path.join(kdc.dir, 'both.keytab');
	execFileSync('ktutil', [], { input: `rkt ${kdc.keytab}\nrkt ${elsewhere.keytab}\nwkt ${keytab}\n`, env: kdc.environment, stdio: ['pipe', 'ignore', 'pipe'] });
	writeFileSync(path.join(kdc.dir, 'front'), `${secret}\n`, { mode: 0o600 });
	borough = await startBorough({
		environment: { KRB5_CONFIG: kdc.environment.KRB5_CONFIG },
		settings: [`kerberos.keytab = ${keytab}`, 'kerberos.realms = MARLOWE.TEST', `front.secret_file = ${kdc.dir}/front`],
	});
	await startOther();
});
after(async () => {
	front?.process.kill('SIGQUIT');
	backend?.close();
	await borough?.stop();
	await Promise.all([kdc?.stop(), elsewhere?.stop()]);
});

const fill = (file, values) => readFileSync(path.join(root, 'nginx', file), 'utf8')
	.replace(/@(\w+)@/g, (_, name) => values[name] ?? assert.fail(`${file}: ${name}`));

// The other application, and an nginx of its own before it; in the same one a front that asks for a password itself.
async function startOther() {
	backend = http.createServer((request, response) => {
		seen.push(request);
		response.setHeader('Set-Cookie', 'theirs=1');
		response.end('the other application');
	}).listen(0, '127.0.0.1');
	await eventually(() => backend.listening);
	const dir = path.join(borough.dir, 'front');
	mkdirSync(dir);
	const free = () => execFileSync('bash', ['-c', `. ${root}/tests/borough/lib.sh; port_pick`], { encoding: 'utf8' }).trim();
	const [other, strict, own, wrong] = [free(), free(), free(), free()];
	const values = {
		nginx_name: '127.0.0.1', nginx_parts: path.join(root, 'nginx'), worker_socket: path.join(borough.dir, 'run/worker.sock'),
		origin: borough.origin, other_backend: `http://127.0.0.1:${backend.address().port}`, check_query: '',
		other_name: 'things', other_origin: `http://127.0.0.1:${other}`,
	};
	const write = (name, text) => { writeFileSync(path.join(dir, name), text); return path.join(dir, name); };
	write('htpasswd', `priya.nair:${execFileSync('openssl', ['passwd', '-apr1', 'the gateway'], { encoding: 'utf8' })}ghost:${execFileSync('openssl', ['passwd', '-apr1', 'the gateway'], { encoding: 'utf8' })}`);
	const auth = `auth_basic "gateway"; auth_basic_user_file "${dir}/htpasswd";`;
	const front_secret = write('secret.conf', `fastcgi_param PARLEY_FRONT_SECRET "${secret}";\n`);
	const wrong_secret = write('wrong.conf', 'fastcgi_param PARLEY_FRONT_SECRET "a secret between two programz";\n');
	// Parley's own server block leads on to it after the sign-in.
	const parley = path.join(borough.dir, 'parley-nginx.conf');
	writeFileSync(parley, readFileSync(parley, 'utf8').replace('\tlocation = /auth/check {', `${fill('parley-continue.conf.in', values)}$&`));
	borough.signal('web', 'SIGHUP');
	const check = write('check.conf', fill('parley-auth-check.conf.in', values));
	const strict_check = write('strict.conf', fill('parley-auth-check.conf.in', { ...values, check_query: '?role=no-role-of-hers' }));
	const another = fill('other-application.conf.in', { ...values, other_listen: `127.0.0.1:${strict}`, auth_check: strict_check });
	const server = (port, given) => `server { listen 127.0.0.1:${port}; ${fill('parley-front.conf.in', { ...values, front_secret: given, front_auth: auth })} }`;
	const config = write('nginx.conf', `${process.getuid() === 0 ? 'user root;' : ''} daemon off; pid "${dir}/pid"; error_log "${dir}/log" warn;
		events {} http { access_log off; client_body_temp_path "${dir}/b"; proxy_temp_path "${dir}/p"; fastcgi_temp_path "${dir}/f";
		scgi_temp_path "${dir}/s"; uwsgi_temp_path "${dir}/u";
		${fill('other-application.conf.in', { ...values, other_listen: `127.0.0.1:${other}`, auth_check: check })}
		${another.slice(another.indexOf('\nserver {'))} ${server(own, front_secret)} ${server(wrong, wrong_secret)} }`);
	front = { process: spawn('nginx', ['-p', dir, '-e', `${dir}/log`, '-c', config], { stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } }), other, strict, own, wrong };
	await eventually(async () => {
		assert.equal(front.process.exitCode, null, 'nginx ended');
		return (await curl(process.env, `http://127.0.0.1:${own}/sso`).catch(() => ({}))).status === 401;
	});
}

const sso = (tickets, ...options) => curl(tickets, `${borough.origin}/sso?then=/policy`, '--negotiate', '-u', ':', ...options);
const cookieOf = (answer) => answer.header('set-cookie').find((line) => line.startsWith('__Host-parley='))?.match(/^__Host-parley=([\w-]{43});/)?.[1];
const sessionOf = (token) => { const s = borough.session(); s.cookies.set('__Host-parley', token); return s; };

// --- Kerberos ---

test('a ticket signs its person in, as a password would', async () => {
	const answer = await sso(kdc.login('priya.nair'));
	assert.equal(answer.status, 303, answer.body);
	assert.deepEqual(answer.header('location'), ['/policy']);
	// By this the browser knows that it is really us.
	assert.match(answer.header('www-authenticate')[0], /^Negotiate [\w+/]+=*$/);
	const session = sessionOf(cookieOf(answer));
	const me = await session.me();
	assert.equal(me.person.name, 'Priya Nair');
	assert.equal((await session.get('/api/v1/worklist')).status, 200);
	assert.ok(me.roles.length > 0);
});

test('without a ticket the answer is the sign-in page, which works', async () => {
	const session = borough.session();
	const page = await session.get('/sso?then=/policy');
	assert.equal(page.status, 401);
	assert.equal(page.headers['www-authenticate'], 'Negotiate');
	assert.match(page.text, /did not sign you in by itself.*<form method="post" action="\/sign-in"/s);
	assert.match(page.text, /name="then" value="\/policy"/);
	assert.match(page.headers['content-security-policy'], /default-src 'none'/);
	const token = page.text.match(/name="token"[^>]*value="([^"]*)"/)[1];
	const inside = await session.form('/sign-in', { username: 'priya.nair', password, then: '/policy', token });
	assert.equal(inside.status, 303);
	// The page of the front door offers the other way.
	assert.match((await borough.session().get('/sign-in?then=/policy')).text, /action="\/sso">\s*<input type="hidden" name="then" value="\/policy">/);
});

test('who is refused gets the sign-in page, no session and no second question', async () => {
	const refused = [
		[await sso(kdc.login('robot')), /not one that Parley knows/],
		[await sso(elsewhere.login('priya.nair')), /could not sign you in by itself/],
	];
	for (const [answer, says] of refused) {
		assert.equal(answer.status, 403, answer.body);
		assert.match(answer.body, says);
		assert.match(answer.body, /action="\/sign-in"/);
		assert.equal(cookieOf(answer), undefined);
		assert.deepEqual(answer.header('www-authenticate'), []);
	}
	assert.match(borough.log('worker'), /sso-refused why=realm/);
});

test('somebody whom the directory has disabled has no way in by a ticket', async () => {
	const answer = await sso(kdc.login('peter.quillfeather'));
	assert.equal(answer.status, 403);
	assert.equal(cookieOf(answer), undefined);
});

test('NTLM, rubbish, another service’s ticket and a ticket seen before are refused', async () => {
	const send = (value) => borough.request('GET', '/sso', { headers: { Authorization: value } });
	for (const value of ['Negotiate TlRMTVNTUAABAAAAB4IIAAAAAAAAAAAAAAAAAAAAAAA=', 'Negotiate AAAA', 'Negotiate %%%', 'Negotiate ', `Negotiate ${'A'.repeat(60_000)}`]) {
		const answer = await send(value);
		assert.equal(answer.status, value === 'Negotiate ' ? 401 : 403, value.slice(0, 40));
		assert.equal(answer.headers['set-cookie']?.some((line) => line.startsWith('__Host-parley=')) ?? false, false);
	}
	assert.match(borough.log('worker'), /sso-refused why=ntlm/);
	// A name and a password under Basic are nobody's business here: the ticket is asked for.
	assert.equal((await send(`Basic ${Buffer.from(`priya.nair:${password}`).toString('base64')}`)).status, 401);
	// What curl sent once, sent again by somebody who has it from a log.
	const verbose = execFileSync('bash', ['-c', 'curl -sv --negotiate -u : -o /dev/null "$0" 2>&1', `${borough.origin}/sso`], { env: kdc.login('priya.nair'), encoding: 'utf8' });
	const token = verbose.match(/^> Authorization: (Negotiate \S+)/m)[1];
	assert.equal((await send(token)).status, 403);
	assert.match(borough.log('worker'), /sso-refused why=ticket what="[^"]*[Rr]eplay/);
	assert.doesNotMatch(borough.log('worker'), /priya|nair/i);
});

// --- REMOTE_USER ---

const basic = (port, name, word = 'the gateway') => curl(process.env, `http://127.0.0.1:${port}/sso?then=/policy`, '-u', `${name}:${word}`);

test('REMOTE_USER is believed with its secret beside it, and only then', async () => {
	const inside = await basic(front.own, 'priya.nair');
	assert.equal(inside.status, 303, inside.body);
	assert.equal((await sessionOf(cookieOf(inside)).me()).person.name, 'Priya Nair');
	assert.equal((await basic(front.own, 'priya.nair', 'wrong')).status, 401);
	const unknown = await basic(front.own, 'ghost');
	assert.equal(unknown.status, 403);
	assert.match(unknown.body, /not one that Parley knows/);
	// With a wrong secret it is as if nobody had said anything: the ticket is asked for.
	const wrong = await basic(front.wrong, 'priya.nair');
	assert.equal(wrong.status, 401);
	assert.equal(cookieOf(wrong), undefined);
	assert.match(borough.log('worker'), /front-refused/);
});

test('no header of a client is REMOTE_USER or the secret', async () => {
	const headers = {};
	for (const name of ['Remote-User', 'REMOTE_USER', 'X-Remote-User', 'X-Forwarded-User']) headers[name] = 'priya.nair';
	for (const name of ['Parley-Front-Secret', 'PARLEY_FRONT_SECRET', 'X-Parley-Front-Secret']) headers[name] = secret;
	const answer = await borough.request('GET', '/sso', { headers });
	assert.equal(answer.status, 401);
	assert.equal(answer.headers['set-cookie'].some((line) => line.startsWith('__Host-parley=')), false);
});

// --- /auth/check ---

const statements = () => Number(borough.sql("SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME IN ('COM_STMT_EXECUTE', 'COM_INSERT', 'COM_UPDATE', 'COM_DELETE')")[0][0]);

test('the session is asked for by one statement', async () => {
	const priya = await borough.signIn('priya.nair');
	process.kill(borough.pidOf('clock'), 'SIGSTOP');
	try {
		assert.equal((await priya.get('/auth/check')).status, 204);
		const began = statements();
		for (let i = 0; i < 5; i++) assert.equal((await priya.get('/auth/check')).status, 204);
		assert.equal(statements() - began, 5);
	} finally {
		process.kill(borough.pidOf('clock'), 'SIGCONT');
	}
});

test('it says who it is, and refuses with 401 and 403', async () => {
	const priya = await borough.signIn('priya.nair');
	const answer = await priya.get('/auth/check');
	assert.equal(answer.text, '');
	assert.equal(answer.headers['x-parley-user'], 'priya.nair');
	assert.equal(answer.headers['x-parley-name'], 'Priya%20Nair');
	const { agency_id: agency } = (await priya.me()).person;
	assert.equal(answer.headers['x-parley-agency'], agency);
	const role = answer.headers['x-parley-roles'].split(' ')[0];
	assert.equal((await priya.get(`/auth/check?role=${role}&agency=${agency}`)).status, 204);
	for (const query of ['role=nothing-of-the-kind', 'agency=nowhere', `role=${role}&agency=nowhere`, 'role=', `role=${role.slice(1)}`]) {
		assert.equal((await priya.get(`/auth/check?${query}`)).status, 403, query);
	}
	assert.equal((await borough.request('GET', '/auth/check')).status, 401);
	borough.sql("UPDATE person SET active = 0 WHERE username = 'priya.nair'");
	assert.equal((await priya.get('/auth/check')).status, 401);
	borough.sql("UPDATE person SET active = 1 WHERE username = 'priya.nair'");
});

test('it protects another application, which learns who it is and gets no way into Parley', async () => {
	const url = `http://127.0.0.1:${front.other}/things?a=b`;
	const nobody = await curl(process.env, url, '-H', 'X-Parley-User: alex.turner');
	assert.equal(nobody.status, 303);
	assert.deepEqual(nobody.header('location'), [`${borough.origin}/sign-in?then=%2Fcontinue%2Fthings%2Fthings%3Fa%3Db`]);
	assert.equal(seen.length, 0);
	const priya = await borough.signIn('priya.nair');
	const token = priya.cookies.get('__Host-parley');
	const inside = await curl(process.env, url, '-X', 'POST', '--data', 'x=1', '-H', 'X-Parley-User: alex.turner', '-H', 'X-Parley-Administrator: yes',
		'-H', 'Authorization: Basic xyz', '-H', `Cookie: one=1; __Host-parley=${token}; __Host-parley-login=${token}; two=2`);
	assert.equal(inside.status, 200, inside.body);
	assert.equal(inside.body, 'the other application');
	assert.match(inside.header('set-cookie')[0], /^theirs=1; secure; httponly; samesite=lax$/i);
	const { method, url: path_, headers, rawHeaders } = seen.at(-1);
	assert.equal(`${method} ${path_}`, 'POST /things?a=b');
	assert.equal(headers['x-parley-user'], 'priya.nair');
	assert.equal(headers['x-parley-administrator'], 'no');
	assert.equal(headers.authorization, undefined);
	assert.equal(headers.cookie, 'one=1; two=2');
	assert.ok(!rawHeaders.join(' ').includes(token));
	// The other one wants a role that she has not.
	assert.equal((await curl(process.env, `http://127.0.0.1:${front.strict}/`, '-H', `Cookie: __Host-parley=${token}`)).status, 403);
	// Twice the cookie is nobody's; and who signs out of Parley is out here too.
	assert.equal((await curl(process.env, url, '-H', `Cookie: __Host-parley=${token}; __Host-parley=${token}`)).status, 303);
	await priya.signOut();
	assert.equal((await curl(process.env, url, '-H', `Cookie: __Host-parley=${token}`)).status, 303);
	assert.equal(seen.length, 1);
});

test('after signing in people come back to the application that they wanted, and nobody gets them anywhere else', async () => {
	const base = `http://127.0.0.1:${front.other}`;
	const lead = (wanted, ...more) => curl(process.env, base + wanted, '--path-as-is', ...more);
	const wanted = '/things/a%20b?c=d&e=%2F%2f&f=+#';
	const sent = (await lead(wanted.slice(0, -1), '-H', 'PARLEY-WANTED: //evil.example', '-H', 'Parley_Wanted: //evil.example')).header('location')[0];
	const session = borough.session();
	const then = new URL(sent).searchParams.get('then');
	assert.equal(then, `/continue/things${wanted.slice(0, -1)}`);
	const page = (await session.get(sent.slice(borough.origin.length))).text;
	assert.match(page, /name="then" value="\/continue\/things\/things\/a%20b\?c=d&amp;e=/);
	const inside = await session.form('/sign-in', { username: 'priya.nair', password, then, token: page.match(/name="token"[^>]*value="([^"]*)"/)[1] });
	assert.equal(inside.headers.location, then);
	const back = await session.get(then);
	assert.deepEqual([back.status, back.headers.location], [303, base + wanted.slice(0, -1)]);
	const cookie = ['-H', `Cookie: __Host-parley=${session.cookies.get('__Host-parley')}`];
	assert.equal((await lead(wanted.slice(0, -1), ...cookie)).body, 'the other application');

	// Whatever is asked for: after the sign-in it is Parley, and from there this one application.
	for (const evil of ['//evil.example', '///evil.example/', '/\\evil.example', '/%5cevil.example', '/%2f%2fevil.example', '/@evil.example', '/.evil.example',
		'/%0d%0aSet-Cookie:x=1', '/%00', '/a%0aLocation:%20http://evil.example', '/..//evil.example', '/%09/evil.example', '/?//evil.example', '/;@evil.example:80/',
		'/http://evil.example', `/${'a'.repeat(600)}`]) {
		const answer = await lead(evil);
		if (answer.status === 400) continue; // nginx itself refuses it
		assert.equal(answer.status, 303, evil);
		const to = new URL(answer.header('location')[0]);
		assert.equal(to.origin, borough.origin, evil);
		assert.deepEqual(answer.header('set-cookie'), [], evil);
		const on = to.searchParams.get('then') ?? '/';
		assert.match(on, /^\/(continue\/things\/|$)/, evil);
		if (on === '/') continue;
		const next = await curl(process.env, borough.origin + on, '--path-as-is');
		if ([200, 400, 404].includes(next.status)) continue; // a page of Parley's
		assert.equal(next.status, 303, evil);
		assert.equal(new URL(next.header('location')[0]).origin, base, `${evil}: ${next.header('location')}`);
		assert.deepEqual(next.header('set-cookie'), [], evil);
	}
	// Nor by Parley's own address, where nobody says what was wanted.
	for (const query of ['', '?then=//evil.example']) {
		const answer = await borough.request('GET', `/auth/sign-in${query}`, { headers: { 'PARLEY-WANTED': '//evil.example' } });
		if (query) assert.equal(answer.status, 400);
		else assert.equal(answer.headers.location, `${borough.origin}/sign-in`);
	}
});

// --- the emergency administrator ---

async function emergency(word, session = borough.session()) {
	return { session, answer: await session.signInByPage('/emergency', { password: word }) };
}
const arm = () => borough.mustParley('emergency', 'arm', '--why', 'The directory does not answer').match(/\n {4}([0-9A-Z-]{23})\n/)[1];
const status = () => JSON.parse(borough.mustParley('emergency', 'status', '--json'));

test('the emergency administrator gets in once, with the directory down, and can do settings only', async () => {
	const alex = await borough.signIn('alex.turner');
	const priya = await borough.signIn('priya.nair');
	assert.equal((await emergency('01234-56789-ABCDE-FGHJK')).answer.status, 403);
	assert.deepEqual(status(), { armed: false, armed_at: null, ends: null, used_at: null, by: null, why: null });
	assert.equal(borough.parley('emergency', 'arm').status, 1);
	const word = arm();
	assert.equal(status().armed, true);
	borough.signal('directory', 'SIGSTOP');
	try {
		assert.equal((await emergency('01234-56789-ABCDE-FGHJK')).answer.status, 403);
		const { session, answer } = await emergency(word.toLowerCase().replaceAll('-', ' '));
		assert.equal(answer.status, 303, answer.text);
		assert.equal((await emergency(word)).answer.status, 403);
		const me = await session.me();
		assert.deepEqual([me.person.name, me.administrator, me.roles, me.emergency.you], ['Emergency administrator', true, [], true]);
		assert.equal((await session.get('/api/v1/policies')).status, 200);
		for (const target of ['/api/v1/worklist?view=watching', '/api/v1/raise', '/api/v1/people?q=priya', '/api/v1/drafts/raise', '/api/v1/escalations/MSP-2027-000001']) {
			const refused = await session.get(target);
			assert.equal(refused.status, 403, target);
			assert.equal(refused.json.code, 'emergency-only');
		}
		assert.equal((await session.get('/auth/check')).status, 403, 'nor another application behind the same nginx');
		const edition = (await session.get('/api/v1/policies')).json.editions.find((one) => one.state !== 'in-force').id;
		assert.equal((await session.post(`/api/v1/policies/${edition}/retire`, { why: 'In an emergency' })).status, 200);
		const { history } = (await alex.get('/api/v1/settings')).json;
		assert.deepEqual(history.slice(0, 3).map(({ what, who }) => [what, who]),
			[['policy-retire', 'Emergency administrator'], ['emergency-used', 'Emergency administrator'], ['emergency-armed', null]]);
		assert.equal((await alex.me()).emergency.used, true);
		assert.equal((await alex.me()).emergency.why, 'The directory does not answer');
		assert.equal((await priya.me()).emergency, null);
		// Nobody finds them, and the hour ends whatever is open.
		assert.equal((await priya.get('/api/v1/people?q=emergency')).json.people.length, 0);
		borough.sql('UPDATE emergency SET ends = UTC_TIMESTAMP(6); UPDATE instance SET generation = generation + 1');
		assert.equal((await session.get('/api/v1/policies')).status, 401);
		assert.equal((await alex.me()).emergency, null);
	} finally {
		borough.signal('directory', 'SIGCONT');
	}
});

test('disarming ends it at once, arming again ends what was before, and administrators have mail', async () => {
	const first = arm();
	const second = arm();
	assert.equal((await emergency(first)).answer.status, 403);
	const { session } = await emergency(second);
	assert.equal((await session.get('/api/v1/me')).status, 200);
	assert.match(borough.mustParley('emergency', 'disarm'), /disarmed/);
	assert.match(borough.mustParley('emergency', 'disarm'), /nothing was armed/);
	assert.equal((await session.get('/api/v1/me')).status, 401);
	assert.equal((await emergency(second)).answer.status, 403);
	assert.equal(borough.sql("SELECT COUNT(*) FROM session s JOIN person p ON p.id = s.person_id WHERE p.username = '(emergency)'")[0][0], '0');
	assert.ok(!borough.sql('SELECT HEX(salt), HEX(digest) FROM emergency').flat().join().includes(Buffer.from(second).toString('hex').toUpperCase()));
	const told = await eventually(() => {
		const mails = borough.mails().filter(({ headers }) => /emergency administrator/.test(headers.subject));
		return mails.length >= 10 && mails;
	});
	assert.equal(told.length, 10); // armed three times and used twice, to two administrators
	assert.deepEqual([...new Set(told.flatMap(({ to }) => to))].sort(), ['alex.turner@partnership.marlowe.test', 'dev.sharma@partnership.marlowe.test']);
	assert.match(told[0].body, /armed the emergency administrator/);
	assert.doesNotMatch(told[0].body, /directory does not answer|escalations\//);
	// Guessing has its limit, for the one who guesses.
	for (let i = 0; i < 6; i++) await emergency('wrong');
	assert.equal((await emergency('wrong')).answer.status, 429);
	borough.sql('DELETE FROM throttle');
});

test('the settings say what does not go together', async () => {
	const config = readFileSync(path.join(borough.dir, 'parley.conf'), 'utf8');
	const file = path.join(borough.dir, 'wrong.conf');
	const doctor = (text) => { writeFileSync(file, text); return borough.parley('doctor', '--config', file); };
	assert.match(doctor(config.replace(/^kerberos.realms.*$/m, '')).stderr, /kerberos.keytab and kerberos.realms go together/);
	assert.match(doctor(config.replace(/^kerberos.keytab.*$/m, 'kerberos.keytab = /nowhere')).stdout, /FAILED +kerberos .*nowhere/);
	assert.match(doctor(config).stdout, /ok +kerberos /);
});
