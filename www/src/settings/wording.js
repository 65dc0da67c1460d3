// Subject and text of each message; what is left as it came with Parley is not kept.

import { html, useEffect, useState } from '../vendor/preact.js';
import { LineField, TextField } from '../fields/text.js';
import { nameOf } from './editors.js';

function Message({ kind, own, index, errorOf, onChange }) {
	const error = (member) => (index < 0 ? undefined : errorOf(`/messages/${index}/${member}`));
	const wrong = Boolean(error('subject') || error('text'));
	const [open, setOpen] = useState(false);
	useEffect(() => {
		if (wrong) setOpen(true);
	}, [wrong]);
	const name = (member) => (index < 0 ? `${kind.kind}-${member}` : nameOf(`/messages/${index}/${member}`));
	const set = (member) => (value) => onChange({ kind: kind.kind, subject: kind.subject, text: kind.text, ...own, [member]: value });
	const places = kind.reference ? '{reference} is where the reference goes' : 'It belongs to no escalation, so there is no reference';
	return html`<details class="govuk-details" open=${open || wrong} onToggle=${(event) => setOpen(event.target.open)}>
		<summary class="govuk-details__summary"><span class="govuk-details__summary-text">${kind.title}${own ? ' (your own words)' : ''}</span></summary>
		<div class="govuk-details__text">
			<${LineField} field=${{ name: name('subject'), label: `Subject of ‘${kind.title}’`, required: true, hint: places }}
				value=${(own ?? kind).subject} error=${error('subject')} onChange=${set('subject')} />
			<${TextField} field=${{ name: name('text'), label: `Text of ‘${kind.title}’`, required: true, max: 600,
				hint: 'The date and the link follow below it; {link} puts the link somewhere else' }}
				value=${(own ?? kind).text} error=${error('text')} onChange=${set('text')} />
			${own && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => onChange(null)}>Use the words that came with Parley<span
				class="govuk-visually-hidden"> for ${kind.title}</span></button>`}
		</div>
	</details>`;
}

export function Editor({ value, onChange, offer, errorOf }) {
	const { messages } = value;
	const set = (kind) => (next) => {
		const others = messages.filter((one) => one.kind !== kind.kind);
		const own = next && (next.subject !== kind.subject || next.text !== kind.text) ? [next] : [];
		onChange({ ...value, messages: [...others, ...own].sort((a, b) => order(a) - order(b)) });
	};
	const order = (message) => offer.kinds.findIndex((kind) => kind.kind === message.kind);
	return offer.kinds.map((kind) => {
		const index = messages.findIndex((one) => one.kind === kind.kind);
		return html`<${Message} key=${kind.kind} kind=${kind} own=${messages[index]} index=${index} errorOf=${errorOf} onChange=${set(kind)} />`;
	});
}
