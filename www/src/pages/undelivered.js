import { html, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph, SummaryRow } from '../components/parts.js';
import { useLoad, useTitle } from '../hooks.js';

function Settle({ item, done }) {
	const [how, setHow] = useState('');
	const [problem, setProblem] = useState('');
	const id = `how-${item.id}`;

	const send = async (again) => {
		if (!again && how.trim() === '') {
			setProblem('Say how they were told');
			document.getElementById(id)?.focus();
			return;
		}
		try {
			const answer = await change('POST', `/undelivered/${item.id}`, { body: again ? { again } : { how, again } });
			done(`${answer.title}: ${item.name ?? item.address}`);
		} catch (error) {
			setProblem(error.message);
		}
	};
	return html`<div class="govuk-form-group ${problem ? 'govuk-form-group--error' : ''}">
			<label class="govuk-label" for=${id}>How were they told?</label>
			<div class="govuk-hint" id="${id}-hint">For example: by telephone, on Tuesday. Nothing about the case.</div>
			${problem && html`<p class="govuk-error-message" id="${id}-error"><span class="govuk-visually-hidden">Error:</span> ${problem}</p>`}
			<input class="govuk-input" id=${id} type="text" value=${how} maxlength="1000"
				aria-describedby="${id}-hint${problem ? ` ${id}-error` : ''}" onInput=${(event) => setHow(event.target.value)} />
		</div>
		<div class="govuk-button-group">
			<button type="button" class="govuk-button" onClick=${() => send(false)}>They were told<span
				class="govuk-visually-hidden">: ${item.name ?? item.address}</span></button>
			<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => send(true)}>Send it once more<span
				class="govuk-visually-hidden"> to ${item.name ?? item.address}</span></button>
		</div>`;
}

function Message({ item, done }) {
	const who = item.name ?? 'A mailbox that the policy names';
	return html`<div class="parley-message">
		<h2 class="govuk-heading-m">${who}</h2>
		<dl class="govuk-summary-list">
			${item.title && html`<${SummaryRow} label="Job title">${[item.title, item.agency].filter(Boolean).join(', ')}<//>`}
			<${SummaryRow} label="Address">${item.address ?? 'None in the directory'}<//>
			<${SummaryRow} label="What it said">${item.what}${item.reference ? ` (${item.reference})` : ''}<//>
			<${SummaryRow} label="Written">${item.written.words}<//>
			<${SummaryRow} label="Why it did not arrive">${item.why}<//>
		</dl>
		<${Settle} item=${item} done=${done} />
	</div>`;
}

function List({ data, reload }) {
	const [said, setSaid] = useState('');
	const done = (words) => {
		setSaid(words);
		reload();
	};
	return html`<p class="govuk-body" role="status">${said}</p>
		${data.items.length === 0
			? html`<div class="parley-empty"><h2 class="govuk-heading-m">Every message arrived</h2>
				<p>When a mail server refuses somebody’s address for good, the message is listed here.</p></div>`
			: data.items.map((item) => html`<${Message} key=${item.id} item=${item} done=${done} />`)}
		${data.more && html`<${Paragraph}>There are more. They come up as you see to these.<//>`}`;
}

export function Undelivered({ route }) {
	const state = useLoad(() => get('/undelivered'), [route.move]);
	useTitle('Messages that did not arrive');
	return html`<${Main} before=${html`<${BackLink} href="/notices">Notices<//>`}>
		<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
			<${Heading}>Messages that did not arrive<//>
			<${Paragraph}>Their readers do not know what they were to be told, unless they have looked in Parley. Tell them in
				another way and say how, or have the address put right in the directory and send the message once more.<//>
			<${Loaded} state=${state}>${(data) => html`<${List} data=${data} reload=${state.reload} />`}<//>
		</div></div>
	<//>`;
}
