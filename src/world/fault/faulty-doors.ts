/** What goes wrong at the doors of Route A: devices that wrap a device. They know frames and the tags of APDUs, but no keys. */
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { UdpSocket } from '../../../hal/ports/sockets.js';
import type { Stream } from '../../../hal/ports/streams.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { joined } from '../../../modules/bytes/joined.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { WRAPPER_HEADER_LENGTH } from '../../../modules/dlms/wrapper.js';
import type { FaultSwitches } from './fault-switches.js';
import type { Fate } from './faulty-services.js';
import { LateLine } from './late-line.js';

/** What the doors of one meter have in common. */
export interface Doors {
	readonly switches: FaultSwitches;
	/** Whether what goes out is the first frame of an answer: general blocks behind it are of its transfer. True once for each request. */
	takeFirst(): boolean;
	/** Lets in what has come. `canShut`: the door can, until `receive` returns. */
	enter(receive: () => void, canShut: boolean): void;
	/** What becomes of the answer that goes out. */
	takeFate(): Fate | undefined;
}

const LENGTH_AT = 6;
/** The most bytes that wait at one door: beyond them the oldest go at once. */
const MOST_WAITING = 0x10000;
/** Of those beyond, transfers begin anew. */
const MOST_PEERS = 16;
/** Noise, and which bit of a frame is flipped: within its header, so that every frame has it. */
const NOISE = new Uint8Array([0x55, 0x00, 0xff]);
const FLIPPED_AT = 4;
const FLIPPED_BIT = 0x10;
const FLAG = 0x7e;

/** What becomes of APDUs to one client by their tags alone. */
class TagFaults {
	readonly #doors: Doors;
	/** Whether the transfer that was seen last has come to a stop. */
	#isStalled = false;
	#held: Uint8Array | undefined;

	constructor(doors: Doors) {
		this.#doors = doors;
	}

	/** The frames that go out in place of this one, which is a copy. */
	spoil(frame: Uint8Array): readonly Uint8Array[] {
		const tag = frame[WRAPPER_HEADER_LENGTH];
		const isFirst = this.#doors.takeFirst();
		if (tag === APDU.rlre && this.#doors.switches.strikes('release-unanswered')) return [];
		return tag === APDU.generalBlockTransfer ? this.#spoilBlock(frame, isFirst) : [frame];
	}

	/** What was held back for another that did not come. */
	rest(): Uint8Array | undefined {
		const held = this.#held;
		this.#held = undefined;
		return held;
	}

	#spoilBlock(frame: Uint8Array, isFirst: boolean): readonly Uint8Array[] {
		const { switches } = this.#doors;
		this.#isStalled = !isFirst && (this.#isStalled || switches.strikes('gbt-stalls'));
		if (this.#isStalled || switches.strikes('block-lost')) return [];
		const held = this.rest();
		if (held !== undefined) return [frame, held];
		if (switches.strikes('block-repeated')) return [frame, frame];
		if (!switches.strikes('block-early')) return [frame];
		this.#held = frame;
		return [];
	}
}

/** A connection of TCP. Each `send` of the meter has whole frames of the wrapper. */
export class FaultyStream implements Stream {
	onReceive: Stream['onReceive'] = () => {};
	onDrained: Stream['onDrained'] = () => {};
	onClosed: Stream['onClosed'] = () => {};
	readonly #inner: Stream;
	readonly #doors: Doors;
	readonly #scheduler: Scheduler;
	readonly #tags: TagFaults;
	readonly #line: LateLine;
	#isShut = false;

	constructor(inner: Stream, doors: Doors, scheduler: Scheduler) {
		this.#inner = inner;
		this.#doors = doors;
		this.#scheduler = scheduler;
		this.#tags = new TagFaults(doors);
		this.#line = new LateLine(scheduler, MOST_WAITING, (bytes) => inner.send(bytes));
		inner.onReceive = (bytes) => doors.enter(() => this.onReceive(bytes), true);
		inner.onDrained = () => this.onDrained();
		inner.onClosed = () => {
			this.#line.clear();
			this.onClosed();
		};
	}

	get peer(): string {
		return this.#inner.peer;
	}

	get host(): string {
		return this.#inner.host;
	}

	get pending(): number {
		return this.#inner.pending;
	}

	send(bytes: Uint8Array): void {
		if (this.#doors.switches.isEmpty && this.#line.isIdle) {
			this.#inner.send(bytes);
			return;
		}
		for (let at = 0; at < bytes.length && !this.#isShut; ) {
			const end = at + WRAPPER_HEADER_LENGTH + ((bytes[at + LENGTH_AT]! << 8) | bytes[at + LENGTH_AT + 1]!);
			this.#frame(bytes.slice(at, end));
			at = end;
		}
		const rest = this.#tags.rest();
		if (rest !== undefined) this.#line.put(rest, 0);
	}

