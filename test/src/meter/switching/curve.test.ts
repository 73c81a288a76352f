import { Breaker } from '../../../../src/meter/switching/breaker.js';
import { AMPERE_CONTRACTS, heating, type TripCurve, tripCurve } from '../../../../src/meter/switching/curve.js';
import { equal } from '../../../assert.js';

/** After how many ms a cold breaker trips at `ratio` times its contract. */
const tripTime = (curve: TripCurve, ratio: number): number => 1 / heating(curve, ratio);

/** Contract, and the seconds to the trip at 1.25, 1.5, 2, 3, 5 and 10 times it. */
const table: readonly (readonly [number, readonly number[]])[] = [
	[5, [600, 180, 60, 20, 5, 0.5]],
	[10, [600, 180, 60, 20, 5, 0.5]],
	[15, [600, 180, 60, 20, 5, 0.5]],
	[20, [600, 180, 60, 20, 5, 0.5]],
	[30, [600, 180, 60, 20, 5, 0.5]],
	[40, [1200, 360, 120, 40, 10, 1]],
	[50, [1200, 360, 120, 40, 10, 1]],
	[60, [1800, 540, 180, 60, 15, 1.5]],
];
const ratios = [1.25, 1.5, 2, 3, 5, 10];
/** 電気用品の技術上の基準を定める省令の解釈, table 5: seconds within which a limiter trips at twice its rating. */
const limits = new Map([
	[40, 240],
	[50, 240],
	[60, 360],
]);

function near(actual: number, expected: number): void {
	if (!(Math.abs(actual - expected) <= 1e-6)) throw new Error(`expected ${expected}, got ${actual}`);
}

describe('trip curve', () => {
	it('is there for every ampere contract', () => {
		equal(AMPERE_CONTRACTS.join(), '5,10,15,20,30,40,50,60');
		equal(table.map(([amperes]) => amperes).join(), AMPERE_CONTRACTS.join());
	});

	for (const [amperes, seconds] of table) {
		const curve = tripCurve(amperes);

		it(`of ${amperes} A trips at each point of its table after the time there`, () => {
			for (let i = 0; i < ratios.length; i++) near(tripTime(curve, (ratios[i]! * amperes) / amperes), seconds[i]! * 1000);
		});

		it(`of ${amperes} A lies between its points where the table is read between them, and falls throughout`, () => {
			let before = Number.POSITIVE_INFINITY;
			for (let ratio = 1.11; ratio < 10; ratio += 0.01) {
				const time = tripTime(curve, ratio);
				equal(time < before && time > seconds[5]! * 1000, true, `${ratio}: ${time} after ${before}`);
				before = time;
			}
			// Half way from 1.5 to 2 in the square of the current, half way in 1 / time.
			near(tripTime(curve, Math.sqrt((1.5 ** 2 + 2 ** 2) / 2)), 2000 / (1 / seconds[1]! + 1 / seconds[2]!));
		});

		it(`of ${amperes} A never trips up to 1.1 times, and not faster beyond its last point`, () => {
			equal(tripTime(curve, 0), Number.POSITIVE_INFINITY);
			equal(tripTime(curve, 1.1), Number.POSITIVE_INFINITY);
			equal(tripTime(curve, Number.NaN), Number.POSITIVE_INFINITY);
			equal(Number.isFinite(tripTime(curve, 1.1001)), true);
			near(tripTime(curve, 100), seconds[5]! * 1000);
		});

		it(`of ${amperes} A keeps the standard's limit at twice the contract`, () => {
			equal(curve.limitAtDouble, limits.get(amperes) ?? 120);
			equal(tripTime(curve, 2) <= curve.limitAtDouble * 1000, true);
		});
	}

	it('says that it is assumed', () => {
		for (const amperes of AMPERE_CONTRACTS) equal(tripCurve(amperes).source.startsWith('assumed'), true);
	});
});

describe('breaker', () => {
	it('adds up overloads that follow each other', () => {
		const breaker = new Breaker(tripCurve(30), 0);
		breaker.load(2, 0);
		equal(breaker.tripsAt, 60_000);
		breaker.load(3, 30_000);
		equal(breaker.heat(30_000), 0.5);
		near(breaker.tripsAt, 40_000);
	});

	it('cools down evenly in between, at the pickup as at no current', () => {
		const breaker = new Breaker(tripCurve(30), 0);
		breaker.load(2, 0);
		breaker.load(1.1, 30_000);
		equal(breaker.tripsAt, Number.POSITIVE_INFINITY);
		near(breaker.heat(60_000), 0.25);
		breaker.load(0, 60_000);
		equal(breaker.heat(90_000), 0);
		equal(breaker.heat(1e9), 0);
	});

	it('trips sooner when it is still warm', () => {
		const breaker = new Breaker(tripCurve(30), 0);
		breaker.load(2, 0);
		breaker.load(0, 60_000);
		breaker.load(2, 70_000);
		near(breaker.tripsAt, 75_000);
	});
});
