// People go, are away, or were never there: what they held in running escalations, who is asked instead, who is told, and
// what the record says of it. With a real directory that is changed under a running clock.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { eventually, root, startBorough } from '../borough/harness.mjs';
import { concernAbout } from './concern.mjs';

let borough;
let bea; // the business manager
const sessions = new Map();
before(async () => {
	borough = await startBorough();
	borough.setClock('2027-12-23T10:00');
	bea = await as('beatrice.long');
});
after(() => borough.stop());

async function as(username) {
	if (!sessions.has(username)) sessions.set(username, await borough.signIn(username));
	return sessions.get(username);
}

const concern = concernAbout('Zacharias');

const idOf = (username) => borough.sql(`SELECT id FROM person WHERE username = '${username}'`)[0][0];
const reason = { reason: 'We differ.', tried: 'Two calls.' };

async function raise(fields = {}, by = 'priya.nair') {
	const answer = await (await as(by)).post('/api/v1/escalations', { fields: { ...concern, ...fields } });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.reference;
}

async function page(username, reference) {
	const answer = await (await as(username)).get(`/api/v1/escalations/${reference}`);
	assert.equal(answer.status, 200, `${username}: ${answer.text}`);
	return answer.json;
}

async function act(username, reference, action, fields) {
	const { version } = await page(username, reference);
	const answer = await (await as(username)).post(`/api/v1/escalations/${reference}/events`, { action, version, fields });
	assert.equal(answer.status, 201, `${username}, ${action}: ${answer.text}`);
	return answer.json;
}

async function list(username, view) {
	const answer = await (await as(username)).get(`/api/v1/worklist?view=${view}`);
	assert.equal(answer.status, 200, answer.text);
	return answer.json.items.map((item) => item.reference);
}

const everybody = readFileSync(path.join(root, 'tests/borough/borough.ldif'), 'utf8').split('\n\n');
const entryOf = (username) => everybody.find((text) => text.includes(`dn: uid=${username},`)).trimStart();

function slap(tool, input) {
	const run = spawnSync(`/usr/sbin/${tool}`, ['-f', path.join(borough.dir, 'slapd.conf')], { input, encoding: 'utf8' });
	assert.equal(run.status, 0, run.stderr);
}

// The entry goes; with `become` it comes again with the same entryUUID (slapmodify would give it another).
function change(username, become) {
	const entry = entryOf(username);
	slap('slapmodify', `${entry.match(/^dn: .*$/m)[0]}\nchangetype: delete\n`);
	if (become) slap('slapadd', become(entry));
	borough.mustParley('directory', 'refresh');
}

const vacated = (data) => data.timeline.filter((event) => event.kind === 'vacated');
const allLooked = () => eventually(() => borough.sql('SELECT (SELECT COUNT(*) FROM seat_change) + (SELECT COUNT(*) FROM person_change WHERE settled_at IS NULL)')[0][0] === '0');

test('whoever was named leaves: the others of the role are asked, once, and they can act', async () => {
	const reference = await raise({ receiving_person: idOf('amelia.hart') });
	await page('amelia.hart', reference);
	assert.ok(!(await list('tom.okafor', 'mine')).includes(reference), 'the colleague of the same role has no business with it');
	change('amelia.hart');
	await allLooked();
	const seen = await page('tom.okafor', reference);
	assert.equal(seen.turn.yours, true);
	assert.equal(vacated(seen).length, 1);
	assert.equal(vacated(seen)[0].title, "Amelia Hart has left: a new person is needed at St Bride's Hospital");
	assert.equal(vacated(seen)[0].who, null, 'by the program');
	const side = seen.sides.find((one) => one.side === 'receiving');
	assert.deepEqual([side.speaker, side.vacant.held, side.vacant.asked], [null, true, []]);
	assert.ok((await list('tom.okafor', 'needs-me')).includes(reference));
	assert.ok((await list('beatrice.long', 'watching')).includes(reference), 'the business manager is told, and can see of what');
	assert.deepEqual((await page('beatrice.long', reference)).actions, []);

	// Looked at again, nothing more is written.
	borough.sql(`INSERT INTO seat_change (queue_id, at) SELECT queue_id, NOW(6) FROM person WHERE username = 'amelia.hart'`);
	await allLooked();
	assert.equal(vacated(await page('tom.okafor', reference)).length, 1);
	await act('tom.okafor', reference, 'contact', { happened: '2027-12-23T10:00', contact_type: 'telephone', summary: 'We spoke.' });
	assert.equal((await page('tom.okafor', reference)).sides[1].vacant, null);
	await eventually(() => borough.mails().some((mail) => mail.headers.subject === `Parley: ${reference} needs somebody new` &&
		mail.to.some((to) => to.startsWith('beatrice.long'))));
	const news = borough.mails().filter((mail) => mail.headers.subject === `Parley: ${reference} needs somebody new`);
	assert.equal(news.length, 1, 'each is told once');
	assert.doesNotMatch(news[0].body, /Zacharias|Hart/);
});

