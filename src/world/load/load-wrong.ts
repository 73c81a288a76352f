/** What may be wrong with a file of a load, each a kind with its fields, and the sentence that these make in English. */
import { type KindWords, kindText, type OfKinds } from '../schema/language.js';
import { InputError } from './input-error.js';

/** `got` is what stands there; limits are those of src/world/load/bounds.ts. */
export interface LoadWrongs {
	header: { readonly got: string };
	fields: { readonly expected: number; readonly got: number };
	rowTime: { readonly got: string };
	rowsInOrder: { readonly got: string };
	number: { readonly got: string };
	/** Range in thousands of W or var: `unit` is kW or kvar. */
	range: { readonly most: number; readonly unit: string; readonly got: string };
	/** V of the mains it was recorded on. */
	recordedVoltage: { readonly got: string };
	twoRows: { readonly got: number };
	stepTime: { readonly got: string };
	oneKindOfTime: object;
	stepsInOrder: object;
	noPower: object;
	/** W. */
	power: { readonly most: number; readonly got: string };
	/** V. */
	voltage: { readonly most: number; readonly got: string };
	lineEnd: { readonly got: string };
	oneStep: object;
}

export type LoadWrong = OfKinds<LoadWrongs>;

export const LOAD_WRONG_WORDS: KindWords<LoadWrongs> = Object.freeze({
	header: ({ got }) => `expected a header with the columns time and active_kw, got "${got}"`,
	fields: ({ expected, got }) => `expected ${expected} fields as in the header, got ${got}`,
	rowTime: ({ got }) => `expected a time like 2006-12-16T17:24, got "${got}"`,
	rowsInOrder: ({ got }) => `expected a time after that of the line before, got "${got}"`,
	number: ({ got }) => `expected a number or nothing, got "${got}"`,
	range: ({ most, unit, got }) => `expected -${most} to ${most} ${unit}, got "${got}"`,
	recordedVoltage: ({ got }) => `expected a voltage above 0 V, not five times the mean of all, got "${got}"`,
	twoRows: ({ got }) => `expected at least two rows of data, got ${got}`,
	stepTime: ({ got }) => `expected a time of day (06:30) or a time since the start (+90s), got "${got}"`,
	oneKindOfTime: () => 'expected times of day or times since the start, not both in one file',
	stepsInOrder: () => 'expected a time after that of the step before',
	noPower: () => 'expected a power in W, or "gap"',
	power: ({ most, got }) => `expected a power from -${most} to ${most} W, or "gap", got "${got}"`,
	voltage: ({ most, got }) => `expected a voltage above 0 V and up to ${most} V, got "${got}"`,
	lineEnd: ({ got }) => `expected the end of the line, got "${got}"`,
	oneStep: () => 'expected at least one step, like "00:00 500"',
});

/** A file of a load is not what it should be. */
export class LoadError extends InputError {
	constructor(
		file: string,
		line: number,
		column: number,
		readonly wrong: LoadWrong,
	) {
		super(file, line, column, kindText<LoadWrongs>(LOAD_WRONG_WORDS, wrong));
	}
}
