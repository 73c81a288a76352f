import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Link, LinkResult } from '../../../modules/ipv6/link.js';
import { toHex } from '../../assert.js';

export interface Carried {
	readonly from: Uint8Array;
	readonly to: Uint8Array | undefined;
	readonly payload: Uint8Array;
	readonly secured: boolean;
}

/** Links that share one wire: each frame takes 1 ms, and a test may watch and spoil them. */
export class Wire {
	/** All frames sent, in order. */
	readonly frames: Carried[] = [];
	/** What arrives of a frame: nothing, itself, or more. */
	arrives: (frame: Carried) => readonly Carried[] = (frame) => [frame];
	/** What the sender is told; undefined: `sent` if the receiver is there. */
	result: (frame: Carried) => LinkResult | undefined = () => undefined;
	capacity = 100;

	readonly #scheduler: Scheduler;
	readonly #links = new Map<string, Link>();

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	attach(eui64: Uint8Array): Link {
		const link: Link = {
			eui64,
			capacity: () => this.capacity,
			onPayload: () => {},
			send: (to, payload, secured, done) => {
				const frame = { from: eui64, to, payload, secured };
				if (payload.length > this.capacity) throw new Error(`${payload.length} bytes in a frame for ${this.capacity}`);
				this.frames.push(frame);
				this.#scheduler.after(1, () => {
					const isThere = to === undefined || this.#links.has(toHex(to));
					const result = this.result(frame) ?? (isThere ? 'sent' : 'failed');
					if (result === 'sent') for (const one of this.arrives(frame)) this.deliver(one);
					done(result);
				});
			},
		};
		this.#links.set(toHex(eui64), link);
		return link;
	}

	deliver({ from, to, payload, secured }: Carried): void {
		for (const [name, link] of this.#links) {
			if (link.eui64 !== from && (to === undefined || toHex(to) === name)) link.onPayload(from, payload, secured, to === undefined);
		}
	}
}
