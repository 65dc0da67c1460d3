// Every date of the policy, from a day that somebody chooses: asked for at the server, which alone knows how days count.

import { html, useLayoutEffect, useRef, useState } from '../vendor/preact.js';
import { get } from '../api.js';
import { clockTime, dayFromParts, partsFromNow } from '../dates.js';
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

// Whoever asked for it by keyboard or screen reader goes on from its heading.
function Result({ timetable }) {
	const heading = useRef(null);
	useLayoutEffect(() => heading.current.focus(), [timetable]);
	return html`<div class="parley-timetable">
		<h3 class="govuk-heading-m" tabindex="-1" ref=${heading}>Raised on ${timetable.raised.words}</h3>
		<${Paragraph}>These are the dates when everybody takes all the time that they have. What the policy asks only in some cases
			is left out.<//>
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

export function Timetable({ now }) {
	const [parts, setParts] = useState(partsFromNow(now));
	const [state, setState] = useState({});
	const turn = useRef(0);

	const work = async (event) => {
		event.preventDefault();
		const mine = ++turn.current;
		const { raised, error } = readTime(parts);
		if (error) {
			setState({ error });
			document.getElementById('field-raised')?.focus();
			return;
		}
		try {
			const timetable = await get(`/policy/timetable?raised=${encodeURIComponent(raised)}`);
			if (mine === turn.current) setState({ timetable });
		} catch (problem) {
			if (problem.status === 401) goToSignIn();
			else if (mine === turn.current) setState({ error: problem.errors[0]?.reason ?? problem.message });
		}
	};
	return html`<section aria-labelledby="timetable">
		<h2 class="govuk-heading-m" id="timetable">Work out the dates</h2>
		<${Paragraph}>By when each stage would have to be done, from any day on.<//>
		<form onSubmit=${work} novalidate>
			<${DateField} field=${FIELD} value=${parts} error=${state.error} now=${now} onChange=${setParts} />
			<button type="submit" class="govuk-button govuk-button--secondary">Show the dates</button>
		</form>
		<div role="alert" class="govuk-visually-hidden">${state.error}</div>
		${state.timetable && html`<${Result} timetable=${state.timetable} />`}
	</section>`;
}
