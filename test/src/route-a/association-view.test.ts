import { RamFlash } from '../../../hal/virtual/flash.js';
import { Reader } from '../../../modules/bytes/reader.js';
import { NAME, numbered } from '../../../modules/cosem/object-names.js';
import { ArrayStream } from '../../../modules/dlms/axdr/array-stream.js';
import { type Data, skipData } from '../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { logicalNameOf, logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { modeOf } from '../../../modules/dlms/server/logical-device.js';
import { Settings } from '../../../modules/journal/settings.js';
import type { Minute } from '../../../src/meter/metering/readings.js';
import { COMPANION_PROFILES } from '../../../src/route-a/companion.js';
import { PUSH_SECTORS } from '../../../src/route-a/control/push-flash.js';
import { IMAGE_SECTORS } from '../../../src/route-a/image/image-memory.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { equal, hex, toHex } from '../../assert.js';
import { answerTo, CLIENT_TITLE, type Line, MANAGEMENT, PUBLIC } from '../../modules/dlms/device-rig.js';
import { ChannelsRig } from './mbus/channels-rig.js';
import {
	associated,
	bytesIn,
	CREDENTIALS,
	decoded,
	get,
	itemsIn,
	type Meter,
	meter,
	NOON,
	newKeys,
	numberIn,
	PRE_ESTABLISHED,
	READING,
} from './route-a-rig.js';

/** Only there with certificates, which need a cipher with curves (certificate-watch.node.test.ts). */
const OF_CERTIFICATES: readonly string[] = ['alarmRegister3', 'alarmFilter3', 'alarmDescriptor3'];

const DENIED = 3;
const TYPE_UNMATCHED = 12;
const NULL_DATA = new Uint8Array([0]);
/** A value that a server takes at once, in bytes. */
const LONGEST = 512;
/** A profile of few rows. */
const isRecent = (at: Minute): boolean => at > NOON / 60_000 - 100;

/** Version, attributes and methods of each class here, after the Blue Book. */
const CLASSES: Readonly<Record<number, readonly [number, number, number]>> = {
	1: [0, 2, 0],
	3: [0, 3, 1],
	6: [0, 4, 3],
	7: [1, 8, 2],
	8: [0, 9, 6],
	9: [0, 2, 1],
	10: [0, 2, 3],
	11: [0, 2, 2],
	15: [1, 9, 4],
	17: [0, 2, 1],
	18: [0, 7, 4],
	19: [1, 9, 0],
	20: [0, 10, 1],
	21: [0, 4, 0],
	22: [0, 4, 0],
	23: [1, 9, 0],
	40: [0, 7, 1],
	41: [0, 6, 0],
	43: [0, 2, 0],
	48: [0, 10, 2],
	64: [0, 5, 2],
	70: [0, 4, 2],
	71: [0, 11, 0],
	111: [0, 19, 3],
	112: [0, 11, 3],
	113: [0, 13, 5],
	115: [0, 6, 1],
};

/** An entry of the object list. */
interface Listed {
	readonly classId: number;
	readonly name: number;
	readonly text: string;
	/** A digit for each. */
	readonly attributes: string;
	readonly methods: string;
	/** Those of all attributes. */
	readonly selectors: string;
}

function listed(data: Data): Listed {
	const [classId, version, name, rights] = itemsIn(data);
	const [attributes, methods] = itemsIn(rights);
	const entry = {
		classId: numberIn(classId),
		name: logicalNameOf(bytesIn(name)),
		text: logicalNameText(logicalNameOf(bytesIn(name))),
		attributes: modesOf(attributes!),
		methods: modesOf(methods!),
		selectors: itemsIn(attributes)
			.map((attribute) => itemsIn(attribute)[2]!)
			.map((selectors) => ('items' in selectors ? selectors.items.map(numberIn).join() : ''))
			.join(' '),
	};
	equal([numberIn(version), entry.attributes.length, entry.methods.length].join(), CLASSES[entry.classId]?.join(), `class of ${entry.text}`);
	return entry;
}

/** Of attributes or methods, which are numbered from 1. */
function modesOf(data: Data): string {
	return itemsIn(data)
		.map((item, i) => {
			const [number, mode] = itemsIn(item);
			equal(numberIn(number), i + 1, 'number');
			return numberIn(mode);
		})
		.join('');
}

function objectList(line: Line): Listed[] {
	const objects: Listed[] = [];
	const stream = new ArrayStream({ onElement: (element) => objects.push(listed(decoded(element))) });
	line.getParts(
		{ classId: 15, name: NAME.association, index: 2, selection: undefined },
		(part) => stream.push(part),
		() => {},
	);
	equal(stream.complete, true, 'the object list is whole');
	return objects;
}

