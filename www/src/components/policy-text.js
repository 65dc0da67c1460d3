// A policy as it reads: every line of it, section by section, with its clause; editor's notes where the server sends them.

import { html } from '../vendor/preact.js';
import { Clause, Paragraph, SummaryRow } from './parts.js';

// What the lines of a kind are, said once above them.
const KINDS = {
	guidance: 'What to bear in mind',
	question: 'What is asked',
	duty: 'What has to be done, and by when',
	limit: 'Limits',
	exit: 'How the stage ends',
	notice: 'Who is told',
};
// The text says better what is to be done; who and when stand in places of their own.
const SAID_ELSEWHERE = new Set(['who', 'in short', 'done by', 'name', 'time', 'counted from']);

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
const aspect = (line, name) => line.aspects.find((one) => one.name === name)?.words;

// '5 working days, counted from when it was raised'
function timeOf(line) {
	const time = aspect(line, 'time'), from = aspect(line, 'counted from');
	if (!time || !from) return time;
	return time.endsWith(' before') ? `${time} ${from}` : `${time}, counted from when ${from}`;
}

// Lines of one kind that follow one another; what an exit asks belongs to the exit.
function groupsOf(lines) {
	const groups = [];
	for (const line of lines) {
		const last = groups.at(-1);
		if (line.kind === 'question' && last?.kind === 'exit') last.items.at(-1).asked.push(line);
		else if (last?.kind === line.kind) last.items.push({ line, asked: [] });
		else groups.push({ kind: line.kind, items: [{ line, asked: [] }] });
	}
	return groups;
}

const Note = ({ line }) => line.note && html`<p class="govuk-inset-text parley-note">Editor’s note: ${line.note}</p>`;

function Aspects({ line, first = [] }) {
	const said = [...first.filter((one) => one.words), ...line.aspects.filter((one) => !SAID_ELSEWHERE.has(one.name))];
	if (said.length === 0) return null;
	return html`<ul class="parley-aspects">${said.map((one) => html`<li key=${one.name}>${capital(one.name)}: ${one.words}</li>`)}</ul>`;
}

// The policy itself, how days count, a stage: what is said of it as a list of terms.
function Facts({ line }) {
	const said = line.aspects.filter((one) => one.name !== 'name');
	return html`<${Paragraph}>${line.text}<//>
		<dl class="govuk-summary-list govuk-summary-list--no-border parley-facts">${said.map((one) => html`
			<${SummaryRow} key=${one.name} label=${capital(one.name)}>${one.words}<//>`)}</dl>
		<${Note} line=${line} />`;
}

function Duty({ line }) {
	const time = timeOf(line);
	return html`<li class="parley-duty parley-duty--even">
		<div><p class="parley-duty__text">${line.text}</p><p class="parley-sentence">${aspect(line, 'who')}</p>
			<${Aspects} line=${line} /><${Note} line=${line} /></div>
		<div>${time && html`<p class="parley-sentence">${time}</p>`}<${Clause} clause=${line.clause} /></div>
	</li>`;
}

function Item({ line, asked }) {
	const first = [{ name: 'by', words: aspect(line, 'who') }, { name: 'time', words: timeOf(line) }];
	return html`<li>${capital(line.text)} <${Clause} clause=${line.clause} />
		<${Aspects} line=${line} first=${first} />
		<${Note} line=${line} />
		${asked.length > 0 && html`<p class="parley-small">What is asked:</p>
			<ul class="govuk-list govuk-list--bullet">${asked.map((one) => html`<${Item} key=${one.id} line=${one} asked=${[]} />`)}</ul>`}
	</li>`;
}

const FACTS = new Set(['policy', 'days', 'stage']);

function Group({ group }) {
	const title = KINDS[group.kind] && html`<h3 class="govuk-heading-s">${KINDS[group.kind]}</h3>`;
	if (FACTS.has(group.kind)) return group.items.map(({ line }) => html`<${Facts} key=${line.id} line=${line} />`);
	if (group.kind === 'duty' || group.kind === 'limit')
		return html`${title}<ul class="parley-duties">${group.items.map(({ line }) => html`<${Duty} key=${line.id} line=${line} />`)}</ul>`;
	return html`${title}<ul class="govuk-list govuk-list--bullet">${group.items.map(({ line, asked }) => html`
		<${Item} key=${line.id} line=${line} asked=${asked} />`)}</ul>`;
}

function Section({ section, id }) {
	const [first] = section.lines;
	const isStage = first.kind === 'stage';
	return html`<section class=${isStage ? 'parley-policy-stage' : 'parley-policy-part'} aria-labelledby=${id}>
		<h2 class="govuk-heading-m" id=${id} tabindex="-1">${section.name} ${isStage && html`<${Clause} clause=${first.clause} />`}</h2>
		${groupsOf(section.lines).map((group, i) => html`<${Group} key=${i} group=${group} />`)}
	</section>`;
}

export function PolicyText({ sections }) {
	const id = (i) => `section-${i + 1}`;
	return html`<nav class="parley-no-print" aria-label="Parts of the policy"><ul class="govuk-list">${sections.map((section, i) => html`
		<li key=${i}><a class="govuk-link" href="#${id(i)}">${section.name}</a></li>`)}</ul></nav>
		${sections.map((section, i) => html`<${Section} key=${i} section=${section} id=${id(i)} />`)}`;
}
