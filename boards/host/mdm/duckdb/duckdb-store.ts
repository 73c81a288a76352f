/**
 * `ReadingStore` in the same folder as that of files, where DuckDB looks into closed days: one meter's days, and one half-hour of all, without a whole file being read
 * here. What is written, what is open, and whole days go the way of files.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import type { JournalBlock } from '../../../../src/head-end/collection/journal.js';
import { dateText } from '../../../../src/mdm/calendar.js';
import { type DayMatrix, dayOfSlot, firstSlotOf } from '../../../../src/mdm/day-matrix.js';
import type { DaysOptions, MeterDay, ReadingStore, ShardState, SlotColumn } from '../../../../src/mdm/reading-store.js';
import { neededPackage } from '../../shared/needed-package.js';
import { USUAL_QUALITY, valueAt } from '../day-row.js';
import { DamagedDay, halfHourNames, meterDaysOf } from '../files/day-file.js';
import { corrected, FilesStore, NEWEST, versionOf } from '../files/files-store.js';
import type { JournalNews } from '../segments.js';
import { INSTALL, MEMORY } from './package.js';

/** For what is not known, in a whole number: `MISSING` once its sign is gone. */
const UNKNOWN = -1;

export class DuckDbStore implements ReadingStore {
	readonly #folder: string;
	readonly #files: FilesStore;
	readonly #instance: DuckDBInstance;
	readonly #connection: DuckDBConnection;

	private constructor(data: string, files: FilesStore, instance: DuckDBInstance, connection: DuckDBConnection) {
		[this.#folder, this.#files, this.#instance, this.#connection] = [join(data, 'days'), files, instance, connection];
	}

	/** Throws UsageError with the line that installs the package where it is missing. */
	static async open(data: string, news: JournalNews = {}): Promise<DuckDbStore> {
		const node = await neededPackage('@duckdb/node-api', () => import('@duckdb/node-api'), INSTALL);
		const files = await FilesStore.open(data, news);
		const instance = await node.DuckDBInstance.create(':memory:', { memory_limit: MEMORY });
		const connection = await instance.connect();
		// Files are never altered: their footers are read once.
		await connection.run('SET parquet_metadata_cache = true; SET enable_progress_bar = false');
		return new DuckDbStore(data, files, instance, connection);
	}

	append(block: JournalBlock): Promise<void> {
		return this.#files.append(block);
	}

	put(day: number, shard: number, version: number, rows: DayMatrix): Promise<void> {
		return this.#files.put(day, shard, version, rows);
	}

	day(day: number, shard: number, asOf?: number): Promise<DayMatrix | undefined> {
		return this.#files.day(day, shard, asOf);
	}

	shards(day: number): Promise<readonly ShardState[]> {
		return this.#files.shards(day);
	}

	async *days(numbers: readonly number[], from: number, to: number, { asOf = NEWEST, history = false }: DaysOptions = {}): AsyncGenerator<MeterDay> {
		const wanted = [...new Set(numbers)];
		const files = this.#filesBetween(from, to).filter(({ version }) => version <= asOf);
		if (files.length === 0 || wanted.length === 0) return;
		const days = new Map(files.map(({ path, day }) => [path, day]));
		const columns = await this.#ask(
			`SELECT *, filename FROM read_parquet([${files.map(({ path }) => quoted(path)).join(', ')}], filename = true) WHERE meter IN (${wanted.map(Number).join(', ')})`,
			files[0]!.path,
		);
		const paths = (columns.get('filename') ?? []) as string[];
		const found = meterDaysOf(
			columns,
			paths.map((_, at) => at),
			(at) => days.get(paths[at]!)!,
		);
		found.sort((one, other) => one.number - other.number || one.day - other.day || one.version - other.version);
		for (const [i, each] of found.entries()) {
			const next = found[i + 1];
			if (history || next?.number !== each.number || next.day !== each.day) yield each;
		}
	}

