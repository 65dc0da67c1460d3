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
const CONFIGURED = { id: 'configuration', label: 'With the account of parley.conf', hint: 'Its password goes to the server that parley.conf names, and to no other' };
const ACCOUNT = { name: 'account', type: 'choice', label: 'Does Parley sign in at the server?', required: true };
const ACCOUNTS = [{ id: 'none', label: 'No' }, CONFIGURED,
	{ id: 'file', label: 'With an account whose password is in a file', hint: 'In the server’s folder of directory passwords; its name begins with mail-' },
	{ id: 'credential', label: 'With an account whose password is a credential of systemd', hint: 'Its name begins with mail-' }];
const USER = { name: 'user', label: 'Name of the account', required: true };
const SECRET = { name: 'secret_name', label: 'Name of the file or credential', required: true, hint: 'For example, mail-relay' };
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
	const accounts = ACCOUNTS.filter((one) => one !== CONFIGURED || offer.account || value.account);
	const signIn = (how) => onChange({ ...value, account: how === 'configuration', ...(how === 'file' || how === 'credential'
		? { user: value.user ?? '', secret: how, secret_name: value.secret_name ?? '' } : { user: null, secret: null, secret_name: null }) });
	const write = (name) => (next) => onChange({ ...value, [name]: next });
	const flag = (name) => (answer) => onChange({ ...value, [name]: answer === 'yes' });
	return html`<${LineField} field=${SERVER} value=${value.server} error=${errorOf('/server')} onChange=${set('server')} />
		<${LineField} field=${FROM} value=${value.from} error=${errorOf('/from')} onChange=${set('from')} />
		<${ChoiceField} field=${STARTTLS} value=${yesNo(value.starttls)} error=${errorOf('/starttls')} onChange=${flag('starttls')} />
		<${ChoiceField} field=${{ ...ACCOUNT, choices: accounts }} value=${value.account ? 'configuration' : value.secret ?? 'none'}
			error=${errorOf('/account') ?? errorOf('/secret')} onChange=${signIn} />
		${value.secret && html`<${LineField} field=${USER} value=${value.user} error=${errorOf('/user')} onChange=${write('user')} />
			<${LineField} field=${SECRET} value=${value.secret_name} error=${errorOf('/secret_name')} onChange=${write('secret_name')} />`}
		<${NumberField} field=${SECONDS} value=${value.seconds} error=${errorOf('/seconds')} onChange=${set('seconds')} />
		<${Try} value=${value} />`;
}
