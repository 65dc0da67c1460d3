// Editions of a policy: brought in, compared, chosen from when, retired; by administrators alone, and who did it and why is kept.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { root, startBorough } from '../borough/harness.mjs';
import { christmas } from '../borough/walk.mjs';

const original = readFileSync(path.join(root, 'policies/redbridge-rscp.json'), 'utf8');
let borough;
let alex;
before(async () => {
	borough = await startBorough();
	borough.setClock('2027-12-23T10:00');
	alex = await borough.signIn('alex.turner');
});
after(() => borough.stop());

// The policy of the borough, with another name for its edition and whatever else is changed.
function edition(name, change = (policy) => policy) {
	const policy = JSON.parse(original);
	policy.edition = name;
	change(policy);
	return JSON.stringify(policy, null, '\t');
}

const shorter = (policy) => {
	const duty = policy.stages[0].duties.find((one) => /working days/.test(one.within));
	duty.within = '1 working day';
};

async function raise() {
	const priya = await borough.signIn('priya.nair');
	const answer = await priya.post('/api/v1/escalations', { fields: {
		immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2027-12-23',
		subject_kind: 'child', reference_kind: 'nhs', nhs_number: '999 000 0018', plan: 'no', looked_after: 'no',
		receiving_agency: 'st-brides-hospital', issue: 'The ward plans to send the child home.', risk: 'Nobody has seen the home.',
		nature: 'Whether it is safe.', aim: 'The child stays.', evidence: 'Two attendances.',
	} });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.reference;
}

const list = async () => (await alex.get('/api/v1/policies')).json;
const stateOf = async (id) => (await list()).editions.find((one) => one.id === id);
const bring = async (text, why = 'The partnership agreed it') => alex.post('/api/v1/policies', { policy: text, why });

test('administrators alone: nobody else sees or changes an edition', async () => {
	const priya = await borough.signIn('priya.nair');
	for (const ask of [
		(who) => who.get('/api/v1/policies'),
		(who) => who.get('/api/v1/policies/1'),
		(who) => who.post('/api/v1/policies', { policy: original, why: 'x' }),
		(who) => who.post('/api/v1/policies/1/use', { why: 'x' }),
		(who) => who.post('/api/v1/policies/1/retire', { why: 'x' }),
	]) {
		const refused = await ask(priya);
		assert.equal(refused.status, 403, refused.body);
		assert.equal(refused.json.code, 'not-administrator');
		assert.equal((await ask(borough.session())).status, 401);
	}
	assert.equal((await priya.get('/api/v1/policy')).text.includes('"note"'), false, "the editor's notes are for administrators");
	assert.match((await alex.get('/api/v1/policies/1')).text, /The text does not define a working day/);
	assert.equal((await alex.post('/api/v1/policies/1/use', { why: 'x' }, { headers: { 'X-CSRF-Token': 'wrong' } })).status, 403);
});

test('a file that does not hold together is refused, place by place, and what is in force stays', async () => {
	const before = await list();
	const bad = await bring(edition('broken', (policy) => {
		policy.stages[0].exits[0].to = 'nowhere';
		delete policy.stages[1].duties[0].clause;
	}));
	assert.equal(bad.status, 422, bad.body);
	assert.equal(bad.json.code, 'policy-refused');
	assert.ok(bad.json.errors.some((one) => one.pointer === '/stages/1/duties/0/clause' && one.reason), bad.body);
	assert.ok(bad.json.errors.some((one) => one.pointer === '/stages/0/exits/0/to'), bad.body);
	const noJson = await bring('{"id": ');
	assert.equal(noJson.status, 422, noJson.body);
	assert.match(noJson.json.detail, /line 1/);
	assert.equal((await alex.post('/api/v1/policies', { policy: original, why: '' })).json.errors[0].pointer, '/why');
	assert.equal((await alex.post('/api/v1/policies', { policy: '', why: 'x' })).json.errors[0].pointer, '/policy');
	const after = await list();
	assert.deepEqual(after.editions, before.editions);
	assert.deepEqual(after.history, before.history);
});

