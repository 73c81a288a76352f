// The whole check: types, style, the tests on Node, the firmware's tests on XS. Ends with one line that counts both engines.
//
//   npm test                   everything
//   npm test -- FILE…          of the tests on Node only these
import { mkdirSync, rmSync } from 'node:fs';
import { close, MOCHA, node, readCounts, TYPESCRIPT } from './processes.mjs';

const PROJECTS = ['firmware', 'test-firmware', 'xs', 'xs-host', 'test'];
/** Tests that mostly wait, for programs they start and for real time; one of them at a time has the host's ports and names. */
const WAITING = ['test/boards/host', 'test/hal', 'test/interop'];

const counts = { passed: 0, failed: 0, skipped: 0 };
mkdirSync('build', { recursive: true });

function say(heading, { passed, output, end }, started) {
	const seconds = ((performance.now() - started) / 1000).toFixed(0);
	console.log(`\n— ${heading} (${seconds} s${passed ? '' : `, ended with ${end}`})`);
	if (output.trim() !== '') console.log(output.trimEnd());
}

/** Runs a check that has no counts of its own. */
async function check(heading, words) {
	const started = performance.now();
	const result = await node(words);
	say(heading, result, started);
	if (!result.passed) counts.failed++;
}

/** Runs tests that leave their counts in a file. */
async function test(heading, name, words, env = {}) {
	const started = performance.now();
	const file = `build/test-${name}.json`;
	rmSync(file, { force: true });
	const result = await node(words, { ...env, KEIKI_COUNTS: file });
	say(heading, result, started);
	const own = readCounts(file);
	if (own === undefined) console.log(`No counts in ${file}: that run did not finish.`);
	for (const [kind, count] of Object.entries(own ?? {})) counts[kind] += count;
	// What ends badly without a failed test has failed all the same.
	if (!result.passed && !(own?.failed > 0)) counts.failed++;
}

const mocha = (heading, name, words) => test(heading, name, [MOCHA, '--reporter', 'scripts/test-reporter.cjs', ...words], TYPESCRIPT);

const files = process.argv.slice(2);

async function waiting() {
	if (files.length > 0) await mocha(`Node ${process.version}`, 'node', files);
	else
		await mocha(
			`Node ${process.version}: commands, hosts, other programs`,
			'waiting',
			WAITING.map((folder) => `${folder}/**/*.test.ts`),
		);
}

async function working() {
	for (const project of PROJECTS) await check(`types: ${project}`, ['node_modules/typescript/bin/tsc', '-p', `tsconfig.${project}.json`, '--noEmit']);
	await check('style', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']);
	if (files.length === 0)
		await mocha(`Node ${process.version}: all else`, 'node', [...WAITING.flatMap((folder) => ['--ignore', `${folder}/**`]), 'test/**/*.test.ts']);
	await test('XS', 'xs', ['test/xs/run.mjs']);
}

await Promise.all([waiting(), working()]);
close(counts);
