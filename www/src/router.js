// Addresses to pages. Links are ordinary links; a click on one of ours is turned into a change of page without a
// load, and the browser's back and forward go through the same door.

import { useEffect, useState } from './vendor/preact.js';

// Path pattern -> page. `:name` matches one part of the path. The rest of nginx's paths belong to the server.
const ROUTES = [
	['/', 'worklist'],
	['/raise', 'raise'],
	['/raise/:page', 'raise'],
	['/escalations/:reference', 'case'],
	['/escalations/:reference/action', 'action'],
	['/escalations/:reference/record', 'record'],
	['/escalations/:reference/recorded', 'recorded'],
	['/escalations/:reference/notes', 'notes'],
	['/escalations/:reference/confirmation', 'confirmation'],
	['/requests', 'requests'],
	['/requests/:id', 'request'],
	['/requests/:id/raise', 'raise'],
	['/requests/:id/raise/:page', 'raise'],
	['/lessons', 'lessons'],
	['/policy', 'policy'],
	['/policies', 'policies'],
	['/policies/import', 'policies-import'],
	['/policies/try', 'policies-try'],
	['/policies/:edition', 'policies-edition'],
	['/policies/:edition/move', 'policies-move'],
	['/policies/:edition/flowchart', 'policies-flowchart'],
	['/policies/:edition/timetable', 'policies-timetable'],
	['/settings', 'settings'],
	['/settings/:name', 'setting'],
	['/absence', 'absence'],
	['/hand-over', 'hand-over'],
	['/notices', 'notices'],
	['/undelivered', 'undelivered'],
	['/calendar', 'calendar'],
	['/vacancies', 'vacancies'],
	['/retention', 'retention'],
	['/accessibility', 'accessibility'],
];
const SERVER_PATHS = /^\/((sign-in|sign-out|api|healthz)(\/|$)|calendar-feed\/)/;

function matchPattern(pattern, path) {
	const wanted = pattern.split('/');
	const given = path.split('/');
	if (wanted.length !== given.length) return null;
	const parameters = {};
	for (let i = 0; i < wanted.length; i++) {
		if (wanted[i].startsWith(':')) parameters[wanted[i].slice(1)] = decode(given[i]);
		else if (wanted[i] !== given[i]) return null;
	}
	return parameters;
}

function decode(part) {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

export function parseLocation(location) {
	const path = location.pathname.replace(/(.)\/$/, '$1');
	const query = new URLSearchParams(location.search);
	for (const [pattern, page] of ROUTES) {
		const parameters = matchPattern(pattern, path);
		if (parameters) return { page, parameters, query, path };
	}
	return { page: 'not-found', parameters: {}, query, path };
}

// --- state ---

let moves = 0; // grows with each change of page
let returning = false; // the last one was back or forward
let focusWanted = false; // the next heading takes the focus: not at the first load
let scrollWanted = 0; // how far down to go when the page has its content
const scrolls = new Map(); // entry of the history -> how far down it was
let entry = history.state?.entry ?? 0;
let shown = location.pathname + location.search;
const listeners = new Set();

function arrive(isReturn) {
	shown = location.pathname + location.search;
	moves += 1;
	returning = isReturn;
	focusWanted = true;
	for (const listener of listeners) listener(moves);
}

export function navigate(href, { replace = false } = {}) {
	scrolls.set(entry, scrollY);
	if (replace) history.replaceState({ entry }, '', href);
	else {
		entry += 1;
		history.pushState({ entry }, '', href);
	}
	arrive(false);
}

// Called by the page's heading when it is there: announces the page and puts the reader where it begins.
export function takeFocus(heading) {
	if (!focusWanted) return;
	focusWanted = false;
	heading.focus({ preventScroll: true });
	scrollWanted = returning ? (scrolls.get(entry) ?? 0) : 0;
	scrollTo(0, scrollWanted);
}

// Called when what the page shows has come: only now is it long enough to go back to where it was left.
export function takeScroll() {
	if (scrollWanted > 0) scrollTo(0, scrollWanted);
	scrollWanted = 0;
}

export const isReturning = () => returning;

function isOurs(link, event) {
	return (
		link.origin === location.origin &&
		!link.target &&
		!link.hasAttribute('download') &&
		!SERVER_PATHS.test(link.pathname) &&
		event.button === 0 &&
		!(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
	);
}

function onClick(event) {
	const link = event.target.closest?.('a[href]');
	if (event.defaultPrevented || !link || !isOurs(link, event)) return;
	const samePage = link.pathname === location.pathname && link.search === location.search;
	if (samePage && link.hash) return;
	event.preventDefault();
	navigate(link.pathname + link.search + link.hash);
}

function onPopState(event) {
	if (shown === location.pathname + location.search) return; // to or from an anchor of the same page
	scrolls.set(entry, scrollY);
	entry = event.state?.entry ?? 0;
	arrive(true);
}

export function startRouter() {
	history.scrollRestoration = 'manual';
	if (!history.state) history.replaceState({ entry: 0 }, '');
	addEventListener('click', onClick);
	addEventListener('popstate', onPopState);
}

// The page to show; `move` differs after each change of page, even to the same address.
export function useRoute() {
	const [move, setMove] = useState(moves);
	useEffect(() => {
		listeners.add(setMove);
		return () => listeners.delete(setMove);
	}, []);
	return { ...parseLocation(location), move };
}
