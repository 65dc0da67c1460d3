// Directories as people meet them: a session loses its rights when its entry does, a directory that is away changes nobody, and
// several are a setting that is tried, saved, and taken back.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, renameSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';

let borough;
before(async () => {
	borough = await startBorough();
});
after(() => borough?.stop());

const PEOPLE = 'ou=people,dc=marlowe,dc=test';
const active = (username) => borough.sql(`SELECT active FROM person WHERE username = '${username}'`)[0][0];

function changeDirectory(username, change) {
	const done = spawnSync('ldapmodify', ['-x', '-H', `ldaps://127.0.0.1:${borough.portOf('ldaps')}`, '-D', 'cn=root,dc=marlowe,dc=test',
		'-w', readFileSync(`${borough.dir}/secrets/directory-root`, 'utf8').trim()], { encoding: 'utf8', input: `dn: uid=${username},${PEOPLE}\nchangetype: modify\n${change}\n`,
		env: { ...process.env, LDAPTLS_CACERT: `${borough.dir}/tls/ca.pem` } });
	assert.equal(done.status, 0, done.stderr);
}

test('who is disabled loses a running session, who is retitled has other roles in it', async () => {
	const [priya, tom] = [await borough.signIn('priya.nair'), await borough.signIn('tom.okafor')];
	assert.ok((await tom.get('/api/v1/me')).json.roles.length > 0);
	changeDirectory('priya.nair', 'replace: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z');
	changeDirectory('tom.okafor', 'replace: title\ntitle: Crossing Patrol');
	assert.match(borough.mustParley('directory', 'refresh', '--sessions'), /^1 people; .* 1 have left$/m);
	assert.equal((await priya.get('/api/v1/me')).status, 401);
	assert.equal(active('priya.nair'), '0');
	const me = (await tom.get('/api/v1/me')).json;
	assert.deepEqual(me.roles, []);
	assert.equal((await tom.get('/api/v1/raise')).status, 403);
	assert.deepEqual(borough.sql("SELECT p.username, c.active_after, c.roles_after FROM person_change c JOIN person p ON p.id = c.person_id ORDER BY p.username"),
		[['priya.nair', '0', borough.sql("SELECT roles FROM person WHERE username = 'priya.nair'")[0][0]], ['tom.okafor', '1', '']]);
});

test('a password that must be changed is told after the right one, and not before', async () => {
	changeDirectory('ruth.calloway', 'replace: pwdReset\npwdReset: TRUE');
	const right = await borough.session().signIn('ruth.calloway');
	assert.match(right.text, /Your password has to be changed first/);
	assert.equal((await borough.session().signIn('ruth.calloway', 'wrong')).text.includes('has to be changed'), false);
	changeDirectory('ruth.calloway', 'delete: pwdReset');
	await borough.signIn('ruth.calloway');
});

test('a directory that is away changes nobody, and says so', async () => {
	const tom = await borough.signIn('tom.okafor');
	process.kill(borough.pidOf('directory'), 'SIGKILL');
	const failed = borough.parley('directory', 'refresh', '--sessions');
	assert.equal(failed.status, 1);
	assert.match(failed.stderr, /directory-(down|timeout)/);
	assert.equal((await tom.get('/api/v1/me')).status, 200);
	const out = borough.session();
	assert.equal((await out.signIn('ruth.calloway')).status, 503);
	await borough.start();
	const alex = await borough.signIn('alex.turner');
	const shown = (await alex.get('/api/v1/settings')).json.settings.find((one) => one.name === 'directories');
	assert.match(JSON.stringify(shown.attention), /The last refresh of council changed nobody/);
	borough.mustParley('directory', 'refresh', '--sessions');
});

