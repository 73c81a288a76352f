/**
 * Link keys, their outgoing frame counters, and the replay check (IEEE 802.15.4-2015 §9.2). A key belongs to one peer; both directions share it,
 * and their nonces differ by the sender's EUI-64.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import { equalBytes } from '../bytes/equal.js';
import { KEY_LENGTH } from '../crypto/lengths.js';
import type { DropReason } from './counters.js';
import type { DecodedFrame } from './frame.js';
import { unprotectFrame } from './security.js';
import { micLength } from './security-header.js';

/** No frame carries it: a key is worn out when its counter gets here (§9.4.3). */
const COUNTER_END = 0xffffffff;

export interface LinkKey {
	readonly index: number;
	readonly key: Uint8Array;
	/** Counter of the next frame sent. */
	nextCounter: number;
	/** Counter of the last good frame received, −1 before the first. */
	lastCounter: number;
}

interface Peer {
	readonly eui64: Uint8Array;
	key: LinkKey;
	/** Still accepted until the first good frame under `key`. */
	previous: LinkKey | undefined;
}

export class KeyRing {
	/** The one set last stands last. */
	readonly #peers: Peer[] = [];
	readonly #cipher: Cipher;
	readonly #level: number;

	/** `level` is the least that received frames must be secured with. */
	constructor(cipher: Cipher, level: number) {
		this.#cipher = cipher;
		this.#level = level;
	}

	/**
	 * The key of `peer` from now on; with `keepPrevious` its former key is accepted until the first good frame under the new one.
	 * The same key again keeps its counters: a counter used twice would give the key away.
	 * Throws RangeError unless `key` has 16 bytes.
	 */
	set(peer: Uint8Array, index: number, key: Uint8Array, firstCounter: number, keepPrevious: boolean): void {
		if (key.length !== KEY_LENGTH) throw new RangeError(`IEEE 802.15.4: key: expected ${KEY_LENGTH} bytes, got ${key.length}`);
		const former = this.take(peer);
		const known = sameKey(former?.key, key) ?? sameKey(former?.previous, key);
		const current: LinkKey = {
			index,
			key: known?.key ?? key.slice(),
			nextCounter: Math.max(known?.nextCounter ?? 0, firstCounter),
			lastCounter: known?.lastCounter ?? -1,
		};
		const replaced = former?.key === known ? former?.previous : former?.key;
		this.#peers.push({ eui64: peer.slice(), key: current, previous: keepPrevious ? replaced : undefined });
	}

	remove(peer: Uint8Array): void {
		this.take(peer);
	}

	/** Key of frames to `peer`; of frames to all, the key that was set last, as there is one live peer. */
	sendingKey(peer: Uint8Array | undefined): LinkKey | undefined {
		return peer ? this.peerOf(peer)?.key : this.#peers[this.#peers.length - 1]?.key;
	}

	/** The counter for one more frame under `key`; undefined when it is worn out. */
	takeCounter(key: LinkKey): number | undefined {
		return key.nextCounter < COUNTER_END ? key.nextCounter++ : undefined;
	}

	/** The MAC payload in the clear of a secured frame of `sender`, or why it is refused. `bytes` are without FCS. Throws DecodeError. */
	unprotect(sender: Uint8Array, bytes: Uint8Array, frame: DecodedFrame): Uint8Array | DropReason {
		const { level, frameCounter, keyIndex, keySource } = frame.security!;
		if (level < this.#level || micLength(level) < micLength(this.#level)) return 'level';
		const peer = this.peerOf(sender);
		if (!peer || keySource || frameCounter === undefined) return 'unknownKey';
		let refusal: DropReason = 'unknownKey';
		for (let key: LinkKey | undefined = peer.key; key; key = key === peer.key ? peer.previous : undefined) {
			if (key.index !== keyIndex) continue;
			if (frameCounter <= key.lastCounter || frameCounter === COUNTER_END) {
				refusal = frameCounter === key.lastCounter ? 'duplicate' : 'replay';
				continue;
			}
			const payload = unprotectFrame(this.#cipher, key.key, sender, bytes, frame);
			if (payload) {
				key.lastCounter = frameCounter;
				if (key === peer.key) peer.previous = undefined;
				return payload;
			}
			refusal = 'mic';
		}
		return refusal;
	}

	private peerOf(eui64: Uint8Array): Peer | undefined {
		for (const peer of this.#peers) if (equalBytes(peer.eui64, eui64)) return peer;
		return undefined;
	}

	private take(eui64: Uint8Array): Peer | undefined {
		const peer = this.peerOf(eui64);
		if (peer) this.#peers.splice(this.#peers.indexOf(peer), 1);
		return peer;
	}
}

function sameKey(link: LinkKey | undefined, key: Uint8Array): LinkKey | undefined {
	return link && equalBytes(link.key, key) ? link : undefined;
}
