import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { VirtualListener, type VirtualStream } from '../../../hal/virtual/streams.js';
import { CosemClient } from '../../../modules/dlms/client/client.js';
import type { CosemClientOptions } from '../../../modules/dlms/client/client-options.js';
import { encodeWrapper, WrapperStream } from '../../../modules/dlms/wrapper.js';
import { TRANSPORT_LIMITS, type TransportLimits } from '../../../src/route-a/limits.js';
import { RouteATcp } from '../../../src/route-a/tcp.js';
import { equal, hex, toHex } from '../../assert.js';
import {
	clientSecurity,
	MANAGEMENT,
	MANAGEMENT_CONFORMANCE,
	PUBLIC,
	PUBLIC_CONFORMANCE,
	type Rig,
	type RigOptions,
	rig,
} from '../../modules/dlms/device-rig.js';
import { ACSE } from '../../vectors/cosem.js';

export { BROADCAST, MANAGEMENT, NAMES, PUBLIC } from '../../modules/dlms/device-rig.js';

/** A request of the public client, and what a value of the energy register is answered by. */
export const GET_ENERGY = 'C0 01 C1 0003 0100010800FF 02 00';
export const ENERGY = 'c401c1000600003039';
export const NOT_ASSOCIATED = 'd80101';

/** A frame to the management logical device, unless another is named. */
export function frame(client: number, apdu: string, destination = 1): Uint8Array {
	return encodeWrapper({ source: client, destination, apdu: hex(apdu) });
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** The same bytes `count` times. */
export function repeated(bytes: Uint8Array, count: number): Uint8Array {
	const all = new Uint8Array(bytes.length * count);
	for (let i = 0; i < count; i++) all.set(bytes, i * bytes.length);
	return all;
}

/** A server on a listener in memory, and what it logged. */
export class TcpRig {
	readonly scheduler = new VirtualScheduler();
	readonly listener = new VirtualListener(this.scheduler);
	readonly lines: string[] = [];
	readonly device: Rig;
	readonly route: RouteATcp;

	constructor(limits: Partial<TransportLimits> = {}, options: RigOptions = {}) {
		this.device = rig(options);
		this.route = new RouteATcp({
			server: this.device.server,
			listener: this.listener,
			scheduler: this.scheduler,
			log: { write: (layer, text) => this.lines.push(`${layer}: ${text}`) },
			limits: { ...TRANSPORT_LIMITS, ...limits },
		});
	}

	connect(host?: string): Peer {
		return new Peer(this.scheduler, this.listener.connect(host));
	}

	/** All that is to be done now, and nothing that waits for a time-out. */
	settle(): void {
		this.scheduler.runFor(0);
	}
}

/** A connection on which a test says what it wants, byte by byte. */
export class Peer {
	/** `client apdu` of each answer, or `!` and what was wrong with it. */
	readonly answers: string[] = [];
	closed = false;
	readonly stream: VirtualStream;
	/** Whom whole answers go to besides. */
	onApdu: (client: number, apdu: Uint8Array) => void = () => {};
	readonly #scheduler: VirtualScheduler;

	constructor(scheduler: VirtualScheduler, stream: VirtualStream) {
		this.#scheduler = scheduler;
		this.stream = stream;
		const frames = new WrapperStream({
			maxApdu: 0xffff,
			onFrame: (source, destination, apdu) => {
				this.answers.push(source === 1 ? `${destination} ${toHex(apdu)}` : `!${source}`);
				this.onApdu(destination, apdu);
			},
			onError: (error) => this.answers.push(`!${error.message}`),
		});
		stream.onReceive = (bytes) => void frames.receive(bytes);
		stream.onClosed = () => {
			this.closed = true;
		};
	}

	/** Sends these bytes, and returns what was answered at once. */
	send(...parts: readonly Uint8Array[]): string {
		this.answers.length = 0;
		for (const part of parts) this.stream.send(part);
		this.#scheduler.runFor(0);
		return this.answers.join();
	}

	/** Associates the public client. */
	associate(): string {
		return this.send(frame(PUBLIC, ACSE.aarq)).slice(0, 5);
	}

	/** A client that speaks over this connection; the answers to several of them find their own. */
	client(id: number, options: Partial<CosemClientOptions> = {}): CosemClient {
		const client = new CosemClient({
			random: new SeededRandom(id, 'client'),
			conformance: id === PUBLIC ? PUBLIC_CONFORMANCE : MANAGEMENT_CONFORMANCE,
			maxPdu: 1024,
			...(id === MANAGEMENT && options.security === undefined ? { security: clientSecurity() } : {}),
			...options,
			send: (apdu) => this.stream.send(encodeWrapper({ source: id, destination: 1, apdu })),
		});
		const others = this.onApdu;
		this.onApdu = (to, apdu) => (to === id ? client.receive(apdu) : others(to, apdu));
		return client;
	}
}

/** Associates with HLS over this connection; several with one key share its counters. */
export function authenticate(rig: TcpRig, peer: Peer, options: Partial<CosemClientOptions> = {}): CosemClient {
	const client = peer.client(MANAGEMENT, options);
	let outcome = 'no answer';
	client.associate((error) => {
		outcome = error === undefined ? 'ok' : error.text;
	});
	rig.settle();
	equal(outcome, 'ok');
	return client;
}
