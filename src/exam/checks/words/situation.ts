import { seconds } from './numbers.js';

/** What situations have in common: recovery, patience, pace, survival. Japanese in the file beside this. */
export const SITUATION_WORDS = Object.freeze({
	recovered: ({ ms }: { ms: number }) => `values again after ${seconds(ms)}`,
	recoveredLate: ({ ms, limit }: { ms: number; limit: number }) => `values again only after ${seconds(ms)}; ${seconds(limit)} would do`,
	notRecovered: ({ ms }: { ms: number }) => `no value within ${seconds(ms)}`,
	notShownAgain: ({ ms }: { ms: number }) => `values came again, and no power was shown within ${seconds(ms)}`,
	repeatedPatiently: ({ ms, properties }: { ms: number; properties: number }) =>
		`a request of ${counted(properties, 'property', 'properties')} was given up, or repeated, after ${seconds(ms)}`,
	repeatedEarly: ({ ms, limit, properties }: { ms: number; limit: number; properties: number }) =>
		`a request of ${counted(properties, 'property', 'properties')} was given up, or repeated, after ${seconds(ms)}, before the meter's ${seconds(limit)} were over`,
	repeatedAtOnce: ({ ms, properties }: { ms: number; properties: number }) =>
		`a request of ${counted(properties, 'property', 'properties')} was given up, or repeated, after ${seconds(ms)} already`,
	repeatedTooOften: ({ times, limit }: { times: number; limit: number }) =>
		`the same request was repeated ${times} times, and nothing else was tried; ${limit} would do`,
	joinsPaced: ({ joins, ms }: { joins: number; ms: number }) => `${counted(joins, 'join', 'joins')} in ${seconds(ms)} while the meter refused`,
	joinsInRushes: ({ times, joins }: { times: number; joins: number }) => `${joins} joins within a second, ${times} times over`,
	joinsTooMany: ({ joins, limit, ms }: { joins: number; limit: number; ms: number }) =>
		`${joins} joins within ${seconds(ms)} while the meter refused; more than ${limit}`,
	joinsNotSlower: ({ joins, limit, ms }: { joins: number; limit: number; ms: number }) =>
		`${joins} joins within ${seconds(ms)} while the meter refused, more than ${limit}, and the pauses do not grow`,
	joinsNever: ({ ms }: { ms: number }) => `no join in ${seconds(ms)}`,
	repliesNotShown: ({ missing, replies }: { missing: number; replies: number }) => `the powers of ${missing} of ${replies} replies were not shown`,
	livedOn: (_: object): string => 'the program went on',
	died: ({ code, signal }: { code: number | null; signal: string | null }) => `the program ended: ${ending(code, signal)}`,
	diedAndRestarted: ({ code, signal }: { code: number | null; signal: string | null }) =>
		`the program ended, and its supervisor started it again: ${ending(code, signal)}`,
	printedTrace: ({ line }: { line: string }) => `the program went on, and printed a stack trace: ${line}`,
});

function counted(count: number, one: string, many: string): string {
	return `${count} ${count === 1 ? one : many}`;
}

function ending(code: number | null, signal: string | null): string {
	return signal === null ? `exit code ${code}` : signal;
}
