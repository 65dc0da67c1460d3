// Meetings of an escalation: the times that are proposed and who can come, what is set, and one's own answer in place.

import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { escalationPath } from '../api.js';
import { useSend } from '../form-state.js';
import { actionPath, filePath, recordPath } from '../paths.js';
import { ErrorSummary } from './error-summary.js';
import { Clause, Tag, Written } from './parts.js';

const STATES = {
	proposed: { words: 'Times proposed', colour: 'blue' },
	set: { words: 'Set', colour: 'green' },
	over: { words: 'Was to be held', colour: 'grey' },
	cancelled: { words: 'Called off', colour: 'grey' },
};

const ANSWERS = [
	{ id: 'yes', label: 'Yes', who: 'Can come' },
	{ id: 'if-need-be', label: 'If need be', who: 'If need be' },
	{ id: 'no', label: 'No', who: 'Cannot come' },
];

const actionOf = (meeting, kind) => meeting.actions.find((action) => action.kind === kind);
const personWords = (person) => [person.name, person.agency].filter(Boolean).join(', ');
const comesWords = (one) => (one.instead ? `${personWords(one.instead)} (for ${one.person.name})` : personWords(one.person));

// --- one's own answer: a choice at each time and one button, without leaving the page ---

const noDraft = { pause: async () => {}, resume: () => {} };
const nameOf = (i) => `answer_${i + 1}`;
const fieldOf = (meeting, i) => `meeting-${meeting.id}-time-${i + 1}`;

function TimeChoice({ meeting, time, i, value, error, onPick }) {
	const name = fieldOf(meeting, i);
	return html`<div class="govuk-form-group ${error ? 'govuk-form-group--error' : ''}">
		<fieldset class="govuk-fieldset" aria-describedby=${error ? `${name}-error` : undefined}>
			<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${time.words}</legend>
			${error && html`<p class="govuk-error-message" id="${name}-error"><span class="govuk-visually-hidden">Error:</span> ${error}</p>`}
			<div class="govuk-radios govuk-radios--inline govuk-radios--small">${ANSWERS.map((answer, k) => html`
				<div class="govuk-radios__item" key=${answer.id}>
					<input class="govuk-radios__input" type="radio" id=${k === 0 ? name : `${name}-${answer.id}`} name=${name}
						checked=${value === answer.id} onChange=${() => onPick(answer.id)} />
					<label class="govuk-label govuk-radios__label" for=${k === 0 ? name : `${name}-${answer.id}`}>${answer.label}</label>
				</div>`)}</div>
		</fieldset>
	</div>`;
}

// Several people answer at once: what others have answered meanwhile changes nothing for mine.
const onlyAnswers = (problem) =>
	problem?.code === 'changed' && problem.body.still && problem.body.since.every((event) => event.kind === 'meeting-answered');

function useAnswer(data, meeting, action, onDone) {
	const sending = useSend(noDraft);
	const [values, setValues] = useState({});
	const version = useRef(data.version);
	const again = useRef(0);
	const post = async (chosen) => {
		const fields = Object.fromEntries(meeting.times.map((_, i) => [nameOf(i), chosen[i]]));
		if (await sending.send(`${escalationPath(data.reference)}/events`, { action: action.id, version: version.current, fields })) onDone();
	};
	useEffect(() => {
		if (!onlyAnswers(sending.problem) || again.current++ > 3) return;
		version.current = sending.problem.body.version;
		post(values);
	}, [sending.turn]);
	const submit = (event) => {
		event.preventDefault();
		const missing = meeting.times.map((_, i) => i).filter((i) => !values[i]);
		if (missing.length > 0) return sending.fail(Object.fromEntries(missing.map((i) => [nameOf(i), 'Choose an answer'])));
		return post(values);
	};
	const all = (answer) => {
		const chosen = Object.fromEntries(meeting.times.map((_, i) => [i, answer]));
		setValues(chosen);
		return post(chosen);
	};
	return { ...sending, values, pick: (i, answer) => setValues({ ...values, [i]: answer }), submit, all };
}

