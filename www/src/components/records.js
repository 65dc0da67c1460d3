// The two-sided record: what each side said of it, what corrects it, and what still waits for a word.

import { html } from '../vendor/preact.js';
import { actionPath } from '../paths.js';
import { Tag, Written } from './parts.js';

const STATES = {
	wrote: { words: 'written down and approved', colour: 'green' },
	approved: { words: 'approved', colour: 'green' },
	differs: { words: 'differs', colour: 'orange' },
	waiting: { words: 'not yet approved', colour: 'grey' },
};

const ACTIONS = { 'approve-record': 'Approve it', differ: 'Say where you differ', correct: 'Correct it', attach: 'Attach a file' };

function Side({ side }) {
	const state = STATES[side.state];
	if (!state) return null;
	return html`<li><${Tag} colour=${state.colour}>${state.words}<//> ${side.agency}${
			side.when_words ? html`<span class="parley-muted">${`: ${side.who?.name ?? 'Parley'}${side.for ? ` for ${side.for.name}` : ''}, ${side.when_words}`}</span>` : ''}
		${side.difference && html`<br />${side.state === 'approved' ? 'They had differed: ' : ''}<${Written}>${side.difference}<//>`}</li>`;
}

function Links({ actions }) {
	if (!actions?.ids.length) return null;
	return html`<p class="parley-record__links parley-no-print">${actions.ids.map((id) => html`<a key=${id} class="govuk-link"
		href=${actionPath(actions.reference, id)}>${ACTIONS[id.split(':')[0]]}<span class="govuk-visually-hidden"> (record ${
			id.split(':')[1]})</span></a>`)}</p>`;
}

export function RecordState({ seq, record, actions }) {
	return html`<div class="parley-record">
		<p class="parley-small">Record ${seq}, stage ${record.stage}${
			record.corrects ? `. It corrects record ${record.corrects}, which stays as it was` : ''}${
			record.corrected_by ? `. Record ${record.corrected_by} corrects it` : ''}</p>
		${record.sides.length > 0 && html`<ul class="govuk-list parley-small">${record.sides.map((side) =>
			html`<${Side} key=${side.side} side=${side} />`)}</ul>`}
		<${Links} actions=${actions} />
	</div>`;
}

// Also those that are folded away below: whoever is asked finds each of them here.
export function WaitingRecords({ events, reference, recordActions }) {
	const waiting = recordActions.filter((one) => one.actions.some((id) => id.startsWith('differ:')));
	if (waiting.length === 0) return null;
	const eventOf = (one) => events.find((event) => event.seq === one.seq);
	return html`<div class="govuk-inset-text parley-no-print">
		<p>${waiting.length === 1 ? 'A record waits' : `${waiting.length} records wait`} for your side to approve, or to say where you differ:</p>
		<ul class="govuk-list govuk-list--bullet">${waiting.map((one) => html`<li key=${one.seq}><a class="govuk-link"
			href=${actionPath(reference, one.actions.find((id) => id.startsWith('approve-record:')))}>Record ${one.seq}</a>${
			' '}<span class="parley-muted">${eventOf(one)?.happened_words}</span></li>`)}</ul>
	</div>`;
}
