/** A whole meter for a head-end: objects of the COSEM room behind TCP, UDP or HDLC, in this process. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { RealTime } from '../../../hal/node/real-time.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { AssociationObject } from '../../../modules/cosem/association-object.js';
import { ClockObject } from '../../../modules/cosem/clock.js';
import { data } from '../../../modules/cosem/data-class.js';
import { type FactsClass, FactsObject } from '../../../modules/cosem/facts-object.js';
import { ProfileObject } from '../../../modules/cosem/profile-generic.js';
import { PHYSICAL_UNIT, register } from '../../../modules/cosem/register-class.js';
import { SecuritySetupObject } from '../../../modules/cosem/security-setup.js';
import { SecuritySetup1Object } from '../../../modules/cosem/security-setup-1.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { decodeAarq, encodeAarq, MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { CURRENT_ASSOCIATION } from '../../../modules/dlms/current-association.js';
import { SecuritySuite, Suite0 } from '../../../modules/dlms/security/ciphering.js';
import type { GeneralMaterial } from '../../../modules/dlms/security/general-keys.js';
import { ClientSecurity, type Keys } from '../../../modules/dlms/security/security.js';
import { type CosemObject, type DeviceEntry, LogicalDevice } from '../../../modules/dlms/server/logical-device.js';
import { CosemServer } from '../../../modules/dlms/server/server.js';
import type { ServerAssociation } from '../../../modules/dlms/server/server-association.js';
import { decodeWrapper, encodeWrapper, WrapperStream } from '../../../modules/dlms/wrapper.js';
import { ModeEServer } from '../../../modules/hdlc/mode-e.js';
import { HdlcServer } from '../../../modules/hdlc/server.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { hex } from '../../assert.js';
import { MANAGEMENT_CONFORMANCE, MemoryCounters, PUBLIC_CONFORMANCE, Rows } from '../../modules/dlms/device-rig.js';

const PUBLIC = 16;
const MANAGEMENT = 1;

export interface MeterRigOptions {
	readonly keys: RouteAKeys;
	readonly rows?: number;
	/** What it says of how many rows it keeps; 2,160 unless told. */
	readonly capacity?: number;
	readonly conformance?: number;
	/** Of the public client; get and blocks of it unless told. */
	readonly publicConformance?: number;
	readonly maxPdu?: number;
	/** The longest answer in general blocks. */
	readonly maxTransfer?: number;
	/** Logical device name; KEI0000000000001 unless told. */
	readonly device?: string;
	/** What it counted before. */
	readonly counters?: MemoryCounters;
	/** Takes new keys but does not use them. */
	readonly forgetsKeys?: boolean;
	/** Asks for it (LLS) where a client has no keys, as older meters do. */
	readonly password?: string;
	/** With it the security set-up is of version 1, and its clients have suite 1. */
	readonly agreement?: GeneralMaterial;
	/** Objects beside those that it has anyway. */
	readonly entries?: readonly DeviceEntry[];
}

/** What the rig has answered, and may be told to do. */
export class MeterRig {
	readonly counters: MemoryCounters;
	readonly rows: Rows;
	readonly security: ClientSecurity;
	readonly cosem: CosemServer;
	/** By how much its clock is ahead, ms. */
	ahead = 0;
	clockStatus = 0;
	keyChanges = 0;
	/** How often the local port waited for mode E again. */
	openings = 0;
	/** Changes an APDU on its way to the head-end; undefined: it is lost. */
	onAnswer: (apdu: Uint8Array, request: Uint8Array) => Uint8Array | undefined = (apdu) => apdu;
	/** Sees the APDUs of the head-end. */
	onRequest: (apdu: Uint8Array) => void = () => {};
	/** Rows that were asked for, by number. */
	readonly asked: number[] = [];
	readonly #password: string | undefined;
	#send: (apdu: Uint8Array) => void = () => {};
	readonly #closers: (() => void)[] = [];
	readonly #sockets: Socket[] = [];