function set(line: Line, { classId, name }: Listed, index: number, value: Uint8Array): number | string {
	let answer: number | string = 'nothing';
	line.set({ classId, name, index, selection: undefined }, value, (error, result) => {
		answer = result ?? error!.kind;
	});
	return answer;
}

function act(line: Line, { classId, name }: Listed, index: number, parameter: Uint8Array): number | string {
	let answer: number | string = 'nothing';
	line.act({ classId, name, index }, parameter, (error, outcome) => {
		answer = outcome?.result ?? error!.kind;
	});
	return answer;
}

/** The value of an attribute in A-XDR; the Data-Access-Result. */
function raw(line: Line, { classId, name }: Listed, index: number): Uint8Array | number {
	let answer: Uint8Array | number = -1;
	line.get({ classId, name, index, selection: undefined }, (_, value) => {
		if (value !== undefined) answer = typeof value === 'number' ? value : value.slice();
	});
	return answer;
}

/** Every attribute is read and written, every method called with a parameter that is none, and each answers as the list says. */
function walk(line: Line, objects: readonly Listed[], writes: boolean): void {
	line.record = false;
	for (const object of objects) {
		for (let index = 1; index <= object.attributes.length; index++) {
			const mode = modeOf(object.attributes, index);
			const what = `${object.text} attribute ${index}`;
			const value = raw(line, object, index);
			if (mode & 1) {
				if (typeof value === 'number') throw new Error(`${what}: expected a value, got ${value}`);
				const r = new Reader('A-XDR', value);
				skipData(r);
				r.end();
				if (index === 1) equal(logicalNameOf(bytesIn(decoded(value))), object.name, what);
			} else equal(value, DENIED, what);
			if (!writes) equal(set(line, object, index, NULL_DATA), 'exception', `write ${what}`);
			else if (mode === 3) equal(set(line, object, index, value as Uint8Array), 0, `write ${what}`);
			else if (mode === 2) equal(set(line, object, index, NULL_DATA), TYPE_UNMATCHED, `write ${what}`);
			else equal(set(line, object, index, typeof value === 'number' || value.length > LONGEST ? NULL_DATA : value), DENIED, `write ${what}`);
		}
		for (let index = 1; index <= object.methods.length; index++) {
			const result = act(line, object, index, NULL_DATA);
			const what = `${object.text} method ${index}`;
			if (!writes) equal(result, 'exception', what);
			else equal(result === DENIED, modeOf(object.methods, index) === 0, `${what} is denied`);
		}
	}
}

