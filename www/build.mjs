// Builds the document root, www/build: `npm ci --ignore-scripts && npm run build`.
//
// There is no bundler: the modules are served as they are written. What a build does is the Sass, the versioned
// folder (assets/<digest of everything in it>/, so that it may be cached for good), the lists of files in
// index.html, the error pages from their one template, and a .gz beside each text for nginx's gzip_static.

import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, 'build');
const out = join(here, `.build-${process.pid}`); // takes the other's place when it is whole: a server may be reading
const modules = join(here, 'node_modules');

// Third-party modules and where our own import them from.
const VENDORED = [['htm/preact/standalone.module.js', 'vendor/preact.js']];

async function listFiles(folder) {
	const found = [];
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) found.push(...(await listFiles(path)));
		else found.push(path);
	}
	return found.sort();
}

function compileStyles() {
	return sass.compile(join(here, 'styles/main.scss'), {
		style: 'compressed',
		loadPaths: [join(modules, 'govuk-frontend/dist')],
		quietDeps: true,
	}).css;
}

// Everything below assets/<version>/, by name.
async function collectAssets() {
	const assets = new Map([['main.css', Buffer.from(compileStyles())]]);
	for (const path of await listFiles(join(here, 'src'))) {
		if (path.endsWith('.js')) assets.set(relative(join(here, 'src'), path), await readFile(path));
	}
	for (const path of await listFiles(join(here, 'images'))) {
		assets.set(relative(here, path), await readFile(path));
	}
	for (const [from, to] of VENDORED) assets.set(to, await readFile(join(modules, from)));
	return assets;
}

function digestOf(assets) {
	const hash = createHash('sha256');
	for (const name of [...assets.keys()].sort()) hash.update(`${name}\0`).update(assets.get(name));
	return hash.digest('hex').slice(0, 12);
}

// {{name}} for each of `values`; any other placeholder stays, for the worker to fill in.
function fill(template, values) {
	return template.replace(/\{\{(\w+)\}\}/g, (all, name) => values[name] ?? all);
}

async function write(name, content) {
	const path = join(out, name);
	await mkdir(dirname(path), { recursive: true });
	await writeFile(path, content);
}

// The modules that the first page needs, so that the browser need not find them one behind the other.
function firstModules(assets) {
	const found = new Set(['main.js', 'pages/worklist.js']);
	for (const name of found) {
		for (const [, path] of assets.get(name).toString().matchAll(/^(?:import|export) .*from '(\.[^']+)';$/gm)) {
			found.add(posix.join(posix.dirname(name), path));
		}
	}
	return [...found].filter((name) => name !== 'main.js');
}

async function writePages(base, assets) {
	const preloads = firstModules(assets)
		.map((name) => `\t<link rel="modulepreload" href="${base}/${name}">`)
		.join('\n');
	const read = (name) => readFile(join(here, name), 'utf8');
	await write('index.html', fill(await read('src/index.html'), { assets: base, preloads }));
	// Pages of the worker, which fills in the rest: one frame, and the first field that is wrong when something is.
	const frame = await read('templates/frame.html');
	const titles = { 'sign-in': 'Sign in', emergency: 'Emergency administrator' };
	for (const [name, first, other] of [['sign-in', 'username', 'emergency'], ['emergency', 'password', 'sign-in']]) {
		const main = await read(`templates/${name}.html`);
		await write(`templates/${name}.html`, fill(frame, { assets: base, title: titles[name], first, main, other, other_title: titles[other] }));
	}

	const template = await read('errors/template.html');
	for (const page of JSON.parse(await read('errors/pages.json'))) {
		const html = fill(template, { assets: base, ...page });
		await write(`errors/${page.status}.html`, html);
	}
}

async function compress() {
	for (const path of await listFiles(out)) {
		const content = await readFile(path);
		const small = gzipSync(content, { level: 9 });
		if (small.length < content.length) await writeFile(`${path}.gz`, small);
	}
}

async function replaceTarget() {
	const old = `${out}-old`;
	await rename(target, old).catch(() => {}); // there is none at the first build
	await rename(out, target);
	await rm(old, { recursive: true, force: true });
}

const assets = await collectAssets();
const base = `/assets/${digestOf(assets)}`;
for (const [name, content] of assets) await write(join(base, name), content);
await writePages(base, assets);
await cp(join(here, 'styles/theme.css'), join(out, 'theme.css'));
await cp(join(here, 'images/favicon.svg'), join(out, 'favicon.svg'));
await compress();
await replaceTarget();
console.log(`Front end built: ${relative(process.cwd(), target)}${base}, ${assets.size} files`);
