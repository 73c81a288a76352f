import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { MeteringUnit } from '../../../../src/meter/metering/metering-unit.js';
import { equal } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { MeteringRig, ScriptedMetrology } from './metering-rig.js';

const damages = fuzzCount(2_000);
const lives = fuzzCount(150);
const start = 29_904_000;

describe('metering unit, fuzzed', () => {
	it('tells the truth or nothing about a damaged flash', () => {
		const rig = new MeteringRig(start, 6000);
		rig.minutes(3 * 1440);
		const content = rig.flash.snapshot();
		const random = fuzzRandom(1);
		for (let i = 0; i < damages; i++) {
			const bytes = content.slice();
			for (let n = random.below(40); n >= 0; n--) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
			rig.flash.restore(tried(bytes));
			const unit = rig.unit;
			for (let n = 0; n < 20; n++) {
				const at = start + 30 * random.below(3 * 48 + 1);
				const counts = unit.halfHour(at);
				if (counts !== undefined) equal(counts.import, (at - start) * 100);
				const minute = start + 2 * 1440 + random.below(1440);
				const reading = unit.minute(minute);
				if (reading !== undefined) equal(reading.import, (minute - start) * 100);
			}
			const scheduler = new VirtualScheduler();
			const again = new MeteringUnit({
				scheduler,
				clock: new SchedulerClock(scheduler, (start + 3 * 1440 + 5) * 60_000),
				metrology: new ScriptedMetrology(0),
				flash: rig.flash,
				log: { write: () => {} },
				counter: { wattHours: 1, digits: 8 },
				intervalSectors: 3,
				traceSectors: 6,
			});
			again.start();
			scheduler.runFor(30 * 60_000);
			equal(again.counts().import % 3000, 0, 'a boundary’s register');
		}
	});

	it('survives any life: registers and told boundaries never go back', () => {
		for (let life = 0; life < lives; life++) {
			const random = fuzzRandom(life);
			tried(`life ${life}`);
			const rig = new MeteringRig(start, random.below(5000));
			let energy = 0;
			for (let event = 0; event < 60; event++) {
				rig.minutes(random.fraction() ** 4 * 600);
				const before = rig.closed.length;
				switch (random.below(8)) {
					case 0:
						rig.metrology.show(undefined);
						break;
					case 1:
						rig.unit.setClock(rig.clock.now() + (random.fraction() - 0.5) * 4 * 3_600_000);
						break;
					case 2:
						rig.clock.set(rig.clock.now() + (random.fraction() - 0.5) * 20_000_000);
						break;
					case 3:
						rig.unit.shutdown();
						rig.restart(random.below(90), random.below(5000));
						break;
					case 4:
						rig.restart(random.below(90), random.below(5000));
						energy = 0;
						break;
					default:
						rig.metrology.show(random.below(5000));
				}
				equal(rig.closed.length - before <= 1, true);
				const now = rig.unit.counts().import;
				equal(now >= energy, true, `life ${life}, event ${event}: ${now} after ${energy}`);
				energy = now;
				let last = 0;
				let counts = 0;
				for (const at of rig.closed) {
					equal(at > last, true, 'each boundary once, in order');
					const found = rig.import(at);
					if (at > start + rig.closed.length - 200 && found !== undefined) {
						equal(found >= counts, true);
						counts = found;
					}
					last = at;
				}
			}
		}
	});
});
