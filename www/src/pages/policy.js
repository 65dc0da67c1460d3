import { html } from '../vendor/preact.js';
import { get } from '../api.js';
import { Flowchart } from '../components/flowchart.js';
import { Main } from '../components/layout.js';
import { Clause, Heading, Loaded, Paragraph } from '../components/parts.js';
import { Timetable } from '../components/timetable.js';
import { useLoad, useTitle } from '../hooks.js';

const roles = (list) => (list?.length ? list.join(', or ') : 'Nobody named');

function Duty({ duty }) {
	return html`<li class="parley-duty parley-duty--even">
		<div><p class="parley-duty__text">${duty.text}</p><p class="parley-sentence">${duty.who}</p></div>
		<div><p class="parley-sentence">${duty.within}${duty.from ? `${duty.within.endsWith(' before') ? '' : ' from when'} ${duty.from}` : ''}</p><${Clause} clause=${duty.clause} /></div>
	</li>`;
}

function Stage({ stage, number }) {
	return html`<li class="parley-policy-stage">
		<h2 class="govuk-heading-m">Stage ${number}: ${stage.name} <${Clause} clause=${stage.clause} /></h2>
		<${Paragraph}>${stage.summary}<//>
		<dl class="govuk-summary-list govuk-summary-list--no-border">
			${['raising', 'receiving'].map((side) => html`<div class="govuk-summary-list__row" key=${side}>
				<dt class="govuk-summary-list__key">For the ${side} side</dt>
				<dd class="govuk-summary-list__value">${roles(stage.speakers?.[side])}</dd></div>`)}
			${stage.authority?.length > 0 && html`<div class="govuk-summary-list__row">
				<dt class="govuk-summary-list__key">Who decides</dt>
				<dd class="govuk-summary-list__value">${roles(stage.authority)}</dd></div>`}
		</dl>
		${stage.duties.length > 0 && html`<h3 class="govuk-heading-s">What has to be done, and by when</h3>
			<ul class="parley-duties">${stage.duties.map((duty, i) => html`<${Duty} key=${i} duty=${duty} />`)}</ul>`}
		${stage.exits?.length > 0 && html`<h3 class="govuk-heading-s">How the stage ends</h3>
			<ul class="govuk-list govuk-list--bullet">${stage.exits.map((exit, i) => html`<li key=${i}>${exit.label} <${Clause}
				clause=${exit.clause} /></li>`)}</ul>`}
	</li>`;
}

function Policy({ policy }) {
	const facts = [policy.edition, policy.issued && `issued ${policy.issued}`, policy.review && `due for review ${policy.review}`];
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
		<span class="govuk-caption-l">${policy.owner}</span>
		<${Heading}>${policy.title}<//>
		<${Paragraph}>${facts.filter(Boolean).join(', ')}. This is the policy as Parley runs it, stage by stage. The
			clauses are those of the partnership’s text, which decides when the two differ.<//>
		<${Paragraph}><a class="govuk-link parley-no-print" href="#flowchart">See it as a flowchart</a><//>
		<ol class="parley-list">${policy.stages.map((stage, i) => html`<${Stage} key=${stage.id} stage=${stage} number=${stage.id ?? i + 1} />`)}</ol>
		<${Timetable} now=${policy.me.now} />
	</div></div>
	<${Flowchart} chart=${policy.flowchart} />`;
}

export function PolicyPage({ route }) {
	const state = useLoad(() => get('/policy'), [route.move]);
	useTitle('The policy');
	return html`<${Main}><${Loaded} state=${state}>${(policy) => html`<${Policy} policy=${policy} />`}<//><//>`;
}
