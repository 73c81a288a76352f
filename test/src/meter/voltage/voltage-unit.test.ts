import { PowerLoss } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import type { Minute } from '../../../../src/meter/metering/readings.js';
import { equal } from '../../../assert.js';
import { at, Bench } from './voltage-rig.js';

const noon = at(12);

/** Minutes, least, greatest and mean of the one-minute means of R-N. */
function dayOf(bench: Bench, minute: Minute): string {
	const day = bench.unit.day(minute);
	if (day === undefined) return 'none';
	const { minutes, min, max, mean } = day.quantities[0]!;
	return `${minutes} ${min} ${max} ${mean}`;
}

describe('voltage unit: one-minute means', () => {
	it('weigh each voltage with its time', () => {
		const bench = new Bench(noon);
		bench.show(100, 102);
		bench.seconds(15);
		bench.show(104, 102);
		bench.seconds(45);
		equal(bench.unit.minute(noon)!.join(), '103,102,205');
		equal(bench.unit.minute(noon + 1), undefined);
	});

	it('are exact over many minutes without a sample', () => {
		const bench = new Bench(noon);
		bench.show(100);
		bench.seconds(90);
		bench.show(102);
		bench.seconds(86_400);
		equal(bench.unit.minute(noon)!.join(), '100,100,200');
		equal(bench.unit.minute(noon + 1)!.join(), '101,101,202');
		for (let minute = noon + 2; minute < noon + 1440; minute++) equal(bench.unit.minute(minute)!.join(), '102,102,204');
	});

	it('need half a minute', () => {
		const bench = new Bench(noon);
		bench.seconds(30);
		bench.show(100);
		bench.seconds(59);
		bench.unit.measure(undefined);
		bench.seconds(61);
		equal(bench.unit.minute(noon)!.join(), '100,100,200');
		equal(bench.unit.minute(noon + 1), undefined);
		equal(bench.unit.minute(noon + 2), undefined);
	});

	it('are two on three-phase 3-wire', () => {
		const bench = new Bench(noon, { wiring: '3p3w' });
		bench.show(201, 203);
		bench.seconds(60);
		equal(bench.unit.minute(noon)!.join(), '201,203');
	});

	it('do not count what is no voltage', () => {
		const bench = new Bench(noon);
		bench.show(Number.NaN, 100);
		bench.seconds(60);
		bench.show(100, -1);
		bench.seconds(60);
		bench.unit.measure({ power: 0, currentR: 0, voltageR: 101 });
		bench.seconds(60);
		equal(bench.unit.voltages, undefined);
		equal(bench.unit.day(noon)!.measured, 0);
		equal(dayOf(bench, noon), '0 undefined undefined undefined');
	});
});

