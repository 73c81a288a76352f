// What every run of mocha has: no test is judged by the clock, and a fuzz test that fails tells its input.
//
// KEIKI_FUZZ_SHARE   the share of a fuzz test's inputs that is tried, 0.04 if not set
// KEIKI_FUZZ_SEED    0, or not set: the inputs that are always the same; any other whole number: others
// KEIKI_RESULTS      the file that gets each test's result and number of inputs, a JSON object a line
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import { relative } from 'node:path';

register('./package-resolver.mjs', import.meta.url);

const { KEIKI_FUZZ_SHARE = '0.04', KEIKI_FUZZ_SEED = '0', KEIKI_RESULTS } = process.env;
/** ms after which a test is taken to wait for what never comes, on however busy a machine. */
const LONG_ENOUGH = 300_000;
/** Bytes of an input that are kept. */
const LONGEST = 8192;

let inputs = 0;
let words;
let length = 0;
const bytes = new Uint8Array(LONGEST);

globalThis.keikiFuzz = {
	share: Number(KEIKI_FUZZ_SHARE),
	step: 1,
	seed: Number(KEIKI_FUZZ_SEED),
	tried(input) {
		inputs++;
		if (typeof input === 'string') {
			words = input;
			return;
		}
		words = undefined;
		length = Math.min(LONGEST, input.length);
		// The code under test may write into what it is given.
		bytes.set(input.length > LONGEST ? input.subarray(0, LONGEST) : input);
	},
};

function place({ file }) {
	return relative(process.cwd(), file ?? '');
}

export const mochaHooks = {
	beforeEach() {
		this.currentTest.timeout(LONG_ENOUGH);
		inputs = 0;
	},
	afterEach() {
		const { currentTest } = this;
		const result = { file: place(currentTest), title: currentTest.fullTitle(), state: currentTest.state ?? 'pending', inputs };
		if (KEIKI_RESULTS) appendFileSync(KEIKI_RESULTS, `${JSON.stringify(result)}\n`);
		if (inputs === 0 || result.state !== 'failed') return;
		const last = words ?? (Buffer.from(bytes.subarray(0, length)).toString('hex') || 'no bytes');
		console.error(`\n${result.file}: ${result.title}: failed at input ${inputs} of seed ${KEIKI_FUZZ_SEED}, share ${KEIKI_FUZZ_SHARE}: ${last}`);
	},
};
