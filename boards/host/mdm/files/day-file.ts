/**
 * A version of a day of a shard as a file of Parquet, a row a meter, by number; databases read it unaided.
 *
 * | column        | type       |                                                                                        |
 * |---------------|------------|----------------------------------------------------------------------------------------|
 * | meter         | INT32      | number of the meter                                                                    |
 * | version       | INT32      | of the row                                                                             |
 * | import_base   | INT64      | count of the register at 00:00, null: unknown; `export_base` likewise                  |
 * | i01 … i48     | INT32      | counts of the half-hours, null: unknown; `e01` … `e48` of what was fed in              |
 * | anchors       | BYTE_ARRAY | what day-row.ts says                                                                   |
 * | status        | BYTE_ARRAY | runs, null: 0 in all; `quality` likewise, null: 17 in all                              |
 * | flags         | INT32      | bits of what a validation found                                                        |
 *
 * The footer tells day, shard and version, and how many meters the shard has then, and half-hours of them that are missing or estimated.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type ColumnData, type FileMetaData, parquetMetadata, parquetRead } from 'hyparquet';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { BOUNDARIES, type DayMatrix, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import type { MeterDay, SlotColumn } from '../../../../src/mdm/reading-store.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { DayRow, intoCounts, intoValues, NO_BASE, NO_INTERVAL, runsOf, USUAL_QUALITY, USUAL_STATUS, valueAt } from '../day-row.js';
import { ColumnRows } from '../matrices.js';

export interface DayTotals {
	readonly rows: number;
	readonly missing: number;
	readonly estimated: number;
}

export interface DayFileFacts extends DayTotals {
	readonly day: number;
	readonly shard: number;
	readonly version: number;
}

/** Rows that are read at once where one of them is looked for. */
const ROWS_A_GROUP = 4000;
/** Length and magic behind a footer. */
const FOOTER_END = 8;
const NOTHING = new Uint8Array(0);
const GZIP = Object.freeze({ GZIP: (bytes: Uint8Array) => gunzipSync(bytes) });
const digits = (k: number): string => String(k + 1).padStart(2, '0');
/** Of columns, behind `i` and `e`. */
export const halfHourNames: readonly string[] = Object.freeze(Array.from({ length: HALF_HOURS }, (_, k) => digits(k)));

/** A file that is not what it was written as; its path and what is wrong. */
export class DamagedDay extends UsageError {
	constructor(path: string, reason: string) {
		super({ en: `${path}: no whole day of readings: ${reason}`, ja: `${path}: 1日の計測値のファイルとして読めません: ${reason}` });
	}
}

/** @param rows of meters whose numbers may stand in any order */
export function encodeDay(rows: DayMatrix, version: number, totals: DayTotals): Uint8Array {
	const { numbers, day, shard } = rows;
	const count = numbers.length;
	const order = Uint32Array.from(numbers.keys()).sort((one, other) => numbers[one]! - numbers[other]!);
	const counts = () => Array.from({ length: HALF_HOURS }, () => new Array<number | null>(count));
	const [imports, exports] = [counts(), counts()];
	const bases: [(bigint | null)[], (bigint | null)[]] = [new Array(count), new Array(count)];
	const bytes = {
		anchors: new Array<Uint8Array | null>(count),
		status: new Array<Uint8Array | null>(count),
		quality: new Array<Uint8Array | null>(count),
	};
	const row = new DayRow();
	for (const [at, i] of order.entries()) {
		row.take(rows.imports.subarray(BOUNDARIES * i, BOUNDARIES * (i + 1)), rows.exports.subarray(BOUNDARIES * i, BOUNDARIES * (i + 1)));
		bases[0][at] = row.importBase === NO_BASE ? null : BigInt(row.importBase);
		bases[1][at] = row.exportBase === NO_BASE ? null : BigInt(row.exportBase);
		for (let k = 0; k < HALF_HOURS; k++) {
			imports[k]![at] = row.imports[k] === NO_INTERVAL ? null : row.imports[k]!;
			exports[k]![at] = row.exports[k] === NO_INTERVAL ? null : row.exports[k]!;
		}
		bytes.anchors[at] = row.anchors.length === 0 ? null : row.anchors.slice();
		bytes.status[at] = told(runsOf(rows.status.subarray(HALF_HOURS * i, HALF_HOURS * (i + 1)), USUAL_STATUS));
		bytes.quality[at] = told(runsOf(rows.quality.subarray(HALF_HOURS * i, HALF_HOURS * (i + 1)), USUAL_QUALITY));
	}
	const whole = (name: string, values: Uint32Array | Uint16Array): ColumnSource => ({
		...{ name, type: 'INT32', nullable: false },
		data: Int32Array.from(order, (i) => values[i]!),
	});
	const columns: readonly ColumnSource[] = [
		whole('meter', numbers),
		whole('version', rows.versions),
		{ name: 'import_base', type: 'INT64', nullable: true, data: bases[0] },
		{ name: 'export_base', type: 'INT64', nullable: true, data: bases[1] },
		...imports.map((data, k): ColumnSource => ({ name: `i${digits(k)}`, type: 'INT32', nullable: true, data })),
		...exports.map((data, k): ColumnSource => ({ name: `e${digits(k)}`, type: 'INT32', nullable: true, data })),
		...Object.entries(bytes).map(([name, data]): ColumnSource => ({ name, type: 'BYTE_ARRAY', nullable: true, data })),
		whole('flags', rows.flags),
	];
	const columnData = columns.map((each) => ({ ...each, offsetIndex: false, statistics: each.name === 'meter' }));
	const facts: DayFileFacts = { day, shard, version, ...totals };
	return new Uint8Array(
		parquetWriteBuffer({
			...{ columnData, rowGroupSize: ROWS_A_GROUP, codec: 'GZIP', compressors: { GZIP: (each) => gzipSync(each) } },
			kvMetadata: [{ key: 'keiki', value: JSON.stringify(facts) }],
		}),
	);
}

