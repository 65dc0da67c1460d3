import { html, useEffect, useRef } from '../vendor/preact.js';

function go(event, id) {
	event.preventDefault();
	const target = document.getElementById(id);
	target?.scrollIntoView({ block: 'center' });
	target?.focus({ preventScroll: true });
}

function Line({ item }) {
	if (item.href) return html`<a href=${item.href}>${item.text}</a>`;
	if (item.id) return html`<a href="#${item.id}" onClick=${(event) => go(event, item.id)}>${item.text}</a>`;
	return item.text;
}

// `items`: [{ text, id or href }]: a field of this page, another page, or neither. It takes the focus each time
// `turn` changes.
export function ErrorSummary({ items, turn }) {
	const box = useRef(null);
	useEffect(() => {
		if (items.length > 0) box.current.focus();
	}, [turn]);
	if (items.length === 0) return null;
	return html`<div class="govuk-error-summary" tabindex="-1" ref=${box}>
		<div role="alert">
			<h2 class="govuk-error-summary__title">There is a problem</h2>
			<div class="govuk-error-summary__body">
				<ul class="govuk-list govuk-error-summary__list">
					${items.map((item) => html`<li key=${item.text}><${Line} item=${item} /></li>`)}
				</ul>
			</div>
		</div>
	</div>`;
}
