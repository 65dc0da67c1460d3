// What is erased within a month, what waits for somebody to say so, and what is held: references and dates, for administrators.

import { html, useRef, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { SendButton, SignedOut } from '../components/form-parts.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph, SummaryRow, Tag } from '../components/parts.js';
import { Fields } from '../fields/field.js';
import { fieldId } from '../fields/frame.js';
import { labelledFault } from '../form-state.js';
import { useLoad, useTitle } from '../hooks.js';
import { toWire } from '../values.js';

const ABOUT = { child: 'A child', adult: 'An adult', unknown: 'Not recorded' };
const HOLD = [
	{ name: 'reference', type: 'line', label: 'Reference', required: true, hint: 'For example, MSP-2027-000001, or ‘request 12’ as in the list of what is due' },
	{ name: 'why', type: 'text', label: 'Why must it be kept?', required: true, max: 500, hint: 'Name nobody: a court’s or an inquiry’s own number is enough' },
	{ name: 'until', type: 'date', label: 'The last day', hint: 'Leave it empty to keep it until somebody lifts the hold' },
];
const WHY = (name, label) => [{ name, type: 'text', label, required: true, max: 500, hint: 'It is kept with it' }];
const people = (n, one, many) => `${n} ${n === 1 ? one : many}`;

function words({ children, adults, unknown }) {
	const parts = [people(children, 'about a child', 'about children'), people(adults, 'about an adult', 'about adults')];
	if (unknown > 0) parts.push(`${unknown} where it is not recorded`);
	return parts.join(', ');
}

// A form of this page: `send(values)` gives the body; `rename` says which of its fields a place in the answer is.
function Form({ fields, path, bodyOf, button, warning, title, me, done }) {
	const [values, setValues] = useState({});
	const [state, setState] = useState({ busy: false, faults: {}, problem: null, turn: 0 });
	const submit = async (event) => {
		event.preventDefault();
		if (state.busy) return;
		setState({ ...state, busy: true });
		try {
			const answer = await change('POST', path, { body: bodyOf(toWire(fields, values)) });
			done(answer.title);
		} catch (problem) {
			const faults = Object.fromEntries(problem.errors.map(({ pointer, reason }) => [
				fields.find((field) => field.name === pointer.slice(1) || field.name.startsWith(`${pointer.slice(1)}-`))?.name ?? '', reason]));
			setState({ busy: false, faults, problem, turn: state.turn + 1 });
		}
	};
	const items = fields.filter((field) => state.faults[field.name])
		.map((field) => ({ id: fieldId(field), text: labelledFault(field, state.faults[field.name]) }));
	if (state.problem && items.length === 0) items.push({ text: state.problem.message });
	return html`<form novalidate onSubmit=${submit}>
		<${ErrorSummary} items=${items} turn=${state.turn} />
		<${SignedOut} problem=${state.problem} />
		${title && html`<h2 class="govuk-heading-m">${title}</h2>`}
		<${Fields} fields=${fields} values=${values} faults=${state.faults} context=${{ now: me.now }}
			onChange=${(name, value) => setValues({ ...values, [name]: value })} />
		${warning ? html`<button type="submit" class="govuk-button govuk-button--warning" aria-disabled=${state.busy ? 'true' : undefined}>${button}</button>`
			: html`<${SendButton} busy=${state.busy}>${button}<//>`}
	</form>`;
}

function Waiting({ data, sweep, done }) {
	return html`<section class="parley-notice" aria-labelledby="waiting">
		<h2 class="govuk-heading-m" id="waiting">${people(sweep.due, 'escalation waits', 'escalations wait')} for you to say so</h2>
		<p>${`That is ${words(sweep.counts)}, of ${sweep.counts.ended} that have ended and are kept: more than ${data.most_percent}% may not
			be erased in one night unasked. If the rule is wrong, `}<a class="govuk-link" href="/settings/retention">change it</a>: then
			these wait no more. What is erased cannot be brought back.</p>
		<${Form} fields=${WHY('why-confirm', 'Why is it right to erase them?')} path="/retention/confirm" me=${data.me} done=${done} warning
			bodyOf=${(wire) => ({ sweep: sweep.id, why: wire['why-confirm'] ?? '' })} button=${`Erase ${people(sweep.due, 'escalation', 'escalations')}`} />
	</section>`;
}

function Due({ data }) {
	if (data.rules === 0) {
		return html`<${Paragraph}>No rule says how long anything is kept, so nothing is erased.${' '}
			<a class="govuk-link" href="/settings/retention">Set one</a>.<//>`;
	}
	if (data.items.length === 0) return html`<${Paragraph}>None, by ${data.by}.<//>`;
	return html`<${Paragraph}>${data.partial ? 'At least: ' : ''}${words(data.counts)}${data.counts.held > 0 ? `; ${data.counts.held} held` : ''}.
			Each is erased in the night to its day.<//>
		<div class="parley-scroll" role="region" aria-label="Escalations that are erased within a month" tabindex="0">
		<table class="govuk-table"><caption class="govuk-visually-hidden">By ${data.by}</caption>
			<thead class="govuk-table__head"><tr class="govuk-table__row">${['Reference', 'About', 'Last entry', 'Erased'].map((title) => html`
				<th scope="col" class="govuk-table__header" key=${title}>${title}</th>`)}</tr></thead>
			<tbody class="govuk-table__body">${data.items.map((item) => html`<tr class="govuk-table__row" key=${item.reference}>
				<th scope="row" class="govuk-table__header">${item.reference}</th>
				<td class="govuk-table__cell">${ABOUT[item.about]}</td>
				<td class="govuk-table__cell">${item.ended}</td>
				<td class="govuk-table__cell">${item.held ? html`<${Tag} colour="purple">Held<//>` : item.due}</td></tr>`)}</tbody>
		</table></div>
		${data.more && html`<${Paragraph}>These are the first 100. ‘parley retention list’ on the server prints all.<//>`}`;
}

