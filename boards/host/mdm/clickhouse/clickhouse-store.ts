/**
 * `ReadingStore` on ClickHouse: replicated tables, each insert acknowledged by as many servers as are more than half.
 *
 * | what | how |
 * |---|---|
 * | a block once | one insert of the same bytes in one partition: there whole or not at all, and refused when it comes again; what comes again later than that is remembered is the same row again |
 * | a day whole | the rows in one insert, then the row of `shard_day` that makes them count |
 * | first come | the reading that was received first counts, as in a day's matrix |
 */
import type { JournalBlock } from '../../../../src/head-end/collection/journal.js';
import { dateText } from '../../../../src/mdm/calendar.js';
import { DayMatrix, dayOfSlot, firstSlotOf, HALF_HOURS, METERS_A_SHARD, shardOf } from '../../../../src/mdm/day-matrix.js';
import type { DaysOptions, MeterDay, ReadingStore, ShardState, SlotColumn } from '../../../../src/mdm/reading-store.js';
import { DayCounts, intoValues, USUAL_QUALITY, valueAt } from '../day-row.js';
import { ColumnRows, columnOf, matrixOf, numbersOf } from '../matrices.js';
import { parseClickHouse } from './address.js';
import { dayRows, METER_DAY_COLUMNS, meterDayOf, meterDays } from './day-rows.js';
import { RowReader, readingRows, slotsOf } from './row-binary.js';
import { READINGS, schemaOf } from './schema.js';
import { ClickHouseError, LONGEST, NoServerError, type Question, Servers } from './servers.js';

/** ms that a server waits for the others before it says that it does not know. */
const QUORUM_PATIENCE = 5000;
/** ms after which a write that waits for a server that is gone is given to the other table. */
const STUCK = 250;
/** ms that servers are given to get what was written last. */
const CATCHING_UP = 3000;
/** Meters of a query. */
const METERS_A_QUERY = 1000;
/** Days of a query, so that an answer stays small. */
const DAYS_A_QUERY = 64;

export interface ClickHouseOptions {
	/** Told of a server that could not be made ready, and why. */
	readonly warn?: (place: string, why: string) => void;
	readonly now?: () => number;
}

export class ClickHouseStore implements ReadingStore {
	readonly #servers: Servers;
	readonly #database: string;
	readonly #isReplicated: boolean;
	readonly #writing: Readonly<Record<string, string | number>>;
	readonly #reading: Readonly<Record<string, string | number>>;
	readonly #now: () => number;
	/** Which of `READINGS` is written to. */
	#table = 0;
	/** Inserts of one table with a quorum come one after the other. */
	#last: Promise<unknown> = Promise.resolve();

