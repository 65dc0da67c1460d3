// docs/openapi.yaml says what there is: the same routes as the program's own table, and the shapes that it really answers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { root, startBorough } from '../borough/harness.mjs';
import { Walk, christmas, walkToChair } from '../borough/walk.mjs';
import { Api, readYaml } from './openapi.mjs';

const api = new Api(readYaml(readFileSync(path.join(root, 'docs/openapi.yaml'), 'utf8')));
let borough;
before(async () => { borough = await startBorough(); });
after(() => borough.stop());

test('it has the routes of the program, each with its permission, and no others', () => {
	const described = api.operations().map((one) => `${one.method} ${one.path} ${one.operation['x-permission']}`);
	const routes = JSON.parse(borough.mustParley('audit', 'roles', '--json')).map((one) => `${one.method} ${one.path} ${one.permission}`);
	assert.deepEqual(described.sort(), routes.sort());
});

test('parameters, tokens, keys and sessions are those that the program asks for', () => {
	const routes = JSON.parse(borough.mustParley('audit', 'roles', '--json'));
	for (const { path: at, method, operation, parameters } of api.operations()) {
		const route = routes.find((one) => one.path === at && one.method === method);
		const named = (where) => parameters.filter((one) => one.in === where).map((one) => one.name).sort();
		const what = `${method} ${at}`;
		const form = ['form', 'login'].includes(route.csrf);
		assert.deepEqual(named('query'), form ? [] : (route.names ?? '').split(' ').filter(Boolean).sort(), `${what}: query`);
		assert.equal(named('header').includes('X-CSRF-Token'), route.csrf === 'header', `${what}: token`);
		assert.equal(named('header').includes('Idempotency-Key'), route.key, `${what}: key`);
		assert.deepEqual(named('path').map((name) => `{${name}}`), at.match(/\{\w+\}/g)?.sort() ?? [], `${what}: path`);
		assert.equal(operation.security?.length === 0, route.permission === 'anybody', `${what}: session`);
		assert.equal(Boolean(operation.requestBody), route.body_limit > 0, `${what}: body`);
		if (form) {
			const schema = api.resolve(operation.requestBody.content['application/x-www-form-urlencoded'].schema);
			assert.deepEqual(Object.keys(schema.properties).sort(), route.names.split(' ').sort(), `${what}: fields`);
		}
	}
});

test('every reference in it leads somewhere', () => {
	const walk = (part) => {
		if (part === null || typeof part !== 'object') return;
		if (part.$ref) api.resolve(part);
		Object.values(part).forEach(walk);
	};
	walk(api.document);
});

