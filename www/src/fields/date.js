import { html } from '../vendor/preact.js';
import { emptyDay, partsFromDay, partsFromNow } from '../dates.js';
import { fieldId, Grouped } from './frame.js';

const PARTS = [['day', 'Day', 2], ['month', 'Month', 2], ['year', 'Year', 4]];

function Part({ field, part: [name, label, width], value, error, onChange }) {
	const id = name === 'day' ? fieldId(field) : `${fieldId(field)}-${name}`;
	return html`<div class="govuk-date-input__item">
		<div class="govuk-form-group">
			<label class="govuk-label govuk-date-input__label" for=${id}>${label}</label>
			<input class="govuk-input govuk-date-input__input govuk-input--width-${width} ${error ? 'govuk-input--error' : ''}"
				id=${id} name="${field.name}-${name}" type="text" inputmode="numeric" value=${value[name] ?? ''}
				onInput=${(event) => onChange({ ...value, [name]: event.target.value })} />
		</div>
	</div>`;
}

function TimePart({ field, value, error, onChange }) {
	const id = `${fieldId(field)}-time`;
	return html`<div class="govuk-date-input__item">
		<div class="govuk-form-group">
			<label class="govuk-label govuk-date-input__label" for=${id}>Time, like 2:30pm</label>
			<input class="govuk-input govuk-date-input__input govuk-input--width-5 ${error ? 'govuk-input--error' : ''}"
				id=${id} name="${field.name}-time" type="text" value=${value.time ?? ''}
				onInput=${(event) => onChange({ ...value, time: event.target.value })} />
		</div>
	</div>`;
}

// `now` is the server's clock: a demonstration's is not the browser's.
export function DateField({ field, value, error, onChange, now }) {
	const held = { ...emptyDay, ...value };
	const withTime = field.type === 'time' || field.type === 'time-ahead';
	const shown = { ...field, hint: field.hint ?? 'For example, 27 3 2026' };
	return html`<${Grouped} field=${shown} error=${error} role="group">
		<div class="govuk-date-input" id="${fieldId(field)}-group">
			${PARTS.map((part) => html`<${Part} key=${part[0]} field=${field} part=${part} value=${held} error=${error}
				onChange=${onChange} />`)}
			${withTime && html`<${TimePart} field=${field} value=${held} error=${error} onChange=${onChange} />`}
		</div>
		${field.type !== 'time-ahead' && html`<div class="parley-today">
			<button type="button" class="parley-link-button parley-link-button--small"
				onClick=${() => onChange(withTime ? partsFromNow(now) : partsFromDay(now))}>
				${withTime ? 'Use the time now' : 'Use today’s date'}
				<span class="govuk-visually-hidden"> for ‘${field.label}’</span>
			</button>
		</div>`}
	<//>`;
}
