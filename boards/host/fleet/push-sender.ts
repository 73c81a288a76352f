/**
 * The pushes of a fleet on their way: by UDP from the port of each meter's concentrator, no more of them a second than the link is to bear, or over one standing
 * connection of TCP a concentrator. What it cannot take yet is not lost but waits: `isFull` says so, and `onDrained` when there is room again.
 */
import { connect, isIPv4, type Socket } from 'node:net';
import { bytesOf } from '../../../hal/node/addresses.js';
import type { NodeUdp } from '../../../hal/node/sockets.js';
import type { Place } from './concentrators.js';

export interface PushSender {
	/** More would have to wait here. */
	readonly isFull: boolean;
	/** Everything has left, or is lost. */
	readonly isDone: boolean;
	/** There is room again, after it was full; or it is done. */
	onDrained: () => void;
	readonly statistics: SendStatistics;
	/** @param concentrator from 1. The frame is taken at once */
	send(concentrator: number, frame: Uint8Array): void;
	close(): void;
}

export interface SendStatistics {
	sent: number;
	/** Those that did not leave: the system refused, or nobody took the connection. */
	unsent: number;
	/** Of TCP: connections that were made. */
	connected: number;
}

/** Datagrams that the system has not taken yet. */
const MOST_IN_FLIGHT = 512;
/** How often there is room for more at a rate, ms, unless that would be less than one. */
const PACE = 5;
/** Bytes that wait for one connection. */
const MOST_WAITING = 256 * 1024;
/** Between two tries to connect, ms: at first, and at most. */
const AGAIN = Object.freeze({ first: 500, most: 30_000 });

/** So many in so many ms: at most `rate` a second. */
export function paceOf(rate: number): { readonly count: number; readonly ms: number } {
	const count = Math.ceil((rate * PACE) / 1000);
	return { count, ms: Math.ceil((1000 * count) / rate) };
}

export class UdpPushes implements PushSender {
	onDrained: () => void = () => {};
	readonly statistics: SendStatistics = { sent: 0, unsent: 0, connected: 0 };
	readonly #sockets: readonly NodeUdp[];
	readonly #to: Uint8Array;
	readonly #port: number;
	readonly #pace: ReturnType<typeof paceOf>;
	#inFlight = 0;
	/** How many may still leave before the next pace. */
	#left: number;
	#timer: NodeJS.Timeout | undefined;
	readonly #done: (ok: boolean) => void;

	/** @param rate datagrams a second */
	constructor(sockets: readonly NodeUdp[], to: Place, rate: number) {
		this.#sockets = sockets;
		this.#to = bytesOf(to.address);
		this.#port = to.port;
		this.#pace = paceOf(rate);
		this.#left = this.#pace.count;
		this.#done = (ok) => {
			const wasFull = this.isFull;
			this.#inFlight--;
			if (ok) this.statistics.sent++;
			else this.statistics.unsent++;
			if (this.isDone || (wasFull && !this.isFull)) this.onDrained();
		};
	}

	get isFull(): boolean {
		return this.#inFlight >= MOST_IN_FLIGHT || this.#left === 0;
	}

	get isDone(): boolean {
		return this.#inFlight === 0;
	}

	send(concentrator: number, frame: Uint8Array): void {
		this.#inFlight++;
		this.#left = Math.max(0, this.#left - 1);
		this.#timer ??= setTimeout(() => this.#goOn(), this.#pace.ms);
		this.#sockets[concentrator - 1]!.send(this.#to, this.#port, frame, this.#done);
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.onDrained = () => {};
	}

	#goOn(): void {
		this.#timer = undefined;
		const wasFull = this.isFull;
		this.#left = this.#pace.count;
		if (wasFull && !this.isFull) this.onDrained();
	}
}

