/**
 * The base of a meter whose units stay where they were built in: nobody pulls one, so none is watched, and an error in one is an error of the meter. It
 * has no memory of its own. Its units cannot tell it from a base into which they are plugged.
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
/** What units say to each other. */
const BETWEEN_UNITS: readonly Message['kind'][] = Object.freeze(['command', 'answer', 'contact', 'voltage']);

export class FixedBase implements Base, Contacts {
	readonly #options: FixedBaseOptions;
	readonly #units: PlugIn[] = [];
	#metering: PlugIn | undefined;

	constructor(options: FixedBaseOptions) {
		this.#options = options;
	}

	get clock(): Clock {
		return this.#options.clock;
	}

	/** Known once the meter has power. */
	get readings(): IntervalReadings {
		return this.#metering!.readings!;
	}

	/** Before the power comes, and the metering unit before those who read it. */
	plug(place: Place, unit: PlugIn): void {
		if (place === 'metering') this.#metering = unit;
		this.#units.push(unit);
	}

	start(): void {
		for (const unit of this.#units) unit.plugged(this);
		for (const unit of this.#units) this.#tellOthers(unit, { kind: 'neighbour', place: unit.place, identity: unit.identity });
		this.#options.metrology.start((sample) => {
			for (const unit of this.#units) if (unit.place !== 'communication') unit.receive({ kind: 'sample', sample });
		});
	}

	shutdown(): void {
		for (const unit of this.#units) unit.receive(LEAVE);
		for (const unit of this.#units) unit.unplugged();
	}

	now(): number {
		return this.#options.scheduler.now();
	}

	after(delay: number, task: () => void): Timer {
		return this.#options.scheduler.after(delay, task);
	}

	send(message: Message): void {
		if (message.kind === 'setClock') this.after(0, () => this.#metering!.receive(message));
		else if (BETWEEN_UNITS.includes(message.kind)) this.after(0, () => this.#tellOthers(undefined, message));
	}

	#tellOthers(but: PlugIn | undefined, message: Message): void {
		for (const unit of this.#units) if (unit !== but) unit.receive(message);
	}
}
