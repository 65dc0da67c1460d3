import { html, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph } from '../components/parts.js';
import { PolicyText } from '../components/policy-text.js';
import { dayFromParts, emptyDay, isBlankDay } from '../dates.js';
import { DateField } from '../fields/date.js';
import { TextField } from '../fields/text.js';
import { goToSignIn, useLoad, useTitle } from '../hooks.js';
import { State } from './policies.js';

const FROM = { name: 'from', type: 'day-ahead', label: 'From which day?', required: false,
	hint: 'Leave it empty to put it into force at once. For example, 27 3 2026' };
const USE = { name: 'use-why', label: 'Why is it put into force?', required: true, max: 500, hint: 'It is kept in the history.' };
const RETIRE = { name: 'retire-why', label: 'Why is it retired?', required: true, max: 500, hint: 'It is kept in the history.' };

function Changes({ compared }) {
	if (!compared) return null;
	return html`<section aria-labelledby="changes"><h2 class="govuk-heading-m" id="changes">What it changes in the edition in force</h2>
		${compared.changes.length === 0
			? html`<${Paragraph}>It says the same.<//>`
			: html`<ul class="govuk-list govuk-list--bullet">${compared.changes.map((one, i) => html`<li key=${i}>${one.sentence}</li>`)}</ul>`}
	</section>`;
}

// One change of this edition: its form, what was wrong with it, and what to do when it is done.
function useChange(path, errorIds, done) {
	const [wrong, setWrong] = useState({ items: [], turn: 0 });
	const [busy, setBusy] = useState(false);
	const fail = (items) => setWrong((before) => ({ items, turn: before.turn + 1 }));
	const send = async (body) => {
		setBusy(true);
		try {
			await change('POST', path, { body });
			setWrong({ items: [], turn: 0 });
			done();
		} catch (problem) {
			if (problem.status === 401) goToSignIn();
			const errors = problem.errors.map(({ pointer, reason }) => ({ text: reason, id: errorIds[pointer] }));
			fail(errors.length > 0 ? errors : [{ text: problem.message }]);
		}
		setBusy(false);
	};
	return { wrong, busy, fail, send, errorOf: (id) => wrong.items.find((item) => item.id === id)?.text };
}

function Use({ edition, now, done }) {
	const [why, setWhy] = useState('');
	const [day, setDay] = useState(emptyDay);
	const form = useChange(`/policies/${edition.id}/use`, { '/why': 'field-use-why', '/from': 'field-from' }, done);
	const submit = (event) => {
		event.preventDefault();
		const from = isBlankDay(day) ? null : dayFromParts(day);
		if (!isBlankDay(day) && !from) form.fail([{ text: 'Enter a day of the calendar, such as 27 3 2026', id: 'field-from' }]);
		else form.send({ why, from });
	};
	return html`<form onSubmit=${submit} novalidate>
		<h2 class="govuk-heading-m">Put it into force</h2>
		<${ErrorSummary} items=${form.wrong.items} turn=${form.wrong.turn} />
		<${Paragraph}>For what is raised from then on. Escalations that run keep their edition.<//>
		<${DateField} field=${FROM} value=${day} error=${form.errorOf('field-from')} now=${now} onChange=${setDay} />
		<${TextField} field=${USE} value=${why} error=${form.errorOf('field-use-why')} onChange=${setWhy} />
		<button type="submit" class="govuk-button" disabled=${form.busy}>Put into force</button>
	</form>`;
}

function Retire({ edition, done }) {
	const [why, setWhy] = useState('');
	const form = useChange(`/policies/${edition.id}/retire`, { '/why': 'field-retire-why' }, done);
	const submit = (event) => {
		event.preventDefault();
		form.send({ why });
	};
	return html`<form onSubmit=${submit} novalidate>
		<h2 class="govuk-heading-m">Retire it</h2>
		<${ErrorSummary} items=${form.wrong.items} turn=${form.wrong.turn} />
		<${Paragraph}>It is not to be used any more, also where it was chosen for later. Escalations that run under it go on.<//>
		<${TextField} field=${RETIRE} value=${why} error=${form.errorOf('field-retire-why')} onChange=${setWhy} />
		<button type="submit" class="govuk-button govuk-button--warning" disabled=${form.busy}>Retire this edition</button>
	</form>`;
}

function Edition({ shown, reload }) {
	const { edition, policy } = shown;
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
		<span class="govuk-caption-l">Edition number ${edition.id}</span>
		<${Heading}>${policy.title}, ${edition.label}<//>
		<div class="govuk-body" role="status"><${State} edition=${edition} /></div>
		<${Paragraph}>Brought in ${edition.imported}.<//>
		<ul class="govuk-list parley-no-print">
			<li><a class="govuk-link" href="/policies/${edition.id}/flowchart">See it as a flowchart</a></li>
			<li><a class="govuk-link" href="/policies/${edition.id}/timetable">Work out its dates</a></li>
			${!shown.me.emergency?.you && html`<li><a class="govuk-link" href="/policies/try?edition=${edition.id}">Try it on past escalations</a></li>
			<li><a class="govuk-link" href="/policies/${edition.id}/move">Move running escalations to it</a></li>`}
		</ul>
		${shown.warnings.length > 0 && html`<h2 class="govuk-heading-m">What somebody should look at</h2>
			<ul class="govuk-list govuk-list--bullet">${shown.warnings.map((one, i) => html`<li key=${i}>${one.pointer}: ${one.reason}</li>`)}</ul>`}
		<${Changes} compared=${shown.compared} />
		${edition.state !== 'in-force' && html`<${Use} edition=${edition} now=${shown.me.now} done=${reload} />`}
		${(edition.state === 'stored' || edition.state === 'planned') && html`<${Retire} edition=${edition} done=${reload} />`}
		<h2 class="govuk-heading-m">All that it says, with the editor’s notes</h2>
		<${PolicyText} sections=${shown.sections} />
	</div></div>`;
}

export function PoliciesEdition({ route }) {
	const { edition } = route.parameters;
	const state = useLoad(() => get(`/policies/${encodeURIComponent(edition)}`), [route.move]);
	useTitle('An edition of the policy');
	return html`<${Main} before=${html`<${BackLink} href="/policies">Editions of the policy<//>`}>
		<${Loaded} state=${state}>${(shown) => html`<${Edition} shown=${shown} reload=${state.reload} />`}<//><//>`;
}
