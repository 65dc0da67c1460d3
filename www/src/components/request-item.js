// A request to raise a disagreement, as a line of a list: it says nothing of what it is about.

import { html } from '../vendor/preact.js';
import { requestPath } from '../paths.js';
import { Tag } from './parts.js';

export const REQUEST_COLOURS = { asked: 'blue', refused: 'orange', raised: 'green', 'taken-back': 'grey' };

export function RequestItem({ request, ofMine }) {
	return html`<li class="parley-item ${ofMine ? '' : 'parley-item--yours'}">
		<div>
			<h2 class="parley-item__title"><a class="govuk-link" href=${requestPath(request.id)}>${ofMine
				? `What you asked ${request.asked.map((one) => one.split(',')[0]).join(', ')} to raise`
				: `${request.who.name} asks you to raise a disagreement`}<span class="govuk-visually-hidden">, ${request.at.words}</span></a></h2>
			${request.immediate_risk && html`<p><${Tag} colour="red">Immediate risk<//></p>`}
			<p class="parley-item__facts">${ofMine ? '' : `${request.who.title ?? 'no job title'}${request.asker_left ? ', has left' : ''} · `}Asked ${request.at.words}</p>
		</div>
		<div class="parley-item__due"><p><${Tag} colour=${REQUEST_COLOURS[request.state]}>${request.state_words}<//></p></div>
	</li>`;
}
