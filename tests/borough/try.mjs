// try.mjs DIR - ./dev try: the main job in a running demo, told as it goes.

import { openBorough } from './harness.mjs';
import { Walk, christmas, easter, walkAgreed, walkToChair } from './walk.mjs';

const borough = openBorough(process.argv[2]);

async function story(title, walkStory, days) {
	console.log(`\n${title}\n`);
	await walkStory(new Walk(borough, (line) => console.log(`  ${line}`)), days);
}

let status = 0;
try {
	console.log(`The main job, at ${borough.origin}/`);
	await story('Raised on Friday 27 March 2026 and agreed at stage 1', walkAgreed, easter);
	await story('Raised on Thursday 23 December 2027 and taken to the Chair', walkToChair, christmas);
	console.log('\nEvery step held, and every date is the one that the policy gives.');
} catch (error) {
	console.error(`\nThis step did not hold:\n  ${error.message}`);
	status = 1;
} finally {
	borough.parley('clock', '--reset');
}
process.exitCode = status;