function Hold({ hold, me, done }) {
	const [open, setOpen] = useState(false);
	const name = `why-${hold.id}`;
	return html`<li><dl class="govuk-summary-list govuk-summary-list--no-border">
			<${SummaryRow} label=${hold.reference}>${hold.why}<//>
			<${SummaryRow} label="Until">${hold.until ?? 'somebody lifts it'}<//>
			<${SummaryRow} label="Placed">${`${hold.placed}, ${hold.by ?? 'at the command line'}`}<//>
		</dl>
		${open ? html`<${Form} fields=${WHY(name, 'Why is it lifted?')} path="/retention/holds/${hold.id}/lift" me=${me} done=${done}
				bodyOf=${(wire) => ({ why: wire[name] ?? '' })} button="Lift the hold" />`
			: html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => setOpen(true)}>Lift it<span
				class="govuk-visually-hidden">: the hold of ${hold.reference}</span></button>`}</li>`;
}

const STATES = { counts: 'is being counted', waits: 'waits', erases: 'is being erased', done: 'is done' };

function Sweep({ sweep }) {
	return html`<li>${`${sweep.begun}: ${people(sweep.due, 'was due', 'were due')} (${words(sweep.counts)}), ${sweep.counts.held} held, ${sweep.erased} erased; it ${STATES[sweep.state]}.`}
		${sweep.confirmed_at && html`<p class="parley-muted">${`Confirmed ${sweep.confirmed_at}, ${sweep.confirmed_by ?? 'at the command line'}.${sweep.confirmed_why ? ` Reason: ${sweep.confirmed_why}` : ''}`}</p>`}</li>`;
}

function Board({ data, said, done }) {
	const [newest] = data.sweeps;
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
		<span class="govuk-caption-l">Settings</span>
		<${Heading}>What is erased, and what is held<//>
		<div role="status">${said && html`<p class="govuk-inset-text">${said}.</p>`}</div>
		<${Paragraph}>Escalations are kept for as long as <a class="govuk-link" href="/settings/retention">the rules of retention</a> say, counted
			from the last entry. Then what was written in them is erased, with files, notes and drafts. That they were there, and that their
			record was not changed, can still be proved.<//>
		${newest?.state === 'waits' && html`<${Waiting} data=${data} sweep=${newest} done=${done} />`}
		<h2 class="govuk-heading-m">Within a month</h2>
		<${Due} data=${data} />
		<h2 class="govuk-heading-m">Legal holds</h2>
		${data.holds.length === 0 ? html`<${Paragraph}>Nothing is held.<//>`
			: html`<ul class="govuk-list govuk-list--spaced">${data.holds.map((hold) => html`
				<${Hold} key=${hold.id} hold=${hold} me=${data.me} done=${done} />`)}</ul>`}
		<${Form} key=${`${said}${data.holds.length}`} title="Hold an escalation or a request" fields=${HOLD} path="/retention/holds" me=${data.me} done=${done}
			bodyOf=${(wire) => ({ reference: '', why: '', ...wire })} button="Hold it" />
		<h2 class="govuk-heading-m">The last nights</h2>
		${data.sweeps.length === 0 ? html`<${Paragraph}>Nothing was looked at yet.<//>`
			: html`<ul class="govuk-list govuk-list--bullet govuk-list--spaced">${data.sweeps.map((sweep) => html`
				<${Sweep} key=${sweep.id} sweep=${sweep} />`)}</ul>`}
	</div></div>`;
}

export function Retention({ route }) {
	const state = useLoad(() => get('/retention'), [route.move]);
	const [said, setSaid] = useState('');
	const top = useRef(null);
	useTitle('What is erased, and what is held');
	const done = async (title) => {
		await state.reload();
		setSaid(title);
		top.current?.scrollIntoView();
	};
	return html`<${Main} before=${html`<${BackLink} href="/settings/retention">Retention<//>`}>
		<div ref=${top}><${Loaded} state=${state}>${(data) => html`<${Board} data=${data} said=${said} done=${done} />`}<//></div><//>`;
}
