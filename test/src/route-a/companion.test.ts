import { COMPANIONS, type Companion } from '../../../modules/cosem/companion.js';
import { NAME, type ObjectName } from '../../../modules/cosem/object-names.js';
import { decodeDataNotification } from '../../../modules/dlms/apdu/notification.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { decodeWrapper } from '../../../modules/dlms/wrapper.js';
import type { VoltageEvent } from '../../../src/meter/voltage/voltage-event.js';
import { COMPANION_PROFILES } from '../../../src/route-a/companion.js';
import { OBJECT_NAMES } from '../../../src/route-a/objects.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { equal, hex, toHex } from '../../assert.js';
import { answerTo, MANAGEMENT } from '../../modules/dlms/device-rig.js';
import { SupplyRig } from './control/supply-rig.js';
import { bytesIn, get, itemsIn, keysOf, meter, numberIn, PRE_ESTABLISHED, securityOf } from './route-a-rig.js';

const SILENT: VoltageEvent = { kind: 'sag', quantity: 'R-N', state: 'lasting', start: 0, duration: 0, extreme: 0, depth: 0 };

const word = (rig: SupplyRig, name: ObjectName): number => numberIn(get(rig.line, 1, NAME[name], 2));
const registers = (rig: SupplyRig): string => (['alarmRegister1', 'alarmRegister2'] as const).map((name) => word(rig, name).toString(16)).join(' ');
const rows = (rig: SupplyRig, name: ObjectName): string =>
	itemsIn(get(rig.line, 7, NAME[name], 2))
		.map((row) =>
			itemsIn(row)
				.slice(1)
				.map((item) => numberIn(item))
				.join('/'),
		)
		.join();
const namesIn = (companion: Companion): readonly ObjectName[] => {
	const { objects } = meter({ routeAProfile: COMPANION_PROFILES[companion] }).routeA.server.options.device;
	return OBJECT_NAMES.filter((key) => objects.some(({ name }) => name === NAME[key]));
};

