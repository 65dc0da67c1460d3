// Reminders, the digest of a morning and mail that goes wrong: nothing is lost, and nothing is said twice unmarked.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, startBorough } from '../borough/harness.mjs';

let borough;
let priya;
let env;
let build;
before(async () => {
	borough = await startBorough();
	borough.setClock('2026-11-03T10:00'); // a Tuesday
	priya = await borough.signIn('priya.nair');
	env = { ...process.env, PARLEY_CONFIG: path.join(borough.dir, 'parley.conf') };
	build = readFileSync(path.join(borough.dir, 'build'), 'utf8').trim();
	process.kill(borough.pidOf('clock'), 'SIGKILL');
});
after(() => borough.stop());

const concern = {
	immediate_risk: 'no', category: 'levels-of-need', concern: 'decision', concern_date: '2026-11-03', subject_kind: 'child',
	reference_kind: 'nhs', nhs_number: '9990000018', plan: 'no', looked_after: 'no', receiving_agency: 'st-brides-hospital',
	issue: 'The ward plans to send Zacharias home today.', risk: 'Nobody has seen the home.', nature: 'Whether it is safe.',
	aim: 'The child stays until we have met.', evidence: 'Two earlier attendances.',
};

async function raise(fields = {}) {
	const answer = await priya.post('/api/v1/escalations', { fields: { ...concern, ...fields } });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.reference;
}

const to = (name) => borough.mails().filter((mail) => mail.to[0].startsWith(`${name}@`));
const answers = (lines) => writeFileSync(path.join(borough.dir, 'mail', 'answers'), lines);
const number = (query) => Number(borough.sql(query)[0][0]);
// The clock's work is done here, tick by tick: the borough's own clock is stopped. Each is another process, so it may not
// have to wait for the lease of the one before.
function clock(...options) {
	borough.sql('DELETE FROM lease');
	return spawn(path.join(build, 'parley-clock'), options, { env, stdio: 'ignore' });
}

const ended = (child) => new Promise((resolve) => { child.on('exit', resolve); });

async function at(time) {
	if (time) borough.setClock(time);
	assert.equal(await ended(clock('--once')), 0);
}

let first;
let second;
test('people are reminded a working day before and on the morning, in one message each morning', async () => {
	// Speak within 3 working days: by Friday 6 November at 5pm.
	first = await raise({ receiving_person: null });
	second = await raise({ receiving_person: null });
	await at();
	const begun = to('tom.okafor').length;
	await at('2026-11-05T08:59');
	assert.equal(to('tom.okafor').length, begun, 'nobody is written to before nine');
	await at('2026-11-05T09:00');
	const soon = to('tom.okafor').slice(begun);
	assert.equal(soon.length, 1, 'one digest for both');
	assert.equal(soon[0].headers.subject, 'Parley: 2 reminders for you');
	for (const reference of [first, second]) {
		assert.match(soon[0].body, new RegExp(`${borough.origin}/escalations/${reference}`));
	}
	assert.doesNotMatch(JSON.stringify(soon), /Zacharias|ward|levels/);
	await at('2026-11-05T16:00');
	assert.equal(to('tom.okafor').length, begun + 1, 'once');
	await at('2026-11-06T09:00');
	assert.equal(to('tom.okafor').length, begun + 2, 'and on the morning');
});

test('what is done is not reminded of, and what passes at the end of the day is told the next working morning', async () => {
	const contact = { action: 'contact', version: 1, fields: { happened: '2026-11-06T09:00', contact_type: 'telephone', summary: 'We spoke.' } };
	const tom = await borough.signIn('tom.okafor');
	assert.equal((await tom.post(`/api/v1/escalations/${first}/events`, contact)).status, 201);
	const before = to('tom.okafor').length;
	await at('2026-11-06T17:05');
	assert.equal(to('tom.okafor').length, before, 'not on a Friday evening');
	assert.ok(number("SELECT COUNT(*) FROM outbox WHERE kind = 'overdue'") > 0, 'but it is there to be read in Parley');
	await at('2026-11-07T12:00');
	assert.equal(to('tom.okafor').length, before, 'nor on a Saturday');
	await at('2026-11-09T09:00');
	const told = to('tom.okafor').slice(before);
	assert.equal(told.length, 1);
	assert.match(told[0].body, new RegExp(`escalations/${second}`));
	const people = borough.mails().filter((mail) => /overdue|reminders/.test(mail.headers.subject) && mail.body.includes(`Something that was due in escalation ${second}`));
	assert.ok(people.some((mail) => mail.to[0].startsWith('joan.lindqvist@')), `the next tier: ${people.map((mail) => mail.to[0])}`);
});

