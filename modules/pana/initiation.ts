import type { Cipher } from '../../hal/ports/cipher.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';

/** What a PAR[S] offers. */
export interface Offer {
	readonly sessionId: number;
	/** Sequence number of PAR[S] and its PAN[S]. */
	readonly sequence: number;
}

/**
 * How a PAA answers PCI without keeping anything of the PaC (RFC 5191 §4.1). `salt` tells offers to one address apart that must differ.
 */
export interface Initiation {
	offer(address: Uint8Array, salt: number): Offer;
	/** Whether this is what `offer` gave to this address with this salt, not too long ago. */
	recognizes(address: Uint8Array, salt: number, offer: Offer): boolean;
}

const SECRET_LENGTH = 32;
const ADDRESS_LENGTH = 16;
/** An offer holds for one to two of these, ms. */
const PERIOD = 60_000;

/**
 * Session id ‖ sequence number = the first 8 bytes of HMAC-SHA-256(secret, address ‖ salt ‖ number of the minute). Who can return them has received what
 * was sent to that address, or heard it; PCIs from forged addresses leave no trace.
 */
export class StatelessInitiation implements Initiation {
	readonly #cipher: Cipher;
	readonly #scheduler: Scheduler;
	readonly #secret = new Uint8Array(SECRET_LENGTH);

	constructor(cipher: Cipher, random: Random, scheduler: Scheduler) {
		this.#cipher = cipher;
		this.#scheduler = scheduler;
		random.fill(this.#secret);
	}

	offer(address: Uint8Array, salt: number): Offer {
		return this.#offer(address, salt, this.period());
	}

	recognizes(address: Uint8Array, salt: number, { sessionId, sequence }: Offer): boolean {
		for (let age = 0; age < 2; age++) {
			const offer = this.#offer(address, salt, this.period() - age);
			if (offer.sessionId === sessionId && offer.sequence === sequence) return true;
		}
		return false;
	}

	private period(): number {
		// From 1 on, so that there always is one before.
		return Math.floor(this.#scheduler.now() / PERIOD) + 1;
	}

	#offer(address: Uint8Array, salt: number, period: number): Offer {
		const input = new Writer(ADDRESS_LENGTH + 8).put(address).uint(4, salt).uint(4, period).bytes;
		const r = new Reader('PANA', this.#cipher.hmacSha256(this.#secret, input));
		return { sessionId: r.uint(4, 'session id') || 1, sequence: r.uint(4, 'sequence number') };
	}
}