describe('Route A: what each client sees', () => {
	const names = (objects: readonly Listed[]): string => objects.map(({ text }) => text).join(' ');

	it('shows the public client who the meter is, its clock and the invocation counters, and nothing of the household', () => {
		const line = associated(meter(), PUBLIC);
		const objects = objectList(line);
		equal(
			names(objects),
			'0.0.40.0.0.255 0.0.40.0.2.255 0.0.43.1.0.255 0.0.43.1.2.255 0.0.43.1.102.255 0.0.41.0.0.255 0.0.1.0.0.255 0.0.42.0.0.255 0.0.96.1.0.255',
		);
		walk(line, objects, false);
	});

	it('lets the reading client read, and change nothing', () => {
		const all = meter();
		all.readings.recorded = isRecent;
		const line = associated(all, READING);
		const objects = objectList(line);
		equal(objects.length, 95);
		for (const { attributes, text } of objects) equal(attributes.includes('2') || attributes.includes('3'), false, `${text} can be written`);
		const before = all.clock.now();
		walk(line, objects, true);
		equal(all.clock.now(), before, 'clock');
		equal(all.routeA.eventCode, 0, 'events');
	});

	it('lets the reading client change nothing by lists or in blocks either, and the public client not even ask', () => {
		const all = meter();
		const before = all.clock.now();
		const time = '090C07EA0B16FF0E0000FF8000FF';
		const block = (data: string): string => `01 00000001 ${(data.length / 2).toString(16).padStart(2, '0')} ${data}`;
		const clock = '0008 0000010000FF';
		const setup = '0040 00002B0000FF';
		const requests = [
			[`C1 04 C1 01 ${clock} 02 00 01 ${time}`, 'c505c10103'],
			[`C1 02 C1 ${clock} 02 00 ${block(time)}`, 'c503c10300000001'],
			[`C1 05 C1 01 ${clock} 02 00 ${block(`01${time}`)}`, 'c504c1010300000001'],
			[`C3 03 C1 02 ${clock} 06 ${setup} 01 02 100064 1600`, 'c703c10203000300'],
			[`C3 04 C1 ${setup} 02 ${block('0100')}`, 'c701c10300'],
			[`C3 05 C1 01 ${clock} 06 ${block('01100064')}`, 'c703c1010300'],
			['C0 01 C1 000F 0000280000FF 07 00', 'c401c10103'],
			['C0 01 C1 000F 0000280004FF 07 00', 'c401c10103'],
		] as const;
		const plain = { ...all.routeA.routeAProfile, policy: 0 };
		const open = meter({ routeAProfile: plain, clock: all.clock });
		const reading = associated(open, READING).association;
		for (const [request, expected] of requests) equal(toHex(answerTo(reading, hex(request))!), expected, request);
		const anybody = associated(open, PUBLIC).association;
		for (const [request] of requests.slice(0, 6)) equal(toHex(answerTo(anybody, hex(request))!), 'd80102', request);
		equal(open.clock.now(), before);
		equal(open.routeA.eventCode, 0);
	});

	it('lets the management client do what the list says, and what it refuses leaves nothing behind', () => {
		const all = meter();
		all.readings.recorded = isRecent;
		const line = associated(all, MANAGEMENT);
		const objects = objectList(line);
		equal(objects.length, 103);
		walk(line, objects, true);
		const setup = objects.find(({ name }) => name === NAME.securitySetup)!;
		for (const method of [1, 2]) equal(act(line, setup, method, NULL_DATA), 12, `security set-up method ${method}`);
		equal(numberIn(get(line, 64, NAME.securitySetup, 2)), 3, 'policy');
	});

	it('offers what is served, and no notification while none is sent', () => {
		const line = associated(meter(), MANAGEMENT);
		equal(line.client.conformance, 0x405e1d);
	});

	it('tells a client above 127 that it is one, in the signed byte that its class has', () => {
		const line = associated(meter({ keys: { ...newKeys(), clients: { 200: key() } } }), 200);
		equal(numberIn(itemsIn(get(line, 15, NAME.association, 3))[0]), 200 - 256);
	});

	it('gives the methods of the clock to the management client', () => {
		const all = meter();
		const line = associated(all, MANAGEMENT);
		const clock = objectList(line).find(({ name }) => name === NAME.clock)!;
		equal(clock.methods, '111111');
		equal(act(line, clock, 3, new DataWriter().integer(0).copy()), 0, 'adjust_to_minute');
		equal(act(line, clock, 4, new DataWriter().integer(0).copy()), 2, 'adjust_to_preset_time without a preset');
		equal(act(line, clock, 5, NULL_DATA), 12, 'preset_adjusting_time');
		equal(act(line, clock, 6, new DataWriter().long(901).copy()), 13, 'shift_time too far');
		equal(act(line, clock, 6, new DataWriter().long(-900).copy()), 0, 'shift_time');
	});

	it('lets each client see its own association by name, and no other’s', () => {
		const own = ([client, name]: readonly [number, number]): void => {
			const line = associated(meter(), client);
			const found = objectList(line).filter(({ classId }) => classId === 15);
			equal(found.map(({ name: each }) => each).join(), `${NAME.association},${name}`);
			equal(numberIn(itemsIn(get(line, 15, name, 3))[0]), client, 'client of associated_partners_id');
			equal(get(line, 15, NAME.association + 256 * 9, 3), 4, 'an object that is not there');
		};
		for (const each of [[MANAGEMENT, 0x0000280001ff] as const, [PUBLIC, 0x0000280002ff] as const, [READING, 0x0000280004ff] as const]) own(each);
	});

	it('agrees with its table of rights for every client', () => {
		const all: Meter = meter();
		const { objects, rights: granted } = all.routeA.server.options.device;
		for (const client of [PUBLIC, READING, MANAGEMENT]) {
			for (const object of objectList(associated(all, client))) {
				const rights = granted[objects.findIndex(({ name }) => name === object.name)]![client]!;
				equal(object.attributes, rights.attributes.padEnd(object.attributes.length, '0'), object.text);
				equal(object.methods, rights.methods.padEnd(object.methods.length, '0'), object.text);
			}
		}
	});

	it('serves an object of each name, and shows all of them to the management client', () => {
		const flashes = { imageFlash: new RamFlash(IMAGE_SECTORS), pushFlash: new RamFlash(PUSH_SECTORS) };
		const images = { ...flashes, keys: newKeys({ firmwareKey: new Uint8Array(16) }) };
		const pair = { publicKey: new Uint8Array(64), sign: () => new Uint8Array(64), draw: () => true };
		const seen = [IDIS_PROFILE, COMPANION_PROFILES.dsmr].flatMap((routeAProfile) => {
			const others = { ...images, routeAProfile, credentials: { ...CREDENTIALS, pair } };
			const { routeA } = routeAProfile === IDIS_PROFILE ? new ChannelsRig().start(images).meter : meter(others);
			const { objects, rights } = routeA.server.options.device;
			return objects.filter((_object, i) => rights[i]![MANAGEMENT] !== undefined).map(({ name }) => name);
		});
		for (const [key, name] of Object.entries(NAME)) equal(seen.includes(name), !OF_CERTIFICATES.includes(key), key);
	});

	it('lets the pre-established client see and set the time, set an emergency, switch loads, and read its counter', () => {
		const { objects, rights } = meter().routeA.server.options.device;
		const seen = objects.filter((_object, i) => rights[i]![PRE_ESTABLISHED] !== undefined).map(({ name }) => logicalNameText(name));
		equal(
			seen.join(' '),
			'0.0.40.0.0.255 0.0.40.0.3.255 0.0.43.1.0.255 0.0.43.1.2.255 0.0.43.1.102.255 0.0.43.0.0.255 0.0.1.0.0.255 0.0.17.0.0.255 0.1.96.3.10.255',
		);
		equal(rights[objects.findIndex(({ name }) => name === NAME.clock)]![PRE_ESTABLISHED]!.attributes, '13');
		equal(rights[objects.findIndex(({ name }) => name === NAME.limiter)]![PRE_ESTABLISHED]!.attributes, '10000003');
	});

	it('offers selective access of the profiles', () => {
		const profiles = objectList(associated(meter(), READING)).filter(({ classId }) => classId === 7);
		equal(profiles.length, 9);
		for (const { selectors } of profiles) equal(selectors, ' 1,2      ');
	});

	it('has no objects of IP or of a local port where there is none', () => {
		const { objects } = meter({ network: undefined as never, localPort: undefined as never }).routeA.server.options.device;
		const classes = objects.map(({ type }) => type.classId);
		equal(
			[19, 23, 41, 43, 48].some((classId) => classes.includes(classId)),
			false,
		);
	});

	it('does not serve a client without keys, nor one whose counter has no name', () => {
		const { routeA, lines } = meter({
			keys: {
				...{ systemTitle: new Uint8Array(8).fill(0x4b), kek: undefined, broadcast: undefined },
				clients: { 1: key(), 300: key() },
			},
		});
		for (const client of [READING, PRE_ESTABLISHED, 7, 300]) equal(routeA.server.connect(client), undefined, `client ${client}`);
		equal(lines.join(), 'client 300 has keys, but there is no invocation counter for a number above 255: it is not served');
	});

	it('serves as many clients as its store has room for, and all that these do later', () => {
		const told = newKeys();
		const clients = { ...told.clients };
		for (let client = 3; client < 40; client++) clients[client] = { ...key(), encryption: new Uint8Array(16).fill(0x40 + client) };
		const store = new Settings({ flash: new RamFlash(4), firstSector: 0, sectors: 4 });
		const { routeA, lines, keys } = meter({ keys: { ...told, clients }, store });
		// 29 names: 3 for changed keys, one for what is sent, one for what is broadcast, and 24 for what each client sends.
		const served = routeA.server.options.clients.filter(({ security }) => security !== undefined);
		equal(served.length, 24);
		equal(lines.length, 39 - served.length);
		equal(lines[0], 'client 25 has keys, but it is not served: settings: rRouteA25: expected at most 29 keys');
		for (const { security } of served) security!.session(CLIENT_TITLE)!.token(new Uint8Array(16));
		const manager = served.find(({ id }) => id === MANAGEMENT)!.security!;
		manager.changeKeys({ ...manager.keys, ...key(), broadcast: new Uint8Array(16), kek: keys.kek });
		equal(manager.raisePolicy(3), true);
	});

	it('lets every other client with keys read, each with a counter of its own', () => {
		const device = meter({ keys: { ...newKeys(), clients: { 2: key(), 7: key() } } });
		const line = associated(device, 7);
		equal(device.routeA.server.connect(7)!.client, 7);
		equal(numberIn(get(line, 3, NAME.importEnergy, 2) as Data), 12345);
		equal(get(line, 41, NAME.tcpUdp, 2), 4);
		const names = objectList(line).map(({ text }) => text);
		equal(names.filter((name) => name.startsWith('0.0.43.1.')).join(), '0.0.43.1.2.255,0.0.43.1.7.255');
		equal(names.filter((name) => name.startsWith('0.0.40.')).join(), '0.0.40.0.0.255,0.0.40.0.4.255');
		const counters = [2, 7].map((number) => numberIn(get(line, 1, numbered(NAME.invocationCounter, number), 2) as Data));
		equal(counters[0], 0);
		equal(counters[1]! > 0, true);
	});
});

function key(): { encryption: Uint8Array; authentication: Uint8Array } {
	return { encryption: new Uint8Array(16), authentication: new Uint8Array(16) };
}
