// The parts of the front end that only compute: dates as people type them, and what is sent.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clockTime, dayFromParts, dayInWords, partsFromNow } from '../../www/src/dates.js';
import { findFaults, inWords, isAsked, onlyChoices, toWire } from '../../www/src/values.js';

const day = (d, m, y) => dayFromParts({ day: d, month: m, year: y });
const field = (name, type, more = {}) => ({ name, type, label: name, required: true, max: null, choices: [], only_if: null, ...more });

test('a day as three boxes', () => {
	assert.equal(day('23', '12', '2027'), '2027-12-23');
	assert.equal(day(' 3', '4 ', '2026 '), '2026-04-03');
	assert.equal(day('1', 'jan', '2028'), '2028-01-01');
	assert.equal(day('1', 'September', '2028'), '2028-09-01');
	assert.equal(day('29', '2', '2028'), '2028-02-29');
	for (const wrong of [['29', '2', '2027'], ['31', '4', '2027'], ['0', '1', '2027'], ['1', '13', '2027'], ['1', '0', '2027'],
		['1', 'ja', '2027'], ['1', 'foo', '2027'], ['1', '1', '27'], ['', '1', '2027'], ['1.5', '1', '2027'], ['-1', '1', '2027']]) {
		assert.equal(day(...wrong), null, wrong.join(' '));
	}
});

test('a time of day as people write it', () => {
	for (const [text, time] of [['14:30', '14:30'], ['2:30pm', '14:30'], ['2.30 PM', '14:30'], ['9am', '09:00'], ['12am', '00:00'],
		['12pm', '12:00'], ['1430', '14:30'], ['00:05', '00:05']]) assert.equal(clockTime(text), time, text);
	for (const text of ['', '9', '25:00', '10:60', '13pm', '0am', 'noon', '1:2']) assert.equal(clockTime(text), null, text);
});

test('a day in words, and the server’s time in boxes', () => {
	assert.equal(dayInWords('2027-12-23'), 'Thursday 23 December 2027');
	assert.equal(dayInWords('2028-02-29'), 'Tuesday 29 February 2028');
	assert.deepEqual(partsFromNow('2026-04-01T09:05:00+01:00'), { day: '1', month: '4', year: '2026', time: '09:05' });
});

test('only what is asked and answered is sent, in the form that the server reads', () => {
	const fields = [field('risk', 'yes-no'), field('told', 'text', { only_if: 'risk=yes' }), field('when', 'time'), field('on', 'date'),
		field('who', 'person'), field('all', 'people'), field('note', 'text', { required: false }), field('sure', 'declare')];
	const person = { id: '7', name: 'Tom Okafor' };
	const values = { risk: 'no', told: 'nobody', when: { day: '1', month: '4', year: '2026', time: '2pm' },
		on: { day: '1', month: '4', year: '2026' }, who: person, all: [person, { id: '8' }], note: '  ', sure: 'yes' };
	assert.deepEqual(toWire(fields, values), { risk: 'no', when: '2026-04-01T14:00', on: '2026-04-01', who: '7', all: ['7', '8'], sure: 'yes' });
	assert.equal(toWire(fields, { ...values, risk: 'yes' }).told, 'nobody');
});

test('what is missing or cannot be is found before it is sent', () => {
	const fields = [field('why', 'text', { max: 5 }), field('on', 'date'), field('at', 'time'), field('told', 'text', { only_if: 'x=1' }),
		field('more', 'text', { required: false, max: 5 })];
	assert.deepEqual(Object.keys(findFaults(fields, {})), ['why', 'on', 'at']);
	const wrong = { why: '123456', on: { day: '31', month: '2', year: '2027' }, at: { day: '1', month: '1', year: '2027', time: '9' } };
	assert.deepEqual(findFaults(fields, wrong), { why: 'Use 5 characters or fewer; this has 6', on: 'Enter a real date, for example 23 12 2027',
		at: 'Enter a real date and time, for example 23 12 2027 and 14:30' });
	const right = { why: '𝒶𝒷𝒸𝒹𝑒', on: { day: '1', month: '2', year: '2027' }, at: { day: '1', month: '1', year: '2027', time: '9am' } };
	assert.deepEqual(findFaults(fields, right), {});
});

test('a question that hangs on another', () => {
	const told = field('told', 'text', { only_if: 'risk=yes' });
	assert.equal(isAsked(told, {}), false);
	assert.equal(isAsked(told, { risk: 'yes' }), true);
	assert.equal(isAsked(told, { risk: ['no', 'yes'] }), true);
	assert.deepEqual(onlyChoices([field('kind', 'choice', { choices: [{ id: 'child' }] }), field('two', 'choice', { choices: [{ id: 'a' }, { id: 'b' }] })]),
		{ kind: 'child' });
});

test('an answer read back', () => {
	const agencies = [{ id: 'a', name: 'Agency A' }];
	assert.equal(inWords(field('x', 'choice', { choices: [{ id: 'a', label: 'First' }] }), 'a'), 'First');
	assert.equal(inWords(field('x', 'agency'), 'a', agencies), 'Agency A');
	assert.equal(inWords(field('x', 'person'), { name: 'Tom', title: '', agency: 'B' }), 'Tom, B');
	assert.equal(inWords(field('x', 'date'), { day: '23', month: '12', year: '2027' }), 'Thursday 23 December 2027');
	assert.equal(inWords(field('x', 'text'), ' '), '');
});
