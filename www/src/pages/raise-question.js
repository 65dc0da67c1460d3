import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { searchPeople } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { DraftStatus } from '../components/form-parts.js';
import { Clause, Heading } from '../components/parts.js';
import { Emergency } from '../components/emergency.js';
import { Fields } from '../fields/field.js';
import { summaryOf } from '../form-state.js';
import { useTitle } from '../hooks.js';
import { findFaults } from '../values.js';

// Fields that the page itself says something about.
const RISK = 'immediate_risk';
const CATEGORY = 'category';

const exclusionOf = (form, values) => form.excluded?.find((e) => e.category === values[CATEGORY]);

const PERSON = 'receiving_person';
const PLACE = { field: PERSON };
const NONE = {};

// Who answers for the chosen agency, where a few do: a list of everybody who works there would help nobody.
function useProposed(step, agency) {
	const [found, setFound] = useState(NONE);
	const wanted = agency && step.fields.some((field) => field.name === PERSON);
	useEffect(() => {
		let current = true;
		setFound(NONE);
		if (wanted) {
			searchPeople(null, agency, PLACE).then(({ people, more, vacant }) => current &&
				setFound({ vacant, people: more ? [] : people.map((person) => ({ person, why: person.why })) }), () => {});
		}
		return () => {
			current = false;
		};
	}, [wanted, agency]);
	return found;
}

function contextOf(form, step, values, proposed) {
	return {
		agencies: form.agencies,
		now: form.me.now,
		titled: step.title,
		agencyFor: (field) => (field.name === 'companion' ? undefined : values.receiving_agency),
		placeFor: (field) => (field.name === PERSON ? PLACE : undefined),
		proposedFor: (field) => (field.name === PERSON ? proposed : undefined),
		insert: (field, choice) => field.name === RISK && choice.id === 'yes' &&
			form.emergency.map((route) => html`<${Emergency} key=${route.id} route=${route} when=${form.emergency.length > 1}
				tells="When you send this, Parley also tells in your agency, at any hour" />`),
	};
}

function Guidance({ guidance, open }) {
	if (!guidance?.length) return null;
	return html`<details class="govuk-details" open=${open}>
		<summary class="govuk-details__summary"><span class="govuk-details__summary-text">What the policy says about raising</span></summary>
		<div class="govuk-details__text">${guidance.map((item, i) => html`<p class="govuk-body" key=${i}>${item.text} <${Clause}
			clause=${item.clause} /></p>`)}</div>
	</details>`;
}

// The policy leaves this category out: said before the rest is written.
function Excluded({ exclusion }) {
	return html`<div class="parley-notice" role="alert">
		<h2 class="govuk-heading-m">This policy does not cover that</h2>
		<p class="govuk-body">${exclusion.go_to}</p>
		<p class="govuk-body">If it is about something else, choose another answer above.</p>
	</div>`;
}

export function Question({ form, step, number, total, values, status, onChange, onCheck, onContinue }) {
	const [{ faults, turn }, setState] = useState({ faults: {}, turn: 0 });
	const checking = useRef(false);
	const here = useRef(true);
	useEffect(() => () => {
		here.current = false;
	}, []);
	const proposed = useProposed(step, values.receiving_agency);
	const exclusion = step.fields.some((field) => field.name === CATEGORY) ? exclusionOf(form, values) : null;
	const isWrong = Object.keys(faults).length > 0;
	useTitle(`${isWrong ? 'Error: ' : ''}${step.title}`);

	const isClean = (found) => Object.keys(found).length === 0;
	const submit = async (event) => {
		event.preventDefault();
		if (checking.current) return;
		checking.current = true;
		let found = findFaults(step.fields, values);
		if (isClean(found)) found = await onCheck(step);
		checking.current = false;
		if (!here.current) return; // somebody went back meanwhile
		if (isClean(found)) onContinue();
		else setState({ faults: found, turn: turn + 1 });
	};
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
		<form novalidate onSubmit=${submit}>
			<${ErrorSummary} items=${summaryOf({ faults }, step.fields)} turn=${turn} />
			<span class="parley-progress">Question ${number} of ${total}</span>
			<${Heading}>${step.title}<//>
			<${Fields} fields=${step.fields} values=${values} faults=${faults} onChange=${onChange}
				context=${contextOf(form, step, values, proposed)} />
			${exclusion
				? html`<${Excluded} exclusion=${exclusion} />`
				: html`<div class="govuk-button-group">
					<button type="submit" class="govuk-button">Save and continue</button>
					<a class="govuk-link" href="/">Leave it for now</a>
				</div>`}
			<${DraftStatus} status=${status} />
			<${Guidance} guidance=${form.guidance} open=${number === 1} />
		</form>
	</div></div>`;
}
