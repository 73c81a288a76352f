/** The order in which the meters of a fleet push a half-hour: typed arrays, sorted once. */

/** Numbers that fit beside a time in a double: 2^26. */
const NUMBERS = 0x4000000;

export class PushSchedule {
	/** Of each: ms behind the boundary, times `NUMBERS`, and its number. */
	readonly #order: Float64Array;

	/**
	 * @param spread ms behind the boundary within which all are due, whose clocks are right
	 * @param aheadOf lead of a meter's clock, ms
	 */
	constructor(seed: number, slot: number, spread: number, count: number, aheadOf: (number: number) => number) {
		this.#order = new Float64Array(count);
		for (let number = 1; number <= count; number++) {
			const late = Math.max(0, Math.ceil(-aheadOf(number)));
			this.#order[number - 1] = (Math.floor(spread * drawn(seed, number, slot)) + late) * NUMBERS + number;
		}
		this.#order.sort();
	}

	get count(): number {
		return this.#order.length;
	}

	/** The meter whose turn is the `index`-th, from 0. */
	numberAt(index: number): number {
		return this.#order[index]! % NUMBERS;
	}

	/** When it is due, ms behind the boundary. */
	dueAt(index: number): number {
		return Math.floor(this.#order[index]! / NUMBERS);
	}
}

/** From 0 to below 1, by seed, meter and turn alone. */
export function drawn(seed: number, number: number, turn: number): number {
	let h = Math.imul(seed ^ Math.imul(turn, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(number, 0x27d4eb2f);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return ((h ^ (h >>> 16)) >>> 0) / 0x100000000;
}
