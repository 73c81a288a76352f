/**
 * Where a meter with an M-Bus keeps what it keeps of the meters behind it, on a flash of its own. A number that was in use keeps its meaning.
 *
 * | sectors of the flash  | content                                                                                     |
 * |-----------------------|---------------------------------------------------------------------------------------------|
 * | 0 to 2                | two values of each channel: its state (channel-state.ts), its capture definition            |
 * | 3 to 5                | events of all channels (mbus-events.ts)                                                     |
 * | 6 to 8, 9 to 11, …    | what each channel captured by time (channel-rows.ts)                                        |
 */
import type { Flash } from '../../../hal/ports/flash.js';
import { Journal } from '../../../modules/journal/journal.js';
import { SLOTS_SECTORS, Slots } from '../../../modules/journal/slots.js';

export const MBUS_CHANNELS = 4;
/** Bytes of a value. */
export const CHANNEL_SLOT_LENGTH = 64;
/** Of each channel. */
const SLOTS = 2;
export const CHANNEL_SLOT = Object.freeze({ state: 0, definition: 1 });

const EVENT_KIND = 10;
const ROW_KIND = 11;
/** A time, a code. */
export const EVENT_LENGTH = 8;
/** A time, a status, four values. */
export const ROW_LENGTH = 32;
const JOURNAL_SECTORS = 3;
const ROWS_SECTOR = SLOTS_SECTORS + JOURNAL_SECTORS;

/** Sectors of 4,096 bytes. */
export const MBUS_SECTORS = ROWS_SECTOR + MBUS_CHANNELS * JOURNAL_SECTORS;

export class MbusMemory {
	readonly slots: Slots;
	readonly events: Journal;
	/** Of each channel. */
	readonly rows: readonly Journal[];

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash) {
		const range = { flash, firstSector: 0, sectors: SLOTS_SECTORS };
		this.slots = new Slots({ range, count: MBUS_CHANNELS * SLOTS, length: CHANNEL_SLOT_LENGTH });
		const journal = (firstSector: number, recordLength: number, kind: number) =>
			new Journal({ flash, firstSector, sectors: JOURNAL_SECTORS, recordLength, kind });
		this.events = journal(SLOTS_SECTORS, EVENT_LENGTH, EVENT_KIND);
		this.rows = Array.from({ length: MBUS_CHANNELS }, (_, i) => journal(ROWS_SECTOR + i * JOURNAL_SECTORS, ROW_LENGTH, ROW_KIND));
	}

	/** How often the most worn sector was erased. */
	get erasures(): number {
		return Math.max(this.slots.erasures ?? 0, this.events.erasures, ...this.rows.map(({ erasures }) => erasures));
	}

	/** Number of a channel's value. @param channel from 1 @param slot one of `CHANNEL_SLOT` */
	static slot(channel: number, slot: number): number {
		return (channel - 1) * SLOTS + slot;
	}
}
