// What differs from policy to policy on the pages: emergency routes, what is turned away, how clauses are named.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.stop());

async function under(policy, look) {
	const borough = await startBorough({ policy });
	try {
		await look(await browser.seat(borough, 'priya.nair'));
	} finally {
		await borough.stop();
	}
}

test('pelican-childcare: a matter that it leaves out is turned away before the rest is written', () =>
	under('pelican-childcare', async (priya) => {
		await priya.open('/raise/category');
		await priya.choose('What is the disagreement mainly about?', 'Whether an Initial Child Protection Conference is needed');
		assert.match(await priya.text('.parley-notice'), /does not cover whether an Initial Child Protection Conference/);
		assert.equal(await priya.page.getByRole('button', { name: 'Save and continue' }).count(), 0);
		await priya.check('raise-excluded');
		await priya.choose('What is the disagreement mainly about?', 'Information sharing or provision of services');
		await priya.press('Save and continue');
		await priya.heading('What started it, and when?');
		await priya.open('/policy');
		await priya.check('policy-pelican-childcare');
	}));

test('nel-scp-sab: the numbers to ring, for a child and for an adult', () =>
	under('nel-scp-sab', async (priya) => {
		await priya.open('/raise/risk');
		await priya.choose('Is somebody at immediate risk of significant harm?', 'Yes');
		const said = (await priya.page.locator('.parley-alone').allInnerTexts()).join('\n');
		for (const number of ['999', '01472 326292', '01472 256256']) assert.match(said, new RegExp(number));
		assert.equal(await priya.page.getByRole('link', { name: '01472 326292' }).getAttribute('href'), 'tel:01472326292');
		await priya.check('raise-emergency-nel');
		await priya.open('/raise/subject');
		assert.equal(await priya.page.getByRole('group', { name: 'Who is it about?' }).getByRole('radio').count(), 2);
		await priya.open('/policy');
		assert.equal(await priya.page.locator('.parley-policy-stage').count(), 5);
		await priya.check('policy-nel-scp-sab');
	}));
