// Support for somebody to whom it is hard to challenge: a companion on the case page, and asking a lead to raise it, through
// the pages of both, with axe and at 320 pixels.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';
import { casePath } from './pages.mjs';

let borough;
let browser;
before(async () => {
	borough = await startBorough();
	borough.setClock('2027-12-23T10:00');
	browser = await startBrowser();
});
after(async () => {
	await borough?.stop();
	await browser?.stop();
});

const find = async (person, name) => {
	await person.page.getByRole('combobox', { name: 'Name, job title or agency' }).fill(name.split(' ')[1].toLowerCase());
	await person.page.getByRole('option', { name }).click();
};

test('a nurse asks the named nurse to raise it, who opens it with the words filled in, and says why not', async () => {
	const tom = await browser.seat(borough, 'tom.okafor');
	await tom.open('/raise/risk');
	await tom.choose('Is somebody at immediate risk of significant harm?', 'No');
	await tom.press('Save and continue');
	await tom.heading('Do you want support?');
	await tom.check('raise-support');
	await tom.page.getByRole('radio', { name: /^I ask somebody in my agency to raise it \(Safeguarding lead\)/ }).check();
	await tom.press('Save and continue');
	for (const page of ['What is the disagreement mainly about?', 'What started it, and when?', 'Who is it about?',
		'What should both sides know about them?']) {
		await tom.heading(page);
		await tom.press('Save and continue');
	}
	await tom.heading('Who do you disagree with?');
	await tom.press('Save and continue');
	await tom.heading('What is the issue, and what is the risk?');
	await tom.press('Save and continue');
	assert.match(await tom.text('.govuk-error-summary'), /What is the issue\? Enter an answer/);
	await tom.fill('What is the issue?', 'They will not look at the second injury.');
	await tom.open('/raise/check');
	await tom.heading('Check your answers before you send them');
	await tom.check('ask-check');
	await tom.press('Ask them to raise it');
	await tom.heading('Requests to raise');
	assert.match(await tom.text('.govuk-panel'), /They are asked.*Margaret O'Brien/s);
	await tom.check('asked');

	const margaret = await browser.seat(borough, 'margaret.obrien');
	await margaret.open('/');
	await margaret.page.getByRole('link', { name: /^Tom Okafor asks you to raise a disagreement/ }).click();
	await margaret.heading('Tom Okafor asks you to raise a disagreement');
	assert.match(await margaret.text('main'), /They will not look at the second injury\./);
	await margaret.press('Do not raise it');
	assert.match(await margaret.text('.govuk-error-summary'), /Why\? Enter an answer/);
	await margaret.check('request');
	await margaret.follow('Raise it, with these words filled in');
	await margaret.heading('Is somebody at immediate risk?');
	assert.equal(await margaret.page.getByRole('radio', { name: 'No', exact: true }).isChecked(), true);
	await margaret.press('Save and continue');
	await margaret.heading('Do you want support?');
	assert.equal(await margaret.page.getByRole('radio', { name: /^I ask/ }).count(), 0);
	await margaret.page.getByText('Your draft is saved').waitFor();
	await margaret.page.goBack();
	await margaret.page.goBack();
	await margaret.heading('Tom Okafor asks you to raise a disagreement');
	await margaret.fill('Why?', 'The ward has looked at it since.');
	await margaret.press('Do not raise it');
	await margaret.heading('Requests to raise');

	await tom.open('/requests');
	await tom.page.getByRole('link', { name: /^What you asked Margaret O'Brien to raise/ }).click();
	await tom.heading('What you asked to be raised');
	assert.match(await tom.text('main'), /Not raised, said Margaret O'Brien.*The ward has looked at it since\./s);
	await tom.check('request-refused');
	await tom.follow('Raise it yourself');
	await tom.heading('Is somebody at immediate risk?');
});

test('a companion is named on the case page, says yes, and what they do says for whom', async () => {
	const api = await borough.signIn('priya.nair');
	const { reference } = (await api.post('/api/v1/escalations', { fields: {
		immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-22', subject_kind: 'child',
		reference_kind: 'case-name', case_name: 'Z.Q.', plan: 'no', looked_after: 'no', receiving_agency: 'st-brides-hospital',
		issue: 'The issue.', risk: 'The risk.', nature: 'What we disagree about.', aim: 'The aim.', evidence: 'The evidence.',
	} })).json;
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open(casePath(reference));
	await priya.follow('Name somebody who supports you');
	await find(priya, 'Shabnam Ali');
	await priya.check('companion-name');
	await priya.press('Name somebody who supports you');
	await priya.heading('They are asked to support you');

	const shabnam = await browser.seat(borough, 'shabnam.ali');
	await shabnam.open(casePath(reference));
	await shabnam.follow('Say whether you can support them');
	await shabnam.choose('Can you support them?', 'Yes, I support them');
	await shabnam.check('companion-answer');
	await shabnam.press('Say whether you can support them');
	await shabnam.heading('Your answer is recorded');
	await shabnam.open(casePath(reference));
	assert.match(await shabnam.text('main'), /You support Priya Nair: what they can do, you can do for them\./);
	assert.match(await shabnam.text('main'), /Supported by Shabnam Ali/);
	await shabnam.check('companion-case');
	await priya.open(casePath(reference));
	await priya.follow('Change or end who supports you');
	await priya.check('companion-change');
});
