// The policy's emergency route: what to do now, whom to ring, and whom Parley tells.

import { html } from '../vendor/preact.js';
import { Clause } from './parts.js';

function Contact({ contact }) {
	const digits = contact.telephone?.replace(/[^\d+]/g, '');
	return html`<li><strong>${contact.name}</strong>
		${contact.telephone && html`<br />Telephone <a class="govuk-link" href="tel:${digits}">${contact.telephone}</a>`}
		${contact.email && html`<br />E-mail <a class="govuk-link" href="mailto:${contact.email}">${contact.email}</a>`}
		${contact.hours && html`<br />${contact.hours}`}
		${contact.text && html`<br />${contact.text}`}</li>`;
}

// when: said where more than one route may apply. tells: what stands before the names of the roles; without it they are left out.
export function Emergency({ route, when, tells }) {
	return html`<div class="parley-alone" role="note">
		${when && route.when && html`<p class="govuk-body"><strong>If ${route.when}:</strong></p>`}
		<p class="govuk-body"><strong>${route.text}</strong> <${Clause} clause=${route.clause} /></p>
		<ul class="govuk-list">${route.contacts.map((contact, i) => html`<${Contact} key=${i} contact=${contact} />`)}</ul>
		${tells && route.tells.length > 0 && html`<p class="govuk-body">${tells}: ${route.tells.join(', ').toLowerCase()}.${' '}
			Do not wait for that.</p>`}
	</div>`;
}
