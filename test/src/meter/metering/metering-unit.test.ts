import { JournalError } from '../../../../modules/journal/journal.js';
import { INTERVAL_STATUS } from '../../../../src/meter/metering/readings.js';
import { equal } from '../../../assert.js';
import { at, Bench } from './metering-rig.js';

const { clockSet, powerOut, incomplete, lost } = INTERVAL_STATUS;

describe('metering unit: intervals', () => {
	it('closes each half-hour of the clock with what the registers hold at its moment', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(75);
		equal(bench.closed.join(), [at(10), at(10, 30), at(11)].join());
		equal(bench.import(at(10)), 0);
		equal(bench.import(at(10, 30)), 600);
		equal(bench.import(at(11)), 1200);
		equal(bench.import(at(11, 30)), undefined, 'to come');
		equal(bench.import(at(10, 15)), undefined, 'no half-hour');
		equal(bench.status(at(10)), powerOut);
		equal(bench.status(at(10, 30)), 0);
		equal(bench.unit.counts().import, 1500);
	});

	it('counts what the house feeds in as export', () => {
		const bench = new Bench(at(10), -600);
		bench.minutes(30);
		bench.metrology.show(600);
		bench.minutes(30);
		equal(bench.unit.halfHour(at(11))?.export, 300);
		equal(bench.unit.halfHour(at(11))?.import, 300);
	});

	it('knows the minutes of the running half-hour and of the day before it', () => {
		const bench = new Bench(at(10), 600);
		bench.minutes(1500);
		equal(bench.unit.now(), at(11, 0, 23) * 60_000);
		equal(bench.unit.minute(at(11, 0, 23))?.import, 15_000);
		equal(bench.unit.minute(at(10, 59, 23))?.import, 14_990);
		for (let minute = at(11); minute <= at(11, 0, 23); minute++) equal(bench.unit.minute(minute)?.import, (minute - at(10)) * 10);
		equal(bench.unit.minute(at(10, 59)), undefined, 'older than a day');
		equal(bench.unit.minute(at(11, 1, 23)), undefined, 'to come');
	});

	it('wraps its counters at 10^digits and counts on', () => {
		const bench = new Bench(at(10), 60_000, { counter: { wattHours: 100, digits: 6 }, initial: { import: 99_999_850, export: 99_999_900 } });
		equal(bench.unit.counts().import, 999_998);
		equal(bench.unit.counts().export, 999_999);
		bench.minutes(30);
		equal(bench.import(at(10)), 999_998);
		equal(bench.import(at(10, 30)), 298);
		equal(bench.unit.minute(at(10, 1))?.import, 8, '999,999,850 + 1,000 Wh');
		bench.metrology.show(-6000);
		bench.minutes(1);
		equal(bench.unit.counts().export, 0);
		bench.unit.shutdown();
		bench.restart(1, 0);
		equal(bench.unit.counts().import, 298);
	});
});

describe('metering unit: gaps', () => {
	it('stands still in a gap, whose minutes it does not record', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(10.5);
		bench.metrology.show(undefined);
		equal(bench.unit.sample(), undefined);
		bench.minutes(5);
		bench.metrology.show(1200);
		bench.minutes(14.5);
		equal(bench.unit.minute(at(10, 10))?.import, 200);
		for (let minute = 11; minute <= 15; minute++) equal(bench.unit.minute(at(10, minute)), undefined, `10:${minute}`);
		equal(bench.unit.minute(at(10, 16))?.import, 220);
		equal(bench.import(at(10, 30)), 500);
		equal(bench.status(at(10, 30)), incomplete);
		bench.minutes(30);
		equal(bench.status(at(11)), 0);
	});

	it('reads the registers at a boundary within a gap, and calls both intervals incomplete', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(20);
		bench.metrology.show(undefined);
		bench.minutes(20);
		bench.metrology.show(1200);
		bench.minutes(20);
		equal(bench.import(at(10, 30)), 400);
		equal(bench.status(at(10, 30)), incomplete);
		equal(bench.unit.minute(at(10, 30)), undefined);
		equal(bench.import(at(11)), 800);
		equal(bench.status(at(11)), incomplete);
	});

	it('takes a power that is no number for a gap', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(10);
		bench.metrology.show(Number.NaN);
		bench.minutes(20);
		equal(bench.import(at(10, 30)), 200);
		equal(bench.status(at(10, 30)), incomplete);
	});
});

