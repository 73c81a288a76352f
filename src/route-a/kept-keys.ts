/**
 * Keys and policy of a client that the utility changed, in the meter's store. The last write of a change makes all of it; it is of
 *
 * | offset | bytes | field                                                                          |
 * |--------|-------|--------------------------------------------------------------------------------|
 * | 0      | 8     | beginning of SHA-256 of the keys that the meter was told when these were kept   |
 * | 8      | 4     | the greatest counter accepted under any key before, the broadcast key among them |
 * | 12     | 1     | bits 0, 1 policy; bit 2 there is a KEK, bit 3 a broadcast key; bit 4 their number |
 * | 13     | 16    | encryption key                                                                  |
 * | 29     | 16    | authentication key                                                              |
 *
 * Behind it is one more byte where the policy is none of version 0: bits of `PROTECTION`.
 *
 * KEK and broadcast key (16 bytes each, 0 for want of one) are written before, under the number, 0 or 1, that is not in use. Of suite 2, whose keys have 32 bytes,
 * the last write ends behind the flags, and each of the four keys is written before it by itself. Once the meter is told other
 * keys, these count and the kept ones are forgotten; the receive counters then go on above all that was ever accepted, so that a key that comes back
 * accepts nothing twice.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Store } from '../../hal/ports/store.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import { putUint32, uint32 } from '../../modules/bytes/uint.js';
import { KEY_LENGTH } from '../../modules/crypto/lengths.js';
import { StoredCounters } from '../../modules/dlms/security/counters.js';
import { POLICY } from '../../modules/dlms/security/policy.js';
import type { Keys } from '../../modules/dlms/security/security.js';

const DIGEST_LENGTH = 8;
const HIGHEST = 8;
const FLAGS = 12;
const ENCRYPTION = 13;
const AUTHENTICATION = ENCRYPTION + KEY_LENGTH;
/** Of suites 0 and 1, and of suite 2. */
const LENGTH = AUTHENTICATION + KEY_LENGTH;
const LONG_LENGTH = ENCRYPTION;
const LENGTHS: readonly number[] = Object.freeze([LENGTH, LENGTH + 1, LONG_LENGTH, LONG_LENGTH + 1]);
/** Ends the names of what the long keys are kept under. */
const LONG_NAMES = Object.freeze({ encryption: 'e', authentication: 'a', kek: 'k', broadcast: 'b' } as const satisfies Record<keyof Keys, string>);
const LONG_KEYS = Object.freeze(['encryption', 'authentication', 'kek', 'broadcast'] as const);

const POLICY_FLAGS = 0x03;
const HAS_KEK = 0x04;
const HAS_BROADCAST = 0x08;
const NUMBER = 0x10;
/** A value of another length than anything that is kept. */
const NOTHING = new Uint8Array(1);

export interface KeptKeysOptions {
	readonly store: Store;
	/** Begins the names in the store: at most 12 ASCII characters. */
	readonly name: string;
	/** `digestOf` what the meter was told at this start. */
	readonly digest: Uint8Array;
	/** Bytes of a key: 16 or 32. */
	readonly keyLength: number;
	/** Names in the store of the counters received under these keys: the client's own, and that of the broadcast key. */
	readonly counters: readonly string[];
}

export class KeptKeys {
	readonly #store: Store;
	readonly #name: string;
	readonly #counters: readonly string[];
	readonly #digest: Uint8Array;
	readonly #isLong: boolean;

	constructor({ store, name, counters, digest, keyLength }: KeptKeysOptions) {
		this.#isLong = keyLength !== KEY_LENGTH;
		this.#store = store;
		this.#name = name;
		this.#counters = counters;
		this.#digest = digest;
	}

