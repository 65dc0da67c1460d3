import { useEffect, useLayoutEffect, useRef, useState } from './vendor/preact.js';
import { currentMe, get, onMe } from './api.js';
import { takeFocus } from './router.js';

// What a page needs before it can be drawn: { data } or { problem }, and `reload`.
// Without a session the browser goes to sign in, and comes back to this address.
export function useLoad(load, dependencies) {
	const [state, setState] = useState({});
	const run = useRef(0);

	const reload = async () => {
		const mine = ++run.current;
		try {
			const data = await load();
			if (mine === run.current) setState({ data });
		} catch (problem) {
			if (mine !== run.current) return undefined;
			if (problem.status === 401) return goToSignIn();
			if (!currentMe()) get('/me').catch(() => {}); // a page that may not be shown still says who is signed in
			setState({ problem });
		}
		return undefined;
	};
	useEffect(() => {
		setState({});
		reload();
		return () => {
			run.current += 1;
		};
	}, dependencies);
	return { ...state, reload };
}

export function goToSignIn() {
	const then = location.pathname + location.search;
	location.assign(`/sign-in?then=${encodeURIComponent(then)}`);
}

export function useMe() {
	const [me, setMe] = useState(currentMe());
	useEffect(() => {
		setMe(currentMe());
		return onMe(setMe);
	}, []);
	return me;
}

// Titles never hold content: they stay in the browser's history on shared machines.
export function useTitle(title) {
	useEffect(() => {
		document.title = `${title} – Parley`;
	}, [title]);
}

export function useFocusOnArrival() {
	const heading = useRef(null);
	useLayoutEffect(() => takeFocus(heading.current), []);
	return heading;
}
