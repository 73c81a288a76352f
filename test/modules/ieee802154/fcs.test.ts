import { hasGoodFcs, writeFcs } from '../../../modules/ieee802154/fcs.js';
import { bytesEqual, equal, hex } from '../../assert.js';

// An immediate acknowledgement; the 4-byte checks are zlib's crc32 of `02000a` and of `02000a00`.
const ACK_FCS16 = '02000a e21a';
const ACK_FCS32_UNPADDED = '02000a 62e4101c';
const ACK_FCS32_PADDED = '02000a 1dffa271';

function checked(frame: string, length: 2 | 4, padded: boolean): Uint8Array {
	const bytes = hex(frame);
	const psdu = new Uint8Array(bytes.length + length).fill(0xa5);
	psdu.set(bytes);
	writeFcs(psdu, length, padded);
	return psdu;
}

describe('IEEE 802.15.4 FCS', () => {
	it('is 2 bytes of CRC-16, least significant first', () => bytesEqual(checked('02000a', 2, true), ACK_FCS16));

	it('is 4 bytes of CRC-32, least significant first', () => bytesEqual(checked('02000a', 4, false), ACK_FCS32_UNPADDED));

	it('of 4 bytes counts a shorter frame as padded with zeros', () => {
		const padded = checked('02000a', 4, true);
		bytesEqual(padded, ACK_FCS32_PADDED);
		equal(hasGoodFcs(padded, 4, true), true);
		equal(hasGoodFcs(padded, 4, false), false);
	});

	it('refuses any flipped bit', () => {
		for (const length of [2, 4] as const) {
			const psdu = checked('61dc0a8888', length, true);
			equal(hasGoodFcs(psdu, length), true);
			for (let bit = 0; bit < 8 * psdu.length; bit++) {
				psdu[bit >> 3]! ^= 1 << (bit & 7);
				equal(hasGoodFcs(psdu, length), false, `bit ${bit}`);
				psdu[bit >> 3]! ^= 1 << (bit & 7);
			}
		}
	});

	it('refuses what is shorter than itself', () => {
		equal(hasGoodFcs(hex('00'), 2), false);
		equal(hasGoodFcs(hex('000000'), 4), false);
		equal(hasGoodFcs(new Uint8Array(0), 2), false);
	});
});
