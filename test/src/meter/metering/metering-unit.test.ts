import { JournalError } from '../../../../modules/journal/journal.js';
import { INTERVAL_STATUS } from '../../../../src/meter/metering/readings.js';
import { equal } from '../../../assert.js';
import { at, MeteringRig } from './metering-rig.js';

const { clockSet, powerOut, incomplete, lost } = INTERVAL_STATUS;

describe('metering unit: intervals', () => {
	it('closes each half-hour of the clock with what the registers hold at its moment', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(75);
		equal(rig.closed.join(), [at(10), at(10, 30), at(11)].join());
		equal(rig.import(at(10)), 0);
		equal(rig.import(at(10, 30)), 600);
		equal(rig.import(at(11)), 1200);
		equal(rig.import(at(11, 30)), undefined, 'to come');
		equal(rig.import(at(10, 15)), undefined, 'no half-hour');
		equal(rig.status(at(10)), powerOut);
		equal(rig.status(at(10, 30)), 0);
		equal(rig.unit.counts().import, 1500);
	});

	it('counts what the house feeds in as export', () => {
		const rig = new MeteringRig(at(10), -600);
		rig.minutes(30);
		rig.metrology.show(600);
		rig.minutes(30);
		equal(rig.unit.halfHour(at(11))?.export, 300);
		equal(rig.unit.halfHour(at(11))?.import, 300);
	});

	it('knows the minutes of the running half-hour and of the day before it', () => {
		const rig = new MeteringRig(at(10), 600);
		rig.minutes(1500);
		equal(rig.unit.now(), at(11, 0, 23) * 60_000);
		equal(rig.unit.minute(at(11, 0, 23))?.import, 15_000);
		equal(rig.unit.minute(at(10, 59, 23))?.import, 14_990);
		for (let minute = at(11); minute <= at(11, 0, 23); minute++) equal(rig.unit.minute(minute)?.import, (minute - at(10)) * 10);
		equal(rig.unit.minute(at(10, 59)), undefined, 'older than a day');
		equal(rig.unit.minute(at(11, 1, 23)), undefined, 'to come');
	});

	it('wraps its counters at 10^digits and counts on', () => {
		const rig = new MeteringRig(at(10), 60_000, { counter: { wattHours: 100, digits: 6 }, initial: { import: 99_999_850, export: 99_999_900 } });
		equal(rig.unit.counts().import, 999_998);
		equal(rig.unit.counts().export, 999_999);
		rig.minutes(30);
		equal(rig.import(at(10)), 999_998);
		equal(rig.import(at(10, 30)), 298);
		equal(rig.unit.minute(at(10, 1))?.import, 8, '999,999,850 + 1,000 Wh');
		rig.metrology.show(-6000);
		rig.minutes(1);
		equal(rig.unit.counts().export, 0);
		rig.unit.shutdown();
		rig.restart(1, 0);
		equal(rig.unit.counts().import, 298);
	});
});

describe('metering unit: gaps', () => {
	it('stands still in a gap, whose minutes it does not record', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(10.5);
		rig.metrology.show(undefined);
		equal(rig.unit.sample(), undefined);
		rig.minutes(5);
		rig.metrology.show(1200);
		rig.minutes(14.5);
		equal(rig.unit.minute(at(10, 10))?.import, 200);
		for (let minute = 11; minute <= 15; minute++) equal(rig.unit.minute(at(10, minute)), undefined, `10:${minute}`);
		equal(rig.unit.minute(at(10, 16))?.import, 220);
		equal(rig.import(at(10, 30)), 500);
		equal(rig.status(at(10, 30)), incomplete);
		rig.minutes(30);
		equal(rig.status(at(11)), 0);
	});

	it('reads the registers at a boundary within a gap, and calls both intervals incomplete', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(20);
		rig.metrology.show(undefined);
		rig.minutes(20);
		rig.metrology.show(1200);
		rig.minutes(20);
		equal(rig.import(at(10, 30)), 400);
		equal(rig.status(at(10, 30)), incomplete);
		equal(rig.unit.minute(at(10, 30)), undefined);
		equal(rig.import(at(11)), 800);
		equal(rig.status(at(11)), incomplete);
	});

	it('takes a power that is no number for a gap', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(10);
		rig.metrology.show(Number.NaN);
		rig.minutes(20);
		equal(rig.import(at(10, 30)), 200);
		equal(rig.status(at(10, 30)), incomplete);
	});
});

