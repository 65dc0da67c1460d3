// The main job from raising to closing, over HTTP, with the dates that clauses 4.4 to 4.8 give.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBorough } from '../borough/harness.mjs';
import { Walk, christmas, easter, walkAgreed, walkToChair } from '../borough/walk.mjs';

let borough;
before(async () => { borough = await startBorough(); });
after(() => borough.stop());

const stories = [
	['raised on Friday 27 March 2026, agreed at stage 1', walkAgreed, easter],
	['raised on Friday 27 March 2026, taken to the Chair', walkToChair, easter],
	['raised on Thursday 23 December 2027, agreed at stage 1', walkAgreed, christmas],
	['raised on Thursday 23 December 2027, taken to the Chair', walkToChair, christmas],
];
for (const [title, story, days] of stories) {
	test(title, async () => {
		await story(new Walk(borough), days);
	});
}

test('the hash chain of every escalation holds', () => {
	assert.equal(borough.parley('audit', 'verify').status, 0);
});
