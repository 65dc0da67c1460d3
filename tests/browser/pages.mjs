// pages.mjs - what people do on the pages of an escalation, for the walks.

import assert from 'node:assert/strict';

export const casePath = (reference) => `/escalations/${reference}`;

// The ten questions of redbridge-rscp. `look` is called on each page before it is left.
export async function raise(person, day, look = async () => {}) {
	const next = async (name) => {
		await look(name);
		await person.press('Save and continue');
	};
	await person.open('/');
	await person.follow('Raise a disagreement');
	await person.heading('Is somebody at immediate risk?');
	await person.choose('Is somebody at immediate risk of significant harm?', 'No');
	await next('raise-risk');
	await person.heading('Do you want support?');
	await next('raise-support');
	await person.heading('What is the disagreement mainly about?');
	await person.choose('What is the disagreement mainly about?', 'Levels of need or threshold');
	await next('raise-category');
	await person.heading('What started it, and when?');
	await person.choose('What started it?', 'A decision that I received');
	await person.date('When did you disagree, or receive the decision?', ...day);
	await next('raise-concern');
	await person.heading('Who is it about?');
	await person.choose('Which reference do you both use?', 'NHS number');
	await person.fill('NHS number', '999 000 0018');
	await next('raise-subject');
	await person.heading('What should both sides know about them?');
	await person.choose('Is the child on a Child Protection Plan?', 'No');
	await person.choose('Is the child looked after?', 'No');
	await next('raise-status');
	await person.heading('Who do you disagree with?');
	await person.page.getByLabel('Which agency do you disagree with?').selectOption({ label: "St Bride's Hospital" });
	await person.choose('Who there?', 'Somebody else');
	await person.page.getByRole('combobox', { name: 'Name, job title or agency' }).fill('okafor');
	await person.page.getByRole('option', { name: 'Tom Okafor' }).click();
	await next('raise-other-side');
	await person.heading('What is the issue, and what is the risk?');
	await person.fill('What is the issue?', 'The ward plans to send the child home today.');
	await person.fill('What is the risk?', 'Nobody has seen the home since the injury.');
	await next('raise-issue');
	await person.heading('What exactly do you disagree about?');
	await person.fill('What exactly do you disagree about?',
		'Whether it is safe to go home before a strategy discussion.');
	await person.fill('What do you want to achieve?', 'The child stays until we have met.');
	await next('raise-disagreement');
	await person.heading('What is your evidence?');
	await person.fill('What is your evidence?', 'Two earlier attendances.');
	await next('raise-evidence');
	await person.heading('Check your answers before you send them');
	await look('raise-check');
	await person.press('Send and raise the disagreement');
	await person.heading('You have raised it');
	await look('raised');
	return person.text('.govuk-panel strong');
}

// Opens the escalation, presses one of its buttons, answers, sends, and comes to the confirmation.
export async function act(person, reference, label, answer, look = async () => {}) {
	await person.open(casePath(reference));
	await person.follow(label);
	await person.heading(label);
	await answer();
	await look(`action-${label.toLowerCase().replace(/[^a-z]+/g, '-')}`);
	await person.press(label);
	await person.page.waitForURL(/\/recorded$/);
	await person.settled();
	assert.match(await person.text('main'), /What happens next/);
}

// Whose turn it is, by when, and under which clause: the top of the case page.
export async function topOf(person, reference) {
	await person.open(casePath(reference));
	return person.text('.parley-turn');
}
