// The same job without a pointer: raised, agreed at stage 1, confirmed in writing, closed. Nothing here clicks.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { password, startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';
import { casePath } from './pages.mjs';

let borough;
let browser;
before(async () => {
	borough = await startBorough();
	browser = await startBrowser();
});
after(async () => {
	await borough?.stop();
	await browser?.stop();
});

async function signIn(person, target) {
	await person.page.goto(borough.origin + target);
	await person.page.waitForURL(/\/sign-in/);
	await person.type('Username', person.username);
	await person.type('Password', password);
	await person.page.keyboard.press('Enter');
	await person.page.waitForURL((url) => url.pathname !== '/sign-in');
	await person.settled();
}

async function next(person, heading) {
	await person.pressKey('Save and continue');
	await person.heading(heading);
	assert.equal((await person.focused()).name, heading, 'the new page begins at its heading');
}

async function raiseByKeyboard(priya) {
	await priya.pressKey('Raise a disagreement');
	await priya.heading('Is somebody at immediate risk?');

	// A page that is not answered says so, takes the focus there, and leads to the answer.
	await priya.pressKey('Save and continue');
	await priya.page.waitForFunction(() => document.activeElement.classList.contains('govuk-error-summary'));
	await priya.check('raise-error');
	await priya.page.keyboard.press('Tab');
	await priya.page.keyboard.press('Enter');
	assert.equal((await priya.focused()).type, 'radio');
	await priya.page.keyboard.press('ArrowDown');
	assert.equal((await priya.focused()).name, 'No');
	await next(priya, 'Do you want support?');
	await next(priya, 'What is the disagreement mainly about?');

	await priya.pick('What is the disagreement mainly about?', 'Levels of need or threshold');
	await next(priya, 'What started it, and when?');
	await priya.pick('What started it?', 'A decision that I received');
	await priya.type('Day', '26');
	await priya.type('Month', '3');
	await priya.type('Year', '2026');
	await next(priya, 'Who is it about?');
	await priya.pick('Which reference do you both use?', 'Case name');
	await priya.type('Case name', 'K.B.');
	await next(priya, 'What should both sides know about them?');
	await priya.pick('Is the child on a Child Protection Plan?', 'No');
	await priya.pick('Is the child looked after?', 'No');
	await next(priya, 'Who do you disagree with?');
	await priya.tabToName('Which agency do you disagree with?');
	await priya.page.keyboard.type("St Bride's");
	await priya.pick('Who there?', 'Somebody else');
	await priya.type('Name, job title or agency', 'tom okafor');
	await priya.page.getByRole('option', { name: 'Tom Okafor' }).waitFor();
	await priya.page.keyboard.press('ArrowDown');
	await priya.check('finder');
	await priya.page.keyboard.press('Enter');
	// Who is found is among the proposed: that answer is the chosen one then, and asks no reason.
	await priya.page.waitForFunction(() => document.querySelector('input[name=receiving_person]:checked')?.labels[0].textContent === 'Tom Okafor');
	await next(priya, 'What is the issue, and what is the risk?');
	await priya.type('What is the issue?', 'The ward plans to send the child home.');
	await priya.type('What is the risk?', 'Nobody has seen the home.');
	await next(priya, 'What exactly do you disagree about?');
	await priya.type('What exactly do you disagree about?', 'Whether it is safe.');
	await priya.type('What do you want to achieve?', 'The child stays.');
	await next(priya, 'What is your evidence?');
	await priya.type('What is your evidence?', 'Two attendances.');
	await next(priya, 'Check your answers before you send them');
	await priya.pressKey('Send and raise the disagreement');
	await priya.heading('You have raised it');
	return priya.text('.govuk-panel strong');
}

async function record(person, label, answer) {
	await person.pressKey(label);
	await person.heading(label);
	await answer();
	await person.pressKey(label);
	await person.page.waitForURL(/\/recorded$/);
	await person.settled();
}

test('raised, agreed, confirmed and closed with the keyboard alone', async () => {
	borough.setClock('2026-03-27T10:00');
	const priya = await browser.seat(borough, 'priya.nair');
	await signIn(priya, '/');
	const reference = await raiseByKeyboard(priya);

	borough.setClock('2026-04-01T15:00');
	const tom = await browser.seat(borough, 'tom.okafor');
	await signIn(tom, casePath(reference));
	assert.match(await tom.text('.parley-turn'), /Wednesday 1 April 2026 at 5pm/);
	await tom.tabTo((at) => at.name.startsWith('By Wednesday 1 April'), 'the date');
	await tom.page.keyboard.press('Enter');
	assert.match(await tom.text('.parley-turn details[open]'), /Saturday 28 March 2026/);
	await record(tom, 'Record that it is agreed', async () => {
		await tom.type('Day', '1');
		await tom.type('Month', '4');
		await tom.type('Year', '2026');
		await tom.type('Time, like 2:30pm', '2:30pm');
		await tom.type('What has been agreed?', 'The child stays on the ward.');
	});
	await tom.open(casePath(reference));
	assert.match(await tom.text('.parley-turn'), /Tuesday 7 April 2026 at 5pm/);
	await record(tom, 'Confirm the outcome in writing', () =>
		tom.type('The outcome, as you confirm it in writing', 'The child stays on the ward.'));

	await priya.context.close();
	const again = await browser.seat(borough, 'priya.nair');
	await signIn(again, casePath(reference));
	await record(again, 'Close it', () => again.type('How did it end?', 'Settled at stage 1.'));
	await again.open(casePath(reference));
	assert.match(await again.text('.parley-case-sub'), /Closed/);
});

test('the first Tab on a page offers to skip what is the same on every page', async () => {
	const person = await browser.seat(borough, 'helen.marsh');
	await signIn(person, '/');
	await person.page.reload();
	await person.settled();
	await person.page.keyboard.press('Tab');
	assert.equal((await person.focused()).name, 'Skip to main content');
	await person.page.keyboard.press('Enter');
	await person.page.keyboard.press('Tab');
	assert.equal((await person.focused()).name, 'Raise a disagreement');
});
