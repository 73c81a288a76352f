/** Images from the first block to the version in force, as each of the clients that are known goes about it. */
import { NodeCipher } from '../../../../hal/node/cipher.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { putDays } from '../../../../modules/cosem/activity-calendar.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { UNIT_KIND } from '../../../../src/route-a/facts.js';
import { encodeImage, type ImageContent } from '../../../../src/route-a/image/image-format.js';
import { IMAGE_SECTORS } from '../../../../src/route-a/image/image-memory.js';
import { bytesEqual, equal, toHex } from '../../../assert.js';
import { MANAGEMENT, MANAGEMENT_CONFORMANCE } from '../../../modules/dlms/device-rig.js';
import { associated, bytesIn, get, itemsIn, newKeys, PRE_ESTABLISHED, READING } from '../route-a-rig.js';
import { day } from '../tariff/tariff-rig.js';
import { FIRMWARE_KEY, IMAGE, ImageRig, imageOf, MINUTE } from './image-rig.js';

/** Of the passive calendar. */
const DAYS = putDays(new DataWriter(), { days: [day(1, '00:00 2')] }).copy();
const DAYS_TARGET = { classId: 20, name: NAME.activityCalendar, index: 9 };
const RETRIES_TARGET = { classId: 40, name: NAME.intervalPush, index: 6 };
const SETTINGS: ImageContent['settings'] = [
	{ target: DAYS_TARGET, value: DAYS },
	{ target: RETRIES_TARGET, value: new DataWriter().unsigned(7).copy() },
];
const retries = (rig: ImageRig): number => Number((get(rig.line, 40, NAME.intervalPush, 6) as { value: number }).value);

