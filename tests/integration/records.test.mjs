// What is written down around an escalation: records that each side approves or differs from, notes behind each agency's
// wall, what was agreed and chased, lessons. One borough, one case after another.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';
import { Case, Coverage } from './policy-case.mjs';

let borough;
before(async () => { borough = await startBorough(); });
after(() => borough.stop());

// Priya, social worker, raises it with Tom of the hospital, who rings her.
async function raised() {
	const story = new Case(borough, new Coverage('redbridge-rscp'));
	story.at('2027-12-23T10:00');
	await story.raise('priya.nair', ['st-brides-hospital', 'tom.okafor'], { category: 'response' });
	return story;
}

async function spoken() {
	const story = await raised();
	story.at('2027-12-24T10:00');
	return { story, page: await story.contact('tom.okafor') };
}

// An action on one record: its form is fetched by name, as the page does.
async function say(story, uid, id, fields) {
	const form = await story.get(uid, `?action=${encodeURIComponent(id)}`);
	assert.equal(form.status, 200, form.text);
	const body = { action: id, version: form.json.version, fields };
	const answer = await (await story.as(uid)).post(`/api/v1/escalations/${story.reference}/events`, body);
	return { form: form.json.actions.find((one) => one.id === id), answer };
}

const mayOf = (page, seq) => page.record_actions.find((one) => one.seq === seq)?.actions ?? [];
const itemOf = async (story, uid) => (await (await story.as(uid)).get('/api/v1/worklist')).json.items.find((one) => one.reference === story.reference);
const waits = async (session) => (await session.get('/api/v1/worklist')).json.items.map((one) => one.reference);

test('whoever has only a record to approve is not told that it is their turn', async () => {
	const story = await raised();
	story.at('2027-12-24T10:00');
	await story.act('tom.okafor', 'contact', { happened: '2027-12-24T09:30', contact_type: 'email', summary: 'He wrote that he reads the file.' });
	const [hers, his] = [await itemOf(story, 'priya.nair'), await itemOf(story, 'tom.okafor')];
	assert.deepEqual([his.turn, his.yours, his.aside], ['receiving', true, false], 'he has still to speak to her');
	assert.deepEqual([hers.turn, hers.yours, hers.aside, hers.due], ['receiving', true, true, null], 'she has a record to read, by no time');
});

test('a record waits for the other side, who approve it or stand their difference beside it; nobody speaks for them', async () => {
	const { story, page } = await spoken();
	assert.equal(page.timeline[0].seq, 2);
	assert.deepEqual(page.timeline[0].record.sides.map((one) => one.state), ['waiting', 'wrote']);
	assert.deepEqual(mayOf(page, 2), ['correct:2', 'attach:2'], 'the writer may correct it, and not approve it');
	assert.ok(!page.actions.some((one) => one.id.includes(':2')), 'actions on records are not in the list');
	assert.ok((await waits(await story.as('priya.nair'))).includes(story.reference), 'it is in her list');
	assert.equal((await story.page('priya.nair')).duties.find((one) => one.key === 'records.raising').clause, '4.3');

	const own = await say(story, 'tom.okafor', 'approve-record:2', { right: true });
	assert.equal(own.form, undefined);
	assert.equal(own.answer.status, 403, 'not for the other side');
	const differs = await say(story, 'priya.nair', 'differ:2', { difference: 'He did not say that the home had been seen.' });
	assert.equal(differs.answer.status, 201, differs.answer.text);
	let seen = (await story.page('tom.okafor')).timeline.find((one) => one.seq === 2);
	assert.equal(seen.record.sides[0].state, 'differs');
	assert.equal(seen.record.sides[0].difference, 'He did not say that the home had been seen.');
	assert.ok(seen.entries.some((one) => one.value === 'As we discussed.'), 'the record stands as it was');

	const agrees = await say(story, 'priya.nair', 'approve-record:2', { right: true });
	assert.equal(agrees.answer.status, 201, agrees.answer.text);
	seen = (await story.page('tom.okafor')).timeline.find((one) => one.seq === 2);
	assert.equal(seen.record.sides[0].state, 'approved', 'who differed may come to agree');
	assert.equal(seen.record.sides[0].difference, 'He did not say that the home had been seen.', 'and where they had differed stays beside it');
	for (const query of ['', '?number=2']) {
		const paper = (await story.get('tom.okafor', `/record${query}`)).text;
		assert.match(paper, /He did not say that the home had been seen/, `the paper${query} says so too`);
		assert.match(paper, /Approved by Priya Nair/);
	}

	const { starts } = (await story.get('tom.okafor', '?action=correct%3A2')).json.actions.find((one) => one.id === 'correct:2');
	assert.match(starts.happened, /^2027-12-24T\d\d:\d\d/);
	assert.deepEqual([starts.contact_type, starts.summary, starts.correction], ['telephone', 'As we discussed.', undefined],
		'it begins with the record\'s words');
	const corrected = await say(story, 'tom.okafor', 'correct:2', {
		happened: '2027-12-24T09:50', contact_type: 'telephone', summary: 'The home had not been seen.', correction: 'I had noted it the wrong way round.',
	});
	assert.equal(corrected.answer.status, 201, corrected.answer.text);
	const after = await story.page('priya.nair');
	assert.equal(after.timeline.find((one) => one.seq === 2).record.corrected_by, 5);
	assert.equal(after.timeline.find((one) => one.seq === 5).record.corrects, 2);
	assert.deepEqual(mayOf(after, 2), []);
	const again = (await story.get('tom.okafor', '?action=correct%3A5')).json.actions.find((one) => one.id === 'correct:5');
	assert.deepEqual([again.starts.summary, again.starts.correction], ['The home had not been seen.', undefined],
		'what was wrong is asked anew');
	const approved = await say(story, 'priya.nair', 'approve-record:5', { right: true });
	assert.equal(approved.answer.status, 201, approved.answer.text);
	seen = (await story.page('tom.okafor')).timeline.find((one) => one.seq === 5);
	assert.deepEqual(seen.record.sides.map((one) => one.state), ['approved', 'wrote']);
	assert.equal((await say(story, 'priya.nair', 'approve-record:5', { right: true })).answer.status, 403, 'once is enough');
	assert.equal((await say(story, 'priya.nair', 'approve-record:99', { right: true })).answer.status, 403);
});

