import type { Metrology } from '../../../../hal/ports/metrology.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { type FlashOperation, RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { halfHourOf } from '../../../../src/meter/metering/calendar.js';
import { MeteringUnit } from '../../../../src/meter/metering/metering-unit.js';
import { INTERVAL_STATUS, type Minute } from '../../../../src/meter/metering/readings.js';
import { equal } from '../../../assert.js';
import { at, MinuteLoad, ScriptedMetrology } from './metering-rig.js';

const days = 14;
const start = at(0) - days * 1440;
const intervalSectors = 4;
const traceSectors = 6;
/** Intervals that four sectors keep, less the write that was cut, its repetition, and what the new start closes. */
const kept = 3 * 127 - 3;
/** How long the power stays away, ms. */
const outages = [0, 1000, 7 * 60_000, 30 * 60_000, 2 * 86_400_000];
/** W after the cut. */
const powerAfter = 6000;

/** W in each minute, all multiples of 60: whole Wh. */
const loads = Int32Array.from({ length: days * 1440 + 30 }, (_, minute) => 60 * ((minute * 7919) % 150));
/** Wh from the start to each minute. */
const energy = sums(loads);

describe('metering unit: power cut', () => {
	it('at every flash operation of a fortnight: each closed interval is kept, none is invented, and metering goes on', () => {
		const flash = new RamFlash(intervalSectors + traceSectors);
		const victim = new RamFlash(intervalSectors + traceSectors);
		const random = new SeededRandom(2026);
		const scheduler = new VirtualScheduler();
		const unit = plug(flash, scheduler, new SchedulerClock(scheduler, start * 60_000), new MinuteLoad(scheduler, (minute) => loads[minute]));
		const closed: Minute[] = [];
		unit.onHalfHour((boundary) => closed.push(boundary));
		let cuts = 0;
		flash.onOperation = (operation: FlashOperation) => {
			const before = flash.snapshot();
			for (let variant = 0; variant < (operation.type === 'erase' ? 50 : 16); variant++) {
				victim.restore(before);
				victim.tear(operation, random);
				const time = start * 60_000 + scheduler.now() + outages[random.below(outages.length)]!;
				checkAfterCut(victim, closed, time, variant < 2, random);
				cuts++;
			}
		};
		unit.start();
		scheduler.runFor(days * 1440 * 60_000);
		equal(closed.length, days * 48 + 1);
		equal(
			flash.erasures.every((count) => count > 0),
			true,
			'every sector erased',
		);
		equal(cuts > 20_000, true, `${cuts} cuts`);
	});

	it('keeps its promise through a hundred cuts in a row', () => {
		const flash = new RamFlash(intervalSectors + traceSectors);
		const random = new SeededRandom(100);
		let time = start * 60_000;
		const told = new Map<Minute, number>();
		let before = -1;
		for (let cut = 0; cut < 100; cut++) {
			const scheduler = new VirtualScheduler();
			const unit = plug(flash, scheduler, new SchedulerClock(scheduler, time), new ScriptedMetrology(powerAfter));
			unit.onHalfHour((boundary) => told.set(boundary, unit.halfHour(boundary)!.import));
			flash.cutAt(random.below(12), random);
			try {
				unit.start();
				scheduler.runFor(86_400_000);
			} catch {
				flash.powerUp();
			}
			time += scheduler.now() + random.below(4_000_000);
			const again = plug(flash, scheduler, new SchedulerClock(scheduler, time), new ScriptedMetrology(powerAfter));
			equal(again.counts().import >= before, true, 'registers never go back');
			before = again.counts().import;
		}
		const scheduler = new VirtualScheduler();
		const unit = plug(flash, scheduler, new SchedulerClock(scheduler, time), new ScriptedMetrology(powerAfter));
		unit.start();
		equal(told.size > 150, true);
		let newest = 0;
		for (const boundary of told.keys()) newest = Math.max(newest, boundary);
		for (const [boundary, value] of told) {
			if (boundary > newest - 7 * 1440) equal(unit.halfHour(boundary)?.import, value);
		}
	});
});

