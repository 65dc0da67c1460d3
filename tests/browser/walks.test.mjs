// One ordinary escalation and one awkward one under each of the five policies: the steps that other tests try on their own are
// taken over HTTP, and what a person has before their eyes at the turning points is looked at in a browser.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from '../integration/policy-case.mjs';
import { startBrowser } from './browser.mjs';

const HOSPITAL = ['st-brides-hospital', 'tom.okafor'];
let browser, borough;
const seats = new Map();
before(async () => { [borough, browser] = await Promise.all([startBorough(), startBrowser()]); });
after(async () => {
	await browser?.stop();
	await borough?.stop();
});

// The same borough under one policy after another: what runs keeps its own edition.
function under(policy) {
	borough.mustParley('policy', 'use', policy);
	borough.mustParley('mapping', 'fill', policy, '--replace');
	borough.mustParley('directory', 'refresh');
	return new Case(borough, new Coverage(policy));
}

// A page of this person's own browser; the sign-in of another day may have ended.
async function look(one, uid, action) {
	if (!seats.has(uid)) seats.set(uid, await browser.seat(borough, uid));
	const person = seats.get(uid);
	await person.open(`/escalations/${one.reference}${action ? `/action?id=${action}` : ''}`);
	return person;
}

async function tag(one, uid) {
	return (await look(one, uid)).text('.parley-case-sub');
}

async function ended(one, { by, confirm, closeBy }) {
	await one.act(by, 'agreed');
	assert.match(await tag(one, by), /^Agreed/);
	if (confirm) await one.act(confirm, 'confirm');
	await one.act(closeBy ?? by, 'close');
	assert.match(await tag(one, 'tom.okafor'), /^Closed/);
}

// --- redbridge-rscp ---

test('redbridge-rscp: agreed by the line managers, confirmed in writing, closed', async () => {
	const one = under('redbridge-rscp');
	one.at('2026-04-30T10:00');
	await one.raise('priya.nair', HOSPITAL, { category: 'levels-of-need' });
	await one.act('priya.nair', 'escalate', {}, ['helen.marsh', 'joan.lindqvist']);
	const joan = await look(one, 'joan.lindqvist');
	assert.match(await joan.text('.parley-turn'), /It is your turn.*4\.5/);
	await ended(one, { by: 'helen.marsh', confirm: 'joan.lindqvist', closeBy: 'helen.marsh' });
});

test('redbridge-rscp: both sides differ on a record, and a manager reads both', async () => {
	const one = under('redbridge-rscp');
	one.at('2026-04-30T10:00');
	await one.raise('priya.nair', HOSPITAL, { category: 'levels-of-need' });
	await one.act('priya.nair', 'contact', { contact_type: 'telephone', summary: 'The ward keeps the child until Monday.' });
	const record = await one.page('tom.okafor');
	const differ = record.record_actions.flatMap((each) => each.actions).find((id) => id.startsWith('differ'));
	assert.ok(differ, JSON.stringify(record.record_actions));
	const tom = await look(one, 'tom.okafor', differ);
	await tom.fill('What do you know or remember differently?', 'I said until tomorrow, and no longer.');
	await tom.press('Say where you differ from this record');
	await tom.page.waitForURL(/recorded/);
	await one.act('priya.nair', 'escalate', {}, ['helen.marsh', 'joan.lindqvist']);
	const helen = await look(one, 'helen.marsh');
	const said = await helen.text('main');
	assert.match(said, /The ward keeps the child until Monday/);
	assert.match(said, /I said until tomorrow, and no longer/);
	await helen.check('walk-differs');
});

// --- nel-scp-sab ---

const tried = { tried_first: 'Two calls this week.', proposed_solution: 'A joint visit tomorrow.', category: 'threshold' };

test('nel-scp-sab: the two practitioners settle it by the day after', async () => {
	const one = under('nel-scp-sab');
	one.at('2027-12-23T10:00');
	await one.raise('priya.nair', HOSPITAL, tried);
	await one.act('priya.nair', 'consult');
	await one.act('priya.nair', 'agreed');
	assert.match(await tag(one, 'priya.nair'), /^Agreed/);
});

