import type { Flash } from '../../../../hal/ports/flash.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { meteringSectors } from '../../../../src/meter/metering/history.js';
import { MeteringUnit } from '../../../../src/meter/metering/metering-unit.js';
import { equal } from '../../../assert.js';
import { at, MinuteLoad } from './metering-rig.js';

/** 45 days of a meter whose load changes each minute, up to midnight of 2026-11-22. */
function fortyFiveDays(flash: Flash, loads: Float64Array, days = 45): { unit: MeteringUnit; scheduler: VirtualScheduler } {
	const scheduler = new VirtualScheduler();
	const unit = new MeteringUnit({
		scheduler,
		clock: new SchedulerClock(scheduler, (at(0) - days * 1440) * 60_000),
		metrology: new MinuteLoad(scheduler, (minute) => loads[minute] ?? 0),
		flash,
		log: { write: () => {} },
		counter: { wattHours: 10, digits: 8 },
	});
	unit.start();
	scheduler.runFor(days * 1440 * 60_000);
	return { unit, scheduler };
}

function randomLoads(days: number): Float64Array {
	const random = new SeededRandom(45);
	return Float64Array.from({ length: days * 1440 }, () => random.below(8_000_000) / 1000 - 2000);
}

describe('metering history', () => {
	it('holds 45 days before today, equal to the exact sum of the load', () => {
		const days = 47;
		const loads = randomLoads(days);
		const { unit } = fortyFiveDays(new RamFlash(meteringSectors(4096)), loads, days);
		// mW·min, exact; 60,000 of them are one Wh.
		let imported = 0n;
		let exported = 0n;
		let found = 0;
		for (let minute = 0; minute < days * 1440; minute++) {
			const milliwatts = BigInt(Math.round(loads[minute]! * 1000));
			if (milliwatts > 0n) imported += milliwatts;
			else exported -= milliwatts;
			const boundary = at(0) - days * 1440 + minute + 1;
			const counts = boundary % 30 === 0 ? unit.halfHour(boundary) : undefined;
			if (boundary % 30 !== 0 || boundary < at(0) - 45 * 1440) {
				if (counts !== undefined) throw new Error('expected nothing older than 45 days');
				continue;
			}
			found++;
			equal(counts?.import, Number(imported / 600_000n), `import at ${boundary}`);
			equal(counts?.export, Number(exported / 600_000n), `export at ${boundary}`);
		}
		equal(found, 45 * 48 + 1);
	});

	it('goes on from a past that was run through beforehand, without a seam', () => {
		const flash = new RamFlash(meteringSectors(4096));
		const loads = randomLoads(3);
		fortyFiveDays(flash, loads, 2).unit.shutdown();
		const scheduler = new VirtualScheduler();
		const unit = new MeteringUnit({
			scheduler,
			clock: new SchedulerClock(scheduler, at(0) * 60_000),
			metrology: new MinuteLoad(scheduler, (minute) => loads[minute + 2 * 1440] ?? 0),
			flash,
			log: { write: () => {} },
			counter: { wattHours: 10, digits: 8 },
		});
		unit.start();
		scheduler.runFor(1440 * 60_000);
		const whole = fortyFiveDays(new RamFlash(meteringSectors(4096)), loads, 3).unit;
		for (let day = 0; day < 3; day++) {
			for (let slot = 1; slot <= 48; slot++) {
				const there = unit.interval(at(0) + (day - 2) * 1440 + slot * 30);
				const expected = whole.interval(at(0) + (day - 3) * 1440 + slot * 30);
				equal(there?.counts.import, expected?.counts.import);
				equal(there?.status, 0);
			}
		}
	});

	it('keeps flash far from worn out: ten years are 70 erasures a sector of intervals, 1,600 of traces', () => {
		const flash = new RamFlash(meteringSectors(4096));
		const days = 14;
		fortyFiveDays(flash, new Float64Array(days * 1440), days);
		const erased = flash.erasures.reduce((sum, count) => sum + count, 0);
		// 127 intervals and 14 traces fit a sector; the first turn of each ring needs no erase for its first sector.
		const records = days * 48 + 1;
		equal(erased, Math.ceil(records / 127) - 1 + (Math.ceil(records / 14) - 1));
		const traceSectors = flash.erasures.slice(20);
		equal(traceSectors.length, 8);
		const perDay = Math.max(...traceSectors) / days;
		equal(perDay * 3653 < 2000, true, `${perDay * 3653} erasures in ten years`);
		const tenYears = 3653 * 48;
		equal(Math.ceil(tenYears / 127 / 20), 70);
		equal(Math.ceil(tenYears / 14 / 8), 1566);
	});

	it('writes twice each half-hour, and to erase and open a sector', () => {
		const flash = new RamFlash(meteringSectors(4096));
		fortyFiveDays(flash, new Float64Array(1440), 1);
		// 49 boundaries; one sector of intervals and four of traces were opened, three of them erased before.
		equal(flash.operations, 49 * 2 + 5 + 3);
	});
});
