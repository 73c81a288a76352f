/** Route A of one meter of a fleet, there while somebody speaks to it: the very doors that a meter of `keiki run` has, over what a concentrator hands on to it. */
import type { Log } from '../../../hal/ports/log.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import type { Stream, StreamListener } from '../../../hal/ports/streams.js';
import type { CosemServer } from '../../../modules/dlms/server/server.js';
import type { TransportLimits } from '../../../src/route-a/limits.js';
import { RouteATcp } from '../../../src/route-a/tcp.js';
import { RouteAUdp } from '../../../src/route-a/udp.js';

/** A meter whose Route A was made for an association. */
export interface OpenMeter {
	readonly server: CosemServer;
	/** Takes what comes from who is no client: it may confirm a push. False: it is something else. */
	onPushAnswer?(apdu: Uint8Array): boolean;
	/** What was changed of it is kept: before each answer. */
	settle?(): void;
	/** What was changed of it is kept; nothing else of it stays. */
	close(): void;
}

export interface DoorsPlace {
	readonly scheduler: Scheduler;
	readonly log: Log;
	readonly limits: TransportLimits;
}

export class MeterDoors {
	/** When it was spoken to last, ms of the scheduler. */
	heard = 0;
	readonly #meter: OpenMeter;
	readonly #place: DoorsPlace;
	readonly #listener: StreamListener = { onConnection: (stream) => stream.close(), close() {} };
	#tcp: RouteATcp | undefined;
	/** By the socket that it answers from: a way to it. */
	readonly #udps = new Map<UdpSocket, RouteAUdp>();

	constructor(meter: OpenMeter, place: DoorsPlace) {
		this.#meter = meter;
		this.#place = place;
	}

	/** Nobody is connected or associated. */
	get isIdle(): boolean {
		if ((this.#tcp?.connections ?? 0) > 0) return false;
		for (const udp of this.#udps.values()) if (udp.associations > 0) return false;
		return true;
	}

	/** How many clients are associated, or about to be. */
	get associations(): number {
		let count = this.#tcp?.associations ?? 0;
		for (const udp of this.#udps.values()) count += udp.associations;
		return count;
	}

	/** Before something that it answers goes out. */
	settle(): void {
		this.#meter.settle?.();
	}

	accept(stream: Stream): void {
		this.#tcp ??= new RouteATcp({ server: this.#meter.server, listener: this.#listener, ...this.#place });
		this.#listener.onConnection(stream);
	}

	/** Lets this socket in, if it is not yet. */
	hear(socket: UdpSocket): void {
		if (this.#udps.has(socket)) return;
		const onPushAnswer = (apdu: Uint8Array) => this.#meter.onPushAnswer?.(apdu) ?? false;
		this.#udps.set(socket, new RouteAUdp({ server: this.#meter.server, socket, ...this.#place, onPushAnswer }));
	}

	/** Ends all associations. */
	close(): void {
		this.#tcp?.close();
		for (const udp of this.#udps.values()) udp.close();
		this.#udps.clear();
		this.#meter.close();
	}
}
