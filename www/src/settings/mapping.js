// The rules from job title to stage roles: in their order, each opened to be changed; titles that no rule maps; why
// somebody has a role.

import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { ChoiceField, ChoicesField } from '../fields/choice.js';
import { SelectField } from '../fields/select.js';
import { LineField, TextField } from '../fields/text.js';
import { nameOf } from './editors.js';
import { List, Small, useOpen, useShown } from './list.js';
import { PeopleRoles } from './people.js';

const EMPTY = { titles: [], match: 'exact', sector: null, agency: null, department: null, group: null, roles: [], why: null };
const MEMBERS = Object.keys(EMPTY);
const MATCHES = [
	{ id: 'exact', label: 'One of these titles', hint: 'Capitals and spaces make no difference' },
	{ id: 'pattern', label: 'Titles like these', hint: '* stands for any text, ? for one character: *nurse*' },
];

const quoted = (titles) => titles.map((title) => `‘${title}’`).join(' or ');
const nameIn = (list, id) => list.find((one) => one.id === id)?.name ?? id;

function conditionOf(rule, offer) {
	const titles = rule.titles.length === 0 ? 'Anybody' : `${rule.match === 'pattern' ? 'Titles like ' : ''}${quoted(rule.titles)}`;
	return [titles, rule.sector && ` in ${nameIn(offer.sectors, rule.sector)}`, rule.agency && ` at ${nameIn(offer.agencies, rule.agency)}`,
		rule.department && `, department ‘${rule.department}’`, rule.group && `, group ${rule.group}`].filter(Boolean).join('');
}

const rolesOf = (rule, offer) => (rule.roles.length === 0 ? 'No role' : rule.roles.map((id) => nameIn(offer.roles, id)).join(', '));

// A box keeps what is typed in it, an empty line in the middle too; the rule has the lines that say something.
function Titles({ field, titles, error, onChange }) {
	const [text, setText] = useState(titles.join('\n'));
	const edit = (next) => {
		setText(next);
		onChange(next.split('\n').map((line) => line.trim()).filter(Boolean));
	};
	return html`<${TextField} field=${field} value=${text} error=${error} onChange=${edit} />`;
}

function RuleForm({ rule, index, offer, errorOf, onChange, onClose }) {
	const box = useRef(null);
	useEffect(() => box.current.querySelector('textarea').focus(), []);
	const set = (member) => (value) => onChange({ ...rule, [member]: value || (value === '' ? null : value) });
	const error = (member) => errorOf(`/rules/${index}/${member}`);
	const field = (member, more) => ({ name: nameOf(`/rules/${index}/${member}`), ...more });
	// A role that no policy in force has any more stays in the list: it is not lost by a look at the rule.
	const roles = [...offer.roles, ...rule.roles.filter((id) => !offer.roles.some((one) => one.id === id)).map((id) => ({ id, name: id }))];
	return html`<div class="parley-rule__form" ref=${box}>
		<${Titles} field=${field('titles', { label: 'Job titles, one a line', hint: 'Leave it empty for a rule on agency, department or group alone' })}
			titles=${rule.titles} error=${error('titles')} onChange=${(titles) => onChange({ ...rule, titles })} />
		<${ChoiceField} field=${field('match', { label: 'Which titles does it fit?', required: true, choices: MATCHES })}
			value=${rule.match} error=${error('match')} onChange=${set('match')} />
		<${SelectField} field=${field('sector', { label: 'Sector', choices: offer.sectors.map(({ id, name }) => ({ id, label: name })) })}
			value=${rule.sector} error=${error('sector')} onChange=${set('sector')} />
		<${SelectField} field=${field('agency', { label: 'Agency', choices: offer.agencies.map(({ id, name }) => ({ id, label: name })) })}
			value=${rule.agency} error=${error('agency')} onChange=${set('agency')} />
		<${LineField} field=${field('department', { label: 'Department', hint: 'As the directory writes it; * stands for any text' })}
			value=${rule.department} error=${error('department')} onChange=${set('department')} />
		<${LineField} field=${field('group', { label: 'Group of the directory', hint: 'Its distinguished name, whole' })}
			value=${rule.group} error=${error('group')} onChange=${set('group')} />
		<${ChoicesField} field=${field('roles', { label: 'Which roles does it give?', choices: roles.map(({ id, name }) => ({ id, label: name })),
				hint: 'None at all is a choice too: these people are known, and have no role' })}
			value=${rule.roles} error=${error('roles')} onChange=${(ids) => onChange({ ...rule, roles: ids })} />
		<${LineField} field=${field('why', { label: 'Clause or reason', hint: 'For who asks why they have this role' })}
			value=${rule.why} error=${error('why')} onChange=${set('why')} />
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${onClose}>Close rule ${index + 1}</button>
	</div>`;
}