const told = (runs: Uint8Array): Uint8Array | null => (runs.length === 0 ? null : runs);

/** One file, of which only what is asked for is read. */
export class DayFile {
	readonly facts: DayFileFacts;
	readonly path: string;
	readonly #metadata: FileMetaData;

	private constructor(path: string, metadata: FileMetaData, facts: DayFileFacts) {
		[this.path, this.#metadata, this.facts] = [path, metadata, facts];
	}

	/** Reads the footer. Throws DamagedDay, or the system's error. */
	static open(path: string, expected: Pick<DayFileFacts, 'day' | 'shard' | 'version'>): DayFile {
		let metadata: FileMetaData;
		let facts: DayFileFacts;
		try {
			metadata = parquetMetadata(footerOf(path));
			facts = JSON.parse(metadata.key_value_metadata?.find(({ key }) => key === 'keiki')?.value ?? 'null') as DayFileFacts;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
			throw new DamagedDay(path, reasonOf(error));
		}
		const { day, shard, version } = expected;
		if (facts?.day !== day || facts.shard !== shard || facts.version !== version)
			throw new DamagedDay(path, `expected day ${day}, shard ${shard}, version ${version}, found ${JSON.stringify(facts)}`);
		return new DayFile(path, metadata, facts);
	}

	/** Its meters, rising. */
	async numbers(): Promise<Int32Array> {
		return Int32Array.from((await this.#read(['meter'])).get('meter') as ArrayLike<number>);
	}

	/** All of it. */
	async rows(): Promise<readonly MeterDay[]> {
		return this.#meterDays(0, Number(this.#metadata.num_rows));
	}

	/** The rows of some meters. @param wanted rising */
	async rowsOf(wanted: readonly number[]): Promise<readonly MeterDay[]> {
		const found: MeterDay[] = [];
		let start = 0;
		for (const group of this.#metadata.row_groups) {
			const end = start + Number(group.num_rows);
			const statistics = group.columns[0]?.meta_data?.statistics;
			const [least, most] = [Number(statistics?.min_value ?? 0), Number(statistics?.max_value ?? Number.MAX_SAFE_INTEGER)];
			if (wanted.some((number) => number >= least && number <= most)) {
				const numbers = (await this.#read(['meter'], start, end)).get('meter') as ArrayLike<number>;
				const places = wanted.map((number) => indexOf(numbers, number)).filter((at) => at >= 0);
				if (places.length > 0) found.push(...(await this.#meterDays(start, end, places)));
			}
			start = end;
		}
		return found;
	}

	/** One half-hour of its meters. */
	async slot(halfHour: number): Promise<SlotColumn> {
		const [i, e] = [`i${digits(halfHour)}`, `e${digits(halfHour)}`];
		const columns = await this.#read(['meter', i, e, 'quality']);
		const [numbers, imports, exports, quality] = ['meter', i, e, 'quality'].map((name) => columns.get(name)!);
		const rows = new ColumnRows();
		for (let at = 0; at < numbers!.length; at++) {
			const runs = (quality![at] as Uint8Array | null) ?? NOTHING;
			rows.add(numbers![at] as number, count(imports![at]), count(exports![at]), valueAt(runs, USUAL_QUALITY, halfHour));
		}
		return rows.column(this.facts.shard);
	}

	/** @param places of the rows from `start` on; all of them unless told */
	async #meterDays(start: number, end: number, places?: readonly number[]): Promise<readonly MeterDay[]> {
		const columns = await this.#read(undefined, start, end);
		return meterDaysOf(columns, places ?? Array.from({ length: end - start }, (_, at) => at), () => this.facts.day);
	}

	/** Columns from row `start` to before `end`; throws DamagedDay. */
	async #read(columns: string[] | undefined, start = 0, end = Number(this.#metadata.num_rows)): Promise<Map<string, ArrayLike<unknown>>> {
		const found = new Map<string, unknown[]>();
		const handle = openSync(this.path, 'r');
		const file = {
			byteLength: 0,
			slice: (from: number, to: number): ArrayBuffer => {
				const bytes = new Uint8Array(to - from);
				readSync(handle, bytes, 0, bytes.length, from);
				return bytes.buffer;
			},
		};
		const onChunk = ({ columnName, columnData, rowStart }: ColumnData): void => {
			const values = found.get(columnName) ?? new Array(end - start);
			const from = Math.max(rowStart, start);
			for (let row = from; row < Math.min(rowStart + columnData.length, end); row++) values[row - start] = columnData[row - rowStart];
			found.set(columnName, values);
		};
		try {
			const options = { file, metadata: this.#metadata, compressors: GZIP, utf8: false, rowStart: start, rowEnd: end, onChunk };
			if (end > start) await parquetRead(columns === undefined ? options : { ...options, columns });
		} catch (error) {
			throw new DamagedDay(this.path, reasonOf(error));
		} finally {
			closeSync(handle);
		}
		return found;
	}
}

/** Rows of all columns of a file, by name. @param places which of them. @param dayOf of a place */
export function meterDaysOf(columns: ReadonlyMap<string, ArrayLike<unknown>>, places: readonly number[], dayOf: (at: number) => number): MeterDay[] {
	const of = (name: string) => columns.get(name)!;
	const [meters, versions, flags] = [of('meter'), of('version'), of('flags')];
	const [importBases, exportBases] = [of('import_base'), of('export_base')];
	const sides = (['i', 'e'] as const).map((side) => halfHourNames.map((name) => of(side + name)));
	const [anchors, status, quality] = [of('anchors'), of('status'), of('quality')];
	return places.map((at): MeterDay => {
		const row = {
			number: meters[at] as number,
			day: dayOf(at),
			version: versions[at] as number,
			imports: new Uint32Array(BOUNDARIES),
			exports: new Uint32Array(BOUNDARIES),
			status: new Uint8Array(HALF_HOURS),
			quality: new Uint8Array(HALF_HOURS),
			flags: (flags[at] as number) >>> 0,
		};
		const intervals = sides.map((side) => Int32Array.from(side, (column) => count(column[at])));
		const ends = (anchors[at] as Uint8Array | null) ?? NOTHING;
		intoCounts(base(importBases[at]), intervals[0]!, ends, false, row.imports);
		intoCounts(base(exportBases[at]), intervals[1]!, ends, true, row.exports);
		intoValues((status[at] as Uint8Array | null) ?? NOTHING, USUAL_STATUS, row.status);
		intoValues((quality[at] as Uint8Array | null) ?? NOTHING, USUAL_QUALITY, row.quality);
		return row;
	});
}

const count = (value: unknown): number => (value === null || value === undefined ? NO_INTERVAL : Number(value));
const base = (value: unknown): number => (value === null || value === undefined ? NO_BASE : Number(value));

/** The end of a file, from its footer on. Throws RangeError where it is none of Parquet. */
function footerOf(path: string): ArrayBuffer {
	const handle = openSync(path, 'r');
	try {
		const { size } = fstatSync(handle);
		const end = new Uint8Array(FOOTER_END);
		if (size < FOOTER_END || readSync(handle, end, 0, FOOTER_END, size - FOOTER_END) < FOOTER_END) throw new RangeError(`${size} bytes`);
		const length = new DataView(end.buffer).getUint32(0, true) + FOOTER_END;
		if (length > size) throw new RangeError(`a footer of ${length} bytes in ${size}`);
		const bytes = new Uint8Array(length);
		readSync(handle, bytes, 0, length, size - length);
		return bytes.buffer;
	} finally {
		closeSync(handle);
	}
}

/** −1: it is not there. @param numbers rising */
function indexOf(numbers: ArrayLike<number>, number: number): number {
	let low = 0;
	let high = numbers.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (numbers[middle]! < number) low = middle + 1;
		else high = middle;
	}
	return numbers[low] === number ? low : -1;
}
