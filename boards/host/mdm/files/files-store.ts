/**
 * `ReadingStore` in a folder: what is open comes out of the journals of the collectors, what is closed stands in files of Parquet (day-file.ts), of which none
 * is ever altered.
 *
 * | | |
 * |---|---|
 * | `journal/W-S.journal` | of worker W, from block S on |
 * | `days/2026-12-01/3.parquet` | the day of shard 3 as it was closed: version 1 |
 * | `days/2026-12-01/3.v2.parquet` | of version 2 the meters alone that it changed |
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalBlock } from '../../../../src/head-end/collection/journal.js';
import { dateText } from '../../../../src/mdm/calendar.js';
import { type DayMatrix, dayOfSlot, firstSlotOf, HALF_HOURS, shardOf } from '../../../../src/mdm/day-matrix.js';
import type { DaysOptions, MeterDay, ReadingStore, ShardState, SlotColumn } from '../../../../src/mdm/reading-store.js';
import { createOnce, syncDirectory, UNFINISHED } from '../../shared/durable-file.js';
import { DayCounts } from '../day-row.js';
import { ColumnRows, columnOf, matrixOf } from '../matrices.js';
import type { JournalNews } from '../segments.js';
import { DayFile, encodeDay } from './day-file.js';
import { Journals } from './journals.js';
import { OpenDays } from './open-days.js';

const NAME = /^([0-9]+)(?:\.v([0-9]+))?\.parquet$/;
/** No version is above it. */
export const NEWEST = 0xffff;
/** Footers that are kept, of up to 1.5 MB. */
const MOST_OPEN = 128;

export class FilesStore implements ReadingStore {
	readonly #folder: string;
	readonly #journals: Journals;
	readonly #open: OpenDays;
	/** By path, the newest behind. */
	readonly #files = new Map<string, DayFile>();

	private constructor(data: string, news: JournalNews) {
		this.#folder = join(data, 'days');
		this.#journals = new Journals(join(data, 'journal'), news);
		this.#open = new OpenDays(this.#journals);
	}

	/**
	 * Journals are read once something is asked that is still open.
	 * @param data what is not there is made when something comes
	 */
	static async open(data: string, news: JournalNews = {}): Promise<FilesStore> {
		return new FilesStore(data, news);
	}

