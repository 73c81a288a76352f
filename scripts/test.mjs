// The whole check: types, style, the tests on Node, the firmware's tests on XS. Ends with one line that counts both engines.
//
//   npm test                   everything
//   npm test -- FILE…          of the tests on Node only these
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { add, close, MOCHA, noCounts, node, readCounts, TYPESCRIPT } from './processes.mjs';

/** Runs of mocha beside each other; each holds what it names and no run above it does. Those of one run come one at a time, for so many seconds, roughly. */
const RUNS = [
	// What has a port or a group that is known by its number.
	{
		name: 'ports',
		heading: 'runs, other programs',
		seconds: 80,
		files: ['test/boards/host/run/**/*.test.ts', 'test/interop/**/*.test.ts'],
	},
	// They use one installed package.
	{ name: 'package', heading: 'package', seconds: 35, files: ['test/boards/host/package.node.test.ts', 'test/src/library/*.test.ts'] },
	{ name: 'model', heading: 'device model', seconds: 90, files: ['test/boards/xs-host/*.test.ts'] },
	{ name: 'browser', heading: 'pages in a browser', seconds: 130, files: ['test/**/*.browser.node.test.ts'] },
	// Of these most wait for answers that do not come, or come late.
	{
		name: 'late',
		heading: 'head-end, late answers',
		seconds: 130,
		files: [
			'test/boards/host/hes/hes-faults.node.test.ts',
			'test/boards/host/hes/hes-push.node.test.ts',
			'test/boards/host/hes/hes-usecase.node.test.ts',
		],
	},
	{ name: 'hes', heading: 'head-end', seconds: 110, files: ['test/boards/host/hes/**/*.test.ts'] },
	{
		name: 'office',
		heading: 'office, relay, hand-held',
		seconds: 140,
		files: ['office', 'relay', 'supervise', 'handheld'].map((room) => `test/boards/host/${room}/**/*.test.ts`),
	},
	{ name: 'fleet', heading: 'fleet, data management', seconds: 80, files: ['fleet', 'mdm'].map((room) => `test/boards/host/${room}/**/*.test.ts`) },
	{ name: 'commands', heading: 'other commands', seconds: 70, files: ['test/boards/host/**/*.test.ts'] },
	{ name: 'exam', heading: 'the exam', seconds: 45, files: ['test/exam/**/*.test.ts', 'test/src/exam/**/*.test.ts'] },
	{ name: 'node', heading: 'all else', seconds: 90, files: ['test/**/*.test.ts'] },
];
/** Things under way at a time: many of them mostly wait. */
const WORKERS = availableParallelism() + 2;

const counts = noCounts();
/** Counts a run that failed as a whole. */
const failed = (reason) => add(counts, { ...noCounts(), failed: 1, failures: [reason] });
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
	if (!result.passed) failed(`${heading}: ended with ${result.end}`);
}

/** Runs tests that leave their counts in a file. */
async function test(heading, name, words, env = {}) {
	const started = performance.now();
	const file = `build/test-${name}.json`;
	rmSync(file, { force: true });
	const result = await node(words, { ...env, KEIKI_COUNTS: file });
	say(heading, result, started);
	const own = readCounts(file);
	add(counts, own ?? noCounts());
	// What ends badly without a failed test has failed all the same.
	if (own === undefined) failed(`${heading}: no counts in ${file}: that run did not finish`);
	else if (!result.passed && own.failed === 0) failed(`${heading}: ended with ${result.end}`);
}

// What a failed test has left open must not keep the run from its end.
const mocha = (heading, name, words) => test(heading, name, [MOCHA, '--exit', '--reporter', 'scripts/test-reporter.cjs', ...words], TYPESCRIPT);

const files = process.argv.slice(2);

const title = (heading) => `Node ${process.version}${heading}`;
const types = () => check('types', ['scripts/types.mjs']);
const style = () => check('style', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']);
// The first of them would build it, and so would another one beside it.
const model = check('XS device model', ['boards/xs-host/build.mjs']);
const xs = async () => {
	await model;
	await test('XS', 'xs', ['test/xs/run.mjs']);
};
const runs = RUNS.map(({ name, heading, seconds, files: own }, i) => ({
	seconds,
	run: async () => {
		if (name === 'model') await model;
		const others = RUNS.slice(0, i).flatMap((run) => run.files.flatMap((file) => ['--ignore', file]));
		await mocha(title(`: ${heading}`), name, [...others, ...own]);
	},
}));
const some = async () => {
	await model;
	await mocha(title(''), 'node', files);
};

// The longest first, so that all end at one time.
const jobs = [
	...(files.length > 0 ? [{ seconds: Number.POSITIVE_INFINITY, run: some }] : runs),
	{ seconds: 60, run: xs },
	{ seconds: 55, run: types },
	{ seconds: 6, run: style },
];
const queue = jobs.sort((a, b) => b.seconds - a.seconds).map(({ run }) => run);

async function work() {
	for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
}

await Promise.all(Array.from({ length: WORKERS }, work));
close(counts);
