import { html, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph } from '../components/parts.js';
import { useLoad, useTitle } from '../hooks.js';

// Shown once, in a box from which it can be copied.
function Link({ link }) {
	const [copied, setCopied] = useState('');
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(link);
			setCopied('Copied');
		} catch {
			setCopied('It could not be copied: select it and copy it yourself');
		}
	};
	return html`<div class="govuk-inset-text">
		<div class="govuk-form-group">
			<label class="govuk-label govuk-label--s" for="feed-link">Your calendar link</label>
			<div class="govuk-hint" id="feed-hint">Copy it now: it is not shown again. Whoever has it can see your dates.</div>
			<input class="govuk-input" id="feed-link" type="text" readonly value=${link} aria-describedby="feed-hint"
				onFocus=${(event) => event.target.select()} />
		</div>
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${copy}>Copy the link</button>
		<p class="govuk-body" role="status">${copied}</p>
		<p class="govuk-body">In Outlook: Add calendar, then Subscribe from web. In Google Calendar: Other calendars, then From
			URL. In Apple Calendar: File, then New calendar subscription.</p>
	</div>`;
}

function Feed({ data, reload }) {
	const [link, setLink] = useState(null);
	const [said, setSaid] = useState('');

	const make = async () => {
		try {
			const made = await change('POST', '/calendar');
			setLink(made.link);
			setSaid(data.made ? 'The link is made. The earlier one does not work any more.' : 'The link is made.');
			reload();
		} catch (problem) {
			setSaid(problem.message);
		}
	};
	const end = async () => {
		try {
			await change('DELETE', '/calendar');
			setLink(null);
			setSaid('The link is ended. Calendars that used it get nothing any more.');
			reload();
		} catch (problem) {
			setSaid(problem.message);
		}
	};
	return html`<p class="govuk-body" role="status">${said}</p>
		${link && html`<${Link} link=${link} />`}
		${data.made && html`<p class="govuk-body">You have a link, made ${data.made}.</p>`}
		<div class="govuk-button-group">
			<button type="button" class="govuk-button" onClick=${make}>${data.made ? 'Make a new link' : 'Make a link'}</button>
			${data.made && html`<button type="button" class="govuk-button govuk-button--warning" onClick=${end}>End the link</button>`}
		</div>
		${data.made && html`<${Paragraph}>A new link ends the one before: do that when somebody else may have seen it.<//>`}`;
}

export function CalendarPage({ route }) {
	const state = useLoad(() => get('/calendar'), [route.move]);
	useTitle('Your dates in your calendar');
	return html`<${Main} before=${html`<${BackLink} href="/notices">Notices<//>`}>
		<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
			<${Heading}>Your dates in your calendar<//>
			<${Paragraph}>A calendar program can show when something of yours is due, and the meetings that you are asked to. It
				gets references and dates, and nothing of what an escalation is about. It reads them again every half hour or
				so.<//>
			<${Loaded} state=${state}>${(data) => html`<${Feed} data=${data} reload=${state.reload} />`}<//>
		</div></div>
	<//>`;
}
