import { type Pixels, paintCells } from '../../../../../../boards/host/panel/page/many/cells.js';
import { equal } from '../../../../../assert.js';

const PICTURES: Readonly<Record<string, Pixels>> = { a: Uint32Array.of(1, 2, 3, 4), b: Uint32Array.of(5, 6, 7, 8) };

function rowsOf(pixels: Pixels, width: number): string {
	return Array.from({ length: pixels.length / width }, (_, y) => pixels.subarray(y * width, (y + 1) * width).join('')).join(' ');
}

describe('a picture of many cells', () => {
	it('has a copy of the small picture in each', () => {
		const pixels = new Uint32Array(24);
		equal(paintCells({ pixels, columns: 3, cell: 2 }, PICTURES, [...'abaab'], []), 5);
		equal(rowsOf(pixels, 6), '125612 347834 125600 347800');
	});

	it('is painted only where something has changed', () => {
		const pixels = new Uint32Array(24);
		equal(paintCells({ pixels, columns: 3, cell: 2 }, PICTURES, [...'abaab'], [...'abbab']), 1);
		equal(rowsOf(pixels, 6), '000012 000034 000000 000000');
		equal(paintCells({ pixels, columns: 3, cell: 2 }, PICTURES, [...'aa'], [...'aa']), 0);
	});
});
