import { html } from '../vendor/preact.js';
import { Labelled } from './frame.js';

// A whole number. What is typed and is none stays in the box, and goes to the server as it is, which says so.
export function NumberField({ field, value, error, onChange }) {
	const take = (text) => onChange(/^-?\d{1,15}$/.test(text.trim()) ? Number(text) : text);
	return html`<${Labelled} field=${field} error=${error}>
		${(attributes) => html`<input ...${attributes} type="text" inputmode="numeric" spellcheck=${false} autocomplete="off"
			class="govuk-input govuk-input--width-5 ${error ? 'govuk-input--error' : ''}" value=${value ?? ''}
			onInput=${(event) => take(event.target.value)} />`}
	<//>`;
}
