/**
 * Property maps, the value of EPC 9D (announced), 9E (settable) and 9F (readable) (ECHONET Lite Appendix, annex 1).
 *
 * | n properties | bytes |                                                                                    |
 * |--------------|-------|------------------------------------------------------------------------------------|
 * | 0 to 15      | 1 + n | n, then each EPC, ascending                                                        |
 * | 16 to 128    | 17    | n, then 16 bytes: byte i is the EPC's low nibble, its bit j the high nibble 8 + j  |
 */
import { Reader } from '../bytes/reader.js';

const LIST_LIMIT = 16;
const FIRST_EPC = 0x80;

/** EPCs from 0x80 to 0xFF in any order, each once. Throws RangeError for others. */
export function encodePropertyMap(epcs: readonly number[]): Uint8Array {
	const sorted = [...epcs].sort((a, b) => a - b);
	for (let i = 0; i < sorted.length; i++) {
		const epc = sorted[i]!;
		if (epc < FIRST_EPC || epc > 0xff) throw new RangeError(`ECHONET Lite: property map: expected EPCs from 0x80 to 0xff, got 0x${epc.toString(16)}`);
		if (epc === sorted[i - 1]) throw new RangeError(`ECHONET Lite: property map: expected EPC 0x${epc.toString(16)} once, got it twice`);
	}
	if (sorted.length < LIST_LIMIT) return Uint8Array.of(sorted.length, ...sorted);
	const map = new Uint8Array(1 + 16);
	map[0] = sorted.length;
	for (const epc of sorted) {
		const at = 1 + (epc & 0x0f);
		map[at] = map[at]! | (1 << ((epc >> 4) - 8));
	}
	return map;
}

/** The EPCs, ascending; a list may name them in any order. Throws DecodeError. */
export function decodePropertyMap(edt: Uint8Array): number[] {
	const r = new Reader('ECHONET Lite property map', edt);
	const count = r.uint(1, 'number of properties');
	const epcs: number[] = [];
	if (count < LIST_LIMIT) {
		for (const epc of r.bytes(count, 'EPCs')) epcs.push(epc);
		epcs.sort((a, b) => a - b);
	} else {
		const bitmap = r.bytes(16, 'bitmap');
		for (let high = 0; high < 8; high++) {
			for (let low = 0; low < 16; low++) if ((bitmap[low]! >> high) & 1) epcs.push(((high + 8) << 4) | low);
		}
		if (epcs.length !== count) throw r.error(`${count} bits set, found ${epcs.length}`, 1);
	}
	r.end();
	return epcs;
}
