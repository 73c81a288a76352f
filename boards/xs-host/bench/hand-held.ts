import type { Stream } from '../../../hal/ports/streams.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import type { Outcome } from '../../../modules/dlms/apdu/action.js';
import { ACTION_RESULT, type DataResult } from '../../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget, Selection } from '../../../modules/dlms/apdu/descriptor.js';
import { ArrayStream } from '../../../modules/dlms/axdr/array-stream.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { CosemClient } from '../../../modules/dlms/client/client.js';
import type { Done } from '../../../modules/dlms/client/exchange.js';
import { Suite0 } from '../../../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../../../modules/dlms/security/counters.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import { encodeWrapper, WrapperStream } from '../../../modules/dlms/wrapper.js';
import { HdlcClient } from '../../../modules/hdlc/client.js';
import { shortAddress } from '../../../modules/hdlc/frame.js';
import { type Reading, readingOf } from '../../../src/head-end/decoding.js';
import { keyTransferParameter } from '../../../src/head-end/key-change.js';
import type { MeterSession } from '../../../src/head-end/meter-session.js';
import type { ClientKeys, RouteAKeys } from '../../../src/route-a/keys.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import type { XsProgram } from './xs-program.js';

/** Bits a second of the line, and bits of a byte on it. */
const BAUD = 9600;
const BITS = 10;
/** As many bytes as a UART hands on at once. */
const PIECE = 60;
const TITLE = Uint8Array.of(0x4b, 0x45, 0x49, 0, 0, 0, 0, 1);
const MAX_PDU = 1024;
const PATIENCE = 10 * 60_000;
const SECURITY_SETUP_CLASS = 64;
const KEY_TRANSFER = 2;

/** A hand-held at the meter's local port: one association after the other, in the meter's virtual time. */
export class HandHeld {
	/** What it sent, frame by frame: for whoever wants to send something like it. */
	readonly heard: Uint8Array[] = [];
	/** What came while it had no connection. */
	readonly unasked: number[] = [];
	readonly #meter: XsProgram;
	readonly #connect: (() => Stream) | undefined;
	readonly #scheduler: VirtualScheduler;
	readonly #keys: RouteAKeys;
	readonly #cipher = new PortableCipher();
	readonly #random = new SeededRandom(1, 'hand-held');
	readonly #counters = new Map<string, number>();
	/** Until when the line is busy, each way. */
	#sentUntil = 0;
	#receivedUntil = 0;
	#hdlc: HdlcClient | undefined;
	#stream: Stream | undefined;
	#client: CosemClient | undefined;
	#failure: string | undefined;
	#busy = false;

	/** @param connect a connection to Route A's port of TCP, in place of the local port */
	constructor(meter: XsProgram, scheduler: VirtualScheduler, keys: RouteAKeys, connect?: () => Stream) {
		this.#connect = connect;
		this.#meter = meter;
		this.#scheduler = scheduler;
		this.#keys = keys;
		meter.onSerial = (bytes) =>
			this.#later(bytes, false, (piece) => (this.#hdlc === undefined ? this.unasked.push(...piece) : this.#hdlc.receive(piece)));
	}

	/** Whether something that was begun is under way. */
	get busy(): boolean {
		return this.#busy;
	}

	/** Connects and associates a client. Throws Error where the meter does not let it. */
	async open(number: number, keys: ClientKeys | undefined = this.#keys.clients[number]): Promise<void> {
		this.#failure = undefined;
		const send = this.#connect === undefined ? await this.#connectHdlc(number) : this.#connectStream(this.#connect(), number);
		this.#client = new CosemClient({
			send,
			random: this.#random,
			...(keys && { security: this.#securityOf(number, keys) }),
			conformance: keys === undefined ? IDIS_PROFILE.publicConformance : IDIS_PROFILE.keyedConformance,
			maxPdu: MAX_PDU,
		});
		await this.#wait<undefined>((client, done) => client.associate(done));
	}

