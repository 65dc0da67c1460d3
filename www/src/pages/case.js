import { html, useEffect } from '../vendor/preact.js';
import { currentMe, escalationPath, get, markRead } from '../api.js';
import { Duties } from '../components/duties.js';
import { DueDetails } from '../components/explanation.js';
import { Emergency } from '../components/emergency.js';
import { Main } from '../components/layout.js';
import { Meetings } from '../components/meetings.js';
import { Clause, Heading, Left, Loaded, SummaryRow, Tag, Written } from '../components/parts.js';
import { Stages } from '../components/stages.js';
import { Timeline } from '../components/timeline.js';
import { useLoad, useTitle } from '../hooks.js';
import { actionPath, casePath, notesPath, recordPath } from '../paths.js';
import { actsFor, PHASE_COLOURS, SIDES, SUBJECT_KINDS, YES_NO } from '../words.js';

export { actionPath, casePath };

// Whoever is only informed has no buttons, but for those who were told at once of an immediate risk on their own side.
const COPIED_IN = 'You are copied in: you can read this, others act.';
const TOLD_OF_RISK = 'You were told at once because of the immediate risk. You can do what is listed here while it stands. '
	+ 'Others act on the rest, and say when the risk is over.';

// --- the top: whose turn, by when, under which clause, and the buttons ---

function Buttons({ reference, actions }) {
	const primary = actions.filter((action) => action.primary);
	const others = actions.filter((action) => !action.primary);
	return html`${primary.length > 0 && html`<div class="govuk-button-group parley-no-print">
			${primary.map((action) => html`<a key=${action.id} class="govuk-button" href=${actionPath(reference, action.id)}>${
				action.draft_kept ? `Continue: ${action.label}` : action.label}</a>`)}
		</div>`}
		${others.length > 0 && html`<div class="parley-no-print">
			<h3 class="govuk-heading-s parley-turn__others">${primary.length > 0 ? 'You can also' : 'You can'}</h3>
			<ul class="govuk-list parley-turn__list">${others.map((action) => html`<li key=${action.id}><a class="govuk-link"
				href=${actionPath(reference, action.id)}>${action.label}</a>${action.draft_kept ? ' (draft kept)' : ''}</li>`)}</ul>
		</div>`}`;
}

function Ended({ data }) {
	return html`<section class="parley-turn" aria-labelledby="turn">
		<h2 class="govuk-heading-m" id="turn">${data.phase_words}</h2>
		<p>Nothing waits for anybody.</p>
		<${Buttons} reference=${data.reference} actions=${data.actions} />
	</section>`;
}

function Turn({ data }) {
	const { turn } = data;
	if (!turn) return html`<${Ended} data=${data} />`;
	const duty = data.duties.find((d) => d.key === turn.duty);
	const state = turn.due?.late ? 'parley-turn--late' : turn.yours ? 'parley-turn--yours' : '';
	return html`<section class="parley-turn ${state}" aria-labelledby="turn">
		<h2 class="govuk-heading-m" id="turn">${turn.yours ? 'It is your turn' : html`Waiting for ${turn.who}`}</h2>
		<p class="parley-turn__text">${turn.text} <${Clause} clause=${turn.clause} /></p>
		<div class="parley-turn__due">
			<${Left} due=${turn.due} />
			<${DueDetails} due=${turn.due} words=${turn.due_words} explanation=${duty?.explanation} />
		</div>
		${turn.conditional && html`<p class="parley-small">Only if it is not agreed by then.</p>`}
		<${Buttons} reference=${data.reference} actions=${data.actions} />
		${data.you?.instead_of && html`<p>${actsFor(data, data.you.instead_of)}</p>`}
		${data.you?.informed_only && html`<p>${data.actions.length > 0 ? TOLD_OF_RISK : COPIED_IN}</p>`}
	</section>`;
}

