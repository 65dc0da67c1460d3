// How long escalations are kept after they have ended: the first rule that fits counts.

import { html } from '../vendor/preact.js';
import { Paragraph } from '../components/parts.js';
import { ChoiceField } from '../fields/choice.js';
import { NumberField } from '../fields/number.js';
import { LineField } from '../fields/text.js';

const BOTH = 'both';
const SUBJECTS = [{ id: BOTH, label: 'Children and adults' }, { id: 'child', label: 'Children' }, { id: 'adult', label: 'Adults' }];

function Rule({ rule, at, errorOf, onChange, onRemove }) {
	const set = (name, value) => {
		const next = { ...rule, [name]: value };
		if (value === '' || value === BOTH) delete next[name];
		onChange(next);
	};
	return html`<fieldset class="govuk-fieldset parley-add"><legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Rule ${at + 1}</legend>
		<${LineField} field=${{ name: `rules-${at}-policy`, label: 'Policy', hint: 'Its name, such as redbridge-rscp. Leave it empty for every policy.' }}
			value=${rule.policy ?? ''} error=${errorOf(`/rules/${at}/policy`)} onChange=${(text) => set('policy', text.trim())} />
		<${ChoiceField} field=${{ name: `rules-${at}-subject`, type: 'choice', label: 'About whom?', required: true, choices: SUBJECTS }}
			value=${rule.subject ?? BOTH} error=${errorOf(`/rules/${at}/subject`)} onChange=${(id) => set('subject', id)} />
		<${NumberField} field=${{ name: `rules-${at}-years`, label: 'Years after it has ended', required: true, hint: 'From 1 to 100' }}
			value=${rule.years} error=${errorOf(`/rules/${at}/years`)} onChange=${(number) => set('years', number)} />
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${onRemove}>Remove rule ${at + 1}</button>
	</fieldset>`;
}

export function Editor({ value, onChange, errorOf, me }) {
	const put = (rules) => onChange({ ...value, rules });
	return html`<div id="field-value"><${Paragraph}>The first rule that fits counts. What no rule fits is kept for good.<//>
			${!me.emergency?.you && html`<${Paragraph}><a class="govuk-link" href="/retention">What is erased within a month, and what is held</a><//>`}</div>
		${value.rules.map((rule, at) => html`<${Rule} key=${at} rule=${rule} at=${at} errorOf=${errorOf}
			onChange=${(next) => put(value.rules.map((one, i) => (i === at ? next : one)))}
			onRemove=${() => put(value.rules.filter((one, i) => i !== at))} />`)}
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => put([...value.rules, { years: 7 }])}>Add a rule</button>
		<${NumberField} field=${{ name: 'most_percent', label: 'Percent that may be erased in one night unasked', required: true,
			hint: 'From 1 to 100, of all that have ended and are kept. More waits until an administrator says so; up to three may always go.' }}
			value=${value.most_percent} error=${errorOf('/most_percent')} onChange=${(number) => onChange({ ...value, most_percent: number })} />`;
}
