// nginx in front: what it serves by itself, what it says when the worker is gone, and the headers
// that no answer may lack.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { eventually, startBorough } from '../borough/harness.mjs';
import { Walk, easter, walkAgreed } from '../borough/walk.mjs';

let borough;
before(async () => { borough = await startBorough(); });
after(() => borough.stop());

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
	+ "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
	+ "require-trusted-types-for 'script'; trusted-types 'none'";

// Every header once: a second Content-Security-Policy from the worker would show as "a, b".
function assertGuarded(answer, what) {
	assert.equal(answer.headers['content-security-policy'], policy, what);
	assert.equal(answer.headers['x-content-type-options'], 'nosniff', what);
	assert.equal(answer.headers['referrer-policy'], 'same-origin', what);
	assert.equal(answer.headers['x-frame-options'], 'DENY', what);
	assert.equal(answer.headers['cross-origin-opener-policy'], 'same-origin', what);
	assert.equal(answer.headers.server, 'nginx', `${what}: no version`);
}

async function get(target, headers) {
	const answer = await borough.request('GET', target, { headers });
	assertGuarded(answer, `GET ${target}`);
	return answer;
}

test('every path of the application is the same page, never kept without asking', async () => {
	const home = await get('/');
	assert.equal(home.status, 200);
	assert.match(home.headers['content-type'], /^text\/html; charset=utf-8$/);
	assert.equal(home.headers['cache-control'], 'no-cache');
	const page = await get('/escalations/MSP-2027-000001');
	assert.equal(page.status, 200);
	assert.equal(page.text, home.text);
	const again = await get('/', { 'If-None-Match': home.headers.etag });
	assert.equal(again.status, 304);
});

test('assets whose path changes with their content are kept for good, and sent compressed', async () => {
	const home = await get('/');
	const [path] = home.text.match(/\/assets\/[^"]+\.css/);
	const plain = await get(path);
	assert.equal(plain.status, 200);
	assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
	assert.match(plain.headers['content-type'], /^text\/css/);
	const packed = await get(path, { 'Accept-Encoding': 'gzip' });
	assert.equal(packed.headers['content-encoding'], 'gzip');
	assert.equal(gunzipSync(packed.bytes).toString(), plain.text);
	const script = await get(home.text.match(/\/assets\/[^"]+\.js/)[0]);
	assert.match(script.headers['content-type'], /^(text|application)\/javascript/);
});

test('a file that is not there is a 404 page, and what is not for reading is not there', async () => {
	for (const path of ['/assets/none.css', '/favicon.ico', '/templates/sign-in.html', '/errors/404.html', '/.git/config',
		'/assets/../../package.json', '/a/.env']) {
		const answer = await get(path);
		assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
		assert.match(answer.headers['content-type'], /^text\/html/, path);
	}
	const missing = await get('/assets/none.css');
	assert.notEqual(missing.headers['cache-control'], 'public, max-age=31536000, immutable');
});

test('another name is refused, localhost is sent to the one address', async () => {
	for (const host of ['evil.example', 'parley.evil.example:80', '127.0.0.2']) {
		const answer = await get('/sign-in', { Host: host });
		assert.equal(answer.status, 421, host);
	}
	const sent = await borough.request('GET', '/escalations?view=mine', { headers: { Host: `localhost:${borough.port}` } });
	assert.equal(sent.status, 308);
	assert.equal(sent.headers.location, `${borough.origin}/escalations?view=mine`);
});

test('what is too large is refused in words that fit who asks', async () => {
	const body = 'x'.repeat(1_100_000);
	const api = await borough.request('POST', '/api/v1/escalations', { body, headers: { 'Content-Type': 'application/json' } });
	assert.equal(api.status, 413);
	assert.equal(api.headers['content-type'], 'application/problem+json');
	assert.equal(api.json.status, 413);
	assertGuarded(api, 'API 413');
	const form = await borough.request('POST', '/sign-in', { body });
	assert.equal(form.status, 413);
	assert.match(form.headers['content-type'], /^text\/html/);
	assertGuarded(form, 'form 413');
});

test('the health of the worker is asked through nginx', async () => {
	const answer = await get('/healthz');
	assert.equal(answer.status, 200);
});

test('what has not changed is not sent again, compressed or not', async () => {
	const walk = new Walk(borough);
	await walkAgreed(walk, easter);
	const priya = await walk.as('priya.nair');
	const target = `/api/v1/escalations/${walk.reference}`;
	for (const headers of [{}, { 'Accept-Encoding': 'gzip' }]) {
		const first = await priya.get(target, headers);
		assert.equal(first.status, 200);
		assert.equal(first.headers['content-encoding'], headers['Accept-Encoding']);
		const again = await priya.get(target, { ...headers, 'If-None-Match': first.headers.etag });
		assert.equal(again.status, 304, JSON.stringify(headers));
		assert.equal(again.bytes.length, 0);
	}
});

test('without the worker: a page for people, a problem document for programs; it comes back by itself', async () => {
	borough.signal('worker', 'SIGKILL');
	await eventually(async () => (await borough.request('GET', '/healthz')).status === 503);
	const page = await get('/sign-in');
	assert.equal(page.status, 502);
	assert.match(page.headers['content-type'], /^text\/html/);
	assert.match(page.text, /<h1/);
	const api = await get('/api/v1/me');
	assert.equal(api.status, 503);
	assert.equal(api.headers['content-type'], 'application/problem+json');
	assert.equal(api.json.status, 503);

	await borough.start();
	await eventually(async () => (await get('/healthz')).status === 200);
	assert.equal((await get('/sign-in')).status, 200);
});
