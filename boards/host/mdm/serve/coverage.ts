/** What is known of a day, by half-hour and group of meters (a concentrator's, where the register says so). */
import { type DayMatrix, HALF_HOURS, shardOf } from '../../../../src/mdm/day-matrix.js';
import { boundariesOf, type MeterRegister } from '../../../../src/mdm/meter-register.js';
import { isEstimate } from '../../../../src/mdm/quality.js';
import type { ReadingStore } from '../../../../src/mdm/reading-store.js';
import { isKnown } from '../known.js';

export class GroupCoverage {
	/** Empty: of meters that the register does not have. */
	readonly name: string;
	meters = 0;
	/** Meters that stand, and those that are known, by half-hour. */
	readonly expected = new Uint32Array(HALF_HOURS);
	readonly known = new Uint32Array(HALF_HOURS);
	readonly estimated = new Uint32Array(HALF_HOURS);

	constructor(name: string) {
		this.name = name;
	}

	expect(first: number, last: number): void {
		this.meters++;
		for (let k = first; k < last; k++) this.expected[k]!++;
	}

	add(matrix: DayMatrix, row: number, first: number, last: number): void {
		for (let k = first; k < last; k++) {
			if (isKnown(matrix, row, k)) this.known[k]!++;
			if (isEstimate(matrix.quality[row * HALF_HOURS + k]!)) this.estimated[k]!++;
		}
	}

	join(other: GroupCoverage): void {
		this.meters += other.meters;
		for (let k = 0; k < HALF_HOURS; k++) {
			this.expected[k]! += other.expected[k]!;
			this.known[k]! += other.known[k]!;
			this.estimated[k]! += other.estimated[k]!;
		}
	}

	/** Half-hours of meters that are not known. @param over half-hours of the day that are over */
	missing(over: number): number {
		return sum(this.expected, over) - sum(this.known, over);
	}

	/** From 0 to 1; undefined: nothing was to be expected. */
	share(over: number): number | undefined {
		const expected = sum(this.expected, over);
		return expected === 0 ? undefined : sum(this.known, over) / expected;
	}
}

export interface DayCoverage {
	readonly all: GroupCoverage;
	/** Those of which most is missing first. */
	readonly groups: readonly GroupCoverage[];
}

/**
 * @param register undefined: there is none, and groups are the shards
 * @param over half-hours of the day that are over
 */
export async function coverageOf(store: ReadingStore, register: MeterRegister | undefined, day: number, over: number): Promise<DayCoverage> {
	const groups = new Map<string, GroupCoverage>();
	const groupOf = (name: string): GroupCoverage => {
		const group = groups.get(name) ?? new GroupCoverage(name);
		groups.set(name, group);
		return group;
	};
	for (const meter of register?.meters ?? []) {
		const [first, last] = boundariesOf(meter, day);
		if (first < last) groupOf(meter.group).expect(first, last);
	}
	for (const { shard } of await store.shards(day)) {
		const matrix = await store.day(day, shard);
		if (matrix === undefined) continue;
		for (const [row, number] of matrix.numbers.entries()) {
			const meter = register?.of(number);
			const [first, last] = meter === undefined ? ([0, HALF_HOURS] as const) : boundariesOf(meter, day);
			const group = groupOf(register === undefined ? String(shardOf(number)) : (meter?.group ?? ''));
			if (meter === undefined) group.expect(first, last);
			group.add(matrix, row, first, last);
		}
	}
	const all = new GroupCoverage('');
	for (const each of groups.values()) all.join(each);
	return { all, groups: [...groups.values()].sort((one, other) => other.missing(over) - one.missing(over) || (one.name < other.name ? -1 : 1)) };
}

function sum(counts: Uint32Array, until: number): number {
	let total = 0;
	for (let k = 0; k < until; k++) total += counts[k]!;
	return total;
}