test('the last one of a role moves: the next tier is asked, acts, and names somebody', async () => {
	const reference = await raise({ receiving_agency: 'larkfield-primary' });
	const [managers] = borough.sql(`SELECT GROUP_CONCAT(p.username) FROM person_role r JOIN person p ON p.id = r.person_id WHERE r.agency_id = 'larkfield-primary' AND r.role = 'line-manager'`)[0];
	const [one, ...others] = managers.split(',');
	await act('priya.nair', reference, 'escalate', { ...reason, raising_speaker: idOf('helen.marsh'), receiving_speaker: idOf(one) });
	await page(one, reference);
	const session = await as(one);
	// Those besides go to the Head of the council's schools, who is no line manager of this one.
	for (const username of [one, ...others]) {
		change(username, (entry) => entry.replace(/^o: .*$/m, 'o: Marlowe Education Services'));
	}
	await allLooked();
	const seen = await page('beatrice.long', reference);
	assert.equal(vacated(seen).length, 1);
	assert.match(vacated(seen)[0].title, /works for another agency now: a new person is needed at Larkfield Primary School$/);
	const { vacant } = seen.sides[1];
	assert.equal(vacant.held, false);
	assert.ok(vacant.asked.length > 0, 'somebody above is asked');
	// Whoever moved has no business with it any more, in a page that stayed open as in the list.
	assert.equal((await session.get(`/api/v1/escalations/${reference}`)).status, 404);
	assert.ok(!(await list(one, 'mine')).includes(reference));
	const [above] = borough.sql(`SELECT username FROM person WHERE id = ${vacant.asked[0].id}`)[0];
	assert.ok((await list(above, 'needs-me')).includes(reference));
	const offered = (await page(above, reference)).actions.map((action) => action.id);
	assert.ok(offered.includes('escalate') && offered.includes('assign'), offered.join());
});

test('a role that nobody holds when the stage is entered: at that moment the next tier has it', async () => {
	const reference = await raise({ receiving_agency: 'marlowe-housing' });
	const answer = await act('priya.nair', reference, 'escalate', { ...reason, raising_speaker: idOf('helen.marsh') });
	const seen = await page('helen.marsh', reference);
	assert.equal(seen.version, answer.version, 'the answer knows the version with what the program added');
	assert.equal(vacated(seen).length, 1);
	const entries = Object.fromEntries(vacated(seen)[0].entries.map((one) => [one.label, one.value]));
	assert.equal(entries['Held by nobody'], 'Line manager');
	const { vacant } = seen.sides[1];
	const [above] = borough.sql(`SELECT username FROM person WHERE id = ${vacant.asked[0].id}`)[0];
	assert.ok((await list(above, 'needs-me')).includes(reference));
	assert.ok((await list('beatrice.long', 'watching')).includes(reference));
	assert.equal(borough.parley('audit', 'verify').status, 0, 'two events in one writing keep the chain');
});

test('who first raised it leaves: whoever speaks for their side closes it', async () => {
	const reference = await raise({}, 'sarah.khan');
	await act('sarah.khan', reference, 'escalate', { ...reason, raising_speaker: idOf('helen.marsh'), receiving_speaker: idOf('joan.lindqvist') });
	change('sarah.khan');
	await allLooked();
	const seen = await page('helen.marsh', reference);
	assert.equal(vacated(seen).length, 1);
	assert.ok(seen.actions.some((action) => action.id === 'withdraw'));
});

test('who supports the first raiser leaves: the raiser hears of it and can name somebody else, and nobody else comes in by it', async () => {
	const reference = await raise({ support: 'companion', companion: idOf('josh.perrin') });
	await act('josh.perrin', reference, 'companion-answer', { can_support: 'yes' });
	const told = (username) => borough.sql(`SELECT o.kind FROM outbox o JOIN escalation e ON e.id = o.escalation_id JOIN person p ON p.id = o.person_id
		WHERE e.reference = '${reference}' AND p.username = '${username}'`).length;
	const [priya, tom] = [told('priya.nair'), told('tom.okafor')];
	change('josh.perrin');
	await allLooked();
	const seen = await page('priya.nair', reference);
	assert.deepEqual(vacated(seen).map((event) => event.title), ['Josh Perrin has left, and no longer supports Priya Nair']);
	assert.ok(seen.actions.some((action) => action.kind === 'companion-named'), seen.actions.map((action) => action.kind).join());
	assert.deepEqual([told('priya.nair'), told('tom.okafor')], [priya + 1, tom]);
	assert.ok(!(await list('beatrice.long', 'watching')).includes(reference));
	slap('slapadd', entryOf('josh.perrin'));
	borough.mustParley('directory', 'refresh');
});

