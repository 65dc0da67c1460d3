// Running escalations go on under another edition: shown before, case by case, with a reason, one message a person; and the work
// that is cut short is gone on with.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, root, startBorough } from '../borough/harness.mjs';
import { christmas } from '../borough/walk.mjs';

const original = readFileSync(path.join(root, 'policies/redbridge-rscp.json'), 'utf8');
const fields = {
	immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-23',
	subject_kind: 'child', reference_kind: 'nhs', nhs_number: '999 000 0018', plan: 'no', looked_after: 'no',
	receiving_agency: 'st-brides-hospital', issue: 'The ward plans to send the child home.', risk: 'Nobody has seen the home.',
	nature: 'Whether it is safe.', aim: 'The child stays.', evidence: 'Two attendances.',
};
let borough;
let alex;
let priya;
let tom;
before(async () => {
	borough = await startBorough();
	borough.setClock(christmas.raised);
	alex = await borough.signIn('alex.turner');
	priya = await borough.signIn('priya.nair');
	tom = await borough.signIn('tom.okafor');
});
after(() => borough.stop());

function edition(name, change) {
	const policy = JSON.parse(original);
	policy.edition = name;
	change(policy);
	return JSON.stringify(policy, null, '\t');
}

async function bring(name, change) {
	const brought = await alex.post('/api/v1/policies', { policy: edition(name, change), why: 'Agreed' });
	assert.equal(brought.status, 201, brought.text);
	return brought.json.edition;
}

async function raise() {
	const answer = await priya.post('/api/v1/escalations', { fields });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.reference;
}

async function escalate(reference) {
	const { version } = (await priya.get(`/api/v1/escalations/${reference}`)).json;
	const answer = await priya.post(`/api/v1/escalations/${reference}/events`,
		{ action: 'escalate', version, fields: { reason: 'No', tried: 'All' } });
	assert.equal(answer.status, 201, answer.text);
}

const shorter = (policy) => {
	policy.stages[0].duties.find((one) => one.id === 'speak').within = '1 working day';
	policy.stages[0].name += ', by its new name';
	policy.stages[1].id = '2b';
	policy.stages[0].exits.find((one) => one.to === '2').to = '2b';
};
const dueOf = async (reference) => (await priya.get(`/api/v1/escalations/${reference}`)).json.turn.due.at;
const moved = async (edition) => (await alex.get(`/api/v1/policies/${edition}/move`)).json;

test('administrators alone, and what is asked is checked', async () => {
	const id = await bring('checked', shorter);
	for (const ask of [
		(who) => who.get(`/api/v1/policies/${id}/move`),
		(who) => who.post(`/api/v1/policies/${id}/move/preview`, { from: '1' }),
		(who) => who.post(`/api/v1/policies/${id}/move`, { from: '1', why: 'x' }),
	]) {
		assert.equal((await ask(priya)).json.code, 'not-administrator');
		assert.equal((await ask(borough.session())).status, 401);
	}
	const wrong = async (body, pointer, at = id) => {
		for (const where of ['/move', '/move/preview']) {
			const answer = await alex.post(`/api/v1/policies/${at}${where}`, where === '/move' ? { why: 'x', ...body } : body);
			assert.equal(answer.json.errors?.[0]?.pointer ?? answer.json.code, pointer, answer.text);
		}
	};
	await wrong({}, '/from');
	await wrong({ from: '1', references: ['MSP-2027-000001'] }, '/from');
	await wrong({ from: id }, '/from');
	await wrong({ from: '4711' }, '/from');
	await wrong({ from: 1 }, '/from');
	await wrong({ references: ['MSP-2027-999999'] }, '/references');
	await wrong({ references: ["x' OR 1=1"] }, '/references');
	await wrong({ references: [] }, '/references');
	await wrong({ references: Array.from({ length: 201 }, (_, i) => `MSP-2027-${i}`) }, '/references');
	await wrong({ from: '1' }, 'no-such-edition', '4711');
	assert.equal((await alex.post(`/api/v1/policies/${id}/move`, { from: '1', why: ' ' })).json.errors[0].pointer, '/why');
	assert.equal((await alex.post(`/api/v1/policies/${id}/move`, { from: '1' })).json.errors[0].pointer, '/why');
	assert.deepEqual((await moved(id)).passes, []);
});

