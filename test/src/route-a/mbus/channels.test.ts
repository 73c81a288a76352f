import { RamFlash } from '../../../../hal/virtual/flash.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import type { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { MBUS_SECTORS } from '../../../../src/route-a/mbus/mbus-memory.js';
import { equal, hex, toHex } from '../../../assert.js';
import { cutEach } from '../../../power-cut.js';
import { get } from '../route-a-rig.js';
import { ChannelsRig, CLIENT, HOUR, SECOND, SOON, VALVE } from './channels-rig.js';

const KEY = '000102030405060708090a0b0c0d0e0f';
const UNSIGNED = (value: number) => (w: DataWriter) => w.unsigned(value);
const element = (w: DataWriter, dib: string, vib: string) => w.structure(2).octetString(hex(dib)).octetString(hex(vib));
const [INSTALL, DEINSTALL, CAPTURE, RESET_ALARM, SYNCHRONIZE, DATA_SEND, SET_KEY, TRANSFER_KEY] = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const READ_WRITE_DENIED = 3;
const TYPE_UNMATCHED = 12;
const OUT_OF_SCOPE = 13;
const OTHER_REASON = 250;
const ERROR_TIME = 60 * SECOND;

/** Channel 1 has its gas meter. */
const installed = (version: 0 | 1 = 0) => new ChannelsRig(['gas'], version).start().run();
const valveOrder = (rig: ChannelsRig, method: 1 | 2) => rig.act(method, undefined, 'mbusValve1', VALVE);
const valve = (rig: ChannelsRig) => [2, 3].map((attribute) => rig.read(VALVE, 'mbusValve1', attribute)).join();
const enciphered = (rig: ChannelsRig, key: string) => new PortableCipher().encryptBlock(rig.first.defaultKey, hex(key));
const octets = (bytes: Uint8Array) => (w: DataWriter) => w.octetString(bytes);

