// Programs for the device model: bundled from TypeScript into one script, run in pools of a given size, their stack traces told in terms of the sources.
import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { basename, dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The pools that the SDK gives the ESP32's main machine: bytes of chunks, slots, slots of stack. */
export const ESP32 = Object.freeze({ chunks: 78_848, slots: 4_928, stack: 512 });

/** Exit codes of the device model (device.h). */
export const EXIT = Object.freeze({ poolFull: 11, stackOverflow: 12, outOfKeys: 16, flashWrite: 20, flashState: 21 });

/**
 * Bundles `entry`, whose global function `main` is to be called in RAM, and everything it imports, which is preloaded.
 * @param {string} entry path of a TypeScript or JavaScript file
 * @param {string} script where to write the bundle; its source map goes beside it
 * @param {{ banner?: string, plugins?: import('esbuild').Plugin[] }} options
 */
export async function bundle(entry, script, { banner = '', plugins = [] } = {}) {
	await mkdir(dirname(script), { recursive: true });
	await build({
		entryPoints: [entry],
		outfile: script,
		absWorkingDir: ROOT,
		bundle: true,
		format: 'iife',
		target: 'es2022',
		charset: 'utf8',
		sourcemap: 'external',
		banner: { js: banner },
		plugins,
		logLevel: 'silent',
	});
}

/**
 * Starts a program; its stdin and stdout carry the lines of `readLine` and `print`.
 * @param {string} host path of the device model, from buildXsHost
 * @param {string} script path of the bundle
 * @param {readonly string[]} options of the device model, beside the pools
 * @param {readonly string[]} under a program that runs the device model, and its options
 */
export function startProgram(host, script, pools = ESP32, options = [], under = []) {
	const sizes = Object.entries(pools).flatMap(([name, size]) => [`--${name}`, String(size)]);
	const [command, ...words] = [...under, host, ...sizes, ...options, '--report', script];
	return spawn(command, words, { stdio: 'pipe' });
}

/**
 * Waits for the end of a program.
 * @returns {Promise<{ code: number | string, errors: string, report?: { slots: number, chunks: number, stack: number, flash: number } }>}
 *   the exit code or signal, what the device model said, and the memory alive at the end (absent if it did not get there)
 */
export async function endOf(child) {
	let errors = '';
	child.stderr.setEncoding('utf8').on('data', (text) => {
		errors += text;
	});
	const code = await new Promise((done, fail) => child.on('error', fail).on('close', (status, signal) => done(status ?? signal)));
	const report = /^report (.*)\n/m.exec(errors);
	return { code, errors: errors.replace(/^report .*\n/m, ''), ...(report === null ? {} : { report: JSON.parse(report[1]) }) };
}

/**
 * Runs a program to its end, or for `limit` ms of real time (it then ends by SIGKILL).
 * @returns as endOf does, with what it printed
 */
export async function runProgram(host, script, { pools = ESP32, input = '', limit, options = [] } = {}) {
	const child = startProgram(host, script, pools, options);
	const timer = limit === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), limit);
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text) => {
		output += text;
	});
	child.stdin.on('error', () => {}).end(input);
	const end = await endOf(child);
	clearTimeout(timer);
	return { ...end, output };
}

/** The smallest whole number from `low` to `high` that `holds`, or one less than `grain` above it; `high` does hold. */
export async function bisect(low, high, grain, holds) {
	let [below, above] = [low, high];
	while (above - below > grain) {
		const middle = Math.floor((below + above) / 2);
		if (await holds(middle)) above = middle;
		else below = middle + 1;
	}
	return above;
}

/** Returns a function that replaces the bundle's lines in a stack trace of XS by those of the sources. */
export async function sourceLines(script) {
	const map = new SourceMap(JSON.parse(await readFile(`${script}.map`, 'utf8')));
	const pattern = new RegExp(`\\(${basename(script).replaceAll('.', '\\.')}:(\\d+):?\\)`, 'g');
	return (text) =>
		text.replace(pattern, (place, line) => {
			const entry = map.findEntry(Number(line) - 1, Number.MAX_SAFE_INTEGER);
			if (entry.generatedLine !== Number(line) - 1) return place;
			return `(${relative(ROOT, resolve(dirname(script), entry.originalSource))}:${entry.originalLine + 1})`;
		});
}
