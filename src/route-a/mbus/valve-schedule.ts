/** A channel's valve by script and by time: the disconnect scripts of the channel, and a single action schedule that runs them. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Script } from '../../../modules/cosem/script-table.js';
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Slots } from '../../../modules/journal/slots.js';
import { SCHEDULE_SLOTS, Schedule, type ScheduleHost } from '../control/schedule.js';

export type ValveOrder = 'close' | 'open';

/** What it needs of the channel. */
export interface ValveScheduleHost {
	/** Its number, from 1. */
	readonly number: number;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	now(): number;
	rearm(): void;
	/** Returns an Action-Result: 0, and then `ended` hears once that the line has done with it. */
	orderValve(order: ValveOrder, ended: () => void): number;
	tell(text: string): void;
}

const DISCONNECT_CONTROL = 70;
/** By their identifiers, from 1. */
const ORDERS: readonly ValveOrder[] = Object.freeze(['close', 'open']);
const TABLES: readonly LogicalName[] = Object.freeze([
	NAME.mbusValveScripts1,
	NAME.mbusValveScripts2,
	NAME.mbusValveScripts3,
	NAME.mbusValveScripts4,
]);
const scriptsOf = (name: LogicalName): readonly Script[] => ORDERS.map((_, i) => ({ id: i + 1, classId: DISCONNECT_CONTROL, name, index: i + 1 }));

/** Of each channel. */
export const VALVE_SCRIPTS: readonly (readonly Script[])[] = frozen(
	[NAME.mbusValve1, NAME.mbusValve2, NAME.mbusValve3, NAME.mbusValve4].map(scriptsOf),
);

export class ValveSchedule implements ScheduleHost {
	readonly schedule: Schedule;
	/** Of all channels. */
	readonly slots: Slots;
	readonly #host: ValveScheduleHost;

	constructor(host: ValveScheduleHost, slots: Slots) {
		this.#host = host;
		this.slots = slots;
		this.schedule = new Schedule(this, (host.number - 1) * SCHEDULE_SLOTS);
	}

	get deviation(): number {
		return this.#host.deviation;
	}

	now(): number {
		return this.#host.now();
	}

	rearm(): void {
		this.#host.rearm();
	}

	/** No valve but the channel's own. */
	isScript(table: LogicalName, id: number): boolean {
		return (table === 0 && id === 0) || (table === TABLES[this.#host.number - 1] && ORDERS[id - 1] !== undefined);
	}

	runScript(_table: LogicalName, id: number, done: () => void): void {
		const result = this.execute(id, done);
		if (result === ACTION_RESULT.success) return;
		this.#host.tell(`channel ${this.#host.number}: schedule: script ${id}: Action-Result ${result}`);
		done();
	}

	/** Returns an Action-Result, as `orderValve` does. @param id of a script that there is */
	execute(id: number, ended: () => void = () => {}): number {
		return this.#host.orderValve(ORDERS[id - 1]!, ended);
	}
}
