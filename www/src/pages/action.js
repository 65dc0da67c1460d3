// Any action on an escalation: the server gives its fields, its label and what happens next; this draws them.

import { html, useEffect, useMemo, useRef, useState } from '../vendor/preact.js';
import { draftPath, escalationPath, get, uploads } from '../api.js';
import { Emergency } from '../components/emergency.js';
import { ErrorSummary } from '../components/error-summary.js';
import { DraftStatus, SendButton, SignedOut, WhatHappensNext } from '../components/form-parts.js';
import { Main } from '../components/layout.js';
import { BackLink, Clause, Heading, Loaded, Paragraph } from '../components/parts.js';
import { Event } from '../components/timeline.js';
import { Fields } from '../fields/field.js';
import { summaryOf, useDraft, useExplained, useSend } from '../form-state.js';
import { useLoad, useTitle } from '../hooks.js';
import { keepReceipt } from '../receipt.js';
import { navigate } from '../router.js';
import { findFaults, fromWire, onlyChoices, toWire, withAnswer } from '../values.js';
import { actsFor, INTRODUCTIONS } from '../words.js';
import { casePath } from '../paths.js';

// Somebody was first: what they recorded, and whether this can still be done. What was typed stays below.
function Changed({ problem, turn }) {
	const box = useRef(null);
	useEffect(() => box.current?.focus(), [turn]);
	if (problem?.code !== 'changed') return null;
	const { since = [], still } = problem.body;
	return html`<section class="parley-notice" tabindex="-1" ref=${box} aria-labelledby="changed">
		<h2 class="govuk-heading-m" id="changed">Something was recorded while you were writing</h2>
		<ol class="parley-timeline">${since.map((event) => html`<${Event} key=${event.seq} event=${event} />`)}</ol>
		<p class="govuk-body">${still
			? 'Nothing that you typed is lost. If it still holds, press the button again.'
			: 'This can no longer be done. What you typed is still below: copy what you need.'}</p>
	</section>`;
}

// The one whom the server suggests among those it proposes, or the only one, is chosen until somebody else is.
function startingValues(action) {
	const values = { ...onlyChoices(action.fields), ...fromWire(action.fields, action.starts), ...action.draft?.fields };
	for (const { field, people } of action.proposed ?? []) {
		const suggested = people.find((one) => one.suggested) ?? (people.length === 1 ? people[0] : null);
		if (!(field in values) && suggested) values[field] = { ...suggested.person, why: suggested.why };
	}
	return values;
}

// One object for each field, for as long as the page is open: a search begins anew when its place is another.
function placesOf(data, action) {
	const explained = action.fields.filter((field) => field.explains).map((field) => field.explains);
	const places = new Map(explained.map((field) => [field, { field, reference: data.reference, action: action.id }]));
	return (field) => places.get(field.name);
}

function contextOf(data, action) {
	const agencyOf = (side) => data.sides.find((s) => s.side === side)?.agency.id;
	return {
		now: data.me.now,
		upload: uploads(data.reference, data.me),
		agencies: data.agencies ?? data.sides.map((side) => side.agency),
		agencyFor: (field) => agencyOf(field.name.split('_')[0]),
		proposedFor: (field) => action.proposed?.find((p) => p.field === field.name),
		placeFor: placesOf(data, action),
	};
}

function useActionForm(data, action) {
	const { reference } = data;
	const { draft, status } = useDraft(draftPath(reference, action.id));
	const sending = useSend(draft);
	const [values, setValues] = useState(() => startingValues(action));
	const [version, setVersion] = useState(data.version);

	const setValue = (name, value) => {
		const next = withAnswer(action.fields, values, name, value);
		setValues(next);
		draft.change({ fields: next });
	};
	const submit = async (event) => {
		event.preventDefault();
		const faults = findFaults(action.fields, values);
		if (Object.keys(faults).length > 0) return sending.fail(faults);
		const body = { action: action.id, version, fields: toWire(action.fields, values) };
		const recorded = await sending.send(`${escalationPath(reference)}/events`, body);
		if (!recorded) return undefined;
		keepReceipt(reference, recorded);
		return navigate(`${casePath(reference)}/recorded`, { replace: true });
	};
	useExplained(action.fields, values, sending, setValue);
	// After 'changed' the next press is against what is now known to be there.
	const newer = sending.problem?.code === 'changed' ? sending.problem.body.version : null;
	if (newer && newer !== version) setVersion(newer);
	return { ...sending, values, status, setValue, submit };
}