// Every answer that people get on the way from raising to closing, and those that refuse, against the description.
test('what the program answers is what is described', async () => {
	const patterns = api.operations().map(({ path: at, method }) => ({
		at, method, pattern: new RegExp(`^${at.replace(/\{\w+\}/g, '[^/]+')}$`),
	})).sort((one, other) => one.at.split('{').length - other.at.split('{').length);
	const seen = new Set();
	const request = borough.request.bind(borough);
	borough.request = async (method, target, options) => {
		const answer = await request(method, target, options);
		const found = patterns.find((one) => one.method === method && one.pattern.test(target.split('?')[0]));
		if (found) {
			api.check(found.at, method, answer);
			seen.add(`${method} ${found.at} ${answer.status}`);
		}
		return answer;
	};

	const walk = new Walk(borough);
	await walkToChair(walk, christmas);
	const priya = await borough.signIn('priya.nair');
	const reference = walk.reference;
	await priya.get('/api/v1/policy');
	for (const ending of ['', '.html', '.pdf', '?as=form', '?number=1', '?number=99', '?as=x']) await priya.get(`/api/v1/escalations/${reference}/record${ending}`);
	await priya.get('/api/v1/policy/timetable?raised=2027-12-23T10:00');
	await priya.get('/api/v1/policy/timetable?raised=2060-01-01T10:00');
	await priya.get('/api/v1/worklist?view=watching');
	await priya.get('/api/v1/raise');
	await priya.post('/api/v1/raise/next', { fields: { issue: 'x' } });
	await priya.get('/api/v1/worklist?view=everything');
	await priya.get('/api/v1/people?q=a');
	await priya.put('/api/v1/drafts/raise', { fields: { issue: 'x' }, page: 'issue' });
	await priya.get('/api/v1/drafts/raise');
	await priya.get('/api/v1/raise');
	await priya.delete('/api/v1/drafts/raise');
	await priya.get('/api/v1/drafts/raise');
	await priya.put(`/api/v1/drafts/${reference}/contact`, { fields: {}, page: null });
	await priya.put(`/api/v1/drafts/${reference}/contact`, { field: {} });
	await priya.get(`/api/v1/drafts/${reference}/contact`);
	await priya.delete(`/api/v1/drafts/${reference}/contact`);
	const { new: fresh } = (await priya.get('/api/v1/notices')).json;
	await priya.get('/api/v1/notices?cursor=weather');
	await priya.post('/api/v1/notices/read', { id: fresh[0].id });
	await priya.post('/api/v1/notices/read', {});
	await priya.get('/api/v1/undelivered');
	await priya.get('/api/v1/calendar');
	const { link } = (await priya.post('/api/v1/calendar')).json;
	await borough.request('GET', new URL(link).pathname);
	await borough.request('GET', '/calendar-feed/nothing.ics');
	await priya.delete('/api/v1/calendar');
	const alex = await borough.signIn('alex.turner');
	borough.sql("INSERT INTO undelivered (outbox_id, at, why) SELECT MIN(id), NOW(), 'It was refused.' FROM outbox");
	const [lost] = (await alex.get('/api/v1/undelivered')).json.items;
	await alex.post(`/api/v1/undelivered/${lost.id}`, { again: false });
	await alex.post(`/api/v1/undelivered/${lost.id}`, { how: 'By telephone', again: false });
	await alex.post(`/api/v1/undelivered/${lost.id}`, { how: 'By telephone', again: false });
	await alex.post('/api/v1/retention/holds', { reference, why: 'Inquest', until: '2031-12-31' });
	await alex.post('/api/v1/retention/holds', { reference: 'x', why: 'Inquest' });
	const { holds } = (await alex.get('/api/v1/retention')).json;
	await alex.post(`/api/v1/retention/holds/${holds[0].id}/lift`, { why: 'It is over' });
	await alex.post(`/api/v1/retention/holds/${holds[0].id}/lift`, { why: 'It is over' });
	borough.sql("INSERT INTO retention_sweep (setting, state, begun) VALUES (0, 1, '2027-12-23')");
	await alex.post('/api/v1/retention/confirm', { sweep: '1', why: 'To see' });
	await alex.post('/api/v1/retention/confirm', { sweep: '1', why: 'To see' });
	await alex.get('/api/v1/retention');
	const policy = JSON.parse(readFileSync(path.join(root, 'policies/redbridge-rscp.json'), 'utf8'));
	const brought = await alex.post('/api/v1/policies', { policy: JSON.stringify({ ...policy, edition: 'next' }), why: 'To see' });
	const { edition } = brought.json;
	await alex.post('/api/v1/policies', { policy: '{}', why: 'To see' });
	await alex.get(`/api/v1/policies/${edition}`);
	await alex.get(`/api/v1/policies/${edition}/flowchart`);
	await alex.post('/api/v1/policies/try', { edition });
	await alex.post('/api/v1/policies/try', { policy: '{}' });
	await alex.get(`/api/v1/policies/${edition}/timetable?raised=2027-12-23T10:00`);
	await alex.get('/api/v1/policies/4711/timetable');
	await alex.get(`/api/v1/policies/${edition}/move`);
	await alex.post(`/api/v1/policies/${edition}/move/preview`, { from: '1' });
	await alex.post(`/api/v1/policies/${edition}/move/preview`, {});
	await alex.post(`/api/v1/policies/${edition}/move`, { references: [reference], why: 'To see' });
	await alex.post(`/api/v1/policies/${edition}/move`, { from: '1' });
	await alex.post(`/api/v1/policies/${edition}/use`, { why: 'To see', from: '2030-01-01' });
	await alex.get('/api/v1/policies');
	await alex.post(`/api/v1/policies/${edition}/retire`, { why: 'To see' });
	await alex.post(`/api/v1/policies/${edition}/retire`, { why: 'To see' });
	await priya.get('/api/v1/policies');
	await alex.get('/api/v1/people/roles?q=sarah');
	await alex.get('/api/v1/people/roles?q=a');
	const sessions = '/api/v1/settings/sessions';
	const times = { idle_minutes: 20, absolute_hours: 9 };
	await alex.get(sessions);
	await alex.post(`${sessions}/preview`, { value: times });
	await alex.put(sessions, { value: times, why: 'To see' }, { headers: { 'If-Match': '"0"' } });
	await alex.put(sessions, { value: { ...times, idle_minutes: 21 }, why: 'To see' }, { headers: { 'If-Match': '"0"' } });
	await alex.put(sessions, { value: { idle_minutes: 0 }, why: '' });
	await alex.put(sessions, { value: { idle_minutes: 0 }, why: '' }, { headers: { 'If-Match': '"1"' } });
	await alex.get(`${sessions}?version=1`);
	await alex.get('/api/v1/settings');
	await alex.post(`${sessions}/undo`, { version: 1, why: 'To see' });
	await alex.post('/api/v1/settings/calendar/rows', { value: { nations: [], closed: [] },
		text: '{"scotland":{"division":"scotland","events":[{"title":"x","date":"2029-01-02"},{"title":"x","date":"soon"}]}}' });
	await alex.post('/api/v1/settings/calendar/rows', { value: { nations: [], closed: [] }, text: 'x' });
	await alex.get('/api/v1/settings/nothing');
	const server = (await alex.get('/api/v1/settings/mail')).json.value;
	await alex.post('/api/v1/settings/mail/test', { value: server });
	await alex.post('/api/v1/settings/mail/test', { value: { ...server, server: null } });
	await alex.get('/api/v1/settings/directories');
	await alex.post('/api/v1/settings/directories/test', { name: 'council', person: 'priya.nair' });
	await alex.post('/api/v1/settings/directories/test', { name: 'nothing' });
	await priya.post('/api/v1/escalations', { fields: { issue: '' } });
	await priya.post(`/api/v1/escalations/${reference}/events`, { action: 'contact', version: 1, fields: {} });
	await priya.get('/api/v1/escalations/MSP-2027-999999');
	await walk.act('priya.nair', 'lesson', { lesson_kind: 'policy-gap', lesson: 'Nobody is named for the night.' });
	await (await walk.as('beatrice.long')).get('/api/v1/lessons');
	await (await walk.as('beatrice.long')).get('/api/v1/lessons?state=lost');
	await priya.get('/api/v1/lessons');
	await priya.post(`/api/v1/escalations/${reference}/notes`, { fields: { kind: 'note', note: 'For us.' } });
	await priya.post(`/api/v1/escalations/${reference}/notes`, { fields: {} });
	await priya.get(`/api/v1/escalations/${reference}/notes`);
	await alex.get(`/api/v1/escalations/${reference}/notes`);
	const sent = await priya.send('POST', `/api/v1/escalations/${reference}/attachments`, 'Minutes of the day.', {
		headers: { 'Content-Type': 'application/octet-stream' } });
	await priya.post(`/api/v1/escalations/${reference}/notes`, { fields: { kind: 'note', note: 'With a file.', upload: sent.json.upload } });
	await priya.get(`/api/v1/escalations/${reference}/notes`);
	await priya.get(`/api/v1/escalations/${reference}/attachments/${sent.json.upload}`);
	await priya.get(`/api/v1/escalations/${reference}/attachments/999`);
	await alex.get('/api/v1/vacancies');
	await priya.get('/api/v1/vacancies');
	const helen = await borough.signIn('helen.marsh');
	await helen.get('/api/v1/seats');
	await priya.get('/api/v1/seats');
	const [[tomsId]] = borough.sql("SELECT id FROM person WHERE username = 'tom.okafor'");
	await helen.get(`/api/v1/seats?person=${tomsId}`);
	await helen.post('/api/v1/seats', { person: tomsId, preview: true, seats: [{ reference, side: 'raising' }] });
	await helen.post('/api/v1/seats', { seats: [] });
	const away = { from: '2028-02-01', until: '2028-02-04' };
	const absence = await priya.post('/api/v1/absences', { fields: away });
	await priya.post('/api/v1/absences', { fields: away });
	await priya.get('/api/v1/absences');
	await priya.post(`/api/v1/absences/${absence.json.id}/end`, {});
	await priya.post(`/api/v1/absences/${absence.json.id}/end`, {});
	await priya.post('/api/v1/requests', { fields: { immediate_risk: 'no', support: 'ask' } });
	await priya.post('/api/v1/requests', { fields: { immediate_risk: 'no', support: 'ask', issue: 'It.', concern_date: '2026-11-03' } });
	const [wish] = (await priya.get('/api/v1/requests')).json.mine;
	await helen.get('/api/v1/requests');
	await helen.get(`/api/v1/requests/${wish.id}`);
	await priya.get('/api/v1/requests/999999');
	await helen.post(`/api/v1/requests/${wish.id}/answer`, { fields: { reason: 'It is settled.' } });
	await helen.post(`/api/v1/requests/${wish.id}/answer`, { fields: { reason: 'It is settled.' } });
	await priya.get(`/api/v1/requests/${wish.id}`);
	await borough.request('GET', '/api/v1/me');
	await borough.request('GET', '/healthz');
	await borough.request('GET', '/sso');
	await borough.request('GET', '/emergency');
	const password = borough.mustParley('emergency', 'arm', '--why', 'To see').match(/\n {4}(\S+)\n/)[1];
	await borough.session().signInByPage('/emergency', { password });
	await alex.get('/api/v1/me');
	await alex.get('/api/v1/policies');
	await borough.request('GET', '/auth/sign-in');
	await priya.get('/auth/check');
	await priya.get('/auth/check?role=nothing');
	await borough.session().signIn('priya.nair', 'wrong');
	await priya.signOut();

	const never = api.operations().map(({ path: at, method, operation }) => `${method} ${at} ${Object.keys(operation.responses)[0]}`)
		.filter((one) => !seen.has(one));
	assert.deepEqual(never, [], 'operations whose good answer was never looked at');
});