// --- internal notes ---

const notesOf = async (story, uid) => (await story.as(uid)).get(`/api/v1/escalations/${story.reference}/notes`);
const pdfText = (answer) => execFileSync('pdftotext', ['-raw', '-', '-'], { input: answer.bytes, encoding: 'utf8' });
const withoutTime = (text) => text.replace(/"request":"[0-9a-f]+"/, '').replace(/T\d\d:\d\d[\d:.]*/g, '').replace(/\d{1,2}(:\d\d)?(am|pm)/g, '');
const writeNote = async (story, uid, fields, options) =>
	(await story.as(uid)).post(`/api/v1/escalations/${story.reference}/notes`, { fields }, options);

test('a note behind one agency\'s wall: the other side, those copied in and administrators cannot tell that there is one', async () => {
	const { story } = await spoken();
	const path = `/api/v1/escalations/${story.reference}`;
	const tom = await story.as('tom.okafor');
	await eventually(() => borough.sql('SELECT COUNT(*) FROM outbox WHERE state < 2')[0][0] === '0'); // what was told before, is
	const before = await tom.get(path);
	const chain = borough.mustParley('audit', 'verify');
	// Each place where the other side, or an administrator, reads of it: as it was before, but for the time of printing.
	const places = [path, `${path}/record`, `${path}/record.html`, `${path}/record.pdf`, '/api/v1/worklist?view=mine', '/api/v1/worklist?view=needs-me',
		'/api/v1/notices', '/api/v1/me', '/api/v1/calendar'];
	const around = async () => {
		const found = [];
		for (const uid of ['tom.okafor', 'alex.turner']) {
			for (const place of places) {
				const answer = await (await story.as(uid)).get(place);
				found.push([uid, place, answer.status, withoutTime(place.endsWith('.pdf') && answer.status === 200 ? pdfText(answer) : answer.text)]);
			}
		}
		return found;
	};
	const was = await around();
	const outbox = () => borough.sql('SELECT COUNT(*) FROM outbox')[0][0];
	const told = outbox();
	const secret = 'Quillon: our own view of the ward.';
	const key = 'aaaaaaaa-note';
	assert.equal((await writeNote(story, 'priya.nair', { kind: 'note', note: secret }, { key })).status, 201);
	assert.equal((await writeNote(story, 'priya.nair', { kind: 'note', note: secret }, { key })).status, 201, 'sent again');
	assert.equal((await writeNote(story, 'priya.nair', { kind: 'oversight', note: 'Seen.' })).status, 201);
	assert.equal((await writeNote(story, 'priya.nair', { kind: 'gossip', note: ' ' })).status, 422);
	const own = (await notesOf(story, 'priya.nair')).json;
	assert.deepEqual(own.notes.map((one) => [one.kind, one.text, one.who.name]),
		[['oversight', 'Seen.', 'Priya Nair'], ['note', secret, 'Priya Nair']]);

	const theirs = await notesOf(story, 'tom.okafor');
	assert.deepEqual(theirs.json.notes, [], 'his own agency has none');
	const after = await tom.get(path);
	assert.equal(after.headers.etag, before.headers.etag, 'nothing of the case has changed for him');
	assert.ok(!after.text.includes('Quillon'));
	assert.equal((await notesOf(story, 'alex.turner')).status, 404, 'administrators');
	assert.equal((await notesOf(story, 'helen.marsh')).status, 404, 'her manager, who has no part in it yet');
	assert.equal(borough.mustParley('audit', 'verify'), chain, 'nor has its chain');
	assert.deepEqual(borough.sql("SELECT DISTINCT what FROM access_log WHERE what LIKE '%note%'"), [['notes']]);
	assert.ok(!borough.mails().some((mail) => mail.body.includes('Quillon')));
	assert.deepEqual(await around(), was, 'record page, HTML, PDF, lists and their counts, notices: all as before');
	assert.equal(was.filter(([uid, place, status]) => uid === 'tom.okafor' && place.startsWith(path) && status === 200).length, 4);
	assert.equal(outbox(), told, 'nobody is told');
	const people = await tom.get('/api/v1/people?q=Quillon');
	assert.deepEqual(people.json.people, [], 'no search finds it');

	await story.act('priya.nair', 'escalate', {});
	assert.equal((await notesOf(story, 'helen.marsh')).json.notes.length, 2, 'her manager, when it comes to her');
	assert.equal((await notesOf(story, 'joan.lindqvist')).json.notes.length, 0);
	assert.match(borough.sql("SHOW GRANTS FOR 'parley_worker'@'localhost'").flat().join('\n'), /GRANT SELECT, INSERT ON `parley`\.`internal_note`/);
});

