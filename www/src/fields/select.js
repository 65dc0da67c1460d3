import { html } from '../vendor/preact.js';
import { Labelled } from './frame.js';

// One of a list. `none` is what stands for no choice: value null.
export function SelectField({ field, value, error, onChange, none = 'Any' }) {
	return html`<${Labelled} field=${field} error=${error}>
		${(attributes) => html`<select ...${attributes} class="govuk-select ${error ? 'govuk-select--error' : ''}"
			onChange=${(event) => onChange(event.target.value || null)}>
			<option value="" selected=${!value}>${none}</option>
			${field.choices.map((choice) => html`<option key=${choice.id} value=${choice.id}
				selected=${value === choice.id}>${choice.label}</option>`)}
		</select>`}
	<//>`;
}
