import { SeededRandom } from '../../../hal/virtual/random.js';
import { isSealed, seal } from '../../../modules/journal/seal.js';
import { bytesEqual, equal, hex, toHex } from '../../assert.js';
import { sweepStep } from '../../fuzz/campaign.js';

describe('journal seal', () => {
	// Python: zlib.crc32(b'123456789', 0) is 0xCBF43926; 54 bits of these 13 bytes are 0
	const plain = '313233343536373839';

	it('is the CRC-32 and the number of bits that are 0', () => {
		const bytes = hex(`${plain} a5a5a5a5a5a5`);
		seal(bytes, 0);
		bytesEqual(bytes, `${plain} cbf43926 0036`);
		equal(isSealed(bytes, 0), true);
	});

	it('holds for its place alone', () => {
		const bytes = hex(`${plain} a5a5a5a5a5a5`);
		seal(bytes, 0xfffffffe);
		equal(isSealed(bytes, 0xfffffffe), true);
		for (const other of [0, 1, 0xfffffffd, 0xffffffff]) equal(isSealed(bytes, other), false);
	});

	it('is broken by each flipped bit', () => {
		const bytes = hex(`${plain} a5a5a5a5a5a5`);
		seal(bytes, 5);
		for (let bit = 0; bit < bytes.length * 8; bit++) {
			bytes[bit >> 3]! ^= 1 << (bit & 7);
			equal(isSealed(bytes, 5), false, `bit ${bit}`);
			bytes[bit >> 3]! ^= 1 << (bit & 7);
		}
	});

	it('tells every interrupted write, even one that leaves a right CRC', () => {
		const random = new SeededRandom(4);
		const content = new Uint8Array(4);
		const noise = new Uint8Array(4);
		let rightCrcs = 0;
		for (let i = 0; i < 100_000; i += sweepStep()) {
			random.fill(content);
			random.fill(noise);
			const bytes = Uint8Array.of(...content, 0, 0, 0, 0, 0, 0);
			seal(bytes, 0);
			// A torn write may leave any byte as what was meant with more bits at 1: here, such a content whose CRC is such a CRC as well.
			const left = Uint8Array.of(...content.map((byte, j) => byte | noise[j]!), 0, 0, 0, 0, 0, 0);
			seal(left, 0);
			if (left.some((byte, j) => j < 8 && (bytes[j]! & ~byte) !== 0) || left.every((byte, j) => byte === bytes[j])) continue;
			rightCrcs++;
			const count = (bytes[8]! << 8) | bytes[9]!;
			for (let torn = 0; torn < 0x10000; torn++) {
				left[8] = (count | torn) >> 8;
				left[9] = count | torn;
				if (isSealed(left, 0)) throw new Error(`${toHex(bytes)} torn to ${toHex(left)} is taken for whole`);
			}
		}
		equal(rightCrcs > 3 / sweepStep(), true, `${rightCrcs} right CRCs`);
	});

	it('is not found on an erased, a zeroed or a partly written slot', () => {
		const random = new SeededRandom(1);
		const bytes = new Uint8Array(32);
		const noise = new Uint8Array(32);
		equal(isSealed(new Uint8Array(32).fill(0xff), 0), false);
		equal(isSealed(new Uint8Array(32), 0), false);
		for (let i = 0; i < 20_000; i += sweepStep()) {
			random.fill(bytes);
			random.fill(noise);
			seal(bytes, i);
			const left = Uint8Array.from(bytes, (byte, j) => byte | noise[j]!);
			if (left.some((byte, j) => byte !== bytes[j])) equal(isSealed(left, i), false);
		}
	});
});