test('brought in, compared, in force at once for what is raised from then on; what runs keeps its own', async () => {
	borough.setClock(christmas.raised);
	const old = await raise();

	const brought = await bring(edition('5th edition', shorter), 'Agreed on 1 December');
	assert.equal(brought.status, 201, brought.body);
	const id = brought.json.edition;
	assert.equal(brought.json.in_force, false);
	assert.equal((await stateOf(id)).state, 'stored');
	assert.equal((await bring(edition('5th edition', shorter))).json.edition, id, 'the same text is the same edition');

	const one = (await alex.get(`/api/v1/policies/${id}`)).json;
	const said = one.compared.changes.map((change) => change.sentence);
	assert.ok(said.some((sentence) => /3 working days.*becomes 1 working day/.test(sentence)), said.join('\n'));
	assert.ok(one.sections.length > 4);
	assert.match(borough.mustParley('policy', 'compare', id), /becomes 1 working day/);

	const used = await alex.post(`/api/v1/policies/${id}/use`, { why: 'From today' });
	assert.equal(used.status, 200, used.body);
	assert.equal((await stateOf(id)).state, 'in-force');
	const priya = await borough.signIn('priya.nair');
	assert.equal((await priya.get('/api/v1/policy')).json.edition, '5th edition');
	const fresh = await raise();
	const dueOf = async (reference) => (await priya.get(`/api/v1/escalations/${reference}`)).json.turn.due.at;
	assert.equal(await dueOf(old), christmas.speakBy);
	assert.equal(await dueOf(fresh), '2027-12-24T17:00:00+00:00');

	const [latest, earlier] = (await list()).history;
	assert.equal(latest.who, 'Alex Turner');
	assert.equal(latest.what, 'policy-use');
	assert.equal(latest.why, 'From today');
	assert.equal(latest.edition, id);
	assert.deepEqual([earlier.what, earlier.edition, earlier.why], ['policy-import', id, 'Agreed on 1 December']);
});

test('chosen for a day to come: it begins by itself; what is planned can be taken back by retiring it', async () => {
	borough.setClock('2027-12-23T10:00');
	alex = await borough.signIn('alex.turner');
	const { json: { edition: sixth } } = await bring(edition('6th edition'));
	const { json: { edition: never } } = await bring(edition('7th edition'));
	const inForce = (await list()).editions.find((one) => one.state === 'in-force').id;

	const past = await alex.post(`/api/v1/policies/${sixth}/use`, { from: '2027-12-23T09:00', why: 'x' });
	assert.equal(past.status, 422);
	assert.equal(past.json.errors[0].pointer, '/from');
	assert.equal((await alex.post(`/api/v1/policies/${sixth}/use`, { from: 'soon', why: 'x' })).json.errors[0].pointer, '/from');
	assert.equal((await alex.post(`/api/v1/policies/${sixth}/use`, { from: '2028-01-04', why: 'New year' })).status, 200);
	borough.mustParley('policy', 'use', never, '--from', '2028-01-05', '--why', 'by mistake');
	assert.equal((await stateOf(sixth)).state, 'planned');
	assert.equal((await stateOf(sixth)).from, 'Tuesday 4 January 2028 at midnight');
	assert.equal((await stateOf(inForce)).state, 'in-force');
	assert.match(borough.mustParley('policy', 'list'), /6th edition +from Tuesday 4 January 2028/);

	borough.mustParley('policy', 'retire', never, '--why', 'It was a mistake');
	const [latest] = (await list()).history;
	assert.deepEqual([latest.who, latest.what, latest.edition, latest.why], [null, 'policy-retire', never, 'It was a mistake']);

	borough.setClock('2028-01-03T23:59');
	alex = await borough.signIn('alex.turner');
	assert.equal((await alex.get('/api/v1/policy')).json.edition, '5th edition');
	borough.setClock('2028-01-05T10:00');
	alex = await borough.signIn('alex.turner');
	assert.equal((await alex.get('/api/v1/policy')).json.edition, '6th edition');
	assert.equal((await stateOf(sixth)).state, 'in-force');
	assert.equal((await stateOf(never)).state, 'retired');

	const refused = await alex.post(`/api/v1/policies/${sixth}/retire`, { why: 'x' });
	assert.equal(refused.status, 409, refused.body);
	assert.equal((await alex.post(`/api/v1/policies/${inForce}/retire`, { why: 'Replaced' })).status, 200);
	assert.equal((await stateOf(inForce)).state, 'retired');
	assert.equal((await alex.post('/api/v1/policies/4711/retire', { why: 'x' })).status, 404);
	assert.equal((await alex.get('/api/v1/policies/one')).status, 404);
});

