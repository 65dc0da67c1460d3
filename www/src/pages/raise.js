// Raising a disagreement: one thing per page, a draft on the server after each, the answers checked, then sent.
// The steps are addresses (/raise/risk, /raise/category, …), so that 'back' goes back one question.

import { html, useEffect, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph } from '../components/parts.js';
import { useDraft } from '../form-state.js';
import { useLoad, useTitle } from '../hooks.js';
import { navigate } from '../router.js';
import { requestPath } from '../paths.js';
import { askedFields, faultsOf, findFaults, fromWire, isBlank, onlyChoices, toWire, withAnswer } from '../values.js';
import { Check } from './raise-check.js';
import { Question } from './raise-question.js';
import { NotFound } from './simple.js';

// Somebody who answers a request does the same under its address, with its words filled in and a draft of its own.
const baseOf = (route) => (route.parameters.id ? `${requestPath(route.parameters.id)}/raise` : '/raise');
export const stepPath = (base, id) => `${base}/${encodeURIComponent(id)}`;

const ASK = 'ask';

// Whoever asks another to raise it writes what they know; whoever was asked does not ask on.
function formFor(form, values, request) {
	const change = request
		? (field) => (field.name === 'support' ? { ...field, choices: field.choices.filter((one) => one.id !== ASK) } : field)
		: values.support === ASK && ((field) => ({ ...field, required: field.required && form.asking_needs.includes(field.name) }));
	if (!change) return form;
	return { ...form, pages: form.pages.map((page) => ({ ...page, fields: page.fields.map(change) })) };
}

// The pages that the answers so far lead through.
const stepsOf = (form, values) => form.pages.filter((page) => askedFields(page.fields, values).length > 0);

const CHECK = { id: 'check' };

// From 'check answers' a change goes back there, unless it opened a question that is not yet answered.
function stepAfter(steps, current, values, fromCheck) {
	if (fromCheck) return steps.find((s) => Object.keys(findFaults(s.fields, values)).length > 0) ?? CHECK;
	return steps[steps.findIndex((s) => s.id === current.id) + 1] ?? CHECK;
}

function startOf(form, request) {
	const fields = form.pages.flatMap((page) => page.fields);
	return { ...onlyChoices(fields), ...(request ? fromWire(fields, request.values) : {}) };
}

// Whoever was chosen at one agency is not asked at another.
function withoutStranger(values) {
	const person = values.receiving_person;
	return person?.id && person.agency_id !== values.receiving_agency ? { ...values, receiving_person: null } : values;
}

// What only the server can see to be wrong (no such NHS number, a day that is still to come) is said on the page where it was
// answered, not nine pages later. Where it does not answer, people go on: it looks at everything again before it is sent.
const PATIENCE_MS = 4000;

async function serverFaults(form, step, values, request) {
	const fields = form.pages.flatMap((page) => page.fields);
	const body = { fields: toWire(fields, values), ...(request ? { request: request.request.id } : {}) };
	const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS, {}); });
	const found = await Promise.race([late, change('POST', '/raise/next', { body }).then(() => ({}),
		(problem) => (problem.status === 422 ? faultsOf(problem) : {}))]);
	const answered = askedFields(step.fields, values).filter((field) => !isBlank(field, values[field.name]) && found[field.name]);
	return Object.fromEntries(answered.map((field) => [field.name, found[field.name]]));
}

function Resume({ form, base, onDiscard }) {
	useTitle('You have a draft');
	const [failed, setFailed] = useState('');
	const discard = async () => {
		try {
			await onDiscard();
		} catch (problem) {
			setFailed(problem.message);
		}
	};
	const at = form.pages.some((page) => page.id === form.draft.page) ? form.draft.page : form.pages[0].id;
	return html`<${Main}><div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
		<${Heading}>You have a draft<//>
		<${Paragraph}>You began to raise a disagreement and did not send it. Nobody else can see the draft.<//>
		<div class="govuk-button-group">
			<a class="govuk-button" href=${stepPath(base, form.draft.page === CHECK.id ? CHECK.id : at)}>Carry on with the draft</a>
			<button type="button" class="govuk-button govuk-button--secondary" onClick=${discard}>Delete it and start again</button>
		</div>
		<p class="govuk-error-message" role="alert">${failed}</p>
	</div></div><//>`;
}

