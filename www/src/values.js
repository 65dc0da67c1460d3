// The values of a form: what a page holds while it is typed in, and what is sent.
//
// Held by field name. Text types hold a string; `choices` a list of ids; dates { day, month, year } as typed, times
// those and `time`; people the whole person (as found), so that a draft can show the name again.

import { clockTime, dayFromParts, dayInWords, isBlankDay, partsFromDay, partsFromNow } from './dates.js';

const isDay = (field) => field.type === 'date' || field.type === 'day-ahead';
const isTime = (field) => field.type === 'time' || field.type === 'time-ahead';

// 'Somebody else' was chosen and nobody found yet: no person, and not 'I do not know who' either.
export const SOUGHT = { sought: true };

const listOf = (value) => (Array.isArray(value) ? value : value ? [value] : []);

// What explains a choice of people is asked when one of them is nobody's proposal: those carry why they are proposed.
const isExplained = (answer) => listOf(answer).some((one) => typeof one === 'string' || !(one.why || one.sought));

// Whom the server does not take for proposed any more, whatever was known when they were chosen.
export const withoutWhy = (answer) =>
	(Array.isArray(answer) ? answer.map((one) => ({ ...one, why: undefined })) : answer && { ...answer, why: undefined });

// The values after an answer. A reason belongs to whom it was written of: it is put aside with them when somebody else is
// chosen, and is there again when they are.
export function withAnswer(fields, values, name, value) {
	const next = { ...values, [name]: value };
	const explanation = fields.find((field) => field.explains === name);
	if (!explanation || Array.isArray(value) || values[name]?.id === value?.id) return next;
	const asideFor = (person) => `${explanation.name}/${person.id}`;
	if (values[name] && values[explanation.name]) next[asideFor(values[name])] = values[explanation.name];
	next[explanation.name] = value ? next[asideFor(value)] : undefined;
	return next;
}

export function isAsked(field, values) {
	if (field.explains && !isExplained(values[field.explains])) return false;
	if (!field.only_if) return true;
	const [name, wanted] = field.only_if.split('=');
	const value = values[name];
	return Array.isArray(value) ? value.includes(wanted) : value === wanted;
}

export const askedFields = (fields, values) => fields.filter((field) => isAsked(field, values));

export function isBlank(field, value) {
	if (value === undefined || value === null) return true;
	if (isDay(field)) return isBlankDay(value);
	if (isTime(field)) return isBlankDay(value) && !value.time;
	if (Array.isArray(value)) return value.length === 0;
	if (value.sought) return true;
	return typeof value === 'string' && value.trim() === '';
}

// A choice of one is no question: it is answered already, and can be seen.
export function onlyChoices(fields) {
	const single = fields.filter((field) => field.type === 'choice' && field.required && field.choices.length === 1);
	return Object.fromEntries(single.map((field) => [field.name, field.choices[0].id]));
}

// What the server is sent for one field that is not blank. What is no date goes as it was typed: the server says so.
function wireValue(field, value) {
	if (isDay(field)) return dayFromParts(value) ?? `${value.year}-${value.month}-${value.day}`;
	if (isTime(field)) return `${dayFromParts(value) ?? ''}T${clockTime(value.time) ?? ''}`;
	if (field.type === 'person') return value.id;
	if (field.type === 'people') return value.map((person) => person.id);
	return value;
}

export function toWire(fields, values) {
	const sent = {};
	for (const field of askedFields(fields, values)) {
		if (!isBlank(field, values[field.name])) sent[field.name] = wireValue(field, values[field.name]);
	}
	return sent;
}

// What a form begins with, as the server says it: days come as one string, and are held in parts; people may come as a list.
export function fromWire(fields, starts) {
	const held = {};
	for (const field of fields) {
		const value = starts?.[field.name];
		if (value === undefined || value === null) continue;
		if (isDay(field)) held[field.name] = partsFromDay(value);
		else if (isTime(field)) held[field.name] = partsFromNow(value);
		else if (field.type === 'person') held[field.name] = listOf(value)[0];
		else if (field.type === 'choices') held[field.name] = Array.isArray(value) ? value : value.split('\n');
		else held[field.name] = value;
	}
	return held;
}

// --- what can be seen to be wrong before anything is sent ---

// The same words as the server's, so that nobody is told two things (core/event_check.c).
const MISSING = {
	line: 'Enter an answer',
	text: 'Enter an answer',
	choice: 'Choose an answer',
	choices: 'Choose an answer',
	'yes-no': 'Choose yes or no',
	declare: 'Tick the box to go on',
	date: 'Enter a date',
	'day-ahead': 'Enter a date',
	time: 'Enter a date and time',
	'time-ahead': 'Enter a date and time',
	person: 'Choose a person',
	people: 'Choose a person',
	agency: 'Choose an agency',
	upload: 'Choose a file',
	'nhs-number': 'Enter the NHS number',
};

const NOT_A_DAY = 'Enter a real date, for example 23 12 2027';
const NOT_A_TIME = 'Enter a real date and time, for example 23 12 2027 and 14:30';

// The limit of a field is counted as the server counts it: in characters as people see them, near enough.
export const lengthOf = (text) => [...(text ?? '')].length;

function faultOf(field, value) {
	if (isBlank(field, value)) return field.required || field.explains || value?.sought ? MISSING[field.type] : null;
	if ((isDay(field) || isTime(field)) && !dayFromParts(value)) return NOT_A_DAY;
	if (isTime(field) && !clockTime(value.time)) return NOT_A_TIME;
	if (field.max && typeof value === 'string' && lengthOf(value) > field.max) {
		return `Use ${field.max} characters or fewer; this has ${lengthOf(value)}`;
	}
	return null;
}

// { name: reason }, in the order of the fields.
export function findFaults(fields, values) {
	const faults = {};
	for (const field of askedFields(fields, values)) {
		const reason = faultOf(field, values[field.name]);
		if (reason) faults[field.name] = reason;
	}
	return faults;
}

// The server's list of what is wrong, by field; what belongs to no field stays under ''.
export function faultsOf(problem) {
	const faults = {};
	for (const { pointer, reason } of problem.errors) {
		const name = /^\/fields\/([^/]+)/.exec(pointer)?.[1] ?? '';
		faults[name] ??= reason;
	}
	return faults;
}

// --- reading an answer back ---

const labelOf = (choices, id) => choices?.find((choice) => choice.id === id)?.label ?? id;
const personWords = (person) => [person.name, person.title, person.agency].filter(Boolean).join(', ');

const timeWords = (value) => `${dayInWords(dayFromParts(value)) ?? ''} at ${clockTime(value.time) ?? ''}`;

const WORDS = {
	choice: (value, field) => labelOf(field.choices, value),
	choices: (value, field) => value.map((id) => labelOf(field.choices, id)).join(', '),
	'yes-no': (value) => (value === 'yes' ? 'Yes' : 'No'),
	declare: () => 'Yes',
	date: (value) => dayInWords(dayFromParts(value)) ?? '',
	'day-ahead': (value) => dayInWords(dayFromParts(value)) ?? '',
	time: timeWords,
	'time-ahead': timeWords,
	person: personWords,
	people: (value) => value.map(personWords).join('\n'),
	agency: (value, field, agencies) => agencies.find((agency) => agency.id === value)?.name ?? value,
};

// '' when it was not answered.
export function inWords(field, value, agencies) {
	if (isBlank(field, value)) return '';
	return WORDS[field.type] ? WORDS[field.type](value, field, agencies) : value;
}
