import { html, useEffect, useState } from '../vendor/preact.js';
import { change, get } from '../api.js';
import { ErrorSummary } from '../components/error-summary.js';
import { Main } from '../components/layout.js';
import { BackLink, Heading, Paragraph } from '../components/parts.js';
import { PolicyFile } from '../components/policy-file.js';
import { TextField } from '../fields/text.js';
import { goToSignIn, useTitle } from '../hooks.js';
import { navigate } from '../router.js';

const POLICY = { name: 'policy', label: 'Or paste the text of the file', required: true };
const WHY = { name: 'why', label: 'Why is it brought in?', required: true, max: 500, hint: 'It is kept in the history.' };
const OWN = { '/policy': 'field-policy', '/why': 'field-why' };

// What is wrong with the form has a field here; what is wrong with the file has its place in the file.
const itemsOf = (errors, detail) => {
	if (errors.length === 0) return [{ text: detail, id: 'field-policy' }];
	return errors.map(({ pointer, reason }) =>
		OWN[pointer] ? { text: reason, id: OWN[pointer] } : { text: `${pointer || 'The whole file'}: ${reason}`, id: 'field-policy' });
};

function Form() {
	const [policy, setPolicy] = useState('');
	const [why, setWhy] = useState('');
	const [wrong, setWrong] = useState({ items: [], turn: 0 });
	const [busy, setBusy] = useState(false);

	const send = async (event) => {
		event.preventDefault();
		setBusy(true);
		try {
			const { edition } = await change('POST', '/policies', { body: { policy, why } });
			navigate(`/policies/${edition}`);
		} catch (problem) {
			if (problem.status === 401) goToSignIn();
			setWrong({ items: itemsOf(problem.errors, problem.message), turn: wrong.turn + 1 });
			setBusy(false);
		}
	};
	const errorOf = (id) => wrong.items.find((item) => item.id === id)?.text;
	return html`<form onSubmit=${send} novalidate>
		<${ErrorSummary} items=${wrong.items} turn=${wrong.turn} />
		<${Heading}>Bring in an edition<//>
		<${Paragraph}>It is checked first. A file that does not hold together is refused, and the policy in force stays. What is
			brought in is not in force until you put it into force.<//>
		<${PolicyFile} onText=${setPolicy} />
		<${TextField} field=${POLICY} value=${policy} error=${errorOf('field-policy')} onChange=${setPolicy} />
		<${TextField} field=${WHY} value=${why} error=${errorOf('field-why')} onChange=${setWhy} />
		<button type="submit" class="govuk-button" disabled=${busy}>Check and keep it</button>
	</form>`;
}

export function PoliciesImport() {
	useTitle('Bring in an edition');
	useEffect(() => {
		get('/me').catch((problem) => {
			if (problem.status === 401) goToSignIn();
		});
	}, []);
	return html`<${Main} before=${html`<${BackLink} href="/policies">Editions of the policy<//>`}>
		<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds"><${Form} /></div></div><//>`;
}
