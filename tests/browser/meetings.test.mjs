// A panel's meeting from three proposed times to what was done about its decision, under a policy that asks for a panel: the Chair
// proposes, the members answer on their phones, one time is settled, changed, and the calendars follow.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from '../integration/policy-case.mjs';
import { startBrowser } from './browser.mjs';
import { act, casePath } from './pages.mjs';

const PHONE = { viewport: { width: 375, height: 740 } };
const members = ['samuel.adomako', 'leonard.pryce', 'alistair.crane'];
let borough;
let browser;
let one;
const people = {};
before(async () => {
	borough = await startBorough({ policy: 'brent-lscb' });
	browser = await startBrowser();
	people.catherine = await browser.seat(borough, 'catherine.aldous');
	for (const name of members) people[name] = await browser.seat(borough, name, PHONE);
	one = new Case(borough, new Coverage('brent-lscb'));
	one.at('2027-12-23T10:00');
	await one.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], { category: 'plans' });
	await one.goOn([
		{ by: 'priya.nair', at: '2027-12-23T10:30', speakers: ['priya.nair', 'tom.okafor'], stage: '2', before: (at) => at.act('priya.nair', 'consult') },
		{ by: 'tom.okafor', at: '2027-12-24T10:00', speakers: ['helen.marsh', 'joan.lindqvist'], stage: '3' },
		{ by: 'helen.marsh', at: '2027-12-29T10:00', speakers: ['david.achebe', 'margaret.obrien'], stage: '4' },
		{ by: 'margaret.obrien', at: '2027-12-30T10:00', stage: '5' },
	]);
});
after(async () => {
	await borough?.stop();
	await browser?.stop();
});

const meetings = (person) => person.text('section[aria-labelledby="meetings"]');
const mails = (name, subject) => borough.mails().filter((mail) => mail.to[0].startsWith(`${name}@`) && subject.test(mail.headers.subject));

async function ask(person, name) {
	await person.page.getByRole('combobox').fill(name);
	await person.page.getByRole('option', { name }).click();
}

async function answer(person, answers) {
	await person.open(casePath(one.reference));
	for (const [when, what] of answers) {
		await person.page.getByRole('group', { name: when }).getByRole('radio', { name: what, exact: true }).check();
	}
	await person.press('Send my answer');
	await person.page.getByText('Your answer is recorded.').waitFor();
}

// The third of them is on leave from the day before the last of the times.
const leave = () => borough.sql(`INSERT INTO absence (person_id, begins, ends, set_by, created)
	SELECT id, '2028-01-05 18:00:00', '2028-01-09 00:00:00', id, '2027-12-30 09:00:00' FROM person WHERE username = 'alistair.crane'`);

