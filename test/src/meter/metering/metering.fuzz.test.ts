import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { MeteringUnit } from '../../../../src/meter/metering/metering-unit.js';
import { equal } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { Bench, ScriptedMetrology } from './metering-rig.js';

const damages = fuzzCount(2_000);
const lives = fuzzCount(150);
const start = 29_904_000;

describe('metering unit, fuzzed', () => {
	it('tells the truth or nothing about a damaged flash', function () {
		this.timeout(60_000);
		const bench = new Bench(start, 6000);
		bench.minutes(3 * 1440);
		const content = bench.flash.snapshot();
		const random = fuzzRandom(1);
		for (let i = 0; i < damages; i++) {
			const bytes = content.slice();
			for (let n = random.below(40); n >= 0; n--) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
			bench.flash.restore(tried(bytes));
			const unit = bench.unit;
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
				flash: bench.flash,
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

	it('survives any life: registers and told boundaries never go back', function () {
		this.timeout(60_000);
		for (let life = 0; life < lives; life++) {
			const random = fuzzRandom(life);
			tried(`life ${life}`);
			const bench = new Bench(start, random.below(5000));
			let energy = 0;
			for (let event = 0; event < 60; event++) {
				bench.minutes(random.fraction() ** 4 * 600);
				const before = bench.closed.length;
				switch (random.below(8)) {
					case 0:
						bench.metrology.show(undefined);
						break;
					case 1:
						bench.unit.setClock(bench.clock.now() + (random.fraction() - 0.5) * 4 * 3_600_000);
						break;
					case 2:
						bench.clock.set(bench.clock.now() + (random.fraction() - 0.5) * 20_000_000);
						break;
					case 3:
						bench.unit.shutdown();
						bench.restart(random.below(90), random.below(5000));
						break;
					case 4:
						bench.restart(random.below(90), random.below(5000));
						energy = 0;
						break;
					default:
						bench.metrology.show(random.below(5000));
				}
				equal(bench.closed.length - before <= 1, true);
				const now = bench.unit.counts().import;
				equal(now >= energy, true, `life ${life}, event ${event}: ${now} after ${energy}`);
				energy = now;
				let last = 0;
				let counts = 0;
				for (const at of bench.closed) {
					equal(at > last, true, 'each boundary once, in order');
					const found = bench.import(at);
					if (at > start + bench.closed.length - 200 && found !== undefined) {
						equal(found >= counts, true);
						counts = found;
					}
					last = at;
				}
			}
		}
	});
});
