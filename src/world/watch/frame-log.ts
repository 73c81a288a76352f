/**
 * The last frames of the air, of power lines, of the lines at dongles, of ECHONET Lite over other links, and of COSEM, in one order of virtual time. What comes
 * is kept as it is: nothing is parted or made text of before somebody looks at it.
 */
import type { FrameKind } from '../../../modules/capture/fields/dissect.js';
import type { LinkKey } from '../../../modules/capture/wireshark.js';
import type { Air } from '../../../modules/medium/air.js';

/** Where a frame went. */
export const FRAME_MEDIA = Object.freeze(['air', 'power line', 'serial', 'LAN', 'TCP', 'UDP', 'HDLC'] as const);
export type FrameMedium = (typeof FRAME_MEDIA)[number];

export interface LoggedFrame {
	/** Counts from 1, over all media. */
	readonly id: number;
	/** Virtual ms since the start: of the first bit on the air, elsewhere when it was told. */
	readonly elapsed: number;
	readonly medium: FrameMedium;
	readonly kind: FrameKind;
	/** Nodes, or what the other end is called; undefined: the frame tells it. */
	readonly from: string;
	readonly to: string | undefined;
	readonly bytes: Uint8Array;
	/** Of a line: so many bytes at its end are the payload that it carries. */
	readonly data: number;
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

export type NewFrame = Omit<LoggedFrame, 'id' | 'elapsed'> & { readonly elapsed?: number };

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

export class FrameLog {
	readonly counts: Record<FrameMedium, number> = { air: 0, 'power line': 0, serial: 0, LAN: 0, TCP: 0, UDP: 0, HDLC: 0 };
	readonly #options: FrameLogOptions;
	readonly #maxFrames: number;
	readonly #maxBytes: number;
	/** A ring: frame number `id` stands at `id % maxFrames`. */
	readonly #ring: (LoggedFrame | undefined)[];
	readonly #keys: LinkKey[] = [];
	readonly #listeners = new Set<(frame: LoggedFrame) => void>();
	#first = 1;
	#next = 1;
	#bytes = 0;

	constructor(options: FrameLogOptions) {
		this.#options = options;
		this.#maxFrames = options.maxFrames ?? MAX_FRAMES;
		this.#maxBytes = options.maxBytes ?? MAX_BYTES;
		this.#ring = new Array<LoggedFrame | undefined>(this.#maxFrames);
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

	/** Undefined: it is not kept any more, or has not come. */
	get(id: number): LoggedFrame | undefined {
		return id >= this.#first && id < this.#next ? this.#ring[id % this.#maxFrames] : undefined;
	}

	add(frame: NewFrame): void {
		const { elapsed = this.elapsed, medium, kind, from, to, bytes, data, channel, rssi, meter, connection, isServers, isCut } = frame;
		const kept = bytes.length > MAX_FRAME ? bytes.subarray(0, MAX_FRAME) : bytes;
		const id = this.#next;
		// One by one, so that all are of one shape: there are many.
		const logged: LoggedFrame = { id, elapsed, medium, kind, from, to, bytes: kept, data, channel, rssi, meter, connection, isServers, isCut };
		while (this.#next - this.#first >= this.#maxFrames || (this.#bytes + kept.length > this.#maxBytes && this.#first < this.#next)) this.#drop();
		this.#ring[logged.id % this.#maxFrames] = logged;
		this.#next++;
		this.#bytes += kept.length;
		this.counts[frame.medium]++;
		for (const listener of this.#listeners) listener(logged);
	}

	/** Hears each frame as it comes. Returns what ends that. */
	listen(listener: (frame: LoggedFrame) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Keeps what goes over this medium from now on. Returns what ends that. */
	hear(air: Air, medium: 'air' | 'power line'): () => void {
		return air.tap(({ sender, channel, psdu, start }) => {
			const rssi = air.physical.nominalLevel - sender.remoteness;
			// The sender may use its array again.
			this.add({ elapsed: start, medium, kind: 'ieee802154', from: sender.name, to: undefined, bytes: psdu.slice(), data: 0, channel, rssi });
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

	#drop(): void {
		const at = this.#first++ % this.#maxFrames;
		this.#bytes -= this.#ring[at]!.bytes.length;
		this.#ring[at] = undefined;
	}
}
