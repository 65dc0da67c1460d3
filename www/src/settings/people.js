// People, the roles that they have, and why: the rule with what of their entry it matched, or until when it was granted.

import { html, useState } from '../vendor/preact.js';
import { get } from '../api.js';
import { LineField } from '../fields/text.js';

const FIND = { name: 'find-person', label: 'Name, job title or agency', required: true };

const grantWords = (role) => (role.granted_until ? `${role.name} (given by hand until ${role.granted_until})` : role.name);

function Why({ person }) {
	const { rule } = person;
	return html`<p class="parley-sentence">${person.roles.length === 0 ? 'No role' : person.roles.map(grantWords).join(', ')}</p>
		<p class="parley-muted">${rule
			? `Rule ${rule.number} fits: ${rule.condition}${rule.why ? `. ${rule.why}` : ''}. ${rule.matched.map(({ label, words }) => `${label}: ${words}`).join('. ')}.`
			: 'No rule fits.'}${' '}
			${`The directory was read ${person.read}${person.entry ? `; the entry was changed ${person.entry}` : ''}.`}</p>`;
}

// `choose(person)`, if it is given, stands beside each.
export function PeopleFinder({ choose }) {
	const [q, setQ] = useState('');
	const [found, setFound] = useState(null);
	const [error, setError] = useState('');
	const search = async () => {
		try {
			setFound(await get(`/people/roles?${new URLSearchParams({ q })}`));
			setError('');
		} catch (problem) {
			setFound(null);
			setError(problem.message);
		}
	};
	const onKeyDown = (event) => {
		if (event.key !== 'Enter') return;
		event.preventDefault();
		search();
	};
	return html`<div onKeyDown=${onKeyDown}>
		<${LineField} field=${FIND} value=${q} error=${error} onChange=${setQ} />
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${search}>Find people</button>
		<div role="status">${found && html`<p>${found.people.length === 0 ? 'Nobody is called so.' : `${found.people.length} found${found.more ? ', and there are more: type more of the name' : ''}.`}</p>`}</div>
		${found && html`<ul class="govuk-list govuk-list--spaced">${found.people.map((person) => html`<li key=${person.key}>
			<strong>${person.who}</strong>
			<${Why} person=${person} />
			${choose && html`<button type="button" class="parley-link-button" onClick=${() => choose(person)}>Choose<span class="govuk-visually-hidden"> ${person.who}</span></button>`}</li>`)}</ul>`}
	</div>`;
}

export const PeopleRoles = () => html`<details class="govuk-details">
	<summary class="govuk-details__summary"><span class="govuk-details__summary-text">Why does somebody have a role?</span></summary>
	<div class="govuk-details__text"><${PeopleFinder} /></div>
</details>`;
