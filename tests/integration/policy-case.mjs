// policy-case.mjs - one escalation under any of the policies, as its people do it over HTTP. For policy-*.test.mjs.
//
// A test is written as tables: where the case goes, who moves it, and the dates that somebody worked out by hand from
// the text and the bank holidays. What was walked is held against the policy file, so that an exit, a notice, an excluded
// category or an emergency that no test has met is a failure.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { eventually, root } from '../borough/harness.mjs';

const people = readPeople();

// uid -> the name that the pages show.
function readPeople() {
	const text = readFileSync(path.join(root, 'tests/borough/borough.ldif'), 'utf8');
	const found = new Map();
	for (const entry of text.split(/\n\n+/)) {
		const uid = entry.match(/^uid: (.+)$/m)?.[1];
		const name = entry.match(/^displayName: (.+)$/m)?.[1] ?? entry.match(/^cn: (.+)$/m)?.[1];
		if (uid && name) found.set(uid, name);
	}
	return found;
}

export function nameOf(uid) {
	assert.ok(people.has(uid), `${uid} is in the borough`);
	return people.get(uid);
}

const telling = {
	immediate_risk: 'no', concern: 'disagreement', reference_kind: 'nhs', nhs_number: '999 000 0018',
	issue: 'The child was to go home today.', risk: 'Nobody has seen the home.', nature: 'Whether it is safe to go home.',
	aim: 'That we meet first.', evidence: 'Two earlier attendances.',
};
const child = { subject_kind: 'child', plan: 'no', looked_after: 'no' };

// What the tests of one policy have met of it.
export class Coverage {
	constructor(policy) {
		this.policy = JSON.parse(readFileSync(path.join(root, `policies/${policy}.json`), 'utf8'));
		this.met = new Set();
	}

	meet(what) {
		this.met.add(what);
	}

	complete() {
		const all = [
			...this.policy.stages.flatMap((stage) => stage.exits.map((exit) => `exit ${stage.id}/${exit.id}`)),
			...this.policy.stages.flatMap((stage) => stage.duties).concat(this.policy.duties).map((duty) => `duty ${duty.id}`),
			...this.policy.notices.map((notice) => `notice ${notice.clause}: ${notice.text}`),
			...this.policy.categories.filter((one) => one.excluded).map((one) => `excluded ${one.id}`),
			...this.policy.emergencies.map((one) => `emergency ${one.id}`),
		];
		assert.deepEqual(all.filter((one) => !this.met.has(one)), [], 'of the policy, nothing is left untested');
	}
}

export class Case {
	constructor(borough, coverage) {
		this.borough = borough;
		this.coverage = coverage;
		this.sessions = new Map();
		this.time = null;
	}

	// Local time, as a form sends it. Whoever was signed in has been away too long, and signs in again.
	at(time) {
		if (time === undefined || time === this.time) return;
		this.borough.setClock(time);
		this.sessions.clear();
		this.time = time;
	}

	async as(uid) {
		if (!this.sessions.has(uid)) this.sessions.set(uid, await this.borough.signIn(uid));
		return this.sessions.get(uid);
	}

	async personId(uid, agency) {
		const target = `/api/v1/people?q=${encodeURIComponent(nameOf(uid))}&agency=${agency}`;
		const answer = await (await this.as(this.raiser)).get(target);
		assert.equal(answer.status, 200, answer.text);
		const found = answer.json.people.filter((person) => person.name === nameOf(uid));
		assert.equal(found.length, 1, `one ${nameOf(uid)} in ${agency}`);
		return found[0].id;
	}

	async tryToRaise(by, fields, path = '/api/v1/escalations') {
		this.raiser = by;
		const all = { ...telling, ...child, concern_date: this.time.slice(0, 10), ...fields };
		if (all.subject_kind !== 'child') {
			delete all.plan;
			delete all.looked_after;
		}
		return (await this.as(by)).post(path, { fields: all });
	}

	// to: [agency, uid]
	async raise(by, to, fields) {
		this.raiser = by;
		const person = to[1] ? { receiving_person: await this.personId(to[1], to[0]) } : {};
		const all = { receiving_agency: to[0], ...person, ...fields };
		const promised = await this.tryToRaise(by, all, '/api/v1/raise/next');
		const answer = await this.tryToRaise(by, all);
		assert.equal(answer.status, 201, `raising: ${answer.status} ${answer.text}`);
		this.reference = answer.json.reference;
		const page = await this.page(by);
		assert.ok(promised.json.next.includes(`stage ${page.stage.id}, ${page.stage.name}`), promised.text);
		this.happened(promised.json, page, []);
		return page;
	}