test('shown before it is done: every date, what cannot be moved, and nothing of what a case says', async () => {
	const first = await raise();
	const second = await raise();
	await escalate(second);
	const id = await bring('shorter', shorter);
	assert.deepEqual((await moved(id)).running.map((one) => [one.edition, one.escalations]), [['1', 2]]);
	const shown = await alex.post(`/api/v1/policies/${id}/move/preview`, { from: '1' });
	assert.equal(shown.status, 200, shown.text);
	for (const word of ['ward', 'child home', 'Priya', 'Lindqvist', '999']) assert.ok(!shown.text.includes(word), word);
	const { seen, changed, refused, late, next, cases } = shown.json;
	assert.deepEqual({ seen, changed, refused, late, next }, { seen: 2, changed: 1, refused: 1, late: 0, next: null });
	assert.deepEqual(cases.map((one) => [one.reference, one.refused]),
		[[first, null], [second, 'It is in a stage that the other edition does not have: stage 2.']]);
	const speak = cases[0].changes.find((one) => /speak/.test(one.duty));
	assert.equal(speak.kind, 'date');
	assert.match(speak.before.words, /30 December/);
	assert.match(speak.after.words, /24 December/);
	assert.equal(speak.after.clause, '4.4');
	assert.equal((await alex.post(`/api/v1/policies/${id}/move/preview`, { references: [second] })).json.seen, 1);
	assert.equal(await dueOf(first), christmas.speakBy, 'nothing was changed');
	const printed = borough.mustParley('policy', 'move', id, '--from', '1', '--preview');
	assert.match(printed, new RegExp(`${first}.*\n.*24 December.*before that.*30 December`));
	assert.match(printed, /2 looked at: something changes in 1, 1 cannot be moved, late at once in 0; nothing was changed/);
	const told = JSON.parse(borough.mustParley('policy', 'move', id, '--from', '1', '--preview', '--json'));
	assert.deepEqual(told.cases, cases);
	assert.deepEqual(JSON.parse(borough.mustParley('policy', 'move', 'redbridge-rscp@3', '--from', 'redbridge-rscp@1', '--preview', '--json')).cases, cases);
	assert.equal(borough.parley('policy', 'move', 'redbridge-rscp@9', '--from', 'redbridge-rscp@1', '--preview').status, 1);
	assert.match(borough.mustParley('policy', 'list'), new RegExp(`^ *${id} +redbridge-rscp@3 `, 'm'));
	assert.deepEqual(cases[0].differences.map((one) => one.what), ['Stage']);
	assert.match(printed, /Stage: .*, by its new name, before that /);

	const done = await alex.post(`/api/v1/policies/${id}/move`, { from: '1', why: 'The partnership agreed on 1 December' });
	assert.equal(done.status, 200, done.text);
	const { pass } = done.json;
	assert.deepEqual({ seen: pass.seen, changed: pass.changed, refused: pass.refused, finished: pass.finished },
		{ seen: 2, changed: 1, refused: 1, finished: true });
	assert.equal(await dueOf(first), '2027-12-24T17:00:00+00:00');
	assert.equal((await tom.get('/api/v1/worklist?view=needs-me')).json.items.find((one) => one.reference === first).due.at,
		'2027-12-24T17:00:00+00:00', 'lists have the new date');
	const shownCase = (await priya.get(`/api/v1/escalations/${first}`)).json;
	const [entry] = shownCase.timeline;
	assert.equal(entry.kind, 'moved');
	assert.match(entry.title, /another edition of the policy, by Alex Turner/);
	assert.deepEqual(entry.entries.map((one) => one.value),
		['Escalation and Resolution Policy, shorter'.replace(/^.*, /, `${JSON.parse(original).title}, `), 'The partnership agreed on 1 December']);
	assert.equal(shownCase.policy.edition, 'shorter');
	assert.deepEqual((await moved(id)).running.map((one) => [one.edition, one.escalations]), [['1', 1], [id, 1]]);
	const [latest] = (await alex.get('/api/v1/policies')).json.history;
	assert.equal(latest.what, 'policy-move');
	assert.equal(latest.why, 'The partnership agreed on 1 December');
	assert.equal((await alex.get(`/api/v1/escalations/${first}`)).status, 404, 'whoever moves a case does not come to see it');

	// The case goes on under the new edition, and its chain and lists hold.
	await escalate(first);
	assert.equal((await priya.get(`/api/v1/escalations/${first}`)).json.stage.id, '2b');
	borough.mustParley('audit', 'verify');
	// Again: there is nothing left to do, and nobody is told again.
	const rows = borough.sql("SELECT COUNT(*) FROM outbox WHERE kind = 'recount'")[0][0];
	assert.match(borough.mustParley('policy', 'move', id, '--cases', first), /1 looked at: 0 moved to edition/);
	assert.equal(borough.sql("SELECT COUNT(*) FROM outbox WHERE kind = 'recount'")[0][0], rows);
});

