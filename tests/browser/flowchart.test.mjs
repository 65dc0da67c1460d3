// The flowchart of a policy: drawn by a real browser, no text leaves its box; on the page every box leads to its clause.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { root, startBorough } from '../borough/harness.mjs';
import { source } from './advances.mjs';
import { startBrowser } from './browser.mjs';

const POLICIES = ['policies/redbridge-rscp.json', 'policies/nel-scp-sab.json', 'policies/pelican-childcare.json',
	'policies/brent-lscb.json', 'policies/chscp.json', 'tests/unit/fixtures/everything.json'];
const POINTS_PER_PIXEL = 72 / 96;
const SHEET = { width: 180, pixel: 25.4 / 96 }; // millimetres: A4 upright between margins of 15

let browser, borough, priya;
before(async () => {
	[browser, borough] = await Promise.all([startBrowser(), startBorough()]);
	priya = await browser.seat(borough, 'priya.nair');
});
after(async () => {
	await borough?.stop();
	await browser?.stop();
});

test('the widths that the layout counts on are those of the font', () => {
	const file = readFileSync(path.join(root, 'src/core/flowchart_text.c'), 'utf8');
	assert.ok(file.includes(source()), 'print them again with node tests/browser/advances.mjs');
});

// In the page: each text against the rectangle that it stands in, as they are really drawn.
function strays(groups) {
	return [...document.querySelectorAll(groups)].flatMap((group) => {
		const box = group.querySelector('rect').getBoundingClientRect();
		return [...group.querySelectorAll('tspan, text:not(:has(tspan))')].filter((text) => {
			const at = text.getBoundingClientRect();
			return at.left < box.left + 2 || at.right > box.right - 2 || at.top < box.top || at.bottom > box.bottom;
		}).map((text) => text.textContent);
	});
}

for (const policy of POLICIES) {
	test(`${policy}: no text outside its box, and legible on A4`, async () => {
		const { status, stdout } = borough.parley('policy', 'flowchart', path.join(root, policy));
		assert.equal(status, 0);
		const page = await browser.chromium.newPage();
		await page.goto('about:blank');
		const parsed = await page.evaluate((text) => {
			const picture = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
			document.body.replaceChildren(picture);
			return { name: picture.nodeName, width: picture.width.baseVal.value, size: parseFloat(getComputedStyle(picture).fontSize),
				title: picture.querySelector('title').textContent, boxes: picture.querySelectorAll('g').length,
				styled: picture.querySelectorAll('[style], style, script').length };
		}, stdout);
		assert.equal(parsed.name, 'svg');
		assert.match(parsed.title, /^Flowchart: /);
		assert.equal(parsed.styled, 0);
		assert.ok(parsed.boxes > 15);
		assert.deepEqual(await page.evaluate(strays, 'g'), []);
		assert.ok(parsed.width * SHEET.pixel <= SHEET.width, 'as wide as the sheet, or less');
		assert.ok(parsed.size * POINTS_PER_PIXEL >= 9, 'nine points or more');
		await page.close();
	});
}

test('on the page, every box leads to its clause, in a list that says the same', async () => {
	await priya.open('/policy');
	assert.deepEqual(await priya.page.evaluate(strays, '.parley-flow__link'), []);
	const links = await priya.page.evaluate(() => [...document.querySelectorAll('.parley-flow__link')].map((link) => ({
		drawn: link.textContent.replace(/\s+/g, ' ').trim(),
		entry: document.getElementById(decodeURIComponent(link.hash ?? link.getAttribute('href')).replace('#', ''))?.innerText,
	})));
	const api = await (await borough.signIn('priya.nair')).get('/api/v1/policy');
	const boxes = api.json.flowchart.boxes.filter((box) => box.clause);
	// Each once, though the chart is drawn in several sheets.
	assert.deepEqual(links.map((link) => link.drawn).sort(), boxes.map((box) => box.texts.join(' ')).sort());
	for (const { drawn, entry } of links) {
		assert.match(drawn, /\([^()]+\)$/, 'says its clause');
		assert.ok(entry?.replace(/\s+/g, ' ').startsWith(drawn), `${drawn}: leads to ${entry}`);
	}
	assert.equal(await priya.page.locator('.parley-flow-list ol > li').count(),
		api.json.flowchart.boxes.filter((box) => box.parent < 0).length);
	await priya.check('policy-flowchart');
});

test('by keyboard: into the picture, along it on a phone, and from a box to its entry', async () => {
	await priya.open('/policy');
	await priya.page.setViewportSize({ width: 375, height: 740 });
	const region = priya.page.getByRole('region', { name: 'Flowchart' });
	await region.focus();
	await priya.page.keyboard.press('ArrowRight');
	await priya.page.waitForFunction(() => document.querySelector('.parley-flow__scroll').scrollLeft > 0);
	await priya.page.keyboard.press('Tab');
	const name = await priya.page.evaluate(() => document.activeElement.textContent);
	assert.match(name, /^At immediate risk/);
	await priya.page.keyboard.press('Enter');
	await priya.page.waitForFunction(() => location.hash === '#clause-4-1' && document.querySelector(':target') !== null);
	assert.match(await priya.text(':target'), /^At immediate risk/);
	await priya.page.setViewportSize({ width: 1280, height: 900 });
});
