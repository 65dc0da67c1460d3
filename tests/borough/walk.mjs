// walk.mjs - the main job under redbridge-rscp, as the people in it do it over HTTP. Used by ./dev try,
// which tells it, and by the tests, which only want it to hold.
//
// The dates are worked out by hand from clauses 4.4 to 4.8 and the bank holidays of England and Wales:
// the program's own answer is never what it is compared with.

import assert from 'node:assert/strict';

// Christmas 2027: the 25th and 26th fall on a weekend, so Monday 27 and Tuesday 28 are holidays, and
// Monday 3 January 2028 is one for New Year's Day.
export const christmas = {
	raised: '2027-12-23T10:00', // Thursday
	contact: '2027-12-29T11:00',
	speakBy: '2027-12-30T17:00:00+00:00', // 24, 29, 30
	skipped: ['2027-12-25', '2027-12-26', '2027-12-27', '2027-12-28'],
	agreed: '2027-12-30T15:00',
	confirmBy: '2028-01-04T17:00:00+00:00', // 31, 4
	confirmed: '2027-12-31T10:00',
	closed: '2028-01-04T09:30',
	toLineManagers: '2027-12-30T15:30',
	stage2By: '2028-01-07T17:00:00+00:00', // 31, 4, 5, 6, 7
	lineManagersMeet: '2028-01-05T14:00',
	toSeniorManagers: '2028-01-07T15:00',
	stage3By: '2028-01-14T17:00:00+00:00', // 10 to 14
	toChair: '2028-01-14T15:00',
	recommendBy: '2028-01-21T17:00:00+00:00', // 17 to 21
	recommended: '2028-01-19T11:00',
	answered: '2028-01-24T10:00',
};

// Easter 2026: the clocks go forward on Sunday 29 March, Good Friday is 3 April, Easter Monday the 6th.
export const easter = {
	raised: '2026-03-27T10:00', // Friday
	contact: '2026-03-30T11:00',
	speakBy: '2026-04-01T17:00:00+01:00', // 30, 31, 1
	skipped: ['2026-03-28', '2026-03-29'],
	agreed: '2026-04-01T15:00',
	confirmBy: '2026-04-07T17:00:00+01:00', // 2, 7
	confirmed: '2026-04-02T10:00',
	closed: '2026-04-07T09:30',
	toLineManagers: '2026-04-01T15:30',
	stage2By: '2026-04-10T17:00:00+01:00', // 2, 7, 8, 9, 10
	lineManagersMeet: '2026-04-08T14:00',
	toSeniorManagers: '2026-04-10T15:00',
	stage3By: '2026-04-17T17:00:00+01:00', // 13 to 17
	toChair: '2026-04-17T15:00',
	recommendBy: '2026-04-24T17:00:00+01:00', // 20 to 24
	recommended: '2026-04-22T11:00',
	answered: '2026-04-27T10:00',
};

const names = {
	'priya.nair': 'Priya Nair', 'tom.okafor': 'Tom Okafor',
	'helen.marsh': 'Helen Marsh', 'joan.lindqvist': 'Joan Lindqvist',
	'david.achebe': 'David Achebe', 'margaret.obrien': "Margaret O'Brien",
	'catherine.aldous': 'Catherine Aldous', 'beatrice.long': 'Beatrice Long',
};

export class Walk {
	constructor(borough, tell = () => {}) {
		this.borough = borough;
		this.tell = tell;
		this.reference = null;
		this.sessions = new Map();
	}

	// Moves the demo's clock. Sessions go by the real time, but people of a story come and go: each step signs in anew.
	at(time) {
		this.borough.setClock(time);
		this.sessions.clear();
		this.time = time;
	}

	async as(username) {
		if (!this.sessions.has(username)) this.sessions.set(username, await this.borough.signIn(username));
		return this.sessions.get(username);
	}

	say(username, text) {
		this.tell(`${this.words}  ${names[username]} ${text}`);
	}

	async page(username) {
		const answer = await (await this.as(username)).get(`/api/v1/escalations/${this.reference}`);
		assert.equal(answer.status, 200, `${names[username]} sees the case: ${answer.status} ${answer.text}`);
		this.words = answer.json.me.now_words;
		return answer.json;
	}

	async find(username, query, agency) {
		const target = `/api/v1/people?q=${encodeURIComponent(query)}&agency=${agency}`;
		const answer = await (await this.as(username)).get(target);
		assert.equal(answer.status, 200, `${names[username]} looks for ${query}: ${answer.text}`);
		const found = answer.json.people.filter((person) => person.name === query);
		assert.equal(found.length, 1, `one ${query} in ${agency}`);
		return found[0].id;
	}

