import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { fromCivil } from '../../../../src/meter/metering/calendar.js';
import type { Minute } from '../../../../src/meter/metering/readings.js';
import { VOLTAGE_SECTORS } from '../../../../src/meter/voltage/archive.js';
import type { VoltageEvent } from '../../../../src/meter/voltage/voltage-event.js';
import { type VoltageOptions, VoltageUnit } from '../../../../src/meter/voltage/voltage-unit.js';

/** A date in 2026 and a time in Japan. */
export function at(hour: number, minute = 0, day = 22, month = 11): Minute {
	return fromCivil(2026, month, day, hour, minute)!;
}

/** A voltage unit in virtual time, for single-phase 3-wire unless told otherwise. */
export class VoltageRig {
	scheduler = new VirtualScheduler();
	clock: SchedulerClock;
	unit: VoltageUnit;
	readonly flash = new RamFlash(VOLTAGE_SECTORS);
	readonly told: VoltageEvent[] = [];
	readonly #options: Partial<VoltageOptions>;

	constructor(start: Minute, options: Partial<VoltageOptions> = {}) {
		this.#options = options;
		this.clock = new SchedulerClock(this.scheduler, start * 60_000);
		this.unit = this.#plug();
	}

	/** From now on the terminals show these voltages; T shows that of R unless told otherwise. */
	show(voltageR: number, voltageT = voltageR): void {
		this.unit.measure({ power: 0, currentR: 0, currentT: 0, voltageR, voltageT });
	}

	seconds(count: number): void {
		this.scheduler.runFor(count * 1000);
	}

	/** The power fails now, and comes back after `off` seconds. */
	powerCut(off: number): void {
		const clock = this.clock.now() + off * 1000;
		this.scheduler = new VirtualScheduler();
		this.clock = new SchedulerClock(this.scheduler, clock);
		this.flash.powerUp();
		this.unit = this.#plug();
	}

	/** What was told of one quantity, in words: kind, state, start in ms after `since`, duration in ms. */
	events(quantity: string, since: Minute): string {
		this.seconds(0);
		const events = this.told.filter((event) => event.quantity === quantity);
		return events.map((event) => `${event.kind} ${event.state} ${event.start - since * 60_000}+${event.duration}`).join();
	}

	/** The ended events that are kept, the oldest first: kind, quantity, extreme and depth. */
	kept(): string {
		const events: string[] = [];
		this.unit.walkEvents((event) => events.unshift(`${event.kind} ${event.quantity} ${event.extreme} ${event.depth}`) > 0);
		return events.join();
	}

	#plug(): VoltageUnit {
		const unit = new VoltageUnit({
			scheduler: this.scheduler,
			clock: this.clock,
			flash: this.flash,
			wiring: '1p3w',
			onEvent: (event) => this.told.push(event),
			...this.#options,
		});
		unit.start();
		return unit;
	}
}
