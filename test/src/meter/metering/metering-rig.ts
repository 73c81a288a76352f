import type { Metrology, Sample } from '../../../../hal/ports/metrology.js';
import type { Scheduler } from '../../../../hal/ports/scheduler.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { fromCivil } from '../../../../src/meter/metering/calendar.js';
import { type MeteringOptions, MeteringUnit } from '../../../../src/meter/metering/metering-unit.js';
import type { Minute } from '../../../../src/meter/metering/readings.js';

/** Terminals that show what a test says. */
export class ScriptedMetrology implements Metrology {
	#onSample: (sample: Sample | undefined) => void = () => {};
	#power: number | undefined;

	constructor(power: number | undefined) {
		this.#power = power;
	}

	start(onSample: (sample: Sample | undefined) => void): void {
		this.#onSample = onSample;
		this.show(this.#power);
	}

	/** W; undefined: a gap. */
	show(power: number | undefined): void {
		this.#power = power;
		this.#onSample(power === undefined ? undefined : { power, currentR: power / 100, voltageR: 100 });
	}
}

/** Shows `power(minute)` from each full minute of the scheduler on. */
export class MinuteLoad implements Metrology {
	readonly #scheduler: Scheduler;
	readonly #power: (minute: number) => number | undefined;

	constructor(scheduler: Scheduler, power: (minute: number) => number | undefined) {
		this.#scheduler = scheduler;
		this.#power = power;
	}

	start(onSample: (sample: Sample | undefined) => void): void {
		let minute = Math.floor(this.#scheduler.now() / 60_000);
		const next = () => {
			const power = this.#power(minute);
			onSample(power === undefined ? undefined : { power, currentR: power / 100, voltageR: 100 });
			minute++;
			this.#scheduler.after(minute * 60_000 - this.#scheduler.now(), next);
		};
		next();
	}
}

/** A metering unit in virtual time, with 1 Wh counts, 8 digits and five days of intervals on 36 KB of flash unless told otherwise. */
export class MeteringRig {
	scheduler = new VirtualScheduler();
	clock: SchedulerClock;
	metrology: ScriptedMetrology;
	unit: MeteringUnit;
	readonly flash: RamFlash;
	readonly lines: string[] = [];
	readonly closed: Minute[] = [];
	readonly #options: Partial<MeteringOptions>;

	constructor(start: Minute, power: number | undefined, options: Partial<MeteringOptions> = {}) {
		this.#options = options;
		this.flash = (options.flash as RamFlash | undefined) ?? new RamFlash(9);
		this.clock = new SchedulerClock(this.scheduler, start * 60_000);
		this.metrology = new ScriptedMetrology(power);
		this.unit = this.#plug();
	}

	#plug(): MeteringUnit {
		const unit = new MeteringUnit({
			scheduler: this.scheduler,
			clock: this.clock,
			metrology: this.metrology,
			flash: this.flash,
			log: { write: (_, text) => this.lines.push(text) },
			counter: { wattHours: 1, digits: 8 },
			intervalSectors: 3,
			traceSectors: 6,
			...this.#options,
		});
		unit.onHalfHour((at) => this.closed.push(at));
		unit.start();
		return unit;
	}

	minutes(count: number): void {
		this.scheduler.runFor(count * 60_000);
	}

	/** Power comes back after `off` minutes without, onto whatever the flash holds. */
	restart(off: number, power: number | undefined): void {
		const clock = this.clock.now() + off * 60_000;
		this.scheduler = new VirtualScheduler();
		this.clock = new SchedulerClock(this.scheduler, clock);
		this.metrology = new ScriptedMetrology(power);
		this.unit = this.#plug();
	}

	import(at: Minute): number | undefined {
		return this.unit.halfHour(at)?.import;
	}

	status(at: Minute): number | undefined {
		return this.unit.interval(at)?.status;
	}
}

/** 2026-11-22 in Japan. */
export function at(hour: number, minute = 0, day = 22): Minute {
	return fromCivil(2026, 11, day, hour, minute)!;
}
