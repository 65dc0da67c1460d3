// The administrator's pages: an edition brought in, read with what it changes, put into force, retired.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { root, startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';

let borough;
let browser;
before(async () => {
	borough = await startBorough();
	browser = await startBrowser();
	borough.setClock('2027-12-23T10:00');
});
after(async () => {
	await browser?.stop();
	await borough?.stop();
});

test('an administrator brings in an edition, sees what it changes, and puts it into force', async () => {
	const policy = JSON.parse(readFileSync(path.join(root, 'policies/redbridge-rscp.json'), 'utf8'));
	policy.edition = '5th edition';
	policy.stages[0].duties.find((one) => one.id === 'speak').within = '1 working day';
	const file = path.join(borough.dir, 'fifth.json');
	writeFileSync(file, JSON.stringify(policy, null, '\t'));

	const alex = await browser.seat(borough, 'alex.turner');
	await alex.open('/');
	await alex.page.getByRole('link', { name: 'Editions', exact: true }).click();
	await alex.heading('Editions of the policy');
	await alex.follow('Bring in an edition');
	await alex.heading('Bring in an edition');
	await alex.fill('Or paste the text of the file', '{"id": "x"}');
	await alex.fill('Why is it brought in?', 'Agreed by the partnership');
	await alex.press('Check and keep it');
	await alex.page.locator('.govuk-error-summary').waitFor();
	assert.match(await alex.text('.govuk-error-summary'), /\/stages: /);
	await alex.check('editions-import-refused');

	await alex.page.getByLabel('Choose a policy file').setInputFiles(file);
	await alex.page.waitForFunction(() => document.getElementById('field-policy').value.includes('5th edition'));
	await alex.press('Check and keep it');
	await alex.heading(`${policy.title}, 5th edition`);
	assert.match(await alex.text('main'), /3 working days.*becomes 1 working day/);
	assert.match(await alex.text('main'), /Editor’s note/);
	await alex.check('editions-edition');

	await alex.date('From which day?', 32, 1, 2028);
	await alex.fill('Why is it put into force?', 'The new year');
	await alex.press('Put into force');
	assert.match(await alex.text('.govuk-error-summary'), /Enter a day of the calendar/);
	await alex.date('From which day?', 4, 1, 2028);
	await alex.press('Put into force');
	await alex.page.getByText('Chosen for later', { exact: true }).waitFor();
	assert.match(await alex.text('main'), /From Tuesday 4 January 2028 at midnight/);
	await alex.fill('Why is it retired?', 'It is not agreed after all');
	await alex.press('Retire this edition');
	await alex.page.getByText('Retired', { exact: true }).waitFor();

	await alex.open('/policies/try');
	await alex.press('Try it');
	assert.match(await alex.text('.govuk-error-summary'), /Choose an edition, or a policy file, or paste its text/);
	await alex.page.getByLabel('Choose an edition').selectOption({ index: 1 });
	await alex.press('Try it');
	await alex.page.getByText('All escalations were looked at. Nothing was stored or sent.').waitFor();
	await alex.check('editions-try');

	await alex.open('/policies');
	await alex.heading('Editions of the policy');
	assert.match(await alex.text('main'), /Alex Turner retired edition .*Reason: It is not agreed after all/);
	await alex.check('editions');
});

test('nobody else is shown the way there, or the pages', async () => {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open('/policy');
	assert.equal(await priya.page.getByRole('link', { name: 'Editions' }).count(), 0);
	await priya.open('/policies');
	await priya.heading('You may not see this');
});

test('an administrator moves running escalations to an edition, and sees before what changes for each', async () => {
	const policy = JSON.parse(readFileSync(path.join(root, 'policies/redbridge-rscp.json'), 'utf8'));
	policy.edition = '6th edition';
	policy.stages[0].duties.find((one) => one.id === 'speak').within = '1 working day';
	policy.stages[0].duties.push({ id: 'send', clause: '4.4', who: 'raising', act: 'task', text: 'Send the papers', short: 'send the papers',
		within: 'same working day', from: 'raised' });
	const api = await borough.signIn('alex.turner');
	const { edition } = (await api.post('/api/v1/policies', { policy: JSON.stringify(policy), why: 'Agreed' })).json;
	const priya = await borough.signIn('priya.nair');
	const raised = await priya.post('/api/v1/escalations', { fields: {
		immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-23', subject_kind: 'child',
		reference_kind: 'nhs', nhs_number: '999 000 0018', plan: 'no', looked_after: 'no', receiving_agency: 'st-brides-hospital',
		issue: 'x', risk: 'x', nature: 'x', aim: 'x', evidence: 'x' } });
	borough.setClock('2027-12-24T10:00');

	const alex = await browser.seat(borough, 'alex.turner');
	await alex.open(`/policies/${edition}`);
	await alex.follow('Move running escalations to it');
	await alex.heading('Move running escalations to this edition');
	await alex.page.getByLabel('Some of them, by their references').check();
	await alex.fill('References', 'MSP-1999-000001');
	await alex.press('Show what changes');
	await alex.page.locator('.govuk-error-summary').waitFor();
	assert.match(await alex.text('.govuk-error-summary'), /There is no escalation MSP-1999-000001/);
	await alex.check('editions-move-refused');
	await alex.fill('References', raised.json.reference);
	await alex.press('Show what changes');
	await alex.page.getByText('1 escalation looked at. Nothing has been changed yet.').waitFor();
	const shown = await alex.text('.parley-impact');
	assert.match(shown, /30 December/);
	assert.match(shown, /24 December/);
	assert.match(shown, /send the papers\s*New\s*Late at once/);
	await alex.check('editions-move');
	await alex.fill('Why are they moved?', 'Agreed on 1 December');
	await alex.press('Move to this edition');
	await alex.page.getByRole('heading', { name: 'Moved to this edition' }).waitFor();
	assert.match(await alex.text('main'), /1 escalation moved,\s*0 could not be moved.\s*Agreed on 1 December/);
	await alex.check('editions-moved');
	const [entry] = (await priya.get(`/api/v1/escalations/${raised.json.reference}`)).json.timeline;
	assert.equal(entry.kind, 'moved');
});
