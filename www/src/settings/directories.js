// Where people come from: one or several directories, in order, each tried before anything is saved.

import { html, useEffect, useState } from '../vendor/preact.js';
import { change } from '../api.js';
import { AgencyField, ChoiceField } from '../fields/choice.js';
import { NumberField } from '../fields/number.js';
import { LineField, TextField } from '../fields/text.js';
import { nameOf } from './editors.js';

const PRESETS = [
	{ id: 'inetorgperson', label: 'OpenLDAP, or another with inetOrgPerson' },
	{ id: 'active-directory', label: 'Active Directory' },
];
const SECRETS = [
	{ id: 'none', label: 'There is none: the directory is asked without an account' },
	{ id: 'configuration', label: 'In the file that parley.conf names' },
	{ id: 'file', label: 'In a file of the server’s folder of directory passwords' },
	{ id: 'credential', label: 'In a credential of systemd' },
];
const WAYS = [
	{ id: 'attribute', label: 'By an attribute of the entry, which says what the agency is called' },
	{ id: 'base', label: 'By where the entry stands' },
	{ id: 'group', label: 'By a group that the person is in' },
];

// What stands in a box that is left empty, by preset.
const ATTRIBUTES = [
	['id_attribute', 'People are known by', 'entryUUID', 'objectGUID'],
	['username_attribute', 'User name', 'uid', 'sAMAccountName'],
	['name_attribute', 'Name', 'cn', 'displayName'],
	['title_attribute', 'Job title', 'title', 'title'],
	['mail_attribute', 'Mail address', 'mail', 'mail'],
	['department_attribute', 'Department', 'ou', 'department'],
	['manager_attribute', 'Manager', 'manager', 'manager'],
];
const FILTERS = [
	['user_filter', 'Who may sign in', '(&(objectClass=inetOrgPerson)(uid=%u))',
		'(&(objectCategory=person)(objectClass=user)(|(sAMAccountName=%u)(userPrincipalName=%s)))',
		'%u stands for the name without a domain, %s for all that was typed.'],
	['people_filter', 'Who is in the list of people', '(objectClass=inetOrgPerson)', '(&(objectCategory=person)(objectClass=user))'],
	['group_filter', 'Which entries are groups', '(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))', '(objectClass=group)'],
];
const NUMBERS = [
	['connect_seconds', 'Seconds that a connection may take'],
	['operation_seconds', 'Seconds that an answer may take'],
	['size_limit', 'Most people that a refresh takes'],
	['leavers_percent', 'Percent of people who may be gone at once, before it is taken for a mistake'],
];

const EMPTY = {
	name: '', preset: 'inetorgperson', uris: '', starttls: true, ca: null, bind_dn: null, secret: 'file', secret_name: '', base: '',
	domains: null, agency_by: 'attribute', agencies: [], nested_groups: false,
	connect_seconds: 3, operation_seconds: 5, size_limit: 100000, leavers_percent: 20,
};

const otherwise = (directory, plain, active) => `If empty: ${directory.preset === 'active-directory' ? active : plain}`;

// --- trying it ---

const RESULTS = { ok: 'ok' };

function Steps({ answer }) {
	return html`<div role="status"><p class="govuk-body"><strong>${answer.works ? 'All of it works.' : 'Not all of it works.'}</strong></p>
		<dl class="govuk-summary-list">${answer.steps.map((step, i) => html`<div class="govuk-summary-list__row" key=${i}>
			<dt class="govuk-summary-list__key">${step.step}${RESULTS[step.result] ? '' : ' failed'}</dt>
			<dd class="govuk-summary-list__value">${step.detail}</dd></div>`)}</dl></div>`;
}

function Trial({ directory, value, at }) {
	const [person, setPerson] = useState('');
	const [answer, setAnswer] = useState(null);
	const [words, setWords] = useState('');
	const [busy, setBusy] = useState(false);
	const field = { name: `${nameOf(at)}-person`, label: 'Somebody to look up', hint: 'The name that they sign in with. Their password is not asked for. May be left empty.' };
	const run = async () => {
		if (busy) return;
		setBusy(true);
		setAnswer(null);
		setWords('Trying it. This can take some seconds.');
		try {
			setAnswer(await change('POST', '/settings/directories/test', { body: { value, name: directory.name, person: person.trim() || null } }));
			setWords('');
		} catch (problem) {
			setWords(problem.errors?.length > 0 ? problem.errors.map((one) => one.reason).join('. ') : problem.message);
		}
		setBusy(false);
	};
	return html`<details class="govuk-details">
		<summary class="govuk-details__summary"><span class="govuk-details__summary-text">Try ${directory.name || 'it'} as it stands here</span></summary>
		<div class="govuk-details__text">
			<${LineField} field=${field} value=${person} onChange=${setPerson} />
			<button type="button" class="govuk-button govuk-button--secondary" aria-disabled=${busy ? 'true' : undefined} onClick=${run}>Try it</button>
			<p class="govuk-body" role="status">${words}</p>
			${answer && html`<${Steps} answer=${answer} />`}
		</div></details>`;
}

