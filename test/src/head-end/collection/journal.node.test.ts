import assert from 'node:assert/strict';
import {
	BLOCK_HEADER,
	decodeBlock,
	encodeBlock,
	type JournalBlock,
	JournalError,
	MOST_RECORDS,
	NO_COUNT,
	RECORD_SIZE,
	type Reading,
	readingsOf,
	readSegment,
	recordsOf,
	SOURCE,
	sealBlock,
} from '../../../../src/head-end/collection/journal.js';

const READINGS: readonly Reading[] = [
	{ number: 1, slot: 0x01020304, import: 0x11223344, export: 7, counter: 0x55667788, status: 0x81, source: SOURCE.profile, lag: 0x1234 },
	{ number: 0xfffffffe, slot: 994_800, import: 3, export: NO_COUNT, counter: 0, status: 0, source: SOURCE.byHand, lag: 0xffff },
];
const BLOCK: JournalBlock = { worker: 3, sequence: 0x0a0b0c0d, receivedAt: 1_790_000_000_123.5, records: recordsOf(READINGS) };
// The CRC is Python's zlib.crc32 of the 36 bytes before it and of the 48 behind.
const BYTES = Buffer.from(
	[
		'4b4a3031 02000000 03000000 0d0c0b0a 00b8c706 450c7a42 000000000000000000000000 846c1602',
		'01000000 04030201 44332211 07000000 88776655 81 02 3412',
		'feffffff f02d0f00 03000000 ffffffff 00000000 00 04 ffff',
	]
		.join('')
		.replaceAll(' ', ''),
	'hex',
);

function block(sequence: number, count = 1): Uint8Array {
	const readings = Array.from({ length: count }, (_, i) => ({ ...READINGS[0]!, number: sequence * 100 + i }));
	return encodeBlock({ worker: 1, sequence, receivedAt: sequence, records: recordsOf(readings) });
}

function sequencesIn(bytes: Uint8Array): { readonly sequences: number[]; readonly end: number; readonly torn: number } {
	const sequences: number[] = [];
	return { sequences, ...readSegment(bytes, ({ sequence }) => sequences.push(sequence)) };
}

describe('the journal of a collector', () => {
	it('encodes a block', () => assert.equal(Buffer.from(encodeBlock(BLOCK)).toString('hex'), BYTES.toString('hex')));

	it('decodes a block, from any offset', () => {
		for (const room of [0, 1, 40]) {
			const bytes = Buffer.concat([Buffer.alloc(room, 0xa5), BYTES, Buffer.alloc(3, 0xa5)]);
			const decoded = decodeBlock(bytes, room)!;
			assert.deepEqual([decoded.worker, decoded.sequence, decoded.receivedAt], [BLOCK.worker, BLOCK.sequence, BLOCK.receivedAt]);
			assert.deepEqual([...readingsOf(decoded)], READINGS);
		}
	});

	it('takes no block with a bit changed', () => {
		for (let bit = 0; bit < 8 * BYTES.length; bit++) {
			const bytes = Uint8Array.from(BYTES);
			bytes[bit >> 3]! ^= 1 << (bit & 7);
			assert.equal(decodeBlock(bytes), undefined, `bit ${bit}`);
		}
	});

	it('overwrites whatever stood in the room of the header', () => {
		const bytes = encodeBlock(BLOCK);
		bytes.fill(0xa5, 0, BLOCK_HEADER);
		sealBlock(bytes, BLOCK.worker, BLOCK.sequence, BLOCK.receivedAt);
		assert.deepEqual(Buffer.from(bytes), BYTES);
	});

	it('keeps a lag within its 16 bits', () => {
		const lags = [-1, 0, 65_535, 65_536].map((lag) => ({ ...READINGS[0]!, lag }));
		assert.deepEqual(
			[...readingsOf({ records: recordsOf(lags) })].map(({ lag }) => lag),
			[0, 0, 65_535, 65_535],
		);
	});

	it('makes no block that cannot be', () => {
		const records = recordsOf(READINGS);
		for (const wrong of [
			{ records: new Uint8Array(0) },
			{ records: records.subarray(1) },
			{ records: new Uint8Array((MOST_RECORDS + 1) * RECORD_SIZE) },
		])
			assert.throws(() => encodeBlock({ ...BLOCK, ...wrong }), /^RangeError: journal: records: expected 1 to 1048576 of 24 bytes/);
		for (const sequence of [0, -1, 1.5, 0x100000000])
			assert.throws(() => encodeBlock({ ...BLOCK, sequence }), /^RangeError: journal: sequence: expected 1 to 4294967295/);
		for (const worker of [-1, 0x100000000]) assert.throws(() => encodeBlock({ ...BLOCK, worker }), /^RangeError: journal: worker/);
	});

	it('reads a segment that was cut anywhere up to its last whole block', () => {
		const blocks = [block(1, 3), block(2), block(3, 2)];
		const bytes = Buffer.concat(blocks);
		const ends = [0, ...blocks.keys()].map((_, i) => blocks.slice(0, i).reduce((sum, { length }) => sum + length, 0));
		for (let cut = 0; cut <= bytes.length; cut++) {
			const whole = ends.filter((end) => end > 0 && end <= cut).length;
			const { sequences, end, torn } = sequencesIn(bytes.subarray(0, cut));
			assert.deepEqual([sequences.length, end, torn], [whole, ends[whole], cut - ends[whole]!], `cut at ${cut}`);
		}
	});

	it('takes a last block whose bytes never reached the disk for torn', () => {
		const [first, last] = [block(1), block(2, 2)];
		for (let kept = 0; kept < last.length; kept++) {
			const bytes = Buffer.concat([first, last.subarray(0, kept), Buffer.alloc(last.length - kept)]);
			// What is 0 in the block itself has reached it.
			if (bytes.equals(Buffer.concat([first, last]))) continue;
			assert.deepEqual(sequencesIn(bytes), { sequences: [1], end: first.length, torn: last.length });
		}
	});

	it('tells where a block is damaged that others follow', () => {
		const blocks = [block(1), block(2, 2), block(3)];
		const bytes = Buffer.concat(blocks);
		const [first, second] = blocks.map(({ length }) => length);
		for (let at = first!; at < first! + second!; at++) {
			const damaged = Uint8Array.from(bytes);
			damaged[at]! ^= 0x40;
			assert.throws(
				() => sequencesIn(damaged),
				(error) =>
					error instanceof JournalError && error.offset === first && error.message.startsWith(`journal: offset ${first}: expected a whole block`),
			);
		}
	});

	it('goes on where it is told to', () => {
		const [first, second] = [block(1), block(2)];
		const seen: number[] = [];
		const end = readSegment(Buffer.concat([first, second]), ({ sequence }, offset) => seen.push(sequence, offset), first.length);
		assert.deepEqual([seen, end], [[2, first.length], { end: first.length + second.length, torn: 0 }]);
	});
});
