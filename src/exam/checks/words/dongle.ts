import { seconds } from './numbers.js';

/** Dongles, and the line to them, that fail; Japanese in the file beside this. */
export const DONGLE_WORDS = Object.freeze({
	wentOnAfter: ({ fault, ms }: { fault: string; ms: number }) => `values again ${seconds(ms)} after ${fault}`,
	wentOnLateAfter: ({ fault, ms, limit }: { fault: string; ms: number; limit: number }) =>
		`values again only ${seconds(ms)} after ${fault}; ${seconds(limit)} would do`,
	stoppedAfter: ({ fault, ms }: { fault: string; ms: number }) => `no value within ${seconds(ms)} after ${fault}`,
});
