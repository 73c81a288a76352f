import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { decodeDataNotification } from '../../../../modules/dlms/apdu/notification.js';
import { writeCaptureObject } from '../../../../modules/dlms/apdu/selective-access.js';
import type { Data } from '../../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { decodeCiphered } from '../../../../modules/dlms/security/ciphering.js';
import { decodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { CONTROL_SECTORS, LOG_ROWS, logsEnd, PUSH_SLOT, SLOT_LENGTH } from '../../../../src/route-a/control/slot-rows.js';
import { equal, hex, toHex } from '../../../assert.js';
import { MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { losesPower } from '../../../power-cut.js';
import { associated, bytesIn, decoded, get, itemsIn, keysOf, meter, numberIn, READING, securityOf, TITLE } from '../route-a-rig.js';
import { type Pushed, SupplyRig, type SupplyRigOptions } from './supply-rig.js';

const PUSH = 40;
const SETUPS = ['alarm', 'interval', 'connectivity', 'installation'] as const;
const SCRIPTED = ['alarm', 'interval'] as const;
type Setup = (typeof SETUPS)[number];
const NAMES = { alarm: NAME.alarmPush, interval: NAME.intervalPush, connectivity: NAME.connectivityPush, installation: NAME.installationPush };
const OBIS = { alarm: '0.4.25.9.0.255', interval: '0.1.25.9.0.255', connectivity: '0.0.25.9.0.255', installation: '0.7.25.9.0.255' };
const SCRIPT = { interval: 1, alarm: 2 };
const HERE = '[::1]:4060';
const SECOND = 1000;
const MINUTE = 60_000;

function started(options: SupplyRigOptions = {}): SupplyRig {
	const rig = new SupplyRig({ policy: 0, pushVersion: 0, ...options }).start();
	rig.run(6 * SECOND);
	return rig;
}

const destination = (text: string, service = 1, message = 0): DataWriter =>
	new DataWriter().structure(3).enum(service).octetString(asciiBytes(text)).enum(message);

const set = (rig: SupplyRig, setup: Setup, index: number, value: DataWriter): number => rig.set(PUSH, NAMES[setup], index, value);
const aim = (rig: SupplyRig, setup: Setup, text = HERE, service = 1): number => set(rig, setup, 3, destination(text, service));

function act(rig: SupplyRig, classId: number, name: number, parameter: DataWriter): number {
	let result = -1;
	rig.line.act({ classId, name, index: 1 }, parameter.copy(), (_, outcome) => {
		result = outcome?.result ?? -1;
	});
	return result;
}

const push = (rig: SupplyRig, setup: Setup): number => act(rig, PUSH, NAMES[setup], new DataWriter().integer(0));

type Named = readonly [classId: number, name: number, attribute: number, dataIndex?: number];

function objects(...list: readonly Named[]): DataWriter {
	const w = new DataWriter().array(list.length);
	for (const [classId, name, attribute, dataIndex = 0] of list) writeCaptureObject(w, { classId, name, attribute, dataIndex });
	return w;
}

/** `HH:MM` to `HH:MM` of each day. */
function window(...times: readonly string[]): DataWriter {
	const w = new DataWriter().array(1).structure(2);
	for (const time of times) {
		const [hour, minute] = time.split(':').map(Number);
		w.octetString(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, hour!, minute!, 0, 0xff, 0x80, 0, 0xff));
	}
	return w;
}

function copyOf(flash: RamFlash): RamFlash {
	const copy = new RamFlash(CONTROL_SECTORS);
	copy.restore(flash.snapshot());
	return copy;
}

function opened({ frame }: Pushed) {
	const { source, destination, apdu } = decodeWrapper(frame);
	equal(`${source} ${destination}`, '1 103');
	return decodeDataNotification(apdu);
}

const bodyOf = (pushed: Pushed): readonly Data[] => itemsIn(decoded(opened(pushed).body));
const seconds = (rig: SupplyRig): string => rig.pushed.map(({ at }) => at / SECOND).join();

describe('Route A: pushes', () => {
	for (const setup of SETUPS) {
		it(`${setup}: goes where its destination says, by UDP or by TCP, when it is called`, () => {
			const rig = started();
			equal(push(rig, setup), 250, 'nowhere to go');
			equal(aim(rig, setup), 0);
			equal(push(rig, setup), 0);
			rig.run(SECOND);
			equal(aim(rig, setup, '192.0.2.7', 0), 0);
			equal(push(rig, setup), 0);
			rig.run(SECOND);
			equal(
				rig.pushed.map(({ by, to, port }) => `${by} ${toHex(to)} ${port}`).join(),
				'udp 00000000000000000000000000000001 4060,tcp 00000000000000000000ffffc0000207 4059',
			);
			equal(rig.pushed.map((each) => opened(each).invoke).join(), '1,2');
			const { sent, octetsSent } = rig.meter.routeA.server.statistics;
			equal([sent, octetsSent].join(), [2, rig.pushed.reduce((sum, { frame }) => sum + decodeWrapper(frame).apdu.length, 0)].join());
			equal(aim(rig, setup, ''), 0);
			equal(push(rig, setup), 250, 'nowhere again');
		});

		it(`${setup}: tells what its list names, in this order`, () => {
			const rig = started();
			aim(rig, setup);
			equal(set(rig, setup, 2, objects([1, NAME.serial, 2], [PUSH, NAMES[setup], 1], [3, NAME.importEnergy, 3])), 0);
			push(rig, setup);
			rig.run(SECOND);
			equal(
				toHex(opened(rig.pushed[0]!).body),
				`0203 090c${toHex(asciiBytes('KEIKI0000001'))} 0906${NAMES[setup].toString(16).padStart(12, '0')} 02020f02161e`.replaceAll(' ', ''),
			);
		});

		it(`${setup}: waits until one of its windows is open, and goes on waiting when the power fails`, () => {
			// 12:34 at first.
			const rig = started();
			aim(rig, setup);
			equal(set(rig, setup, 4, window('12:40', '12:50')), 0);
			push(rig, setup);
			rig.run(5 * MINUTE);
			equal(rig.pushed.length, 0);
			rig.restart(0);
			rig.run(2 * MINUTE);
			equal(rig.pushed.length, 1);
			push(rig, setup);
			rig.run(SECOND);
			equal(rig.pushed.length, 2, 'at once, while it is open');
		});

		it(`${setup}: waits a part of its randomisation interval`, () => {
			const rig = started();
			aim(rig, setup);
			equal(set(rig, setup, 5, new DataWriter().longUnsigned(100)), 0);
			for (let i = 0; i < 5; i++) {
				push(rig, setup);
				rig.run(100 * SECOND);
			}
			const waits = rig.pushed.map(({ at }, i) => at - 6 * SECOND - i * 100 * SECOND);
			equal(waits.length, 5);
			equal(new Set(waits).size, 5, 'each another');
			equal(
				waits.every((wait) => wait >= 0 && wait < 100 * SECOND),
				true,
			);
		});

		it(`${setup}: tries again what did not go, as often and as long after as its set-up says, and logs the first and the last`, () => {
			const rig = started();
			aim(rig, setup);
			equal(set(rig, setup, 6, new DataWriter().unsigned(2)), 0);
			equal(set(rig, setup, 7, new DataWriter().longUnsigned(30)), 0);
			rig.pushFailure = 'ECONNREFUSED';
			push(rig, setup);
			rig.run(10 * MINUTE);
			equal(seconds(rig), '6,36.01,66.02');
			equal(rig.pushed.map((each) => opened(each).invoke).join(), '1,1,1', 'the same push');
			const own = rig.meter.lines.filter((line) => line.startsWith('push'));
			const name = OBIS[setup];
			equal(
				own.join('\n'),
				`push ${name} to ${HERE}: ECONNREFUSED; tried again after 30 s, up to 2 times\npush ${name} to ${HERE}: ECONNREFUSED; given up after 3 tries`,
			);
			rig.pushFailure = undefined;
			push(rig, setup);
			rig.run(10 * MINUTE);
			equal(rig.pushed.length, 4, 'once where it goes');
		});
	}

	it('connectivity: goes by itself each time that the communication unit comes to its network', () => {
		const rig = started();
		rig.restart();
		rig.run(MINUTE);
		equal(rig.pushed.length, 0, 'nowhere to go');
		aim(rig, 'connectivity');
		rig.run(MINUTE);
		equal(rig.pushed.length, 0, 'it was there before it knew where to');
		for (let i = 1; i < 4; i++) {
			rig.restart();
			rig.run(MINUTE);
			equal(rig.pushed.length, i);
		}
		const list = itemsIn(bodyOf(rig.pushed[2]!)[0]).map((entry) => itemsIn(entry));
		equal(list.map(([classId]) => numberIn(classId)).join(), '40,1,43,48,41');
		equal(list.map((entry) => toHex(bytesIn(entry[1]))).join(), '0000190900ff,00002a0000ff,0000190200ff,0000190700ff,0000190000ff');
		equal(rig.pushed.map((each) => opened(each).invoke).join(), '1,2,3');
	});

	it('installation: goes by itself until one has gone to where it goes now', () => {
		const rig = started();
		aim(rig, 'installation');
		rig.pushFailure = 'ECONNREFUSED';
		for (let i = 1; i < 3; i++) {
			rig.restart();
			rig.run(MINUTE);
			equal(rig.pushed.length, i, 'not gone yet');
		}
		rig.pushFailure = undefined;
		for (const count of [3, 3, 3]) {
			rig.restart();
			rig.run(MINUTE);
			equal(rig.pushed.length, count);
		}
		const list = itemsIn(bodyOf(rig.pushed[2]!)[0]).map((entry) => itemsIn(entry));
		equal(list.map(([classId]) => numberIn(classId)).join(), '40,1,1,43,48,8');
		aim(rig, 'installation', '[::2]:4060');
		rig.restart();
		rig.run(MINUTE);
		equal(rig.pushed.length, 4, 'another head-end knows nothing of it');
		push(rig, 'installation');
		rig.run(MINUTE);
		equal(rig.pushed.length, 5, 'or whoever asks for it');
	});

	it('connectivity and installation: are not there without a flash for them, and take nothing of it until one is set', () => {
		const without = new SupplyRig({ policy: 0 }).start();
		for (const setup of ['connectivity', 'installation'] as const) equal(get(without.line, PUSH, NAMES[setup], 2), 4);
		const rig = started();
		const blank = (): boolean => rig.pushFlash.snapshot().every((byte) => byte === 0xff);
		push(rig, 'installation');
		aim(rig, 'interval');
		push(rig, 'interval');
		rig.restart();
		rig.run(MINUTE);
		equal(blank(), true);
		aim(rig, 'installation');
		equal(blank(), false);
	});

	it('go by HDLC as the APDU alone, to the address of a client', () => {
		const rig = started();
		for (const text of ['0', '127', HERE]) equal(aim(rig, 'alarm', text, 5), 13, text);
		equal(aim(rig, 'alarm', '103', 1), 13, 'by UDP it is none');
		equal(aim(rig, 'alarm', '103', 5), 0);
		push(rig, 'alarm');
		rig.run(SECOND);
		const [{ by, port, frame }] = rig.pushed as [Pushed];
		equal(`${by} ${port}`, 'hdlc 103');
		const { statistics } = rig.meter.routeA.server;
		const gone = () => [statistics.sent, statistics.octetsSent].join();
		equal(gone(), [1, frame.length].join());
		equal(decodeDataNotification(frame).invoke, 1);
		rig.pushFailure = 'a client is at the local port';
		push(rig, 'alarm');
		rig.run(SECOND);
		equal([rig.pushed.length, gone()].join(), [2, 1, frame.length].join(), 'what did not go is not counted');
	});

	it('tell by themselves the list itself, by which a head-end knows the rest', () => {
		const rig = started();
		aim(rig, 'alarm');
		push(rig, 'alarm');
		rig.run(SECOND);
		const name = '09060004190900ff';
		const lists = ['120028', '120001', '120008', '120001', '120001'];
		const names = [name, '090600002a0000ff', '09060000010000ff', '09060000616214ff', '09060000616215ff'];
		const list = lists.map((classId, i) => `0204${classId}${names[i]}0f02120000`).join('');
		const ldn = toHex(asciiBytes('JPM0KEIKI0000001'));
		equal(toHex(opened(rig.pushed[0]!).body), `02050105${list}0910${ldn}090c07ea0b16070c220600fde400 0600000000 0600000003`.replaceAll(' ', ''));
	});

	it('are started by an alarm that passes the filter, once until its bit is taken away', () => {
		const rig = started();
		aim(rig, 'alarm');
		rig.run(SECOND);
		const { alarms } = rig.meter.routeA.control;
		alarms.raise('fraud');
		rig.run(SECOND);
		equal(rig.pushed.length, 1);
		const [, , , descriptor] = bodyOf(rig.pushed[0]!);
		equal(numberIn(descriptor), 0x2000);
		alarms.raise('fraud');
		rig.run(SECOND);
		equal(rig.pushed.length, 1, 'it is told already');
		rig.set(1, NAME.alarmFilter1, 2, new DataWriter().doubleLongUnsigned(0));
		alarms.raise('measurementSystem');
		rig.run(SECOND);
		equal(rig.pushed.length, 1, 'the filter holds it back');
		for (const name of [NAME.alarmDescriptor1, NAME.alarmRegister1]) rig.set(1, name, 2, new DataWriter().doubleLongUnsigned(0));
		rig.set(1, NAME.alarmFilter1, 2, new DataWriter().doubleLongUnsigned(0xffffffff));
		alarms.raise('fraud');
		rig.run(SECOND);
		equal(rig.pushed.length, 2);
	});

	it('are started by scripts, each by its own', () => {
		for (const setup of SCRIPTED) {
			const rig = started();
			aim(rig, setup, HERE);
			equal(act(rig, 9, NAME.pushScripts, new DataWriter().longUnsigned(SCRIPT[setup])), 0);
			rig.run(SECOND);
			equal(itemsIn(bodyOf(rig.pushed[0]!)[0]).length, setup === 'alarm' ? 5 : 6);
			equal(act(rig, 9, NAME.pushScripts, new DataWriter().longUnsigned(3 - SCRIPT[setup])), 250, 'the other has nowhere to go');
		}
	});

	it('are started by the schedule, twice an hour of each day, and only by the script that it names', () => {
		const rig = started();
		aim(rig, 'interval');
		const schedule = (index: number, value: DataWriter): number => rig.set(22, NAME.pushSchedule, index, value);
		const hourly = new DataWriter().array(2);
		for (const minute of ['00', '1E'])
			hourly
				.structure(2)
				.octetString(hex(`FF${minute}0000`))
				.octetString(hex('FFFFFFFFFF'));
		equal(schedule(4, hourly), 13, 'two times are not of type 1');
		equal(schedule(3, new DataWriter().enum(5)), 0);
		equal(schedule(4, hourly), 0);
		rig.run(30 * MINUTE);
		equal(rig.pushed.length, 0, 'no script yet');
		equal(schedule(2, new DataWriter().structure(2).logicalName(NAME.pushScripts).longUnsigned(1)), 0);
		rig.run(150 * MINUTE);
		// From 13:04 to 15:34, of a start at 12:34.
		equal(rig.pushed.map(({ at }) => Math.round(at / MINUTE) + 34).join(), '90,120,150,180,210');
		equal(rig.pushed.map((each) => opened(each).invoke).join(), '1,2,3,4,5');
	});

	it('tell the newest row of a buffer, and null-data for what is not there to tell', () => {
		const rig = started();
		aim(rig, 'interval');
		equal(set(rig, 'interval', 2, objects([7, NAME.eventLog, 2], [3, NAME.currentR, 2])), 0);
		rig.meter.routeA.record(47);
		rig.meter.readings.measured = undefined;
		push(rig, 'interval');
		rig.run(SECOND);
		const [rows, current] = bodyOf(rig.pushed[0]!);
		equal(itemsIn(rows).length, 1);
		equal(numberIn(itemsIn(itemsIn(rows)[0])[1]), 47);
		equal(current!.tag, 0);
	});

	it('tell all attributes of an object that may be read as a structure, its name first, where attribute 0 is named', () => {
		const rig = started();
		aim(rig, 'interval');
		equal(set(rig, 'interval', 2, objects([3, NAME.importEnergy, 0], [7, NAME.eventLog, 0])), 0);
		push(rig, 'interval');
		rig.run(SECOND);
		const [register, log] = bodyOf(rig.pushed[0]!);
		equal(
			itemsIn(register)
				.map(({ tag }) => tag)
				.join(),
			'9,6,2',
			'logical name, value, scaler and unit',
		);
		equal(toHex(bytesIn(itemsIn(register)[0])), '0100010800ff');
		equal(itemsIn(log).length, 8);
		equal(itemsIn(itemsIn(log)[1]).length, 1, 'of the buffer the newest row');
	});

	it('longer than a PDU are not sent, and logged; what is named instead goes under the id that they had', () => {
		const rig = started();
		aim(rig, 'interval');
		equal(set(rig, 'interval', 2, objects([15, NAME.association, 2], [15, NAME.association, 2])), 0);
		equal(set(rig, 'interval', 6, new DataWriter().unsigned(1)), 0);
		equal(set(rig, 'interval', 7, new DataWriter().longUnsigned(30)), 0);
		push(rig, 'interval');
		rig.run(SECOND);
		equal(rig.pushed.length, 0);
		const text = 'longer than 4096 bytes; tried again after';
		equal(rig.meter.lines.filter((line) => line.includes(text)).length, 1, rig.meter.lines.join());
		equal(set(rig, 'interval', 2, objects([1, NAME.serial, 2])), 0);
		aim(rig, 'alarm');
		push(rig, 'alarm');
		rig.run(MINUTE);
		equal(rig.pushed.map((each) => opened(each).invoke).join(), '2,1');
	});

	it('go under the keys and the policy of the management client, with counters and ids that rise over a power cut', () => {
		const rig = started({ policy: 3 });
		aim(rig, 'alarm');
		push(rig, 'alarm');
		rig.run(SECOND);
		rig.restart();
		rig.run(6 * SECOND);
		push(rig, 'alarm');
		rig.run(SECOND);
		equal(rig.pushed.length >= 2, true);
		let [last, id] = [0, 0];
		const session = securityOf(keysOf(rig.meter.keys, MANAGEMENT)).presetSession();
		for (const { frame } of rig.pushed) {
			const { apdu } = decodeWrapper(frame);
			const { title, control, counter } = decodeCiphered(apdu);
			equal(toHex(title!), TITLE.toLowerCase());
			equal(control, 0x30);
			equal(counter > last, true, `counter ${counter} behind ${last}`);
			const { invoke } = decodeDataNotification(session.open(apdu).apdu!);
			equal(invoke > id, true, `id ${invoke} behind ${id}`);
			[last, id] = [counter, invoke];
		}
	});

	it('that had not ended when the power failed go when it is back', () => {
		const rig = started();
		aim(rig, 'alarm');
		set(rig, 'alarm', 5, new DataWriter().longUnsigned(3600));
		push(rig, 'alarm');
		rig.run(1);
		equal(rig.pushed.length, 0);
		set(rig, 'alarm', 5, new DataWriter().longUnsigned(0));
		for (const register of [NAME.alarmFilter1, NAME.alarmFilter2]) rig.set(1, register, 2, new DataWriter().doubleLongUnsigned(0));
		rig.restart();
		rig.run(6 * SECOND);
		equal(rig.pushed.length, 1);
		rig.restart();
		rig.run(6 * SECOND);
		equal(rig.pushed.length, 1, 'and once');
	});

	it('have ids that begin anew behind the last one there is', () => {
		const rig = started();
		for (const setup of SCRIPTED) aim(rig, setup);
		const { slots } = rig.meter.routeA.control;
		slots.bytes.fill(0xff, (logsEnd(LOG_ROWS) + PUSH_SLOT.interval) * SLOT_LENGTH + 10, (logsEnd(LOG_ROWS) + PUSH_SLOT.interval) * SLOT_LENGTH + 13);
		for (const setup of ['alarm', 'alarm', 'interval'] as const) {
			push(rig, setup);
			rig.run(SECOND);
		}
		equal(rig.pushed.map((each) => opened(each).invoke).join(), '1,2,3');
	});

	it('started while one is sent are sent behind it, as one', () => {
		const rig = started();
		aim(rig, 'alarm');
		push(rig, 'alarm');
		rig.run(5);
		for (let i = 0; i < 3; i++) push(rig, 'alarm');
		rig.run(SECOND);
		equal(rig.pushed.length, 2);
	});

	it('started while one waits to be tried again are a push of their own behind it, as one', () => {
		for (const failures of [2, 9]) {
			const rig = started();
			aim(rig, 'alarm');
			set(rig, 'alarm', 6, new DataWriter().unsigned(2));
			set(rig, 'alarm', 7, new DataWriter().longUnsigned(30));
			rig.pushFailure = 'ECONNREFUSED';
			push(rig, 'alarm');
			rig.run(SECOND);
			rig.meter.routeA.control.alarms.raise('fraud');
			rig.run(SECOND);
			push(rig, 'alarm');
			rig.run(40 * SECOND);
			if (failures === 2) rig.pushFailure = undefined;
			rig.run(10 * MINUTE);
			const ids = rig.pushed.map((each) => opened(each).invoke).join();
			// The first one's last try is the third; of the other there is one, or three.
			equal(ids, failures === 2 ? '1,1,1,2' : '1,1,1,2,2,2');
			equal(numberIn(bodyOf(rig.pushed.at(-1)!)[3]), 0x2000);
		}
	});

	it('started before the first try go with it', () => {
		const rig = started();
		aim(rig, 'alarm');
		set(rig, 'alarm', 4, window('12:40', '12:50'));
		for (let i = 0; i < 3; i++) push(rig, 'alarm');
		rig.run(10 * MINUTE);
		equal(rig.pushed.length, 1);
	});

	it('end where their window closes, and go no more often than 60 times a minute', () => {
		const rig = started();
		aim(rig, 'alarm');
		set(rig, 'alarm', 4, window('12:30', '12:36'));
		set(rig, 'alarm', 6, new DataWriter().unsigned(255));
		rig.pushFailure = 'EHOSTUNREACH';
		push(rig, 'alarm');
		rig.run(60 * MINUTE);
		equal(rig.meter.lines.at(-1), `push 0.4.25.9.0.255 to ${HERE}: its window has closed; given up after ${rig.pushed.length} tries`);
		equal(rig.pushed.at(-1)!.at < 2 * MINUTE, true);
		const many = started();
		aim(many, 'alarm');
		for (let i = 0; i < 100; i++) {
			push(many, 'alarm');
			many.run(100);
		}
		equal(many.pushed.length, 60);
		many.run(MINUTE);
		equal(many.pushed.length, 61, 'what waited goes in the next minute');
	});

	it('refuse what they could not do, and leave what was set', () => {
		const rig = started();
		const set3 = (text: string, service = 1, message = 0): number => set(rig, 'alarm', 3, destination(text, service, message));
		for (const text of [
			'localhost:1',
			'[ff02::1]:4060',
			'[::]:4060',
			'224.0.0.1:1',
			'255.255.255.255:1',
			'0.0.0.0:1',
			'[::1]:0',
			'[::1]:65536',
			'1.2.3.256:1',
		])
			equal(set3(text), 13, text);
		equal(set3(HERE, 2), 13, 'FTP');
		equal(set3(HERE, 1, 1), 13, 'another message');
		equal(set3(HERE), 0);
		const set2 = (...list: readonly Named[]): number => set(rig, 'alarm', 2, objects(...list));
		equal(set2([1, 0x0000010000ff, 2]), 9, 'the clock is of another class');
		equal(set2([1, 0x0000010001ff, 2]), 4, 'no such object');
		equal(set2([1, NAME.serial, 3]), 3, 'no such attribute');
		equal(set2([1, 0x0000010001ff, 0]), 4, 'all attributes of nothing');
		equal(set2([1, NAME.serial, 2, 1]), 13, 'a part of one');
		equal(set2(...Array.from({ length: 9 }, () => [1, NAME.serial, 2] as const)), 13, 'nine');
		equal(set2(...Array.from({ length: 8 }, () => [1, NAME.serial, 2] as const)), 0, 'eight');
		equal(set(rig, 'alarm', 4, window('12:40', '12:40')), 13, 'of no length');
		equal(set(rig, 'alarm', 4, new DataWriter().array(1).structure(1).unsigned(1)), 12);
		equal(set(rig, 'alarm', 5, new DataWriter().unsigned(1)), 12);
		equal(set(rig, 'alarm', 6, new DataWriter().longUnsigned(1)), 12);
		equal(set(rig, 'alarm', 7, new DataWriter().unsigned(1)), 12);
		equal(act(rig, PUSH, NAME.alarmPush, new DataWriter().boolean(true)), 12);
		equal(toHex(bytesIn(itemsIn(get(rig.line, PUSH, NAME.alarmPush, 3))[1])), toHex(asciiBytes(HERE)));
		equal(itemsIn(get(rig.line, PUSH, NAME.alarmPush, 2)).length, 8);
		equal(itemsIn(get(rig.line, PUSH, NAME.alarmPush, 4)).length, 0);
	});

	it('are as they were set after a power cut at any flash operation: before or behind the change, never between', () => {
		const read = (rig: SupplyRig): string => [2, 3, 4].map((index) => JSON.stringify(get(rig.line, PUSH, NAME.intervalPush, index))).join();
		const before = objects([1, NAME.serial, 2], [8, NAME.clock, 2]);
		const behind = objects([3, NAME.importEnergy, 2], [3, NAME.exportEnergy, 2], [1, NAME.supplyPoint, 2]);
		const random = new SeededRandom(40, 'cuts');
		const change = [
			(rig: SupplyRig) => set(rig, 'interval', 2, behind),
			(rig: SupplyRig) => aim(rig, 'interval', '[2001:db8:1111:2222:3333:4444:5555:6666]:40600', 0),
			(rig: SupplyRig) => set(rig, 'interval', 4, window('01:00', '02:00')),
		];
		for (const [i, make] of change.entries()) {
			const first = started();
			set(first, 'interval', 2, before);
			aim(first, 'interval');
			set(first, 'interval', 4, window('03:00', '05:00'));
			const old = read(first);
			const changed = started({ controlFlash: copyOf(first.controlFlash) });
			make(changed);
			const fresh = read(changed);
			equal(old === fresh, false);
			let cuts = 0;
			for (let operations = 0; ; operations++) {
				const flash = copyOf(first.controlFlash);
				const rig = started({ controlFlash: flash });
				flash.cutAt(operations, random);
				if (!losesPower(() => make(rig))) break;
				cuts++;
				flash.powerUp();
				const found = read(started({ controlFlash: copyOf(flash) }));
				equal(found === old || found === fresh, true, `change ${i}, cut at ${operations}: ${found}`);
			}
			equal(cuts > 1, true, `${cuts} cuts`);
		}
	});

	it('has no such objects where there is no way for them, and needs no more memory for it', () => {
		const without = meter({ push: undefined });
		const line = associated(without, MANAGEMENT);
		for (const [classId, name] of [
			[PUSH, NAME.alarmPush],
			[PUSH, NAME.intervalPush],
			[9, NAME.pushScripts],
			[22, NAME.pushSchedule],
		] as const)
			equal(get(line, classId, name, 2), 4);
		equal(without.routeA.control.push, undefined);
		equal(without.routeA.control.slots.bytes.length, 16 * 57);
		equal(get(associated(meter(), READING), PUSH, NAME.alarmPush, 6) !== 4, true);
	});
});
