/** Requests of all services at all objects of a meter, right ones and others, under the keys of its clients in any manner that they may have. */
import type { Random } from '../../../hal/ports/random.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import type { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../../hal/virtual/store.js';
import { encodeAccessRequest, LONG_INVOKE } from '../../../modules/dlms/apdu/access.js';
import { encodeActionRequest } from '../../../modules/dlms/apdu/action.js';
import { APDU, INVOKE } from '../../../modules/dlms/apdu/apdu.js';
import { encodeGeneralBlock } from '../../../modules/dlms/apdu/general-block.js';
import { encodeGetRequest } from '../../../modules/dlms/apdu/get.js';
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import { encodeSetRequest } from '../../../modules/dlms/apdu/set.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import type { KeyChoice } from '../../../modules/dlms/security/general-keys.js';
import type { Manner } from '../../../modules/dlms/security/manner.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import type { SecuritySession } from '../../../modules/dlms/security/session.js';
import { type Caller, type CosemObject, modeOf } from '../../../modules/dlms/server/logical-device.js';
import { CERTIFICATE_SECTORS } from '../../../src/route-a/certificates/certificate-memory.js';
import { IMAGE_SECTORS } from '../../../src/route-a/image/image-memory.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import { MBUS_SECTORS } from '../../../src/route-a/mbus/mbus-memory.js';
import { MbusLine, MbusMasterPort } from '../../../src/world/mbus/mbus-line.js';
import { MbusMeter } from '../../../src/world/mbus/mbus-meter.js';
import { hex } from '../../assert.js';
import { CLIENT_TITLE, Line, MANAGEMENT, MANAGEMENT_CONFORMANCE, MemoryCounters, PUBLIC, PUBLIC_CONFORMANCE } from '../../modules/dlms/device-rig.js';
import { CURVES, materialOf } from './general-rig.node.js';
import { type Meter, meter, NOON, newKeys, READING, TITLE } from './route-a-rig.js';
import { setupKeys } from './setup-rig.node.js';

const OFFERED = CONFORMANCE.generalBlockTransfer | CONFORMANCE.access;
const PDU = 1024;
/** Meters behind, and when they are found, ms. */
const BEHIND = ['gas', 'water', 'heat'] as const;
const FOUND = 20_000;
/** Bytes of a value that requests carry. */
const LONGEST_VALUE = 400;
/** Bytes of a block that a request is cut into. */
const PART = 100;
const CHOICES: readonly KeyChoice[] = ['identified', 'wrapped', 'one-pass', 'static'];
/** Nearly always as the policy wants it. */
const PROTECTIONS = [...new Array<number>(20).fill(3), 1, 2].map((bits) => bits * CONTROL.authentication);
/** Values for any attribute and method: usual ones, and such as are at an end. */
const VALUES = [
	...[
		'00',
		'03 00',
		'03 01',
		'0f 00',
		'0f 01',
		'0f ff',
		'11 00',
		'11 ff',
		'12 0000',
		'12 0001',
		'12 ffff',
		'06 00000000',
		'06 ffffffff',
		'05 80000000',
		'16 00',
	],
	...[
		'16 01',
		'16 07',
		'16 ff',
		'09 00',
		'09 06 0000280000ff',
		'09 0c 07ea0b16070c2200 00fde400',
		'09 05 07ea0b16ff',
		'09 04 0c220000',
		'01 00',
		'02 00',
	],
	...[
		'02 02 09 06 00000a0064ff 12 0001',
		'02 02 12 0001 0f 00',
		'02 02 09 03 696d67 06 00000400',
		'02 02 06 00000000 09 04 01020304',
		'01 01 02 02 16 00 09 18'.concat('00'.repeat(24)),
	],
	...[
		'01 01 02 02 09 04 ffffffff 09 05 ffffffffff',
		'0a 01 41',
		'04 08 ff',
		'14 0000000000000001',
		'15 ffffffffffffffff',
		'17 7fc00000',
		'19 07ea0b16070c220000fde400',
	],
].map(hex);

/** A meter with all that it may have, whose objects are reached by nobody who has no right to it. */
export class FuzzedMeter {
	readonly meter: Meter;
	readonly keys: RouteAKeys;
	readonly suite: number;
	readonly scheduler = new VirtualScheduler();
	/** Values that attributes had in the beginning. */
	readonly values: Uint8Array[] = [...VALUES];
	/** Those, by logical name and number. */
	readonly own = new Map<string, Uint8Array>();
	/** How often objects were reached. */
	reached = 0;

