// What can go wrong or be unusual, at real pages against a real worker: nothing typed is ever lost, nothing is
// recorded twice, and every such page is as sound as the others.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';
import { casePath } from './pages.mjs';

const SECRET = 'Zebedee Quill'; // a case name: it must not leak into titles or the browser's stores
const RAISED = {
	immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-22', subject_kind: 'child',
	reference_kind: 'case-name', case_name: SECRET, plan: 'no', looked_after: 'no', receiving_agency: 'st-brides-hospital',
	issue: 'The issue.', risk: 'The risk.', nature: 'What we disagree about.', aim: 'The aim.', evidence: 'The evidence.',
};

let borough;
let browser;
let priyaApi;
let tomApi;
before(async () => {
	borough = await startBorough();
	borough.setClock('2027-12-23T10:00');
	browser = await startBrowser();
	priyaApi = await borough.signIn('priya.nair');
	tomApi = await borough.signIn('tom.okafor');
});
after(async () => {
	await borough?.stop();
	await browser?.stop();
});

async function raised(more = {}) {
	const people = await priyaApi.get('/api/v1/people?q=tom+okafor&agency=st-brides-hospital');
	const fields = { ...RAISED, receiving_person: people.json.people[0].id, ...more };
	const answer = await priyaApi.post('/api/v1/escalations', { fields });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.reference;
}

async function record(api, reference, action, fields) {
	const page = await api.get(`/api/v1/escalations/${reference}`);
	const answer = await api.post(`/api/v1/escalations/${reference}/events`, { action, version: page.json.version, fields });
	assert.equal(answer.status, 201, answer.text);
}

const contact = (summary) => ({ happened: '2027-12-23T09:30', contact_type: 'telephone', summary });
const timeline = async (reference) => (await priyaApi.get(`/api/v1/escalations/${reference}`)).json.timeline;

const ADVICE = 'Record advice taken in your agency';
const QUESTION = 'What was the advice?';

// Priya has begun to write: advice that she took.
async function writing(reference, text) {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open(casePath(reference));
	await priya.follow(ADVICE);
	await priya.heading(ADVICE);
	await priya.date('When did you take advice?', 23, 12, 2027, '9am');
	await priya.fill(QUESTION, text);
	return priya;
}

async function sendsWell(priya) {
	await priya.press(ADVICE);
	await priya.page.waitForURL(/\/recorded$/);
}

test('two people at once: the second is told what happened, keeps what was typed, and can send it', async () => {
	const reference = await raised();
	const priya = await writing(reference, 'Typed before Tom was quicker.');
	await record(tomApi, reference, 'contact', contact('Tom was quicker.'));
	await priya.press(ADVICE);
	const notice = priya.page.locator('.parley-notice');
	await notice.waitFor();
	assert.match(await notice.innerText(), /Tom was quicker\./);
	assert.equal(await priya.box(QUESTION).inputValue(), 'Typed before Tom was quicker.');
	await priya.check('changed');
	await sendsWell(priya);
	assert.deepEqual((await timeline(reference)).map((event) => event.kind), ['consulted', 'contact', 'raised']);
});

test('an action that is no longer possible: said, and the text stays to be copied', async () => {
	const reference = await raised();
	const priya = await writing(reference, 'Too late.');
	await record(priyaApi, reference, 'withdraw', { reason: 'Settled by telephone.' });
	await priya.press(ADVICE);
	await priya.page.getByText('This can no longer be done').waitFor();
	assert.equal(await priya.box(QUESTION).inputValue(), 'Too late.');
	assert.equal(await priya.page.getByRole('button', { name: ADVICE }).count(), 0);
	await priya.check('changed-over');
});

test('the worker gone while somebody writes: nothing lost, and recorded once when it is back', async () => {
	const reference = await raised();
	const priya = await writing(reference, 'Written through a failure.');
	borough.signal('worker', 'SIGKILL');
	await eventually(async () => (await borough.request('GET', '/healthz')).status === 503);
	await priya.press(ADVICE);
	await priya.page.locator('.govuk-error-summary').waitFor();
	assert.match(await priya.text('.govuk-error-summary'), /Nothing that you typed is lost/);
	await priya.check('worker-gone');
	await borough.start();
	await sendsWell(priya);
	const told = (await timeline(reference)).filter((event) => event.kind === 'consulted');
	assert.equal(told.length, 1);
});

test('no network at all: the same', async () => {
	const reference = await raised();
	const priya = await writing(reference, 'Written in a lift.');
	await priya.context.setOffline(true);
	await priya.press(ADVICE);
	await priya.page.locator('.govuk-error-summary').waitFor();
	assert.match(await priya.text('.govuk-error-summary'), /cannot be recorded twice/);
	await priya.context.setOffline(false);
	await sendsWell(priya);
});

