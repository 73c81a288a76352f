/**
 * Where the calendars are kept. Of each part there are two banks, one of them the active calendar's. What is set goes into the other one and becomes the
 * passive calendar's by the header; until then the passive calendar has the active one's part. So each change is done or undone by one write, and so is an
 * activation.
 *
 * | offset in the header | bytes | field                                                                       |
 * |----------------------|-------|-----------------------------------------------------------------------------|
 * | 0                    | 1     | a bit for each part: the bank of the active calendar                        |
 * | 1                    | 1     | a bit for each part: the passive calendar has the other bank                |
 * | 2                    | 6     | when the passive one becomes active, ms since 1970-01-01T00:00:00Z; 0 never |
 * | 8                    | 1     | bank of the special days                                                    |
 * | 9                    | 1     | how many special days there are                                             |
 * | 16, 32               | 16    | name in each bank: its length, then it                                      |
 */
import { putUint48, uint48 } from '../../../modules/bytes/uint.js';
import type { Calendar, DayProfile, Season, Week } from '../../../modules/cosem/activity-calendar.js';
import type { SpecialDay } from '../../../modules/cosem/special-days.js';
import type { Slots } from '../../../modules/journal/slots.js';
import {
	daysAt,
	nameAt,
	putDaysAt,
	putNameAt,
	putSeasonsAt,
	putSpecialDaysAt,
	putWeeksAt,
	SPECIAL_DAY_LENGTH,
	seasonsAt,
	specialDaysAt,
	weeksAt,
} from './calendar-codec.js';
import { TARIFF_SLOT, TARIFF_SLOT_LENGTH } from './tariff-slots.js';

const ACTIVE = 0;
const DIFFERS = 1;
const ACTIVATION = 2;
const SPECIAL_BANK = 8;
const SPECIAL_COUNT = 9;
const NAMES = 16;
const NAME_ROOM = 16;
export const MOST_NAME = NAME_ROOM - 1;
/** Special days of one slot. */
const PER_SLOT = TARIFF_SLOT_LENGTH / SPECIAL_DAY_LENGTH;
const SPECIAL_SLOTS = 2;

/** A bit each. */
const PART = Object.freeze({ name: 1, seasons: 2, weeks: 4, days: 8 });
type Part = keyof typeof PART;

export class CalendarMemory {
	readonly active: Calendar;
	readonly passive: Calendar;
	readonly #slots: Slots;

	constructor(slots: Slots) {
		this.#slots = slots;
		this.active = new KeptCalendar(slots, false);
		this.passive = new KeptCalendar(slots, true);
	}

	/** Whether the active calendar has seasons. */
	get isInUse(): boolean {
		return this.bytes[(TARIFF_SLOT.seasons + activeBank(this.bytes, 'seasons')) * TARIFF_SLOT_LENGTH] !== 0;
	}

	/** Infinity: never. */
	get activation(): number {
		return uint48(this.bytes, ACTIVATION) || Number.POSITIVE_INFINITY;
	}

	set activation(time: number) {
		putUint48(this.bytes, ACTIVATION, time === Number.POSITIVE_INFINITY ? 0 : time);
		this.#slots.keep(TARIFF_SLOT.header);
	}

	get specialDays(): SpecialDay[] {
		return this.specialDaysOf(() => true);
	}

	/** Those whose date is one of these. */
	specialDaysOf(isAsked: (date: Uint8Array) => boolean): SpecialDay[] {
		const bytes = this.bytes;
		return specialDaysAt(bytes, specialSlot(bytes[SPECIAL_BANK]!) * TARIFF_SLOT_LENGTH, bytes[SPECIAL_COUNT]!, isAsked);
	}

	/** All of the passive calendar becomes the active one's, in one write. */
	activate(): void {
		const bytes = this.bytes;
		bytes[ACTIVE]! ^= bytes[DIFFERS]!;
		bytes[DIFFERS] = 0;
		this.activation = Number.POSITIVE_INFINITY;
	}

	setName(name: Uint8Array): void {
		putNameAt(this.bytes, NAMES + NAME_ROOM * spareBank(this.bytes, 'name'), name);
		this.take('name');
	}

	setSeasons(seasons: readonly Season[]): void {
		this.put('seasons', (bytes, at) => putSeasonsAt(bytes, at, seasons));
	}

	setWeeks(weeks: readonly Week[]): void {
		this.put('weeks', (bytes, at) => putWeeksAt(bytes, at, weeks));
	}

	setDays(days: readonly DayProfile[]): void {
		this.put('days', (bytes, at) => putDaysAt(bytes, at, days));
	}

	setSpecialDays(days: readonly SpecialDay[]): void {
		const bytes = this.bytes;
		const bank = bytes[SPECIAL_BANK]! ^ 1;
		const slot = specialSlot(bank);
		bytes.fill(0, slot * TARIFF_SLOT_LENGTH, (slot + SPECIAL_SLOTS) * TARIFF_SLOT_LENGTH);
		putSpecialDaysAt(bytes, slot * TARIFF_SLOT_LENGTH, days);
		for (let i = 0; i * PER_SLOT < days.length; i++) this.#slots.keep(slot + i);
		bytes[SPECIAL_BANK] = bank;
		bytes[SPECIAL_COUNT] = days.length;
		this.#slots.keep(TARIFF_SLOT.header);
	}

	private put(part: Exclude<Part, 'name'>, put: (bytes: Uint8Array, at: number) => void): void {
		const bytes = this.bytes;
		const slot = TARIFF_SLOT[part] + spareBank(bytes, part);
		const at = slot * TARIFF_SLOT_LENGTH;
		bytes.fill(0, at, at + TARIFF_SLOT_LENGTH);
		put(bytes, at);
		this.#slots.keep(slot);
		this.take(part);
	}

	private take(part: Part): void {
		this.bytes[DIFFERS]! |= PART[part];
		this.#slots.keep(TARIFF_SLOT.header);
	}

	/** The header is at their beginning. */
	private get bytes(): Uint8Array {
		return this.#slots.bytes;
	}
}

/** One of the two calendars as it is kept: each part is made when it is asked for. */
class KeptCalendar implements Calendar {
	readonly #slots: Slots;
	readonly #isPassive: boolean;

	constructor(slots: Slots, isPassive: boolean) {
		this.#slots = slots;
		this.#isPassive = isPassive;
	}

	get name(): Uint8Array {
		return nameAt(this.#slots.bytes, NAMES + NAME_ROOM * this.bank('name'));
	}

	get seasons(): readonly Season[] {
		return seasonsAt(this.#slots.bytes, this.at('seasons'));
	}

	get weeks(): readonly Week[] {
		return weeksAt(this.#slots.bytes, this.at('weeks'));
	}

	get days(): readonly DayProfile[] {
		return daysAt(this.#slots.bytes, this.at('days'));
	}

	private at(part: Exclude<Part, 'name'>): number {
		return (TARIFF_SLOT[part] + this.bank(part)) * TARIFF_SLOT_LENGTH;
	}

	private bank(part: Part): number {
		const { bytes } = this.#slots;
		return this.#isPassive && (bytes[DIFFERS]! & PART[part]) !== 0 ? spareBank(bytes, part) : activeBank(bytes, part);
	}
}

function activeBank(bytes: Uint8Array, part: Part): number {
	return (bytes[ACTIVE]! & PART[part]) === 0 ? 0 : 1;
}

function spareBank(bytes: Uint8Array, part: Part): number {
	return activeBank(bytes, part) ^ 1;
}

function specialSlot(bank: number): number {
	return TARIFF_SLOT.specialDays + SPECIAL_SLOTS * bank;
}
