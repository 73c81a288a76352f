/**
 * Closes days and corrects them. A day is always made anew of what has come: what differs from what is published is a new version of those meters, so that true
 * values take the place of estimates, and the old stays. The same day twice changes nothing.
 */
import { BOUNDARIES, DayMatrix, HALF_HOURS, MISSING } from './day-matrix.js';
import { type Around, type Beyond, estimateRows, rowsWithGaps, SIDES, type Side } from './estimation.js';
import type { MeterRegister } from './meter-register.js';
import { isEstimate, QUALITY } from './quality.js';
import type { MeterDay, ReadingStore } from './reading-store.js';
import { FLAG, RULE_NAMES, type RuleName, type Rules, rulesIn } from './rules.js';
import { Standing } from './standing.js';
import { checkContinuity, validateDay } from './validation.js';

/** Days to both sides in which a register is looked for that stands at the end of a gap: as long as meters keep their half-hours. */
const FAR = 45;
/** Meters whose earlier days are held at once. */
const METERS_AT_ONCE = 500;

/** What was found and done about a day of a shard. */
export interface Closing {
	readonly day: number;
	readonly shard: number;
	/** The newest version now. */
	readonly version: number;
	/** Meters, and those of them whose days are new or changed. */
	readonly meters: number;
	readonly changed: number;
	/** Half-hours in which meters stood. */
	readonly halfHours: number;
	readonly missing: number;
	readonly estimated: number;
	/** Meters whose day is held. */
	readonly held: number;
	/** Meters a rule. */
	readonly failed: Readonly<Record<RuleName, number>>;
}

/**
 * Closes a day of a shard, or corrects it.
 * @param today no register is looked for behind it
 * @returns undefined where nobody stands there
 */
export async function closeDay(
	store: ReadingStore,
	register: MeterRegister,
	rules: Rules,
	day: number,
	shard: number,
	today: number,
): Promise<Closing | undefined> {
	const matrix = withAll(await store.day(day, shard, 0), register.numbersOf(day, shard), day, shard);
	if (matrix === undefined) return undefined;
	const state = (await store.shards(day)).find((each) => each.shard === shard);
	const published = state?.closed ? await store.day(day, shard) : undefined;
	const before = (await isClosed(store, day - 1, shard)) ? await store.day(day - 1, shard) : undefined;
	const standing = Standing.of(matrix, register, rules);
	validateDay(matrix, standing, rules, before);
	await estimate(store, matrix, standing, rules, today);
	if (before !== undefined) checkContinuity(matrix, rules, before);
	const rows = published === undefined ? undefined : changedRows(published, matrix);
	const version = published === undefined ? 1 : rows!.length > 0 ? state!.version + 1 : state!.version;
	matrix.versions.fill(version);
	if (rows === undefined) await store.put(day, shard, 1, matrix);
	else if (rows.length > 0) await store.put(day, shard, version, rowsOf(matrix, rows, version));
	return told(matrix, standing, version, rows?.length ?? matrix.numbers.length);
}

/**
 * Days and shards that are not closed, or lack or guess something, from `from` to before `today`, rising. A shard begins with the first day of which more than its
 * last register came; from then on days count of which nothing came, too.
 */
export async function daysToLookAt(
	store: ReadingStore,
	register: MeterRegister,
	from: number,
	today: number,
): Promise<readonly (readonly [number, number])[]> {
	const found: (readonly [number, number])[] = [];
	const begun = new Set<number>();
	for (let day = from; day < today; day++) {
		const states = await store.shards(day);
		for (const { shard, closed, missing, rows } of states) if (closed || missing < rows * (HALF_HOURS - 1)) begun.add(shard);
		for (const shard of register.shardsOf(day)) {
			const state = states.find((each) => each.shard === shard);
			if (begun.has(shard) && (!state?.closed || state.missing > 0 || state.estimated > 0)) found.push([day, shard]);
		}
	}
	return found;
}

async function isClosed(store: ReadingStore, day: number, shard: number): Promise<boolean> {
	return (await store.shards(day)).some((each) => each.shard === shard && each.closed);
}

/** The matrix with a row for each meter that stands there, and for no other. */
export function withAll(matrix: DayMatrix | undefined, numbers: Uint32Array, day: number, shard: number): DayMatrix | undefined {
	if (numbers.length === 0) return undefined;
	const whole = new DayMatrix(day, shard, numbers);
	if (matrix === undefined) return whole;
	for (let row = 0; row < numbers.length; row++) {
		const from = matrix.rowOf(numbers[row]!);
		if (from >= 0) copyRow(matrix, from, whole, row);
	}
	whole.conflicts.push(...matrix.conflicts);
	whole.conflictCount = matrix.conflictCount;
	return whole;
}

function copyRow(from: DayMatrix, row: number, to: DayMatrix, at: number): void {
	for (const name of ['imports', 'exports'] as const) to[name].set(from[name].subarray(row * BOUNDARIES, (row + 1) * BOUNDARIES), at * BOUNDARIES);
	for (const name of ['status', 'quality'] as const) to[name].set(from[name].subarray(row * HALF_HOURS, (row + 1) * HALF_HOURS), at * HALF_HOURS);
	to.flags[at] = from.flags[row]!;
	to.versions[at] = from.versions[row]!;
}

