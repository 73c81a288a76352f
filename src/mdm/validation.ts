/** Looks at all meters of a day by the rules, column by column: sets the quality of each half-hour and the flags of each meter. */
import { INTERVAL_STATUS } from '../meter/metering/readings.js';
import { BOUNDARIES, type DayMatrix, HALF_HOURS, MISSING } from './day-matrix.js';
import { QUALITY } from './quality.js';
import { FLAG, RULES, type RuleName, type Rules } from './rules.js';
import { forward, type Standing } from './standing.js';

/** Half-hours that stand in one word of status bits. */
const A_WORD = 4;
const WORDS = HALF_HOURS / A_WORD;
const everyByte = (bits: number): number => (bits * 0x01010101) >>> 0;
const OF_CLOCK = everyByte(INTERVAL_STATUS.clockSet);
const OF_STATUS = everyByte(INTERVAL_STATUS.powerOut | INTERVAL_STATUS.incomplete | INTERVAL_STATUS.lost);
const NO_POWER = everyByte(INTERVAL_STATUS.powerOut | INTERVAL_STATUS.incomplete);

const bitOf = (name: RuleName): number => 1 << RULES[name].bit;
const BIT = Object.freeze({
	missing: bitOf('missing'),
	duplicate: bitOf('duplicate'),
	order: bitOf('order'),
	sum: bitOf('sum'),
	high: bitOf('high'),
	spike: bitOf('spike'),
	flat: bitOf('flat'),
	clock: bitOf('clock'),
	status: bitOf('status'),
	exchange: bitOf('exchange'),
});

/**
 * Judges what has come, before any gap is filled. What was there of quality and flags is gone.
 * @param before the day before as it is published, for days that are flat one after the other
 */
export function validateDay(matrix: DayMatrix, standing: Standing, rules: Rules, before?: DayMatrix): void {
	new Validation(matrix, standing, rules, before).run();
	for (const { number } of rules.duplicate.on ? matrix.conflicts : []) {
		const row = matrix.rowOf(number);
		if (row >= 0) matrix.flags[row]! |= BIT.duplicate;
	}
}

/** Holds the days that do not begin where the one before ended: after gaps were filled, when both are whole. Returns how many. */
export function checkContinuity({ numbers, imports, exports, flags }: DayMatrix, { sum }: Rules, before: DayMatrix): number {
	let held = 0;
	for (let row = 0; sum.on && row < numbers.length; row++) {
		const other = before.rowOf(numbers[row]!);
		if (other < 0) continue;
		const [begin, end] = [row * BOUNDARIES, other * BOUNDARIES + HALF_HOURS];
		if (!differ(imports[begin]!, before.imports[end]!) && !differ(exports[begin]!, before.exports[end]!)) continue;
		flags[row]! |= BIT.sum | FLAG.held;
		held++;
	}
	return held;
}

const differ = (one: number, other: number): boolean => one !== other && one !== MISSING && other !== MISSING;

class Validation {
	readonly #matrix: DayMatrix;
	readonly #standing: Standing;
	readonly #rules: Rules;
	readonly #before: DayMatrix | undefined;
	/** Of all rules that are on. */
	readonly #mask: number;
	/** Whether all half-hours of the side that was looked at last are alike, and none is missing. */
	#isFlat = false;

