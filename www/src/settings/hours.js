import { html } from '../vendor/preact.js';
import { LineField } from '../fields/text.js';

const FIELDS = [
	{ name: 'start_of_day', label: 'When does a working day begin?', required: true, hint: 'A time of 24 hours, such as 09:00' },
	{ name: 'end_of_day', label: 'When does it end?', required: true,
		hint: 'What is counted in days is due at this time, such as 17:00' },
	{ name: 'cut_off', label: 'From when on does something count as the next working day’s?', required: true,
		hint: 'A time such as 16:00, or none' },
];

export function Editor({ value, onChange, errorOf }) {
	return FIELDS.map((field) => html`<${LineField} key=${field.name} field=${field} value=${value[field.name]}
		error=${errorOf(`/${field.name}`)} onChange=${(text) => onChange({ ...value, [field.name]: text.trim() })} />`);
}
