/** A stream of the relay by itself: what it keeps on its disk, and no more. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boundsFor } from '../../../../boards/host/relay/relay-store.js';
import { RelayStream, type StreamBounds } from '../../../../boards/host/relay/relay-stream.js';
import { DAY } from '../../../../modules/time/durations.js';
import type { Signed } from '../../../../src/operations/jobs/signed.js';
import { JOBS, MESSAGES, NOON } from '../../../src/operations/jobs/messages-rig.js';

/** As the relay, which proves nothing, takes it. */
const head = (seq: number): Signed<'head'> => ({ kind: 'head', content: { ...MESSAGES.head, seq }, signature: '00'.repeat(64) });
const BOUNDS: StreamBounds = Object.freeze({ messages: 100, bytes: 1 << 20, age: 400 * DAY });
const BATCH = 50;

describe('a stream of the relay', () => {
	let folder = '';
	let path = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		path = join(folder, 'heads.log');
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const opened = () =>
		RelayStream.open({
			...{ path, bounds: BOUNDS, isRolling: true, now: () => NOON },
			nameOf: ({ kind, content }) => (kind === 'head' ? String(content.seq) : undefined),
		});

	it('of which the oldest go lets them go on its disk, too', async () => {
		const stream = await opened();
		let longest = 0;
		for (let from = 0; from < 10_000; from += BATCH) {
			await stream.put(Array.from({ length: BATCH }, (_, i) => head(from + i)));
			longest = Math.max(longest, statSync(path).size);
		}
		await stream.close();
		assert.equal(stream.size, BOUNDS.messages);
		assert.ok(longest < 1.2 * 2 ** 20, `${longest} bytes of ${BOUNDS.messages} messages`);
		const again = await opened();
		assert.equal(again.last, 10_000);
		assert.deepEqual(
			again.behind(9_998, 5).map(({ message }) => message),
			[head(9_998), head(9_999)],
		);
		assert.equal(again.epoch, stream.epoch);
		await again.close();
	});

	it('has bytes for as many jobs as it is to keep', async () => {
		const [job] = JOBS;
		assert.ok(job?.kind === 'credentials');
		const longest: Signed<'job'> = { kind: 'job', content: { ...job, body: { ...job.body, sealed: 'A5'.repeat(108) } }, signature: '00'.repeat(64) };
		const { length } = JSON.stringify(longest);
		for (const count of [1, 100_000, 1_000_000]) {
			const { messages, bytes } = boundsFor(count, DAY);
			assert.equal(messages, count);
			assert.ok(bytes >= count * length, `${count}: ${bytes} bytes`);
		}
	});
});
