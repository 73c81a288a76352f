/** Long work in slices, between which all else has its turn: frames, programs, other pages. */

/** The longest stretch of work, ms, as far as one step is shorter. */
const SLICE = 10;

/**
 * @param steps each short
 * @param now ms, of a clock that only goes forwards
 */
export async function inSlices(steps: Iterable<unknown>, now: () => number = () => performance.now()): Promise<void> {
	let end = now() + SLICE;
	for (const _step of steps) {
		if (now() < end) continue;
		await new Promise((resolve) => setImmediate(resolve));
		end = now() + SLICE;
	}
}
