// A Kerberos realm of its own, in a folder: a real KDC on a free port of 127.0.0.1, its people and this service's keys.
//
//	const kdc = await startKdc('MARLOWE.TEST', { people: ['priya.nair'], services: ['HTTP/127.0.0.1'] });
//	const tickets = kdc.login('priya.nair');             // environment of somebody who has signed in to their computer
//	await curl(tickets, url, '--negotiate', '-u', ':');  // { status, header(name), body } of the last answer
//	await kdc.stop();

import { execFile, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { eventually, password } from './harness.mjs';
import { answers, freePort } from './ports.mjs';

const paths = `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`;

export async function startKdc(realm, { people = [], services = [] } = {}) {
	const kdc = new Kdc(realm, mkdtempSync(path.join(tmpdir(), 'parley-kdc-')), await freePort());
	process.once('exit', () => kdc.stopNow());
	kdc.make([...people.map((name) => ['-pw', password, name]), ...services.map((name) => ['-randkey', name])], services);
	await kdc.start();
	return kdc;
}

class Kdc {
	constructor(realm, dir, port) {
		this.realm = realm;
		this.dir = dir;
		this.port = port;
		this.keytab = path.join(dir, 'service.keytab');
		this.logins = 0;
		this.environment = {
			...process.env, PATH: paths, KRB5_CONFIG: path.join(dir, 'krb5.conf'), KRB5_KDC_PROFILE: path.join(dir, 'kdc.conf'),
		};
	}

	run(program, ...args) {
		return execFileSync(program, args, { env: this.environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	}

	make(principals, services) {
		const { dir, realm, port } = this;
		mkdirSync(path.join(dir, 'db'));
		writeFileSync(path.join(dir, 'krb5.conf'), [
			'[libdefaults]', `default_realm = ${realm}`, 'dns_lookup_kdc = false', 'dns_lookup_realm = false',
			'dns_canonicalize_hostname = false', 'rdns = false', 'udp_preference_limit = 1',
			'[realms]', `${realm} = {`, `kdc = 127.0.0.1:${port}`, '}', '[domain_realm]', `127.0.0.1 = ${realm}`, '',
		].join('\n'));
		writeFileSync(path.join(dir, 'kdc.conf'), [
			'[kdcdefaults]', 'kdc_listen = ""', `kdc_tcp_listen = 127.0.0.1:${port}`,
			'[realms]', `${realm} = {`, `database_name = ${dir}/db/principal`, `key_stash_file = ${dir}/db/stash`,
			`acl_file = ${dir}/db/acl`, '}', '[logging]', `kdc = FILE:${dir}/kdc.log`, '',
		].join('\n'));
		this.run('kdb5_util', '-r', realm, 'create', '-s', '-P', 'only for this test');
		const requests = principals.map((words) => `addprinc ${words.map((word) => `"${word}"`).join(' ')}`);
		const keys = services.map((name) => `ktadd -k ${this.keytab} ${name}`);
		execFileSync('kadmin.local', ['-r', realm], { env: this.environment, input: [...requests, ...keys, ''].join('\n'), stdio: ['pipe', 'ignore', 'pipe'] });
	}

	async start() {
		const log = openSync(path.join(this.dir, 'kdc.out'), 'w');
		this.process = spawn('krb5kdc', ['-n'], { env: this.environment, stdio: ['ignore', log, log] });
		closeSync(log);
		await eventually(() => {
			if (this.process.exitCode !== null) throw new Error(readFileSync(path.join(this.dir, 'kdc.out'), 'utf8'));
			return answers(this.port);
		});
	}

	// Tickets in a file of their own; lifetime as kinit takes it.
	login(name, { lifetime = '1h' } = {}) {
		const cache = `FILE:${this.dir}/tickets-${this.logins += 1}`;
		execFileSync('kinit', ['-l', lifetime, '-c', cache, name], { env: this.environment, input: `${password}\n`, stdio: ['pipe', 'ignore', 'pipe'] });
		return { ...this.environment, KRB5CCNAME: cache };
	}

	stopNow() {
		this.process?.kill('SIGTERM');
		rmSync(this.dir, { recursive: true, force: true });
	}

	async stop() {
		const ended = new Promise((resolve) => { this.process.once('exit', resolve); });
		this.stopNow();
		await ended;
	}
}

// One request by curl, with whatever tickets the environment has; headers of the last answer.
export async function curl(environment, url, ...options) {
	const args = ['--silent', '--include', '--max-time', '20', ...options, url];
	const { stdout: text } = await promisify(execFile)('curl', args, { env: environment, encoding: 'utf8' });
	const parts = text.split('\r\n\r\n');
	let at = 0;
	while (/^HTTP\/\S+ \d+/.test(parts[at + 1] ?? '')) at += 1;
	const lines = parts[at].split('\r\n');
	const header = (name) => lines.filter((line) => line.toLowerCase().startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim());
	return { status: Number(lines[0].split(' ')[1]), header, body: parts.slice(at + 1).join('\r\n\r\n') };
}
