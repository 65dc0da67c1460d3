// browser.mjs - people at real browsers: Debian's Chromium, the pages as they are served, nothing faked.
//
//	const browser = await startBrowser();
//	const priya = await browser.seat(borough, 'priya.nair');
//	await priya.open('/raise');                       // signs in by the page when it has to
//	await priya.check('raise-risk');                  // axe, width, screenshots
//	await browser.stop();                             // fails on any violation of the content policy
//
// PARLEY_SHOTS=FOLDER (./dev test --shots): two screenshots of each page are kept there, a desk's and a phone's. Making them
// takes a sixth of the time.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';
import { password } from '../borough/harness.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const axe = readFileSync(path.join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');
const shots = process.env.PARLEY_SHOTS;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync'];
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 740 };
const NARROWEST = { width: 320, height: 640 }; // 1280 pixels at a zoom of 400 %

export async function startBrowser() {
	if (shots) mkdirSync(shots, { recursive: true });
	return new Browser(await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS }));
}

class Browser {
	constructor(chromium) {
		this.chromium = chromium;
		this.troubles = [];
	}

	// One person's own browser window, with cookies of its own.
	async seat(borough, username, options = {}) {
		const context = await this.chromium.newContext({ viewport: DESK, locale: 'en-GB', ...options });
		context.setDefaultTimeout(15_000);
		await context.exposeBinding('reportViolation', (_, text) => this.troubles.push(`${username}: ${text}`));
		await context.addInitScript(() => {
			addEventListener('securitypolicyviolation', (event) =>
				globalThis.reportViolation(`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
		});
		const page = await context.newPage();
		page.on('pageerror', (error) => this.troubles.push(`${username}: ${error.stack}`));
		return new Person(borough, username, context, page);
	}

	async stop() {
		await this.chromium.close();
		assert.deepEqual(this.troubles, [], 'no violation of the content policy, no error in a page');
	}
}

export class Person {
	constructor(borough, username, context, page) {
		Object.assign(this, { borough, username, context, page });
	}

	// Whoever has no session, or was away too long, gets the sign-in page and then the page they asked for.
	async open(target) {
		await this.page.goto(this.borough.origin + target);
		await this.settled();
		if (new URL(this.page.url()).pathname !== '/sign-in') return;
		await this.signIn();
		const arrived = new URL(this.page.url()).pathname;
		assert.ok(arrived.startsWith(new URL(target, this.borough.origin).pathname), `asked for ${target}, came to ${arrived}`);
	}

	async signIn(page = this.page) {
		await page.getByLabel('Username').fill(this.username);
		await page.getByLabel('Password').fill(password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((url) => url.pathname !== '/sign-in');
		if (page === this.page) await this.settled();
	}

	// The page has its heading and everything it was waiting for.
	async settled() {
		await this.page.waitForFunction(() =>
			(document.querySelector('h1') && !document.querySelector('.parley-loading')) ||
			location.pathname === '/sign-in');
		await this.page.waitForSelector('h1');
	}

	async heading(text) {
		await this.page.getByRole('heading', { level: 1, name: text }).waitFor();
		await this.settled();
	}

	async text(selector) {
		return (await this.page.locator(selector).innerText()).replace(/\s+/g, ' ');
	}

	// --- answering ---

	box(label) {
		return this.page.getByRole('textbox', { name: label, exact: true });
	}

	fill(label, text) {
		return this.box(label).fill(text);
	}

	choose(question, answer) {
		return this.page.getByRole('group', { name: question }).getByRole('radio', { name: answer }).check();
	}

	async date(question, day, month, year, time) {
		const group = this.page.getByRole('group', { name: question });
		await group.getByLabel('Day').fill(String(day));
		await group.getByLabel('Month').fill(String(month));
		await group.getByLabel('Year').fill(String(year));
		if (time) await group.getByLabel('Time').fill(time);
	}

	press(name) {
		return this.page.locator('main').getByRole('button', { name, exact: true }).click();
	}

	follow(name) {
		return this.page.locator('main').getByRole('link', { name, exact: true }).first().click();
	}

	// --- looking ---

	async violations() {
		// Not a script of the page: the content policy stays on. It stays for as long as the document does.
		if (await this.page.evaluate(() => !globalThis.axe)) await this.page.evaluate(axe);
		const found = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
		return found.violations.map((one) => `${one.id}: ${one.help}\n  ${one.nodes.map((node) => node.html).join('\n  ')}`);
	}

	async widthBeyond(viewport) {
		await this.page.setViewportSize(viewport);
		return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	}

	squeezed() {
		return this.page.evaluate(() => [...document.querySelectorAll('p, dd, dt, li, h1, h2, h3, span, strong, label')]
			.filter((one) => !one.closest('.govuk-visually-hidden') && one.innerText.length > 20 && one.checkVisibility())
			.filter((one) => one.getBoundingClientRect().width < 75)
			.map((one) => one.outerHTML.slice(0, 200)));
	}

	async shoot(name) {
		if (shots) await this.page.screenshot({ path: path.join(shots, name), fullPage: true });
	}

	// Everything that must hold of any page in any state.
	async check(name) {
		assert.deepEqual(await this.violations(), [], `${name}: axe finds nothing`);
		assert.equal(await this.widthBeyond(NARROWEST), 0, `${name}: nothing to scroll sideways at 320 pixels`);
		assert.deepEqual(await this.squeezed(), [], `${name}: no text in a column too narrow to read`);
		await this.page.setViewportSize(PHONE);
		await this.shoot(`${name}-phone.png`);
		await this.page.setViewportSize(DESK);
		assert.deepEqual(await this.squeezed(), [], `${name}: no text in a column too narrow to read on a wide screen`);
		await this.shoot(`${name}.png`);
		assert.doesNotMatch(await this.page.title(), /undefined|null|NaN|\[object/);
		const said = await this.text('body');
		assert.doesNotMatch(said, /undefined|\bnull\b|NaN|\[object/, `${name}: nothing is missing`);
		// But for distinguished names: ou=people,dc=example.
		assert.doesNotMatch(said, /[a-z][,;:](?!\w+=)[A-Za-z]/, `${name}: no words stuck together`);
	}

	// --- by keyboard alone ---

	focused() {
		return this.page.evaluate(() => {
			const element = document.activeElement;
			const group = element.closest('fieldset')?.querySelector('legend')?.innerText ?? '';
			const label = [...(element.labels ?? [])].map((one) => one.innerText).join(' ');
			return { group: group.trim(), name: (label || element.innerText || '').trim().replace(/\s+/g, ' '), type: element.type };
		});
	}

	// Tab until `isWanted` holds for what has the focus.
	async tabTo(isWanted, what) {
		for (let i = 0; i < 120; i++) {
			await this.page.keyboard.press('Tab');
			const at = await this.focused();
			if (isWanted(at)) return at;
		}
		return assert.fail(`${what} cannot be reached by the Tab key`);
	}

	tabToName(name) {
		return this.tabTo((at) => at.name === name || at.name.startsWith(`${name} `), name);
	}

	async type(name, text) {
		await this.tabToName(name);
		await this.page.keyboard.type(text);
	}

	async pick(group, name) {
		let at = await this.tabTo((one) => one.type === 'radio' && one.group.startsWith(group), group);
		await this.page.keyboard.press('Space');
		for (let i = 0; at.name !== name && i < 20; i++) {
			await this.page.keyboard.press('ArrowDown');
			at = await this.focused();
		}
		assert.equal(at.name, name);
	}

	async pressKey(name) {
		await this.tabToName(name);
		await this.page.keyboard.press('Enter');
	}
}
