/** What a meter does for the household: it switches a load, and tells what the utility has to say. */
import type { Flash } from '../../../hal/ports/flash.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { Schedule, type ScheduleHost } from '../control/schedule.js';
import { ConsumerMessage, MOST_MESSAGE } from './consumer-message.js';
import { HOUSEHOLD_SLOT, HouseholdMemory, RELAY_SLOT } from './household-memory.js';
import { type LoadOutput, LoadRelay, type LoadRelayHost } from './load-relay.js';

/** What it needs of those that make the meter. */
export interface HouseholdParts {
	/** Keeps this and nothing else (household-memory.ts). */
	readonly flash: Flash;
	/** Undefined: there is no load relay. */
	readonly output?: LoadOutput | undefined;
}

/** Bytes of the longest message code. */
const MOST_CODE = 8;

export type HouseholdHost = LoadRelayHost & Omit<ScheduleHost, 'slots'>;

export class Household implements ScheduleHost {
	readonly message: ConsumerMessage;
	readonly code: ConsumerMessage;
	/** Undefined: there is none. */
	readonly relay: LoadRelay | undefined;
	/** Of the relay. */
	readonly schedule: Schedule | undefined;
	/** Of the relay and its schedule. */
	readonly slots: Slots;
	readonly #host: HouseholdHost;

	/** @throws JournalError if the flash holds something else */
	constructor(host: HouseholdHost, { flash, output }: HouseholdParts) {
		const { values, relay } = new HouseholdMemory(flash);
		this.#host = host;
		this.slots = relay;
		this.message = new ConsumerMessage(values, HOUSEHOLD_SLOT.message, MOST_MESSAGE);
		this.code = new ConsumerMessage(values, HOUSEHOLD_SLOT.code, MOST_CODE);
		this.relay = output && new LoadRelay(host, relay, output);
		this.schedule = output && new Schedule(this, RELAY_SLOT.schedule);
	}

	/** The meter has power. Called once. */
	start(): void {
		this.relay?.start();
	}

	get deviation(): number {
		return this.#host.deviation;
	}

	now(): number {
		return this.#host.now();
	}

	isScript(table: LogicalName, id: number): boolean {
		return this.#host.isScript(table, id);
	}

	runScript(table: LogicalName, id: number, done: () => void, due: number): void {
		this.#host.runScript(table, id, done, due);
	}

	rearm(): void {
		this.#host.rearm();
	}
}