test('a deputy sees, does and is told what the other would, for as long as it lasts', async () => {
	const reference = await raise();
	await act('priya.nair', reference, 'escalate', { ...reason, raising_speaker: idOf('helen.marsh'), receiving_speaker: idOf('joan.lindqvist') });
	const helen = await as('helen.marsh');
	const daniel = await as('daniel.frost');
	const away = { from: '2027-12-23', until: '2027-12-24', deputy: idOf('daniel.frost') };
	assert.equal((await daniel.get(`/api/v1/escalations/${reference}`)).status, 404);

	const wrong = async (fields, pointer, who = helen) => {
		const answer = await who.post('/api/v1/absences', { fields });
		assert.equal(answer.status, 422, answer.text);
		assert.ok(answer.json.errors.some((error) => error.pointer === pointer), answer.text);
	};
	await wrong({ ...away, until: '2027-12-22' }, '/fields/until');
	await wrong({ ...away, until: '2029-12-22' }, '/fields/until');
	await wrong({ ...away, deputy: idOf('joan.lindqvist') }, '/fields/deputy'); // of the other side's agency
	await wrong({ ...away, deputy: idOf('helen.marsh') }, '/fields/deputy');
	await wrong({ ...away, person: idOf('joan.lindqvist') }, '/fields/person'); // nobody of hers
	await wrong({ ...away, person: idOf('helen.marsh'), deputy: idOf('priya.nair') }, '/fields/person', daniel); // not upwards

	const set = await helen.post('/api/v1/absences', { fields: away });
	assert.equal(set.status, 201, set.text);
	await wrong(away, '/fields/from'); // away already
	const me = await daniel.me();
	assert.deepEqual(me.stands_in_for.map((one) => [one.person.name, one.until]), [['Helen Marsh', 'Friday 24 December 2027']]);
	assert.ok((await list('daniel.frost', 'needs-me')).includes(reference), 'what waits for her waits for him');
	const seen = await page('daniel.frost', reference);
	assert.equal(seen.turn.yours, true);
	assert.equal(seen.you.instead_of, 'Helen Marsh');
	assert.equal(seen.actions.find((action) => action.id === 'escalate').instead_of, 'Helen Marsh');
	await act('daniel.frost', reference, 'contact', { happened: '2027-12-23T10:00', contact_type: 'telephone', summary: 'We spoke.' });
	const [latest] = (await page('joan.lindqvist', reference)).timeline;
	assert.equal(latest.title, 'Contact between the sides, recorded by Daniel Frost for Helen Marsh, who was away');
	assert.deepEqual([latest.who.name, latest.for.name], ['Daniel Frost', 'Helen Marsh']);
	// A record of the other side: approved for her side, and said so; the other side's own word is not his.
	await act('joan.lindqvist', reference, 'contact', { happened: '2027-12-23T10:00', contact_type: 'telephone', summary: 'They rang back.' });
	const rung = (await page('daniel.frost', reference)).timeline[0].seq;
	await act('daniel.frost', reference, `approve-record:${rung}`, { right: true });
	const approved = await page('joan.lindqvist', reference);
	assert.match(approved.timeline[0].title, /by Daniel Frost for Helen Marsh, who was away$/);
	assert.deepEqual([approved.timeline[0].side, approved.timeline[0].for.name], ['raising', 'Helen Marsh']);
	const { sides } = approved.timeline.find((one) => one.seq === rung).record;
	assert.deepEqual(sides.map((one) => one.state), ['approved', 'wrote']);
	assert.deepEqual([sides[0].who.name, sides[0].for.name, sides[1].for], ['Daniel Frost', 'Helen Marsh', null]);
	const paper = (await (await as('joan.lindqvist')).get(`/api/v1/escalations/${reference}/record.html`)).text;
	assert.match(paper, /Approved by Daniel Frost[^<]*, for Helen Marsh/);
	const to = (name, subject) => borough.mails().filter((mail) => mail.headers.subject === subject && mail.to.some((one) => one.startsWith(name)));
	await eventually(() => to('daniel.frost', 'Parley: you stand in for somebody').length === 1 && to('helen.marsh', 'Parley: your absence').length === 1);

	// What is recorded meanwhile tells him too.
	await act('joan.lindqvist', reference, 'agreed', { happened: '2027-12-23T10:00', outcome: 'They stay.' });
	await eventually(() => borough.sql(`SELECT COUNT(DISTINCT person_id) FROM outbox o JOIN escalation e ON e.id = o.escalation_id
		WHERE e.reference = '${reference}' AND person_id IN (${idOf('daniel.frost')}, ${idOf('helen.marsh')})`)[0][0] === '2');

	// She is back early, and ends it: his open tab shows nothing any more.
	assert.equal((await daniel.post(`/api/v1/absences/${set.json.id}/end`, {})).status, 404, 'it is not his to end');
	assert.equal((await helen.post(`/api/v1/absences/${set.json.id}/end`, {})).status, 204);
	assert.equal((await daniel.get(`/api/v1/escalations/${reference}`)).status, 404);
	assert.ok(!(await list('daniel.frost', 'mine')).includes(reference));

	// David manages Helen: he may set hers, and it ends by itself.
	const team = await (await as('david.achebe')).get('/api/v1/absences');
	assert.ok(team.json.team.some((person) => person.name === 'Helen Marsh'), team.text);
	const again = await (await as('david.achebe')).post('/api/v1/absences', { fields: { ...away, person: idOf('helen.marsh') } });
	assert.equal(again.status, 201, again.text);
	assert.equal((await daniel.get(`/api/v1/escalations/${reference}`)).status, 200);
	borough.setClock('2027-12-25T00:01');
	assert.equal((await daniel.get(`/api/v1/escalations/${reference}`)).status, 404);
	borough.setClock('2027-12-23T10:00');
});

