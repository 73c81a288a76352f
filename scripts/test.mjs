// The whole check: types, style, the tests on Node, the firmware's tests on XS. Ends with one line that counts both engines.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const node = (words, env = {}) =>
	spawnSync(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }).status === 0;
const heading = (text) => console.log(`\n— ${text}`);

const NODE_COUNTS = 'build/test-node.json';
const XS_COUNTS = 'build/test-xs.json';
mkdirSync('build', { recursive: true });
for (const file of [NODE_COUNTS, XS_COUNTS]) rmSync(file, { force: true });

const checks = [];
heading('types');
for (const project of ['firmware', 'test-firmware', 'xs', 'xs-host', 'test'])
	checks.push(node(['node_modules/typescript/bin/tsc', '-p', `tsconfig.${project}.json`, '--noEmit']));
heading('style');
checks.push(node(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']));
heading(`Node ${process.version}`);
checks.push(
	node(
		[
			'node_modules/mocha/bin/mocha.js',
			'--reporter',
			'scripts/test-reporter.cjs',
			...(process.argv.length > 2 ? process.argv.slice(2) : ['test/**/*.test.ts']),
		],
		{
			TS_NODE_PROJECT: 'tsconfig.test.json',
			NODE_OPTIONS: '--loader=ts-node/esm --no-warnings',
			KEIKI_COUNTS: NODE_COUNTS,
		},
	),
);
heading('XS');
checks.push(node(['test/xs/run.mjs'], { KEIKI_COUNTS: XS_COUNTS }));

const totals = { passed: 0, failed: 0, skipped: 0 };
for (const file of [NODE_COUNTS, XS_COUNTS]) {
	try {
		const counts = JSON.parse(readFileSync(file, 'utf8'));
		for (const name of Object.keys(totals)) totals[name] += counts[name];
	} catch {
		console.log(`No counts in ${file}: that run did not finish.`);
		checks.push(false);
	}
}
const failed = checks.filter((passed) => !passed).length;
if (failed > 0 && totals.failed === 0) totals.failed = failed;
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = failed > 0 || totals.failed > 0 ? 1 : 0;
