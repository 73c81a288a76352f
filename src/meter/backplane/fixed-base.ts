/**
 * The base of a meter whose metering and communication unit stay where they were built in: nobody pulls one, so none is watched, and an error in one is an
 * error of the meter. It has no memory of its own. Its units cannot tell it from a base into which they are plugged.
 */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Metrology } from '../../../hal/ports/metrology.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { IntervalReadings } from '../metering/readings.js';
import type { Base } from './base.js';
import type { Message, Place } from './messages.js';
import type { PlugIn } from './plug-in.js';
import type { Contacts } from './unit.js';

export interface FixedBaseOptions {
	readonly scheduler: Scheduler;
	readonly clock: Clock;
	readonly metrology: Metrology;
}

const LEAVE: Message = Object.freeze({ kind: 'leave' });

export class FixedBase implements Base, Contacts {
	readonly clock: Clock;
	readonly #scheduler: Scheduler;
	readonly metrology: Metrology;
	/** The metering unit is the first. */
	readonly #units: PlugIn[] = [];

	constructor({ scheduler, clock, metrology }: FixedBaseOptions) {
		this.#scheduler = scheduler;
		this.clock = clock;
		this.metrology = metrology;
	}

	/** Known once the meter has power. */
	get readings(): IntervalReadings {
		return this.#units[0]!.readings!;
	}

	/** Before the power comes, and the metering unit before those who read it. */
	plug(_place: Place, unit: PlugIn): void {
		this.#units.push(unit);
	}

	start(): void {
		for (const unit of this.#units) unit.plugged(this);
		for (const unit of this.#units) {
			for (const { place, identity } of this.#units) if (place !== unit.place) unit.receive({ kind: 'neighbour', place, identity });
		}
	}

	shutdown(): void {
		for (const unit of this.#units) unit.receive(LEAVE);
		for (const unit of this.#units) unit.unplugged();
	}

	now(): number {
		return this.#scheduler.now();
	}

	after(delay: number, task: () => void): Timer {
		return this.#scheduler.after(delay, task);
	}

	/** There is nobody to send anything else to: units read each other by `readings`. */
	send(message: Message): void {
		if (message.kind === 'setClock') this.after(0, () => this.#units[0]!.receive(message));
	}
}