	constructor(matrix: DayMatrix, standing: Standing, rules: Rules, before: DayMatrix | undefined) {
		[this.#matrix, this.#standing, this.#rules, this.#before] = [matrix, standing, rules, before];
		this.#mask = Object.entries(BIT).reduce((mask, [name, bit]) => (rules[name as RuleName].on ? mask | bit : mask), 0);
	}

	run(): void {
		const { numbers, imports, exports, status, quality, flags } = this.#matrix;
		const { firsts, lasts, twoWay } = this.#standing;
		const words = wordsOf(status);
		for (let row = 0; row < numbers.length; row++) {
			const [first, last] = [firsts[row]!, lasts[row]!];
			const begin = row * HALF_HOURS;
			if (last - first < HALF_HOURS) {
				quality.fill(QUALITY.none, begin, begin + first);
				quality.fill(QUALITY.none, begin + last, begin + HALF_HOURS);
			}
			quality.fill(QUALITY.validated, begin + first, begin + last);
			let bits = last - first < HALF_HOURS ? BIT.exchange : 0;
			bits |= this.#side(imports, row, first, last);
			let isFlat = this.#isFlat;
			if (twoWay[row] === 1) {
				bits |= this.#side(exports, row, first, last);
				isFlat &&= this.#isFlat;
			}
			let statuses = 0;
			for (let word = row * WORDS, end = word + WORDS; word < end; word++) statuses |= words[word]!;
			if (statuses & OF_CLOCK) bits |= BIT.clock;
			if (statuses & OF_STATUS) bits |= BIT.status;
			if (isFlat && last - first === HALF_HOURS && (statuses & NO_POWER) === 0) bits |= this.#flat(numbers[row]!);
			bits &= this.#mask | FLAG.flatDay;
			flags[row] = bits & (BIT.order | BIT.sum) ? bits | FLAG.held : bits;
		}
	}

	/** One register of a meter. Returns the bits of what failed. */
	#side(registers: Uint32Array, row: number, first: number, last: number): number {
		const modulus = this.#standing.moduli[row]!;
		const limit = this.#rules.high.on ? this.#standing.limits[row]! : Number.POSITIVE_INFINITY;
		const [offset, to] = [row * BOUNDARIES, row * BOUNDARIES + last];
		let [bits, sum, lowest] = [0, 0, Number.POSITIVE_INFINITY];
		let [most, second, third] = [-1, -1, -1];
		let before = registers[offset + first]!;
		this.#isFlat = false;
		if (before === MISSING) return this.#rough(registers, row, first, last);
		const begun = before;
		for (let at = offset + first + 1; at <= to; at++) {
			const after = registers[at]!;
			let counts = after - before;
			// `MISSING` is beyond every register, too.
			if (counts < 0 || after >= modulus || 2 * counts >= modulus) {
				const wrapped = after === MISSING ? undefined : forward(before, after, modulus);
				if (wrapped === undefined) return this.#rough(registers, row, first, last);
				counts = wrapped;
			}
			if (counts > limit) {
				bits |= BIT.high;
				this.#matrix.quality[row * HALF_HOURS + at - offset - 1] = QUALITY.questionable;
			}
			if (counts < lowest) lowest = counts;
			if (counts > third) {
				if (counts > second) {
					third = second;
					second = counts > most ? most : counts;
					if (counts > most) most = counts;
				} else third = counts;
			}
			sum += counts;
			before = after;
		}
		this.#isFlat = lowest === most;
		if (forward(begun, before, modulus) !== sum) bits |= BIT.sum;
		return bits | this.#spike(row, most, third);
	}

	/** The same where something is missing or went back: half-hour by half-hour, and over gaps. */
	#rough(registers: Uint32Array, row: number, first: number, last: number): number {
		const { quality } = this.#matrix;
		const modulus = this.#standing.moduli[row]!;
		const limit = this.#rules.high.on ? this.#standing.limits[row]! : Number.POSITIVE_INFINITY;
		const offset = row * BOUNDARIES;
		let bits = 0;
		let known = -1;
		let [most, second, third] = [-1, -1, -1];
		for (let boundary = first; boundary <= last; boundary++) {
			const after = registers[offset + boundary]!;
			if (after === MISSING) {
				bits |= BIT.missing;
				if (boundary > first) quality[row * HALF_HOURS + boundary - 1] = QUALITY.none;
				if (boundary < last) quality[row * HALF_HOURS + boundary] = QUALITY.none;
				continue;
			}
			const counts = known < 0 ? 0 : forward(registers[offset + known]!, after, modulus);
			if (counts === undefined || after >= modulus) {
				bits |= BIT.order;
				this.#question(row, boundary - 1, first, last);
				this.#question(row, boundary, first, last);
			} else if (known >= 0 && known === boundary - 1) {
				if (counts > limit) {
					bits |= BIT.high;
					this.#question(row, known, first, last);
				}
				[most, second, third] =
					counts > most ? [counts, most, second] : counts > second ? [most, counts, second] : [most, second, Math.max(third, counts)];
			}
			known = boundary;
		}
		return third < 0 ? bits : bits | this.#spike(row, most, third);
	}

	#question(row: number, halfHour: number, first: number, last: number): void {
		const at = row * HALF_HOURS + halfHour;
		if (halfHour >= first && halfHour < last && this.#matrix.quality[at] !== QUALITY.none) this.#matrix.quality[at] = QUALITY.questionable;
	}

	#spike(row: number, most: number, third: number): number {
		if (third < 0 || most <= this.#standing.floors[row]!) return 0;
		return (most - third) * 100 > this.#rules.spike.percent * third ? BIT.spike : 0;
	}

	#flat(number: number): number {
		if (this.#rules.flat.days <= 1) return BIT.flat | FLAG.flatDay;
		const row = this.#before?.rowOf(number) ?? -1;
		const wasFlat = row >= 0 && (this.#before!.flags[row]! & FLAG.flatDay) !== 0;
		return wasFlat ? BIT.flat | FLAG.flatDay : FLAG.flatDay;
	}
}

function wordsOf(status: Uint8Array): Uint32Array {
	const { buffer, byteOffset, length } = status.byteOffset % A_WORD === 0 ? status : status.slice();
	return new Uint32Array(buffer, byteOffset, length / A_WORD);
}
