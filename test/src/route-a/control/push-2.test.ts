import { RamFlash } from '../../../../hal/virtual/flash.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { writePushObject } from '../../../../modules/cosem/push-object.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { decodeDataNotification, encodeNotificationConfirm } from '../../../../modules/dlms/apdu/notification.js';
import { writeData } from '../../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { UNSPECIFIED_TIME } from '../../../../modules/dlms/axdr/date-time.js';
import { decodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { PUSH_SECTORS } from '../../../../src/route-a/control/push-flash.js';
import { equal, hex, toHex } from '../../../assert.js';
import { MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { cutEach } from '../../../power-cut.js';
import { associated, bytesIn, decoded, get, itemsIn, keysOf, meter, numberIn, securityOf } from '../route-a-rig.js';
import { type Pushed, SupplyRig, type SupplyRigOptions } from './supply-rig.js';

const PUSH = 40;
const HERE = '[::1]:4060';
const SECOND = 1000;
const MINUTE = 60_000;
const CONFIRMED = 0x40000000;
const SETUPS = ['alarm', 'interval', 'connectivity', 'installation'] as const;
const NAMES = { alarm: NAME.alarmPush, interval: NAME.intervalPush, connectivity: NAME.connectivityPush, installation: NAME.installationPush };
const LISTED = { alarm: 5, interval: 6, connectivity: 5, installation: 6 };

function started(options: SupplyRigOptions = {}): SupplyRig {
	const rig = new SupplyRig({ policy: 0, pushVersion: 2, ...options }).start();
	rig.run(6 * SECOND);
	return rig;
}

const set = (rig: SupplyRig, index: number, value: DataWriter, name: number = NAME.intervalPush): number => rig.set(PUSH, name, index, value);
const aim = (rig: SupplyRig, name: number = NAME.intervalPush, text = HERE, service = 1): number =>
	set(rig, 3, new DataWriter().structure(3).enum(service).octetString(asciiBytes(text)).enum(0), name);
const told = (rig: SupplyRig, index: number, name: number = NAME.intervalPush): string => JSON.stringify(get(rig.line, PUSH, name, index));

function act(rig: SupplyRig, index = 1, name: number = NAME.intervalPush): number {
	let result = -1;
	rig.line.act({ classId: PUSH, name, index }, new DataWriter().integer(0).copy(), (_, outcome) => {
		result = outcome?.result ?? -1;
	});
	return result;
}

type Listed = Parameters<typeof writePushObject>[1];

function list(...objects: readonly Listed[]): DataWriter {
	const w = new DataWriter().array(objects.length);
	for (const object of objects) writePushObject(w, object);
	return w;
}

const whole = (classId: number, name: number, attribute = 2): Listed => ({ classId, name, attribute, dataIndex: 0 });
const opened = ({ frame }: Pushed) => decodeDataNotification(decodeWrapper(frame).apdu);
const bodyOf = (pushed: Pushed) => itemsIn(decoded(opened(pushed).body));
const repetition = (least: number, exponent: number, most: number): DataWriter =>
	new DataWriter().structure(3).longUnsigned(least).longUnsigned(exponent).longUnsigned(most);
const confirmation = (start: Uint8Array, interval: number): DataWriter =>
	new DataWriter().structure(2).octetString(start).doubleLongUnsigned(interval);
/** Of 2026-11-22 in Japan. */
const at = (hour: number, minute: number): Uint8Array => Uint8Array.of(0x07, 0xea, 11, 22, 0xff, hour, minute, 0, 0, 0xfd, 0xe4, 0);

function confirm(id: number): Uint8Array {
	const w = new DataWriter();
	encodeNotificationConfirm(w, { invoke: id + CONFIRMED, time: undefined });
	return w.copy();
}

describe('Route A: push set-ups of version 2', () => {
	for (const setup of SETUPS) {
		it(`${setup}: has all that version 0 has, and tells its list in entries of six`, () => {
			const rig = started();
			const name = NAMES[setup];
			const object = rig.meter.routeA.server.options.device.objects.find((each) => each.name === name)!;
			equal(`${object.type.version} ${object.type.attributes} ${object.type.methods}`, '2 13 2');
			aim(rig, name);
			equal(act(rig, 1, name), 0);
			rig.run(SECOND);
			const [first] = bodyOf(rig.pushed[0]!);
			equal(itemsIn(first).length, LISTED[setup]);
			for (const entry of itemsIn(first)) equal(itemsIn(entry).length, 6);
			equal(
				toHex(opened(rig.pushed[0]!).body).slice(0, 2 * 29),
				`020${LISTED[setup]}010${LISTED[setup]}0206 120028 0906${name.toString(16).padStart(12, '0')} 0f02 120000 0202 1600 00 0100`.replaceAll(
					' ',
					'',
				),
			);
		});
	}

	it('tell rows of a buffer by entry, by date, and the last ones, columns of them, and elements of a value', () => {
		const rig = started();
		aim(rig);
		for (const code of [47, 48, 49]) rig.meter.routeA.record(code);
		const buffer = whole(7, NAME.eventLog);
		const codes = [{ classId: 1, name: NAME.eventCode, attribute: 2, dataIndex: 0 }];
		equal(
			set(
				rig,
				2,
				list(
					{ ...buffer, restriction: { kind: 'entry', from: 2, to: 3 }, columns: codes },
					{ ...buffer, restriction: { kind: 'date', from: at(0, 0), to: at(23, 59) } },
					{ ...buffer, restriction: { kind: 'date', from: at(0, 0), to: at(0, 1) } },
					{ ...buffer, dataIndex: 0x1002, columns: codes },
					{ ...buffer, columns: [...codes, { classId: 3, name: NAME.importEnergy, attribute: 2, dataIndex: 0 }] },
					{ ...whole(3, NAME.importEnergy, 3), dataIndex: 2 },
					{ ...whole(3, NAME.importEnergy, 3), dataIndex: 3 },
				),
			),
			0,
		);
		act(rig);
		rig.run(SECOND);
		const [byEntry, byDate, none, last, newest, unit, nothing] = bodyOf(rig.pushed[0]!);
		equal(toHex(hexOf(byEntry)), '0102 0201 112f 0201 1130'.replaceAll(' ', ''));
		equal(itemsIn(byDate).length, 4, 'with the start');
		equal(itemsIn(none).length, 0);
		equal(toHex(hexOf(last)), '0102 0201 1130 0201 1131'.replaceAll(' ', ''));
		equal(toHex(hexOf(newest)), '0101 0202 1131 00'.replaceAll(' ', ''), 'null-data for a column that it has not');
		equal(numberIn(unit), 30);
		equal(nothing!.tag, 0);
	});

	it('wait ever longer between tries, up to the most', () => {
		const rig = started();
		aim(rig);
		equal(set(rig, 6, new DataWriter().unsigned(5)), 0);
		equal(set(rig, 7, repetition(10, 200, 60)), 0);
		rig.pushFailure = 'ECONNREFUSED';
		act(rig);
		rig.run(10 * MINUTE);
		const times = rig.pushed.map(({ at: time }) => Math.round(time / SECOND));
		equal(
			times
				.slice(1)
				.map((time, i) => time - times[i]!)
				.join(),
			'10,20,40,60,60',
		);
		equal(set(rig, 7, repetition(60, 100, 59)), 13, 'the most below the least');
		equal(set(rig, 7, repetition(60, 0, 90)), 13, 'no exponent');
		equal(set(rig, 7, new DataWriter().longUnsigned(1)), 12, 'of version 0');
	});

	it('go by no other port than their reference names', () => {
		const rig = started();
		aim(rig);
		equal(set(rig, 8, new DataWriter().logicalName(NAME.clock)), 13, 'no port');
		equal(set(rig, 8, new DataWriter().logicalName(NAME.hdlc)), 0);
		act(rig);
		rig.run(SECOND);
		equal(rig.pushed.length, 0);
		equal(rig.meter.lines.at(-1), `push 0.1.25.9.0.255 to ${HERE}: its port reference names another port; given up after 1 try`);
		aim(rig, NAME.intervalPush, '103', 5);
		act(rig);
		rig.run(SECOND);
		equal(rig.pushed.map(({ by }) => by).join(), 'hdlc');
		equal(set(rig, 8, new DataWriter().logicalName(NAME.tcpUdp)), 0);
		aim(rig);
		act(rig);
		rig.run(SECOND);
		equal(rig.pushed.map(({ by }) => by).join(), 'hdlc,udp');
	});

	it('go to the wPort of their client, which is nobody that the meter serves', () => {
		const rig = started();
		aim(rig);
		equal(numberIn(get(rig.line, PUSH, NAME.intervalPush, 9)), 103);
		for (const client of [1, 2, 16, 102, 0, -1]) equal(set(rig, 9, new DataWriter().integer(client)), 13, `${client}`);
		equal(set(rig, 9, new DataWriter().integer(99)), 0);
		act(rig);
		rig.run(SECOND);
		equal(decodeWrapper(rig.pushed[0]!.frame).destination, 99);
	});

	it('are sent again until they are confirmed, where their method asks for that', () => {
		const rig = started();
		aim(rig);
		equal(set(rig, 6, new DataWriter().unsigned(3)), 0);
		equal(set(rig, 7, repetition(30, 100, 30)), 0);
		equal(set(rig, 11, new DataWriter().enum(3)), 13);
		equal(set(rig, 11, new DataWriter().enum(2)), 0);
		equal(toHex(bytesIn(get(rig.line, PUSH, NAME.intervalPush, 13))), toHex(UNSPECIFIED_TIME));
		const { routeA } = rig.meter;
		equal(routeA.onPushAnswer(confirm(1)), false, 'nothing was sent');
		act(rig);
		rig.run(45 * SECOND);
		equal(rig.pushed.map((each) => opened(each).invoke - CONFIRMED).join(), '1,1', 'the same again');
		equal(routeA.onPushAnswer(confirm(2)), false, 'of another');
		equal(routeA.onPushAnswer(confirm(1).subarray(0, 4)), false, 'cut off');
		equal(routeA.onPushAnswer(confirm(1).map((byte, i) => (i === 0 ? APDU.dataNotification : byte))), false, 'no confirmation');
		equal(routeA.onPushAnswer(confirm(1)), true);
		equal(routeA.onPushAnswer(confirm(1)), false, 'it is confirmed already');
		rig.run(10 * MINUTE);
		equal(rig.pushed.length, 2);
		equal(toHex(bytesIn(get(rig.line, PUSH, NAME.intervalPush, 13)).subarray(0, 8)), '07ea0b16070c2233', 'at 12:34:51');
		act(rig);
		rig.run(10 * MINUTE);
		equal(rig.pushed.length, 6, 'four that nobody confirms');
		equal(rig.meter.lines.at(-1), `push 0.1.25.9.0.255 to ${HERE}: not confirmed; given up after 4 tries`);
	});

	it('are confirmed, too, while they wait to be sent again, and not once they were given up', () => {
		const rig = started();
		aim(rig);
		set(rig, 6, new DataWriter().unsigned(1));
		set(rig, 7, repetition(60, 100, 60));
		set(rig, 11, new DataWriter().enum(2));
		const { routeA } = rig.meter;
		act(rig);
		rig.run(30 * SECOND);
		act(rig);
		equal(routeA.onPushAnswer(confirm(1)), true, 'too late for its try');
		equal(routeA.onPushAnswer(confirm(1)), false, 'once');
		rig.run(SECOND);
		equal(rig.pushed.map((each) => opened(each).invoke - CONFIRMED).join(), '1,2', 'what was started meanwhile goes at once');
		rig.run(10 * MINUTE);
		equal(rig.pushed.length, 3);
		equal(routeA.onPushAnswer(confirm(2)), false, 'given up');
		set(rig, 11, new DataWriter().enum(0));
		rig.pushFailure = 'ECONNREFUSED';
		act(rig);
		rig.run(30 * SECOND);
		equal(routeA.onPushAnswer(confirm(3)), false, 'nobody asked for it');
	});

	it('by TCP are confirmed on their connection; with the method before, what carries them has to confirm', () => {
		const rig = started();
		aim(rig, NAME.intervalPush, HERE, 0);
		set(rig, 11, new DataWriter().enum(1));
		act(rig);
		rig.run(SECOND);
		equal(rig.pushed[0]!.assurance?.kind, 'delivered');
		equal(opened(rig.pushed[0]!).invoke, 1, 'it is not asked for in the push');
		set(rig, 11, new DataWriter().enum(2));
		act(rig);
		rig.run(SECOND);
		const { assurance } = rig.pushed[1]!;
		equal(assurance?.kind === 'confirmed' && !assurance.take(confirm(1)) && assurance.take(confirm(2)), true);
		rig.run(MINUTE);
		equal(rig.pushed.length, 2);
	});

	it('by HDLC are never confirmed, which is logged', () => {
		const rig = started();
		aim(rig, NAME.intervalPush, '103', 5);
		set(rig, 11, new DataWriter().enum(2));
		act(rig);
		rig.run(SECOND);
		equal(rig.pushed.length, 1);
		equal(rig.meter.lines.at(-1), 'push 0.1.25.9.0.255 to 103: UI frames of HDLC are not confirmed; given up after 1 try');
	});

	it('ask for confirmation from their start on, and no more often than their interval', () => {
		const rig = started();
		aim(rig);
		set(rig, 11, new DataWriter().enum(2));
		// 12:34 at first.
		equal(set(rig, 12, confirmation(at(12, 40), 600)), 0);
		equal(set(rig, 12, confirmation(hex('07EA0D01FF0000000000FDE4'), 0)), 13, 'no date');
		const asked: boolean[] = [];
		for (const minutes of [0, 5, 5, 5, 5]) {
			rig.run(minutes * MINUTE);
			act(rig);
			rig.run(SECOND);
			const { invoke } = opened(rig.pushed.at(-1)!);
			asked.push(invoke >= CONFIRMED);
			if (invoke >= CONFIRMED) equal(rig.meter.routeA.onPushAnswer(confirm(invoke - CONFIRMED)), true);
		}
		equal(asked.join(), 'false,false,true,false,true');
	});

	it('end what is under way by method reset', () => {
		const rig = started();
		aim(rig);
		set(rig, 6, new DataWriter().unsigned(9));
		rig.pushFailure = 'EHOSTUNREACH';
		act(rig);
		rig.run(SECOND);
		equal(act(rig, 2), 0);
		rig.run(MINUTE);
		equal(rig.pushed.length, 1);
		rig.restart();
		rig.run(MINUTE);
		equal(rig.pushed.length, 1, 'nor after a restart');
		rig.pushFailure = undefined;
		act(rig);
		rig.run(SECOND);
		equal(rig.pushed.length, 2);
	});

	it('are confirmed under the policy of requests, from any title but the meter’s, and as often as it takes', () => {
		const rig = started({ policy: 3 });
		aim(rig);
		set(rig, 11, new DataWriter().enum(2));
		const { routeA, keys } = rig.meter;
		const security = securityOf(keysOf(keys, MANAGEMENT));
		const before = routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!.security!.lastReceived;
		const sealed = (id: number): Uint8Array => {
			const w = new DataWriter();
			security.session(keys.systemTitle)!.seal(w, confirm(id), 'general-glo', 0x30);
			return w.copy();
		};
		for (const id of [1, 2]) {
			act(rig);
			rig.run(SECOND);
			equal(routeA.onPushAnswer(confirm(id)), false, 'in the clear');
			const apdu = sealed(id);
			equal(routeA.onPushAnswer(apdu.map((byte, i) => (i === apdu.length - 1 ? byte ^ 1 : byte))), false, 'changed on its way');
			equal(routeA.onPushAnswer(apdu), true);
		}
		equal(routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!.security!.lastReceived > before, true, 'by SET and ACTION alone');
		equal(act(rig), 0);
	});

	it('refuse what they could not do, and leave what was set', () => {
		const rig = started();
		const set2 = (...objects: readonly Listed[]): number => set(rig, 2, list(...objects));
		const buffer = whole(7, NAME.eventLog);
		equal(set2(...Array.from({ length: 16 }, () => whole(1, NAME.serial))), 0, 'sixteen');
		const before = told(rig, 2);
		equal(set2(...Array.from({ length: 17 }, () => whole(1, NAME.serial))), 13, 'seventeen');
		const long: Listed = { ...buffer, restriction: { kind: 'date', from: at(0, 0), to: at(1, 0) } };
		equal(set2(...Array.from({ length: 16 }, () => long)), 13, 'too long');
		equal(set2({ ...whole(1, NAME.serial), restriction: { kind: 'entry', from: 1, to: 2 } }), 13, 'no buffer');
		equal(set2({ ...whole(1, NAME.serial), columns: [whole(1, NAME.eventCode)] }), 13, 'no columns');
		equal(set2({ ...whole(1, NAME.serial), dataIndex: 256 }), 13, 'no element');
		equal(set2({ ...buffer, dataIndex: 1 }), 13, 'no rows');
		equal(set2({ ...buffer, restriction: { kind: 'entry', from: 0, to: 1 } }), 13, 'entry 0');
		equal(set2({ ...buffer, restriction: { kind: 'entry', from: 3, to: 2 } }), 13, 'backwards');
		equal(set2({ ...buffer, restriction: { kind: 'date', from: hex('07EA0D01FF0000000000FDE4'), to: at(1, 0) } }), 13, 'no date');
		equal(set2(whole(1, NAME.clock)), 9, 'another class');
		const [first] = [new DataWriter().array(1).structure(4).longUnsigned(1).logicalName(NAME.serial).integer(2).longUnsigned(0)];
		equal(set(rig, 2, first), 12, 'an entry of version 0');
		for (const [index, value] of [
			[8, new DataWriter().octetString(hex('0102'))],
			[9, new DataWriter().unsigned(99)],
			[10, new DataWriter().array(1).enum(1)],
			[11, new DataWriter().unsigned(1)],
			[12, new DataWriter().structure(2).octetString(hex('0102')).doubleLongUnsigned(0)],
		] as const)
			equal(set(rig, index, value), 12, `attribute ${index}`);
		equal(set(rig, 13, new DataWriter().octetString(UNSPECIFIED_TIME)), 3, 'only told');
		equal(told(rig, 2), before);
	});

	it('are as they were set after a power cut at any flash operation: before or behind the change, never between', () => {
		const read = (rig: SupplyRig): string => [2, 7, 8, 9, 10, 11, 12, 13].map((index) => told(rig, index)).join();
		const changes: readonly ((rig: SupplyRig) => number)[] = [
			(rig) => set(rig, 2, list({ ...whole(7, NAME.eventLog), restriction: { kind: 'entry', from: 1, to: 9 } })),
			(rig) => set(rig, 7, repetition(1, 150, 99)),
			(rig) => set(rig, 8, new DataWriter().logicalName(NAME.tcpUdp)),
			(rig) => set(rig, 9, new DataWriter().integer(77)),
			(rig) => set(rig, 11, new DataWriter().enum(1)),
			(rig) => set(rig, 12, confirmation(at(1, 2), 3)),
		];
		for (const change of changes) {
			let first = '';
			let behind = '';
			let cuts = 0;
			cutEach({
				seed: 41,
				started: () => {
					const rig = started();
					set(rig, 2, list(whole(1, NAME.serial), whole(8, NAME.clock)));
					first = read(rig);
					return rig;
				},
				flash: (rig) => rig.pushFlash,
				steps: (rig) => {
					equal(change(rig), 0);
					behind = read(rig);
				},
				least: 1,
				check: (rig, cut) => {
					const copy = new RamFlash(PUSH_SECTORS);
					copy.restore(rig.pushFlash.snapshot());
					const found = read(started({ pushFlash: copy }));
					cuts++;
					equal(found === first || found === behind, true, `cut ${cut}: ${found}`);
				},
			});
			equal(first === behind, false);
			equal(cuts > 0, true);
		}
	});

	it('take no memory, and are not there, where there is no flash for them', () => {
		const without = meter({ pushVersion: 2 });
		const line = associated(without, MANAGEMENT);
		equal(get(line, PUSH, NAME.alarmPush, 8), 3);
		equal(without.routeA.pushVersion, 0);
		equal(without.routeA.control.push!.setups.flash, undefined);
	});
});

function hexOf(data: Parameters<typeof itemsIn>[0]): Uint8Array {
	const w = new DataWriter();
	writeData(w, data as never);
	return w.copy();
}
