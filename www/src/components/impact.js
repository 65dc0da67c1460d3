// What changes for running escalations, case by case: references, duties in the policy's words, dates and clauses.

import { html } from '../vendor/preact.js';
import { Clause, Paragraph, Tag } from './parts.js';

const escalations = (n) => `${n} ${n === 1 ? 'escalation' : 'escalations'}`;

const When = ({ date }) => date && html`${date.words} <${Clause} clause=${date.clause} />`;

function Change({ one }) {
	return html`<tr class="govuk-table__row">
		<td class="govuk-table__cell" data-label="What">${one.duty}${one.kind === 'appears' && html` <${Tag} colour="blue">New<//>`}${one.late && html` <${Tag} colour="red">Late at once<//>`}</td>
		<td class="govuk-table__cell" data-label="Now">${one.before ? html`<${When} date=${one.before} />` : 'Not asked for'}</td>
		<td class="govuk-table__cell" data-label="Then">${one.after ? html`<${When} date=${one.after} />` : 'Falls away'}</td>
	</tr>`;
}

function Case({ one }) {
	return html`<section class="parley-impact" aria-labelledby=${`case-${one.reference}`}>
		<h3 class="govuk-heading-s" id=${`case-${one.reference}`}>${one.reference} <span class="parley-small parley-muted">${one.stage}</span></h3>
		${one.refused && html`<${Paragraph}><strong>It stays as it is.</strong> ${one.refused}<//>`}
		${one.changes.length + one.differences.length > 0 && html`<table class="govuk-table parley-impact__table">
			<caption class="govuk-visually-hidden">${`What changes for ${one.reference}`}</caption>
			<thead class="govuk-table__head"><tr class="govuk-table__row">
				<th scope="col" class="govuk-table__header">What</th>
				<th scope="col" class="govuk-table__header">Now</th>
				<th scope="col" class="govuk-table__header">Then</th></tr></thead>
			<tbody class="govuk-table__body">${one.differences.map((other) => html`<tr class="govuk-table__row" key=${other.what}>
				<td class="govuk-table__cell" data-label="What">${other.what}</td>
				<td class="govuk-table__cell" data-label="Now">${other.before}</td>
				<td class="govuk-table__cell" data-label="Then">${other.after}</td></tr>`)}${one.changes.map((change, i) => html`<${Change} key=${i} one=${change} />`)}</tbody>
		</table>`}
	</section>`;
}

export function ImpactCases({ cases, of }) {
	return html`${cases.map((one) => html`<${Case} key=${one.reference} one=${one} />`)}
		${of > cases.length && html`<${Paragraph}>${`These are the first ${cases.length} of ${of}.`}<//>`}`;
}

export { escalations };
