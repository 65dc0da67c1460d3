// Running escalations go on under another edition: which, what would change for them, why; then it is done. The server looks
// at them part by part, and the parts are added up here. No case content is shown.

import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { escalations, ImpactCases } from '../components/impact.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph, SummaryRow } from '../components/parts.js';
import { ChoiceField } from '../fields/choice.js';
import { TextField } from '../fields/text.js';
import { goToSignIn, useLoad, useTitle } from '../hooks.js';

const REFERENCES = { name: 'references', label: 'References', required: true, hint: 'One a line, such as MSP-2027-000001. At most 200.' };
const WHY = { name: 'why', label: 'Why are they moved?', required: true, max: 500,
	hint: 'Everybody who sees one of these escalations can read it. Write nothing about any one of them.' };
const ERROR_IDS = { '/from': 'field-from', '/references': 'field-references', '/why': 'field-why' };
const SHOWN_MOST = 50;
const CHOSEN = 'chosen';
const AGAIN_AFTER = 2000;

const itemsOf = (problem) => (problem.errors.length > 0
	? problem.errors.map(({ pointer, reason }) => ({ text: reason, id: ERROR_IDS[pointer.replace(/^(\/[a-z]+).*/, '$1')] }))
	: [{ text: problem.message }]);

const whichOf = (from, references) =>
	(from === CHOSEN ? { references: references.split(/[\s,]+/).filter(Boolean) } : { from });

function together(sum, part) {
	if (!sum) return part;
	return {
		...part, seen: sum.seen + part.seen, changed: sum.changed + part.changed, refused: sum.refused + part.refused,
		late: sum.late + part.late, cases: [...sum.cases, ...part.cases].slice(0, SHOWN_MOST),
	};
}

function useImpact(path) {
	const [state, setState] = useState({ items: [], turn: 0 });
	const run = useRef(0);
	const clear = () => {
		run.current += 1;
		setState((before) => ({ items: [], turn: before.turn }));
	};
	const fail = (items) => setState((before) => ({ ...before, items, turn: before.turn + 1, running: false }));
	const look = async (which) => {
		const mine = ++run.current;
		let sum = null;
		setState((before) => ({ items: [], turn: before.turn, running: true }));
		try {
			do {
				const part = await change('POST', `${path}/preview`, { body: sum ? { ...which, after: sum.next } : which });
				if (mine !== run.current) return;
				sum = together(sum, part);
				setState((before) => ({ ...before, sum, running: sum.next !== null }));
			} while (sum.next !== null);
		} catch (problem) {
			if (mine !== run.current) return;
			if (problem.status === 401) goToSignIn();
			fail(itemsOf(problem));
		}
	};
	return { ...state, clear, fail, look };
}

function Sum({ sum, running }) {
	return html`<section aria-labelledby="impact">
		<h2 class="govuk-heading-m" id="impact">What changes</h2>
		<p class="govuk-body" role="status">${running ? `${escalations(sum.seen)} looked at so far…` : `${escalations(sum.seen)} looked at. Nothing has been changed yet.`}</p>
		<dl class="govuk-summary-list">
			<${SummaryRow} label="Dates change in">${escalations(sum.changed)}<//>
			<${SummaryRow} label="Something is late at once in">${escalations(sum.late)}<//>
			<${SummaryRow} label="Cannot be moved">${escalations(sum.refused)}<//>
		</dl>
		<${ImpactCases} cases=${sum.cases} of=${sum.changed + sum.refused} />
	</section>`;
}

