// The tools for whoever writes and reads policy files, as they are given at the command line and asked for over HTTP.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { root, startBorough } from '../borough/harness.mjs';

const file = (id) => path.join(root, 'policies', `${id}.json`);
const SHIPPED = ['redbridge-rscp', 'nel-scp-sab', 'pelican-childcare', 'brent-lscb', 'chscp'];

let borough;
before(async () => { borough = await startBorough(); });
after(() => borough.stop());

function written(name, text) {
	const at = path.join(borough.dir, name);
	writeFileSync(at, text);
	return at;
}

// No settings and no database: they are for whoever has only the file.
function tool(...args) {
	const config = path.join(borough.dir, 'nowhere.conf');
	return borough.parley(...args, '--config', config);
}

const toolJson = (...args) => JSON.parse(tool(...args, '--json').stdout);

test('check: the two places where the text of North East Lincolnshire contradicts itself', () => {
	const answer = tool('policy', 'check', file('nel-scp-sab'));
	assert.equal(answer.status, 0, answer.stderr);
	const lines = answer.stdout.split('\n').filter((line) => line.includes('clause "'));
	assert.equal(lines.length, 2, answer.stdout);
	assert.match(lines[0], /nel-scp-sab\.json: warning: \/stages\/3\/duties\/0\/also_stated\/0: .*working day 15.*working day 11/);
	assert.match(lines[1], /nel-scp-sab\.json: warning: \/caps\/0\/also_stated\/0: .*working day 22.*25 working days/);
});

test('check: file, place and reason of each error, and exit status 1', () => {
	const text = readFileSync(file('nel-scp-sab'), 'utf8').replace('"to": "3"', '"to": "9"')
		.replace('"within": "working day 8"', '"within": "8 days"').replace('"clause": "Stage 2", "who"', '"who"');
	const bad = written('bad.json', text);
	const answer = tool('policy', 'check', bad);
	assert.equal(answer.status, 1);
	assert.match(answer.stdout, /bad\.json: error: \/stages\/1\/duties\/0\/clause: This is missing\./);
	assert.match(answer.stdout, /bad\.json: error: \/stages\/1\/duties\/0\/within: Say which days/);
	assert.match(answer.stdout, /bad\.json: error: \/stages\/1\/exits\/1\/to: This policy has no stage "9"\./);
	const found = toolJson('policy', 'check', bad);
	assert.equal(found.length, 3);
	for (const one of found) {
		assert.deepEqual(Object.keys(one), ['file', 'severity', 'pointer', 'reason']);
		assert.equal(one.file, bad);
		assert.equal(one.severity, 'error');
	}
});

test('show: every policy that Parley comes with, with its clauses', () => {
	for (const id of SHIPPED) {
		const policy = JSON.parse(readFileSync(file(id), 'utf8'));
		const answer = tool('policy', 'show', file(id));
		assert.equal(answer.status, 0, answer.stderr);
		for (const stage of policy.stages) assert.ok(answer.stdout.includes(`\nStage ${stage.id}: ${stage.name}`), `${id}: ${stage.id}`);
		const shown = toolJson('policy', 'show', file(id));
		const duties = shown.sections.flatMap((section) => section.lines).filter((line) => line.kind === 'duty');
		assert.equal(duties.length, policy.duties.length + policy.stages.flatMap((stage) => stage.duties).length);
		assert.ok(duties.every((line) => line.clause), id);
	}
});

test('diff: what was changed, in one sentence', () => {
	const text = readFileSync(file('redbridge-rscp'), 'utf8');
	const [stage] = JSON.parse(text).stages.filter((one) => one.id === '2');
	const at = stage.duties.findIndex((one) => one.act === 'resolve');
	const policy = JSON.parse(text);
	policy.stages.find((one) => one.id === '2').duties[at].within = '3 working days';
	const changed = written('changed.json', JSON.stringify(policy));
	assert.equal(tool('policy', 'diff', file('redbridge-rscp'), changed).stdout,
		'Stage 2, resolve: 5 working days (4.5) becomes 3 working days (4.5)\n');
	assert.equal(toolJson('policy', 'diff', changed, file('redbridge-rscp')).changes[0].is, '5 working days');
	assert.equal(tool('policy', 'diff', changed, changed).stdout, 'They say the same.\n');
});

test('timetable: the dates and why, from any day; where it ends, it says so', () => {
	const args = ['policy', 'timetable', file('redbridge-rscp'), '--raised', '2026-12-23T16:30'];
	const told = tool(...args);
	assert.equal(told.status, 0, told.stderr);
	assert.match(told.stdout, /Stage 2: Line managers \(4\.5\)\nfrom Wednesday 30 December 2026 at 5pm\n\n {2}Thursday 7 January 2027 at 5pm/);
	assert.match(told.stdout, /Not counted: Friday 1 January 2027 \(New Year's Day\)/);
	const { stages } = toolJson(...args);
	assert.deepEqual(stages.map((one) => one.entered.at.slice(0, 10)), ['2026-12-23', '2026-12-30', '2027-01-07', '2027-01-14']);
	const [first] = stages[1].duties;
	assert.deepEqual(first.explanation.skipped.map((day) => day.why), ["New Year's Day", 'Saturday', 'Sunday']);

	const late = tool('policy', 'timetable', file('redbridge-rscp'), '--raised', '2028-12-22T16:30');
	assert.equal(late.status, 1);
	assert.equal(late.stdout, '');
	assert.match(late.stderr, /The list of bank holidays for England and Wales ends with the year \d{4}/);
	const unknown = tool(...args, '--assume', 'subject.age=3');
	assert.equal(unknown.status, 1);
	assert.match(unknown.stderr, /There are: subject\.kind, .*immediate_risk/);
	assert.equal(tool('policy', 'timetable', file('redbridge-rscp')).status, 1);
	assert.equal(tool('policy', 'timetable', file('redbridge-rscp'), '--raised', 'soon').status, 1);
});

test('timetable: what is assumed brings its duties', () => {
	const args = ['policy', 'timetable', file('chscp'), '--raised', '2026-06-01T09:00'];
	const count = (...more) => toolJson(...args, ...more).stages.flatMap((one) => one.duties).length;
	assert.ok(count('--assume', 'subject.looked_after=yes') > count());
});

test('over HTTP: the same dates as at the command line, for anybody who is signed in', async () => {
	const priya = await borough.signIn('priya.nair');
	const answer = await priya.get('/api/v1/policy/timetable?raised=2026-12-23T16:30&assume=concern=decision');
	assert.equal(answer.status, 200, answer.body);
	const { me, ...timetable } = answer.json;
	assert.ok(me);
	assert.deepEqual(timetable, toolJson('policy', 'timetable', file('redbridge-rscp'), '--raised', '2026-12-23T16:30',
		'--assume', 'concern=decision'));
	borough.setClock('2027-12-23T10:00');
	assert.equal((await priya.get('/api/v1/policy/timetable')).json.raised.words, 'Thursday 23 December 2027 at 10am');

	for (const [query, pointer] of [['raised=soon', '/raised'], ['raised=2060-01-01T09:00', '/raised'], ['assume=x=y', '/assume']]) {
		const refused = await priya.get(`/api/v1/policy/timetable?${query}`);
		assert.equal(refused.status, 422, query);
		assert.deepEqual(refused.json.errors.map((one) => one.pointer), [pointer], query);
	}
	assert.equal((await borough.request('GET', '/api/v1/policy/timetable')).status, 401);
});