	async append(block: JournalBlock): Promise<void> {
		if (block.records.length === 0) return;
		this.#open.sync();
		if (this.#journals.append(block)) this.#open.sync();
	}

	async put(day: number, shard: number, version: number, rows: DayMatrix): Promise<void> {
		const path = this.#path(day, shard, version);
		if (existsSync(path)) return;
		const counts = new DayCounts();
		if (version > 1) {
			for (const { number, quality } of await this.#closed(day, shard, version - 1)) if (rows.rowOf(number) < 0) counts.add(quality);
		}
		for (let row = 0; row < rows.numbers.length; row++) counts.add(rows.quality.subarray(HALF_HOURS * row, HALF_HOURS * (row + 1)));
		const { total, missing, estimated } = counts;
		const isNew = !existsSync(join(this.#folder, dateText(day)));
		mkdirSync(join(this.#folder, dateText(day)), { recursive: true, mode: 0o700 });
		if (isNew) syncDirectory(join(this.#folder, dateText(day)));
		createOnce(path, encodeDay(rows, version, { rows: total, missing, estimated }));
	}

	async day(day: number, shard: number, asOf = NEWEST): Promise<DayMatrix | undefined> {
		if (asOf === 0 || this.#versions(day, shard).length === 0) {
			this.#open.sync();
			return this.#open.matrix(day, shard);
		}
		return matrixOf(day, shard, await this.#closed(day, shard, asOf));
	}

	async *days(numbers: readonly number[], from: number, to: number, { asOf = NEWEST, history = false }: DaysOptions = {}): AsyncGenerator<MeterDay> {
		const ordered = [...new Set(numbers)].sort((one, other) => one - other);
		for (const [shard, wanted] of byShard(ordered)) {
			const found: MeterDay[] = [];
			for (const day of this.#daysBetween(from, to)) {
				for (const version of this.#versions(day, shard)) {
					if (version <= asOf) found.push(...(await this.#file(day, shard, version).rowsOf(wanted)));
				}
			}
			found.sort((one, other) => one.number - other.number || one.day - other.day || one.version - other.version);
			for (const [i, each] of found.entries()) {
				const next = found[i + 1];
				if (history || next?.number !== each.number || next.day !== each.day) yield each;
			}
		}
	}

	async *slot(slot: number): AsyncGenerator<SlotColumn> {
		for (const { shard } of await this.shards(dayOfSlot(slot))) yield await this.slotOf(slot, shard);
	}

	/** Of one shard of which something is there. */
	async slotOf(slot: number, shard: number): Promise<SlotColumn> {
		const day = dayOfSlot(slot);
		const halfHour = slot - firstSlotOf(day) - 1;
		const [first, ...others] = this.#versions(day, shard);
		if (first === undefined) return columnOf(this.#open.matrix(day, shard)!, halfHour);
		let column = await this.#file(day, shard, first).slot(halfHour);
		for (const version of others) column = corrected(column, await this.#file(day, shard, version).slot(halfHour));
		return column;
	}

	async shards(day: number): Promise<readonly ShardState[]> {
		this.#open.sync();
		const states: ShardState[] = [];
		const closed = new Set<number>();
		for (const { shard, version } of this.#newest(day)) {
			const { rows, missing, estimated } = this.#file(day, shard, version).facts;
			states.push({ shard, version, rows, closed: true, missing, estimated });
			closed.add(shard);
		}
		for (const shard of this.#open.shardsOf(day)) {
			if (closed.has(shard)) continue;
			const { rows, missing } = this.#open.state(day, shard)!;
			states.push({ shard, version: 0, rows, closed: false, missing, estimated: 0 });
		}
		return states.sort((one, other) => one.shard - other.shard);
	}

	async close(): Promise<void> {
		this.#files.clear();
	}

	/** Rows of a closed day, those of later versions in the place of earlier ones. */
	async #closed(day: number, shard: number, asOf: number): Promise<readonly MeterDay[]> {
		const rows = new Map<number, MeterDay>();
		for (const version of this.#versions(day, shard)) {
			if (version <= asOf) for (const row of await this.#file(day, shard, version).rows()) rows.set(row.number, row);
		}
		return [...rows.values()];
	}

	#newest(day: number): readonly { readonly shard: number; readonly version: number }[] {
		const newest = new Map<number, number>();
		for (const { shard, version } of this.#names(day)) newest.set(shard, Math.max(version, newest.get(shard) ?? 0));
		return [...newest].map(([shard, version]) => ({ shard, version }));
	}

	/** Rising. */
	#versions(day: number, shard: number): readonly number[] {
		const found = this.#names(day).filter((each) => each.shard === shard);
		return found.map(({ version }) => version).sort((one, other) => one - other);
	}

	#names(day: number): readonly { readonly shard: number; readonly version: number }[] {
		const folder = join(this.#folder, dateText(day));
		if (!existsSync(folder)) return [];
		return readdirSync(folder)
			.filter((name) => !name.endsWith(UNFINISHED))
			.flatMap((name) => versionOf(name) ?? []);
	}

	*#daysBetween(from: number, to: number): Generator<number> {
		if (!existsSync(this.#folder)) return;
		const there = readdirSync(this.#folder).map((name) => Date.parse(`${name}T00:00Z`) / 86_400_000);
		yield* there.filter((day) => day >= from && day <= to).sort((one, other) => one - other);
	}

	#file(day: number, shard: number, version: number): DayFile {
		const path = this.#path(day, shard, version);
		const file = this.#files.get(path) ?? DayFile.open(path, { day, shard, version });
		this.#files.delete(path);
		this.#files.set(path, file);
		for (const oldest of this.#files.keys()) {
			if (this.#files.size <= MOST_OPEN) break;
			this.#files.delete(oldest);
		}
		return file;
	}

	#path(day: number, shard: number, version: number): string {
		return join(this.#folder, dateText(day), version === 1 ? `${shard}.parquet` : `${shard}.v${version}.parquet`);
	}
}

/** What the name of a file says; undefined: it is none of a day. */
export function versionOf(name: string): { readonly shard: number; readonly version: number } | undefined {
	const [, shard, version = '1'] = NAME.exec(name) ?? [];
	return shard === undefined ? undefined : { shard: Number(shard), version: Number(version) };
}

function byShard(numbers: readonly number[]): ReadonlyMap<number, readonly number[]> {
	const groups = new Map<number, number[]>();
	for (const number of numbers) {
		const shard = shardOf(number);
		const group = groups.get(shard);
		if (group === undefined) groups.set(shard, [number]);
		else group.push(number);
	}
	return groups;
}

/** What a later version tells stands in the place of what was told before, and beside it where that did not know the meter. */
export function corrected(before: SlotColumn, later: SlotColumn): SlotColumn {
	const rows = new ColumnRows();
	let at = 0;
	for (const [i, number] of later.numbers.entries()) {
		for (; before.numbers[at]! < number; at++) addRow(rows, before, at);
		if (before.numbers[at] === number) at++;
		addRow(rows, later, i);
	}
	for (; at < before.numbers.length; at++) addRow(rows, before, at);
	return rows.column(before.shard);
}

function addRow(rows: ColumnRows, { numbers, imports, exports, quality }: SlotColumn, at: number): void {
	rows.add(numbers[at]!, imports[at]!, exports[at]!, quality[at]!);
}
