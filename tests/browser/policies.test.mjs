// What differs from policy to policy on the pages: emergency routes, what is turned away, how clauses are named.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { root, startBorough } from '../borough/harness.mjs';
import { startBrowser } from './browser.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser?.stop());

// Every line of the policy, with what is said of it, as `parley policy show --json` has it.
const NOT_SHOWN = new Set(['in short', 'done by', 'name']); // for lists; the text says what is to be done
function wordsOf(sections, notes) {
	return sections.flatMap((section) => [section.name, ...section.lines.flatMap((line) => [line.text, line.clause, notes && line.note,
		...line.aspects.filter((one) => !NOT_SHOWN.has(one.name)).map((one) => one.words)])]).filter(Boolean);
}
const squashed = (text) => text.replace(/\s+/g, ' ').toLowerCase();

async function saysItAll(person, file, notes) {
	const { sections } = JSON.parse(person.borough.mustParley('policy', 'show', file, '--json'));
	const page = squashed(await person.page.locator('main').innerText());
	const missing = wordsOf(sections, notes).filter((words) => !page.includes(squashed(words)));
	assert.deepEqual(missing, [], `${file}: all that it says is on the page`);
	return page;
}

async function under(policy, look) {
	const borough = await startBorough({ policy });
	try {
		await look(await browser.seat(borough, 'priya.nair'));
	} finally {
		await borough.stop();
	}
}

test('pelican-childcare: a matter that it leaves out is turned away before the rest is written', () =>
	under('pelican-childcare', async (priya) => {
		await priya.open('/raise/category');
		await priya.choose('What is the disagreement mainly about?', 'Whether an Initial Child Protection Conference is needed');
		assert.match(await priya.text('.parley-notice'), /does not cover whether an Initial Child Protection Conference/);
		assert.equal(await priya.page.getByRole('button', { name: 'Save and continue' }).count(), 0);
		await priya.check('raise-excluded');
		await priya.choose('What is the disagreement mainly about?', 'Information sharing or provision of services');
		await priya.press('Save and continue');
		await priya.heading('What started it, and when?');
		await priya.open('/policy');
		await priya.check('policy-pelican-childcare');
	}));

const FILES = ['policies/brent-lscb.json', 'policies/chscp.json', 'policies/nel-scp-sab.json', 'policies/pelican-childcare.json',
	'tests/unit/fixtures/everything.json'];

test('whatever a policy says is on its page; what the editor noted is for administrators; an edition has its picture and dates', () =>
	under('redbridge-rscp', async (priya) => {
		const own = path.join(root, 'policies/redbridge-rscp.json');
		await priya.open('/policy');
		assert.equal((await saysItAll(priya, own, false)).includes('editor’s note'), false);
		const alex = await browser.seat(priya.borough, 'alex.turner');
		await alex.open('/policy');
		await saysItAll(alex, own, true);
		for (const [i, name] of FILES.entries()) {
			const file = path.join(root, name);
			priya.borough.mustParley('policy', 'import', file, '--why', 'to read it');
			await alex.open(`/policies/${i + 2}`);
			await saysItAll(alex, file, true);
		}
		await alex.follow('See it as a flowchart');
		await alex.page.locator('.parley-flow__sheet').first().waitFor();
		await alex.check('edition-flowchart');
		await alex.open('/policies/4/timetable');
		await alex.page.getByLabel('Who is it about?').selectOption({ label: 'An adult' });
		await alex.date('When is it raised?', 23, 12, 2026, '4:30pm');
		await alex.press('Show the dates');
		await alex.page.getByRole('heading', { name: 'Raised on Wednesday 23 December 2026 at 4:30pm' }).waitFor();
		assert.match(await alex.text('.parley-timetable'), /Who is it about\? An adult/);
		await alex.check('edition-timetable');
	}));

test('nel-scp-sab: the numbers to ring, for a child and for an adult', () =>
	under('nel-scp-sab', async (priya) => {
		await priya.open('/raise/risk');
		await priya.choose('Is somebody at immediate risk of significant harm?', 'Yes');
		const said = (await priya.page.locator('.parley-alone').allInnerTexts()).join('\n');
		for (const number of ['999', '01472 326292', '01472 256256']) assert.match(said, new RegExp(number));
		assert.equal(await priya.page.getByRole('link', { name: '01472 326292' }).getAttribute('href'), 'tel:01472326292');
		await priya.check('raise-emergency-nel');
		await priya.open('/raise/subject');
		assert.equal(await priya.page.getByRole('group', { name: 'Who is it about?' }).getByRole('radio').count(), 2);
		await priya.open('/policy');
		assert.equal(await priya.page.locator('.parley-policy-stage').count(), 5);
		await priya.check('policy-nel-scp-sab');
	}));
