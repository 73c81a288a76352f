/** A `ReadingStore` of this process alone, for what stands above one. */
import { columnOf, matrixOf } from '../../../boards/host/mdm/matrices.js';
import { type JournalBlock, RECORD_SIZE, readingAt } from '../../../src/head-end/collection/journal.js';
import { BOUNDARIES, DayMatrix, dayOfSlot, firstSlotOf, HALF_HOURS, MISSING, type Reading, shardOf } from '../../../src/mdm/day-matrix.js';
import type { DaysOptions, MeterDay, ReadingStore, ShardState, SlotColumn } from '../../../src/mdm/reading-store.js';

export class MemoryStore implements ReadingStore {
	readonly readings: Reading[] = [];
	readonly puts: string[] = [];
	readonly #blocks = new Set<string>();
	/** By day, shard and number: versions, rising. */
	readonly #closed = new Map<string, Map<number, MeterDay[]>>();

	async append(block: JournalBlock): Promise<void> {
		const id = `${block.worker}/${block.sequence}`;
		if (this.#blocks.has(id)) return;
		this.#blocks.add(id);
		const { buffer, byteOffset, length } = block.records;
		for (let at = 0; at < length; at += RECORD_SIZE) this.readings.push(readingAt(new DataView(buffer, byteOffset, length), at));
	}

	async day(day: number, shard: number, asOf = 0xffff): Promise<DayMatrix | undefined> {
		const rows = [...(this.#closed.get(`${day}/${shard}`)?.values() ?? [])].flatMap((versions) =>
			versions.filter((each) => each.version <= asOf).slice(-1),
		);
		if (rows.length > 0)
			return matrixOf(
				day,
				shard,
				rows.sort((one, other) => one.number - other.number),
			);
		const [begin, end] = [firstSlotOf(day), firstSlotOf(day) + HALF_HOURS];
		const came = this.readings.filter(({ number, slot }) => slot >= begin && slot <= end && shardOf(number) === shard);
		if (came.length === 0) return undefined;
		const numbers = [...new Set(came.map(({ number }) => number))].sort((one, other) => one - other);
		const matrix = new DayMatrix(day, shard, Uint32Array.from(numbers));
		for (const each of came) matrix.take(each);
		return matrix;
	}

	async put(day: number, shard: number, version: number, rows: DayMatrix): Promise<void> {
		const id = `${day}/${shard} v${version}`;
		if (this.puts.includes(id)) return;
		this.puts.push(id);
		const there = this.#closed.get(`${day}/${shard}`) ?? new Map<number, MeterDay[]>();
		this.#closed.set(`${day}/${shard}`, there);
		for (const [row, number] of rows.numbers.entries()) {
			const cut = <T extends Uint32Array | Uint8Array>(values: T, length: number) => values.slice(row * length, (row + 1) * length) as T;
			const meterDay = {
				...{ number, day, version, flags: rows.flags[row]! },
				...{ imports: cut(rows.imports, BOUNDARIES), exports: cut(rows.exports, BOUNDARIES) },
				...{ status: cut(rows.status, HALF_HOURS), quality: cut(rows.quality, HALF_HOURS) },
			};
			there.set(number, [...(there.get(number) ?? []), meterDay]);
		}
	}

	async *days(numbers: readonly number[], from: number, to: number, { asOf = 0xffff, history = false }: DaysOptions = {}): AsyncGenerator<MeterDay> {
		for (const number of [...new Set(numbers)].sort((one, other) => one - other)) {
			for (let day = from; day <= to; day++) {
				const versions = (this.#closed.get(`${day}/${shardOf(number)}`)?.get(number) ?? []).filter(({ version }) => version <= asOf);
				yield* history ? versions : versions.slice(-1);
			}
		}
	}

	async *slot(slot: number): AsyncGenerator<SlotColumn> {
		const day = dayOfSlot(slot);
		for (const { shard } of await this.shards(day)) yield columnOf((await this.day(day, shard))!, slot - firstSlotOf(day) - 1);
	}

	async shards(day: number): Promise<readonly ShardState[]> {
		const shards = new Set([...this.#closed.keys()].filter((key) => key.startsWith(`${day}/`)).map((key) => Number(key.split('/')[1])));
		const closed = new Set(shards);
		for (const { number, slot } of this.readings) if (dayOfSlot(slot) === day) shards.add(shardOf(number));
		const states: ShardState[] = [];
		for (const shard of [...shards].sort((one, other) => one - other)) {
			const { numbers, imports, exports, quality, versions } = (await this.day(day, shard))!;
			const isClosed = closed.has(shard);
			const missing = isClosed
				? quality.filter((each) => each === 255).length
				: imports.filter((each, i) => i % BOUNDARIES > 0 && each === MISSING && exports[i] === MISSING).length;
			const estimated = quality.filter((each) => each === 8 || each === 9).length;
			const version = Math.max(...versions);
			states.push({ shard, rows: numbers.length, version: isClosed ? version : 0, closed: isClosed, missing, estimated: isClosed ? estimated : 0 });
		}
		return states;
	}

	async close(): Promise<void> {}
}
