// Files of an escalation: what is taken, who may have it, the scanner, and the folder that they are kept in. One borough, one case.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { EICAR, startClamd } from '../borough/clamd.mjs';
import { eventually, startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from './policy-case.mjs';

const folder = path.join(tmpdir(), `parley-files-${process.pid}`);
let clamd;
let borough;
let story;
before(async () => {
	clamd = await startClamd({ megabytes: 3 });
	mkdirSync(folder, { mode: 0o700 });
	borough = await startBorough({ settings: [
		`attachments.clamav = ${clamd.socket}`, 'attachments.clamav_seconds = 1', 'attachments.megabytes = 5', `attachments.directory = ${folder}`,
	] });
	story = new Case(borough, new Coverage('redbridge-rscp'));
	story.at('2027-12-23T10:00');
	await story.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], { category: 'response' });
	story.at('2027-12-24T10:00');
	await story.contact('tom.okafor');
});
after(async () => {
	await borough.stop();
	rmSync(folder, { recursive: true });
	await clamd.stop();
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
	const again = await sendFile('tom.okafor', PDF);
	assert.equal(again.json.upload, sent.json.upload, 'sent twice, because no answer came: one');
	assert.equal((await openFile('tom.okafor', sent.json.upload)).status, 404, 'not attached to anything yet');
	assert.equal((await attach('priya.nair', 'attach', sent.json.upload)).status, 422, 'somebody else\'s');
	const attached = await attach('tom.okafor', 'attach:2', sent.json.upload);
	assert.equal(attached.status, 201, attached.text);
	assert.equal((await attach('tom.okafor', 'attach', sent.json.upload)).status, 422, 'once');
	const entry = (await story.page('priya.nair')).timeline.find((one) => one.attachment);
	assert.deepEqual([entry.attachment.record, entry.attachment.sha256], [2, sha256(PDF)]);
	const given = await openFile('priya.nair', entry.attachment.id);
	assert.equal(given.status, 200);
	assert.ok(given.bytes.equals(PDF));
	assert.equal(given.headers['content-type'], 'application/octet-stream');
	assert.equal(given.headers['content-disposition'], `attachment; filename="${story.reference}-${entry.attachment.id}.pdf"`);
	assert.equal(given.headers['x-content-type-options'], 'nosniff');
	assert.match(given.headers['content-security-policy'], /sandbox/);
	assert.equal((await openFile('helen.marsh', entry.attachment.id)).status, 404);
});

// A ZIP of these parts, as office programs make them: the first is not compressed.
function zipped(parts) {
	const script = 'import json, sys, zipfile\n' +
		'with zipfile.ZipFile(sys.stdout.buffer, "w", zipfile.ZIP_DEFLATED) as z:\n' +
		'    for i, (name, text) in enumerate(json.load(sys.stdin)):\n' +
		'        z.writestr(name, text, zipfile.ZIP_DEFLATED if i else zipfile.ZIP_STORED)\n';
	return execFileSync('/usr/bin/python3', ['-c', script], { input: JSON.stringify(parts) });
}
const odt = (...more) => zipped([['mimetype', 'application/vnd.oasis.opendocument.text'], ['content.xml', '<text/>'], ...more]);
const DOCX = [['[Content_Types].xml', '<Types/>'], ['_rels/.rels', '<Relationships/>'], ['word/document.xml', '<document/>']];

