/**
 * The last frames of the air, of power lines, of the lines at dongles, of ECHONET Lite over other links, and of COSEM, in one order of virtual time. What comes
 * is kept as it is: nothing is parted or made text of before somebody looks at it.
 */
import type { FrameKind } from '../../../modules/capture/fields/dissect.js';
import type { LinkKey } from '../../../modules/capture/wireshark.js';
import type { Air } from '../../../modules/medium/air.js';
import type { VirtualRadio } from '../../../modules/medium/virtual-radio.js';

/** Where a frame went. */
export const FRAME_MEDIA = Object.freeze(['air', 'power line', 'serial', 'LAN', 'TCP', 'UDP', 'HDLC'] as const);
export type FrameMedium = (typeof FRAME_MEDIA)[number];

/** What frames from one place have in common: one object for as many as there are. */
export interface FrameOrigin {
	readonly medium: FrameMedium;
	readonly kind: FrameKind;
	/** Nodes, or what the other end is called; undefined: the frame tells it. */
	readonly from: string;
	readonly to: string | undefined;
	readonly channel?: number | undefined;
	/** dBm, as a sniffer beside the sender hears it. */
	readonly rssi?: number | undefined;
	/** Of COSEM: number of the meter, and which connection of the run. */
	readonly meter?: number | undefined;
	readonly connection?: number | undefined;
	/** Of COSEM: the meter sent it. */
	readonly isServers?: boolean | undefined;
	/** A secret at its end was left out. */
	readonly isCut?: boolean | undefined;
}

export interface LoggedFrame extends FrameOrigin {
	/** Counts from 1, over all media. */
	readonly id: number;
	/** Virtual ms since the start: of the first bit on the air, elsewhere when it was told. */
	readonly elapsed: number;
	readonly bytes: Uint8Array;
	/** Of a line: so many bytes at its end are the payload that it carries. */
	readonly data: number;
}

export interface FrameLogOptions {
	/** Virtual ms since the start. */
	readonly elapsed: () => number;
	/** The most frames, and bytes of them, that are kept. */
	readonly maxFrames?: number;
	readonly maxBytes?: number;
}

const MAX_FRAMES = 20_000;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_KEYS = 4096;
/** Kept of a frame; a longer one is cut. */
const MAX_FRAME = 70_000;
/** Room for bytes at the begin; it grows with what is kept. */
const FIRST_ROOM = 1 << 16;
const NO_DATA = new Uint8Array(0);

/**
 * Frames stand in columns, their bytes one behind the other in a ring: there are many, and an object for each would cost more than all else that is done with
 * it. Positions in the ring count on; where a frame would not end before the ring does, it begins at the front.
 */
export class FrameLog {
	readonly counts: Record<FrameMedium, number> = { air: 0, 'power line': 0, serial: 0, LAN: 0, TCP: 0, UDP: 0, HDLC: 0 };
	readonly #options: FrameLogOptions;
	readonly #maxFrames: number;
	readonly #maxBytes: number;
	/** Frame number `id` stands at `id % maxFrames` of each column. */
	readonly #origins: (FrameOrigin | undefined)[];
	readonly #elapsed: Float64Array;
	/** The latest time up to this frame, which rises: one on the air is told at its end, with the time of its begin. */
	readonly #latest: Float64Array;
	readonly #starts: Float64Array;
	readonly #lengths: Uint32Array;
	readonly #data: Uint32Array;
	#room = new Uint8Array(FIRST_ROOM);
	/** Where the next frame begins, at the earliest. */
	#end = 0;
	readonly #keys: LinkKey[] = [];
	readonly #listeners = new Set<() => void>();
	#first = 1;
	#next = 1;
	#bytes = 0;

	constructor(options: FrameLogOptions) {
		this.#options = options;
		const { maxFrames = MAX_FRAMES, maxBytes = MAX_BYTES } = options;
		this.#maxFrames = maxFrames;
		this.#maxBytes = maxBytes;
		this.#origins = new Array<FrameOrigin | undefined>(maxFrames);
		this.#elapsed = new Float64Array(maxFrames);
		this.#latest = new Float64Array(maxFrames);
		this.#starts = new Float64Array(maxFrames);
		this.#lengths = new Uint32Array(maxFrames);
		this.#data = new Uint32Array(maxFrames);
	}

	/** Id of the oldest that is kept, and of the next that comes. */
	get first(): number {
		return this.#first;
	}

	get next(): number {
		return this.#next;
	}

	/** Bytes of all frames that are kept. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Virtual ms since the start. */
	get elapsed(): number {
		return this.#options.elapsed();
	}

