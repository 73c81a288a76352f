import type { Clock } from '../../../../hal/ports/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { SwappableReadings } from '../../../../src/meter/backplane/swappable-readings.js';
import { CONTROL_SECTORS, controlRange } from '../../../../src/route-a/control/slot-rows.js';
import type { RouteA } from '../../../../src/route-a/route-a.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { eventLogSectors } from '../../../../src/route-a/standard-log.js';
import { equal } from '../../../assert.js';
import { type Line, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { cutEach } from '../../../power-cut.js';
import { MeteringRig } from '../../meter/metering/metering-rig.js';
import { associated, bytesIn, dateTimeText, get, itemsIn, type Meter, meter, NOON, numberIn } from '../route-a-rig.js';

const { eventCapacity } = IDIS_PROFILE;

/** A metering unit and Route A beside it, each on its own flash. */
class PowerRig {
	readonly flash = {
		metering: new RamFlash(9),
		events: new RamFlash(eventLogSectors(4096, eventCapacity)),
		control: new RamFlash(CONTROL_SECTORS),
	};
	metering!: MeteringRig;
	meter!: Meter;
	#lineOf: Line | undefined;

	/** The meter is new. */
	start(): this {
		this.metering = new MeteringRig(NOON / 60_000, 500, { flash: this.flash.metering });
		return this.plug();
	}

	/** The communication unit gets power, and is told of the metering unit. */
	plug(): this {
		const { events, control } = this.flash;
		const metering = (): MeteringRig => this.metering;
		const clock: Clock = { now: () => metering().clock.now(), set: (time) => metering().clock.set(time) };
		const readings = new SwappableReadings({
			clock,
			counter: { wattHours: 1, digits: 8 },
			twoWay: true,
			get metering() {
				return metering().unit;
			},
			onReadingFailed(error) {
				throw error;
			},
		});
		this.meter = meter({
			readings,
			clock,
			eventFlash: { flash: events, firstSector: 0, sectors: events.sectors },
			controlFlash: controlRange(control),
		});
		this.#lineOf = undefined;
		this.routeA.start();
		this.routeA.onPlace('metering', true);
		return this;
	}

	get routeA(): RouteA {
		return this.meter.routeA;
	}

	run(minutes: number): this {
		this.metering.minutes(minutes);
		return this;
	}

	/** The communication unit is told to leave. */
	leave(): this {
		this.routeA.record(IDIS_PROFILE.events.powerDown);
		return this;
	}

	/** An orderly end. */
	end(): this {
		this.metering.unit.shutdown();
		return this.leave();
	}

	/** The power is back after so many minutes. */
	back(minutes: number): this {
		this.metering.restart(minutes, 500);
		return this.plug();
	}

	/** The metering unit comes back after so many minutes, while Route A goes on. */
	swap(minutes: number): void {
		this.metering.restart(minutes, 500);
		this.routeA.onPlace('metering', true);
	}

	/** `hh:mm s` of each entry: end of the failure, and how long it was. */
	get log(): string {
		return itemsIn(get(this.#line, 7, NAME.powerFailureLog, 2))
			.map((row) => {
				const [time, duration] = itemsIn(row);
				return `${dateTimeText(bytesIn(time)).slice(11, 16)} ${numberIn(duration)}`;
			})
			.join();
	}

	/** After an orderly end, after a cut; the communication unit alone: pulled, failed. */
	get restarts(): string {
		return itemsIn(get(this.#line, 1, NAME.restarts, 2))
			.map(numberIn)
			.join(' ');
	}

	/** All, long ones, duration of the last. */
	get counts(): string {
		const line = this.#line;
		return [get(line, 1, NAME.powerFailures, 2), get(line, 1, NAME.longPowerFailures, 2), get(line, 3, NAME.powerFailureDuration, 2)]
			.map(numberIn)
			.join(' ');
	}

	get #line(): Line {
		this.#lineOf ??= associated(this.meter, MANAGEMENT);
		return this.#lineOf;
	}
}

describe('Route A: power failures', () => {
	it('are long ones of more than 180 s', () => {
		const rig = new PowerRig().start().run(40).end().back(3).run(1);
		equal(rig.counts, '1 0 180');
		rig.end().back(4).run(1);
		equal(rig.counts, '2 1 240');
	});

	it('are none of a new meter', () => {
		const rig = new PowerRig().start();
		equal(rig.log, '');
		equal(rig.counts, '0 0 0');
	});

	it('last from an orderly end to the next start', () => {
		const rig = new PowerRig().start().run(10).end().back(2);
		equal(rig.log, '12:46 120');
		equal(rig.counts, '1 0 120');
		rig.run(5).end().back(90);
		equal(rig.log, '12:46 120,14:21 5400');
		equal(rig.counts, '2 1 5400');
	});

	it('begin at the last half-hour boundary where the power was cut', () => {
		const rig = new PowerRig().start().run(50).back(60);
		equal(rig.log, '14:24 5040');
	});

	it('begin at the last start or event where that was later', () => {
		const rig = new PowerRig().start().run(50).back(60).run(3).back(4);
		equal(rig.log, '14:24 5040,14:31 420');
		rig.run(2);
		rig.routeA.record(IDIS_PROFILE.events.parametersChanged);
		rig.run(2).back(1);
		equal(rig.log, '14:24 5040,14:31 420,14:36 180');
	});

	it('are none where the communication unit alone was away, or began anew', () => {
		const rig = new PowerRig().start().run(10).end().back(2).run(40);
		rig.leave().run(20).plug();
		equal(rig.log, '12:46 120');
		rig.run(10).plug();
		equal(rig.log, '12:46 120');
		rig.routeA.onPlace('metering', true);
		equal(rig.log, '12:46 120');
		rig.run(10).end().back(1);
		equal(rig.log, '12:46 120,14:07 60');
	});

	it('are none where a metering unit was away while the meter had power', () => {
		const rig = new PowerRig().start().run(40);
		rig.metering.unit.shutdown();
		rig.routeA.onPlace('metering', false);
		rig.swap(10);
		equal(rig.log, '');
		// The communication unit begins anew beside it.
		equal(rig.plug().log, '');
		rig.run(10).end().back(3);
		equal(rig.log, '13:37 180');
	});

	it('are told from other restarts, and orderly ones from cuts', () => {
		const rig = new PowerRig().start();
		equal(rig.restarts, '0 0 0 0');
		// Before the metering unit knows of any stop.
		rig.run(5).leave().run(1).plug();
		rig.run(5).plug();
		equal(rig.restarts, '0 0 1 1');
		equal(rig.log, '');
		rig.run(40).end().back(2);
		equal(rig.restarts, '1 0 1 1');
		rig.run(40).back(2).run(5).end().back(2).run(5).end().back(3);
		equal(rig.restarts, '3 1 1 1');
		rig.run(5).leave().run(1).plug();
		equal(rig.restarts, '3 1 2 1');
		rig.run(5).plug().run(1).plug();
		equal(rig.restarts, '3 1 2 3');
		equal(rig.log.split(',').length, 4);
	});

	it('of which the clock knows no duration have none', () => {
		const rig = new PowerRig().start().run(50).end();
		rig.metering.restart(-30, 500);
		equal(rig.plug().log, '12:54 0');
	});

	it('are told apart where the clock was set back, too', () => {
		const rig = new PowerRig().start().run(100).end();
		rig.metering.restart(-90, 500);
		rig.plug().run(1).back(5);
		equal(rig.restarts, '1 1 0 0');
		equal(rig.log, '12:44 0,12:50 360');
	});

	it('keep their count, of which the newest 40 are on record', () => {
		const rig = new PowerRig().start();
		for (let i = 0; i < 45; i++)
			rig
				.run(1)
				.end()
				.back(i % 2 === 0 ? 1 : 5);
		equal(rig.log.split(',').length, 40);
		equal(rig.counts, '45 22 60');
	});

	for (const [kind, which] of [
		['orderly', 'metering'],
		['orderly', 'events'],
		['orderly', 'control'],
		['cut', 'events'],
		['cut', 'control'],
	] as const)
		it(`are counted once each and do not overlap, whichever flash operation of a start a power cut comes in: ${kind}, ${which}`, () => {
			const begun = (): PowerRig => {
				const rig = new PowerRig().start().run(40);
				return kind === 'orderly' ? rig.end() : rig;
			};
			cutEach({
				...{ seed: 7, started: begun, least: 1 },
				flash: ({ flash }) => flash[which],
				steps: (rig) => rig.back(10),
				check(rig, cut) {
					const { log, restarts } = rig.back(7);
					// One that was entered before the cut, and the one behind it; or both as one.
					const [both, one] = kind === 'orderly' ? ['13:24 600,13:31 420', '13:31 1020'] : ['13:24 1440,13:31 420', '13:31 1860'];
					const isOne = log === one;
					equal(log, isOne ? one : both, String(cut));
					const first = isOne ? 0 : 1;
					equal(restarts, kind === 'orderly' ? `1 ${first} 0 0` : `0 ${1 + first} 0 0`, `${cut}: ${log}`);
					equal(rig.plug().log, log, `${cut}: nothing is repeated`);
				},
			});
		});
});
