import { html } from '../vendor/preact.js';
import { NumberField } from '../fields/number.js';

const IDLE = { name: 'idle_minutes', label: 'Minutes without doing anything, after which a session ends', required: true,
	hint: 'From 1 to 1440. People on shared machines are safer with few.' };
const ABSOLUTE = { name: 'absolute_hours', label: 'Hours after signing in, after which a session ends whatever was done',
	required: true, hint: 'From 1 to 168' };

export function Editor({ value, onChange, errorOf }) {
	return [IDLE, ABSOLUTE].map((field) => html`<${NumberField} key=${field.name} field=${field} value=${value[field.name]}
		error=${errorOf(`/${field.name}`)} onChange=${(number) => onChange({ ...value, [field.name]: number })} />`);
}
