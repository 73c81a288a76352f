/**
 * A UDP socket that outlasts the network it is open on, for a device whose network comes and goes: while there is none it hears nothing, and what is sent
 * fails. It has a budget: whoever sends more than that is not heard, and the others are neither meanwhile, but the device goes on with what else it does.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Network } from '../../hal/ports/network.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { UdpSocket } from '../../hal/ports/sockets.js';

export interface StandingUdpOptions {
	/** For the log. */
	readonly name: string;
	readonly port: number;
	/** The group to hear; undefined: none. */
	readonly group?: Uint8Array | undefined;
	readonly network: Network;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Datagrams that are heard at once, and a second for good. */
	readonly burst: number;
	readonly rate: number;
}

const UNSPECIFIED = new Uint8Array(16);

export class StandingUdp implements UdpSocket {
	readonly port: number;
	onReceive: UdpSocket['onReceive'] = () => {};
	/** Datagrams that came beyond the budget, since the start. */
	overrun = 0;
	private readonly options: StandingUdpOptions;
	private socket: UdpSocket | undefined;
	/** How many datagrams may come now, and as of when, ms. */
	private left: number;
	private since = 0;
	/** Why there is no socket was told, and there was none since. */
	private isTold = false;

	constructor(options: StandingUdpOptions) {
		this.options = options;
		this.port = options.port;
		this.left = options.burst;
	}

	get address(): Uint8Array {
		return this.options.network.address ?? UNSPECIFIED;
	}

	get group(): Uint8Array {
		return this.options.group ?? this.address;
	}

	get isOpen(): boolean {
		return this.socket !== undefined;
	}

	/** There is a network. False: no socket is to be had on it, which the log tells, of several times in a row the first. */
	open(): boolean {
		this.close();
		const { name, network, port, group, log } = this.options;
		try {
			this.socket = network.udp(port, group);
		} catch (error) {
			if (!this.isTold) log.write(name, `no UDP port ${port}: ${error instanceof Error ? error.message : error}`);
			this.isTold = true;
			return false;
		}
		this.isTold = false;
		this.socket.onReceive = (from, fromPort, bytes, multicast) => {
			if (this.take()) this.onReceive(from, fromPort, bytes, multicast);
		};
		return true;
	}

	send(to: Uint8Array, port: number, bytes: Uint8Array, done?: (ok: boolean) => void): void {
		if (this.socket !== undefined) this.socket.send(to, port, bytes, done);
		else if (done !== undefined) this.options.scheduler.after(0, () => done(false));
	}

	/** The network is gone; `open` begins anew. */
	close(): void {
		this.socket?.close();
		this.socket = undefined;
	}

	/** False: it is too much. */
	private take(): boolean {
		const { burst, rate, scheduler, log, name } = this.options;
		const now = scheduler.now();
		this.left = Math.min(burst, this.left + ((now - this.since) * rate) / 1000);
		this.since = now;
		if (this.left < 1) {
			if (this.overrun++ === 0) log.write(name, `dropped: more than ${rate} datagrams a second; counted only from here on`);
			return false;
		}
		this.left--;
		return true;
	}
}
