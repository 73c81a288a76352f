import process from 'node:process';
import type { Flash } from '../../hal/ports/flash.js';
import type { Metrology } from '../../hal/ports/metrology.js';
import { SchedulerClock } from '../../hal/virtual/clock.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { type LoadSource, PlayedLoad } from '../../src/lab/load/source.js';
import { oneWaySample } from '../../src/meter/backplane/metering-plug-in.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import { MeteringUnit } from '../../src/meter/metering/unit.js';
import type { MeterProfile } from '../../src/route-b/profile.js';

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
 */
export function recordPast(
	flash: Flash,
	load: LoadSource,
	start: number,
	days: number,
	counter: MeterProfile['counter'],
	onDay?: (done: number) => void,
	twoWay = true,
): void {
	if (days <= 0) return;
	const scheduler = new VirtualScheduler();
	const begin = start - days * DAY;
	const played = new PlayedLoad(load, scheduler, begin);
	const metrology: Metrology = twoWay ? played : { start: (onSample) => played.start((sample) => onSample(oneWaySample(sample))) };
	const unit = new MeteringUnit({
		scheduler,
		clock: new SchedulerClock(scheduler, begin),
		metrology,
		flash,
		log: { write() {} },
		counter,
		initial: INITIAL,
	});
	unit.start();
	for (let day = 1; day <= days; day++) {
		scheduler.runUntil(day * DAY);
		onDay?.(day);
	}
	unit.shutdown();
}

/** A meter's memory in RAM, as `fill` leaves it. */
export function filledFlash(fill: (flash: Flash) => void): Flash {
	const flash = new RamFlash(meteringSectors(SECTOR_SIZE), SECTOR_SIZE);
	fill(flash);
	return flash;
}

/** Tells on stderr how many of the `PAST_DAYS` are done. */
export function showProgress(done: number): void {
	const { stderr } = process;
	if (stderr.isTTY) stderr.write(`\rkeiki: recording the last ${PAST_DAYS} days: ${done}${done === PAST_DAYS ? '\r\u001b[K' : ''}`);
	else if (done === 1) stderr.write(`keiki: recording the last ${PAST_DAYS} days\n`);
}
