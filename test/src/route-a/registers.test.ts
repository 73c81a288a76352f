import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';
import { minuteOf } from '../../../src/meter/metering/calendar.js';
import { MeteringUnit } from '../../../src/meter/metering/metering-unit.js';
import { toCount } from '../../../src/meter/metering/registers.js';
import { EPC } from '../../../src/route-b/epc.js';
import { GEN1, GEN2, type MeterProfile } from '../../../src/route-b/meter-profile.js';
import { SmartMeter } from '../../../src/route-b/smart-meter.js';
import { equal, throws, toHex } from '../../assert.js';
import { type Line, MANAGEMENT } from '../../modules/dlms/device-rig.js';
import { ScriptedMetrology } from '../meter/metering/metering-rig.js';
import { associated, bytesIn, get, itemsIn, meter, NOON, numberIn, READING, TITLE, UNITS } from './route-a-rig.js';

/** EPC E1, kWh of one unit. */
const E1: Readonly<Record<number, number>> = { 0: 1, 1: 0.1, 2: 0.01, 3: 0.001, 4: 0.0001 };

const text = (data: ReturnType<typeof get>): string => String.fromCharCode(...bytesIn(data));

/** The value and what one of it is worth. */
function register(line: Line, name: number): { value: number; scaler: number; unit: number } {
	const [scaler, unit] = itemsIn(get(line, 3, name, 3));
	return { value: numberIn(get(line, 3, name, 2)), scaler: numberIn(scaler), unit: numberIn(unit) };
}

/** kWh by EPC E0 or E3, E1 and D3. */
function routeB(smartMeter: SmartMeter, epc: number): number {
	const value = (wanted: number): number => {
		const edt = smartMeter.object.get(wanted)!;
		return edt.reduce((sum, byte) => sum * 256 + byte, 0);
	};
	return value(epc) * E1[value(EPC.energyUnit)]! * value(EPC.coefficient);
}

