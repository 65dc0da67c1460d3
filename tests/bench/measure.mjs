// measure.mjs - one size of the bench: starts the programs, lets them take turns under load, writes DIR/result.json.
// Called by run.sh, which has started MariaDB and nginx.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
	options: Object.fromEntries(['dir', 'build', 'size', 'rounds', 'seconds', 'connections', 'database', 'web']
		.map((name) => [name, { type: 'string' }])),
});
const dir = options.dir;
const starts = 7;
const threads = process.env.PARLEY_WORKER_THREADS ?? '8';
const kinds = [
	{ name: 'list', file: 'sessions.tsv' },
	{ name: 'case', file: 'reads.tsv' },
	{ name: 'event', file: 'writes.tsv' },
];

const portOf = (name) => Number(readFileSync(path.join(dir, 'ports'), 'utf8').match(new RegExp(`^${name}=(\\d+)$`, 'm'))[1]);
const rowsOf = (file) => readFileSync(path.join(dir, file), 'utf8').trim().split('\n').map((line) => line.split('\t'));
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

// --- processes ---------------------------------------------------------------

const running = new Set();
process.on('exit', () => {
	for (const child of running) child.kill('SIGTERM');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

function start(name, file, args) {
	const log = openSync(path.join(dir, 'logs', `${name}.log`), 'a');
	const child = spawn(file, args, { stdio: ['ignore', log, log] });
	running.add(child);
	child.once('exit', () => running.delete(child));
	return child;
}

const stop = (child) => new Promise((resolve) => {
	child.once('exit', resolve);
	child.kill('SIGTERM');
});

const startWorker = () => start('worker', path.join(options.build, 'parley-worker'), ['--config', path.join(dir, 'parley.conf')]);

function startReference(name, sizes) {
	const args = [path.join(dir, 'run', `${name}.sock`), threads, sizes.join(',')];
	if (name === 'bare') args.push(path.join(dir, 'run', 'db.sock'), path.join(dir, 'secrets', 'database-worker'));
	return start(name, path.join(options.build, 'tests/bench', name), args);
}

// utime and stime of a process, in microseconds; a tick is a hundredth of a second.
function cpuOf(pid) {
	const words = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
	return (Number(words[11]) + Number(words[12])) * 10000;
}

// What all processors did, and what this program and the tools that it called used of it.
function machine() {
	const words = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/ +/).slice(1).map(Number);
	const [user, nice, system, idle, wait, irq, softirq, steal = 0] = words;
	const self = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /s, '').split(' ').slice(11, 15).map(Number);
	const busy = user + nice + system + irq + softirq + steal;
	return { busy: busy * 10000, all: (busy + idle + wait) * 10000, tools: self.reduce((sum, n) => sum + n, 0) * 10000 };
}

function memoryOf(pid) {
	const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
	const number = (name) => Number(text.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))[1]);
	return { pss: number('Pss'), rss: number('Rss') };
}

const nginxWorker = readFileSync(`/proc/${options.web}/task/${options.web}/children`, 'utf8').trim().split(' ')[0];

// --- the database ------------------------------------------------------------

function sql(text) {
	const result = spawnSync('mariadb', ['--no-defaults', `--socket=${path.join(dir, 'run/db.sock')}`, '-N', '-B', 'parley'],
		{ input: text, encoding: 'utf8', maxBuffer: 1 << 26 });
	if (result.status !== 0) throw new Error(`mariadb: ${result.stderr}`);
	return result.stdout;
}

const statusText = "SHOW GLOBAL STATUS WHERE Variable_name IN ('Questions','Handler_write','Handler_update','Handler_delete',"
	+ "'Innodb_buffer_pool_reads') OR Variable_name LIKE 'Handler\\_read\\_%'";

function counters() {
	const all = Object.fromEntries(sql(statusText).trim().split('\n').map((line) => line.split('\t')));
	const sum = (names) => names.reduce((total, name) => total + Number(all[name] ?? 0), 0);
	return {
		statements: sum(['Questions']),
		read: sum(Object.keys(all).filter((name) => name.startsWith('Handler_read_'))),
		written: sum(['Handler_write', 'Handler_update', 'Handler_delete']),
		disk: sum(['Innodb_buffer_pool_reads']),
	};
}

const difference = (after, before) => Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - before[name]]));

