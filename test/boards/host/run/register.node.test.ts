import assert from 'node:assert/strict';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { MeteringUnit } from '../../../../src/meter/metering/metering-unit.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { withTraits } from '../../../../src/route-b/traits.js';
import { houseLoad } from '../../../../src/world/load/house.js';
import { constantLoad, PlayedLoad } from '../../../../src/world/load/source.js';
import { filledFlash, initialFor, recordPast } from '../../../../src/world/meter/past.js';

const START = Date.UTC(2026, 10, 22, 3, 0);

describe('registers that stand where they are told to at the start', () => {
	for (const [what, load, traits] of [
		['a house that feeds in', houseLoad(1, true), {}],
		['10 kW for ten days, in counts of 1 Wh', constantLoad(10_000), { energyUnit: 3 }],
		['a coefficient', constantLoad(5000), { coefficient: 30 }],
	] as const) {
		it(`whatever the past was: ${what}; and they wrap`, () => {
			const { counter } = withTraits(GEN1, traits);
			const shown = { import: 999_998, export: 7 };
			const initial = initialFor(shown, load, START, 10, counter, true);
			const flash = filledFlash((empty) => recordPast(empty, load, START, 10, undefined, true, initial));
			const scheduler = new VirtualScheduler();
			const metrology = new PlayedLoad(constantLoad(100_000), scheduler, START);
			const unit = new MeteringUnit({ scheduler, clock: new SchedulerClock(scheduler, START), metrology, flash, log: { write() {} }, counter });
			assert.deepEqual(unit.counts(), shown);
			unit.start();
			scheduler.runFor((3 * counter.wattHours * 3_600_000) / 100_000);
			assert.deepEqual(unit.counts(), { import: 1, export: 7 });
		});
	}
});