test('several in order: tried, saved, used by sign-in at once; too many leavers change nobody; taken back', async () => {
	const alex = await borough.signIn('alex.turner');
	const name = '/api/v1/settings/directories';
	const { value, version } = (await alex.get(name)).json;
	const [council] = value.directories;
	assert.equal(council.secret, 'configuration');
	assert.match(council.ca, /BEGIN CERTIFICATE/);
	assert.ok(!JSON.stringify(value).includes(readFileSync(`${borough.dir}/secrets/directory-reader`, 'utf8').trim()));
	const health = "(o=St Bride's Hospital)";
	const both = { directories: [
		{ ...council, user_filter: `(&(objectClass=inetOrgPerson)(uid=%u)(!${health}))`, people_filter: `(&(objectClass=inetOrgPerson)(!${health}))` },
		{ ...council, name: 'trust', secret: 'file', secret_name: 'reader', domains: 'trust.test', admin_group: null,
			user_filter: `(&(objectClass=inetOrgPerson)(uid=%u)${health})`, people_filter: `(&(objectClass=inetOrgPerson)${health})`,
			agency_by: 'base', agencies: [{ dn: PEOPLE, agency: 'st-brides-hospital' }] },
	] };
	const wrong = await alex.post(`${name}/preview`, { value: { directories: [both.directories[0], { ...both.directories[1], secret_name: 'nothing' }] } });
	assert.equal(wrong.status, 422);
	assert.equal(wrong.json.errors[0].pointer, '/value/directories/1/secret_name');
	for (const [bad, member] of [[{ ca: 'rubbish' }, 'ca'], [{ ca: null }, 'ca'], [{ ca: council.ca.replace(/MII/, 'AAA') }, 'ca'],
		[{ user_filter: '(uid=x)' }, 'user_filter'], [{ user_filter: '(uid=%u' }, 'user_filter'], [{ people_filter: '(a=b)(c=d)' }, 'people_filter'],
		[{ mail_attribute: 'm ail' }, 'mail_attribute'], [{ base: 'people' }, 'base'], [{ agency_by: 'base', agencies: [{ dn: 'x', agency: 'marlowe-police' }] }, 'agencies/0/dn'],
		[{ admin_group: 'x' }, 'admin_group'], [{ uris: 'http://x' }, 'uris']]) {
		const refused = await alex.post(`${name}/preview`, { value: { directories: [{ ...council, ...bad }] } });
		assert.equal(refused.json.errors?.[0].pointer, `/value/directories/0/${member}`, refused.text);
	}
	const locked = await alex.post(`${name}/preview`, { value: { directories: [both.directories[1]] } });
	assert.ok(locked.json.sections.some((one) => one.id === 'locked-out'), JSON.stringify(locked.json));
	assert.ok(locked.json.sections.find((one) => one.id === 'gone').count > 50);
	const preview = (await alex.post(`${name}/preview`, { value: both })).json;
	assert.match(JSON.stringify(preview.sections.find((one) => one.id === 'tried')), /trust, count.*\d+ people/);
	assert.ok(!preview.sections.some((one) => one.id === 'locked-out'));
	const saved = await alex.put(name, { value: both, why: 'The trust joined' }, { headers: { 'If-Match': `"${version}"` } });
	assert.equal(saved.status, 200, saved.text);
	// A secret that others can read from now on: the sentence says what to do, and not what is in it.
	const reader = `${borough.dir}/secrets/directories/reader`;
	chmodSync(reader, 0o644);
	const unread = borough.parley('directory', 'test', 'trust');
	chmodSync(reader, 0o600);
	assert.match(unread.stdout + unread.stderr, /cannot be read\. .* can be read or written by others than its owner\. Do: chmod 600 .*\/reader$/m);
	assert.ok(!(unread.stdout + unread.stderr).includes(readFileSync(reader, 'utf8').trim()));
	borough.mustParley('directory', 'test', 'trust');

	// What a thread of the worker opened while the secret could not be read, it tries again by itself.
	const midwife = borough.sql("SELECT username FROM person WHERE agency_id = 'st-brides-hospital' AND active = 1 ORDER BY id LIMIT 1")[0][0];
	renameSync(reader, `${reader}.away`);
	assert.equal((await borough.session().signIn(`${midwife}@trust.test`)).status, 503);
	assert.match(borough.log('worker'), /directories-shut count=1 again=5s/);
	renameSync(`${reader}.away`, reader);
	// Threads take turns and a sign-in is two requests: with a third now and then it comes to each of them.
	let turn = 0;
	await eventually(async () => {
		if (turn++ % 2) await borough.session().get('/healthz');
		return (await borough.session().signIn(`${midwife}@trust.test`)).status === 303 && /directories-open count=2/.test(borough.log('worker'));
	}, { every: 200 });

	await borough.signIn(midwife);
	await borough.signIn(`${midwife}@trust.test`);
	await borough.signIn('MARLOWE\\ruth.calloway');
	assert.deepEqual(borough.sql(`SELECT directory, agency_id FROM person WHERE username = '${midwife}' AND directory = 'trust'`), [['trust', 'st-brides-hospital']]);
	const refreshed = borough.parley('directory', 'refresh');
	assert.match(refreshed.stdout, /^trust: \d+ people; .* 0 have left$/m);
	assert.match(borough.mustParley('directory', 'test', 'trust', midwife), /ok +trust +agency +St Bride's Hospital/);
	assert.match(borough.mustParley('settings', 'undo', 'directories', '--why', 'Not yet'), /./);
	assert.deepEqual(borough.sql("SELECT COUNT(*) FROM person WHERE directory = 'trust' AND active = 1"), [['0']]);
	await borough.signIn(midwife);
});
