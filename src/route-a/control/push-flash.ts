/**
 * Where push set-ups keep what those of interval and alarm, version 0, have not, on a flash of its own, which stays blank until there is something to keep.
 * Journals are opened before there is a request, in which stack is short; memory for values is taken when there are some.
 *
 * | sectors of the flash | content                                                                       |
 * |----------------------|-------------------------------------------------------------------------------|
 * | 0 to 11              | two banks of the list of version 2 for each set-up: its length, 2 bytes, and its entries in A-XDR |
 * | 12 to 14             | what version 2 has of each set-up besides: push-memory-2.ts                     |
 * | 15 to 17             | the values of set-ups that have none in the control flash: push-memory.ts      |
 */
import type { Flash } from '../../../hal/ports/flash.js';
import { JoinedSectors } from '../../../modules/journal/joined-sectors.js';
import type { Journal } from '../../../modules/journal/journal.js';
import { SLOTS_SECTORS, Slots } from '../../../modules/journal/slots.js';
import type { FlashRange } from '../standard-log.js';
import { PUSH_SETUP_SLOTS, SLOT_LENGTH } from './slot-rows.js';

/** How many set-ups there may be, and how many of them have their values here. */
const SETUPS = 4;
const OTHERS = 2;
/** Bytes of a list. */
export const LONGEST_LIST = 766;
const LIST_LENGTH = 2 + LONGEST_LIST;
/** Bytes of what there is besides. */
export const HEAD_LENGTH = 192;
/** Sectors that count as one: 10 lists find room. */
const JOINED = 4;
const HEAD_SECTOR = JOINED * SLOTS_SECTORS;
const OTHER_SECTOR = HEAD_SECTOR + SLOTS_SECTORS;

/** Sectors of 4,096 bytes that it wants of a flash. */
export const PUSH_SECTORS = OTHER_SECTOR + SLOTS_SECTORS;

/** Values of one kind, and their journal. */
export class Range {
	readonly journal: Journal;
	readonly #options: { readonly range: FlashRange; readonly count: number; readonly length: number };
	#slots: Slots | undefined;

	constructor(range: FlashRange, count: number, length: number) {
		this.#options = { range, count, length };
		this.journal = Slots.open(range, length);
	}

	/** Nobody has kept one. */
	get isBlank(): boolean {
		return this.journal.end === 0;
	}

	get slots(): Slots {
		this.#slots ??= new Slots({ ...this.#options, journal: this.journal });
		return this.#slots;
	}
}

export class PushFlash {
	readonly #lists: Range;
	readonly #heads: Range;
	/** `PUSH_SETUP_SLOTS` a set-up. */
	readonly others: Range;

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash) {
		this.#lists = new Range({ flash: new JoinedSectors(flash, JOINED), firstSector: 0, sectors: SLOTS_SECTORS }, 2 * SETUPS, LIST_LENGTH);
		this.#heads = new Range({ flash, firstSector: HEAD_SECTOR, sectors: SLOTS_SECTORS }, SETUPS, HEAD_LENGTH);
		this.others = new Range({ flash, firstSector: OTHER_SECTOR, sectors: SLOTS_SECTORS }, OTHERS * PUSH_SETUP_SLOTS, SLOT_LENGTH);
	}

	/** How often the most worn sector was erased. */
	get erasures(): number {
		return Math.max(...[this.#lists, this.#heads, this.others].map(({ journal }) => journal.erasures));
	}

	/** Two a set-up. */
	get lists(): Slots {
		return this.#lists.slots;
	}

	/** One a set-up. */
	get heads(): Slots {
		return this.#heads.slots;
	}
}
