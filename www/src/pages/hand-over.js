// Several escalations of one's agency given to somebody else: the empty places, or those of somebody who goes.

import { html, useRef, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { Main } from '../components/layout.js';
import { Heading, Loaded, Paragraph } from '../components/parts.js';
import { PersonField } from '../fields/person.js';
import { TextField } from '../fields/text.js';
import { useLoad, useTitle } from '../hooks.js';
import { navigate } from '../router.js';

const FROM = { name: 'from', label: 'Whose escalations?', type: 'person', required: true };
const TO = { name: 'person', label: 'Who gets them?', type: 'person', required: true };
const WHY = { name: 'reason', label: 'Why?', required: true, max: 4000, hint: 'Both sides of each escalation can read it. Say nothing of its content.' };
const OWN = { '/person': 'field-person', '/reason': 'field-reason', '/seats': 'seat-0' };
const RESULTS = {
	would: 'can be given',
	done: 'given',
	changed: 'not given: something was recorded in it at that moment. Try it again',
	held: 'not given: somebody else speaks there now',
	ended: 'not given: it has ended',
	'other-agency': 'not given: that person works for another agency',
	'other-side': 'not given: that person speaks for the other side',
	'not-found': 'not given: it is not one of your agency',
};

const keyOf = (seat) => `${seat.reference} ${seat.side}`;

function Results({ results, preview }) {
	const box = useRef(null);
	if (!results) return null;
	return html`<section class="parley-notice" tabindex="-1" ref=${box} aria-labelledby="results" role="status">
		<h2 class="govuk-heading-m" id="results">${preview ? 'What would change' : 'What was done'}</h2>
		<ul class="govuk-list govuk-list--bullet">${results.map((one) => html`<li key=${keyOf(one)}>${one.reference}: ${RESULTS[one.result] ?? one.result}.</li>`)}</ul>
		<p class="govuk-body">${preview ? 'Nothing is changed yet. Whoever gets them is told once, and what each waits for keeps its date.' : 'They were told once for all.'}</p>
	</section>`;
}

function Seats({ seats, chosen, toggle }) {
	return html`<div class="govuk-form-group"><fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Which escalations?</legend>
		<div class="govuk-checkboxes govuk-checkboxes--small">${seats.map((seat, i) => html`<div class="govuk-checkboxes__item" key=${keyOf(seat)}>
			<input class="govuk-checkboxes__input" type="checkbox" id=${`seat-${i}`} checked=${chosen.has(keyOf(seat))} onChange=${() => toggle(keyOf(seat))} />
			<label class="govuk-label govuk-checkboxes__label" for=${`seat-${i}`}>${seat.reference}, ${seat.agency}, ${seat.stage}${
				seat.held_by ? `: ${seat.held_by}` : ': nobody held the role'}</label></div>`)}</div>
	</fieldset></div>`;
}

function Form({ data, from, reload }) {
	const [chosen, setChosen] = useState(new Set(data.seats.map(keyOf)));
	const [person, setPerson] = useState(null);
	const [reason, setReason] = useState('');
	const [said, setSaid] = useState({});
	const [wrong, setWrong] = useState({ items: [], turn: 0 });
	const toggle = (key) => {
		const next = new Set(chosen);
		if (!next.delete(key)) next.add(key);
		setChosen(next);
		setSaid({});
	};
	const send = async (preview) => {
		const seats = data.seats.filter((seat) => chosen.has(keyOf(seat))).map(({ reference, side }) => ({ reference, side }));
		const body = { seats, preview, ...(person && { person: person.id }), ...(from && { from }), ...(reason && { reason }) };
		try {
			const { results } = await change('POST', '/seats', { body });
			setWrong({ items: [], turn: wrong.turn });
			setSaid({ results, preview });
			if (!preview) reload();
		} catch (problem) {
			const items = problem.errors.map((error) => ({ text: error.reason, id: OWN[error.pointer] }));
			setWrong({ items: items.length > 0 ? items : [{ text: problem.message }], turn: wrong.turn + 1 });
		}
	};
	const errorOf = (id) => wrong.items.find((item) => item.id === id)?.text;
	if (data.seats.length === 0) {
		return html`<${Results} ...${said} /><${Paragraph}>${from ? 'They speak in no running escalation.' : 'No running escalation of your agency needs a new person.'}<//>`;
	}
	return html`<form novalidate onSubmit=${(event) => { event.preventDefault(); send(!said.preview); }}>
		<${ErrorSummary} items=${wrong.items} turn=${wrong.turn} />
		<${Results} ...${said} />
		<${Seats} seats=${data.seats} chosen=${chosen} toggle=${toggle} />
		<${PersonField} field=${TO} value=${person} error=${errorOf('field-person')} agency=${data.seats[0].agency_id}
			onChange=${(value) => { setPerson(value); setSaid({}); }} />
		<${TextField} field=${WHY} value=${reason} error=${errorOf('field-reason')} onChange=${setReason} />
		<button type="submit" class="govuk-button">${said.preview ? 'Give them to this person' : 'Show what changes'}</button>
	</form>`;
}

export function HandOverPage({ route }) {
	const from = route.query.get('person');
	const state = useLoad(() => get(`/seats${from ? `?${new URLSearchParams({ person: from })}` : ''}`), [from]);
	useTitle('Give escalations to somebody else');
	return html`<${Main}><${Loaded} state=${state}>${(data) => html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
		<${Heading}>Give escalations to somebody else<//>
		<${Paragraph}>You see which they are and nothing of what they are about, unless you take part in them.<//>
		<${Form} key=${from} data=${data} from=${from} reload=${state.reload} />
		<h2 class="govuk-heading-m">Somebody who leaves, or has too many</h2>
		<${PersonField} field=${FROM} value=${null} agency=${data.me.oversees ? undefined : data.me.person.agency_id} onChange=${(person) => person && navigate(`/hand-over?person=${person.id}`)} />
		${from && html`<${Paragraph}><a class="govuk-link" href="/hand-over">Places that are empty</a><//>`}
	</div></div>`}<//><//>`;
}