// Until somebody of standing says why it is over: what it is, who was told and when, and what the policy says to do now.
function Risk({ risk }) {
	if (!risk) return null;
	return html`<section class="parley-risk" aria-labelledby="risk">
		<div class="govuk-warning-text">
			<span class="govuk-warning-text__icon" aria-hidden="true">!</span>
			<strong class="govuk-warning-text__text" id="risk"><span class="govuk-visually-hidden">Warning:${' '}</span>
				Immediate risk. ${risk.text}</strong>
		</div>
		<p class="govuk-body">Said by ${risk.by.name}, ${risk.by.agency}, on ${risk.since.words}.
			${risk.tells.length > 0 && html`${' '}Parley told at once, in their agency: ${risk.tells.join(', ').toLowerCase()}.`}</p>
		<ul class="govuk-list govuk-list--bullet">${risk.told.map((told, i) => html`<li key=${i}>${told.by.name}
			${told.at ? ` (told on ${told.at.words})` : ' (no time given)'}: ${told.text}</li>`)}</ul>
		<details class="govuk-details">
			<summary class="govuk-details__summary"><span class="govuk-details__summary-text">What the policy says to do now</span></summary>
			<div class="govuk-details__text">${risk.route.map((route) => html`<${Emergency} key=${route.id} route=${route} />`)}</div>
		</details>
	</section>`;
}

// --- the rest ---

// Nobody is there to speak: since when it is so stands in the timeline, and here whom it waits for instead.
function Vacant({ vacant }) {
	return html`<strong class="govuk-tag govuk-tag--orange">Needs a new person</strong><br />
		${vacant.words}.<br />
		${vacant.asked.map((person, i) => html`${i === 0 ? 'Asked until then: ' : ', '}${person.name}, ${person.title ?? 'no job title'}`)}
		${vacant.asked.length === 0 && !vacant.held && 'Nobody above them is known either. Whoever has oversight was told.'}`;
}

function Companion({ companion }) {
	return html`<br /><span class="parley-muted parley-small">Supported by ${companion.person.name}, ${
		companion.person.title ?? 'no job title'}, ${companion.person.agency}${companion.agreed ? '' : ' (asked, has not answered yet)'}</span>`;
}

function Side({ side, raiser, companion }) {
	const isRaiser = side.side === 'raising' && raiser && side.speaker?.id !== raiser.id;
	return html`<dt>${SIDES[side.side]}</dt>
		<dd>${side.agency.name}<br />
			${side.vacant ? html`<${Vacant} vacant=${side.vacant} />` : null}
			${side.speaker
				? html`${side.speaker.name}, ${side.speaker.title ?? 'no job title'}`
				: (!side.vacant || side.vacant.held) && html`Whoever holds the role: ${side.role_words}`}
			${side.speaker && side.role_words && html`<br /><span class="parley-muted parley-small">Speaks as ${side.role_words.toLowerCase()}${side.by_hand_until
				? `, by hand until ${side.by_hand_until}` : ''}</span>`}
			${isRaiser && html`<br /><span class="parley-muted parley-small">First raised by ${raiser.name}</span>`}
			${side.side === 'raising' && companion && html`<${Companion} companion=${companion} />`}
		</dd>`;
}

function Sides({ data }) {
	return html`<section class="parley-section" aria-labelledby="sides">
		<h2 class="govuk-heading-m" id="sides">Who speaks for each side</h2>
		<dl class="parley-people">${data.sides.map((side) => html`<${Side} key=${side.side} side=${side} raiser=${data.raiser}
			companion=${data.companion} />`)}</dl>
	</section>`;
}

function Internal({ data }) {
	if (!data.you?.internal) return null;
	return html`<section class="parley-section parley-no-print" aria-labelledby="internal">
		<h2 class="govuk-heading-m" id="internal">Only for your agency</h2>
		<p class="govuk-body"><a class="govuk-link" href=${notesPath(data.reference)}>Internal notes</a></p>
	</section>`;
}

