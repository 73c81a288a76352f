/** Loaded before the program whose memory is measured (`node --expose-gc --import`): tells, when asked over IPC, what it holds once all that is garbage has gone. */
import process from 'node:process';

/** MB. */
export interface Memory {
	readonly heap: number;
	/** Of buffers, outside of the heap. */
	readonly buffers: number;
	readonly resident: number;
}

const MB = 1 << 20;

process.on('message', () => {
	const { gc } = globalThis;
	if (gc === undefined) throw new Error('bench: expected node --expose-gc');
	// What the first one finalizes is garbage of the second.
	gc();
	gc();
	const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
	process.send!({ heap: heapUsed / MB, buffers: arrayBuffers / MB, resident: rss / MB } satisfies Memory);
});
// The program ends when it would end without this.
process.channel?.unref();