// --- the outcome, what is outstanding, the confirmation ---

test('what is outstanding is its owner\'s, by its day, and is chased until it is done; the confirmation goes to everybody', async () => {
	const { story } = await spoken();
	await story.act('priya.nair', 'agreed', { outcome: 'The ward waits for the strategy discussion.' });
	const nurse = await story.personId('tom.okafor', 'st-brides-hospital');
	const chair = (await (await story.as('priya.nair')).get('/api/v1/people?q=aldous')).json.people[0].id;
	const add = (owner, by) => (async () => {
		const page = await story.page('priya.nair');
		return (await story.as('priya.nair')).post(`/api/v1/escalations/${story.reference}/events`,
			{ action: 'outstanding', version: page.version, fields: { what: 'Send the discharge letter.', owner, by } });
	})();
	assert.equal((await add(chair, '2028-01-05')).status, 422, 'somebody of neither agency');
	assert.equal((await add(nurse, '2027-12-20')).status, 422, 'a day that has passed');
	assert.equal((await add(nurse, '2028-01-05')).status, 201);
	let page = await story.page('priya.nair');
	const duty = page.duties.find((one) => one.detail);
	assert.equal(duty.detail, 'Send the discharge letter.');
	story.due(page, { [duty.key]: '2028-01-05T17:00+00:00' });
	assert.ok(!page.actions.some((one) => one.id === 'close'));
	page = await story.act('tom.okafor', 'confirm', { confirmation: 'As agreed.' });
	const confirmed = page.timeline.find((one) => one.kind === 'confirmed');
	assert.match(confirmed.entries.find((one) => one.label === 'Goes to').value, /Priya Nair.*\n.*Tom Okafor/);
	story.at('2028-01-04T10:00');
	page = await story.act('tom.okafor', `done:${duty.key}`, { note: 'Sent.' });
	assert.equal(page.duties.find((one) => one.key === duty.key).status, 'done');
	assert.equal((await story.act('priya.nair', 'close', {})).phase, 'closed');
	assert.ok(!borough.mails().some((mail) => /discharge letter/i.test(mail.body)));
});

