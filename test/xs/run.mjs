// Runs all tests on XS that are not for Node alone (*.node.test.ts), each file in fresh RAM of the ESP32's size.
//
//   node test/xs/run.mjs [PATTERN]             the files whose path contains PATTERN, or all
//   node test/xs/run.mjs --measure [PATTERN]   also the memory each file needs: the smallest pools in which it still passes
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildXsHost } from '../../boards/xs-host/build.mjs';
import { bisect, ESP32, EXIT, runProgram, sourceLines } from '../../boards/xs-host/program.mjs';
import { bundleTest } from './bundle.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** How tests end that are made for Node alone. */
const OF_NODE = '.node.test.ts';
/** Stack slots that the runner's own calls take beneath a test in a suite (measured); they come on top of the ESP32's, and do not count. */
const RUNNER_STACK = 80;
/** Real time after which a program is taken to run for ever, ms. */
const LIMIT = 300_000;
const EXCEPTIONS = JSON.parse(readFileSync(new URL('exceptions.json', import.meta.url), 'utf8'));

/** The end of the title under which a suite's own code fails (suite.ts); it is no test. */
const SUITE = ' › (suite)';

const ENDS = {
	SIGKILL: `took longer than ${LIMIT / 1000} s`,
	[EXIT.poolFull]: 'a pool of memory is full',
	[EXIT.stackOverflow]: 'the stack is full',
	[EXIT.outOfKeys]: 'no key is left for a new property name',
	[EXIT.flashWrite]: 'wrote to flash',
	[EXIT.flashState]: 'changed preloaded state',
};

/** What `begin`, `|`, `pass`, `fail` and `skip` lines tell: a list of { title, result, error }; a test that was begun and not ended has no result. */
function parseResults(output) {
	const tests = [];
	for (const line of output.split('\n')) {
		if (line.startsWith('begin ')) tests.push({ title: line.slice(6), result: undefined, error: '' });
		else if (line.startsWith('| ')) tests.at(-1).error += `${line.slice(2)}\n`;
		else if (line === 'pass' || line === 'fail' || line === 'skip') tests.at(-1).result = line;
	}
	return tests;
}

const isTest = ({ title }) => !title.endsWith(SUITE);

/** Runs one bundled file to its end, taking it up again behind each test that ended the program; where an exception says so, such a test gets larger pools. */
async function runFile(host, file, script, pools) {
	const tests = [];
	for (;;) {
		const { code, output, errors, report } = await runProgram(host, script, { pools, input: `${tests.filter(isTest).length}\n`, limit: LIMIT });
		tests.push(...parseResults(output));
		if (code === 0) return { tests, report };
		const reason = `${ENDS[code] ?? `the program ended with ${code}`}\n${errors}`;
		const last = tests.at(-1);
		if (last === undefined || last.result !== undefined) {
			tests.push({ title: '(file)', result: 'fail', error: reason });
			return { tests, report };
		}
		const exception = EXCEPTIONS.largerPools.find((each) => each.file === file && each.test !== undefined && last.title.endsWith(` › ${each.test}`));
		if (exception === undefined) Object.assign(last, { result: 'fail', error: reason });
		else Object.assign(last, await runAlone(host, script, tests.filter(isTest).length - 1, enlarge(pools, exception)), { exception });
	}
}

const placeOf = ({ file, test }) => (test === undefined ? file : `${file} › ${test}`);

function enlarge(pools, exception) {
	return {
		...pools,
		...Object.fromEntries(Object.keys(pools).flatMap((pool) => (exception?.[pool] === undefined ? [] : [[pool, exception[pool]]]))),
	};
}

/** Runs one test of a file by its number. */
async function runAlone(host, script, number, pools) {
	const { code, output, errors } = await runProgram(host, script, { pools, input: `${number}\n1\n`, limit: LIMIT });
	const [test] = parseResults(output);
	return code === 0 && test !== undefined ? test : { result: 'fail', error: `${ENDS[code] ?? `the program ended with ${code}`}\n${errors}` };
}

const passes = async (host, script, pools) => (await runProgram(host, script, { pools, input: '0\n' })).code === 0;

async function smallestPools(host, script, pools) {
	const chunks = await bisect(256, pools.chunks, 64, (size) => passes(host, script, { ...pools, chunks: size }));
	const slots = await bisect(64, pools.slots, 8, (size) => passes(host, script, { ...pools, slots: size }));
	return { chunks, slots };
}