	close(): void {
		this.#line.clear();
		this.#inner.close();
	}

	pause(): void {
		this.#inner.pause();
	}

	resume(): void {
		this.#inner.resume();
	}

	#frame(frame: Uint8Array): void {
		const fate = this.#doors.takeFate();
		if (fate?.kind === 'shut') {
			this.#isShut = true;
			this.close();
			// Nobody is told from within a call.
			this.#scheduler.after(0, () => this.onClosed());
			return;
		}
		for (const each of this.#tags.spoil(frame)) this.#line.put(each, fate?.delay ?? 0);
	}
}

/** A socket of UDP: a datagram is a frame. Those that wait overtake each other. */
export class FaultySocket implements UdpSocket {
	onReceive: UdpSocket['onReceive'] = () => {};
	readonly #inner: UdpSocket;
	readonly #doors: Doors;
	readonly #scheduler: Scheduler;
	/** Of the peers that something went to last. */
	readonly #tags = new Map<string, TagFaults>();
	#waiting = 0;
	#isOpen = true;

	constructor(inner: UdpSocket, doors: Doors, scheduler: Scheduler) {
		this.#inner = inner;
		this.#doors = doors;
		this.#scheduler = scheduler;
		inner.onReceive = (...datagram) => doors.enter(() => this.onReceive(...datagram), false);
	}

	get address(): Uint8Array {
		return this.#inner.address;
	}

	get port(): number {
		return this.#inner.port;
	}

	get group(): Uint8Array {
		return this.#inner.group;
	}

	send(to: Uint8Array, port: number, bytes: Uint8Array, done?: (ok: boolean) => void): void {
		const { switches } = this.#doors;
		if (switches.isEmpty) {
			this.#inner.send(to, port, bytes, done);
			return;
		}
		const fate = this.#doors.takeFate();
		const delay = fate?.kind === 'late' ? fate.delay : 0;
		const tags = this.#tagsOf(to, port);
		for (const each of tags.spoil(bytes.slice())) this.#put(to, port, each, delay);
		// What was held back goes when the meter is done with this turn.
		this.#scheduler.after(0, () => {
			const rest = tags.rest();
			if (rest !== undefined) this.#put(to, port, rest, 0);
		});
		if (done !== undefined) this.#scheduler.after(0, () => done(true));
	}

	close(): void {
		this.#isOpen = false;
		this.#inner.close();
	}

	/** Each peer's are its own: what is held back of one goes to no other. */
	#tagsOf(to: Uint8Array, port: number): TagFaults {
		const peer = `${toUpperHex(to)} ${port}`;
		const tags = this.#tags.get(peer) ?? new TagFaults(this.#doors);
		this.#tags.delete(peer);
		this.#tags.set(peer, tags);
		if (this.#tags.size > MOST_PEERS) this.#tags.delete(this.#tags.keys().next().value!);
		return tags;
	}

	#put(to: Uint8Array, port: number, bytes: Uint8Array, delay: number): void {
		if (delay === 0 || this.#waiting + bytes.length > MOST_WAITING) {
			if (this.#isOpen) this.#inner.send(to, port, bytes);
			return;
		}
		this.#waiting += bytes.length;
		this.#scheduler.after(delay, () => {
			this.#waiting -= bytes.length;
			if (this.#isOpen) this.#inner.send(to, port, bytes);
		});
	}
}

/** The line of the local port. A late answer keeps all behind it. */
export class FaultyLine implements Serial {
	onReceive: Serial['onReceive'] = () => {};
	readonly #doors: Doors;
	readonly #line: LateLine;

	constructor(inner: Serial, doors: Doors, scheduler: Scheduler) {
		this.#doors = doors;
		this.#line = new LateLine(scheduler, MOST_WAITING, (bytes) => inner.write(bytes));
		inner.onReceive = (bytes) => doors.enter(() => this.onReceive(bytes), false);
	}

	write(bytes: Uint8Array): void {
		const fate = this.#doors.takeFate();
		const isNoisy = bytes[0] === FLAG && this.#doors.switches.strikes('hdlc-noise');
		this.#line.put(isNoisy ? behindNoise(bytes) : bytes, fate?.kind === 'late' ? fate.delay : 0);
	}

	/** Drops what is late: the meter has no power any more, or another hand-held is on the line. */
	clear(): void {
		this.#line.clear();
	}
}

function behindNoise(frame: Uint8Array): Uint8Array {
	const noisy = joined([NOISE, frame]);
	noisy[NOISE.length + FLIPPED_AT]! ^= FLIPPED_BIT;
	return noisy;
}
