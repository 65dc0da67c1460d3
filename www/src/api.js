// The one way to the server. Every failure becomes a Problem that says what a person can do about it.

const BASE = '/api/v1';
const PATIENCE_MS = 30_000;
const FILE_PATIENCE_MS = 120_000;

export class Problem extends Error {
	constructor(status, body) {
		super(body.detail ?? body.title ?? `The server answered ${status}`);
		this.status = status; // 0 = no answer came
		this.code = body.code ?? '';
		this.errors = body.errors ?? [];
		this.body = body;
	}
}

const NO_ANSWER = {
	code: 'no-answer',
	title: 'Parley cannot be reached',
	detail: 'Parley cannot be reached at the moment. Check your connection, then try again.',
};

// --- who is signed in: every page's answer brings it along ---

let me = null;
const listeners = new Set();

export const currentMe = () => me;

export function onMe(listener) {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

function setMe(next) {
	me = next;
	for (const listener of listeners) listener(me);
}

// --- requests ---

// `file` goes as it is; everything else as JSON.
async function send(method, path, { body, file, key, match, keepalive = false } = {}) {
	const headers = { Accept: 'application/json, application/problem+json' };
	if (body !== undefined) headers['Content-Type'] = 'application/json';
	if (file) headers['Content-Type'] = 'application/octet-stream';
	if (method !== 'GET' && me) headers['X-CSRF-Token'] = me.csrf;
	if (key) headers['Idempotency-Key'] = key;
	if (match !== undefined) headers['If-Match'] = `"${match}"`;
	const patience = new AbortController();
	const timer = setTimeout(() => patience.abort(), file ? FILE_PATIENCE_MS : PATIENCE_MS);
	try {
		const response = await fetch(BASE + path, {
			method,
			headers,
			body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
			keepalive,
			cache: 'no-cache',
			credentials: 'same-origin',
			signal: patience.signal,
		});
		const text = await response.text();
		return { ok: response.ok, status: response.status, body: read(text) };
	} catch {
		throw new Problem(0, NO_ANSWER);
	} finally {
		clearTimeout(timer);
	}
}

// A proxy's own error page is no JSON: the status alone must then do.
function read(text) {
	try {
		return text === '' ? {} : JSON.parse(text);
	} catch {
		return {};
	}
}

async function ask(method, path, options) {
	const answer = await send(method, path, options);
	if (!answer.ok) throw new Problem(answer.status, answer.body);
	if (method === 'GET') {
		const found = path === '/me' ? answer.body : answer.body.me;
		if (found) setMe(found);
	}
	return answer.body;
}

export const get = (path) => ask('GET', path);

// Whoever signed in meanwhile, in another tab, must not send what somebody else wrote.
async function renewSession() {
	const before = me;
	const answer = await send('GET', '/me');
	if (!answer.ok) throw new Problem(answer.status, answer.body);
	if (before && before.person.id !== answer.body.person.id) {
		throw new Problem(403, {
			code: 'somebody-else',
			detail: `${answer.body.person.name} is signed in now. ${before.person.name} wrote this, and has to sign in to send it.`,
		});
	}
	setMe(answer.body);
	return !before || before.csrf !== answer.body.csrf;
}

// A request that changes something. After a new sign-in in another tab the token is another one: asked for once.
export async function change(method, path, options) {
	try {
		return await ask(method, path, options);
	} catch (problem) {
		if (problem.status !== 401 && problem.status !== 403) throw problem;
		if (!(await renewSession())) throw problem;
		return ask(method, path, options);
	}
}

// One of { id }, { until: id }, { reference }. What is left unread stands in the header of every page.
export async function markRead(which) {
	const { notices } = await change('POST', '/notices/read', { body: which, keepalive: true });
	if (me) setMe({ ...me, notices });
}

export const newKey = () => crypto.randomUUID();

export const escalationPath = (reference) => `/escalations/${encodeURIComponent(reference)}`;
export const draftPath = (reference, action) =>
	`/drafts/${encodeURIComponent(reference)}/${encodeURIComponent(action)}`;

// What is too large is not sent: the server would not read it to its end, and a browser then shows no answer at all.
async function sendFile(reference, file, megabytes) {
	if (file.size > megabytes * 1024 * 1024) {
		throw new Problem(413, { code: 'too-large', detail: `This file is larger than ${megabytes} MB. Send a smaller one.` });
	}
	return change('POST', `${escalationPath(reference)}/attachments`, { file });
}

// For the fields of a form: where its files go, and how large they may be.
export const uploads = (reference, me) => ({
	megabytes: me.instance.file_megabytes,
	send: (file) => sendFile(reference, file, me.instance.file_megabytes),
});

// People by what was typed (null: those who are proposed), each with why they are proposed where `place` says that it is
// for a field of a form: { field, reference, action }.
export async function searchPeople(words, agency, place = {}) {
	const asked = { q: words, agency, ...place };
	const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
	const found = await get(`/people?${query}`);
	return { ...found, people: found.people.map((person, i) => (found.why[i] ? { ...person, why: found.why[i] } : person)) };
}
