import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { equal, throws } from '../../assert.js';

/** What an encoder puts into a writer, behind what stood there before. */
export function encoded(write: (w: DataWriter) => void): Uint8Array {
	const w = new DataWriter(1).put(new Uint8Array([0xa5]));
	write(w);
	equal(w.bytes[0], 0xa5, 'what stood before');
	return w.copy().subarray(1);
}

/** The decoder refuses every truncation of a message with a DecodeError of this format, and one byte more. */
export function refusesOtherLengths(whole: Uint8Array, decode: (bytes: Uint8Array) => unknown, format = 'xDLMS'): void {
	for (let length = 0; length < whole.length; length++) throws(() => decode(whole.subarray(0, length)), new RegExp(`^${format}: at byte`));
	const longer = new Uint8Array(whole.length + 1);
	longer.set(whole);
	throws(() => decode(longer), new RegExp(`^${format}: at byte`));
}