	constructor(suite: number) {
		this.suite = suite;
		const keys = suite === 0 ? newKeys() : setupKeys(suite);
		const offers = suite === 0 ? (['gbt', 'access'] as const) : (['hls5', 'general', 'gbt', 'access'] as const);
		const clients = Object.fromEntries(Object.entries(keys.clients).map(([client, told]) => [client, { ...told, offers }]));
		this.keys = { ...keys, firmwareKey: new Uint8Array(16).fill(0xc0), clients };
		const { scheduler } = this;
		const clock = new SchedulerClock(scheduler, NOON);
		const common = { seed: 1, troubles: [], cipher: CURVES, now: () => clock.now(), store: new MemoryStore() };
		const line = new MbusLine(BEHIND.map((kind, i) => new MbusMeter({ kind, number: i + 1, ...common })));
		const port = new MbusMasterPort({ line, scheduler, log: { write() {} }, isTimed: true });
		this.meter = meter({
			...{ scheduler, clock, keys: this.keys, cipher: CURVES, imageFlash: new RamFlash(IMAGE_SECTORS), blockWindow: 8 },
			mbus: { port, flash: new RamFlash(MBUS_SECTORS), version: suite === 0 ? 0 : 1 },
			...(suite > 0 && { certificateFlash: new RamFlash(CERTIFICATE_SECTORS) }),
		});
		this.meter.routeA.start();
		scheduler.runFor(FOUND);
		this.#keepValues();
		this.#guard();
	}

	#keepValues(): void {
		const caller = new Line(this.meter.routeA.server, MANAGEMENT).association;
		for (const object of this.device.objects) {
			const { type, name } = object;
			for (let attribute = 2; attribute <= type.attributes; attribute++) {
				const w = new DataWriter();
				if (object.read(attribute, w, undefined, caller) !== 0 || w.length > LONGEST_VALUE) continue;
				this.own.set(`${name} ${attribute}`, w.copy());
				this.values.push(w.copy());
			}
		}
	}

	get device() {
		return this.meter.routeA.server.options.device;
	}

	/** Of its clients, as it has them at the moment. */
	policyOf(client: number): number {
		return this.meter.routeA.server.options.clients.find(({ id }) => id === client)?.security?.protection ?? 0;
	}

	#guard(): void {
		const objects = this.device.objects as CosemObject[];
		const check = (object: CosemObject, digits: string, bit: number, index: number, { client, rights }: Caller, what: string): void => {
			this.reached++;
			if ((modeOf(digits, index) & bit) === 0)
				throw new Error(`client ${client} (rights of ${rights}) has reached ${what} ${index} of ${object.type.classId}/${object.name.toString(16)}`);
		};
		for (const [i, object] of objects.entries()) {
			const rights = this.device.rights[i]!;
			objects[i] = {
				type: object.type,
				name: object.name,
				read: (attribute, w, selection, caller) => {
					check(object, rights[caller.rights]?.attributes ?? '', 1, attribute, caller, 'attribute');
					return object.read(attribute, w, selection, caller);
				},
				...(object.write && {
					write: (attribute, value, caller) => {
						check(object, rights[caller.rights]?.attributes ?? '', 2, attribute, caller, 'for writing attribute');
						return object.write!(attribute, value, caller);
					},
				}),
				...(object.act && {
					act: (method, parameter, w, caller) => {
						check(object, rights[caller.rights]?.methods ?? '', 0xff, method, caller, 'method');
						return object.act!(method, parameter, w, caller);
					},
				}),
			};
		}
	}
}

/** A client with its keys. */
export class FuzzingClient {
	readonly line: Line;
	readonly client: number;
	readonly #security: ClientSecurity | undefined;
	readonly #hasCurves: boolean;
	readonly #transaction = new Uint8Array(8).fill(5);
	#session: SecuritySession | undefined;
	readonly #sealed = new DataWriter();

