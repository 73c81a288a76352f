/** Lets virtual time go on until it is done. Throws where nothing is under way that it could still wait for. */
export async function during<T>(scheduler: { step(): boolean }, work: Promise<T>): Promise<T> {
	let isOver = false;
	const settled = work.finally(() => {
		isOver = true;
	});
	settled.catch(() => {});
	for (;;) {
		// What waits for no time comes first.
		await new Promise((resolve) => setImmediate(resolve));
		if (isOver) return settled;
		if (!scheduler.step()) throw new Error('nothing is under way, and no answer came');
	}
}
