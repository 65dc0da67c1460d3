// Files of an escalation: what is taken, who may have it, the scanner, and the folder that they are kept in. One borough, one case.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from './policy-case.mjs';

// Speaks clamd's INSTREAM, as clamd(8) has it: what holds EICAR's words is found. No ClamAV, whose lists are hundreds of megabytes.
class Scanner {
	constructor() {
		this.path = path.join(tmpdir(), `scanner-${process.pid}.sock`);
		this.seen = [];
	}

	start() {
		this.server = net.createServer((socket) => {
			let got = Buffer.alloc(0);
			socket.on('error', () => {});
			socket.on('data', (part) => {
				got = Buffer.concat([got, part]);
				const file = this.read(got);
				if (file) socket.end(file.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
			});
		});
		return new Promise((resolve) => { this.server.listen(this.path, resolve); });
	}

	read(got) {
		const command = 'zINSTREAM\0';
		if (got.length < command.length) return null;
		assert.equal(got.toString('latin1', 0, command.length), command);
		const parts = [];
		for (let at = command.length; at + 4 <= got.length;) {
			const length = got.readUInt32BE(at);
			if (length === 0) return this.keep(Buffer.concat(parts));
			if (at + 4 + length > got.length) return null;
			parts.push(got.subarray(at + 4, at + 4 + length));
			at += 4 + length;
		}
		return null;
	}

	keep(file) {
		this.seen.push(file.length);
		return file;
	}

	stop() {
		return new Promise((resolve) => { this.server.close(resolve); });
	}
}

const scanner = new Scanner();
const folder = path.join(tmpdir(), `parley-files-${process.pid}`);
let borough;
let story;
before(async () => {
	await scanner.start();
	mkdirSync(folder, { mode: 0o700 });
	borough = await startBorough({ settings: [`attachments.clamav = ${scanner.path}`, `attachments.directory = ${folder}`] });
	story = new Case(borough, new Coverage('redbridge-rscp'));
	story.at('2027-12-23T10:00');
	await story.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], { category: 'response' });
	story.at('2027-12-24T10:00');
	await story.contact('tom.okafor');
});
after(async () => {
	await borough.stop();
	rmSync(folder, { recursive: true });
	if (scanner.server.listening) await scanner.stop();
});

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const kept = () => readdirSync(folder).filter((name) => name !== '.lock').sort();
const uploads = () => Number(borough.sql('SELECT COUNT(*) FROM upload')[0][0]);
const say = async (uid, id, fields) => {
	const form = await story.get(uid, `?action=${encodeURIComponent(id)}`);
	const body = { action: id, version: form.json.version, fields };
	return (await story.as(uid)).post(`/api/v1/escalations/${story.reference}/events`, body);
};
const attach = (uid, id, upload) => say(uid, id, { upload, attachment_kind: 'minutes', title: 'Minutes of the 24th' });
const attachments = async (uid) => (await story.page(uid)).timeline.map((one) => one.attachment).filter(Boolean);

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

async function sendFile(uid, bytes, headers = {}) {
	const session = await story.as(uid);
	return session.request('POST', `/api/v1/escalations/${story.reference}/attachments`,
		{ headers: { 'X-CSRF-Token': session.csrf, 'Content-Type': 'application/octet-stream', ...headers }, body: bytes });
}

const openFile = async (uid, id) => (await story.as(uid)).get(`/api/v1/escalations/${story.reference}/attachments/${id}`);

