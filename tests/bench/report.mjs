// report.mjs - the tables of the bench, as markdown: report.mjs FOLD.TSV RESULT.JSON...

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

const [foldFile, ...files] = process.argv.slice(2);
const results = files.map((file) => JSON.parse(readFileSync(file, 'utf8'))).sort((a, b) => a.size - b.size);
const titles = { list: 'Worklist of 20', case: 'One case, its read logged', event: 'One event appended' };
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const number = (n, digits = 0) => n.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const size = (n) => number(n);
const lines = [];
const say = (...more) => lines.push(...more);

const row = (result, kind, program) => result.cases[kind].find((one) => one.program === program);
// Round against round: what drifts with the machine drifts for both.
const ratio = (a, b, list) => median(a[list].map((value, round) => value / b[list][round]));

function table(result, kind) {
	const bare = row(result, kind, 'bare worker');
	say(`### ${titles[kind]}, ${size(result.size)} escalations`, '',
		'| program | requests/s | of bare | p50 ms | p99 ms | own CPU µs | of bare | MariaDB µs | nginx µs | statements | rows read | rows written | failed |',
		'|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
	for (const one of result.cases[kind]) {
		const worker = one.program === 'bare worker' || one.program.startsWith('Parley');
		say(`| ${[one.program, number(one.rate), number(ratio(one, bare, 'rates'), 2), number(one.p50 / 1000, 2), number(one.p99 / 1000, 2),
			number(one.cpu), worker ? number(ratio(one, bare, 'cpus'), 2) : '', number(one.database), number(one.nginx),
			number(one.statements, 1), number(one.read, 1), number(one.written, 1), number(one.failed)].join(' | ')} |`);
	}
	say('');
}

// --- what was to be reached ---------------------------------------------------------

const verdicts = [];
const hold = (what, wanted, got, holds) => verdicts.push(`| ${what} | ${wanted} | ${got} | ${holds ? 'reached' : '**missed**'} |`);

function holdAt(result) {
	for (const [kind, wanted] of [['list', 0.9], ['case', 0.8], ['event', 0.5]]) {
		const bare = row(result, kind, 'bare worker'), own = row(result, kind, 'Parley');
		const rate = ratio(own, bare, 'rates'), cpu = ratio(own, bare, 'cpus');
		hold(`${titles[kind]}: requests/s, of the bare worker's`, `≥ ${wanted}`, number(rate, 2), rate >= wanted);
		hold(`${titles[kind]}: CPU of the worker, of the bare worker's`, '≤ 1.3', number(cpu, 2), cpu <= 1.3);
	}
	hold('Worker after all rounds, PSS', '≤ 16 MiB', `${number(result.memory.after.pss / 1024, 1)} MiB`, result.memory.after.pss <= 16384);
	hold('Start to first answered request', '≤ 50 ms', `${number(result.start)} ms`, result.start <= 50);
}

function holdGrowth(small, large) {
	for (const kind of Object.keys(titles)) {
		const a = row(small, kind, 'Parley'), b = row(large, kind, 'Parley');
		hold(`${titles[kind]}: rows read, ${size(small.size)} → ${size(large.size)}`, 'the same', `${number(a.read, 1)} → ${number(b.read, 1)}`,
			Math.abs(b.read - a.read) <= Math.max(1, a.read * 0.05));
		hold(`${titles[kind]}: time (p50), ${size(small.size)} → ${size(large.size)}`, '≤ 2 ×', `${number(b.p50 / a.p50, 2)} ×`, b.p50 <= 2 * a.p50);
	}
}

const others = median(results.flatMap((result) => Object.values(result.cases).flat()).map((one) => one.others ?? 0));
const failures = results.flatMap((result) => Object.values(result.cases).flat()).reduce((sum, one) => sum + one.failed, 0);
hold('Requests that failed', 'none', number(failures), failures === 0);
const middle = results.find((result) => result.size === 100000) ?? results[results.length - 1];
holdAt(middle);
if (results.length > 1) holdGrowth(results[0], results[results.length - 1]);

// --- the page -----------------------------------------------------------------------

const tool = (file, args) => {
	try {
		return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim().split('\n')[0];
	} catch (error) {
		return `${error.stdout ?? ''}`.trim().split('\n')[0];
	}
};

say('# Bench', '', 'Made by `./dev bench --save`; `tests/bench/README.md` says what is measured and how.', '',
	`${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} × ${os.cpus()[0].model}, ${number(os.totalmem() / 2 ** 30)} GB, load tool, nginx, `
	+ `database and worker on this one machine; ${tool('mariadbd', ['--no-defaults', '--version']).replace(/^.*Ver /, 'MariaDB ').replace(/ for .*/, '')}. `
	+ `${middle.rounds} interleaved rounds of ${middle.seconds} s, ${middle.connections} connections, ${middle.threads} threads; medians of the rounds. `
	+ '"Parley again" is the same process measured a second time in each round: what lies between its row and Parley\'s is noise. '
	+ 'A ratio is the median of the ratios of each round. '
	+ `Other programs took ${number(others * 100)} % of the processors meanwhile${others > 0.1 ? ': **the times are worth little, the counts and ratios more**' : ''}.`, '');
say(`## What was to be reached, at ${size(middle.size)} escalations`, '', '| what | wanted | measured | |', '|---|---|---|---|', ...verdicts, '');
for (const result of results) {
	say(`## ${size(result.size)} escalations`, '', `${result.made}. Answers have ${result.sizes.map((n) => number(n)).join(', ')} bytes (list, case, event). `
		+ `Parley starts in ${number(result.start)} ms and takes ${number(result.memory.fresh.pss / 1024, 1)} MiB (PSS) after its first answer, `
		+ `${number(result.memory.after.pss / 1024, 1)} MiB after all rounds, with ${result.tasks} threads; the bare worker ${number(result.memory.bare.pss / 1024, 1)} MiB.`, '');
	for (const kind of Object.keys(titles)) table(result, kind);
}
say('## Without database and network', '', '| what | median µs | 99 % µs |', '|---|--:|--:|');
for (const line of readFileSync(foldFile, 'utf8').trim().split('\n').slice(1)) say(`| ${line.split('\t').join(' | ')} |`);
console.log(lines.join('\n'));
