import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { equal } from '../../../assert.js';
import { cutEach } from '../../../power-cut.js';
import { bytesIn, get, itemsIn, numberIn } from '../route-a-rig.js';
import { ACTIVATION, at, DAY, HOUR, TariffRig } from './tariff-rig.js';

const rig = (started = '2026-11-20T06:00'): TariffRig => {
	const each = new TariffRig(at(started)).start();
	each.rate = { import: 10, export: 2 };
	return each;
};
const setMask = (each: TariffRig, name: string): number =>
	each.set(ACTIVATION, 'registerActivation', 4, new DataWriter().octetString(asciiBytes(name)));
const addMask = (each: TariffRig, name: string, registers: readonly number[]): number => {
	const w = new DataWriter().structure(2).octetString(asciiBytes(name)).array(registers.length);
	for (const index of registers) w.unsigned(index);
	return each.act(ACTIVATION, 'registerActivation', 2, w);
};
const deleteMask = (each: TariffRig, name: string): number =>
	each.act(ACTIVATION, 'registerActivation', 3, new DataWriter().octetString(asciiBytes(name)));
const masks = (each: TariffRig): string =>
	itemsIn(get(each.line, ACTIVATION, NAME.registerActivation, 3))
		.map((mask) => {
			const [name, registers] = itemsIn(mask);
			return `${asciiText(bytesIn(name))}:${itemsIn(registers).map(numberIn).join('+')}`;
		})
		.join(' ');
const sum = (values: string): number => values.split(' ').reduce((all, value) => all + Number(value), 0);
const total = (each: TariffRig): number => numberIn(get(each.line, 3, NAME.importEnergy, 2));

