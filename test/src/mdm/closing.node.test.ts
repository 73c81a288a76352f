import assert from 'node:assert/strict';
import { closeDay, daysToLookAt } from '../../../src/mdm/closing.js';
import { BOUNDARIES, DayMatrix, firstSlotOf, HALF_HOURS, type Reading } from '../../../src/mdm/day-matrix.js';
import type { MeterDay } from '../../../src/mdm/reading-store.js';
import { FLAG, usualRules } from '../../../src/mdm/rules.js';
import { DAY, registerOf, usual } from './hand-made.js';
import { MemoryStore } from './memory-store.js';
import { readingStoreContract } from './reading-store-contract.js';

describe('the store of tests', () => {
	readingStoreContract(() => {
		const store = new MemoryStore();
		return { open: async () => store, end: async () => {} };
	});
});

const [VALIDATED, REFERENCE] = [17, 8];
const RULES = usualRules();
/** Counts of a day. */
const A_DAY = Array.from({ length: HALF_HOURS }, (_, k) => usual(k)).reduce((sum, each) => sum + each);

/** What meter `number` shows at a boundary of a day. */
function reading(number: number, day: number, boundary: number): Reading {
	const before = Array.from({ length: boundary }, (_, k) => usual(k)).reduce((sum, each) => sum + each, 0);
	return { number, slot: firstSlotOf(day) + boundary, import: 1000 * number + (day - DAY + 40) * A_DAY + before, export: 0, status: 0 };
}

function read(store: MemoryStore, day: number, isThere: (boundary: number) => boolean = () => true, numbers: readonly number[] = [1]): void {
	for (const number of numbers)
		for (let boundary = 0; boundary <= HALF_HOURS; boundary++) if (isThere(boundary)) store.readings.push(reading(number, day, boundary));
}

async function all(store: MemoryStore, history = false): Promise<MeterDay[]> {
	const found: MeterDay[] = [];
	for await (const each of store.days([1, 2], DAY - 40, DAY + 5, { history })) found.push(each);
	return found;
}
const close = (store: MemoryStore, day: number, register = registerOf({})) => closeDay(store, register, RULES, day, 0, DAY + 3);