describe('voltage unit: statistics', () => {
	it('have least, greatest and mean of the one-minute means of a day', () => {
		const bench = new Bench(at(0));
		for (const volts of [101, 99, 104, 100]) {
			bench.show(volts);
			bench.seconds(6 * 3600);
		}
		equal(dayOf(bench, at(0)), '1440 99 104 101');
		equal(dayOf(bench, at(0, 0, 23)), '0 undefined undefined undefined');
	});

	it('have the share of time in the band, limits included', () => {
		const bench = new Bench(at(0));
		for (const volts of [95, 107, 94.999, 107.001]) {
			bench.show(volts);
			bench.seconds(100);
		}
		const [r, t, line] = bench.unit.day(at(0))!.quantities;
		equal(r!.inBand, 0.5);
		equal(t!.inBand, 0.5);
		equal(line!.inBand, 1);
		equal(bench.unit.day(at(0))!.measured, 400_000);
	});

	it('count events and their time, where they end', () => {
		const bench = new Bench(at(23, 0));
		bench.show(90);
		bench.seconds(60);
		bench.show(101);
		bench.show(110, 101);
		bench.seconds(7200);
		bench.show(101);
		const today = bench.unit.day(at(1, 0, 23))!.quantities[0]!;
		const yesterday = bench.unit.day(at(23))!.quantities[0]!;
		equal(`${yesterday.sag.count} ${yesterday.sag.duration} ${yesterday.swell.count}`, '1 60000 0');
		equal(`${today.sag.count} ${today.swell.count} ${today.swell.duration}`, '0 1 7200000');
		const month = bench.unit.month(at(1, 0, 23))!;
		equal(`${month.quantities[0]!.sag.count} ${month.quantities[0]!.swell.count} ${month.imbalance.count}`, '1 1 1');
		equal(month.imbalance.worst, 8.53);
	});

	it('are kept for 45 days', () => {
		const bench = new Bench(at(0, 0, 1));
		const volts = (day: number) => 95 + (day % 12);
		for (let day = 0; day < 46; day++) {
			bench.show(volts(day));
			bench.seconds(3600);
			bench.unit.stop();
			bench.powerCut(23 * 3600);
		}
		for (let day = 0; day < 46; day++) equal(dayOf(bench, at(0, 0, 1) + day * 1440), `60 ${volts(day)} ${volts(day)} ${volts(day)}`);
	});

	it('are kept for 12 months', () => {
		const bench = new Bench(at(0, 0, 1, 1));
		const volts = (month: number) => 95 + (month % 12);
		for (let month = 1; month <= 12; month++) {
			bench.show(volts(month));
			bench.seconds(3600);
			bench.powerCut((at(0, 0, 28, month) + 5 * 1440) * 60 - bench.clock.now() / 1000);
		}
		for (let month = 1; month <= 12; month++) equal(bench.unit.month(at(12, 0, 5, month))!.quantities[2]!.max, 2 * volts(month), `month ${month}`);
	});

	it('go on after an orderly stop as if there had been none', () => {
		const bench = new Bench(at(0));
		bench.show(100);
		bench.seconds(600);
		bench.unit.stop();
		bench.powerCut(0);
		bench.show(102);
		bench.seconds(600);
		equal(dayOf(bench, at(0)), '20 100 102 101');
		equal(bench.unit.minute(at(0, 3))!.join(), '100,100,200');
	});

	it('lose no more than a half-hour by a power cut, and no event that had ended', () => {
		const bench = new Bench(at(0));
		bench.show(100);
		bench.seconds(45 * 60);
		bench.show(90);
		bench.seconds(60);
		bench.show(100);
		bench.seconds(60);
		bench.powerCut(600);
		bench.show(102);
		bench.seconds(600);
		equal(dayOf(bench, at(0)), '40 100 102 100.5');
		equal(bench.unit.day(at(0))!.quantities[0]!.sag.count, 1);
		equal(bench.unit.day(at(0))!.quantities[0]!.sag.duration, 60_000);
		bench.powerCut(0);
		equal(bench.unit.month(at(0))!.quantities[0]!.sag.count, 1);
	});

	it('close day and month that ended while there was no power', () => {
		const bench = new Bench(at(22, 0, 30));
		bench.show(100);
		bench.seconds(3600);
		bench.powerCut(86_400);
		bench.show(103);
		bench.seconds(600);
		equal(dayOf(bench, at(22, 0, 30)), '60 100 100 100');
		equal(dayOf(bench, at(22, 0, 30) + 1440), '10 103 103 103');
		equal(bench.unit.month(at(0, 0, 1))!.quantities[0]!.minutes, 60);
		equal(bench.unit.month(at(0, 0, 1, 12))!.quantities[0]!.minutes, 10);
	});

	it('survive a cut at any flash operation: the unit goes on, with what was written', () => {
		const random = new SeededRandom(7);
		for (let i = 0; i < 60; i++) {
			const bench = new Bench(at(22));
			bench.show(100);
			bench.seconds(3600);
			bench.flash.cutAt(i % 12, random);
			try {
				for (let j = 0; j < 8; j++) {
					bench.show(90);
					bench.seconds(900);
					bench.show(100);
					bench.seconds(900);
				}
			} catch (error) {
				if (!(error instanceof PowerLoss)) throw error;
			}
			bench.powerCut(1);
			equal(bench.unit.day(at(22))!.quantities[0]!.minutes >= 60, true, `cut ${i}`);
			bench.show(100);
			bench.seconds(3 * 3600);
			equal(bench.unit.day(at(1, 0, 23))!.quantities[0]!.max, 100, `cut ${i}`);
		}
	});

	it('follow a clock that is set', () => {
		const bench = new Bench(at(12));
		bench.show(100);
		bench.seconds(90);
		bench.clock.set(at(18) * 60_000);
		bench.show(104);
		bench.seconds(120);
		equal(bench.unit.minute(at(12))!.join(), '100,100,200');
		equal(bench.unit.minute(at(12, 1)), undefined);
		equal(bench.unit.minute(at(18, 1))!.join(), '104,104,208');
		equal(dayOf(bench, at(12)), '3 100 104 102.66666666666666');
	});

	it('go on with a day that the clock is set back to', () => {
		const bench = new Bench(at(23, 50));
		bench.show(100);
		bench.seconds(1200);
		bench.clock.set(at(23, 50) * 60_000);
		bench.show(100);
		bench.seconds(300);
		equal(dayOf(bench, at(23, 50)), '15 100 100 100');
	});
});

describe('voltage unit: a year', () => {
	it('wears its flash little: 11 erasures of a sector in a fortnight, 280 a year', () => {
		const bench = new Bench(at(0, 0, 1, 1));
		bench.show(101);
		bench.seconds(14 * 86_400);
		const most = bench.flash.erasures.reduce((a, b) => Math.max(a, b), 0);
		equal(most, 11);
	});
});
