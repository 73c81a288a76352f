/** A picture of many cells, as pixels: each cell is a copy of one of a few small pictures, so that ten thousand are drawn within a frame. */

/** A pixel each, as an `ImageData` has them: red, green, blue, opacity. */
export type Pixels = Uint32Array<ArrayBuffer>;

export interface Picture {
	/** Of the whole; `columns` cells beside each other. */
	readonly pixels: Pixels;
	readonly columns: number;
	/** Pixels of one cell, across and down. */
	readonly cell: number;
}

/** Paints the cells whose letter is not what it was; all, where nothing was there before. Returns how many. */
export function paintCells(
	picture: Picture,
	pictures: Readonly<Record<string, Pixels>>,
	letters: readonly string[],
	before: readonly string[],
): number {
	let painted = 0;
	for (let i = 0; i < letters.length; i++) {
		const letter = letters[i]!;
		if (letter === before[i]) continue;
		paintCell(picture, pictures[letter]!, i);
		painted++;
	}
	return painted;
}

function paintCell({ pixels, columns, cell }: Picture, small: Pixels, index: number): void {
	const width = columns * cell;
	let at = Math.floor(index / columns) * cell * width + (index % columns) * cell;
	for (let from = 0; from < small.length; from += cell) {
		for (let x = 0; x < cell; x++) pixels[at + x] = small[from + x]!;
		at += width;
	}
}
