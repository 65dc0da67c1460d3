// One more mail server, beside a borough's own: for what is to be seen of servers that ask for an account.
//
//	const sink = await startSink(borough.dir, ['--account', 'parley:a password']);   // options of smtp-sink.py
//	sink.port; sink.count();                                                         // how many messages it has taken
//	await sink.stop();

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { eventually, root } from './harness.mjs';

function freePort() {
	return new Promise((resolve) => {
		const server = net.createServer().listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

function answers(port) {
	return new Promise((resolve) => {
		const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
		socket.on('error', () => resolve(false));
	});
}

export async function startSink(dir, options) {
	const [port, folder] = [await freePort(), mkdtempSync(path.join(dir, 'sink-'))];
	const server = spawn('/usr/bin/python3', ['-u', path.join(root, 'tests/borough/smtp-sink.py'), '--port', String(port), '--folder', folder, ...options], { stdio: 'ignore' });
	const ended = new Promise((resolve) => { server.once('exit', resolve).once('error', resolve); });
	const stopNow = () => server.kill();

	process.once('exit', stopNow);
	await eventually(() => answers(port));
	return {
		port,
		count: () => readdirSync(folder).filter((name) => name.endsWith('.eml')).length,
		stop() {
			process.off('exit', stopNow);
			stopNow();
			return ended;
		},
	};
}