test('nel-scp-sab: immediate risk on a Saturday night, said by the other side', async () => {
	const one = under('nel-scp-sab');
	one.at('2027-12-23T10:00');
	await one.raise('priya.nair', HOSPITAL, tried);
	one.at('2027-12-25T23:40');
	const tom = await look(one, 'tom.okafor', 'risk');
	assert.match(await tom.text('.parley-alone'), /999.*01472 326292/);
	await tom.check('walk-risk-form');
	await tom.fill('What is the immediate risk?', 'He says that he will fetch the child tonight.');
	await tom.fill('Who have you told, and how?', 'Nobody yet, I am ringing now.');
	await tom.press('Say that somebody is at immediate risk');
	await tom.page.waitForURL(/recorded/);
	// At that hour: the managers of the ward that said so, and whoever speaks for the other side.
	for (const uid of ['joan.lindqvist', 'priya.nair']) {
		await eventually(() => borough.mails().some(({ to, headers }) => to[0].startsWith(`${uid}@`) &&
			headers.subject === `Parley: ${one.reference}, immediate risk`));
	}
	await one.act('tom.okafor', 'risk-told', { told: '999, and the night manager.' });
	const joan = await look(one, 'joan.lindqvist');
	assert.match(await joan.text('.parley-risk'),
		/Immediate risk.*fetch the child tonight.*Tom Okafor.*Saturday 25 December 2027 at 11:40pm.*no time given.*Nobody yet.*told on Saturday 25 December 2027 at 11:40pm.*999, and the night manager/);
	await joan.page.getByText('What the policy says to do now').click();
	await joan.check('walk-risk');
	// It does not go with the case.
	await one.act('priya.nair', 'withdraw', { reason: 'The child is with the police.' });
	assert.match(await tag(one, 'tom.okafor'), /^Withdrawn/);
	const priya = await look(one, 'priya.nair');
	assert.match(await priya.text('.parley-risk'), /fetch the child tonight/);
	await priya.open('/');
	assert.match(await priya.text('main'), new RegExp(`${one.reference}.*Immediate risk|Immediate risk.*${one.reference}`));
	await look(one, 'priya.nair', 'risk-over');
	await priya.press('Say that the immediate risk is over');
	assert.match(await priya.text('.govuk-error-summary'), /Why/);
	await priya.fill('Why?', 'The police have the child in their care.');
	await priya.press('Say that the immediate risk is over');
	await priya.page.waitForURL(/recorded/);
	const over = await look(one, 'tom.okafor');
	assert.equal(await over.page.locator('.parley-risk').count(), 0);
	assert.match(await over.text('main'), /The police have the child in their care/);
});

// --- pelican-childcare ---

test('pelican-childcare: the line managers agree within their 24 hours', async () => {
	const one = under('pelican-childcare');
	one.at('2026-03-27T10:00');
	await one.raise('tom.okafor', ['marlowe-csc', 'priya.nair'], { category: 'threshold' });
	await one.act('tom.okafor', 'escalate', {}, ['joan.lindqvist', 'helen.marsh']);
	await one.act('helen.marsh', 'agreed');
	await one.act('helen.marsh', 'close');
	assert.match(await tag(one, 'tom.okafor'), /^Closed/);
});

test('pelican-childcare: the receiver never answers', async () => {
	const one = under('pelican-childcare');
	one.at('2026-03-27T10:00');
	await one.raise('tom.okafor', ['marlowe-csc', 'priya.nair'], { category: 'threshold' });
	one.at('2026-04-01T10:00');
	const tom = await look(one, 'tom.okafor');
	assert.match(await tom.text('main'), /2 working days late/);
	await tom.check('walk-no-answer');
	await one.act('tom.okafor', 'escalate', {}, ['joan.lindqvist', 'helen.marsh']);
	assert.match(await tag(one, 'tom.okafor'), /line managers/);
	await eventually(() => borough.mails().some(({ to, headers }) => to[0].startsWith('helen.marsh@') && headers.subject.includes(one.reference)));
});

// --- brent-lscb ---

test('brent-lscb: the own manager is asked, the two settle it', async () => {
	const one = under('brent-lscb');
	one.at('2027-12-23T10:00');
	await one.raise('priya.nair', HOSPITAL, { category: 'plans' });
	await one.act('priya.nair', 'consult');
	await ended(one, { by: 'priya.nair', confirm: 'tom.okafor' });
});