function Steps({ form: whole, request, route }) {
	const kept = request ? request.draft : whole.draft;
	const base = baseOf(route);
	const [values, setValues] = useState({ ...startOf(whole, request), ...kept?.fields });
	const [hasDraft, setHasDraft] = useState(kept !== null);
	const { draft, status } = useDraft(request ? `/drafts/request/${request.request.id}` : '/drafts/raise');
	const form = { ...formFor(whole, values, request), draft: kept };
	const steps = stepsOf(form, values);
	const wanted = route.parameters.page;
	const fromCheck = route.query.get('from') === CHECK.id;
	const first = stepPath(base, form.pages[0].id);

	useEffect(() => {
		if (!wanted && !hasDraft) navigate(first, { replace: true });
	}, [wanted, hasDraft]);

	if (!wanted) {
		const onDiscard = async () => {
			await draft.remove();
			setValues(startOf(whole, request));
			setHasDraft(false);
		};
		return hasDraft && html`<${Resume} form=${form} base=${base} onDiscard=${onDiscard} />`;
	}
	const setValue = (name, value) => {
		const next = withoutStranger(withAnswer(form.pages.flatMap((page) => page.fields), values, name, value));
		setValues(next);
		draft.change({ fields: next, page: wanted });
	};
	if (wanted === CHECK.id) {
		return html`<${Check} form=${form} base=${base} request=${request} asking=${!request && values.support === ASK} steps=${steps}
			values=${values} draft=${draft} status=${status} onChange=${setValue} />`;
	}
	const step = steps.find((s) => s.id === wanted);
	if (!step) return html`<${NotFound} />`;
	const number = steps.indexOf(step);
	const onContinue = () => {
		const next = stepAfter(steps, step, values, fromCheck);
		draft.change({ fields: values, page: next.id });
		draft.flush();
		navigate(stepPath(base, next.id) + (fromCheck && next !== CHECK ? '?from=check' : ''));
	};
	const out = request ? requestPath(request.request.id) : '/';
	const back = fromCheck ? stepPath(base, CHECK.id) : number > 0 ? stepPath(base, steps[number - 1].id) : out;
	return html`<${Main} before=${html`<${BackLink} href=${back} />`}>
		<${Question} key=${step.id} form=${form} step=${step} number=${number + 1} total=${steps.length}
			values=${values} status=${status} onChange=${setValue} onContinue=${onContinue}
			onCheck=${(at) => serverFaults(form, at, values, request)} />
	<//>`;
}

// Said before any question: nobody answers nine pages for nothing.
function MayNot({ reason }) {
	return html`<${Main}><div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
		<${Heading}>You cannot raise a disagreement here<//>
		<${Paragraph}>${reason}<//>
		<${Paragraph}>If somebody is at risk, do not wait for that: follow your agency’s safeguarding procedure now. If they
			are in immediate danger, call 999.<//>
	</div></div><//>`;
}

export function Raise({ route }) {
	const { id } = route.parameters;
	const state = useLoad(async () => {
		const [form, request] = await Promise.all([get('/raise'), id ? get(`/requests/${encodeURIComponent(id)}`) : null]);
		return { form, request };
	}, [id]);
	useTitle('Raise a disagreement');
	if (state.problem?.status === 403) return html`<${MayNot} reason=${state.problem.message} />`;
	if (!state.data) return html`<${Main}><${Loaded} state=${state} /><//>`;
	return html`<${Steps} form=${state.data.form} request=${state.data.request} route=${route} />`;
}
