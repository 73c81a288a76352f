/** A connection of TCP to a concentrator: frames for many meters, each of which sees a stream of its own. */
import type { Stream } from '../../../hal/ports/streams.js';
import { WrapperStream } from '../../../modules/dlms/wrapper.js';
import type { TransportLimits } from '../../../src/route-a/limits.js';
import { answerBy, type MeterSpan, type Routed, route, type Way } from './addressing.js';
import type { MeterDoors } from './meter-doors.js';
import type { Switchboard } from './switchboard.js';

/** What all connections of a fleet share. */
export interface ConnectionPlace {
	readonly switchboard: Switchboard;
	readonly limits: TransportLimits;
	/** ms. */
	now(): number;
	/** Calls it in a turn of its own, behind what else is due. */
	soon(task: () => void): void;
	/** A frame for nobody; `first`: of this connection. */
	dropped(connection: ConcentratedConnection, first: boolean): void;
	/** It is to be forgotten: closed from here, or from the other end. `malformed`: what came is no frame. */
	ended(connection: ConcentratedConnection, cause: ConnectionEnd): void;
}

export type ConnectionEnd = 'gone' | 'malformed' | 'association' | 'frame' | 'over' | 'displaced';

/** The longest APDU with a prefix: a meter refuses what is too long for it. */
const LONGEST = 4096;
/** Ways by which one connection speaks to meters at a time. */
const MOST_WAYS = 4096;
const NEVER = Number.POSITIVE_INFINITY;

export class ConcentratedConnection {
	readonly stream: Stream;
	readonly #place: ConnectionPlace;
	readonly #frames: WrapperStream;
	readonly #lines = new Map<string, MeterLine>();
	#bytes: Uint8Array | undefined;
	#at = 0;
	#routed: Routed | undefined;
	#error = false;
	#paused = false;
	#serving = false;
	#closed = false;
	#dropped = false;
	/** Since when there is no meter it speaks to, and since when a frame is not complete; ms. */
	#alone: number;
	#begun = NEVER;

	constructor(stream: Stream, span: MeterSpan, place: ConnectionPlace) {
		this.stream = stream;
		this.#place = place;
		this.#alone = place.now();
		this.#frames = new WrapperStream({
			maxApdu: LONGEST,
			onFrame: (source, destination, apdu) => {
				this.#routed = route(span, source, destination, apdu);
				if (this.#routed === undefined) this.#drop();
				this.#frames.hold();
			},
			onError: () => {
				this.#error = true;
			},
		});
		stream.onReceive = (bytes) => {
			this.#bytes = bytes;
			this.#at = 0;
			this.serve();
		};
		stream.onDrained = () => {
			for (const line of [...this.#lines.values()]) line.onDrained();
		};
		stream.onClosed = () => this.#end('gone');
	}

	/** It speaks to no meter. */
	get isAlone(): boolean {
		return this.#lines.size === 0;
	}

	/** What it has taken too long for. */
	overdue(now: number): ConnectionEnd | undefined {
		const { limits } = this.#place;
		if (this.isAlone && now - this.#alone >= limits.association) return 'association';
		return !this.#paused && now - this.#begun >= limits.frame ? 'frame' : undefined;
	}

	/** Hands on what has come, as much as one turn allows, and until a meter asks for a pause. */
	serve(): void {
		const bytes = this.#bytes;
		if (bytes === undefined || this.#closed || this.#serving) return;
		this.#serving = true;
		const { requestsPerTurn } = this.#place.limits;
		let frames = 0;
		while (this.#at < bytes.length && !this.#error && !this.#closed && !this.#isHeldUp() && frames < requestsPerTurn) {
			frames++;
			this.#routed = undefined;
			this.#at = this.#frames.receive(bytes, this.#at);
			const routed = this.#routed as Routed | undefined;
			if (routed !== undefined) this.#handOn(routed);
		}
		this.#serving = false;
		if (this.#closed) return;
		if (this.#error) this.#end('malformed');
		else this.#goOn(bytes);
		// The others have their turn, and then this one has its next.
		if (frames === requestsPerTurn && this.#bytes !== undefined) this.#place.soon(() => this.serve());
	}

	/** Closes it, and what goes over it. */
	close(cause: ConnectionEnd): void {
		this.#end(cause);
	}

	/** A meter has gone on, or has ended its line. */
	onResumed(): void {
		if (!this.#paused) return;
		this.#place.soon(() => this.serve());
	}

	onLineClosed(line: MeterLine): void {
		if (this.#lines.get(line.way.key) === line) this.#lines.delete(line.way.key);
		if (this.#lines.size > 0 || this.#closed) return;
		this.#alone = this.#place.now();
		// The last of the meters has hung up, as a meter of its own address would.
		this.#place.soon(() => {
			if (this.isAlone) this.#end('over');
		});
	}

	#isHeldUp(): boolean {
		for (const line of this.#lines.values()) if (line.paused) return true;
		return false;
	}

	#handOn({ way, frame }: Routed): void {
		let line = this.#lines.get(way.key);
		if (line === undefined) {
			if (this.#lines.size >= MOST_WAYS) this.#lines.values().next().value!.hangUp();
			const doors = this.#place.switchboard.doorsOf(way.number);
			if (doors === undefined) return;
			line = new MeterLine(this, way, doors);
			this.#lines.set(way.key, line);
			doors.accept(line);
		} else {
			// It was spoken to just now, and is none of those to make room.
			this.#place.switchboard.doorsOf(way.number);
		}
		line.onReceive(frame);
	}

	#goOn(bytes: Uint8Array): void {
		const now = this.#place.now();
		if (!this.#frames.waiting) this.#begun = NEVER;
		else if (this.#begun === NEVER) this.#begun = now;
		const isDone = this.#at === bytes.length;
		if (isDone) this.#bytes = undefined;
		if (!isDone === this.#paused) return;
		this.#paused = !isDone;
		if (isDone) this.stream.resume();
		else this.stream.pause();
	}

	#drop(): void {
		this.#place.dropped(this, !this.#dropped);
		this.#dropped = true;
	}

	#end(cause: ConnectionEnd): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#bytes = undefined;
		this.#frames.close();
		if (cause !== 'gone') this.stream.close();
		for (const line of [...this.#lines.values()]) line.hangUp();
		this.#lines.clear();
		this.#place.ended(this, cause);
	}
}

/** What one meter sees of a connection. */
class MeterLine implements Stream {
	onReceive: Stream['onReceive'] = () => {};
	onDrained: Stream['onDrained'] = () => {};
	onClosed: Stream['onClosed'] = () => {};
	readonly way: Way;
	paused = false;
	readonly #connection: ConcentratedConnection;
	readonly #doors: MeterDoors;
	#closed = false;

	constructor(connection: ConcentratedConnection, way: Way, doors: MeterDoors) {
		this.#connection = connection;
		this.#doors = doors;
		this.way = way;
	}

	get peer(): string {
		return `${this.#connection.stream.peer} to meter ${this.way.number}`;
	}

	get host(): string {
		return this.#connection.stream.host;
	}

	get pending(): number {
		return this.#connection.stream.pending;
	}

	send(bytes: Uint8Array): void {
		if (this.#closed) return;
		this.#doors.settle();
		this.#connection.stream.send(answerBy(this.way, bytes));
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.resume();
		this.#connection.onLineClosed(this);
	}

	pause(): void {
		this.paused = true;
	}

	resume(): void {
		if (!this.paused) return;
		this.paused = false;
		this.#connection.onResumed();
	}

	/** The other end is gone. */
	hangUp(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.paused = false;
		this.onClosed();
		this.#connection.onLineClosed(this);
	}
}
