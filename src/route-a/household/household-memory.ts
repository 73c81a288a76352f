/**
 * Where a meter keeps what it does for the household, on a flash of its own.
 *
 * | sectors of the flash | content                                                      |
 * |----------------------|--------------------------------------------------------------|
 * | 0 to 2               | values of 192 bytes by numbers (modules/journal/slots.ts)    |
 * | 3 to 5               | values of 16 bytes: the load relay, and its schedule         |
 */
import type { Flash } from '../../../hal/ports/flash.js';
import { SLOTS_SECTORS, Slots } from '../../../modules/journal/slots.js';
import { SCHEDULE_SLOTS } from '../control/schedule.js';
import { SLOT_LENGTH } from '../control/slot-rows.js';

/** Bytes of a value. */
export const HOUSEHOLD_SLOT_LENGTH = 192;

/**
 * | number            | bytes                                     |
 * |-------------------|-------------------------------------------|
 * | 0 message, 1 code | length 1, text: consumer-message.ts       |
 * | 2 account         | payment/payment-slot.ts                   |
 */
export const HOUSEHOLD_SLOT = Object.freeze({ message: 0, code: 1, account: 2 });
/** More than there are now: what comes later finds its place. */
const COUNT = 6;

/** The schedule of the relay begins with it; behind it what the relay is. */
export const RELAY_SLOT = Object.freeze({ schedule: 0, relay: SCHEDULE_SLOTS });
const RELAY_COUNT = SCHEDULE_SLOTS + 1;

/** Sectors of 4,096 bytes that it wants of a flash. */
export const HOUSEHOLD_SECTORS = 2 * SLOTS_SECTORS;

export class HouseholdMemory {
	readonly values: Slots;
	readonly relay: Slots;

	/** @throws JournalError if the flash holds something else */
	constructor(flash: Flash) {
		this.values = new Slots({ range: { flash, firstSector: 0, sectors: SLOTS_SECTORS }, count: COUNT, length: HOUSEHOLD_SLOT_LENGTH });
		this.relay = new Slots({ range: { flash, firstSector: SLOTS_SECTORS, sectors: SLOTS_SECTORS }, count: RELAY_COUNT, length: SLOT_LENGTH });
	}
	/** How often its most worn sector was erased. */
	get erasures(): number {
		return Math.max(this.values.erasures ?? 0, this.relay.erasures ?? 0);
	}
}
