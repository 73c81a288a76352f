/**
 * Hears what meters push, over UDP and TCP on one port. It answers nothing, and whoever sends much, or nothing, takes no more than a place: a connection
 * has it from push to push, and not from byte to byte.
 */
import { endpointText } from '../../../hal/node/addresses.js';
import { NodeUdp } from '../../../hal/node/sockets.js';
import { TcpListener } from '../../../hal/node/tcp-listener.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { Stream } from '../../../hal/ports/streams.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeWrapper, WRAPPER_HEADER_LENGTH, WrapperStream } from '../../../modules/dlms/wrapper.js';
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
	/** How long a connection may be without a push, or a part of one, that is accepted, ms; default: 30,000. */
	readonly silence?: number;
	readonly receiver: PushReceiver;
	readonly onPush: (peer: string, push: Push) => void;
	/** @param reason of what is no frame */
	readonly onRefused: (peer: string, kind: PushRefusal | 'connection', reason?: string) => void;
}

/** The longest APDU that is taken, bytes. */
export const MOST_APDU = 8192;
/** The longest information of a frame of HDLC, bytes. */
const LONGEST_FRAME = 2030;
/** Connections at a time. */
const MOST_CONNECTIONS = 64;
const SILENCE = 30_000;

export class PushListener {
	readonly #options: PushListenerOptions;
	readonly #tcp: TcpListener;
	readonly #udp: NodeUdp;
	readonly #connections = new Map<Stream, NodeJS.Timeout>();

	private constructor(options: PushListenerOptions, tcp: TcpListener, udp: NodeUdp) {
		this.#options = options;
		this.#tcp = tcp;
		this.#udp = udp;
		tcp.onConnection = (stream) => this.#accept(stream);
		udp.onReceive = (from, port, bytes) => this.#onDatagram(endpointText(hostText(from), port), bytes);
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
				if (information[0] === LLC_SERVER[0]) this.#take(name, information.subarray(LLC_SERVER.length));
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

	#onDatagram(peer: string, bytes: Uint8Array): void {
		let apdu: Uint8Array;
		try {
			if (bytes.length > WRAPPER_HEADER_LENGTH + MOST_APDU) throw new DecodeError('wrapper', 0, `a datagram of at most ${MOST_APDU} bytes`);
			apdu = decodeWrapper(bytes).apdu;
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#options.onRefused(peer, 'malformed', error.message);
			return;
		}
		this.#take(peer, apdu);
	}

	#accept(stream: Stream): void {
		const { onRefused, silence = SILENCE } = this.#options;
		if (this.#connections.size >= MOST_CONNECTIONS) {
			onRefused(stream.peer, 'connection');
			stream.close();
			return;
		}
		const timer = setTimeout(() => this.#end(stream), silence);
		this.#connections.set(stream, timer);
		const frames = new WrapperStream({
			maxApdu: MOST_APDU,
			onFrame: (_source, _destination, apdu) => {
				if (this.#take(stream.peer, apdu)) timer.refresh();
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
		clearTimeout(this.#connections.get(stream));
		this.#connections.delete(stream);
		this.#options.receiver.forget(stream.peer);
		stream.close();
	}

	/** The bytes may be the next frame's soon: what is kept of them is a copy. False: refused. */
	#take(peer: string, apdu: Uint8Array): boolean {
		const { receiver, onPush, onRefused } = this.#options;
		const taken = receiver.receive(peer, apdu.slice());
		if (typeof taken === 'string') onRefused(peer, taken);
		else if (taken !== undefined) onPush(peer, taken);
		return typeof taken !== 'string';
	}
}

function hostText(address: Uint8Array): string {
	return isIpv4(address) ? address.subarray(12).join('.') : formatAddress(address);
}