	async #connectHdlc(number: number): Promise<(apdu: Uint8Array) => void> {
		this.#busy = true;
		const hdlc = new HdlcClient({
			scheduler: this.#scheduler,
			write: (bytes) => this.send(bytes),
			client: number,
			server: shortAddress(IDIS_PROFILE.server),
			maxApdu: MAX_PDU * 2,
			onConnect: () => {
				this.#busy = false;
			},
			onApdu: (apdu) => this.#client!.receive(apdu),
			onDisconnect: (reason) => {
				this.#busy = false;
				this.#hdlc = undefined;
				if (reason !== 'asked') this.#failure = `the link is over: ${reason}`;
			},
		});
		this.#hdlc = hdlc;
		hdlc.connect();
		await this.settle();
		return (apdu) => hdlc.send(apdu);
	}

	/** With the wrapper (IEC 62056-4-7). */
	#connectStream(stream: Stream, number: number): (apdu: Uint8Array) => void {
		const frames = new WrapperStream({
			maxApdu: MAX_PDU * 2,
			onFrame: (_source, _destination, apdu) => this.#client!.receive(apdu),
			onError: (error) => {
				this.#busy = false;
				this.#failure = error.message;
			},
		});
		this.#stream = stream;
		stream.onReceive = (bytes) => void frames.receive(bytes);
		stream.onClosed = () => {
			this.#stream = undefined;
			this.#failure = 'the connection is over';
			this.#busy = false;
		};
		return (apdu) => stream.send(encodeWrapper({ source: number, destination: IDIS_PROFILE.server, apdu }));
	}

	/** Takes leave. */
	async close(): Promise<void> {
		this.#failure = undefined;
		this.#stream?.close();
		this.#stream = undefined;
		this.#busy = this.#hdlc !== undefined;
		this.#hdlc?.disconnect();
		await this.settle();
		this.#client = undefined;
	}

	/** A value, as it came: A-XDR. Throws Error where the meter refuses it. */
	async get(classId: number, name: LogicalName, index: number, selection?: Selection): Promise<Uint8Array> {
		const result = await this.#wait<DataResult>((client, done) => client.get({ classId, name, index, selection }, done));
		if (typeof result === 'number') throw new Error(`Data-Access-Result ${result}`);
		return result;
	}

	/** What a head-end's functions work on. */
	get session(): MeterSession {
		const get = async (target: AttributeTarget) =>
			readingOf((await this.#wait<DataResult>((client, done) => client.get(target, (error, value) => done(error, copyOf(value)))))!);
		const session: Partial<MeterSession> = {
			get,
			getAll: async (targets) => {
				const readings: Reading[] = [];
				for (const target of targets) readings.push(await get(target));
				return readings;
			},
			set: (target, value) => this.#wait<number>((client, done) => client.set(target, value, done)),
			act: (target, parameter) => this.#wait<Outcome>((client, done) => client.act(target, parameter, done)),
			close: () => this.close(),
		};
		return session as MeterSession;
	}

	/** Begins to read an array; `onElement` gets each element. */
	beginArray(target: AttributeTarget, onElement: (element: Uint8Array, index: number) => void): void {
		const stream = new ArrayStream({ onElement });
		this.#begin<number>(
			(client, done) => client.getParts(target, (part) => stream.push(part), done),
			(result) => {
				if (result !== 0) this.#failure = `Data-Access-Result ${result}`;
				else if (!stream.complete) this.#failure = `${stream.taken} elements, and not all`;
			},
		);
	}

	/** Transfers new keys for the client that is associated; they serve from its next association on. */
	async changeKeys(keys: ClientKeys): Promise<void> {
		const parameter = keyTransferParameter(this.#cipher, this.#keys.kek!, keys);
		const target = { classId: SECURITY_SETUP_CLASS, name: NAME.securitySetup, index: KEY_TRANSFER };
		const { result } = await this.#wait<Outcome>((client, done) => client.act(target, parameter, done));
		if (result !== ACTION_RESULT.success) throw new Error(`Action-Result ${result}`);
		this.#counters.clear();
	}

	/** Lets time go on until what was begun has come to its end. Throws Error if that is a bad one. */
	async settle(): Promise<void> {
		if (!(await this.#meter.runWhile(() => this.#busy, PATIENCE))) throw new Error('the local port does not answer');
		if (this.#failure !== undefined) throw new Error(this.#failure);
	}

	/** Bytes to the line. */
	send(bytes: Uint8Array): void {
		this.heard.push(bytes);
		this.#later(bytes, true, (piece) => this.#meter.receiveSerial(piece));
	}

	/** Bytes arrive piece by piece, at the speed of the line. */
	#later(bytes: Uint8Array, sent: boolean, arrive: (piece: Uint8Array) => void): void {
		const scheduler = this.#scheduler;
		let time = Math.max(scheduler.now(), sent ? this.#sentUntil : this.#receivedUntil);
		for (let at = 0; at < bytes.length; at += PIECE) {
			const piece = bytes.slice(at, at + PIECE);
			time += (1000 * BITS * piece.length) / BAUD;
			scheduler.after(time - scheduler.now(), () => arrive(piece));
		}
		if (sent) this.#sentUntil = time;
		else this.#receivedUntil = time;
	}

	async #wait<T>(start: (client: CosemClient, done: Done<T>) => void): Promise<T> {
		let value: T | undefined;
		this.#begin<T>(start, (result) => {
			value = result;
		});
		await this.settle();
		return value as T;
	}

	#begin<T>(start: (client: CosemClient, done: Done<T>) => void, take: (value: T) => void): void {
		this.#busy = true;
		start(this.#client!, (error, value) => {
			this.#busy = false;
			if (error === undefined) take(value as T);
			else this.#failure = error.text;
		});
	}

	#securityOf(number: number, keys: ClientKeys): ClientSecurity {
		const counters: CounterStore = {
			read: (name) => this.#counters.get(name),
			write: (name, value) => void this.#counters.set(name, value),
		};
		return new ClientSecurity({
			suite: new Suite0(this.#cipher),
			title: TITLE,
			peerTitle: this.#keys.systemTitle,
			keys: { ...keys, broadcast: undefined, kek: this.#keys.kek },
			policy: IDIS_PROFILE.policy,
			counters,
			name: String(number),
		});
	}
}

/** What came is good only for the moment. */
function copyOf(value: DataResult | undefined): DataResult | undefined {
	return typeof value === 'object' ? value.slice() : value;
}