describe('metering unit: clock', () => {
	for (const way of ['by the unit', 'behind its back'] as const) {
		const set = (bench: Bench, time: number) => (way === 'by the unit' ? bench.unit.setClock(time) : bench.clock.set(time));

		it(`set forwards ${way}: leaves out the boundaries it jumps over, and marks the next`, () => {
			const bench = new Bench(at(10), 1200);
			bench.minutes(12.5);
			set(bench, at(13, 10) * 60_000);
			bench.minutes(20);
			equal(bench.closed.join(), [at(10), at(13, 30)].join());
			for (const missing of [at(10, 30), at(11), at(12, 30), at(13)]) equal(bench.import(missing), undefined);
			equal(bench.import(at(13, 30)), 650, '32.5 minutes of 1,200 W');
			equal(bench.status(at(13, 30)), clockSet);
			equal(bench.unit.minute(at(10, 12))?.import, 240);
			equal(bench.unit.minute(at(10, 13)), undefined);
			equal(bench.unit.minute(at(13, 9)), undefined);
			equal(bench.unit.minute(at(13, 12))?.import, 290, 'two minutes on');
			bench.minutes(30);
			equal(bench.status(at(14)), 0);
		});

		it(`set back ${way}: keeps what is recorded, records nothing twice, and goes on behind it`, () => {
			const bench = new Bench(at(10), 1200);
			bench.minutes(72.5);
			set(bench, at(10, 20) * 60_000);
			bench.minutes(60);
			equal(bench.closed.join(), [at(10), at(10, 30), at(11)].join());
			equal(bench.import(at(10, 30)), 600);
			equal(bench.import(at(11)), 1200);
			equal(bench.unit.minute(at(11, 12))?.import, 1440);
			equal(bench.unit.minute(at(11, 13))?.import, 2510, '125.5 minutes of 1,200 W');
			bench.minutes(10);
			equal(bench.import(at(11, 30)), 2850, '142.5 minutes of 1,200 W');
			equal(bench.status(at(11, 30)), clockSet);
			equal(bench.closed.join(), [at(10), at(10, 30), at(11), at(11, 30)].join());
			bench.minutes(30);
			equal(bench.status(at(12)), 0);
		});
	}

	it('closes a boundary that the clock is set upon', () => {
		const bench = new Bench(at(10, 5), 1200);
		bench.minutes(5);
		bench.unit.setClock(at(12) * 60_000);
		equal(bench.closed.length, 0, 'told from inside');
		bench.minutes(1);
		equal(bench.closed.join(), String(at(12)));
		equal(bench.import(at(12)), 100);
	});

	it('follows a correction of a second without a mark', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(29.99);
		bench.unit.setClock(bench.clock.now() + 1000);
		bench.minutes(1);
		equal(bench.status(at(10, 30)), 0);
		bench.unit.setClock(bench.clock.now() - 1000);
		bench.minutes(30);
		equal(bench.status(at(11)), 0);
		equal(bench.closed.join(), [at(10), at(10, 30), at(11)].join());
	});

	it('begins a new era where the clock goes back more than a day: what lies ahead of it counts as never recorded', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(65);
		bench.unit.setClock((at(10) + 20 * 1440) * 60_000);
		bench.minutes(65);
		equal(bench.import(at(10) + 20 * 1440), 1300);
		bench.unit.setClock(at(11, 20) * 60_000);
		equal(bench.import(at(11) + 20 * 1440), undefined);
		equal(bench.import(at(11)), 1200);
		bench.minutes(40);
		equal(bench.closed.slice(-2).join(), [at(11, 30), at(12)].join());
		equal(bench.import(at(10, 30)), 600);
		equal(bench.import(at(11, 30)), 2800);
		equal(bench.status(at(11, 30)), clockSet);
		equal(bench.import(at(12)), 3400);
		bench.restart(10, 1200);
		bench.minutes(50);
		equal(bench.import(at(11)), 1200);
		equal(bench.import(at(11, 30)), 2800);
		equal(bench.import(at(12, 30)), 3800);
		equal(bench.import(at(10) + 20 * 1440), undefined);
	});
});

