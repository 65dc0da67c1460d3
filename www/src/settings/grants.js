// Roles given by hand: whom, which, until when, and why.

import { html, useState } from '../vendor/preact.js';
import { Tag } from '../components/parts.js';
import { LineField } from '../fields/text.js';
import { SelectField } from '../fields/select.js';
import { nameOf } from './editors.js';
import { PeopleFinder } from './people.js';

const DAY = { hint: 'Year, month, day: 2027-06-30' };

function state(grant, today) {
	if (grant.until < today) return { label: 'Ended', colour: 'grey' };
	if (grant.from && grant.from > today) return { label: 'Begins later', colour: 'blue' };
	return { label: 'Holds', colour: 'green' };
}

function Grant({ grant, index, who, offer, errorOf, onChange, onRemove }) {
	const set = (member) => (value) => onChange({ ...grant, [member]: value });
	const error = (member) => errorOf(`/grants/${index}/${member}`);
	const field = (member, more) => ({ name: nameOf(`/grants/${index}/${member}`), required: true, ...more });
	const now = /^\d{4}-\d\d-\d\d$/.test(grant.until ?? '') && state(grant, offer.today);
	return html`<li class="parley-rule"><h2 class="govuk-heading-s" id=${`field-${nameOf(`/grants/${index}/key`)}`} tabindex="-1">${who} ${now && html`<${Tag} colour=${now.colour}>${now.label}<//>`}</h2>
		${error('key') && html`<p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> ${error('key')}</p>`}
		<${SelectField} field=${field('role', { label: 'Which role?', choices: offer.roles.map(({ id, name }) => ({ id, label: name })) })}
			value=${grant.role} error=${error('role')} none="Choose a role" onChange=${set('role')} />
		<${LineField} field=${field('from', { label: 'First day', required: false, ...DAY })} value=${grant.from} error=${error('from')}
			onChange=${(text) => set('from')(text === '' ? null : text)} />
		<${LineField} field=${field('until', { label: 'Last day', ...DAY })} value=${grant.until} error=${error('until')} onChange=${set('until')} />
		<${LineField} field=${field('why', { label: 'Why is it given?' })} value=${grant.why} error=${error('why')} onChange=${set('why')} />
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${onRemove}>Take it away<span class="govuk-visually-hidden"> from ${who}</span></button>
	</li>`;
}

export function Editor({ value, onChange, offer, errorOf }) {
	const [chosen, setChosen] = useState({}); // who was found here, by key
	const { grants } = value;
	const set = (next) => onChange({ ...value, grants: next });
	const whoIs = (grant) => chosen[grant.key] ?? offer.holders.find((one) => one.key === grant.key && one.directory === grant.directory)?.who
		?? 'Somebody who is not in the directory';
	const add = ({ directory, key, who }) => {
		setChosen({ ...chosen, [key]: who });
		set([...grants, { directory, key, role: null, from: null, until: '', why: '' }]);
	};
	return html`${grants.length === 0
		? html`<p class="govuk-body">Nobody has a role by hand.</p>`
		: html`<ul class="parley-rules">${grants.map((grant, index) => html`<${Grant} key=${index} grant=${grant} index=${index} who=${whoIs(grant)}
			offer=${offer} errorOf=${errorOf} onChange=${(next) => set(grants.map((one, i) => (i === index ? next : one)))}
			onRemove=${() => set(grants.filter((_, i) => i !== index))} />`)}</ul>`}
		<h2 class="govuk-heading-m">Give somebody a role</h2>
		<${PeopleFinder} choose=${add} />`;
}