// What asking itself adds to the counters.
function overheadOfAsking() {
	const first = counters();
	return difference(counters(), first);
}

const resetText = readFileSync(path.join(here, 'reset.sql'), 'utf8');

// Until the database has cleared away what the round before left: it would do so while we measure.
function reset() {
	sql(resetText);
	for (let tries = 0; tries < 600; tries++) {
		const [, length] = sql("SHOW GLOBAL STATUS LIKE 'Innodb_history_list_length'").trim().split('\t');
		if (Number(length) < 100) return;
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
	}
}

// --- requests of our own -----------------------------------------------------

function ask(port, method, target, headers = {}, body = undefined) {
	return new Promise((resolve) => {
		const request = http.request({ host: '127.0.0.1', port, method, path: target, headers, agent: false }, (answer) => {
			const parts = [];
			answer.on('data', (part) => parts.push(part));
			answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(parts) }));
		});
		request.on('error', () => resolve({ status: 0, body: Buffer.alloc(0) }));
		request.end(body);
	});
}

const cookie = (token) => ({ Cookie: `__Host-parley=${token}` });

async function must(status, ...request) {
	const answer = await ask(...request);
	if (answer.status !== status) throw new Error(`${request[1]} ${request[2]}: ${answer.status} ${answer.body}`);
	return answer.body;
}

function eventOf([token, csrf, , version], key) {
	const fields = { happened: new Date(Date.now() - 60000).toISOString().replace(/\.\d+/, ''), contact_type: 'telephone', summary: 'We spoke.' };
	return [{ ...cookie(token), 'X-CSRF-Token': csrf, 'Idempotency-Key': key, 'Content-Type': 'application/json' },
		JSON.stringify({ action: 'contact', version: Number(version), fields })];
}

// The bytes of Parley's own answers, which the reference programs then give too.
async function sizesOfAnswers(port) {
	const sample = (file) => rowsOf(file).filter((_, index, all) => index % Math.ceil(all.length / 40) === 0);
	const lists = [], cases = [], events = [];
	for (const [token] of sample('sessions.tsv')) lists.push(await must(200, port, 'GET', '/api/v1/worklist?view=needs-me', cookie(token)));
	for (const row of sample('reads.tsv')) cases.push(await must(200, port, 'GET', `/api/v1/escalations/${row[2]}`, cookie(row[0])));
	for (const row of sample('writes.tsv')) {
		events.push(await must(201, port, 'POST', `/api/v1/escalations/${row[2]}/events`, ...eventOf(row, `size-${row[2]}`)));
	}
	const items = median(lists.map((body) => JSON.parse(body).items.length));
	if (items !== 20) throw new Error(`a worklist has ${items} items: the fill went wrong`);
	mkdirSync(path.join(dir, 'alone'), { recursive: true });
	for (const [name, all] of [['list', lists], ['case', cases]]) {
		writeFileSync(path.join(dir, 'alone', `${name}.json`), ' '.repeat(median(all.map((body) => body.length))));
	}
	return [lists, cases, events].map((all) => median(all.map((body) => body.length)));
}

// --- starting ------------------------------------------------------------------

async function untilAnswered(port, headers) {
	for (;;) {
		const answer = await ask(port, 'GET', '/api/v1/me', headers);
		if (answer.status === 200) return;
		if (answer.status !== 0 && answer.status < 502 && answer.status !== 503) throw new Error(`/api/v1/me: ${answer.status} ${answer.body}`);
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
}

// From the start of the process to the first answer that needs policy, calendar and database.
async function timeStarts(port) {
	const headers = cookie(rowsOf('sessions.tsv')[0][0]);
	const times = [];
	for (let i = 0; i < starts; i++) {
		const begun = process.hrtime.bigint();
		const worker = startWorker();
		await untilAnswered(port, headers);
		times.push(Number(process.hrtime.bigint() - begun) / 1e6);
		if (i + 1 < starts) await stop(worker);
		else return { milliseconds: median(times), worker };
	}
}

// --- rounds ----------------------------------------------------------------------

let runs = 0;

function load(kind, port, seconds) {
	const result = spawnSync('wrk', ['-t1', `-c${options.connections}`, `-d${seconds}s`, '--timeout', '5s', '-s', path.join(here, 'load.lua'),
		`http://127.0.0.1:${port}`, '--', kind.name, path.join(dir, kind.file), `r${Date.now()}x${runs++}`], { encoding: 'utf8' });
	const line = result.stdout.match(/^RESULT (.*)$/m);
	if (!line) throw new Error(`wrk: ${result.stdout}${result.stderr}`);
	return JSON.parse(line[1]);
}

function measure(program, kind, overhead) {
	reset();
	const pids = { own: program.pid, database: options.database, nginx: nginxWorker };
	const cpu = () => Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuOf(pid)]));
	const before = counters(), cpuBefore = cpu(), machineBefore = machine();
	const loaded = load(kind, program.port, options.seconds);
	const whole = difference(machine(), machineBefore), used = difference(cpu(), cpuBefore);
	const counted = difference(difference(counters(), before), overhead);
	return { ...loaded, rate: loaded.requests / (loaded.microseconds / 1e6), cpu: used, counted, whole,
		ours: new Set(Object.values(pids)).size === 3 ? used.own + used.database + used.nginx : used.database + used.nginx };
}

