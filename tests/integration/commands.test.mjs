// The administrator's command line, and the two servers as a system administrator meets them.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, root, startBorough } from '../borough/harness.mjs';

let borough;
let programs;
before(async () => {
	borough = await startBorough();
	programs = readFileSync(path.join(borough.dir, 'build'), 'utf8').trim();
});
after(() => borough.stop());

const json = (...args) => JSON.parse(borough.mustParley(...args, '--json'));

// The settings of the borough with some lines changed; gives the file's path.
function settings(name, changes) {
	let text = readFileSync(path.join(borough.dir, 'parley.conf'), 'utf8');
	for (const [key, value] of Object.entries(changes)) {
		const line = new RegExp(`^${key.replaceAll('.', '\\.')} *=.*$`, 'm');
		assert.match(text, line, key);
		text = text.replace(line, `${key} = ${value}`);
	}
	const file = path.join(borough.dir, `${name}.conf`);
	writeFileSync(file, text);
	return file;
}

function fails(status, code, ...args) {
	const answer = borough.parley(...args);
	assert.equal(answer.status, status, `${args.join(' ')}: ${answer.stdout}${answer.stderr}`);
	assert.match(answer.stderr, new RegExp(`^parley: .+ \\(${code}\\)$`, 'm'), `${args.join(' ')}: ${answer.stderr}`);
	return answer;
}

test('every command explains itself, and stands in the manual', () => {
	const help = borough.mustParley('--help');
	const commands = [...help.matchAll(/^ {2}(\S+(?: \S+)?) {2,}\S/gm)].map((found) => found[1]);
	assert.ok(commands.length >= 15, commands.join());
	const manual = readFileSync(path.join(root, 'docs/man/parley.1'), 'utf8');
	for (const command of commands) {
		assert.match(borough.mustParley(...command.split(' '), '--help'), new RegExp(`^Usage: parley ${command}\\b`), command);
		assert.ok(manual.includes(`.It Ic ${command}`) || manual.includes(`.Ic ${command}\n`), `${command} is in parley.1`);
	}
	const group = borough.mustParley('policy', '--help');
	assert.match(group, /^ {2}policy import /m);
	assert.doesNotMatch(group, /^ {2}settings /m, 'the commands of one word');
	assert.equal(borough.parley('policy').status, 2);
});

test('what can be set is told with its default', () => {
	assert.match(borough.mustParley('config'), /^instance\.reference = MSP\n {4}What references begin with/m);
});

test('what is asked wrongly ends with 2', () => {
	assert.equal(borough.parley().status, 2);
	fails(2, 'usage', 'nothing');
	fails(2, 'usage', 'policy', 'nothing');
	fails(2, 'usage', 'policy', 'import');
	fails(2, 'usage', 'policy', 'list', 'more');
	fails(2, 'usage', 'migrate', '--colour');
	fails(2, 'usage', 'clock', '--set');
	fails(2, 'usage', 'policy', 'import', 'x.json', '--json');
	for (const program of ['parley-worker', 'parley-clock']) {
		assert.equal(spawnSync(path.join(programs, program), ['--nothing']).status, 2);
		assert.equal(spawnSync(path.join(programs, program), ['--help']).status, 0);
	}
});

test('settings that do not hold are named by file and line', () => {
	assert.match(fails(1, '[a-z-]+', 'policy', 'list', '--config', '/nowhere/parley.conf').stderr, /\/nowhere\/parley\.conf/);
	const file = settings('wrong', { 'log.level': 'loud' });
	assert.match(fails(1, '[a-z-]+', 'policy', 'list', '--config', file).stderr, /wrong\.conf.*\d+/);
	const worker = spawnSync(path.join(programs, 'parley-worker'), ['--config', file], { encoding: 'utf8' });
	assert.equal(worker.status, 1);
	assert.match(worker.stderr, /wrong\.conf/);
});

test('migrations are applied once, and all of them were', () => {
	const all = json('migrate', '--status');
	assert.ok(all.length >= 3 && all.every((one) => one.applied), JSON.stringify(all));
	assert.match(borough.mustParley('migrate'), /up to date/);
});

test('references begin with what the settings say, from the next migration on', () => {
	const prefix = () => borough.sql('SELECT reference_prefix FROM instance')[0][0];
	borough.mustParley('migrate', '--config', settings('prefix', { 'instance.reference': 'BRENT' }));
	assert.equal(prefix(), 'BRENT');
	borough.mustParley('migrate');
	assert.equal(prefix(), 'MSP');
});

