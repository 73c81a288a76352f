import { createServer, type Server, type Socket } from 'node:net';
import type { Scheduler } from '../ports/scheduler.js';
import type { Serial } from '../ports/serial.js';
import { endpointText } from './addresses.js';
import { ComPort, type ComPortChange } from './com-port.js';
import { PacedInput } from './paced-input.js';
import { PacedOutput } from './paced-output.js';
import { TELNET_OPTION, Telnet } from './telnet.js';

/** Output that a client does not read is lost beyond this many bytes, as on a wire. */
const BACKLOG = 65_536;
/** A client that does not read, and asks for answers all the same, is let go beyond this many bytes. */
const MOST_UNREAD = 2 * BACKLOG;

const HOME = '127.0.0.1';

const HERE = [TELNET_OPTION.binary, TELNET_OPTION.suppressGoAhead, TELNET_OPTION.comPort, TELNET_OPTION.echo];
const THERE = [TELNET_OPTION.binary, TELNET_OPTION.suppressGoAhead, TELNET_OPTION.comPort];

export interface Rfc2217Options {
	/** IP address of this host that it is at; default: 127.0.0.1. */
	readonly address?: string;
	/** TCP port; 0 takes a free one. */
	readonly port: number;
	/** baud that a client finds, before it sets another */
	readonly speed: number;
	/** What a client is told that the port is. */
	readonly signature: string;
	/** Scheduler that paces what goes out. */
	readonly scheduler: Scheduler;
}

/**
 * A serial port over TCP that a program can set and watch as its own (RFC 2217): one client at a time, the newest wins. For the module it stays open, as
 * a wire does: a client that comes goes on where the one before has stopped.
 */
export class Rfc2217Serial implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** The client has set the port otherwise. */
	onChange: (change: ComPortChange) => void = () => {};
	/** Something of a client's was not taken; told once of each kind. */
	onDropped: (why: string) => void = () => {};
	readonly #server: Server;
	readonly #address: string;
	readonly #dropped = new Map<string, number>();
	#client: Client | undefined;

	private constructor(server: Server, options: Rfc2217Options) {
		this.#server = server;
		this.#address = options.address ?? HOME;
		// A connection that could not be taken, for want of descriptors as an example, is lost; the others go on.
		server.on('error', () => {});
		server.on('connection', (socket) => {
			this.#client?.close();
			const client: Client = new Client(socket, options, {
				onData: (bytes) => this.onReceive(bytes),
				onChange: (change) => this.onChange(change),
				onDropped: (why) => this.#count(why),
				onClose: () => {
					if (this.#client === client) this.#client = undefined;
				},
			});
			this.#client = client;
		});
	}

	/** Rejects with the system's error if the port is taken, or the address is none of this host. */
	static listen(options: Rfc2217Options): Promise<Rfc2217Serial> {
		return new Promise((resolve, reject) => {
			const server = createServer({ noDelay: true });
			server.once('error', reject);
			server.listen(options.port, options.address ?? HOME, () => {
				server.off('error', reject);
				resolve(new Rfc2217Serial(server, options));
			});
		});
	}

	/** `rfc2217://127.0.0.1:PORT`, as pyserial opens it; `[::1]` of an IPv6 address. */
	get path(): string {
		const address = this.#server.address();
		return typeof address === 'object' && address !== null ? `rfc2217://${endpointText(this.#address, address.port)}` : '';
	}

	/** How often something was not taken, by why. */
	get dropped(): ReadonlyMap<string, number> {
		return this.#dropped;
	}

	/** Sends to the client; without one the bytes are lost, as on a wire that nobody listens to. */
	write(bytes: Uint8Array): void {
		this.#client?.write(bytes);
	}

	close(): void {
		this.#client?.close();
		this.#server.close();
	}

	#count(why: string): void {
		const count = this.#dropped.get(why) ?? 0;
		this.#dropped.set(why, count + 1);
		if (count === 0) this.onDropped(why);
	}
}

interface ClientEvents {
	readonly onData: (bytes: Uint8Array) => void;
	readonly onChange: (change: ComPortChange) => void;
	readonly onDropped: (why: string) => void;
	readonly onClose: () => void;
}

class Client {
	readonly #socket: Socket;
	readonly #input: PacedInput;
	readonly #output: PacedOutput;
	readonly #telnet: Telnet;
	readonly #port: ComPort;
	/** Data for it were lost, and it has not been told so far. */
	#overran = false;

	constructor(socket: Socket, { speed, signature, scheduler }: Rfc2217Options, { onData, onChange, onDropped, onClose }: ClientEvents) {
		this.#socket = socket;
		this.#output = new PacedOutput({ scheduler, baud: speed, write: (bytes) => this.#deliver(bytes) });
		this.#port = new ComPort({
			speed,
			signature,
			tell: (payload) => this.#telnet.subnegotiate(TELNET_OPTION.comPort, payload),
			onChange: (change) => {
				if (change.setting === 'speed') this.#output.setSpeed(change.value);
				onChange(change);
			},
			onPurge: () => this.#output.clear(),
			onFlow: (goes) => (goes ? this.#output.resume() : this.#output.hold()),
			onDropped,
		});
		this.#telnet = new Telnet({
			here: HERE,
			there: THERE,
			asksHere: [TELNET_OPTION.binary, TELNET_OPTION.suppressGoAhead],
			asksThere: [TELNET_OPTION.binary, TELNET_OPTION.comPort],
			send: (bytes) => this.#send(bytes),
			onData,
			onOption: (option) => {
				if (option === TELNET_OPTION.comPort) this.#port.tellModemState();
			},
			onSubnegotiation: (option, payload) => {
				if (option === TELNET_OPTION.comPort) this.#port.receive(payload);
				else onDropped('not agreed');
			},
			// Telnet's own break lasts no time that it would tell.
			onBreak: () => {
				onChange({ setting: 'break', value: true });
				onChange({ setting: 'break', value: false });
			},
			onDropped,
		});
		this.#input = new PacedInput(socket, (bytes) => this.#telnet.receive(bytes));
		socket.on('error', () => socket.destroy());
		socket.on('close', () => {
			this.#input.close();
			this.#output.clear();
			onClose();
		});
		socket.on('drain', () => this.#tellOverrun());
		socket.on('data', (bytes) => this.#input.receive(new Uint8Array(bytes)));
		this.#telnet.begin();
	}

	write(bytes: Uint8Array): void {
		if (!this.#output.write(bytes)) this.#overran = true;
	}

	close(): void {
		this.#input.close();
		this.#output.clear();
		this.#socket.destroy();
	}

	#deliver(bytes: Uint8Array): void {
		if (this.#socket.writableLength >= BACKLOG) this.#overran = true;
		else {
			this.#telnet.write(bytes);
			this.#tellOverrun();
		}
	}

	#tellOverrun(): void {
		if (!this.#overran) return;
		this.#overran = false;
		this.#port.tellOverrun();
	}

	#send(bytes: Uint8Array): void {
		if (this.#socket.destroyed) return;
		if (this.#socket.writableLength >= MOST_UNREAD) this.#socket.destroy();
		else this.#socket.write(bytes);
	}
}
