// The settings pages: what a change would do before it is saved, why, history, undo, two people at once, files.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';

let borough;
let browser;
let alex;
before(async () => {
	borough = await startBorough();
	browser = await startBrowser();
	alex = await browser.seat(borough, 'alex.turner');
});
after(async () => {
	await browser?.stop();
	await borough?.stop();
});

const IDLE = 'Minutes without doing anything, after which a session ends';
const seePreview = async (person) => {
	await person.press('Show what would change');
	await person.page.getByRole('heading', { name: 'What would change' }).waitFor();
};
const saved = (person, version) => person.page.getByText(`Saved as version ${version}.`).waitFor();

test('session times: shown before they are saved, saved with a reason, taken back; wrong ones are named', async () => {
	await alex.open('/settings');
	await alex.heading('Settings');
	await alex.check('settings');
	await alex.follow('Session times');
	await alex.heading('Session times');
	assert.equal(await alex.page.title(), 'Session times – Settings – Parley');
	await alex.check('setting');

	await alex.fill(IDLE, 'ten');
	await alex.press('Show what would change');
	await alex.page.locator('.govuk-error-summary').waitFor();
	await alex.check('setting-wrong');
	await alex.page.locator('.govuk-error-summary a').click();
	assert.equal(await alex.page.evaluate(() => document.activeElement.id), 'field-idle_minutes');

	await alex.fill(IDLE, '20');
	await seePreview(alex);
	assert.match(await alex.text('main'), /30 minutes becomes 20 minutes/);
	await alex.press('Save');
	assert.match(await alex.text('.govuk-error-summary'), /Say why/);
	await alex.fill('Why is it changed?', 'Shared machines');
	await alex.press('Save');
	await saved(alex, 1);
	assert.match(await alex.text('main'), /Version 1, .* Alex Turner.*Reason: Shared machines/);

	await alex.press('Undo version 1');
	await alex.page.getByText('20 minutes becomes 30 minutes').waitFor();
	await alex.fill('Why is it taken back?', 'Too short');
	await alex.press('Take back version 1');
	await alex.page.getByText('Version 1 was taken back, by version 2.').waitFor();
	await eventually(async () => await alex.box(IDLE).inputValue() === '30');
	await alex.page.getByText('What version 2 set differently').click();
	await alex.page.getByText('20 minutes becomes 30 minutes').waitFor();
});

