import type { Sample } from '../../../../hal/ports/metrology.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualRelay } from '../../../../hal/virtual/relay.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { fromCivil } from '../../../../src/meter/metering/calendar.js';
import { SWITCHING_SECTORS } from '../../../../src/meter/switching/memory.js';
import type { SwitchEntry } from '../../../../src/meter/switching/switch-entry.js';
import { type SwitchingOptions, SwitchingUnit } from '../../../../src/meter/switching/switching-unit.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';

/** 2026-11-22 12:00 in Japan. */
export const noon = fromCivil(2026, 11, 22, 12)! * 60_000;

/** A switching unit for single-phase 3-wire, 60 A, whose house draws what a test says whenever the contact lets it. */
export class SwitchingRig {
	scheduler = new VirtualScheduler();
	clock = new SchedulerClock(this.scheduler, noon);
	relay: VirtualRelay;
	unit: SwitchingUnit;
	readonly flash = new RamFlash(SWITCHING_SECTORS);
	/** What `onSwitchEntry` told: action, origin, result, `closed`. */
	readonly told: string[] = [];
	readonly #options: Partial<SwitchingOptions>;
	#amperes = 0;
	#shareOfT = 0;

	constructor(options: Partial<SwitchingOptions> = {}, closed = true) {
		this.#options = options;
		this.relay = new VirtualRelay({ scheduler: this.scheduler, closed });
		this.unit = this.#plug();
	}

	/** The house draws `amperes` in all, at 100 V; as a share on leg T where there is one. */
	draw(amperes: number, shareOfT = 0): void {
		this.#amperes = amperes;
		this.#shareOfT = shareOfT;
		this.#measure();
	}

	seconds(count: number): void {
		const end = this.scheduler.now() + count * 1000;
		// The terminals measure anew whenever the contact moved.
		let closed = this.relay.closed;
		while (this.scheduler.next <= end) {
			this.scheduler.step();
			if (this.relay.closed !== closed) this.#measure();
			closed = this.relay.closed;
		}
		this.scheduler.runUntil(end);
	}

	/** The power fails now, and comes back after `off` seconds; the contact stays where it is, or has arrived where it was going. */
	powerCut(off: number, closed = this.relay.closed): void {
		const clock = this.clock.now() + off * 1000;
		this.scheduler = new VirtualScheduler();
		this.clock = new SchedulerClock(this.scheduler, clock);
		const { fault } = this.relay;
		this.relay = new VirtualRelay({ scheduler: this.scheduler, closed });
		this.relay.fault = fault;
		this.flash.powerUp();
		this.unit = this.#plug();
		this.#measure();
	}

	/** The log as `told` has it, with reasons, the oldest first. */
	log(): string[] {
		const entries: string[] = [];
		this.unit.walkLog((entry) => entries.unshift(`${text(entry)}: ${entry.reason}`) > 0);
		return entries;
	}

	#measure(): void {
		const amperes = this.relay.closed ? this.#amperes : 0;
		const t = amperes * this.#shareOfT;
		const sample: Sample = { power: amperes * 100, currentR: amperes - t, currentT: t, voltageR: 100, voltageT: 100 };
		this.unit.measure(sample);
	}

	#plug(): SwitchingUnit {
		const unit = new SwitchingUnit({
			scheduler: this.scheduler,
			clock: this.clock,
			relay: this.relay,
			flash: this.flash,
			rating: { wiring: '1p3w', amperes: 60 },
			utility: UTILITY_PROFILES.general,
			onSwitchEntry: (entry) => this.told.push(text(entry)),
			...this.#options,
		});
		unit.start();
		return unit;
	}
}

function text(entry: SwitchEntry): string {
	return `${entry.action} ${entry.origin} ${entry.result} ${entry.closed ? 'closed' : 'open'}`;
}
