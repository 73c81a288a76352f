/**
 * The keys of general-ciphering and general-signing in one association: those that the other side tells or agrees on with each message, and those that this
 * side answers under.
 *
 * | key info of a message | opened under                                                 | answered under                                        |
 * |-----------------------|--------------------------------------------------------------|-------------------------------------------------------|
 * | identified            | the global unicast key, and the broadcast key where all send  | the global unicast key                                |
 * | wrapped               | the key in it, which the KEK wraps, but no global key        | the same                                              |
 * | agreed, one pass      | ephemeral key of the sender × own static key                 | own ephemeral key × static key of the sender          |
 * | agreed, static        | static × static, for the transaction                         | the same, with this side as the originator            |
 * | none                  | the key of the message before                                | as that, without telling it again                     |
 *
 * What is sent counts on under the global counter, whatever the key: no IV ever comes twice. Of what was received the last few keys are known with their
 * counters, over all associations; a message under an older one, or from before a restart, would be taken again, for nothing in it tells its age.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Random } from '../../../hal/ports/random.js';
import { equalBytes } from '../../bytes/equal.js';
import { joined } from '../../bytes/joined.js';
import { SERVICE_ERROR } from '../apdu/exception.js';
import { ReceiveCounter } from './counters.js';
import { AGREEMENT, type GeneralCiphered, KEY_ID, type KeyInfo } from './general.js';
import { derivedKey, hasCurves, scalarLength, staticOriginator } from './key-agreement.js';

/** What both sides know of each other beside the keys of the suite. */
export interface GeneralMaterial {
	readonly cipher: Cipher;
	readonly random: Random;
	/** Private keys of this side, and public ones of the other; each undefined: what needs it is refused. */
	readonly signatureKey?: Uint8Array | undefined;
	readonly peerSignatureKey?: Uint8Array | undefined;
	readonly agreementKey?: Uint8Array | undefined;
	readonly peerAgreementKey?: Uint8Array | undefined;
	/** The same as it is at this moment, for the other side with this title; default: it is always the same. */
	of?(title: Uint8Array): GeneralMaterial;
}

/** Which key a message is under. */
export type KeyChoice = 'identified' | 'wrapped' | 'one-pass' | 'static';

/** A key that a message told. */
export interface SessionKey {
	readonly key: Uint8Array;
	readonly receive: ReceiveCounter;
}

const KEYS_KNOWN = 32;
/** How often a random number is drawn that may be no private key: once is nearly always enough. */
const DRAWS = 8;
const NONE = new Uint8Array(0);

/** The keys that messages told, with the counters under them: the last few. */
export class SessionKeys {
	readonly #known: SessionKey[] = [];

	/** The key as it is known; or with a new counter, which `remember` keeps. */
	of(key: Uint8Array): SessionKey {
		return this.#known.find((known) => equalBytes(known.key, key)) ?? { key, receive: new ReceiveCounter(undefined) };
	}

	/** A message under this key was accepted. */
	remember(key: SessionKey): void {
		const at = this.#known.indexOf(key);
		if (at >= 0) this.#known.splice(at, 1);
		else if (this.#known.length >= KEYS_KNOWN) this.#known.shift();
		this.#known.push(key);
	}
}

/** What both sides have for all associations (security.ts). */
export interface GlobalKeys {
	readonly encryption: Uint8Array;
	readonly broadcast: Uint8Array | undefined;
	readonly kek: Uint8Array | undefined;
}

/** Whether it is a global key: as any other key its counters would begin again. */
export function isGlobalKey(key: Uint8Array, { encryption, broadcast }: GlobalKeys): boolean {
	return equalBytes(key, encryption) || (broadcast !== undefined && equalBytes(key, broadcast));
}

/** What of an association the keys depend on. */
export interface GeneralParties {
	readonly material: GeneralMaterial;
	/** 0, 1 or 2, and the length of its keys. */
	readonly suite: number;
	readonly keyLength: number;
	readonly title: Uint8Array;
	/** The global keys with their counters; a broadcast key only where it may be used. */
	readonly unicast: SessionKey;
	readonly broadcast: SessionKey | undefined;
	readonly keys: GlobalKeys;
	readonly known: SessionKeys;
}

/** A key, and how a message tells it. */
export interface ToldKey {
	readonly key: Uint8Array;
	/** Undefined: the other side has told it. */
	readonly keyInfo: KeyInfo | undefined;
}

export class GeneralKeys {
	readonly #parties: GeneralParties;
	/** What the other side told last, and its kind. */
	#theirs: SessionKey | undefined;
	#choice: KeyChoice = 'identified';
	/** What this side told last. */
	#own: (ToldKey & { readonly choice: KeyChoice }) | undefined;
	/** Static × static. */
	#shared: Uint8Array | undefined;

