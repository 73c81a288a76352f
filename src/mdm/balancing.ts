/**
 * Balancing groups: what all supply points of a group took and gave in each half-hour. First fast, of what has come, with how much is missing; later settled, of
 * what is published, estimates included, with its version.
 */
import { type DayMatrix, HALF_HOURS } from './day-matrix.js';
import type { MeterRegister } from './meter-register.js';
import { isEstimate, QUALITY } from './quality.js';
import { countsIn, type Standing } from './standing.js';

/** A group's day. */
export class GroupDay {
	/** Wh of each half-hour, of what is known. */
	readonly imports = new Float64Array(HALF_HOURS);
	readonly exports = new Float64Array(HALF_HOURS);
	/** Meters of each half-hour: that stand there, of which it is known, estimated. */
	readonly expected = new Uint32Array(HALF_HOURS);
	readonly received = new Uint32Array(HALF_HOURS);
	readonly estimated = new Uint32Array(HALF_HOURS);
	version = 0;
}

/**
 * Adds a shard to the groups.
 * @param groups by their names; those that are not there yet are added
 * @param groupOf of a meter, by its row of the register
 * @param isSettled estimates count; otherwise what was read alone
 */
export function addToGroups(
	groups: Map<string, GroupDay>,
	{ numbers, imports, exports, quality, versions }: DayMatrix,
	{ moduli, firsts, lasts, twoWay }: Standing,
	register: MeterRegister,
	groupOf: (number: number) => string,
	isSettled: boolean,
): void {
	for (let row = 0; row < numbers.length; row++) {
		const name = groupOf(numbers[row]!);
		const { wh } = register.of(numbers[row]!)!;
		let group = groups.get(name);
		if (group === undefined) {
			group = new GroupDay();
			groups.set(name, group);
		}
		group.version = Math.max(group.version, versions[row]!);
		const modulus = moduli[row]!;
		for (let k = firsts[row]!; k < lasts[row]!; k++) {
			group.expected[k]!++;
			const drawn = countsIn(imports, row, k, modulus);
			const fed = twoWay[row] === 1 ? countsIn(exports, row, k, modulus) : 0;
			const each = quality[row * HALF_HOURS + k]!;
			if (Number.isNaN(drawn) || Number.isNaN(fed) || (isSettled ? each === QUALITY.none : isEstimate(each))) continue;
			if (isEstimate(each)) group.estimated[k]!++;
			else group.received[k]!++;
			group.imports[k]! += wh * drawn;
			group.exports[k]! += wh * fed;
		}
	}
}
