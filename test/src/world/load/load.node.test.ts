import { readFileSync } from 'node:fs';
import type { Sample } from '../../../../hal/ports/metrology.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { csvLoad } from '../../../../src/world/load/csv.js';
import { houseLoad } from '../../../../src/world/load/house.js';
import { scriptLoad } from '../../../../src/world/load/script.js';
import { constantLoad, type LoadSource, PlayedLoad, sampleOf } from '../../../../src/world/load/source.js';
import { equal, throws } from '../../../assert.js';

const MINUTE = 60_000;
const at = (text: string) => Date.parse(`${text}+09:00`);
const power = (source: LoadSource, time: string) => source.at(at(time)).sample?.power;

describe('load sources', () => {
	describe('csv', () => {
		const household = csvLoad(readFileSync('boards/host/data/household-minutes.csv', 'utf8'), 'household-minutes.csv');

		it('plays a row at its time of day, scaled to 101 V a leg with the power untouched', () => {
			const { sample, until } = household.at(at('2006-12-16T17:24:30'));
			equal(sample?.power, 4216);
			equal(until, at('2006-12-16T17:25'));
			const total = sample!.currentR + sample!.currentT!;
			equal(Math.abs(total - Math.hypot(4216, 418) / sample!.voltageR) < 1e-9, true);
			equal(sample!.voltageR > 90 && sample!.voltageR < 112, true);
		});

		it('loops by whole days', () => {
			equal(power(household, '2006-12-26T17:23'), power(household, '2006-12-16T17:23'));
			equal(power(household, '2006-12-26T17:24'), 4216);
			equal(power(household, '2026-11-22T17:24'), power(household, '2026-11-12T17:24'));
		});

		it('keeps gaps gaps: empty fields and missing rows alike', () => {
			equal(power(household, '2006-12-21T11:23'), undefined);
			equal(power(household, '2006-12-21T11:22') === undefined, false);
			const source = csvLoad('time,active_kw\n2020-01-01T00:00,1\n2020-01-01T00:01,2\n2020-01-01T00:05,3\n', 'x.csv');
			equal(power(source, '2020-01-01T00:01'), 2000);
			equal(power(source, '2020-01-01T00:02'), undefined);
			equal(source.at(at('2020-01-01T00:02')).until, at('2020-01-01T00:05'));
		});

		it('says where a broken file is broken, and what would be right', () => {
			const csv = (body: string) => () => csvLoad(`time,active_kw\n${body}`, 'x.csv');
			throws(() => csvLoad('when,what\n', 'x.csv'), /^x\.csv:1:1: expected a header with the columns time and active_kw, got "when,what"/);
			throws(csv('2020-01-01T00:00,1\n2020-01-01T00:01,abc\n'), /^x\.csv:3:18: expected a number or nothing, got "abc"/);
			for (const time of ['2020-02-30T00:00', '2020-01-01', '2020-01-01T24:00', '2020-01-01T00:00Z'])
				throws(csv(`${time},1\n`), /^x\.csv:2:1: expected a time like/);
			throws(csv('2020-01-01T00:00,1\n2020-01-01T00:00,1\n'), /^x\.csv:3:1: expected a time after that of the line before/);
			throws(csv('2020-01-01T00:00\n'), /^x\.csv:2:1: expected 2 fields as in the header, got 1/);
			throws(csv('2020-01-01T00:00,1\n'), /expected at least two rows of data, got 1/);
		});
	});

	/** Each of these hung the meter, or became a gap without a word. */
	describe('that no household has, or that are no numbers', () => {
		for (const power of ['1e12', '-1e12', '1e999', '100.001', 'Infinity', 'NaN', '0x10', '--1', '1e'])
			it(`csv: ${power} kW is refused with its line and column`, () => {
				const csv = `time,active_kw\n2020-01-01T00:00,1\n2020-01-01T00:01,${power}\n`;
				throws(() => csvLoad(csv, 'x.csv'), /^x\.csv:3:18: expected /);
			});

		for (const [reactive, volt, column] of [
			['1e999', '100', 20],
			['1', '-100', 22],
			['1', '0', 22],
			['1', '1e999', 22],
			['1', '1e9', 22],
		] as const)
			it(`csv: ${reactive} kvar at ${volt} V is refused`, () => {
				const rows = Array.from({ length: 20 }, (_, i) => `2020-01-01T00:${String(i + 10)},1,0,100`).join('\n');
				const csv = `time,active_kw,reactive_kvar,volt\n${rows}\n2020-01-01T01:00,1,${reactive},${volt}\n`;
				throws(() => csvLoad(csv, 'x.csv'), new RegExp(`^x\\.csv:22:${column}: expected `));
			});

		for (const [step, column] of [
			['00:00 1e300', 7],
			['00:00 0x10', 7],
			['00:00 100001', 7],
			['00:00 Infinity', 7],
			['00:00 100 -100', 11],
			['00:00 100 0', 11],
			['00:00 100 0x65', 11],
			['00:00 100 501', 11],
			['+9999999h 100', 1],
		] as const)
			it(`script: "${step}" is refused`, () => {
				throws(() => scriptLoad(`${step}\n`, 's.txt', 0), new RegExp(`^s\\.txt:1:${column}: expected `));
			});

		it('csv: a recording of negative voltages is refused', () => {
			throws(() => csvLoad('time,active_kw,volt\n2020-01-01T00:00,1,-100\n2020-01-01T00:01,1,-100\n', 'x.csv'), /^x\.csv:2:20: expected a voltage/);
		});

		it('beside the greatest that is taken', () => {
			equal(power(scriptLoad('00:00 -100000 500\n', 's.txt', 0), '2026-11-22T14:00'), -100_000);
			equal(power(csvLoad('time,active_kw\n2020-01-01T00:00,100\n2020-01-01T00:01,1e2\n', 'x.csv'), '2020-01-01T00:01'), 100_000);
		});
	});

	describe('house', () => {
		it('is the same for the same seed, and another for another', () => {
			const day = (seed: number) => Array.from({ length: 1440 }, (_, i) => houseLoad(seed, false).at(at('2026-11-22') + i * MINUTE).sample!.power);
			equal(day(1).join(), day(1).join());
			equal(day(1).join() === day(2).join(), false);
			const kiloWattHours = day(1).reduce((sum, each) => sum + each, 0) / 60_000;
			equal(kiloWattHours > 5 && kiloWattHours < 35, true, `${kiloWattHours} kWh a day`);
		});

		it('with a roof feeds in at noon of some day of June, and never at night', () => {
			const source = houseLoad(1, true);
			let lowest = 0;
			for (let day = 1; day <= 30; day++) {
				lowest = Math.min(lowest, power(source, `2026-06-${String(day).padStart(2, '0')}T12:00`)!);
				equal(power(source, `2026-06-${String(day).padStart(2, '0')}T00:30`)! > 0, true);
			}
			equal(lowest < -1500, true);
			equal(source.at(at('2026-06-15T12:00')).sample!.currentR < 0 === source.at(at('2026-06-15T12:00')).sample!.power < 0, true);
		});
	});

	describe('script', () => {
		it('plays times of day every day', () => {
			const source = scriptLoad('06:30 1200\n12:00 -800 102.5 # roof\n13:00 gap\n', 's.txt', 0);
			equal(power(source, '2026-11-22T06:29'), undefined, "yesterday's last step");
			equal(power(source, '2026-11-22T06:30'), 1200);
			equal(source.at(at('2026-11-22T12:30')).sample?.voltageR, 102.5);
			equal(source.at(at('2026-11-22T14:00')).until, at('2026-11-23T06:30'));
		});

		it('plays times since the start once', () => {
			const start = at('2026-11-22T10:00');
			const source = scriptLoad('+0s 100\n+1h30m 200\n', 's.txt', start);
			equal(source.at(start + 90 * MINUTE - 1).sample?.power, 100);
			equal(source.at(start + 90 * MINUTE).sample?.power, 200);
			equal(source.at(start + 90 * MINUTE).until, Number.POSITIVE_INFINITY);
		});

		it('says line and column of what is wrong', () => {
			const script = (text: string) => () => scriptLoad(text, 's.txt', 0);
			throws(script('00:00 100\n25:00 1\n'), /^s\.txt:2:1: expected a time of day/);
			throws(script('00:00 1oo\n'), /^s\.txt:1:7: expected a power from -100000 to 100000 W, or "gap", got "1oo"/);
			throws(script('00:00 1\n+5s 1\n'), /^s\.txt:2:1: expected times of day or times since the start, not both/);
			throws(script('00:00 1 101 x\n'), /^s\.txt:1:13: expected the end of the line/);
			throws(script('# nothing\n'), /expected at least one step/);
		});
	});

	it('plays at the terminals, sample by sample', () => {
		const scheduler = new VirtualScheduler();
		const start = at('2026-11-22T10:00:10');
		const seen: string[] = [];
		new PlayedLoad(scriptLoad('+0s 100\n+30s gap\n+1m 300\n', 's.txt', start), scheduler, start).start((sample: Sample | undefined) => {
			seen.push(`${scheduler.now()} ${sample?.power}`);
		});
		scheduler.runFor(10 * MINUTE);
		equal(seen.join(', '), '0 100, 30000 undefined, 60000 300');
		equal(constantLoad(-5).at(0).sample?.power, sampleOf(-5).power);
	});
});