// Somebody who approves, differs or corrects has the record before their eyes: "approve-record:5".
function RecordInQuestion({ data, action }) {
	const seq = Number(action.id.split(':')[1]);
	const ids = data.record_actions.find((one) => one.seq === seq)?.actions ?? [];
	if (!ids.includes(action.id)) return null;
	const others = { reference: data.reference, ids: ids.filter((id) => id !== action.id) };
	return html`<h2 class="govuk-heading-m">The record</h2>
		<ol class="parley-timeline parley-record-shown"><${Event} event=${data.timeline.find((one) => one.seq === seq)}
		actions=${others} /></ol>`;
}

// Whoever confirms an outcome has its wording before their eyes.
function WhatIsConfirmed({ data, action }) {
	const event = action.kind === 'confirmed' && data.timeline.find((one) => ['agreed', 'decided'].includes(one.kind));
	return event ? html`<h2 class="govuk-heading-m">What was settled</h2>
		<ol class="parley-timeline"><${Event} event=${event} /></ol>` : null;
}

function ActionForm({ data, action }) {
	const form = useActionForm(data, action);
	const context = useMemo(() => contextOf(data, action), [data, action]);
	const isWrong = Object.keys(form.faults).length > 0;
	useTitle(`${isWrong ? 'Error: ' : ''}${action.label}`);
	const over = form.problem?.code === 'changed' && form.problem.body.still === false;
	return html`<form novalidate onSubmit=${form.submit}>
		<${ErrorSummary} items=${summaryOf(form, action.fields)} turn=${form.turn} />
		<${Changed} problem=${form.problem} turn=${form.turn} />
		<${SignedOut} problem=${form.problem} />
		<span class="govuk-caption-l">Escalation ${data.reference}</span>
		<${Heading}>${action.label}<//>
		${INTRODUCTIONS[action.kind] && html`<${Paragraph}>${INTRODUCTIONS[action.kind]} <${Clause} clause=${action.clause} /><//>`}
		${data.emergency?.map((route) => html`<${Emergency} key=${route.id} route=${route}
			tells="When you send this, Parley tells in your agency, at any hour" />`)}
		<${RecordInQuestion} data=${data} action=${action} />
		<${WhatIsConfirmed} data=${data} action=${action} />
		<${Fields} fields=${action.fields} values=${form.values} faults=${form.faults} onChange=${form.setValue} context=${context} />
		${action.instead_of && html`<${Paragraph}>${actsFor(data, action.instead_of)} The record says who did it.<//>`}
		<${WhatHappensNext} text=${action.next} clause=${INTRODUCTIONS[action.kind] ? null : action.clause} />
		<div class="govuk-button-group">
			${!over && html`<${SendButton} busy=${form.busy}>${action.label}<//>`}
			<a class="govuk-link" href=${casePath(data.reference)}>${over ? 'See the escalation' : 'Leave it for now'}</a>
		</div>
		<${DraftStatus} status=${form.status} />
	</form>`;
}

function Gone({ reference }) {
	useTitle('This cannot be done now');
	return html`<${Heading}>This cannot be done now<//>
		<${Paragraph}>The escalation has moved on, or it is for somebody else to do.<//>
		<${Paragraph}><a class="govuk-link" href=${casePath(reference)}>See the escalation</a><//>`;
}

export function ActionPage({ route }) {
	const { reference } = route.parameters;
	const id = route.query.get('id');
	const state = useLoad(() => get(`${escalationPath(reference)}?${new URLSearchParams({ action: id ?? '' })}`), [reference, id]);
	const action = state.data?.actions.find((a) => a.id === id);
	return html`<${Main} before=${html`<${BackLink} href=${casePath(reference)}>Back to the escalation<//>`}>
		<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
			<${Loaded} state=${state}>${(data) => (action
				? html`<${ActionForm} data=${data} action=${action} />`
				: html`<${Gone} reference=${reference} />`)}<//>
		</div></div>
	<//>`;
}
