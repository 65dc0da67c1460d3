import { html } from '../vendor/preact.js';
import { fieldId, Grouped, Labelled } from './frame.js';

const YES_NO = [{ id: 'yes', label: 'Yes' }, { id: 'no', label: 'No' }];

// The first control has the field's own id: the error summary leads there.
const controlId = (field, index) => (index === 0 ? fieldId(field) : `${fieldId(field)}-${index + 1}`);

export function Radio({ id, name, checked, label, hint, onPick }) {
	return html`<div class="govuk-radios__item">
		<input class="govuk-radios__input" type="radio" id=${id} name=${name} checked=${checked} onChange=${onPick}
			aria-describedby=${hint ? `${id}-hint` : undefined} />
		<label class="govuk-label govuk-radios__label" for=${id}>${label}</label>
		${hint && html`<div class="govuk-hint govuk-radios__hint" id="${id}-hint">${hint}</div>`}
	</div>`;
}

// `below(choice)` draws what a chosen answer asks for in turn.
export function ChoiceField({ field, value, error, onChange, below }) {
	const choices = field.type === 'yes-no' ? YES_NO : field.choices;
	return html`<${Grouped} field=${field} error=${error}>
		<div class="govuk-radios ${field.type === 'yes-no' && !below ? 'govuk-radios--inline' : ''}">
			${choices.map((choice, i) => html`
				<${Radio} key=${choice.id} id=${controlId(field, i)} name=${field.name} checked=${value === choice.id}
					label=${choice.label} hint=${choice.hint} onPick=${() => onChange(choice.id)} />
				${below && value === choice.id && below(choice)}`)}
		</div>
	<//>`;
}

export function ChoicesField({ field, value, error, onChange }) {
	const chosen = value ?? [];
	const toggle = (id) =>
		onChange(field.choices.map((c) => c.id).filter((c) => (c === id ? !chosen.includes(id) : chosen.includes(c))));
	return html`<${Grouped} field=${field} error=${error}>
		<div class="govuk-checkboxes">
			${field.choices.map((choice, i) => html`<${Checkbox} key=${choice.id} id=${controlId(field, i)}
				name=${field.name} checked=${chosen.includes(choice.id)} label=${choice.label} hint=${choice.hint}
				onToggle=${() => toggle(choice.id)} />`)}
		</div>
	<//>`;
}

function Checkbox({ id, name, checked, label, hint, describedBy, onToggle }) {
	const described = [hint && `${id}-item-hint`, describedBy].filter(Boolean).join(' ') || undefined;
	return html`<div class="govuk-checkboxes__item">
		<input class="govuk-checkboxes__input" type="checkbox" id=${id} name=${name} checked=${checked}
			onChange=${onToggle} aria-describedby=${described} />
		<label class="govuk-label govuk-checkboxes__label" for=${id}>${label}</label>
		${hint && html`<div class="govuk-hint govuk-checkboxes__hint" id="${id}-item-hint">${hint}</div>`}
	</div>`;
}

export function DeclareField({ field, value, error, onChange }) {
	const id = fieldId(field);
	return html`<div class="govuk-form-group ${error ? 'govuk-form-group--error' : ''}">
		${error && html`<p class="govuk-error-message" id="${id}-error">
			<span class="govuk-visually-hidden">Error:</span> ${error}</p>`}
		<div class="govuk-checkboxes">
			<${Checkbox} id=${id} name=${field.name} checked=${value === 'yes'} label=${field.label} hint=${field.hint}
				describedBy=${error && `${id}-error`} onToggle=${() => onChange(value === 'yes' ? null : 'yes')} />
		</div>
	</div>`;
}

export function AgencyField({ field, value, error, onChange, agencies }) {
	return html`<${Labelled} field=${field} error=${error}>
		${(attributes) => html`<select ...${attributes} class="govuk-select ${error ? 'govuk-select--error' : ''}"
			onChange=${(event) => onChange(event.target.value || null)}>
			<option value="" selected=${!value}>Choose an agency</option>
			${agencies.map((agency) => html`<option key=${agency.id} value=${agency.id}
				selected=${value === agency.id}>${agency.name}</option>`)}
		</select>`}
	<//>`;
}