describe('metering unit: a clock set back', () => {
	const newEra = (bench: Bench) => bench.lines.filter((line) => line.includes('a new era begins')).length;

	it('by a minute less than a day is waited for', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(3 * 1440);
		bench.unit.setClock(bench.clock.now() - 86_340_000);
		bench.minutes(10);
		equal(newEra(bench), 0);
		equal(bench.unit.interval(at(10) + 3 * 1440)?.counts.import, 86_400, 'what is recorded ahead of the clock');
	});

	it('by a minute more than a day begins a new era', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(3 * 1440);
		bench.unit.setClock(bench.clock.now() - 86_460_000);
		bench.minutes(10);
		equal(newEra(bench), 1);
	});
});

describe('metering unit: stop and start', () => {
	it('goes on exactly where an orderly stop left the registers and minutes', () => {
		const bench = new Bench(at(10), 1201.7);
		bench.minutes(40.123);
		bench.unit.shutdown();
		bench.restart(0, 1201.7);
		bench.minutes(49.877);
		equal(bench.import(at(11, 30)), Math.floor(1201.7 * 1.5));
		equal(bench.unit.minute(at(10, 35))?.import, Math.floor((1201.7 * 35) / 60));
		equal(bench.status(at(11)), 0);
		equal(bench.closed.join(), [at(10), at(10, 30), at(11), at(11, 30)].join());
	});

	it('reports the boundaries of days without power as missing', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(40);
		bench.unit.shutdown();
		bench.restart(3 * 1440, 1200);
		bench.minutes(25);
		equal(bench.import(at(10, 30)), 600);
		for (let boundary = at(11); boundary < at(11, 0, 25); boundary += 30) equal(bench.import(boundary), undefined);
		equal(bench.import(at(11, 0, 25)), 1200);
		equal(bench.status(at(11, 0, 25)), powerOut);
		bench.minutes(30);
		equal(bench.status(at(11, 30, 25)), 0);
	});

	it('says so where power failed without a stop and energy is lost', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(40);
		bench.restart(1, 1200);
		equal(bench.unit.counts().import, 600);
		equal(bench.unit.minute(at(10, 35)), undefined);
		equal(bench.unit.minute(at(10, 25))?.import, 500);
		bench.minutes(19);
		equal(bench.import(at(11)), 980);
		equal(bench.status(at(11)), powerOut | lost);
	});

	it('does not take an orderly stop for good that was followed by a run', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(10);
		bench.unit.shutdown();
		bench.restart(0, 1200);
		bench.minutes(10);
		bench.restart(0, 1200);
		bench.minutes(10);
		equal(bench.import(at(10, 30)), 400);
		equal(bench.status(at(10, 30)), powerOut | lost);
	});

	it('records no boundary twice when it starts on one', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(60);
		bench.unit.shutdown();
		bench.restart(0, 1200);
		bench.minutes(30);
		equal(bench.closed.join(), [at(10), at(10, 30), at(11), at(11, 30)].join());
		equal(bench.import(at(11)), 1200);
	});

	it('closes no boundary again that it closed in a gap, when the clock went back while it was off', () => {
		const bench = new Bench(at(10), undefined);
		bench.minutes(60);
		bench.restart(-25, 1200);
		bench.minutes(55);
		equal(bench.closed.join(), [at(10), at(10, 30), at(11), at(11, 30)].join());
		equal(bench.import(at(11)), 0);
	});

	it('measures nothing more after a stop', () => {
		const bench = new Bench(at(10), 1200);
		bench.minutes(10);
		bench.unit.shutdown();
		const operations = bench.flash.operations;
		bench.minutes(60);
		bench.metrology.show(5);
		bench.unit.shutdown();
		equal(bench.unit.counts().import, 200);
		equal(bench.flash.operations, operations);
	});

	it('refuses a flash that holds something else, and leaves it alone', () => {
		const bench = new Bench(at(10), 0);
		bench.minutes(60);
		bench.flash.erase(0);
		bench.flash.write(100, new Uint8Array(50));
		const before = bench.flash.snapshot();
		try {
			bench.restart(0, 0);
		} catch (error) {
			equal(error instanceof JournalError && error.kind, 'foreign');
			equal(
				bench.flash.snapshot().every((byte, i) => byte === before[i]),
				true,
			);
			return;
		}
		throw new Error('expected a JournalError');
	});
});
