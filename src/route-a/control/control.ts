/**
 * What a head-end commands and watches of the meter, beside what it reads: the supply, and the logs of what happened to it.
 *
 * - All that is kept is in one typed array of slots (slot-rows.ts), and each slot on flash by itself: a change is one write, which a power cut leaves done or
 *   undone. What must hold together (an order and its entry in a log) is in one slot.
 * - Where something else has a memory of its own, that counts: the switching unit keeps control mode, contract and what was ordered of it, and is asked
 *   by messages; here is only what it told last, and in its log.
 * - Objects are constants of objects.ts that find `Control` by the device: what nobody reads takes no memory. So what comes (calendars, push, images) is
 *   a row of objects.ts, slots at the end of slot-rows.ts, and a class beside `Supply`.
 */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Log } from '../../../hal/ports/log.js';
import { Slots } from '../../../modules/journal/slots.js';
import type { SwitchOrder } from '../../meter/backplane/messages.js';
import type { OnAnswered } from '../../meter/switching/switch-orders.js';
import type { FlashRange } from '../standard-log.js';
import { ControlLogs } from './control-logs.js';
import { SLOT_COUNT, SLOT_LENGTH } from './slot-rows.js';
import { type DisconnectorCodes, Supply, type SupplyHost } from './supply.js';
import { SwitchMemory } from './switch-memory.js';

export interface ControlHost {
	readonly clock: Clock;
	readonly log: Log;
	readonly routeAProfile: { readonly disconnector: DisconnectorCodes; readonly events: { readonly parametersChanged: number } };
	/** Serial number of the switching unit in place; empty: there is none. */
	readonly switchingSerial: string;
	/** False: there is nobody to bring it. */
	order(order: SwitchOrder, done: OnAnswered): boolean;
	/** Enters a code into the standard log. */
	record(code: number): void;
}

export class Control implements SupplyHost {
	readonly supply: Supply;
	readonly logs: ControlLogs;
	readonly memory: SwitchMemory;
	readonly #host: ControlHost;

	/**
	 * @param range undefined: what is kept is gone with the power
	 * @throws JournalError if the flash holds something else
	 */
	constructor(host: ControlHost, range: FlashRange | undefined) {
		const slots = new Slots({ range, count: SLOT_COUNT, length: SLOT_LENGTH });
		this.#host = host;
		this.logs = new ControlLogs(slots);
		this.memory = new SwitchMemory(slots, this.logs);
		this.supply = new Supply(this);
	}

	get log(): Log {
		return this.#host.log;
	}

	get switchingSerial(): string {
		return this.#host.switchingSerial;
	}

	get codes(): DisconnectorCodes {
		return this.#host.routeAProfile.disconnector;
	}

	record(code: number, state: number): void {
		this.logs.record('disconnector', code, this.#host.clock.now(), state);
	}

	parametersChanged(): void {
		this.#host.record(this.#host.routeAProfile.events.parametersChanged);
	}

	order(order: SwitchOrder, done: OnAnswered): boolean {
		return this.#host.order(order, done);
	}
}