	async turnedAway(by, category, to, where) {
		const answer = await this.tryToRaise(by, { receiving_agency: to, category });
		assert.equal(answer.status, 422, answer.text);
		const said = answer.json.errors.find((error) => error.pointer === '/fields/category');
		assert.match(said?.reason ?? '', where, `where ${category} belongs is said`);
		this.coverage.meet(`excluded ${category}`);
	}

	async get(uid, query = '') {
		return (await this.as(uid)).get(`/api/v1/escalations/${this.reference}${query}`);
	}

	async page(uid) {
		const answer = await this.get(uid);
		assert.equal(answer.status, 200, `${uid} sees ${this.reference}: ${answer.status} ${answer.text}`);
		for (const notice of answer.json.notices) this.coverage.meet(`notice ${notice.clause}: ${notice.text}`);
		for (const duty of answer.json.duties) this.coverage.meet(`duty ${duty.key.replace(/(\.(raising|receiving))?(@\d+)?$/, '')}`);
		return answer.json;
	}

	async sees(uid) {
		return (await this.get(uid)).status === 200;
	}

	async knowNothing(...uids) {
		for (const uid of uids) assert.equal((await this.get(uid)).status, 404, `${uid} has no business with ${this.reference}`);
	}

	async offered(uid) {
		return (await this.page(uid)).actions.map((action) => action.id);
	}

	// Presses a button that the page shows this person. speakers: [raising uid, receiving uid], of those that the form proposes.
	async act(uid, id, fields = {}, speakers = []) {
		const page = await this.page(uid);
		assert.ok(page.actions.some((one) => one.id === id), `${uid} may "${id}"; offered: ${page.actions.map((one) => one.id)}`);
		const form = await this.form(uid, id);
		const chosen = this.proposed(form, speakers);
		const body = { action: id, version: page.version, fields: { ...this.fieldsOf(form), ...chosen, ...fields } };
		const answer = await (await this.as(uid)).post(`/api/v1/escalations/${this.reference}/events`, body);
		assert.equal(answer.status, 201, `${uid}, ${id}: ${answer.status} ${answer.text}`);
		this.coverage.meet(`exit ${page.stage.id}/${id}`);
		const after = await this.page(uid);
		this.happened(form, after, speakers.map(nameOf));
		return after;
	}

	// What stood on the button before it was pressed is what then happened: where it goes, by when, who got a message. Where
	// that hangs on what is filled in, one line says so in general (tests/unit/test_walk.c).
	happened(form, after, chosen) {
		if (!form.next.includes('\n')) return;
		if (form.next.includes('It moves to stage ')) assert.ok(form.next.includes(`It moves to stage ${after.stage.id}, ${after.stage.name}.`), form.next);
		const told = this.borough.sql(`SELECT COALESCE(p.name, o.mailbox), COALESCE(a.name, '') FROM outbox o JOIN escalation e ON e.id = o.escalation_id
			LEFT JOIN person p ON p.id = o.person_id LEFT JOIN agency a ON a.id = p.agency_id
			WHERE e.reference = '${this.reference}' AND o.kind IN ('turn', 'copy', 'moved', 'risk', 'vacant')
			AND o.created = (SELECT MAX(v.recorded) FROM event v WHERE v.escalation_id = e.id)`);
		if (form.next.includes('No message is sent')) assert.deepEqual(told, [], form.next);
		if (/A message goes to/.test(form.next)) assert.ok(told.length > 0, `somebody got one: ${form.next}`);
		const partnership = 'Marlowe Safeguarding Partnership';
		for (const [name, agency] of told) {
			const named = chosen.includes(name) || form.next.includes(name) || form.next.includes(agency) || agency === partnership || form.next.includes('wherever they work');
			assert.ok(named, `${name}, ${agency}, was told without a word before: ${form.next}`);
		}
		const due = after.turn?.due?.words;
		if (due && form.kind !== 'contact') assert.ok(form.next.includes(due), `${due} was said before: ${form.next}`);
	}

	// What its form has to be told, in some words or other.
	fieldsOf(form) {
		const words = { text: 'As we discussed.', line: 'As we discussed.', time: this.time, declare: 'yes', 'yes-no': 'no' };
		const asked = form.fields.filter((field) => field.required && !field.only_if);
		return Object.fromEntries(asked.map((field) => [field.name, field.choices[0]?.id ?? words[field.type]]));
	}