function Move({ shown, reload }) {
	const path = `/policies/${shown.edition}/move`;
	const others = shown.running.filter((one) => one.edition !== shown.edition);
	const [from, setFrom] = useState(others[0]?.edition ?? CHOSEN);
	const [references, setReferences] = useState('');
	const [why, setWhy] = useState('');
	const [busy, setBusy] = useState(false);
	const impact = useImpact(path);
	const errorOf = (id) => impact.items.find((item) => item.id === id)?.text;
	const choose = (set) => (value) => {
		set(value);
		impact.clear();
	};
	const look = (event) => {
		event.preventDefault();
		impact.look(whichOf(from, references));
	};
	const move = async (event) => {
		event.preventDefault();
		setBusy(true);
		try {
			await change('POST', path, { body: { ...whichOf(from, references), why } });
			impact.clear();
			setWhy('');
			setReferences('');
			await reload();
			document.getElementById('moved')?.focus();
		} catch (problem) {
			if (problem.status === 401) goToSignIn();
			impact.fail(itemsOf(problem));
		}
		setBusy(false);
	};
	const field = { name: 'from', type: 'choice', label: 'Which escalations?', required: true, choices: [
		...others.map((one) => ({ id: one.edition, label: `All that run under edition ${one.edition}: ${one.label ?? ''}`, hint: escalations(one.escalations) })),
		{ id: CHOSEN, label: 'Some of them, by their references' }] };
	const ready = impact.sum && !impact.running && impact.sum.changed + impact.sum.seen > impact.sum.refused;
	return html`<${ErrorSummary} items=${impact.items} turn=${impact.turn} />
		<form onSubmit=${look} novalidate>
			<${ChoiceField} field=${field} value=${from} error=${errorOf('field-from')} onChange=${choose(setFrom)}
				below=${(choice) => choice.id === CHOSEN && html`<div class="parley-conditional">
					<${TextField} field=${REFERENCES} value=${references} error=${errorOf('field-references')} onChange=${choose(setReferences)} /></div>`} />
			<button type="submit" class="govuk-button govuk-button--secondary" disabled=${impact.running}>Show what changes</button>
		</form>
		${impact.sum && html`<${Sum} sum=${impact.sum} running=${impact.running} />`}
		${ready && html`<form onSubmit=${move} novalidate>
			<h2 class="govuk-heading-m">Move them</h2>
			<${Paragraph}>Each person whom it concerns gets one message, without a reference. It cannot be taken back, but they can
				be moved again.<//>
			<${TextField} field=${WHY} value=${why} error=${errorOf('field-why')} onChange=${setWhy} />
			<button type="submit" class="govuk-button" disabled=${busy}>Move to this edition</button>
		</form>`}`;
}

const from = (pass) => (pass.from ? `all that ran under edition ${pass.from}` : 'escalations that were chosen');

// What is not finished goes on by itself; the page looks again.
function Passes({ passes, reload }) {
	const going = passes.some((one) => !one.finished);
	useEffect(() => {
		if (!going) return undefined;
		const timer = setTimeout(reload, AGAIN_AFTER);
		return () => clearTimeout(timer);
	});
	if (passes.length === 0) return null;
	return html`<section aria-labelledby="moved">
		<h2 class="govuk-heading-m" id="moved" tabindex="-1">Moved to this edition</h2>
		<p class="govuk-body" role="status">${going ? 'This is still going on, and goes on when you leave this page.' : ''}</p>
		<ul class="govuk-list govuk-list--bullet">${passes.map((one) => html`<li key=${one.id}>
			${one.at}, ${one.who ?? 'at the command line'}: ${from(one)}; ${escalations(one.changed)} moved,
			${one.refused} could not be moved${one.finished ? '' : ', not finished yet'}.
			${one.why && html`<span class="parley-muted"> ${one.why}</span>`}</li>`)}</ul>
	</section>`;
}

export function PoliciesMove({ route }) {
	const { edition } = route.parameters;
	const state = useLoad(() => get(`/policies/${encodeURIComponent(edition)}/move`), [route.move]);
	useTitle('Move running escalations');
	return html`<${Main} before=${html`<${BackLink} href=${`/policies/${edition}`}>Edition ${edition}<//>`}>
		<${Loaded} state=${state}>${(shown) => html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
			<span class="govuk-caption-l">${shown.policy}, ${shown.label}</span>
			<${Heading}>Move running escalations to this edition<//>
			<${Paragraph}>An escalation keeps the edition under which it was raised until somebody moves it. What is still to be done
				then takes this edition’s times, counted from when that really began. What is done keeps its date.<//>
			<${Passes} passes=${shown.passes} reload=${state.reload} />
			<${Move} shown=${shown} reload=${state.reload} />
		</div></div>`}<//><//>`;
}