test('one message a person, however many cases; what is cut short is gone on with by the clock', async () => {
	const cases = [];
	for (let i = 0; i < 4; i++) cases.push(await raise());
	const id = await bring('for many', (policy) => { policy.stages[0].duties[0].within = '2 working days'; });
	await eventually(() => borough.sql("SELECT COUNT(*) FROM outbox WHERE kind = 'recount' AND next_try IS NOT NULL")[0][0] === '0');
	const before = borough.mails().length;
	// As if the request had been cut off behind the first of them.
	borough.sql(`INSERT INTO recount (what, origin, target, why, person_id, begun, cursor_id, seen, changed)
		SELECT 'edition', 1, ${id}, 'Cut short', 0, UTC_TIMESTAMP(6), id, 1, 1 FROM escalation WHERE reference = '${cases[0]}';
		UPDATE instance SET generation = generation + 1`);
	const deadline = Date.now() + 20_000;
	const unfinished = () => borough.sql('SELECT COUNT(*) FROM recount WHERE finished IS NULL')[0][0] !== '0';
	while (unfinished() && Date.now() < deadline) await new Promise((resolve) => { setTimeout(resolve, 200); });
	assert.equal(unfinished(), false, 'the clock went on with it');
	assert.equal(await dueOf(cases[0]), christmas.speakBy);
	for (const reference of cases.slice(1)) assert.equal(await dueOf(reference), '2027-12-29T17:00:00+00:00');
	const [pass] = (await moved(id)).passes;
	assert.equal(pass.changed, 4);
	const told = borough.sql("SELECT person_id, COUNT(*) FROM outbox WHERE kind = 'recount' AND escalation_id = 0 GROUP BY person_id, once");
	assert.ok(told.length > 0 && told.every(([, count]) => count === '1'));
	const mine = () => borough.mails().slice(before).filter((mail) => /dates have changed/.test(mail.headers.subject));
	const toPriya = () => mine().some((mail) => mail.to[0].startsWith('priya.nair@'));
	while (!toPriya() && Date.now() < deadline) await new Promise((resolve) => { setTimeout(resolve, 200); });
	const addressed = mine().map((mail) => mail.to[0]);
	assert.equal(new Set(addressed).size, addressed.length, 'one message a person');
	assert.ok(toPriya(), 'who raised them is told');
	for (const mail of mine()) assert.ok(!/MSP-|ward|child/.test(mail.body), mail.body);
});

