import type { Flash } from '../../../hal/ports/flash.js';
import { Reader } from '../../../modules/bytes/reader.js';
import { uint32 } from '../../../modules/bytes/uint.js';
import { Writer } from '../../../modules/bytes/writer.js';
import { Journal } from '../../../modules/journal/journal.js';
import type { Minute } from '../metering/readings.js';
import { decodeEvent, EVENT_LENGTH, type EventRecord, encodeEvent } from './event.js';
import { PERIOD_LENGTH, type Period } from './period.js';

export interface ArchiveOptions {
	/** The unit's own. */
	readonly flash: Flash;
	readonly firstSector?: number;
}

/** One-minute means of a half-hour, in 0.01 V: for each of its minutes three quantities. */
export const MEANS_LENGTH = 30 * 3;
export const UNKNOWN_MEAN = 0xffff;

const SNAPSHOT_LENGTH = 4 + 4 + 2 * PERIOD_LENGTH + 2 * MEANS_LENGTH;
const SNAPSHOT_KIND = 5;
const DAY_KIND = 6;
const MONTH_KIND = 7;
const EVENT_KIND = 8;
/** Half-hours: 54 in six sectors, a day and more. Days: 66 in two. Months: 33 in one. Events: 324 in two. Each journal has one sector more. */
const SNAPSHOT_SECTORS = 7;
const DAY_SECTORS = 3;
const MONTH_SECTORS = 2;
const EVENT_SECTORS = 3;
/** Sectors of 4,096 bytes that the unit uses of its flash. */
export const VOLTAGE_SECTORS = SNAPSHOT_SECTORS + DAY_SECTORS + MONTH_SECTORS + EVENT_SECTORS;

/**
 * What a voltage unit keeps on flash. A snapshot is written every half-hour:
 *
 * | offset | length | field |
 * |---|---|---|
 * | 0 | 4 | the half-hour's first minute, since 1970 |
 * | 4 | 4 | index that the next event gets: later ones are not in the statistics that follow |
 * | 8 | 112 | statistics of the day (period.ts) |
 * | 120 | 112 | statistics of the month |
 * | 232 | 180 | the half-hour's means, 0xFFFF where unknown |
 *
 * That is 48 records of 418 bytes a day on a ring of 63, so each sector is erased 280 times a year. A day, a month and an event are one record each, written
 * when it ends.
 */
export class Archive {
	readonly #snapshots: Journal;
	readonly #days: Journal;
	readonly #months: Journal;
	readonly #events: Journal;

	/** @throws JournalError if the flash holds something else, or nothing that can be read; it is left as it was */
	constructor(options: ArchiveOptions) {
		const { flash } = options;
		let firstSector = options.firstSector ?? 0;
		this.#snapshots = new Journal({ flash, firstSector, sectors: SNAPSHOT_SECTORS, recordLength: SNAPSHOT_LENGTH, kind: SNAPSHOT_KIND });
		firstSector += SNAPSHOT_SECTORS;
		this.#days = new Journal({ flash, firstSector, sectors: DAY_SECTORS, recordLength: PERIOD_LENGTH, kind: DAY_KIND });
		firstSector += DAY_SECTORS;
		this.#months = new Journal({ flash, firstSector, sectors: MONTH_SECTORS, recordLength: PERIOD_LENGTH, kind: MONTH_KIND });
		firstSector += MONTH_SECTORS;
		this.#events = new Journal({ flash, firstSector, sectors: EVENT_SECTORS, recordLength: EVENT_LENGTH, kind: EVENT_KIND });
	}

	save(halfHour: Minute, day: Period, month: Period, means: Uint16Array): void {
		const writer = new Writer(SNAPSHOT_LENGTH).uint(4, halfHour).uint(4, this.#events.end);
		day.write(writer);
		month.write(writer);
		for (let i = 0; i < MEANS_LENGTH; i++) writer.uint(2, means[i]!);
		this.#snapshots.append(writer.bytes);
	}

	/** Sets day and month to what the newest snapshot holds, and hands over the events that it does not know of; undefined if there is none. */
	restore(day: Period, month: Period, replay: (event: EventRecord) => void): Minute | undefined {
		const record = newest(this.#snapshots, () => true);
		if (record === undefined) return undefined;
		const reader = new Reader('voltage snapshot', record);
		const halfHour = reader.uint(4, 'half-hour');
		let index = reader.uint(4, 'event');
		day.read(reader);
		month.read(reader);
		for (index = Math.max(index, this.#events.first); index < this.#events.end; index++) {
			const event = this.#events.read(index);
			if (event !== undefined) replay(decodeEvent(event));
		}
		return halfHour;
	}

	/** Sets `means` to those of a half-hour; false if they are not kept. */
	readMeans(halfHour: Minute, means: Uint16Array): boolean {
		const record = newest(this.#snapshots, (bytes) => uint32(bytes, 0) === halfHour);
		if (record === undefined) return false;
		const reader = new Reader('voltage snapshot', record);
		reader.skip(SNAPSHOT_LENGTH - 2 * MEANS_LENGTH, 'statistics');
		for (let i = 0; i < MEANS_LENGTH; i++) means[i] = reader.uint(2, 'mean');
		return true;
	}

	addDay(day: Period): void {
		append(this.#days, day);
	}

	addMonth(month: Period): void {
		append(this.#months, month);
	}

	/** Sets `day` to the one that begins at `start`; false if it is not kept. */
	readDay(start: Minute, day: Period): boolean {
		return find(this.#days, start, day);
	}

	/** Sets `month` to the one that begins at `start`; false if it is not kept. */
	readMonth(start: Minute, month: Period): boolean {
		return find(this.#months, start, month);
	}

	addEvent(event: EventRecord): void {
		this.#events.append(encodeEvent(event));
	}

	/** Calls `visit` with each event that is kept, the newest first, until it returns false. */
	walkEvents(visit: (event: EventRecord) => boolean): void {
		for (let index = this.#events.end - 1; index >= this.#events.first; index--) {
			const record = this.#events.read(index);
			if (record !== undefined && !visit(decodeEvent(record))) return;
		}
	}
}

function append(journal: Journal, period: Period): void {
	const writer = new Writer(PERIOD_LENGTH);
	period.write(writer);
	journal.append(writer.bytes);
}

function find(journal: Journal, start: Minute, period: Period): boolean {
	const record = newest(journal, (bytes) => uint32(bytes, 0) === start);
	if (record === undefined) return false;
	period.read(new Reader('voltage statistics', record));
	return true;
}

/** The newest record that fits; a view that the journal's next call overwrites. */
function newest(journal: Journal, fits: (record: Uint8Array) => boolean): Uint8Array | undefined {
	for (let index = journal.end - 1; index >= journal.first; index--) {
		const record = journal.read(index);
		if (record !== undefined && fits(record)) return record;
	}
	return undefined;
}
