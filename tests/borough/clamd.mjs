// A real clamd, ClamAV's daemon, in a folder of its own. Its list of signatures is one line, ours: the test file that all virus
// scanners agree to find (EICAR's), so nothing is downloaded.
//
//	const clamd = await startClamd({ megabytes: 3 });     // the longest stream that it takes
//	clamd.socket; clamd.signal('SIGSTOP');                // it hangs
//	await clamd.stop();

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { eventually } from './harness.mjs';

// Put together here, so that no scanner finds it in this file.
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS', '-TEST-FILE!$H+H*'].join('');

export async function startClamd({ megabytes }) {
	const clamd = new Clamd(mkdtempSync(path.join(tmpdir(), 'parley-clamd-')));
	process.once('exit', () => clamd.stopNow());
	mkdirSync(path.join(clamd.dir, 'signatures'));
	writeFileSync(path.join(clamd.dir, 'signatures', 'own.ndb'), `Eicar-Test:0:*:${Buffer.from(EICAR).toString('hex')}\n`);
	writeFileSync(path.join(clamd.dir, 'clamd.conf'), [
		'Foreground yes', `LocalSocket ${clamd.socket}`, `DatabaseDirectory ${clamd.dir}/signatures`, `TemporaryDirectory ${clamd.dir}`,
		`LogFile ${clamd.dir}/log`, `StreamMaxLength ${megabytes}M`, 'MaxThreads 2', '',
	].join('\n'));
	await clamd.start();
	return clamd;
}

class Clamd {
	constructor(dir) {
		this.dir = dir;
		this.socket = path.join(dir, 'socket');
	}

	async start() {
		const PATH = `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`;
		this.process = spawn('clamd', ['--config-file', path.join(this.dir, 'clamd.conf')], { env: { ...process.env, PATH }, stdio: 'ignore' });
		this.ended = new Promise((resolve) => { this.process.once('exit', resolve).once('error', resolve); });
		await eventually(() => {
			if (this.process.exitCode !== null) throw new Error(readFileSync(path.join(this.dir, 'log'), 'utf8'));
			return this.answers();
		});
	}

	answers() {
		return new Promise((resolve) => {
			const socket = net.connect(this.socket, () => { socket.destroy(); resolve(true); });
			socket.on('error', () => resolve(false));
		});
	}

	signal(name) {
		this.process.kill(name);
	}

	async stop() {
		this.stopNow();
		await this.ended;
	}

	stopNow() {
		this.process.kill('SIGKILL');
		rmSync(this.dir, { recursive: true, force: true });
	}
}
