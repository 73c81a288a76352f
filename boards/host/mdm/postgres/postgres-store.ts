/**
 * `ReadingStore` on PostgreSQL: a transaction a block and a version of a day, each refused by its key when it comes again.
 *
 * What is still open is kept as it stood in the journals, in parts of one day and shard; closed days as rows of a meter and a day.
 */
import { type JournalBlock, RECORD_SIZE } from '../../../../src/head-end/collection/journal.js';
import { dateText } from '../../../../src/mdm/calendar.js';
import { BOUNDARIES, DayMatrix, dayOfSlot, firstSlotOf, HALF_HOURS, MISSING } from '../../../../src/mdm/day-matrix.js';
import type { DaysOptions, MeterDay, ReadingStore, ShardState, SlotColumn } from '../../../../src/mdm/reading-store.js';
import { DayCounts, intoValues, USUAL_QUALITY, valueAt } from '../day-row.js';
import { ColumnRows, columnOf, dayOfTime, matrixOf, numbersOf } from '../matrices.js';
import { Connections } from './connections.js';
import type { Field } from './copy-binary.js';
import { int8Of, METER_DAY_COLUMNS, METER_DAY_FIELDS, meterDayOf, writeMeterDay } from './meter-days.js';
import { numbersIn, partsOf } from './parts.js';
import { partitionOf, SCHEMA } from './schema.js';

/** Of `pg_advisory_xact_lock`: who makes tables. */
const MAKING = 0x6b65696b;
const METERS_A_QUERY = 1000;
const NEWEST = 0xffff;

export class PostgresStore implements ReadingStore {
	readonly #connections: Connections;
	readonly #partitions = new Set<string>();

	private constructor(connections: Connections) {
		this.#connections = connections;
	}

	/** Makes the tables where they are not. Throws UsageError of a wrong address and where a package is missing. */
	static async open(url: string): Promise<PostgresStore> {
		const connections = await Connections.open(url);
		const store = new PostgresStore(connections);
		try {
			await store.#make(SCHEMA, 0);
			return store;
		} catch (error) {
			await connections.close();
			throw error;
		}
	}

