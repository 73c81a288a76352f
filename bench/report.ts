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