function RuleRow({ rule, index, last, people, offer, act }) {
	const about = `rule ${index + 1}`;
	return html`<p class="parley-rule__condition"><strong>${conditionOf(rule, offer)}</strong></p>
		<p class="parley-sentence">${rolesOf(rule, offer)}${rule.why ? ` (${rule.why})` : ''}</p>
		<p class="parley-muted">${people === undefined ? 'Changed here' : `Decides for ${people} ${people === 1 ? 'person' : 'people'}`}</p>
		<div class="parley-rule__actions">
			<${Small} onClick=${() => act.open(index)} about=${about}>Change<//>
			${index > 0 && html`<${Small} onClick=${() => act.move(index, index - 1)} about=${about}>Move up<//>`}
			${!last && html`<${Small} onClick=${() => act.move(index, index + 1)} about=${about}>Move down<//>`}
			<${Small} onClick=${() => act.remove(index)} about=${about}>Remove<//>
		</div>`;
}

const FIND = { name: 'find-rule', label: 'Find a rule', hint: 'By a title, a sector, an agency or a role' };

function Unmapped({ offer, onWrite }) {
	if (offer.unmapped_people === 0) return null;
	return html`<details class="govuk-details">
		<summary class="govuk-details__summary"><span class="govuk-details__summary-text">People whom no rule maps: ${offer.unmapped_people}</span></summary>
		<div class="govuk-details__text">
			<p>They can sign in, and are told whom to ask. As the directory was last read, with the rules that are saved:</p>
			<ul class="govuk-list govuk-list--spaced">${offer.unmapped_titles.map(({ title, sector, people }) => html`
				<li key=${`${title} ${sector}`}>${title ?? 'No job title'}${sector ? ` in ${nameIn(offer.sectors, sector)}` : ' (agency not known)'}: ${`${people} ${people === 1 ? 'person' : 'people'}`}
					${title && html`${' '}<${Small} onClick=${() => onWrite({ ...EMPTY, titles: [title], sector })} about=${`for ${title}${sector ? ` in ${nameIn(offer.sectors, sector)}` : ''}`}>Write a rule<//>`}</li>`)}</ul>
			<p>${offer.unmapped.length < offer.unmapped_people ? `The first ${offer.unmapped.length} of them:` : 'They are:'}</p>
			<ul class="govuk-list govuk-list--bullet">${offer.unmapped.map((one, i) => html`<li key=${i}>${
				[one.name, one.title ?? 'no job title', one.agency ?? 'no agency'].join(', ')}</li>`)}</ul>
		</div>
	</details>`;
}

const isSameCondition = (one, other) => MEMBERS.every((member) =>
	['roles', 'why'].includes(member) || JSON.stringify(one[member]) === JSON.stringify(other[member]));

export function Editor({ value, onChange, offer, errorOf, turn }) {
	const [told, setTold] = useState('');
	const [saved] = useState(value.rules); // people are counted for the rules as they were saved
	const { rules } = value;
	const set = (next, words = '') => {
		onChange({ ...value, rules: next });
		setTold(words);
	};
	const { isOpen, open, close } = useOpen((index) => MEMBERS.some((member) => errorOf(`/rules/${index}/${member}`)), turn);
	const list = useShown(rules, (rule) => `${conditionOf(rule, offer)} ${rolesOf(rule, offer)}`, isOpen);
	const write = (rule) => {
		set([rule, ...rules], 'The new rule stands first.');
		open(0);
		list.setWords('');
	};
	const fill = () => {
		const missing = offer.matrix.rules.filter((rule) => !rules.some((own) => isSameCondition(own, rule)));
		set([...rules, ...missing], missing.length === 0 ? 'All rules of the matrix are there already.' : `${missing.length} rules were added below your own.`);
	};
	const act = {
		open,
		move: (from, to) => {
			const next = [...rules];
			next.splice(to, 0, ...next.splice(from, 1));
			open(null);
			set(next, `Rule ${from + 1} is now rule ${to + 1}.`);
		},
		remove: (index) => {
			open(null);
			set(rules.filter((_, i) => i !== index), `Rule ${index + 1} was removed.`);
		},
	};
	return html`<${PeopleRoles} />
		<${Unmapped} offer=${offer} onWrite=${write} />
		<h2 class="govuk-heading-m" id="rules">Rules, in the order in which they are tried</h2>
		<div class="govuk-button-group">
			<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => write({ ...EMPTY })}>Add a rule</button>
			${offer.matrix && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${fill}>Add what the policy’s matrix has</button>`}
		</div>
		<p class="govuk-body parley-muted" role="status">${told}</p>
		${rules.length === 0
			? html`<p class="govuk-body">There are no rules, so nobody has a role by their job title.</p>`
			: html`<${List} list=${list} total=${rules.length} what="rules" find=${FIND} heading="rules" draw=${(rule, index) => (isOpen(index)
				? html`<${RuleForm} key=${index} rule=${rule} index=${index} offer=${offer} errorOf=${errorOf}
					onChange=${(next) => set(rules.map((one, i) => (i === index ? next : one)))} onClose=${() => close(index)} />`
				: html`<${RuleRow} rule=${rule} index=${index} last=${index === rules.length - 1} offer=${offer} act=${act}
					people=${saved.includes(rule) ? offer.decides[saved.indexOf(rule)] : undefined} />`)} />`}`;
}
