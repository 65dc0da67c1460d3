// Who holds each stage role in each agency, who stands in, and when nobody is there in the next four weeks.

import { html, useState } from '../vendor/preact.js';
import { get } from '../api.js';
import { Main } from '../components/layout.js';
import { Clause, Heading, Loaded, Paragraph, Tag } from '../components/parts.js';
import { useLoad, useTitle } from '../hooks.js';

const STATES = {
	nobody: { words: 'Nobody', colour: 'red' },
	gap: { words: 'Gap', colour: 'orange' },
	'stood-in': { words: 'Stood in for', colour: 'blue' },
	held: { words: 'Held', colour: 'green' },
};

const spanOf = ({ from, until }) => (from === until ? from : `${from} to ${until}`);

function Holder({ holder, role }) {
	return html`<li>${holder.name}, ${holder.title ?? 'no job title'}${holder.role === role.name ? '' : ` (as ${holder.role})`}
		${holder.granted_until && html`<br /><span class="parley-muted parley-small">By hand until ${holder.granted_until}</span>`}
		${holder.away.map((one, i) => html`<br key=${i} /><span class="parley-muted parley-small">Away ${spanOf(one)}, ${
			one.deputy ? `${one.deputy} acts` : 'nobody acts'}</span>`)}</li>`;
}

function Role({ role }) {
	const { words, colour } = STATES[role.state];
	return html`<tr class="govuk-table__row">
		<th scope="row" class="govuk-table__header">${role.name} <${Clause} clause=${role.clause} />
			${role.stages.length > 0 && html`<br /><span class="parley-muted parley-small">Speaks at stage ${role.stages.join(', ')}</span>`}</th>
		<td class="govuk-table__cell"><${Tag} colour=${colour}>${words}<//>
			${role.state === 'gap' && html`<ul class="govuk-list parley-small">${role.gaps.map((gap, i) => html`<li key=${i}>Nobody ${spanOf(gap)}</li>`)}</ul>`}</td>
		<td class="govuk-table__cell">${role.holders.length === 0 ? 'Nobody'
			: html`<ul class="govuk-list">${role.holders.map((holder, i) => html`<${Holder} key=${i} holder=${holder} role=${role} />`)}</ul>`}
			${role.more > 0 && html`<span class="parley-muted">and ${role.more} more</span>`}</td>
	</tr>`;
}

function Agency({ agency, all }) {
	const roles = agency.roles.filter((role) => all || role.state === 'nobody' || role.state === 'gap');
	if (roles.length === 0) return null;
	return html`<div class="parley-scroll" tabindex="0" role="region" aria-label=${agency.agency ?? 'The partnership'}><table class="govuk-table">
		<caption class="govuk-table__caption govuk-table__caption--m">${agency.agency ?? 'The partnership'}</caption>
		<thead class="govuk-table__head"><tr class="govuk-table__row">
			<th scope="col" class="govuk-table__header">Role</th><th scope="col" class="govuk-table__header">Next four weeks</th>
			<th scope="col" class="govuk-table__header">Who</th></tr></thead>
		<tbody class="govuk-table__body">${roles.map((role) => html`<${Role} key=${role.id} role=${role} />`)}</tbody>
	</table></div>`;
}

function Running({ running }) {
	if (running.length === 0) return null;
	return html`<h2 class="govuk-heading-m">Running escalations that need a new person</h2>
		<ul class="govuk-list govuk-list--bullet">${running.map((one, i) => html`<li key=${i}>${one.reference}: ${
			one.agency ?? 'the partnership'}, since ${one.since}</li>`)}</ul>
		<${Paragraph}>The next tier was asked in each at that moment.<//>`;
}

function Map({ map }) {
	const [all, setAll] = useState(false);
	const wrong = map.agencies.flatMap((agency) => agency.roles).filter((role) => role.state === 'nobody' || role.state === 'gap').length;
	return html`<${Heading}>Vacancies<//>
		<${Paragraph}>Stage roles under ${map.policy}, agency by agency, from ${map.from} to ${map.until}. Roles come from job titles, by
			the rules of the role mapping; absences from the people themselves and their managers.<//>
		<${Paragraph}><strong>${wrong === 0 ? 'No role is without anybody.' : `${wrong} ${wrong === 1 ? 'role is' : 'roles are'} without anybody, or will be.`}</strong><//>
		<${Running} running=${map.running} />
		<button type="button" class="govuk-button govuk-button--secondary" aria-pressed=${all} onClick=${() => setAll(!all)}>Show all roles</button>
		${map.agencies.map((agency) => html`<${Agency} key=${agency.agency_id ?? ''} agency=${agency} all=${all} />`)}`;
}

export function VacanciesPage() {
	const state = useLoad(() => get('/vacancies'), []);
	useTitle('Vacancies');
	return html`<${Main}><${Loaded} state=${state}>${(map) => html`<${Map} map=${map} />`}<//><//>`;
}
