// Whom the policies name: who they are here, and how they are reached. What is left empty is as the policy's text has it.

import { html, useEffect, useRef } from '../vendor/preact.js';
import { Tag } from '../components/parts.js';
import { LineField } from '../fields/text.js';
import { nameOf } from './editors.js';
import { List, Small, useOpen, useShown } from './list.js';

const PARTS = ['name', 'telephone', 'email', 'hours'];
const FIND = { name: 'find-contact', label: 'Find a contact', hint: 'By its name, policy, telephone or e-mail' };
const KINDS = {
	route: 'Somebody to be rung at immediate risk',
	mailbox: 'A mailbox that is told',
	role: 'A role that is told, besides whoever holds it',
	gone: 'No policy names this any more',
};

const isSame = (one, other) => one.policy === other.policy && one.contact === other.contact;
const partsOf = (place, given) => ({ name: given?.name ?? place.name, telephone: given?.telephone ?? place.telephone, email: given?.email ?? place.email, hours: given?.hours });
const titleOf = (place, offer) => {
	const policy = offer.policies.find((one) => one.id === place.policy);
	return policy ? `${policy.title}${policy.in_force ? ' (in force)' : ''}` : place.policy;
};

function ContactForm({ place, given, index, at, errorOf, onChange, onClose }) {
	const box = useRef(null);
	useEffect(() => box.current.querySelector('input').focus(), []);
	const field = (member, label, hint) => ({ name: nameOf(`/contacts/${index}/${member}`), label, hint });
	const line = (member, label, own, more) => html`<${LineField} field=${field(member, label, own ? `The policy’s text says ${own}` : more)}
		value=${given?.[member]} error=${errorOf(`/contacts/${index}/${member}`)} onChange=${(text) => onChange({ [member]: text === '' ? null : text })} />`;
	return html`<div class="parley-rule__form" ref=${box}>
		<h3 class="govuk-heading-s" id=${`field-${nameOf(`/contacts/${index}/contact`)}`} tabindex="-1">${place.name}</h3>
		${errorOf(`/contacts/${index}/contact`) && html`<p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> ${errorOf(`/contacts/${index}/contact`)}</p>`}
		${line('name', 'Who this is here', undefined, 'A person or an office. Leave it empty to keep the policy’s name')}
		${line('telephone', 'Telephone', place.telephone)}
		${line('email', 'E-mail', place.email, place.kind === 'role' ? 'Messages go there besides to whoever holds the role' : undefined)}
		${line('hours', 'When they can be reached', undefined, 'Such as: Monday to Friday, 9am to 5pm')}
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${onClose}>Close contact ${at + 1}</button>
	</div>`;
}

function ContactRow({ place, given, offer, onOpen, onRemove }) {
	const shown = partsOf(place, given);
	const about = `${place.name}, ${titleOf(place, offer)}`;
	return html`<p class="parley-rule__condition"><strong>${place.name}</strong>
			${given ? html`${' '}<${Tag} colour="green">Given here<//>` : place.missing && html`${' '}<${Tag} colour="yellow">Nobody can be reached<//>`}</p>
		<p>${[shown.name !== place.name && shown.name, shown.telephone && `Telephone ${shown.telephone}`, shown.email, shown.hours].filter(Boolean).join('; ')
			|| (place.kind === 'role' && !place.missing ? 'Whoever holds the role' : 'No telephone, no e-mail')}</p>
		<p class="parley-muted">${`${titleOf(place, offer)}${place.clause ? `, ${place.clause}` : ''}. ${KINDS[place.kind]}.`}</p>
		<div class="parley-rule__actions"><${Small} onClick=${onOpen} about=${about}>Change<//>
			${given && html`<${Small} onClick=${onRemove} about=${about}>As the policy has it<//>`}</div>`;
}

export function Editor({ value, onChange, offer, errorOf, turn }) {
	const { contacts } = value;
	// What no policy names any more stands behind, to be taken away.
	const places = [...offer.places, ...contacts.filter((given) => !offer.places.some((place) => isSame(place, given)))
		.map(({ policy, contact }) => ({ policy, contact, kind: 'gone', name: contact }))];
	const placeOf = (place) => contacts.findIndex((given) => isSame(given, place));
	const hasError = (at) => placeOf(places[at]) >= 0 && [...PARTS, 'policy', 'contact'].some((part) => errorOf(`/contacts/${placeOf(places[at])}/${part}`));
	const { isOpen, open, close } = useOpen(hasError, turn);
	const wordsOf = (place) => [...Object.values(partsOf(place, contacts[placeOf(place)])), place.name, titleOf(place, offer)].join(' ');
	const list = useShown(places, wordsOf, isOpen);
	const put = (next) => onChange({ ...value, contacts: next });
	// An entry of which nothing is said is none. While its form is open, what was typed stays in its place.
	const set = (place, part) => {
		const index = placeOf(place);
		const { policy, contact } = place;
		const next = { policy, contact, name: null, telephone: null, email: null, hours: null, ...contacts[index], ...part };
		const rest = PARTS.every((one) => next[one] === null) ? [] : [next];
		if (index < 0) put([...contacts, ...rest]);
		else put([...contacts.slice(0, index), ...rest, ...contacts.slice(index + 1)]);
	};
	return html`<h2 class="govuk-heading-m" id="contacts">Contacts that the policies name</h2>
		${places.length === 0
			? html`<p class="govuk-body">No policy is stored yet.</p>`
			: html`<${List} list=${list} total=${places.length} what="contacts" find=${FIND} heading="contacts" draw=${(place, at) => {
				const index = placeOf(place);
				return isOpen(at)
					? html`<${ContactForm} key=${at} place=${place} given=${contacts[index]} index=${index < 0 ? contacts.length : index} at=${at} errorOf=${errorOf}
						onChange=${(part) => set(place, part)} onClose=${() => close(at)} />`
					: html`<${ContactRow} place=${place} given=${contacts[index]} offer=${offer} onOpen=${() => open(at)}
						onRemove=${() => put(contacts.filter((_, i) => i !== index))} />`;
			}} />`}`;
}
