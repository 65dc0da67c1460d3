// What one agency keeps to itself about an escalation: read and written behind its own wall.

import { html, useState } from '../vendor/preact.js';
import { draftPath, escalationPath, get, uploads } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { DraftStatus, SendButton, SignedOut } from '../components/form-parts.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph, Written } from '../components/parts.js';
import { Fields } from '../fields/field.js';
import { summaryOf, useFieldsForm } from '../form-state.js';
import { useLoad, useTitle } from '../hooks.js';
import { casePath, filePath } from '../paths.js';

const pathOf = (reference, cursor) =>
	`${escalationPath(reference)}/notes${cursor ? `?${new URLSearchParams({ cursor })}` : ''}`;

function Note({ note, reference }) {
	return html`<li class="parley-event">
		<h3 class="parley-event__title">${note.kind_words}</h3>
		<p class="parley-small parley-muted">${note.at.words} · ${[note.who.name, note.who.title].filter(Boolean).join(', ')}</p>
		<p><${Written}>${note.text}<//></p>
		${note.attachment && html`<p><a class="govuk-link" href=${filePath(reference, note.attachment.id)} download>Open the file</a>${' '}
			<span class="parley-muted">${note.attachment.type_words}, ${note.attachment.size_words}</span></p>`}
	</li>`;
}

function List({ data }) {
	const [older, setOlder] = useState({ notes: [], next: data.next });
	const more = async () => {
		const answer = await get(pathOf(data.reference, older.next));
		setOlder({ notes: [...older.notes, ...answer.notes], next: answer.next });
	};
	const notes = [...data.notes, ...older.notes];
	if (notes.length === 0) return html`<${Paragraph}>There are none yet.<//>`;
	return html`<ol class="parley-timeline">${notes.map((note) => html`<${Note} key=${note.id} note=${note} reference=${data.reference} />`)}</ol>
		${older.next && html`<button type="button" class="govuk-button govuk-button--secondary" onClick=${more}>Show older notes</button>`}`;
}

function NoteForm({ data, reload }) {
	const { form, status, values, setValue, submit } = useFieldsForm({ draftPath: draftPath(data.reference, 'note'), fields: data.fields,
		start: data.draft?.fields, target: pathOf(data.reference), done: reload });
	useTitle(`${Object.keys(form.faults).length > 0 ? 'Error: ' : ''}Internal notes`);
	return html`<form novalidate onSubmit=${submit}>
		<${ErrorSummary} items=${summaryOf(form, data.fields)} turn=${form.turn} />
		<${SignedOut} problem=${form.problem} />
		<h2 class="govuk-heading-m">Write a note</h2>
		<${Fields} fields=${data.fields} values=${values} faults=${form.faults} onChange=${setValue} context=${{ now: data.me.now, upload: uploads(data.reference, data.me) }} />
		<${SendButton} busy=${form.busy}>Keep this note<//>
		<${DraftStatus} status=${status} />
	</form>`;
}

function Notes({ data, reload }) {
	return html`<span class="govuk-caption-l">Escalation ${data.reference}</span>
		<${Heading}>Internal notes<//>
		<${Paragraph}>Only people of ${data.agency} who take part in this escalation can read these, for the same side. The other
			side and administrators cannot see them, nor that there are any. They are no part of the shared record. A note cannot be changed
			or removed: write another one to correct it.<//>
		<${NoteForm} key=${data.notes[0]?.id ?? ''} data=${data} reload=${reload} />
		<h2 class="govuk-heading-m">Notes</h2>
		<${List} key=${`list ${data.notes[0]?.id ?? ''}`} data=${data} />`;
}

export function NotesPage({ route }) {
	const { reference } = route.parameters;
	const state = useLoad(() => get(pathOf(reference)), [reference]);
	return html`<${Main} before=${html`<${BackLink} href=${casePath(reference)}>Back to the escalation<//>`}>
		<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
			<${Loaded} state=${state}>${(data) => html`<${Notes} data=${data} reload=${state.reload} />`}<//>
		</div></div>
	<//>`;
}