test('a new post: its title is found, mapped, three people gain a role, and it is taken back', async () => {
	await alex.open('/settings/mapping');
	await alex.heading('Role mapping');
	const all = /Show all (\d+) rules/;
	const count = Number((await alex.text('main')).match(all)[1]);
	await alex.check('setting-mapping');
	await alex.page.getByText(/^People whom no rule maps: \d+$/).click();
	await alex.page.getByRole('button', { name: 'Write a rule for Safeguarding Midwife in Health' }).click();
	await alex.page.getByRole('checkbox', { name: 'Line manager', exact: true }).check();
	await alex.fill('Clause or reason (optional)', 'Agreed by the board');
	await seePreview(alex);
	assert.match(await alex.text('main'), /People who gain a role: 3 Grace Obuya, Safeguarding Midwife, St Bride's Hospital: Line manager Hazel/);
	await alex.check('setting-mapping-preview');
	await alex.fill('Why is it changed?', 'A new post');
	await alex.press('Save');
	await saved(alex, 2);
	await alex.page.getByText(all).waitFor();
	assert.equal(Number((await alex.text('main')).match(all)[1]), count + 1);
	assert.match(await alex.text('.parley-rule >> nth=0'), /‘Safeguarding Midwife’ in Health Line manager \(Agreed by the board\) Decides for 3 people/);

	await alex.page.getByText('Why does somebody have a role?').click();
	await alex.fill('Name, job title or agency', 'ingrid');
	await alex.page.getByRole('button', { name: 'Find people' }).click();
	await alex.page.getByText(/Rule 1 fits: ‘Safeguarding Midwife’ in Health\. Agreed by the board\. Job title: Safeguarding Midwife\. Sector: Health\./).waitFor();

	await alex.press('Undo version 2');
	await alex.page.getByRole('heading', { name: 'People who lose every role: 3' }).waitFor();
	await alex.fill('Why is it taken back?', 'Not agreed after all');
	await alex.press('Take back version 2');
	await alex.page.getByText('Version 2 was taken back, by version 3.').waitFor();
	await alex.page.getByText(all).waitFor();
	assert.equal(Number((await alex.text('main')).match(all)[1]), count);
	await alex.fill('Find a rule', 'named nurse');
	await alex.page.getByText(new RegExp(`^\\d of ${count} rules$`)).waitFor();
});

test('rules by keyboard: added, moved, changed, removed; one that cannot be is opened where it is wrong', async () => {
	await alex.open('/settings/mapping');
	await alex.heading('Role mapping');
	await alex.pressKey('Add a rule');
	await alex.page.waitForFunction(() => document.activeElement.id === 'field-rules-0-titles');
	await alex.pressKey('Show what would change');
	await alex.page.locator('.govuk-error-summary').waitFor();
	await alex.page.locator('.govuk-error-summary a').click();
	assert.equal(await alex.page.evaluate(() => document.activeElement.id), 'field-rules-0-titles');
	await alex.page.keyboard.type('Wizard\nWitch');
	await alex.pressKey('Close rule 1');
	await alex.page.getByRole('button', { name: 'Move down rule 1', exact: true }).press('Enter');
	await alex.page.getByText('Rule 1 is now rule 2.').waitFor();
	assert.match(await alex.text('.parley-rule >> nth=1'), /‘Wizard’ or ‘Witch’ No role Changed here/);
	await alex.page.getByRole('button', { name: 'Remove rule 2', exact: true }).press('Enter');
	await alex.page.getByText('Rule 2 was removed.').waitFor();
	await alex.press('Add what the policy’s matrix has');
	await alex.page.getByText('All rules of the matrix are there already.').waitFor();
});

test('a role by hand: given until a day, marked, and it ends by itself', async () => {
	await alex.open('/settings/grants');
	await alex.heading('Roles given by hand');
	await alex.fill('Name, job title or agency', 'hazel');
	await alex.page.getByRole('button', { name: 'Find people' }).click();
	await alex.page.getByRole('button', { name: 'Choose Hazel Winterbourne', exact: false }).click();
	await alex.press('Show what would change');
	await alex.page.locator('.govuk-error-summary').waitFor();
	await alex.page.getByLabel('Which role?').selectOption('chair');
	const day = (ahead) => new Date(Date.now() + ahead * 86400e3).toISOString().slice(0, 10);
	await alex.fill('Last day', day(20));
	await alex.fill('Why is it given?', 'Sits on the panel');
	await seePreview(alex);
	assert.match(await alex.text('main'), /People who gain a role: 1 Hazel Winterbourne, Safeguarding Midwife, St Bride's Hospital: Independent Chair and Scrutineer/);
	await alex.fill('Why is it changed?', 'Asked by the Chair');
	await alex.press('Save');
	await saved(alex, 1);
	await alex.check('setting-grants');
	await alex.fill('Name, job title or agency', 'hazel');
	await alex.page.getByRole('button', { name: 'Find people' }).click();
	await alex.page.getByText(/\(given by hand until /).waitFor();
	await alex.open('/settings');
	await alex.page.getByText(/Hazel Winterbourne.*ends on/).waitFor();
});

test('a message in the borough’s own words; what may not stand in it is refused where it stands', async () => {
	await alex.open('/settings/wording');
	await alex.heading('Wording of messages');
	await alex.page.getByText('It is your turn', { exact: true }).click();
	await alex.fill('Subject of ‘It is your turn’', '{name} needs you');
	await alex.press('Show what would change');
	assert.match(await alex.text('.govuk-error-summary'), /only \{reference\} may stand here/);
	await alex.page.locator('.govuk-error-summary a').click();
	assert.equal(await alex.page.evaluate(() => document.activeElement.id), 'field-messages-0-subject');
	await alex.fill('Subject of ‘It is your turn’', 'Marlowe: {reference}');
	await seePreview(alex);
	await alex.check('setting-wording');
	await alex.page.getByRole('button', { name: 'Use the words that came with Parley for It is your turn' }).click();
	await seePreview(alex);
	assert.match(await alex.text('main'), /Nothing\. This is what is set already/);
	await alex.open('/settings/mail');
	await alex.heading('Mail server');
	await alex.press('Send me a message to try it');
	await alex.page.getByText(/^The server took a message to alex\.turner@/).waitFor();
	await alex.check('setting-mail');
});

test('agencies: one is ended and moved, one is added and taken out again; what is wrong is opened where it stands', async () => {
	await alex.open('/settings/agencies');
	await alex.heading('Agencies');
	await alex.check('setting-agencies');
	await alex.pressKey('Add an agency');
	await alex.page.waitForFunction(() => document.activeElement.id === 'field-agencies-13-name');
	await alex.page.keyboard.type('Müller’s Café & Trust');
	assert.equal(await alex.box('Id').inputValue(), 'mullers-cafe-trust');
	await alex.press('Close agency 14');
	await alex.press('Show what would change');
	await alex.page.locator('.govuk-error-summary a').click();
	assert.equal(await alex.page.evaluate(() => document.activeElement.id), 'field-agencies-13-sector');
	await alex.check('setting-agencies-wrong');
	await alex.press('Take agency 14 out of the list');
	await alex.fill('Find an agency', 'herons');
	await alex.page.getByText('1 of 13 agencies').waitFor();
	await alex.page.getByRole('button', { name: 'Change Little Herons Nursery' }).click();
	await alex.page.getByLabel('Sector').selectOption('education');
	await alex.fill('Ended from (optional)', '2027-06-30');
	await seePreview(alex);
	assert.match(await alex.text('main'), /what runs stays with its people: 1 .*Little Herons Nursery: 0 running escalations, 4 people/);
	assert.match(await alex.text('main'), /People who lose every role: 3/);
	await alex.check('setting-agencies-preview');
	await alex.fill('Why is it changed?', 'It closes');
	await alex.press('Save');
	await saved(alex, 2);
	await alex.page.getByText('Ends on 2027-06-30').waitFor();
});

test('contacts: whom the policies name, given a number here, seen where somebody raises; what is wrong leads to its box', async () => {
	await alex.open('/settings/contacts');
	await alex.heading('Contacts');
	await alex.check('setting-contacts');
	await alex.page.getByRole('button', { name: /^Change Emergency services, .*in force/ }).click();
	await alex.page.waitForFunction(() => document.activeElement.id === 'field-contacts-0-name');
	await alex.fill('Telephone (optional)', 'ask Bob');
	await alex.press('Show what would change');
	await alex.page.locator('.govuk-error-summary a').click();
	assert.equal(await alex.page.evaluate(() => document.activeElement.id), 'field-contacts-0-telephone');
	await alex.check('setting-contacts-wrong');
	await alex.fill('Telephone (optional)', '020 7946 0999');
	await alex.fill('When they can be reached (optional)', 'Day and night');
	await seePreview(alex);
	assert.match(await alex.text('main'), /Numbers to be rung at immediate risk that become others.*999 becomes 020 7946 0999/);
	await alex.check('setting-contacts-preview');
	await alex.fill('Why is it changed?', 'Our control room');
	await alex.press('Save');
	await saved(alex, 1);
	await alex.page.getByText('Given here').waitFor();
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open('/raise');
	await priya.page.getByLabel('Yes', { exact: true }).check();
	await priya.page.getByRole('link', { name: '020 7946 0999' }).waitFor();
	assert.match(await priya.text('main'), /Day and night/);
});

test('two administrators at once see both sides, and neither loses what they wrote', async () => {
	const dev = await browser.seat(borough, 'dev.sharma');
	await dev.open('/settings/sessions');
	await dev.heading('Session times');
	await alex.open('/settings/sessions');
	await alex.heading('Session times');
	await alex.fill(IDLE, '25');
	await seePreview(alex);
	await alex.fill('Why is it changed?', 'A quarter');
	await alex.press('Save');
	await saved(alex, 3);

	await dev.fill(IDLE, '15');
	await seePreview(dev);
	await dev.fill('Why is it changed?', 'Wards');
	await dev.press('Save');
	await dev.page.getByRole('heading', { name: 'Alex Turner changed this meanwhile' }).waitFor();
	assert.match(await dev.text('.parley-compared'), /When you began 30 minutes Theirs 25 minutes Yours 15 minutes/);
	await dev.check('setting-conflict');
	await dev.press('Go on with mine, in place of theirs');
	assert.equal(await dev.box(IDLE).inputValue(), '15');
	await seePreview(dev);
	assert.match(await dev.text('main'), /25 minutes becomes 15 minutes/);
	assert.equal(await dev.box('Why is it changed?').inputValue(), 'Wards');
	await dev.press('Save');
	await saved(dev, 4);
});

test('exported as a file, and imported into the form', async () => {
	await alex.open('/settings/sessions');
	await alex.heading('Session times');
	await alex.page.getByText('Export or import it as a file').click();
	const [download] = await Promise.all([alex.page.waitForEvent('download'), alex.press('Export what stands here')]);
	assert.equal(download.suggestedFilename(), 'parley-sessions.json');
	assert.deepEqual(JSON.parse(readFileSync(await download.path(), 'utf8')), { idle_minutes: 15, absolute_hours: 10 });
	const choose = alex.page.getByLabel('Choose a file to import');
	await choose.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('no') });
	assert.match(await alex.text('.govuk-error-summary'), /not JSON/);
	await choose.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"idle_minutes":45,"absolute_hours":8}') });
	await alex.page.waitForFunction(() => document.getElementById('field-idle_minutes').value === '45');
	await seePreview(alex);
	assert.match(await alex.text('main'), /15 minutes becomes 45 minutes/);
});

