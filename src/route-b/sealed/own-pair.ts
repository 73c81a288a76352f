/**
 * The pair of keys of P-256 that a communication unit draws for itself, in its store, so that credentials can be sealed for it. The private key leaves the unit by
 * no way. One value of 32 bytes.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Store } from '../../../hal/ports/store.js';
import { drawnPair } from '../../../modules/dlms/security/general-keys.js';
import { hasCurves, scalarLength } from '../../../modules/dlms/security/key-agreement.js';
import type { UnitKeyPair } from '../../meter/communication/service.js';

/** Of agreement: P-256, SHA-256. */
const SUITE = 1;
const NAME = 'routeBPair';

export class OwnPair implements UnitKeyPair {
	readonly #store: Store;
	readonly #cipher: Cipher;
	readonly #random: Random;

	/** Draws the first pair; undefined: the platform has no such keys. @throws RangeError if the store has no room */
	static of(store: Store, cipher: Cipher, random: Random): OwnPair | undefined {
		if (!hasCurves(cipher, SUITE)) return undefined;
		const pair = new OwnPair(store, cipher, random);
		return pair.#isThere || pair.draw() ? pair : undefined;
	}

	private constructor(store: Store, cipher: Cipher, random: Random) {
		this.#store = store;
		this.#cipher = cipher;
		this.#random = random;
	}

	/** For the unit alone. */
	get privateKey(): Uint8Array {
		return this.#store.get(NAME)!;
	}

	get publicKey(): Uint8Array {
		return this.#cipher.publicKey!(this.privateKey)!;
	}

	sign(bytes: Uint8Array): Uint8Array {
		return this.#cipher.sign!(this.privateKey, bytes);
	}

	draw(): boolean {
		const drawn = drawnPair(this.#cipher, this.#random, SUITE);
		if (drawn !== undefined) this.#store.set(NAME, drawn.privateKey);
		return drawn !== undefined;
	}

	get #isThere(): boolean {
		return this.#store.get(NAME)?.length === scalarLength(SUITE);
	}
}
