/**
 * A security suite at work: the keys and the policy of one client; what one association makes of them is in session.ts. Server and client use the same.
 *
 * New keys serve the next association: one that is open keeps those it was opened with, and one that is pre-established has them at
 * once. The transmit counter runs on under a new key, which is safe whenever the power fails; the receive counter starts again with a new encryption key,
 * after the owner has kept that key.
 */
import { equalBytes } from '../../bytes/equal.js';
import type { SecuritySuite } from './ciphering.js';
import { type CounterStore, ReceiveCounter, TransmitCounter, type TransmitSource } from './counters.js';
import { type GeneralMaterial, SessionKeys } from './general-keys.js';
import { commonPolicy, POLICY, protectionOf, shortestPolicy } from './policy.js';
import { type KeySet, SecuritySession } from './session.js';

/** What programs import with the client. */
export { POLICY } from './policy.js';

/** Keys of 16 bytes, in suite 2 of 32. */
export interface Keys {
	readonly encryption: Uint8Array;
	readonly authentication: Uint8Array;
	/** Key of messages to all meters; undefined: they are refused. */
	readonly broadcast: Uint8Array | undefined;
	/** Wraps new keys; undefined: keys cannot be changed. */
	readonly kek: Uint8Array | undefined;
}

export interface ClientSecurityOptions {
	readonly suite: SecuritySuite;
	/** The system title of this side: 8 bytes, like no other device's. */
	readonly title: Uint8Array;
	/** The other side's, where it is known in advance: no other is accepted then. */
	readonly peerTitle?: Uint8Array;
	readonly keys: Keys;
	/** One of `POLICY`, or bits of `PROTECTION`. */
	readonly policy: number;
	readonly counters: CounterStore;
	/** Counts what is sent, where others send under the same key and title, too; default: a counter of its own, in the store. */
	readonly transmit?: TransmitSource;
	/** Names the counters in the store, beside others: `t`, `r` or `b` and this. */
	readonly name: string;
	/** How many transmit counters are reserved at once. */
	readonly step?: number;
	/** In suite 0: takes messages of suite 1, too, whose cipher is that of suite 0: some meters push so whatever their suite. Default: false. */
	readonly takesSuite1?: boolean;
	/** How far ahead the store's bound of the accepted counters goes; default: 1, every message is a write. */
	readonly receiveStep?: number;
	/** Keys for general-ciphering and general-signing; default: neither is known. */
	readonly general?: GeneralMaterial;
	/** What keys are agreed on with (class 64 version 1); default: nothing. */
	readonly agreement?: GeneralMaterial;
	/** Keeps what was changed by the other side for good: keys, and a policy as above. It takes effect when this returns. */
	readonly save?: (keys: Keys, policy: number) => void;
}

const NO_TITLE = new Uint8Array(0);
const NO_MATERIAL: Partial<GeneralMaterial> = Object.freeze({});

/** The keys, counters and policy of one client, for all of its associations. */
export class ClientSecurity {
	readonly options: ClientSecurityOptions;
	/** Keys that messages of general-ciphering told. */
	readonly sessionKeys: SessionKeys | undefined;
	#set: KeySet;
	#protection: number;

