// Finding a person of the directory by typing: the ARIA combobox with a list box, worked by keyboard or pointer.

import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { searchPeople } from '../api.js';

const PAUSE_MS = 250;
const SHORTEST = 2;
const ENOUGH = /[\u3040-\u30ff\u3400-\u9fff]/; // each is a word of a name by itself

export const personDetail = (person) => [person.title, person.agency].filter(Boolean).join(', ');

export function PersonLine({ person, byHand }) {
	return html`<span>${person.name}<small>${[personDetail(person), byHand].filter(Boolean).join('. ')}</small></span>`;
}

function wordsFor(state) {
	if (state.failed) return state.failed;
	if (!state.people) return '';
	const count = state.people.length;
	if (count === 0) return 'Nobody found. Try another part of the name, a job title or an agency.';
	const found = count === 1 ? '1 person found' : `${count} people found`;
	return state.more ? `${found}, and there are more: type more of the name` : found;
}

function useSearch(words, agency, place) {
	const [state, setState] = useState({});
	useEffect(() => {
		if (words.trim().length < SHORTEST && !ENOUGH.test(words)) {
			setState({});
			return undefined;
		}
		let current = true;
		const timer = setTimeout(async () => {
			try {
				const found = await searchPeople(words.trim(), agency, place);
				if (current) setState(found);
			} catch (problem) {
				const failed = problem.status === 429 ? 'Too many searches. Wait a minute, then type again.' : problem.message;
				if (current) setState({ failed });
			}
		}, PAUSE_MS);
		return () => {
			current = false;
			clearTimeout(timer);
		};
	}, [words, agency]);
	return [state, setState];
}

const KEYS = {
	ArrowDown: (active, count) => (active + 1) % count,
	ArrowUp: (active, count) => (active <= 0 ? count - 1 : active - 1),
};

export function Finder({ id, label, describedBy, error, agency, place, onPick }) {
	const [words, setWords] = useState('');
	const [active, setActive] = useState(-1);
	const [open, setOpen] = useState(false);
	const [state, setState] = useSearch(words, agency, place);
	const list = useRef(null);
	const people = state.people ?? [];
	const shown = open && people.length > 0;

	useEffect(() => setActive(-1), [state]);
	useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active]);

	const pick = (person) => {
		setWords('');
		setState({});
		onPick(person);
	};
	const onKeyDown = (event) => {
		if (event.key === 'Escape') setOpen(false);
		else if (event.key === 'Enter') {
			event.preventDefault(); // choosing is not sending
			if (shown && people[active]) pick(people[active]);
		} else if (KEYS[event.key] && people.length > 0) {
			event.preventDefault();
			setOpen(true);
			setActive(KEYS[event.key](active, people.length));
		}
	};

	return html`<div class="parley-finder">
		<label class="govuk-label" for=${id}>${label}</label>
		<input id=${id} type="text" class="govuk-input ${error ? 'govuk-input--error' : ''}" role="combobox"
			autocomplete="off" spellcheck=${false} aria-autocomplete="list" aria-expanded=${String(shown)}
			aria-controls="${id}-list" aria-describedby=${describedBy}
			aria-activedescendant=${shown && active >= 0 ? `${id}-option-${active}` : undefined}
			value=${words} onKeyDown=${onKeyDown} onBlur=${() => setOpen(false)} onFocus=${() => setOpen(true)}
			onInput=${(event) => {
				setWords(event.target.value);
				setOpen(true);
			}} />
		<ul id="${id}-list" ref=${list} class="parley-finder__list" role="listbox" aria-label=${label} hidden=${!shown}>
			${people.map((person, i) => html`<li key=${person.id} id="${id}-option-${i}" role="option"
				class="parley-finder__option" aria-selected=${String(i === active)}
				onMouseDown=${(event) => event.preventDefault()} onClick=${() => pick(person)}>
				<${PersonLine} person=${person} byHand=${state.by_hand[i]} /></li>`)}
		</ul>
		<p class="parley-count" role="status">${wordsFor(state)}</p>
	</div>`;
}
