/**
 * Hears what meters push, over UDP and TCP on one port. It answers nothing but what is to be confirmed, and whoever sends much, or nothing, takes no more than a place: a connection
 * has it from push to push, and not from byte to byte.
 */
import { endpointText } from '../../../hal/node/addresses.js';
import { RealTime } from '../../../hal/node/real-time.js';
import { NodeUdp } from '../../../hal/node/sockets.js';
import { TcpListener } from '../../../hal/node/tcp-listener.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { Stream } from '../../../hal/ports/streams.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeWrapper, encodeWrapper, LONGEST_WRAPPED, type WrapperFrame, WrapperStream } from '../../../modules/dlms/wrapper.js';
import { CONTROL, HdlcStream } from '../../../modules/hdlc/frame.js';
import { LLC_SERVER } from '../../../modules/hdlc/link.js';
import { formatAddress } from '../../../modules/ipv6/address.js';
import type { Push, PushReceiver, PushRefusal } from '../../../src/head-end/push-receiver.js';
import { isIpv4 } from '../../../src/route-a/push-destination.js';

export interface PushListenerOptions {
	/** An address of this host. */
	readonly address: string;
	/** 0 takes a free one. */
	readonly port: number;
	/** Of how long connections are silent; default: real time. */
	readonly scheduler?: Scheduler;
	readonly receiver: PushReceiver;
	/** @param confirm sends what the meter waits for, once the push is kept, and calls back when it has gone; undefined: nothing is waited for, or can be sent */
	readonly onPush: (peer: string, push: Push, confirm: ((done: () => void) => void) | undefined) => void;
	/** @param reason of what is no frame */
	readonly onRefused: (peer: string, kind: PushRefusal | 'connection', reason?: string) => void;
}

/** The longest APDU that is taken, bytes: what a frame of the wrapper holds. */
export const MOST_APDU = LONGEST_WRAPPED;
/** The longest information of a frame of HDLC, bytes. */
const LONGEST_FRAME = 2030;
/** Connections at a time. */
const MOST_CONNECTIONS = 64;
/** How long a connection may be without a push, or a part of one, that is accepted, ms. */
const SILENCE = 30_000;

interface Connection {
	/** When a push came, or a part of one, or it began. */
	heard: number;
	timer: Timer | undefined;
}

export class PushListener {
	readonly #options: PushListenerOptions;
	readonly #scheduler: Scheduler;
	readonly #tcp: TcpListener;
	readonly #udp: NodeUdp;
	readonly #connections = new Map<Stream, Connection>();

	private constructor(options: PushListenerOptions, tcp: TcpListener, udp: NodeUdp) {
		this.#options = options;
		this.#scheduler = options.scheduler ?? new RealTime();
		this.#tcp = tcp;
		this.#udp = udp;
		tcp.onConnection = (stream) => this.#accept(stream);
		udp.onReceive = (from, port, bytes) => this.#onDatagram(from, port, bytes);
	}

	/** Rejects with the system's error. */
	static async open(options: PushListenerOptions): Promise<PushListener> {
		const { address, port } = options;
		const tcp = await TcpListener.open({ address, port });
		try {
			return new PushListener(options, tcp, await NodeUdp.open({ address, port: tcp.port }));
		} catch (error) {
			tcp.close();
			throw error;
		}
	}

	/** `[::1]:4060`. */
	get place(): string {
		return this.#tcp.address;
	}

	/** Hears UI frames of HDLC on a line, too. @param name of it, as that of a peer */
	hear(line: Serial, name: string): void {
		const frames = new HdlcStream({
			maxInformation: LONGEST_FRAME,
			onFrame: ({ control, information }) => {
				// All else is between the meter and a client of its own.
				if ((control & ~CONTROL.pollFinal) !== CONTROL.ui) return;
				// Nothing goes back on it.
				if (information[0] === LLC_SERVER[0]) this.#take(name, information.subarray(LLC_SERVER.length), undefined);
				else this.#options.onRefused(name, 'malformed');
			},
			onError: (error) => this.#options.onRefused(name, 'malformed', error.message),
		});
		line.onReceive = (bytes) => frames.receive(bytes);
	}

	close(): void {
		this.#tcp.close();
		this.#udp.close();
		for (const stream of this.#connections.keys()) this.#end(stream);
	}

	#onDatagram(from: Uint8Array, port: number, bytes: Uint8Array): void {
		const peer = endpointText(hostText(from), port);
		let frame: WrapperFrame;
		try {
			frame = decodeWrapper(bytes);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#options.onRefused(peer, 'malformed', error.message);
			return;
		}
		const { source, destination, apdu } = frame;
		const to = from.slice();
		this.#take(peer, apdu, (answer, done) =>
			this.#udp.send(to, port, encodeWrapper({ source: destination, destination: source, apdu: answer }), done),
		);
	}

	#accept(stream: Stream): void {
		const { onRefused } = this.#options;
		if (this.#connections.size >= MOST_CONNECTIONS) {
			onRefused(stream.peer, 'connection');
			stream.close();
			return;
		}
		const connection: Connection = { heard: this.#scheduler.now(), timer: undefined };
		const watch = (): void => {
			const left = connection.heard + SILENCE - this.#scheduler.now();
			if (left <= 0) this.#end(stream);
			else connection.timer = this.#scheduler.after(left, watch);
		};
		watch();
		this.#connections.set(stream, connection);
		const frames = new WrapperStream({
			maxApdu: MOST_APDU,
			onFrame: (source, destination, apdu) => {
				const answer: Answer = (bytes, done) => {
					stream.send(encodeWrapper({ source: destination, destination: source, apdu: bytes }));
					done();
				};
				if (this.#take(stream.peer, apdu, answer)) connection.heard = this.#scheduler.now();
			},
			onError: (error) => {
				onRefused(stream.peer, 'malformed', error.message);
				this.#end(stream);
			},
		});
		stream.onReceive = (bytes) => frames.receive(bytes);
		stream.onClosed = () => this.#end(stream);
	}

	#end(stream: Stream): void {
		this.#connections.get(stream)?.timer?.cancel();
		this.#connections.delete(stream);
		this.#options.receiver.forget(stream.peer);
		stream.close();
	}

	/** The bytes may be the next frame's soon: what is kept of them is a copy. False: refused. */
	#take(peer: string, apdu: Uint8Array, answer: Answer | undefined): boolean {
		const { receiver, onPush, onRefused } = this.#options;
		const taken = receiver.receive(peer, apdu.slice());
		if (typeof taken === 'string') onRefused(peer, taken);
		else if (taken !== undefined) onPush(peer, taken, answer && taken.isToConfirm ? (done) => this.#confirm(taken, answer, done) : undefined);
		return typeof taken !== 'string';
	}

	#confirm(push: Push, answer: Answer, done: () => void): void {
		const apdu = this.#options.receiver.confirmation(push);
		if (apdu === undefined) done();
		else answer(apdu, done);
	}
}

type Answer = (apdu: Uint8Array, done: () => void) => void;

function hostText(address: Uint8Array): string {
	return isIpv4(address) ? address.subarray(12).join('.') : formatAddress(address);
}
