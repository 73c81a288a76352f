import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import type { Stream, StreamListener } from '../ports/streams.js';
import { endpointText } from './addresses.js';

export interface TcpListenerOptions {
	/** An address of this host. */
	readonly address: string;
	/** 0 takes a free one. */
	readonly port: number;
	/** Every event goes through it, so that a scheduler of virtual time can be brought up to now first; default: it calls `event` at once. */
	readonly enter?: (event: () => void) => void;
}

type Enter = (event: () => void) => void;

/** What a closed connection may take to send the last of its bytes, ms. */
const LINGER = 1000;

/** Takes connections of TCP. */
export class TcpListener implements StreamListener {
	onConnection: (stream: Stream) => void = (stream) => stream.close();
	/** Takes connections in place of `onConnection`: with the address of this host that they came to, which is one of many where it listens on all. */
	onLocal: ((stream: Stream, local: string) => void) | undefined;
	readonly #server: Server;

	private constructor(server: Server, enter: Enter) {
		this.#server = server;
		// A connection that could not be taken, for want of descriptors as an example, is lost; the others go on.
		server.on('error', () => {});
		server.on('connection', (socket) => {
			const stream = new TcpStream(socket, enter);
			// Undefined where the connection is broken already.
			const local = socket.localAddress ?? '';
			enter(() => (this.onLocal === undefined ? this.onConnection(stream) : this.onLocal(stream, local)));
		});
	}

	/** Rejects with the system's error: EADDRNOTAVAIL if the address is not one of this host's, EADDRINUSE if the port is taken. */
	static open({ address, port, enter = (event) => event() }: TcpListenerOptions): Promise<TcpListener> {
		return new Promise((resolve, reject) => {
			const server = createServer({ noDelay: true });
			server.once('error', reject);
			server.listen({ host: address, port, ipv6Only: isIPv6(address) }, () => {
				server.off('error', reject);
				resolve(new TcpListener(server, enter));
			});
		});
	}

	/** `[::1]:4059` or `127.0.0.1:4059`, with the real port. */
	get address(): string {
		const address = this.#server.address();
		return typeof address === 'object' && address !== null ? endpointText(address.address, address.port) : '';
	}

	get port(): number {
		const address = this.#server.address();
		return typeof address === 'object' && address !== null ? address.port : 0;
	}

	/** Harmless when it was done before. */
	close(): void {
		this.#server.close();
	}
}

class TcpStream implements Stream {
	onReceive: (bytes: Uint8Array) => void = () => {};
	onDrained: () => void = () => {};
	onClosed: () => void = () => {};
	readonly peer: string;
	readonly host: string;
	readonly #socket: Socket;
	readonly #written: () => void;
	/** Bytes had to wait, and `onDrained` is to tell of their leaving. */
	#behind = false;
	#closed = false;

	constructor(socket: Socket, enter: Enter) {
		this.#socket = socket;
		// Undefined where the connection is broken already.
		this.host = socket.remoteAddress ?? '';
		this.peer = endpointText(this.host, socket.remotePort ?? 0);
		this.#written = () => {
			if (!this.#behind || this.#closed || socket.writableLength > 0) return;
			this.#behind = false;
			enter(() => this.onDrained());
		};
		socket.on('data', (bytes: Buffer) => {
			if (!this.#closed) enter(() => this.onReceive(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)));
		});
		socket.on('error', () => socket.destroy());
		socket.on('close', () => {
			if (this.#closed) return;
			this.#closed = true;
			enter(() => this.onClosed());
		});
	}

	get pending(): number {
		return this.#socket.writableLength;
	}

	send(bytes: Uint8Array): void {
		if (this.#closed || !this.#socket.writable) return;
		this.#socket.write(Buffer.from(bytes), this.#written);
		if (this.#socket.writableLength > 0) this.#behind = true;
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		const socket = this.#socket;
		socket.destroySoon();
		if (socket.destroyed) return;
		const timer = setTimeout(() => socket.destroy(), LINGER);
		socket.once('close', () => clearTimeout(timer));
	}

	pause(): void {
		this.#socket.pause();
	}

	resume(): void {
		this.#socket.resume();
	}
}
