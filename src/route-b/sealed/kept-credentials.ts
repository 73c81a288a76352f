/**
 * Route B credentials that came sealed for this communication unit (modules/cosem/sealed-credentials.ts), in its store. Of the password only the key is kept
 * that the stack makes of it. One value of
 *
 * | offset | bytes | field                                   |
 * |--------|-------|-----------------------------------------|
 * | 0      | 4     | version, from 1; 0: those that it was set up with |
 * | 4      | 6     | when they came, ms since 1970-01-01T00:00:00Z; 0 with version 0 |
 * | 10     | 16    | Route B id                              |
 * | 26     | 16    | key                                     |
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Store } from '../../../hal/ports/store.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { putUint32, putUint48, uint32, uint48 } from '../../../modules/bytes/uint.js';
import { openCredentials, sealedLength } from '../../../modules/cosem/sealed-credentials.js';
import { KEY_LENGTH } from '../../../modules/crypto/lengths.js';
import type { CredentialFlaw } from '../../meter/communication/service.js';
import type { Credentials, KeyedCredentials } from '../credentials.js';
import type { OwnPair } from './own-pair.js';

export interface KeptCredentialsOptions {
	/** Of the unit. */
	readonly store: Store;
	readonly cipher: Cipher;
	/** The unit's own: 16 bytes; or 32 of a private key of P-256; or a pair that it drew for itself. Undefined: it takes none any more. */
	readonly key: Uint8Array | OwnPair | undefined;
	/** The unit's system title, 8 bytes. */
	readonly title: Uint8Array;
	/** What the stack makes of a password: 16 bytes. */
	readonly psk: (password: string) => Uint8Array;
	/** Hears of each that came, and of why it was not taken. */
	readonly onCame?: ((version: number, refusal: CredentialFlaw | undefined) => void) | undefined;
}

const NAME = 'routeBSealed';
const TIME = 4;
const ID = 10;
const PSK = 26;
const LENGTH = PSK + KEY_LENGTH;
/** A value of another length than what is kept. */
const NOTHING = new Uint8Array(1);

export class KeptCredentials {
	readonly #options: KeptCredentialsOptions;

	/** Takes the room that `take` will need. Throws RangeError if the store has none. */
	constructor(options: KeptCredentialsOptions) {
		this.#options = options;
		if (options.key !== undefined && options.store.get(NAME) === undefined) options.store.set(NAME, NOTHING);
	}

	get canTake(): boolean {
		return this.#options.key !== undefined;
	}

	/** Undefined: its key is one that others made, or it has none. */
	get pair(): OwnPair | undefined {
		const { key } = this.#options;
		return key !== undefined && 'privateKey' in key ? key : undefined;
	}

	/** 0: none came yet. */
	get version(): number {
		const kept = this.kept;
		return kept === undefined ? 0 : uint32(kept, 0);
	}

	/** 0: none came yet. */
	get since(): number {
		const kept = this.kept;
		return kept === undefined ? 0 : uint48(kept, TIME);
	}

	/** Undefined: none came yet. */
	get inForce(): KeyedCredentials | undefined {
		const kept = this.kept;
		return kept && { id: toUpperHex(kept.subarray(ID, PSK)), psk: kept.slice(PSK) };
	}

	/** Those that it was set up with, which give way to any that come sealed. False: some came, and these are not kept. */
	tell({ id, password }: Credentials): boolean {
		if (this.version > 0) return false;
		this.keep(0, 0, id, password);
		return true;
	}

	/** Why they are not worth opening. Of a unit that can take them. @param length bytes of what is sealed */
	refusalOf(version: number, length: number): CredentialFlaw | undefined {
		const refusal = this.formRefusal(version, length);
		if (refusal !== undefined) this.#options.onCame?.(version, refusal);
		return refusal;
	}

	/** They are kept when this returns undefined. Of a unit that can take them. @param now ms since 1970-01-01T00:00:00Z */
	take(version: number, sealed: Uint8Array, now: number): CredentialFlaw | undefined {
		const refusal = this.formRefusal(version, sealed.length) ?? this.open(version, sealed, now);
		this.#options.onCame?.(version, refusal);
		return refusal;
	}

	private formRefusal(version: number, length: number): CredentialFlaw | undefined {
		if (version <= this.version) return 'oldVersion';
		return length === sealedLength(this.openingKey) ? undefined : 'notOurs';
	}

	private get openingKey(): Uint8Array {
		return this.pair?.privateKey ?? (this.#options.key as Uint8Array);
	}

	private open(version: number, sealed: Uint8Array, now: number): CredentialFlaw | undefined {
		const { cipher, title } = this.#options;
		const opened = openCredentials(cipher, this.openingKey, title, version, sealed);
		if (opened === undefined) return 'notOurs';
		this.keep(version, now, opened.id, opened.password);
		return undefined;
	}

	/** What is kept already is not written again: flash wears. */
	private keep(version: number, time: number, id: string, password: string): void {
		const { store, psk } = this.#options;
		const kept = new Uint8Array(LENGTH);
		putUint32(kept, 0, version);
		putUint48(kept, TIME, time);
		kept.set(fromHex(id), ID);
		kept.set(psk(password), PSK);
		const before = store.get(NAME);
		if (before === undefined || !equalBytes(before, kept)) store.set(NAME, kept);
	}

	private get kept(): Uint8Array | undefined {
		const kept = this.#options.store.get(NAME);
		return kept?.length === LENGTH ? kept : undefined;
	}
}
