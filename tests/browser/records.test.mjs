// The pages of what is written down: records and what each side says of them, internal notes, what is outstanding, lessons,
// attachments.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from '../integration/policy-case.mjs';
import { startBrowser } from './browser.mjs';
import { act, casePath } from './pages.mjs';

let borough;
let browser;
let story;
before(async () => {
	borough = await startBorough();
	browser = await startBrowser();
	story = new Case(borough, new Coverage('redbridge-rscp'));
	story.at('2027-12-23T10:00');
	await story.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], { category: 'response' });
	await story.contact('tom.okafor');
});
after(async () => {
	await borough?.stop();
	await browser?.stop();
});

test('a record that waits is found, read, and differed from', async () => {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open(casePath(story.reference));
	await priya.check('case-record-waits');
	await priya.follow('Record 2');
	await priya.heading('Approve this record');
	assert.match(await priya.text('.parley-record-shown'), /As we discussed\./);
	await priya.check('record-approve');
	await priya.follow('Say where you differ (record 2)');
	await priya.heading('Say where you differ from this record');
	await priya.press('Say where you differ from this record');
	await priya.page.locator('.govuk-error-summary').waitFor();
	await priya.check('record-differ-error');
	await priya.fill('What do you know or remember differently?', 'Nobody said that.');
	await priya.press('Say where you differ from this record');
	await priya.page.waitForURL(/\/recorded$/);
	await priya.open(casePath(story.reference));
	assert.match(await priya.text('#event-2'), /Differs Marlowe.*Nobody said that\./);
	await priya.check('case-record-differs');
});

test('internal notes: written, kept, read by one\'s own agency', async () => {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open(casePath(story.reference));
	await priya.follow('Internal notes');
	await priya.heading('Internal notes');
	await priya.press('Keep this note');
	await priya.page.locator('.govuk-error-summary').waitFor();
	await priya.check('notes-error');
	await priya.choose('What is it?', 'A note for my own agency');
	await priya.fill('Your note', 'Only for us.');
	await priya.press('Keep this note');
	await priya.page.getByRole('heading', { name: 'Note', exact: true }).waitFor();
	assert.equal(await priya.box('Your note').inputValue(), '');
	await priya.check('notes');
});

test('what is outstanding is added with its owner and day; the confirmation is a document', async () => {
	const tom = await browser.seat(borough, 'tom.okafor');
	await story.act('priya.nair', 'agreed', { outcome: 'The ward waits.' });
	await act(tom, story.reference, 'Add something that is still to be done', async () => {
		await tom.fill('What is still to be done?', 'Send the discharge letter.');
		await tom.page.getByRole('combobox').fill('okafor');
		await tom.page.getByRole('option', { name: 'Tom Okafor' }).click();
		await tom.date('By which day?', 5, 1, 2028);
	}, (name) => tom.check(name));
	await tom.open(casePath(story.reference));
	assert.match(await tom.text('.parley-obliged'), /Send the discharge letter\./);
	await story.act('tom.okafor', 'confirm', { confirmation: 'As agreed, in writing.' });
	await tom.open(casePath(story.reference));
	await tom.check('case-outstanding');
	await tom.follow('Show this confirmation as a document');
	await tom.heading('Confirmation of the outcome');
	assert.match(await tom.text('main'), /The ward waits\..*Send the discharge letter\./);
	await tom.check('confirmation');
});

test('lessons: raised on the case, answered from the list', async () => {
	await story.act('priya.nair', 'lesson', { lesson_kind: 'practice-gap', lesson: 'Nobody knew whom to ring.' });
	const chair = await browser.seat(borough, 'catherine.aldous');
	await chair.open('/lessons');
	await chair.heading('Lessons');
	assert.match(await chair.text('main'), /Nobody knew whom to ring\./);
	await chair.check('lessons');
	await chair.page.getByRole('link', { name: /^Answer it/ }).click();
	await chair.choose('What is done about it?', 'It will be changed, by a day');
	await chair.check('lesson-answer');
	await chair.date('By which day?', 1, 2, 2028);
	await chair.fill('What exactly, or why not?', 'A list of numbers on each ward.');
	await chair.page.getByRole('button', { name: /^Answer it/ }).click();
	await chair.page.waitForURL(/\/recorded$/);
	await chair.open('/lessons');
	assert.match(await chair.text('main'), /A list of numbers on each ward\..*1 February 2028/);
	await chair.check('lessons-promised');
});

test('a file is attached and can be opened', async () => {
	const tom = await browser.seat(borough, 'tom.okafor');
	await story.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], { category: 'response' });
	await act(tom, story.reference, 'Attach a file', async () => {
		await tom.page.getByText('It may hold up to 10 MB.').waitFor();
		await tom.page.getByLabel('Which file?').setInputFiles({ name: 'Scan.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(11 << 20) });
		await tom.page.getByText('This file is larger than 10 MB. Send a smaller one.').first().waitFor();
		assert.match(await tom.page.getByRole('status').filter({ hasText: 'larger' }).innerText(), /Send a smaller one/, 'said aloud as well');
		await tom.check('attach-too-large');
		await tom.page.getByLabel('Which file?').setInputFiles({ name: 'Letter about Zebedee.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear ward,') });
		await tom.page.getByText('Sent: Text, 1 KB').waitFor();
		await tom.choose('What kind of paper is it?', 'Letter');
		await tom.fill('What is it, and of which day?', 'Letter to the ward');
	}, (name) => tom.check(name));
	await tom.open(casePath(story.reference));
	const [download] = await Promise.all([tom.page.waitForEvent('download'), tom.page.getByRole('link', { name: /^Open the\s+file/ }).click()]);
	assert.match(download.suggestedFilename(), /^MSP-2027-\d{6}-\d+\.txt$/, 'its own name is not kept');
	await tom.check('case-attachment');
});
