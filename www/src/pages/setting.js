// One setting, whatever its kind: what it says, an editor, what a change would do, why, saving, history, undo.

import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { SignedOut } from '../components/form-parts.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Loading, Paragraph } from '../components/parts.js';
import { Sections } from '../components/sections.js';
import { TextField } from '../fields/text.js';
import { useLoad, useTitle } from '../hooks.js';
import { editorOf, idOf } from '../settings/editors.js';
import { changedWords, who } from './settings.js';

const WHY = { name: 'why', label: 'Why is it changed?', required: true, max: 500, hint: 'It is kept in the history.' };
const UNDO = { name: 'undo-why', label: 'Why is it taken back?', required: true, max: 500, hint: 'It is kept in the history.' };

const pathOf = (name) => `/settings/${encodeURIComponent(name)}`;

function useEditor(name) {
	const [Editor, setEditor] = useState(null);
	useEffect(() => {
		editorOf(name).then((found) => setEditor(() => found));
	}, [name]);
	return Editor;
}

// '/value/rules/3/titles' is a place in the editor, '/why' the reason's box.
const itemOf = ({ pointer, reason }) => {
	if (pointer === '/why') return { text: reason, id: 'field-why', pointer };
	const place = pointer.replace(/^\/value/, '');
	return { text: reason, id: idOf(place), pointer: place };
};

// Errors of the form, in its summary; `fail(problem)` takes what the server said.
function useFaults() {
	const [state, setState] = useState({ items: [], turn: 0, problem: null });
	const show = (items, problem = null) => setState((before) => ({ items, turn: before.turn + 1, problem }));
	const fail = (problem) => show(problem.errors.length > 0 ? problem.errors.map(itemOf) : [{ text: problem.message }], problem);
	const errorOf = (pointer) => state.items.find((item) => item.pointer === pointer)?.text;
	return { ...state, show, fail, clear: () => show([]), errorOf };
}

function Preview({ sections, id = 'preview' }) {
	const heading = useRef(null);
	useEffect(() => heading.current.focus(), []);
	return html`<section aria-labelledby=${id}><h2 class="govuk-heading-m" id=${id} tabindex="-1" ref=${heading}>What would change</h2>
		<${Sections} sections=${sections} /></section>`;
}

// Both sides of what two people changed at the same time. Nothing is lost until one of them is chosen.
function Conflict({ conflict, takeTheirs, keepMine }) {
	const heading = useRef(null);
	useEffect(() => heading.current.focus(), [conflict]);
	const { theirs, compared } = conflict;
	return html`<section class="parley-notice" aria-labelledby="conflict">
		<h2 class="govuk-heading-m" id="conflict" tabindex="-1" ref=${heading}>${who(theirs)} changed this meanwhile</h2>
		<p>${`Version ${theirs.version}, ${theirs.at}. ${theirs.why ? `Reason: ${theirs.why}` : 'No reason was given.'}`} Nothing of yours was saved.</p>
		${compared.map((line) => html`<div class="parley-compared" key=${line.label}>
			<h3 class="govuk-heading-s">${line.label}</h3>
			<dl class="govuk-summary-list">
				${[['When you began', line.before], ['Theirs', line.theirs], ['Yours', line.yours]].map(([label, words]) => html`
					<div class="govuk-summary-list__row" key=${label}><dt class="govuk-summary-list__key">${label}</dt>
						<dd class="govuk-summary-list__value">${words ?? 'Not there'}</dd></div>`)}
			</dl></div>`)}
		<div class="govuk-button-group">
			<button type="button" class="govuk-button" onClick=${takeTheirs}>Begin again from theirs</button>
			<button type="button" class="govuk-button govuk-button--secondary" onClick=${keepMine}>Go on with mine, in place of theirs</button>
		</div>
	</section>`;
}

function download(name, value) {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }));
	link.download = `parley-${name}.json`;
	link.click();
	URL.revokeObjectURL(link.href);
}

