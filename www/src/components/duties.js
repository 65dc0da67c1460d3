import { html } from '../vendor/preact.js';
import { DUTY_COLOURS } from '../words.js';
import { DueDetails } from './explanation.js';
import { Clause, Left, Tag } from './parts.js';

function Status({ duty }) {
	if (duty.status === 'open' && duty.due && !duty.conditional) return html`<${Left} due=${duty.due} />`;
	const colour = duty.late ? 'red' : (DUTY_COLOURS[duty.status] ?? 'grey');
	return html`<${Tag} colour=${colour}>${duty.status_words}<//>`;
}

function Duty({ duty }) {
	return html`<li class="parley-duty">
		<div>
			<p class="parley-duty__text">${duty.text}</p>
			${duty.detail && html`<p class="parley-pre">${duty.detail}</p>`}
			<p>${duty.who} <${Clause} clause=${duty.clause} /></p>
			${duty.conditional && duty.status === 'open' && html`<p class="parley-small parley-muted">Only if it is not agreed by then</p>`}
			${duty.done_words && html`<p class="parley-small">Done ${duty.done_words}</p>`}
			${duty.late_reason && html`<p class="parley-small">Why it is late: ${duty.late_reason}</p>`}
			${duty.policy_due && html`<p class="parley-small">The policy’s own date: ${duty.policy_due.words}</p>`}
		</div>
		<div><${Status} duty=${duty} /></div>
		<${DueDetails} due=${duty.due} words=${duty.due_words} explanation=${duty.explanation} />
	</li>`;
}

// By what they ask of people now; what is over is kept, folded away.
const GROUPS = [
	{ title: 'Now', has: (duty) => duty.status === 'open' && !duty.standing },
	{ title: 'Later', has: (duty) => duty.status === 'waiting' },
	{ title: 'All the time', has: (duty) => duty.status === 'open' && duty.standing },
];
const isOver = (duty) => !GROUPS.some((group) => group.has(duty));

const List = ({ duties }) =>
	html`<ul class="parley-duties">${duties.map((duty) => html`<${Duty} key=${duty.key} duty=${duty} />`)}</ul>`;

function Group({ title, duties }) {
	if (duties.length === 0) return null;
	return html`<h3 class="govuk-heading-s">${title}</h3><${List} duties=${duties} />`;
}

function Over({ duties }) {
	if (duties.length === 0) return null;
	return html`<details class="govuk-details">
		<summary class="govuk-details__summary"><span class="govuk-details__summary-text">Done, or not needed (${duties.length})</span></summary>
		<${List} duties=${duties} />
	</details>`;
}

function Notices({ notices }) {
	if (notices.length === 0) return null;
	return html`<h3 class="govuk-heading-s">Who is told</h3>
		<ul class="govuk-list govuk-list--bullet">
			${notices.map((notice, i) => html`<li key=${i}>${notice.text}${
				notice.given ? `: told ${notice.given.words}` : notice.form ? ` (with ${notice.form})` : ''} <${Clause} clause=${notice.clause} /></li>`)}
		</ul>`;
}

export function Duties({ duties, notices }) {
	return html`<section class="parley-section parley-obliged" aria-labelledby="duties">
		<h2 class="govuk-heading-m" id="duties">What has to happen, and by when</h2>
		${GROUPS.map((group) => html`<${Group} key=${group.title} title=${group.title} duties=${duties.filter(group.has)} />`)}
		<${Over} duties=${duties.filter(isOver)} />
		<${Notices} notices=${notices} />
	</section>`;
}