test('directories: tried as they stand, refused where they cannot work, and what a change would do is said', async () => {
	await alex.open('/settings/directories');
	await alex.heading('Directories');
	await alex.check('directories');
	await alex.page.getByText('Try council as it stands here').click();
	await alex.fill('Somebody to look up (optional)', 'Priya.Nair@marlowe.test');
	await alex.press('Try it');
	await alex.page.getByText('All of it works.').waitFor();
	const tried = await alex.text('main');
	for (const words of [/The certificate is CN=localhost.* until/, /95 people|\d+ people, \d+ with a job title/, /Priya Nair; the entry was last changed/,
		/Marlowe Children's Social Care \(marlowe-csc/, /‘Social Worker’/, /Practitioner/]) assert.match(tried, words);
	await alex.check('directories-tried');

	// A second one, of the health trust: nothing is saved before it could work.
	await alex.press('Add a directory');
	const trust = alex.page.getByRole('group', { name: 'Directory 2', exact: true });
	await trust.getByLabel('What it is called').fill('trust');
	const named = alex.page.getByRole('group', { name: 'trust', exact: true });
	await named.getByLabel('Addresses').fill('ldap://127.0.0.1:9');
	await named.getByLabel('People are searched for below').fill('dc=trust,dc=test');
	await named.getByLabel('Parley’s account there').fill('cn=parley,dc=trust,dc=test');
	await named.getByLabel('Name of the file').fill('../database-worker');
	await alex.press('Show what would change');
	await alex.page.locator('.govuk-error-summary').waitFor();
	assert.match(await alex.text('.govuk-error-summary'), /name of a file without a path/);
	await alex.check('directories-wrong');
	await alex.page.locator('.govuk-error-summary a').first().click();
	assert.equal(await alex.page.evaluate(() => document.activeElement.id), 'field-directories-1-secret_name');
	await named.getByLabel('Name of the file').fill('reader');
	await named.getByLabel('Certificate authority').fill(readFileSync(`${borough.dir}/tls/ca.pem`, 'utf8'));
	await seePreview(alex);
	const preview = await alex.text('main');
	assert.match(preview, /trust, connect FAILED: The connection was refused/);
	assert.ok(!/could not sign in as an administrator/.test(preview));
	await alex.check('directories-preview');
});

test('the calendar: a closed day, a holiday that is none here, and a published list taken row by row', async () => {
	await alex.open('/settings/calendar');
	await alex.heading('Calendar');
	await alex.press('Add this day');
	assert.equal(await alex.page.evaluate(() => document.activeElement.id), 'field-new-day');
	await alex.check('calendar-wrong');
	await alex.date('Which day?', 29, 12, 2027);
	await alex.fill('What is it called?', 'council offices shut');
	await alex.press('Add this day');
	assert.match(await alex.text('main'), /Wednesday 29 December 2027: council offices shut/);
	const file = { 'england-and-wales': { division: 'england-and-wales', events: [
		{ title: 'New Year’s Day', date: '2029-01-01' }, { title: 'Good Friday', date: '2029-03-30' }, { title: 'Odd', date: 'soon' }] } };
	await alex.page.getByText('Take days from a published list').click();
	await alex.page.getByLabel('Choose the file').setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('no') });
	await alex.page.getByText('This is neither GOV.UK').waitFor();
	await alex.page.getByLabel('Choose the file').setInputFiles({ name: 'bank-holidays.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
	await alex.page.getByLabel(/Monday 1 January 2029: New Year’s Day/).waitFor();
	assert.equal(await alex.page.getByLabel(/No date: Odd/).isDisabled(), true);
	await alex.check('calendar-rows');
	await alex.press('Put these into the form');
	await alex.page.getByText('England and Wales: list up to 2029').click();
	await seePreview(alex);
	const preview = await alex.text('main');
	assert.match(preview, /England and Wales: the list covers years up to/);
	assert.match(preview, /Closed on Wednesday 29 December 2027/);
	await alex.check('calendar-preview');
});

test('nobody else is shown the way there', async () => {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open('/policy');
	assert.equal(await priya.page.getByRole('link', { name: 'Settings' }).count(), 0);
	await priya.open('/settings/sessions');
	await priya.heading('You may not see this');
});

test('what any earlier version said is set again, and what held before any', async () => {
	await alex.open('/settings/sessions');
	await alex.fill(IDLE, '25');
	await seePreview(alex);
	await alex.fill('Why is it changed?', 'A compromise');
	await alex.press('Save');
	await alex.page.getByText(/^Saved as version \d+\.$/).waitFor();
	const newest = Number((await alex.text('main')).match(/Saved as version (\d+)/)[1]);
	await alex.page.getByText('What version 1 set differently').click();
	await alex.press('Go back to version 1');
	await alex.page.getByText('25 minutes becomes 20 minutes').waitFor();
	await alex.check('setting-back');
	await alex.fill('Why is it taken back?', 'As it was');
	await alex.press('Set again what version 1 said');
	await alex.page.getByText(`What version 1 said is set again, by version ${newest + 1}.`).waitFor();
	await alex.page.getByText('(sets again what version 1 said)').waitFor();
	await alex.press('Go back to what held before any version');
	await alex.page.getByText('20 minutes becomes 30 minutes').waitFor();
	await alex.fill('Why is it taken back?', 'As it came');
	await alex.press('Take back all versions');
	await eventually(async () => await alex.box(IDLE).inputValue() === '30');
});

test('what is erased and what is held; an account of its own at the mail server', async () => {
	await alex.open('/settings/retention');
	await alex.page.getByRole('link', { name: 'What is erased within a month, and what is held' }).click();
	await alex.heading('What is erased, and what is held');
	await alex.check('retention');
	await alex.press('Hold it');
	await alex.page.locator('.govuk-error-summary a').first().click();
	assert.equal(await alex.page.evaluate(() => document.activeElement.id), 'field-reference');
	await alex.check('retention-wrong');

	await alex.open('/settings/mail');
	await alex.page.getByRole('radio', { name: 'With an account whose password is in a file' }).check();
	await alex.fill('Name of the account', 'parley');
	await alex.fill('Name of the file or credential', 'mail-nothing');
	await alex.press('Show what would change');
	await alex.page.locator('.govuk-error-summary').waitFor();
	await alex.check('setting-mail-wrong');
});
