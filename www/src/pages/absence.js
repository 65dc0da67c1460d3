// Who is away, and who acts for them: one's own, one's team's, and for whom one stands in.

import { html, useRef, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { SendButton, SignedOut } from '../components/form-parts.js';
import { Main } from '../components/layout.js';
import { Heading, Loaded, Paragraph, Tag } from '../components/parts.js';
import { Fields } from '../fields/field.js';
import { summaryOf, useSend } from '../form-state.js';
import { useLoad, useTitle } from '../hooks.js';
import { findFaults, toWire } from '../values.js';

const NO_DRAFT = { pause: async () => {}, resume: () => {} };

const daysOf = (absence) => (absence.from === absence.until ? absence.from : `${absence.from} to ${absence.until}`);

function Absence({ absence, end, named }) {
	const whose = named ? `${absence.person.name}: ` : '';
	return html`<li class="parley-duty">
		<p class="govuk-body"><strong>${whose}${daysOf(absence)}</strong> ${absence.now && html`<${Tag} colour="blue">Now<//>`}<br />
			${absence.deputy ? html`${absence.deputy.name}, ${absence.deputy.title ?? 'no job title'}, acts meanwhile.`
				: 'Nobody acts meanwhile: what waits for them waits until they are back.'}</p>
		${end && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => end(absence)}>
			${absence.now ? 'End it now' : 'Take it back'}<span class="govuk-visually-hidden">: ${whose}${daysOf(absence)}</span></button>`}
	</li>`;
}

function List({ title, absences, empty, end, named }) {
	if (absences.length === 0 && !empty) return null;
	return html`<h2 class="govuk-heading-m">${title}</h2>
		${absences.length === 0 ? html`<${Paragraph}>${empty}<//>`
			: html`<ul class="parley-duties">${absences.map((absence) => html`<${Absence} key=${absence.id} absence=${absence}
				end=${end} named=${named} />`)}</ul>`}`;
}

// Only whoever has a team is asked whose absence it is.
function fieldsOf(data) {
	return data.fields.filter((field) => field.name !== 'person' || data.team.length > 0).map((field) => {
		if (field.name === 'person') return { ...field, required: true };
		if (field.name !== 'deputy') return field;
		return { ...field, somebody: 'Somebody of the same agency', nobody: 'Nobody', nobodyHint: 'It then shows as a gap in the map of vacancies' };
	});
}

function Form({ data, done }) {
	const [values, setValues] = useState({ person: data.me.person });
	const form = useSend(NO_DRAFT);
	const fields = fieldsOf(data);
	const { agency_id: agency } = data.me.person;
	const context = {
		now: data.me.now,
		agencies: [],
		agencyFor: () => agency,
		proposedFor: (field) => (field.name !== 'person' ? undefined : { people: [
			{ person: data.me.person, why: 'You yourself' },
			...data.team.map((person) => ({ person, why: 'You are their manager' })),
		] }),
	};
	const submit = async (event) => {
		event.preventDefault();
		const faults = findFaults(fields, values);
		if (Object.keys(faults).length > 0) return form.fail(faults);
		if (await form.send('/absences', { fields: toWire(fields, values) })) done('The absence is recorded. Both were told.');
		return undefined;
	};
	return html`<form novalidate onSubmit=${submit} aria-labelledby="add">
		<${ErrorSummary} items=${summaryOf(form, fields)} turn=${form.turn} />
		<${SignedOut} problem=${form.problem} />
		<h2 class="govuk-heading-m" id="add">Say that somebody is away</h2>
		<${Fields} fields=${fields} values=${values} faults=${form.faults} context=${context}
			onChange=${(name, value) => setValues({ ...values, [name]: value })} />
		<${Paragraph}>Both are told: whoever is away, and whoever acts. The record of an escalation says who did something, and for
			whom. Nobody acts for the other side of an escalation in which they are on one.<//>
		<${SendButton} busy=${form.busy}>Record the absence<//>
	</form>`;
}

function Board({ data, said, done, end, trouble }) {
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
		<${Heading}>Absence and deputies<//>
		<div role="status">${said && html`<p class="govuk-body parley-notice">${said}</p>`}</div>
		${trouble && html`<${ErrorSummary} items=${[{ text: trouble }]} turn=${1} />`}
		${data.me.hands_over && html`<${Paragraph}><a class="govuk-link" href="/hand-over">Give escalations of your agency to somebody else</a><//>`}
		<${List} title="For whom you act" absences=${data.standing_in} named />
		<${List} title="When you are away" absences=${data.mine} end=${end} empty="No absence of yours is planned." />
		${data.team.length > 0 && html`<${List} title="When your team is away" absences=${data.of_team} end=${end} named
			empty="No absence in your team is planned." />`}
		<${Form} key=${said} data=${data} done=${done} />
	</div></div>`;
}

export function AbsencePage() {
	const state = useLoad(() => get('/absences'), []);
	const [said, setSaid] = useState('');
	const [trouble, setTrouble] = useState('');
	const turn = useRef(0);
	useTitle('Absence and deputies');
	const done = (words) => {
		turn.current += 1;
		setSaid(words);
		setTrouble('');
		state.reload();
	};
	const end = async (absence) => {
		try {
			await change('POST', `/absences/${absence.id}/end`, { body: {} });
			done('The absence is ended. Both were told.');
		} catch (problem) {
			setTrouble(problem.message);
		}
	};
	return html`<${Main}><${Loaded} state=${state}>${(data) => html`<${Board} data=${data} said=${said} done=${done} end=${end}
		trouble=${trouble} />`}<//><//>`;
}