test('brent-lscb: a panel that lacks an agency decides nothing, and nothing typed is lost', async () => {
	const one = under('brent-lscb');
	one.at('2027-12-23T10:00');
	await one.raise('priya.nair', HOSPITAL, { category: 'plans' });
	await one.act('priya.nair', 'consult');
	await one.act('priya.nair', 'escalate', {}, ['priya.nair', 'tom.okafor']);
	await one.act('tom.okafor', 'escalate', {}, ['helen.marsh', 'joan.lindqvist']);
	await one.act('helen.marsh', 'escalate', {}, ['david.achebe', 'margaret.obrien']);
	await one.act('margaret.obrien', 'escalate');
	const form = await one.form('catherine.aldous', 'decide');
	const label = (name) => form.fields.find((field) => field.name === name).label;
	const catherine = await look(one, 'catherine.aldous', 'decide');
	await catherine.fill(label('decision'), 'The child stays where it is.');
	await catherine.fill(label('reasons'), 'As both sides were heard.');
	const seat = (name, agency) => catherine.page.getByLabel(label(name)).selectOption({ label: agency });
	await seat('panel_1', "Marlowe Children's Social Care");
	await seat('panel_2', "St Bride's Hospital");
	await catherine.press(form.label);
	assert.match(await catherine.text('.govuk-error-summary'), new RegExp(label('panel_3').replace(/[?]/g, '\\?')));
	await catherine.check('walk-panel-lacks');
	assert.equal(await catherine.box(label('decision')).inputValue(), 'The child stays where it is.');
	await seat('panel_3', 'Marlowe Police');
	await catherine.press(form.label);
	await catherine.page.waitForURL(/recorded/);
	assert.match(await tag(one, 'david.achebe'), /^Binding decision made/);
});

// --- chscp ---

test('chscp: the two talk, and that is the end of it', async () => {
	const one = under('chscp');
	one.at('2026-04-02T10:00');
	await one.raise('priya.nair', HOSPITAL, { category: 'levels-of-need' });
	await one.contact('tom.okafor');
	await one.act('tom.okafor', 'agreed');
	assert.match(await tag(one, 'priya.nair'), /^Agreed/);
});

// The entry is gone from the directory, as when somebody has left.
function leaves(...usernames) {
	for (const uid of usernames) {
		const run = spawnSync('/usr/sbin/slapmodify', ['-f', path.join(borough.dir, 'slapd.conf')], {
			input: `dn: uid=${uid},ou=people,dc=marlowe,dc=test\nchangetype: delete\n`, encoding: 'utf8',
		});
		assert.equal(run.status, 0, run.stderr);
	}
	borough.mustParley('directory', 'refresh');
}

test('chscp: the manager’s post is vacant, and then the raiser leaves', async () => {
	const one = under('chscp');
	leaves('joan.lindqvist', 'claire.fenwick');
	one.at('2026-04-02T10:00');
	await one.raise('priya.nair', HOSPITAL, { category: 'levels-of-need' });
	await one.act('priya.nair', 'escalate', { raising_speaker: await one.personId('helen.marsh', 'marlowe-csc') });
	await eventually(async () => (await one.page('helen.marsh')).sides[1].vacant);
	const helen = await look(one, 'helen.marsh');
	assert.match(await helen.text('main'), /Needs a new person/);
	await helen.check('walk-vacant');
	leaves('priya.nair');
	const goes = await look(one, 'helen.marsh');
	assert.match(await goes.text('main'), /First raised by Priya Nair/);
	// The case goes on without them, and nobody can come in by their open tab.
	assert.equal((await (await borough.session()).signIn('priya.nair')).status, 403);
	await one.contact('helen.marsh');
});

// --- when nobody else gets in ---

test('the emergency administrator comes in by the foot of the sign-in page, and sees settings', async () => {
	const nobody = await browser.seat(borough, 'nobody');
	await nobody.page.goto(`${borough.origin}/sign-in`);
	await nobody.page.getByRole('link', { name: 'Emergency administrator' }).click();
	const give = async (word) => {
		await nobody.page.getByLabel('Password from the server').fill(word);
		await nobody.press('Sign in');
	};
	await give('01234-56789-ABCDE-FGHJK');
	assert.match(await nobody.text('.govuk-error-summary'), /does not open anything/);
	await nobody.check('emergency-error');
	await give(borough.mustParley('emergency', 'arm', '--why', 'Nobody is left in the group').match(/\n {4}(\S+)\n/)[1]);
	await nobody.heading('Settings');
	assert.match(await nobody.text('body'), /You are the emergency administrator until/);
	await nobody.check('emergency-settings');
	const alex = await browser.seat(borough, 'alex.turner');
	await alex.open('/settings');
	assert.match(await alex.text('body'), /The emergency administrator is armed.*Nobody is left in the group.*has signed in/);
});
