// Raising a disagreement: one thing per page, a draft on the server after each, the answers checked, then sent.
// The steps are addresses (/raise/risk, /raise/category, …), so that 'back' goes back one question.

import { html, useEffect, useState } from '../vendor/preact.js';
import { get } from '../api.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph } from '../components/parts.js';
import { useDraft } from '../form-state.js';
import { useLoad, useTitle } from '../hooks.js';
import { navigate } from '../router.js';
import { askedFields, findFaults, onlyChoices } from '../values.js';
import { Check } from './raise-check.js';
import { Question } from './raise-question.js';
import { NotFound } from './simple.js';

export const stepPath = (id) => `/raise/${encodeURIComponent(id)}`;

// The pages that the answers so far lead through.
const stepsOf = (form, values) => form.pages.filter((page) => askedFields(page.fields, values).length > 0);

const CHECK = { id: 'check' };

// From 'check answers' a change goes back there, unless it opened a question that is not yet answered.
function stepAfter(steps, current, values, fromCheck) {
	if (fromCheck) return steps.find((s) => Object.keys(findFaults(s.fields, values)).length > 0) ?? CHECK;
	return steps[steps.findIndex((s) => s.id === current.id) + 1] ?? CHECK;
}

const startOf = (form) => onlyChoices(form.pages.flatMap((page) => page.fields));

// Whoever was chosen at one agency is not asked at another.
function withoutStranger(values) {
	const person = values.receiving_person;
	return person && person.agency_id !== values.receiving_agency ? { ...values, receiving_person: null } : values;
}

function Resume({ form, onDiscard }) {
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
			<a class="govuk-button" href=${form.draft.page === CHECK.id ? stepPath(CHECK.id) : stepPath(at)}>Carry on with the draft</a>
			<button type="button" class="govuk-button govuk-button--secondary" onClick=${discard}>Delete it and start again</button>
		</div>
		<p class="govuk-error-message" role="alert">${failed}</p>
	</div></div><//>`;
}

function Steps({ form, route }) {
	const [values, setValues] = useState({ ...startOf(form), ...form.draft?.fields });
	const [hasDraft, setHasDraft] = useState(form.draft !== null);
	const { draft, status } = useDraft('/drafts/raise');
	const steps = stepsOf(form, values);
	const wanted = route.parameters.page;
	const fromCheck = route.query.get('from') === CHECK.id;
	const first = stepPath(form.pages[0].id);

	useEffect(() => {
		if (!wanted && !hasDraft) navigate(first, { replace: true });
	}, [wanted, hasDraft]);

	if (!wanted) {
		const onDiscard = async () => {
			await draft.remove();
			setValues(startOf(form));
			setHasDraft(false);
		};
		return hasDraft && html`<${Resume} form=${form} onDiscard=${onDiscard} />`;
	}
	const setValue = (name, value) => {
		const next = withoutStranger({ ...values, [name]: value });
		setValues(next);
		draft.change({ fields: next, page: wanted });
	};
	if (wanted === CHECK.id) {
		return html`<${Check} form=${form} steps=${steps} values=${values} draft=${draft} status=${status}
			onChange=${setValue} />`;
	}
	const step = steps.find((s) => s.id === wanted);
	if (!step) return html`<${NotFound} />`;
	const number = steps.indexOf(step);
	const onContinue = () => {
		const next = stepAfter(steps, step, values, fromCheck);
		draft.change({ fields: values, page: next.id });
		draft.flush();
		navigate(stepPath(next.id) + (fromCheck && next !== CHECK ? '?from=check' : ''));
	};
	const back = fromCheck ? stepPath(CHECK.id) : number > 0 ? stepPath(steps[number - 1].id) : '/';
	return html`<${Main} before=${html`<${BackLink} href=${back} />`}>
		<${Question} key=${step.id} form=${form} step=${step} number=${number + 1} total=${steps.length}
			values=${values} status=${status} onChange=${setValue} onContinue=${onContinue} />
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
	const state = useLoad(() => get('/raise'), []);
	useTitle('Raise a disagreement');
	if (state.problem?.status === 403) return html`<${MayNot} reason=${state.problem.message} />`;
	if (!state.data) return html`<${Main}><${Loaded} state=${state} /><//>`;
	return html`<${Steps} form=${state.data} route=${route} />`;
}
