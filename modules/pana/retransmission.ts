import type { Random } from '../../hal/ports/random.js';
import { between } from '../bytes/chance.js';

/** The parameters of RFC 5191 §9, by its names; times in ms, 0 for no limit. */
export interface RetransmissionTiming {
	/** Initial retransmission time. */
	readonly IRT: number;
	/** Maximum retransmission time. */
	readonly MRT: number;
	/** Maximum retransmission count: how often the message is sent in all. */
	readonly MRC: number;
	/** Maximum retransmission duration: how long after the first time. */
	readonly MRD: number;
	/** The first wait is the one that would follow IRT. */
	readonly doublesFirst?: true;
}

/** PCI (RFC 5191 §9, PCI_IRT and its companions). */
export const PCI_TIMING: RetransmissionTiming = Object.freeze({ IRT: 1000, MRT: 120_000, MRC: 0, MRD: 0 });
/** Every request (RFC 5191 §9, REQ_IRT and its companions). */
export const REQUEST_TIMING: RetransmissionTiming = Object.freeze({ IRT: 1000, MRT: 30_000, MRC: 10, MRD: 0 });
/** The PaC of SKSTACK-IP: 2, 4, then each 8 s, for 40 s; recalled, unconfirmed. */
export const SKSTACK_TIMING: RetransmissionTiming = Object.freeze({ IRT: 2000, MRT: 8000, MRC: 0, MRD: 40_000 });

/**
 * The PaC of the J11 firmware. Its manual gives 491.9 to 706.0 s for PCI without answer, and 180.1 to 236.7 s for PNR: to the digit what RFC 5191 gives for
 * ten waits that begin with the second one.
 */
export const J11_PCI_TIMING: RetransmissionTiming = Object.freeze({ IRT: 1000, MRT: 120_000, MRC: 10, MRD: 0, doublesFirst: true });
export const J11_REQUEST_TIMING: RetransmissionTiming = Object.freeze({ IRT: 1000, MRT: 30_000, MRC: 10, MRD: 0, doublesFirst: true });

/** RAND lies between this and its negative. */
const RAND_LIMIT = 0.1;

/**
 * How long to wait for an answer, from one transmission to the next (RFC 5191 §9):
 * RT = IRT + RAND·IRT, then 2·RTprev + RAND·RTprev, and MRT + RAND·MRT where that exceeds MRT.
 */
export class Retransmission {
	readonly #timing: RetransmissionTiming;
	readonly #random: Random;
	#previous = 0;
	#left: number;
	#count = 0;

	constructor(timing: RetransmissionTiming, random: Random) {
		this.#timing = timing;
		this.#random = random;
		this.#left = timing.MRD > 0 ? timing.MRD : Number.POSITIVE_INFINITY;
		if (timing.doublesFirst) this.#previous = this.jitter(timing.IRT);
	}

	/** How often the message was sent. */
	get count(): number {
		return this.#count;
	}

	/** Called after the last wait: the exchange has failed, the message is not sent again. */
	get exhausted(): boolean {
		const { MRC } = this.#timing;
		return (MRC > 0 && this.#count >= MRC) || this.#left <= 0;
	}

	/** Called at each transmission: how long to wait after it, ms. */
	next(): number {
		const { IRT, MRT } = this.#timing;
		const rand = between(this.#random, -RAND_LIMIT, RAND_LIMIT);
		let wait = this.#previous === 0 ? IRT + rand * IRT : 2 * this.#previous + rand * this.#previous;
		if (MRT > 0 && wait > MRT) wait = MRT + rand * MRT;
		this.#previous = wait;
		this.#count++;
		wait = Math.min(wait, this.#left);
		this.#left -= wait;
		return wait;
	}

	private jitter(time: number): number {
		return time + between(this.#random, -RAND_LIMIT, RAND_LIMIT) * time;
	}
}
