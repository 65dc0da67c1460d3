// Keeps what is being typed on the server, never in the browser: machines are shared.

import { change } from './api.js';

const QUIET_MS = 1000; // typing has paused for this long
const KEEPALIVE_LIMIT = 60_000; // browsers refuse a larger body while a page closes

// `onStatus` gets 'saving', 'saved', 'failed' or 'signed-out'.
export function createDraft(path, onStatus) {
	let wanted = null; // what is not yet on the server
	let running = Promise.resolve();
	let timer = null;
	let stopped = false;

	async function put(leaving) {
		const body = wanted;
		if (stopped || body === null) return;
		wanted = null;
		onStatus('saving');
		try {
			const keepalive = leaving && JSON.stringify(body).length < KEEPALIVE_LIMIT;
			await change('PUT', path, { body, keepalive });
			if (wanted === null) onStatus('saved');
		} catch (problem) {
			wanted ??= body;
			onStatus(problem.status === 401 ? 'signed-out' : 'failed');
		}
	}

	// One after the other: an older text must not arrive after a newer one.
	function flush(leaving = false) {
		clearTimeout(timer);
		running = leaving ? put(true) : running.then(() => put(false));
		return running;
	}

	return {
		change(body) {
			if (stopped) return;
			wanted = body;
			clearTimeout(timer);
			timer = setTimeout(flush, QUIET_MS);
		},
		flush,
		leave: () => flush(true),
		// The event removes the draft when it is recorded: nothing may be written after that.
		async pause() {
			clearTimeout(timer);
			stopped = true;
			await running;
		},
		resume() {
			stopped = false;
		},
		async remove() {
			wanted = null;
			clearTimeout(timer);
			await running;
			await change('DELETE', path);
		},
	};
}