test('the history is only added to, and holds whoever changed what and why', async () => {
	const { history } = await list();
	assert.ok(history.length >= 8);
	for (const one of history) assert.match(one.what, /^policy-(import|use|retire)$/);
	assert.match(borough.sql("SHOW GRANTS FOR 'parley_worker'@'localhost'").flat().join('\n'), /GRANT SELECT, INSERT ON `parley`\.`settings_history`/);
});

test('a draft tried on what there is: what would have been late and who called, and nothing is stored or sent', async () => {
	const draft = path.join(borough.dir, 'draft.json');
	const own = path.join(borough.dir, 'own.json');
	writeFileSync(draft, edition('draft', shorter));
	writeFileSync(own, original);
	const all = () => borough.sql('SELECT (SELECT COUNT(*) FROM event), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM edition), (SELECT COUNT(*) FROM settings_history)');
	const cases = Number(borough.sql('SELECT COUNT(*) FROM escalation')[0][0]);
	assert.equal(cases, 2);

	// Raised on Thursday 23 December: 3 working days end on the 30th, 1 on the 24th.
	borough.signal('clock', 'SIGSTOP'); // which would remind people of what is late
	borough.setClock('2027-12-29T10:00');
	const before = all();
	const late = JSON.parse(borough.mustParley('policy', 'try', draft, '--json'));
	assert.equal(late.escalations, cases);
	assert.equal(late.misfits, 0);
	assert.equal(late.late_now, 1, 'the one under the 5th edition');
	assert.equal(late.late_then, 2);
	assert.equal(late.late.find((one) => one.duty === 'speak').escalations, 2);
	const hospital = late.called.find((one) => one.role === 'practitioner' && one.agency === "St Bride's Hospital");
	assert.deepEqual([hospital.now, hospital.then], [2, 2], JSON.stringify(late.called));
	assert.deepEqual(late.differs.map((one) => [one.fits, one.late_now, one.late_then]), [[true, false, true]]);
	assert.match(late.differs[0].reference, /^MSP-/);
	const kept = JSON.parse(borough.mustParley('policy', 'try', own, '--json'));
	assert.deepEqual([kept.late_now, kept.late_then, kept.late], [1, 0, []]);
	assert.match(borough.mustParley('policy', 'try', '1'), /1 as it was, 0 under it/);
	const said = borough.mustParley('policy', 'try', draft);
	assert.equal(/The ward|Priya|Nair|999/.test(said), false, said);

	// The page's own way: by administrators, part by part.
	const tried = await alex.post('/api/v1/policies/try', { policy: edition('draft', shorter) });
	assert.equal(tried.status, 200, tried.text);
	assert.deepEqual({ ...tried.json, next: undefined, percent: undefined }, { ...late, next: undefined, percent: undefined });
	assert.deepEqual([tried.json.next, tried.json.percent], [null, 100]);
	const stored = await alex.post('/api/v1/policies/try', { edition: '1' });
	assert.deepEqual([stored.json.late_now, stored.json.late_then], [1, 0]);
	assert.equal((await alex.post('/api/v1/policies/try', { edition: '1', after: '9999999' })).json.escalations, 0);
	assert.equal((await alex.post('/api/v1/policies/try', { policy: '{}' })).json.code, 'policy-refused');
	assert.equal((await alex.post('/api/v1/policies/try', {})).json.errors[0].pointer, '/policy');
	assert.equal((await alex.post('/api/v1/policies/try', { edition: '4711' })).status, 404);
	const priya = await borough.signIn('priya.nair');
	assert.equal((await priya.post('/api/v1/policies/try', { edition: '1' })).status, 403);
	assert.equal(Number(borough.sql("SELECT COUNT(*) FROM access_log WHERE what = 'policy-try'")[0][0]), 2);
	assert.deepEqual(all(), before);
	borough.signal('clock', 'SIGCONT');
	assert.equal(borough.parley('policy', 'try', '4711').status, 1);
});