test('a policy file that does not hold together is named by place and reason, and the one in force stays', () => {
	const policy = JSON.parse(readFileSync(path.join(root, 'policies/redbridge-rscp.json'), 'utf8'));
	policy.stages[0].duties[0].within = '3 days';
	policy.colour = 'red';
	const file = path.join(borough.dir, 'broken.json');
	writeFileSync(file, JSON.stringify(policy));
	const before = json('policy', 'list');
	const refused = fails(1, '[a-z-]+', 'policy', 'import', file);
	assert.match(refused.stderr, /\/colour: /);
	assert.match(refused.stderr, /\/stages\/0\/duties\/0\/within: /);
	assert.deepEqual(json('policy', 'list'), before);
	const checked = borough.parley('policy', 'check', file, '--json');
	assert.equal(checked.status, 1);
	assert.deepEqual(JSON.parse(checked.stdout).map((one) => one.pointer).sort(), ['/colour', '/stages/0/duties/0/within']);
	writeFileSync(file, '{"id": ');
	assert.match(fails(1, 'not-json', 'policy', 'check', file).stderr, new RegExp(`${file}: .*line 1`));
	assert.match(borough.mustParley('policy', 'check', path.join(root, 'policies/redbridge-rscp.json')), /holds together/);
});

test('the same policy again is the same edition; another can be put into force and back', async () => {
	const file = path.join(root, 'policies/redbridge-rscp.json');
	const before = json('policy', 'list');
	borough.mustParley('policy', 'import', file);
	assert.deepEqual(json('policy', 'list'), before);
	const inForce = before.find((one) => one.in_force);
	const other = before.find((one) => !one.in_force);
	const priya = await borough.signIn('priya.nair');
	borough.mustParley('policy', 'use', String(other.edition));
	assert.equal((await priya.me()).policy.id, other.policy, 'without a restart');
	borough.mustParley('policy', 'use', inForce.policy);
	assert.equal((await priya.me()).policy.id, inForce.policy);
	fails(1, 'no-such-edition', 'policy', 'use', '999');
});

test('agencies, rules and people are lists that a program can read', () => {
	assert.ok(json('agency', 'list').length >= 10);
	const { rules } = json('mapping', 'list');
	assert.ok(rules.some((rule) => rule.titles.includes('Head Teacher') && rule.roles.includes('senior-manager')), JSON.stringify(rules));
	assert.match(borough.mustParley('mapping', 'fill', 'redbridge-rscp'), /as they were/);
	fails(1, 'rules-there', 'mapping', 'fill', 'nel-scp-sab');
	fails(1, 'no-such-policy', 'mapping', 'fill', 'no-such-policy');
	const file = path.join(borough.dir, 'agencies.json');
	writeFileSync(file, '[{"id":"a","name":"A","sector":"health","colour":"red"},{"id":"b"}]');
	const refused = fails(1, 'invalid', 'agency', 'import', file);
	for (const place of ['/0/colour', '/1/name', '/1/sector']) assert.match(refused.stderr, new RegExp(`  ${place}: `));
});

test('a refresh takes new titles and leavers, unless too many would have left', () => {
	assert.match(borough.mustParley('directory', 'refresh'), /^\d+ people; .* 0 have left$/m);
	borough.sql("INSERT INTO person (directory, directory_key, username, name, refreshed_at) SELECT directory, 'gone', 'gone', 'Gone', NOW(6) - INTERVAL 1 DAY FROM person LIMIT 1");
	assert.match(borough.mustParley('directory', 'refresh'), / 1 have left$/m);
	assert.deepEqual(borough.sql("SELECT active FROM person WHERE username = 'gone'"), [['0']]);
	borough.sql("INSERT INTO person (directory, directory_key, username, name, refreshed_at) SELECT directory, CONCAT('gone', id), CONCAT('gone', id), 'Gone', NOW(6) - INTERVAL 1 DAY FROM person");
	fails(1, 'too-many-leavers', 'directory', 'refresh');
	assert.ok(Number(borough.sql("SELECT COUNT(*) FROM person WHERE username LIKE 'gone%' AND active = 1")[0][0]) > 50);
	// The page of all settings and the doctor say so until one is complete again.
	assert.match(JSON.parse(borough.parley('doctor', '--json').stdout).find((one) => one.part === 'people').detail, /no longer in the directory council/);
	borough.sql("DELETE FROM person WHERE username LIKE 'gone%'");
	borough.mustParley('directory', 'refresh');
});

test('the directory is tried step by step', () => {
	const steps = json('directory', 'test', 'council', 'PRIYA.NAIR@marlowe.test');
	assert.ok(steps.length >= 12 && steps.every((step) => step.result === 'ok' && step.directory === 'council'), JSON.stringify(steps));
	const detail = (name) => steps.find((one) => one.step === name).detail;
	assert.match(detail('certificate'), /CN=localhost.*until/);
	assert.match(detail('person'), /^Priya Nair; the entry was last changed on /);
	assert.equal(detail('job title'), 'Social Worker');
	assert.match(detail('agency'), /marlowe-csc/);
	assert.match(detail('rule'), /^\d+: ‘Social Worker’/);
	assert.match(detail('stage roles'), /Practitioner/);
	assert.ok(!JSON.stringify(steps).includes(readFileSync(path.join(borough.dir, 'secrets/directory-reader'), 'utf8').trim()));
	fails(1, 'directory', 'directory', 'test', 'council', 'nobody.here');
	fails(1, 'no-such-directory', 'directory', 'test', 'trust');
});