describe('metering unit: clock', () => {
	for (const way of ['by the unit', 'behind its back'] as const) {
		const set = (rig: MeteringRig, time: number) => (way === 'by the unit' ? rig.unit.setClock(time) : rig.clock.set(time));

		it(`set forwards ${way}: leaves out the boundaries it jumps over, and marks the next`, () => {
			const rig = new MeteringRig(at(10), 1200);
			rig.minutes(12.5);
			set(rig, at(13, 10) * 60_000);
			rig.minutes(20);
			equal(rig.closed.join(), [at(10), at(13, 30)].join());
			for (const missing of [at(10, 30), at(11), at(12, 30), at(13)]) equal(rig.import(missing), undefined);
			equal(rig.import(at(13, 30)), 650, '32.5 minutes of 1,200 W');
			equal(rig.status(at(13, 30)), clockSet);
			equal(rig.unit.minute(at(10, 12))?.import, 240);
			equal(rig.unit.minute(at(10, 13)), undefined);
			equal(rig.unit.minute(at(13, 9)), undefined);
			equal(rig.unit.minute(at(13, 12))?.import, 290, 'two minutes on');
			rig.minutes(30);
			equal(rig.status(at(14)), 0);
		});

		it(`set back ${way}: keeps what is recorded, records nothing twice, and goes on behind it`, () => {
			const rig = new MeteringRig(at(10), 1200);
			rig.minutes(72.5);
			set(rig, at(10, 20) * 60_000);
			rig.minutes(60);
			equal(rig.closed.join(), [at(10), at(10, 30), at(11)].join());
			equal(rig.import(at(10, 30)), 600);
			equal(rig.import(at(11)), 1200);
			equal(rig.unit.minute(at(11, 12))?.import, 1440);
			equal(rig.unit.minute(at(11, 13))?.import, 2510, '125.5 minutes of 1,200 W');
			rig.minutes(10);
			equal(rig.import(at(11, 30)), 2850, '142.5 minutes of 1,200 W');
			equal(rig.status(at(11, 30)), clockSet);
			equal(rig.closed.join(), [at(10), at(10, 30), at(11), at(11, 30)].join());
			rig.minutes(30);
			equal(rig.status(at(12)), 0);
		});
	}

	it('closes a boundary that the clock is set upon', () => {
		const rig = new MeteringRig(at(10, 5), 1200);
		rig.minutes(5);
		rig.unit.setClock(at(12) * 60_000);
		equal(rig.closed.length, 0, 'told from inside');
		rig.minutes(1);
		equal(rig.closed.join(), String(at(12)));
		equal(rig.import(at(12)), 100);
	});

	it('follows a correction of a second without a mark', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(29.99);
		rig.unit.setClock(rig.clock.now() + 1000);
		rig.minutes(1);
		equal(rig.status(at(10, 30)), 0);
		rig.unit.setClock(rig.clock.now() - 1000);
		rig.minutes(30);
		equal(rig.status(at(11)), 0);
		equal(rig.closed.join(), [at(10), at(10, 30), at(11)].join());
	});

	it('begins a new era where the clock goes back more than a day: what lies ahead of it counts as never recorded', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(65);
		rig.unit.setClock((at(10) + 20 * 1440) * 60_000);
		rig.minutes(65);
		equal(rig.import(at(10) + 20 * 1440), 1300);
		rig.unit.setClock(at(11, 20) * 60_000);
		equal(rig.import(at(11) + 20 * 1440), undefined);
		equal(rig.import(at(11)), 1200);
		rig.minutes(40);
		equal(rig.closed.slice(-2).join(), [at(11, 30), at(12)].join());
		equal(rig.import(at(10, 30)), 600);
		equal(rig.import(at(11, 30)), 2800);
		equal(rig.status(at(11, 30)), clockSet);
		equal(rig.import(at(12)), 3400);
		rig.restart(10, 1200);
		rig.minutes(50);
		equal(rig.import(at(11)), 1200);
		equal(rig.import(at(11, 30)), 2800);
		equal(rig.import(at(12, 30)), 3800);
		equal(rig.import(at(10) + 20 * 1440), undefined);
	});
});

