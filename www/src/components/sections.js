// What a change would do, as the API says it: sections with a title, a count and lines.

import { html } from '../vendor/preact.js';
import { Tag } from './parts.js';

function Section({ section }) {
	const more = section.count - section.lines.length;
	return html`<h3 class="govuk-heading-s">${section.title}: ${section.count}
			${section.tone === 'warning' && html`${' '}<${Tag} colour="yellow">Look at this<//>`}</h3>
		${section.lines.length > 0 && html`<ul class="govuk-list govuk-list--bullet">${section.lines.map((line, i) => html`
			<li key=${i}>${line.label}${line.words && `: ${line.words}`}</li>`)}
			${more > 0 && html`<li>${`and ${more} more`}</li>`}</ul>`}`;
}

// 'None' is news too when something is set differently: that no date moves. A warning of nothing is none.
export function Sections({ sections }) {
	const changes = sections.some((section) => section.id === 'changes' && section.count > 0);
	const shown = sections.filter((section) => section.count > 0 || (changes && section.tone === 'plain'));
	return html`${!changes && html`<p class="govuk-body">Nothing. This is what is set already.</p>`}
		${shown.map((section) => html`<${Section} key=${section.id} section=${section} />`)}`;
}