	/** With bytes of its own. Undefined: it is not kept any more, or has not come. */
	get(id: number): LoggedFrame | undefined {
		const origin = this.origin(id);
		if (origin === undefined) return undefined;
		const at = id % this.#maxFrames;
		const start = this.#starts[at]! % this.#room.length;
		const bytes = this.#room.slice(start, start + this.#lengths[at]!);
		return { id, elapsed: this.#elapsed[at]!, ...origin, bytes, data: this.#data[at]! };
	}

	/** Where it comes from, without the rest. */
	origin(id: number): FrameOrigin | undefined {
		return id >= this.#first && id < this.#next ? this.#origins[id % this.#maxFrames] : undefined;
	}

	/** The first frame of this time or after it, virtual ms; the next that comes where there is none. */
	idSince(time: number): number {
		let [low, high] = [this.#first, this.#next];
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (this.#latest[middle % this.#maxFrames]! < time) low = middle + 1;
			else high = middle;
		}
		// What was so late may be one that is not kept any more.
		while (low < this.#next && this.#elapsed[low % this.#maxFrames]! < time) low++;
		return low;
	}

	/**
	 * @param bytes copied, and may be used again
	 * @param data the payload of a line, which stands behind it
	 * @param elapsed virtual ms; default: now
	 */
	add(origin: FrameOrigin, bytes: Uint8Array, data: Uint8Array = NO_DATA, elapsed: number = this.elapsed): void {
		const length = Math.min(MAX_FRAME, bytes.length + data.length);
		const start = this.#take(length);
		const at = this.#next % this.#maxFrames;
		const room = this.#room;
		const place = start % room.length;
		put(room, place, bytes, Math.min(length, bytes.length));
		if (data.length > 0 && length > bytes.length) put(room, place + bytes.length, data, length - bytes.length);
		this.#origins[at] = origin;
		this.#elapsed[at] = elapsed;
		this.#latest[at] = Math.max(elapsed, this.#next > 1 ? this.#latest[(this.#next - 1) % this.#maxFrames]! : elapsed);
		this.#starts[at] = start;
		this.#lengths[at] = length;
		this.#data[at] = data.length;
		this.#end = start + length;
		this.#next++;
		this.#bytes += length;
		this.counts[origin.medium]++;
		if (this.#listeners.size > 0) for (const listener of this.#listeners) listener();
	}

	/** Is called with each frame, once it is kept. Returns what ends that. */
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Keeps what goes over this medium from now on. Returns what ends that. */
	hear(air: Air, medium: 'air' | 'power line'): () => void {
		const origins = new WeakMap<VirtualRadio, FrameOrigin>();
		return air.tap(({ sender, channel, psdu, start }) => {
			const rssi = air.physical.nominalLevel - sender.remoteness;
			let origin = origins.get(sender);
			if (origin === undefined || origin.channel !== channel || origin.rssi !== rssi) {
				origin = { medium, kind: 'ieee802154', from: sender.name, to: undefined, channel, rssi };
				origins.set(sender, origin);
			}
			this.add(origin, psdu, NO_DATA, start);
		});
	}

	/** A link key that is in force from now on. */
	onLinkKey(key: LinkKey): void {
		this.#keys.push(key);
		if (this.#keys.length > MAX_KEYS) this.#keys.shift();
	}

	/** All that came into force and are kept, the oldest first. */
	get keys(): readonly LinkKey[] {
		return this.#keys;
	}

	/** Where `length` bytes go; those that are too old make room. */
	#take(length: number): number {
		while (this.#next - this.#first >= this.#maxFrames || (this.#bytes + length > this.#maxBytes && this.#first < this.#next)) this.#drop();
		for (;;) {
			const room = this.#room.length;
			const over = (this.#end % room) + length > room;
			const start = over ? this.#end + room - (this.#end % room) : this.#end;
			const oldest = this.#first < this.#next ? this.#starts[this.#first % this.#maxFrames]! : start;
			if (start + length - oldest <= room) return start;
			// What is lost at the end of the ring is less than a frame.
			const most = this.#maxBytes + MAX_FRAME;
			if (room < most) this.#grow(Math.min(most, Math.max(2 * room, this.#bytes + length)));
			else this.#drop();
		}
	}

	#grow(room: number): void {
		const before = this.#room;
		const after = new Uint8Array(room);
		let end = 0;
		for (let id = this.#first; id < this.#next; id++) {
			const at = id % this.#maxFrames;
			const start = this.#starts[at]! % before.length;
			after.set(before.subarray(start, start + this.#lengths[at]!), end);
			this.#starts[at] = end;
			end += this.#lengths[at]!;
		}
		this.#room = after;
		this.#end = end;
	}

	#drop(): void {
		const at = this.#first++ % this.#maxFrames;
		this.#bytes -= this.#lengths[at]!;
		this.#origins[at] = undefined;
	}
}

/** Most are short: one by one is then the faster way. */
const SHORT = 64;

function put(room: Uint8Array, at: number, bytes: Uint8Array, length: number): void {
	if (length > SHORT) room.set(length === bytes.length ? bytes : bytes.subarray(0, length), at);
	else for (let i = 0; i < length; i++) room[at + i] = bytes[i]!;
}
