// The mail server and the sender, with a message to try them before they are saved.

import { html, useState } from '../vendor/preact.js';
import { change } from '../api.js';
import { ChoiceField } from '../fields/choice.js';
import { NumberField } from '../fields/number.js';
import { LineField } from '../fields/text.js';

const SERVER = { name: 'server', label: 'Mail server', hint: 'It begins with smtp:// or smtps://. Without one no mail is sent' };
const FROM = { name: 'from', label: 'Address that mail comes from' };
const STARTTLS = { name: 'starttls', type: 'yes-no', label: 'Must smtp:// be made safe by STARTTLS?', required: true,
	hint: 'No is for a server on the same machine only' };
const ACCOUNT = { name: 'account', type: 'yes-no', label: 'Sign in at the server with the account of parley.conf?', required: true,
	hint: 'Its password goes to the server that parley.conf names, and to no other' };
const SECONDS = { name: 'seconds', label: 'Seconds that sending one message may take', required: true, hint: 'From 1 to 600' };

const yesNo = (value) => (value ? 'yes' : 'no');

function Try({ value }) {
	const [told, setTold] = useState('');
	const send = async () => {
		setTold('Sending…');
		try {
			const { to } = await change('POST', '/settings/mail/test', { body: { value } });
			setTold(`The server took a message to ${to}. Look whether it arrives.`);
		} catch (problem) {
			setTold([problem.message, ...problem.errors.map((one) => one.reason)].join(' '));
		}
	};
	return html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${send}>Send me a message to try it</button>
		<p class="govuk-body" role="status">${told}</p>`;
}

export function Editor({ value, onChange, offer, errorOf }) {
	const set = (name) => (next) => onChange({ ...value, [name]: next === '' ? null : next });
	const flag = (name) => (answer) => onChange({ ...value, [name]: answer === 'yes' });
	return html`<${LineField} field=${SERVER} value=${value.server} error=${errorOf('/server')} onChange=${set('server')} />
		<${LineField} field=${FROM} value=${value.from} error=${errorOf('/from')} onChange=${set('from')} />
		<${ChoiceField} field=${STARTTLS} value=${yesNo(value.starttls)} error=${errorOf('/starttls')} onChange=${flag('starttls')} />
		${(offer.account || value.account) && html`<${ChoiceField} field=${ACCOUNT} value=${yesNo(value.account)} error=${errorOf('/account')} onChange=${flag('account')} />`}
		<${NumberField} field=${SECONDS} value=${value.seconds} error=${errorOf('/seconds')} onChange=${set('seconds')} />
		<${Try} value=${value} />`;
}
