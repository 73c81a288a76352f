import type { Clock } from '../../../hal/ports/clock.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { IntervalReadings } from '../metering/readings.js';
import type { Message, Place, RegisterBytes, UnitIdentity } from './messages.js';
import { type ReadingsSource, SwappableReadings } from './swappable-readings.js';
import type { Contacts, Unit } from './unit.js';

/**
 * `greeting`: it has power, its hello is to come. `working`: it is what it says, and its messages go through. `isolated`: they do not.
 */
export type PlugState = 'greeting' | 'working' | 'isolated';

/**
 * | reason      | the unit                                       | power | ends                                              |
 * |-------------|------------------------------------------------|-------|---------------------------------------------------|
 * | late        | did not say hello or answer a poll in time     | stays | when it has answered several polls in time        |
 * | failed      | threw an error                                 | off   | when it works after its power was off for a while |
 * | babbling    | said too much at once                          | off   | likewise                                          |
 * | foreign     | is not what belongs into its place             | off   | when it is pulled                                 |
 * | forbidden   | said what a unit of its kind does not say      | off   | when it is pulled                                 |
 * | implausible | showed registers that ran backwards            | off   | when it is pulled                                 |
 */
export type Isolation = 'late' | 'failed' | 'babbling' | 'foreign' | 'forbidden' | 'implausible';

/** What a plug needs of the base. */
export interface PlugHost extends ReadingsSource {
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Comes from inside whatever the unit does: the base does no more with it at once than it must. */
	onMessage(plug: Plug, message: Message): void;
	onFailure(plug: Plug, error: unknown): void;
}

/** One unit in one place, from the moment it gets power to the moment it loses it. */
export class Plug implements Contacts {
	readonly place: Place;
	readonly unit: Unit;
	/** By the meter's clock. */
	readonly since: number;
	/** The same by the scheduler. */
	readonly poweredAt: number;
	/** It has power, and its contacts are made. */
	on = true;
	state: PlugState = 'greeting';
	reason: Isolation | undefined;
	identity: UnitIdentity | undefined;
	/** Of its hello. */
	registers: RegisterBytes;
	/** It worked at some time. */
	entered = false;
	/** The registers that it told last are those with which it ended. */
	final = false;
	/** It got the last poll. */
	asked = false;
	/** Number of the last poll that it answered in time, and how many of them in a row. */
	answered = 0;
	timely = 0;
	/** Its messages that wait to be handed on. */
	pending = 0;
	/** How often its power was switched off and on before, without good. */
	readonly attempts: number;
	readonly #host: PlugHost;
	#readings: SwappableReadings | undefined;
	#down = false;

	constructor(host: PlugHost, place: Place, unit: Unit, attempts: number) {
		this.#host = host;
		this.place = place;
		this.unit = unit;
		this.attempts = attempts;
		this.since = host.clock.now();
		this.poweredAt = host.scheduler.now();
	}

	get clock(): Clock {
		return this.#host.clock;
	}

	get readings(): IntervalReadings {
		this.#readings ??= new SwappableReadings(this.#host);
		return this.#readings;
	}

	now(): number {
		return this.#host.scheduler.now();
	}

	after(delay: number, task: () => void): Timer {
		return this.#host.scheduler.after(delay, () => {
			if (!this.on) return;
			try {
				task();
			} catch (error) {
				this.#host.onFailure(this, error);
			}
		});
	}

	send(message: Message): void {
		if (this.on) this.#host.onMessage(this, message);
	}

	/** Switches the power on. */
	powerUp(): void {
		try {
			this.unit.plugged(this);
		} catch (error) {
			this.#host.onFailure(this, error);
		}
	}

	/** Switches it off. */
	powerDown(): void {
		this.on = false;
		if (this.#down) return;
		this.#down = true;
		try {
			this.unit.unplugged();
		} catch (error) {
			this.#host.log.write('backplane', `${this.place}: failed when its power went: ${String(error)}`);
		}
	}

	/** From the base or a neighbour to the unit. */
	tell(message: Message): void {
		if (!this.on) return;
		try {
			if (message.kind === 'halfHour') this.#readings?.tell(message.at);
			this.unit.receive(message);
		} catch (error) {
			this.#host.onFailure(this, error);
		}
	}
}
