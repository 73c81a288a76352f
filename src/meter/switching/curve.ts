import { frozen } from '../../../modules/bytes/frozen.js';

/**
 * Trip times of an ampere breaker: `points` are pairs of current over contract and the seconds after which a cold breaker trips; up to `PICKUP` times the
 * contract it never does. Between two points the speed of heating (1 / time) is linear in the square of the current, as for a bimetal; from
 * `PICKUP`, where it is 0, likewise. Above the last point the time of that holds.
 */
export interface TripCurve {
	readonly source: string;
	readonly pickup: number;
	readonly points: readonly (readonly [ratio: number, seconds: number])[];
	/** Seconds in which a breaker about to trip cools down completely, evenly, once the current is at or below pickup. */
	readonly coolDown: number;
	/** Seconds within which the technical standard wants a trip at twice the contract. */
	readonly limitAtDouble: number;
}

/** The ampere contracts there are, A. */
export const AMPERE_CONTRACTS: readonly number[] = Object.freeze([5, 10, 15, 20, 30, 40, 50, 60]);

/**
 * The source of one number: the interpretation of the technical standards for electrical appliances (電気用品の技術上の基準を定める省令の解釈), table 5
 * (current limiters), wants an ampere-contract limiter to trip at twice its rating within 2 minutes up to 30 A, 4 at 40 and 50 A, 6 at 60 A. No source
 * tells what meters really do: pickup, the other points and cooling are assumed, and chosen so that half of that limit is used.
 */
const SOURCE = 'assumed; within the limit at twice the rating of 電気用品の技術上の基準を定める省令の解釈, table 5';
const PICKUP = 1.1;
const COOL_DOWN = 120;

const UP_TO30A: TripCurve = frozen({
	...{ source: SOURCE, pickup: PICKUP, coolDown: COOL_DOWN, limitAtDouble: 120 },
	points: [
		[1.25, 600],
		[1.5, 180],
		[2, 60],
		[3, 20],
		[5, 5],
		[10, 0.5],
	],
});
const UP_TO50A: TripCurve = frozen({
	...{ source: SOURCE, pickup: PICKUP, coolDown: COOL_DOWN, limitAtDouble: 240 },
	points: [
		[1.25, 1200],
		[1.5, 360],
		[2, 120],
		[3, 40],
		[5, 10],
		[10, 1],
	],
});
const UP_TO60A: TripCurve = frozen({
	...{ source: SOURCE, pickup: PICKUP, coolDown: COOL_DOWN, limitAtDouble: 360 },
	points: [
		[1.25, 1800],
		[1.5, 540],
		[2, 180],
		[3, 60],
		[5, 15],
		[10, 1.5],
	],
});

/** The curve of a contract of `amperes`. */
export function tripCurve(amperes: number): TripCurve {
	return amperes <= 30 ? UP_TO30A : amperes <= 50 ? UP_TO50A : UP_TO60A;
}

/** How fast a breaker heats up at `ratio` times its contract: the part of the way to the trip done in one ms; 0 up to pickup. */
export function heating(curve: TripCurve, ratio: number): number {
	if (!(ratio > curve.pickup)) return 0;
	let lower = curve.pickup;
	let lowerRate = 0;
	for (const [upper, seconds] of curve.points) {
		const upperRate = 1 / (seconds * 1000);
		if (ratio < upper) return lowerRate + ((upperRate - lowerRate) * (ratio * ratio - lower * lower)) / (upper * upper - lower * lower);
		lower = upper;
		lowerRate = upperRate;
	}
	return lowerRate;
}
