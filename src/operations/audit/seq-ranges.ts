/** Numbers of entries as ranges, both ends among them: erased details lie close together, and are told so. */

export type SeqRange = readonly [from: number, to: number];

/** @param seqs ascending */
export function rangesOf(seqs: Iterable<number>): SeqRange[] {
	const ranges: [number, number][] = [];
	for (const seq of seqs) {
		const last = ranges.at(-1);
		if (last !== undefined && last[1] + 1 === seq) last[1] = seq;
		else ranges.push([seq, seq]);
	}
	return ranges;
}

/** What of `ranges` is not in `taken`. Both ascending, without overlaps. */
export function without(ranges: readonly SeqRange[], taken: readonly SeqRange[]): SeqRange[] {
	const left: SeqRange[] = [];
	let next = 0;
	for (const [from, to] of ranges) {
		let start = from;
		while (next < taken.length && taken[next]![1] < start) next++;
		for (let i = next; i < taken.length && taken[i]![0] <= to; i++) {
			if (taken[i]![0] > start) left.push([start, taken[i]![0] - 1]);
			start = Math.max(start, taken[i]![1] + 1);
		}
		if (start <= to) left.push([start, to]);
	}
	return left;
}

/** Ranges in a JSON value, ascending; what is none is left out. */
export function rangesIn(value: unknown): SeqRange[] {
	if (!Array.isArray(value)) return [];
	const ranges = value.filter(
		(each): each is SeqRange => Array.isArray(each) && each.length === 2 && each.every(Number.isSafeInteger) && each[0] <= each[1],
	);
	return ranges.sort((a, b) => a[0] - b[0]);
}
