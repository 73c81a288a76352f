import type { Network } from '../ports/network.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { UdpSocket } from '../ports/sockets.js';
import { VirtualListener, type VirtualStream } from './streams.js';

/** Of the ports that nobody chose. */
const FIRST_FREE = 49_152;

/** A LAN in memory: what its hosts send arrives in tasks of the scheduler. */
export class VirtualLan {
	readonly #scheduler: Scheduler;
	readonly hosts: VirtualNetwork[] = [];
	/** Addresses by name. */
	readonly names = new Map<string, Uint8Array>();

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	/** @param address 16 bytes; undefined: it has none yet */
	host(address: Uint8Array | undefined): VirtualNetwork {
		const host = new VirtualNetwork(this, this.#scheduler, address);
		this.hosts.push(host);
		return host;
	}
}

/** A host's view of it. */
export class VirtualNetwork implements Network {
	address: Uint8Array | undefined;
	readonly macAddress = Uint8Array.of(2, 0, 0, 0, 0x4b, 0x45);
	readonly lan: VirtualLan;
	readonly scheduler: Scheduler;
	readonly sockets: VirtualUdp[] = [];
	readonly #listeners = new Map<number, VirtualListener>();

	constructor(lan: VirtualLan, scheduler: Scheduler, address: Uint8Array | undefined) {
		this.lan = lan;
		this.scheduler = scheduler;
		this.address = address;
	}

	udp(port: number, group?: Uint8Array): VirtualUdp {
		if (this.address === undefined) throw new Error('no network');
		const own = port === 0 ? FIRST_FREE + this.sockets.length : port;
		if (this.sockets.some((each) => each.port === own)) throw new Error('the port is taken');
		const socket = new VirtualUdp(this, own, group);
		this.sockets.push(socket);
		return socket;
	}

	listen(port: number): VirtualListener {
		if (this.address === undefined) throw new Error('no network');
		const before = this.#listeners.get(port);
		if (before !== undefined && !before.closed) throw new Error('the port is taken');
		const listener = new VirtualListener(this.scheduler);
		this.#listeners.set(port, listener);
		return listener;
	}

	resolve(name: string, done: (address: Uint8Array | undefined) => void): void {
		this.scheduler.after(1, () => done(this.lan.names.get(name)));
	}

	/** A connection from `host` to a port of this one; undefined: nobody listens there. */
	connect(port: number, host?: string): VirtualStream | undefined {
		const listener = this.#listeners.get(port);
		return listener === undefined || listener.closed ? undefined : listener.connect(host);
	}
}

export class VirtualUdp implements UdpSocket {
	readonly port: number;
	onReceive: UdpSocket['onReceive'] = () => {};
	readonly #network: VirtualNetwork;
	readonly #group: Uint8Array | undefined;

	constructor(network: VirtualNetwork, port: number, group: Uint8Array | undefined) {
		this.#network = network;
		this.port = port;
		this.#group = group;
	}

	get address(): Uint8Array {
		return this.#network.address ?? new Uint8Array(16);
	}

	get group(): Uint8Array {
		return this.#group ?? this.address;
	}

	send(to: Uint8Array, port: number, bytes: Uint8Array, done?: (ok: boolean) => void): void {
		const { lan, scheduler, address: from } = this.#network;
		const copy = bytes.slice();
		scheduler.after(0, () => done?.(from !== undefined));
		if (from === undefined) return;
		for (const host of lan.hosts) {
			for (const socket of host.sockets) {
				const multicast = socket.#group !== undefined && same(socket.#group, to);
				if (socket === this || socket.port !== port || !(multicast || same(socket.address, to))) continue;
				scheduler.after(0, () => {
					if (host.sockets.includes(socket)) socket.onReceive(from, this.port, copy.slice(), multicast);
				});
			}
		}
	}

	close(): void {
		const { sockets } = this.#network;
		const at = sockets.indexOf(this);
		if (at >= 0) sockets.splice(at, 1);
	}
}

function same(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