test('somebody acts meanwhile: the case is moved as they left it, and what they do on the old page is not lost', async () => {
	const reference = await raise();
	const id = await bring('meanwhile', (policy) => { policy.stages[0].duties[0].within = '4 working days'; });
	const { version } = (await priya.get(`/api/v1/escalations/${reference}`)).json;
	const contact = { happened: christmas.raised, contact_type: 'telephone', summary: 'We spoke.' };
	const [acted, ...done] = await Promise.all([
		priya.post(`/api/v1/escalations/${reference}/events`, { action: 'contact', version, fields: contact }),
		alex.post(`/api/v1/policies/${id}/move`, { references: [reference], why: 'Now' }),
		alex.post(`/api/v1/policies/${id}/move`, { references: [reference], why: 'Now too' }),
	]);
	assert.ok(acted.status === 201 || acted.json.code === 'changed', acted.text);
	for (const one of done) assert.equal(one.status, 200, one.text);
	const kinds = (await priya.get(`/api/v1/escalations/${reference}`)).json.timeline.map((one) => one.kind);
	assert.equal(kinds.filter((kind) => kind === 'moved').length, 1, kinds.join());
	borough.mustParley('audit', 'verify', reference);
});

test('at the command line: a reason, and how it fails', () => {
	const id = writeAndImport('commanded');
	const failed = (...args) => borough.parley('policy', 'move', ...args);
	assert.match(failed(id).stderr, /say which escalations: --from EDITION, or --cases LIST/);
	assert.match(failed(id, '--from', '1', '--cases', 'x').stderr, /say which/);
	assert.match(failed(id, '--cases', 'MSP-2027-999999').stderr, /There is no escalation MSP-2027-999999/);
	assert.match(failed('4711', '--from', '1').stderr, /no (such )?edition/i);
	const done = JSON.parse(borough.mustParley('policy', 'move', id, '--from', '1', '--why', 'All the rest', '--json'));
	assert.ok(done.changed >= 1, JSON.stringify(done));
});

function writeAndImport(name) {
	const file = path.join(borough.dir, 'moved.json');
	writeFileSync(file, edition(name, () => {}));
	return borough.mustParley('policy', 'import', file).match(/edition (\d+)/)[1];
}

// --- the calendar, a setting by which dates are counted ---

const calendar = '/api/v1/settings/calendar';
const settled = async () => {
	const deadline = Date.now() + 20_000;
	const unfinished = () => borough.sql('SELECT COUNT(*) FROM recount WHERE finished IS NULL')[0][0] !== '0';
	while (unfinished() && Date.now() < deadline) await new Promise((resolve) => { setTimeout(resolve, 200); });
	assert.equal(unfinished(), false, 'the clock has gone through the running escalations');
};
const listDue = async (reference) => (await tom.get('/api/v1/worklist?view=needs-me')).json.items.find((one) => one.reference === reference)?.due?.at;

test('a day on which the borough is closed moves running dates: shown before, without a restart, one message a person, and back', async () => {
	const reference = await raise();
	assert.equal(await dueOf(reference), christmas.speakBy); // 24, 29, 30 December
	const value = { nations: [], closed: [{ date: '2027-12-29', name: 'council offices shut' }] };
	const shown = await alex.post(`${calendar}/preview`, { value });
	assert.equal(shown.status, 200, shown.text);
	for (const word of ['ward', 'child home', 'Priya', '999']) assert.ok(!shown.text.includes(word), word);
	const section = shown.json.sections.find((one) => one.id === 'escalations');
	const line = section.lines.find((one) => one.label === reference);
	assert.match(line.words, /31 December 2027 at 5pm, before that Thursday 30 December 2027 at 5pm/);
	assert.equal(await dueOf(reference), christmas.speakBy, 'nothing was saved');
	const before = borough.sql("SELECT COALESCE(MAX(id), 0) FROM outbox WHERE kind = 'recount'")[0][0];
	const saved = await alex.put(calendar, { value, why: 'The offices are shut' }, { headers: { 'If-Match': '"0"' } });
	assert.equal(saved.status, 200, saved.text);
	const moved = '2027-12-31T17:00:00+00:00';
	assert.equal(await dueOf(reference), moved, 'the next request counts by it');
	await settled();
	assert.equal(await listDue(reference), moved, 'so do the lists');
	assert.deepEqual(borough.sql(`SELECT DISTINCT due FROM open_duty o JOIN escalation e ON e.id = o.escalation_id WHERE e.reference = '${reference}' AND duty_key = 'speak'`),
		[['2027-12-31 17:00:00.000000']]);
	const told = borough.sql(`SELECT person_id, COUNT(*) FROM outbox WHERE kind = 'recount' AND id > ${before} GROUP BY person_id`);
	assert.ok(told.length > 0 && told.every(([, count]) => count === '1'), 'one message a person');
	const explained = (await priya.get(`/api/v1/escalations/${reference}`)).text;
	assert.match(explained, /closed: council offices shut|council offices shut/);
	// Undone: everything is as it was.
	assert.equal((await alex.post(`${calendar}/undo`, { version: 1, why: 'They are open' })).status, 200);
	assert.equal(await dueOf(reference), christmas.speakBy);
	await settled();
	assert.equal(await listDue(reference), christmas.speakBy);
});