test('the map of vacancies: who holds what, who is away, and what is without anybody', async () => {
	const answer = await bea.get('/api/v1/vacancies');
	assert.equal(answer.status, 200, answer.text);
	const cell = (agency, role) => answer.json.agencies.find((one) => one.agency_id === agency).roles.find((one) => one.id === role);
	assert.equal(cell('marlowe-housing', 'line-manager').state, 'nobody');
	assert.deepEqual(cell('marlowe-housing', 'line-manager').stages, ['2']);
	assert.equal(cell('marlowe-csc', 'line-manager').state, 'held');
	assert.equal(cell(null, 'chair').state, 'held');
	assert.ok(answer.json.running.some((one) => one.agency === 'Marlowe Housing'));
	assert.doesNotMatch(answer.text, /Zacharias/);
	// The one senior manager of the police goes away: a gap, unless somebody stands in.
	const [senior] = borough.sql(`SELECT p.username FROM person_role r JOIN person p ON p.id = r.person_id WHERE r.agency_id = 'marlowe-police' AND r.role = 'senior-manager' AND p.active = 1`)[0];
	const before = cell('marlowe-police', 'senior-manager');
	assert.equal(before.holders.length, 1, before.state);
	const set = await (await as(senior)).post('/api/v1/absences', { fields: { from: '2028-01-04', until: '2028-01-07' } });
	assert.equal(set.status, 201, set.text);
	const after = (await bea.get('/api/v1/vacancies')).json.agencies.find((one) => one.agency_id === 'marlowe-police').roles.find((one) => one.id === 'senior-manager');
	assert.equal(after.state, 'gap');
	assert.deepEqual(after.gaps, [{ from: 'Tuesday 4 January 2028', until: 'Friday 7 January 2028' }]);
	assert.match(borough.mustParley('vacancies'), /^Marlowe Police +Senior manager +1 holder; nobody there Tuesday 4 January 2028 to Friday 7 January 2028$/m);
	assert.ok(JSON.parse(borough.mustParley('vacancies', '--json')).agencies.length > 5);
	assert.equal((await (await as('helen.marsh')).get('/api/v1/vacancies')).status, 403);
	assert.equal((await (await as('alex.turner')).get('/api/v1/vacancies')).status, 200);
});

test('the escalations of somebody who leaves, all at once, by a manager who need not see them', async () => {
	const mine = [await raise({}, 'daniel.frost'), await raise({}, 'daniel.frost')];
	const other = await raise();
	const ruth = await as('ruth.calloway'); // a manager of the agency, with no business in any of them
	const seats = (await ruth.get(`/api/v1/seats?person=${idOf('daniel.frost')}`)).json.seats;
	assert.deepEqual(seats.map((seat) => seat.reference).sort(), mine);
	for (const reference of mine) assert.equal((await ruth.get(`/api/v1/escalations/${reference}`)).status, 404);
	const asked = { from: idOf('daniel.frost'), person: idOf('rebecca.storey'), reason: 'He leaves on Friday.' };
	const places = [...mine, other].map((reference) => ({ reference, side: 'raising' }));
	const results = (answer) => answer.json.results.map((one) => one.result);
	const would = await ruth.post('/api/v1/seats', { ...asked, preview: true, seats: places });
	assert.deepEqual(results(would), ['would', 'would', 'held'], would.text);
	assert.equal((await page('daniel.frost', mine[0])).version, 1, 'nothing is changed by looking');
	const done = await ruth.post('/api/v1/seats', { ...asked, preview: false, seats: places });
	assert.deepEqual(results(done), ['done', 'done', 'held'], done.text);
	assert.deepEqual(results(await ruth.post('/api/v1/seats', { ...asked, preview: false, seats: places })), ['held', 'held', 'held'], 'sent twice');
	const seen = await page('rebecca.storey', mine[0]);
	assert.equal(seen.sides[0].speaker.name, 'Rebecca Storey');
	assert.equal(seen.timeline[0].who.name, 'Ruth Calloway');
	assert.equal((await ruth.get(`/api/v1/escalations/${mine[0]}`)).status, 404, 'handing over lets nobody in');
	await eventually(() => borough.mails().some((mail) => mail.to.some((to) => to.startsWith('rebecca.storey'))));
	assert.deepEqual(borough.mails().filter((mail) => mail.to.some((to) => to.startsWith('rebecca.storey'))).map((mail) => mail.headers.subject),
		['Parley: escalations were given to you'], 'one message for all');

	// Not by somebody of the same rank, of the other side's agency, or to another agency.
	assert.equal((await (await as('daniel.frost')).get('/api/v1/seats')).status, 403);
	const margaret = await as('margaret.obrien');
	assert.equal((await margaret.get(`/api/v1/seats?person=${idOf('daniel.frost')}`)).status, 404);
	assert.deepEqual(results(await margaret.post('/api/v1/seats', { ...asked, from: idOf('rebecca.storey'), preview: true, seats: places.slice(0, 1) })), ['not-found']);
	const elsewhere = { ...asked, from: idOf('rebecca.storey'), person: idOf('tom.okafor'), preview: true, seats: places.slice(0, 1) };
	assert.deepEqual(results(await ruth.post('/api/v1/seats', elsewhere)), ['other-agency']);
});

