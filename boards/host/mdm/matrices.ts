/** What adapters of databases make of rows: matrices and columns. */
import { BOUNDARIES, DayMatrix, HALF_HOURS, METERS_A_SHARD, MISSING } from '../../../src/mdm/day-matrix.js';
import type { MeterDay, SlotColumn } from '../../../src/mdm/reading-store.js';

const DAY = 86_400_000;
/** Of Japan's time against UTC. */
const OFFSET = 9 * 3_600_000;

/** The first and the last number of a shard. */
export const numbersOf = (shard: number): readonly [number, number] => [shard * METERS_A_SHARD + 1, (shard + 1) * METERS_A_SHARD];

/** In Japan. @param time ms since 1970 */
export const dayOfTime = (time: number): number => Math.floor((time + OFFSET) / DAY);

/** @param rows in the order in which they are to stand */
export function matrixOf(day: number, shard: number, rows: readonly MeterDay[]): DayMatrix {
	const matrix = new DayMatrix(
		day,
		shard,
		Uint32Array.from(rows, ({ number }) => number),
	);
	for (const [i, each] of rows.entries()) {
		matrix.imports.set(each.imports, i * BOUNDARIES);
		matrix.exports.set(each.exports, i * BOUNDARIES);
		matrix.status.set(each.status, i * HALF_HOURS);
		matrix.quality.set(each.quality, i * HALF_HOURS);
		matrix.flags[i] = each.flags;
		matrix.versions[i] = each.version;
	}
	return matrix;
}

/** @param halfHour from 0 */
export function columnOf({ shard, numbers, imports, exports, quality }: DayMatrix, halfHour: number): SlotColumn {
	const differences = (counts: Uint32Array) =>
		Uint32Array.from(numbers, (_, i) => {
			const [before, after] = [counts[BOUNDARIES * i + halfHour]!, counts[BOUNDARIES * i + halfHour + 1]!];
			return before === MISSING || after === MISSING || after < before ? MISSING : after - before;
		});
	return {
		shard,
		numbers,
		imports: differences(imports),
		exports: differences(exports),
		quality: Uint8Array.from(numbers, (_, i) => quality[HALF_HOURS * i + halfHour]!),
	};
}

/** Collects what a query tells of one half-hour of a shard. */
export class ColumnRows {
	readonly #numbers: number[] = [];
	readonly #imports: number[] = [];
	readonly #exports: number[] = [];
	readonly #quality: number[] = [];

	/** @param imported, exported −1 or `MISSING` where unknown */
	add(number: number, imported: number, exported: number, quality: number): void {
		this.#numbers.push(number);
		this.#imports.push(imported);
		this.#exports.push(exported);
		this.#quality.push(quality);
	}

	column(shard: number): SlotColumn {
		return {
			shard,
			numbers: Uint32Array.from(this.#numbers),
			imports: Uint32Array.from(this.#imports),
			exports: Uint32Array.from(this.#exports),
			quality: Uint8Array.from(this.#quality),
		};
	}
}
