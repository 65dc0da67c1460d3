// openapi.mjs - reads docs/openapi.yaml and holds values against its schemas. No dependencies: the file keeps to block
// mappings, block lists, JSON in flow lists, plain and double-quoted scalars, and folded text; anything else is refused.

import assert from 'node:assert/strict';

export function readYaml(text) {
	const lines = text.split('\n').map((line, i) => ({ at: i + 1, indent: line.search(/\S/), text: line.trim() }))
		.filter((line) => line.text !== '' && !line.text.startsWith('#'));
	let next = 0;

	function scalar(value, line) {
		if (/^["[{]/.test(value)) return JSON.parse(value);
		if (/^['&*!|%@`]/.test(value) || / #/.test(value)) throw new Error(`openapi.yaml:${line.at}: not in our kind of YAML: ${value}`);
		if (value === 'true' || value === 'false') return value === 'true';
		if (value === 'null') return null;
		return /^-?\d+$/.test(value) ? Number(value) : value;
	}

	// What stands behind a key: a value in the line, folded text, or a block that is further in.
	function behind(value, line) {
		if (value === '>-') {
			const parts = [];
			while (next < lines.length && lines[next].indent > line.indent) parts.push(lines[next++].text);
			return parts.join(' ');
		}
		if (value !== '') return scalar(value, line);
		if (next < lines.length && lines[next].indent > line.indent) return block(lines[next].indent);
		throw new Error(`openapi.yaml:${line.at}: nothing behind the key`);
	}

	function block(indent) {
		return lines[next].text.startsWith('- ') ? list(indent) : mapping(indent);
	}

	function list(indent) {
		const all = [];
		while (next < lines.length && lines[next].indent === indent && lines[next].text.startsWith('- ')) {
			const line = lines[next];
			// The first key of a mapping may stand in the line of its dash.
			lines[next] = { at: line.at, indent: indent + 2, text: line.text.slice(2) };
			if (/^("[^"]*"|[^"\s:][^:]*):( |$)/.test(lines[next].text)) all.push(mapping(indent + 2));
			else all.push(scalar(lines[next++].text, line));
		}
		return all;
	}

	function mapping(indent) {
		const all = {};
		while (next < lines.length && lines[next].indent === indent && !lines[next].text.startsWith('- ')) {
			const line = lines[next++];
			const found = line.text.match(/^(?:"([^"]*)"|([^"\s:][^:]*)):(?: (.*))?$/);
			if (!found) throw new Error(`openapi.yaml:${line.at}: not in our kind of YAML: ${line.text}`);
			const key = found[1] ?? found[2];
			if (key in all) throw new Error(`openapi.yaml:${line.at}: ${key} twice`);
			all[key] = behind(found[3] ?? '', line);
		}
		return all;
	}

	const document = block(0);
	if (next < lines.length) throw new Error(`openapi.yaml:${lines[next].at}: is indented wrongly`);
	return document;
}

export class Api {
	constructor(document) {
		this.document = document;
	}

	resolve(part) {
		while (part?.$ref) {
			part = part.$ref.replace(/^#\//, '').split('/').reduce((at, key) => at?.[key], this.document) ?? assert.fail(`${part.$ref} is nowhere`);
		}
		return part;
	}

	operations() {
		const all = [];
		for (const [path, item] of Object.entries(this.document.paths)) {
			for (const [method, operation] of Object.entries(item)) {
				if (method === 'parameters') continue;
				const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => this.resolve(one));
				all.push({ path, method: method.toUpperCase(), operation, parameters });
			}
		}
		return all;
	}

	// The body of an answer against what the description says for its path, method and status.
	check(path, method, answer) {
		const described = this.document.paths[path][method.toLowerCase()].responses[answer.status];
		assert.ok(described, `${method} ${path}: ${answer.status} is not described: ${answer.text}`);
		const content = this.resolve(described).content;
		if (!content) {
			assert.equal(answer.text, '', `${method} ${path}: an answer without a body`);
			return;
		}
		const type = answer.headers['content-type'].split(';')[0];
		assert.ok(content[type], `${method} ${path} ${answer.status}: ${type} is not described`);
		if (type.endsWith('json')) this.match(content[type].schema, answer.json, `${method} ${path}`);
	}

	match(given, value, where) {
		const schema = this.resolve(given);
		if (schema.anyOf) {
			const failures = schema.anyOf.map((one) => {
				try { this.match(one, value, where); return null; } catch (error) { return error; }
			});
			if (failures.every(Boolean)) throw failures.at(-1);
			return;
		}
		const is = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
		if (schema.type) assert.ok([schema.type].flat().includes(is), `${where} is ${is}, not ${schema.type}`);
		if (schema.enum) assert.ok(schema.enum.includes(value), `${where} is ${value}, not one of ${schema.enum}`);
		if (is === 'array') value.forEach((one, i) => this.match(schema.items, one, `${where}/${i}`));
		if (is === 'object' && schema.properties) this.matchObject(schema, value, where);
	}

	matchObject(schema, value, where) {
		for (const name of schema.required ?? []) assert.ok(name in value, `${where} lacks ${name}`);
		for (const [name, one] of Object.entries(value)) {
			const property = schema.properties[name];
			if (!property && schema.additionalProperties === false) assert.fail(`${where}/${name} is not described`);
			if (property) this.match(property, one, `${where}/${name}`);
		}
	}
}