describe('Route A images', () => {
	it('loads, verifies and activates one: its version is in force once its client has left, and the log says so', () => {
		const rig = new ImageRig().start();
		const image = imageOf({ settings: SETTINGS }, 5000);
		equal(rig.initiate(image), 0);
		equal(rig.status, 1);
		equal([rig.number(2), rig.number(4), rig.info].join(), '964,0,');
		equal(rig.send(image), 0);
		equal([rig.number(4), rig.status].join(), '6,1');
		equal(rig.act(3), 0);
		equal(rig.info, `5000 image ${toHex(image.subarray(0, 16))}`);
		equal([rig.status, rig.act(4), rig.status, rig.version, rig.codes].join(), '3,2,5,1.2.3,17');
		rig.leave().associate();
		equal([rig.status, rig.version, rig.restarts, rig.codes].join(), '6,1.3.0,1,17,19,18');
		bytesEqual(bytesIn(get(rig.line, 1, NAME.meteringSignature, 2)), toHex(image.subarray(0, 16)));
		equal(bytesIn(get(rig.line, 1, NAME.communicationSignature, 2)).length, 0);
		// The units are told with it, too.
		const [metering] = itemsIn(get(rig.line, 1, NAME.installedUnits, 2));
		equal(String.fromCharCode(...bytesIn(itemsIn(metering)[3])), '1.3.0');
	});

	it('sets what an image sets: the passive tariff and push defaults', () => {
		const rig = new ImageRig().start();
		rig.load(imageOf({ settings: SETTINGS }));
		equal(retries(rig), 0);
		rig.act(4);
		rig.leave().associate();
		equal(retries(rig), 7);
		equal(itemsIn(get(rig.line, 20, NAME.activityCalendar, 9)).length, 1);
		equal(itemsIn(get(rig.line, 20, NAME.activityCalendar, 5)).length, 0);
	});

	it('refuses a block that cannot be written over what lies there, says so, and takes it once the transfer begins anew', () => {
		const rig = new ImageRig().start();
		const image = imageOf({}, 3000).fill(0x5a, 100, 2900);
		rig.initiate(image);
		const { blockSize } = rig;
		let at = -1;
		rig.flash.onOperation = (operation) => {
			if (operation.type === 'write' && operation.bytes.length === blockSize) at = operation.offset;
		};
		equal(rig.transfer(0, rig.blockOf(image, 0)), 0);
		rig.flash.onOperation = undefined;
		rig.flash.write(at + blockSize, new Uint8Array(8));
		equal(rig.transfer(1, rig.blockOf(image, 1)), 250);
		equal(rig.number(4), 1);
		equal(
			rig.meter.lines.some((line) => line.includes('image: block 1 cannot be written')),
			true,
		);
		equal([rig.initiate(image), rig.transfer(1, rig.blockOf(image, 1))].join(), '0,0');
	});

	it('keeps version, image and progress over a restart', () => {
		const rig = new ImageRig().start();
		rig.load(imageOf());
		rig.act(4);
		rig.leave().restart();
		equal([rig.version, rig.status, rig.codes].join(), '1.3.0,6,17,18');
		const image = imageOf({ version: '1.4.0' }, 5000);
		rig.initiate(image);
		for (const number of [0, 2, 5]) equal(rig.transfer(number, rig.blockOf(image, number)), 0);
		rig.restart();
		equal([rig.status, rig.number(4)].join(), '1,1');
		const bits = get(rig.line, IMAGE, NAME.imageTransfer, 3);
		bytesEqual(bytesIn(bits), 'a4');
		equal([rig.send(image), rig.act(3), rig.status].join(), '0,0,3');
	});

	it('belongs to the unit that it was activated in: another one has its own version', () => {
		const rig = new ImageRig().start();
		rig.load(imageOf());
		rig.act(4);
		rig.leave().associate();
		rig.units[0] = { ...rig.units[0]!, serial: 'M0000002' };
		equal(rig.version, '1.2.3');
		rig.units[0] = { ...rig.units[0]!, serial: 'M0000001', firmware: '2.0' };
		equal(rig.version, '2.0');
	});

	it('gives the communication unit its version by the same object', () => {
		const rig = new ImageRig().start();
		equal(rig.load(imageOf({ unit: UNIT_KIND.communication, version: '4.6' })), '0,0,0');
		rig.act(4);
		rig.leave().associate();
		equal(rig.version, '1.2.3');
		equal(String.fromCharCode(...bytesIn(get(rig.line, 1, NAME.communicationFirmware, 2))), '4.6');
	});

	for (const [what, image, why] of [
		['under another key', imageOf({}, 0, new Uint8Array(16)), 'its signature is not of the firmware key'],
		['with a byte that is wrong', imageOf({}, 500).map((byte, i) => (i === 60 ? byte ^ 1 : byte)), 'its signature is not of the firmware key'],
		['cut', imageOf({}, 500).subarray(0, 400), 'cut'],
		['of nothing', new Uint8Array(500), 'no image'],
		['too short', new Uint8Array(20), 'no image'],
		['of another maker', imageOf({ maker: 'XYZ' }), 'it is XYZ’s, and the meter JPM’s'],
		['for a unit that there is not', imageOf({ unit: UNIT_KIND.switching }), 'there is no unit of kind 3'],
		['of the same version', imageOf({ version: '1.2.3' }), 'its version 1.2.3 is not higher than 1.2.3'],
		['of an older version', imageOf({ version: '1.2.2.9' }), 'its version 1.2.2.9 is not higher than 1.2.3'],
		[
			'that sets the clock',
			imageOf({ settings: [{ target: { classId: 8, name: NAME.clock, index: 3 }, value: new DataWriter().long(0).copy() }] }),
			'it sets 8/0.0.1.0.0.255:3, which no image may set here',
		],
		[
			'that sets what nobody may set',
			imageOf({ settings: [{ target: { ...DAYS_TARGET, index: 5 }, value: DAYS }] }),
			'it sets 20/0.0.13.0.0.255:5, which no image may set here',
		],
	] as const)
		it(`refuses one ${what} without harm, and the log says so`, () => {
			const rig = new ImageRig().start();
			equal([rig.initiate(image), rig.send(image), rig.act(3), rig.status, rig.info, rig.codes].join(), '0,0,250,4,,51');
			equal(rig.meter.lines.at(-1), `image: refused: ${why}`);
			equal([rig.act(3), rig.act(4), rig.version].join(), '250,250,1.2.3');
			equal(rig.load(imageOf()), '0,0,0');
		});

	for (const [curve, length] of [
		['P-256', 32],
		['P-384', 48],
	] as const)
		it(`wants the maker's ECDSA signature, too, where it has the key for it: ${curve}`, () => {
			const cipher = new NodeCipher(new PortableCipher());
			const [own, other] = [0x11, 0x12].map((byte) => new Uint8Array(length).fill(byte)) as [Uint8Array, Uint8Array];
			const keys = newKeys({ firmwareKey: FIRMWARE_KEY, firmwareSignatureKey: cipher.publicKey(own)! });
			const content = { unit: UNIT_KIND.metering, maker: 'JPM', version: '1.3.0', settings: [] };
			const signed = (signatureKey: Uint8Array | undefined) => encodeImage(content, { firmwareKey: FIRMWARE_KEY, signatureKey }, cipher, 500);
			const rig = new ImageRig({ keys, cipher }).start();
			for (const image of [
				signed(undefined),
				signed(other),
				signed(new Uint8Array(80 - length).fill(0x11)),
				signed(own).map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
			]) {
				equal([rig.initiate(image), rig.send(image), rig.act(3), rig.status].join(), '0,0,250,4');
				equal(rig.meter.lines.at(-1), 'image: refused: its ECDSA signature is missing or wrong');
			}
			equal(rig.load(signed(own)), '0,0,0');
			equal(rig.act(4), 2);
			rig.leave().associate();
			equal(rig.version, '1.3.0');
		});

	it('refuses to verify before all blocks are there, and goes on to take them', () => {
		const rig = new ImageRig().start();
		const image = imageOf({}, 5000);
		rig.initiate(image);
		for (let number = 0; number < 5; number++) rig.transfer(number, rig.blockOf(image, number));
		equal([rig.act(3), rig.status, rig.act(4), rig.status].join(), '250,1,250,1');
		equal([rig.send(image), rig.act(3)].join(), '0,0');
	});

	it('refuses blocks that are none of the image, and takes one again for the same', () => {
		const rig = new ImageRig().start();
		const image = imageOf({}, 5000);
		rig.initiate(image);
		const first = rig.blockOf(image, 0);
		equal([rig.transfer(6, first), rig.transfer(0, first.subarray(1)), rig.transfer(0, new Uint8Array(0)), rig.number(4)].join(), '250,250,250,0');
		equal([rig.transfer(0, first), rig.transfer(0, new Uint8Array(964)), rig.number(4)].join(), '0,0,1');
		// As long as it must be, or padded.
		equal([rig.transfer(5, new Uint8Array(963)), rig.transfer(5, new Uint8Array(965))].join(), '250,250');
		const padded = new Uint8Array(964);
		padded.set(rig.blockOf(image, 5));
		equal(rig.transfer(5, padded), 0);
		equal([rig.send(image), rig.act(3)].join(), '0,0');
	});

	it('refuses images that have no room, and identifiers that are too long', () => {
		const rig = new ImageRig().start();
		const sized = (size: number, identifier = 'x') =>
			rig.act(1, new DataWriter().structure(2).octetString(asciiBytes(identifier)).doubleLongUnsigned(size));
		equal([sized(0), sized(66 * 4096 + 1), sized(2 ** 32 - 1), sized(100, 'x'.repeat(65)), rig.status].join(), '250,250,250,250,0');
		equal([sized(66 * 4096), sized(100, 'x'.repeat(64)), sized(100, '')].join(), '0,0,0');
	});

	it('does nothing while it is not enabled, which outlasts the power', () => {
		const rig = new ImageRig().start();
		equal(rig.set(IMAGE, 'imageTransfer', 5, new DataWriter().boolean(false)), 0);
		rig.restart();
		equal(rig.initiate(imageOf()), 250);
		equal(rig.set(IMAGE, 'imageTransfer', 5, new DataWriter().boolean(true)), 0);
		equal(rig.load(imageOf()), '0,0,0');
	});

	it('does not run code, and says so', () => {
		const rig = new ImageRig().start();
		equal(rig.load(imageOf({ code: asciiBytes('binary') })), '0,0,0');
		equal([rig.act(4), rig.status, rig.version].join(), '250,7,1.2.3');
		equal(rig.meter.lines.at(-1), 'image: not activated: it carries code, which this meter does not run');
		equal(rig.load(imageOf()), '0,0,0');
	});

	it('fails to activate one with a value that the meter refuses, and keeps its version', () => {
		const rig = new ImageRig().start();
		rig.load(imageOf({ settings: [{ target: RETRIES_TARGET, value: new DataWriter().longUnsigned(7).copy() }] }));
		rig.act(4);
		rig.leave().associate();
		equal([rig.status, rig.version, rig.codes].join(), '7,1.2.3,17');
		equal(rig.meter.lines.at(-1), 'image: not activated: 40/0.1.25.9.0.255:6: Data-Access-Result 12');
	});

	it('activates without a verification that a client has left out', () => {
		const rig = new ImageRig().start();
		const image = imageOf();
		equal([rig.initiate(image), rig.send(image), rig.act(4), rig.status].join(), '0,0,2,5');
		rig.leave().associate();
		equal([rig.status, rig.version].join(), '6,1.3.0');
	});

	it('activates after a minute where the client stays, and not as another one leaves', () => {
		const rig = new ImageRig().start();
		rig.load(imageOf());
		equal([rig.act(4), rig.act(4), rig.initiate(imageOf())].join(), '2,2,250');
		associated(rig.meter, READING).release(() => {});
		rig.scheduler.runFor(MINUTE - 1);
		equal([rig.status, rig.restarts].join(), '5,0');
		rig.scheduler.runFor(1);
		equal([rig.status, rig.restarts].join(), '6,1');
	});

	it('activates by its script, as the method does', () => {
		const rig = new ImageRig().start();
		const run = (id: number) => rig.act(1, new DataWriter().longUnsigned(id), 'imageScripts', 9);
		equal([run(1), run(2)].join(), '250,13');
		rig.load(imageOf());
		equal([run(1), rig.status].join(), '2,5');
		rig.leave().associate();
		equal(rig.version, '1.3.0');
	});

	it('activates by its schedule at its time, also after an outage', () => {
		for (const hasOutage of [false, true]) {
			const rig = new ImageRig().start();
			rig.load(imageOf());
			const script = new DataWriter().structure(2).logicalName(NAME.imageScripts).longUnsigned(1);
			equal(rig.set(22, 'imageSchedule', 2, script), 0);
			equal(rig.set(22, 'imageSchedule', 2, new DataWriter().structure(2).logicalName(NAME.imageScripts).longUnsigned(2)), 13);
			equal(rig.set(22, 'imageSchedule', 3, new DataWriter().enum(1)), 0);
			const at = new DataWriter()
				.array(1)
				.structure(2)
				.octetString(Uint8Array.of(12, 35, 0, 0))
				.octetString(Uint8Array.of(7, 234, 11, 22, 0xff));
			equal(rig.set(22, 'imageSchedule', 4, at), 0);
			rig.scheduler.runFor(55_000);
			equal(rig.version, '1.2.3');
			if (hasOutage) rig.restart();
			rig.scheduler.runFor(15_000);
			equal([rig.version, rig.status].join(), '1.3.0,6');
		}
	});

	it('tells the schedule’s failure in the log of the program', () => {
		const rig = new ImageRig().start();
		rig.set(22, 'imageSchedule', 2, new DataWriter().structure(2).logicalName(NAME.imageScripts).longUnsigned(1));
		const at = new DataWriter()
			.array(1)
			.structure(2)
			.octetString(Uint8Array.of(12, 35, 0, 0))
			.octetString(Uint8Array.of(7, 234, 11, 22, 0xff));
		rig.set(22, 'imageSchedule', 4, at);
		rig.scheduler.runFor(2 * MINUTE);
		equal(rig.meter.lines.at(-1), 'image: the schedule activates nothing: Action-Result 250');
	});

	it('takes blocks from the pre-established client, and nothing else', () => {
		const rig = new ImageRig().start();
		const image = imageOf({}, 1500);
		rig.initiate(image);
		const { device, clients } = rig.meter.routeA.server.options;
		const client = clients.find(({ id }) => id === PRE_ESTABLISHED)!;
		const caller = {
			...(rig.line.association as unknown as object),
			client: client.id,
			rights: client.id,
			device,
			conformance: 0,
			receiveSize: 1024,
		} as never;
		const act = (index: number, parameter: DataWriter) =>
			device.act({ classId: IMAGE, name: NAME.imageTransfer, index }, parameter.copy(), new DataWriter(), caller);
		const none = () => new DataWriter().integer(0);
		equal([act(1, none()), act(3, none()), act(4, none())].join(), '3,3,3');
		for (const number of [0, 1]) equal(act(2, new DataWriter().structure(2).doubleLongUnsigned(number).octetString(rig.blockOf(image, number))), 0);
		equal(rig.act(3), 0);
	});

	it('takes longer blocks from a client that agreed on general blocks, and the others from the rest', () => {
		const { clients, ...others } = newKeys({ firmwareKey: FIRMWARE_KEY });
		const keys = { ...others, clients: { ...clients, [MANAGEMENT]: { ...clients[MANAGEMENT]!, offers: ['gbt'] as const } } };
		for (const [maxRequest, size] of [
			[undefined, 1988],
			[4096, 4036],
			[512, 964],
		] as const) {
			const rig = new ImageRig({ keys, ...(maxRequest !== undefined && { maxRequest }) }).start();
			equal(rig.blockSize, 964);
			rig.associate({ conformance: MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer, window: 8 });
			equal(rig.blockSize, size);
			const image = imageOf({}, 20_000);
			equal(rig.load(image), '0,0,0');
			equal(rig.number(4), Math.ceil(20_000 / size));
			// What is under way has blocks that a client without them cannot send.
			rig.initiate(image);
			rig.associate();
			equal(rig.blockSize, 964);
		}
	});

	it('erases no more than a block wants, and a sector once', () => {
		const erased: number[] = [];
		class Watched extends RamFlash {
			override erase(sector: number): void {
				erased.push(sector);
				super.erase(sector);
			}
		}
		const rig = new ImageRig({}, new Watched(IMAGE_SECTORS)).start();
		const image = imageOf({}, 9000);
		rig.load(imageOf({ version: '1.2.9' }, 12_000));
		erased.length = 0;
		rig.initiate(image);
		equal(erased.join(), '6');
		const all = Array.from({ length: 10 }, (_, number) => number);
		for (const number of [9, 0, ...all]) {
			const before = erased.length;
			equal(rig.transfer(number, rig.blockOf(image, number)), 0);
			equal(erased.length - before <= 2, true);
		}
		equal(erased.sort().join(), '6,7,8,9');
		equal(rig.act(3), 0);
	});

	it('is not there without a flash or a firmware key', () => {
		for (const changes of [{ imageFlash: undefined }, { keys: newKeys() }]) {
			const { line } = new ImageRig(changes).start();
			for (const [classId, name] of [
				[IMAGE, NAME.imageTransfer],
				[9, NAME.imageScripts],
				[22, NAME.imageSchedule],
				[1, NAME.meteringSignature],
			] as const)
				equal(get(line, classId, name, 2), 4);
		}
	});
});

