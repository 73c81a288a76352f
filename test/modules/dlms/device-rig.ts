import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Random } from '../../../hal/ports/random.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { AssociationObject } from '../../../modules/cosem/association-object.js';
import { data } from '../../../modules/cosem/data-class.js';
import { type FactsClass, FactsObject } from '../../../modules/cosem/facts-object.js';
import { ProfileObject, type SortedRows } from '../../../modules/cosem/profile-generic.js';
import { PHYSICAL_UNIT, register } from '../../../modules/cosem/register-class.js';
import { SecuritySetupObject } from '../../../modules/cosem/security-setup.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { type LogicalName, parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { CosemClient } from '../../../modules/dlms/client/client.js';
import type { CosemClientOptions } from '../../../modules/dlms/client/client-options.js';
import { CURRENT_ASSOCIATION } from '../../../modules/dlms/current-association.js';
import { Suite0 } from '../../../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../../../modules/dlms/security/counters.js';
import { ClientSecurity, type Keys } from '../../../modules/dlms/security/security.js';
import type { ServedClient } from '../../../modules/dlms/server/admission.js';
import { type Caller, type CosemObject, type DeviceEntry, LogicalDevice } from '../../../modules/dlms/server/logical-device.js';
import { CosemServer } from '../../../modules/dlms/server/server.js';
import type { ServerAssociation } from '../../../modules/dlms/server/server-association.js';
import type { ConnectionOptions, CosemServerOptions } from '../../../modules/dlms/server/server-host.js';
import { equal, hex } from '../../assert.js';
import { SUITE0 } from '../../vectors/cosem.js';

export const PUBLIC = 16;
export const MANAGEMENT = 1;
/** Pre-established. */
export const BROADCAST = 102;
export const MANAGEMENT_CONFORMANCE =
	CONFORMANCE.generalProtection |
	CONFORMANCE.priority |
	CONFORMANCE.blockGet |
	CONFORMANCE.blockSet |
	CONFORMANCE.blockAction |
	CONFORMANCE.multipleReferences |
	CONFORMANCE.dataNotification |
	CONFORMANCE.get |
	CONFORMANCE.set |
	CONFORMANCE.selectiveAccess |
	CONFORMANCE.eventNotification |
	CONFORMANCE.action;
export const PUBLIC_CONFORMANCE = CONFORMANCE.blockGet | CONFORMANCE.get;
export const BROADCAST_CONFORMANCE = CONFORMANCE.get | CONFORMANCE.set | CONFORMANCE.action;
export const BROADCAST_KEY = new Uint8Array(16).fill(0xb0);
export const SERVER_TITLE = hex(SUITE0.title);
export const CLIENT_TITLE = hex(SUITE0.clientTitle);
export const KEYS: Keys = {
	encryption: hex(SUITE0.encryptionKey),
	authentication: hex(SUITE0.authenticationKey),
	broadcast: undefined,
	kek: hex(SUITE0.kek),
};

/** A new one for each use: what a module keeps cannot change on a device. */
export const newCipher = () => new PortableCipher();

export const NAMES = {
	clock: parseLogicalName('0.0.1.0.0.255'),
	energy: parseLogicalName('1.0.1.8.0.255'),
	voltage: parseLogicalName('1.0.32.7.0.255'),
	text: parseLogicalName('0.0.96.1.0.255'),
	secret: parseLogicalName('0.0.96.1.1.255'),
	echo: parseLogicalName('0.0.96.1.2.255'),
	security: parseLogicalName('0.0.43.0.0.255'),
	profile: parseLogicalName('1.0.99.1.0.255'),
};

/** Counters that survive what a test throws away. */
export class MemoryCounters implements CounterStore {
	readonly values = new Map<string, number>();
	writes = 0;

	read(name: string): number | undefined {
		return this.values.get(name);
	}

	write(name: string, value: number): void {
		this.writes++;
		this.values.set(name, value);
	}
}

/** 30-minute rows from 2026-11-01T00:00 in Japan, the energy of each its number. */
export class Rows implements SortedRows {
	first = 0;
	end: number;
	readonly #start = Date.UTC(2026, 9, 31, 15);

	constructor(count: number) {
		this.end = count;
	}

