import UDP from 'embedded:io/socket/udp';
import type { Scheduler } from '../ports/scheduler.js';
import type { UdpSocket } from '../ports/sockets.js';
import { dottedAddress, mappedAddress } from './address.js';

/** What of the SDK's UDP `@moddable/typings` lacks. */
interface Socket {
	/** Joins a group of IPv4, on the interfaces that have an address now; not on Linux. */
	add?(group: string): void;
	close(): void;
	write(bytes: ArrayBuffer, address: string, port: number): void;
	read(): (ArrayBuffer & { readonly address: string; readonly port: number }) | undefined;
}

export interface DatagramsOptions {
	readonly port: number;
	/** 16 bytes; undefined: none. */
	readonly group: Uint8Array | undefined;
	readonly scheduler: Scheduler;
	/** Its own address now; undefined: it has none. */
	readonly address: () => Uint8Array | undefined;
	/** Joins the group where the socket cannot. */
	readonly join?: ((group: string) => void) | undefined;
}

/** Datagrams handed on in one turn; of more, the rest is read and dropped, for the SDK keeps all that comes until it is read. */
const MOST = 16;
const NOWHERE = new Uint8Array(16);
/** Addresses of others that are remembered. */
const PEERS = 8;

/** A UDP socket of ECMA-419's `embedded:io/socket/udp`: IPv4 alone, for the SDK's sockets know no other. */
export class XsDatagrams implements UdpSocket {
	readonly port: number;
	onReceive: UdpSocket['onReceive'] = () => {};
	/** Datagrams that came in one turn beyond `MOST`. */
	dropped = 0;
	private readonly options: DatagramsOptions;
	private io: Socket | undefined;
	private peers: { readonly text: string; readonly address: Uint8Array }[] = [];

	/** Throws Error if there is no network, the port is taken, or there is no memory. */
	constructor(options: DatagramsOptions) {
		const { port, group, join } = options;
		this.options = options;
		this.port = port;
		const io = new UDP({ ...(port !== 0 && { port }), onReadable: (count) => this.read(count) }) as unknown as Socket;
		this.io = io;
		const text = group && dottedAddress(group);
		if (text === undefined) return;
		try {
			if (join !== undefined) join(text);
			else io.add!(text);
		} catch (error) {
			this.close();
			throw error;
		}
	}

	get address(): Uint8Array {
		return this.options.address() ?? NOWHERE;
	}

	get group(): Uint8Array {
		return this.options.group ?? this.address;
	}

	send(to: Uint8Array, port: number, bytes: Uint8Array, done?: (ok: boolean) => void): void {
		const text = dottedAddress(to);
		let ok = this.io !== undefined && text !== undefined;
		try {
			if (ok) this.io!.write(bytes.slice().buffer, text!, port);
		} catch {
			// No memory, or no route: the sender is told.
			ok = false;
		}
		if (done !== undefined) this.options.scheduler.after(0, () => done(ok));
	}

	close(): void {
		this.io?.close();
		this.io = undefined;
	}

	/** Whether something came to the group is not told: it counts as for this socket alone. */
	private read(count: number): void {
		for (let i = 0; i < count; i++) {
			const bytes = this.io?.read();
			if (bytes === undefined) return;
			const from = i < MOST ? this.peer(bytes.address) : undefined;
			if (from === undefined) this.dropped++;
			else this.onReceive(from, bytes.port, new Uint8Array(bytes), false);
		}
	}

	private peer(text: string): Uint8Array | undefined {
		const known = this.peers.find((each) => each.text === text);
		if (known !== undefined) return known.address;
		const address = mappedAddress(text);
		if (address === undefined) return undefined;
		if (this.peers.length === PEERS) this.peers.shift();
		this.peers.push({ text, address });
		return address;
	}
}
