// Asking somebody of one's own agency to raise a disagreement: what one is asked, what one asked, and one such request.

import { html } from '../vendor/preact.js';
import { get } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { DraftStatus, SendButton, SignedOut } from '../components/form-parts.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph, SummaryRow, Tag, Written } from '../components/parts.js';
import { REQUEST_COLOURS, RequestItem } from '../components/request-item.js';
import { Fields } from '../fields/field.js';
import { summaryOf, useFieldsForm } from '../form-state.js';
import { useLoad, useTitle } from '../hooks.js';
import { casePath, requestPath } from '../paths.js';
import { navigate } from '../router.js';
import { askedFields, fromWire, inWords } from '../values.js';

const nameOf = (person) => [person.name, person.title].filter(Boolean).join(', ');

function Asked({ request }) {
	return html`<div class="govuk-panel govuk-panel--confirmation">
		<h2 class="govuk-panel__title">They are asked</h2>
		<div class="govuk-panel__body">${request.asked.map((one) => html`<div key=${one}>${one}</div>`)}</div>
	</div>
	<${Paragraph}>They were told at once. They raise it, and you are its first raiser, or they tell you why not. If nobody has
		answered after a working day, they and your manager are told again. Until it is raised the other agency sees nothing of it.<//>`;
}

function Lists({ data, asked }) {
	return html`
		${asked && data.mine.length > 0 && html`<${Asked} request=${data.mine[0]} />`}
		${data.waiting.length > 0 && html`<h2 class="govuk-heading-m">Asked of you</h2>
			<ol class="parley-list">${data.waiting.map((one) => html`<${RequestItem} key=${one.id} request=${one} />`)}</ol>`}
		<h2 class="govuk-heading-m">What you asked others to raise</h2>
		${data.mine.length > 0
			? html`<ol class="parley-list">${data.mine.map((one) => html`<${RequestItem} key=${one.id} request=${one} ofMine />`)}</ol>`
			: html`<${Paragraph}>Nothing. If it is hard for you to challenge somebody, you can ask when you${' '}
				<a class="govuk-link" href="/raise">raise a disagreement</a>.<//>`}`;
}

export function Requests({ route }) {
	const state = useLoad(() => get('/requests'), [route.move]);
	useTitle('Requests to raise');
	return html`<${Main}>
		<${Heading}>Requests to raise<//>
		<${Loaded} state=${state}>${(data) => html`<${Lists} data=${data} asked=${route.query.has('asked')} />`}<//>
	<//>`;
}

// --- one of them ---

// In the words of the form that it was written with.
export function WhatWasWritten({ form, values }) {
	const rows = form.pages.flatMap((page) => askedFields(page.fields, values))
		.map((field) => [field, inWords(field, values[field.name], form.agencies)]).filter(([, words]) => words);
	return html`<dl class="govuk-summary-list">${rows.map(([field, words]) => html`<${SummaryRow} key=${field.name}
		label=${field.label}><${Written}>${words}<//><//>`)}</dl>`;
}

function Answer({ data, reload }) {
	const { form, status, values, setValue, submit } = useFieldsForm({ draftPath: `/drafts/request-answer/${data.request.id}`, fields: data.fields,
		start: data.answer_draft?.fields, target: `/requests/${data.request.id}/answer`, done: reload });
	return html`<form novalidate onSubmit=${submit}>
		<${ErrorSummary} items=${summaryOf(form, data.fields)} turn=${form.turn} />
		<${SignedOut} problem=${form.problem} />
		<h2 class="govuk-heading-m">${data.mine ? 'Take it back' : 'Or say why you do not raise it'}</h2>
		<${Paragraph}>${data.mine ? 'Nobody is asked any more.' : data.request.asker_left
			? `${data.request.who.name} has left: your reason is kept, and nobody is told.`
			: `${data.request.who.name} reads your reason, and can raise it themselves.`}<//>
		<${Fields} fields=${data.fields} values=${values} faults=${form.faults} onChange=${setValue} context=${{ now: data.me.now }} />
		<${SendButton} busy=${form.busy}>${data.mine ? 'Take it back' : 'Do not raise it'}<//>
		<${DraftStatus} status=${status} />
	</form>`;
}

function Standing({ request, mine }) {
	if (request.state === 'raised') {
		return html`<div class="govuk-inset-text"><p class="govuk-body">Raised by ${nameOf(request.answered_by)} on ${request.answered.words}:${' '}
			<a class="govuk-link" href=${casePath(request.reference)}>escalation ${request.reference}</a>.</p></div>`;
	}
	if (request.state === 'asked') return null;
	return html`<div class="govuk-inset-text">
		<p class="govuk-body">${request.state === 'refused' ? 'Not raised' : 'Taken back'}, said ${nameOf(request.answered_by)} on ${request.answered.words}:</p>
		<p class="govuk-body"><${Written}>${request.reason}<//></p>
		${mine && request.state === 'refused' && html`<p class="govuk-body">If you still think that it has to be raised, you can raise it yourself:
			what you wrote is filled in.</p>`}
	</div>`;
}

function One({ form, data, reload }) {
	const { request } = data;
	const values = fromWire(form.pages.flatMap((page) => page.fields), data.values);
	useTitle('Request to raise a disagreement');
	return html`
		<span class="govuk-caption-l">Asked ${request.at.words}</span>
		<${Heading}>${data.mine ? 'What you asked to be raised' : `${request.who.name} asks you to raise a disagreement`}<//>
		<p><${Tag} colour=${REQUEST_COLOURS[request.state]}>${request.state_words}<//> ${request.immediate_risk
			&& html`<${Tag} colour="red">Immediate risk<//>`}</p>
		<${Standing} request=${request} mine=${data.mine} />
		<${Paragraph}>${data.mine ? 'You asked' : `${nameOf(request.who)} asked`}: ${request.asked.join('; ')}. The other agency sees
			nothing of this unless it is raised.<//>
		${request.asker_left && html`<div class="govuk-inset-text"><p class="govuk-body">${request.who.name} has left, and is told nothing of this any
			more. Whether it has to be raised is still for you to say.</p></div>`}
		<${WhatWasWritten} form=${form} values=${values} />
		${data.may_raise && html`<div class="govuk-button-group"><a class="govuk-button" href="${requestPath(request.id)}/raise">${data.mine
			? 'Raise it yourself' : 'Raise it, with these words filled in'}</a></div>`}
		${data.may_answer && html`<${Answer} data=${data} reload=${reload} />`}`;
}

export function RequestPage({ route }) {
	const { id } = route.parameters;
	const state = useLoad(async () => {
		const [form, data] = await Promise.all([get('/raise'), get(`/requests/${encodeURIComponent(id)}`)]);
		return { form, data };
	}, [id, route.move]);
	return html`<${Main} before=${html`<${BackLink} href="/requests">Requests to raise<//>`}>
		<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
			<${Loaded} state=${state}>${(both) => html`<${One} form=${both.form} data=${both.data} reload=${() => navigate('/requests')} />`}<//>
		</div></div>
	<//>`;
}