// --- one directory ---

function Agencies({ list, at, offer, errorOf, onChange }) {
	const set = (i, part) => onChange(list.map((one, k) => (k === i ? { ...one, ...part } : one)));
	return html`${list.map((one, i) => html`<fieldset class="govuk-fieldset govuk-form-group" key=${i}>
			<legend class="govuk-fieldset__legend govuk-visually-hidden">Agency ${i + 1}</legend>
			<${LineField} field=${{ name: nameOf(`${at}/agencies/${i}/dn`), label: 'Distinguished name', required: true }} value=${one.dn}
				error=${errorOf(`${at}/agencies/${i}/dn`)} onChange=${(dn) => set(i, { dn })} />
			<${AgencyField} field=${{ name: nameOf(`${at}/agencies/${i}/agency`), label: 'Agency', required: true }} value=${one.agency}
				agencies=${offer.agencies} error=${errorOf(`${at}/agencies/${i}/agency`)} onChange=${(agency) => set(i, { agency: agency ?? '' })} />
			<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => onChange(list.filter((_, k) => k !== i))}>
				Take agency ${i + 1} away</button>
		</fieldset>`)}
		<div><button type="button" class="govuk-button govuk-button--secondary" onClick=${() => onChange([...list, { dn: '', agency: '' }])}>Add an agency</button></div>`;
}

const FOLDED = ['agency_by', 'agency_attribute', 'admin_group', ...[...ATTRIBUTES, ...FILTERS, ...NUMBERS].map(([key]) => key)];
const isWrong = (directory, at, errorOf) => FOLDED.some((key) => errorOf(`${at}/${key}`)) ||
	(directory.agencies ?? []).some((_, i) => errorOf(`${at}/agencies/${i}/dn`) || errorOf(`${at}/agencies/${i}/agency`));

function Details({ directory, at, line, number, offer, errorOf, set }) {
	const choice = (key, label, choices, hint) => html`<${ChoiceField} field=${{ name: nameOf(`${at}/${key}`), label, choices, hint, required: true }}
		value=${directory[key]} error=${errorOf(`${at}/${key}`)} onChange=${(picked) => set({ [key]: picked })} />`;
	// What is wrong is not left folded away: the error summary leads to it.
	const wrong = isWrong(directory, at, errorOf);
	const [open, setOpen] = useState(false);
	useEffect(() => {
		if (wrong) setOpen(true);
	}, [wrong]);
	return html`<details class="govuk-details" open=${open || wrong} onToggle=${(event) => setOpen(event.target.open)}>
		<summary class="govuk-details__summary"><span class="govuk-details__summary-text">Agencies, groups, attributes, filters and limits of ${directory.name || 'it'}</span></summary>
		<div class="govuk-details__text">
			${choice('agency_by', 'How is somebody’s agency known?', WAYS)}
			${directory.agency_by === 'attribute'
				? line('agency_attribute', 'Agency', otherwise(directory, 'o', 'company'))
				: html`<${Agencies} list=${directory.agencies ?? []} at=${at} offer=${offer} errorOf=${errorOf} onChange=${(agencies) => set({ agencies })} />`}
			${line('admin_group', 'Group whose members administer Parley', 'As a distinguished name')}
			<${ChoiceField} field=${{ name: nameOf(`${at}/nested_groups`), type: 'yes-no', label: 'Do groups in groups count?', required: true,
				hint: 'Also needed where entries have no memberOf and rules name groups.' }}
				value=${directory.nested_groups ? 'yes' : 'no'} onChange=${(picked) => set({ nested_groups: picked === 'yes' })} />
			${ATTRIBUTES.map(([key, label, plain, active]) => line(key, `${label}: attribute`, otherwise(directory, plain, active)))}
			${FILTERS.map(([key, label, plain, active, more]) => line(key, `${label}: filter`, `${more ? `${more} ` : ''}${otherwise(directory, plain, active)}`))}
			<${ChoiceField} field=${{ name: nameOf(`${at}/starttls`), type: 'yes-no', label: 'Is ldap:// made safe by StartTLS?', required: true,
				hint: 'An open line is refused.' }}
				value=${directory.starttls ? 'yes' : 'no'} onChange=${(picked) => set({ starttls: picked === 'yes' })} />
			${NUMBERS.map(([key, label]) => number(key, label))}
		</div></details>`;
}

