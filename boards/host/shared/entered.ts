/** Ports of this host as a meter gets them: what comes in brings virtual time up to now first, and closing one leaves the port itself open for the next. */
import type { Serial } from '../../../hal/ports/serial.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import type { Stream, StreamListener } from '../../../hal/ports/streams.js';

/** Brings virtual time up to now before something comes in. */
export type Enter = (event: () => void) => void;

export function enteredSerial(line: Serial, enter: Enter, onWritten: () => void = () => {}): Serial {
	const serial: Serial = {
		onReceive() {},
		write(bytes) {
			line.write(bytes);
			onWritten();
		},
	};
	line.onReceive = (bytes) => enter(() => serial.onReceive(bytes));
	return serial;
}

export class EnteredUdp implements UdpSocket {
	onReceive: UdpSocket['onReceive'] = () => {};
	readonly #socket: UdpSocket;

	constructor(socket: UdpSocket, enter: Enter) {
		this.#socket = socket;
		socket.onReceive = (...datagram) => enter(() => this.onReceive(...datagram));
	}

	get address(): Uint8Array {
		return this.#socket.address;
	}

	get port(): number {
		return this.#socket.port;
	}

	get group(): Uint8Array {
		return this.#socket.group;
	}

	send(...datagram: Parameters<UdpSocket['send']>): void {
		this.#socket.send(...datagram);
	}

	close(): void {
		this.#socket.onReceive = () => {};
	}
}

/** Connections of all places, so that one table of them, with its limits, serves all. Nobody gets in after `close`. */
export class JointListener implements StreamListener {
	onConnection: (stream: Stream) => void = refuse;
	readonly #listeners: readonly StreamListener[];

	constructor(listeners: readonly StreamListener[]) {
		this.#listeners = listeners;
		for (const listener of listeners) listener.onConnection = (stream) => this.onConnection(stream);
	}

	close(): void {
		for (const listener of this.#listeners) listener.onConnection = refuse;
	}
}

function refuse(stream: Stream): void {
	stream.close();
}
