import { html, useEffect, useState } from '../vendor/preact.js';
import { get } from '../api.js';
import { Heading, Left, Loaded, Tag } from '../components/parts.js';
import { Main } from '../components/layout.js';
import { RequestItem } from '../components/request-item.js';
import { useLoad, useMe, useTitle } from '../hooks.js';
import { isReturning } from '../router.js';
import { EMPTY, VIEWS } from '../words.js';

const pagesShown = new Map(); // view -> how many pages were open, so that 'back' finds them again

function fetchPage(view, cursor) {
	const query = new URLSearchParams({ view });
	if (cursor) query.set('cursor', cursor);
	return get(`/worklist?${query}`);
}

async function fetchList(view) {
	const wanted = isReturning() ? (pagesShown.get(view) ?? 1) : 1;
	let page = await fetchPage(view);
	let items = page.items;
	for (let i = 1; i < wanted && page.next; i++) {
		page = await fetchPage(view, page.next);
		items = items.concat(page.items);
	}
	pagesShown.set(view, wanted);
	return { items, next: page.next };
}

function Views({ current }) {
	return html`<nav class="parley-views" aria-label="Lists">
		<ul>${VIEWS.map((view) => html`<li key=${view.id}><a class="parley-views__link" href=${view.href}
			aria-current=${view === current ? 'page' : undefined}>${view.label}</a></li>`)}</ul>
	</nav>`;
}

const TURNS = { raising: (item) => item.raising, receiving: (item) => item.receiving };

function whoseTurn(item) {
	if (item.yours && !item.aside) return null;
	const agency = TURNS[item.turn]?.(item);
	return agency ? `Waiting for ${agency}` : null;
}

// Where something else than the duty at hand is theirs (a record to approve, a meeting to answer), what needs them knows that
// there is one; the other lists say what the escalation waits for.
const ASIDE = 'See what is left for you to do';

function Item({ item, view }) {
	const aside = item.aside && view.id === 'needs-me';
	const href = `/escalations/${encodeURIComponent(item.reference)}`;
	const state = item.due?.late ? 'parley-item--late' : item.yours ? 'parley-item--yours' : '';
	return html`<li class="parley-item ${state}">
		<div>
			<h2 class="parley-item__title"><a class="govuk-link" href=${href}>${aside ? ASIDE : item.duty?.text ?? 'Read it'}<span
				class="govuk-visually-hidden">: ${item.reference}</span></a></h2>
			${item.immediate_risk && html`<p><${Tag} colour="red">Immediate risk<//></p>`}
			<p>${item.raising} with ${item.receiving}</p>
			<p class="parley-item__facts">${item.reference} · Stage ${item.stage.id}: ${item.stage.name}${
				item.duty?.clause && !aside ? ` · Clause ${item.duty.clause}` : ''}</p>
		</div>
		<div class="parley-item__due">
			<${Left} due=${item.due} />
			<p class="parley-small parley-sentence">${item.due ? `By ${item.due.words}` : !aside && item.due_words}</p>
			<p class="parley-small">${item.yours && !item.aside ? html`<strong>Your turn</strong>` : whoseTurn(item)}</p>
		</div>
	</li>`;
}

function Empty({ view, mayRaise }) {
	const words = EMPTY[view.id];
	return html`<div class="parley-empty">
		<h2 class="govuk-heading-m">${words.title}</h2>
		<p>${words.text}</p>
		${view.id !== 'watching' && mayRaise && html`<p>If you disagree with another agency about keeping somebody safe,${' '}
			<a class="govuk-link" href="/raise">raise it</a>.</p>`}
	</div>`;
}

function List({ view, first, mayRaise }) {
	const [list, setList] = useState(first);
	const [state, setState] = useState('');
	useEffect(() => setList(first), [first]);

	const more = async () => {
		setState('loading');
		try {
			const page = await fetchPage(view.id, list.next);
			pagesShown.set(view.id, (pagesShown.get(view.id) ?? 1) + 1);
			setList({ items: list.items.concat(page.items), next: page.next });
			setState(`${page.items.length} more shown`);
		} catch (problem) {
			setState(problem.message);
		}
	};
	if (list.items.length === 0) return html`<${Empty} view=${view} mayRaise=${mayRaise} />`;
	return html`<ol class="parley-list">${list.items.map((item) => html`<${Item} key=${item.reference} item=${item} view=${view} />`)}</ol>
		${list.next && html`<button type="button" class="govuk-button govuk-button--secondary"
			aria-disabled=${state === 'loading' ? 'true' : undefined} onClick=${more}>Show more</button>`}
		<p class="govuk-body" role="status">${state === 'loading' ? '' : state}</p>`;
}

// What one is asked to raise needs one as well; it is no escalation yet. That it cannot be read keeps nobody from the list.
function Asked({ move }) {
	const { data } = useLoad(() => get('/requests'), [move]);
	if (!data) return null;
	return html`${data.waiting.length > 0 && html`<ol class="parley-list" aria-label="Requests to raise a disagreement">${data.waiting.map((one) =>
			html`<${RequestItem} key=${one.id} request=${one} />`)}</ol>`}
		${data.mine.some((one) => one.state === 'asked' || one.state === 'refused') && html`<p class="govuk-body">
			<a class="govuk-link" href="/requests">What you asked others to raise</a></p>`}`;
}

export function Worklist({ route, note }) {
	const view = VIEWS.find((v) => v.id === route.query.get('view')) ?? VIEWS[0];
	const state = useLoad(() => fetchList(view.id), [view.id, route.move]);
	const me = useMe();
	const mayRaise = me !== null && !me.unmapped;
	useTitle(view.title);
	return html`<${Main}>
		${note}
		<div class="parley-top">
			<${Heading} key=${view.id}>${view.title}<//>
			${mayRaise && html`<a href="/raise" class="govuk-button">Raise a disagreement</a>`}
		</div>
		<${Views} current=${view} />
		${view === VIEWS[0] && mayRaise && html`<${Asked} move=${route.move} />`}
		<${Loaded} state=${state}>${(first) => html`<${List} view=${view} first=${first} mayRaise=${mayRaise} />`}<//>
	<//>`;
}