	/** @throws RangeError for a key or a policy that is none */
	constructor(options: ClientSecurityOptions) {
		const { keys, policy, counters, name, step, receiveStep, suite } = options;
		for (const key of [keys.encryption, keys.authentication, keys.broadcast, keys.kek])
			if (key !== undefined && key.length !== suite.keyLength)
				throw new RangeError(`DLMS security: key: expected ${suite.keyLength} bytes, got ${key.length}`);
		const protection = protectionOf(policy);
		if (protection === undefined) throw new RangeError(`DLMS security: policy: expected 0 to 3, or a sum of 4 to 128, got ${policy}`);
		this.options = options;
		this.sessionKeys = options.general && new SessionKeys();
		this.#protection = protection;
		this.#set = {
			keys,
			transmit: options.transmit ?? new TransmitCounter(counters, `t${name}`, step),
			receive: new ReceiveCounter(counters, `r${name}`, receiveStep),
			broadcast: new ReceiveCounter(counters, `b${name}`, receiveStep),
		};
	}

	get keys(): Keys {
		return this.#set.keys;
	}

	/** One of `POLICY`: what both requests and answers need. */
	get policy(): number {
		return commonPolicy(this.#protection);
	}

	/** Bits of `PROTECTION`. */
	get protection(): number {
		return this.#protection;
	}

	/** Whether messages of both sides can be signed, the other one being the holder of this title. */
	canSign(title: Uint8Array): boolean {
		const { general } = this.options;
		const { signatureKey, peerSignatureKey, cipher } = general?.of?.(title) ?? general ?? NO_MATERIAL;
		return signatureKey !== undefined && peerSignatureKey !== undefined && cipher?.sign !== undefined && cipher.verify !== undefined;
	}

	/** The last counter accepted under the encryption key; 0 also while there is none. */
	get lastReceived(): number {
		return Math.max(0, this.#set.receive.last);
	}

	/** The last counter accepted under the broadcast key; 0 also while there is none. */
	get lastBroadcast(): number {
		return Math.max(0, this.#set.broadcast.last);
	}

	/** What no counter accepted under the encryption key or the broadcast key was above; 0: none was. */
	get receivedBound(): number {
		const { receive, broadcast } = this.#set;
		return Math.max(receive.bound, broadcast.bound);
	}

	/** False, and nothing changed, unless all that is required now still will be. */
	raisePolicy(policy: number): boolean {
		if (policy < 0 || policy > POLICY.both || (policy & this.policy) !== this.policy) return false;
		return this.raiseProtection(this.#protection | protectionOf(policy)!);
	}

	/** The same of bits of `PROTECTION`. */
	raiseProtection(protection: number): boolean {
		if (protection > 0 && protection <= POLICY.both) return false;
		if (protectionOf(protection) === undefined || (protection & this.#protection) !== this.#protection) return false;
		this.options.save?.(this.keys, shortestPolicy(protection));
		this.#protection = protection;
		return true;
	}

	/** Replaces the keys, from the next association on. */
	changeKeys(keys: Keys): void {
		const { counters, name, step, receiveStep, save } = this.options;
		const old = this.#set;
		save?.(keys, shortestPolicy(this.#protection));
		let { transmit, receive, broadcast } = old;
		if (!equalBytes(keys.encryption, old.keys.encryption)) {
			receive.retire();
			receive = new ReceiveCounter(counters, `r${name}`, receiveStep);
			if (transmit.exhausted && transmit !== this.options.transmit) {
				counters.write(`t${name}`, 1);
				transmit = new TransmitCounter(counters, `t${name}`, step);
			}
		}
		if (keys.broadcast !== undefined && (old.keys.broadcast === undefined || !equalBytes(keys.broadcast, old.keys.broadcast))) {
			broadcast.retire();
			broadcast = new ReceiveCounter(counters, `b${name}`, receiveStep);
		}
		this.#set = { keys, transmit, receive, broadcast };
	}

	/**
	 * What an association with the holder of this title needs. Undefined: the title is this side's own, which would use every IV twice; it has not
	 * 8 bytes; or it is not the one expected.
	 */
	session(peerTitle: Uint8Array | undefined): SecuritySession | undefined {
		const { title, peerTitle: expected } = this.options;
		const peer = peerTitle ?? expected;
		if (peer === undefined || peer.length !== title.length || equalBytes(peer, title)) return undefined;
		if (expected !== undefined && !equalBytes(peer, expected)) return undefined;
		return new SecuritySession(this, this.#set, peer.slice());
	}

	/** Session of the first message of a client, which does not know the other side yet: it opens only what tells its sender. */
	firstSession(): SecuritySession {
		return new SecuritySession(this, this.#set, NO_TITLE);
	}

	/** Session of an association that was never opened, with the keys of the moment: of the expected side, or else of whoever a general-glo tells. */
	presetSession(): SecuritySession {
		return new SecuritySession(this, this.#set, this.options.peerTitle ?? NO_TITLE, true);
	}
}
