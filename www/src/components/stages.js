import { html } from '../vendor/preact.js';
import { STAGE_STATES } from '../words.js';
import { Clause } from './parts.js';

function Stage({ stage }) {
	return html`<li class="parley-stage parley-stage--${stage.state}"
		aria-current=${stage.state === 'current' ? 'step' : undefined}>
		<span class="parley-stage__mark" aria-hidden="true">${stage.state === 'done' ? '✓' : stage.id}</span>
		<span class="parley-stage__name"><span class="govuk-visually-hidden">Stage ${stage.id}: </span>${stage.name}</span>
		<p><strong>${STAGE_STATES[stage.state] ?? stage.state}</strong>${stage.how ? `: ${stage.how}` : ''} <${Clause} clause=${stage.clause} /></p>
		${stage.entered && html`<p class="parley-muted">From ${stage.entered.words}${stage.left ? ` to ${stage.left.words}` : ''}</p>`}
	</li>`;
}

export function Stages({ stages }) {
	return html`<section class="parley-section" aria-labelledby="stages">
		<h2 class="govuk-heading-m" id="stages">Stages</h2>
		<ol class="parley-stages">${stages.map((stage) => html`<${Stage} key=${stage.id} stage=${stage} />`)}</ol>
	</section>`;
}