test('at immediate risk the night is no reason to wait', async () => {
	borough.setClock('2026-11-10T10:00');
	priya = await borough.signIn('priya.nair');
	const reference = await raise({ concern_date: '2026-11-10', immediate_risk: 'yes', risk_told: 'The duty manager, by telephone, at ten.' });
	await at('2026-11-13T17:05');
	assert.ok(to('tom.okafor').some((mail) => mail.headers.subject === `Parley: ${reference} is overdue`));
});

test('a server that refuses one person holds up nobody else, and the refusal becomes a task', async () => {
	borough.setClock('2026-11-16T10:00');
	priya = await borough.signIn('priya.nair');
	const mail = borough.sql("SELECT mail FROM person WHERE username = 'tom.okafor'")[0][0];
	answers(`permanent ${mail}\n`);
	const before = borough.mails().length;
	await raise({ concern_date: '2026-11-16' });
	await at();
	answers('');
	assert.ok(borough.mails().length > before, 'the others got theirs');
	assert.equal(number('SELECT COUNT(*) FROM undelivered WHERE settled_at IS NULL'), 1);
});

test('a server that is away loses nothing, and a clock that was killed with a message in hand marks it', async () => {
	await at('2026-11-16T11:00');
	const before = to('tom.okafor').length;
	borough.signal('mail', 'SIGSTOP'); // it takes the connection and never answers
	const reference = await raise({ concern_date: '2026-11-16' });
	const killed = clock();
	await eventually(() => number('SELECT COUNT(*) FROM outbox WHERE sending = 1') === 1);
	killed.kill('SIGKILL');
	await ended(killed);
	borough.signal('mail', 'SIGCONT');
	await at();
	await at('2026-11-16T11:20');
	const mine = to('tom.okafor').slice(before).filter((mail) => mail.headers.subject.includes(reference));
	assert.equal(mine.length, 1);
	assert.match(mine[0].body, /You may have had this message already/);
	const others = borough.mails().filter((mail) => mail.headers.subject.includes(reference) && !mail.to[0].startsWith('tom.okafor@'));
	for (const mail of others) assert.doesNotMatch(mail.body, /already/);
});

test('a message whose answer was lost comes again, and says so', async () => {
	const mail = borough.sql("SELECT mail FROM person WHERE username = 'tom.okafor'")[0][0];
	answers(`lost ${mail}\n`);
	const before = to('tom.okafor').length;
	const reference = await raise({ concern_date: '2026-11-16' });
	await at();
	answers('');
	await at('2026-11-16T11:40');
	const mine = to('tom.okafor').slice(before).filter((mail) => mail.headers.subject.includes(reference));
	assert.equal(mine.length, 2, 'it had arrived');
	assert.doesNotMatch(mine[0].body, /already/);
	assert.match(mine[1].body, /You may have had this message already/);
	assert.equal(mine[0].headers['message-id'], mine[1].headers['message-id'], 'and a mail program can tell');
});

test('two clocks that run at once say everything once', async () => {
	borough.setClock('2026-11-17T10:00');
	priya = await borough.signIn('priya.nair');
	const references = [];
	for (let i = 0; i < 3; i++) references.push(await raise({ concern_date: '2026-11-17' }));
	await at();
	borough.setClock('2026-11-19T09:00');
	await Promise.all([1, 2, 3].map(() => ended(clock('--once')))); // and none waits for the others
	await at();
	for (const reference of references) {
		const reminders = number(`SELECT COUNT(*) FROM outbox o JOIN escalation e ON e.id = o.escalation_id
			JOIN person p ON p.id = o.person_id WHERE e.reference = '${reference}' AND o.kind = 'soon' AND p.username = 'tom.okafor'`);
		assert.equal(reminders, 1);
	}
	const said = to('tom.okafor').filter((mail) => references.every((reference) => mail.body.includes(reference)));
	assert.equal(said.length, 1, 'one digest with all three');
});
