import { seconds } from './numbers.js';

/** Joins that are refused, and meters that are not found; Japanese in the file beside this. */
export const SEEKING_WORDS = Object.freeze({
	toldUser: ({ ms }: { ms: number }) => `the program said something new ${seconds(ms)} after the refusal`,
	toldNobody: ({ ms }: { ms: number }) => `the meter refused the join, and the program said nothing of it in ${seconds(ms)}`,
	scansPaused: ({ ms }: { ms: number }) => `${seconds(ms)} lie between two rounds of scans that found nothing`,
	scansNotPaused: ({ ms, limit }: { ms: number; limit: number }) =>
		`only ${seconds(ms)} lie between two rounds of scans that found nothing; ${seconds(limit)} would do`,
	joinedOwn: ({ found }: { found: number }) => `it joined its own meter, one of ${found} that were found`,
	joinedNeighbour: ({ peer }: { peer: string }) => `it tried to join the meter of a neighbour: ${peer}`,
	joinedMany: ({ meters }: { meters: number }) => `values of ${meters} meters came by one dongle`,
	joinedOne: ({ meters }: { meters: number }) => `values of ${meters} meter came, though many are claimed`,
});
