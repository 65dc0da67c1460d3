// The record for the file: all of an escalation, one thing that happened, or the one-page form; to read, print or take away.

import { html } from '../vendor/preact.js';
import { escalationPath, get } from '../api.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Loaded, Paragraph } from '../components/parts.js';
import { useLoad, useTitle } from '../hooks.js';

function Cell({ block, row, column, children }) {
	if (block.head_row && row === 0) return html`<th scope="col">${children}</th>`;
	if (block.head_column && column === 0) return html`<th scope="row">${children}</th>`;
	return html`<td>${children}</td>`;
}

const Row = ({ block, cells, row }) => html`<tr>${cells.map((text, column) => html`
	<${Cell} key=${column} block=${block} row=${row} column=${column}>${text}<//>`)}</tr>`;

// Only a table of many columns may be wider than a phone: that one can be scrolled, by keyboard too.
const WIDE = 4;

function Table({ block, label }) {
	if (block.rows.length === 0) return null;
	const wide = block.widths.length >= WIDE ? { role: 'region', 'aria-label': label, tabindex: '0' } : {};
	const rows = block.rows.map((cells, row) => html`<${Row} key=${row} block=${block} cells=${cells} row=${row} />`);
	return html`<div class="parley-paper__table" ...${wide}>
		<table class="parley-paper__columns-${block.widths.length}">
			${block.head_row && html`<thead>${rows[0]}</thead>`}
			<tbody>${block.head_row ? rows.slice(1) : rows}</tbody></table></div>`;
}

function Block({ block, label }) {
	if (block.kind === 'table') return html`<${Table} block=${block} label=${label} />`;
	if (block.kind === 'paragraph') return html`<${Paragraph}>${block.text}<//>`;
	if (block.level === 1) return html`<${Heading}>${block.text}<//>`;
	return block.level === 2
		? html`<h2 class="govuk-heading-m">${block.text}</h2>`
		: html`<h3 class="govuk-heading-s">${block.text}</h3>`;
}

// A table that can be scrolled is called as the heading above it.
function labelled(blocks) {
	let label = 'Table';
	return blocks.map((block) => {
		if (block.kind === 'heading') label = block.text;
		return { block, label };
	});
}

function Ways({ reference, query, asked, form }) {
	const page = escalationPath(reference);
	const file = (ending) => `/api/v1${page}/record.${ending}${query}`;
	return html`<div class="parley-no-print">
		<div class="govuk-button-group">
			<button type="button" class="govuk-button" onClick=${() => print()}>Print this page</button>
			<a class="govuk-link" href=${file('pdf')} download>Take it away as a PDF</a>
			<a class="govuk-link" href=${file('html')} download>Take it away as a web page</a>
		</div>
		<ul class="govuk-list">
			${asked !== 'whole' && html`<li><a class="govuk-link" href="${page}/record">The whole record</a></li>`}
			${asked !== 'form' && form && html`<li><a class="govuk-link" href="${page}/record?as=form">As ${form}</a></li>`}
		</ul>
		<${Paragraph}>Printing it and taking it away are logged. It holds what both sides may see, and no agency’s internal notes.<//>
	</div>`;
}

export function RecordPage({ route }) {
	const { reference } = route.parameters;
	const number = route.query.get('number'), as = route.query.get('as');
	const query = new URLSearchParams([['number', number], ['as', as]].filter(([, value]) => value)).toString();
	const tail = query ? `?${query}` : '';
	const state = useLoad(() => get(`${escalationPath(reference)}/record${tail}`), [route.move]);
	useTitle('The record for the file');
	return html`<${Main} before=${html`<${BackLink} href=${escalationPath(reference)}>The escalation<//>`}>
		<${Loaded} state=${state}>${(paper) => html`
			<${Ways} reference=${reference} query=${tail} form=${paper.form}
				asked=${as === 'form' ? 'form' : number ? 'number' : 'whole'} />
			<article class="parley-paper">
				${labelled(paper.blocks).map(({ block, label }, i) => html`<${Block} key=${i} block=${block} label=${label} />`)}
				<footer class="parley-paper__foot">${paper.footer}</footer>
			</article>`}<//><//>`;
}
