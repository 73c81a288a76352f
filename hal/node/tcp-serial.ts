import { createServer, type Server, type Socket } from 'node:net';
import type { Serial } from '../ports/serial.js';
import { PacedInput } from './paced-input.js';

/** Output that a client does not read is lost beyond this many bytes, as on a wire. */
const BACKLOG = 65_536;

/** A serial line over TCP, as a serial device server offers it: one client at a time, the newest wins. */
export class TcpSerial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** A client has connected; the one before is gone, and what it left half said is none of this one's. */
	onConnect: () => void = () => {};
	readonly #server: Server;
	#client: Socket | undefined;
	#input: PacedInput | undefined;

	private constructor(server: Server) {
		this.#server = server;
		server.on('connection', (client) => {
			this.#client?.destroy();
			this.#input?.close();
			this.#client = client;
			client.setNoDelay();
			this.onConnect();
			client.on('error', () => client.destroy());
			const input = new PacedInput(client, (bytes) => this.onReceive(bytes));
			this.#input = input;
			client.on('close', () => {
				if (this.#client === client) this.#client = undefined;
			});
			client.on('data', (bytes) => input.receive(new Uint8Array(bytes)));
		});
	}

	/** Listens on a port of 127.0.0.1; 0 takes a free one. Rejects with the system's error if the port is taken. */
	static listen(port: number): Promise<TcpSerial> {
		return new Promise((resolve, reject) => {
			const server = createServer();
			server.once('error', reject);
			server.listen(port, '127.0.0.1', () => {
				server.off('error', reject);
				resolve(new TcpSerial(server));
			});
		});
	}

	/** `127.0.0.1:PORT` */
	get path(): string {
		const address = this.#server.address();
		return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
	}

	/** Bytes that wait for the client to take them. */
	get backlog(): number {
		return this.#client?.writableLength ?? 0;
	}

	write(bytes: Uint8Array): void {
		if (this.#client !== undefined && this.#client.writableLength < BACKLOG) this.#client.write(bytes);
	}

	close(): void {
		this.#client?.destroy();
		this.#input?.close();
		this.#server.close();
	}
}
