// harness.mjs - a whole borough for a test: real nginx, worker, clock, MariaDB, slapd and mail sink,
// in a folder of its own, on free ports, gone when the test ends. Node 18, no dependencies.
//
//	import { startBorough } from '../borough/harness.mjs';
//	const borough = await startBorough();              // { policy, threads, environment, settings: lines of parley.conf }
//	const priya = await borough.signIn('priya.nair');
//	const answer = await priya.get('/api/v1/worklist?view=needs-me');   // { status, headers, body, json }
//	await priya.post('/api/v1/escalations', { fields });                // CSRF token and Idempotency-Key by themselves
//	borough.setClock('2027-12-23T10:00');  borough.advanceClock('3 working days');
//	borough.parley('policy', 'list', '--json');        // { status, stdout, stderr }
//	borough.mails();                                   // [{ from, to, headers, body }], oldest first
//	await borough.stop();
//
// To look at a borough after a test: PARLEY_KEEP=1 leaves its folder and its servers as they are.

import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../..');
export const password = 'marlowe-demo';

const dev = path.join(root, 'dev');
const running = new Set();

// A test that fails or is interrupted leaves no servers behind.
process.on('exit', () => {
	for (const borough of running) borough.stopNow();
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

function run(file, args, options = {}) {
	return new Promise((resolve, reject) => {
		execFile(file, args, { maxBuffer: 1 << 26, ...options }, (error, stdout, stderr) => {
			if (error) reject(new Error(`${path.basename(file)} ${args.join(' ')}\n${stdout}${stderr}`));
			else resolve(stdout);
		});
	});
}

export async function startBorough({ policy = 'redbridge-rscp', threads = 4, environment = {}, settings = [] } = {}) {
	const dir = mkdtempSync(path.join(tmpdir(), 'parley-'));
	const borough = new Borough(dir, {
		...process.env, PARLEY_WORKER_THREADS: String(threads), PARLEY_BOROUGH_SETTINGS: settings.join('\n'), ...environment,
	});
	running.add(borough);
	await borough.start('--policy', policy, '--port', '0');
	return borough;
}

// A borough that somebody else started, for ./dev try.
export function openBorough(dir) {
	return new Borough(dir, process.env);
}

function isFrozen(pid) {
	return readdirSync(`/proc/${pid}/task`).every((task) => {
		try {
			return /\) T /.test(readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8'));
		} catch {
			return true; // that thread has ended
		}
	});
}

class Borough {
	constructor(dir, environment) {
		this.dir = dir;
		this.environment = environment;
	}

	// Also starts again what was killed; without options it keeps its port and policy.
	async start(...options) {
		await run(dev, ['demo', '--no-setup', '--detach', '--dir', this.dir, ...options], { env: this.environment });
	}

	get port() {
		return this.portOf('web');
	}

	get origin() {
		return `http://127.0.0.1:${this.port}`;
	}

	portOf(name) {
		const line = readFileSync(path.join(this.dir, 'ports'), 'utf8').match(new RegExp(`^${name}=(\\d+)$`, 'm'));
		return Number(line[1]);
	}

	// 'database', 'directory', 'mail', 'worker', 'clock' or 'web'.
	pidOf(name) {
		return Number(readFileSync(path.join(this.dir, 'run', `${name}.pid`), 'utf8').split(' ')[0]);
	}

	log(name) {
		const file = path.join(this.dir, 'logs', `${name}.log`);
		return existsSync(file) ? readFileSync(file, 'utf8') : '';
	}

	// Sends a signal to one server of this borough, for tests of what happens without it.
	// SIGSTOP stops one thread after another: it is done when all stand still (state T in proc(5)).
	signal(name, signal) {
		const pid = this.pidOf(name);
		process.kill(pid, signal);
		while (signal === 'SIGSTOP' && !isFrozen(pid)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
	}

	// The command of the build that the worker is from.
	parley(...args) {
		const from = readFileSync(path.join(this.dir, 'build'), 'utf8').trim();
		const result = spawnSync(path.join(from, 'parley'), args, {
			encoding: 'utf8',
			env: { ...this.environment, PARLEY_CONFIG: path.join(this.dir, 'parley.conf') },
		});
		if (result.error) throw result.error;
		return { status: result.status, stdout: result.stdout, stderr: result.stderr };
	}

	// The same, for a step that must succeed.
	mustParley(...args) {
		const result = this.parley(...args);
		if (result.status !== 0) {
			throw new Error(`parley ${args.join(' ')}: status ${result.status}\n${result.stdout}${result.stderr}`);
		}
		return result.stdout;
	}

	setClock(time) {
		return this.mustParley('clock', '--set', time);
	}

	advanceClock(duration) {
		return this.mustParley('clock', '--advance', duration);
	}

	// SQL as the database's own administrator; rows as arrays of strings.
	sql(statement, database = 'parley') {
		const args = ['--no-defaults', `--socket=${this.dir}/run/db.sock`, '--batch', '--skip-column-names', database];
		const result = spawnSync('mariadb', args, { encoding: 'utf8', input: statement });
		if (result.status !== 0) throw new Error(result.stderr);
		return result.stdout.split('\n').slice(0, -1).map((row) => row.split('\t'));
	}

	mails() {
		const folder = path.join(this.dir, 'mail');
		const names = readdirSync(folder).filter((name) => name.endsWith('.eml')).sort();
		return names.map((name) => readMail(readFileSync(path.join(folder, name), 'utf8')));
	}

	// One request, exactly as given: no session, no token, no redirect followed.
	request(method, target, { headers = {}, body } = {}) {
		return new Promise((resolve, reject) => {
			const request = http.request({ host: '127.0.0.1', port: this.port, method, path: target, headers, agent: false });
			request.setTimeout(30_000, () => request.destroy(new Error(`${method} ${target}: no answer within 30 seconds`)));
			request.on('error', reject);
			request.on('response', (response) => {
				const parts = [];
				response.on('error', reject);
				response.on('data', (part) => parts.push(part));
				response.on('end', () => resolve(new Answer(response, Buffer.concat(parts))));
			});
			request.end(body);
		});
	}

	session() {
		return new Session(this);
	}

	async signIn(username, withPassword = password) {
		const session = this.session();
		const answer = await session.signIn(username, withPassword);
		if (answer.status !== 303) throw new Error(`${username} could not sign in: ${answer.status} ${answer.text}`);
		await session.me();
		return session;
	}

	async stop() {
		if (process.env.PARLEY_KEEP) {
			running.delete(this);
			console.error(`The borough is kept: ${this.origin}/ in ${this.dir}`);
			return;
		}
		await run(dev, ['stop', '--dir', this.dir]);
		running.delete(this);
		const complaint = this.complaints();
		rmSync(this.dir, { recursive: true, force: true });
		if (complaint) throw new Error(`a sanitizer found something:\n${complaint}`);
	}

	stopNow() {
		if (process.env.PARLEY_KEEP) return;
		spawnSync(dev, ['stop', '--dir', this.dir]);
		rmSync(this.dir, { recursive: true, force: true });
	}

	// What a sanitizer said in the log of a program of ours; it is never only a log line.
	complaints() {
		const found = ['worker', 'clock', 'prepare'].map((name) => this.log(name)).join('\n');
		const start = found.search(/(Address|Leak|Thread|UndefinedBehavior)Sanitizer|runtime error:/);
		return start < 0 ? '' : found.slice(start, start + 4000);
	}
}

class Answer {
	constructor(response, bytes) {
		this.status = response.statusCode;
		this.headers = response.headers;
		this.bytes = bytes;
	}

	get text() {
		return this.bytes.toString('utf8');
	}

	get json() {
		return JSON.parse(this.text);
	}
}

// One person's browser, without the browser: cookies are kept, and what pages send with every
// request is sent here too.
class Session {
	constructor(borough) {
		this.borough = borough;
		this.cookies = new Map();
		this.csrf = null;
	}

	async request(method, target, { headers = {}, body } = {}) {
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const all = { ...(cookie && { Cookie: cookie }), ...headers };
		if (method !== 'GET' && method !== 'HEAD') all.Origin ??= this.borough.origin;
		const answer = await this.borough.request(method, target, { headers: all, body });
		this.keepCookies(answer.headers['set-cookie'] ?? []);
		return answer;
	}

	keepCookies(lines) {
		for (const line of lines) {
			const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
			if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
			else this.cookies.set(name, value);
		}
	}

	signIn(username, withPassword = password, then = '/') {
		return this.signInByPage('/sign-in', { username, password: withPassword, then });
	}

	// The page's form, with the token that it holds.
	async signInByPage(target, fields) {
		const page = await this.request('GET', target);
		const token = page.text.match(/name="token"[^>]*value="([^"]*)"/)?.[1] ?? '';
		return this.form(target, { ...fields, token });
	}

	async signOut() {
		return this.form('/sign-out', { token: this.csrf });
	}

	form(target, fields) {
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
		return this.request('POST', target, { headers, body: new URLSearchParams(fields).toString() });
	}

	async me() {
		const answer = await this.get('/api/v1/me');
		if (answer.status !== 200) throw new Error(`/api/v1/me: ${answer.status} ${answer.text}`);
		this.csrf = answer.json.csrf;
		return answer.json;
	}

	get(target, headers = {}) {
		return this.request('GET', target, { headers });
	}

	// options: { key } to send the same Idempotency-Key again, { headers } to add or replace some.
	send(method, target, value, { key = randomUUID(), headers = {} } = {}) {
		const all = { 'X-CSRF-Token': this.csrf ?? '', 'Idempotency-Key': key, ...headers };
		if (value !== undefined) all['Content-Type'] ??= 'application/json';
		const body = value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
		return this.request(method, target, { headers: all, body });
	}

	post(target, value, options) {
		return this.send('POST', target, value, options);
	}

	put(target, value, options) {
		return this.send('PUT', target, value, options);
	}

	delete(target, options) {
		return this.send('DELETE', target, undefined, options);
	}
}

function readMail(text) {
	const [head, ...rest] = text.split(/\r?\n\r?\n/);
	const headers = {};
	for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
		const colon = line.indexOf(':');
		headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
	}
	return { from: headers['x-envelope-from'], to: headers['x-envelope-to'].split(', '), headers, body: rest.join('\n\n') };
}

// Asks until something holds, for what happens a moment later in another program.
export async function eventually(question, { seconds = 15, every = 50 } = {}) {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await question();
		if (answer) return answer;
		if (Date.now() > deadline) throw new Error(`did not happen within ${seconds} seconds: ${question}`);
		await new Promise((resolve) => { setTimeout(resolve, every); });
	}
}