function problemWords(problem) {
	if (!problem || onlyAnswers(problem)) return null;
	if (problem.code === 'changed') return 'Something else was recorded meanwhile. Load the page again, then answer.';
	return problem.message ?? 'It was not recorded. Try again in a minute.';
}

function AnswerForm({ data, meeting, action, onDone }) {
	const form = useAnswer(data, meeting, action, onDone);
	const wrong = problemWords(form.problem);
	const items = [...meeting.times.map((time, i) => form.faults[nameOf(i)] && { id: fieldOf(meeting, i), text: `${time.words}: ${form.faults[nameOf(i)]}` }),
		wrong && { text: wrong }].filter(Boolean);
	return html`<form class="parley-answer parley-no-print" novalidate onSubmit=${form.submit} aria-labelledby="answer-${meeting.id}">
		<h4 class="govuk-heading-s" id="answer-${meeting.id}">Which of these times can you make?</h4>
		<${ErrorSummary} items=${items} turn=${form.turn} />
		${meeting.times.map((time, i) => html`<${TimeChoice} key=${time.starts} meeting=${meeting} time=${time} i=${i}
			value=${form.values[i]} error=${form.faults[nameOf(i)]} onPick=${(answer) => form.pick(i, answer)} />`)}
		<div class="govuk-button-group">
			<button type="submit" class="govuk-button" aria-disabled=${form.busy ? 'true' : undefined}>Send my answer</button>
			${meeting.times.length > 1 && html`<button type="button" class="govuk-button govuk-button--secondary"
				onClick=${() => !form.busy && form.all('yes')}>I can make all of them</button>`}
			<a class="govuk-link" href=${actionPath(data.reference, action.id)}>Somebody else comes for me</a>
		</div>
	</form>`;
}

// --- what is known ---

function Names({ title, people }) {
	if (people.length === 0) return null;
	return html`<li><strong>${title}:</strong> ${people.map(comesWords).join('; ')}</li>`;
}