function Subject({ subject }) {
	const kind = SUBJECT_KINDS[subject.kind] ?? subject.kind;
	return html`<${SummaryRow} label=${kind}>${subject.reference}${
			subject.reference_kind ? html` <span class="parley-muted">(${subject.reference_kind})</span>` : ''}<//>
		${subject.plan && html`<${SummaryRow} label="Child protection plan">${YES_NO[subject.plan] ?? subject.plan}<//>`}
		${subject.looked_after && html`<${SummaryRow} label="Looked after">${YES_NO[subject.looked_after] ?? subject.looked_after}<//>`}`;
}

function Concern({ data }) {
	return html`<section class="parley-section" aria-labelledby="concern">
		<h2 class="govuk-heading-m" id="concern">The disagreement</h2>
		<dl class="govuk-summary-list">
			${data.subject && html`<${Subject} subject=${data.subject} />`}
			${data.concern.map((row, i) => html`<${SummaryRow} key=${i} label=${row.label}><${Written}>${row.value}<//><//>`)}
		</dl>
	</section>`;
}

function Paper({ reference, form }) {
	return html`<section class="parley-section parley-no-print" aria-labelledby="paper">
		<h2 class="govuk-heading-m" id="paper">For the file</h2>
		<ul class="govuk-list">
			<li><a class="govuk-link" href=${recordPath(reference)}>The whole record, to print or take away</a></li>
			${form && html`<li><a class="govuk-link" href="${recordPath(reference)}?as=form">As ${form}</a></li>`}
		</ul>
	</section>`;
}

function Guidance({ stage }) {
	if (!stage.summary && !stage.guidance?.length) return null;
	return html`<section class="parley-section" aria-labelledby="guidance">
		<h2 class="govuk-heading-m" id="guidance">What this stage is for</h2>
		<p class="govuk-body">${stage.summary} <${Clause} clause=${stage.clause} /></p>
		${stage.guidance?.map((item, i) => html`<p class="govuk-body" key=${i}>${item.text} <${Clause} clause=${item.clause} /></p>`)}
	</section>`;
}

// A closed explanation must be on the paper, and closed again afterwards.
function useOpenForPrint() {
	useEffect(() => {
		let opened = [];
		const before = () => {
			opened = [...document.querySelectorAll('details:not([open])')];
			for (const details of opened) details.open = true;
		};
		const after = () => opened.forEach((details) => (details.open = false));
		addEventListener('beforeprint', before);
		addEventListener('afterprint', after);
		return () => {
			removeEventListener('beforeprint', before);
			removeEventListener('afterprint', after);
		};
	}, []);
}

function Case({ data, reload }) {
	useOpenForPrint();
	const number = data.stages.findIndex((stage) => stage.id === data.stage.id) + 1;
	return html`
		<span class="govuk-caption-l">${data.sides[0]?.agency.name} with ${data.sides[1]?.agency.name}</span>
		<${Heading} className="parley-case-heading">Escalation <span class="parley-reference">${data.reference}</span><//>
		<p class="parley-case-sub"><${Tag} colour=${PHASE_COLOURS[data.phase] ?? 'grey'}>${data.phase_words}<//>
			<span>Stage ${number} of ${data.stages.length}: ${data.stage.name}</span></p>
		<${Risk} risk=${data.immediate_risk} />
		<${Turn} data=${data} />
		<${Meetings} data=${data} reload=${reload} />
		<div class="parley-columns">
			<div><${Duties} duties=${data.duties} notices=${data.notices ?? []} /></div>
			<div class="parley-columns__side"><${Stages} stages=${data.stages} /><${Sides} data=${data} /><${Internal} data=${data} />
				<${Paper} reference=${data.reference} form=${data.form} /><${Guidance} stage=${data.stage} /></div>
			<div><${Concern} data=${data} /><${Timeline} events=${data.timeline} reference=${data.reference}
				recordActions=${data.record_actions} />
				<p class="govuk-body parley-muted parley-small">Runs under ${data.policy.title}, ${data.policy.owner}${
					data.policy.edition ? `, ${data.policy.edition}` : ''}. Everybody’s reading of this page is logged.</p></div>
		</div>`;
}

export function CasePage({ route }) {
	const { reference } = route.parameters;
	const state = useLoad(() => get(escalationPath(reference)), [reference, route.move]);
	const loaded = Boolean(state.data);
	// Whoever reads it has read what they were told of it, however they came here.
	useEffect(() => {
		if (loaded && currentMe()?.notices > 0) markRead({ reference }).catch(() => {});
	}, [loaded, reference]);
	useTitle(`Escalation ${reference}`);
	return html`<${Main}><${Loaded} state=${state}>${(data) => html`<${Case} data=${data} reload=${state.reload} />`}<//><//>`;
}
