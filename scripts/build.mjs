// Compiles the host board and what it stands on to dist/, and the command of it into few files, of which each start has to open as few as it can.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import ts from 'typescript';
import { STAMP } from './built.mjs';
import { packRecording } from './recording.mjs';

const COMMAND = 'dist/boards/host';
const LIBRARY = 'dist/src/library';
/** What the package holds the sources of, for boards: comments stand there. */
const WITH_SOURCES = [
	'modules',
	'hal/ports',
	'hal/virtual',
	'src/meter',
	'src/route-a',
	'src/route-b',
	'src/wi-sun',
	'src/world/dongle',
	'src/world/load',
];
/** Of them what no board uses. */
const WITHOUT_SOURCES = ['modules/capture/'];
/** Ways into the library, by the exports of the package. */
const OPEN = ['modules', 'hal/ports', 'hal/virtual', 'hal/node/library', 'hal/node/pty', 'src/library'];
/** Packages whose code the pages contain. */
const BUNDLED = ['preact', 'uplot'];
const SHAPE = Object.freeze({ target: 'es2022', charset: 'utf8', logLevel: 'warning', tsconfigRaw: {} });

/** Files below `dist`, by how their names end. */
function filesOf(folder, end) {
	const names = readdirSync(folder, { recursive: true }).map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
	return names.filter((path) => path.endsWith(end));
}

/** What comments say stands in the declarations or the sources. */
async function dropComments() {
	const entryPoints = ['dist/modules', 'dist/hal'].flatMap((folder) => filesOf(folder, '.js'));
	await esbuild.build({ entryPoints, outdir: 'dist', outbase: 'dist', allowOverwrite: true, minify: true, ...SHAPE });
}

/** The command and all that it imports, in one part for what every start needs and one for each command. */
async function joinCommand() {
	await esbuild.build({
		entryPoints: [`${COMMAND}/main.js`],
		outdir: COMMAND,
		allowOverwrite: true,
		// One folder down, as what reads `../data/` stands.
		chunkNames: 'parts/[name]-[hash]',
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		packages: 'external',
		minify: true,
		// Of a line in which something fails, Node shows all.
		lineLimit: 160,
		...SHAPE,
	});
}

/** The rooms of the library, each but a way in: in few files, which import the modules and adapters that others import, too. */
async function joinLibrary() {
	const entryPoints = filesOf(LIBRARY, '.js');
	const shared = {
		name: 'modules and adapters',
		setup(build) {
			build.onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
				const place = relative(resolve('dist'), join(resolveDir, path)).replaceAll('\\', '/');
				const isShared = kind !== 'entry-point' && /^(modules|hal)\//.test(place);
				return isShared ? { path: `../../${place}`, external: true } : undefined;
			});
		},
	};
	const options = { bundle: true, splitting: true, format: 'esm', platform: 'node', minify: true, chunkNames: '[name]-[hash]' };
	await esbuild.build({ entryPoints, outdir: LIBRARY, allowOverwrite: true, plugins: [shared], ...options, ...SHAPE });
}

/** Only declarations that a program can come to stay; of those whose sources the package holds, too, the comments stand there. */
function thinDeclarations() {
	const reached = new Set();
	const queue = filesOf('dist', '.d.ts').filter((path) => OPEN.some((way) => path.startsWith(`dist/${way}/`) || path === `dist/${way}.d.ts`));
	const printer = ts.createPrinter({ removeComments: true });
	for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
		if (reached.has(path)) continue;
		reached.add(path);
		const text = readFileSync(path, 'utf8');
		for (const [, name] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g))
			queue.push(`${join(dirname(path), name).replaceAll('\\', '/')}.d.ts`);
		const isIn = (place) => path.startsWith(`dist/${place}`);
		if (WITH_SOURCES.some((room) => isIn(`${room}/`)) && !WITHOUT_SOURCES.some(isIn))
			writeFileSync(path, printer.printFile(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022)));
	}
	for (const path of filesOf('dist', '.d.ts')) if (!reached.has(path)) rmSync(path);
}

/** The pages that `keiki` serves: each the frame of one application, and its views, which the frame loads when they are opened. */
async function joinPages() {
	for (const name of readdirSync('boards/host').filter((each) => existsSync(`boards/host/${each}/page/main.tsx`))) {
		const page = `boards/host/${name}/page`;
		const views = readdirSync(`${page}/views`).filter((each) => each.endsWith('.tsx'));
		const outdir = `${COMMAND}/pages/${name}`;
		await esbuild.build({
			entryPoints: [`${page}/main.tsx`, ...views.map((each) => `${page}/views/${each}`)],
			outdir,
			outbase: page,
			chunkNames: 'parts/[name]-[hash]',
			bundle: true,
			splitting: true,
			format: 'esm',
			minify: true,
			legalComments: 'none',
			jsx: 'automatic',
			jsxImportSource: 'preact',
			...SHAPE,
		});
		copyFileSync(`${page}/icon.svg`, `${outdir}/icon.svg`);
		const licences = BUNDLED.map((each) => `${each}\n\n${readFileSync(`node_modules/${each}/LICENSE`, 'utf8')}`);
		writeFileSync(`${outdir}/licences.txt`, licences.join('\n\n'));
	}
}

async function build() {
	console.error('keiki: compiling to dist/');
	rmSync('dist', { recursive: true, force: true });
	const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], { stdio: ['ignore', 2, 2] });
	if (status !== 0) process.exit(status ?? 1);
	await dropComments();
	await joinCommand();
	await joinPages();
	await joinLibrary();
	thinDeclarations();
	mkdirSync(`${COMMAND}/data`);
	for (const name of readdirSync('boards/host/data')) {
		const content = readFileSync(`boards/host/data/${name}`);
		if (name.endsWith('.csv')) writeFileSync(`${COMMAND}/data/${name.replace(/csv$/, 'br')}`, packRecording(content.toString()));
		else writeFileSync(`${COMMAND}/data/${name}`, content);
	}
	chmodSync(`${COMMAND}/main.js`, 0o755);
	writeFileSync(STAMP, '');
}

await build();
