import { html, useEffect, useState } from '../vendor/preact.js';
import { change } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { DraftStatus, SendButton, SignedOut, WhatHappensNext } from '../components/form-parts.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Paragraph, SummaryRow, Written } from '../components/parts.js';
import { labelledFault, summaryOf, useExplained, useSend } from '../form-state.js';
import { useTitle } from '../hooks.js';
import { keepReceipt } from '../receipt.js';
import { navigate } from '../router.js';
import { askedFields, findFaults, inWords, toWire } from '../values.js';
import { casePath } from '../paths.js';

const changePath = (base, step) => `${base}/${encodeURIComponent(step.id)}?from=check`;

// Nobody named is an answer too.
const UNNAMED = { receiving_person: 'You do not know who: whoever holds the role there is asked' };

function Row({ base, step, field, value, fault, agencies }) {
	const words = inWords(field, value, agencies);
	return html`<${SummaryRow} label=${field.label} action=${html`<a class="govuk-link" href=${changePath(base, step)}>Change<span
			class="govuk-visually-hidden">: ${field.label}</span></a>`}>
		${fault && html`<p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> ${fault}</p>`}
		${words ? html`<${Written}>${words}<//>` : html`<span class="parley-muted">${UNNAMED[field.name] ?? 'Not answered'}</span>`}
	<//>`;
}

// Each wrong answer leads to the page where it was given.
function itemsOf(base, sending, steps, values) {
	const items = [];
	for (const step of steps) {
		for (const field of askedFields(step.fields, values)) {
			const fault = sending.faults[field.name];
			if (fault) items.push({ href: changePath(base, step), text: labelledFault(field, fault) });
		}
	}
	return items.length > 0 ? items : summaryOf({ ...sending, faults: { '': sending.faults[''] } }, []);
}

// A page of one question in its heading's own words is said once.
const repeats = (step, values) => askedFields(step.fields, values).every((field) => field.label === step.title);

// Who gets it, by when, and whom a message goes to: of these very answers. Until the server has said so, and where it cannot, in general.
const IN_GENERAL = 'The other agency gets what you wrote, at once, and the policy’s clock starts. You cannot change it afterwards; you can add to it.';
const ASKING = 'They get what you wrote, at once, and nobody else does. They raise it, and you are its first raiser, or they tell you why not. '
	+ 'You can raise it yourself whenever you like.';

function useNext(fields, values, request, asking) {
	const [next, setNext] = useState(asking ? ASKING : IN_GENERAL);
	useEffect(() => {
		if (asking || Object.keys(findFaults(fields, values)).length > 0) return;
		const body = { fields: toWire(fields, values), ...(request ? { request: request.request.id } : {}) };
		change('POST', '/raise/next', { body }).then((answer) => setNext(answer.next), () => {});
	}, []);
	return next;
}

function Next({ text, request }) {
	return html`<${WhatHappensNext} text=${text} />
		${request && !request.mine && html`<${Paragraph}>It says that ${request.request.who.name} asked for it, who is its first raiser and can
			follow it.<//>`}`;
}

export function Check({ form, base, request, asking, steps, values, draft, status, onChange }) {
	const sending = useSend(draft);
	useTitle(`${Object.keys(sending.faults).length > 0 ? 'Error: ' : ''}Check your answers`);
	const fields = steps.flatMap((step) => step.fields);
	const next = useNext(fields, values, request, asking);
	useExplained(fields, values, sending, onChange);

	const submit = async (event) => {
		event.preventDefault();
		const faults = findFaults(fields, values);
		if (Object.keys(faults).length > 0) return sending.fail(faults);
		const body = { fields: toWire(fields, values), ...(request ? { request: request.request.id } : {}) };
		const recorded = await sending.send(asking ? '/requests' : '/escalations', body);
		if (!recorded) return undefined;
		if (asking) return navigate('/requests?asked', { replace: true });
		keepReceipt(recorded.reference, recorded);
		return navigate(`${casePath(recorded.reference)}/recorded`, { replace: true });
	};
	const last = steps[steps.length - 1];
	return html`<${Main} before=${html`<${BackLink} href=${`${base}/${encodeURIComponent(last.id)}`} />`}>
		<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
			<form novalidate onSubmit=${submit}>
				<${ErrorSummary} items=${itemsOf(base, sending, steps, values)} turn=${sending.turn} />
				<${SignedOut} problem=${sending.problem} />
				<${Heading}>Check your answers before you send them<//>
				${steps.map((step) => html`<section key=${step.id} aria-labelledby="step-${step.id}">
					<h2 class="govuk-heading-m ${repeats(step, values) ? 'govuk-visually-hidden' : ''}" id="step-${step.id}">${step.title}</h2>
					<dl class="govuk-summary-list">${askedFields(step.fields, values).map((field) => html`<${Row}
						key=${field.name} base=${base} step=${step} field=${field} value=${values[field.name]}
						fault=${sending.faults[field.name]} agencies=${form.agencies} />`)}</dl>
				</section>`)}
				<${Next} text=${next} request=${request} />
				<${DraftStatus} status=${status} />
				<${SendButton} busy=${sending.busy}>${asking ? 'Ask them to raise it' : 'Send and raise the disagreement'}<//>
			</form>
		</div></div>
	<//>`;
}