describe('Route A: the meters behind', () => {
	it('are found when the power comes, each on its channel, and the log and an alarm say so', () => {
		const rig = new ChannelsRig(['gas', 'water', 'heat']).start().run();
		equal(rig.codes, '105,115,125');
		equal(rig.alarms(2), '0,1,19,20,21');
		for (const [i, { secondary, address }] of rig.behind.meters.entries()) {
			const [id, type] = [secondary.identification, secondary.deviceType];
			equal([5, 6, 9].map((attribute) => rig.client(attribute, i + 1)).join(), [address, id, type].join());
			equal(rig.device(i + 1), `KEI${id.toString(16)}${secondary.version.toString(16)}0${type}`);
		}
		equal([5, 6, 7, 8, 9].map((attribute) => rig.client(attribute, 4)).join(), '0,0,0,0,0');
		equal(rig.device(4), '');
	});

	it('tell their counters as values with unit and time', () => {
		const rig = new ChannelsRig(['gas', 'heat']).start().run();
		equal(Number(rig.value()) > 100_000, true);
		equal(rig.capturedAt(), '2026-11-22 12:34:00');
		equal(rig.value(1, 'mbusSecondValue'), 'null');
		equal(Number(rig.value(2)) > 1000 && Number(rig.value(2, 'mbusSecondValue')) > 1000, true);
		equal(rig.value(3), 'null');
	});

	it('have a row for each hour, whose value is the one of that hour', () => {
		const rig = installed().run(2 * HOUR);
		const rows = rig.rows();
		equal(rows.map((row) => row.split(' ').slice(0, 2).join(' ')).join(), '13:00:00 0,14:00:00 0');
		equal(Number(rows[1]!.split(' ')[2]) > Number(rows[0]!.split(' ')[2]), true);
		equal(rows[0]!.split(' ')[3], '13:00:00');
	});

	it('that do not answer have rows that say so, with the value before, and one entry in the log until they answer again', () => {
		const rig = installed();
		rig.cutOff.add(rig.first);
		rig.run(2 * HOUR + ERROR_TIME);
		equal(
			rig
				.rows()
				.map((row) => row.split(' ')[1])
				.join(),
			'4,4',
		);
		equal(rig.rows()[0]!.split(' ')[2], rig.value());
		equal(rig.read(1, 'mbusStatus1', 2), '4');
		equal(rig.codes, '105,100');
		equal(rig.alarms(1), '16');
		rig.cutOff.clear();
		rig.run(HOUR);
		equal(rig.codes, '105,100,101');
	});

	it('keep what is known of them over a restart: address, values, rows, logs', () => {
		const rig = installed().run(HOUR);
		const told = () => [5, 6, 7, 8, 9].map((attribute) => rig.client(attribute)).join();
		const [before, rows] = [told(), rig.rows().join()];
		rig.cutOff.add(rig.first);
		rig.restart();
		equal(told(), before);
		equal(rig.rows().join(), rows);
		equal(rig.value(), rows.split(' ')[2]);
		rig.run(SOON);
		equal(rig.codes, '105,100');
	});

	it('tell what is wrong with them once, as status, alarm, log and alarm register', () => {
		const rig = installed();
		rig.troubles.push('battery', 'fraud');
		rig.run(2 * HOUR);
		equal([rig.client(11), rig.client(12)].join(), '36,36');
		equal(rig.codes, '105,102,103');
		equal(rig.alarms(1), '20,28');
	});

	it('are read by method capture at once', () => {
		const rig = installed().run(600 * SECOND);
		equal(rig.act(CAPTURE), 0);
		rig.run(SOON);
		equal(rig.capturedAt(), '2026-11-22 12:44:10');
		equal(rig.rows().length, 0);
	});

	it('have alarm bits that stay until a head-end takes them away', () => {
		const rig = installed();
		rig.troubles.push('fraud');
		rig.run(HOUR);
		rig.troubles.pop();
		rig.run(HOUR);
		equal([rig.client(11), rig.client(12)].join(), '0,32');
		equal(rig.act(RESET_ALARM), 0);
		equal(rig.client(12), '0');
		rig.restart().run();
		equal(rig.client(12), '0');
	});

	it('have their clocks set by the smart meter, and the log says so', () => {
		const rig = installed();
		rig.first.onData(0x51, hex('04 6D 00 2A 41 31'));
		equal(Math.abs(rig.first.now - rig.clock.now()) > HOUR, true);
		equal(rig.act(SYNCHRONIZE), 0);
		rig.run();
		equal(Math.abs(rig.first.now - rig.clock.now()) < ERROR_TIME, true);
		equal(rig.codes, '105,104');
	});

	it('take records that a head-end has sent to them', () => {
		const rig = installed();
		const record = (dib: string, vib: string, data: string) => (w: DataWriter) =>
			w.array(1).structure(3).octetString(hex(dib)).octetString(hex(vib)).octetString(hex(data));
		equal(rig.act(DATA_SEND, record('01', 'FD1F', '00')), 0);
		rig.run();
		equal(rig.first.isValveOpen, false);
		equal(valve(rig), 'false,0');
		equal(rig.act(DATA_SEND, record('01', '', '00')), OUT_OF_SCOPE);
		equal(rig.act(DATA_SEND, record('0D', 'FD19', 'FF')), OUT_OF_SCOPE);
		equal(rig.act(DATA_SEND, UNSIGNED(1)), TYPE_UNMATCHED);
	});

	it('take up to 128 bytes of records, and of each element one record and nothing else', () => {
		const rig = installed();
		const sent = (dib: string, vib: string, data: string) =>
			rig.act(DATA_SEND, (w) => w.array(1).structure(3).octetString(hex(dib)).octetString(hex(vib)).octetString(hex(data)));
		const text = (length: number) => length.toString(16).padStart(2, '0') + '41'.repeat(length);
		equal([124, 125].map((length) => sent('0D', 'FD11', text(length))).join(), `0,${OUT_OF_SCOPE}`);
		equal(sent('01', 'FD1F', '00 01 FD1F 00'), OUT_OF_SCOPE, 'two records');
		equal(sent('2F', '', ''), OUT_OF_SCOPE, 'none');
		equal(sent('01', 'FD1F', '00 0F AA'), OUT_OF_SCOPE, 'what only the maker knows, behind a record');
		equal(sent('0F', 'AA', ''), OUT_OF_SCOPE, 'and alone');
		rig.run(ERROR_TIME);
		equal(rig.first.isValveOpen, true);
	});

	for (const [what, other] of [
		['number', { identification: 0x12345678 }],
		['maker', { manufacturer: 1 }],
		['version', { version: 99 }],
		['kind', { deviceType: 7 }],
	] as const)
		it(`take nothing from whoever answers in the place of theirs, though its ${what} alone is another`, () => {
			const rig = installed();
			const { first } = rig;
			const own = first.secondary;
			const told = () => [rig.value(), rig.client(10), rig.capturedAt()].join();
			const before = told();
			Object.assign(first, { secondary: { ...own, ...other } });
			rig.troubles.push('fraud');
			rig.run(HOUR);
			equal([told(), rig.client(11), rig.codes].join(), `${before},0,105,100`);
			equal(rig.rows()[0]!.split(' ')[1], '4');
			Object.assign(first, { secondary: own });
			rig.run(HOUR);
			equal([rig.client(11), rig.codes].join(), '32,105,100,103,101');
		});

	it('are captured at the period that is set, by midnight, and not at all with 0', () => {
		const rig = installed();
		equal(
			rig.set(4, (w) => w.doubleLongUnsigned(900)),
			0,
		);
		rig.run(HOUR);
		equal(
			rig
				.rows()
				.map((row) => row.slice(0, 5))
				.join(),
			'12:45,13:00,13:15,13:30',
		);
		equal(
			rig.set(4, (w) => w.doubleLongUnsigned(0)),
			0,
		);
		rig.run(HOUR);
		equal(rig.rows().length, 4);
		equal([59, 7000, 86401].map((period) => rig.set(4, (w) => w.doubleLongUnsigned(period))).join(), '13,13,13');
		rig.restart();
		equal(rig.client(4), '0');
	});

	it('are captured as the definition says, up to four values', () => {
		const rig = installed();
		equal(
			rig.set(3, (w) => element(element(w.array(2), '0B', '3B'), '4C', '13')),
			0,
		);
		equal(rig.value(), 'null');
		rig.act(CAPTURE);
		rig.run();
		equal(Number(rig.value()) < 1000 && Number(rig.value(1, 'mbusSecondValue')) > 100_000, true);
		rig.restart().run();
		equal(Number(rig.value()) < 1000, true);
		const five = (w: DataWriter) => [1, 2, 3, 4, 5].reduce((into) => element(into, '0C', '13'), w.array(5));
		equal(rig.set(3, five), OUT_OF_SCOPE);
		equal(
			rig.set(3, (w) => element(w.array(1), '', '13')),
			OUT_OF_SCOPE,
		);
		const longest = (count: number, vib: number) => (w: DataWriter) =>
			Array.from({ length: count }).reduce<DataWriter>((into) => element(into, 'FF'.repeat(11), 'FF'.repeat(vib)), w.array(count));
		equal([longest(1, 12), longest(4, 11), longest(3, 11)].map((write) => rig.set(3, write)).join(), [OUT_OF_SCOPE, OUT_OF_SCOPE, 0].join());
		equal(rig.set(3, UNSIGNED(1)), TYPE_UNMATCHED);
	});

	it('are let go by a head-end: without address, and found again only by slave_install, at the address that it tells', () => {
		const rig = installed();
		equal(rig.act(DEINSTALL), 0);
		rig.run();
		equal([rig.client(5), rig.client(6), rig.value()].join(), '0,0,null');
		equal(rig.first.address, 0);
		equal(rig.act(DEINSTALL), OTHER_REASON);
		equal(rig.act(CAPTURE), OTHER_REASON);
		rig.restart().run(ERROR_TIME);
		equal(rig.client(6), '0');
		equal(rig.act(INSTALL, UNSIGNED(9)), 0);
		rig.run(ERROR_TIME);
		equal([rig.client(5), rig.first.address].join(), '9,9');
		equal(rig.client(6), String(rig.first.secondary.identification));
		equal(rig.act(INSTALL, UNSIGNED(0)), OTHER_REASON);
	});

	it('are captured, when others have come in their place, as those told first, or as a head-end has said', () => {
		const rig = new ChannelsRig(['gas', 'heat']).start().run();
		const definition = () => get(rig.line, CLIENT, NAME.mbusClient1, 3) as { readonly items: readonly unknown[] };
		const next = () => {
			rig.act(DEINSTALL);
			rig.run();
			const left = definition().items.length;
			rig.set(6, (w) => w.doubleLongUnsigned(rig.behind.meters[1]!.secondary.identification));
			rig.act(INSTALL);
			rig.run(ERROR_TIME);
			return `${left},${definition().items.length},${rig.value() === 'null'}`;
		};
		rig.act(DEINSTALL, undefined, 'mbusClient2');
		rig.run();
		equal(next(), '0,2,false');
		rig.set(3, (w) => element(w.array(1), '0C', '13'));
		equal(next(), '1,1,true');
		equal(rig.restart().run().value(), 'null');
	});

	it('have by each cut of the power a definition with its values, or the one before with its own', () => {
		cutEach({
			seed: 3,
			started: () => new ChannelsRig(['gas'], 0, new RamFlash(MBUS_SECTORS)).start().run(HOUR),
			flash: ({ flash }) => flash,
			steps: (rig) => {
				rig.set(3, (w) => element(w.array(1), '0B', '3B'));
			},
			least: 1,
			check: (rig) => {
				rig.cutOff.add(rig.first);
				rig.restart();
				const { items } = get(rig.line, CLIENT, NAME.mbusClient1, 3) as { readonly items: readonly { readonly items: readonly unknown[] }[] };
				equal(items.length, 1);
				const isNew = toHex((items[0]!.items[1] as { readonly bytes: Uint8Array }).bytes) === '3b';
				equal(rig.value() === 'null', isNew);
			},
		});
	});

	it('are installed by the secondary address that was set, whatever their primary one is', () => {
		const rig = new ChannelsRig(['gas', 'water']).start().run();
		for (const name of ['mbusClient1', 'mbusClient2'] as const) rig.act(DEINSTALL, undefined, name);
		rig.run();
		const water = rig.behind.meters[1]!;
		equal(
			rig.set(6, (w) => w.doubleLongUnsigned(water.secondary.identification)),
			0,
		);
		equal(
			rig.set(7, (w) => w.longUnsigned(water.secondary.manufacturer)),
			0,
		);
		equal(rig.set(8, UNSIGNED(water.secondary.version)), 0);
		equal(rig.set(9, UNSIGNED(7)), 0);
		equal(rig.set(5, UNSIGNED(21)), 0);
		equal(rig.act(INSTALL), 0);
		equal(rig.act(INSTALL), 2);
		rig.run();
		equal([rig.client(5), rig.client(9), water.address].join(), '21,7,21');
		// Of whom there is, nothing else can be said.
		equal(
			[6, 7, 8, 9]
				.map((attribute) =>
					rig.set(attribute, attribute === 6 ? (w) => w.doubleLongUnsigned(1) : attribute === 7 ? (w) => w.longUnsigned(1) : UNSIGNED(1)),
				)
				.join(),
			'3,3,3,3',
		);
		const { identification, manufacturer, version } = water.secondary;
		equal(
			[
				rig.set(6, (w) => w.doubleLongUnsigned(identification)),
				rig.set(7, (w) => w.longUnsigned(manufacturer)),
				rig.set(8, UNSIGNED(version)),
				rig.set(9, UNSIGNED(7)),
			].join(),
			'0,0,0,0',
			'what is so already',
		);
	});

	it('that share an address, or have one that nobody knows, are found by their secondary addresses, each on one channel', () => {
		const rig = new ChannelsRig(['gas', 'water', 'heat']).start().run();
		for (const name of ['mbusClient1', 'mbusClient2', 'mbusClient3'] as const) rig.act(DEINSTALL, undefined, name);
		rig.run();
		// Two at the address of the factory, whose answers meet on the line; one at an address of its own.
		rig.behind.meters[2]!.onData(0x51, hex('01 7A C8'));
		equal(rig.behind.meters.map(({ address }) => address).join(), '0,0,200');
		for (const [i, name] of (['mbusClient1', 'mbusClient2', 'mbusClient3', 'mbusClient4'] as const).entries()) {
			equal(rig.act(INSTALL, UNSIGNED(0), name), 0);
			rig.run(10 * ERROR_TIME);
			equal(rig.client(5, i + 1), i === 3 ? '0' : String(i + 1), name);
		}
		const identifications = rig.behind.meters.map(({ secondary }) => String(secondary.identification)).sort();
		equal(
			[1, 2, 3]
				.map((channel) => rig.client(6, channel))
				.sort()
				.join(),
			identifications.join(),
		);
		equal(
			rig.behind.meters
				.map(({ address }) => address)
				.sort()
				.join(),
			'1,2,3',
		);
		equal(rig.codes, '105,115,125,105,115,125,130');
	});

	it('that nobody finds leave the channel free, and the log says so where a head-end has asked', () => {
		const rig = new ChannelsRig(['gas']).start().run(ERROR_TIME);
		equal(rig.codes, '105');
		equal(rig.act(INSTALL, undefined, 'mbusClient2'), 0);
		rig.run(ERROR_TIME);
		equal(rig.codes, '105,110');
		equal(rig.act(INSTALL, UNSIGNED(251), 'mbusClient2'), OTHER_REASON);
	});

	it('are asked at the primary address that is set', () => {
		const rig = installed();
		equal(rig.set(5, UNSIGNED(33)), 0);
		rig.act(CAPTURE);
		rig.run(ERROR_TIME);
		equal(rig.codes, '105,100');
		equal(rig.set(5, UNSIGNED(1)), 0);
		rig.act(CAPTURE);
		rig.run();
		equal(rig.codes, '105,100,101');
		equal(rig.set(5, UNSIGNED(251)), OUT_OF_SCOPE);
	});

	it('have their valve closed and opened, and their counter stands meanwhile', () => {
		const rig = installed();
		equal(valve(rig), 'true,1');
		equal(valveOrder(rig, 1), 0);
		rig.run();
		equal([valve(rig), rig.first.isValveOpen].join(), 'false,0,false');
		const before = rig.value();
		rig.run(5 * HOUR);
		equal(rig.value(), before);
		equal(valveOrder(rig, 2), 0);
		rig.run();
		equal([valve(rig), rig.first.isValveOpen].join(), 'true,1,true');
		equal(rig.valveCodes, '162,163');
	});

	it('have a valve whose control mode says whether it opens at once, waits for a hand, or moves at all', () => {
		const rig = installed();
		const mode = (value: number) => rig.set(4, (w) => w.enum(value), 'mbusValve1', VALVE);
		equal(mode(3), 0);
		valveOrder(rig, 1);
		rig.run();
		equal(valveOrder(rig, 2), 0);
		rig.run();
		equal([valve(rig), rig.first.isValveOpen].join(), 'false,2,false');
		rig.restart().run();
		equal(valve(rig), 'false,2');
		equal(mode(0), 0);
		equal([valveOrder(rig, 1), valveOrder(rig, 2)].join(), `${READ_WRITE_DENIED},${READ_WRITE_DENIED}`);
		equal(mode(7), OUT_OF_SCOPE);
	});

	it('have a valve that is not made ready where it is open, and no more so once it is to be shut', () => {
		const rig = installed();
		rig.set(4, (w) => w.enum(3), 'mbusValve1', VALVE);
		equal([valveOrder(rig, 2), valve(rig)].join(), '0,true,1');
		valveOrder(rig, 1);
		rig.run();
		valveOrder(rig, 2);
		equal(valve(rig), 'false,2');
		equal(valveOrder(rig, 1), 0);
		rig.run();
		equal(valve(rig), 'false,0');
		rig.restart().run();
		equal(valve(rig), 'false,0');
		valveOrder(rig, 2);
		rig.run(HOUR);
		equal(valve(rig), 'false,2', 'what it tells by the hour leaves it ready');
	});

	it('tell of a valve that did not move in its log, and as an alarm', () => {
		const rig = installed();
		rig.cutOff.add(rig.first);
		equal(valveOrder(rig, 1), 0);
		rig.run(ERROR_TIME);
		equal(rig.valveCodes, '164');
		equal(rig.alarms(2), '0,1,19,27');
	});

	it('without a valve show none that is shut, and take no orders for it', () => {
		const rig = new ChannelsRig(['water']).start().run();
		equal(valve(rig), 'true,1');
		equal(valveOrder(rig, 1), READ_WRITE_DENIED);
		equal(rig.act(1, undefined, 'mbusValve4', VALVE), READ_WRITE_DENIED);
	});

	it('get a key that is transferred, and are read under it once it is set, and ordered', () => {
		const rig = installed(1);
		equal(rig.client(14), '0');
		equal(rig.act(TRANSFER_KEY, octets(enciphered(rig, KEY))), 0);
		rig.run();
		equal(rig.client(14), '2');
		rig.act(CAPTURE);
		rig.run();
		equal(rig.codes, '105,100');
		equal(rig.act(SET_KEY, octets(hex(KEY))), 0);
		equal(rig.client(14), '3');
		rig.act(CAPTURE);
		rig.run();
		equal([rig.client(14), Number(rig.client(13)) >> 8].join(), '4,5');
		equal(rig.codes, '105,100,101');
		equal(valveOrder(rig, 1), 0);
		rig.run();
		equal(rig.first.isValveOpen, false);
		rig.restart().run();
		equal(rig.client(14), '4');
		equal(valve(rig), 'false,0');
	});

	it('under a key are not believed what they tell in the clear', () => {
		const rig = installed(1);
		for (const order of [
			() => rig.act(TRANSFER_KEY, octets(enciphered(rig, KEY))),
			() => rig.act(SET_KEY, octets(hex(KEY))),
			() => rig.act(CAPTURE),
		]) {
			order();
			rig.run();
		}
		equal(rig.client(14), '4');
		const before = rig.value();
		rig.act(DATA_SEND, (w) => w.array(1).structure(3).octetString(hex('0D')).octetString(hex('FD19')).octetString(hex('E0')));
		rig.run(HOUR);
		equal(rig.codes, '105,100');
		equal(rig.value(), before);
		equal(rig.act(SET_KEY, octets(new Uint8Array(0))), 0);
		rig.run(HOUR);
		equal(rig.codes, '105,100,101');
		equal([15, 17].map((length) => rig.act(SET_KEY, octets(new Uint8Array(length)))).join(), `${TYPE_UNMATCHED},${TYPE_UNMATCHED}`);
	});

	it('have clients of version 0, which tell nothing of keys, and of version 1', () => {
		equal([installed().client(13), installed(1).client(13)].join(), 'refused 3,0');
	});

	it('wait for one another: what is ordered at once of all comes in turn, and nothing beyond 16', () => {
		const rig = installed();
		const results = Array.from({ length: 20 }, () => rig.act(CAPTURE));
		equal(results.filter((result) => result === 0).length, 16);
		equal(results[19], 2);
		rig.run(ERROR_TIME);
		equal(rig.act(CAPTURE), 0);
	});

	it('cost a meter without a line nothing: it has no object of them', () => {
		const { objects } = new ChannelsRig().start().meter.routeA.server.options.device;
		equal(objects.filter(({ type }) => type.classId === 72).length, 4);
	});

	it('at each cut of the power are known or not, and the rows that there were stay', () => {
		const steps = (rig: ChannelsRig) => {
			rig.run(HOUR);
			valveOrder(rig, 1);
			rig.run();
			rig.act(SET_KEY, octets(hex(KEY)));
			rig.run(HOUR);
		};
		cutEach({
			seed: 72,
			started: () => new ChannelsRig(['gas'], 1, new RamFlash(MBUS_SECTORS)).start(),
			flash: ({ flash }) => flash,
			steps,
			least: 8,
			check: (rig, cut) => {
				const isOpen = rig.first.isValveOpen;
				rig.restart().run();
				equal(rig.client(6), String(rig.first.secondary.identification), `cut ${cut}`);
				equal(valve(rig), isOpen ? 'true,1' : 'false,0', `cut ${cut}`);
				equal(['0', '1'].includes(rig.client(14)), true, `cut ${cut}`);
				equal(
					rig.rows().every((row) => /^1[34]:00:00 0 \d+ /.test(row)),
					true,
					rig.rows().join(),
				);
			},
		});
	});
});
