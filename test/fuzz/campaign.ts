import { SeededRandom } from '../../hal/virtual/random.js';

/** What a run of the fuzz tests is like: test/hooks.mjs sets it on Node, test/xs/bundle.mjs on XS. */
interface Campaign {
	/** Of each test's inputs, the share that is tried here: 1 in a long run, less in a short one and on a slow engine. */
	readonly share: number;
	/** Of a sweep, one place of so many is tried here: 1 on Node, a number that is prime on a slow engine. */
	readonly step: number;
	/** 0 for the inputs that are always the same. */
	readonly seed: number;
	/** Counts an input, and keeps it until the next, for whoever repeats a failure. */
	tried(input: Uint8Array | string): void;
}

declare global {
	var keikiFuzz: Campaign;
}

/** How many of `inputs` random inputs to try here, at least one. */
export function fuzzCount(inputs: number): number {
	return Math.ceil(inputs * keikiFuzz.share);
}

/** How far apart the places of a sweep are that are tried here. Node tries all of them. */
export function sweepStep(): number {
	return keikiFuzz.step;
}

/** `fixed`, or, in a search, a number that goes by the run's seed. */
export function fuzzSeed(fixed: number): number {
	return keikiFuzz.seed === 0 ? fixed : Math.imul(keikiFuzz.seed, 0x01000193) ^ fixed;
}

/** A source of chance that depends on the run's seed; those that differ in `number` or `name` are independent. */
export function fuzzRandom(number: number, name = ''): SeededRandom {
	return new SeededRandom(fuzzSeed(number), name);
}

/** Counts `input` and hands it on. */
export function tried<Input extends Uint8Array | string>(input: Input): Input {
	keikiFuzz.tried(input);
	return input;
}
