/** Readings as lines of CSV or JSON, for stdout and for HTTP alike. */

import { dateText } from '../../../src/mdm/calendar.js';
import { BOUNDARIES, type DayMatrix, firstSlotOf, HALF_HOURS, MISSING, NO_QUALITY, shardOf } from '../../../src/mdm/day-matrix.js';
import type { MeterDay, ReadingStore } from '../../../src/mdm/reading-store.js';
import { wholeNumber } from '../shared/option-values.js';
import { UsageError } from '../shared/usage-error.js';
import { DayCounts } from './day-row.js';
import { type Period, slotText } from './days.js';

/** Takes lines no faster than somebody reads them. */
export interface LineSink {
	write(line: string): Promise<void>;
}

export interface ReadingWords {
	readonly columns?: boolean;
	readonly history?: boolean;
	readonly json?: boolean;
}

export interface SlotTold {
	readonly received: number;
	readonly expected: number;
	readonly estimated: number;
}

const MOST_NUMBER = 0xffffffff;
const MOST_METERS = 1000;
const MOST_VERSION = 0xffff;
const LONG_HEAD = 'meter,begin,end,import,export,status,quality,version';

/** Rising. Throws UsageError. */
export function metersOf(meter: readonly string[]): readonly number[] {
	const numbers = meter.map((each) => wholeNumber('--meter', each, 1, MOST_NUMBER)).sort((one, other) => one - other);
	if (numbers.length > 0 && numbers.length <= MOST_METERS) return numbers;
	throw new UsageError({
		en: `--meter: expected 1 to ${MOST_METERS} meters, or --slot, got ${numbers.length}`,
		ja: `--meter: 1〜${MOST_METERS}台、または--slotを指定してください: ${numbers.length}台です`,
	});
}

/** Undefined: the newest. Throws UsageError. */
export const versionOf = (asOf: string | undefined): number | undefined =>
	asOf === undefined ? undefined : wholeNumber('--as-of', asOf, 1, MOST_VERSION);

export async function writeReadings(
	store: ReadingStore,
	lines: LineSink,
	numbers: readonly number[],
	period: Period,
	asOf: number | undefined,
	words: ReadingWords,
): Promise<void> {
	if (!words.json) await lines.write(words.columns ? columnsHead() : LONG_HEAD);
	for await (const day of daysOf(store, numbers, period, asOf, words.history ?? false)) await writeDay(lines, day, words);
}

/** The half-hour of all meters that ends then. */
export async function writeSlot(store: ReadingStore, lines: LineSink, slot: number, json: boolean): Promise<SlotTold> {
	const counts = new DayCounts();
	let received = 0;
	if (!json) await lines.write('meter,begin,end,import,export,quality');
	const [begin, end] = [slotText(slot - 1), slotText(slot)];
	for await (const { numbers, imports, exports, quality } of store.slot(slot)) {
		for (const [i, meter] of numbers.entries()) {
			counts.add(quality.subarray(i, i + 1));
			const [imported, exported] = [countOf(imports[i]!), countOf(exports[i]!)];
			if (imported !== null || exported !== null) received++;
			const known = quality[i] === NO_QUALITY ? null : quality[i]!;
			if (json) await lines.write(JSON.stringify({ meter, begin, end, import: imported, export: exported, quality: known }));
			else await lines.write([meter, begin, end, imported ?? '', exported ?? '', known ?? ''].join(','));
		}
	}
	return { received: received - counts.estimated, expected: counts.total, estimated: counts.estimated };
}

/** By meter and day: closed days, and of those that are not what has come until now, as version 0. */
export async function* daysOf(
	store: ReadingStore,
	numbers: readonly number[],
	{ from, to }: Period,
	asOf: number | undefined,
	history: boolean,
): AsyncGenerator<MeterDay> {
	const asked = new Map(numbers.map((number) => [shardOf(number), [] as number[]]));
	for (const number of new Set(numbers)) asked.get(shardOf(number))!.push(number);
	// Of a shard those rows alone: there may be hundreds of open days.
	const open = new Map<string, MeterDay>();
	for (let day = from; day <= to && asOf === undefined; day++) {
		const closed = new Set((await store.shards(day)).filter((each) => each.closed).map(({ shard }) => shard));
		for (const [shard, some] of asked) {
			const matrix = closed.has(shard) ? undefined : await store.day(day, shard);
			if (matrix === undefined) continue;
			for (const number of some) {
				const row = matrix.rowOf(number);
				if (row >= 0) open.set(`${day}/${number}`, rowOf(matrix, row));
			}
		}
	}
	for (const number of numbers) {
		const closed: MeterDay[] = [];
		for await (const each of store.days([number], from, to, { ...(asOf !== undefined && { asOf }), history })) closed.push(each);
		for (let day = from; day <= to; day++) {
			yield* closed.filter((each) => each.day === day);
			const row = open.get(`${day}/${number}`);
			if (row !== undefined) yield row;
		}
	}
}

/** All of it is its own. */
function rowOf({ day, numbers, imports, exports, status, quality, flags }: DayMatrix, row: number): MeterDay {
	const [boundary, halfHour] = [row * BOUNDARIES, row * HALF_HOURS];
	return {
		number: numbers[row]!,
		day,
		version: 0,
		imports: imports.slice(boundary, boundary + BOUNDARIES),
		exports: exports.slice(boundary, boundary + BOUNDARIES),
		status: status.slice(halfHour, halfHour + HALF_HOURS),
		quality: quality.slice(halfHour, halfHour + HALF_HOURS),
		flags: flags[row]!,
	};
}

async function writeDay(lines: LineSink, day: MeterDay, { json, columns }: ReadingWords): Promise<void> {
	const [imports, exports] = [intervalsOf(day.imports), intervalsOf(day.exports)];
	const { number, version } = day;
	if (json) {
		const told = { meter: number, day: dateText(day.day), version, importBase: countOf(day.imports[0]!), exportBase: countOf(day.exports[0]!) };
		await lines.write(JSON.stringify({ ...told, import: imports, export: exports, status: [...day.status], quality: [...day.quality] }));
	} else if (columns) {
		for (const [direction, values] of [
			['import', imports],
			['export', exports],
		] as const) {
			await lines.write([number, dateText(day.day), direction, version, ...values.map((each) => each ?? '')].join(','));
		}
	} else {
		const begin = firstSlotOf(day.day);
		for (let k = 0; k < HALF_HOURS; k++) {
			const quality = day.quality[k] === NO_QUALITY ? '' : day.quality[k];
			const fields = [number, slotText(begin + k), slotText(begin + k + 1), imports[k] ?? '', exports[k] ?? '', day.status[k], quality, version];
			await lines.write(fields.join(','));
		}
	}
}

const columnsHead = () => ['meter', 'day', 'direction', 'version', ...Array.from({ length: HALF_HOURS }, (_, k) => `k${k + 1}`)].join(',');

const countOf = (count: number): number | null => (count === MISSING ? null : count);

/**
 * Counts between boundaries; null: unknown, or the register began again at 0.
 *
 * @param digits of the register, of which it is known then that it went through 10^digits
 */
export function intervalsOf(counts: Uint32Array, digits?: number): readonly (number | null)[] {
	return Array.from({ length: HALF_HOURS }, (_, k) => {
		const [before, after] = [counts[k]!, counts[k + 1]!];
		if (before === MISSING || after === MISSING) return null;
		if (after >= before) return after - before;
		if (digits === undefined) return null;
		const through = after - before + 10 ** digits;
		// More would be one that went back.
		return through >= 0 && through < 10 ** digits / 2 ? through : null;
	});
}
