// What surrounds every page.

import { html } from '../vendor/preact.js';
import { useMe } from '../hooks.js';

const NAVIGATION = [
	{ href: '/', label: 'What needs me', pages: ['worklist'] },
	{ href: '/raise', label: 'Raise', pages: ['raise'] },
	{ href: '/policy', label: 'Policy', pages: ['policy'] },
	{ href: '/vacancies', label: 'Vacancies', pages: ['vacancies'], only: 'oversees' },
	{ href: '/lessons', label: 'Lessons', pages: ['lessons'], only: 'lessons' },
	{ href: '/policies', label: 'Editions', pages: ['policies', 'policies-import', 'policies-edition'], administrators: true, settings: true },
	{ href: '/settings', label: 'Settings', pages: ['settings', 'setting', 'retention'], administrators: true, settings: true },
];

// The mark sits beside the modules, in the folder that changes with its content.
const mark = new URL('../images/mark.svg', import.meta.url).pathname;

// To a hundred: whoever has more is not helped by the number.
const countWords = (count) => (count >= 100 ? '100 or more' : String(count));

function NoticesLink({ count }) {
	return html`<a href="/notices" class="parley-header__notices">Notices${count > 0 && html` <span
		class="parley-header__count">${countWords(count)}<span class="govuk-visually-hidden"> not read</span></span>`}</a>`;
}

function Header({ me }) {
	return html`<header class="parley-header">
		<div class="govuk-width-container parley-header__container">
			<a href="/" class="parley-header__home"><img src=${mark} alt="" width="39" height="30" />Parley</a>
			${me && html`<span class="parley-header__instance">${me.instance.name}</span>
				<div class="parley-header__who">
					<${NoticesLink} count=${me.notices} />
					<a class="parley-header__account" href="/absence">${me.person.name}<span class="govuk-visually-hidden">: absence and deputies</span></a>
					<form method="post" action="/sign-out">
						<input type="hidden" name="token" value=${me.csrf} />
						<button type="submit" class="parley-header__sign-out">Sign out</button>
					</form>
				</div>`}
		</div>
	</header>`;
}

function Navigation({ page, me }) {
	return html`<div class="govuk-service-navigation">
		<div class="govuk-width-container">
			<div class="govuk-service-navigation__container">
				<nav aria-label="Main" class="govuk-service-navigation__wrapper">
					<ul class="govuk-service-navigation__list">
						${NAVIGATION.filter((item) => (me.emergency?.you ? item.settings : (!item.administrators || me.administrator) && (!item.only || me[item.only]))).map((item) => {
							const here = item.pages.includes(page);
							return html`<li key=${item.href} class="govuk-service-navigation__item ${
								here ? 'govuk-service-navigation__item--active' : ''}">
								<a class="govuk-service-navigation__link" href=${item.href}
									aria-current=${here ? 'page' : undefined}>${here
									? html`<strong class="govuk-service-navigation__active-fallback">${item.label}</strong>`
									: item.label}</a></li>`;
						})}
					</ul>
				</nav>
			</div>
		</div>
	</div>`;
}

function DemoBanner({ me }) {
	if (!me?.instance.demo) return null;
	return html`<section class="parley-demo" aria-label="Demonstration">
		<div class="govuk-width-container">
			<p><strong>This is a demonstration.</strong> ${me.instance.clock_moved ? 'Its clock was moved and says' : 'Its clock says'} ${me.now_words}.</p>
		</div>
	</section>`;
}

// Administrators see that somebody was let in by the server's command line, and that person until when.
function Emergency({ me }) {
	const it = me?.emergency;
	if (!it) return null;
	return html`<section class="parley-demo" aria-label="Emergency administrator">
		<div class="govuk-width-container">
			<p>${it.you
				? html`<strong>You are the emergency administrator</strong> until ${it.ends_words}. You can change settings, and see no escalation.`
				: html`<strong>The emergency administrator is armed</strong> until ${it.ends_words}, by ${it.by} on the server. The reason given: ${it.why}.${' '}
					${it.used ? 'Somebody has signed in with its password.' : 'Its password was not used yet.'}`}</p>
		</div>
	</section>`;
}

// Whoever acts for somebody who is away should never wonder why they see what they see.
function StandsIn({ me }) {
	if (!me?.stands_in_for?.length) return null;
	return html`<div class="govuk-inset-text" role="note">${me.stands_in_for.map(({ person, until }) => html`
		<p class="govuk-body" key=${person.id}>You act for <strong>${person.name}</strong>, ${person.title ?? 'no job title'}, until ${until}.</p>`)}</div>`;
}

function Unmapped({ me }) {
	if (!me?.unmapped || me.emergency?.you) return null;
	return html`<div class="govuk-inset-text" role="note">
		<p class="govuk-body">${me.person.title
			? html`Your job title, <strong>${me.person.title}</strong>, has no role in this policy yet.`
			: 'The directory has no job title for you, so you have no role in this policy yet.'}${' '}
			Nothing can wait for you, and you cannot raise a disagreement here.</p>
		<p class="govuk-body">Ask the partnership’s business manager to have it added. If somebody is at risk, do not
			wait for that: follow your agency’s safeguarding procedure now.</p>
	</div>`;
}

export function Layout({ page, children }) {
	const me = useMe();
	return html`<div class="parley-page">
		<a href="#main" class="govuk-skip-link">Skip to main content</a>
		<${Header} me=${me} />
		<${DemoBanner} me=${me} />
		<${Emergency} me=${me} />
		${me && html`<${Navigation} page=${page} me=${me} />`}
		<div class="parley-page__middle"><div class="govuk-width-container">${children(html`<${StandsIn} me=${me} /><${Unmapped} me=${me} />`)}</div></div>
		<footer class="parley-footer">
			<div class="govuk-width-container">
				<ul>
					<li><a class="govuk-link parley-footer__link" href="/accessibility">Accessibility statement</a></li>
					${me?.policy && html`<li>${me.policy.owner}: ${me.policy.title}${me.policy.edition ? `, ${me.policy.edition}` : ''}</li>`}
				</ul>
			</div>
		</footer>
	</div>`;
}

// What stands above the page's own content (a back link), and the content.
export function Main({ before, children }) {
	return html`${before && html`<nav aria-label="Back">${before}</nav>`}<main class="govuk-main-wrapper" id="main">${children}</main>`;
}
