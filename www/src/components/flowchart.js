// The policy as boxes and arrows, and beside it the list that says the same. The server has laid it out (so that no text
// leaves its box); here it is only drawn, sheet by sheet: printed, each sheet is one page, and no box is cut.

import { html } from '../vendor/preact.js';

// Where a box leads: to its entry in the list, named by its clause. The second under the same clause is clause-4-4-2.
function anchors(boxes) {
	const taken = new Map();
	return boxes.map((box) => {
		if (!box.clause) return null;
		const name = `clause-${box.clause.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}`;
		const count = (taken.get(name) ?? 0) + 1;
		taken.set(name, count);
		return count > 1 ? `${name}--${count}` : name;
	});
}

// --- the picture ---

const touches = (place, top, bottom) => place.y < bottom && place.y + place.height > top;

function Rectangle({ place, kind, round }) {
	return html`<rect class="parley-flow__${kind}" x=${place.x} y=${place.y} width=${place.width} height=${place.height} rx=${round} />`;
}

function Box({ box, anchor }) {
	const drawn = html`<${Rectangle} place=${box} kind=${box.kind} round="3" />
		<text>${box.lines.map((line, i) => html`<tspan key=${i} x=${line.x} y=${line.y}
			class=${line.bold ? 'parley-flow__bold' : null}>${line.text}${' '}</tspan>`)}</text>`;
	return anchor ? html`<a class="parley-flow__link" href="#${anchor}">${drawn}</a>` : html`<g>${drawn}</g>`;
}

function Sheet({ chart, names, top }) {
	const bottom = Math.min(top + chart.page_height, chart.height);
	return html`<svg class="parley-flow__sheet" role="none" focusable="false" width=${chart.width} height=${bottom - top}
		viewBox="0 ${top} ${chart.width} ${bottom - top}">
		${chart.frames.map((frame, i) => touches(frame, top, bottom) && html`<${Rectangle} key=${`f${i}`} place=${frame} kind="frame" round="6" />`)}
		${chart.boxes.map((box, i) => touches(box, top, bottom) && html`<${Box} key=${i} box=${box} anchor=${names[i]} />`)}
		${chart.arrows.map((arrow, i) => html`<g key=${`a${i}`}><path class="parley-flow__arrow" d=${arrow.line} /><path
			class="parley-flow__tip" d=${arrow.head} /></g>`)}
	</svg>`;
}

function Picture({ chart, names }) {
	const sheets = Array.from({ length: Math.ceil(chart.height / chart.page_height) }, (_, i) => i * chart.page_height);
	return html`<div class="parley-flow__scroll" role="region" aria-label="Flowchart" tabindex="0">
		${sheets.map((top) => html`<${Sheet} key=${top} chart=${chart} names=${names} top=${top} />`)}</div>`;
}

// --- the list ---

function Entry({ chart, names, index }) {
	const box = chart.boxes[index], to = chart.boxes[box.leads_to];
	return html`<li class="parley-flow-list__entry" id=${names[index]} tabindex=${names[index] ? '-1' : null}>
		${box.texts.map((text, i) => html`<span key=${i} class="parley-flow-list__text ${box.lines[i]?.bold && i === 0 ? 'govuk-!-font-weight-bold' : ''}">${text}</span>`)}
		${to && html`<span class="parley-flow-list__text">It leads to <a class="govuk-link" href="#${names[box.leads_to]}">${
			box.leads_to === box.parent ? 'the same stage again' : to.texts[0]}</a></span>`}
		<${Entries} chart=${chart} names=${names} parent=${index} />
	</li>`;
}

function Entries({ chart, names, parent }) {
	const children = chart.boxes.map((_, i) => i).filter((i) => chart.boxes[i].parent === parent);
	if (children.length === 0) return null;
	const items = children.map((i) => html`<${Entry} key=${i} chart=${chart} names=${names} index=${i} />`);
	return parent < 0
		? html`<ol class="govuk-list govuk-list--number">${items}</ol>`
		: html`<ul class="govuk-list govuk-list--bullet">${items}</ul>`;
}

export function Flowchart({ chart }) {
	const names = anchors(chart.boxes);
	return html`<section class="parley-flow">
		<h2 class="govuk-heading-m" id="flowchart" tabindex="-1">The policy as a flowchart</h2>
		<p class="govuk-body parley-no-print">Each box leads to its entry, with its clause, in the
			${' '}<a class="govuk-link" href="#flowchart-list">list that says the same</a>.</p>
		<div class="parley-flow__sides">
			<${Picture} chart=${chart} names=${names} />
			<div class="parley-flow-list">
				<h3 class="govuk-heading-s" id="flowchart-list" tabindex="-1">The same as a list</h3>
				<${Entries} chart=${chart} names=${names} parent=${-1} />
			</div>
		</div>
	</section>`;
}
