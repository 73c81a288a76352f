import { PowerLoss } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import type { Minute } from '../../../../src/meter/metering/readings.js';
import { equal } from '../../../assert.js';
import { sweepStep } from '../../../fuzz/campaign.js';
import { at, VoltageRig } from './voltage-rig.js';

const noon = at(12);

/** Minutes, least, greatest and mean of the one-minute means of R-N. */
function dayOf(rig: VoltageRig, minute: Minute): string {
	const day = rig.unit.day(minute);
	if (day === undefined) return 'none';
	const { minutes, min, max, mean } = day.quantities[0]!;
	return `${minutes} ${min} ${max} ${mean}`;
}

describe('voltage unit: one-minute means', () => {
	it('weigh each voltage with its time', () => {
		const rig = new VoltageRig(noon);
		rig.show(100, 102);
		rig.seconds(15);
		rig.show(104, 102);
		rig.seconds(45);
		equal(rig.unit.minute(noon)!.join(), '103,102,205');
		equal(rig.unit.minute(noon + 1), undefined);
	});

	it('are exact over many minutes without a sample', () => {
		const rig = new VoltageRig(noon);
		rig.show(100);
		rig.seconds(90);
		rig.show(102);
		rig.seconds(86_400);
		equal(rig.unit.minute(noon)!.join(), '100,100,200');
		equal(rig.unit.minute(noon + 1)!.join(), '101,101,202');
		for (let minute = noon + 2; minute < noon + 1440; minute++) equal(rig.unit.minute(minute)!.join(), '102,102,204');
	});

	it('need half a minute', () => {
		const rig = new VoltageRig(noon);
		rig.seconds(30);
		rig.show(100);
		rig.seconds(59);
		rig.unit.measure(undefined);
		rig.seconds(61);
		equal(rig.unit.minute(noon)!.join(), '100,100,200');
		equal(rig.unit.minute(noon + 1), undefined);
		equal(rig.unit.minute(noon + 2), undefined);
	});

	it('are two on three-phase 3-wire', () => {
		const rig = new VoltageRig(noon, { wiring: '3p3w' });
		rig.show(201, 203);
		rig.seconds(60);
		equal(rig.unit.minute(noon)!.join(), '201,203');
	});

	it('do not count what is no voltage', () => {
		const rig = new VoltageRig(noon);
		rig.show(Number.NaN, 100);
		rig.seconds(60);
		rig.show(100, -1);
		rig.seconds(60);
		rig.unit.measure({ power: 0, currentR: 0, voltageR: 101 });
		rig.seconds(60);
		equal(rig.unit.voltages, undefined);
		equal(rig.unit.day(noon)!.measured, 0);
		equal(dayOf(rig, noon), '0 undefined undefined undefined');
	});
});

