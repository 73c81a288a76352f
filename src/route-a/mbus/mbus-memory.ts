/**
 * Where a meter with an M-Bus keeps what it keeps of the meters behind it, on a flash of its own. A number that was in use keeps its meaning.
 *
 * | sectors of the flash  | content                                                                                     |
 * |-----------------------|---------------------------------------------------------------------------------------------|
 * | 0 to 2                | a value of each channel (channel-state.ts)                                                  |
 * | 3 to 5                | events of all channels (mbus-events.ts)                                                     |
 * | 6 to 9, 10 to 13, …   | what each channel captured by time (channel-rows.ts)                                        |
 */
import type { Flash } from '../../../hal/ports/flash.js';
import { Journal } from '../../../modules/journal/journal.js';
import { SLOTS_SECTORS, Slots } from '../../../modules/journal/slots.js';

export const MBUS_CHANNELS = 4;
/** Bytes of a value. */
export const CHANNEL_SLOT_LENGTH = 128;

const EVENT_KIND = 10;
const ROW_KIND = 11;
/** A time, a code. */
export const EVENT_LENGTH = 8;
/** A time, a status, four values. */
export const ROW_LENGTH = 32;
const EVENT_SECTORS = 3;
const ROWS_AT = SLOTS_SECTORS + EVENT_SECTORS;
/** They keep 318 rows, so that some may be lost to cuts of the power. */
const ROW_SECTORS = 4;

/** Sectors of 4,096 bytes. */
export const MBUS_SECTORS = ROWS_AT + MBUS_CHANNELS * ROW_SECTORS;

export class MbusMemory {
	readonly slots: Slots;
	readonly events: Journal;
	/** Of each channel. */
	readonly rows: readonly Journal[];

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash) {
		const range = { flash, firstSector: 0, sectors: SLOTS_SECTORS };
		this.slots = new Slots({ range, count: MBUS_CHANNELS, length: CHANNEL_SLOT_LENGTH });
		const journal = (firstSector: number, sectors: number, recordLength: number, kind: number) =>
			new Journal({ flash, firstSector, sectors, recordLength, kind });
		this.events = journal(SLOTS_SECTORS, EVENT_SECTORS, EVENT_LENGTH, EVENT_KIND);
		this.rows = Array.from({ length: MBUS_CHANNELS }, (_, i) => journal(ROWS_AT + i * ROW_SECTORS, ROW_SECTORS, ROW_LENGTH, ROW_KIND));
	}

	/** How often its most worn sector was erased. */
	get erasures(): number {
		return Math.max(this.slots.erasures ?? 0, this.events.erasures, ...this.rows.map(({ erasures }) => erasures));
	}
}