	private constructor(servers: Servers, database: string, isReplicated: boolean, options: ClickHouseOptions) {
		[this.#servers, this.#database, this.#isReplicated] = [servers, database, isReplicated];
		this.#now = options.now ?? Date.now;
		const quorum = Math.floor(servers.count / 2) + 1;
		this.#writing = isReplicated && quorum > 1 ? { insert_quorum: quorum, insert_quorum_timeout: QUORUM_PATIENCE } : {};
		this.#reading = isReplicated && quorum > 1 ? { select_sequential_consistency: 1 } : {};
	}

	/** Makes the tables where they are not. Throws UsageError of a wrong address, NoServerError where no server answers. */
	static async open(text: string, options: ClickHouseOptions = {}): Promise<ClickHouseStore> {
		const address = parseClickHouse(text);
		const servers = new Servers(address, options.now);
		try {
			const isReplicated = servers.count > 1 || (await hasZookeeper(servers));
			await prepare(servers, schemaOf(address.database, isReplicated), options.warn ?? (() => {}));
			return new ClickHouseStore(servers, address.database, isReplicated, options);
		} catch (error) {
			servers.close();
			throw error;
		}
	}

	/** Whether servers keep the same, and refuse a block that comes again. */
	get isReplicated(): boolean {
		return this.#isReplicated;
	}

	async append(block: JournalBlock): Promise<void> {
		if (block.records.length === 0) return;
		await this.#inTurn(() => this.#appendRows(readingRows(block)));
	}

	async put(day: number, shard: number, version: number, rows: DayMatrix): Promise<void> {
		if (rows.numbers.length > 0) await this.#insert('reading_day', dayRows(day, version, rows));
		const { total, missing, estimated } = await this.#countsWith(day, shard, version, rows);
		const values = `('${dateText(day)}', ${shard}, ${version}, ${total}, ${missing}, ${estimated})`;
		await this.#inTurn(() => this.#servers.ask({ sql: `INSERT INTO ${this.#database}.shard_day VALUES ${values}`, settings: this.#writing }));
	}

	async day(day: number, shard: number, asOf = 0xffff): Promise<DayMatrix | undefined> {
		const versions = await this.#versionsOf(day, day, shard, asOf);
		return versions.size === 0 ? this.#openDay(day, shard) : this.#closedDay(day, shard, versions.get(key(day, shard))!);
	}

	async *days(numbers: readonly number[], from: number, to: number, options: DaysOptions = {}): AsyncGenerator<MeterDay> {
		const { asOf = 0xffff, history = false } = options;
		const ordered = [...new Set(numbers)].sort((one, other) => one - other);
		for (let at = 0; at < ordered.length; at += METERS_A_QUERY) {
			const some = ordered.slice(at, at + METERS_A_QUERY);
			for (let begin = from; begin <= to; begin += DAYS_A_QUERY) {
				yield* this.#someDays(some, begin, Math.min(to, begin + DAYS_A_QUERY - 1), asOf, history);
			}
		}
	}

	async *slot(slot: number): AsyncGenerator<SlotColumn> {
		const day = dayOfSlot(slot);
		const halfHour = slot - firstSlotOf(day) - 1;
		const states = await this.shards(day);
		for (const { shard, version, closed } of states) {
			yield closed ? await this.#closedSlot(day, shard, version, halfHour) : await this.#openSlot(slot, shard);
		}
	}

	async shards(day: number): Promise<readonly ShardState[]> {
		const closed = await this.#rows(
			`SELECT shard, version, rows, missing, estimated FROM ${this.#database}.shard_day FINAL WHERE day = '${dateText(day)}' ORDER BY shard, version`,
		);
		const states = new Map<number, ShardState>();
		while (closed.hasMore) {
			const [shard, version, rows, missing, estimated] = [closed.u32(), closed.u16(), closed.u32(), closed.u32(), closed.u32()];
			states.set(shard, { shard, version, rows, closed: true, missing, estimated });
		}
		const [begin, end] = slotsOf(day);
		const open = await this.#rows(
			`SELECT toUInt32(intDiv(number - 1, ${METERS_A_SHARD})) AS shard, toUInt32(uniqExact(number)), toUInt32(uniqExact(number, slot)) ` +
				`FROM (${this.#readings('number, slot', `slot > ${begin} AND slot <= ${end}`)}) GROUP BY shard ORDER BY shard`,
		);
		while (open.hasMore) {
			const [shard, rows, there] = [open.u32(), open.u32(), open.u32()];
			if (!states.has(shard)) states.set(shard, { shard, version: 0, rows, closed: false, missing: rows * HALF_HOURS - there, estimated: 0 });
		}
		return [...states.values()].sort((one, other) => one.shard - other.shard);
	}

	async close(): Promise<void> {
		await this.#last;
		this.#servers.close();
	}

	/**
	 * Which servers are asked first: those that wait for nothing of the others. A server may get parts in another order than they were written, and that it has
	 * the last, which `select_sequential_consistency` looks for, does not say that it has those before. Where all wait, for what a server has that is gone, that
	 * look alone must do.
	 */
	get #wholeFirst(): Pick<Question, 'first'> {
		if (Object.keys(this.#reading).length === 0) return {};
		const isWaiting = 'inserts_in_queue > 0 OR (log_max_index > 0 AND log_pointer <= log_max_index) OR is_session_expired';
		return { first: `SELECT toUInt8(count() = 0) FROM system.replicas WHERE database = '${this.#database}' AND (${isWaiting}) FORMAT RowBinary` };
	}

	/** Of a server that has all that was acknowledged; where the last of it was dropped with its day, none has, and any will do. */
	async #rows(sql: string, isLong = true): Promise<RowReader> {
		const question = { sql: `${sql} FORMAT RowBinary`, isLong };
		const settings = this.#reading;
		try {
			return new RowReader(await this.#servers.ask({ ...question, ...this.#wholeFirst, settings, patience: CATCHING_UP }));
		} catch (error) {
			if (!(error instanceof NoServerError)) throw error;
			return new RowReader(await this.#servers.ask(error.isBehind ? question : { ...question, settings }));
		}
	}

	#insert(table: string, body: Buffer): Promise<void> {
		return this.#inTurn(() => this.#servers.ask({ sql: `INSERT INTO ${this.#database}.${table} FORMAT RowBinary`, body, settings: this.#writing }));
	}

	/** Of the whole shard as it stands with this version, which may have some of its meters alone. */
	async #countsWith(day: number, shard: number, version: number, { numbers, quality }: DayMatrix): Promise<DayCounts> {
		const counts = new DayCounts();
		const changed = new Set(numbers);
		for (let i = 0; i < numbers.length; i++) counts.add(quality.subarray(i * HALF_HOURS, (i + 1) * HALF_HOURS));
		const before = (await this.#versionsOf(day, day, shard, version - 1)).get(key(day, shard));
		if (before === undefined) return counts;
		const rows = await this.#rows(
			`SELECT number, quality FROM ${this.#database}.reading_day WHERE day = '${dateText(day)}' AND ${numbersIn(shard)} ` +
				`AND version <= ${before} ORDER BY number, version DESC LIMIT 1 BY number`,
		);
		const values = new Uint8Array(HALF_HOURS);
		while (rows.hasMore) {
			const number = rows.u32();
			intoValues(rows.text(), USUAL_QUALITY, values);
			if (!changed.has(number)) counts.add(values);
		}
		return counts;
	}

	/** Into the table that was not waited for the last time. */
	async #appendRows(body: Buffer): Promise<void> {
		for (const until = this.#now() + LONGEST; ; ) {
			const sql = `INSERT INTO ${this.#database}.${READINGS[this.#table]} FORMAT RowBinary`;
			const isLast = !this.#isReplicated || this.#now() > until;
			try {
				await this.#servers.ask({ sql, body, settings: this.#writing, ...(!isLast && { patience: STUCK }) });
				return;
			} catch (error) {
				if (isLast || !(error instanceof NoServerError)) throw error;
				this.#table = 1 - this.#table;
			}
		}
	}

	/** Columns of readings in whichever table; a row may come twice. */
	#readings(columns: string, where: string): string {
		return READINGS.map((table) => `SELECT ${columns} FROM ${this.#database}.${table} WHERE ${where}`).join(' UNION ALL ');
	}

	#inTurn(act: () => Promise<unknown>): Promise<void> {
		const done = this.#last.then(async () => void (await act()));
		this.#last = done.catch(() => {});
		return done;
	}

	/** Newest version that is whole, of each day and shard. */
	async #versionsOf(from: number, to: number, shard: number | undefined, asOf: number): Promise<ReadonlyMap<string, number>> {
		const ofShard = shard === undefined ? '' : ` AND shard = ${shard}`;
		const rows = await this.#rows(
			`SELECT day, shard, max(version) FROM ${this.#database}.shard_day ` +
				`WHERE day >= '${dateText(from)}' AND day <= '${dateText(to)}' AND version <= ${asOf}${ofShard} GROUP BY day, shard`,
			false,
		);
		const versions = new Map<string, number>();
		while (rows.hasMore) versions.set(key(rows.u16(), rows.u32()), rows.u16());
		return versions;
	}

	async #closedDay(day: number, shard: number, version: number): Promise<DayMatrix> {
		const rows = await this.#rows(
			`SELECT ${METER_DAY_COLUMNS} FROM ${this.#database}.reading_day WHERE day = '${dateText(day)}' AND ${numbersIn(shard)} AND version <= ${version} ` +
				'ORDER BY number, version DESC LIMIT 1 BY number',
		);
		return matrixOf(day, shard, [...meterDays(rows)]);
	}

	async #openDay(day: number, shard: number): Promise<DayMatrix | undefined> {
		const [begin, end] = slotsOf(day);
		const where = `slot >= ${begin} AND slot <= ${end} AND ${numbersIn(shard)}`;
		const known = numbersFrom(await this.#rows(`SELECT DISTINCT number FROM (${this.#readings('number', where)}) ORDER BY number`));
		if (known.length === 0) return undefined;
		const matrix = new DayMatrix(day, shard, known);
		const columns = 'number, slot, import, export, status';
		const all = this.#readings(`${columns}, received, worker, sequence, place`, where);
		const rows = await this.#rows(`SELECT ${columns} FROM (${all}) ORDER BY received, worker, sequence, place`);
		while (rows.hasMore) matrix.take({ number: rows.u32(), slot: rows.u32(), import: rows.u32(), export: rows.u32(), status: rows.u8() });
		return matrix;
	}

	async *#someDays(numbers: readonly number[], from: number, to: number, asOf: number, history: boolean): AsyncGenerator<MeterDay> {
		const whole = await this.#versionsOf(from, to, undefined, asOf);
		const rows = await this.#rows(
			`SELECT ${METER_DAY_COLUMNS} FROM ${this.#database}.reading_day WHERE day >= '${dateText(from)}' AND day <= '${dateText(to)}' ` +
				`AND number IN (${numbers.join(', ')}) AND version <= ${asOf} ORDER BY number, day, version DESC LIMIT 1 BY number, day, version`,
		);
		let last: MeterDay | undefined;
		const versions: MeterDay[] = [];
		while (rows.hasMore) {
			const meterDay = meterDayOf(rows);
			const newest = whole.get(key(meterDay.day, shardOf(meterDay.number)));
			if (newest === undefined || meterDay.version > newest) continue;
			if (last?.number !== meterDay.number || last.day !== meterDay.day) {
				yield* versions.splice(0).reverse();
			} else if (!history) continue;
			versions.push(meterDay);
			last = meterDay;
		}
		yield* versions.reverse();
	}

	async #closedSlot(day: number, shard: number, version: number, halfHour: number): Promise<SlotColumn> {
		const ofHalfHour = String(halfHour + 1).padStart(2, '0');
		const rows = await this.#rows(
			`SELECT number, i${ofHalfHour}, e${ofHalfHour}, quality FROM ${this.#database}.reading_day WHERE day = '${dateText(day)}' AND ${numbersIn(shard)} ` +
				`AND version <= ${version} ORDER BY number, version DESC LIMIT 1 BY number`,
		);
		const column = new ColumnRows();
		while (rows.hasMore) column.add(rows.u32(), rows.i32(), rows.i32(), valueAt(rows.text(), USUAL_QUALITY, halfHour));
		return column.column(shard);
	}

	async #openSlot(slot: number, shard: number): Promise<SlotColumn> {
		const day = dayOfSlot(slot);
		const matrix = await this.#openDay(day, shard);
		return columnOf(matrix!, slot - firstSlotOf(day) - 1);
	}
}