	constructor(options: MeterRigOptions) {
		const { keys, device = 'KEI0000000000001', counters = new MemoryCounters() } = options;
		this.counters = counters;
		this.#password = options.password;
		this.rows = new Rows(options.rows ?? 48);
		const put = this.rows.put.bind(this.rows);
		this.rows.put = (w, row, column) => {
			if (column === 0) this.asked.push(row);
			put(w, row, column);
		};
		const own: Keys = { ...keys.clients[MANAGEMENT]!, kek: keys.kek, broadcast: keys.broadcast };
		const { agreement } = options;
		const suite = agreement === undefined ? new Suite0(new PortableCipher()) : new SecuritySuite(agreement.cipher, 1);
		this.security = new ClientSecurity({
			suite,
			title: keys.systemTitle,
			keys: own,
			policy: 3,
			counters: this.counters,
			name: '1',
			...(agreement && { agreement, general: agreement }),
			save: () => {
				this.keyChanges++;
			},
		});
		if (options.forgetsKeys) this.security.changeKeys = () => {};
		const name = parseLogicalName;
		const both = (attributes: string, methods = '') => ({ [PUBLIC]: rights(attributes, methods), [MANAGEMENT]: rights(attributes, methods) });
		const own1 = (attributes: string, methods = '') => ({ [MANAGEMENT]: rights(attributes, methods) });
		const constant = (obis: string, type: FactsClass<void>): CosemObject => new FactsObject(type, name(obis), () => {});
		const measured = (obis: string, scaler: number, unit: number, value: number | undefined): DeviceEntry => ({
			object: constant(
				obis,
				register(unit, scaler, (w) => (value === undefined ? 2 : w.doubleLong(value))),
			),
			rights: own1('111'),
		});
		const text = (obis: string, value: string): CosemObject =>
			constant(
				obis,
				data((w) => octets(w, value)),
			);
		const column = (classId: number, obis: string) => ({ classId, name: name(obis), attribute: 2, dataIndex: 0 });
		const setup = { name: name('0.0.43.0.0.255'), cipher: new PortableCipher() };
		const entries: DeviceEntry[] = [
			{
				object: new AssociationObject({ name: CURRENT_ASSOCIATION, facts: { server: 1, securitySetup: name('0.0.43.0.0.255') } }),
				rights: both('111111011', '1'),
			},
			{ object: text('0.0.42.0.0.255', device), rights: both('11') },
			{ object: text('0.0.96.1.0.255', 'K123456'), rights: own1('11') },
			{
				object: constant(
					'0.0.43.1.0.255',
					data((w) => w.doubleLongUnsigned(this.security.lastReceived)),
				),
				rights: both('11'),
			},
			{
				object: new ClockObject(name('0.0.1.0.0.255'), () => ({
					clock: { now: () => Date.now() + this.ahead, set: () => {} },
					deviation: -540,
					status: () => this.clockStatus,
					adjust: (time) => {
						this.ahead = time - Date.now();
						return 0;
					},
					period: 1800,
				})),
				rights: own1('131111111', '111111'),
			},
			measured('1.0.1.8.0.255', 2, PHYSICAL_UNIT.wattHour, 12345),
			measured('1.0.2.8.0.255', 2, PHYSICAL_UNIT.wattHour, 0),
			measured('1.0.1.7.0.255', 0, PHYSICAL_UNIT.watt, 1230),
			measured('1.0.32.7.0.255', -1, PHYSICAL_UNIT.volt, 1012),
			measured('1.0.31.7.0.255', -1, PHYSICAL_UNIT.ampere, undefined),
			{ object: text('0.0.96.1.1.255', 'x'), rights: own1('12') },
			agreement === undefined
				? { object: new SecuritySetupObject(setup), rights: own1('11111', '11') }
				: { object: new SecuritySetup1Object(setup), rights: own1('111111', '111') },
			{
				object: new ProfileObject({
					name: name('1.0.99.1.0.255'),
					columns: [column(8, '0.0.1.0.0.255'), column(1, '0.0.96.10.1.255'), column(3, '1.0.1.8.0.255')],
					rows: this.rows,
					capturePeriod: 1800,
					capacity: options.capacity ?? 2160,
					deviation: -540,
				}),
				rights: own1('11111111', '11'),
			},
			...(options.entries ?? []),
		];
		this.cosem = new CosemServer({
			device: new LogicalDevice(entries),
			clients: [
				{ id: PUBLIC, mechanism: MECHANISM.none, conformance: options.publicConformance ?? PUBLIC_CONFORMANCE, security: undefined },
				{ id: MANAGEMENT, mechanism: MECHANISM.highGmac, conformance: options.conformance ?? MANAGEMENT_CONFORMANCE, security: this.security },
			],
			maxPdu: options.maxPdu ?? 1024,
			...(options.maxTransfer === undefined ? {} : { maxTransfer: options.maxTransfer }),
			random: new SeededRandom(1, 'meter'),
		});
	}

