// One field of a form, by its type; and a list of them, each asked only when its condition holds.

import { html } from '../vendor/preact.js';
import { isAsked } from '../values.js';
import { AgencyField, ChoiceField, ChoicesField, DeclareField } from './choice.js';
import { DateField } from './date.js';
import { PeopleField, PersonField } from './person.js';
import { UploadField } from './upload.js';
import { LineField, NhsNumberField, TextField } from './text.js';

const COMPONENTS = {
	line: LineField,
	text: TextField,
	choice: ChoiceField,
	choices: ChoicesField,
	'yes-no': ChoiceField,
	declare: DeclareField,
	date: DateField,
	'day-ahead': DateField,
	time: DateField,
	'time-ahead': DateField,
	person: PersonField,
	people: PeopleField,
	agency: AgencyField,
	'nhs-number': NhsNumberField,
	upload: UploadField,
};

const conditionOf = (field) => (field.only_if ? field.only_if.split('=') : []);

// A field whose condition is an answer of a choice on the same page is drawn below that answer.
function parentOf(field, fields) {
	const [name] = conditionOf(field);
	const parent = fields.find((f) => f.name === name);
	return parent && (parent.type === 'choice' || parent.type === 'yes-no') ? parent : null;
}

// `context` has what some types need: agencies, now, agencyFor(field), proposedFor(field), placeFor(field); `titled`, the page's
// heading, which a field of the same words does not repeat; and insert(field, choice), said below an answer.
export function Fields({ fields, values, faults, onChange, context }) {
	const draw = (field) => {
		const children = fields.filter((f) => parentOf(f, fields) === field);
		const below = (choice) => {
			const asked = children.filter((f) => conditionOf(f)[1] === choice.id);
			const said = context.insert?.(field, choice);
			return (said || asked.length > 0) &&
				html`<div class="parley-conditional" key="below">${said}${asked.map(draw)}</div>`;
		};
		return html`<${COMPONENTS[field.type] ?? LineField} key=${field.name}
			field=${{ ...field, titled: field.label === context.titled, required: field.required || Boolean(field.explains) }} value=${values[field.name]}
			error=${faults[field.name]} onChange=${(value) => onChange(field.name, value)}
			below=${children.length > 0 ? below : undefined} agencies=${context.agencies ?? []} now=${context.now}
			agency=${context.agencyFor?.(field)} place=${context.placeFor?.(field)}
			proposed=${context.proposedFor?.(field)?.people} vacant=${context.proposedFor?.(field)?.vacant} upload=${context.upload} />`;
	};
	return fields.filter((field) => !parentOf(field, fields) && isAsked(field, values)).map(draw);
}
