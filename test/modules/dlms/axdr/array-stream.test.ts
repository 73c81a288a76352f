import { ArrayStream, type ArrayStreamOptions } from '../../../../modules/dlms/axdr/array-stream.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';

/** A row of each kind of value that a profile has, and of the others. */
const ROWS = [
	'02 03 09 0C 07EA0B01070C1E0000FDE400 11 00 06 00003039',
	'00',
	'02 00',
	'01 02 02 02 00 03 01 02 02 04 0B FFE0 0A 02 4142',
	'02 0C 0C 02 C3A9 0D 42 0F 80 10 8000 12 8000 14 0000000000000001 15 0000000000000001 16 1E 17 3F800000 18 3FF0000000000000 19 07EA0B01070C1E0000FDE400 1A 07EA0B01FF',
	'1B 0C1E00FF',
];

function arrayOf(rows: readonly string[]): Uint8Array {
	const w = new DataWriter().array(rows.length);
	for (const row of rows) w.put(hex(row));
	return w.copy();
}

/** What a stream hands on of bytes that come in parts of `size`. */
function elements(bytes: Uint8Array, size: number, options: Partial<ArrayStreamOptions> = {}): string[] {
	const found: string[] = [];
	const stream = new ArrayStream({ onElement: (element, index) => (found[index] = toHex(element)), ...options });
	for (let at = 0; at < bytes.length; at += size) {
		// What is handed on is not kept: the part's place is used again.
		const part = bytes.slice(at, at + size);
		stream.push(part);
		part.fill(0xa5);
	}
	stream.end();
	equal(stream.taken, found.length);
	equal(stream.complete, true);
	return found;
}

describe('a stream of an array', () => {
	it('hands on each element, wherever it is cut', () => {
		const bytes = arrayOf(ROWS);
		for (let size = 1; size <= bytes.length; size++) {
			const found = elements(bytes, size);
			equal(found.length, ROWS.length);
			for (const [i, row] of ROWS.entries()) bytesEqual(hex(found[i]!), row.toLowerCase());
		}
	});

	it('tells the count first', () => {
		const heard: string[] = [];
		const stream = new ArrayStream({ onCount: (count) => heard.push(`count ${count}`), onElement: (_element, index) => heard.push(`${index}`) });
		stream.push(hex('01'));
		equal(stream.complete, false);
		stream.push(hex('02 00 00'));
		equal(heard.join(), 'count 2,0,1');
	});

	it('is complete at once where there are none', () => equal(elements(hex('01 00'), 1).length, 0));

	it('takes counts of more than 127', () => {
		const found = elements(arrayOf(Array.from({ length: 300 }, () => '11 05')), 7);
		equal(found.length, 300);
		equal(found[299], '1105');
	});

	it('has not ended before its last element', () => {
		const bytes = arrayOf(ROWS);
		for (let length = 0; length < bytes.length; length++) {
			const stream = new ArrayStream({ onElement() {} });
			stream.push(bytes.subarray(0, length));
			throws(() => stream.end(), /^array: at byte \d+: expected -?\d+ elements, found \d+$/);
		}
	});

	it('refuses what is no array', () => throws(() => elements(hex('02 01 00'), 3), /^array: at byte 0: expected an array$/));
	it('refuses an indefinite count', () => throws(() => elements(hex('01 80 00'), 3), /^array: at byte 1: expected a count/));
	it('refuses an indefinite length', () => throws(() => elements(hex('01 01 09 85 00'), 1), /^array: at byte 3: expected a length/));
	it('refuses a type that there is not', () => {
		for (const tag of ['07', '0e', '1c', 'ff'])
			throws(() => elements(hex(`01 02 00 ${tag} 01 00`), 1), /^array: at byte 3: expected a data type that is supported, found \d+$/);
	});
	it('refuses bytes behind its end', () => throws(() => elements(hex('01 01 00 00'), 4), /^array: at byte 3: expected the end behind 1 elements$/));

	it('refuses an element that is too long, and keeps no more of it', () => {
		throws(() => elements(hex('01 01 09 84 FF FF FF FF 00 00 00 00'), 3, { maxElement: 8 }), /expected a shorter element/);
		equal(elements(hex('01 02 09 02 00 00 09 02 00 00'), 3, { maxElement: 4 }).length, 2);
	});
});
