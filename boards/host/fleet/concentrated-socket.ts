/** The UDP of a concentrator: datagrams for many meters, each of which sees a socket of its own. */
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeWrapper, type WrapperFrame } from '../../../modules/dlms/wrapper.js';
import { ALL_STATIONS } from '../../../src/head-end/concentrated-carrier.js';
import { answerBy, type MeterSpan, type Routed, route, routeToAll, type Way } from './addressing.js';
import type { Broadcasts } from './broadcasts.js';
import type { MeterDoors } from './meter-doors.js';
import type { Switchboard } from './switchboard.js';

export interface SocketStatistics {
	/** Datagrams that are no frame. */
	malformed: number;
	/** Frames for nobody. */
	dropped: number;
	/** Messages to all that were lost, since others were still being handed on. */
	crowded: number;
}

export class ConcentratedSocket {
	readonly statistics: SocketStatistics = { malformed: 0, dropped: 0, crowded: 0 };
	readonly #socket: UdpSocket;
	readonly #span: MeterSpan;
	readonly #switchboard: Switchboard;
	readonly #broadcasts: Broadcasts;
	/** By the meter that is open, and the way to it. */
	readonly #ways = new WeakMap<MeterDoors, Map<string, MeterSocket>>();

	/** Takes datagrams from now on. */
	constructor(socket: UdpSocket, span: MeterSpan, switchboard: Switchboard, broadcasts: Broadcasts) {
		this.#socket = socket;
		this.#span = span;
		this.#switchboard = switchboard;
		this.#broadcasts = broadcasts;
		socket.onReceive = (from, port, bytes) => this.#receive(from, port, bytes);
	}

	#receive(from: Uint8Array, port: number, bytes: Uint8Array): void {
		const told = this.#decode(bytes);
		if (told === undefined) return;
		if (told.destination === ALL_STATIONS) {
			this.#spread(from, port, told);
			return;
		}
		const routed = route(this.#span, told.source, told.destination, told.apdu);
		if (routed === undefined) {
			this.statistics.dropped++;
			return;
		}
		this.#deliver(from, port, routed, false);
	}

	/** To each meter, as a multicast comes to it: only clients that are associated from the start are heard, and nobody answers. */
	#spread(from: Uint8Array, port: number, { source, apdu }: WrapperFrame): void {
		const kept = apdu.slice();
		const deliver = (number: number) => this.#deliver(from, port, routeToAll(this.#span, number, source, kept), true);
		if (!this.#broadcasts.put(this.#span, deliver)) this.statistics.crowded++;
	}

	#deliver(from: Uint8Array, port: number, { way, frame }: Routed, multicast: boolean): void {
		const doors = this.#switchboard.doorsOf(way.number);
		if (doors !== undefined) this.#socketOf(doors, way).onReceive(from, port, frame, multicast);
	}

	#decode(bytes: Uint8Array): WrapperFrame | undefined {
		try {
			return decodeWrapper(bytes);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.statistics.malformed++;
			return undefined;
		}
	}

	#socketOf(doors: MeterDoors, way: Way): MeterSocket {
		let ways = this.#ways.get(doors);
		if (ways === undefined) {
			ways = new Map();
			this.#ways.set(doors, ways);
		}
		let socket = ways.get(way.key);
		if (socket === undefined) {
			socket = new MeterSocket(this.#socket, way, doors);
			ways.set(way.key, socket);
			doors.hear(socket);
		}
		return socket;
	}
}

/** What one meter sees of a socket. */
class MeterSocket implements UdpSocket {
	onReceive: UdpSocket['onReceive'] = () => {};
	readonly #way: Way;
	readonly #socket: UdpSocket;
	readonly #doors: MeterDoors;

	constructor(socket: UdpSocket, way: Way, doors: MeterDoors) {
		this.#socket = socket;
		this.#way = way;
		this.#doors = doors;
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

	send(to: Uint8Array, port: number, bytes: Uint8Array, done?: (ok: boolean) => void): void {
		this.#doors.settle();
		this.#socket.send(to, port, answerBy(this.#way, bytes), done);
	}

	close(): void {
		this.onReceive = () => {};
	}
}
