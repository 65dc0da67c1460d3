// What the borough changes in the list of bank holidays, and the days on which it is closed. A published list is read by the
// server and shown row by row; what is chosen of it goes into the form, and nothing is saved before that is said.

import { html, useState } from '../vendor/preact.js';
import { change } from '../api.js';
import { Paragraph, Tag } from '../components/parts.js';
import { dayFromParts, dayInWords, emptyDay } from '../dates.js';
import { ChoiceField } from '../fields/choice.js';
import { DateField } from '../fields/date.js';
import { LineField } from '../fields/text.js';

const EVERYBODY = 'closed';
const STATES = {
	new: { label: 'New', colour: 'blue' }, differs: { label: 'Other name', colour: 'grey' }, gone: { label: 'Not in the file', colour: 'orange' },
	trouble: { label: 'Cannot be taken', colour: 'red' },
};
const byDate = (a, b) => (a.date < b.date ? -1 : 1);
const yearOf = (date) => Number(date.slice(0, 4));

// --- the value, changed ---

const emptyNation = (id) => ({ id, added: [], removed: [] });
const nationIn = (value, id) => value.nations.find((one) => one.id === id) ?? emptyNation(id);

function withNation(value, nation) {
	const rest = value.nations.filter((one) => one.id !== nation.id);
	const says = nation.added.length > 0 || nation.removed.length > 0 || nation.last_year;
	return { ...value, nations: says ? [...rest, nation].sort((a, b) => (a.id < b.id ? -1 : 1)) : rest };
}

function addDay(value, id, day) {
	if (id === EVERYBODY) return { ...value, closed: [...value.closed.filter((one) => one.date !== day.date), day].sort(byDate) };
	const nation = nationIn(value, id);
	const added = [...nation.added.filter((one) => one.date !== day.date), day].sort(byDate);
	return withNation(value, { ...nation, added, removed: nation.removed });
}

function removeDay(value, id, date) {
	if (id === EVERYBODY) return { ...value, closed: value.closed.filter((one) => one.date !== date) };
	const nation = nationIn(value, id);
	return withNation(value, { ...nation, added: nation.added.filter((one) => one.date !== date) });
}

function takeAway(value, id, date) {
	const nation = nationIn(value, id);
	return withNation(value, { ...nation, removed: [...nation.removed.filter((one) => one !== date), date].sort() });
}

function putBack(value, id, date) {
	const nation = nationIn(value, id);
	return withNation(value, { ...nation, removed: nation.removed.filter((one) => one !== date) });
}

function coverTo(value, id, year, listed) {
	const nation = nationIn(value, id);
	return year > Math.max(listed, nation.last_year ?? 0) ? withNation(value, { ...nation, last_year: year }) : value;
}

// --- shown ---

function Day({ date, name, action, label, children }) {
	return html`<li class="parley-day">${dayInWords(date)}: ${name} ${children}
		<button type="button" class="parley-link-button parley-link-button--small" onClick=${action}>${label}<span class="govuk-visually-hidden">: ${dayInWords(date)}</span></button></li>`;
}

