import { html, useEffect, useRef } from '../vendor/preact.js';
import { SOUGHT } from '../values.js';
import { Radio } from './choice.js';
import { Finder, personDetail, PersonLine } from './finder.js';
import { fieldId, Grouped } from './frame.js';

function Chosen({ person, verb, onRemove }) {
	return html`<div class="parley-chosen">
		<${PersonLine} person=${person} />
		<button type="button" class="parley-link-button" onClick=${onRemove}>${verb}
			<span class="govuk-visually-hidden"> ${person.name}</span></button>
	</div>`;
}

// The finder until somebody is chosen, then the person with 'Change'. Focus stays with what is being done.
function PickOne({ id, field, value, error, agency, place, without = null, onChange }) {
	const box = useRef(null);
	const moved = useRef(false);
	useEffect(() => {
		if (moved.current) box.current.querySelector('button, input')?.focus();
		moved.current = false;
	}, [value?.id]);
	const change = (person) => {
		moved.current = true;
		onChange(person);
	};
	return html`<div ref=${box}>
		${value?.id
			? html`<${Chosen} person=${value} verb="Change" onRemove=${() => change(without)} />`
			: html`<${Finder} id=${id} label="Name, job title or agency" error=${error} agency=${agency} place=${place}
				describedBy=${error ? `${fieldId(field)}-error` : undefined} onPick=${change} />`}
	</div>`;
}

const NOBODY = 'I do not know who';
const NOBODY_HINT = 'Whoever holds the role in that agency is asked';
// Where an empty answer means that there is nobody, and not that nobody knows.
const NO_ONE = { companion: 'Nobody' };

// With people proposed, or with 'I do not know' as an answer, it is a choice; else only the finder.
export function PersonField({ field, value, error, onChange, agency, place, proposed = [], vacant }) {
	const isProposed = (person) => proposed.some((p) => p.person.id === person?.id);
	const searching = Boolean(value && !isProposed(value)); // who is proposed may be known later than who was chosen
	const id = fieldId(field);
	const finder = (ownId, without) => html`<${PickOne} id=${ownId} field=${field} value=${isProposed(value) ? null : value}
		error=${error} agency=${agency} place=${place} without=${without} onChange=${onChange} />`;
	if (field.required && proposed.length === 0) {
		return html`<${Grouped} field=${field} error=${error}>${finder(id)}<//>`;
	}
	return html`<${Grouped} field=${{ ...field, required: true, hint: vacant ? `${vacant}.` : field.required ? field.hint : null }} error=${error}>
		<div class="govuk-radios">
			${proposed.map((p, i) => html`<${Radio} key=${p.person.id} id=${i === 0 ? id : `${id}-${i + 1}`}
				name=${field.name} checked=${!searching && value?.id === p.person.id} label=${p.person.name}
				hint=${`${personDetail(p.person)}. ${p.why}`} onPick=${() => onChange({ ...p.person, why: p.why })} />`)}
			<${Radio} id=${proposed.length === 0 ? id : `${id}-find`} name=${field.name} checked=${searching}
				label=${proposed.length === 0 ? field.somebody ?? (NO_ONE[field.name] ? 'Somebody' : 'I know who it is') : 'Somebody else'}
				onPick=${() => onChange(SOUGHT)} />
			${searching && html`<div class="parley-conditional">${finder(`${id}-search`, SOUGHT)}</div>`}
			${!field.required && html`<${Radio} id="${id}-nobody" name=${field.name} checked=${!searching && !value}
				label=${field.nobody ?? NO_ONE[field.name] ?? NOBODY}
				hint=${NO_ONE[field.name] ? null : field.nobodyHint ?? NOBODY_HINT} onPick=${() => onChange(null)} />`}
		</div>
	<//>`;
}

export function PeopleField({ field, value, error, onChange, agency, place, proposed = [] }) {
	const people = value ?? [];
	const add = (person) => onChange([...people.filter((p) => p.id !== person.id), person]);
	const left = proposed.filter((p) => !people.some((one) => one.id === p.person.id));
	return html`<${Grouped} field=${field} error=${error}>
		<ul class="parley-chosen-list">
			${people.map((person) => html`<li key=${person.id}><${Chosen} person=${person} verb="Remove"
				onRemove=${() => onChange(people.filter((p) => p.id !== person.id))} /></li>`)}
		</ul>
		${left.length > 0 && html`<p class="govuk-body">Who is proposed:</p><ul class="parley-chosen-list">
			${left.map((p) => html`<li key=${p.person.id}><div class="parley-chosen"><span>${p.person.name}
				<small>${`${personDetail(p.person)}. ${p.why}`}</small></span>
				<button type="button" class="parley-link-button" onClick=${() => add({ ...p.person, why: p.why })}>Add
				<span class="govuk-visually-hidden"> ${p.person.name}</span></button></div></li>`)}</ul>`}
		<${Finder} id=${fieldId(field)} label=${people.length ? 'Add another person' : 'Name, job title or agency'}
			error=${error} agency=${agency} place=${place} onPick=${add} />
	<//>`;
}
