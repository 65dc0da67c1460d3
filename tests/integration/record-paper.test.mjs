// The record for the file: page, HTML and PDF say the same; who printed it, when, and the chain as it was; need to know; logged.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { root, startBorough } from '../borough/harness.mjs';
import { Walk, christmas, walkToChair } from '../borough/walk.mjs';

const LETTERS = 'Zażółć gęślą jaźń – Ελληνικά, кириллица, عربي 🙂';
let borough;
let walk;
let api;
// The program for files, by a name of ours, so that it can be taken away and put back.
const shelf = mkdtempSync(path.join(tmpdir(), 'parley-files-'));
const filesProgram = path.join(shelf, 'parley-files');
const build = process.env.PARLEY_BUILD || path.join(root, '.build');
function putFilesProgram(target) {
	symlinkSync(target, `${filesProgram}.new`);
	renameSync(`${filesProgram}.new`, filesProgram);
}

before(async () => {
	putFilesProgram(path.join(build, 'parley-files'));
	borough = await startBorough({ environment: { PARLEY_FILES: filesProgram }, settings: ['files.seconds = 2'] });
	walk = new Walk(borough);
	await walkToChair(walk, christmas);
	api = `/api/v1/escalations/${walk.reference}/record`;
});
after(async () => {
	await borough?.stop();
	rmSync(shelf, { recursive: true });
});

const squash = (text) => text.replace(/\s+/g, ' ');
function tool(name, ...args) {
	return execFileSync(name, args, { encoding: 'utf8' });
}
function kept(answer, name) {
	const at = path.join(borough.dir, name);
	writeFileSync(at, answer.bytes);
	return at;
}
const textOf = (file) => squash(tool('pdftotext', '-layout', file, '-'));
const wordsOf = (paper) => paper.blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat() : [block.text])).filter(Boolean);

