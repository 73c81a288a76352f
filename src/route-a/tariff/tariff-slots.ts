/** Numbers under which the tariff keeps its values (modules/journal/slots.ts), on a flash of its own, which stays blank until there is something to keep. */
import type { Flash } from '../../../hal/ports/flash.js';
import { JoinedSectors } from '../../../modules/journal/joined-sectors.js';
import type { Journal } from '../../../modules/journal/journal.js';
import { SLOTS_SECTORS, Slots } from '../../../modules/journal/slots.js';
import type { FlashRange } from '../standard-log.js';

/** Bytes of a value. */
export const TARIFF_SLOT_LENGTH = 192;

/**
 * | number          | bytes                                                                    |
 * |-----------------|--------------------------------------------------------------------------|
 * | 0 header        | which of two banks counts of what follows, and more: calendar-memory.ts  |
 * | 1 to 6          | two banks of seasons, of weeks, of days: calendar-codec.ts               |
 * | 7 to 10         | two banks of special days, two values each                               |
 * | 11, 12          | masks; registers and the active mask: tariff-registers.ts                |
 */
export const TARIFF_SLOT = Object.freeze({ header: 0, seasons: 1, weeks: 3, days: 5, specialDays: 7, masks: 11, registers: 12 });
const COUNT = 13;

/** Sectors that count as one: 41 values find room. */
const JOINED = 4;

/** Sectors of 4,096 bytes that the tariff wants of a flash. */
export const TARIFF_SECTORS = JOINED * SLOTS_SECTORS;

/** The range on a flash that has nothing else on it. */
export function tariffRange(flash: Flash): FlashRange {
	return { flash: new JoinedSectors(flash, JOINED), firstSector: 0, sectors: SLOTS_SECTORS };
}

/** Opened before there is a request, in which stack is short. Throws JournalError if the flash holds something else. */
export function openTariff(range: FlashRange): Journal {
	return Slots.open(range, TARIFF_SLOT_LENGTH);
}

/** @param range undefined: what is kept is gone with the power */
export function tariffSlots(range: FlashRange | undefined, journal: Journal | undefined): Slots {
	return new Slots({ range, journal, count: COUNT, length: TARIFF_SLOT_LENGTH });
}
