import { html, useEffect, useState } from '../vendor/preact.js';
import { get, markRead } from '../api.js';
import { Heading, Left, Loaded, Paragraph } from '../components/parts.js';
import { Main } from '../components/layout.js';
import { useLoad, useMe, useTitle } from '../hooks.js';

const COLOURS = { overdue: 'parley-item--late', risk: 'parley-item--late', turn: 'parley-item--yours' };

function Notice({ notice, fresh }) {
	// The link goes on at once; that it was read is sent beside it.
	const opened = () => { if (fresh) markRead({ id: notice.id }).catch(() => {}); };
	return html`<li class="parley-item ${fresh ? (COLOURS[notice.kind] ?? '') : ''}">
		<div>
			<h3 class="parley-item__title">${notice.href
				? html`<a class="govuk-link" href=${notice.href} onClick=${opened}>${notice.title}${notice.reference && html`<span
					class="govuk-visually-hidden">: ${notice.reference}</span>`}</a>`
				: notice.title}</h3>
			<p class="parley-item__facts">${notice.reference && `${notice.reference} · `}Told you ${notice.at.words}</p>
		</div>
		<div class="parley-item__due">
			${fresh && html`<${Left} due=${notice.due} />`}
			${notice.due && html`<p class="parley-small parley-sentence">By ${notice.due.words}</p>`}
		</div>
	</li>`;
}

function Earlier({ first }) {
	const [list, setList] = useState(first);
	const [state, setState] = useState('');
	useEffect(() => setList(first), [first]);

	const more = async () => {
		setState('loading');
		try {
			const page = await get(`/notices?${new URLSearchParams({ cursor: list.next })}`);
			setList({ read: list.read.concat(page.read), next: page.next });
			setState(`${page.read.length} more shown`);
		} catch (problem) {
			setState(problem.message);
		}
	};
	if (list.read.length === 0) return null;
	return html`<h2 class="govuk-heading-m">Read before</h2>
		<ol class="parley-list">${list.read.map((notice) => html`<${Notice} key=${notice.id} notice=${notice} />`)}</ol>
		${list.next && html`<button type="button" class="govuk-button govuk-button--secondary"
			aria-disabled=${state === 'loading' ? 'true' : undefined} onClick=${more}>Show more</button>`}
		<p class="govuk-body" role="status">${state === 'loading' ? '' : state}</p>`;
}

function New({ list, reload }) {
	const [problem, setProblem] = useState('');
	const all = async () => {
		try {
			await markRead({ until: list[0].id });
			reload();
		} catch (error) {
			setProblem(error.message);
		}
	};
	if (list.length === 0) {
		return html`<div class="parley-empty"><h2 class="govuk-heading-m">Nothing new</h2>
			<p>You have read everything that you were told.</p></div>`;
	}
	return html`<h2 class="govuk-heading-m">New</h2>
		<ol class="parley-list">${list.map((notice) => html`<${Notice} key=${notice.id} notice=${notice} fresh />`)}</ol>
		<button type="button" class="govuk-button govuk-button--secondary" onClick=${all}>Mark all as read</button>
		<p class="govuk-body" role="status">${problem}</p>`;
}

export function Notices({ route }) {
	const state = useLoad(() => get('/notices'), [route.move]);
	const me = useMe();
	useTitle('Notices');
	return html`<${Main}>
		<${Heading}>Notices<//>
		<${Paragraph}>What Parley has told you. The same goes by mail, with a reference and a link and nothing else. You can
			also have <a class="govuk-link" href="/calendar">your dates in your own calendar</a>.<//>
		${me?.oversees && html`<${Paragraph}><a class="govuk-link" href="/undelivered">Messages that did not arrive</a><//>`}
		<${Loaded} state=${state}>${(data) => html`<${New} list=${data.new} reload=${state.reload} />
			<${Earlier} first=${data} />`}<//>
	<//>`;
}