test('either side may shorten the time with a reason, and neither lengthens what the other set', async () => {
	const story = await raised();
	const shorten = async (uid, by) => {
		const page = await story.page(uid);
		return (await story.as(uid)).post(`/api/v1/escalations/${story.reference}/events`,
			{ action: 'protect', version: page.version, fields: { by, reason: 'He goes home on Wednesday.' } });
	};
	assert.equal((await shorten('tom.okafor', '2028-01-05')).status, 422, 'no earlier than the policy');
	assert.equal((await shorten('tom.okafor', '2027-12-29')).status, 201);
	let page = await story.page('priya.nair');
	const shortened = page.duties.find((one) => one.policy_due && one.status === 'open');
	assert.match(shortened.due.at, /^2027-12-29T17:00/);
	assert.match(shortened.policy_due.at, /^2027-12-30T17:00/, 'beside the policy\'s own date');
	assert.equal((await shorten('priya.nair', '2027-12-30')).status, 422, 'not back to a later day');
	assert.equal((await shorten('priya.nair', '2027-12-24')).status, 201);
	story.at('2027-12-29T10:00');
	page = await story.page('priya.nair');
	const late = page.duties.find((one) => one.key === shortened.key);
	assert.equal(late.late, true);
	page = await story.act('tom.okafor', `late:${shortened.key}`, { reason: 'The ward was closed.' });
	const after = page.duties.find((one) => one.key === shortened.key);
	assert.deepEqual([after.late, after.late_reason, after.due.at], [true, 'The ward was closed.', late.due.at]);
});

// --- lessons ---

test('a lesson goes to the Chair, is followed to a change or a no, and outlives its escalation', async () => {
	const { story } = await spoken();
	const lessons = async (uid, query = '') => (await story.as(uid)).get(`/api/v1/lessons${query}`);
	assert.equal((await lessons('priya.nair')).status, 403);
	assert.equal((await story.get('catherine.aldous')).status, 404, 'the Chair has no part in it yet');
	await story.act('tom.okafor', 'lesson', { lesson_kind: 'policy-gap', lesson: 'Nobody is named for the night.', change: 'Name them.' });
	const [told] = (await story.page('tom.okafor')).timeline;
	assert.deepEqual(told.entries.at(-1), { label: 'What should change?', value: 'Name them.' });
	let mine = (await lessons('catherine.aldous')).json.items.find((one) => one.reference === story.reference);
	assert.deepEqual([mine.lesson, mine.kind, mine.answer, mine.who.name], ['Nobody is named for the night.', 'policy-gap', null, 'Tom Okafor']);
	assert.ok((await waits(await story.as('catherine.aldous'))).includes(story.reference));
	let page = await story.page('priya.nair');
	assert.notEqual(page.turn.duty, mine.action.replace('answer:', ''), 'it is nobody\'s turn while the case runs');
	assert.equal((await lessons('beatrice.long')).json.items[0].reference, story.reference, 'who has oversight');
	assert.ok(!(await story.offered('beatrice.long')).some((id) => id.startsWith('answer:')));

	await story.act('priya.nair', 'withdraw', { reason: 'Settled.' });
	page = await story.page('catherine.aldous');
	assert.equal(page.turn.duty, mine.action.replace('answer:', ''));
	await story.act('catherine.aldous', mine.action, { answer: 'planned', by: '2028-02-01', response: 'The Board changes 4.4.' });
	mine = (await lessons('catherine.aldous')).json.items.find((one) => one.reference === story.reference);
	assert.match(mine.due.at, /^2028-02-01T17:00/, 'a promise is not yet a change');
	borough.setClock('2028-02-02T09:30');
	const late = (uid) => borough.sql(`SELECT o.kind FROM outbox o JOIN escalation e ON e.id = o.escalation_id JOIN person p ON p.id = o.person_id
		WHERE e.reference = '${story.reference}' AND o.kind = 'overdue' AND p.username = '${uid}'`).length;
	await eventually(() => late('catherine.aldous') === 1);
	assert.deepEqual([late('beatrice.long'), late('tom.okafor'), late('alex.turner')], [1, 0, 0], 'and whoever has oversight');
	await story.act('catherine.aldous', mine.action, { answer: 'changed', response: 'It now names the site manager.' });
	assert.ok(!(await lessons('catherine.aldous')).json.items.some((one) => one.reference === story.reference));
	const answered = (await lessons('catherine.aldous', '?state=answered')).json.items.find((one) => one.reference === story.reference);
	assert.equal(answered.answer.response, 'It now names the site manager.');
	assert.ok((await story.offered('tom.okafor')).includes('lesson'), 'also after it has ended');
	assert.equal((await lessons('catherine.aldous', '?cursor=1-2')).status, 422);
});
