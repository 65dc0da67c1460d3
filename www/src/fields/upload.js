// A file: it is sent when it is chosen, and the form holds its number. What it is called stays on this machine.

import { html, useState } from '../vendor/preact.js';
import { fieldId, Labelled } from './frame.js';

const sizeWords = (size) => (size < 1_000_000 ? `${Math.ceil(size / 1000)} KB` : `${(size / 1_000_000).toFixed(1)} MB`);

export function UploadField({ field, value, error, onChange, upload }) {
	const [state, setState] = useState({ words: value ? 'A file was sent before. Choose another to replace it.' : `It may hold up to ${upload.megabytes} MB.` });
	const choose = async (event) => {
		const [file] = event.target.files;
		if (!file) return;
		setState({ words: 'Sending the file…' });
		onChange('');
		try {
			const sent = await upload.send(file);
			setState({ words: `Sent: ${sent.type_words}, ${sizeWords(sent.size)}` });
			onChange(sent.upload);
		} catch (problem) {
			setState({ words: '', wrong: problem.message });
		}
	};
	return html`<${Labelled} field=${field} error=${state.wrong ?? error} describe="${fieldId(field)}-state">
		${(attributes) => html`<input ...${attributes} type="file" class="govuk-file-upload" onChange=${choose} />
			<p id="${fieldId(field)}-state" class="govuk-hint" role="status">${state.words}${state.wrong && html`<span class="govuk-visually-hidden">${state.wrong}</span>`}</p>`}
	<//>`;
}
