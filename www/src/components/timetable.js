// Every date of the policy, from a day that somebody chooses: asked for at the server, which alone knows how days count.

import { html, useLayoutEffect, useRef, useState } from '../vendor/preact.js';
import { get } from '../api.js';
import { clockTime, dayFromParts, emptyDay, isBlankDay, partsFromNow } from '../dates.js';
import { DateField } from '../fields/date.js';
import { goToSignIn } from '../hooks.js';
import { DueDetails } from './explanation.js';
import { Clause, Paragraph } from './parts.js';

const FIELD = { name: 'raised', type: 'time', label: 'When is it raised?', required: true };

function Row({ row }) {
	return html`<li class="parley-duty">
		<div>
			<p class="parley-duty__text">${row.text}</p>
			<p>${row.who} <${Clause} clause=${row.clause} /></p>
			${row.remark && html`<p class="parley-small parley-muted">${row.remark}</p>`}
		</div>
		<${DueDetails} due=${row.due} words=${row.due_words} explanation=${row.explanation} />
	</li>`;
}

function Rows({ title, rows }) {
	if (rows.length === 0) return null;
	return html`${title && html`<h5 class="govuk-heading-s">${title}</h5>`}
		<ul class="parley-duties">${rows.map((row) => html`<${Row} key=${row.duty} row=${row} />`)}</ul>`;
}

function Stage({ stage }) {
	return html`<li class="parley-policy-stage">
		<h4 class="govuk-heading-s">Stage ${stage.id}: ${stage.name} <${Clause} clause=${stage.clause} /></h4>
		<${Paragraph}>From ${stage.entered.words}<//>
		<${Rows} rows=${stage.duties} />
		<${Rows} title="If it is agreed when that time has run out" rows=${stage.agreed} />
		<${Rows} title="When it has been decided by then" rows=${stage.decided} />
	</li>`;
}

// What was taken as given, in the words of the questions.
function Given({ assumed, questions }) {
	const said = questions.flatMap((question) => {
		const one = assumed.find((words) => words.startsWith(`${question.name}=`))?.slice(question.name.length + 1);
		return one ? [`${question.label} ${question.choices.find((choice) => choice.id === one)?.label ?? one}`] : [];
	});
	return said.length > 0 && html`<ul class="govuk-list govuk-list--bullet">${said.map((words) => html`<li key=${words}>${words}</li>`)}</ul>`;
}

// Whoever asked for it by keyboard or screen reader goes on from its heading.
function Result({ timetable, questions }) {
	const heading = useRef(null);
	useLayoutEffect(() => heading.current.focus(), [timetable]);
	return html`<div class="parley-timetable">
		<h3 class="govuk-heading-m" tabindex="-1" ref=${heading}>Raised on ${timetable.raised.words}</h3>
		<${Paragraph}>These are the dates when everybody takes all the time that they have. What the policy asks only in some cases
			is left out${timetable.assumed.length > 0 && ', unless it was said above'}.<//>
		<${Given} assumed=${timetable.assumed} questions=${questions} />
		${timetable.duties.length > 0 && html`<h4 class="govuk-heading-s">Before, over and after the stages</h4>`}
		<${Rows} rows=${timetable.duties} />
		<ol class="parley-list">${timetable.stages.map((stage) => html`<${Stage} key=${stage.id} stage=${stage} />`)}</ol>
	</div>`;
}

// '2027-12-23T10:00', or what is wrong with what was typed.
function readTime(parts) {
	const day = dayFromParts(parts);
	const time = clockTime(parts.time);
	if (!day) return { error: 'Enter a day of the calendar, such as 27 3 2026' };
	if (!time) return { error: 'Enter a time, such as 2:30pm' };
	return { raised: `${day}T${time}` };
}

// --- what the dates hang on, drawn from the policy's own conditions ---

const fieldOf = (question) => ({ name: `assume-${question.name}`, label: question.label, type: 'date', required: false,
	hint: 'Leave it empty for the day on which it is raised' });

function Choice({ question, value, onChange }) {
	const id = `field-assume-${question.name}`;
	return html`<div class="govuk-form-group">
		<label class="govuk-label govuk-label--s" for=${id}>${question.label}</label>
		<select class="govuk-select" id=${id} value=${value ?? ''} onChange=${(event) => onChange(event.target.value)}>
			<option value="">Not said</option>
			${question.choices.map((choice) => html`<option key=${choice.id} value=${choice.id}>${choice.label}</option>`)}
		</select>
	</div>`;
}

function Question({ question, value, error, now, onChange }) {
	if (question.type === 'date')
		return html`<${DateField} field=${fieldOf(question)} value=${value ?? emptyDay} error=${error} now=${now} onChange=${onChange} />`;
	return html`<${Choice} question=${question} value=${value} onChange=${onChange} />`;
}

// 'subject.kind=child,category=threshold', or which day was typed wrongly.
function readAnswers(questions, answers) {
	const said = [];
	for (const question of questions) {
		const answer = answers[question.name];
		if (question.type !== 'date') {
			if (answer) said.push(`${question.name}=${answer}`);
		} else if (answer && !isBlankDay(answer)) {
			const day = dayFromParts(answer);
			if (!day) return { wrong: question.name };
			said.push(`${question.name}=${day}`);
		}
	}
	return { assume: said.join(',') };
}

const NO_DAY = 'Enter a day of the calendar, such as 27 3 2026';

export function Timetable({ now, path, questions }) {
	const [parts, setParts] = useState(partsFromNow(now));
	const [answers, setAnswers] = useState({});
	const [state, setState] = useState({});
	const turn = useRef(0);

	const refuse = (name, error) => {
		setState({ wrong: name, error });
		document.getElementById(`field-${name}`)?.focus();
	};
	const work = async (event) => {
		event.preventDefault();
		const mine = ++turn.current;
		const { raised, error } = readTime(parts);
		const { assume, wrong } = readAnswers(questions, answers);
		if (error) return refuse('raised', error);
		if (wrong) return refuse(`assume-${wrong}`, NO_DAY);
		try {
			const query = new URLSearchParams({ raised });
			if (assume) query.set('assume', assume);
			const timetable = await get(`${path}?${query}`);
			if (mine === turn.current) setState({ timetable });
		} catch (problem) {
			if (problem.status === 401) goToSignIn();
			else if (mine === turn.current) setState({ wrong: 'raised', error: problem.errors[0]?.reason ?? problem.message });
		}
		return undefined;
	};
	const errorOf = (name) => (state.wrong === name ? state.error : undefined);
	return html`<section aria-labelledby="timetable">
		<h2 class="govuk-heading-m" id="timetable" tabindex="-1">Work out the dates</h2>
		<${Paragraph}>By when each stage would have to be done, from any day on.<//>
		<form onSubmit=${work} novalidate>
			<${DateField} field=${FIELD} value=${parts} error=${errorOf('raised')} now=${now} onChange=${setParts} />
			${questions.map((question) => html`<${Question} key=${question.name} question=${question} value=${answers[question.name]}
				error=${errorOf(`assume-${question.name}`)} now=${now}
				onChange=${(answer) => setAnswers((before) => ({ ...before, [question.name]: answer }))} />`)}
			<button type="submit" class="govuk-button govuk-button--secondary">Show the dates</button>
		</form>
		<div role="alert" class="govuk-visually-hidden">${state.error}</div>
		${state.timetable && html`<${Result} timetable=${state.timetable} questions=${questions} />`}
	</section>`;
}
