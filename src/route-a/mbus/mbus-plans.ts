/**
 * What is planned of the meters behind, on a second flash: without one there are neither daily and monthly rows nor schedules of valves.
 *
 * | sectors of the flash | content                                                              |
 * |----------------------|----------------------------------------------------------------------|
 * | 0 to 3               | rows of days of all channels (channel-rows.ts)                       |
 * | 4 to 6               | rows of months, likewise                                             |
 * | 7 to 9               | schedules of valves (control/schedule.ts), one behind the other      |
 */
import type { Flash } from '../../../hal/ports/flash.js';
import { Journal } from '../../../modules/journal/journal.js';
import { SLOTS_SECTORS, Slots } from '../../../modules/journal/slots.js';
import { SCHEDULE_SLOTS } from '../control/schedule.js';
import { SLOT_LENGTH } from '../control/slot-rows.js';
import { MBUS_CHANNELS, ROW_LENGTH } from './mbus-memory.js';

const DAY_KIND = 14;
const MONTH_KIND = 15;
/** They keep 318 rows, and 212. */
const DAY_SECTORS = 4;
const MONTH_SECTORS = 3;

/** Rows of each channel: a month and a half; three years. */
export const DAY_CAPACITY = 45;
export const MONTH_CAPACITY = 36;

/** Sectors of 4,096 bytes. */
export const MBUS_PLAN_SECTORS = DAY_SECTORS + MONTH_SECTORS + SLOTS_SECTORS;

export class MbusPlans {
	readonly days: Journal;
	readonly months: Journal;
	readonly schedules: Slots;

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash) {
		const journal = (firstSector: number, sectors: number, kind: number) =>
			new Journal({ flash, firstSector, sectors, recordLength: ROW_LENGTH, kind });
		this.days = journal(0, DAY_SECTORS, DAY_KIND);
		this.months = journal(DAY_SECTORS, MONTH_SECTORS, MONTH_KIND);
		const range = { flash, firstSector: DAY_SECTORS + MONTH_SECTORS, sectors: SLOTS_SECTORS };
		this.schedules = new Slots({ range, count: MBUS_CHANNELS * SCHEDULE_SLOTS, length: SLOT_LENGTH });
	}

	/** How often its most worn sector was erased. */
	get erasures(): number {
		return Math.max(this.days.erasures, this.months.erasures, this.schedules.erasures ?? 0);
	}
}