test('what a file is called says nothing: what is in it is taken or refused, with a reason that helps', async () => {
	const cases = [
		['a web page', Buffer.from('<!DOCTYPE html><html><script>alert(1)</script></html>'), 422, 'file-type'],
		['a picture with a script', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 422, 'file-type'],
		['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(58), Buffer.from([64, 0, 0, 0]), Buffer.from('PE\0\0d\x86')]), 422, 'file-type'],
		['a Linux program', Buffer.from('\x7fELF\x02\x01\x01'), 422, 'file-type'],
		['an archive', zipped([['letter.txt', 'Dear ward,']]), 422, 'file-type'],
		['text with a NUL', Buffer.from('Dear\0ward'), 422, 'file-type'],
		['nothing', Buffer.alloc(0), 422, 'file-empty'],
		['a document with macros', zipped([...DOCX, ['word/vbaProject.bin', 'x']]), 422, 'file-macros'],
		['an OpenDocument with macros', odt(['Basic/script-lc.xml', '<x/>']), 422, 'file-macros'],
		['a virus', Buffer.from(EICAR), 422, 'file-virus'],
		['a virus in a document', odt(['Pictures/1', EICAR]), 422, 'file-virus'],
		['more than the scanner takes', Buffer.alloc(4 << 20, 'a\n'), 503, 'scanner-limit'],
		['more than is allowed', Buffer.alloc(6 << 20, 'a\n'), 413, 'too-large'],
	];
	const before = kept();
	for (const [what, bytes, status, code] of cases) {
		const answer = await sendFile('tom.okafor', bytes);
		assert.deepEqual([what, answer.status, answer.json.code], [what, status, code], answer.text);
	}
	assert.deepEqual([kept(), uploads()], [before, 0], 'nothing of them is kept');
	assert.equal((await sendFile('tom.okafor', Buffer.alloc(6 << 20, 'a'))).json.detail, 'This file is larger than 5 MB. Send a smaller one.');
	assert.equal((await (await story.as('tom.okafor')).me()).instance.file_megabytes, 5);
	// More than nginx lets through: its own words hold whatever is set.
	const refused = await sendFile('tom.okafor', Buffer.alloc(13 << 20, 'a'));
	assert.deepEqual([refused.status, /\d/.test(refused.json.detail)], [413, false]);
	assert.equal((await sendFile('tom.okafor', PDF, { 'Content-Type': 'application/json' })).status, 415);
	for (const [what, bytes, words] of [
		['a document', zipped(DOCX), 'Word document'], ['an OpenDocument', odt(), 'OpenDocument text'],
		['letters of Windows', Buffer.from('Caf\xe9 at 3, \x93fine\x94', 'latin1'), 'Text'],
		['a PDF with a web page behind it', Buffer.concat([PDF, Buffer.from('<html><script>alert(1)</script>')]), 'PDF document'],
	]) {
		const answer = await sendFile('tom.okafor', bytes, { 'Content-Disposition': 'attachment; filename="../../%E2%80%AEfdp.exe"' });
		assert.deepEqual([what, answer.status, answer.json.type_words], [what, 201, words], answer.text);
	}
	borough.sql('DELETE FROM upload');
});

test('a connection that is cut at nine tenths leaves nothing', async () => {
	const { port } = borough;
	const tom = await story.as('tom.okafor');
	const cookie = [...tom.cookies].map((pair) => pair.join('=')).join('; ');
	const before = kept();
	const seen = borough.log('worker').length;
	await new Promise((resolve) => {
		const socket = net.connect(port, '127.0.0.1', () => {
			socket.write(`POST /api/v1/escalations/${story.reference}/attachments HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n` +
				`Origin: ${borough.origin}\r\nX-CSRF-Token: ${tom.csrf}\r\nContent-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\n`);
			socket.write(Buffer.alloc(90000, 'a'), () => { socket.destroy(); resolve(); });
		});
	});
	assert.equal((await sendFile('tom.okafor', PDF)).status, 201, 'the next one is taken');
	assert.equal(borough.log('worker').slice(seen).match(/route=[^ ]*attachments/g)?.length, 1, 'the worker was not asked for the first');
	assert.deepEqual([kept().length, uploads()], [before.length + (before.includes(sha256(PDF)) ? 0 : 1), 1]);
	borough.sql('DELETE FROM upload');
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

test('without the scanner no file is taken: neither when it hangs nor when it is gone', async () => {
	const before = kept();
	clamd.signal('SIGSTOP');
	const begun = Date.now();
	const hangs = await sendFile('priya.nair', PDF);
	assert.deepEqual([hangs.status, hangs.json.code], [503, 'scanner-down']);
	assert.ok(Date.now() - begun < 5000, 'within the second that is set');
	clamd.signal('SIGCONT');
	assert.equal((await sendFile('priya.nair', PDF)).status, 201);
	borough.sql('DELETE FROM upload');
	await clamd.stop();
	const gone = await sendFile('priya.nair', PDF);
	assert.deepEqual([gone.status, gone.json.code], [503, 'scanner-down']);
	assert.match(gone.json.detail, /The virus scanner cannot be reached, so the file was not kept\. Try again in a few minutes\./);
	assert.deepEqual([kept(), uploads()], [before, 0]);
});