	/** Takes the room that `save` will need. Throws RangeError if the store has none. */
	reserve(): void {
		this.#reserve(this.#name);
		for (let flags = 0; flags <= NUMBER; flags += NUMBER) {
			if (!this.#isLong) this.#reserve(this.sharedName(flags));
			else for (const key of LONG_KEYS) this.#reserve(this.sharedName(flags) + LONG_NAMES[key]);
		}
	}

	#reserve(name: string): void {
		if (this.#store.get(name) === undefined) this.#store.set(name, NOTHING);
	}

	/** What was kept; undefined: nothing, or the meter was told other keys since. */
	load(): { keys: Keys; policy: number } | undefined {
		const store = this.#store;
		const bytes = this.read();
		if (bytes === undefined) return undefined;
		const flags = bytes[FLAGS]!;
		const keys = equalBytes(bytes.subarray(0, DIGEST_LENGTH), this.#digest) ? this.keysIn(bytes) : undefined;
		if (keys === undefined) {
			const counters = new StoredCounters(store);
			const highest = uint32(bytes, HIGHEST);
			for (const name of this.#counters) counters.write(name, Math.max(counters.read(name) ?? 0, highest));
			store.delete(this.#name);
			return undefined;
		}
		return { keys, policy: bytes.length > this.length ? bytes[this.length]! : flags & POLICY_FLAGS };
	}

	private get length(): number {
		return this.#isLong ? LONG_LENGTH : LENGTH;
	}

	/** Undefined: they are of another suite, or not there. */
	private keysIn(bytes: Uint8Array): Keys | undefined {
		const flags = bytes[FLAGS]!;
		const name = this.sharedName(flags);
		if (this.#isLong !== bytes.length <= LONG_LENGTH + 1) return undefined;
		if (this.#isLong) {
			const [encryption, authentication, kek, broadcast] = LONG_KEYS.map((key) => this.longKey(name + LONG_NAMES[key]));
			if (encryption === undefined || authentication === undefined) return undefined;
			return { encryption, authentication, kek: flags & HAS_KEK ? kek : undefined, broadcast: flags & HAS_BROADCAST ? broadcast : undefined };
		}
		const shared = this.#store.get(name);
		if (shared?.length !== 2 * KEY_LENGTH) return undefined;
		return {
			encryption: bytes.slice(ENCRYPTION, AUTHENTICATION),
			authentication: bytes.slice(AUTHENTICATION, LENGTH),
			kek: flags & HAS_KEK ? shared.slice(0, KEY_LENGTH) : undefined,
			broadcast: flags & HAS_BROADCAST ? shared.slice(KEY_LENGTH) : undefined,
		};
	}

	private longKey(name: string): Uint8Array | undefined {
		const key = this.#store.get(name);
		return key?.length === 2 * KEY_LENGTH ? key : undefined;
	}

	/**
	 * It has happened for good when this returns.
	 * @param accepted the greatest counter accepted under the keys that were in use so far
	 */
	save(keys: Keys, policy: number, accepted: number): void {
		// This comes from deep within a request: nothing lies on the stack while the store writes that need not.
		const bytes = this.encode(keys, policy, accepted, this.read());
		if (this.#isLong) this.saveLong(keys, bytes[FLAGS]!);
		else this.#store.set(this.sharedName(bytes[FLAGS]!), sharedOf(keys));
		this.#store.set(this.#name, bytes);
	}

	private saveLong(keys: Keys, flags: number): void {
		for (const key of LONG_KEYS) this.#store.set(this.sharedName(flags) + LONG_NAMES[key], keys[key] ?? NOTHING);
	}

	private encode({ encryption, authentication, kek, broadcast }: Keys, policy: number, accepted: number, before: Uint8Array | undefined): Uint8Array {
		const isCommon = policy <= POLICY.both;
		const bytes = new Uint8Array(this.length + (isCommon ? 0 : 1));
		if (!isCommon) bytes[this.length] = policy;
		bytes.set(this.#digest);
		putUint32(bytes, HIGHEST, Math.max(accepted, before === undefined ? 0 : uint32(before, HIGHEST)));
		const number = before === undefined ? 0 : ~before[FLAGS]! & NUMBER;
		bytes[FLAGS] = (isCommon ? policy : 0) | (kek === undefined ? 0 : HAS_KEK) | (broadcast === undefined ? 0 : HAS_BROADCAST) | number;
		if (this.#isLong) return bytes;
		bytes.set(encryption, ENCRYPTION);
		bytes.set(authentication, AUTHENTICATION);
		return bytes;
	}

	private read(): Uint8Array | undefined {
		const bytes = this.#store.get(this.#name);
		return bytes !== undefined && LENGTHS.includes(bytes.length) ? bytes : undefined;
	}

	private sharedName(flags: number): string {
		return `${this.#name}s${flags & NUMBER ? 1 : 0}`;
	}
}

function sharedOf({ kek, broadcast }: Keys): Uint8Array {
	const shared = new Uint8Array(2 * KEY_LENGTH);
	if (kek !== undefined) shared.set(kek);
	if (broadcast !== undefined) shared.set(broadcast, KEY_LENGTH);
	return shared;
}

/** Tells apart what a meter is told from what it was told before. */
export function digestOf(told: Keys, cipher: Cipher): Uint8Array {
	const { length } = told.encryption;
	const all = new Uint8Array(4 * length + 1);
	all.set(told.encryption);
	all.set(told.authentication, length);
	if (told.kek !== undefined) all.set(told.kek, 2 * length);
	if (told.broadcast !== undefined) all.set(told.broadcast, 3 * length);
	all[4 * length] = (told.kek === undefined ? 0 : HAS_KEK) | (told.broadcast === undefined ? 0 : HAS_BROADCAST);
	return cipher.sha256(all).slice(0, DIGEST_LENGTH);
}
