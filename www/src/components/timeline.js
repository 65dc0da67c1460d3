import { html, useRef, useState } from '../vendor/preact.js';
import { confirmationPath, filePath, recordPath } from '../paths.js';
import { Written } from './parts.js';
import { RecordState, WaitingRecords } from './records.js';

const AT_FIRST = 20;

const whoWords = (who) => [who.name, who.title, who.agency].filter(Boolean).join(', ');

export function Event({ event, later, actions }) {
	const recordedLater = event.recorded_words && event.recorded_words !== event.happened_words;
	return html`<li class="parley-event ${later ? 'parley-later' : ''}" tabindex="-1" id=${`event-${event.seq}`}>
		<h3 class="parley-event__title">${event.title}</h3>
		<p class="parley-small parley-muted">${event.happened_words}${event.who?.name ? ` · ${whoWords(event.who)}` : ''}${
			recordedLater ? html`<br />Recorded ${event.recorded_words}` : ''}</p>
		${event.entries?.length > 0 && html`<dl>${event.entries.map((entry, i) => html`
			<dt key=${`t${i}`}>${entry.label}</dt><dd key=${`d${i}`}><${Written}>${entry.value}<//></dd>`)}</dl>`}
		${event.kind === 'confirmed' && actions && html`<p class="parley-no-print"><a class="govuk-link"
			href=${confirmationPath(actions.reference, event.seq)}>Show this confirmation as a document</a></p>`}
		${event.record && actions && html`<p class="parley-no-print"><a class="govuk-link" href=${recordPath(actions.reference, event.seq)}>
			Print this record<span class="govuk-visually-hidden">, number ${event.seq}</span></a></p>`}
		${event.attachment && actions && html`<p><a class="govuk-link" href=${filePath(actions.reference, event.attachment.id)} download>Open the
			file<span class="govuk-visually-hidden"> of entry ${event.seq}</span></a>${' '}<span class="parley-muted">${event.attachment.type_words}, ${event.attachment.size_words}${
			event.attachment.record ? `, belongs to record ${event.attachment.record}` : ''}</span></p>`}
		${event.record && html`<${RecordState} seq=${event.seq} record=${event.record} actions=${actions} />`}
	</li>`;
}

export function Timeline({ events, reference, recordActions = [] }) {
	const [all, setAll] = useState(events.length <= AT_FIRST);
	const list = useRef(null);
	const showAll = () => {
		setAll(true);
		// The button goes away: the reader continues where the list was cut.
		requestAnimationFrame(() => list.current.children[AT_FIRST]?.focus({ preventScroll: true }));
	};
	const actionsOf = (event) => ({ reference, ids: recordActions.find((one) => one.seq === event.seq)?.actions ?? [] });
	return html`<section class="parley-section" aria-labelledby="timeline">
		<h2 class="govuk-heading-m" id="timeline">What has happened</h2>
		<${WaitingRecords} events=${events} reference=${reference} recordActions=${recordActions} />
		<ol class="parley-timeline" ref=${list}>
			${events.map((event, i) => html`<${Event} key=${event.seq} event=${event} later=${!all && i >= AT_FIRST}
				actions=${actionsOf(event)} />`)}
		</ol>
		${!all && html`<p class="govuk-body parley-no-print">The newest ${AT_FIRST} of ${events.length} are shown.</p>
			<button type="button" class="govuk-button govuk-button--secondary" onClick=${showAll}>Show all ${events.length}</button>`}
	</section>`;
}
