import { cpus } from 'node:os';

export function machine(): string {
	const [first] = cpus();
	return `Node ${process.version}, ${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${process.platform}`;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How the ratios of all benches are reckoned, as their output says it. */
export const RECKONING = 'rates are medians of the rounds; a ratio is that of the two medians beside it';

/** Of two rows of rates: the ratio of their medians, which is what a reader finds who divides what is printed. */
export function ratio(ours: readonly number[], theirs: readonly number[]): number {
	const value = median(ours) / median(theirs);
	if (Number.isFinite(value)) return value;
	throw new Error(`bench: no ratio of ${median(ours)} to ${median(theirs)}`);
}