	async *slot(slot: number): AsyncGenerator<SlotColumn> {
		const day = dayOfSlot(slot);
		const halfHour = slot - firstSlotOf(day) - 1;
		const closed = new Map<number, string[]>();
		for (const { shard, path } of this.#filesBetween(day, day)) closed.set(shard, [...(closed.get(shard) ?? []), path]);
		const columns = new Map<number, SlotColumn>();
		for (const [shard, paths] of closed) {
			let column: SlotColumn | undefined;
			for (const path of paths) {
				const own = await this.#column(path, shard, halfHour);
				column = column === undefined ? own : corrected(column, own);
			}
			columns.set(shard, column!);
		}
		for (const { shard, closed: isClosed } of await this.shards(day)) {
			const own = columns.get(shard);
			if (isClosed && own !== undefined) yield own;
			else yield await this.#files.slotOf(slot, shard);
		}
	}

	async close(): Promise<void> {
		this.#connection.closeSync();
		this.#instance.closeSync();
		await this.#files.close();
	}

	/** One half-hour of a file, whose meters rise. */
	async #column(path: string, shard: number, halfHour: number): Promise<SlotColumn> {
		const name = halfHourNames[halfHour]!;
		const file = `read_parquet(${quoted(path)})`;
		const known = (side: string) => `coalesce(${side}${name}, ${UNKNOWN}) AS ${side}`;
		const [numbers, imports, exports] = await this.#wholes(`SELECT meter, ${known('i')}, ${known('e')} FROM ${file}`, 3, path);
		const quality = new Uint8Array(numbers!.length).fill(USUAL_QUALITY);
		const told = await this.#ask(`SELECT meter, quality FROM ${file} WHERE quality IS NOT NULL`, path);
		const runs = told.get('quality') as readonly Uint8Array[];
		let row = 0;
		for (const [at, number] of (told.get('meter') as readonly number[]).entries()) {
			while (numbers![row]! < number) row++;
			quality[row] = valueAt(runs[at]!, USUAL_QUALITY, halfHour);
		}
		return { shard, numbers: numbers!, imports: imports!, exports: exports!, quality };
	}

	/** Columns of whole numbers, of which none is null; `UNKNOWN` is `MISSING` there. Throws DamagedDay. */
	async #wholes(sql: string, count: number, path: string): Promise<readonly Uint32Array[]> {
		try {
			const chunks = await (await this.#connection.run(sql)).fetchAllChunks();
			const length = chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
			return Array.from({ length: count }, (_, column) => {
				const values = new Uint32Array(length);
				let at = 0;
				for (const chunk of chunks) {
					// Of INTEGER, without a value made of each.
					const { items } = chunk.getColumnVector(column) as unknown as { readonly items: Int32Array };
					values.set(items.subarray(0, chunk.rowCount), at);
					at += chunk.rowCount;
				}
				return values;
			});
		} catch (error) {
			throw new DamagedDay(path, (error as Error).message.split('\n')[0]!);
		}
	}

	/** Columns by name. Throws DamagedDay where a file is none. @param path one of the files */
	async #ask(sql: string, path: string): Promise<Map<string, readonly unknown[]>> {
		let names: readonly string[];
		let values: readonly (readonly DuckDBValue[])[];
		try {
			const reader = await this.#connection.runAndReadAll(sql);
			[names, values] = [reader.columnNames(), reader.getColumns()];
		} catch (error) {
			throw new DamagedDay(path, (error as Error).message.split('\n')[0]!);
		}
		// Of no rows there are no columns either.
		return new Map(names.map((name, i) => [name, values[i]?.map(plain) ?? []]));
	}

	/** Closed days between two, rising, of each shard its versions rising. */
	#filesBetween(from: number, to: number) {
		const files: { readonly path: string; readonly day: number; readonly shard: number; readonly version: number }[] = [];
		for (const date of existsSync(this.#folder) ? readdirSync(this.#folder) : []) {
			const day = Date.parse(`${date}T00:00Z`) / 86_400_000;
			if (!(day >= from && day <= to) || dateText(day) !== date) continue;
			for (const name of readdirSync(join(this.#folder, date))) {
				const found = versionOf(name);
				if (found !== undefined) files.push({ ...found, day, path: join(this.#folder, date, name) });
			}
		}
		return files.sort((one, other) => one.day - other.day || one.shard - other.shard || one.version - other.version);
	}
}

const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;

/** Bytes as bytes; whole numbers of 8 bytes as numbers. */
function plain(value: DuckDBValue): unknown {
	if (typeof value === 'bigint') return Number(value);
	return typeof value === 'object' && value !== null && 'bytes' in value ? value.bytes : value;
}