describe('Route A: registers of rates', () => {
	it('count nothing until a mask is active', () => {
		const each = rig().run(DAY);
		equal(`${each.imports}, ${each.exports}`, '0 0 0 0, 0 0 0 0');
	});

	it('count what the active mask has, and sum up to the total', () => {
		const each = rig();
		const before = total(each);
		equal(setMask(each, 'rate1'), 0);
		each.run(3 * HOUR);
		equal(each.imports, '30 0 0 0');
		equal(each.exports, '6 0 0 0');
		equal(setMask(each, 'rate3'), 0);
		each.run(HOUR);
		equal(each.imports, '30 0 10 0');
		equal(each.exports, '6 0 2 0');
		equal(sum(each.imports), total(each) - before);
		equal(setMask(each, ''), 0);
		each.run(HOUR);
		equal(each.imports, '30 0 10 0');
		equal(setMask(each, 'other'), 13);
		equal(each.set(ACTIVATION, 'registerActivation', 4, new DataWriter().nullData()), 12);
	});

	it('count by the time of day, count by count, over a week', () => {
		const each = rig();
		each.program();
		each.activate();
		each.run(0);
		each.rate = { import: 7.3, export: 0.9 };
		each.run(5000);
		const before = total(each);
		each.run(7 * DAY);
		equal(sum(each.imports), total(each) - before);
		// Five weekdays of 16 hours.
		equal(Math.abs(Number(each.imports.split(' ')[0]) - 5 * 16 * 7.3) <= 10, true, each.imports);
		equal(each.imports.split(' ').slice(2).join(), '0,0');
	});

	it('have scaler and unit of the total', () => {
		const each = rig();
		const scaler = (name: number): string =>
			itemsIn(get(each.line, 3, name, 3))
				.map(numberIn)
				.join();
		equal(scaler(NAME.importRate2), scaler(NAME.importEnergy));
		equal(scaler(NAME.exportRate4), '2,30');
	});

	it('go on where the total goes over its last digit', () => {
		const each = rig();
		each.counts.import = 999_990;
		equal(setMask(each, 'rate2'), 0);
		each.run(3 * HOUR);
		equal(total(each), 20);
		equal(each.imports, '0 30 0 0');
		equal(setMask(each, 'rate1'), 0);
		each.run(HOUR);
		equal(each.imports, '10 30 0 0');
	});

	it('stay through restarts, and lose what the total lost in a power cut', () => {
		const each = rig();
		const before = total(each);
		equal(setMask(each, 'rate1'), 0);
		each.run(HOUR);
		equal(setMask(each, 'rate2'), 0);
		each.run(HOUR);
		each.restart();
		equal(each.imports, '10 10 0 0');
		each.counts.import -= 8;
		equal(each.imports, '10 2 0 0');
		each.counts.import -= 5;
		equal(each.imports, '7 0 0 0');
		equal(sum(each.imports), total(each) - before);
		equal(setMask(each, 'rate3'), 0);
		each.run(HOUR);
		equal(each.imports, '7 0 10 0');
		equal(sum(each.imports), total(each) - before);
	});

	it('begin where another metering unit is, and are not known while there is none', () => {
		const each = rig();
		equal(setMask(each, 'rate1'), 0);
		each.run(HOUR);
		equal(setMask(each, 'rate1'), 0);
		each.serial = 'M0000002';
		each.counts = { import: 500_000, export: 0 };
		each.restart();
		equal(each.imports, '10 0 0 0');
		equal(setMask(each, 'rate1'), 0);
		each.run(HOUR);
		equal(each.imports, '20 0 0 0');
		each.meter.readings.current = undefined;
		equal(get(each.line, 3, NAME.importRate1, 2), 2);
		equal(setMask(each, 'rate2'), 2);
		equal(each.mask, 'rate1');
	});

	it('switch as soon as the metering unit is back', () => {
		const each = rig();
		each.program();
		each.activate();
		equal(each.run(6000).mask, 'rate2');
		each.meter.readings.current = undefined;
		equal(each.runTo('2026-11-20T08:00').mask, 'rate2');
		each.meter.readings.current = { import: 0, export: 0 };
		equal(each.run(60_000).mask, 'rate1');
	});

	it('count by masks of a head-end, in place of those that there were', () => {
		const each = rig();
		equal(masks(each), 'rate1:1+5 rate2:2+6 rate3:3+7 rate4:4+8');
		equal(setMask(each, 'rate1'), 0);
		each.run(HOUR);
		equal(addMask(each, 'rate1', [1, 4]), 0);
		equal(each.codes, '47');
		each.run(HOUR);
		equal(each.imports, '20 0 0 10');
		equal(each.exports, '2 0 0 0');
		equal(addMask(each, 'both', [1, 2]), 0);
		equal(masks(each), 'rate2:2+6 rate3:3+7 rate4:4+8 rate1:1+4 both:1+2');
		equal(setMask(each, 'both'), 0);
		equal(deleteMask(each, 'both'), 13);
		equal(setMask(each, 'rate2'), 0);
		equal(deleteMask(each, 'both'), 0);
		equal(deleteMask(each, 'both'), 4);
		equal(deleteMask(each, 'rate3'), 13);
		equal(setMask(each, 'both'), 13);
		each.restart();
		equal(masks(each), 'rate2:2+6 rate3:3+7 rate4:4+8 rate1:1+4');
		for (const [name, registers, expected] of [
			['', [1], 13],
			['1234567', [1], 13],
			['x', [9], 13],
			['x', [0], 13],
			['x', [], 0],
			['a', [1], 0],
			['b', [1], 0],
			['c', [1], 0],
			['d', [1], 13],
		] as const)
			equal(addMask(each, name, registers), expected, name);
		equal(each.act(ACTIVATION, 'registerActivation', 2, new DataWriter().octetString(asciiBytes('x'))), 12);
		equal(each.act(ACTIVATION, 'registerActivation', 3), 12);
		equal(each.act(ACTIVATION, 'registerActivation', 1), 3);
	});

	it('sum up to the total whichever flash operation a power cut comes in', () => {
		const started = (): TariffRig => {
			const each = rig('2026-11-20T06:30');
			each.program();
			each.activate();
			return each.run(6000);
		};
		const steps = (each: TariffRig): void => {
			each.runTo('2026-11-20T08:00');
			addMask(each, 'x', [3, 4]);
			each.runTo('2026-11-20T23:30');
		};
		const began = total(started());
		cutEach({
			...{ seed: 11, started, steps, least: 3 },
			flash: ({ flash }) => flash,
			check(each, cut) {
				each.restart().runTo('2026-11-21T08:00');
				equal(sum(each.imports), total(each) - began, `cut ${cut}`);
			},
		});
	});
});
