/** What is said of values beside whether they are right; Japanese in the file beside this. */
import { seconds } from './numbers.js';

export const VALUES_WORDS = Object.freeze({
	codeIsNone: ({ times, code }: { times: number; code: string }) =>
		`${code === 'noData' ? '"no data"' : 'a code for what is beyond the scale'} was served ${times} times, and never shown as a number`,
	partialUsed: ({ answers, values }: { answers: number; values: number }) => `${values} values of ${answers} partial answers (Get_SNA) were shown`,
	partialDropped: ({ answers }: { answers: number }) => `${answers} partial answers (Get_SNA) brought values, and none was shown`,
	saidUnavailable: ({ ms }: { ms: number }) => `it showed that there is no value ${seconds(ms)} after the last one`,
	keptStale: ({ ms, limit }: { ms: number; limit: number }) =>
		`nothing showed for ${seconds(ms)} that the last value is none of the present any more; ${seconds(limit)} are enough`,
	historyByDay: (_: object): string => 'without EC it read the history by E2',
	historyNotRead: (_: object): string => 'without EC it read no history, though it claims to read histories',
	absurdStep: ({ shown, most }: { shown: number; most: number }) =>
		`a register fell, and it booked ${shown} kWh for half an hour; less than 0 or more than ${most} kWh nobody uses`,
	fallTaken: ({ steps }: { steps: number }) =>
		`a register fell; the energy shown is what was served, and ${steps} half-hours were booked, none of them absurd`,
	scaleAskedAgain: ({ ms }: { ms: number }) => `it asked for D3 or E1 ${seconds(ms)} after the meter was another one`,
	scaleNotAsked: (_: object): string => 'it did not ask for D3 or E1 after the meter was another one',
});
