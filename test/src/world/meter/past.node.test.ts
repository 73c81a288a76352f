import assert from 'node:assert/strict';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { meteringSectors } from '../../../../src/meter/metering/history.js';
import { MeteringUnit } from '../../../../src/meter/metering/metering-unit.js';
import { houseLoad } from '../../../../src/world/load/house.js';
import { type LoadSource, PlayedLoad, sampleOf } from '../../../../src/world/load/source.js';
import { recordPast } from '../../../../src/world/meter/past.js';

const INITIAL = { import: 12_345_600, export: 7_000 };
const DAY = 86_400_000;

/** Half of each hour there is nothing to measure; else what is drawn changes each 7.3 s. */
const GAPS: LoadSource = {
	at: (time) => {
		const until = (Math.floor(time / 7_300) + 1) * 7_300;
		return { sample: time % 3_600_000 < 1_700_000 ? undefined : sampleOf(((time / 7_300) % 2 < 1 ? 1 : -1) * 731.7), until };
	},
};

/** What a metering unit reads from its flash after `days`, and at once goes on with. */
function readings(fill: (flash: RamFlash) => void, load: LoadSource, start: number, days: number): string[] {
	const flash = new RamFlash(meteringSectors(4096), 4096);
	fill(flash);
	const scheduler = new VirtualScheduler();
	const unit = new MeteringUnit({
		scheduler,
		clock: new SchedulerClock(scheduler, start),
		metrology: new PlayedLoad(load, scheduler, start),
		flash,
		log: { write: (_, text) => assert.fail(text) },
		initial: { import: 0, export: 0 },
	});
	unit.start();
	const registers = new Uint8Array(20);
	unit.storeRegisters(registers, 0);
	scheduler.runFor(1_900_000);
	const found = [Buffer.from(registers).toString('hex')];
	const minute = Math.floor(start / 60_000);
	for (let at = minute - days * 1440; at < minute + 60; at++) {
		const interval = unit.interval(at);
		if (interval !== undefined) found.push(`${at} ${JSON.stringify(interval)}`);
		const counts = unit.minute(at);
		if (counts !== undefined) found.push(`${at} minute ${JSON.stringify(counts)}`);
	}
	return found;
}

/** The same by the unit itself, minute by minute. */
function live(flash: RamFlash, load: LoadSource, start: number, days: number): void {
	const scheduler = new VirtualScheduler();
	const begin = start - days * DAY;
	const metrology = new PlayedLoad(load, scheduler, begin);
	const unit = new MeteringUnit({ scheduler, clock: new SchedulerClock(scheduler, begin), metrology, flash, log: { write() {} }, initial: INITIAL });
	unit.start();
	scheduler.runUntil(days * DAY);
	unit.shutdown();
}

describe('the past of a meter', () => {
	for (const [name, load, start] of [
		['a house, from a full half-hour', houseLoad(3, true), Date.UTC(2026, 10, 22, 3, 0)],
		['a house, from within a minute', houseLoad(3, false), Date.UTC(2026, 10, 22, 3, 7, 13, 250)],
		['gaps, and power both ways', GAPS, Date.UTC(2026, 10, 22, 3, 29, 59, 999)],
	] as const)
		it(`is what a metering unit that lived it reads and goes on with: ${name}`, () => {
			const days = 4;
			const lived = readings((flash) => live(flash, load, start, days), load, start, days);
			const recorded = readings((flash) => recordPast(flash, load, start, days, undefined, true, INITIAL), load, start, days);
			assert.ok(lived.length > days * 48 + 700);
			assert.deepEqual(recorded, lived);
		});

	it('is, of a one-way unit, that of a house which feeds nothing in', () => {
		const start = Date.UTC(2026, 10, 22, 3, 0);
		const drawn: LoadSource = {
			at: (time) => {
				const { sample, until } = GAPS.at(time);
				return { sample: sample && sampleOf(Math.max(0, sample.power)), until };
			},
		};
		const told = (load: LoadSource, twoWay: boolean) =>
			readings((flash) => recordPast(flash, load, start, 1, undefined, twoWay, INITIAL), drawn, start, 1);
		assert.deepEqual(told(GAPS, false), told(drawn, true));
		assert.notDeepEqual(told(GAPS, true), told(drawn, true));
	});

	it('tells of each day', () => {
		const days: number[] = [];
		recordPast(new RamFlash(meteringSectors(4096), 4096), houseLoad(1, false), Date.UTC(2026, 10, 22, 3, 7), 3, (day) => days.push(day));
		assert.deepEqual(days, [1, 2, 3]);
	});
});