describe('Route A images, checked in pieces', () => {
	const pieced = (changes: ConstructorParameters<typeof ImageRig>[0] = {}) => new ImageRig({ imageBytesPerTurn: 1024, ...changes }).start();
	const SOON = 20;

	it('answer a verification with a temporary failure until it has come to its end', () => {
		const rig = pieced();
		const image = imageOf({ settings: SETTINGS }, 20_000);
		equal(rig.load(image), '0,0,2');
		equal([rig.status, rig.act(3), rig.act(4), rig.info, rig.codes].join(), '2,2,2,,');
		rig.scheduler.runFor(SOON);
		equal([rig.status, rig.codes].join(), '3,17');
		equal([rig.act(4), rig.status].join(), '2,5');
		rig.leave().scheduler.runFor(SOON);
		rig.associate();
		equal([rig.status, rig.version, retries(rig), rig.codes].join(), '6,1.3.0,7,17,19,18');
	});

	/** Of 256 KiB, with as much to set as there may be. */
	const LARGE = 256 * 1024;
	const MANY = Array.from({ length: 64 }, () => SETTINGS[1]!);

	/** What is read of the flash, task by task, until the status is another one. */
	const readsByTask = (rig: ImageRig, status: number): number[] => {
		const reads: number[] = [];
		const read = rig.flash.read.bind(rig.flash);
		let bytes = 0;
		rig.flash.read = (offset, into) => {
			bytes += into.length;
			read(offset, into);
		};
		while (rig.meter.routeA.control.images!.status === status) {
			bytes = 0;
			rig.scheduler.step();
			reads.push(bytes);
		}
		rig.flash.read = read;
		return reads;
	};

	it('take no more of an image in one task than they are told, however large it is, and as much in the next', () => {
		const [small, large] = [4096, LARGE].map((size) => {
			const rig = pieced();
			equal(rig.load(imageOf({ settings: MANY }, size)), '0,0,2');
			const verifying = readsByTask(rig, 2);
			equal([rig.status, rig.act(4)].join(), '3,2');
			rig.line.release(() => {});
			return { verifying, activating: readsByTask(rig, 5) };
		});
		// Beside the pieces: heads of settings, signatures, what status and log are kept by.
		const MOST = 2048;
		for (const { verifying, activating } of [small!, large!])
			equal(
				[...verifying, ...activating].every((bytes) => bytes <= MOST),
				true,
				`${Math.max(...verifying, ...activating)} bytes in a task`,
			);
		equal(large!.verifying.length - small!.verifying.length, (LARGE - 4096) / 1024, 'tasks');
		equal(Math.max(...large!.verifying), Math.max(...small!.verifying), 'the longest');
	});

	it('refuse a value that is longer than what is set in one task, and say so: as long, it is taken', () => {
		const DAYS_HEAD = 4;
		const value = (length: number) => new DataWriter().octetString(new Uint8Array(length - DAYS_HEAD)).copy();
		const target = { classId: 20, name: NAME.activityCalendar, index: 6 };
		for (const [length, status] of [
			[1024, 3],
			[1025, 4],
		] as const) {
			const rig = pieced();
			equal(value(length).length, length);
			rig.load(imageOf({ settings: [SETTINGS[1]!, { target, value: value(length) }] }));
			rig.scheduler.runFor(SOON);
			equal(rig.status, status);
			if (status === 4) equal(rig.meter.lines.at(-1), 'image: refused: it sets 20/0.0.13.0.0.255:6 in 1025 bytes, where 1024 are the most');
		}
		// Where it is all done at once, the meter says itself what it takes.
		const rig = new ImageRig().start();
		equal(rig.load(imageOf({ settings: [{ target, value: value(1025) }] })), '0,0,0');
	});

	it('refuse one that is altered, and say so', () => {
		const rig = pieced();
		equal(rig.load(imageOf({}, 5000).map((byte, i) => (i === 4000 ? byte ^ 1 : byte))), '0,0,2');
		rig.scheduler.runFor(SOON);
		equal([rig.status, rig.codes, rig.act(3)].join(), '4,51,250');
		equal(rig.meter.lines.at(-1), 'image: refused: its signature is not of the firmware key');
	});

	it('refuse code with the reason, also where the power has gone since the verification', () => {
		for (const hasOutage of [false, true]) {
			const rig = pieced();
			rig.load(imageOf({ code: asciiBytes('binary') }));
			rig.scheduler.runFor(SOON);
			equal(rig.status, 3);
			if (hasOutage) rig.restart();
			equal(rig.act(4), hasOutage ? 2 : 250);
			rig.leave().scheduler.runFor(SOON);
			rig.associate();
			equal([rig.status, rig.version].join(), '7,1.2.3');
			equal(rig.meter.lines.at(-1), 'image: not activated: it carries code, which this meter does not run');
		}
	});

	it('end a verification that a power cut has broken off, or another image', () => {
		const rig = pieced();
		rig.load(imageOf({}, 20_000));
		rig.restart();
		equal(rig.status, 2);
		rig.scheduler.runFor(SOON);
		equal([rig.status, rig.codes].join(), '3,17');
		rig.load(imageOf({ version: '1.4' }, 20_000));
		equal([rig.status, rig.initiate(imageOf({}, 3000)), rig.status].join(), '2,0,1');
		rig.scheduler.runFor(SOON);
		equal(rig.status, 1);
	});

	it('activate without a verification that a client has left out, once it was done', () => {
		const rig = pieced();
		const image = imageOf({}, 5000);
		equal([rig.initiate(image), rig.send(image), rig.act(4), rig.status].join(), '0,0,2,2');
		rig.scheduler.runFor(SOON);
		equal(rig.status, 5);
		rig.leave().scheduler.runFor(SOON);
		rig.associate();
		equal([rig.status, rig.version, rig.codes].join(), '6,1.3.0,17,18');
	});

	it('set what they set one by one, and end where the meter refuses a value', () => {
		const rig = pieced();
		rig.load(imageOf({ settings: [SETTINGS[1]!, { target: RETRIES_TARGET, value: new DataWriter().longUnsigned(7).copy() }] }));
		rig.scheduler.runFor(SOON);
		rig.act(4);
		rig.leave().scheduler.runFor(SOON);
		rig.associate();
		equal([rig.status, rig.version, retries(rig)].join(), '7,1.2.3,7');
	});
});