test('the clock of a demo moves, by what policies write; that of a real instance never does', () => {
	assert.match(borough.setClock('2027-12-23T10:00'), /^Thursday 23 December 2027 at 10am \(moved\)$/m);
	assert.match(borough.advanceClock('3 working days'), /^Thursday 30 December 2027 at 10am/m);
	assert.match(borough.advanceClock('24 hours'), /^Friday 31 December 2027 at 10am/m);
	assert.match(borough.advanceClock('1 month'), /^Monday 31 January 2028 at 10am/m);
	fails(1, 'span', 'clock', '--advance', '3 days');
	fails(1, 'time', 'clock', '--set', 'tomorrow');
	fails(1, 'usage', 'clock', '--reset', '--set', '2027-12-23T10:00');
	borough.mustParley('clock', '--reset');
	assert.equal(json('clock').offset_microseconds, 0);
	const real = settings('real', { 'instance.demo': 'no', 'instance.origin': 'https://parley.example.org' });
	borough.mustParley('migrate', '--config', real);
	fails(1, 'not-a-demo', 'clock', '--set', '2027-12-23T10:00', '--config', real);
	fails(1, 'not-a-demo', 'clock', '--advance', '24 hours', '--config', real);
	borough.mustParley('migrate');
});

test('the doctor looks at every part, and says which one is ill', async () => {
	const parts = json('doctor');
	for (const part of ['database', 'tables', 'policy', 'agencies', 'mapping', 'calendar', 'directory', 'people', 'mail', 'files', 'worker']) {
		assert.ok(parts.some((one) => one.part === part && one.ok), `${part}: ${JSON.stringify(parts)}`);
	}
	process.kill(borough.pidOf('directory'), 'SIGKILL');
	const ill = borough.parley('doctor', '--json');
	assert.equal(ill.status, 1);
	assert.deepEqual(JSON.parse(ill.stdout).filter((one) => !one.ok).map((one) => one.part), ['directory']);
	await borough.start();
});

// --- the servers ---

function startWorker(name, socket, changes = {}) {
	const config = settings(name, { 'worker.socket': socket, ...changes });
	const child = spawn(path.join(programs, 'parley-worker'), ['--config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
	child.said = '';
	child.stderr.setEncoding('utf8').on('data', (text) => { child.said += text; });
	return child;
}

test('a worker starts and stops in peace, and takes over what a killed one left', async () => {
	const socket = path.join(borough.dir, 'run/other.sock');
	let child = startWorker('other', socket);
	await eventually(() => child.said.includes(' started '));
	assert.equal(statSync(socket).mode & 0o777, 0o660);

	const second = startWorker('other', socket);
	assert.deepEqual(await once(second, 'exit'), [1, null]);
	assert.match(second.said, /another worker answers.*\(socket-in-use\)/);

	child.kill('SIGKILL');
	await once(child, 'exit');
	assert.ok(existsSync(socket));
	child = startWorker('other', socket);
	await eventually(() => child.said.includes(' started '));
	child.kill('SIGHUP');
	await eventually(() => child.said.includes(' reload '));
	child.kill('SIGTERM');
	assert.deepEqual(await once(child, 'exit'), [0, null]);
	assert.match(child.said, / stopped /);
	assert.ok(!existsSync(socket));
});

test('a worker never takes a file for a socket', async () => {
	const file = path.join(borough.dir, 'run/precious');
	writeFileSync(file, 'precious');
	const child = startWorker('precious', file);
	assert.deepEqual(await once(child, 'exit'), [1, null]);
	assert.equal(readFileSync(file, 'utf8'), 'precious');
});

test('requests that are being answered when it is told to stop are answered', async () => {
	const priya = await borough.signIn('priya.nair');
	// Held up inside the database, where it cannot be hurried.
	const locked = spawn('mariadb', ['--no-defaults', `--socket=${borough.dir}/run/db.sock`, '--unbuffered', '--batch', 'parley'], { stdio: ['pipe', 'pipe', 'inherit'] });
	locked.stdin.write('LOCK TABLES session WRITE; SELECT "locked";\n');
	await once(locked.stdout, 'data');
	const answer = priya.get('/api/v1/me');
	await eventually(() => Number(borough.sql("SELECT COUNT(*) FROM information_schema.processlist WHERE state LIKE '%lock%' AND user = 'parley_worker'")[0][0]) > 0);
	const pid = borough.pidOf('worker');
	process.kill(pid, 'SIGTERM');
	locked.stdin.end('UNLOCK TABLES;\n');
	assert.equal((await answer).status, 200);
	await eventually(() => !existsSync(`/proc/${pid}`) || readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
	await borough.start();
	assert.equal((await priya.get('/api/v1/me')).status, 200);
});

test('the worker stays within its memory', async () => {
	const priya = await borough.signIn('priya.nair');
	for (let i = 0; i < 20; i++) await Promise.all([1, 2, 3, 4].map(() => priya.get('/api/v1/raise')));
	const rollup = readFileSync(`/proc/${borough.pidOf('worker')}/smaps_rollup`, 'utf8');
	const pss = Number(rollup.match(/^Pss: +(\d+) kB/m)[1]);
	const sanitized = readFileSync(`/proc/${borough.pidOf('worker')}/maps`, 'utf8').includes('libasan');
	assert.ok(sanitized || pss <= 16 * 1024, `${pss} KiB`);
});
