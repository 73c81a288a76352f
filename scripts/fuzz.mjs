// The long checks. First what is fixed: every fuzz test with all its inputs, of which `npm test` tries a share. Then searches, with other inputs each time, until
// the time is up that both together have; what is fixed is always done whole, and searches have a minute, or all of a shorter time, whatever is left.
//
//   npm run fuzz -- [--minutes N] [--seed S] [WORD]    N minutes in all (5), searches from seed S (by chance); WORD: only files whose path contains it
//   npm run fuzz -- --repeat SEED WORD                 once more what failed under SEED, 0 for what is fixed
//   npm run fuzz -- --hours H [--seed S]               drawn worlds alone, for H virtual hours; fails below what so many hours must come to
//   npm run fuzz -- --world SEED:NUMBER                one of those worlds once more, alone
//   npm run fuzz -- --behaviour                        writes the table of join times and latencies anew (test/fuzz/behaviour.md)
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { close, MOCHA, noCounts, node, TYPESCRIPT } from './processes.mjs';

/** Of a fuzz test's inputs, the share in one round of a search. */
const SHARE = 0.2;
/** Tests besides the fuzz tests whose chance is the seed's. */
const SEARCHES = ['test/src/meter/backplane/energy.node.test.ts', 'test/src/world/simulation/plug-in-energy.node.test.ts'];
/** Searches have so much, if they are asked for at all, ms. */
const LEAST_SEARCH = 60_000;
/** Real time after which a file is taken to run for ever, ms. */
const LIMIT = 1_800_000;
/** Lines of a failed run that are told once more at the end. */
const MOST_LINES = 12;
const FOLDER = 'build/fuzz';
const HIGHEST_SEED = 2 ** 31 - 1;
const MOST_MINUTES = 7 * 24 * 60;
const MOST_HOURS = 10_000_000;
/** Runs drawn worlds, or one of them; keeps the table of behaviour. */
const WORLDS = 'test/fuzz/world.fuzz.node.test.ts';
const BEHAVIOUR = 'test/fuzz/behaviour.node.test.ts';

function refuse(message) {
	console.error(`fuzz: ${message}`);
	process.exit(2);
}

function number(name, text, lowest, highest, whole) {
	const value = Number(text);
	if (!/^[\d.]+$/.test(text) || !(value >= lowest && value <= highest) || (whole && !Number.isInteger(value)))
		refuse(`--${name}: expected a ${whole ? 'whole ' : ''}number from ${lowest} to ${highest}, got ${JSON.stringify(text)}`);
	return value;
}

/** `SEED:NUMBER`, as a failure tells it. */
function world(text) {
	if (!/^\d{1,10}:\d{1,7}$/.test(text)) refuse(`--world: expected SEED:NUMBER as a failure tells it, like 1:12, got ${JSON.stringify(text)}`);
	return text;
}

function readOptions() {
	try {
		const { values, positionals } = parseArgs({
			options: {
				minutes: { type: 'string', default: '5' },
				seed: { type: 'string' },
				repeat: { type: 'string' },
				hours: { type: 'string' },
				world: { type: 'string' },
				behaviour: { type: 'boolean', default: false },
			},
			allowPositionals: true,
		});
		if (positionals.length > 1) refuse(`expected one WORD, got ${positionals.join(' ')}`);
		return {
			minutes: number('minutes', values.minutes, 0, MOST_MINUTES, false),
			seed: values.seed === undefined ? randomInt(1, 2 ** 30) : number('seed', values.seed, 1, HIGHEST_SEED, true),
			repeat: values.repeat === undefined ? undefined : number('repeat', values.repeat, 0, HIGHEST_SEED, true),
			hours: values.hours === undefined ? undefined : number('hours', values.hours, 1, MOST_HOURS, true),
			world: values.world === undefined ? undefined : world(values.world),
			behaviour: values.behaviour,
			word: positionals[0] ?? '',
		};
	} catch (error) {
		return refuse(error.message);
	}
}

/** By test: how often it ran with fixed and with searched inputs, how many inputs these were, how often it failed. */
const kinds = new Map();
const counts = noCounts();
let jobs = 0;

function note(key, { state, inputs, fixed }) {
	const kind = kinds.get(key) ?? { fixed: 0, rounds: 0, fixedInputs: 0, inputs: 0, failed: 0, skipped: 0 };
	kinds.set(key, kind);
	if (state === 'failed') kind.failed++;
	if (state === 'pending') kind.skipped++;
	if (fixed) kind.fixed++;
	else kind.rounds++;
	if (fixed) kind.fixedInputs += inputs;
	else kind.inputs += inputs;
}