describe('metering unit: a clock set back', () => {
	const newEra = (rig: MeteringRig) => rig.lines.filter((line) => line.includes('a new era begins')).length;

	it('by a minute less than a day is waited for', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(3 * 1440);
		rig.unit.setClock(rig.clock.now() - 86_340_000);
		rig.minutes(10);
		equal(newEra(rig), 0);
		equal(rig.unit.interval(at(10) + 3 * 1440)?.counts.import, 86_400, 'what is recorded ahead of the clock');
	});

	it('by a minute more than a day begins a new era', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(3 * 1440);
		rig.unit.setClock(rig.clock.now() - 86_460_000);
		rig.minutes(10);
		equal(newEra(rig), 1);
	});
});

describe('metering unit: stop and start', () => {
	it('goes on exactly where an orderly stop left the registers and minutes', () => {
		const rig = new MeteringRig(at(10), 1201.7);
		rig.minutes(40.123);
		rig.unit.shutdown();
		rig.restart(0, 1201.7);
		rig.minutes(49.877);
		equal(rig.import(at(11, 30)), Math.floor(1201.7 * 1.5));
		equal(rig.unit.minute(at(10, 35))?.import, Math.floor((1201.7 * 35) / 60));
		equal(rig.status(at(11)), 0);
		equal(rig.closed.join(), [at(10), at(10, 30), at(11), at(11, 30)].join());
	});

	it('reports the boundaries of days without power as missing', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(40);
		rig.unit.shutdown();
		rig.restart(3 * 1440, 1200);
		rig.minutes(25);
		equal(rig.import(at(10, 30)), 600);
		for (let boundary = at(11); boundary < at(11, 0, 25); boundary += 30) equal(rig.import(boundary), undefined);
		equal(rig.import(at(11, 0, 25)), 1200);
		equal(rig.status(at(11, 0, 25)), powerOut);
		rig.minutes(30);
		equal(rig.status(at(11, 30, 25)), 0);
	});

	it('says so where power failed without a stop and energy is lost', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(40);
		rig.restart(1, 1200);
		equal(rig.unit.counts().import, 600);
		equal(rig.unit.minute(at(10, 35)), undefined);
		equal(rig.unit.minute(at(10, 25))?.import, 500);
		rig.minutes(19);
		equal(rig.import(at(11)), 980);
		equal(rig.status(at(11)), powerOut | lost);
	});

	it('does not take an orderly stop for good that was followed by a run', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(10);
		rig.unit.shutdown();
		rig.restart(0, 1200);
		rig.minutes(10);
		rig.restart(0, 1200);
		rig.minutes(10);
		equal(rig.import(at(10, 30)), 400);
		equal(rig.status(at(10, 30)), powerOut | lost);
	});

	it('records no boundary twice when it starts on one', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(60);
		rig.unit.shutdown();
		rig.restart(0, 1200);
		rig.minutes(30);
		equal(rig.closed.join(), [at(10), at(10, 30), at(11), at(11, 30)].join());
		equal(rig.import(at(11)), 1200);
	});

	it('closes no boundary again that it closed in a gap, when the clock went back while it was off', () => {
		const rig = new MeteringRig(at(10), undefined);
		rig.minutes(60);
		rig.restart(-25, 1200);
		rig.minutes(55);
		equal(rig.closed.join(), [at(10), at(10, 30), at(11), at(11, 30)].join());
		equal(rig.import(at(11)), 0);
	});

	it('measures nothing more after a stop', () => {
		const rig = new MeteringRig(at(10), 1200);
		rig.minutes(10);
		rig.unit.shutdown();
		const operations = rig.flash.operations;
		rig.minutes(60);
		rig.metrology.show(5);
		rig.unit.shutdown();
		equal(rig.unit.counts().import, 200);
		equal(rig.flash.operations, operations);
	});

	it('refuses a flash that holds something else, and leaves it alone', () => {
		const rig = new MeteringRig(at(10), 0);
		rig.minutes(60);
		rig.flash.erase(0);
		rig.flash.write(100, new Uint8Array(50));
		const before = rig.flash.snapshot();
		try {
			rig.restart(0, 0);
		} catch (error) {
			equal(error instanceof JournalError && error.kind, 'foreign');
			equal(
				rig.flash.snapshot().every((byte, i) => byte === before[i]),
				true,
			);
			return;
		}
		throw new Error('expected a JournalError');
	});
});