test('a file is told by its content, goes through the scanner, and is given out as a download to those who may have it', async () => {
	const sent = await sendFile('tom.okafor', PDF);
	assert.equal(sent.status, 201, sent.text);
	assert.equal(sent.json.type_words, 'PDF document');
	assert.equal(scanner.seen.at(-1), PDF.length, 'all of it went through the scanner');
	assert.equal((await openFile('tom.okafor', sent.json.upload)).status, 404, 'not attached to anything yet');
	assert.equal((await attach('priya.nair', 'attach', sent.json.upload)).status, 422, 'somebody else\'s');
	const attached = await attach('tom.okafor', 'attach:2', sent.json.upload);
	assert.equal(attached.status, 201, attached.text);
	assert.equal((await attach('tom.okafor', 'attach', sent.json.upload)).status, 422, 'once');
	const entry = (await story.page('priya.nair')).timeline.find((one) => one.attachment);
	assert.deepEqual([entry.attachment.record, entry.attachment.sha256], [2, createHash('sha256').update(PDF).digest('hex')]);
	const given = await openFile('priya.nair', entry.attachment.id);
	assert.equal(given.status, 200);
	assert.ok(given.bytes.equals(PDF));
	assert.equal(given.headers['content-type'], 'application/octet-stream');
	assert.equal(given.headers['content-disposition'], `attachment; filename="${story.reference}-${entry.attachment.id}.pdf"`);
	assert.equal(given.headers['x-content-type-options'], 'nosniff');
	assert.match(given.headers['content-security-policy'], /sandbox/);
	assert.equal((await openFile('helen.marsh', entry.attachment.id)).status, 404);

	const html = await sendFile('tom.okafor', Buffer.from('<!DOCTYPE html><html><script>alert(1)</script></html>'));
	assert.deepEqual([html.status, html.json.code], [422, 'file-type']);
	assert.equal((await sendFile('tom.okafor', Buffer.from('\x7fELF\x02\x01\x01'))).status, 422);
	assert.equal((await sendFile('tom.okafor', Buffer.alloc(0))).status, 422);
	assert.equal((await sendFile('tom.okafor', PDF, { 'Content-Type': 'application/json' })).status, 415);
	assert.equal((await sendFile('tom.okafor', Buffer.alloc(11 << 20, 'a'))).status, 413);
	const virus = await sendFile('tom.okafor', Buffer.from('Minutes with EICAR in them.'));
	assert.deepEqual([virus.status, virus.json.code], [422, 'file-virus']);
	assert.equal(uploads(), 0);
});

test('a file of an internal note stays behind the wall', async () => {
	const there = `/api/v1/escalations/${story.reference}/notes`;
	const notes = await story.as('priya.nair');
	const sent = await sendFile('priya.nair', Buffer.from('What we think of it.'));
	assert.equal((await notes.post(there, { fields: { kind: 'note', note: 'With a file.', upload: sent.json.upload } })).status, 201);
	const { attachment } = (await notes.get(there)).json.notes[0];
	assert.equal((await openFile('priya.nair', attachment.id)).text, 'What we think of it.');
	assert.equal((await openFile('tom.okafor', attachment.id)).status, 404);
	assert.ok(!(await attachments('tom.okafor')).some((one) => one.id === attachment.id));
});

// --- the folder ---

// The clock's sweep, at once: it would come within an hour.
async function sweep() {
	borough.sql("DELETE FROM lease WHERE name IN ('sweep', 'files')");
	await eventually(() => Number(borough.sql("SELECT COUNT(*) FROM lease WHERE name IN ('sweep', 'files')")[0][0]) === 2);
}

async function attached(text) {
	const sent = await sendFile('tom.okafor', Buffer.from(text));
	assert.equal(sent.status, 201, sent.text);
	assert.equal((await attach('tom.okafor', 'attach', sent.json.upload)).status, 201);
	return (await attachments('tom.okafor')).find((one) => one.sha256 === sha256(text));
}