	constructor(parties: GeneralParties) {
		this.#parties = parties;
	}

	/** The key that a message is under and its kind; or one of `SERVICE_ERROR`. */
	opening(message: GeneralCiphered): { readonly key: SessionKey; readonly choice: KeyChoice } | number {
		const { keyInfo } = message;
		const { unicast, broadcast, known } = this.#parties;
		if (keyInfo === undefined) return this.#theirs === undefined ? SERVICE_ERROR.serviceNotSupported : { key: this.#theirs, choice: this.#choice };
		if (keyInfo.kind === 'identified') {
			const key = keyInfo.id === KEY_ID.unicast ? unicast : keyInfo.id === KEY_ID.broadcast ? broadcast : undefined;
			return key === undefined ? SERVICE_ERROR.serviceNotSupported : { key, choice: 'identified' };
		}
		const key = keyInfo.kind === 'wrapped' ? this.#unwrapped(keyInfo.key) : this.#agreed(message, keyInfo.scheme, keyInfo.data);
		if (typeof key === 'number') return key;
		return { key: known.of(key), choice: keyInfo.kind === 'wrapped' ? 'wrapped' : keyInfo.scheme === AGREEMENT.onePass ? 'one-pass' : 'static' };
	}

	/** A message under this key was accepted. */
	accept(key: SessionKey, choice: KeyChoice): void {
		const { unicast, broadcast, known } = this.#parties;
		this.#theirs = key;
		this.#choice = choice;
		if (key !== unicast && key !== broadcast) known.remember(key);
	}

	/** The key to send under; undefined: there is none of this kind. */
	sealing(choice: KeyChoice, transaction: Uint8Array, recipient: Uint8Array, isAnswer: boolean): ToldKey | undefined {
		const { unicast } = this.#parties;
		if (choice === 'identified') return { key: unicast.key, keyInfo: { kind: 'identified', id: KEY_ID.unicast } };
		if (choice === 'wrapped' && isAnswer) return this.#theirs && { key: this.#theirs.key, keyInfo: undefined };
		if (choice === 'static') return this.#keep(choice, this.#static(transaction, recipient));
		if (this.#own?.choice === choice) return this.#own;
		if (choice === 'one-pass') return this.#keep(choice, this.#onePass(recipient));
		const wrapped = this.#keep(choice, this.#wrapped());
		// It is answered under the same.
		if (wrapped !== undefined) this.accept(this.#parties.known.of(wrapped.key), choice);
		return wrapped;
	}

	#keep(choice: KeyChoice, told: ToldKey | undefined): ToldKey | undefined {
		this.#own = told && { ...told, choice };
		return this.#own;
	}

	#unwrapped(wrapped: Uint8Array): Uint8Array | number {
		const { material, keys, keyLength } = this.#parties;
		if (keys.kek === undefined) return SERVICE_ERROR.serviceNotSupported;
		const key = material.cipher.keyUnwrap(keys.kek, wrapped);
		return key?.length === keyLength && !isGlobalKey(key, keys) ? key : SERVICE_ERROR.decipheringError;
	}