describe('voltage unit: statistics', () => {
	it('have least, greatest and mean of the one-minute means of a day', () => {
		const rig = new VoltageRig(at(0));
		for (const volts of [101, 99, 104, 100]) {
			rig.show(volts);
			rig.seconds(6 * 3600);
		}
		equal(dayOf(rig, at(0)), '1440 99 104 101');
		equal(dayOf(rig, at(0, 0, 23)), '0 undefined undefined undefined');
	});

	it('have the share of time in the band, limits included', () => {
		const rig = new VoltageRig(at(0));
		for (const volts of [95, 107, 94.999, 107.001]) {
			rig.show(volts);
			rig.seconds(100);
		}
		const [r, t, line] = rig.unit.day(at(0))!.quantities;
		equal(r!.inBand, 0.5);
		equal(t!.inBand, 0.5);
		equal(line!.inBand, 1);
		equal(rig.unit.day(at(0))!.measured, 400_000);
	});

	it('count events and their time, where they end', () => {
		const rig = new VoltageRig(at(23, 0));
		rig.show(90);
		rig.seconds(60);
		rig.show(101);
		rig.show(110, 101);
		rig.seconds(7200);
		rig.show(101);
		const today = rig.unit.day(at(1, 0, 23))!.quantities[0]!;
		const yesterday = rig.unit.day(at(23))!.quantities[0]!;
		equal(`${yesterday.sag.count} ${yesterday.sag.duration} ${yesterday.swell.count}`, '1 60000 0');
		equal(`${today.sag.count} ${today.swell.count} ${today.swell.duration}`, '0 1 7200000');
		const month = rig.unit.month(at(1, 0, 23))!;
		equal(`${month.quantities[0]!.sag.count} ${month.quantities[0]!.swell.count} ${month.imbalance.count}`, '1 1 1');
		equal(month.imbalance.worst, 8.53);
	});

	it('are kept for 45 days', () => {
		const rig = new VoltageRig(at(0, 0, 1));
		const volts = (day: number) => 95 + (day % 12);
		for (let day = 0; day < 46; day++) {
			rig.show(volts(day));
			rig.seconds(3600);
			rig.unit.stop();
			rig.powerCut(23 * 3600);
		}
		for (let day = 0; day < 46; day++) equal(dayOf(rig, at(0, 0, 1) + day * 1440), `60 ${volts(day)} ${volts(day)} ${volts(day)}`);
	});

	it('are kept for 12 months', () => {
		const rig = new VoltageRig(at(0, 0, 1, 1));
		const volts = (month: number) => 95 + (month % 12);
		for (let month = 1; month <= 12; month++) {
			rig.show(volts(month));
			rig.seconds(3600);
			rig.powerCut((at(0, 0, 28, month) + 5 * 1440) * 60 - rig.clock.now() / 1000);
		}
		for (let month = 1; month <= 12; month++) equal(rig.unit.month(at(12, 0, 5, month))!.quantities[2]!.max, 2 * volts(month), `month ${month}`);
	});

	it('go on after an orderly stop as if there had been none', () => {
		const rig = new VoltageRig(at(0));
		rig.show(100);
		rig.seconds(600);
		rig.unit.stop();
		rig.powerCut(0);
		rig.show(102);
		rig.seconds(600);
		equal(dayOf(rig, at(0)), '20 100 102 101');
		equal(rig.unit.minute(at(0, 3))!.join(), '100,100,200');
	});

	it('lose no more than a half-hour by a power cut, and no event that had ended', () => {
		const rig = new VoltageRig(at(0));
		rig.show(100);
		rig.seconds(45 * 60);
		rig.show(90);
		rig.seconds(60);
		rig.show(100);
		rig.seconds(60);
		rig.powerCut(600);
		rig.show(102);
		rig.seconds(600);
		equal(dayOf(rig, at(0)), '40 100 102 100.5');
		equal(rig.unit.day(at(0))!.quantities[0]!.sag.count, 1);
		equal(rig.unit.day(at(0))!.quantities[0]!.sag.duration, 60_000);
		rig.powerCut(0);
		equal(rig.unit.month(at(0))!.quantities[0]!.sag.count, 1);
	});

	it('close day and month that ended while there was no power', () => {
		const rig = new VoltageRig(at(22, 0, 30));
		rig.show(100);
		rig.seconds(3600);
		rig.powerCut(86_400);
		rig.show(103);
		rig.seconds(600);
		equal(dayOf(rig, at(22, 0, 30)), '60 100 100 100');
		equal(dayOf(rig, at(22, 0, 30) + 1440), '10 103 103 103');
		equal(rig.unit.month(at(0, 0, 1))!.quantities[0]!.minutes, 60);
		equal(rig.unit.month(at(0, 0, 1, 12))!.quantities[0]!.minutes, 10);
	});

	it('survive a cut at any flash operation: the unit goes on, with what was written', () => {
		const random = new SeededRandom(7);
		for (let i = 0; i < 60; i += sweepStep()) {
			const rig = new VoltageRig(at(22));
			rig.show(100);
			rig.seconds(3600);
			rig.flash.cutAt(i % 12, random);
			try {
				for (let j = 0; j < 8; j++) {
					rig.show(90);
					rig.seconds(900);
					rig.show(100);
					rig.seconds(900);
				}
			} catch (error) {
				if (!(error instanceof PowerLoss)) throw error;
			}
			rig.powerCut(1);
			equal(rig.unit.day(at(22))!.quantities[0]!.minutes >= 60, true, `cut ${i}`);
			rig.show(100);
			rig.seconds(3 * 3600);
			equal(rig.unit.day(at(1, 0, 23))!.quantities[0]!.max, 100, `cut ${i}`);
		}
	});

	it('follow a clock that is set', () => {
		const rig = new VoltageRig(at(12));
		rig.show(100);
		rig.seconds(90);
		rig.clock.set(at(18) * 60_000);
		rig.show(104);
		rig.seconds(120);
		equal(rig.unit.minute(at(12))!.join(), '100,100,200');
		equal(rig.unit.minute(at(12, 1)), undefined);
		equal(rig.unit.minute(at(18, 1))!.join(), '104,104,208');
		equal(dayOf(rig, at(12)), '3 100 104 102.66666666666666');
	});

	it('go on with a day that the clock is set back to', () => {
		const rig = new VoltageRig(at(23, 50));
		rig.show(100);
		rig.seconds(1200);
		rig.clock.set(at(23, 50) * 60_000);
		rig.show(100);
		rig.seconds(300);
		equal(dayOf(rig, at(23, 50)), '15 100 100 100');
	});
});

describe('voltage unit: a year', () => {
	it('wears its flash little: 11 erasures of a sector in a fortnight, 280 a year', () => {
		const rig = new VoltageRig(at(0, 0, 1, 1));
		rig.show(101);
		rig.seconds(14 * 86_400);
		const most = rig.flash.erasures.reduce((a, b) => Math.max(a, b), 0);
		equal(most, 11);
	});
});