function resultsIn(file) {
	try {
		return readFileSync(file, 'utf8').trim().split('\n').map(JSON.parse);
	} catch {
		return [];
	}
}

/** Runs one file with one seed. */
async function run({ file, seed }) {
	const fixed = seed === 0;
	const results = `${FOLDER}/${jobs++}.jsonl`;
	const env = { ...TYPESCRIPT, KEIKI_RESULTS: results, KEIKI_FUZZ_SEED: String(seed), KEIKI_FUZZ_SHARE: String(fixed ? 1 : SHARE) };
	const { passed, output, end } = await node([MOCHA, file], env, LIMIT);
	const tests = resultsIn(results);
	for (const { title, state, inputs } of tests) note(`${file}: ${title}`, { state, inputs, fixed });
	if (passed && tests.length > 0) return;
	if (!tests.some(({ state }) => state === 'failed')) note(`${file}: ended with ${end}`, { state: 'failed', inputs: 0, fixed });
	const again = `npm run fuzz -- --repeat ${seed} ${file}`;
	counts.failures.push(`${again}\n    ${output.trim().split('\n').slice(-MOST_LINES).join('\n    ')}`);
	console.log(`\n${output.trim()}\nOnce more: ${again}\n`);
}

async function runAll(queue) {
	const next = () => queue.next().value;
	const work = async () => {
		for (let job = next(); job !== undefined; job = next()) await run(job);
	};
	await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
}

function* rounds(files, seed, until) {
	for (let round = 0; ; round++)
		for (const file of files) {
			if (performance.now() >= until) return;
			// The seeds after the highest are the lowest.
			yield { file, seed: ((seed - 1 + round) % HIGHEST_SEED) + 1 };
		}
}

function report() {
	const say = (value) => value.toLocaleString('en-US');
	for (const [key, { fixed, rounds, fixedInputs, inputs, failed, skipped }] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const did = [];
		if (fixed > 0) did.push(`fixed: ${say(fixedInputs)} inputs`);
		if (rounds > 0) did.push(`searched: ${say(rounds)} rounds, ${say(inputs)} inputs`);
		if (failed > 0) did.push(`FAILED ${say(failed)} times`);
		console.log(`${key}  (${did.join('; ')})`);
		if (failed > 0) counts.failed++;
		else if (skipped > 0) counts.skipped++;
		else counts.passed++;
	}
}

/** Runs one file with words of its own, and lets it say what it has to say; it has no limit of time. */
function alone(file, env) {
	const { status } = spawnSync(process.execPath, [MOCHA, file], { stdio: 'inherit', env: { ...process.env, ...TYPESCRIPT, ...env } });
	process.exit(status ?? 1);
}

const { minutes, seed, repeat, word, hours, world: one, behaviour } = readOptions();
if (behaviour) alone(BEHAVIOUR, { KEIKI_BEHAVIOUR: 'write' });
if (one !== undefined) alone(WORLDS, { KEIKI_FUZZ_WORLD: one });
if (hours !== undefined) {
	console.log(`fuzz: drawn worlds for ${hours} virtual hours from seed ${seed}: npm run fuzz -- --hours ${hours} --seed ${seed}`);
	alone(WORLDS, { KEIKI_FUZZ_HOURS: String(hours), KEIKI_FUZZ_FROM: String(seed) });
}
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const fuzz = readdirSync('test', { recursive: true })
	.filter((name) => /\.fuzz(\.node)?\.test\.ts$/.test(name))
	.map((name) => `test/${name}`)
	.sort();
const chosen = (files) => files.filter((file) => file.includes(word));
const searched = chosen([...fuzz, ...SEARCHES]);
if (searched.length === 0) refuse(`no file's path contains ${JSON.stringify(word)}; there are ${[...fuzz, ...SEARCHES].join(', ')}`);

if (repeat !== undefined) await runAll(searched.map((file) => ({ file, seed: repeat })).values());
else {
	console.log(
		`fuzz: fixed inputs, then searches from seed ${seed}, ${minutes} minutes in all: npm run fuzz -- --seed ${seed}${word === '' ? '' : ` ${word}`}`,
	);
	const end = performance.now() + minutes * 60_000;
	await runAll(
		chosen(fuzz)
			.map((file) => ({ file, seed: 0 }))
			.values(),
	);
	await runAll(rounds(searched, seed, Math.max(end, performance.now() + Math.min(minutes * 60_000, LEAST_SEARCH))));
}
report();
console.log(`seed ${repeat ?? seed}`);
close(counts);
