import { asciiText } from '../../../../modules/bytes/ascii.js';
import { crc16Arc } from '../../../../modules/bytes/crc.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { decodeDataNotification } from '../../../../modules/dlms/apdu/notification.js';
import { type HdlcFrame, HdlcStream } from '../../../../modules/hdlc/frame.js';
import { CustomerPort, type TelegramForm } from '../../../../src/route-a/customer-port/customer-port.js';
import { IDIS_VALUES } from '../../../../src/route-a/customer-port/idis-telegram.js';
import { equal, toHex } from '../../../assert.js';
import { dateTimeText, decoded, itemsIn, type Meter, meter, NOON, numberIn, TITLE } from '../route-a-rig.js';

const IDENTIFICATION = { manufacturer: 'JPM', speed: 9600, binary: true, identity: 'KEIKI' };

/** A reader, who may be slow. */
class PortRig {
	readonly meter: Meter;
	readonly port: CustomerPort;
	readonly telegrams: Uint8Array[] = [];
	takes = true;

	constructor(form: TelegramForm, made = meter()) {
		this.meter = made;
		const { routeA, scheduler, lines } = made;
		this.port = new CustomerPort({
			...{ meter: routeA, form, scheduler, identification: IDENTIFICATION },
			line: {
				send: (telegram) => {
					if (this.takes) this.telegrams.push(telegram);
					return this.takes;
				},
			},
			log: { write: (layer, text) => lines.push(`${layer}: ${text}`) },
		});
	}

	run(seconds: number): void {
		this.meter.scheduler.runUntil(this.meter.scheduler.now() + 1000 * seconds);
	}

	/** Lines of the newest telegram of text, whose form and sum are right. */
	get text(): readonly string[] {
		const bytes = this.telegrams.at(-1)!;
		const text = asciiText(bytes);
		equal(/^\/[A-Z]{3}5[^\r\n/!]{1,16}\r\n\r\n(?:\d+-\d+:\d+\.\d+\.\d+\([^\r\n]*\)\r\n)+![0-9A-F]{4}\r\n$/.test(text), true, text);
		const end = text.indexOf('!') + 1;
		equal(Number.parseInt(text.slice(end, end + 4), 16), crc16Arc(bytes.subarray(0, end)));
		return text.split('\r\n').slice(2, -2);
	}

	line(obis: string): string | undefined {
		return this.text.find((line) => line.startsWith(`${obis}(`))?.slice(obis.length);
	}
}

