// What people are told, on its page and in the header; messages that nobody got; the calendar link.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';

let borough;
let browser;
let tom;
const references = [];
before(async () => {
	borough = await startBorough();
	browser = await startBrowser();
	borough.setClock('2027-12-23T10:00');
	writeFileSync(path.join(borough.dir, 'mail', 'answers'),
		`permanent ${borough.sql("SELECT mail FROM person WHERE username = 'tom.okafor'")[0][0]}\n`);
	const priya = await borough.signIn('priya.nair');
	for (let i = 0; i < 2; i++) {
		const raised = await priya.post('/api/v1/escalations', { fields: {
			immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-23', subject_kind: 'child',
			reference_kind: 'nhs', nhs_number: '9990000018', plan: 'no', looked_after: 'no', receiving_agency: 'st-brides-hospital',
			issue: 'The ward plans to send the child home today.', risk: 'Nobody has seen the home.', nature: 'Whether it is safe.',
			aim: 'The child stays until we have met.', evidence: 'Two earlier attendances.',
		} });
		references.push(raised.json.reference);
	}
	await eventually(() => borough.sql('SELECT COUNT(*) FROM undelivered')[0][0] === '2');
	tom = await browser.seat(borough, 'tom.okafor');
});
after(async () => {
	await browser?.stop();
	await borough?.stop();
});

const count = (person) => person.text('.parley-header__notices');

test('the header says how many notices are new, and reading takes them off', async () => {
	await tom.open('/');
	assert.match(await count(tom), /^Notices 2 not read/);
	await tom.page.getByRole('link', { name: /^Notices/ }).click();
	await tom.heading('Notices');
	await tom.page.getByRole('heading', { name: 'New', exact: true }).waitFor();
	await tom.check('notices');
	await tom.page.getByRole('link', { name: new RegExp(`It is your turn.*${references[1]}`) }).click();
	await tom.heading(new RegExp(references[1]));
	await tom.page.waitForFunction(() => document.querySelector('.parley-header__notices').innerText.includes('1'));
	// Whoever comes by another way has read it too.
	await tom.open(`/escalations/${references[0]}`);
	await tom.page.waitForFunction(() => document.querySelector('.parley-header__notices').innerText.trim() === 'Notices');
	await tom.open('/notices');
	await tom.page.getByRole('heading', { name: 'Nothing new' }).waitFor();
	assert.equal(await tom.page.getByRole('listitem').filter({ hasText: 'It is your turn' }).count(), 2);
	await tom.check('notices-read');
});

test('a calendar link is made, shown once, and ended, by keyboard alone', async () => {
	await tom.open('/notices');
	await tom.pressKey('your dates in your own calendar');
	await tom.heading('Your dates in your calendar');
	await tom.pressKey('Make a link');
	await tom.page.getByLabel('Your calendar link').waitFor();
	const link = await tom.page.getByLabel('Your calendar link').inputValue();
	const read = await borough.request('GET', new URL(link).pathname);
	assert.equal(read.status, 200);
	assert.equal(read.text.match(/BEGIN:VEVENT/g).length, 2);
	await tom.check('calendar-made');
	await tom.open('/calendar');
	assert.equal(await tom.page.getByLabel('Your calendar link').count(), 0);
	await tom.check('calendar');
	await tom.pressKey('End the link');
	await tom.page.getByText('Calendars that used it get nothing any more').waitFor();
	assert.equal((await borough.request('GET', new URL(link).pathname)).status, 404);
});

test('the business manager sees to messages that nobody got', async () => {
	const beatrice = await browser.seat(borough, 'beatrice.long');
	await beatrice.open('/notices');
	await beatrice.page.getByRole('link', { name: 'A message did not arrive' }).first().click();
	await beatrice.heading('Messages that did not arrive');
	await beatrice.page.getByRole('heading', { name: 'Tom Okafor' }).first().waitFor();
	assert.match(await beatrice.text('main'), /will not deliver to this address/);
	await beatrice.check('undelivered');
	await beatrice.page.getByRole('button', { name: /They were told.*Tom Okafor/ }).first().click();
	assert.match(await beatrice.text('.govuk-error-message'), /Say how they were told/);
	await beatrice.check('undelivered-refused');
	await beatrice.page.getByLabel('How were they told?').first().fill('By telephone');
	await beatrice.page.getByRole('button', { name: /They were told.*Tom Okafor/ }).first().click();
	await beatrice.page.getByText('It is on record that they were told: Tom Okafor').waitFor();
	writeFileSync(path.join(borough.dir, 'mail', 'answers'), '');
	const again = beatrice.page.getByRole('button', { name: /Send it once more/ });
	const none = beatrice.page.getByRole('heading', { name: 'Every message arrived' });
	await eventually(async () => { // one after the other; the list is read again after each
		if (await none.count() > 0) return true;
		const left = await again.count();
		if (left === 0) return false;
		await again.first().click();
		await eventually(async () => await again.count() < left);
		return false;
	});
	await eventually(() => borough.mails().some((mail) => mail.to[0].startsWith('tom.okafor@')));
	await beatrice.check('undelivered-none');
});