describe('closing a day', () => {
	it('puts version 1 of all meters that stand there, of those that told nothing, too', async () => {
		const [store, register] = [new MemoryStore(), registerOf({}, {})];
		read(store, DAY);
		assert.deepEqual(await close(store, DAY, register), {
			...{ day: DAY, shard: 0, version: 1, meters: 2, changed: 2, halfHours: 96, missing: 48, estimated: 0, held: 0 },
			failed: { missing: 1, duplicate: 0, order: 0, sum: 0, high: 0, spike: 0, flat: 0, clock: 0, status: 0, exchange: 0 },
		});
		assert.deepEqual(
			(await all(store)).map(({ number, version, quality }) => [number, version, quality[5]]),
			[
				[1, 1, VALIDATED],
				[2, 1, 255],
			],
		);
	});

	it('twice changes nothing', async () => {
		const store = new MemoryStore();
		for (let day = DAY - 5; day < DAY; day++) read(store, day);
		read(store, DAY, (boundary) => boundary < 10 || boundary > 30);
		for (let round = 0; round < 3; round++) for (let day = DAY - 5; day <= DAY; day++) await close(store, day);
		assert.deepEqual(
			store.puts,
			[5, 4, 3, 2, 1, 0].map((ago) => `${DAY - ago}/0 v1`),
		);
		assert.equal((await close(store, DAY))!.version, 1);
	});

	it('estimates what is missing, and takes the true value in a version of that meter alone when it comes', async () => {
		const [store, register] = [new MemoryStore(), registerOf({}, {})];
		for (let day = DAY - 5; day < DAY; day++) read(store, day, undefined, [1, 2]);
		read(store, DAY, (boundary) => boundary < 10 || boundary > 30);
		read(store, DAY, undefined, [2]);
		for (let day = DAY - 5; day <= DAY; day++) await close(store, day, register);
		read(store, DAY, (boundary) => boundary >= 10 && boundary <= 20);
		const told = await close(store, DAY, register);
		assert.deepEqual([told!.version, told!.changed, told!.estimated], [2, 1, 11]);
		read(store, DAY, (boundary) => boundary > 20 && boundary <= 30);
		assert.deepEqual((await close(store, DAY, register))!.version, 3);
		const days = (await all(store, true)).filter(({ day }) => day === DAY);
		assert.deepEqual(
			days.map(({ number, version, quality }) => [number, version, quality.filter((each) => each === REFERENCE).length]),
			[
				[1, 1, 22],
				[1, 2, 11],
				[1, 3, 0],
				[2, 1, 0],
			],
		);
		// All versions have the same sum, and the last the truth.
		for (const { imports } of days.slice(0, 3)) assert.equal(imports[48]! - imports[0]!, A_DAY);
		assert.deepEqual(
			[...days[2]!.imports],
			Array.from({ length: BOUNDARIES }, (_, boundary) => reading(1, DAY, boundary).import),
		);
	});

	it('in the middle of a gap is corrected when a register comes behind it, and both days sum to what it shows', async () => {
		const store = new MemoryStore();
		for (let day = DAY - 5; day < DAY; day++) read(store, day);
		read(store, DAY, (boundary) => boundary <= 20);
		for (let day = DAY - 5; day <= DAY; day++) await close(store, day);
		const guessed = (await all(store)).at(-1)!;
		assert.equal(guessed.flags & FLAG.unscaled, FLAG.unscaled);
		assert.equal(guessed.imports[48]! - guessed.imports[0]!, A_DAY);
		// On the day behind it is known again, 100 counts above what it should be.
		for (let boundary = 30; boundary <= HALF_HOURS; boundary++) {
			const right = reading(1, DAY + 1, boundary);
			store.readings.push({ ...right, import: right.import + 100 });
		}
		assert.deepEqual(await daysToLookAt(store, registerOf({}), DAY - 10, DAY + 2), [
			[DAY, 0],
			[DAY + 1, 0],
		]);
		const first = await close(store, DAY);
		const second = await close(store, DAY + 1);
		assert.deepEqual([first!.version, second!.version, first!.held, second!.held], [2, 1, 0, 0]);
		const [today, tomorrow] = (await all(store)).slice(-2) as [MeterDay, MeterDay];
		assert.equal(today.imports[48], tomorrow.imports[0]);
		assert.equal(tomorrow.imports[30]! - today.imports[20]!, reading(1, DAY + 1, 30).import + 100 - reading(1, DAY, 20).import);
		assert.equal(today.flags & FLAG.unscaled, 0);
		// What the gap had more than like days is spread over it.
		assert.ok(today.imports[48]! > guessed.imports[48]!);
		for (const day of [DAY, DAY + 1]) assert.equal((await close(store, day))!.changed, 0);
	});

	it('looks at what is not closed, or lacks something, and at days of which nothing came at all', async () => {
		const [store, register] = [new MemoryStore(), registerOf({})];
		for (const day of [DAY - 5, DAY - 4, DAY - 2, DAY]) read(store, day);
		// The day between is closed from its ends.
		assert.deepEqual(
			(await daysToLookAt(store, register, DAY - 8, DAY)).map(([day]) => day - DAY),
			[-5, -4, -3, -2, -1],
		);
		for (const [day] of await daysToLookAt(store, register, DAY - 5, DAY)) await close(store, day);
		assert.deepEqual(
			(await all(store)).map(({ day, quality }) => [day - DAY, quality.filter((each) => each === REFERENCE).length]),
			[
				[-5, 0],
				[-4, 0],
				[-3, 48],
				[-2, 0],
				[-1, 48],
			],
		);
		assert.deepEqual(
			(await daysToLookAt(store, register, DAY - 5, DAY)).map(([day]) => day - DAY),
			[-3, -1],
		);
	});

	it('takes the register behind a gap from this very day, and from none that is still to come', async () => {
		for (const [today, isScaled] of [
			[DAY + 1, true],
			[DAY, false],
		] as const) {
			const store = new MemoryStore();
			for (let day = DAY - 5; day < DAY; day++) read(store, day);
			read(store, DAY, (boundary) => boundary <= 20);
			for (let day = DAY - 5; day < DAY; day++) await close(store, day);
			store.readings.push(reading(1, DAY + 1, 5));
			await closeDay(store, registerOf({}), RULES, DAY, 0, today);
			assert.equal(((await all(store)).at(-1)!.flags & FLAG.unscaled) === 0, isScaled);
		}
	});

	it('takes the last register of a meter that goes on the day behind, and nothing that it shows later', async () => {
		const goes = (boundary: number) => (firstSlotOf(DAY + 1) + boundary) * 1_800_000;
		for (const [last, isKnown] of [
			[10, true],
			[9, false],
		] as const) {
			const [store, register] = [new MemoryStore(), registerOf({ to: goes(last) })];
			read(store, DAY, (boundary) => boundary <= 20);
			store.readings.push(reading(1, DAY + 1, 10));
			await closeDay(store, register, RULES, DAY, 0, DAY + 3);
			assert.equal((await all(store))[0]!.quality[47] !== 255, isKnown);
		}
	});

	it('asks nobody else for the register of a meter that tells nothing', async () => {
		const [store, register] = [new MemoryStore(), registerOf({}, {})];
		read(store, DAY, (boundary) => boundary <= 20);
		for (const day of [DAY - 1, DAY, DAY + 1]) read(store, day, undefined, [2]);
		await close(store, DAY, register);
		assert.ok((await all(store))[0]!.quality.subarray(20).every((each) => each === 255));
	});

	it('of a shard where nobody stands is nothing', async () => {
		const store = new MemoryStore();
		assert.equal(await closeDay(store, registerOf({ to: 0 }), RULES, DAY, 0, DAY + 1), undefined);
		assert.deepEqual(store.puts, []);
	});

	it('keeps meters out that the register does not have', async () => {
		const store = new MemoryStore();
		read(store, DAY, undefined, [1, 2]);
		assert.equal((await close(store, DAY))!.meters, 1);
		assert.ok((await store.day(DAY, 0)) instanceof DayMatrix);
		assert.deepEqual([...(await store.day(DAY, 0))!.numbers], [1]);
	});
});
