import { html } from '../vendor/preact.js';
import { get } from '../api.js';
import { Flowchart } from '../components/flowchart.js';
import { Main } from '../components/layout.js';
import { Heading, Loaded, Paragraph } from '../components/parts.js';
import { PolicyText } from '../components/policy-text.js';
import { Timetable } from '../components/timetable.js';
import { useLoad, useTitle } from '../hooks.js';

function Policy({ policy }) {
	const facts = [policy.edition, policy.issued && `issued ${policy.issued}`, policy.review && `due for review ${policy.review}`];
	const said = facts.filter(Boolean).join(', ');
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
		<span class="govuk-caption-l">${policy.owner}</span>
		<${Heading}>${policy.title}<//>
		<${Paragraph}>${said && `${said}. `}This is the policy as Parley runs it, stage by stage. The clauses are those of the
			partnership’s text, which decides when the two differ.<//>
		<ul class="govuk-list parley-no-print">
			<li><a class="govuk-link" href="#flowchart">See it as a flowchart</a></li>
			<li><a class="govuk-link" href="#timetable">Work out the dates</a></li>
		</ul>
		<${PolicyText} sections=${policy.sections} />
		<${Timetable} now=${policy.me.now} path="/policy/timetable" questions=${policy.questions} />
	</div></div>
	<${Flowchart} chart=${policy.flowchart} />`;
}

export function PolicyPage({ route }) {
	const state = useLoad(() => get('/policy'), [route.move]);
	useTitle('The policy');
	return html`<${Main}><${Loaded} state=${state}>${(policy) => html`<${Policy} policy=${policy} />`}<//><//>`;
}
