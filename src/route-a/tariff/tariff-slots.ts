/**
 * Where the tariff keeps what it keeps, on a flash of its own, which stays blank until there is something to keep. Journals are opened before there is a
 * request, in which stack is short; memory for values is taken when there are some.
 *
 * | sectors of the flash | content                                      |
 * |----------------------|----------------------------------------------|
 * | 0 to 11              | values by numbers (modules/journal/slots.ts) |
 * | 12 to 14             | slots of the schedule of billing             |
 * | 15 to 17             | the billing profile                          |
 */
import type { Flash } from '../../../hal/ports/flash.js';
import { JoinedSectors } from '../../../modules/journal/joined-sectors.js';
import { Journal } from '../../../modules/journal/journal.js';
import { SLOTS_SECTORS, Slots } from '../../../modules/journal/slots.js';
import { SCHEDULE_SLOTS } from '../control/schedule.js';
import { SLOT_LENGTH } from '../control/slot-rows.js';
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
 * | 13, 14 to 19    | the schedule, and two banks of its entries: timetable-memory.ts          |
 */
export const TARIFF_SLOT = Object.freeze({ header: 0, seasons: 1, weeks: 3, days: 5, specialDays: 7, masks: 11, registers: 12, timetable: 13 });
const COUNT = 20;

/** A time, and a count of each register: billing.ts. */
export const BILLING_RECORD_LENGTH = 66;

/** Sectors that count as one: 41 values find room. */
const JOINED = 4;
const SCHEDULE_SECTOR = JOINED * SLOTS_SECTORS;
const BILLING_SECTOR = SCHEDULE_SECTOR + SLOTS_SECTORS;
/** They hold 112 records at least. */
const BILLING_SECTORS = 3;
const BILLING_KIND = 9;

/** Sectors of 4,096 bytes that the tariff wants of a flash. */
export const TARIFF_SECTORS = BILLING_SECTOR + BILLING_SECTORS;

/** The journals of a tariff's flash. */
export class TariffMemory {
	readonly billing: Journal;
	readonly #values: Journal;
	readonly #schedule: Journal;
	readonly #valuesRange: FlashRange;
	readonly #scheduleRange: FlashRange;
	#slots: Slots | undefined;

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash) {
		this.#valuesRange = { flash: new JoinedSectors(flash, JOINED), firstSector: 0, sectors: SLOTS_SECTORS };
		this.#scheduleRange = { flash, firstSector: SCHEDULE_SECTOR, sectors: SLOTS_SECTORS };
		this.#values = Slots.open(this.#valuesRange, TARIFF_SLOT_LENGTH);
		this.#schedule = Slots.open(this.#scheduleRange, SLOT_LENGTH);
		this.billing = new Journal({
			flash,
			firstSector: BILLING_SECTOR,
			sectors: BILLING_SECTORS,
			recordLength: BILLING_RECORD_LENGTH,
			kind: BILLING_KIND,
		});
		if (this.hasTariff) this.tariffSlots();
	}

	/** Whether something was kept of calendars, masks or rates; of the schedule of billing. */
	get hasTariff(): boolean {
		return this.#values.end > 0;
	}

	get hasSchedule(): boolean {
		return this.#schedule.end > 0;
	}

	/** How often the most worn sector was erased. */
	get erasures(): number {
		return Math.max(this.#values.erasures, this.#schedule.erasures, this.billing.erasures);
	}

	/** The same for all who ask. */
	tariffSlots(): Slots {
		this.#slots ??= new Slots({ range: this.#valuesRange, journal: this.#values, count: COUNT, length: TARIFF_SLOT_LENGTH });
		return this.#slots;
	}

	scheduleSlots(): Slots {
		return new Slots({ range: this.#scheduleRange, journal: this.#schedule, count: SCHEDULE_SLOTS, length: SLOT_LENGTH });
	}
}