test('the borough\'s hours move running dates of policies that state none; the same, for reminders, where no date changes', async () => {
	const hours = '/api/v1/settings/hours';
	const change = async (version, value, why) => assert.equal((await alex.put(hours, { value, why }, { headers: { 'If-Match': `"${version}"` } })).status, 200);
	const back = async (version) => assert.equal((await alex.post(`${hours}/undo`, { version, why: 'By mistake' })).status, 200);
	const escalations = async (value) => (await alex.post(`${hours}/preview`, { value })).json.sections.find((one) => one.id === 'escalations');
	const open = (reference) => borough.sql(`SELECT due, remind_at FROM open_duty o JOIN escalation e ON e.id = o.escalation_id
		WHERE e.reference = '${reference}' AND duty_key = 'speak'`)[0].map((one) => one.slice(0, 16));
	const newest = () => borough.sql("SELECT COALESCE(MAX(id), 0) FROM outbox WHERE kind = 'recount'")[0][0];
	const told = (since) => borough.sql(`SELECT person_id, COUNT(*) FROM outbox WHERE kind = 'recount' AND id > ${since} GROUP BY person_id`);
	const [reference, stated] = [await raise(), await raise()];
	const own = await bring('own hours', (policy) => { Object.assign(policy.days, { start_of_day: '09:00', end_of_day: '17:00' }); });
	assert.equal((await alex.post(`/api/v1/policies/${own}/move`, { references: [stated], why: 'It says its hours' })).status, 200);

	const early = { start_of_day: '09:00', end_of_day: '16:45', cut_off: 'none' };
	const section = await escalations(early);
	assert.match(section.lines.find((one) => one.label === reference).words, /30 December 2027 at 4:45pm, before that Thursday 30 December 2027 at 5pm/);
	assert.ok(section.lines.every((one) => one.label !== stated), 'its policy states hours');
	assert.equal(await dueOf(reference), christmas.speakBy, 'nothing was saved');
	let since = newest();
	await change(0, early, 'The offices close early');
	await settled();
	assert.equal(await dueOf(reference), '2027-12-30T16:45:00+00:00');
	assert.equal(await listDue(reference), '2027-12-30T16:45:00+00:00', 'lists have it');
	assert.deepEqual(open(reference), ['2027-12-30 16:45', '2027-12-29 09:00']);
	assert.deepEqual(open(stated), ['2027-12-30 17:00', '2027-12-29 09:00']);
	assert.deepEqual(borough.sql("SELECT why, changed FROM recount WHERE what = 'hours'"), [['The offices close early', `${section.count}`]]);
	assert.ok(told(since).length > 0 && told(since).every(([, count]) => count === '1'), 'one message a person');

	since = newest();
	await back(1);
	await settled();
	assert.equal(await listDue(reference), christmas.speakBy);
	assert.deepEqual(open(reference), ['2027-12-30 17:00', '2027-12-29 09:00']);
	assert.ok(told(since).every(([, count]) => count === '1'));

	// Whoever begins earlier is reminded earlier, and has nothing to be told of.
	const soon = { start_of_day: '08:00', end_of_day: '17:00', cut_off: 'none' };
	assert.equal((await escalations(soon)).count, 0);
	since = newest();
	await change(2, soon, 'Early');
	await settled();
	assert.deepEqual(open(reference), ['2027-12-30 17:00', '2027-12-29 08:00']);
	assert.deepEqual(open(stated), ['2027-12-30 17:00', '2027-12-29 09:00']);
	assert.deepEqual(told(since), []);
	await back(3);
	await settled();
});

