// What was learnt from escalations: for whoever answers it, and for those who have oversight.

import { html, useState } from '../vendor/preact.js';
import { get } from '../api.js';
import { Main } from '../components/layout.js';
import { Heading, Left, Loaded, Paragraph, SummaryRow, Tag, Written } from '../components/parts.js';
import { useLoad, useTitle } from '../hooks.js';
import { actionPath, casePath } from '../paths.js';

const STATES = [
	{ id: 'open', label: 'To be answered', empty: 'There is nothing to be answered.' },
	{ id: 'answered', label: 'Answered', empty: 'Nothing was answered yet.' },
];
const COLOURS = { 'policy-gap': 'orange', 'practice-gap': 'yellow', 'good-practice': 'green' };

const pathOf = (state, cursor) => `/lessons?${new URLSearchParams({ state, ...(cursor && { cursor }) })}`;
const whoWords = (who) => [who?.name, who?.title, who?.agency].filter(Boolean).join(', ');

function Lesson({ item, answers }) {
	return html`<li class="govuk-summary-card">
		<div class="govuk-summary-card__title-wrapper">
			<h2 class="govuk-summary-card__title"><${Tag} colour=${COLOURS[item.kind] ?? 'grey'}>${item.kind_words}<//>${' '}
				<a class="govuk-link" href=${casePath(item.reference)}>${item.reference}</a></h2>
			<${Left} due=${item.due} />
		</div>
		<div class="govuk-summary-card__content"><dl class="govuk-summary-list">
			<${SummaryRow} label="The lesson"><${Written}>${item.lesson}<//><//>
			${item.change && html`<${SummaryRow} label="What should change"><${Written}>${item.change}<//><//>`}
			<${SummaryRow} label="From">${whoWords(item.who)}, ${item.raised.words}<//>
			${item.answer && html`<${SummaryRow} label="What is done about it">${item.answer.words}<br /><${Written}>${item.answer.response}<//><br />
				<span class="parley-muted">${whoWords(item.answer.who)}, ${item.answer.at.words}</span><//>`}
			${item.due && html`<${SummaryRow} label="Promised by">${item.due.words}<//>`}
		</dl>
		${item.open && answers && html`<p class="govuk-body"><a class="govuk-link" href=${actionPath(item.reference, item.action)}>Answer it<span
			class="govuk-visually-hidden"> (${item.reference}, ${item.seq})</span></a></p>`}</div>
	</li>`;
}

function List({ data, state }) {
	const [more, setMore] = useState({ items: [], next: data.next });
	const older = async () => {
		const answer = await get(pathOf(state.id, more.next));
		setMore({ items: [...more.items, ...answer.items], next: answer.next });
	};
	const items = [...data.items, ...more.items];
	if (items.length === 0) return html`<${Paragraph}>${state.empty}<//>`;
	return html`<ul class="govuk-list">${items.map((item) => html`<${Lesson} key=${`${item.reference} ${item.seq}`} item=${item}
			answers=${data.answers} />`)}</ul>
		${more.next && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${older}>Show older ones</button>`}`;
}

export function Lessons({ route }) {
	const state = STATES.find((one) => one.id === route.query.get('state')) ?? STATES[0];
	const loaded = useLoad(() => get(pathOf(state.id)), [state.id, route.move]);
	useTitle('Lessons');
	return html`<${Main}><div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
		<${Heading}>Lessons<//>
		<${Paragraph}>Gaps in policy and practice, and good practice, that escalations showed. Each is followed until something is changed, or until it is
			said why not, also after its escalation was closed.<//>
		<nav class="parley-views" aria-label="Lists"><ul>${STATES.map((one) => html`<li key=${one.id}><a class="parley-views__link"
			href=${`/lessons?${new URLSearchParams({ state: one.id })}`} aria-current=${one === state ? 'page' : undefined}>${one.label}</a></li>`)}</ul></nav>
		<${Loaded} state=${loaded}>${(data) => html`<${List} key=${state.id} data=${data} state=${state} />`}<//>
	</div></div><//>`;
}