	/** Listens on loopback; returns `127.0.0.1:PORT`. */
	async tcp(): Promise<string> {
		const server: Server = createServer((socket) => this.#serve(socket));
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		this.#closers.push(() => server.close());
		return `127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	/** Returns `udp:127.0.0.1:PORT`. */
	async udp(): Promise<string> {
		const socket: UdpSocket = createSocket('udp4');
		const associations = new Map<string, ServerAssociation>();
		socket.on('message', (bytes, { address, port }) => {
			const { source, destination, apdu } = decodeWrapper(new Uint8Array(bytes));
			const place = `${port}/${source}`;
			const association = associations.get(place) ?? this.cosem.connect(source);
			if (association === undefined) return;
			associations.set(place, association);
			this.#answer(association, apdu, (answer) =>
				socket.send(encodeWrapper({ source: destination, destination: source, apdu: answer }), port, address),
			);
		});
		socket.bind(0, '127.0.0.1');
		await once(socket, 'listening');
		this.#closers.push(() => socket.close());
		return `udp:127.0.0.1:${socket.address().port}`;
	}

	/** HDLC, behind mode E or at once, on a serial line's far end. */
	hdlc(line: Serial & { close(): void }): void {
		let association: ServerAssociation | undefined;
		const opening = new ModeEServer({
			identification: { manufacturer: 'KEI', speed: 9600, binary: true, identity: 'RIG' },
			write: (bytes) => line.write(bytes),
			setSpeed: () => {},
			onBinary: (bytes) => hdlc.receive(bytes),
		});
		const hdlc = new HdlcServer({
			scheduler: new RealTime(),
			log: { write: () => {} },
			write: (bytes) => line.write(bytes),
			serves: (device) => device === 1,
			physicalDevice: 17,
			maxApdu: 1024,
			onApdu: (client, _device, apdu) => {
				association ??= this.cosem.connect(client, { burst: 1 });
				if (association !== undefined) this.#answer(association, apdu, (answer) => hdlc.send(answer));
			},
			onDisconnect: () => {
				association?.close();
				association = undefined;
				this.openings++;
				opening.reset();
			},
		});
		line.onReceive = (bytes) => opening.receive(bytes);
		this.#closers.push(() => line.close());
	}

	/** One more APDU, in front of the answer that `onAnswer` has in hand. */
	send(apdu: Uint8Array): void {
		this.#send(apdu);
	}

	/** Closes the TCP connections that there are. */
	dropAll(): void {
		for (const socket of this.#sockets.splice(0)) socket.destroy();
	}

	close(): void {
		this.dropAll();
		for (const close of this.#closers.splice(0)) close();
	}

	#serve(socket: Socket): void {
		const associations = new Map<number, ServerAssociation>();
		const frames = new WrapperStream({
			maxApdu: 2048,
			onFrame: (source, destination, apdu) => {
				const association = associations.get(source) ?? this.cosem.connect(source);
				if (association === undefined) return;
				associations.set(source, association);
				this.#answer(association, apdu, (answer) => socket.write(encodeWrapper({ source: destination, destination: source, apdu: answer })));
			},
			onError: () => socket.destroy(),
		});
		this.#sockets.push(socket);
		socket.on('data', (bytes) => frames.receive(new Uint8Array(bytes)));
		socket.on('error', () => {});
	}

	#answer(association: ServerAssociation, request: Uint8Array, send: (apdu: Uint8Array) => void): void {
		this.onRequest(request);
		const admitted = this.#password === undefined || request[0] !== APDU.aarq ? request : admit(request, this.#password);
		if (admitted === undefined) {
			send(WRONG_PASSWORD);
			return;
		}
		association.receive(admitted, (answer) => {
			this.#send = send;
			const changed = this.onAnswer(answer.slice(), request);
			if (changed !== undefined) send(changed);
		});
	}
}

const WRONG_PASSWORD = hex('6117 a109 060760857405080101 a203020101 a305a10302010d');

/** The AARQ as it would be without a password; undefined: it has not this one. */
function admit(request: Uint8Array, password: string): Uint8Array | undefined {
	const aarq = decodeAarq(request);
	const told = String.fromCharCode(...(aarq.callingAuthentication ?? []));
	if (aarq.mechanism !== MECHANISM.low || told !== password) return undefined;
	const w = new DataWriter();
	encodeAarq(w, { ...aarq, authentication: false, mechanism: undefined, callingAuthentication: undefined });
	return w.copy();
}

function rights(attributes: string, methods: string) {
	return { attributes, methods };
}

function octets(w: DataWriter, text: string): DataWriter {
	return w.octetString(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
