/**
 * What goes over the doors of Route A, frame by frame: devices that wrap a device. A stream is cut into frames of the wrapper, a serial line into frames of HDLC
 * and what stands between them, as the meter does it itself; both only while somebody listens.
 */
import type { Serial } from '../../../hal/ports/serial.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import type { Stream, StreamListener } from '../../../hal/ports/streams.js';
import { encodeWrapper, WrapperStream } from '../../../modules/dlms/wrapper.js';
import { encodeHdlcFrame, HdlcStream } from '../../../modules/hdlc/frame.js';
import { addressText } from './address-text.js';

export interface CosemPiece {
	/** Number of the meter, from 1. */
	readonly meter: number;
	readonly medium: 'TCP' | 'UDP' | 'HDLC';
	readonly kind: 'wrapper' | 'hdlc' | 'line';
	/** Counts connections, peers of UDP and lines of the run. */
	readonly connection: number;
	/** Address of the other end, or what the line is called. */
	readonly peer: string;
	/** The meter sent it. */
	readonly isServers: boolean;
	/** Good for ever. */
	readonly bytes: Uint8Array;
}

const MAX_APDU = 0xffff;
/** As much as a local port takes at most, and less than the `/?` of an opening in even parity would be the begin of, behind the flag of a frame: af 3f is a length of 1,855. */
const MAX_INFORMATION = 1800;
/** Peers of UDP that are told apart at a time; then they are counted anew. */
const MAX_PEERS = 4096;
const LINE_FEED = 0x0a;
/** The longest line of mode E that is kept whole. */
const MAX_LINE = 128;
const LINE = 'local port';

export class CosemTap {
	/** Undefined: nobody listens, and nothing is looked at. */
	listener: ((piece: CosemPiece) => void) | undefined;
	#connections = 0;

	/** The same connections. */
	listenerOf(inner: StreamListener, meter: number): StreamListener {
		const tapped: StreamListener = { onConnection: (stream) => stream.close(), close: () => inner.close() };
		inner.onConnection = (stream) => tapped.onConnection(this.#stream(stream, meter));
		return tapped;
	}

	/** The same datagrams. */
	socketOf(inner: UdpSocket, meter: number): UdpSocket {
		const peers = new Map<string, number>();
		const tell = (address: Uint8Array, port: number, bytes: Uint8Array, isServers: boolean) => {
			if (this.listener === undefined) return;
			const peer = peerText(address, port);
			if (peers.size >= MAX_PEERS) peers.clear();
			const connection = peers.get(peer) ?? ++this.#connections;
			peers.set(peer, connection);
			this.listener({ meter, medium: 'UDP', kind: 'wrapper', connection, peer, isServers, bytes: bytes.slice() });
		};
		const tapped: UdpSocket = {
			get address() {
				return inner.address;
			},
			get port() {
				return inner.port;
			},
			get group() {
				return inner.group;
			},
			onReceive() {},
			send: (to, port, bytes, done) => {
				tell(to, port, bytes, true);
				inner.send(to, port, bytes, done);
			},
			close: () => inner.close(),
		};
		inner.onReceive = (from, port, bytes, multicast) => {
			tell(from, port, bytes, false);
			tapped.onReceive(from, port, bytes, multicast);
		};
		return tapped;
	}

	/** A frame that a meter sends on a connection of its own. */
	sent(meter: number, address: Uint8Array, port: number, bytes: Uint8Array): void {
		const connection = ++this.#connections;
		this.listener?.({ meter, medium: 'TCP', kind: 'wrapper', connection, peer: peerText(address, port), isServers: true, bytes: bytes.slice() });
	}

	/** The same line. */
	serialOf(inner: Serial, meter: number): Serial {
		const connection = ++this.#connections;
		const toMeter = this.#line(meter, connection, false);
		const toClient = this.#line(meter, connection, true);
		const tapped: Serial = {
			onReceive() {},
			write: (bytes) => {
				toClient(bytes);
				inner.write(bytes);
			},
		};
		inner.onReceive = (bytes) => {
			toMeter(bytes);
			tapped.onReceive(bytes);
		};
		return tapped;
	}

	#stream(inner: Stream, meter: number): Stream {
		const connection = ++this.#connections;
		const toMeter = this.#wrapped(meter, connection, inner.peer, false);
		const toClient = this.#wrapped(meter, connection, inner.peer, true);
		const tapped = new TappedStream(inner, toMeter, toClient);
		return tapped;
	}

	/** Takes bytes of one direction, and tells each frame in them. */
	#wrapped(meter: number, connection: number, peer: string, isServers: boolean): (bytes: Uint8Array) => void {
		const stream = new WrapperStream({
			maxApdu: MAX_APDU,
			onFrame: (source, destination, apdu) =>
				this.listener?.({ meter, medium: 'TCP', kind: 'wrapper', connection, peer, isServers, bytes: encodeWrapper({ source, destination, apdu }) }),
			onError: () => stream.close(),
		});
		return (bytes) => {
			if (this.listener !== undefined || stream.waiting) stream.receive(bytes);
		};
	}

	#line(meter: number, connection: number, isServers: boolean): (bytes: Uint8Array) => void {
		let strays: number[] = [];
		const tell = (kind: 'hdlc' | 'line', bytes: Uint8Array) =>
			this.listener?.({ meter, medium: 'HDLC', kind, connection, peer: LINE, isServers, bytes });
		const tellStrays = () => {
			if (strays.length > 0)
				tell(
					'line',
					Uint8Array.from(strays, (byte) => byte & 0x7f),
				);
			strays = [];
		};
		const stream = new HdlcStream({
			maxInformation: MAX_INFORMATION,
			onFrame: (frame) => {
				tellStrays();
				tell('hdlc', encodeHdlcFrame(frame));
			},
			onError: () => {},
			onStray: (byte) => {
				strays.push(byte);
				if ((byte & 0x7f) === LINE_FEED || strays.length >= MAX_LINE) tellStrays();
			},
		});
		return (bytes) => {
			if (this.listener !== undefined) stream.receive(bytes);
		};
	}
}

class TappedStream implements Stream {
	onReceive: Stream['onReceive'] = () => {};
	onDrained: Stream['onDrained'] = () => {};
	onClosed: Stream['onClosed'] = () => {};
	readonly #inner: Stream;
	readonly #toClient: (bytes: Uint8Array) => void;

	constructor(inner: Stream, toMeter: (bytes: Uint8Array) => void, toClient: (bytes: Uint8Array) => void) {
		this.#inner = inner;
		this.#toClient = toClient;
		inner.onReceive = (bytes) => {
			toMeter(bytes);
			this.onReceive(bytes);
		};
		inner.onDrained = () => this.onDrained();
		inner.onClosed = () => this.onClosed();
	}

	get peer(): string {
		return this.#inner.peer;
	}

	get host(): string {
		return this.#inner.host;
	}

	get pending(): number {
		return this.#inner.pending;
	}

	send(bytes: Uint8Array): void {
		this.#toClient(bytes);
		this.#inner.send(bytes);
	}

	close(): void {
		this.#inner.close();
	}

	pause(): void {
		this.#inner.pause();
	}

	resume(): void {
		this.#inner.resume();
	}
}

function peerText(address: Uint8Array, port: number): string {
	const text = addressText(address);
	return text.includes(':') ? `[${text}]:${port}` : `${text}:${port}`;
}
