// What every form of the product does: holds what is typed, keeps a draft on the server, sends once, and loses
// nothing when sending does not work.

import { useEffect, useRef, useState } from './vendor/preact.js';
import { change, newKey, Problem } from './api.js';
import { createDraft } from './draft.js';
import { fieldId } from './fields/frame.js';
import { faultsOf, findFaults, isAsked, toWire, withoutWhy } from './values.js';

export function useDraft(path) {
	const [status, setStatus] = useState('');
	const draft = useRef(null);
	draft.current ??= createDraft(path, setStatus);
	useEffect(() => {
		const leave = () => draft.current.leave();
		addEventListener('pagehide', leave);
		return () => {
			removeEventListener('pagehide', leave);
			leave();
		};
	}, []);
	return { draft: draft.current, status };
}

export const DRAFT_WORDS = {
	'': '',
	saving: 'Saving a draft…',
	saved: 'Your draft is saved',
	failed: 'Your draft is not saved at the moment. Keep this page open; it is tried again when you type.',
	'signed-out': 'Your draft is not saved: you have been signed out. Keep this page open.',
};

// What to say when sending failed, besides the fields.
const SENDING = {
	0: 'It is not known whether it was recorded: no answer came. Nothing that you typed is lost. Press the button again; it cannot be recorded twice.',
	401: 'You have been signed out, and nothing that you typed is lost.',
	413: 'It is too long to send. Shorten the longest answer.',
	429: 'Too many requests came from you. Wait a minute, then press the button again.',
	503: 'Parley is not available at the moment. Nothing that you typed is lost. Press the button again in a minute; it cannot be recorded twice.',
};

function sentenceFor(problem) {
	if (problem.status === 503 || problem.status === 0) return SENDING[problem.status];
	if (problem.status >= 500 && problem.status !== 503) return SENDING[0];
	return SENDING[problem.status] ?? problem.message;
}

// Sends once, with one key for as long as the form is open: whatever is sent again is recognised.
export function useSend(draft) {
	const key = useRef(null);
	key.current ??= newKey();
	const [state, setState] = useState({ busy: false, faults: {}, problem: null, turn: 0 });

	const fail = (faults, problem = null) =>
		setState((before) => ({ busy: false, faults, problem, turn: before.turn + 1 }));

	// Gives what the server answered, or null after a failure that is now shown.
	const send = async (path, body) => {
		if (state.busy) return null;
		setState((before) => ({ ...before, busy: true }));
		await draft.pause();
		try {
			return await change('POST', path, { body, key: key.current });
		} catch (problem) {
			draft.resume();
			if (!(problem instanceof Problem)) throw problem;
			fail(problem.status === 422 ? faultsOf(problem) : {}, problem);
			return null;
		}
	};
	return { ...state, send, fail };
}

// A form on one page whose fields the server gives: `target` takes them, and `done` runs when they were taken.
export function useFieldsForm({ draftPath, fields, start, target, done }) {
	const { draft, status } = useDraft(draftPath);
	const form = useSend(draft);
	const [values, setValues] = useState(() => ({ ...start }));
	const setValue = (name, value) => {
		const next = { ...values, [name]: value };
		setValues(next);
		draft.change({ fields: next });
	};
	const submit = async (event) => {
		event.preventDefault();
		const faults = findFaults(fields, values);
		if (Object.keys(faults).length > 0) return form.fail(faults);
		if (await form.send(target, { fields: toWire(fields, values) })) await done();
		return undefined;
	};
	return { form, status, values, setValue, submit };
}

// Somebody was proposed when they were chosen and is not any more: the server asks for the reason, and so does the form.
export function useExplained(fields, values, { faults, turn }, setValue) {
	useEffect(() => {
		const wanted = fields.find((field) => field.explains && faults[field.name] && !isAsked(field, values));
		if (wanted) setValue(wanted.explains, withoutWhy(values[wanted.explains]));
	}, [turn, values]);
}

// 'What is the risk? Enter an answer'
export const labelledFault = (field, fault) => `${field.label}${/[?.]$/.test(field.label) ? '' : ':'} ${fault}`;

// The lines of the error summary: each wrong field, then what concerns the whole.
export function summaryOf({ faults, problem }, fields) {
	const known = new Set(fields.map((field) => field.name));
	const items = fields
		.filter((field) => faults[field.name])
		.map((field) => ({ id: fieldId(field), text: labelledFault(field, faults[field.name]) }));
	for (const [name, text] of Object.entries(faults)) {
		if (text && !known.has(name)) items.push({ text });
	}
	if (problem && problem.code !== 'changed' && items.length === 0) items.push({ text: sentenceFor(problem) });
	return items;
}
