/** IPv6 packets on their way out: one after another, each as one frame or as fragments. */
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { Fragments, MINIMUM_CAPACITY } from '../sixlowpan/fragment.js';
import { compress, encodeUncompressed } from '../sixlowpan/iphc.js';
import type { Link, LinkResult } from './link.js';

interface Outgoing {
	readonly packet: Uint8Array;
	readonly to: Uint8Array | undefined;
	readonly secured: boolean;
	readonly compressed: boolean;
	readonly done: (result: LinkResult) => void;
}

/** Never transmits from inside `send`, so that an answer to what just arrived starts on an empty stack. */
export class Outbox {
	readonly #link: Link;
	readonly #scheduler: Scheduler;
	readonly #limit: number;
	/** The first is on its way. */
	readonly #queue: Outgoing[] = [];
	#fragments: Fragments | undefined;
	#tag = 0;

	/** @param limit how many packets wait at most, the one on its way included */
	constructor(link: Link, scheduler: Scheduler, limit: number) {
		this.#link = link;
		this.#scheduler = scheduler;
		this.#limit = limit;
	}

	get full(): boolean {
		return this.#queue.length >= this.#limit;
	}

	/**
	 * Queues a packet; not to be called while `full`. `done` comes later: `sent` if every frame was, otherwise what became of the first that was not.
	 * @param to EUI-64, undefined for broadcast
	 * @param compressed by IPHC; otherwise it goes behind dispatch 0x41
	 */
	send(packet: Uint8Array, to: Uint8Array | undefined, secured: boolean, compressed: boolean, done: (result: LinkResult) => void): void {
		this.#queue.push({ packet, to, secured, compressed, done });
		if (this.#queue.length === 1) this.#scheduler.after(0, this.#start);
	}

	readonly #start = (): void => {
		const { packet, to, secured, compressed } = this.#queue[0]!;
		const payload = compressed ? compress(packet, this.#link.eui64, to) : encodeUncompressed(packet);
		const capacity = this.#link.capacity(secured);
		if (payload.length <= capacity) {
			this.#link.send(to, payload, secured, this.#onResult);
		} else if (capacity < MINIMUM_CAPACITY) {
			this.finish('failed');
		} else {
			this.#fragments = new Fragments(payload, packet.length, this.#tag, capacity);
			this.#tag = (this.#tag + 1) & 0xffff;
			this.#link.send(to, this.#fragments.next()!, secured, this.#onResult);
		}
	};

	readonly #onResult = (result: LinkResult): void => {
		const next = result === 'sent' ? this.#fragments?.next() : undefined;
		if (next === undefined) {
			this.finish(result);
		} else {
			const { to, secured } = this.#queue[0]!;
			this.#link.send(to, next, secured, this.#onResult);
		}
	};

	private finish(result: LinkResult): void {
		const { done } = this.#queue.shift()!;
		this.#fragments = undefined;
		if (this.#queue.length > 0) this.#scheduler.after(0, this.#start);
		done(result);
	}
}