test('three times are proposed, two of three answer on their phones, and what that comes to stands there', async () => {
	const { catherine, 'samuel.adomako': samuel, 'leonard.pryce': leonard } = people;
	await act(catherine, one.reference, 'Propose times for a meeting', async () => {
		await catherine.date('First time', 4, 1, 2028, '10am');
		await catherine.date('Second time', 5, 1, 2028, '2:30pm');
		await catherine.date('Third time', 5, 1, 2028, '2:30pm');
		for (const name of ['Samuel Adomako', 'Leonard Pryce', 'Alistair Crane']) await ask(catherine, name);
		const why = catherine.box('Why do you ask somebody who does not take part in it?');
		if (await why.isVisible()) await why.fill('They sit on the panel.');
		await catherine.date('By which day should they answer?', 31, 12, 2027);
		await catherine.fill('Where? (optional)', 'Town Hall, room 4');
		// The same time twice is none.
		await catherine.press('Propose times for a meeting');
		await catherine.page.getByRole('alert').getByText('This time stands here twice').waitFor();
		await catherine.check('meeting-propose-wrong');
		await catherine.date('Third time', 6, 1, 2028, '9am');
	}, (name) => catherine.check(name));
	await eventually(() => mails('alistair.crane', /when can you come/)[0]);
	assert.deepEqual(mails('catherine.aldous', /when can you come/), []);
	assert.doesNotMatch(mails('alistair.crane', /when can you come/)[0].body, /Town Hall|discharge/);

	await samuel.open(casePath(one.reference));
	await samuel.check('meeting-asked');
	await samuel.page.setViewportSize(PHONE.viewport);
	await samuel.press('Send my answer');
	await samuel.page.getByRole('alert').getByText('Choose an answer').first().waitFor();
	assert.deepEqual(await samuel.violations(), []);
	// Somebody else answers while his page is open: his answer is recorded all the same.
	await answer(leonard, [['Tuesday 4 January', 'No'], ['Wednesday 5 January', 'Yes'], ['Thursday 6 January', 'No']]);
	for (const [when, what] of [['Tuesday 4 January', 'No'], ['Wednesday 5 January', 'If need be'], ['Thursday 6 January', 'No']]) {
		await samuel.page.getByRole('group', { name: when }).getByRole('radio', { name: what, exact: true }).check();
	}
	await samuel.press('Send my answer');
	await samuel.page.getByText('Your answer is recorded.').waitFor();
	await samuel.page.getByRole('button', { name: 'Send my answer' }).waitFor({ state: 'detached' });

	leave();
	await catherine.open(casePath(one.reference));
	const said = await meetings(catherine);
	assert.match(said, /Thursday 6 January 2028 at 9am.*Away Alistair Crane/);
	assert.equal(said.match(/Away /g).length, 1);
	assert.match(said, /Wednesday 5 January 2028 at 2:30pm suits most: 2 of 3 people can come. 1 person has not answered/);
	assert.match(said, /Not answered: Alistair Crane, Marlowe Police/);
	assert.match(said, /The panel is to be of 3 agencies. Members of only 1 could be there \(2\.6\)/);
	assert.match(said, /Nobody of St Bride's Hospital could sit on it/, 'of a day on which he cannot');
	await catherine.check('meeting-answers');
});

test('one is settled, and changed from what it was; calendars follow', async () => {
	const { catherine, 'alistair.crane': alistair } = people;
	await alistair.open(casePath(one.reference));
	await alistair.press('I can make all of them');
	await alistair.page.getByText('Your answer is recorded.').waitFor();
	await act(catherine, one.reference, 'Settle the time of the meeting', async () => {
		assert.ok(await catherine.page.getByRole('radio', { name: /Wednesday 5 January/ }).isChecked(), 'what suits most is chosen');
	}, (name) => catherine.check(name));
	await eventually(() => mails('leonard.pryce', /^Parley: meeting about/)[0]);
	await catherine.open(casePath(one.reference));
	assert.match(await meetings(catherine), /Wednesday 5 January 2028 at 2:30pm Set .*Can come: Leonard Pryce, St Bride's Hospital; Alistair Crane/);
	assert.doesNotMatch(await meetings(catherine), /could be there|could sit/);
	await catherine.check('meeting-set');

	await act(catherine, one.reference, 'Change the meeting on Wednesday 5 January 2028 at 2:30pm', async () => {
		assert.equal(await catherine.box('Where? (optional)').inputValue(), 'Town Hall, room 4', 'it starts with what it was');
		assert.equal(await catherine.box('At what time does it begin? (optional)').inputValue(), '14:30');
		assert.match(await catherine.text('.parley-chosen-list'), /Samuel Adomako.*Leonard Pryce.*Alistair Crane/);
		await catherine.fill('Why?', 'The room is taken.');
		await catherine.fill('At what time does it begin? (optional)', '16:00');
	}, (name) => catherine.check(name));
	const changed = await eventually(() => mails('leonard.pryce', /changed meeting/)[0]);
	assert.match(JSON.stringify(changed), /REQUEST/);
	const [{ link }] = [(await (await one.as('leonard.pryce')).post('/api/v1/calendar')).json];
	const feed = (await borough.request('GET', new URL(link).pathname)).text;
	assert.match(feed, /DTSTART:20280105T160000Z/);
	assert.doesNotMatch(feed, /Town Hall|discharge|panel/i);
});

test('papers and both sides before it, a note of it, a decision with a day, what each agency did; one more is called off', async () => {
	const { catherine, 'leonard.pryce': leonard } = people;
	const meeting = 'the meeting on Wednesday 5 January 2028 at 4pm';
	await act(catherine, one.reference, `Attach a paper for ${meeting}`, async () => {
		assert.ok(await catherine.page.getByRole('radio', { name: 'Papers for a meeting' }).isChecked());
		await catherine.page.getByLabel('Which file?').setInputFiles({ name: 'agenda.txt', mimeType: 'text/plain', buffer: Buffer.from('1. Both sides.') });
		await catherine.page.getByText('Sent:').waitFor();
		await catherine.fill('What is it, and of which day?', 'Agenda of 5 January');
	});
	one.due(await one.page('david.achebe'), { 'represent.raising': '2028-01-05T16:00+00:00', 'represent.receiving': '2028-01-05T16:00+00:00' });
	one.status(await one.act('david.achebe', 'done:represent.raising'), { 'represent.raising': 'done', 'represent.receiving': 'open' });
	await one.act('margaret.obrien', 'done:represent.receiving');
	await leonard.open(casePath(one.reference));
	assert.match(await meetings(leonard), /Papers Agenda of 5 January/);
	const [file] = await Promise.all([leonard.page.waitForEvent('download'), leonard.follow('Agenda of 5 January')]);
	assert.ok(await file.path(), 'a member of the panel opens it');

	one.at('2028-01-05T17:30');
	await act(catherine, one.reference, `Write the note of ${meeting}`, async () => {
		assert.equal(await catherine.page.getByLabel('Time, like').inputValue(), '16:00');
		assert.match(await catherine.text('.parley-chosen-list'), /Samuel Adomako.*Leonard Pryce.*Alistair Crane/);
		await catherine.fill('Summary of the discussion', 'Both sides were heard.');
		await catherine.fill('Who made the decision, with their job titles? (optional)', 'The panel');
	}, (name) => catherine.check(name));
	await catherine.open(casePath(one.reference));
	assert.match(await meetings(catherine), /Note of the meeting: record \d+/);
	assert.match(await catherine.text('.parley-timeline'), /Note of the meeting on Wednesday 5 January 2028 at 4pm, by Catherine Aldous/);
	const page = await one.page('david.achebe');
	const note = page.timeline.find((event) => event.title.startsWith('Note of the meeting'));
	assert.deepEqual(note.record.sides.map((side) => side.state), ['waiting', 'waiting'], 'each side says whether it is right');

	await one.act('catherine.aldous', 'plan', { day: '2028-01-10', start: '09:00' });
	await act(catherine, one.reference, 'Call off the meeting on Monday 10 January 2028 at 9am', () => catherine.fill('Why?', 'It is decided.'));
	await catherine.open(casePath(one.reference));
	assert.match(await meetings(catherine), /Called off: 1/);

	await act(catherine, one.reference, 'Record the panel\'s decision', async () => {
		for (const [i, agency] of ['marlowe-csc', 'st-brides-hospital', 'marlowe-police'].entries()) {
			assert.equal(await catherine.page.getByLabel(`Which agencies sat on the panel? ${i + 1} of 3`).inputValue(), agency, 'those who came');
		}
		await catherine.fill('What do you decide or recommend?', 'The discharge waits.');
		await catherine.fill('Your reasons', 'As heard.');
		await catherine.date('By which day should each agency say what it has done about it?', 12, 1, 2028);
	}, (name) => catherine.check(name));
	one.due(await one.page('david.achebe'), { 'respond.raising': '2028-01-12T17:00+00:00' });
	one.status(await one.act('david.achebe', 'respond'), { 'respond.raising': 'done', 'respond.receiving': 'open' });
});
