#!/usr/bin/env node
// policies-facts.mjs - each fact that a policy's text states is carried by its file, at a place that can be pointed to.
//
//	policies-facts.mjs [--write] [FOLDER]     FOLDER is the repository; --write makes docs/policies.md anew
//
// policy-facts.json lists the facts, and for each the places that carry it and what stands there. A place is a JSON pointer
// in which "=speak" stands for the member with that id or name ("=line-manager,police" for a row of the matrix), so that a
// list may grow without a change here; docs/policies.md has it as the pointer that it is today. "FILE NAME" is a question
// that every policy's form asks. What may stand there: a value; {"match": pattern}; {"has": [some]}; {"ids": [some of the
// members' ids]}; {"absent": true}.
//
// Besides: whoever a policy calls on is to be found in the sample borough.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const rest = process.argv.slice(2).filter((word) => word !== '--write');
const root = path.resolve(rest[0] ?? path.join(path.dirname(fileURLToPath(import.meta.url)), '../..'));
const table = path.join(root, 'docs/policies.md');
const read = (name) => readFileSync(path.join(root, name), 'utf8');
const wrong = [];

// --- where a fact stands ---

const isMember = (wanted) => (one) => {
	const [role, sector] = wanted.split(',');
	if (sector !== undefined) return one.role === role && (one.sector ?? '') === sector && !one.suggested;
	return one.id === wanted || one.name === wanted;
};

// { value, pointer }, or null where there is no such place.
function find(policy, place) {
	let value = policy;
	const steps = [];
	for (const step of place.split('/').slice(1)) {
		const key = step.startsWith('=') && Array.isArray(value) ? value.findIndex(isMember(step.slice(1))) : step;
		steps.push(key);
		if (value === null || typeof value !== 'object' || !(key in value)) return null;
		value = value[key];
	}
	return { value, pointer: `/${steps.join('/')}` };
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function holds(value, wanted) {
	if (Array.isArray(wanted) && Array.isArray(value) && wanted.length === value.length) {
		return wanted.every((each, i) => holds(value[i], each));
	}
	const asks = (word) => wanted !== null && typeof wanted === 'object' && Object.keys(wanted).join() === word;
	if (asks('match')) return typeof value === 'string' && new RegExp(wanted.match, 's').test(value);
	if (asks('has')) return Array.isArray(value) && wanted.has.every((one) => value.some((each) => same(each, one)));
	if (asks('ids')) return Array.isArray(value) && wanted.ids.every((id) => value.some((each) => each.id === id));
	return same(value, wanted);
}

// --- the facts ---

function carrier(fact, policy, { at, is }) {
	const complain = (why) => wrong.push(`policies/${fact.policy}.json: ${at}: ${why} ("${fact.fact}")`);
	if (!at.startsWith('/')) {
		const [file, name] = at.split(' ');
		if (!new RegExp(is.match).test(read(file))) complain('the form asks no such question');
		return `the form's \`${name}\``;
	}
	const found = find(policy, at);
	if (is.absent) {
		if (found) complain(`stands there, and should not: ${JSON.stringify(found.value)}`);
		return `no \`${at}\``;
	}
	if (!found) complain('there is no such place');
	else if (!holds(found.value, is)) complain(`is ${JSON.stringify(found.value)}, not ${JSON.stringify(is)}`);
	return `\`${found?.pointer ?? at}\``;
}

function tableOf(facts, policies) {
	const lines = [
		'# What the five policies say, and where it stands', '',
		'Made by `tests/guards/policies-facts.mjs --write` from `tests/guards/policy-facts.json`; `make check` fails when a place is',
		'missing, says something else, or this page is out of date. Pointers count from 0 (RFC 6901).', '',
	];
	for (const [id, policy] of policies) {
		lines.push(`## ${policy.owner}: \`policies/${id}.json\``, '', '| what the text says | where the file says it |', '|---|---|');
		for (const fact of facts.filter((one) => one.policy === id)) {
			lines.push(`| ${fact.fact} | ${fact.carried.map((place) => carrier(fact, policy, place)).join(', ')} |`);
		}
		lines.push('');
	}
	return lines.join('\n');
}

// --- the people of the sample borough ---

function peopleOfBorough() {
	const sectors = new Map(JSON.parse(read('tests/borough/agencies.json')).map((agency) => [agency.directory_name, agency.sector]));
	const people = read('tests/borough/borough.ldif').split(/\n\n+/).map((entry) => ({
		title: entry.match(/^title: (.+)$/m)?.[1]?.toLowerCase(), sector: sectors.get(entry.match(/^o: (.+)$/m)?.[1]),
	}));
	return people.filter((person) => person.title && person.sector);
}

// A role of the partnership is held there, unless the matrix names a sector; another one in any sector, or in the one asked for.
function isHeld(policy, people, role, sector) {
	const rows = policy.matrix.filter((row) => row.role === role.id && (!sector || !row.sector || row.sector === sector));
	return rows.some((row) => people.some((person) => {
		const where = row.sector ?? (role.partnership ? 'partnership' : sector ?? person.sector);
		return person.sector === where && row.titles.some((title) => title.toLowerCase() === person.title);
	}));
}

// Nobody there, and nothing wrong with that: the text itself places these roles elsewhere, or the borough's post is vacant.
const vacant = new Set([
	'nel-scp-sab stage 3 early-years', 'nel-scp-sab stage 4 early-years',
	'nel-scp-sab stage 5 early-years', // held by the council's education services
	'redbridge-rscp stage 2 housing', 'nel-scp-sab stage 2 housing', 'pelican-childcare stage 1m housing',
	'brent-lscb stage 3 housing', 'chscp stage 2 housing', // no Housing Team Leader at present
]);

function checkPeople(id, policy, people) {
	for (const role of policy.roles) {
		if (!isHeld(policy, people, role)) wrong.push(`policies/${id}.json: nobody in the sample borough is "${role.name}"`);
	}
	for (const stage of policy.stages) {
		const roles = policy.roles.filter((role) => stage.speakers.raising.includes(role.id));
		for (const sector of policy.sectors) {
			const where = `${id} stage ${stage.id} ${sector.id}`;
			if (!roles.some((role) => isHeld(policy, people, role, sector.id)) && !vacant.has(where)) {
				wrong.push(`policies/${id}.json: nobody in the sample borough speaks for ${sector.name} in stage ${stage.id}`);
			}
		}
	}
}

// --- all of it ---

const facts = JSON.parse(read('tests/guards/policy-facts.json'));
const policies = [...new Set(facts.map((fact) => fact.policy))].map((id) => [id, JSON.parse(read(`policies/${id}.json`))]);
const text = tableOf(facts, policies);
if (existsSync(path.join(root, 'tests/borough/borough.ldif'))) {
	const people = peopleOfBorough();
	for (const [id, policy] of policies) checkPeople(id, policy, people);
}
if (process.argv.includes('--write')) writeFileSync(table, text);
else if (!existsSync(table) || readFileSync(table, 'utf8') !== text) {
	wrong.push('docs/policies.md: is out of date: run tests/guards/policies-facts.mjs --write');
}
for (const line of wrong) console.log(line);
process.exit(wrong.length > 0 ? 1 : 0);