function Files({ name, value, onValue, onFault }) {
	const read = async (event) => {
		const [file] = event.target.files;
		if (!file) return;
		try {
			onValue(JSON.parse(await file.text()));
		} catch {
			onFault({ text: 'That file is not JSON. Choose one that was exported here.', id: 'setting-file' });
		}
		event.target.value = '';
	};
	return html`<details class="govuk-details">
		<summary class="govuk-details__summary"><span class="govuk-details__summary-text">Export or import it as a file</span></summary>
		<div class="govuk-details__text">
			<button type="button" class="govuk-button govuk-button--secondary" onClick=${() => download(name, value)}>Export what stands here</button>
			<div class="govuk-form-group">
				<label class="govuk-label govuk-label--s" for="setting-file">Choose a file to import</label>
				<div class="govuk-hint" id="setting-file-hint">It is put into the form. Nothing is saved before you say so.</div>
				<input class="govuk-file-upload" id="setting-file" type="file" accept=".json,application/json"
					aria-describedby="setting-file-hint" onChange=${read} />
			</div>
		</div>
	</details>`;
}

function Form({ shown, reload, tell }) {
	const [value, setValue] = useState(shown.value);
	const [seen, setSeen] = useState(shown.version);
	const [round, setRound] = useState(0); // grows when the editor has to begin with another value
	const [sections, setSections] = useState(null);
	const [conflict, setConflict] = useState(null);
	const [why, setWhy] = useState('');
	const [busy, setBusy] = useState(false);
	const faults = useFaults();
	const Editor = useEditor(shown.name);
	const path = pathOf(shown.name);

	const edit = (next) => {
		setValue(next);
		setSections(null);
	};
	const begin = (next) => {
		edit(next);
		setRound(round + 1);
		faults.clear();
	};
	const run = async (work) => {
		if (busy) return;
		setBusy(true);
		try {
			await work();
		} catch (problem) {
			if (problem.status === 412) {
				setConflict(problem.body);
				setSections(null);
			} else faults.fail(problem);
		}
		setBusy(false);
	};
	const preview = (event) => {
		event.preventDefault();
		run(async () => {
			const answer = await change('POST', `${path}/preview`, { body: { value } });
			faults.clear();
			setSections(answer.sections);
		});
	};
	const save = (event) => {
		event.preventDefault();
		run(async () => {
			const { version } = await change('PUT', path, { body: { value, why }, match: seen });
			await reload();
			tell(`Saved as version ${version}.`);
		});
	};
	const keepMine = () => {
		setSeen(conflict.theirs.version);
		setConflict(null);
	};
	const takeTheirs = () => {
		setSeen(conflict.theirs.version);
		begin(conflict.theirs.value);
		setConflict(null);
	};

	if (conflict) return html`<${Conflict} conflict=${conflict} takeTheirs=${takeTheirs} keepMine=${keepMine} />`;
	if (!Editor) return html`<${Loading} />`;
	const changes = sections?.find((section) => section.id === 'changes')?.count ?? 0;
	return html`<${ErrorSummary} items=${faults.items} turn=${faults.turn} />
		<${SignedOut} problem=${faults.problem} />
		<form onSubmit=${sections && changes > 0 ? save : preview} novalidate>
			<${Editor} key=${round} value=${value} onChange=${edit} offer=${shown.offer} me=${shown.me} errorOf=${faults.errorOf} turn=${faults.turn} idOf=${idOf} />
			${sections === null
				? html`<button type="submit" class="govuk-button" aria-disabled=${busy ? 'true' : undefined}>Show what would change</button>`
				: html`<${Preview} sections=${sections} />
					${changes > 0 && html`<${TextField} field=${WHY} value=${why} error=${faults.errorOf('/why')} onChange=${setWhy} />
						<button type="submit" class="govuk-button" aria-disabled=${busy ? 'true' : undefined}>Save</button>`}`}
		</form>
		<${Files} name=${shown.name} value=${value} onValue=${begin} onFault=${(item) => faults.show([item])} />`;
}

// --- history ---

