// How a date was worked out: from what, which days were passed over and why, under which clause.

import { html } from '../vendor/preact.js';
import { dayInWords } from '../dates.js';

function Row({ term, children }) {
	return html`<dt>${term}</dt><dd>${children}</dd>`;
}

function Skipped({ days }) {
	return html`<${Row} term="Days that were not counted">
		<ul>${days.map((day) => html`<li key=${day.day}>${day.words}${
			day.words.startsWith(day.why) ? '' : `: ${day.why}`}</li>`)}</ul>
	<//>`;
}

export function ExplanationText({ explanation: e }) {
	return html`<p class="govuk-body-s">${e.sentence}</p>
		<dl>
			${e.from_words && html`<${Row} term="Counted from">${e.from_words}, when ${e.from}<//>`}
			${e.within && html`<${Row} term="Time allowed">${e.within}<//>`}
			${e.skipped?.length > 0 && html`<${Skipped} days=${e.skipped} />`}
			${e.capped_by && html`<${Row} term="Made earlier by">${e.capped_by}<//>`}
			${e.clause && html`<${Row} term="Clause of the policy"><a class="govuk-link" href="/policy">${e.clause}</a><//>`}
			${e.nation && html`<${Row} term="Bank holidays">${e.nation}, list of ${dayInWords(e.calendar)}<//>`}
		</dl>`;
}

// `due` is a date or null; `words` is said when the policy sets none.
export function DueDetails({ due, words, explanation, label = 'By' }) {
	const said = due ? `${label} ${due.words}` : words;
	if (!said) return null;
	if (!explanation) return html`<p class="parley-sentence">${said}</p>`;
	return html`<details class="govuk-details parley-why">
		<summary class="govuk-details__summary"><span class="govuk-details__summary-text">${said}<span
			class="govuk-visually-hidden">: how this date was worked out</span></span></summary>
		<div class="govuk-details__text"><${ExplanationText} explanation=${explanation} /></div>
	</details>`;
}