	async append(block: JournalBlock): Promise<void> {
		if (block.records.length === 0) return;
		const arrived = dayOfTime(block.receivedAt);
		await this.#partition('reading_part', arrived);
		const parts = partsOf(block.records);
		await this.#connections.transaction(async (client) => {
			const { rowCount } = await client.query('INSERT INTO keiki_mdm.reading_block VALUES ($1, $2, to_timestamp($3), $4) ON CONFLICT DO NOTHING', [
				block.worker,
				block.sequence,
				block.receivedAt / 1000,
				block.records.length / RECORD_SIZE,
			]);
			if (rowCount === 0) return;
			let next = 0;
			await this.#connections.copyIn(client, 'keiki_mdm.reading_part', (rows) => {
				const part = parts[next++];
				if (part === undefined) return false;
				const { shard, firstSlot, lastSlot, records } = part;
				rows.row(8).date(arrived).int8(shard).int8(Math.floor(block.receivedAt)).int8(block.worker).int8(block.sequence);
				rows.int8(firstSlot).int8(lastSlot).bytea(records);
				return true;
			});
		});
	}

	async put(day: number, shard: number, version: number, rows: DayMatrix): Promise<void> {
		await this.#partition('meter_day', day);
		const { total, missing, estimated } = await this.#countsWith(day, shard, version, rows);
		await this.#connections.transaction(async (client) => {
			const { rowCount } = await client.query('INSERT INTO keiki_mdm.shard_day VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING', [
				...[dateText(day), shard, version, total, missing, estimated],
			]);
			if (rowCount === 0) return;
			let next = 0;
			await this.#connections.copyIn(client, `keiki_mdm.meter_day (${METER_DAY_COLUMNS})`, (writer) => {
				if (next === rows.numbers.length) return false;
				writeMeterDay(writer, day, version, rows, next++);
				return true;
			});
		});
	}

	async day(day: number, shard: number, asOf = NEWEST): Promise<DayMatrix | undefined> {
		const { rowCount } = await this.#query('SELECT 1 FROM keiki_mdm.shard_day WHERE day = $1 AND shard = $2 AND version <= $3 LIMIT 1', [
			...[dateText(day), shard, asOf],
		]);
		return rowCount === 0 ? this.#openDay(day, shard) : this.#closedDay(day, shard, asOf);
	}

	async *days(numbers: readonly number[], from: number, to: number, options: DaysOptions = {}): AsyncGenerator<MeterDay> {
		const { asOf = NEWEST, history = false } = options;
		const ordered = [...new Set(numbers)].sort((one, other) => one - other);
		for (let at = 0; at < ordered.length; at += METERS_A_QUERY) {
			const some = ordered.slice(at, at + METERS_A_QUERY).map(wholeNumber);
			const where = `number IN (${some.join(', ')}) AND day BETWEEN '${dateText(from)}' AND '${dateText(to)}' AND version <= ${wholeNumber(asOf)}`;
			const sql = history
				? `SELECT ${METER_DAY_COLUMNS} FROM keiki_mdm.meter_day WHERE ${where} ORDER BY number, day, version`
				: `SELECT DISTINCT ON (number, day) ${METER_DAY_COLUMNS} FROM keiki_mdm.meter_day WHERE ${where} ORDER BY number, day, version DESC`;
			for await (const row of this.#connections.copyOut(sql, METER_DAY_FIELDS)) yield meterDayOf(row);
		}
	}

	async *slot(slot: number): AsyncGenerator<SlotColumn> {
		const day = dayOfSlot(slot);
		const halfHour = slot - firstSlotOf(day) - 1;
		for (const { shard, closed } of await this.shards(day)) {
			yield closed ? await this.#closedSlot(day, shard, halfHour) : columnOf((await this.#openDay(day, shard))!, halfHour);
		}
	}

	async shards(day: number): Promise<readonly ShardState[]> {
		const states = new Map<number, ShardState>();
		const { rows } = await this.#query(
			'SELECT DISTINCT ON (shard) shard, version, rows, missing, estimated FROM keiki_mdm.shard_day WHERE day = $1 ORDER BY shard, version DESC',
			[dateText(day)],
		);
		for (const row of rows as ShardState[]) states.set(row.shard, { ...row, closed: true });
		const begin = firstSlotOf(day);
		const open = await this.#query('SELECT DISTINCT shard FROM keiki_mdm.reading_part WHERE first_slot <= $1 AND last_slot > $2', [
			...[begin + HALF_HOURS, begin],
		]);
		for (const { shard: text } of open.rows as { readonly shard: string }[]) {
			const shard = Number(text);
			if (states.has(shard)) continue;
			const { numbers, imports, exports } = (await this.#openDay(day, shard))!;
			let missing = 0;
			for (let i = 0; i < numbers.length * BOUNDARIES; i++) if (i % BOUNDARIES > 0 && imports[i] === MISSING && exports[i] === MISSING) missing++;
			states.set(shard, { shard, version: 0, rows: numbers.length, closed: false, missing, estimated: 0 });
		}
		return [...states.values()].sort((one, other) => one.shard - other.shard);
	}

	async close(): Promise<void> {
		await this.#connections.close();
	}

	#query(sql: string, values: readonly (string | number)[]) {
		return this.#connections.transaction((client) => client.query(sql, [...values]));
	}

	/** Whoever else makes tables waits meanwhile. */
	async #make(statements: readonly string[], patience?: number): Promise<void> {
		await this.#connections.transaction(async (client) => {
			await client.query('SELECT pg_advisory_xact_lock($1)', [MAKING]);
			for (const sql of statements) await client.query(sql);
		}, patience);
	}

	async #partition(table: 'reading_part' | 'meter_day', day: number): Promise<void> {
		const sql = partitionOf(table, day);
		if (this.#partitions.has(sql)) return;
		await this.#make([sql]);
		this.#partitions.add(sql);
	}

	/** Of the whole shard as it stands with this version, which may have some of its meters alone. */
	async #countsWith(day: number, shard: number, version: number, { numbers, quality }: DayMatrix): Promise<DayCounts> {
		const counts = new DayCounts();
		const changed = new Set(numbers);
		for (let i = 0; i < numbers.length; i++) counts.add(quality.subarray(i * HALF_HOURS, (i + 1) * HALF_HOURS));
		if (version <= 1) return counts;
		const sql = newestOf('number, quality', day, shard, version - 1);
		const values = new Uint8Array(HALF_HOURS);
		for await (const [number, runs] of this.#connections.copyOut(sql, 2)) {
			intoValues(runs ?? NOTHING, USUAL_QUALITY, values);
			if (!changed.has(int8Of(number!))) counts.add(values);
		}
		return counts;
	}

	async #closedDay(day: number, shard: number, asOf: number): Promise<DayMatrix> {
		const all: MeterDay[] = [];
		for await (const row of this.#connections.copyOut(newestOf(METER_DAY_COLUMNS, day, shard, asOf), METER_DAY_FIELDS)) all.push(meterDayOf(row));
		return matrixOf(day, shard, all);
	}

	async #closedSlot(day: number, shard: number, halfHour: number): Promise<SlotColumn> {
		const columns = `number, imports[${halfHour + 1}], CASE WHEN exports IS NULL THEN 0 ELSE exports[${halfHour + 1}] END, quality`;
		const rows = new ColumnRows();
		const countOf = (field: Field) => (field === undefined ? MISSING : field.readInt32BE(0));
		for await (const [number, imported, exported, runs] of this.#connections.copyOut(newestOf(columns, day, shard, NEWEST), 4)) {
			rows.add(int8Of(number!), countOf(imported), countOf(exported), valueAt(runs ?? NOTHING, USUAL_QUALITY, halfHour));
		}
		return rows.column(shard);
	}

	/** What came first of each boundary. */
	async #openDay(day: number, shard: number): Promise<DayMatrix | undefined> {
		const begin = firstSlotOf(day);
		const parts: Buffer[] = [];
		const sql =
			`SELECT records FROM keiki_mdm.reading_part WHERE shard = ${wholeNumber(shard)} AND first_slot <= ${begin + HALF_HOURS} AND last_slot >= ${begin} ` +
			'ORDER BY received, worker, sequence';
		for await (const [records] of this.#connections.copyOut(sql, 1)) parts.push(Buffer.from(records!));
		const known = numbersIn(parts, begin, begin + HALF_HOURS);
		if (known.length === 0) return undefined;
		const matrix = new DayMatrix(day, shard, known);
		for (const records of parts) {
			for (let at = 0; at < records.length; at += RECORD_SIZE) {
				matrix.take({
					number: records.readUInt32LE(at),
					slot: records.readUInt32LE(at + 4),
					import: records.readUInt32LE(at + 8),
					export: records.readUInt32LE(at + 12),
					status: records.readUInt8(at + 20),
				});
			}
		}
		return matrix;
	}
}

const NOTHING = new Uint8Array(0);

function newestOf(columns: string, day: number, shard: number, asOf: number): string {
	const [first, last] = numbersOf(wholeNumber(shard));
	return (
		`SELECT DISTINCT ON (number) ${columns} FROM keiki_mdm.meter_day WHERE day = '${dateText(day)}' AND number BETWEEN ${first} AND ${last} ` +
		`AND version <= ${wholeNumber(asOf)} ORDER BY number, version DESC`
	);
}

/** It stands in a statement as it is. Throws RangeError of what is none. */
function wholeNumber(value: number): number {
	if (!Number.isSafeInteger(value)) throw new RangeError(`PostgreSQL: expected a whole number, got ${value}`);
	return value;
}
