// Compiles the host board and what it stands on to dist/, and the command of it into few files, of which each start has to open as few as it can.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const SOURCES = ['modules', 'hal', 'src', 'boards/host', 'tsconfig.json', 'tsconfig.base.json', 'package-lock.json', 'scripts/build.mjs'];
const STAMP = 'dist/.built';
const COMMAND = 'dist/boards/host';
const SHAPE = Object.freeze({ target: 'es2022', charset: 'utf8', logLevel: 'warning', tsconfigRaw: {} });

function newest(path) {
	const stat = statSync(path);
	return stat.isDirectory() ? Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(`${path}/${name}`))) : stat.mtimeMs;
}

export function isBuilt() {
	return existsSync(STAMP) && SOURCES.every((path) => newest(path) <= statSync(STAMP).mtimeMs);
}

/** What comments say stands in the declarations and the sources; the package holds both. */
async function dropComments() {
	const files = readdirSync('dist', { recursive: true }).map((path) => `dist/${path.replaceAll('\\', '/')}`);
	const entryPoints = files.filter((path) => path.endsWith('.js') && !path.startsWith(`${COMMAND}/`));
	await esbuild.build({ entryPoints, outdir: 'dist', outbase: 'dist', allowOverwrite: true, minifyWhitespace: true, minifySyntax: true, ...SHAPE });
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

async function build() {
	console.error('keiki: compiling to dist/');
	rmSync('dist', { recursive: true, force: true });
	const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], { stdio: ['ignore', 2, 2] });
	if (status !== 0) process.exit(status ?? 1);
	await dropComments();
	await joinCommand();
	cpSync('boards/host/data', `${COMMAND}/data`, { recursive: true });
	chmodSync(`${COMMAND}/main.js`, 0o755);
	writeFileSync(STAMP, '');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await build();
