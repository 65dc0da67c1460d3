// People go and are away: what the pages of that show, with the keyboard's and the reader's needs in mind (axe, 320 pixels).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';
import { casePath } from './pages.mjs';

const RAISED = {
	immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-22', subject_kind: 'child',
	reference_kind: 'case-name', case_name: 'Zebedee Quill', plan: 'no', looked_after: 'no', receiving_agency: 'marlowe-housing',
	issue: 'The issue.', risk: 'The risk.', nature: 'What we disagree about.', aim: 'The aim.', evidence: 'The evidence.',
};

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

test('a manager\'s post is vacant: the page says who is asked, the map shows it, and it is given to somebody', async () => {
	const priya = await borough.signIn('priya.nair');
	const { reference } = (await priya.post('/api/v1/escalations', { fields: RAISED })).json;
	const [[helen]] = borough.sql("SELECT id FROM person WHERE username = 'helen.marsh'");
	const moved = await priya.post(`/api/v1/escalations/${reference}/events`, {
		action: 'escalate', version: 1, fields: { reason: 'We differ.', tried: 'Two calls.', raising_speaker: helen },
	});
	assert.equal(moved.status, 201, moved.text);
	const marsh = await browser.seat(borough, 'helen.marsh');
	await marsh.open(casePath(reference));
	assert.match(await marsh.text('main'), /Needs a new person/);
	assert.match(await marsh.text('main'), /Asked until then: /);
	await marsh.check('vacant-post');

	const bea = await browser.seat(borough, 'beatrice.long');
	await bea.open('/vacancies');
	await bea.heading('Vacancies');
	assert.match(await bea.text('main'), /Marlowe Housing/);
	assert.match(await bea.text('main'), new RegExp(reference));
	await bea.check('vacancies');
	await bea.open('/hand-over');
	await bea.heading('Give escalations to somebody else');
	assert.doesNotMatch(await bea.text('main'), /Zebedee/);
	await bea.press('Show what changes');
	await bea.page.getByText('Choose who gets them').first().waitFor();
	await bea.check('hand-over');
});

test('an absence with its errors, and recorded', async () => {
	const helen = await browser.seat(borough, 'helen.marsh');
	await helen.open('/absence');
	await helen.heading('Absence and deputies');
	await helen.press('Record the absence');
	await helen.check('absence-errors');
	await helen.date('First day away', 4, 1, 2028);
	await helen.date('Last day away', 7, 1, 2028);
	await helen.press('Record the absence');
	await helen.page.getByText('The absence is recorded.').waitFor();
	await helen.page.getByText(/Tuesday 4 January 2028 to Friday 7 January 2028/).first().waitFor(); // the list is asked for again
	await helen.check('absence');
});

test('somebody other than proposed is explained: by keyboard, from a draft, and where a proposed one stops being one meanwhile', async () => {
	const session = await borough.signIn('priya.nair');
	const raised = await session.post('/api/v1/escalations', { fields: { ...RAISED, receiving_agency: 'st-brides-hospital' } });
	const { reference } = raised.json;
	const priya = await browser.seat(borough, 'priya.nair');
	const label = 'Escalate to stage 2: line managers';
	const form = async () => {
		await priya.open(casePath(reference));
		await priya.follow(label);
		await priya.heading(label);
	};
	const why = 'Why should this person speak for the receiving side?';
	const side = priya.page.getByRole('group', { name: 'Who speaks for the receiving side now?' });
	await form();
	await priya.fill('Why could it not be agreed?', 'We differ.');
	await priya.fill('What has been tried?', 'Two calls.');
	assert.equal(await priya.box(why).count(), 0, 'nobody is chosen: nothing to explain');

	// Found by typing, without a pointer: the reason is asked then, of nobody else, and must be given.
	await side.getByRole('radio', { name: 'Somebody else' }).focus();
	await priya.page.keyboard.press('Space');
	await priya.type('Name, job title or agency', 'tom okafor');
	await priya.page.getByRole('option', { name: 'Tom Okafor' }).waitFor();
	await priya.page.keyboard.press('ArrowDown');
	await priya.page.keyboard.press('Enter');
	await priya.box(why).waitFor();
	await priya.press(label);
	await priya.page.waitForFunction(() => document.activeElement.classList.contains('govuk-error-summary'));
	assert.match(await priya.text('.govuk-error-summary'), /Why should this person speak for the receiving side\?/);
	await priya.check('explained-error');
	await priya.fill(why, 'He knows the family.');
	await priya.page.getByText('Your draft is saved').waitFor();

	// Opened again, both are there; a proposed one instead needs none, until the server says that they are none.
	await form();
	assert.equal(await priya.box(why).inputValue(), 'He knows the family.');
	await priya.check('explained-draft');
	await side.getByRole('radio', { name: 'Joan Lindqvist' }).check();
	assert.equal(await priya.box(why).count(), 0);
	borough.sql("DELETE r FROM person_role r JOIN person p ON p.id = r.person_id WHERE p.username = 'joan.lindqvist'");
	borough.sql("UPDATE person SET roles = '' WHERE username = 'joan.lindqvist'");
	await priya.press(label);
	await priya.box(why).waitFor();
	assert.equal(await priya.box(why).inputValue(), '', 'what was written of Tom Okafor is no reason for Joan Lindqvist');
	await priya.check('explained-meanwhile');
	await priya.fill(why, 'She was the manager this morning.');
	await priya.press(label);
	await priya.page.waitForURL(/\/recorded$/);
	await priya.open(casePath(reference));
	assert.match(await priya.text('main'), /She was the manager this morning\./);
});
