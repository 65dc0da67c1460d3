// The agencies: name, sector, what the directory calls them, and from when one has ended.

import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { Tag } from '../components/parts.js';
import { SelectField } from '../fields/select.js';
import { LineField } from '../fields/text.js';
import { nameOf } from './editors.js';
import { List, Small, useOpen, useShown } from './list.js';

const MEMBERS = ['id', 'name', 'sector', 'directory_name', 'ended_from'];
const FIND = { name: 'find-agency', label: 'Find an agency', hint: 'By its name, sector, or what the directory calls it' };

const idFrom = (name) => name.normalize('NFKD').replace(/[^\p{Letter}\p{Number}\s-]/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 64);
const sectorName = (agency, offer) => offer.sectors.find((one) => one.id === agency.sector)?.name ?? agency.sector ?? '';
const wordsOf = (agency, offer) => [agency.name, agency.id, sectorName(agency, offer), agency.directory_name].join(' ');
const counted = (n, one, many) => `${n} ${n === 1 ? one : many}`;

function State({ agency, today }) {
	if (!agency.ended_from) return null;
	return agency.ended_from <= today ? html`${' '}<${Tag} colour="grey">Ended<//>` : html`${' '}<${Tag} colour="yellow">Ends on ${agency.ended_from}<//>`;
}

function AgencyForm({ agency, index, fresh, offer, errorOf, onChange, onClose, onRemove }) {
	const box = useRef(null);
	useEffect(() => box.current.querySelector('input').focus(), []);
	const set = (member) => (value) => onChange({ ...agency, [member]: value === '' ? null : value });
	const error = (member) => errorOf(`/agencies/${index}/${member}`);
	const field = (member, more) => ({ name: nameOf(`/agencies/${index}/${member}`), ...more });
	const sectors = offer.sectors.some((one) => one.id === agency.sector) || !agency.sector
		? offer.sectors : [...offer.sectors, { id: agency.sector, name: `${agency.sector} (not in the policy in force)` }];
	// What the id and the directory's name would be follows the name, until somebody writes another.
	const rename = (name) => onChange({ ...agency, name,
		...(fresh && agency.id === idFrom(agency.name) && { id: idFrom(name) }),
		...(fresh && (agency.directory_name ?? '') === agency.name && { directory_name: name || null }) });
	return html`<div class="parley-rule__form" ref=${box}>
		<${LineField} field=${field('name', { label: 'Name', required: true, hint: fresh ? undefined : 'What was written down before keeps the name of its day' })}
			value=${agency.name} error=${error('name')} onChange=${rename} />
		${fresh
			? html`<${LineField} field=${field('id', { label: 'Id', required: true, hint: 'Small letters, digits and hyphens. It stays for good' })}
				value=${agency.id} error=${error('id')} onChange=${(id) => onChange({ ...agency, id })} />`
			: html`<p class="parley-muted" id=${`field-${nameOf(`/agencies/${index}/id`)}`} tabindex="-1">Id: ${agency.id}</p>
				${error('id') && html`<p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> ${error('id')}</p>`}`}
		<${SelectField} field=${field('sector', { label: 'Sector', required: true, choices: sectors.map(({ id, name }) => ({ id, label: name })) })}
			none="Choose a sector" value=${agency.sector} error=${error('sector')} onChange=${set('sector')} />
		<${LineField} field=${field('directory_name', { label: 'Name in the directory', hint: 'As the directory writes it at each of its people. Leave it empty if the directory’s settings know the agency in another way' })}
			value=${agency.directory_name} error=${error('directory_name')} onChange=${set('directory_name')} />
		<${LineField} field=${field('ended_from', { label: 'Ended from', hint: 'The first day on which nothing new is raised with it or by it: 2027-06-30. Leave it empty while it goes on' })}
			value=${agency.ended_from} error=${error('ended_from')} onChange=${(text) => set('ended_from')(text.trim())} />
		<div class="govuk-button-group">
			<button type="button" class="govuk-button govuk-button--secondary" onClick=${onClose}>Close agency ${index + 1}</button>
			${onRemove && html`<button type="button" class="parley-link-button" onClick=${onRemove}>Take agency ${index + 1} out of the list</button>`}
		</div>
	</div>`;
}

function AgencyRow({ agency, index, use, offer, onOpen }) {
	const other = agency.directory_name !== agency.name;
	return html`<p class="parley-rule__condition"><strong>${agency.name || 'No name yet'}</strong><${State} agency=${agency} today=${offer.today} /></p>
		<p class="parley-sentence">${sectorName(agency, offer)}${other && (agency.directory_name ? `; in the directory ‘${agency.directory_name}’` : '; no name in the directory')}</p>
		<p class="parley-muted">${`${counted(use.people, 'person', 'people')}, ${counted(use.running, 'running escalation', 'running escalations')}`}</p>
		<div class="parley-rule__actions"><${Small} onClick=${onOpen} about=${agency.name || `agency ${index + 1}`}>Change<//></div>`;
}

export function Editor({ value, onChange, offer, errorOf, turn }) {
	const { agencies } = value;
	const [known, setKnown] = useState(agencies.length); // those behind were added here
	const [told, setTold] = useState('');
	const { isOpen, open, close } = useOpen((index) => MEMBERS.some((member) => errorOf(`/agencies/${index}/${member}`)), turn);
	const list = useShown(agencies, (agency) => wordsOf(agency, offer), isOpen);
	const useOf = (agency) => offer.uses.find((one) => one.id === agency.id) ?? { people: 0, running: 0 };
	const set = (next, words = '') => {
		onChange({ ...value, agencies: next });
		setTold(words);
	};
	const add = () => {
		set([...agencies, { id: '', name: '', sector: null, directory_name: null, ended_from: null }], 'The new agency stands last.');
		open(agencies.length);
	};
	const remove = (index) => {
		open(null);
		if (index < known) setKnown(known - 1);
		set(agencies.filter((_, i) => i !== index), `Agency ${index + 1} was taken out.`);
	};
	// One that somebody works in, or that has cases, is ended; the server knows what else names it.
	const mayRemove = (agency, index) => index >= known || (useOf(agency).people === 0 && useOf(agency).running === 0);
	return html`<h2 class="govuk-heading-m" id="agencies">Agencies</h2>
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${add}>Add an agency</button>
		<p class="govuk-body parley-muted" role="status">${told}</p>
		${errorOf('/agencies') && html`<p class="govuk-error-message" id="field-agencies" tabindex="-1"><span class="govuk-visually-hidden">Error:</span> ${errorOf('/agencies')}</p>`}
		${agencies.length === 0
			? html`<p class="govuk-body">There are no agencies yet, so nobody can raise anything.</p>`
			: html`<${List} list=${list} total=${agencies.length} what="agencies" find=${FIND} heading="agencies" draw=${(agency, index) => (isOpen(index)
				? html`<${AgencyForm} key=${index} agency=${agency} index=${index} fresh=${index >= known} offer=${offer} errorOf=${errorOf}
					onChange=${(next) => set(agencies.map((one, i) => (i === index ? next : one)))} onClose=${() => close(index)}
					onRemove=${mayRemove(agency, index) && (() => remove(index))} />`
				: html`<${AgencyRow} agency=${agency} index=${index} use=${useOf(agency)} offer=${offer} onOpen=${() => open(index)} />`)} />`}`;
}
