import assert from 'node:assert/strict';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { RegisterError } from '../../../src/head-end/collection/register-table.js';
import { closeDay } from '../../../src/mdm/closing.js';
import { firstSlotOf, HALF_HOURS, type Reading } from '../../../src/mdm/day-matrix.js';
import { HALF_HOUR, MeterRegister, type StandingMeter } from '../../../src/mdm/meter-register.js';
import { type PointDay, pointDayOf } from '../../../src/mdm/points.js';
import type { MeterDay } from '../../../src/mdm/reading-store.js';
import { usualRules } from '../../../src/mdm/rules.js';
import { districtEnergy, hasRoof } from '../../../src/world/load/district.js';
import { DAY, METER, registerOf, registerText, timeAt } from './hand-made.js';
import { MemoryStore } from './memory-store.js';

const SEED = 16;
const EXCHANGES = 1000;

/** What a household draws and feeds in, Wh, by the formula of its load. */
function truthOf(household: number, slot: number): readonly [drawn: number, fed: number] {
	const energy = districtEnergy(SEED, household, slot, hasRoof(SEED, household));
	return energy < 0 ? [0, -energy] : [energy, 0];
}

/** What a meter's registers show at a boundary, from what they showed when it came: counts of Wh, 6 digits. */
class Meter {
	readonly number: number;
	#import: number;
	#export: number;

