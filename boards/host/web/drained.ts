/** Waits until a stream that was full takes more, or is gone. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';

export async function drained(stream: Writable): Promise<void> {
	if (stream.destroyed) return;
	const over = new AbortController();
	try {
		// The one that does not come is no longer waited for: of a long answer there would be thousands.
		await Promise.race(['drain', 'close', 'error'].map((event) => once(stream, event, { signal: over.signal }).catch(() => undefined)));
	} finally {
		over.abort();
	}
}