test('a file is kept once, under its hash alone, for nobody else to read; it is there after a restart', async () => {
	const one = await attached('Minutes of the first meeting.');
	await attached('Minutes of the first meeting.');
	const name = sha256('Minutes of the first meeting.');
	assert.equal(kept().filter((file) => file.startsWith(name)).join(), name);
	assert.equal(statSync(path.join(folder, name)).mode & 0o777, 0o600);
	assert.deepEqual(kept().filter((file) => !/^[0-9a-f]{64}$/.test(file)), [], 'nothing half-written');
	assert.equal(borough.sql('SELECT COUNT(*) FROM attachment WHERE content IS NOT NULL')[0][0], '0');
	process.kill(borough.pidOf('worker'), 'SIGKILL');
	await borough.start();
	assert.equal((await openFile('priya.nair', one.id)).text, 'Minutes of the first meeting.');
	borough.mustParley('audit', 'verify');
	assert.match(borough.mustParley('doctor'), /ok +attachments +\d+ in /);
});

test('a file that is missing or was changed is said to be, to people, in the log, and by the doctor', async () => {
	const one = await attached('Letter that somebody moves.');
	const file = path.join(folder, one.sha256);
	renameSync(file, `${file}.away`);
	const missing = await openFile('priya.nair', one.id);
	assert.deepEqual([missing.status, missing.json.code], [503, 'file-missing']);
	assert.match(missing.json.detail, /not where it is kept.*tell the people who run Parley/);
	assert.ok(!missing.text.includes(folder), 'no path');
	assert.match(borough.log('worker'), new RegExp(`${missing.json.request} file-missing route=`));
	const doctor = borough.parley('doctor');
	assert.equal(doctor.status, 1);
	assert.match(doctor.stdout, new RegExp(`FAILED attachments +1 of \\d+ are not in ${folder}; restore them from its backup, the first: ${one.sha256}`));
	writeFileSync(file, 'Letter that somebody wrote.');
	const damaged = await openFile('priya.nair', one.id);
	assert.deepEqual([damaged.status, damaged.json.code], [503, 'file-damaged']);
	renameSync(`${file}.away`, file);
	assert.equal((await openFile('priya.nair', one.id)).text, 'Letter that somebody moves.');
});

test('a folder that refuses keeps nothing half: no file, no row', async () => {
	const before = kept();
	renameSync(folder, `${folder}.away`);
	const refused = await sendFile('tom.okafor', PDF);
	renameSync(`${folder}.away`, folder);
	assert.deepEqual([refused.status, refused.json.code], [503, 'file-folder']);
	assert.deepEqual([kept(), uploads()], [before, 0]);
});

test('what is never attached goes after a day with its file, unless another row names that; so does what a crash left', async () => {
	const shared = 'Minutes that are attached, and sent again.';
	await attached(shared);
	assert.equal((await sendFile('tom.okafor', Buffer.from(shared))).status, 201);
	assert.equal((await sendFile('tom.okafor', Buffer.from('Never attached.'))).status, 201);
	const old = new Date(Date.now() - 2 * 3600_000);
	const orphan = sha256('A file whose row was never written.');
	const fresh = sha256('A file whose row is about to be written.');
	for (const name of [orphan, `${orphan}.request`, 'README', fresh]) writeFileSync(path.join(folder, name), 'x');
	for (const name of [orphan, `${orphan}.request`, 'README', sha256(shared)]) utimesSync(path.join(folder, name), old, old);
	await sweep();
	await eventually(() => !existsSync(path.join(folder, orphan)));
	assert.equal(uploads(), 2, 'not within a day');
	story.at('2027-12-25T11:00');
	await sweep();
	await eventually(() => uploads() === 0);
	await eventually(() => !existsSync(path.join(folder, sha256('Never attached.'))));
	for (const name of [`${orphan}.request`, orphan]) assert.ok(!existsSync(path.join(folder, name)), name);
	for (const name of ['README', fresh, sha256(shared)]) assert.ok(existsSync(path.join(folder, name)), name);
	assert.equal(readFileSync(path.join(folder, sha256(shared)), 'utf8'), shared);
});

test('without the scanner no file is taken', async () => {
	await scanner.stop();
	const before = kept();
	const refused = await sendFile('priya.nair', PDF);
	assert.deepEqual([refused.status, refused.json.code], [503, 'scanner-down']);
	assert.deepEqual([kept(), uploads()], [before, 0]);
});
