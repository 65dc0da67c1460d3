// Small things that every page uses.

import { html, useEffect } from '../vendor/preact.js';
import { useFocusOnArrival, useTitle } from '../hooks.js';
import { takeScroll } from '../router.js';
import { PROBLEMS } from '../words.js';

export function Heading({ children, size = 'l', className = '' }) {
	const heading = useFocusOnArrival();
	return html`<h1 class="govuk-heading-${size} parley-heading ${className}" tabindex="-1" ref=${heading}>${children}</h1>`;
}

export const Tag = ({ colour, children }) => html`<strong class="govuk-tag govuk-tag--${colour}">${children}</strong>`;

export const Clause = ({ clause }) => clause && html`<span class="parley-clause">Clause\u00a0${clause}</span>`;

// '2 working days left', in a colour that is never the only sign of it.
export function Left({ due }) {
	if (!due?.left) return null;
	const colour = due.late ? 'red' : /today|^1 working day left|hour/.test(due.left) ? 'orange' : 'blue';
	return html`<${Tag} colour=${colour}>${due.left}<//>`;
}

export const BackLink = ({ href, onClick, children = 'Back' }) =>
	html`<a class="govuk-back-link" href=${href} onClick=${onClick}>${children}</a>`;

export const Paragraph = ({ children }) => html`<p class="govuk-body">${children}</p>`;

// Text as somebody wrote it, with its line breaks.
export const Written = ({ children }) => html`<span class="parley-pre">${children}</span>`;

export function Loading() {
	return html`<div class="parley-loading" role="status"><p>Loading…</p></div>`;
}

const Elsewhere = ({ problem }) => (problem.body.code === 'emergency-only'
	? html`<a class="govuk-link" href="/settings">Go to the settings</a>`
	: html`<a class="govuk-link" href="/">Go to ‘What needs me’</a>`);

export function LoadProblem({ problem, retry }) {
	const words = PROBLEMS[problem.status] ?? PROBLEMS[''];
	useTitle(words.title);
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
		<${Heading}>${words.title}<//>
		<${Paragraph}>${(problem.status !== 404 && problem.body.detail) || words.next}<//>
		${problem.body.request && ![403, 410].includes(problem.status) && html`<p class="govuk-body parley-muted">If you report it, say this:
			request ${problem.body.request}.</p>`}
		${[403, 404, 410].includes(problem.status)
			? html`<p class="govuk-body"><${Elsewhere} problem=${problem} /></p>`
			: html`<div class="govuk-button-group">
				<button type="button" class="govuk-button" onClick=${retry}>Try again</button>
				<${Elsewhere} problem=${problem} />
			</div>`}
	</div></div>`;
}

// A page that needs data: loading, a problem, or `children(data)`.
export function Loaded({ state, children }) {
	const hasData = Boolean(state.data);
	useEffect(() => {
		if (hasData) takeScroll();
	}, [hasData]);
	if (state.problem) return html`<${LoadProblem} problem=${state.problem} retry=${state.reload} />`;
	return state.data ? children(state.data) : html`<${Loading} />`;
}

export function SummaryRow({ label, children, action }) {
	return html`<div class="govuk-summary-list__row">
		<dt class="govuk-summary-list__key">${label}</dt>
		<dd class="govuk-summary-list__value">${children}</dd>
		${action && html`<dd class="govuk-summary-list__actions">${action}</dd>`}
	</div>`;
}