function Directory({ directory, place, of, offer, errorOf, onChange, onMove, onRemove, value }) {
	const at = `/directories/${place}`;
	const set = (part) => onChange({ ...directory, ...part });
	const line = (key, label, hint, required = false) => html`<${LineField} key=${key} field=${{ name: nameOf(`${at}/${key}`), label, hint, required }}
		value=${directory[key]} error=${errorOf(`${at}/${key}`)} onChange=${(text) => set({ [key]: text === '' && !required ? null : text })} />`;
	const number = (key, label) => html`<${NumberField} key=${key} field=${{ name: nameOf(`${at}/${key}`), label, required: true }}
		value=${directory[key]} error=${errorOf(`${at}/${key}`)} onChange=${(typed) => set({ [key]: typed })} />`;
	const named = directory.secret === 'file' || directory.secret === 'credential';
	const title = directory.name || `Directory ${place + 1}`;
	return html`<fieldset class="govuk-fieldset govuk-form-group">
		<legend class="govuk-fieldset__legend govuk-fieldset__legend--m">${title}</legend>
		${line('name', 'What it is called', 'Small letters, digits and hyphens. Its people are known by it: under another name they are other people.', true)}
		<${ChoiceField} field=${{ name: nameOf(`${at}/preset`), label: 'What kind of directory is it?', choices: PRESETS, required: true }}
			value=${directory.preset} error=${errorOf(`${at}/preset`)} onChange=${(preset) => set({ preset })} />
		${line('uris', 'Addresses', 'ldaps://host or ldap://host, as in its certificate. Several, separated by spaces, are tried in order.', true)}
		<${TextField} field=${{ name: nameOf(`${at}/ca`), label: 'Certificate authority', hint: 'Paste the certificate that signed the directory’s own, beginning with -----BEGIN CERTIFICATE-----' }}
			value=${directory.ca} error=${errorOf(`${at}/ca`)} onChange=${(ca) => set({ ca: ca === '' ? null : ca })} />
		${line('base', 'People are searched for below', 'As a distinguished name, such as dc=marlowe,dc=example', true)}
		${line('domains', 'Domains that people may write with their name', 'With marlowe.example and MARLOWE, the names jsmith, jsmith@marlowe.example and MARLOWE\\jsmith are one.')}
		${line('bind_dn', 'Parley’s account there', 'As a distinguished name. It needs to read people and groups, nothing more.')}
		<${ChoiceField} field=${{ name: nameOf(`${at}/secret`), label: 'Where is the account’s password?', choices: SECRETS, required: true,
			hint: 'It is never kept here, and never shown.' }}
			value=${directory.secret} error=${errorOf(`${at}/secret`)} onChange=${(secret) => set({ secret })} />
		${named && line('secret_name', directory.secret === 'file' ? 'Name of the file' : 'Name of the credential, which begins with directory-', null, true)}
		<${Details} directory=${directory} at=${at} line=${line} number=${number} offer=${offer} errorOf=${errorOf} set=${set} />
		<${Trial} directory=${directory} value=${value} at=${at} />
		${of > 1 && html`<div class="govuk-button-group">
			${place > 0 && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => onMove(-1)}>Ask ${title} earlier</button>`}
			${place < of - 1 && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => onMove(1)}>Ask ${title} later</button>`}
			<button type="button" class="govuk-button govuk-button--warning" onClick=${onRemove}>Take ${title} away</button>
		</div>`}
	</fieldset>`;
}

// --- how they were read lately ---

const KINDS = { all: 'everybody', sessions: 'those with a session' };

function Refreshes({ list }) {
	if (list.length === 0) return null;
	return html`<h2 class="govuk-heading-s">When people were last read</h2>
		<ul class="govuk-list govuk-list--bullet">${list.map((one) => html`<li key=${one.directory + one.kind}>
			<strong>${one.directory}</strong>, ${KINDS[one.kind] ?? one.kind}, ${one.began}: ${one.said}.
			${!one.complete && ` Nobody was changed. The last that was complete: ${one.good ?? 'none yet'}.`}</li>`)}</ul>`;
}

export function Editor({ value, onChange, offer, errorOf }) {
	const list = value.directories;
	const put = (directories) => onChange({ ...value, directories });
	const move = (i, by) => {
		const next = [...list];
		next.splice(i + by, 0, next.splice(i, 1)[0]);
		put(next);
	};
	return html`<${Refreshes} list=${offer.refreshes} />
		<p class="govuk-body">The first directory that knows a name decides. When one cannot be asked, the next is.</p>
		${list.map((directory, i) => html`<${Directory} key=${i} directory=${directory} place=${i} of=${list.length} offer=${offer} errorOf=${errorOf}
			value=${value} onChange=${(next) => put(list.map((one, k) => (k === i ? next : one)))} onMove=${(by) => move(i, by)}
			onRemove=${() => put(list.filter((_, k) => k !== i))} />`)}
		<div><button type="button" class="govuk-button govuk-button--secondary" onClick=${() => put([...list, EMPTY])}>Add a directory</button></div>`;
}
