/** IPv6 packets out of the payloads that arrive: each from one frame, or from fragments that are awaited for a limited time. */
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { isFragment } from '../sixlowpan/fragment.js';
import { decompress } from '../sixlowpan/iphc.js';
import { Reassembler, type ReassemblyOptions } from '../sixlowpan/reassembly.js';

export class Inbox {
	readonly #eui64: Uint8Array;
	readonly #scheduler: Scheduler;
	readonly #reassembler: Reassembler;
	/** Called once. */
	#onFirstLost: (() => void) | undefined;
	#waiting = false;

	/** @param onFirstLost called when a packet is given up for the first time */
	constructor(eui64: Uint8Array, scheduler: Scheduler, limits: ReassemblyOptions | undefined, onFirstLost: () => void) {
		this.#eui64 = eui64;
		this.#scheduler = scheduler;
		this.#reassembler = new Reassembler(limits);
		this.#onFirstLost = onFirstLost;
	}

	/** Packets that were given up as fragments were missing or did not fit together. */
	get lost(): number {
		return this.#reassembler.lost;
	}

	/** Packets that are incomplete now. */
	get pending(): number {
		return this.#reassembler.pending;
	}

	/** The packet that this payload carries or completes, if it does. Throws DecodeError. */
	take(from: Uint8Array, payload: Uint8Array, secured: boolean, broadcast: boolean): Uint8Array | undefined {
		const to = broadcast ? undefined : this.#eui64;
		if (!isFragment(payload)) return decompress(payload, from, to);
		const packet = this.#reassembler.accept(from, to, payload, secured, this.#scheduler.now());
		this.tellFirstLost();
		this.awaitTimeout();
		return packet;
	}

	private awaitTimeout(): void {
		if (this.#waiting || this.pending === 0) return;
		this.#waiting = true;
		this.#scheduler.after(this.#reassembler.due - this.#scheduler.now(), this.#expire);
	}

	readonly #expire = (): void => {
		this.#waiting = false;
		this.#reassembler.expire(this.#scheduler.now());
		this.tellFirstLost();
		this.awaitTimeout();
	};

	private tellFirstLost(): void {
		if (this.lost === 0) return;
		this.#onFirstLost?.();
		this.#onFirstLost = undefined;
	}
}