	seek(time: number): number {
		return Math.min(Math.max(Math.ceil((time - this.#start) / 1_800_000), this.first), this.end);
	}

	put(w: DataWriter, row: number, column: number): void {
		if (column === 0) w.octetString(dateTimeOf(this.#start + 1_800_000 * row, -540, 0));
		else if (column === 1) w.unsigned(0);
		else w.doubleLongUnsigned(row);
	}
}

/** Returns its parameter, and keeps what is written to it. */
class EchoObject implements CosemObject {
	readonly type = { classId: 1, version: 0, attributes: 2, methods: 2 };
	readonly name = NAMES.echo;
	value: Data = { tag: DataTag.nullData };
	/** How often something was written, or a method called. */
	calls = 0;

	read(_attribute: number, w: DataWriter): number {
		if (this.value.tag === DataTag.octetString) w.octetString(this.value.bytes);
		else w.nullData();
		return 0;
	}

	write(_attribute: number, value: Data, _caller: Caller): number {
		this.value = value;
		this.calls++;
		return value.tag === DataTag.octetString ? 0 : 12;
	}

	act(method: number, parameter: Data | undefined, w: DataWriter): number {
		this.calls++;
		if (parameter?.tag === DataTag.octetString) w.octetString(parameter.bytes);
		return method === 1 ? 0 : 2;
	}
}

/** An object that tells the same of all devices. */
function constant(name: LogicalName, type: FactsClass<void>): CosemObject {
	return new FactsObject(type, name, () => {});
}

export interface Rig {
	readonly server: CosemServer;
	readonly broadcastSecurity: ClientSecurity;
	readonly echo: EchoObject;
	readonly serverSecurity: ClientSecurity;
	readonly serverCounters: MemoryCounters;
	readonly rows: Rows;
	readonly saved: { keys: Keys; policy: number }[];
}

export interface RigOptions {
	readonly maxPdu?: number;
	readonly maxSend?: number;
	readonly maxTransfer?: number;
	readonly maxRequest?: number;
	readonly policy?: number;
	readonly rows?: number;
	readonly random?: Random;
	readonly challengeLength?: number;
	readonly counters?: MemoryCounters;
	readonly peerTitle?: Uint8Array;
	readonly conformance?: number;
	/** Of the pre-established client's messages: unless told, only a general-glo tells whose they are. */
	readonly broadcaster?: Uint8Array;
	readonly broadcastPolicy?: number;
	readonly cipher?: Cipher;
}

export function rig(options: RigOptions = {}): Rig {
	const serverCounters = options.counters ?? new MemoryCounters();
	const saved: { keys: Keys; policy: number }[] = [];
	const serverSecurity = new ClientSecurity({
		suite: new Suite0(options.cipher ?? newCipher()),
		title: SERVER_TITLE,
		...(options.peerTitle === undefined ? {} : { peerTitle: options.peerTitle }),
		keys: KEYS,
		policy: options.policy ?? 3,
		counters: serverCounters,
		name: '1',
		save: (keys, policy) => saved.push({ keys, policy }),
	});
	const broadcastSecurity = new ClientSecurity({
		suite: new Suite0(newCipher()),
		title: SERVER_TITLE,
		...(options.broadcaster === undefined ? {} : { peerTitle: options.broadcaster }),
		keys: { ...KEYS, broadcast: BROADCAST_KEY },
		policy: options.broadcastPolicy ?? 3,
		counters: serverCounters,
		name: '102',
	});
	const echo = new EchoObject();
	const rows = new Rows(options.rows ?? 48);
	const all = (attributes: string, methods = '') => ({ attributes, methods });
	const column = (classId: number, name: number, attribute: number) => ({ classId, name, attribute, dataIndex: 0 });
	const entries: DeviceEntry[] = [
		{
			object: new AssociationObject({ name: CURRENT_ASSOCIATION, facts: { server: 1, securitySetup: NAMES.security } }),
			rights: { [PUBLIC]: all('11111101'), [MANAGEMENT]: all('111111011', '1') },
		},
		{
			object: constant(
				NAMES.energy,
				register(PHYSICAL_UNIT.wattHour, 2, (w) => w.doubleLongUnsigned(12345)),
			),
			rights: { [PUBLIC]: all('111'), [MANAGEMENT]: all('111') },
		},
		{
			object: constant(
				NAMES.voltage,
				register(PHYSICAL_UNIT.volt, -1, () => 2),
			),
			rights: { [MANAGEMENT]: all('111') },
		},
		{
			object: constant(
				NAMES.text,
				data((w) => w.visibleString('JPM0001')),
			),
			rights: { [PUBLIC]: all('11'), [MANAGEMENT]: all('11') },
		},
		{
			object: constant(
				NAMES.secret,
				data((w) => w.visibleString('secret')),
			),
			rights: { [MANAGEMENT]: all('12') },
		},
		{ object: echo, rights: { [MANAGEMENT]: all('13', '11'), [BROADCAST]: all('13', '11') } },
		{ object: new SecuritySetupObject({ name: NAMES.security, cipher: newCipher() }), rights: { [MANAGEMENT]: all('11111', '11') } },
		{
			object: new ProfileObject({
				name: NAMES.profile,
				columns: [column(8, NAMES.clock, 2), column(1, 0x0000600a01ff, 2), column(3, NAMES.energy, 2)],
				rows,
				capturePeriod: 1800,
				capacity: 2160,
				deviation: -540,
			}),
			rights: { [MANAGEMENT]: all('11111111') },
		},
	];
	const clients: ServedClient[] = [
		{ id: PUBLIC, mechanism: MECHANISM.none, conformance: PUBLIC_CONFORMANCE, security: undefined },
		{ id: MANAGEMENT, mechanism: MECHANISM.highGmac, conformance: options.conformance ?? MANAGEMENT_CONFORMANCE, security: serverSecurity },
		{ id: BROADCAST, mechanism: MECHANISM.none, conformance: BROADCAST_CONFORMANCE, security: broadcastSecurity, preEstablished: true },
	];
	const serverOptions: CosemServerOptions = {
		device: new LogicalDevice(entries),
		clients,
		maxPdu: options.maxPdu ?? 1024,
		...(options.maxSend === undefined ? {} : { maxSend: options.maxSend }),
		...(options.maxTransfer === undefined ? {} : { maxTransfer: options.maxTransfer }),
		...(options.maxRequest === undefined ? {} : { maxRequest: options.maxRequest }),
		random: options.random ?? new SeededRandom(1, 'server'),
		challengeLength: options.challengeLength ?? 16,
	};
	return { server: new CosemServer(serverOptions), serverSecurity, broadcastSecurity, echo, serverCounters, rows, saved };
}

export function clientSecurity(
	changes: Partial<{ title: Uint8Array; keys: Keys; counters: MemoryCounters; policy: number; cipher: Cipher }> = {},
): ClientSecurity {
	return new ClientSecurity({
		suite: new Suite0(changes.cipher ?? newCipher()),
		title: changes.title ?? CLIENT_TITLE,
		keys: changes.keys ?? KEYS,
		policy: changes.policy ?? 0,
		counters: changes.counters ?? new MemoryCounters(),
		name: 'c',
	});
}

/** Both ends and the wire between them: what went over it, each way. */
export class Line {
	readonly client: CosemClient;
	readonly association: ServerAssociation;
	readonly requests: Uint8Array[] = [];
	readonly answers: Uint8Array[] = [];
	/** May change an answer on its way; undefined: it is lost. */
	onAnswer: (apdu: Uint8Array) => Uint8Array | undefined = (apdu) => apdu;
	readonly #queue: Uint8Array[] = [];
	readonly #coming: Uint8Array[] = [];
	readonly #reply = (answer: Uint8Array): void => {
		this.#coming.push(answer.slice());
	};
	/** Whether the messages are kept. */
	record = true;

	constructor(server: CosemServer, client: number, options: Partial<CosemClientOptions> = {}, connection: ConnectionOptions = {}) {
		this.association = server.connect(client, connection)!;
		this.client = new CosemClient({
			random: new SeededRandom(2, 'client'),
			conformance: client === PUBLIC ? PUBLIC_CONFORMANCE : MANAGEMENT_CONFORMANCE,
			maxPdu: 1024,
			...options,
			send: (apdu) => this.#queue.push(apdu.slice()),
		});
	}

	#run(): void {
		for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
			if (this.record) this.requests.push(next);
			this.association.receive(next, this.#reply);
			this.#deliver();
		}
	}

	/** Takes answers to the client once the call that brought them is over. */
	#deliver(): void {
		for (const answer of this.#coming.splice(0)) {
			if (this.record) this.answers.push(answer);
			const changed = this.onAnswer(answer);
			if (changed !== undefined) this.client.receive(changed);
		}
	}

	/** The error's text, or `ok`. */
	associate(): string {
		let outcome = 'no answer';
		this.#carry(() =>
			this.client.associate((error) => {
				outcome = error === undefined ? 'ok' : error.text;
			}),
		);
		return outcome;
	}

	get(...request: Parameters<CosemClient['get']>): void {
		this.#carry(() => this.client.get(...request));
	}

	getList(...request: Parameters<CosemClient['getList']>): void {
		this.#carry(() => this.client.getList(...request));
	}

	getParts(...request: Parameters<CosemClient['getParts']>): void {
		this.#carry(() => this.client.getParts(...request));
	}

	setList(...request: Parameters<CosemClient['setList']>): void {
		this.#carry(() => this.client.setList(...request));
	}

	actList(...request: Parameters<CosemClient['actList']>): void {
		this.#carry(() => this.client.actList(...request));
	}

	set(...request: Parameters<CosemClient['set']>): void {
		this.#carry(() => this.client.set(...request));
	}

	act(...request: Parameters<CosemClient['act']>): void {
		this.#carry(() => this.client.act(...request));
	}

	access(...request: Parameters<CosemClient['access']>): void {
		this.#carry(() => this.client.access(...request));
	}

	/** Nothing came: the client asks again. */
	recover(): boolean {
		let asked = false;
		this.#carry(() => {
			asked = this.client.recover();
		});
		return asked;
	}

	release(...request: Parameters<CosemClient['release']>): void {
		this.#carry(() => this.client.release(...request));
	}

	/** Nothing is carried from within a call, for stack is dear on a device. */
	#carry(ask: () => void): void {
		ask();
		this.#run();
	}
}

/** What one APDU is answered with: general blocks come in rows. */
export function answersTo(association: ServerAssociation, apdu: Uint8Array): Uint8Array[] {
	const answers: Uint8Array[] = [];
	association.receive(apdu, (bytes) => answers.push(bytes.slice()));
	return answers;
}

/** The only answer; undefined: there is none. */
export function answerTo(association: ServerAssociation, apdu: Uint8Array): Uint8Array | undefined {
	let count = 0;
	let answer: Uint8Array | undefined;
	association.receive(apdu, (bytes) => {
		answer = bytes.slice();
		count++;
	});
	equal(count <= 1, true, `${count} answers, at most one`);
	return answer;
}