describe('Route A images, by the ways of clients', () => {
	it('GXF: enables, initiates, polls, and sends block after block as the first missing one says', () => {
		const rig = new ImageRig().start();
		const image = imageOf({}, 9000);
		rig.set(IMAGE, 'imageTransfer', 5, new DataWriter().boolean(true));
		equal([rig.initiate(image), rig.status].join(), '0,1');
		equal([rig.send(image), rig.act(3), rig.status].join(), '0,0,3');
		// It compares the signature with the first bytes of its image.
		equal(rig.info.endsWith(toHex(image.subarray(0, 16))), true);
		equal(rig.act(4), 2);
	});

	it('CX: resumes at the block before the first missing one without an initiate, and begins anew after the end', () => {
		const rig = new ImageRig().start();
		const image = imageOf({}, 9000);
		rig.initiate(image);
		for (let number = 0; number < 4; number++) rig.transfer(number, rig.blockOf(image, number));
		rig.line.release(() => {});
		rig.associate();
		const first = rig.number(4);
		equal([first, rig.status].join(), '4,1');
		for (let number = first - 1; number < rig.number(4) + 1 && number * 964 < 9000; number++)
			equal(rig.transfer(number, rig.blockOf(image, number)), 0);
		equal([rig.act(3), rig.act(4)].join(), '0,2');
		rig.leave().associate();
		equal(rig.status, 6);
	});

	it('GC and GJ: read 5, 2 and 3 first, then initiate; the bitmap has a bit for each block', () => {
		const rig = new ImageRig().start();
		const image = imageOf({}, 9000);
		const size = rig.blockSize;
		equal(get(rig.line, IMAGE, NAME.imageTransfer, 3) === undefined, false);
		equal(rig.initiate(image), 0);
		equal(size, rig.blockSize);
		const bits = get(rig.line, IMAGE, NAME.imageTransfer, 3) as { readonly bits: number };
		equal(bits.bits, 10);
		for (let number = 0; number * size < image.length; number++) rig.transfer(number, image.subarray(number * size, (number + 1) * size));
		equal([rig.act(3), rig.act(4)].join(), '0,2');
	});
});