describe('Route A: registers', () => {
	for (const profile of [GEN1, GEN2] as readonly MeterProfile[]) {
		it(`tells the same energy as Route B of a meter of ${profile.name}, and wraps where it does`, () => {
			const scheduler = new VirtualScheduler();
			const clock = new SchedulerClock(scheduler, NOON);
			const metrology = new ScriptedMetrology(7_654_321);
			const wrap = profile.counter.wattHours * 10 ** profile.counter.digits;
			const unit = new MeteringUnit({
				...{ scheduler, clock, metrology, flash: new RamFlash(9), log: { write: () => {} }, intervalSectors: 3, traceSectors: 6 },
				counter: profile.counter,
				initial: { import: wrap - 5_000_000, export: 1_234_567 },
			});
			unit.start();
			const smartMeter = new SmartMeter({ profile, readings: unit, serial: 'KEIKI0000001' });
			const line = associated(meter({ readings: unit, clock }), READING);
			for (let hour = 0; hour < 3; hour++) {
				for (const [name, epc] of [[NAME.importEnergy, EPC.importEnergy] as const, [NAME.exportEnergy, EPC.exportEnergy] as const]) {
					const { value, scaler, unit: code } = register(line, name);
					equal(code, 30, 'unit Wh');
					equal((value * 10 ** scaler) / 1000, routeB(smartMeter, epc), `hour ${hour}`);
				}
				scheduler.runFor(3_600_000);
			}
			equal(register(line, NAME.importEnergy).value, toCount((wrap - 5_000_000 + 3 * 7_654_321) * 1000, profile.counter), 'after the wrap');
		});
	}

	it('tells counts of ten digits and more, which pass 2^32, as long64-unsigned, those of nine as double-long-unsigned', () => {
		for (const [digits, count, tag] of [
			[9, 999_999_999, DataTag.doubleLongUnsigned],
			[10, 5, DataTag.long64Unsigned],
			[10, 2 ** 32 + 5, DataTag.long64Unsigned],
		] as const) {
			const all = meter();
			const { readings } = all;
			readings.counter = { wattHours: 1, digits };
			readings.current = { import: count, export: 7 };
			const newest = minuteOf(NOON) - (minuteOf(NOON) % 30);
			readings.recorded = (at) => at === newest;
			readings.interval = (at) => (at === newest ? { at, counts: { import: count, export: 7 }, status: 0 } : undefined);
			const line = associated(all, READING);
			const values = [get(line, 3, NAME.importEnergy, 2), itemsIn(itemsIn(get(line, 7, NAME.loadProfile, 2))[0])[2]];
			for (const value of values) {
				equal(numberIn(value), count);
				equal((value as Data).tag, tag);
			}
		}
	});

	it('tells power in each direction, and current and voltage of R as L1 and of T as L3', () => {
		const all = meter();
		const line = associated(all, READING);
		const shown = (name: number): string => {
			const { value, scaler, unit } = register(line, name);
			return `${value} ${scaler} ${unit}`;
		};
		equal(shown(NAME.importPower), '632 0 27');
		equal(shown(NAME.exportPower), '0 0 27');
		equal(shown(NAME.currentR), '30 -1 33');
		equal(shown(NAME.currentT), '53 -1 33');
		equal(shown(NAME.voltageR), '1013 -1 35');
		equal(shown(NAME.voltageT), '1027 -1 35');
		all.readings.measured = { power: -1500.5, currentR: -15, voltageR: 100 };
		equal(shown(NAME.importPower), '0 0 27');
		equal(shown(NAME.exportPower), '1500 0 27');
		equal(get(line, 3, NAME.currentT, 2), 11, 'no phase T');
		all.readings.measured = undefined;
		for (const name of [NAME.importPower, NAME.exportPower, NAME.currentR, NAME.voltageT]) equal(get(line, 3, name, 2), 2, 'a gap');
		all.readings.current = undefined;
		equal(get(line, 3, NAME.importEnergy, 2), 2, 'no registers');
	});

	it('tells who the meter is', () => {
		const all = meter();
		const line = associated(all, MANAGEMENT);
		equal(text(get(line, 1, NAME.logicalDevice, 2)), 'JPM0KEIKI0000001');
		equal(text(get(line, 1, NAME.serial, 2)), 'KEIKI0000001');
		equal(text(get(line, 1, NAME.supplyPoint, 2)), '0300123456789012345678');
		const [device] = itemsIn(get(line, 17, NAME.sapAssignment, 2));
		const [address, name] = itemsIn(device);
		equal(numberIn(address), 1);
		equal(text(name!), all.routeA.logicalDeviceName);
		equal(toHex(bytesIn(get(line, 64, NAME.securitySetup, 5))), TITLE.toLowerCase(), 'server system title');
	});

	it('tells which units are in place, and their firmware, as they are at the moment', () => {
		const units = [...UNITS];
		const line = associated(meter({ units }), READING);
		equal(text(get(line, 1, NAME.meteringFirmware, 2)), '1.2.3');
		equal(text(get(line, 1, NAME.communicationFirmware, 2)), '4.5');
		const described = (): string =>
			itemsIn(get(line, 1, NAME.installedUnits, 2))
				.map((unit) => {
					const [kind, ...rest] = itemsIn(unit);
					return [numberIn(kind), ...rest.map(text)].join(' ');
				})
				.join(', ');
		equal(described(), '1 M-60 M0000001 1.2.3, 2 C-1 C0000001 4.5');
		units.shift();
		equal(described(), '2 C-1 C0000001 4.5');
		equal(get(line, 1, NAME.meteringFirmware, 2), 11, 'no metering unit');
	});

	it('refuses serial numbers, supply points and counts that cannot be told', () => {
		throws(() => meter({ serial: 'KEIKI00000012' }), /^Route A: serial number: expected 1 to 12 characters, got 13$/);
		throws(() => meter({ supplyPoint: '030012345678901234567' }), /^Route A: supply point: expected 22 digits/);
		throws(() => meter({ supplyPoint: '03001234567890123456 8' }), /^Route A: supply point: expected 22 digits/);
	});
});
