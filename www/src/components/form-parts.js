import { html } from '../vendor/preact.js';
import { DRAFT_WORDS } from '../form-state.js';
import { Clause } from './parts.js';

const TROUBLE = new Set(['failed', 'signed-out']);

export function DraftStatus({ status }) {
	const trouble = TROUBLE.has(status);
	return html`<p class="parley-saved ${trouble ? 'parley-saved--failed' : ''}" role=${trouble ? 'alert' : undefined}>${
		DRAFT_WORDS[status]}</p>`;
}

// A line each: what it does, who has what to do then by when, to whom a message goes.
export function WhatHappensNext({ text, clause }) {
	if (!text) return null;
	const [first, ...rest] = text.split('\n');
	return html`<section class="parley-next" aria-labelledby="next">
		<h2 id="next">What happens next</h2>
		<p>${first} <${Clause} clause=${clause} /></p>
		${rest.map((line) => html`<p key=${line}>${line}</p>`)}
	</section>`;
}

export function SignedOut({ problem }) {
	if (problem?.status !== 401) return null;
	return html`<div class="parley-notice">
		<h2 class="govuk-heading-m">Sign in again, then send</h2>
		<p>Leave this page open. <a class="govuk-link" href="/sign-in?then=/" target="_blank" rel="noopener">Sign in (opens in a new tab)</a>,
			come back here and press the button again.</p>
	</div>`;
}

// The button cannot be pressed twice, and stays reachable while it works.
export function SendButton({ busy, children }) {
	return html`<button type="submit" class="govuk-button" aria-disabled=${busy ? 'true' : undefined}>${
		busy ? 'Sending…' : children}</button>`;
}