test('signed out meanwhile: sign in in another tab, then the same button', async () => {
	const reference = await raised();
	const priya = await writing(reference, 'Written before the session ended.');
	await priya.context.clearCookies();
	await priya.press(ADVICE);
	await priya.page.getByText('Sign in again, then send').waitFor();
	await priya.check('signed-out');
	const [tab] = await Promise.all([priya.context.waitForEvent('page'), priya.follow('Sign in (opens in a new tab)')]);
	await tab.waitForURL(/\/sign-in/);
	await priya.signIn(tab);
	await sendsWell(priya);
	assert.equal((await timeline(reference))[0].kind, 'consulted');
});

test('somebody else signed in meanwhile: they do not send what the first one wrote', async () => {
	const reference = await raised();
	const priya = await writing(reference, 'Only Priya may send this.');
	await priya.context.clearCookies();
	const tab = await priya.context.newPage();
	await tab.goto(`${borough.origin}/sign-in`);
	await tab.getByLabel('Username').fill('tom.okafor');
	await tab.getByLabel('Password').fill('marlowe-demo');
	await tab.getByRole('button', { name: 'Sign in' }).click();
	await tab.waitForURL((url) => url.pathname !== '/sign-in');
	await priya.press(ADVICE);
	await priya.page.locator('.govuk-error-summary').waitFor();
	assert.match(await priya.text('.govuk-error-summary'), /Tom Okafor is signed in now/);
	assert.deepEqual((await timeline(reference)).map((event) => event.kind), ['raised']);
});

test('a draft is kept, found at another machine, and gone when it is sent', async () => {
	const reference = await raised();
	const priya = await writing(reference, 'Half a thought');
	await priya.page.getByText('Your draft is saved').waitFor();
	await priya.fill(QUESTION, 'Half a thought, typed as the page was left');
	await priya.page.goto('about:blank');
	const elsewhere = await browser.seat(borough, 'priya.nair');
	await eventually(async () => {
		await elsewhere.open(`${casePath(reference)}/action?id=consult`);
		return (await elsewhere.box(QUESTION).inputValue()) === 'Half a thought, typed as the page was left';
	});
	await elsewhere.open(casePath(reference));
	assert.match(await elsewhere.text('.parley-turn'), /draft kept/);
	await elsewhere.open(`${casePath(reference)}/action?id=consult`);
	await sendsWell(elsewhere);
	await elsewhere.open(`${casePath(reference)}/action?id=consult`);
	assert.equal(await elsewhere.box(QUESTION).inputValue(), '');
});

test('what the server finds wrong is said at the field, and at the top', async () => {
	const reference = await raised();
	const priya = await writing(reference, 'Advice from tomorrow.');
	await priya.date('When did you take advice?', 24, 12, 2027, '9am');
	await priya.press(ADVICE);
	await priya.page.locator('.govuk-error-summary').waitFor();
	assert.match(await priya.text('.govuk-error-summary'), /now or in the past/);
	assert.match(await priya.page.title(), /^Error: /);
	await priya.check('action-error');
	assert.deepEqual((await timeline(reference)).map((event) => event.kind), ['raised']);
});

test('raising: back and forward lose nothing, and the draft is offered again', async () => {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open('/raise');
	await priya.heading('Is somebody at immediate risk?');
	await priya.choose('Is somebody at immediate risk of significant harm?', 'Yes');
	await priya.page.locator('.parley-alone').waitFor();
	assert.match(await priya.text('.parley-alone'), /999.*Clause 4\.1|Clause 4\.1.*999/);
	await priya.check('raise-emergency');
	await priya.fill('Who have you told, and how?', 'Helen Marsh, by telephone at 9:40.');
	await priya.press('Save and continue');
	await priya.heading('Do you want support?');
	await priya.press('Save and continue');
	await priya.heading('What is the disagreement mainly about?');
	await priya.choose('What is the disagreement mainly about?', 'Roles and responsibilities');
	await priya.page.goBack();
	await priya.heading('Do you want support?');
	await priya.page.goBack();
	await priya.heading('Is somebody at immediate risk?');
	assert.equal(await priya.box('Who have you told, and how?').inputValue(), 'Helen Marsh, by telephone at 9:40.');
	await priya.page.goForward();
	await priya.heading('Do you want support?');
	await priya.page.goForward();
	await priya.heading('What is the disagreement mainly about?');
	assert.equal(await priya.page.getByRole('radio', { name: 'Roles and responsibilities' }).isChecked(), true);
	await priya.page.getByText('Your draft is saved').waitFor();
	await priya.open('/raise');
	await priya.heading('You have a draft');
	await priya.check('raise-draft');
	await priya.press('Delete it and start again');
	await priya.heading('Is somebody at immediate risk?');
	assert.equal(await priya.page.getByRole('radio', { name: 'Yes' }).isChecked(), false);
});