	async form(uid, id) {
		const answer = await this.get(uid, `?action=${id}`);
		assert.equal(answer.status, 200, answer.text);
		return answer.json.actions.find((one) => one.id === id);
	}

	proposed(form, speakers) {
		if (speakers.length === 0) return {};
		const forms = form.proposed;
		return Object.fromEntries(['raising_speaker', 'receiving_speaker'].map((field, side) => {
			const offered = forms.find((one) => one.field === field)?.people ?? [];
			const found = offered.find((one) => one.person.name === nameOf(speakers[side]));
			assert.ok(found, `${speakers[side]} is proposed as ${field}: ${offered.map((one) => one.person.name)}`);
			return [field, found.person.id];
		}));
	}

	contact(uid, type = 'telephone') {
		return this.act(uid, 'contact', { contact_type: type });
	}

	// { duty key: its date, or what the words in place of a date have to fit }
	due(page, wanted) {
		for (const [key, date] of Object.entries(wanted)) {
			const duty = page.duties.find((one) => one.key === key);
			assert.ok(duty, `there is ${key}: ${page.duties.map((one) => one.key)}`);
			if (date instanceof RegExp) assert.match(duty.due ? duty.due.words : duty.due_words ?? '', date, key);
			else assert.equal(shortTime(duty.due?.at), date, `${key} (${duty.clause}) is due`);
		}
	}

	status(page, wanted) {
		for (const [key, status] of Object.entries(wanted)) {
			assert.equal(page.duties.find((one) => one.key === key)?.status, status, `${key} stands as`);
		}
	}

	// What to do when somebody is at immediate risk: said before it is raised, and the people named are told at once.
	async emergency(id, { by, to, fields, numbers, told }) {
		const form = (await (await this.as(by)).get('/api/v1/raise')).json;
		const route = form.emergency.find((one) => one.id === id);
		assert.deepEqual(route?.contacts.map((one) => one.telephone), numbers, 'whom to ring');
		await this.raise(by, to, { ...fields, immediate_risk: 'yes', risk_told: 'My manager, in person, a minute ago.' });
		for (const uid of told) assert.equal((await this.page(uid)).reference, this.reference, `${uid} is told`);
		const mailed = () => told.every((uid) => this.borough.mails().some((mail) => mail.to.some((one) => one.startsWith(`${uid}@`))));
		await eventually(mailed);
		this.coverage.meet(`emergency ${id}`);
	}

	// From the present stage on by its way on, through the rows of a table: { by, at, exit, speakers, fields, before, due, stage }.
	async goOn(rows) {
		let page;
		for (const row of rows) {
			this.at(row.at);
			if (row.before) await row.before(this);
			page = await this.act(row.by, row.exit ?? 'escalate', row.fields, row.speakers);
			assert.equal(page.stage.id, row.stage, 'the stage that it comes to');
			if (row.due) this.due(page, row.due);
		}
		return page;
	}

	// Where the policy asks nobody to confirm what is agreed, either side may, by no time, and nothing waits for it.
	async mayConfirm(uid) {
		const { json } = await this.get(uid, '?action=confirm');
		const confirm = json.actions.find((one) => one.id === 'confirm');
		assert.match(confirm?.next ?? '', /No time is set for it/);
		assert.equal(confirm.primary, false);
		assert.ok(!json.duties.some((duty) => /confirm/i.test(duty.text)), 'nobody is asked for it');
	}

	// Agreed in the present stage, confirmed in writing where the policy asks for that, closed: one of its ends.
	async agreeAndClose({ by, at, confirm, closeBy }) {
		this.at(at);
		let page = await this.act(by, 'agreed');
		assert.equal(page.phase, 'agreed');
		if (confirm?.due) this.due(page, confirm.due);
		else await this.mayConfirm(by);
		if (confirm) page = await this.act(confirm.by, 'confirm');
		assert.ok(!(await this.offered(by)).includes('confirm') || !confirm, 'once');
		page = await this.act(closeBy ?? by, 'close');
		assert.equal(page.phase, 'closed');
		return page;
	}
}

// "2027-12-30T17:00:00+00:00" -> "2027-12-30T17:00+00:00"; parts of a minute are not what a policy counts.
export function shortTime(at) {
	return at?.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d)[^+Z-]*/, '$1');
}
