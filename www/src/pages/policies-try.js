// A draft of a policy, tried on the escalations that there are: what would have been late, who would have been called.
// The server answers part by part; the parts are added up here. Nothing is stored or sent, and no case content is shown.

import { html, useRef, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { Main } from '../components/layout.js';
import { BackLink, Clause, Heading, Loaded, Paragraph, SummaryRow } from '../components/parts.js';
import { PolicyFile } from '../components/policy-file.js';
import { TextField } from '../fields/text.js';
import { goToSignIn, useLoad, useTitle } from '../hooks.js';

const POLICY = { name: 'policy', label: 'Or paste the text of the file', required: false };
const NAMED_MOST = 50;

// --- adding up ---

const sameDuty = (a, b) => a.stage === b.stage && a.text === b.text && a.clause === b.clause;
const sameCall = (a, b) => a.role === b.role && a.agency === b.agency;

function addUp(list, more, same, add) {
	const sum = list.map((one) => ({ ...one }));
	for (const one of more) {
		const found = sum.find((other) => same(one, other));
		if (found) add(found, one);
		else sum.push({ ...one });
	}
	return sum;
}

function together(whole, part) {
	if (!whole) return part;
	return {
		...part,
		escalations: whole.escalations + part.escalations,
		misfits: whole.misfits + part.misfits,
		late_now: whole.late_now + part.late_now,
		late_then: whole.late_then + part.late_then,
		differing: whole.differing + part.differing,
		late: addUp(whole.late, part.late, sameDuty, (sum, one) => { sum.escalations += one.escalations; }),
		called: addUp(whole.called, part.called, sameCall, (sum, one) => { sum.now += one.now; sum.then += one.then; }),
		differs: [...whole.differs, ...part.differs].slice(0, NAMED_MOST),
	};
}

// --- what came of it ---

function Late({ late }) {
	if (late.length === 0) return html`<${Paragraph}>Nothing would have been late under it.<//>`;
	const rows = [...late].sort((a, b) => b.escalations - a.escalations);
	return html`<table class="govuk-table"><caption class="govuk-table__caption govuk-table__caption--m">What would have been late</caption>
		<thead class="govuk-table__head"><tr class="govuk-table__row">
			<th scope="col" class="govuk-table__header">Duty</th>
			<th scope="col" class="govuk-table__header govuk-table__header--numeric">Escalations</th></tr></thead>
		<tbody class="govuk-table__body">${rows.map((one, i) => html`<tr class="govuk-table__row" key=${i}>
			<td class="govuk-table__cell">${one.stage && html`<strong>${one.stage}: </strong>`}${one.text} <${Clause} clause=${one.clause} /></td>
			<td class="govuk-table__cell govuk-table__cell--numeric">${one.escalations}</td></tr>`)}</tbody></table>`;
}

function Called({ called }) {
	if (called.length === 0) return null;
	const rows = [...called].sort((a, b) => a.name.localeCompare(b.name) || (a.agency ?? '').localeCompare(b.agency ?? ''));
	return html`<table class="govuk-table"><caption class="govuk-table__caption govuk-table__caption--m">Who would have been called</caption>
		<thead class="govuk-table__head"><tr class="govuk-table__row">
			<th scope="col" class="govuk-table__header">Role</th>
			<th scope="col" class="govuk-table__header govuk-table__header--numeric">As it was</th>
			<th scope="col" class="govuk-table__header govuk-table__header--numeric">Under it</th></tr></thead>
		<tbody class="govuk-table__body">${rows.map((one, i) => html`<tr class="govuk-table__row" key=${i}>
			<td class="govuk-table__cell">${one.name}<span class="parley-small parley-muted">${`, ${one.agency ?? 'of the partnership'}`}</span></td>
			<td class="govuk-table__cell govuk-table__cell--numeric">${one.now}</td>
			<td class="govuk-table__cell govuk-table__cell--numeric">${one.then}</td></tr>`)}</tbody></table>`;
}

const difference = (one) => (!one.fits ? 'could not have gone this way' : one.late_then ? 'late only under it' : 'late only as it was');

function Differs({ sum }) {
	if (sum.differing === 0) return null;
	return html`<h3 class="govuk-heading-s">Where it would have made a difference</h3>
		<ul class="govuk-list govuk-list--bullet">${sum.differs.map((one) => html`<li key=${one.reference}>${one.reference}: ${difference(one)}</li>`)}</ul>
		${sum.differing > sum.differs.length && html`<${Paragraph}>${`These are the first ${sum.differs.length} of ${sum.differing}.`}<//>`}`;
}

function Sum({ sum, running }) {
	return html`<section aria-labelledby="trial">
		<h2 class="govuk-heading-m" id="trial">${`${sum.policy}, ${sum.label}`}</h2>
		<p class="govuk-body" role="status">${running ? '' : 'All escalations were looked at. Nothing was stored or sent.'}</p>
		${running && html`<${Paragraph}>${`${sum.percent} per cent of the escalations looked at.`}<//><progress class="parley-progress" max="100" value=${sum.percent} aria-labelledby="trial"></progress>`}
		<dl class="govuk-summary-list">
			<${SummaryRow} label="Tried on">${`${sum.escalations} ${sum.escalations === 1 ? 'escalation' : 'escalations'}`}<//>
			<${SummaryRow} label="Could not have gone this way">${sum.misfits}<//>
			<${SummaryRow} label="With something late, as it was">${sum.late_now}<//>
			<${SummaryRow} label="With something late, under it">${sum.late_then}<//>
		</dl>
		<${Late} late=${sum.late} />
		<${Called} called=${sum.called} />
		<${Differs} sum=${sum} />
	</section>`;
}

// --- asking ---

const ERROR_IDS = { '/policy': 'field-policy', '/edition': 'field-edition' };
const itemsOf = (problem) => {
	if (problem.errors.length === 0) return [{ text: problem.message, id: 'field-policy' }];
	return problem.errors.map(({ pointer, reason }) => ({
		text: ERROR_IDS[pointer] ? reason : `${pointer || 'The whole file'}: ${reason}`, id: ERROR_IDS[pointer] ?? 'field-policy' }));
};

function useTrial() {
	const [state, setState] = useState({ items: [], turn: 0 });
	const run = useRef(0);
	const stop = () => {
		run.current += 1;
		setState((before) => ({ ...before, running: false, stopped: Boolean(before.running) }));
	};
	const start = async (draft) => {
		const mine = ++run.current;
		let sum = null;
		setState((before) => ({ items: [], turn: before.turn, running: true }));
		try {
			do {
				const part = await change('POST', '/policies/try', { body: sum ? { ...draft, after: sum.next } : draft });
				if (mine !== run.current) return;
				sum = together(sum, part);
				setState((before) => ({ ...before, sum, running: sum.next !== null }));
			} while (sum.next !== null);
		} catch (problem) {
			if (mine !== run.current) return;
			if (problem.status === 401) goToSignIn();
			setState((before) => ({ ...before, items: itemsOf(problem), turn: before.turn + 1, running: false, stopped: Boolean(sum) }));
		}
	};
	return { ...state, start, stop };
}

function Editions({ editions, value, onChange }) {
	return html`<div class="govuk-form-group">
		<label class="govuk-label govuk-label--s" for="field-edition">Choose an edition</label>
		<select class="govuk-select" id="field-edition" value=${value} onChange=${(event) => onChange(event.target.value)}>
			<option value="">None: a file, or the text below</option>
			${editions.map((one) => html`<option key=${one.id} value=${one.id}>${`${one.id}: ${one.policy}, ${one.label}`}</option>`)}
		</select>
	</div>`;
}

function Trial({ editions, chosen }) {
	const [edition, setEdition] = useState(editions.some((one) => one.id === chosen) ? chosen : '');
	const [policy, setPolicy] = useState('');
	const trial = useTrial();
	const submit = (event) => {
		event.preventDefault();
		trial.start(edition ? { edition } : { policy });
	};
	return html`<form onSubmit=${submit} novalidate>
		<${ErrorSummary} items=${trial.items} turn=${trial.turn} />
		<${Heading}>Try a draft on past escalations<//>
		<${Paragraph}>Everything stays as it happened; only the policy is another. You see counts and references, never what a
			case says. Nothing is stored, and nobody is told.<//>
		<${Editions} editions=${editions} value=${edition} onChange=${setEdition} />
		${!edition && html`<${PolicyFile} onText=${setPolicy} />
			<${TextField} field=${POLICY} value=${policy} error=${trial.items.find((item) => item.id === 'field-policy')?.text} onChange=${setPolicy} />`}
		<div class="govuk-button-group">
			<button type="submit" class="govuk-button" disabled=${trial.running}>Try it</button>
			${trial.running && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${trial.stop}>Stop</button>`}
		</div>
		${trial.stopped && html`<${Paragraph}>It was stopped before the end: these counts are of a part of the escalations.<//>`}
		${trial.sum && html`<${Sum} sum=${trial.sum} running=${trial.running || trial.stopped} />`}
	</form>`;
}

export function PoliciesTry({ route }) {
	const state = useLoad(() => get('/policies'), [route.move]);
	useTitle('Try a draft on past escalations');
	return html`<${Main} before=${html`<${BackLink} href="/policies">Editions of the policy<//>`}>
		<${Loaded} state=${state}>${({ editions }) => html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
			<${Trial} editions=${editions} chosen=${route.query.get('edition')} /></div></div>`}<//><//>`;
}
