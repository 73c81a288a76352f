// Compiles the host board and what it stands on to dist/, and the command of it into few files, of which each start has to open as few as it can.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import * as esbuild from 'esbuild';
import { STAMP } from './built.mjs';
import { dropUnreachable } from './public.mjs';

const COMMAND = 'dist/boards/host';
const SHAPE = Object.freeze({ target: 'es2022', charset: 'utf8', logLevel: 'warning', tsconfigRaw: {} });

function filesOfDist() {
	return readdirSync('dist', { recursive: true }).map((path) => `dist/${path.replaceAll('\\', '/')}`);
}

/** What comments say stands in the declarations and the sources; the package holds both. */
async function dropComments() {
	const entryPoints = filesOfDist().filter((path) => path.endsWith('.js') && !path.startsWith(`${COMMAND}/`));
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
	dropUnreachable(filesOfDist(), COMMAND);
	cpSync('boards/host/data', `${COMMAND}/data`, { recursive: true });
	chmodSync(`${COMMAND}/main.js`, 0o755);
	writeFileSync(STAMP, '');
}

await build();
