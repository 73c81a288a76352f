import assert from 'node:assert/strict';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { keysOf } from '../../../../src/world/meter/identity.js';
import { CosemKeys } from '../../../../src/world/watch/cosem-keys.js';
import { FrameLog, type NewFrame } from '../../../../src/world/watch/frame-log.js';
import { FrameReader } from '../../../../src/world/watch/frame-reader.js';
import { summaryOf } from '../../../../src/world/watch/frame-summary.js';
import { sessionOf } from './frame-world.js';

const frame = (length: number): NewFrame => ({ medium: 'serial', kind: 'line', from: 'dongle', to: 'host', bytes: new Uint8Array(length), data: 0 });

describe('a log of frames', () => {
	it('keeps the last so many, and counts all', () => {
		const log = new FrameLog({ elapsed: () => 5, maxFrames: 3 });
		for (let i = 1; i <= 5; i++) log.add(frame(i));
		assert.deepEqual([log.first, log.next, log.counts.serial, log.bytes], [3, 6, 5, 12]);
		assert.equal(log.get(2), undefined);
		assert.equal(log.get(3)?.bytes.length, 3);
		assert.equal(log.get(6), undefined);
	});

	it('keeps no more bytes than it may', () => {
		const log = new FrameLog({ elapsed: () => 0, maxBytes: 100 });
		for (let i = 0; i < 10; i++) log.add(frame(30));
		assert.ok(log.bytes <= 100);
		assert.equal(log.next - log.first, 3);
		log.add(frame(200));
		assert.deepEqual([log.next - log.first, log.get(11)?.bytes.length], [1, 200]);
	});

	it('tells who listens of each, until that ends', () => {
		const log = new FrameLog({ elapsed: () => 0 });
		const ids: number[] = [];
		const end = log.listen(({ id }) => ids.push(id));
		log.add(frame(1));
		end();
		log.add(frame(1));
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
