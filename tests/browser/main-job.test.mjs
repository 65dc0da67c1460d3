// The main job through the pages: raise, stages 1 to 4, a recommendation, each agency's answer, closed. The dates
// are worked out by hand from clauses 4.4 to 4.8 (../borough/walk.mjs has the same ones for the API).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';
import { act, casePath, raise, topOf } from './pages.mjs';

let borough;
let browser;
const people = {};
before(async () => {
	borough = await startBorough();
	browser = await startBrowser();
	for (const username of ['priya.nair', 'tom.okafor', 'helen.marsh', 'joan.lindqvist', 'david.achebe', 'margaret.obrien',
		'catherine.aldous', 'beatrice.long']) {
		people[username] = await browser.seat(borough, username);
	}
});
after(async () => {
	await borough?.stop();
	await browser?.stop();
});

const escalateTo = (person, reference, label, more = async () => {}) => act(person, reference, label, async () => {
	await person.fill('Why could it not be agreed?', 'We still read the risk differently.');
	await person.fill('What has been tried?', 'Two calls and a meeting.');
	await more();
}, (name) => person.check(name));

test('from a page of questions to the Chair and closed', async () => {
	const { 'priya.nair': priya, 'tom.okafor': tom, 'helen.marsh': helen, 'joan.lindqvist': joan, 'david.achebe': david,
		'margaret.obrien': margaret, 'catherine.aldous': catherine, 'beatrice.long': beatrice } = people;
	borough.setClock('2027-12-23T10:00');
	await priya.page.goto(`${borough.origin}/sign-in`);
	await priya.check('sign-in');
	const reference = await raise(priya, [22, 12, 2027], (name) => priya.check(name));

	// Tom finds it, with its date, and the date opens.
	await tom.open('/');
	assert.match(await tom.text('.parley-list'), /By Thursday 30 December 2027 at 5pm/);
	assert.match(await tom.text('.parley-demo'), /Thursday 23 December 2027 at 10am/);
	await tom.check('worklist');
	assert.match(await topOf(tom, reference), /It is your turn.*Clause 4\.4/);
	const speak = tom.page.locator('.parley-duty', {
		has: tom.page.locator('.parley-duty__text', { hasText: 'Speak to the person who raised it' }),
	});
	await speak.locator('summary').click();
	const explanation = await speak.innerText();
	for (const day of ['Saturday 25', 'Sunday 26', 'Monday 27', 'Tuesday 28']) {
		assert.match(explanation, new RegExp(`${day} December 2027`));
	}
	await tom.check('case-open');

	borough.setClock('2027-12-29T11:00');
	await act(tom, reference, 'Record a contact', async () => {
		await tom.page.getByRole('button', { name: /Use the time now/ }).click();
		await tom.choose('What kind of contact was it?', 'Telephone call');
		await tom.fill('Summary of the discussion', 'We went through the file together. We do not agree yet.');
	}, (name) => tom.check(name));

	borough.setClock('2027-12-30T15:30');
	await escalateTo(priya, reference, 'Escalate to stage 2: line managers');
	await priya.check('recorded');
	assert.match(await topOf(helen, reference), /Friday 7 January 2028 at 5pm/);

	borough.setClock('2028-01-05T14:00');
	await act(joan, reference, 'Record a contact', async () => {
		await joan.date('When did it take place?', 5, 'Jan', 2028, '1:30pm');
		await joan.choose('What kind of contact was it?', 'Meeting in person');
		await joan.fill('Summary of the discussion', 'We met on the ward.');
	});

	borough.setClock('2028-01-07T15:00');
	await escalateTo(helen, reference, 'Escalate to stage 3: senior managers');
	assert.match(await topOf(david, reference), /Friday 14 January 2028 at 5pm/);
	await beatrice.open('/?view=watching');
	assert.match(await beatrice.text('.parley-list'), new RegExp(reference));
	await beatrice.check('watching');
	await beatrice.open(casePath(reference));
	assert.match(await beatrice.text('.parley-turn'), /copied in/);

	borough.setClock('2028-01-14T15:00');
	await escalateTo(david, reference, 'Refer to stage 4: the Independent Chair and Scrutineer',
		() => david.choose('On what ground?', 'It raises significant policy issues'));
	assert.match(await topOf(catherine, reference), /It is your turn.*Friday 21 January 2028 at 5pm/);

	borough.setClock('2028-01-19T11:00');
	await act(catherine, reference, 'Make a recommendation', async () => {
		await catherine.fill('What do you decide or recommend?', 'Hold the strategy discussion on the ward before any discharge.');
		await catherine.fill('Your reasons', 'Both agencies’ procedures ask for it.');
	}, (name) => catherine.check(name));

	borough.setClock('2028-01-24T10:00');
	for (const person of [david, margaret]) {
		await act(person, reference, 'Say what your agency has done about it', async () => {
			await person.choose('Has your agency acted on it?', 'Yes, we have acted on it');
			await person.fill('What has your agency done, and if not all, why?', 'Held, and the plan was changed.');
		});
	}
	await act(david, reference, 'Close it', () => david.fill('How did it end?', 'Both agencies acted on it.'));
	await priya.open(casePath(reference));
	assert.match(await priya.text('.parley-case-sub'), /Closed/);
	assert.equal(await priya.page.locator('.parley-stage--done').count(), 4);
	await priya.check('case-closed');
	await priya.open('/');
	assert.doesNotMatch(await priya.text('main'), new RegExp(reference));
});