describe("Route A: the customer's port", () => {
	it('tells a telegram of text each 10 s of the meter, with what the meter reads', () => {
		const rig = new PortRig('dsmr');
		rig.run(9.9);
		equal(rig.telegrams.length, 0);
		rig.run(0.1);
		equal(rig.telegrams.length, 1);
		equal(
			rig.text.join('\n'),
			`1-3:0.2.8(50)
0-0:1.0.0(261122123410W)
0-0:96.1.1(4B45494B4930303030303031)
1-0:1.8.0(001234.500*kWh)
1-0:1.8.1(001234.500*kWh)
1-0:1.8.2(000000.000*kWh)
1-0:2.8.0(000006.700*kWh)
1-0:2.8.1(000006.700*kWh)
1-0:2.8.2(000000.000*kWh)
0-0:96.14.0(0001)
1-0:1.7.0(00.632*kW)
1-0:2.7.0(00.000*kW)
0-0:96.3.10(1)
0-0:96.7.21(00000)
0-0:96.7.9(00000)
1-0:99.97.0(0)(0-0:96.7.19)
0-0:96.13.0()
1-0:32.7.0(101.3*V)
1-0:72.7.0(102.7*V)
1-0:31.7.0(003.0*A)
1-0:71.7.0(005.3*A)`,
		);
		equal(asciiText(rig.telegrams[0]!).startsWith('/JPM5KEIKI\r\n\r\n'), true);
		rig.run(40);
		equal(rig.telegrams.length, 5);
		equal(rig.line('0-0:1.0.0'), '(261122123450W)');
	});

	it('tells what the house feeds in, and has no line for what is not measured or not counted', () => {
		const rig = new PortRig('dsmr');
		rig.meter.readings.measured = { power: -4321.4, currentR: -43.2, voltageR: 100 };
		rig.run(10);
		equal(
			[rig.line('1-0:1.7.0'), rig.line('1-0:2.7.0'), rig.line('1-0:31.7.0'), rig.line('1-0:71.7.0')].join(),
			'(00.000*kW),(04.321*kW),(043.2*A),',
		);
		rig.meter.readings.measured = undefined;
		rig.meter.readings.current = undefined;
		rig.run(10);
		equal(
			rig.text.map((line) => line.slice(0, line.indexOf('('))).join(' '),
			'1-3:0.2.8 0-0:1.0.0 0-0:96.1.1 0-0:96.14.0 0-0:96.3.10 0-0:96.7.21 0-0:96.7.9 1-0:99.97.0 0-0:96.13.0',
		);
		rig.meter.readings.twoWay = false;
		rig.meter.readings.current = { import: 1, export: 2 };
		rig.run(10);
		equal([rig.line('1-0:1.8.0'), rig.line('1-0:2.8.0')].join(), '(000000.100*kWh),');
	});

	it('counts in Wh whatever a count is worth, and never more than there is', () => {
		const rig = new PortRig('dsmr');
		for (const [wattHours, count, text] of [
			[0.1, 99_999_999, '(009999.999*kWh)'],
			[1, 123, '(000000.123*kWh)'],
			[10_000, 99_999_999, '(999999990.000*kWh)'],
		] as const) {
			rig.meter.readings.counter = { wattHours, digits: 8 };
			rig.meter.readings.current = { import: count, export: 0 };
			rig.run(10);
			equal(rig.line('1-0:1.8.0'), text);
		}
	});

	it('tells the rates of a tariff, and which one counts', () => {
		const rig = new PortRig('dsmr');
		const { registers } = rig.meter.routeA.control.tariff;
		equal(registers.setActiveMask(new Uint8Array([...'rate2'].map((each) => each.charCodeAt(0)))), 0);
		rig.meter.readings.current = { import: 12355, export: 67 };
		rig.run(10);
		const shown = ['1-0:1.8.0', '1-0:1.8.1', '1-0:1.8.2', '1-0:1.8.4', '1-0:2.8.2', '0-0:96.14.0'].map((obis) => rig.line(obis));
		equal(shown.join(), '(001235.500*kWh),(000000.000*kWh),(000001.000*kWh),(000000.000*kWh),(000000.000*kWh),(0002)');
	});

	it('tells the ten newest power failures, and how many there were', () => {
		const rig = new PortRig('dsmr');
		const { logs } = rig.meter.routeA.control;
		for (let i = 0; i < 12; i++) logs.record('powerFailure', Math.floor(i / 3), NOON + 60_000 * i, 200 + i);
		rig.run(10);
		const kept = logs.capacity('powerFailure');
		const shown = Math.min(10, kept);
		equal([rig.line('0-0:96.7.21'), rig.line('0-0:96.7.9')].join(), '(00012),(00003)');
		const log = rig.line('1-0:99.97.0')!;
		equal(log.startsWith(`(${shown})(0-0:96.7.19)`), true, log);
		equal(log.endsWith('(261122124500W)(0000000211*s)'), true, log);
		equal(log.split('*s').length - 1, shown);
	});

	it('tells frames of IDIS: one DataNotification each, with the list of what follows', () => {
		const rig = new PortRig('idis');
		rig.run(20);
		equal(rig.telegrams.length, 2);
		const frames: HdlcFrame[] = [];
		let errors = 0;
		const onFrame = (frame: HdlcFrame) => frames.push({ ...frame, information: frame.information.slice() });
		const stream = new HdlcStream({ maxInformation: 2000, onFrame, onError: () => errors++ });

		for (const telegram of rig.telegrams) stream.receive(telegram);
		equal([frames.length, errors].join(), '2,0');
		const [, frame] = frames as [HdlcFrame, HdlcFrame];
		equal([frame.destination.upper, frame.destination.lower, frame.source.upper, frame.control].join(), '103,127,1,19');
		equal(toHex(frame.information.subarray(0, 3)), 'e6e700');
		const { invoke, time, body } = decodeDataNotification(frame.information.subarray(3));
		equal(invoke, 2);
		equal(dateTimeText(time!), '2026-11-22 12:34:20.00 -540 00');
		const [list, ...values] = itemsIn(decoded(body));
		equal(values.length, IDIS_VALUES.length);
		const entries = itemsIn(list).map((entry) => itemsIn(entry));
		equal(entries.length, values.length + 1, 'itself, then the values');
		const names = entries.map(([, name]) => toHex((name as { bytes: Uint8Array }).bytes));
		const value = (name: number) => values[names.indexOf(name.toString(16).padStart(12, '0')) - 1];
		equal(
			[NAME.importEnergy, NAME.exportEnergy, NAME.importPower, NAME.voltageT, NAME.currentT].map((name) => numberIn(value(name))).join(),
			'12345,67,632,1027,53',
		);
		equal(asciiText((value(NAME.logicalDevice) as { bytes: Uint8Array }).bytes).slice(0, 3), 'JPM');
		equal(TITLE.slice(0, 6), '4A504D');
	});

	it('goes on for who does not read, drops what is not taken, counts it, and says so once', () => {
		const rig = new PortRig('dsmr');
		rig.takes = false;
		rig.run(100);
		equal([rig.port.statistics.sent, rig.port.statistics.dropped].join(), '0,10');
		rig.takes = true;
		rig.run(10);
		rig.takes = false;
		rig.run(10);
		equal([rig.port.statistics.sent, rig.port.statistics.dropped].join(), '1,11');
		equal(rig.meter.lines.filter((line) => line.startsWith('customer port: dropped')).length, 1);
	});

	it('tells nothing any more once it is closed', () => {
		const rig = new PortRig('dsmr');
		rig.run(10);
		rig.port.close();
		rig.run(100);
		equal(rig.telegrams.length, 1);
	});
});