	async raise(fields) {
		const session = await this.as('priya.nair');
		const next = await session.post('/api/v1/raise/next', { fields });
		assert.equal(next.status, 200, `what would happen next: ${next.status} ${next.text}`);
		const answer = await session.post('/api/v1/escalations', { fields });
		assert.equal(answer.status, 201, `raising: ${answer.status} ${answer.text}`);
		this.reference = answer.json.reference;
		assert.equal(answer.headers.location, `/api/v1/escalations/${this.reference}`);
		return this.page('priya.nair');
	}

	// Presses a button that the case page shows this person, with what they write in its form.
	async act(username, action, fields) {
		const session = await this.as(username);
		const page = await this.page(username);
		const offered = page.actions.map((one) => one.id);
		assert.ok(offered.includes(action), `${names[username]} may "${action}"; offered: ${offered.join(', ')}`);
		const answer = await session.post(`/api/v1/escalations/${this.reference}/events`, {
			action, version: page.version, fields,
		});
		assert.equal(answer.status, 201, `${names[username]}, ${action}: ${answer.status} ${answer.text}`);
		return this.page(username);
	}

	// The people that a form proposes, by the policy's roles and the directory: those named must be among them.
	async proposed(username, action, wanted) {
		const answer = await (await this.as(username)).get(`/api/v1/escalations/${this.reference}?action=${action}`);
		assert.equal(answer.status, 200, answer.text);
		const offered = answer.json.actions.find((one) => one.id === action);
		const chosen = {};
		for (const [field, who] of Object.entries(wanted)) {
			const people = offered.proposed.find((one) => one.field === field)?.people ?? [];
			const found = people.find((one) => one.person.name === names[who]);
			assert.ok(found, `${names[who]} is proposed for ${field}: ${people.map((one) => one.person.name).join(', ')}`);
			chosen[field] = found.person.id;
		}
		return chosen;
	}

	duty(page, key) {
		const found = page.duties.filter((one) => one.key === key || one.key.startsWith(`${key}/`) || one.key.startsWith(`${key}@`));
		assert.ok(found.length > 0, `there is a duty ${key}; there are: ${page.duties.map((one) => one.key).join(', ')}`);
		return found[found.length - 1];
	}

	dueIs(page, key, at) {
		const duty = this.duty(page, key);
		assert.equal(duty.due?.at, at, `${key} (${duty.clause}) is due`);
		return duty;
	}

	async list(username, view) {
		const answer = await (await this.as(username)).get(`/api/v1/worklist?view=${view}`);
		assert.equal(answer.status, 200, `${names[username]}'s list: ${answer.text}`);
		return answer.json.items.find((item) => item.reference === this.reference);
	}

	async inList(username, view) {
		const item = await this.list(username, view);
		assert.ok(item, `${this.reference} is in ${names[username]}'s list "${view}"`);
		return item;
	}
}

function local(time) {
	return time; // local time without a zone, as a form sends it
}

async function raiseIt(walk, days) {
	walk.at(days.raised);
	const tom = await walk.find('priya.nair', names['tom.okafor'], 'st-brides-hospital');
	const page = await walk.raise({
		immediate_risk: 'no',
		category: 'levels-of-need',
		concern: 'decision',
		concern_date: days.raised.slice(0, 10),
		subject_kind: 'child',
		reference_kind: 'nhs',
		nhs_number: '999 000 0018',
		plan: 'no',
		looked_after: 'no',
		receiving_agency: 'st-brides-hospital',
		receiving_person: tom,
		issue: 'The ward plans to send the child home today.',
		risk: 'Nobody has seen the home since the injury.',
		nature: 'Whether it is safe to go home before a strategy discussion.',
		aim: 'The child stays until we have met.',
		evidence: 'Two earlier attendances, and the neighbour\'s account of 20 March.',
	});
	const speak = walk.dueIs(page, 'speak', days.speakBy);
	assert.deepEqual(speak.explanation.skipped.map((one) => one.day), days.skipped, 'the days that were skipped');
	assert.equal(page.stage.id, '1');
	assert.equal(page.turn.side, 'receiving');
	walk.say('priya.nair', `raises it with St Bride's Hospital: ${walk.reference}.`);
	walk.tell(`    Tom Okafor must speak to her by ${speak.due.words} (${speak.clause}).`);

	const item = await walk.inList('tom.okafor', 'needs-me');
	assert.equal(item.due.at, days.speakBy);
	assert.ok(!JSON.stringify(item).includes('9990000018'), 'no subject in a list');
	walk.say('tom.okafor', 'finds it under "Needs me".');

	walk.at(days.contact);
	await walk.act('tom.okafor', 'contact', {
		happened: local(days.contact),
		contact_type: 'telephone',
		summary: 'We went through the file together. We do not agree yet.',
	});
	walk.say('tom.okafor', 'has read the file and records their telephone call.');
}

