import { html } from '../vendor/preact.js';
import { lengthOf } from '../values.js';
import { fieldId, Labelled } from './frame.js';

const errorClass = (error, base) => `${base} ${error ? `${base}--error` : ''}`;

export function LineField({ field, value, error, onChange }) {
	return html`<${Labelled} field=${field} error=${error}>
		${(attributes) => html`<input ...${attributes} type="text" class=${errorClass(error, 'govuk-input')}
			value=${value ?? ''} onInput=${(event) => onChange(event.target.value)} />`}
	<//>`;
}

export function NhsNumberField({ field, value, error, onChange }) {
	return html`<${Labelled} field=${field} error=${error}>
		${(attributes) => html`<input ...${attributes} type="text" inputmode="numeric" spellcheck=${false}
			autocomplete="off" class="${errorClass(error, 'govuk-input')} govuk-input--width-10"
			value=${value ?? ''} onInput=${(event) => onChange(event.target.value)} />`}
	<//>`;
}

// How much room is left is said only when it begins to matter.
function Count({ field, value }) {
	if (!field.max) return null;
	const left = field.max - lengthOf(value);
	const near = left < field.max / 4 && left < 2000;
	const amount = Math.abs(left).toLocaleString('en-GB');
	const words = `${amount} character${left === 1 || left === -1 ? '' : 's'} ${left < 0 ? 'too many' : 'left'}`;
	return html`<p id="${fieldId(field)}-count" class="parley-count ${left < 0 ? 'parley-count--over' : ''}"
		role="status">${near ? words : ''}</p>`;
}

export function TextField({ field, value, error, onChange }) {
	return html`<${Labelled} field=${field} error=${error} describe=${field.max && `${fieldId(field)}-count`}>
		${(attributes) => html`<textarea ...${attributes} rows="6" class=${errorClass(error, 'govuk-textarea')}
				value=${value ?? ''} onInput=${(event) => onChange(event.target.value)}></textarea>
			<${Count} field=${field} value=${value} />`}
	<//>`;
}