test('checking answers: what is missing leads to its question, and a change comes back', async () => {
	// As the page keeps it: a day in its three boxes. The evidence is not written yet.
	const kept = { ...RAISED, concern_date: { day: '22', month: '12', year: '2027' }, evidence: '' };
	assert.equal((await priyaApi.put('/api/v1/drafts/raise', { fields: kept, page: 'check' })).status, 204);
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open('/raise');
	await priya.follow('Carry on with the draft');
	await priya.heading('Check your answers before you send them');
	await priya.press('Send and raise the disagreement');
	await priya.page.locator('.govuk-error-summary').waitFor();
	assert.match(await priya.text('.govuk-error-summary'), /What is your evidence\? Enter an answer/);
	await priya.check('raise-check-error');
	await priya.page.locator('.govuk-error-summary').getByRole('link').click();
	await priya.heading('What is your evidence?');
	await priya.fill('What is your evidence?', 'The chronology of 20 December.');
	await priya.press('Save and continue');
	await priya.heading('Check your answers before you send them');
	assert.match(await priya.text('main'), /The chronology of 20 December\./);
	// What only the server can see to be wrong is said on the page of the question, with what was typed.
	await priya.page.getByRole('link', { name: /^Change.*Who is it about/ }).click();
	await priya.heading('Who is it about?');
	await priya.choose('Which reference do you both use?', 'NHS number');
	await priya.fill('NHS number', '999 000 0019');
	await priya.press('Save and continue');
	await priya.page.locator('.govuk-error-summary').waitFor();
	assert.match(await priya.text('.govuk-error-summary'), /NHS number: This is not an NHS number/);
	assert.equal(await priya.box('NHS number').inputValue(), '999 000 0019');
	await priya.choose('Which reference do you both use?', 'Case name');
	await priya.press('Save and continue');
	await priya.heading('Check your answers before you send them');
	// Somebody is meant, and nobody was found: that is not 'I do not know who'.
	await priya.page.getByRole('link', { name: /^Change.*Who there/ }).click();
	await priya.heading('Who do you disagree with?');
	await priya.choose('Who there?', 'Somebody else');
	await priya.press('Save and continue');
	await priya.page.locator('.govuk-error-summary').waitFor();
	assert.match(await priya.text('.govuk-error-summary'), /Who there\? Choose a person/);
	await priya.choose('Who there?', 'I do not know who');
	await priya.press('Save and continue');
	await priya.heading('Check your answers before you send them');
	await priya.press('Send and raise the disagreement');
	await priya.heading('You have raised it');
	assert.equal((await priyaApi.get('/api/v1/drafts/raise')).status, 404);
});

test('immediate risk stands at the top of the page', async () => {
	const reference = await raised({ immediate_risk: 'yes', risk_told: 'Helen Marsh, by telephone.' });
	const tom = await browser.seat(borough, 'tom.okafor');
	await tom.open(casePath(reference));
	assert.match(await tom.text('.govuk-warning-text'), /Immediate risk/);
	await tom.check('case-risk');
	await tom.open('/');
	assert.match(await tom.text('main'), /Immediate risk/);
});

test('a long record is cut short on the screen and whole on paper', async () => {
	const reference = await raised();
	for (let i = 0; i < 24; i++) await record(tomApi, reference, 'contact', contact(`Call number ${i}.`));
	const tom = await browser.seat(borough, 'tom.okafor');
	await tom.open(casePath(reference));
	const shown = () => tom.page.locator('.parley-event:visible').count();
	assert.equal(await shown(), 20);
	await tom.page.emulateMedia({ media: 'print' });
	assert.equal(await shown(), 25);
	assert.equal(await tom.page.locator('.parley-turn .govuk-button:visible').count(), 0);
	await tom.page.emulateMedia({ media: 'screen' });
	await tom.press('Show all 25');
	assert.equal(await shown(), 25);
	await tom.check('case-long');
	await tom.follow('The whole record, to print or take away');
	await tom.heading('Record of an escalation');
	await tom.check('record-paper');
	const [download] = await Promise.all([tom.page.waitForEvent('download'), tom.follow('Take it away as a PDF')]);
	assert.equal(download.suggestedFilename(), `${reference}.pdf`);
	assert.equal(await tom.page.getByRole('link', { name: /form/ }).count(), 0, 'this policy prints no form');
});

