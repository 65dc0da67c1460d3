// A long list in which one thing at a time is opened to be changed: which of them stand on the page, and which are open.

import { html, useEffect, useState } from '../vendor/preact.js';
import { LineField } from '../fields/text.js';

const SHOWN = 12; // at first: a hundred of them would be in the way of everything below

export const Small = ({ onClick, children, about }) => html`<button type="button" class="parley-link-button" onClick=${onClick}>${children}
	<span class="govuk-visually-hidden"> ${about}</span></button>`;

// Open is what was opened, and what has an error in it, until that is closed all the same. `turn` grows when errors come.
export function useOpen(hasError, turn) {
	const [open, setOpen] = useState(null);
	const [closed, setClosed] = useState([]);
	useEffect(() => setClosed([]), [turn]);
	const close = (index) => {
		setOpen(null);
		setClosed([...closed, index]);
	};
	return { isOpen: (index) => open === index || (!closed.includes(index) && hasError(index)), open: setOpen, close };
}

// The first ones, or those that hold what was typed; and always what is being changed.
export function useShown(items, wordsOf, isOpen) {
	const [all, setAll] = useState(items.length <= SHOWN + 3);
	const [words, setWords] = useState('');
	const wanted = words.trim().toLowerCase();
	const shown = items.map((item, index) => ({ item, index })).filter(({ item, index }) =>
		isOpen(index) || (wanted ? wordsOf(item).toLowerCase().includes(wanted) : all || index < SHOWN));
	return { shown, words, setWords, all, setAll, wanted };
}

// `what` in the plural: 'rules'. `list` of useShown. `draw(item, index)` what stands in each.
export function List({ list, total, what, find, heading, draw }) {
	return html`<${LineField} field=${{ required: true, ...find }} value=${list.words} onChange=${list.setWords} />
		<p class="govuk-body" role="status">${list.wanted ? `${list.shown.length} of ${total} ${what}` : ''}</p>
		<ol class="parley-rules" aria-labelledby=${heading}>${list.shown.map(({ item, index }) => html`<li key=${index} value=${index + 1} class="parley-rule">
			${draw(item, index)}</li>`)}</ol>
		${!list.all && !list.wanted && html`<p class="govuk-body"><button type="button" class="parley-link-button"
			onClick=${() => list.setAll(true)}>Show all ${total} ${what}</button></p>`}`;
}