function findTests(pattern) {
	const all = readdirSync(join(ROOT, 'test'), { recursive: true })
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => path.endsWith('.test.ts'))
		.sort();
	const files = all.filter((path) => !path.endsWith(OF_NODE)).map((path) => `test/${path}`);
	return {
		files: files.filter((path) => path.includes(pattern) && !EXCEPTIONS.notRun.some(({ file, test }) => file === path && test === undefined)),
		ofNode: all.filter((path) => path.endsWith(OF_NODE)).map((path) => `test/${path}`),
	};
}

async function runTest({ path: host, bits }, file, measured) {
	const script = join(ROOT, 'build/xs-test', `${file.replaceAll('/', '-').replace(/\.ts$/, '')}.js`);
	// Where slots are twice as large as the ESP32's, arrays of them are too.
	const esp32 = { ...ESP32, chunks: (ESP32.chunks * bits) / 32, stack: ESP32.stack + RUNNER_STACK };
	const exception = EXCEPTIONS.largerPools.find((each) => each.file === file && each.test === undefined);
	const pools = enlarge(esp32, exception);
	try {
		await bundleTest(
			file,
			script,
			EXCEPTIONS.notRun.filter((each) => each.file === file).map(({ test }) => test),
		);
	} catch (error) {
		return { file, tests: [{ title: '(file)', result: 'fail', error: `cannot be bundled: ${error.message}` }] };
	}
	const { tests, report } = await runFile(host, file, script, pools);
	if (tests.length === 0) tests.push({ title: '(file)', result: 'fail', error: 'has no tests' });
	const toSource = await sourceLines(script);
	for (const test of tests) test.error = toSource(test.error).replace(/\n at [^\n]*\(test\/xs\/suite\.ts:.*/s, '\n');
	const passed = tests.every(({ result, exception }) => result !== 'fail' && exception === undefined);
	return { file, tests, report, exception, ...(measured && passed ? { smallest: await smallestPools(host, script, pools) } : {}) };
}

function describeMemory({ report, smallest }) {
	if (smallest === undefined) return '';
	return `  needs ${smallest.chunks} B of chunks, ${smallest.slots} slots, ${report.stack - RUNNER_STACK} slots of stack; keeps ${report.chunks} B, ${report.slots} slots; flash ${report.flash} B`;
}

const started = performance.now();
const measured = process.argv.includes('--measure');
const pattern = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';
const host = await buildXsHost({ log: (line) => console.log(line) });
const { files, ofNode } = findTests(pattern);
const queue = [...files];
const inLargerPools = [];
const counts = { pass: 0, fail: 0, skip: 0 };
const failures = [];

async function work() {
	for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
		const start = performance.now();
		const result = await runTest(host, file, measured);
		const seconds = (performance.now() - start) / 1000;
		const own = { pass: 0, fail: 0, skip: 0 };
		for (const test of result.tests) own[test.result]++;
		for (const { exception } of [result, ...result.tests]) if (exception !== undefined) inLargerPools.push(exception);
		for (const kind of Object.keys(counts)) counts[kind] += own[kind];
		console.log(
			`${own.fail === 0 ? 'ok  ' : 'FAIL'} ${file} (${own.pass}${own.fail > 0 ? `, ${own.fail} failed` : ''}${seconds > 2 ? `, ${seconds.toFixed(1)} s` : ''})${describeMemory(result)}`,
		);
		for (const test of result.tests)
			if (test.result === 'fail') {
				console.log(`\n  ${test.title}\n    ${test.error.trimEnd().replaceAll('\n', '\n    ')}\n`);
				failures.push(`XS: ${file}: ${test.title}\n    ${test.error.split('\n', 3).join('\n    ')}`);
			}
	}
}

await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
for (const { file, test, reason } of EXCEPTIONS.notRun) if (file.includes(pattern)) console.log(`not run: ${placeOf({ file, test })}: ${reason}`);
for (const { file, test, reason } of inLargerPools) console.log(`in larger pools: ${placeOf({ file, test })}: ${reason}`);
if (pattern === '') for (const path of ofNode) console.log(`not run: ${path}: made for Node`);
console.log(
	`XS: ${counts.pass} passed, ${counts.fail} failed, ${counts.skip} skipped (${host.bits} bits, ${((performance.now() - started) / 1000).toFixed(1)} s)`,
);
const { KEIKI_COUNTS } = process.env;
if (KEIKI_COUNTS) writeFileSync(KEIKI_COUNTS, JSON.stringify({ passed: counts.pass, failed: counts.fail, skipped: counts.skip, failures }));
process.exitCode = counts.fail > 0 || counts.pass === 0 ? 1 : 0;
