import { html, useEffect } from '../vendor/preact.js';
import { Main } from '../components/layout.js';
import { Heading, Left, SummaryRow } from '../components/parts.js';
import { useTitle } from '../hooks.js';
import { receiptFor } from '../receipt.js';
import { navigate } from '../router.js';
import { casePath } from '../paths.js';

function Panel({ title, reference }) {
	return html`<div class="govuk-panel govuk-panel--confirmation">
		<${Heading} className="govuk-panel__title">${title}<//>
		<div class="govuk-panel__body">Reference<br /><strong>${reference}</strong></div>
	</div>`;
}

function Next({ next }) {
	if (!next.who && !next.what) return html`<p class="govuk-body">Nothing more is asked of anybody.</p>`;
	const due = next.due ? `By ${next.due.words}` : next.due_words;
	return html`<dl class="govuk-summary-list">
		${next.who && html`<${SummaryRow} label="Whose turn it is">${next.who}<//>`}
		${next.what && html`<${SummaryRow} label="What they do"><span class="parley-sentence">${next.what}</span><//>`}
		${due && html`<${SummaryRow} label="When"><span class="parley-sentence">${due}</span> <${Left} due=${next.due} /><//>`}
	</dl>`;
}

export function Recorded({ route }) {
	const { reference } = route.parameters;
	const receipt = receiptFor(reference);
	useTitle('Recorded');
	useEffect(() => {
		if (!receipt) navigate(casePath(reference), { replace: true });
	}, []);
	if (!receipt) return null;
	return html`<${Main}><div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
		<${Panel} title=${receipt.next?.title ?? 'Recorded'} reference=${reference} />
		<h2 class="govuk-heading-m">What happens next</h2>
		${receipt.next && html`<${Next} next=${receipt.next} />`}
		<p class="govuk-body">Whoever has to act is told by e-mail, with the reference and a link and nothing of what you wrote.</p>
		<div class="govuk-button-group">
			<a class="govuk-button" href=${casePath(reference)}>See the escalation</a>
			<a class="govuk-link" href="/">Go to ‘What needs me’</a>
		</div>
	</div></div><//>`;
}