test('people are found by one character of a Chinese name, and nobody copies the directory', async () => {
	const search = async (q) => (await as('tom.okafor')).get(`/api/v1/people?q=${encodeURIComponent(q)}`);
	for (const q of ['张', '伟', '张伟', '伟 张']) {
		const answer = await search(q);
		assert.equal(answer.status, 200, answer.text);
		assert.ok(answer.json.people.some((person) => person.title === 'Paediatrician'), `${q}: ${answer.text}`);
	}
	assert.deepEqual((await search('王')).json.people, []);
	for (const q of ['a', '<b>', '--', "o'", '% _']) assert.equal((await search(q)).status, 422, q);
	assert.equal((await search('Ng')).status, 200);
	const tom = idOf('tom.okafor');
	borough.sql(`INSERT INTO throttle (throttle_key, failed_at, nonce) SELECT UNHEX(SHA2('people-search ${tom}', 256)), UTC_TIMESTAMP(6), seq FROM seq_1_to_300`);
	assert.equal((await search('okafor')).status, 429);
	assert.equal((await (await as('priya.nair')).get('/api/v1/people?q=okafor')).status, 200);
});

test('whoever is proposed needs no reason, somebody else does, and it stands in the record', async () => {
	const priya = await as('priya.nair');
	const here = (query) => priya.get(`/api/v1/people?agency=st-brides-hospital&field=receiving_person${query}`);
	const found = (answer, name) => answer.json.why[answer.json.people.findIndex((one) => one.name === name)];
	const typed = await here('&q=o');
	assert.equal(typed.status, 422, 'two letters');
	assert.match(found(await here('&q=Tom%20Okafor'), 'Tom Okafor'), / at St Bride's Hospital$/);
	assert.equal(found(await here('&q=Joan%20Lindqvist'), 'Joan Lindqvist'), null);
	const plain = (await priya.get('/api/v1/people?q=Tom%20Okafor')).json;
	assert.deepEqual([Object.keys(plain.people[0]).sort(), plain.why], [['agency', 'agency_id', 'id', 'name', 'title'], [null]], 'no more than that');
	assert.equal((await here('')).json.vacant, null);
	assert.equal((await priya.get('/api/v1/people?q=Tom&field=receiving_person')).status, 404, 'at no agency');
	assert.equal((await priya.get('/api/v1/people?field=receiving_speaker&reference=MSP-2027-999999&action=escalate')).status, 404);

	const send = (fields) => priya.post('/api/v1/escalations', { fields: { ...concern, receiving_person: idOf('joan.lindqvist'), ...fields } });
	const refused = await send();
	assert.equal(refused.status, 422, refused.text);
	assert.deepEqual(refused.json.errors, [{ pointer: '/fields/receiving_person_why', reason: 'Say why you choose somebody other than those who are proposed' }]);
	assert.equal((await send({ receiving_person_why: '  ' })).status, 422, 'blank is no reason');
	assert.equal((await send({ receiving_person: null, receiving_person_why: 'x' })).status, 422, 'without a person nothing is explained');
	const why = 'She took the call herself.';
	const raised = await send({ receiving_person_why: why });
	assert.equal(raised.status, 201, raised.text);
	const { reference } = raised.json;
	const entries = (await page('joan.lindqvist', reference)).timeline[0].entries;
	assert.ok(entries.some((entry) => entry.label === 'Why this person was chosen' && entry.value === why), JSON.stringify(entries));
	assert.match((await priya.get(`/api/v1/escalations/${reference}/record`)).text, /She took the call herself/);

	// On the way up: the line manager by the directory, a holder of the role, and somebody who is neither.
	const form = (await priya.get(`/api/v1/escalations/${reference}?action=escalate`)).json.actions.find((one) => one.id === 'escalate');
	assert.deepEqual(form.fields.filter((one) => one.explains).map((one) => [one.name, one.required]), [['raising_speaker_why', false], ['receiving_speaker_why', false]]);
	const own = form.proposed.find((one) => one.field === 'raising_speaker').people;
	assert.deepEqual([own[0].person.name, own[0].why], ['Helen Marsh', 'Line manager of Priya Nair']);
	const escalate = async (fields) => priya.post(`/api/v1/escalations/${reference}/events`, { action: 'escalate', version: 1, fields: { ...reason, ...fields } });
	const other = await escalate({ raising_speaker: idOf('daniel.frost'), receiving_speaker: idOf('tom.okafor') });
	assert.deepEqual(other.json.errors?.map((one) => one.pointer), ['/fields/raising_speaker_why', '/fields/receiving_speaker_why'], other.text);
	const good = await escalate({ raising_speaker: own[0].person.id, receiving_speaker: idOf('tom.okafor'), receiving_speaker_why: 'He knows the family.' });
	assert.equal(good.status, 201, good.text);
	const [last] = (await page('helen.marsh', reference)).timeline;
	assert.ok(last.entries.some((entry) => entry.label === 'Why this person speaks for the receiving side'), JSON.stringify(last));

	// A meeting gives somebody the right to read it.
	const helen = await as('helen.marsh');
	const plan = (fields) => helen.post(`/api/v1/escalations/${reference}/events`, { action: 'plan', version: 2, fields: { day: '2027-12-30', ...fields } });
	const stranger = await plan({ with: [idOf('tom.okafor'), idOf('margaret.obrien')] });
	assert.deepEqual(stranger.json.errors?.map((one) => one.pointer), ['/fields/with_why'], stranger.text);
	assert.equal((await plan({ with: [idOf('tom.okafor')] })).status, 201);
});

test('where nobody holds the role, whoever is chosen in their place is explained in other words', async () => {
	const priya = await as('priya.nair');
	const reference = await raise({ receiving_agency: 'marlowe-housing' });
	const form = (await priya.get(`/api/v1/escalations/${reference}?action=escalate`)).json.actions.find((one) => one.id === 'escalate');
	const there = form.proposed.find((one) => one.field === 'receiving_speaker');
	assert.deepEqual(there.people, []);
	assert.match(there.vacant, /^Nobody at Marlowe Housing holds the role that the policy asks for now: Line manager/);
	const someone = borough.sql("SELECT id FROM person WHERE agency_id = 'marlowe-housing' AND active = 1 LIMIT 1")[0][0];
	const answer = await priya.post(`/api/v1/escalations/${reference}/events`, { action: 'escalate', version: form.version ?? (await page('priya.nair', reference)).version,
		fields: { ...reason, receiving_speaker: someone } });
	assert.equal(answer.status, 422, answer.text);
	assert.match(answer.json.errors[0].reason, /^Nobody at Marlowe Housing holds the role .*Say why you choose this person in their place$/);
});

test('who takes on a role that nobody held is asked, and the mark goes', async () => {
	const reference = await raise({ receiving_agency: 'marlowe-housing' });
	await act('priya.nair', reference, 'escalate', reason);
	const vacant = async () => (await page('priya.nair', reference)).sides.find((one) => one.side === 'receiving').vacant;
	assert.deepEqual(await vacant().then((one) => one.held), false);
	const [directory, key, name] = borough.sql("SELECT directory, directory_key, name FROM person WHERE agency_id = 'marlowe-housing' AND active = 1 LIMIT 1")[0];
	const alex = await as('alex.turner');
	const grant = { directory, key, role: 'line-manager', until: '2028-06-30', why: 'Acting up' };
	const save = (grants) => alex.put('/api/v1/settings/grants', { value: { grants }, why: 'Agreed' }, { headers: { 'If-Match': '"0"' } });
	const twice = await save([grant, { ...grant, from: '2028-01-01', until: '2028-12-31' }]);
	assert.deepEqual(twice.json.errors?.map((one) => one.pointer), ['/value/grants/1/role'], twice.text);
	assert.equal((await save([grant, { ...grant, from: '2028-07-01', until: '2028-12-31' }])).status, 200, 'one after the other');
	await eventually(async () => (await vacant()) === null);
	const map = (await bea.get('/api/v1/vacancies')).json.agencies.find((one) => one.agency_id === 'marlowe-housing').roles.find((one) => one.id === 'line-manager');
	assert.deepEqual([map.state, map.holders.map((one) => [one.name, one.granted_until])], ['held', [[name, 'Sunday 31 December 2028']]], 'they follow each other');
	const [last] = (await page('priya.nair', reference)).timeline;
	assert.equal(last.title, `${name} has taken on a role that nobody held at Marlowe Housing`);
	assert.deepEqual(last.entries, [{ label: 'Role', value: 'Line manager' }]);
});

test('a role by hand is marked with its last day and never its reason; whoever has it by a rule as well has no end', async () => {
	const alex = await as('alex.turner');
	const keyOf = (username) => borough.sql(`SELECT directory_key FROM person WHERE username = '${username}'`)[0][0];
	const grant = (username, role, until, from = null) =>
		({ directory: 'council', key: keyOf(username), role, from, until, why: 'A secret of the staff office' });
	const reference = await raise({ receiving_person: idOf('tom.okafor') });
	const put = async (grants) => {
		const { version } = (await alex.get('/api/v1/settings/grants')).json;
		const saved = await alex.put('/api/v1/settings/grants', { value: { grants }, why: 'Agreed' }, { headers: { 'If-Match': `"${version}"` } });
		assert.equal(saved.status, 200, saved.text);
	};
	// Hazel's title has no rule; the senior manager of the police is one by their title, and is given it on top of that.
	const [[senior]] = borough.sql("SELECT p.username FROM person_role r JOIN person p ON p.id = r.person_id WHERE r.agency_id = 'marlowe-police' AND r.role = 'senior-manager' AND p.active = 1");
	await put([grant('hazel.winterbourne', 'line-manager', '2028-01-03'), grant('hazel.winterbourne', 'line-manager', '2028-01-07', '2028-01-04'),
		grant(senior, 'senior-manager', '2028-01-10'), grant('tom.okafor', 'practitioner', '2028-01-03')]);

	const map = await bea.get('/api/v1/vacancies');
	const holders = (at, role) => map.json.agencies.find((one) => one.agency_id === at)?.roles.find((one) => one.id === role);
	assert.equal(holders('marlowe-police', 'senior-manager').holders[0].granted_until, null, 'by a rule as well');
	assert.ok(!holders('marlowe-police', 'senior-manager').gaps.some((gap) => gap.from === 'Tuesday 11 January 2028'), JSON.stringify(holders('marlowe-police', 'senior-manager')));

	const own = async (username, role) => (await (await as(username)).get('/api/v1/me')).json.roles.find((one) => one.id === role).granted_until;
	assert.deepEqual([await own('tom.okafor', 'practitioner'), await own('hazel.winterbourne', 'line-manager')], [null, 'Friday 7 January 2028']);
	const why = async (q) => (await alex.get(`/api/v1/people/roles?q=${q}`)).json.people[0].roles.map((one) => [one.id, one.granted_until]);
	assert.ok((await why('okafor')).every(([, until]) => until === null));
	assert.deepEqual(await why('winterbourne'), [['line-manager', 'Friday 7 January 2028']]);
	assert.equal((await alex.get(`/api/v1/people/roles?q=${encodeURIComponent('<b>')}`)).status, 422);

	const found = await (await as('priya.nair')).get('/api/v1/people?q=winterbourne');
	assert.deepEqual(found.json.by_hand, ['Line manager by hand until Friday 7 January 2028'], found.text);
	assert.doesNotMatch(found.text, /secret/);
	const tom = await (await as('priya.nair')).get('/api/v1/people?q=Tom%20Okafor');
	assert.deepEqual(tom.json.by_hand, [null], tom.text);
	const receiving = (data) => data.sides.find((one) => one.side === 'receiving');
	assert.equal(receiving(await page('tom.okafor', reference)).by_hand_until, null);
	// His title is mapped to nothing: what is left of his role is what was given.
	const [[title]] = borough.sql("SELECT title FROM person WHERE username = 'tom.okafor'");
	borough.sql("UPDATE person SET title = 'Bed Manager Extraordinary' WHERE username = 'tom.okafor'");
	const seen = await page('tom.okafor', reference);
	assert.equal(receiving(seen).by_hand_until, 'Monday 3 January 2028');
	assert.doesNotMatch(JSON.stringify(seen), /secret/);
	borough.sql(`UPDATE person SET title = '${title}' WHERE username = 'tom.okafor'`);
	await put([]);
	assert.equal(receiving(await page('tom.okafor', reference)).by_hand_until, null);
});

test('the command hands over everything of somebody; killed in the middle, what was given stays given and is told, once', async () => {
	const mine = [];
	for (let i = 0; i < 4; i++) mine.push(await raise({}, 'daniel.frost'));
	const told = (name) => Number(borough.sql(`SELECT COUNT(*) FROM outbox o JOIN person p ON p.id = o.person_id WHERE p.username = '${name}' AND o.kind = 'handed-over'`)[0][0]);
	const speaker = async (reference, who) => (await page(who, reference)).sides[0].speaker.name;
	const before = told('rebecca.storey');
	for (const wrong of [['daniel.frost'], ['daniel.frost', 'rebecca.storey'], ['nobody', 'rebecca.storey', '--why', 'x'], ['daniel.frost', 'daniel.frost', '--why', 'x']])
		assert.notEqual(borough.parley('hand-over', ...wrong).status, 0, wrong.join(' '));
	// Of a name that two directories have, also of somebody who has left, it is not guessed whose cases are meant.
	borough.sql("INSERT INTO person (directory, directory_key, username, name, active, refreshed_at) VALUES ('trust', 'other', 'daniel.frost', 'Other', 0, NOW(6))");
	const [[directory]] = borough.sql("SELECT directory FROM person WHERE username = 'rebecca.storey'");
	assert.match(borough.parley('hand-over', 'daniel.frost', 'rebecca.storey', '--dry-run').stderr,
		new RegExp(`several directories have a daniel\\.frost: write ${directory}:daniel\\.frost or trust:daniel\\.frost \\(several\\)`));
	assert.match(borough.parley('hand-over', 'nowhere:daniel.frost', 'rebecca.storey', '--dry-run').stderr, /nobody signs in as daniel\.frost in the directory nowhere/);
	assert.equal(JSON.parse(borough.mustParley('hand-over', 'trust:daniel.frost', 'rebecca.storey', '--dry-run', '--json')).results.length, 0);
	const named = JSON.parse(borough.mustParley('hand-over', `${directory}:daniel.frost`, 'rebecca.storey', '--dry-run', '--json'));
	borough.sql("DELETE FROM person WHERE directory = 'trust'");
	const dry = JSON.parse(borough.mustParley('hand-over', 'daniel.frost', 'rebecca.storey', '--dry-run', '--json'));
	assert.deepEqual(named, dry);
	assert.deepEqual(dry.results.filter((one) => mine.includes(one.reference)).map((one) => one.result), mine.map(() => 'would'));
	assert.deepEqual([dry.done, told('rebecca.storey')], [0, before]);

	// Somebody else holds the row of the last one: there the command waits, and is killed.
	const last = dry.results.at(-1).reference;
	const lock = spawn('mariadb', ['--no-defaults', `--socket=${borough.dir}/run/db.sock`, '--batch', '--skip-column-names', '--unbuffered', 'parley'], { stdio: ['pipe', 'pipe', 'ignore'] });
	lock.stdin.write(`START TRANSACTION; SELECT 'held' FROM escalation WHERE reference = '${last}' FOR UPDATE;\n`);
	await new Promise((resolve) => { lock.stdout.once('data', resolve); });
	const command = spawn(path.join(readFileSync(path.join(borough.dir, 'build'), 'utf8').trim(), 'parley'), ['hand-over', 'daniel.frost', 'rebecca.storey', '--why', 'He leaves on Friday.'],
		{ env: { ...borough.environment, PARLEY_CONFIG: path.join(borough.dir, 'parley.conf') }, stdio: 'ignore' });
	const ended = new Promise((resolve) => { command.on('exit', (_, signal) => resolve(signal)); });
	const given = () => borough.sql(`SELECT COUNT(*) FROM event v JOIN escalation e ON e.id = v.escalation_id WHERE e.reference IN (${dry.results.map((one) => `'${one.reference}'`).join()}) AND v.payload LIKE '%He leaves on Friday.%'`)[0][0];
	await eventually(() => Number(given()) === dry.results.length - 1);
	command.kill('SIGKILL');
	assert.equal(await ended, 'SIGKILL');
	lock.kill();
	assert.equal(told('rebecca.storey'), before + 1, 'one message for what was done');
	const first = mine.find((reference) => reference !== last);
	assert.equal(await speaker(first, 'rebecca.storey'), 'Rebecca Storey');
	assert.equal(await speaker(last, 'daniel.frost'), 'Daniel Frost');

	const rest = JSON.parse(borough.mustParley('hand-over', 'daniel.frost', 'rebecca.storey', '--why', 'He leaves on Friday.', '--json'));
	assert.deepEqual([rest.results.map((one) => one.reference), rest.done, rest.left], [[last], 1, 0]);
	const [event] = (await page('rebecca.storey', last)).timeline;
	assert.deepEqual([event.who, event.entries.find((one) => one.label === 'Reason').value], [null, 'He leaves on Friday.']);
	assert.match(borough.mustParley('hand-over', 'daniel.frost', 'rebecca.storey', '--why', 'x'), /^0 handed over, 0 left$/m);
	assert.equal(told('rebecca.storey'), before + 2);
});

test('the first raiser leaves: whoever supported them is told, and sees it no more', async () => {
	const reference = await raise({ support: 'companion', companion: idOf('josh.perrin') });
	await act('josh.perrin', reference, 'companion-answer', { can_support: 'yes' });
	change('priya.nair');
	await allLooked();
	assert.deepEqual(borough.sql(`SELECT o.kind FROM outbox o JOIN escalation e ON e.id = o.escalation_id JOIN person p ON p.id = o.person_id
		WHERE e.reference = '${reference}' AND p.username = 'josh.perrin' AND o.kind = 'companion-over'`), [['companion-over']]);
	assert.equal((await (await as('josh.perrin')).get(`/api/v1/escalations/${reference}`)).status, 404);
	slap('slapadd', entryOf('priya.nair'));
	borough.mustParley('directory', 'refresh');
});
