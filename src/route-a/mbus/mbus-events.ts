/**
 * The M-Bus log, and the control log of each channel's valve. A record is of
 *
 * | offset | bytes | field                               |
 * |--------|-------|-------------------------------------|
 * | 0      | 6     | time, ms since 1970-01-01T00:00:00Z |
 * | 6      | 1     | code                                |
 * | 7      | 1     | 0                                   |
 *
 * A code is that of channel 1 and ten more for each further one (IDIS, DSMR; unconfirmed).
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { putUint48, uint48 } from '../../../modules/bytes/uint.js';
import type { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import type { Journal } from '../../../modules/journal/journal.js';
import { KeptRows } from './kept-rows.js';
import { EVENT_LENGTH, MBUS_CHANNELS } from './mbus-memory.js';

export const MBUS_EVENT = frozen({
	communicationError: 100,
	communicationOk: 101,
	replaceBattery: 102,
	fraud: 103,
	clockAdjusted: 104,
	newDevice: 105,
	permanentError: 106,
	remoteDisconnection: 162,
	remoteConnection: 163,
	valveAlarm: 164,
});

export type MbusEventName = keyof typeof MBUS_EVENT;

const STEP = 10;
/** From this on, codes are of the control logs. */
const CONTROL = 160;
const CODE = 6;
const CAPACITY = 30;

export class MbusEvents {
	/** Of all channels. */
	readonly log: KeptRows;
	/** Of each channel. */
	readonly control: readonly KeptRows[];
	readonly #journal: Journal;

	/** @param deviation minutes from local time to UTC */
	constructor(journal: Journal, deviation: number) {
		this.#journal = journal;
		const put = (w: DataWriter, record: Uint8Array, column: number) =>
			column === 0 ? w.octetString(dateTimeOf(uint48(record, 0), deviation, 0)) : w.unsigned(record[CODE]!);
		this.log = new KeptRows(journal, CAPACITY, put);
		this.control = Array.from({ length: MBUS_CHANNELS }, () => new KeptRows(journal, CAPACITY, put));
		for (let index = journal.first; index < journal.end; index++) this.#add(index);
	}

	/** It is there to stay when this returns. @param channel from 1 @param time ms since 1970-01-01T00:00:00Z */
	record(name: MbusEventName, channel: number, time: number): void {
		const record = new Uint8Array(EVENT_LENGTH);
		putUint48(record, 0, time);
		record[CODE] = MBUS_EVENT[name] + STEP * (channel - 1);
		this.#add(this.#journal.append(record));
	}

	/** Code of the newest entry of the M-Bus log; 0: there is none. */
	get newest(): number {
		return this.log.newest?.[CODE] ?? 0;
	}

	/** Code of the newest entry of a channel's control log; 0: there is none. */
	newestControl(channel: number): number {
		return this.control[channel - 1]!.newest?.[CODE] ?? 0;
	}

	#add(index: number): void {
		const code = this.#journal.read(index)?.[CODE];
		if (code === undefined) return;
		const rows = code < CONTROL ? this.log : this.control[Math.floor((code - CONTROL) / STEP)];
		rows?.add(index);
	}
}
