import type { Flash } from '../../../hal/ports/flash.js';
import type { Metrology } from '../../../hal/ports/metrology.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { meteringSectors } from '../../meter/metering/history.js';
import { oneWaySample } from '../../meter/metering/metering-plug-in.js';
import { MeteringUnit } from '../../meter/metering/metering-unit.js';
import { Registers } from '../../meter/metering/registers.js';
import type { MeterProfile } from '../../route-b/meter-profile.js';
import { type LoadSource, PlayedLoad } from '../load/source.js';

/** What the registers of a new meter show at the start, in their own counts. */
export interface RegisterChoice {
	readonly import: number;
	readonly export: number;
}

/** Energy that the registers of a new meter hold, Wh: a meter that has hung there for years. */
export const INITIAL = Object.freeze({ import: 12_345_600, export: 0 });

/** What a new memory is filled with. */
export const PAST_DAYS = 45;

const DAY = 86_400_000;
const SECTOR_SIZE = 4096;

/**
 * Fills an empty flash with what a meter would have recorded of `load` in the `days` before `start`, by the same metering unit in virtual
 * time of its own.
 * @param onDay called after each day with how many are done
 * @param twoWay whether the unit counts what is fed in
 * @param initial what the registers hold when they begin, Wh
 */
export function recordPast(
	flash: Flash,
	load: LoadSource,
	start: number,
	days: number,
	counter: MeterProfile['counter'],
	onDay?: (done: number) => void,
	twoWay = true,
	initial: { readonly import: number; readonly export: number } = INITIAL,
): void {
	if (days <= 0) return;
	const scheduler = new VirtualScheduler();
	const begin = start - days * DAY;
	const metrology = metrologyOf(load, scheduler, begin, twoWay);
	const unit = new MeteringUnit({
		scheduler,
		clock: new SchedulerClock(scheduler, begin),
		metrology,
		flash,
		log: { write() {} },
		counter,
		initial,
	});
	unit.start();
	for (let day = 1; day <= days; day++) {
		scheduler.runUntil(day * DAY);
		onDay?.(day);
	}
	unit.shutdown();
}

/** What registers have to begin with `days` before `start`, Wh, so that they show these counts then; they may wrap on the way there. */
export function initialFor(
	shown: RegisterChoice,
	load: LoadSource,
	start: number,
	days: number,
	counter: MeterProfile['counter'],
	twoWay: boolean,
): { readonly import: number; readonly export: number } {
	const scheduler = new VirtualScheduler();
	const registers = new Registers();
	let power = 0;
	let since = 0;
	const count = () => {
		const now = Math.floor(scheduler.now());
		registers.integrate(power, now - since);
		since = now;
	};
	metrologyOf(load, scheduler, start - days * DAY, twoWay).start((sample) => {
		count();
		power = sample?.power ?? 0;
	});
	scheduler.runUntil(days * DAY);
	count();
	const wrap = 10 ** counter.digits * counter.wattHours * 1000;
	const before = (counts: number, gained: number) => ((((counts * counter.wattHours * 1000 - gained) % wrap) + wrap) % wrap) / 1000;
	return {
		import: before(shown.import, registers.import.milliwattHours),
		export: before(shown.export, registers.export.milliwattHours),
	};
}

function metrologyOf(load: LoadSource, scheduler: VirtualScheduler, begin: number, twoWay: boolean): Metrology {
	const played = new PlayedLoad(load, scheduler, begin);
	return twoWay ? played : { start: (onSample) => played.start((sample) => onSample(oneWaySample(sample))) };
}

/** A meter's memory in RAM, as `fill` leaves it. */
export function filledFlash(fill: (flash: Flash) => void): Flash {
	const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
	fill(flash);
	return flash;
}
