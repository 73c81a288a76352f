import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { keysOf } from '../../../../src/world/meter/identity.js';
import { CosemKeys } from '../../../../src/world/watch/cosem-keys.js';
import { FrameLog, type FrameOrigin } from '../../../../src/world/watch/frame-log.js';
import { FrameReader } from '../../../../src/world/watch/frame-reader.js';
import { summaryOf } from '../../../../src/world/watch/frame-summary.js';
import { sessionOf } from './frame-world.js';

const ORIGIN: FrameOrigin = { medium: 'serial', kind: 'line', from: 'dongle', to: 'host' };
const bytes = (length: number, value = 0) => new Uint8Array(length).fill(value);

describe('a log of frames', () => {
	it('keeps the last so many, and counts all', () => {
		const log = new FrameLog({ elapsed: () => 5, maxFrames: 3 });
		for (let i = 1; i <= 5; i++) log.add(ORIGIN, bytes(i));
		assert.deepEqual([log.first, log.next, log.counts.serial, log.bytes], [3, 6, 5, 12]);
		assert.equal(log.get(2), undefined);
		assert.equal(log.get(3)?.bytes.length, 3);
		assert.equal(log.get(6), undefined);
	});

	it('keeps no more bytes than it may', () => {
		const log = new FrameLog({ elapsed: () => 0, maxBytes: 100 });
		for (let i = 0; i < 10; i++) log.add(ORIGIN, bytes(30));
		assert.ok(log.bytes <= 100);
		assert.equal(log.next - log.first, 3);
		log.add(ORIGIN, bytes(200));
		assert.deepEqual([log.next - log.first, log.get(11)?.bytes.length], [1, 200]);
	});

	it('keeps the bytes of each as they were, whatever came before and after', () => {
		const random = new SeededRandom(7, 'frame log');
		for (const [maxFrames, maxBytes] of [
			[50, 1 << 20],
			[5000, 200_000],
			[40, 2_000_000],
		] as const) {
			const log = new FrameLog({ elapsed: () => 0, maxFrames, maxBytes });
			const all: (Uint8Array | undefined)[] = [undefined];
			for (let i = 0; i < 3000; i++) {
				const length = random.below(20) === 0 ? random.below(65_000) : random.below(200);
				const [line, data] = [bytes(length, random.below(256)), bytes(random.below(40), random.below(256))];
				log.add({ ...ORIGIN, from: `${i}` }, line, data, i);
				// The same array is used again.
				const kept = Uint8Array.of(...line.subarray(0, 100), ...data);
				all.push(kept);
				line.fill(0xee);
				if (i % 100 !== 0) continue;
				assert.ok(log.next - log.first <= maxFrames && log.bytes <= maxBytes);
				for (let id = log.first; id < log.next; id++) {
					const frame = log.get(id)!;
					assert.deepEqual([frame.id, frame.from, frame.elapsed], [id, `${id - 1}`, id - 1]);
					assert.deepEqual(
						Uint8Array.of(
							...frame.bytes.subarray(0, Math.min(100, frame.bytes.length - frame.data)),
							...frame.bytes.subarray(frame.bytes.length - frame.data),
						),
						all[id],
					);
				}
			}
			assert.equal(log.idSince(2990), 2991);
			assert.equal(log.idSince(9999), log.next);
		}
	});

	it('finds the first of a time or later, where one on the air began before what was told before it', () => {
		const air: FrameOrigin = { medium: 'air', kind: 'ieee802154', from: 'dongle', to: undefined };
		const added = (maxFrames: number) => {
			let now = 105;
			const log = new FrameLog({ elapsed: () => now, maxFrames });
			log.add(ORIGIN, bytes(1));
			now = 115;
			log.add(air, bytes(1), undefined, 100);
			now = 116;
			log.add(ORIGIN, bytes(1));
			return log;
		};
		const since = (log: FrameLog) => [0, 100, 103, 105, 106, 116, 117].map((time) => log.idSince(time));
		assert.deepEqual(since(added(3)), [1, 1, 1, 1, 3, 3, 4]);
		// The first is not kept any more.
		assert.deepEqual(since(added(2)), [2, 2, 3, 3, 3, 3, 4]);
	});

	it('cuts what is longer than any frame', () => {
		const log = new FrameLog({ elapsed: () => 0 });
		log.add(ORIGIN, bytes(69_999, 1), bytes(10, 2));
		log.add(ORIGIN, bytes(70_010, 3), bytes(10, 4));
		assert.deepEqual(
			[log.get(1)!.bytes.length, log.get(1)!.bytes.at(-1), log.get(2)!.bytes.length, log.get(2)!.bytes.at(-1)],
			[70_000, 2, 70_000, 3],
		);
	});

	it('tells who listens of each, until that ends', () => {
		const log = new FrameLog({ elapsed: () => 0 });
		const ids: number[] = [];
		const end = log.listen(() => ids.push(log.next - 1));
		log.add(ORIGIN, bytes(1));
		end();
		log.add(ORIGIN, bytes(1));
		assert.deepEqual(ids, [1]);
	});

	it('opens old frames with the keys of their time, after others came into force', () => {
		const { log, keys } = sessionOf(1);
		assert.ok(keys.length >= 1);
		for (let i = 0; i < 20; i++) log.onLinkKey({ key: Uint8Array.from({ length: 16 }, () => i), index: 1 });
		const reader = new FrameReader(log, new PortableCipher(), new CosemKeys((number) => keysOf(1, number)));
		const told: string[] = [];
		for (let id = log.first; id < log.next; id++) {
			const each = log.get(id)!;
			const summary = summaryOf(each, reader.read(each), () => undefined);
			if (summary.protocol === 'ECHONET Lite') told.push(summary.info.split(' ')[0]!);
		}
		assert.ok(told.includes('Get_Res'), told.join());
	});
});
