/** What is said of values that a program showed; Japanese in the file beside this. */
import type { Explanation } from '../../understanding/explain.js';

export interface WrongValue {
	readonly what: string;
	readonly unit: string;
	readonly shown: number;
	/** Null: no data. */
	readonly expected: number | null;
	readonly count: number;
	readonly explanation: string;
	readonly factor: number;
	/** As in the EDT of what it is the wrong reading of. */
	readonly code: string | null;
}

const LOOKS_LIKE: Readonly<Record<Explanation, (value: WrongValue) => string>> = Object.freeze({
	tFromNoData: ({ code, shown }) => `phase T has no data (7FFE), and ${shown === 0 ? '0 stands' : `${code} is read`} in its place`,
	noDataAsNumber: ({ code, shown }) =>
		shown === 0 ? `${code} says that there is no data, which is not 0` : `it is the code for "no data", ${code}, read as a number`,
	overTop: ({ code }) => `it is the code for what is beyond the scale, ${code}, read as a number`,
	unsigned: ({ code }) => `a negative value, ${code}, read without its sign`,
	staleReply: () => 'it is a value of before, or of an answer to another request',
	coefficientForgotten: ({ factor }) => `D3 is forgotten, or reckoned with twice: × ${tidy(factor)}`,
	unitForgotten: ({ factor }) => `the unit (E1) is another one: × ${tidy(factor)}`,
	bytesSwapped: ({ code }) => `the bytes of ${code} the other way round`,
	otherObservable: () => 'it is the value of another property',
	otherTime: () => 'it is the value of another time',
	wholeCounter: () => 'it is the whole counter, not what it went on by',
	unknown: () => 'nothing that was served explains it',
});

export const UNDERSTOOD_WORDS = Object.freeze({
	shownRight: ({ count }: { count: number }) => `${count} values shown, all of them as they were served`,
	shownWrong: (value: WrongValue) => {
		const { what, unit, shown, expected, count } = value;
		const times = count === 1 ? '' : `, the first of ${count} wrong ones`;
		const served = expected === null ? 'no data was served' : `${tidy(expected)} ${unit} was served`;
		return `${what}: ${tidy(shown)} ${unit} shown${times}, where ${served}; ${LOOKS_LIKE[value.explanation as Explanation](value)}`;
	},
	valueDenied: ({ what, times }: { what: string; unit: string; times: number }) =>
		`${what}: it says that there is no value, though one was served ${times} times`,
	valueNotShown: ({ what, times }: { what: string; unit: string; times: number }) => `${what}: served ${times} times, and never shown`,
});

/** Without the noise of binary fractions. */
export function tidy(value: number): string {
	return String(Number(value.toPrecision(12)));
}