/** Rows of `anew` that `published` does not have so. */
export function changedRows(published: DayMatrix, anew: DayMatrix): number[] {
	const changed: number[] = [];
	for (let row = 0; row < anew.numbers.length; row++) {
		const other = published.rowOf(anew.numbers[row]!);
		const isSame =
			other >= 0 &&
			anew.flags[row] === published.flags[other] &&
			SIDES.every((side) => alike(anew[side], row, published[side], other, BOUNDARIES)) &&
			alike(anew.quality, row, published.quality, other, HALF_HOURS) &&
			alike(anew.status, row, published.status, other, HALF_HOURS);
		if (!isSame) changed.push(row);
	}
	return changed;
}

function alike(one: Uint32Array | Uint8Array, row: number, other: Uint32Array | Uint8Array, at: number, length: number): boolean {
	for (let i = 0; i < length; i++) if (one[row * length + i] !== other[at * length + i]) return false;
	return true;
}

export function rowsOf(matrix: DayMatrix, rows: readonly number[], version: number): DayMatrix {
	const some = new DayMatrix(
		matrix.day,
		matrix.shard,
		Uint32Array.from(rows, (row) => matrix.numbers[row]!),
	);
	for (const [at, row] of rows.entries()) copyRow(matrix, row, some, at);
	some.versions.fill(version);
	return some;
}

async function estimate(store: ReadingStore, matrix: DayMatrix, standing: Standing, rules: Rules, today: number): Promise<void> {
	const rows = rules.missing.on ? rowsWithGaps(matrix, standing) : [];
	if (rows.length === 0) return;
	const before = await beyond(store, matrix, rows, standing, -1, today);
	const after = await beyond(store, matrix, rows, standing, 1, today);
	for (let at = 0; at < rows.length; at += METERS_AT_ONCE) {
		const some = rows.slice(at, at + METERS_AT_ONCE);
		const earlier = await earlierDays(store, matrix, some, rules);
		const around: Around = {
			before: (row, side) => before[side].get(row),
			after: (row, side) => after[side].get(row),
			earlier: (row) => earlier.get(matrix.numbers[row]!) ?? [],
		};
		estimateRows(matrix, standing, rules, around, some);
	}
}

async function earlierDays(store: ReadingStore, matrix: DayMatrix, rows: readonly number[], rules: Rules): Promise<ReadonlyMap<number, MeterDay[]>> {
	const found = new Map<number, MeterDay[]>();
	const numbers = rows.map((row) => matrix.numbers[row]!);
	for await (const each of store.days(numbers, matrix.day - FAR - rules.estimation.reach, matrix.day - 1)) {
		const there = found.get(each.number);
		if (there === undefined) found.set(each.number, [each]);
		else there.push(each);
	}
	return found;
}

type Found = Readonly<Record<Side, Map<number, Beyond>>>;

/** The registers nearest to the day, of rows that lack the one at its end: day by day, until all are found. */
async function beyond(
	store: ReadingStore,
	matrix: DayMatrix,
	rows: readonly number[],
	standing: Standing,
	way: -1 | 1,
	today: number,
): Promise<Found> {
	const found: Found = { imports: new Map(), exports: new Map() };
	const edge = way < 0 ? 0 : HALF_HOURS;
	const reaches = (row: number) => (way < 0 ? standing.firsts[row] === 0 : standing.lasts[row] === HALF_HOURS);
	let wanted = rows.flatMap((row) =>
		SIDES.filter(
			(side) => (side === 'imports' || standing.twoWay[row] === 1) && reaches(row) && matrix[side][row * BOUNDARIES + edge] === MISSING,
		).map((side) => [row, side] as const),
	);
	for (let away = 1; away <= FAR && wanted.length > 0; away++) {
		const day = matrix.day + way * away;
		if (day > today) break;
		const other = await store.day(day, matrix.shard, 0);
		if (other === undefined) continue;
		wanted = wanted.filter(([row, side]) => {
			const at = other.rowOf(matrix.numbers[row]!);
			for (let i = 0; at >= 0 && i < BOUNDARIES; i++) {
				const boundary = way < 0 ? HALF_HOURS - i : i;
				const count = other[side][at * BOUNDARIES + boundary]!;
				const place = way * away * HALF_HOURS + boundary;
				// What a meter shows in its box or on a bench is nothing of the place.
				if (count === MISSING || place < standing.comes[row]! || place > standing.goes[row]!) continue;
				found[side].set(row, { boundary: place, count });
				return false;
			}
			return true;
		});
	}
	return found;
}

function told({ day, shard, numbers, quality, flags }: DayMatrix, { firsts, lasts }: Standing, version: number, changed: number): Closing {
	const failed = Object.fromEntries(RULE_NAMES.map((name) => [name, 0])) as Record<RuleName, number>;
	let [halfHours, missing, estimated, held] = [0, 0, 0, 0];
	for (let row = 0; row < numbers.length; row++) {
		for (let k = firsts[row]!; k < lasts[row]!; k++) {
			const each = quality[row * HALF_HOURS + k]!;
			halfHours++;
			if (each === QUALITY.none) missing++;
			else if (isEstimate(each)) estimated++;
		}
		if (flags[row]! & FLAG.held) held++;
		for (const name of rulesIn(flags[row]!)) failed[name]++;
	}
	return { day, shard, version, meters: numbers.length, changed, halfHours, missing, estimated, held, failed };
}