	#agreed({ transaction, originator }: GeneralCiphered, scheme: number, data: Uint8Array): Uint8Array | number {
		const { material, suite, title } = this.#parties;
		const { cipher, agreementKey, peerSignatureKey } = material;
		if (!hasCurves(cipher, suite) || agreementKey?.length !== scalarLength(suite)) return SERVICE_ERROR.serviceNotSupported;
		if (scheme === AGREEMENT.static) {
			const shared = data.length === 0 ? this.#staticShared() : undefined;
			if (shared === undefined) return SERVICE_ERROR.serviceNotSupported;
			return derivedKey(cipher, suite, shared, staticOriginator(originator, transaction), title);
		}
		if (scheme !== AGREEMENT.onePass || peerSignatureKey === undefined) return SERVICE_ERROR.serviceNotSupported;
		const length = 2 * agreementKey.length;
		if (data.length !== 2 * length) return SERVICE_ERROR.decipheringError;
		const ephemeral = data.subarray(0, length);
		const signature = data.subarray(length);
		if (!cipher.verify!(peerSignatureKey, ephemeral, signature) && !cipher.verify!(peerSignatureKey, withScheme(ephemeral), signature))
			return SERVICE_ERROR.decipheringError;
		const shared = cipher.agree!(agreementKey, ephemeral);
		return shared === undefined ? SERVICE_ERROR.decipheringError : derivedKey(cipher, suite, shared, originator, title);
	}

	#staticShared(): Uint8Array | undefined {
		const { cipher, agreementKey, peerAgreementKey } = this.#parties.material;
		if (agreementKey !== undefined && peerAgreementKey !== undefined) this.#shared ??= cipher.agree?.(agreementKey, peerAgreementKey);
		return this.#shared;
	}

	#static(transaction: Uint8Array, recipient: Uint8Array): ToldKey | undefined {
		const { material, suite, title } = this.#parties;
		const shared = hasCurves(material.cipher, suite) ? this.#staticShared() : undefined;
		if (shared === undefined) return undefined;
		const key = derivedKey(material.cipher, suite, shared, staticOriginator(title, transaction), recipient);
		return { key, keyInfo: { kind: 'agreed', scheme: AGREEMENT.static, data: NONE } };
	}

	#onePass(recipient: Uint8Array): ToldKey | undefined {
		const { material, suite, title } = this.#parties;
		const { cipher, random, signatureKey, peerAgreementKey } = material;
		if (!hasCurves(cipher, suite) || signatureKey === undefined || peerAgreementKey === undefined) return undefined;
		const ephemeral = drawnPair(cipher, random, suite);
		const shared = ephemeral && cipher.agree!(ephemeral.privateKey, peerAgreementKey);
		if (ephemeral === undefined || shared === undefined) return undefined;
		const { publicKey } = ephemeral;
		const signature = cipher.sign!(signatureKey, publicKey);
		const data = joined([publicKey, signature]);
		return { key: derivedKey(cipher, suite, shared, title, recipient), keyInfo: { kind: 'agreed', scheme: AGREEMENT.onePass, data } };
	}

	#wrapped(): ToldKey | undefined {
		const { material, keys, keyLength } = this.#parties;
		const { kek } = keys;
		if (kek === undefined) return undefined;
		const key = new Uint8Array(keyLength);
		material.random.fill(key);
		return { key, keyInfo: { kind: 'wrapped', key: material.cipher.keyWrap(kek, key) } };
	}
}

/** A new pair of keys for suite 1 or 2; undefined: what is drawn is never a key. */
export function drawnPair(
	cipher: Cipher,
	random: Random,
	suite: number,
): { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array } | undefined {
	const privateKey = new Uint8Array(scalarLength(suite));
	for (let draw = 0; draw < DRAWS; draw++) {
		random.fill(privateKey);
		const publicKey = cipher.publicKey?.(privateKey);
		if (publicKey !== undefined) return { privateKey, publicKey };
	}
	return undefined;
}

/** As some clients sign their ephemeral key. */
function withScheme(ephemeral: Uint8Array): Uint8Array {
	return joined([Uint8Array.of(AGREEMENT.onePass), ephemeral]);
}