test('a published list is read row by row, and what would give wrong dates is refused in its place', async () => {
	const value = { nations: [], closed: [] };
	const event = (title, date) => ({ title, date, notes: '', bunting: true });
	const file = { 'england-and-wales': { division: 'england-and-wales', events: [event('Boxing Day', '2028-12-26'), event('New Year’s Day', '2029-01-01')] } };
	const read = await alex.post(`${calendar}/rows`, { text: JSON.stringify(file), value });
	assert.equal(read.status, 200, read.text);
	const state = (date) => read.json.rows.find((one) => one.date === date)?.state;
	assert.equal(state('2029-01-01'), 'new');
	assert.equal(state('2028-12-26'), 'same');
	assert.equal(state('2028-12-25'), 'gone');
	assert.equal(state('2027-12-27'), undefined);
	const ics = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20290101\r\nDTEND;VALUE=DATE:20290102\r\nSUMMARY:New Year\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
	assert.equal((await alex.post(`${calendar}/rows`, { text: ics, value })).json.errors[0].pointer, '/nation');
	assert.equal((await alex.post(`${calendar}/rows`, { text: ics, nation: 'scotland', value })).json.rows[0].date, '2029-01-01');
	assert.equal((await alex.post(`${calendar}/rows`, { text: 'no', value })).json.errors[0].pointer, '/text');
	assert.equal((await priya.post(`${calendar}/rows`, { text: ics, value })).status, 403);
	const wrong = async (nation, pointer) => {
		const answer = await alex.post(`${calendar}/preview`, { value: { nations: [{ id: 'england-and-wales', added: [], removed: [], ...nation }], closed: [] } });
		assert.equal(answer.json.errors?.[0].pointer, `/value/nations/0${pointer}`, answer.text);
	};
	await wrong({ id: 'atlantis' }, '/id');
	await wrong({ added: [{ date: '2028-06-03', name: 'A Saturday' }] }, '/added/0/date');
	await wrong({ added: [{ date: '2029-01-01', name: 'Too far' }] }, '/added/0/date');
	await wrong({ added: [{ date: '2028-02-30', name: 'No day' }] }, '/added/0/date');
	await wrong({ removed: ['2028-06-07'] }, '/removed/0');
	await wrong({ last_year: 2029 }, '/last_year');
});

test('before the list of bank holidays ends it is said: on the page, by the doctor, and to administrators', async () => {
	const needs = async () => (await alex.get('/api/v1/settings')).json.settings.find((one) => one.name === 'calendar').attention;
	assert.deepEqual(await needs(), []);
	assert.match(borough.mustParley('doctor'), /ok +calendar/);
	borough.setClock('2028-08-01T10:00');
	alex = await borough.signIn('alex.turner');
	assert.match((await needs())[0].label, /England and Wales ends with 2028/);
	assert.match((await needs())[0].words, /in 4 months/);
	assert.match(borough.parley('doctor').stdout, /FAILED +calendar .*ends with 2028/);
	const deadline = Date.now() + 20_000;
	const told = () => borough.sql("SELECT COUNT(*) FROM outbox WHERE kind = 'calendar-ends'")[0][0];
	while (told() === '0' && Date.now() < deadline) await new Promise((resolve) => { setTimeout(resolve, 200); });
	assert.notEqual(told(), '0');
});