// Back to what version `to` said; 0 is what held before any. Shown before it is done, with a reason, as a version of its own.
function Back({ shown, to, label, done }) {
	const [why, setWhy] = useState('');
	const [sections, setSections] = useState(null);
	const faults = useFaults();
	const path = pathOf(shown.name);
	const field = { ...UNDO, name: `undo-why-${to}` };
	const show = async () => {
		try {
			const value = to === 0 ? (await get(`${path}?version=1`)).previous : (await get(`${path}?version=${to}`)).value;
			const answer = await change('POST', `${path}/preview`, { body: { value } });
			setSections(answer.sections);
		} catch (problem) {
			faults.fail(problem);
		}
	};
	const send = async (event) => {
		event.preventDefault();
		try {
			const { version } = await change('POST', `${path}/undo`, { body: { version: shown.newest, to, why } });
			done(version, to);
		} catch (problem) {
			faults.fail(problem);
		}
	};
	const changes = sections?.find((section) => section.id === 'changes')?.count ?? 0;
	return html`<${ErrorSummary} items=${faults.items.map((item) => ({ ...item, id: item.id === 'field-why' ? `field-${field.name}` : undefined }))} turn=${faults.turn} />
		${sections === null
			? html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${show}>${label}</button>`
			: html`<form onSubmit=${send} novalidate>
				<${Preview} sections=${sections} id="preview-${to}" />
				${changes > 0 && html`<${TextField} field=${field} value=${why} error=${faults.errorOf('/why')} onChange=${setWhy} />
				<button type="submit" class="govuk-button govuk-button--warning">${
					to === shown.newest - 1 ? `Take back version ${shown.newest}` : to === 0 ? 'Take back all versions' : `Set again what version ${to} said`}</button>`}
			</form>`}`;
}

function undone({ undoes, restores }) {
	if (undoes === 0) return '';
	if (restores === undoes - 1) return ` (takes back version ${undoes})`;
	return restores === 0 ? ' (takes back all before it)' : ` (sets again what version ${restores} said)`;
}

function Version({ shown, entry, done }) {
	const { name } = shown;
	const [changed, setChanged] = useState(null);
	const open = async (event) => {
		if (event.target.open && changed === null) setChanged((await get(`${pathOf(name)}?version=${entry.version}`)).changed);
	};
	return html`<li><strong>${changedWords(entry)}</strong>${undone(entry)}
		<p class="parley-muted">${entry.why ? `Reason: ${entry.why}` : 'No reason was given.'}</p>
		<details class="govuk-details" onToggle=${open}>
			<summary class="govuk-details__summary"><span class="govuk-details__summary-text">What version ${entry.version} set differently</span></summary>
			<div class="govuk-details__text">${changed === null ? 'Loading…' : html`<ul class="govuk-list govuk-list--bullet">
				${changed.map((line) => html`<li key=${line.label}>${`${line.label}: ${line.words}`}</li>`)}</ul>
				${entry.version < shown.newest - 1 && html`<p>You can set again what this version said. The versions after it stay in the history.</p>
					<${Back} shown=${shown} to=${entry.version} label=${`Go back to version ${entry.version}`} done=${done} />`}`}</div>
		</details></li>`;
}

function History({ shown, done }) {
	return html`<h2 class="govuk-heading-m">Who changed it, and why</h2>
		${shown.history.length === 0
			? html`<${Paragraph}>It was never changed here. What holds now came with the installation.<//>`
			: html`<${Back} key=${shown.newest} shown=${shown} to=${shown.newest - 1} label=${`Undo version ${shown.newest}`} done=${done} />
				<ul class="govuk-list govuk-list--spaced">${shown.history.map((entry) => html`
					<${Version} key=${`${shown.newest} ${entry.version}`} shown=${shown} entry=${entry} done=${done} />`)}</ul>
				${shown.newest > 1 && html`<${Back} key=${`first ${shown.newest}`} shown=${shown} to=${0} label="Go back to what held before any version" done=${done} />`}`}`;
}

function Setting({ shown, reload, note, tell }) {
	const done = async (version, to) => {
		await reload();
		tell(to === shown.newest - 1 ? `Version ${shown.newest} was taken back, by version ${version}.`
			: `What ${to === 0 ? 'held before any version' : `version ${to} said`} is set again, by version ${version}.`);
	};
	return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds-from-desktop">
		<span class="govuk-caption-l">Settings</span>
		<${Heading}>${shown.title}<//>
		<div role="status">${note && html`<p class="govuk-inset-text">${note}</p>`}</div>
		<${Paragraph}>${shown.summary}${' '}<span class="parley-muted">${`${changedWords(shown)}.`}</span><//>
		<${Form} key=${shown.version} shown=${shown} reload=${reload} tell=${tell} />
		<${History} shown=${shown} done=${done} />
	</div></div>`;
}

export function SettingPage({ route }) {
	const { name } = route.parameters;
	const [note, setNote] = useState('');
	const state = useLoad(() => get(pathOf(name)), [route.move]);
	useTitle(state.data ? `${state.data.title} – Settings` : 'Settings');
	return html`<${Main} before=${html`<${BackLink} href="/settings">Settings<//>`}>
		<${Loaded} state=${state}>${(shown) => html`
			<${Setting} shown=${shown} reload=${state.reload} note=${note} tell=${setNote} />`}<//><//>`;
}
