// One stored edition as a flowchart, and its dates: for administrators, before or after it is in force.

import { html } from '../vendor/preact.js';
import { get } from '../api.js';
import { Flowchart } from '../components/flowchart.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph } from '../components/parts.js';
import { Timetable } from '../components/timetable.js';
import { useLoad, useTitle } from '../hooks.js';

const label = (policy) => `${policy.title}, ${policy.edition ?? 'no edition stated'}`;

function useEdition(route, view) {
	const path = `/policies/${encodeURIComponent(route.parameters.edition)}`;
	return { path, page: path, state: useLoad(() => get(`${path}/${view}`), [route.move]) };
}

function View({ edition, title, children }) {
	useTitle(title);
	return html`<${Main} before=${html`<${BackLink} href=${edition.page}>The edition<//>`}>
		<${Loaded} state=${edition.state}>${children}<//><//>`;
}

export function EditionFlowchart({ route }) {
	const edition = useEdition(route, 'flowchart');
	return html`<${View} edition=${edition} title="An edition as a flowchart">${({ policy, flowchart }) => html`
		<span class="govuk-caption-l">Edition number ${route.parameters.edition}</span>
		<${Heading}>${label(policy)}<//>
		<${Flowchart} chart=${flowchart} />`}<//>`;
}

export function EditionTimetable({ route }) {
	const edition = useEdition(route, 'timetable');
	return html`<${View} edition=${edition} title="The dates of an edition">${({ me, policy, questions }) => html`
		<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
		<span class="govuk-caption-l">Edition number ${route.parameters.edition}</span>
		<${Heading}>${label(policy)}<//>
		<${Paragraph}>What would be due when, if something were raised under this edition.<//>
		<${Timetable} now=${me.now} path="${edition.path}/timetable" questions=${questions} />
		</div></div>`}<//>`;
}
