// Compiles the host board and what it stands on to dist/, and the command of it into few files, of which each start has to open as few as it can.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import * as esbuild from 'esbuild';
import ts from 'typescript';
import { STAMP } from './built.mjs';
import { thinned } from './declarations.mjs';
import { joinGroups } from './groups.mjs';
import { packRecording } from './recording.mjs';

const COMMAND = 'dist/boards/host';
/** Those that start most often, with what they need in few files. */
const COMMANDS = ['hes/hes-command', 'run/run-command', 'exam/exam-command'];
/** Ways into the library, by the exports of the package: those that need no Node, and those that do. */
const OPEN = ['modules', 'hal/ports', 'hal/virtual', 'src/library'];
const OPEN_ON_NODE = ['hal/node/library', 'hal/node/pty'];
/** Files, while this builds, that need all of the former. */
const ALL_WAYS = ['dist/ways-1.js', 'dist/ways-2.js'];
const JOINED = Object.freeze({
	...{ bundle: true, format: 'esm', platform: 'node', minify: true, outdir: 'dist', outbase: 'dist', allowOverwrite: true },
	...{ target: 'es2022', charset: 'utf8', logLevel: 'warning', tsconfigRaw: {}, packages: 'external' },
	// Of a line in which something fails, Node shows all; each end of one takes room.
	lineLimit: 2000,
});
/** Packages whose code pages contain, each with its licence. */
const BUNDLED = ['preact', 'uplot'];
/** Of a page, what it loads when it needs it stays outside. */
const WITHOUT_LATER = {
	name: 'without-later',
	setup: ({ onResolve }) => onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined)),
};

/** Files below `dist`, by how their names end. */
function filesOf(folder, end) {
	const names = readdirSync(folder, { recursive: true }).map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
	return names.filter((path) => path.endsWith(end));
}

/** Files of the library that are a way into it each, and what each exports. */
async function waysOf(entryPoints) {
	const { metafile } = await esbuild.build({ entryPoints, outdir: 'dist', write: false, metafile: true, logLevel: 'warning' });
	return Object.values(metafile.outputs).map(({ entryPoint, exports }) => ({ path: entryPoint, names: exports }));
}

/** Of all the ways, that of `name` in this file. */
const nameIn = (path, name) => `${path.replace(/[^a-z0-9]/gi, '_')}_${name}`;

/**
 * The command, the library and all that they import, in parts: one of what every start needs, one for each command, and so on. What two of them need is there
 * once, and each start opens few files.
 */
async function joinParts(ways) {
	const rows = ways.map(({ path, names }) => `export { ${names.map((name) => `${name} as ${nameIn(path, name)}`)} } from '../${path}';`);
	writeFileSync('dist/ways.js', rows.join('\n'));
	// Two of them, so that neither holds anything itself: what nothing else needs is a part, too.
	for (const path of ALL_WAYS) writeFileSync(path, `export * from './ways.js';`);
	const { metafile } = await esbuild.build({
		entryPoints: [`${COMMAND}/main.js`, ...OPEN_ON_NODE.map((way) => `dist/${way}.js`), ...ALL_WAYS],
		// One folder down, as what reads `../data/` stands.
		chunkNames: 'boards/host/parts/[name]-[hash]',
		splitting: true,
		metafile: true,
		...JOINED,
	});
	const { outputs } = metafile;
	const others = COMMANDS.map((name) => Object.keys(outputs).find((path) => outputs[path].entryPoint === `${COMMAND}/${name}.js`));
	await joinGroups({ outputs, starts: [`${COMMAND}/main.js`, ...others], library: [ALL_WAYS[0]], folder: `${COMMAND}/parts`, options: JOINED });
}

