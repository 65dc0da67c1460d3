// ./dev demo and ./dev stop: what a person may do to them, and what they must never do to others.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, root } from '../borough/harness.mjs';

const dev = path.join(root, 'dev');
let top;
// A blank in the folder's name, as a person's own folder may have one.
before(() => { top = mkdtempSync(path.join(tmpdir(), 'parley demo-')); });
after(() => {
	for (const name of readdirSync(top)) run('stop', '--dir', path.join(top, name));
	rmSync(top, { recursive: true, force: true });
});

// As outside of the tests, where each demo makes its database from nothing.
const environment = { ...process.env, PARLEY_TEST_FOLDER: '' };

function run(...args) {
	const result = spawnSync(dev, args, { encoding: 'utf8', timeout: 120_000, env: environment });
	return { status: result.status, text: result.stdout + result.stderr, out: result.stdout };
}

function demo(name, ...args) {
	return run('demo', '--no-setup', '--detach', '--dir', path.join(top, name), ...args);
}

function stop(name) {
	return run('stop', '--dir', path.join(top, name));
}

function pid(name, server) {
	return Number(readFileSync(path.join(top, name, 'run', `${server}.pid`), 'utf8').split(' ')[0]);
}

function address(text) {
	return text.match(/http:\/\/127\.0\.0\.1:(\d+)\//)?.[1];
}

function lives(number) {
	try {
		process.kill(number, 0);
		return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${number}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

test('it says where it is, who can sign in, and how to stop; a second start finds the first', () => {
	const first = demo('one', '--port', '0');
	assert.equal(first.status, 0, first.text);
	assert.match(first.out, /Parley is at +http:\/\/127\.0\.0\.1:\d+\//);
	assert.match(first.out, /priya\.nair +Priya Nair +Social Worker +Marlowe Children's Social Care +stage 1/);
	assert.match(first.out, /password is +marlowe-demo/);
	assert.ok(first.out.includes(`./dev stop --dir ${path.join(top, 'one').replaceAll(' ', '\\ ')}`), first.out);

	const second = demo('one');
	assert.equal(second.status, 0, second.text);
	assert.match(second.out, /already running/);
	assert.equal(address(second.out), address(first.out));

	const other = demo('one', '--port', '1');
	assert.equal(other.status, 1);
	assert.match(other.text, /already runs on port/);
	const otherPolicy = demo('one', '--policy', 'brent-lscb');
	assert.equal(otherPolicy.status, 1);
	assert.match(otherPolicy.text, /runs under redbridge-rscp/);
});

test('a killed server is started again, the others stay, the address stays', () => {
	const web = pid('one', 'web');
	for (const server of ['worker', 'directory']) process.kill(pid('one', server), 'SIGKILL');
	const again = demo('one');
	assert.equal(again.status, 0, again.text);
	assert.equal(pid('one', 'web'), web);
	assert.ok(lives(pid('one', 'worker')));
	assert.ok(lives(pid('one', 'directory')));
});

test('of a web server that was killed, what lives on and holds the port is ended too', () => {
	const web = pid('one', 'web');
	const workers = () => readdirSync('/proc').filter((entry) => {
		try {
			return Number(readFileSync(`/proc/${entry}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[3]) === web && lives(Number(entry));
		} catch {
			return false;
		}
	});
	process.kill(web, 'SIGKILL');
	assert.ok(workers().length > 0, 'a worker of the dead one lives on');
	const again = demo('one', '--port', '0');
	assert.equal(again.status, 0, again.text);
	assert.deepEqual(workers(), []);
	assert.notEqual(pid('one', 'web'), web);
});

test('stop ends every server, says which, and keeps the data; a second stop has nothing to do', () => {
	const all = ['database', 'directory', 'mail', 'worker', 'clock', 'web'];
	const pids = all.map((server) => pid('one', server));
	const stopped = stop('one');
	assert.equal(stopped.status, 0, stopped.text);
	for (const server of all) assert.ok(stopped.out.includes(server), `${server} in: ${stopped.out}`);
	assert.deepEqual(pids.filter(lives), []);
	assert.ok(existsSync(path.join(top, 'one', 'database', 'parley')));
	assert.match(stop('one').out, /Nothing was running/);
});

test('stop leaves a process alone that only has the number of an old one', () => {
	const other = spawn('sleep', ['60']);
	writeFileSync(path.join(top, 'one', 'run', 'worker.pid'), `${other.pid} 1\n`);
	assert.match(stop('one').out, /Nothing was running/);
	assert.ok(lives(other.pid));
	other.kill();
});

test('a taken port gets a sentence that names it and the way out, and nothing is left running', async () => {
	const server = net.createServer();
	await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
	const { port } = server.address();
	const refused = demo('two', '--port', String(port));
	assert.equal(refused.status, 1);
	assert.match(refused.text, new RegExp(`port ${port} is taken by another program.*--port`));
	assert.deepEqual(readdirSync(path.join(top, 'two', 'run')).filter((name) => name.endsWith('.pid')), []);
	assert.doesNotMatch(refused.text, /Stopped/, 'nothing was started');
	// Before the minutes that setting up takes on a fresh machine.
	for (const [options, why] of [[['--port', String(port)], /is taken/], [['--port', '0x50'], /not a port number/], [['--policy', 'nope'], /no policy nope/]]) {
		const early = run('demo', '--detach', '--dir', path.join(top, 'two'), ...options);
		assert.equal(early.status, 1);
		assert.match(early.text, why);
		assert.doesNotMatch(early.text, /Setting up/);
	}
	await new Promise((resolve) => { server.close(resolve); });
});

test('a start that was killed on the way leaves a folder that the next start can use', async () => {
	const dir = path.join(top, 'three');
	for (const part of ['database.new', 'database', 'run/directory.pid']) {
		const child = spawn(dev, ['demo', '--no-setup', '--detach', '--dir', dir, '--port', '0'],
			{ detached: true, stdio: 'ignore' });
		await eventually(() => existsSync(path.join(dir, part)) || child.exitCode !== null, { every: 5 });
		try {
			process.kill(-child.pid, 'SIGKILL');
		} catch (error) {
			assert.equal(error.code, 'ESRCH');
		}
	}
	const started = demo('three');
	assert.equal(started.status, 0, started.text);
	assert.match(stop('three').out, /Stopped: database directory mail worker clock web/);
});

test('a folder that holds other files is not touched', () => {
	const dir = path.join(top, 'theirs');
	mkdirSync(dir);
	writeFileSync(path.join(dir, 'novel.txt'), 'Chapter 1');
	const refused = demo('theirs');
	assert.equal(refused.status, 1);
	assert.match(refused.text, /holds other files/);
	assert.deepEqual(readdirSync(dir), ['novel.txt']);
});

test('a pipeline that detached it ends; Ctrl-C ends one in the foreground, with all its servers', async () => {
	const dir = path.join(top, 'four');
	const piped = spawnSync('/bin/sh', ['-c', `'${dev}' demo --no-setup --detach --port 0 --dir '${dir}' | cat`],
		{ encoding: 'utf8', timeout: 60_000 });
	assert.equal(piped.signal, null, 'the pipeline ended by itself');
	assert.match(piped.stdout, /runs in the background/);
	assert.equal(stop('four').status, 0);

	const child = spawn(dev, ['demo', '--no-setup', '--dir', dir], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	child.stdout.on('data', (part) => { said += part; });
	await eventually(() => said.includes('Ctrl-C stops it'), { seconds: 60 });
	const pids = ['database', 'directory', 'mail', 'worker', 'clock', 'web'].map((server) => pid('four', server));
	const ended = new Promise((resolve) => { child.on('close', resolve); });
	process.kill(-child.pid, 'SIGINT');
	assert.equal(await ended, 130);
	assert.deepEqual(pids.filter(lives), []);
	assert.match(said, /Stopped\. The data is kept/);
});

test('every command explains itself', () => {
	for (const command of ['demo', 'stop', 'try', 'test', 'bench', 'fuzz', 'lint', 'format']) {
		const help = run(command, '--help');
		assert.equal(help.status, 0, command);
		assert.ok(help.out.startsWith(`./dev ${command}`), help.out);
	}
	assert.equal(run('no-such-command').status, 2);
});
