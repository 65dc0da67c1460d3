import { Component, html, render, useEffect, useState } from './vendor/preact.js';
import { Layout, Main } from './components/layout.js';
import { Loading, LoadProblem } from './components/parts.js';
import { startRouter, useRoute } from './router.js';

// A page's module is fetched when the page is first shown: the first load stays small.
const PAGES = {
	worklist: async () => (await import('./pages/worklist.js')).Worklist,
	raise: async () => (await import('./pages/raise.js')).Raise,
	case: async () => (await import('./pages/case.js')).CasePage,
	action: async () => (await import('./pages/action.js')).ActionPage,
	record: async () => (await import('./pages/record.js')).RecordPage,
	recorded: async () => (await import('./pages/recorded.js')).Recorded,
	confirmation: async () => (await import('./pages/confirmation.js')).ConfirmationPage,
	notes: async () => (await import('./pages/notes.js')).NotesPage,
	requests: async () => (await import('./pages/requests.js')).Requests,
	request: async () => (await import('./pages/requests.js')).RequestPage,
	lessons: async () => (await import('./pages/lessons.js')).Lessons,
	policy: async () => (await import('./pages/policy.js')).PolicyPage,
	policies: async () => (await import('./pages/policies.js')).Policies,
	'policies-import': async () => (await import('./pages/policies-import.js')).PoliciesImport,
	'policies-move': async () => (await import('./pages/policies-move.js')).PoliciesMove,
	'policies-edition': async () => (await import('./pages/policies-edition.js')).PoliciesEdition,
	'policies-try': async () => (await import('./pages/policies-try.js')).PoliciesTry,
	'policies-flowchart': async () => (await import('./pages/policies-views.js')).EditionFlowchart,
	'policies-timetable': async () => (await import('./pages/policies-views.js')).EditionTimetable,
	settings: async () => (await import('./pages/settings.js')).Settings,
	setting: async () => (await import('./pages/setting.js')).SettingPage,
	retention: async () => (await import('./pages/retention.js')).Retention,
	vacancies: async () => (await import('./pages/vacancies.js')).VacanciesPage,
	'hand-over': async () => (await import('./pages/hand-over.js')).HandOverPage,
	absence: async () => (await import('./pages/absence.js')).AbsencePage,
	notices: async () => (await import('./pages/notices.js')).Notices,
	undelivered: async () => (await import('./pages/undelivered.js')).Undelivered,
	calendar: async () => (await import('./pages/calendar.js')).CalendarPage,
	accessibility: async () => (await import('./pages/simple.js')).Accessibility,
	'not-found': async () => (await import('./pages/simple.js')).NotFound,
};
const loaded = new Map();

// After an upgrade the old modules are gone: loading the document again then brings the new ones.
async function fetchPage(name) {
	loaded.set(name, await PAGES[name]());
}

function usePage(name) {
	const [, redraw] = useState(0);
	const [failed, setFailed] = useState(false);
	useEffect(() => {
		setFailed(false);
		if (!loaded.has(name)) fetchPage(name).then(() => redraw((n) => n + 1), () => setFailed(true));
	}, [name]);
	return failed ? Unreachable : (loaded.get(name) ?? Waiting);
}

const reload = () => location.reload();
const Waiting = () => html`<${Main}><${Loading} /><//>`;
const Unreachable = () => html`<${Main}><${LoadProblem} problem=${{ status: 0, body: {} }} retry=${reload} /><//>`;

// A fault in a page must not leave an empty screen.
class Guard extends Component {
	componentDidCatch(error) {
		console.error(error);
		this.setState({ failed: true });
	}

	render({ children }, { failed }) {
		if (!failed) return children;
		return html`<${Main}><${LoadProblem} problem=${{ status: 500, body: {} }} retry=${reload} /><//>`;
	}
}

// Steps of one form are one page to us: what was typed must outlive a move between them.
const keyOf = (route) => (route.page === 'raise' ? `raise ${route.parameters.id ?? ''}` : `${route.page} ${route.move}`);

function App() {
	const route = useRoute();
	const Page = usePage(route.page);
	return html`<${Layout} page=${route.page}>${(note) => html`
		<${Guard} key=${keyOf(route)}><${Page} route=${route} note=${note} /><//>`}<//>`;
}

startRouter();
const root = document.getElementById('app');
root.replaceChildren();
render(html`<${App} />`, root);
