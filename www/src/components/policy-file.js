// A policy file from the administrator's own disk: its text goes into a box where it can be read and changed.

import { html } from '../vendor/preact.js';

export function PolicyFile({ onText }) {
	const read = async (event) => {
		const [file] = event.target.files;
		if (file) onText(await file.text());
	};
	return html`<div class="govuk-form-group">
		<label class="govuk-label govuk-label--s" for="policy-file">Choose a policy file</label>
		<div class="govuk-hint" id="policy-file-hint">A JSON file of at most 256 KB. Its text is put into the box below.</div>
		<input class="govuk-file-upload" id="policy-file" type="file" accept=".json,application/json" aria-describedby="policy-file-hint"
			onChange=${read} />
	</div>`;
}
