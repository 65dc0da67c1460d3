// The policy's page works out every date from a day that somebody chooses.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';

let browser;
let borough;
before(async () => {
	[browser, borough] = await Promise.all([startBrowser(), startBorough()]);
});
after(async () => {
	await borough?.stop();
	await browser?.stop();
});

test('the dates of a policy, from any day, each with how it was worked out', async () => {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open('/policy');
	await priya.date('When is it raised?', 23, 12, 2026, '4:30pm');
	await priya.press('Show the dates');
	await priya.page.getByRole('heading', { name: 'Raised on Wednesday 23 December 2026 at 4:30pm' }).waitFor();
	const result = priya.page.locator('.parley-timetable');
	assert.match(await result.innerText(), /By Thursday 7 January 2027 at 5pm/);
	assert.match(await priya.page.evaluate(() => document.activeElement.innerText), /^Raised on/);
	await result.getByText('By Thursday 7 January 2027 at 5pm').first().click();
	await result.locator('details[open]').getByText("Friday 1 January 2027: New Year's Day").waitFor();
	await priya.check('policy-timetable');
});

test('what was typed wrongly, or lies beyond the list of bank holidays, is said beside the field', async () => {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open('/policy');
	await priya.date('When is it raised?', 31, 2, 2026, '4:30pm');
	await priya.press('Show the dates');
	await priya.page.locator('.govuk-error-message', { hasText: 'Enter a day of the calendar' }).waitFor();
	assert.equal((await priya.focused()).group.startsWith('When is it raised?'), true);
	await priya.date('When is it raised?', 1, 2, 2060);
	await priya.press('Show the dates');
	await priya.page.locator('.govuk-error-message', { hasText: 'The list of bank holidays for England and Wales ends' }).waitFor();
	await priya.check('policy-timetable-wrong');
	await priya.date('When is it raised?', 1, 6, 2026);
	await priya.press('Show the dates');
	await priya.page.getByRole('heading', { name: 'Raised on Monday 1 June 2026 at 4:30pm' }).waitFor();
	assert.equal(await priya.page.locator('.govuk-error-message').count(), 0);
});