// Raised, agreed at stage 1, confirmed in writing, closed.
export async function walkAgreed(walk, days) {
	await raiseIt(walk, days);
	walk.at(days.agreed);
	let page = await walk.act('tom.okafor', 'agreed', {
		happened: local(days.agreed),
		outcome: 'The child stays on the ward until the strategy discussion.',
		outstanding: 'The ward sends the body map by tomorrow.',
	});
	assert.equal(page.phase, 'agreed');
	const confirm = walk.dueIs(page, 'confirm-1', days.confirmBy);
	walk.say('tom.okafor', 'records that it is agreed.');
	walk.tell(`    He must confirm it in writing by ${confirm.due.words} (${confirm.clause}).`);

	walk.at(days.confirmed);
	await walk.act('tom.okafor', 'confirm', { confirmation: 'The child stays until the strategy discussion on Monday.' });
	walk.say('tom.okafor', 'confirms the outcome in writing.');

	walk.at(days.closed);
	page = await walk.page('priya.nair');
	assert.ok(page.timeline.some((entry) => entry.kind === 'confirmed'), 'she who raised it sees the confirmation');
	page = await walk.act('priya.nair', 'close', { summary: 'Settled at stage 1.' });
	assert.equal(page.phase, 'closed');
	assert.equal(await walk.list('tom.okafor', 'needs-me'), undefined, 'nothing waits for him any more');
	walk.say('priya.nair', `reads it and closes ${walk.reference}.`);
}

async function escalate(walk, username, days) {
	const chosen = await walk.proposed(username, 'escalate', days.speakers ?? {});
	const page = await walk.act(username, 'escalate', {
		reason: 'We still read the risk differently.',
		tried: 'Two calls and a meeting.',
		...chosen,
		...(days.ground && { ground: days.ground }),
	});
	assert.equal(page.stage.id, days.stage);
	const due = walk.dueIs(page, days.duty, days.by);
	walk.say(username, `escalates it to stage ${days.stage}.`);
	walk.tell(`    ${days.stage === '4' ? 'The Chair must recommend' : 'To be settled'} by ${due.due.words} (${due.clause}).`);
	return page;
}

function speakers(page) {
	return page.sides.map((side) => side.speaker?.name ?? null);
}

// Raised, stages 1 to 4, a recommendation, each agency's answer, closed.
export async function walkToChair(walk, days) {
	await raiseIt(walk, days);
	walk.at(days.toLineManagers);
	let page = await escalate(walk, 'priya.nair', {
		stage: '2', duty: 'resolve-2', by: days.stage2By,
		speakers: { raising_speaker: 'helen.marsh', receiving_speaker: 'joan.lindqvist' },
	});
	assert.deepEqual(speakers(page), [names['helen.marsh'], names['joan.lindqvist']], 'the line managers speak now');

	walk.at(days.lineManagersMeet);
	await walk.inList('helen.marsh', 'needs-me');
	await walk.act('joan.lindqvist', 'contact', {
		happened: local(days.lineManagersMeet),
		contact_type: 'meeting',
		summary: 'We met on the ward. We each see why the other holds their view.',
	});
	walk.say('joan.lindqvist', 'records the line managers\' meeting.');

	walk.at(days.toSeniorManagers);
	page = await escalate(walk, 'helen.marsh', {
		stage: '3', duty: 'resolve-3', by: days.stage3By,
		speakers: { raising_speaker: 'david.achebe', receiving_speaker: 'margaret.obrien' },
	});
	assert.deepEqual(speakers(page), [names['david.achebe'], names['margaret.obrien']], 'the senior managers speak now');
	await walk.inList('beatrice.long', 'watching');
	walk.say('beatrice.long', 'is copied in, as 4.6 asks.');

	walk.at(days.toChair);
	page = await escalate(walk, 'david.achebe', { stage: '4', duty: 'recommend', by: days.recommendBy, ground: 'ground-1' });

	walk.at(days.recommended);
	await walk.inList('catherine.aldous', 'needs-me');
	page = await walk.act('catherine.aldous', 'recommend', {
		decision: 'Hold the strategy discussion on the ward before any discharge.',
		reasons: 'Both agencies\' procedures ask for it.',
	});
	assert.equal(page.phase, 'decided');
	walk.say('catherine.aldous', 'makes a recommendation.');

	walk.at(days.answered);
	for (const username of ['david.achebe', 'margaret.obrien']) {
		page = await walk.act(username, 'respond', { acted: 'yes', response: 'Held, and the discharge plan was changed.' });
		walk.say(username, `says what ${page.sides.find((side) => side.side === page.you.side).agency.name} has done about it.`);
	}
	page = await walk.act('david.achebe', 'close', { summary: 'The recommendation was acted on by both agencies.' });
	assert.equal(page.phase, 'closed');
	assert.deepEqual(page.stages.map((stage) => stage.state), ['done', 'done', 'done', 'done']);
	walk.say('david.achebe', `closes ${walk.reference}.`);
}