	constructor({ meter: { routeA }, keys, suite }: FuzzedMeter, client: number, random: Random) {
		this.client = client;
		this.#hasCurves = suite > 0 && client !== PUBLIC;
		const material = suite > 0 ? materialOf(suite, random) : undefined;
		if (client !== PUBLIC)
			this.#security = new ClientSecurity({
				...{ suite: new SecuritySuite(CURVES, suite), title: CLIENT_TITLE, keys: keysOfClient(keys, client), policy: 0 },
				...{ counters: new MemoryCounters(), name: 'c' },
				...(material && { general: material, agreement: material }),
			});
		const conformance = client === PUBLIC ? PUBLIC_CONFORMANCE : MANAGEMENT_CONFORMANCE | OFFERED;
		this.line = new Line(routeA.server, client, { ...(this.#security && { security: this.#security }), conformance, maxPdu: PDU, window: 8 });
		this.line.record = false;
	}

	/** Whether it has keys. */
	get hasKeys(): boolean {
		return this.#security !== undefined;
	}

	associate(): string {
		const told = this.line.associate();
		this.#session = this.#security?.session(hex(TITLE));
		return told;
	}

	/** One request, protected in one manner or another; as it is where there is none for it. Good until the next. */
	sealed(plain: Uint8Array, random: SeededRandom): Uint8Array {
		const session = this.#session;
		if (session === undefined || random.below(200) === 0) return plain;
		const w = this.#sealed;
		w.truncate();
		const { protocol, control, general } = this.#manner(random);
		if (session.seal(w, plain, protocol, control, general)) return w.bytes;
		w.truncate();
		return session.seal(w, plain, 'general-glo', control) ? w.bytes : plain;
	}

	#manner(random: SeededRandom): Manner {
		const control = PROTECTIONS[random.below(PROTECTIONS.length)]!;
		const protocol = random.below(2) === 0 ? 'glo' : 'general-glo';
		if (!this.#hasCurves || random.below(4) > 0) return { protocol, control };
		const isCiphered = random.below(3) > 0;
		const signing = random.below(3) === 0 || !isCiphered ? this.#transaction : undefined;
		const choice = isCiphered ? CHOICES[random.below(CHOICES.length)] : undefined;
		const told = {
			peer: hex(TITLE),
			choice,
			transaction: this.#transaction,
			isTold: random.below(4) > 0,
			isShort: random.below(8) === 0,
			isAnswer: false,
		};
		return {
			...{ protocol: isCiphered ? 'general-ciphering' : protocol, control },
			general: { ...told, signing, isSignedInside: signing !== undefined && isCiphered && random.below(2) === 0 },
		};
	}
}

/** Requests in the clear. Each is good until the next. */
export class Requests {
	readonly #fuzzed: FuzzedMeter;
	readonly #random: SeededRandom;
	readonly #w = new DataWriter();
	readonly #bytes = new Uint8Array(4096);

	constructor(fuzzed: FuzzedMeter, random: SeededRandom) {
		this.#fuzzed = fuzzed;
		this.#random = random;
	}

	next(): Uint8Array {
		const w = this.#w;
		const random = this.#random;
		w.truncate();
		this.#put(w);
		const bytes = this.#bytes;
		let { length } = w;
		bytes.set(w.bytes.subarray(0, bytes.length));
		if (random.below(5) > 1) return bytes.subarray(0, length);
		if (random.below(8) === 0) length = 1 + random.below(length);
		if (random.below(16) === 0) length = Math.min(length + random.below(8), bytes.length);
		for (let i = random.below(4); i > 0; i--) bytes[random.below(length)] = random.below(2) === 0 ? random.below(256) : random.below(28);
		return bytes.subarray(0, length);
	}

	/** Of any attribute. */
	#value(): Uint8Array {
		const { values } = this.#fuzzed;
		return values[this.#random.below(values.length)]!;
	}

	/** What an attribute was in the beginning, or anything. */
	#valueFor({ name, index }: { readonly name: number; readonly index: number }): Uint8Array {
		return (this.#random.below(3) === 0 ? undefined : this.#fuzzed.own.get(`${name} ${index}`)) ?? this.#value();
	}

	#target(of: 'attributes' | 'methods') {
		const { objects } = this.#fuzzed.device;
		const { type, name } = objects[this.#random.below(objects.length)]!;
		const classId = this.#random.below(100) === 0 ? this.#random.below(120) : type.classId;
		return { classId, name, index: this.#random.below(type[of] + 2), selection: undefined };
	}

	readonly #attribute = () => this.#target('attributes');
	readonly #method = () => this.#target('methods');

	#some<T>(make: () => T): T[] {
		return Array.from({ length: 1 + this.#random.below(4) }, make);
	}

	get #invoke(): number {
		return INVOKE.high | (this.#random.below(50) === 0 ? 0 : INVOKE.confirmed) | this.#random.below(16);
	}

	get #block() {
		return { last: this.#random.below(2) === 0, number: 1 + this.#random.below(3), raw: this.#value() };
	}

	#put(w: DataWriter): void {
		this.#kinds[this.#random.below(this.#kinds.length)]!(w);
	}

	readonly #getNormal = (w: DataWriter) => encodeGetRequest(w, { kind: 'normal', invoke: this.#invoke, target: this.#attribute() });
	readonly #setNormal = (w: DataWriter) => {
		const target = this.#attribute();
		encodeSetRequest(w, { kind: 'normal', invoke: this.#invoke, target, value: this.#valueFor(target) });
	};
	readonly #actNormal = (w: DataWriter) => {
		const parameter = this.#random.below(5) === 0 ? undefined : this.#value();
		encodeActionRequest(w, { kind: 'normal', invoke: this.#invoke, target: this.#method(), parameter });
	};

	/** Of each service and kind; what comes often is there several times. */
	readonly #kinds: readonly ((w: DataWriter) => void)[] = [
		...[this.#getNormal, this.#getNormal, this.#setNormal, this.#setNormal, this.#setNormal, this.#actNormal, this.#actNormal],
		(w) => encodeGetRequest(w, { kind: 'next', invoke: this.#invoke, number: this.#random.below(4) }),
		(w) => encodeGetRequest(w, { kind: 'list', invoke: this.#invoke, targets: this.#some(this.#attribute) }),
		(w) => encodeSetRequest(w, { kind: 'firstBlock', invoke: this.#invoke, target: this.#attribute(), block: this.#block }),
		(w) => encodeSetRequest(w, { kind: 'block', invoke: this.#invoke, block: this.#block }),
		(w) => {
			const targets = this.#some(this.#attribute);
			encodeSetRequest(w, { kind: 'list', invoke: this.#invoke, targets, values: targets.map((target) => this.#valueFor(target)) });
		},
		(w) => encodeSetRequest(w, { kind: 'firstListBlock', invoke: this.#invoke, targets: this.#some(this.#attribute), block: this.#block }),
		(w) => encodeActionRequest(w, { kind: 'next', invoke: this.#invoke, number: this.#random.below(4) }),
		(w) => {
			const targets = this.#some(this.#method);
			encodeActionRequest(w, { kind: 'list', invoke: this.#invoke, targets, parameters: targets.map(() => this.#value()) });
		},
		(w) => encodeActionRequest(w, { kind: 'firstBlock', invoke: this.#invoke, target: this.#method(), block: this.#block }),
		(w) => encodeActionRequest(w, { kind: 'firstListBlock', invoke: this.#invoke, targets: this.#some(this.#method), block: this.#block }),
		(w) => encodeActionRequest(w, { kind: 'block', invoke: this.#invoke, block: this.#block }),
		(w) => this.#access(w),
		// Long-Invoke-Id and nothing, as of a confirmation of a push.
		(w) =>
			w.put(Uint8Array.of(this.#random.below(3) === 0 ? DATA_NOTIFICATION_CONFIRM : this.#random.below(256), 0, 0, 0, this.#random.below(256), 0)),
	];

	#access(w: DataWriter): void {
		const random = this.#random;
		const flags = (random.below(8) === 0 ? 0 : LONG_INVOKE.confirmed) + (random.below(4) === 0 ? LONG_INVOKE.breakOnError : 0);
		const specifications = this.#some(() => {
			const service = (['get', 'set', 'action'] as const)[random.below(3)]!;
			return { service, target: this.#target(service === 'action' ? 'methods' : 'attributes') };
		});
		const values = specifications.map(({ service, target }) => (service === 'get' ? NULL_DATA : this.#valueFor(target)));
		encodeAccessRequest(w, { invoke: flags + random.below(256), time: undefined, specifications, values });
	}
}

const DATA_NOTIFICATION_CONFIRM = 0x10;
const NULL_DATA = Uint8Array.of(DataTag.nullData);

/** A protected request in general blocks: all of them in a row, some lost, doubled, or out of their order. */
export function generalBlocks(apdu: Uint8Array, random: SeededRandom): Uint8Array[] {
	const blocks: Uint8Array[] = [];
	const count = Math.ceil(apdu.length / PART);
	for (let i = 0; i < count; i++) {
		const w = new DataWriter();
		const last = i === count - 1;
		const part = apdu.subarray(i * PART, (i + 1) * PART);
		encodeGeneralBlock(w, { last, streaming: !last && random.below(4) > 0, window: 1 + random.below(63), number: i + 1, acknowledged: 0, part });
		if (random.below(20) > 0) blocks.push(w.copy());
		if (random.below(20) === 0) blocks.splice(random.below(blocks.length + 1), 0, w.copy());
	}
	if (random.below(10) === 0) blocks.push(Uint8Array.of(APDU.generalBlockTransfer, random.below(256), 0, random.below(4), 0, random.below(4), 0));
	return blocks;
}

export const CLIENTS = [MANAGEMENT, READING, MANAGEMENT, MANAGEMENT, PUBLIC, MANAGEMENT] as const;
