import type { Clock } from '../../../hal/ports/clock.js';
import type { Metrology } from '../../../hal/ports/metrology.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { IntervalReadings } from '../metering/readings.js';
import type { Message } from './messages.js';

/** What plugs into a place of the base. It holds its own state and storage, and takes both along when it is pulled. */
export interface Unit {
	/** Readings for others; undefined while it is not running, and always of a unit that is no metering unit. */
	readonly readings?: IntervalReadings | undefined;
	/** It has power and contacts from now on: it starts anew from what it stored, and says hello. */
	plugged(contacts: Contacts): void;
	/** Takes a message. At `leave` the power is about to go: the unit writes down what must be kept, and says goodbye before it returns. */
	receive(message: Message): void;
	/** The power is gone, with all that it did not store. */
	unplugged(): void;
}

/**
 * What a unit gets from the base. As its scheduler it is the unit's life: what is due runs only while it is plugged in, and an error in it is the
 * end of this unit, not of the meter.
 */
export interface Contacts extends Scheduler {
	/** The meter's. */
	readonly clock: Clock;
	/** The metering unit, whichever is in place. */
	readonly readings: IntervalReadings;
	/** The terminals, where the unit is wired to them; undefined where the base tells of them by `sample`. */
	readonly metrology?: Metrology;
	send(message: Message): void;
}