export class TcpPushes implements PushSender {
	onDrained: () => void = () => {};
	readonly statistics: SendStatistics = { sent: 0, unsent: 0, connected: 0 };
	readonly #lines: (PushLine | undefined)[];
	readonly #to: Place;
	readonly #full = new Set<PushLine>();
	/** Pushes that were not taken by the system yet. */
	#waiting = 0;
	#closed = false;

	/** @param from address of the concentrators, from which they connect */
	constructor(
		concentrators: number,
		to: Place,
		readonly from: string,
	) {
		this.#lines = new Array<PushLine | undefined>(concentrators);
		this.#to = to;
	}

	get isFull(): boolean {
		return this.#full.size > 0;
	}

	get isDone(): boolean {
		return this.#waiting === 0;
	}

	send(concentrator: number, frame: Uint8Array): void {
		this.#lines[concentrator - 1] ??= new PushLine(this.#to, this.from, this.statistics, (line, isFull) => this.#onLine(line, isFull));
		this.#waiting++;
		this.#lines[concentrator - 1]!.send(frame, this.#onLeft);
	}

	/** What was written goes, if it is taken soon. */
	close(): void {
		this.#closed = true;
		for (const line of this.#lines) line?.close();
	}

	readonly #onLeft = (ok: boolean): void => {
		this.#waiting--;
		if (ok) this.statistics.sent++;
		else this.statistics.unsent++;
		if (this.isDone && !this.isFull && !this.#closed) this.onDrained();
	};

	#onLine(line: PushLine, isFull: boolean): void {
		if (isFull) this.#full.add(line);
		else if (this.#full.delete(line) && this.#full.size === 0 && !this.#closed) this.onDrained();
	}
}

/** The standing connection of one concentrator, made when there is something to send, and made again, ever more seldom, where it is not taken. */
class PushLine {
	readonly #to: Place;
	readonly #from: string;
	readonly #statistics: SendStatistics;
	readonly #tell: (line: PushLine, isFull: boolean) => void;
	#socket: Socket | undefined;
	#again: number = AGAIN.first;
	#notBefore = 0;
	#isFull = false;

	constructor(to: Place, from: string, statistics: SendStatistics, tell: (line: PushLine, isFull: boolean) => void) {
		this.#to = to;
		this.#from = from;
		this.#statistics = statistics;
		this.#tell = tell;
	}

	/** @param onLeft whether the system took it */
	send(frame: Uint8Array, onLeft: (ok: boolean) => void): void {
		const socket = this.#socket ?? this.#open();
		if (socket === undefined) {
			onLeft(false);
			return;
		}
		socket.write(Buffer.from(frame), (error) => onLeft(!error));
		if (socket.writableLength > MOST_WAITING) this.#setFull(true);
	}

	close(): void {
		this.#socket?.destroySoon();
	}

	/** Undefined: it was tried a moment ago. */
	#open(): Socket | undefined {
		if (performance.now() < this.#notBefore) return undefined;
		// A source address of the other family would be refused.
		const isAlike = isIPv4(this.#from) === isIPv4(this.#to.address);
		const socket = connect({ host: this.#to.address, port: this.#to.port, noDelay: true, ...(isAlike && { localAddress: this.#from }) });
		this.#socket = socket;
		socket.resume();
		// Whether anybody is there shows first.
		this.#setFull(true);
		socket.on('connect', () => {
			this.#setFull(false);
			this.#statistics.connected++;
			this.#again = AGAIN.first;
		});
		socket.on('drain', () => this.#setFull(false));
		// Told by `close`.
		socket.on('error', () => {});
		socket.on('close', () => {
			if (this.#socket !== socket) return;
			this.#socket = undefined;
			this.#notBefore = performance.now() + this.#again;
			this.#again = Math.min(2 * this.#again, AGAIN.most);
			this.#setFull(false);
		});
		return socket;
	}

	#setFull(isFull: boolean): void {
		if (isFull === this.#isFull) return;
		this.#isFull = isFull;
		this.#tell(this, isFull);
	}
}
