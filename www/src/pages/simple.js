// Pages of words alone.

import { html, useEffect } from '../vendor/preact.js';
import { get } from '../api.js';
import { Main } from '../components/layout.js';
import { Heading, LoadProblem, Paragraph } from '../components/parts.js';
import { useTitle } from '../hooks.js';

// These pages load nothing. Who is signed in is asked for beside them, and it may be nobody.
const useWhoever = () =>
	useEffect(() => {
		get('/me').catch(() => {});
	}, []);

export function NotFound() {
	useWhoever();
	return html`<${Main}><${LoadProblem} problem=${{ status: 404, body: {} }} /><//>`;
}

export function Accessibility() {
	useWhoever();
	useTitle('Accessibility statement');
	return html`<${Main}><div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
		<${Heading}>Accessibility statement for Parley<//>
		<${Paragraph}>We want as many people as possible to be able to use Parley. You should be able to:<//>
		<ul class="govuk-list govuk-list--bullet">
			<li>zoom in up to 400% without text running off the screen</li>
			<li>use it on a narrow phone, and with your own colours, contrast and fonts</li>
			<li>do everything with a keyboard, or by speaking</li>
			<li>listen to it with a screen reader</li>
			<li>use it without things moving, when your device asks for less motion</li>
		</ul>
		<h2 class="govuk-heading-m">How accessible Parley is</h2>
		<${Paragraph}>Parley is made to meet the Web Content Accessibility Guidelines version 2.2, level AA. Every page and
			its states are tested by machine each time it changes, and walked through with a keyboard alone. People who
			use assistive technology have not tested it yet, so do not take that as proof.<//>
		<h2 class="govuk-heading-m">What we know does not work well</h2>
		<${Paragraph}>Signing in and reading this page work without JavaScript. The other pages need it.<//>
		<h2 class="govuk-heading-m">If you cannot use part of it</h2>
		<${Paragraph}>Tell the partnership’s business manager or your agency’s service desk what you were doing and what
			happened. A disagreement can always be raised by speaking or writing to the other agency: the policy’s times
			run all the same.<//>
		<${Paragraph}>If you are not happy with the answer, contact the${' '}
			<a class="govuk-link" href="https://www.equalityadvisoryservice.com/" rel="noreferrer">Equality Advisory and Support Service</a>.<//>
		<h2 class="govuk-heading-m">The law</h2>
		<${Paragraph}>Councils and other public bodies must meet the Public Sector Bodies (Websites and Mobile
			Applications) (No. 2) Accessibility Regulations 2018. The body that runs this service is responsible for
			that, and publishes its own contact details and the date of its last test with this statement.<//>
	</div></div><//>`;
}
