/**
 * Private keys that the meter draws for itself, in its store, where changed keys are: they leave it by no way. One that was drawn is in use as soon as there is a
 * certificate of it; until then the one before is. A value is
 *
 * | offset | bytes    | field                                                                    |
 * |--------|----------|--------------------------------------------------------------------------|
 * | 0      | 8        | beginning of SHA-256 of the private key that the meter was told, or of nothing |
 * | 8      | 32 or 48 | private key                                                              |
 *
 * Once the meter is told another key, that one counts.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Store } from '../../../hal/ports/store.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { joined } from '../../../modules/bytes/joined.js';

const DIGEST_LENGTH = 8;
/** Ends the names of the one in use and of the one that has no certificate yet. */
const NAME = Object.freeze({ current: 'c', drawn: 'd' });
const NOTHING = new Uint8Array(0);
/** As long as no value is. */
const EMPTY = new Uint8Array(1);

export interface KeyPairOptions {
	readonly store: Store;
	readonly cipher: Cipher;
	/** Begins the names in the store: at most 14 ASCII characters. */
	readonly name: string;
	/** The private key that the meter was told. */
	readonly told: Uint8Array | undefined;
	/** Bytes of a private key. */
	readonly length: number;
}

/** The pair for one use. */
export class KeyPair {
	readonly #options: KeyPairOptions;
	readonly #digest: Uint8Array;

	/** Takes the room that it will need. @throws RangeError if the store has none */
	constructor(options: KeyPairOptions) {
		this.#options = options;
		this.#digest = options.cipher.sha256(options.told ?? NOTHING).slice(0, DIGEST_LENGTH);
		for (const end of [NAME.current, NAME.drawn])
			if (options.store.get(options.name + end) === undefined) options.store.set(options.name + end, EMPTY);
	}

	/** The private key in use; undefined: there is none. */
	get current(): Uint8Array | undefined {
		return this.#kept(NAME.current) ?? this.#options.told;
	}

	/** The private key that has no certificate yet; undefined: there is none. */
	get drawn(): Uint8Array | undefined {
		return this.#kept(NAME.drawn);
	}

	draw(privateKey: Uint8Array): void {
		this.#keep(NAME.drawn, privateKey);
	}

	/** What was drawn is in use from now on. It may be cut off anywhere and done again. */
	use(): void {
		const { drawn } = this;
		if (drawn === undefined) return;
		this.#keep(NAME.current, drawn);
		this.#options.store.set(this.#options.name + NAME.drawn, EMPTY);
	}

	#kept(end: string): Uint8Array | undefined {
		const { store, name, length } = this.#options;
		const value = store.get(name + end);
		if (value?.length !== DIGEST_LENGTH + length || !equalBytes(value.subarray(0, DIGEST_LENGTH), this.#digest)) return undefined;
		return value.slice(DIGEST_LENGTH);
	}

	#keep(end: string, key: Uint8Array): void {
		const { store, name } = this.#options;
		store.set(name + end, joined([this.#digest, key]));
	}
}