test('a list longer than a page goes on, and is found again by the back button', async () => {
	for (let i = 0; i < 22; i++) await raised();
	const tom = await browser.seat(borough, 'tom.okafor');
	await tom.open('/');
	const items = tom.page.locator('.parley-item');
	assert.equal(await items.count(), 20);
	await tom.press('Show more');
	await tom.page.waitForFunction(() => document.querySelectorAll('.parley-item').length > 20);
	const count = await items.count();
	await items.nth(20).getByRole('link').click();
	await tom.heading(/^Escalation /);
	await tom.page.goBack();
	await tom.heading('What needs me');
	await tom.page.waitForFunction((wanted) => document.querySelectorAll('.parley-item').length === wanted, count);
	assert.ok((await tom.page.evaluate(() => scrollY)) > 500, 'where it was left');
});

test('pages with nothing in them, and pages that are not there', async () => {
	const volunteer = await browser.seat(borough, 'josh.perrin');
	await volunteer.open('/');
	await volunteer.page.getByText('Nothing needs you at the moment').waitFor();
	await volunteer.check('empty');
	await volunteer.open('/no/such/page');
	await volunteer.heading('Page not found');
	await volunteer.check('not-found');
	const reference = await raised();
	await volunteer.open(casePath(reference));
	await volunteer.heading('Page not found');
	await volunteer.open('/policy');
	await volunteer.heading('Escalation and Resolution Policy');
	assert.match(await volunteer.text('main'), /3 working days/);
	await volunteer.check('policy');
});

test('a job title that no rule maps: the page says whom to ask', async () => {
	const somebody = await browser.seat(borough, 'brenda.coyle');
	await somebody.open('/');
	assert.match(await somebody.text('.govuk-inset-text'), /Midday Supervisor, has no role in this policy yet\. Nothing/);
	assert.equal(await somebody.page.getByRole('link', { name: 'Raise a disagreement' }).count(), 0);
	await somebody.check('unmapped');
	await somebody.open('/raise');
	await somebody.heading('You cannot raise a disagreement here');
	await somebody.check('raise-unmapped');
});

test('the accessibility statement needs no session', async () => {
	const anybody = await browser.seat(borough, 'nobody');
	await anybody.page.goto(`${borough.origin}/accessibility`);
	await anybody.heading('Accessibility statement for Parley');
	await anybody.check('accessibility');
});

test('a wrong password is said at the top of the page, without the password in it', async () => {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.page.goto(`${borough.origin}/sign-in`);
	await priya.fill('Username', 'priya.nair');
	await priya.page.getByLabel('Password').fill('not the password');
	await priya.press('Sign in');
	await priya.page.locator('.govuk-error-summary').waitFor();
	assert.equal(await priya.box('Username').inputValue(), 'priya.nair');
	assert.equal(await priya.page.getByLabel('Password').inputValue(), '');
	assert.match(await priya.page.title(), /^Error: /);
	await priya.check('sign-in-error');
});

test('signing out ends the session, and the back button shows no case', async () => {
	const reference = await raised();
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open(casePath(reference));
	await priya.page.getByRole('button', { name: 'Sign out' }).click();
	await priya.page.waitForURL(/\/sign-in/);
	await priya.page.goBack();
	await priya.page.waitForURL(/\/sign-in/);
	assert.doesNotMatch(await priya.text('body'), /Zebedee/);
});

test('nothing of a case in titles, history or the browser’s own stores', async () => {
	const reference = await raised();
	const priya = await browser.seat(borough, 'priya.nair');
	for (const target of [casePath(reference), `${casePath(reference)}/action?id=escalate`, '/', '/raise']) {
		await priya.open(target);
		assert.doesNotMatch(await priya.page.title(), /Zebedee|Okafor|St Bride/);
		const kept = await priya.page.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage },
			history.state, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length]));
		assert.match(kept, /^\[\{\},\{\},\{"entry":\d+\},"",0,0\]$/);
	}
});

test('forced colours and less motion', async () => {
	const reference = await raised();
	const priya = await browser.seat(borough, 'priya.nair', { forcedColors: 'active', reducedMotion: 'reduce' });
	await priya.open(casePath(reference));
	const step = priya.page.locator('[aria-current="step"]');
	assert.equal(await step.count(), 1);
	await priya.check('case-forced-colours');
	const moving = await priya.page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running').length);
	assert.equal(moving, 0);
});

test('the whole of it without a worker: the page says so, and comes back', async () => {
	const priya = await browser.seat(borough, 'priya.nair');
	await priya.open('/');
	borough.signal('worker', 'SIGKILL');
	await eventually(async () => (await borough.request('GET', '/healthz')).status === 503);
	await priya.page.reload();
	await priya.heading('Parley is not available at the moment');
	await priya.check('unavailable');
	await priya.page.goto(`${borough.origin}/sign-in`);
	await priya.page.waitForSelector('h1');
	assert.match(await priya.text('h1'), /not (answering|available)/);
	await priya.check('error-page');
	await borough.start();
	await priya.open('/');
	await priya.heading('What needs me');
});