function summary(rounds) {
	const total = (pick) => rounds.reduce((sum, round) => sum + pick(round), 0);
	const requests = total((round) => round.requests);
	const each = (pick) => total(pick) / requests;
	return {
		rate: median(rounds.map((round) => round.rate)), rates: rounds.map((round) => round.rate),
		p50: median(rounds.map((round) => round.p50)), p99: median(rounds.map((round) => round.p99)),
		cpu: each((round) => round.cpu.own), database: each((round) => round.cpu.database), nginx: each((round) => round.cpu.nginx),
		cpus: rounds.map((round) => round.cpu.own / round.requests),
		statements: each((round) => round.counted.statements), read: each((round) => round.counted.read),
		written: each((round) => round.counted.written), disk: each((round) => round.counted.disk),
		failed: total((round) => round.failed + round.broken), requests,
		others: total((round) => round.whole.busy - round.whole.tools - round.ours) / total((round) => round.whole.all),
	};
}

async function runRounds(programs, overhead) {
	const rounds = {};
	for (const kind of kinds) for (const program of programs) load(kind, program.port, 1), rounds[`${kind.name} ${program.name}`] = [];
	for (let round = 0; round < Number(options.rounds); round++) {
		for (const kind of kinds) {
			// Whoever comes first in one round comes later in the next.
			for (let i = 0; i < programs.length; i++) {
				const program = programs[(i + round) % programs.length];
				rounds[`${kind.name} ${program.name}`].push(measure(program, kind, overhead));
				// A signal to end is only heard in between.
				await new Promise(setImmediate);
			}
		}
		console.log(`  ${options.size}: round ${round + 1} of ${options.rounds}`);
	}
	return Object.fromEntries(kinds.map((kind) => [kind.name,
		programs.map((program) => ({ program: program.name, ...summary(rounds[`${kind.name} ${program.name}`]) }))]));
}

reset();
const port = portOf('parley');
const started = await timeStarts(port);
const fresh = memoryOf(started.worker.pid);
const sizes = await sizesOfAnswers(port);
const echo = startReference('echo', sizes), bare = startReference('bare', sizes);
for (const name of ['echo', 'bare']) {
	while (!existsSync(path.join(dir, 'run', `${name}.sock`))) await new Promise((resolve) => setTimeout(resolve, 5));
}
const programs = [
	{ name: 'nginx alone', port: portOf('alone'), pid: nginxWorker },
	{ name: 'FastCGI echo', port: portOf('echo'), pid: echo.pid },
	{ name: 'bare worker', port: portOf('bare'), pid: bare.pid },
	{ name: 'Parley', port, pid: started.worker.pid },
	{ name: 'Parley again', port, pid: started.worker.pid },
];
const cases = await runRounds(programs, overheadOfAsking());
const tasks = readdirSync(`/proc/${started.worker.pid}/task`).length;
writeFileSync(path.join(dir, 'result.json'), JSON.stringify({
	size: Number(options.size), made: readFileSync(path.join(dir, 'made'), 'utf8').trim(), rounds: Number(options.rounds),
	seconds: Number(options.seconds), connections: Number(options.connections), threads: Number(threads), sizes, tasks,
	start: started.milliseconds, memory: { fresh, after: memoryOf(started.worker.pid), bare: memoryOf(bare.pid) }, cases,
}, null, '\t'));
await Promise.all([...running].map(stop));
