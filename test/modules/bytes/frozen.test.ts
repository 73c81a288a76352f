import { frozen } from '../../../modules/bytes/frozen.js';
import { equal, throws } from '../../assert.js';

describe('frozen', () => {
	it('freezes a table with all rows in it, however deep', () => {
		const table = frozen([{ name: 'a', counts: [1, 2] }]) as unknown as { name: string; counts: number[] }[];
		throws(() => table.push({ name: 'b', counts: [] }), /./);
		throws(() => {
			table[0]!.name = 'b';
		}, /./);
		throws(() => table[0]!.counts.push(3), /./);
	});

	it('leaves typed arrays and functions in it as they are', () => {
		const bytes = Uint8Array.of(1);
		const table = frozen({ bytes, run: () => 7 });
		table.bytes[0] = 2;
		equal(bytes[0], 2);
		equal(table.run(), 7);
	});

	it('gives back plain values', () => {
		equal(frozen(5), 5);
		equal(frozen(null), null);
	});
});
