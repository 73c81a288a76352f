/** Where readings are kept, whatever keeps them. */
import type { JournalBlock } from '../head-end/collection/journal.js';
import type { DayMatrix } from './day-matrix.js';

/** A version of a meter's day, as the row of a `DayMatrix`. */
export interface MeterDay {
	readonly number: number;
	readonly day: number;
	readonly version: number;
	/** 49 counts of the registers each, `MISSING` where unknown. */
	readonly imports: Uint32Array;
	readonly exports: Uint32Array;
	/** 48 each. */
	readonly status: Uint8Array;
	readonly quality: Uint8Array;
	readonly flags: number;
}

/** One half-hour of the meters of a shard. */
export interface SlotColumn {
	readonly shard: number;
	/** Rising. */
	readonly numbers: Uint32Array;
	/** Counts between its boundaries; `MISSING`: unknown, or a register that began again at 0. */
	readonly imports: Uint32Array;
	readonly exports: Uint32Array;
	readonly quality: Uint8Array;
}

/** A day of a shard. */
export interface ShardState {
	readonly shard: number;
	/** Meters. */
	readonly rows: number;
	/** The newest; 0 while it is open. */
	readonly version: number;
	readonly closed: boolean;
	/** Half-hours of all meters: of an open day those whose end has not come. */
	readonly missing: number;
	readonly estimated: number;
}

export interface DaysOptions {
	/** No version above it. */
	readonly asOf?: number;
	/** All versions, not the newest alone, rising. */
	readonly history?: boolean;
}

export interface ReadingStore {
	/** Durable when it resolves. A block that came before, by its worker and sequence, counts once. */
	append(block: JournalBlock): Promise<void>;

	/** A day of a shard as it stands: as it was closed and corrected, or else what has come until now. */
	day(day: number, shard: number, asOf?: number): Promise<DayMatrix | undefined>;

	/**
	 * Closes a day with version 1, with all meters; corrects it with later ones, which have those meters alone that changed. It is there whole or not at all,
	 * and once however often it is put.
	 */
	put(day: number, shard: number, version: number, rows: DayMatrix): Promise<void>;

	/** Closed days of some meters, by number and day, both ends included. */
	days(numbers: readonly number[], from: number, to: number, options?: DaysOptions): AsyncIterable<MeterDay>;

	/** The half-hour that ends at a slot, of all meters, shard by shard. */
	slot(slot: number): AsyncIterable<SlotColumn>;

	/** Those of which something is there on a day, rising. */
	shards(day: number): Promise<readonly ShardState[]>;

	/** Waits for what is under way. */
	close(): Promise<void>;
}
