// What has no editor of its own is edited as it is kept.

import { html, useState } from '../vendor/preact.js';
import { TextField } from '../fields/text.js';

const FIELD = { name: 'value', label: 'The setting, as JSON', required: true };

export function Editor({ value, onChange, errorOf }) {
	const [text, setText] = useState(() => JSON.stringify(value, null, 2));
	const [broken, setBroken] = useState('');
	const edit = (next) => {
		setText(next);
		try {
			onChange(JSON.parse(next));
			setBroken('');
		} catch (error) {
			setBroken(`This is not JSON yet: ${error.message}`);
		}
	};
	return html`<${TextField} field=${FIELD} value=${text} error=${broken || errorOf('')} onChange=${edit} />`;
}
