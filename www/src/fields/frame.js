// What every field has round it: a label or legend, hint, clause, and what is wrong with it.

import { html } from '../vendor/preact.js';
import { Clause } from '../components/parts.js';

export const fieldId = (field) => `field-${field.name}`;

function describedBy(field, error, extra) {
	const id = fieldId(field);
	return [hasHint(field) && `${id}-hint`, error && `${id}-error`, extra].filter(Boolean).join(' ') || undefined;
}

const hasHint = (field) => Boolean(field.hint || field.clause);

function Hint({ field }) {
	if (!hasHint(field)) return null;
	return html`<div class="govuk-hint" id="${fieldId(field)}-hint">
		${field.hint} <${Clause} clause=${field.clause} />
	</div>`;
}

function ErrorMessage({ field, error }) {
	if (!error) return null;
	return html`<p class="govuk-error-message" id="${fieldId(field)}-error">
		<span class="govuk-visually-hidden">Error:</span> ${error}
	</p>`;
}

// The page's heading says it already; it stays for those who go from control to control.
const Name = ({ field }) => html`<span class=${field.titled ? 'govuk-visually-hidden' : ''}>${labelText(field)}</span>`;

const labelText = (field) => (field.required || field.type === 'declare' ? field.label : `${field.label} (optional)`);

// One control. `children(attributes)` draws it.
export function Labelled({ field, error, describe, children }) {
	return html`<div class="govuk-form-group ${error ? 'govuk-form-group--error' : ''}">
		<label class="govuk-label govuk-label--s" for=${fieldId(field)}><${Name} field=${field} /></label>
		<${Hint} field=${field} />
		<${ErrorMessage} field=${field} error=${error} />
		${children({ id: fieldId(field), name: field.name, 'aria-describedby': describedBy(field, error, describe) })}
	</div>`;
}

// A group of controls.
export function Grouped({ field, error, role, children }) {
	return html`<div class="govuk-form-group ${error ? 'govuk-form-group--error' : ''}">
		<fieldset class="govuk-fieldset" role=${role} aria-describedby=${describedBy(field, error)}>
			<legend class="govuk-fieldset__legend govuk-fieldset__legend--s"><${Name} field=${field} /></legend>
			<${Hint} field=${field} />
			<${ErrorMessage} field=${field} error=${error} />
			${children}
		</fieldset>
	</div>`;
}
