// One more mail server, beside a borough's own: for what is to be seen of servers that ask for an account.
//
//	const sink = await startSink(borough.dir, ['--account', 'parley:a password']);   // options of smtp-sink.py
//	sink.port; sink.count();                                                         // how many messages it has taken
//	await sink.stop();

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { eventually, root } from './harness.mjs';
import { answers, freePort } from './ports.mjs';

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