function numbersFrom(rows: RowReader): Uint32Array {
	const numbers: number[] = [];
	while (rows.hasMore) numbers.push(rows.u32());
	return Uint32Array.from(numbers);
}

const key = (day: number, shard: number): string => `${day}/${shard}`;

function numbersIn(shard: number): string {
	const [first, last] = numbersOf(shard);
	return `number >= ${first} AND number <= ${last}`;
}

async function hasZookeeper(servers: Servers): Promise<boolean> {
	try {
		await servers.askOf(0, { sql: "SELECT count() FROM system.zookeeper WHERE path = '/'" });
		return true;
	} catch (error) {
		if (error instanceof ClickHouseError) return false;
		throw error;
	}
}

/** Makes the tables at each server; those that are not there now are told of, and are made ready when the store is opened again. */
async function prepare(servers: Servers, statements: readonly string[], warn: NonNullable<ClickHouseOptions['warn']>): Promise<void> {
	const failures: unknown[] = [];
	for (let server = 0; server < servers.count; server++) {
		try {
			for (const sql of statements) await servers.askOfSteadily(server, { sql, isLong: true });
		} catch (error) {
			failures.push(error);
			warn(servers.placeOf(server), (error as Error).message);
		}
	}
	if (failures.length > servers.count - (Math.floor(servers.count / 2) + 1)) throw failures[0];
}
