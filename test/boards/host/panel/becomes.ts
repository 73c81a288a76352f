/** Waiting for what somebody else reads. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** Tries, 200 ms apart, after which it is taken never to hold. */
const MOST = 150;

/** Waits until what somebody else reads is so. */
export async function becomes(what: string, read: () => Promise<unknown>, holds: (value: never) => boolean): Promise<void> {
	let last: unknown;
	for (let i = 0; i < MOST; i++) {
		last = await read();
		if (holds(last as never)) return;
		await sleep(200);
	}
	assert.fail(`${what}: at last ${JSON.stringify(last)}`);
}