describe('Route A: companions', () => {
	it('japan is what meters have unless somebody says otherwise', () => {
		equal(COMPANION_PROFILES.japan === IDIS_PROFILE, true);
		for (const name of COMPANIONS) equal(COMPANION_PROFILES[name].companion, name);
	});

	for (const [companion, bits, quality] of [
		['japan', '0 3', ''],
		['idis', '0 3', ''],
		['dsmr', '4 0', ''],
	] as const)
		it(`${companion}: alarm bits of a power-up`, () => {
			const rig = new SupplyRig({ companion }).start();
			equal(registers(rig), bits);
			equal(rows(rig, 'powerQualityLog'), quality);
		});

	/** Alarm registers 1 and 2 in hexadecimal digits, and the code in the power quality log. */
	const VOLTAGES: readonly (readonly [Companion, Partial<VoltageEvent>, string, string])[] = [
		['japan', { kind: 'sag' }, '0 4003', '76'],
		['idis', { kind: 'sag' }, '0 4003', '76'],
		['dsmr', { kind: 'sag' }, '4 1', '93'],
		['dsmr', { kind: 'sag', quantity: 'T-N' }, '4 4', '95'],
		['japan', { kind: 'swell', quantity: 'T-N' }, '0 10003', '81'],
		['dsmr', { kind: 'swell' }, '4 8', '96'],
		['dsmr', { kind: 'swell', quantity: 'T-N' }, '4 20', '98'],
		['japan', { kind: 'interruption' }, '0 7', '82'],
		['dsmr', { kind: 'interruption' }, '10000004 0', '86'],
		['japan', { kind: 'interruption', state: 'ended' }, '0 23', '85'],
		['dsmr', { kind: 'interruption', state: 'ended' }, '4 0', '90'],
		['dsmr', { kind: 'sag', state: 'ended' }, '4 0', '83'],
		['japan', { kind: 'imbalance' }, '0 203', '90'],
		['dsmr', { kind: 'imbalance' }, '4 0', ''],
	];
	for (const [companion, event, bits, code] of VOLTAGES)
		it(`${companion}: ${event.kind} of ${event.quantity ?? 'R-N'}, ${event.state ?? 'lasting'}: alarms ${bits}, code ${code || 'none'}`, () => {
			const rig = new SupplyRig({ companion }).start();
			rig.meter.routeA.control.incidents.onVoltage({ ...SILENT, ...event });
			equal(registers(rig), bits);
			equal(rows(rig, companion === 'dsmr' ? 'communicationLog' : 'powerQualityLog'), code);
			if (code !== '') equal(word(rig, companion === 'dsmr' ? 'communicationCode' : 'powerQualityCode'), Number(code));
		});

	for (const [companion, codes, after] of [
		['japan', '44,45', '2000'],
		['dsmr', '48,49', '2000'],
	] as const)
		it(`${companion}: a unit that goes and comes is ${codes} in the fraud log`, () => {
			const rig = new SupplyRig({ companion }).start();
			rig.meter.routeA.control.incidents.onPlace('option', false);
			rig.meter.routeA.control.incidents.onPlace('option', true);
			equal(rig.codes('fraud'), codes);
			equal(word(rig, 'alarmRegister1') & 0x2000, Number.parseInt(after, 16));
		});

	it('dsmr: has the communication log where IDIS has power quality, and numbers its entries', () => {
		const rig = new SupplyRig({ companion: 'dsmr' }).start();
		rig.meter.routeA.onLocalAttempt();
		rig.run(700_000);
		rig.meter.routeA.onLocalAttempt();
		equal(rows(rig, 'powerQualityLog'), '72/1,72/2');
		equal(word(rig, 'powerQualityCode'), 72);
		equal(word(rig, 'communicationCount'), 2);
		equal(rows(rig, 'communicationLog'), '');
		equal(itemsIn(get(rig.line, 7, NAME.powerQualityLog, 3)).length, 3);
		equal(itemsIn(get(rig.line, 7, NAME.communicationLog, 3)).length, 2);
	});

	for (const [companion, bits, code] of [
		['japan', '0 3', 48],
		['idis', '0 2003', 48],
		['dsmr', '14 0', 47],
	] as const)
		it(`${companion}: new keys are code ${code} and alarms ${bits}`, () => {
			const rig = new SupplyRig({ companion }).start();
			const { routeA } = rig.meter;
			routeA.record(routeA.routeAProfile.events.keysChanged);
			equal(registers(rig), bits);
			equal(routeA.eventCode, code);
		});

	for (const [companion, code] of [
		['japan', 21],
		['idis', 21],
		['dsmr', 2],
	] as const)
		it(`${companion}: the end of a billing period leaves ${code} as the newest standard event`, () => {
			const rig = new SupplyRig({ companion }).start();
			rig.meter.routeA.control.billingEnded();
			equal(rig.meter.routeA.eventCode, code);
		});

	it('dsmr: has no alarm descriptors; each bit that is new in a register and passes its filter is pushed, with the registers', () => {
		const rig = new SupplyRig({ companion: 'dsmr', policy: 0 }).start();
		const { setups } = rig.meter.routeA.control.push!;
		equal(get(rig.line, 1, NAME.alarmDescriptor1, 2), 4);
		const destination = new DataWriter().structure(3).enum(1).octetString(hex('5B3A3A315D3A34303630')).enum(0);
		equal(rig.set(40, 0x0001190900ff, 3, destination), 0);
		equal(
			setups.alarm.objects.map(({ classId, name }) => classId === 1 && name).join(),
			[NAME.serial, false, NAME.alarmRegister1, NAME.alarmRegister2].join(),
		);
		const push = (): number => {
			const before = rig.pushed.length;
			rig.meter.routeA.control.incidents.onVoltage(SILENT);
			rig.run(5000);
			return rig.pushed.length - before;
		};
		equal(push(), 1);
		equal(push(), 0);
		equal(rig.set(1, NAME.alarmRegister2, 2, new DataWriter().doubleLongUnsigned(0)), 0);
		equal(push(), 1);
		equal(rig.set(1, NAME.alarmFilter2, 2, new DataWriter().doubleLongUnsigned(0)), 0);
		equal(rig.set(1, NAME.alarmRegister2, 2, new DataWriter().doubleLongUnsigned(0)), 0);
		equal(push(), 0);
		equal(word(rig, 'alarmRegister2'), 1);
	});

	it('dsmr: what a schedule runs cannot be set, when it does can', () => {
		for (const companion of COMPANIONS) {
			const rig = new SupplyRig({ companion }).start();
			const script = new DataWriter().structure(2).octetString(hex('00000A006AFF')).longUnsigned(1);
			equal(rig.set(22, NAME.disconnectSchedule, 2, script), companion === 'dsmr' ? 3 : 0, companion);
			equal(rig.set(22, NAME.disconnectSchedule, 4, new DataWriter().array(0)), 0, companion);
		}
	});

	it('have the same objects but for what their tables say', () => {
		const usual = namesIn('japan');
		equal(namesIn('idis').join(), usual.join());
		const dutch = namesIn('dsmr');
		equal(usual.filter((name) => !dutch.includes(name)).join(), 'alarmDescriptor1,alarmDescriptor2,alarmPush');
		equal(dutch.filter((name) => !usual.includes(name)).join(), 'connectivityPush,communicationCount', 'its interval push, by the name of another');
	});

	for (const [companion, interval, alarm, others] of [
		['japan', '0001190900ff', '0004190900ff', '0000190900ff,0007190900ff'],
		['idis', '0001190900ff', '0004190900ff', '0000190900ff,0007190900ff'],
		['dsmr', '0000190900ff', '0001190900ff', ''],
	] as const)
		it(`${companion}: push set-ups have its names, in lists and scripts, too`, () => {
			for (const pushVersion of [0, 2] as const) {
				const rig = new SupplyRig({ companion, policy: 0, pushVersion }).start();
				rig.run(6000);
				const { objects } = rig.meter.routeA.server.options.device;
				const all = objects.filter(({ type }) => type.classId === 40).map(({ name }) => name.toString(16).padStart(12, '0'));
				equal(
					all.sort().join(),
					[interval, alarm, ...others.split(',')]
						.filter((name) => name !== '')
						.sort()
						.join(),
				);
				const scripts = itemsIn(get(rig.line, 9, NAME.pushScripts, 2)).map((script) => itemsIn(itemsIn(itemsIn(script)[1])[0]));
				equal(scripts.map((action) => toHex(bytesIn(action[2]))).join(), `${interval},${alarm}`);
				const destination = new DataWriter().structure(3).enum(1).octetString(hex('5B3A3A315D3A34303630')).enum(0);
				for (const [i, name] of [interval, alarm].entries()) {
					equal(rig.set(40, Number.parseInt(name, 16), 3, destination), 0);
					equal(rig.meter.routeA.control.execute(NAME.pushScripts, i + 1, MANAGEMENT), 0);
					rig.run(1000);
					const { body } = decodeDataNotification(decodeWrapper(rig.pushed[i]!.frame).apdu);
					equal(toHex(body).includes(`0906${name}`), true, name);
				}
			}
		});

	for (const companion of COMPANIONS)
		it(`${companion}: the pre-established client may ${companion === 'dsmr' ? 'not ' : ''}begin an emergency`, () => {
			const all = meter({ routeAProfile: COMPANION_PROFILES[companion] });
			const association = all.routeA.server.connect(PRE_ESTABLISHED)!;
			const { limiter } = all.routeA.control;
			const before = limiter.emergency.id;
			const keys = keysOf(all.keys, PRE_ESTABLISHED);
			const sender = securityOf({ ...keys, encryption: keys.broadcast! });
			const set = new DataWriter().put(hex('C1 01 01 0047 0000110000FF 08 00'));
			set
				.structure(3)
				.longUnsigned(7)
				.octetString(dateTimeOf(all.clock.now(), -540, 0))
				.doubleLongUnsigned(3600);
			const w = new DataWriter();
			equal(sender.session(all.keys.systemTitle)!.seal(w, set.bytes, 'general-glo', 0x70), true);
			equal(answerTo(association, w.copy()), undefined);
			equal(limiter.emergency.id, companion === 'dsmr' ? before : 7);
		});

	for (const [companion, codes] of [
		['japan', '46,49,50'],
		['dsmr', '46,46,46'],
	] as const)
		it(`${companion}: who was refused again and again is ${codes} in the fraud log`, () => {
			const rig = new SupplyRig({ companion }).start();
			for (const kind of ['authentication', 'deciphering', 'replay'] as const) rig.meter.routeA.control.incidents.onSuspicion(kind);
			equal(rig.codes('fraud'), codes);
		});
});