/** Puts the flash into a meter whose clock shows `time` (ms), while `closed` was told and the next half-hour under way, and looks at all it says. */
function checkAfterCut(flash: RamFlash, closed: Minute[], time: number, all: boolean, random: SeededRandom): void {
	const scheduler = new VirtualScheduler();
	const unit = plug(flash, scheduler, new SchedulerClock(scheduler, time), new ScriptedMetrology(powerAfter));
	unit.start();
	for (let i = Math.max(0, closed.length - kept); i < closed.length; i += all ? 1 : 1 + random.below(40)) expectTrue(unit, closed[i]!);
	for (let i = Math.max(0, closed.length - 3); i < closed.length; i++) expectTrue(unit, closed[i]!);

	const passed: Minute[] = [];
	unit.eachInterval((boundary) => passed.push(boundary));
	for (const boundary of all ? passed : passed.slice(0, 3))
		if (unit.interval(boundary) === undefined) throw new Error(`interval ${boundary} is none`);
	if (all)
		equal(
			closed
				.slice(-kept)
				.filter((boundary) => !passed.includes(boundary))
				.join(),
			'',
			'intervals passed over',
		);

	const last = closed[closed.length - 1];
	const known = last === undefined ? 0 : energy[last - start]!;
	const cut = last === undefined ? start : last + 30;
	const found = unit.interval(cut);
	const complete = found !== undefined && (found.status & INTERVAL_STATUS.lost) === 0;
	if (complete) equal(found.counts.import, energy[cut - start], 'the interval whose writing was cut');
	else if (time === cut * 60_000) equal(found?.counts.import, known, 'the interval that the new start closed');
	else equal(found, undefined, 'the interval whose writing was cut');
	const started = complete ? energy[cut - start]! : known;
	equal(unit.counts().import, started, 'register');

	for (let boundary = cut + 30; boundary * 60_000 <= time; boundary += 30) {
		if (boundary * 60_000 !== time) equal(unit.halfHour(boundary), undefined, 'an interval without power');
	}
	for (let i = 0; i < 10; i++) {
		const minute = Math.floor(time / 60_000) - random.below(1440);
		const counts = unit.minute(minute);
		if (minute * 60_000 !== time && counts !== undefined) equal(counts.import, energy[minute - start], 'minute');
		if (last !== undefined && minute > start && minute <= last && counts === undefined) throw new Error(`minute ${minute} is lost`);
	}

	scheduler.runFor(61 * 60_000);
	let first = true;
	for (let boundary = halfHourOf(Math.floor(time / 60_000)) + 30; boundary * 60_000 <= time + 61 * 60_000; boundary += 30) {
		const after = unit.interval(boundary);
		equal(after?.counts.import, started + Math.floor(((boundary * 60_000 - time) * powerAfter) / 3_600_000), 'interval after the cut');
		if (first && time % 1_800_000 !== 0) equal((after?.status ?? 0) & INTERVAL_STATUS.powerOut, INTERVAL_STATUS.powerOut, 'status');
		first = false;
	}
}

function expectTrue(unit: MeteringUnit, boundary: Minute): void {
	const found = unit.halfHour(boundary);
	if (found?.import !== energy[boundary - start]) throw new Error(`interval ${boundary}: expected ${energy[boundary - start]}, got ${found?.import}`);
}

function plug(flash: RamFlash, scheduler: VirtualScheduler, clock: SchedulerClock, metrology: Metrology): MeteringUnit {
	return new MeteringUnit({
		scheduler,
		clock,
		metrology,
		flash,
		log: { write: () => {} },
		counter: { wattHours: 1, digits: 8 },
		intervalSectors,
		traceSectors,
	});
}

function sums(powers: Int32Array): Int32Array {
	const result = new Int32Array(powers.length + 1);
	for (let minute = 0; minute < powers.length; minute++) result[minute + 1] = result[minute]! + powers[minute]! / 60;
	return result;
}
