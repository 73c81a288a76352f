// Runs of Node as the checks need them, two at a time, and the line that closes them.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

export const MOCHA = 'node_modules/mocha/bin/mocha.js';
/** What mocha needs to run tests in TypeScript. */
export const TYPESCRIPT = { TS_NODE_PROJECT: 'tsconfig.test.json', NODE_OPTIONS: '--loader=ts-node/esm --no-warnings' };

/**
 * Runs Node with `words` to its end, or for `limit` ms of real time.
 * @returns `passed`: it ended with 0; `output`: all that it printed; `end`: its exit code or the signal that ended it
 */
export function node(words, env = {}, limit) {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
		const timer = limit === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), limit);
		let output = '';
		const take = (text) => {
			output += text;
		};
		child.stdout.setEncoding('utf8').on('data', take);
		child.stderr.setEncoding('utf8').on('data', take);
		child.on('error', (error) => take(`${error.message}\n`));
		child.on('close', (code, signal) => {
			clearTimeout(timer);
			resolve({ passed: code === 0, output, end: signal ?? code });
		});
	});
}

/** Counts of no tests. */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: 0, failures: [] });

/** The counts that a run left in `file`, with a text for each that failed; undefined where it left none. */
export function readCounts(file) {
	try {
		const { passed, failed, skipped, failures = [] } = JSON.parse(readFileSync(file, 'utf8'));
		return [passed, failed, skipped].every(Number.isSafeInteger) ? { passed, failed, skipped, failures } : undefined;
	} catch {
		return undefined;
	}
}

/** Adds the counts of a run. */
export function add(counts, { passed, failed, skipped, failures }) {
	counts.passed += passed;
	counts.failed += failed;
	counts.skipped += skipped;
	counts.failures.push(...failures);
}

/**
 * Closes a run: what failed, and the one line that counts; or, where KEIKI_TALLY names a file, the counts there, for the line that counts several runs.
 */
export function close(counts) {
	if (process.env.KEIKI_TALLY) writeFileSync(process.env.KEIKI_TALLY, JSON.stringify(counts));
	else {
		for (const each of counts.failures) console.log(`\nfailed: ${each}`);
		console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
	}
	process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}
