import { connect, type Socket } from 'node:net';
import type { Serial } from '../ports/serial.js';

/** A serial line at the far end of a TCP connection: a serial device server's, or an emulated dongle's. */
export class TcpClient implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** The connection has gone. */
	onClose: () => void = () => {};
	readonly #socket: Socket;

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.setNoDelay();
		socket.on('data', (bytes) => this.onReceive(new Uint8Array(bytes)));
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.onClose());
	}

	/** Rejects with the system's error if nobody listens there. */
	static open(host: string, port: number): Promise<TcpClient> {
		return new Promise((resolve, reject) => {
			const socket = connect(port, host);
			socket.once('error', reject);
			socket.once('connect', () => {
				socket.off('error', reject);
				resolve(new TcpClient(socket));
			});
		});
	}

	write(bytes: Uint8Array): void {
		if (!this.#socket.destroyed) this.#socket.write(bytes);
	}

	close(): void {
		this.onClose = () => {};
		this.#socket.destroy();
	}
}