	constructor(number: number, chance: SeededRandom) {
		this.number = number;
		[this.#import, this.#export] = [chance.below(1_000_000), chance.below(1_000_000)];
	}

	count([drawn, fed]: readonly [number, number]): void {
		this.#import = (this.#import + drawn) % 1_000_000;
		this.#export = (this.#export + fed) % 1_000_000;
	}

	at(slot: number): Reading {
		return { number: this.number, slot, import: this.#import, export: this.#export, status: 0 };
	}
}

describe('a meter exchange', () => {
	it('at any moment counts nothing twice and loses nothing: 1,000 of them against what the households drew and fed in', async () => {
		const chance = new SeededRandom(SEED);
		const store = new MemoryStore();
		const meters: StandingMeter[] = [];
		const [begin, slots] = [firstSlotOf(DAY), 2 * HALF_HOURS];
		for (let household = 1; household <= EXCHANGES; household++) {
			// One in ten at a boundary itself, a day's among them.
			const at = household % 10 === 0 ? HALF_HOUR * chance.below(slots + 1) : chance.below(slots * HALF_HOUR);
			const moment = begin * HALF_HOUR + at;
			const [old, anew] = [new Meter(household, chance), new Meter(EXCHANGES + household, chance)];
			const common = { ...METER, wh: 1, digits: 6, amperes: 0, twoWay: true, supplyPoint: `P${household}` };
			meters.push({ ...common, number: old.number, to: moment }, { ...common, number: anew.number, from: moment });
			const isGone = (boundary: number) => boundary * HALF_HOUR >= at;
			for (let boundary = 0; boundary <= slots; boundary++) {
				const slot = begin + boundary;
				// Both may be read for as long as they like: the old one on a bench, the new one in its box.
				store.readings.push(old.at(slot), anew.at(slot));
				const truth = truthOf(household, slot + 1);
				const share = isGone(boundary) ? 0 : isGone(boundary + 1) ? at / HALF_HOUR - boundary : 1;
				const before = truth.map((each) => Math.floor(each * share)) as [number, number];
				old.count(before);
				anew.count([truth[0] - before[0], truth[1] - before[1]]);
			}
		}
		const register = new MeterRegister(meters);
		for (const day of [DAY, DAY + 1]) await closeDay(store, register, usualRules(), day, 0, DAY + 2);
		let told = 0;
		for (let household = 1; household <= EXCHANGES; household++) {
			for (const point of await pointDays(store, register, `P${household}`, [DAY, DAY + 1])) {
				for (let k = 0; k < HALF_HOURS; k++) {
					const truth = truthOf(household, firstSlotOf(point.day) + k + 1);
					assert.deepEqual([point.imports[k], point.exports[k], point.quality[k]], [...truth, 17], `P${household} ${point.day - DAY} ${k}`);
					told++;
				}
			}
		}
		assert.equal(told, EXCHANGES * slots);
	});

	it('whose last register nobody read is told as unknown, and never guessed from the new one', async () => {
		const [store, register] = [new MemoryStore(), exchanged()];
		readAll(store, ({ number, boundary }) => !(number === 1 && boundary === 21));
		await closeDay(store, register, usualRules(), DAY, 0, DAY + 1);
		const [point] = await pointDays(store, register, 'P', [DAY]);
		assert.deepEqual([point!.imports[19], point!.imports[20], point!.imports[21]], [100, Number.NaN, 100]);
		assert.equal(point!.quality[20], 255);
	});

	it('of which the new meter tells nothing leaves its half-hours unknown', async () => {
		const [store, register] = [new MemoryStore(), exchanged()];
		readAll(store, ({ number }) => number === 1);
		await closeDay(store, register, usualRules(), DAY, 0, DAY + 1);
		const [point] = await pointDays(store, register, 'P', [DAY]);
		assert.equal(point!.imports[19], 100);
		assert.ok(point!.quality.subarray(20).every((each) => each === 255));
		assert.ok(point!.imports.subarray(20).every(Number.isNaN));
	});

	it('of which the day of the old meter is not there leaves the half-hours of that one unknown alone', async () => {
		const [store, register] = [new MemoryStore(), exchanged()];
		readAll(store, () => true);
		await closeDay(store, register, usualRules(), DAY, 0, DAY + 1);
		const all: MeterDay[] = [];
		for await (const each of store.days([2], DAY, DAY)) all.push(each);
		const point = pointDayOf(register.at('P'), DAY, all)!;
		assert.deepEqual([...point.quality.subarray(19, 23)], [255, 255, 17, 17]);
		assert.equal(pointDayOf(register.at('P'), DAY, []), undefined);
	});

	it('with two meters at one time in one place is refused, by the line of the register', () => {
		const line = (number: number, from: string, to: string) => `${number},t,S${number},P,100,6,60,1,,,${from},${to}`;
		const [first, second] = [line(1, '', '2026-11-19T10:20:00+09:00'), line(2, '2026-11-19T10:20:00+09:00', '')];
		assert.equal(MeterRegister.parse(registerText(first, second)).at('P').length, 2);
		assert.throws(
			() => MeterRegister.parse(registerText(first, line(2, '2026-11-19T10:19:00+09:00', ''))),
			(error) =>
				error instanceof RegisterError &&
				error.message === 'line 3: expected meter 1 to go before meter 2 comes to supply point P, got "2026-11-19T01:20:00.000Z"',
		);
		assert.throws(() => MeterRegister.parse(registerText(first, first.replace(',P,', ',Q,'))), /^Error: line 3: expected each number once, got "1"$/);
	});
});

describe('the register of meters', () => {
	it('tells of a line what is wrong', () => {
		for (const [line, told] of [
			['0,t,s,P,100,6,60,1,,,,', 'line 2: expected number from 1 to 4294967294, got "0"'],
			['1,t,s,P,0,6,60,1,,,,', 'line 2: expected wh from 1 to 1000000, got "0"'],
			['1,t,s,P,100,10,60,1,,,,', 'line 2: expected digits from 1 to 9, got "10"'],
			['1,t,s,P,100,6,60,2,,,,', 'line 2: expected two_way from 0 to 1, got "2"'],
			['1,t,s,P,100,6,60,1,,,yesterday,', 'line 2: expected from an ISO time, or nothing, got "yesterday"'],
			['1,t,s', 'line 2: expected 12 fields, got "1,t,s"'],
			[
				'1,t,s,P,100,6,60,1,,,2026-11-20T00:00:00Z,2026-11-19T00:00:00Z',
				'line 2: expected from not behind to, got "2026-11-20T00:00:00Z,2026-11-19T00:00:00Z"',
			],
		] as const) {
			assert.throws(
				() => MeterRegister.parse(registerText(line)),
				(error) => error instanceof RegisterError && error.message === told,
			);
		}
		assert.throws(() => MeterRegister.parse('number,title\n1,t\n'), /^Error: line 1: expected number,title,serial,supply_point/);
	});

	it('takes a quoted field, and what is left out', () => {
		const [meter] = MeterRegister.parse(registerText('7,t,s9,"P,""1""",100,6,,,north,,,')).meters;
		assert.deepEqual({ ...meter }, { ...METER, number: 7, title: 't', serial: 's9', supplyPoint: 'P,"1"', amperes: 0 });
		assert.equal(MeterRegister.parse(registerText('7,t,s9,,100,6,,,,,,')).meters[0]!.supplyPoint, 's9');
		assert.equal(MeterRegister.parse(registerText('7,,,,100,6,,,,,,')).meters[0]!.supplyPoint, '7');
	});

	it('knows who stands on a day, by shard', () => {
		const register = registerOf({ number: 100_001 }, { number: 5, to: timeAt(DAY, 0) }, { number: 3 }, { number: 4, from: timeAt(DAY, 48) });
		assert.deepEqual([...register.numbersOf(DAY, 0)], [3]);
		assert.deepEqual([...register.numbersOf(DAY - 1, 0)], [3, 5]);
		assert.deepEqual([...register.numbersOf(DAY + 1, 0)], [3, 4]);
		assert.deepEqual(register.shardsOf(DAY), [0, 1]);
		assert.equal(register.of(5)?.number, 5);
		assert.equal(register.of(6), undefined);
	});
});

/** Meter 1 goes and meter 2 comes at 10:20. */
const exchanged = () => registerOf({ supplyPoint: 'P', to: timeAt(DAY, 20) + 1_200_000 }, { supplyPoint: 'P', from: timeAt(DAY, 20) + 1_200_000 });

function readAll(store: MemoryStore, isRead: (of: { readonly number: number; readonly boundary: number }) => boolean): void {
	for (let boundary = 0; boundary <= HALF_HOURS; boundary++) {
		for (const number of [1, 2]) {
			if (!isRead({ number, boundary })) continue;
			store.readings.push({ number, slot: firstSlotOf(DAY) + boundary, import: 1000 * number + boundary, export: 0, status: 0 });
		}
	}
}

async function pointDays(store: MemoryStore, register: MeterRegister, supplyPoint: string, days: readonly number[]): Promise<PointDay[]> {
	const meters = register.at(supplyPoint);
	const all: MeterDay[] = [];
	for await (const each of store.days(
		meters.map(({ number }) => number),
		days[0]!,
		days.at(-1)!,
	))
		all.push(each);
	return days.flatMap(
		(day) =>
			pointDayOf(
				meters,
				day,
				all.filter((each) => each.day === day),
			) ?? [],
	);
}
