/** What is easily one off, or the other way round, in the limiter, the alarms and the supply. */
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { Slots } from '../../../../modules/journal/slots.js';
import type { SwitchReport } from '../../../../src/meter/backplane/messages.js';
import type { SwitchEntry } from '../../../../src/meter/switching/switch-entry.js';
import { Alarms } from '../../../../src/route-a/control/alarms.js';
import { Limiter, type LimiterHost } from '../../../../src/route-a/control/limiter.js';
import { BRIEF_LOG_ROWS, SLOT_LENGTH, slotCount } from '../../../../src/route-a/control/slot-rows.js';
import { Supply } from '../../../../src/route-a/control/supply.js';
import { packed, type SwitchMemory } from '../../../../src/route-a/control/switch-memory.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { equal } from '../../../assert.js';
import { CLOSED, get, NOON, numberIn } from '../route-a-rig.js';
import { SupplyRig } from './supply-rig.js';

const LIMITER = 71;
const set = (rig: SupplyRig, attribute: number, value: DataWriter): number => rig.set(LIMITER, NAME.limiter, attribute, value);
const read = (rig: SupplyRig, attribute: number): number => numberIn(get(rig.line, LIMITER, NAME.limiter, attribute));
const newSlots = () => new Slots({ range: undefined, count: slotCount(BRIEF_LOG_ROWS, false), length: SLOT_LENGTH });

describe('Route A: edges of what is controlled', () => {
	it('an emergency threshold stays where times of the limiter are set', () => {
		const rig = new SupplyRig().start();
		rig.run(6000);
		equal(set(rig, 5, new DataWriter().longUnsigned(100)), 0);
		for (const attribute of [6, 7]) equal(set(rig, attribute, new DataWriter().doubleLongUnsigned(5)), 0);
		equal(read(rig, 5), 100);
	});

	it('an emergency is in force for the first of its groups as for the last', () => {
		const rig = new SupplyRig().start();
		rig.run(6000);
		set(rig, 5, new DataWriter().longUnsigned(100));
		set(rig, 9, new DataWriter().array(2).longUnsigned(7).longUnsigned(3));
		for (const [id, active] of [
			[7, 100],
			[3, 100],
			[8, 0xffff],
		] as const) {
			const profile = new DataWriter()
				.structure(3)
				.longUnsigned(id)
				.octetString(dateTimeOf(NOON, -540, 0))
				.doubleLongUnsigned(600);
			equal(set(rig, 8, profile), 0);
			equal(read(rig, 3), active, String(id));
		}
	});

	it('a demand limit may be all that the unit bears, and not more', () => {
		const rig = new SupplyRig().start();
		rig.run(6000);
		const power = new DataWriter().structure(3).longUnsigned(3).logicalName(NAME.importPower).integer(2);
		equal(set(rig, 2, power), 0);
		const { mostWatts } = rig.meter.routeA.control.report!;
		const watts = (value: number) => set(rig, 4, new DataWriter().doubleLongUnsigned(value));
		equal([watts(mostWatts + 1), watts(mostWatts)].join(), '13,0');
	});

	it('a value that is equal to the threshold runs no script after a restart, though it was above before', () => {
		const rig = new SupplyRig().start();
		rig.run(6000);
		equal(set(rig, 4, new DataWriter().longUnsigned(300)), 0);
		// Longer below than it is looked at here.
		equal(set(rig, 7, new DataWriter().doubleLongUnsigned(10)), 0);
		const action = (w: DataWriter) => w.structure(2).logicalName(NAME.disconnectScripts).longUnsigned(1);
		equal(set(rig, 11, action(action(new DataWriter().structure(2)))), 0);
		rig.run(0);
		const { control } = rig.meter.routeA;
		for (const [amperes, runs] of [
			[30, 0],
			[31, 1],
			[29, 0],
		] as const) {
			let count = 0;
			const host: LimiterHost = {
				slots: control.slots,
				deviation: -540,
				sample: { power: 0, currentR: amperes, currentT: 0, voltageR: 100, voltageT: 100 },
				report: control.report,
				isOver: true,
				now: () => control.now(),
				uptime: () => 0,
				limiterEvent() {},
				runLocally: () => count++,
				configure: () => 0,
				rearm() {},
			};
			const limiter = new Limiter(host);
			limiter.run();
			equal(count, runs, String(amperes));
		}
	});

	it('the lowest bit is told as any other where there are no descriptors', () => {
		const slots = newSlots();
		let told = 0;
		const bits = { ...IDIS_PROFILE.alarms.bits, fraud: [0, 0], measurementSystem: undefined } as const;
		const alarms = new Alarms({ slots, alarmRows: { bits, hasDescriptors: false }, onAlarm: () => told++, cleared() {} });
		equal([alarms.raise('fraud'), alarms.raise('fraud'), told].join(), 'true,false,1');
		equal([alarms.raise('measurementSystem'), told].join(), 'false,1', 'it has none');
		alarms.fail('measurementSystem');
		equal(alarms.word('errors').value, 0);
		equal(alarms.word('register1').set(0), 0);
		equal([alarms.raise('fraud'), told].join(), 'true,2');
	});

	it('a setting that the switching unit refused is no failure of its contact', () => {
		const records: number[] = [];
		const report: SwitchReport = CLOSED;
		const supply = new Supply({
			log: { write() {} },
			switchingSerial: 'S',
			memory: { known: () => packed(report), find() {} } as unknown as SwitchMemory,
			codes: IDIS_PROFILE.disconnector,
			record: (code) => void records.push(code),
			parametersChanged() {},
			supplyOrdered() {},
			order: () => true,
		});
		const entry = { action: 'configure', origin: 'remote', result: 'refused', closed: true, control: 1 } as SwitchEntry;
		supply.onReport(entry, report);
		equal(records.length, 0);
		supply.onReport({ ...entry, action: 'open' } as SwitchEntry, report);
		equal(records.join(), String(IDIS_PROFILE.disconnector.failure));
	});
});
