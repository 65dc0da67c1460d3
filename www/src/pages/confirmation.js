// The written confirmation of an outcome, as a document: what was agreed or decided, what is outstanding, to whom it goes.

import { html } from '../vendor/preact.js';
import { escalationPath, get } from '../api.js';
import { Main } from '../components/layout.js';
import { BackLink, Clause, Heading, Loaded, Paragraph, SummaryRow, Written } from '../components/parts.js';
import { useLoad, useTitle } from '../hooks.js';
import { casePath } from '../paths.js';

const whoWords = (who) => [who?.name, who?.title, who?.agency].filter(Boolean).join(', ');

const Rows = ({ event }) => html`<dl class="govuk-summary-list">${event.entries.map((entry, i) => html`
	<${SummaryRow} key=${i} label=${entry.label}><${Written}>${entry.value}<//><//>`)}</dl>`;

// What it confirms: the last agreement or decision before it.
function Settled({ data, seq }) {
	const event = data.timeline.find((one) => one.seq < seq && ['agreed', 'decided'].includes(one.kind));
	if (!event) return null;
	return html`<h2 class="govuk-heading-m">${event.title}</h2>
		<p class="govuk-body">${event.happened_words}, ${whoWords(event.who)}</p>
		<${Rows} event=${event} />`;
}

function Outstanding({ data }) {
	const items = data.duties.filter((duty) => duty.detail);
	if (items.length === 0) return null;
	return html`<h2 class="govuk-heading-m">What was left to be done</h2>
		<ol class="govuk-list govuk-list--number">${items.map((duty) => html`<li key=${duty.key}><${Written}>${duty.detail}<//><br />
			${duty.who}, by ${duty.due?.words}: ${duty.status_words.toLowerCase()}</li>`)}</ol>`;
}

function Confirmation({ data, seq }) {
	useTitle('Confirmation of the outcome');
	const event = data.timeline.find((one) => one.seq === seq && one.kind === 'confirmed');
	if (!event) {
		return html`<${Heading}>There is no such confirmation<//>
			<${Paragraph}><a class="govuk-link" href=${casePath(data.reference)}>See the escalation</a><//>`;
	}
	return html`<span class="govuk-caption-l">Escalation ${data.reference}: ${data.sides[0].agency.name} with ${data.sides[1].agency.name}</span>
		<${Heading}>Confirmation of the outcome<//>
		<dl class="govuk-summary-list">
			<${SummaryRow} label="About">${data.subject.reference} ${data.subject.reference_kind ? `(${data.subject.reference_kind})` : ''}<//>
			<${SummaryRow} label="From">${whoWords(event.who)}<//>
			<${SummaryRow} label="Date">${event.recorded_words}<//>
			<${SummaryRow} label="Under">${data.policy.title}, ${data.policy.owner} <${Clause} clause=${data.stage.clause} /><//>
		</dl>
		<${Rows} event=${event} />
		<${Settled} data=${data} seq=${seq} />
		<${Outstanding} data=${data} />
		<p class="govuk-body parley-muted parley-small">Shown to ${data.me.person.name}, ${data.me.now_words}.</p>`;
}

export function ConfirmationPage({ route }) {
	const { reference } = route.parameters;
	const state = useLoad(() => get(escalationPath(reference)), [reference]);
	return html`<${Main} before=${html`<${BackLink} href=${casePath(reference)}>Back to the escalation<//>`}>
		<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
			<${Loaded} state=${state}>${(data) => html`<${Confirmation} data=${data} seq=${Number(route.query.get('seq'))} />`}<//>
		</div></div>
	<//>`;
}