function Nation({ nation, value, now, onChange }) {
	const mine = nationIn(value, nation.id);
	const from = yearOf(now);
	const listed = nation.holidays.filter((one) => yearOf(one.date) >= from);
	return html`<details class="govuk-details">
		<summary class="govuk-details__summary"><span class="govuk-details__summary-text">${`${nation.name}: list up to ${Math.max(nation.last_year, mine.last_year ?? 0)}`}</span></summary>
		<div class="govuk-details__text"><ul class="govuk-list">${listed.map((one) => (mine.removed.includes(one.date)
			? html`<${Day} key=${one.date} ...${one} label="Put it back" action=${() => onChange(putBack(value, nation.id, one.date))}><${Tag} colour="orange">No holiday here<//><//>`
			: html`<${Day} key=${one.date} ...${one} label="It is no holiday" action=${() => onChange(takeAway(value, nation.id, one.date))} />`))}</ul></div>
	</details>`;
}

function Changed({ value, nations, onChange }) {
	const nameOf = (id) => nations.find((one) => one.id === id)?.name ?? id;
	const added = value.nations.flatMap((one) => one.added.map((day) => ({ ...day, id: one.id })));
	return html`${added.length > 0 && html`<h2 class="govuk-heading-m">Bank holidays that were added</h2>
		<ul class="govuk-list">${added.map((one) => html`<${Day} key=${one.id + one.date} ...${one} label="Remove"
			action=${() => onChange(removeDay(value, one.id, one.date))}><span class="parley-muted">${nameOf(one.id)}</span><//>`)}</ul>`}
		<h2 class="govuk-heading-m">Days on which the borough is closed</h2>
		${value.closed.length === 0 ? html`<${Paragraph}>None.<//>` : html`<ul class="govuk-list">${value.closed.map((one) => html`<${Day} key=${one.date} ...${one}
			label="Remove" action=${() => onChange(removeDay(value, EVERYBODY, one.date))} />`)}</ul>`}`;
}

function AddDay({ nations, value, now, onChange }) {
	const [day, setDay] = useState(emptyDay);
	const [name, setName] = useState('');
	const [whose, setWhose] = useState(EVERYBODY);
	const [wrong, setWrong] = useState({});
	const choices = [{ id: EVERYBODY, label: 'The borough is closed' }, ...nations.map((one) => ({ id: one.id, label: `A bank holiday in ${one.name}` }))];
	const add = () => {
		const date = dayFromParts(day);
		const faults = { date: date ? null : 'Enter a day of the calendar, such as 27 3 2026', name: name.trim() ? null : 'Say what day it is' };
		setWrong(faults);
		if (faults.date || faults.name) {
			document.getElementById(faults.date ? 'field-new-day' : 'field-new-name')?.focus();
			return;
		}
		onChange(addDay(value, whose, { date, name: name.trim() }));
		setDay(emptyDay);
		setName('');
	};
	return html`<fieldset class="govuk-fieldset parley-add"><legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Add a day</legend>
		<${DateField} field=${{ name: 'new-day', type: 'day', label: 'Which day?', required: true }} value=${day} error=${wrong.date} now=${now} onChange=${setDay} />
		<${LineField} field=${{ name: 'new-name', label: 'What is it called?', required: true, max: 120 }} value=${name} error=${wrong.name} onChange=${setName} />
		<${ChoiceField} field=${{ name: 'new-whose', type: 'choice', label: 'What is it?', required: true, choices }} value=${whose} onChange=${setWhose} />
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${add}>Add this day</button>
	</fieldset>`;
}

// --- a published list ---

const key = (row) => `${row.nation} ${row.date} ${row.state}`;
const canTake = (row) => row.state === 'new' || row.state === 'gone';

function Rows({ rows, chosen, onToggle, nameOf }) {
	const shown = rows.filter((row) => row.state !== 'same');
	return html`<${Paragraph}>${`${rows.length - shown.length} of ${rows.length} rows are in the list already, day and name.`}<//>
		${shown.length > 0 && html`<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Which of these are to be taken?</legend>
			<div class="govuk-checkboxes govuk-checkboxes--small">${shown.map((row, i) => html`<div class="govuk-checkboxes__item" key=${i}>
				<input class="govuk-checkboxes__input" type="checkbox" id=${`row-${i}`} disabled=${!canTake(row)} checked=${chosen.has(key(row))} onChange=${() => onToggle(row)} />
				<label class="govuk-label govuk-checkboxes__label" for=${`row-${i}`}>${row.date ? dayInWords(row.date) : 'No date'}: ${row.name ?? 'no name'}${' '}
					<${Tag} colour=${STATES[row.state].colour}>${STATES[row.state].label}<//>${' '}
					<span class="parley-muted">${nameOf(row.nation)}${row.state === 'differs' ? `, here: ${row.said}` : ''}${row.state === 'trouble' ? `: ${row.said}` : ''}</span></label>
			</div>`)}</div></fieldset>`}`;
}

function Import({ nations, value, onChange }) {
	const [nation, setNation] = useState(nations[0]?.id);
	const [rows, setRows] = useState(null);
	const [chosen, setChosen] = useState(new Set());
	const [wrong, setWrong] = useState(null);
	const nameOf = (id) => nations.find((one) => one.id === id)?.name ?? id ?? '';
	const read = async (event) => {
		const [file] = event.target.files;
		if (!file) return;
		try {
			const answer = await change('POST', '/settings/calendar/rows', { body: { text: await file.text(), nation, value } });
			setRows(answer.rows);
			setChosen(new Set(answer.rows.filter((row) => row.state === 'new').map(key)));
			setWrong(null);
		} catch (problem) {
			setRows(null);
			setWrong(problem.errors?.[0]?.reason ?? problem.message);
		}
		event.target.value = '';
	};
	const toggle = (row) => setChosen((before) => {
		const next = new Set(before);
		if (!next.delete(key(row))) next.add(key(row));
		return next;
	});
	const take = () => {
		let next = value;
		for (const row of rows.filter((one) => canTake(one) && chosen.has(key(one)))) {
			next = row.state === 'gone'
				? takeAway(removeDay(next, row.nation, row.date), row.nation, row.date)
				: coverTo(addDay(next, row.nation, { date: row.date, name: row.name }), row.nation, yearOf(row.date), nations.find((one) => one.id === row.nation).last_year);
		}
		onChange(next);
		setRows(null);
	};
	return html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Take days from a published list</span></summary>
		<div class="govuk-details__text">
			<${ChoiceField} field=${{ name: 'import-nation', type: 'choice', label: 'Whose bank holidays are in an iCalendar file?', required: true,
				choices: nations.map((one) => ({ id: one.id, label: one.name })) }} value=${nation} onChange=${setNation} />
			<div class="govuk-form-group ${wrong ? 'govuk-form-group--error' : ''}">
				<label class="govuk-label govuk-label--s" for="calendar-file">Choose the file</label>
				<div class="govuk-hint" id="calendar-file-hint">GOV.UK’s bank-holidays.json, which has all nations, or an iCalendar file (.ics). At most 200 KB.</div>
				${wrong && html`<p class="govuk-error-message" role="alert"><span class="govuk-visually-hidden">Error:</span> ${wrong}</p>`}
				<input class="govuk-file-upload" id="calendar-file" type="file" accept=".json,.ics,application/json,text/calendar" aria-describedby="calendar-file-hint" onChange=${read} />
			</div>
			${rows && html`<div role="status"><${Rows} rows=${rows} chosen=${chosen} onToggle=${toggle} nameOf=${nameOf} /></div>
				<button type="button" class="govuk-button govuk-button--secondary" onClick=${take}>Put these into the form</button>
				<${Paragraph}>A year of which a day is taken counts as covered: take all its days.<//>`}
		</div></details>`;
}

export function Editor({ value, onChange, offer, errorOf, me }) {
	const faults = ['/nations', '/closed'].map(errorOf).filter(Boolean);
	return html`${faults.map((text, i) => html`<p class="govuk-error-message" key=${i}>${text}</p>`)}
		<div id="field-value"><${Paragraph}>${`Bank holidays come from the list of ${offer.list}. What is changed here counts beside it, also when a newer list comes with an upgrade.`}<//></div>
		<${Changed} value=${value} nations=${offer.nations} onChange=${onChange} />
		<${AddDay} nations=${offer.nations} value=${value} now=${me.now} onChange=${onChange} />
		<h2 class="govuk-heading-m">The list</h2>
		${offer.nations.map((nation) => html`<${Nation} key=${nation.id} nation=${nation} value=${value} now=${me.now} onChange=${onChange} />`)}
		<${Import} nations=${offer.nations} value=${value} onChange=${onChange} />`;
}
