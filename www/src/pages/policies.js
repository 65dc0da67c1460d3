import { html } from '../vendor/preact.js';
import { get } from '../api.js';
import { Main } from '../components/layout.js';
import { Heading, Loaded, Paragraph, Tag } from '../components/parts.js';
import { useLoad, useTitle } from '../hooks.js';

export const STATES = {
	'in-force': { label: 'In force', colour: 'green' },
	planned: { label: 'Chosen for later', colour: 'blue' },
	stored: { label: 'Not in use', colour: 'grey' },
	retired: { label: 'Retired', colour: 'grey' },
};

const DONE = {
	'policy-import': 'brought in edition',
	'policy-use': 'put into force edition',
	'policy-retire': 'retired edition',
	'policy-move': 'moved running escalations to edition',
};

export const State = ({ edition }) => html`<${Tag} colour=${STATES[edition.state].colour}>${STATES[edition.state].label}<//>
	${edition.from && html`<p class="parley-sentence">From ${edition.from}</p>`}`;

function Edition({ edition }) {
	return html`<li class="parley-duty parley-duty--even">
		<div><p class="parley-duty__text"><a class="govuk-link" href="/policies/${edition.id}">${`${edition.policy}, ${edition.label}`}</a></p>
			<p class="parley-sentence">${`Number ${edition.id}, brought in ${edition.imported}`}</p></div>
		<div><${State} edition=${edition} /></div>
	</li>`;
}

function Change({ change }) {
	return html`<li><strong>${change.who ?? 'Somebody at the command line'}</strong> ${DONE[change.what] ?? change.what}${' '}
		${change.edition}${change.detail ? `, ${change.detail}` : ''}.
		<p class="parley-muted">${change.at}. ${change.why ? `Reason: ${change.why}` : 'No reason was given.'}</p></li>`;
}

function Shelf({ shelf }) {
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
		<${Heading}>Editions of the policy<//>
		<${Paragraph}>New escalations follow the edition in force on the day they are raised. An escalation keeps the edition
			that it was raised under.<//>
		<div class="govuk-button-group"><a class="govuk-button" href="/policies/import">Bring in an edition</a>
			${!shelf.me.emergency?.you && html`<a class="govuk-link" href="/policies/try">Try a draft on past escalations</a>`}</div>
		${shelf.editions.length > 0 && html`<h2 class="govuk-heading-m">Editions, the newest first</h2>
			<ul class="parley-duties">${shelf.editions.map((edition) => html`<${Edition} key=${edition.id} edition=${edition} />`)}</ul>`}
		<h2 class="govuk-heading-m">Who changed what, and why</h2>
		${shelf.history.length === 0
			? html`<${Paragraph}>Nothing was changed yet.<//>`
			: html`<ol class="govuk-list govuk-list--spaced">${shelf.history.map((change, i) => html`<${Change} key=${i} change=${change} />`)}</ol>`}
	</div></div>`;
}

export function Policies({ route }) {
	const state = useLoad(() => get('/policies'), [route.move]);
	useTitle('Editions of the policy');
	return html`<${Main}><${Loaded} state=${state}>${(shelf) => html`<${Shelf} shelf=${shelf} />`}<//><//>`;
}
