/** A place for pages of this computer, taken before there is anything behind it: whoever comes early waits at the door. */
import type { Server as HttpServer } from 'node:http';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import { Visitors } from './visitors.js';

export interface WebPlace {
	readonly address: string;
	/** 0 takes a free one. */
	readonly port: number;
}

export const MOST_CONNECTIONS = 128;
/** Addresses that stand for all of this computer. */
const ANY: readonly string[] = Object.freeze(['0.0.0.0', '::']);

export class Door {
	readonly address: string;
	readonly port: number;
	/** Who may come in. */
	readonly visitors = new Visitors();
	readonly #server: Server;
	#waiting: Socket[] = [];
	#isHanded = false;

	private constructor(server: Server, { address }: WebPlace) {
		this.#server = server;
		this.address = address;
		this.port = (server.address() as { readonly port: number }).port;
		server.on('connection', (socket) => this.#waiting.push(socket));
	}

	/** @throws the system's error where the place is not to be had */
	static async open(place: WebPlace): Promise<Door> {
		const server = createServer({ pauseOnConnect: true });
		server.maxConnections = MOST_CONNECTIONS;
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(place.port, place.address, () => {
				server.off('error', reject);
				resolve();
			});
		});
		return new Door(server, place);
	}

	/** Where a browser finds it, without a token. */
	get url(): string {
		const address = this.isEverywhere ? (this.address === '::' ? '::1' : '127.0.0.1') : this.address;
		return `http://${isIPv6(address) ? `[${address}]` : address}:${this.port}/`;
	}

	/** The address for one browser. */
	get tokenUrl(): string {
		return `${this.url}?token=${this.visitors.createToken()}`;
	}

	/** Only this computer reaches it. */
	get isLocal(): boolean {
		return this.address === '::1' || this.address.startsWith('127.');
	}

	/** All addresses of this computer lead here. */
	get isEverywhere(): boolean {
		return ANY.includes(this.address);
	}

	/** From now on `server` has the place, and those who wait; it closes it, too. */
	handTo(server: HttpServer): void {
		this.#isHanded = true;
		// Not before: it counts connections from then on.
		server.once('listening', () => {
			for (const socket of this.#waiting.splice(0)) {
				server.emit('connection', socket);
				socket.resume();
			}
		});
		server.listen(this.#server);
	}

	/** Gives the place back, unless a server has it. */
	close(): void {
		for (const socket of this.#waiting.splice(0)) socket.destroy();
		if (!this.#isHanded) this.#server.close();
	}
}