test('page, HTML and PDF say the same, and each says who printed it, when, and the hash of the chain', async () => {
	const priya = await borough.signIn('priya.nair');
	const page = await priya.get(api);
	assert.equal(page.status, 200, page.text);
	const paper = page.json;
	const words = wordsOf(paper);
	for (const wanted of ['Record of an escalation', walk.reference, '999 000 0018', 'The stages', 'What happened'])
		assert.ok(words.some((one) => one.includes(wanted)), wanted);
	const chain = borough.sql(`SELECT LOWER(HEX(chain)) FROM escalation WHERE reference = '${walk.reference}'`)[0][0];
	for (const told of [chain, 'Printed by Priya Nair, Social Worker', walk.reference]) assert.ok(paper.footer.includes(told), paper.footer);

	const html = await priya.get(`${api}.html`);
	assert.equal(html.headers['content-disposition'], `attachment; filename="${walk.reference}.html"`);
	assert.match(html.headers['content-type'], /^text\/html/);
	assert.equal(/<script|<link|<img|src=|http/.test(html.text), false, 'it needs nothing else');
	const plain = squash(html.text.replace(/<title>.*?<\/title>|<style>.*?<\/style>/gs, '').replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'")
		.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
	assert.deepEqual(words.filter((one) => !plain.includes(squash(one).trim())), []);

	const pdf = await priya.get(`${api}.pdf`);
	assert.equal(pdf.headers['content-type'], 'application/pdf');
	assert.equal(pdf.headers['content-disposition'], `attachment; filename="${walk.reference}.pdf"`);
	assert.equal(pdf.headers['x-content-type-options'], 'nosniff');
	const file = kept(pdf, 'whole.pdf');
	const text = squash(tool('pdftotext', '-raw', file, '-')).replaceAll(' ', '');
	assert.equal(text.includes('Aboxonthispage'), false, 'all of its letters are there');
	assert.deepEqual(words.filter((one) => !text.includes(squash(one).replaceAll(' ', ''))), []);
	assert.ok(text.includes(chain));
	const info = tool('pdfinfo', file);
	assert.match(info, new RegExp(`Title: +Record of escalation ${walk.reference}`));
	assert.match(info, /Tagged: +yes/);
	assert.equal(/Priya|Nair/.test(info), false, 'no name in its properties');
	assert.match(tool('pdfinfo', '-struct', file), /H1[\s\S]*Table[\s\S]*TR[\s\S]*TH/);
	assert.match(pdf.bytes.toString('latin1'), /\/Lang \(en-GB\)/);
});

test('a policy without a form prints none; one record stands under the nine headings', async () => {
	const tom = await borough.signIn('tom.okafor');
	assert.equal((await tom.get(`${api}?as=form`)).json.code, 'no-form');
	assert.equal((await tom.get(`${api}.pdf?as=form`)).status, 404);
	const page = (await tom.get(`/api/v1/escalations/${walk.reference}`)).json;
	const contact = page.timeline.find((event) => event.kind === 'contact');
	const one = wordsOf((await tom.get(`${api}?number=${contact.seq}`)).json);
	for (let n = 1; n <= 9; n++) assert.ok(one.some((words) => words.startsWith(`${n}. `)), `heading ${n}`);
	assert.equal((await tom.get(`${api}.pdf?number=${contact.seq}`)).status, 200);
	assert.equal((await tom.get(`${api}?number=4711`)).status, 404);
	assert.equal((await tom.get(`${api}?number=x`)).status, 404);
	assert.equal((await tom.get(`${api}?as=poem`)).status, 422);
});

test('need to know as for the case; reading, printing and taking away are logged; internal notes are not in it', async () => {
	const stranger = await borough.signIn('josh.perrin');
	const alex = await borough.signIn('alex.turner');
	for (const ending of ['', '.html', '.pdf']) {
		assert.equal((await stranger.get(api + ending)).status, 404);
		assert.equal((await alex.get(api + ending)).status, 404);
		assert.equal((await borough.session().get(api + ending)).status, 401);
	}
	const logged = borough.sql("SELECT what, COUNT(*) FROM access_log WHERE what LIKE 'record-%' GROUP BY what ORDER BY what");
	assert.deepEqual(logged.map(([what]) => what), ['record-html', 'record-page', 'record-pdf']);
});

test('two hundred events, long names and other letters: nothing is lost between the pages', async () => {
	const other = new Walk(borough);
	other.at('2027-12-23T10:00');
	await other.raise({ immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-23', subject_kind: 'child',
		reference_kind: 'case-name', case_name: LETTERS.slice(0, 60), plan: 'no', looked_after: 'no', receiving_agency: 'st-brides-hospital',
		issue: 'The issue.', risk: 'The risk.', nature: 'Nature.', aim: 'Aim.', evidence: `${'A long line of evidence. '.repeat(380)}End of evidence.` });
	const priya = await other.as('priya.nair');
	let { version } = await other.page('priya.nair');
	for (let i = 0; i < 60; i++) {
		const answer = await priya.post(`/api/v1/escalations/${other.reference}/events`, { action: 'contact', version, fields: {
			happened: '2027-12-23T10:00', contact_type: 'telephone', summary: `Call number ${i}: ${LETTERS} ${'W'.repeat(i === 7 ? 300 : 3)}${i === 30 ? '\u{10FFFD}' : ''}` } });
		assert.equal(answer.status, 201, answer.text);
		({ version } = answer.json);
	}
	const pdf = await priya.get(`/api/v1/escalations/${other.reference}/record.pdf`);
	assert.equal(pdf.status, 200, String(pdf.text));
	const file = kept(pdf, 'long.pdf');
	const text = squash(tool('pdftotext', '-raw', file, '-'));
	for (let i = 0; i < 60; i++) assert.ok(text.includes(`Call number ${i}:`), `call ${i}`);
	assert.ok(text.includes('End of evidence.'));
	for (const letters of ['Zażółć', 'Ελληνικά', 'кириллица']) assert.ok(text.includes(letters), letters);
	assert.equal(text.replaceAll(' ', '').includes('W'.repeat(300)), true, 'a word that is longer than a line');
	assert.ok(text.includes('A box on this page stands for a letter'), 'no font has that one: the page with it says so');
	const pages = Number(tool('pdfinfo', file).match(/Pages: +(\d+)/)[1]);
	for (let i = 1; i <= pages; i++) assert.ok(text.includes(`Page ${i} of ${pages}`), `page ${i} of ${pages}`);
});

test('on paper neither a heading nor the row that names the columns stands alone at the foot of a page', () => {
	for (const before of [31, 34, 36, 38]) {
		const paragraph = { kind: 'paragraph', text: 'Before it.' };
		const document = { title: 'Paper', footer: 'Foot', wide: false, blocks: [...Array(before).fill(paragraph), { kind: 'heading', level: 2, text: 'Heading' },
			{ kind: 'heading', level: 3, text: 'Under it' }, { kind: 'table', widths: [30, 70], head_row: true, head_column: false,
				rows: [['Column', 'Other'], ['Cell', Array(12).fill('Line').join('\n')]] }] };
		const made = spawnSync(path.join(build, 'parley-files'), ['pdf'], { input: JSON.stringify(document) });
		assert.equal(made.status, 0, made.stdout.toString());
		const pages = tool('pdftotext', '-layout', kept({ bytes: made.stdout }, 'together.pdf'), '-').split('\f');
		const page = pages.findIndex((text) => text.includes('Cell'));
		for (const word of ['Heading', 'Under it', 'Column']) {
			assert.deepEqual(pages.flatMap((text, i) => (text.includes(word) ? [i] : [])), [page], `${word}, behind ${before} paragraphs`);
		}
	}
});

test('the worker maps none of the libraries that make and read files', () => {
	const mapped = new Set([...readFileSync(`/proc/${borough.pidOf('worker')}/maps`, 'utf8').matchAll(/\/(lib[^/\s]*?)\.so/g)].map(([, name]) => name));
	assert.ok(mapped.has('libmariadb'), [...mapped].join(' '));
	const heavy = [...mapped].filter((name) => /^lib(qpdf|ical|icu|stdc\+\+|cairo|pango|pixman|X|xcb|glib|gobject|gio|fontconfig|freetype|harfbuzz|magic|seccomp)/.test(name));
	const own = mapped.has('libasan') ? heavy.filter((name) => name !== 'libstdc++') : heavy; // the sanitizer's runtime maps it
	assert.deepEqual(own, []);
});

test('without the program for files, or when it hangs, a sentence is said, nothing is kept, and all else goes on', async () => {
	const priya = await borough.signIn('priya.nair');
	const hangs = path.join(shelf, 'hangs');
	writeFileSync(hangs, '#!/bin/sh\nexec sleep 86399.75\n', { mode: 0o755 });
	for (const [target, code] of [['/bin/false', 'files-down'], [path.join(shelf, 'nothing'), 'files-down'], [hangs, 'files-slow']]) {
		putFilesProgram(target);
		const pdf = await priya.get(`${api}.pdf`);
		assert.equal(pdf.status, 503, pdf.text);
		assert.equal(pdf.headers['content-type'], 'application/problem+json');
		assert.match(pdf.json.detail, /Nothing was changed; try again/);
		assert.equal(pdf.json.code, code);
	}
	const sent = await priya.request('POST', `/api/v1/escalations/${walk.reference}/attachments`,
		{ headers: { 'X-CSRF-Token': priya.csrf, 'Content-Type': 'application/octet-stream' }, body: Buffer.from('text') });
	assert.equal(sent.status, 503, sent.text);
	assert.equal(borough.sql('SELECT COUNT(*) FROM upload')[0][0], '0');
	assert.equal((await priya.get(api)).status, 200);
	assert.equal(spawnSync('pgrep', ['-f', 'sleep 86399.75']).status, 1, 'what hung was killed');
	putFilesProgram(path.join(build, 'parley-files'));
	assert.equal((await priya.get(`${api}.pdf`)).status, 200);
});
