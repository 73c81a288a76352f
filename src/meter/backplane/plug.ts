import type { Clock } from '../../../hal/ports/clock.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import type { IntervalReadings } from '../metering/readings.js';
import type { Message, Place, RegisterBytes, UnitIdentity } from './messages.js';
import { type ReadingsSource, SwappableReadings } from './swappable-readings.js';
import type { Contacts, Unit } from './unit.js';

/**
 * `greeting`: it has power, its hello is to come. `working`: it is what it says, and its messages go through. `isolated`: they do not.
 */
export type PlugState = 'greeting' | 'working' | 'isolated';

/** `suits`: its hello says what belongs into the place. `recovers`: it has answered several polls in time. `distrusted`: see `Isolation`. */
type PlugEvent = 'suits' | 'recovers' | 'distrusted';

/**
 * ```
 *             powered
 *                v
 *            greeting ----------+
 *                | suits        |
 *                v              | distrusted
 *             working           |
 *   recovers ^   | distrusted   |
 *            |   v              v
 *            isolated <---------+    distrusted again: for another reason
 *                |
 *                +--> powered, where its isolation ends with a restart: a plug of its own
 * ```
 * Pulled, or without the power of the meter, it is gone from each of them.
 */
const TRANSITIONS: Readonly<Record<PlugState, Readonly<Partial<Record<PlugEvent, PlugState>>>>> = frozen({
	greeting: { suits: 'working', distrusted: 'isolated' },
	working: { distrusted: 'isolated' },
	isolated: { recovers: 'working', distrusted: 'isolated' },
});

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
export const ISOLATIONS = frozen({
	late: { power: 'stays', ends: 'timely' },
	failed: { power: 'off', ends: 'restart' },
	babbling: { power: 'off', ends: 'restart' },
	foreign: { power: 'off', ends: 'pull' },
	forbidden: { power: 'off', ends: 'pull' },
	implausible: { power: 'off', ends: 'pull' },
} as const);

export type Isolation = keyof typeof ISOLATIONS;

/** What a plug needs of the base. */
export interface PlugHost extends ReadingsSource {
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Comes from inside whatever the unit does: the base does no more with it at once than it must. */
	onMessage(plug: Plug, message: Message): void;
	onFailure(plug: Plug, error: unknown): void;
}

/** `down`: its unit was told that its power is gone. */
const FLAG = Object.freeze({ on: 1, entered: 2, final: 4, asked: 8, answered: 16, down: 32 });

/** One unit in one place, from the moment it gets power to the moment it loses it. */
export class Plug implements Contacts {
	readonly place: Place;
	readonly unit: Unit;
	/** Power-on time, meter's clock (ms). */
	readonly since: number;
	/** Power-on time, scheduler clock (ms). */
	readonly poweredAt: number;
	/** Why it is isolated. */
	reason: Isolation | undefined;
	identity: UnitIdentity | undefined;
	/** Registers of its hello. */
	registers: RegisterBytes;
	/** How many polls in a row it answered in time. */
	timely = 0;
	/** Its messages that wait to be handed on. */
	pending = 0;
	/** How often its power was switched off and on before, without good. */
	readonly attempts: number;
	readonly #host: PlugHost;
	#state: PlugState = 'greeting';
	#readings: SwappableReadings | undefined;
	/** All that is so or not so, in one slot of XS's: bits of `FLAG`. */
	#flags: number = FLAG.on;

	constructor(host: PlugHost, place: Place, unit: Unit, attempts: number) {
		this.#host = host;
		this.place = place;
		this.unit = unit;
		this.attempts = attempts;
		this.since = host.clock.now();
		this.poweredAt = host.scheduler.now();
	}

	get state(): PlugState {
		return this.#state;
	}

	/** Goes on as the transitions have it. False: this cannot happen in its state, and nothing has changed. */
	happens(event: PlugEvent): boolean {
		const next = TRANSITIONS[this.#state][event];
		if (next === undefined) return false;
		this.#state = next;
		return true;
	}

	/** It has power, and its contacts are made. */
	get on(): boolean {
		return this.has(FLAG.on);
	}

	set on(value: boolean) {
		this.put(FLAG.on, value);
	}

	/** It worked at some time. */
	get entered(): boolean {
		return this.has(FLAG.entered);
	}

	set entered(value: boolean) {
		this.put(FLAG.entered, value);
	}

	/** The registers that it told last are those with which it ended. */
	get final(): boolean {
		return this.has(FLAG.final);
	}

	set final(value: boolean) {
		this.put(FLAG.final, value);
	}

	/** It got the last poll. */
	get asked(): boolean {
		return this.has(FLAG.asked);
	}

	set asked(value: boolean) {
		this.put(FLAG.asked, value);
	}

	/** It answered the last poll in time. */
	get answered(): boolean {
		return this.has(FLAG.answered);
	}

	set answered(value: boolean) {
		this.put(FLAG.answered, value);
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
		if (this.has(FLAG.down)) return;
		this.put(FLAG.down, true);
		try {
			this.unit.unplugged();
		} catch (error) {
			this.#host.log.write('backplane', `${this.place}: failed when its power went: ${String(error)}`);
		}
	}

	/** Hands the unit a message of the base or of a neighbour. */
	tell(message: Message): void {
		if (!this.on) return;
		try {
			if (message.kind === 'halfHour') this.#readings?.tell(message.at);
			this.unit.receive(message);
		} catch (error) {
			this.#host.onFailure(this, error);
		}
	}

	private has(bit: number): boolean {
		return (this.#flags & bit) !== 0;
	}

	private put(bit: number, value: boolean): void {
		this.#flags = value ? this.#flags | bit : this.#flags & ~bit;
	}
}
