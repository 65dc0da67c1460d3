import { html } from '../vendor/preact.js';
import { get } from '../api.js';
import { Main } from '../components/layout.js';
import { Heading, Loaded, Paragraph } from '../components/parts.js';
import { useLoad, useTitle } from '../hooks.js';

export const who = (entry) => entry.who ?? 'Somebody at the command line';

export const changedWords = (entry) =>
	entry.version === 0 ? 'Never changed here' : `Version ${entry.version}, ${entry.at}, ${who(entry)}`;

function Setting({ setting }) {
	return html`<li class="parley-duty parley-duty--even">
		<div><p class="parley-duty__text"><a class="govuk-link" href="/settings/${setting.name}">${setting.title}</a></p>
			<p class="parley-sentence">${setting.summary}</p>
			${setting.attention.length > 0 && html`<ul class="govuk-list govuk-list--bullet">${setting.attention.map((line) => html`
				<li key=${line.label}><strong>${line.label}</strong>${line.words && `: ${line.words}`}</li>`)}</ul>`}</div>
		<div><p class="parley-sentence">${changedWords(setting)}</p></div>
	</li>`;
}

// Settings are said by their title; what concerns editions of the policy by the words of that page.
const POLICY_WORDS = {
	'policy-import': 'brought in an edition of the policy',
	'policy-use': 'put an edition of the policy into force',
	'policy-retire': 'retired an edition of the policy',
	'policy-move': 'moved running escalations to another edition of the policy',
	'emergency-armed': 'armed the emergency administrator',
	'emergency-used': 'signed in by the password from the server',
	'emergency-ended': 'ended the hour of the emergency administrator',
};

function Change({ change, titles }) {
	const what = POLICY_WORDS[change.what] ?? `changed ${titles.get(change.what) ?? change.what}`;
	const account = !change.who && /^by (.*)$/.exec(change.detail ?? '')?.[1];
	return html`<li><strong>${account ? `${account} at the command line` : who(change)}</strong> ${what}${change.detail && !account ? ` (${change.detail})` : ''}.
		<p class="parley-muted">${change.at}. ${change.why ? `Reason: ${change.why}` : 'No reason was given.'}</p></li>`;
}

function All({ shown }) {
	const titles = new Map(shown.settings.map((setting) => [setting.name, `‘${setting.title}’`]));
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
		<${Heading}>Settings<//>
		<${Paragraph}>Each page shows what a change would do before it is saved, asks why, keeps who changed it, and can be
			undone.<//>
		<ul class="parley-duties">${shown.settings.map((setting) => html`<${Setting} key=${setting.name} setting=${setting} />`)}</ul>
		<h2 class="govuk-heading-m">Who changed what, and why</h2>
		${shown.history.length === 0
			? html`<${Paragraph}>Nothing was changed yet.<//>`
			: html`<ul class="govuk-list govuk-list--spaced">${shown.history.map((change, i) => html`
				<${Change} key=${i} change=${change} titles=${titles} />`)}</ul>`}
	</div></div>`;
}

export function Settings({ route }) {
	const state = useLoad(() => get('/settings'), [route.move]);
	useTitle('Settings');
	return html`<${Main}><${Loaded} state=${state}>${(shown) => html`<${All} shown=${shown} />`}<//><//>`;
}
