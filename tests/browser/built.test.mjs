// What the build makes, as files: how much a first visit costs, and what must not be in it.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { root } from '../borough/harness.mjs';

const www = path.join(root, 'www/build');
const LIMIT = 60_000; // bytes over the wire, for the first page and all that it needs

const read = (name) => readFileSync(path.join(www, name), 'utf8');
const listFiles = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
	const found = path.join(folder, entry.name);
	return entry.isDirectory() ? listFiles(found) : [found];
});
const served = (name) => {
	const file = path.join(www, name);
	return existsSync(`${file}.gz`) ? statSync(`${file}.gz`).size : statSync(file).size;
};
const pages = listFiles(www).filter((file) => file.endsWith('.html')).map((file) => path.relative(www, file));
const modules = listFiles(www).filter((file) => file.endsWith('.js'));
const importsOf = (file) => [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
	.map(([, name]) => path.join(path.dirname(file), name));

test(`the first page comes in less than ${LIMIT / 1000} kB`, () => {
	const index = read('index.html');
	const needed = [...index.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, name]) => name);
	const mark = needed.find((name) => name.endsWith('main.css')).replace('main.css', 'images/mark.svg');
	const sizes = ['index.html', mark, ...needed].map((name) => [name, served(name)]);
	const total = sizes.reduce((sum, [, size]) => sum + size, 0);
	assert.ok(needed.length > 5, 'the page names what it needs');
	assert.ok(total < LIMIT, `${total} bytes: ${JSON.stringify(sizes)}`);
});

test('all pages together come in less than three times that', () => {
	const total = listFiles(path.join(www, 'assets')).filter((file) => !file.endsWith('.gz'))
		.reduce((sum, file) => sum + served(path.relative(www, file)), 0);
	assert.ok(total < 3 * LIMIT, `${total} bytes`);
});

test('every module that is imported is there', () => {
	assert.ok(modules.length > 20);
	for (const file of modules) {
		for (const wanted of importsOf(file)) assert.ok(existsSync(wanted), `${file} imports ${wanted}`);
	}
});

test('every file that a page names is there', () => {
	for (const page of pages) {
		for (const [, name] of read(page).matchAll(/(?:href|src)="(\/[^"#]+\.[a-z]+)"/g)) {
			assert.ok(existsSync(path.join(www, name)), `${page} names ${name}`);
		}
	}
});

test('no page holds what the content policy forbids', () => {
	assert.ok(pages.length >= 12);
	for (const page of pages) {
		assert.doesNotMatch(read(page), /<script(?![^>]*\ssrc=)|\son[a-z]+=|\sstyle=|<style|javascript:/i, page);
		assert.doesNotMatch(read(page), /(?:href|src)="https?:/, `${page} loads nothing from elsewhere`);
	}
	for (const file of modules) {
		assert.doesNotMatch(readFileSync(file, 'utf8'), /\beval\(|new Function|document\.write|insertAdjacentHTML/, file);
	}
	for (const file of modules.filter((one) => !one.includes('/vendor/'))) {
		const text = readFileSync(file, 'utf8');
		assert.doesNotMatch(text, /innerHTML|dangerouslySetInnerHTML|localStorage|sessionStorage|indexedDB/i, file);
	}
});

test('error and sign-in pages work without JavaScript', () => {
	const plain = pages.filter((page) => page.startsWith('errors/') || page.startsWith('templates/'));
	assert.ok(plain.length >= 11);
	for (const page of plain) assert.doesNotMatch(read(page), /<script/i, page);
});

test('what is served packed is what is served plain', () => {
	const packed = listFiles(www).filter((file) => file.endsWith('.gz'));
	assert.ok(packed.length > 30);
	for (const file of packed) assert.deepEqual(gunzipSync(readFileSync(file)), readFileSync(file.slice(0, -3)), file);
});

test('the lock files name no registry', () => {
	for (const name of ['www/package-lock.json', 'tests/browser/package-lock.json']) {
		assert.doesNotMatch(readFileSync(path.join(root, name), 'utf8'), /"resolved"/, name);
	}
});