function Time({ meeting, time, i }) {
	const those = (answer) => meeting.people.filter((one) => one.answers[i] === answer);
	return html`<li class="parley-time">
		${meeting.state === 'proposed' && html`<p class="parley-time__when">${time.words}</p>`}
		<ul class="govuk-list parley-small">
			${ANSWERS.map((answer) => html`<${Names} key=${answer.id} title=${answer.who} people=${those(answer.id)} />`)}
			<${Names} title="Not answered" people=${those('')} />
		</ul>
		${time.away.length > 0 && html`<p class="govuk-body parley-small"><${Tag} colour="orange">Away<//> ${time.away.join(', ')}</p>`}
		${time.panel.length > 0 && html`<ul class="govuk-list parley-small parley-lacks">${time.panel.map((line) => html`
			<li key=${line}><${Tag} colour="orange">Panel<//> ${line}</li>`)}</ul>`}
	</li>`;
}

function Remarks({ meeting }) {
	const notes = meeting.people.filter((one) => one.note);
	const spoke = meeting.panel_text ? meeting.people.filter((one) => one.spoke_for) : [];
	return html`${notes.map((one) => html`<p class="govuk-body parley-small" key=${one.person.id}>${one.person.name}: <${Written}>${one.note}<//></p>`)}
		${spoke.map((one) => html`<p class="govuk-body parley-small" key=${`s${one.person.id}`}>${(one.instead ?? one.person).name} spoke for ${
			one.spoke_for} in this escalation: they are heard, and do not count as a member of the panel.</p>`)}`;
}

function Facts({ meeting }) {
	return html`<p class="govuk-body">${meeting.lasts_words}${meeting.place ? html`, <${Written}>${meeting.place}<//>` : ''}.${' '}
			Arranged by ${personWords(meeting.by)}.</p>
		${meeting.panel_text && html`<p class="govuk-body parley-small">${meeting.panel_text} <${Clause} clause=${meeting.panel_clause} /></p>`}
		${meeting.answer_by_words && html`<p class="govuk-body">To be answered by ${meeting.answer_by_words}.</p>`}
		${meeting.verdict && html`<p class="govuk-body"><strong>${meeting.verdict}</strong></p>`}
		${meeting.state === 'cancelled' && meeting.reason && html`<p class="govuk-body">Why: <${Written}>${meeting.reason}<//></p>`}`;
}

function Papers({ reference, meeting }) {
	if (meeting.papers.length === 0) return null;
	return html`<h4 class="govuk-heading-s">Papers</h4>
		<ul class="govuk-list govuk-list--bullet">${meeting.papers.map((paper) => html`<li key=${paper.seq}>${paper.attachment
			? html`<a class="govuk-link" href=${filePath(reference, paper.attachment)} download>${paper.title}</a>${
				' '}<span class="parley-muted">${paper.type_words}</span>`
			: html`<a class="govuk-link" href=${recordPath(reference, paper.seq)}>${paper.title}</a>`}</li>`)}</ul>`;
}

function Notes({ reference, meeting }) {
	if (meeting.notes.length === 0) return null;
	return html`<p class="govuk-body">Note of the meeting: ${meeting.notes.map((seq, i) => html`${i > 0 ? ', ' : ''}<a key=${seq}
		class="govuk-link" href=${recordPath(reference, seq)}>record ${seq}</a>`)}</p>`;
}

function Links({ reference, meeting }) {
	if (meeting.actions.length === 0) return null;
	return html`<ul class="govuk-list parley-no-print">${meeting.actions.map((action) => html`<li key=${action.id}><a class="govuk-link"
		href=${actionPath(reference, action.id)}>${action.label}</a></li>`)}</ul>`;
}

function Meeting({ data, meeting, onDone }) {
	const state = STATES[meeting.state];
	const answer = actionOf(meeting, 'meeting-answered');
	return html`<article class="parley-meeting" aria-labelledby="meeting-${meeting.id}">
		<h3 class="govuk-heading-s" id="meeting-${meeting.id}">${meeting.when_words ?? 'A meeting whose time is not settled'}${' '}
			<${Tag} colour=${state.colour}>${state.words}<//></h3>
		<${Facts} meeting=${meeting} />
		${meeting.asks_you && answer && html`<${AnswerForm} data=${data} meeting=${meeting} action=${answer} onDone=${onDone} />`}
		${meeting.state !== 'cancelled' && html`<ol class="govuk-list">${meeting.times.map((time, i) => html`
			<${Time} key=${time.starts} meeting=${meeting} time=${time} i=${i} />`)}</ol>`}
		<${Remarks} meeting=${meeting} />
		<${Papers} reference=${data.reference} meeting=${meeting} />
		<${Notes} reference=${data.reference} meeting=${meeting} />
		<${Links} reference=${data.reference} meeting=${meeting} />
	</article>`;
}

const isPast = (meeting) => meeting.state === 'cancelled';

export function Meetings({ data, reload }) {
	const [said, setSaid] = useState('');
	const heading = useRef(null);
	const onDone = () => {
		setSaid('Your answer is recorded.');
		heading.current?.focus();
		reload();
	};
	if (data.meetings.length === 0) return null;
	const past = data.meetings.filter(isPast);
	const draw = (meeting) => html`<${Meeting} key=${meeting.id} data=${data} meeting=${meeting} onDone=${onDone} />`;
	return html`<section class="parley-section" aria-labelledby="meetings">
		<h2 class="govuk-heading-m" id="meetings" tabindex="-1" ref=${heading}>Meetings</h2>
		<p class="govuk-body" role="status">${said}</p>
		${data.meetings.filter((meeting) => !isPast(meeting)).map(draw)}
		${past.length > 0 && html`<details class="govuk-details"><summary class="govuk-details__summary"><span
			class="govuk-details__summary-text">Called off: ${past.length}</span></summary>
			<div class="govuk-details__text">${past.map(draw)}</div></details>`}
	</section>`;
}