/** Where each of all the ways is: the part, and its name there. */
function placesOf(path) {
	const { statements } = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022);
	const imported = new Map();
	const places = new Map();
	const part = ({ moduleSpecifier }) => posix.join(dirname(path), moduleSpecifier.text);
	for (const each of statements.filter(ts.isImportDeclaration))
		for (const { name, propertyName } of each.importClause?.namedBindings.elements ?? [])
			imported.set(name.text, { part: part(each), name: (propertyName ?? name).text });
	for (const { exportClause } of statements.filter(ts.isExportDeclaration))
		for (const { name, propertyName } of exportClause.elements) places.set(name.text, imported.get((propertyName ?? name).text));
	return places;
}

/** Leaves of each way in only in which parts its exports are. */
function thinWays(ways) {
	const places = placesOf(ALL_WAYS[0]);
	for (const { path, names } of ways) {
		const byPart = new Map();
		for (const each of names) {
			const { part, name } = places.get(nameIn(path, each));
			byPart.set(part, [...(byPart.get(part) ?? []), name === each ? name : `${name} as ${each}`]);
		}
		const lines = [...byPart].map(([part, words]) => `export{${words.join(',')}}from"${posix.relative(dirname(path), part)}";`);
		writeFileSync(path, lines.length > 0 ? lines.join('\n') : 'export {};');
	}
	for (const path of ['dist/ways.js', ...ALL_WAYS]) rmSync(path);
}

/** Only declarations that a program can come to stay. */
function thinDeclarations() {
	const open = [...OPEN.flatMap((folder) => filesOf(`dist/${folder}`, '.d.ts')), ...OPEN_ON_NODE.map((way) => `dist/${way}.d.ts`)];
	const texts = thinned(open);
	for (const path of filesOf('dist', '.d.ts')) {
		if (texts.has(path)) writeFileSync(path, texts.get(path));
		else rmSync(path);
	}
}

/** The pages that `keiki` serves: each the frame of one application, and its views, which the frame loads when they are opened. */
async function joinPages() {
	for (const name of readdirSync('boards/host').filter((each) => existsSync(`boards/host/${each}/page/main.tsx`))) {
		const page = `boards/host/${name}/page`;
		const views = (existsSync(`${page}/views`) ? readdirSync(`${page}/views`) : []).filter((each) => each.endsWith('.tsx'));
		const outdir = `${COMMAND}/pages/${name}`;
		const options = {
			...{ entryPoints: [`${page}/main.tsx`, ...views.map((each) => `${page}/views/${each}`)], outdir, outbase: page, bundle: true, minify: true },
			...{ format: 'esm', legalComments: 'none', jsx: 'automatic', jsxImportSource: 'preact' },
			...{ target: 'es2022', charset: 'utf8', logLevel: 'warning', tsconfigRaw: {} },
		};
		const { metafile } = await esbuild.build({ ...options, chunkNames: 'parts/[name]-[hash]', splitting: true, metafile: true });
		// Into the look of each, esbuild puts that of all it may load later: here each has its own alone, for the page loads them with their views.
		const { outputFiles } = await esbuild.build({ ...options, plugins: [WITHOUT_LATER], write: false });
		for (const { path, contents } of outputFiles) if (path.endsWith('.css')) writeFileSync(path, contents);
		copyFileSync(`${page}/icon.svg`, `${outdir}/icon.svg`);
		const isBundled = (name) => Object.keys(metafile.inputs).some((path) => path.startsWith(`node_modules/${name}/`));
		const licences = BUNDLED.filter(isBundled).map((each) => `${each}\n\n${readFileSync(`node_modules/${each}/LICENSE`, 'utf8')}`);
		writeFileSync(`${outdir}/licences.txt`, licences.join('\n\n'));
	}
}

async function build() {
	console.error('keiki: compiling to dist/');
	rmSync('dist', { recursive: true, force: true });
	const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], { stdio: ['ignore', 2, 2] });
	if (status !== 0) process.exit(status ?? 1);
	const ways = await waysOf(OPEN.flatMap((folder) => filesOf(`dist/${folder}`, '.js')));
	await joinParts(ways);
	thinWays(ways);
	await joinPages();
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
