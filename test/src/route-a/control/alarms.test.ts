import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { VoltageEvent } from '../../../../src/meter/voltage/voltage-event.js';
import { equal } from '../../../assert.js';
import { get, numberIn } from '../route-a-rig.js';
import { SupplyRig } from './supply-rig.js';

const POWER = 0b11;
const FRAUD = 1 << 13;
const MEASUREMENT = 1 << 11;
const FAILURE = 0x80000000;
const VOLTAGE_EVENT = { start: 0, duration: 0, extreme: 0, depth: 0 };

type Word = 'errorRegister' | `alarm${'Register' | 'Filter' | 'Descriptor'}${1 | 2}`;

const read = (rig: SupplyRig, name: Word): number => numberIn(get(rig.line, 1, NAME[name], 2));
const set = (rig: SupplyRig, name: Word, value: number): number => rig.set(1, NAME[name], 2, new DataWriter().doubleLongUnsigned(value));
/** Registers and descriptors of both, in hexadecimal digits. */
const all = (rig: SupplyRig): string =>
	(['alarmRegister1', 'alarmDescriptor1', 'alarmRegister2', 'alarmDescriptor2'] as const).map((name) => read(rig, name).toString(16)).join(' ');
const standard = (rig: SupplyRig): number => rig.meter.routeA.eventCode;

describe('Route A: alarms', () => {
	it('say at power-up that the power had failed, and let everything through at first', () => {
		const rig = new SupplyRig().start();
		equal(all(rig), '0 0 3 3');
		equal(read(rig, 'alarmFilter1'), 0xffffffff);
		equal(read(rig, 'errorRegister'), 0);
	});

	it('are in the descriptor where the filter lets them, and once until the register is cleared', () => {
		const rig = new SupplyRig().start();
		equal(set(rig, 'alarmFilter2', FAILURE), 0);
		equal(read(rig, 'alarmFilter2'), FAILURE);
		equal(set(rig, 'alarmRegister2', 0), 0);
		equal(set(rig, 'alarmDescriptor2', 0), 0);
		rig.restart(0);
		equal(all(rig), '0 0 3 0');
		rig.relay.fault = 'welded';
		rig.act(1);
		rig.run(2000);
		equal(all(rig), '0 0 80000003 80000000');
		equal(set(rig, 'alarmDescriptor2', 0), 0);
		rig.act(1);
		rig.run(2000);
		equal(all(rig), '0 0 80000003 0');
		equal(set(rig, 'alarmRegister2', 0), 0);
		rig.act(1);
		rig.run(2000);
		equal(all(rig), '0 0 80000000 80000000');
	});

	it('are cleared by setting 0, and the standard log says so; bits can be taken away, not added', () => {
		const rig = new SupplyRig().start();
		rig.meter.routeA.control.incidents.onPlace('metering', false);
		equal(read(rig, 'errorRegister'), MEASUREMENT);
		for (const [name, code] of [
			['alarmRegister1', 11],
			['alarmRegister2', 24],
			['errorRegister', 10],
		] as const) {
			equal(set(rig, name, 0), 0);
			equal(read(rig, name), 0);
			equal(standard(rig), code);
			equal(set(rig, name, 1 << 20), 13);
			equal(set(rig, name, 0), 0);
		}
		equal(read(rig, 'alarmDescriptor2'), POWER);
		equal(set(rig, 'alarmDescriptor2', 1), 0);
		equal(read(rig, 'alarmDescriptor2'), 1);
		equal(standard(rig), 10);
		equal(rig.set(1, NAME.alarmRegister1, 2, new DataWriter().unsigned(0)), 12);
	});

	for (const [kind, quantity, state, bits] of [
		['interruption', 'R-N', 'lasting', 1 << 2],
		['interruption', 'T-N', 'lasting', 1 << 4],
		['sag', 'R-N', 'ended', 1 << 5],
		['swell', 'T-N', 'ended', 1 << 7],
		['imbalance', 'R-N', 'lasting', 1 << 9],
		['sag', 'R-N', 'lasting', 1 << 14],
		['swell', 'T-N', 'lasting', 1 << 16],
		['sag', 'T-N', 'cut', 0],
		['imbalance', 'R-N', 'ended', 0],
	] as const)
		it(`${kind} of ${quantity}, ${state}: ${bits.toString(16)}`, () => {
			const rig = new SupplyRig().start();
			const event: VoltageEvent = { ...VOLTAGE_EVENT, kind, quantity, state };
			rig.meter.routeA.control.incidents.onVoltage(event);
			equal(read(rig, 'alarmRegister2'), POWER | bits);
		});

	it('are in the descriptor of their own filter alone, and in the register whatever the filter', () => {
		const rig = new SupplyRig().start();
		equal(set(rig, 'alarmFilter1', 0), 0);
		rig.meter.routeA.control.incidents.onPlace('cover', false);
		equal(all(rig), `${FRAUD.toString(16)} 0 3 3`);
		equal(set(rig, 'alarmRegister1', 0), 0);
		equal(set(rig, 'alarmFilter1', MEASUREMENT), 0);
		rig.meter.routeA.control.incidents.onPlace('metering', false);
		equal(all(rig), `${(FRAUD | MEASUREMENT).toString(16)} ${MEASUREMENT.toString(16)} 3 3`);
		equal(read(rig, 'alarmFilter2'), 0xffffffff);
	});

	it('and filters stay through a restart', () => {
		const rig = new SupplyRig().start();
		set(rig, 'alarmFilter1', FRAUD);
		rig.meter.routeA.control.incidents.onPlace('cover', false);
		const before = all(rig);
		rig.restart(0);
		equal(all(rig), before);
		equal(read(rig, 'alarmFilter1'), FRAUD);
	});
});

describe('Route A: fraud log', () => {
	it('says which way the cover and the units went, once each', () => {
		const rig = new SupplyRig().start();
		const { control } = rig.meter.routeA;
		control.incidents.onPlace('cover', true);
		control.incidents.onPlace('option', true);
		equal(rig.codes('fraud'), '');
		control.incidents.onPlace('cover', false);
		control.incidents.onPlace('cover', false);
		control.incidents.onPlace('metering', false);
		control.incidents.onPlace('cover', true);
		control.incidents.onPlace('metering', true);
		equal(rig.codes('fraud'), '40,44,41,45');
		equal(numberIn(get(rig.line, 1, NAME.fraudCode, 2)), 45);
		equal(read(rig, 'alarmRegister1'), FRAUD | MEASUREMENT);
	});

	it('knows after a restart that the cover was away', () => {
		const rig = new SupplyRig().start();
		rig.meter.routeA.control.incidents.onPlace('cover', false);
		rig.restart();
		rig.meter.routeA.control.incidents.onPlace('cover', true);
		rig.meter.routeA.control.incidents.onPlace('cover', true);
		equal(rig.codes('fraud'), '40,41');
	});
});
