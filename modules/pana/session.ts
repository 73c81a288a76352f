import type { Cipher } from '../../hal/ports/cipher.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { TWO_TO_32, uint32 } from '../bytes/uint.js';
import type { EapKeys } from '../eap-psk/eap.js';
import { AUTH_LENGTH, blankAuth, deriveAuthKey, sign, verify } from './keys.js';
import { type Avp, AvpCode, answerTo, encodeMessage, isRequest, type Message, type MessageName } from './message.js';
import { Retransmission, type RetransmissionTiming } from './retransmission.js';

const NONCE_LENGTH = 16;
/** The longest single wait: timers of common platforms count milliseconds in 31 bits. */
const LONGEST_WAIT = 0x40000000;

/** What an authentication has brought. */
export interface Authenticated {
	readonly sessionId: number;
	readonly keyId: number;
	readonly keys: EapKeys;
	readonly peerId: string;
	readonly serverId: string;
	/** Lifetime of the session from now on, s. */
	readonly lifetime: number;
}

export interface SessionOptions {
	readonly cipher: Cipher;
	readonly random: Random;
	readonly scheduler: Scheduler;
	readonly requests: RetransmissionTiming;
	readonly transmit: (message: Uint8Array, name: MessageName) => void;
	/** A request was sent as often as it may be. */
	readonly onUnanswered: (name: MessageName, transmissions: number) => void;
}

/** `repeated`: the last request once more; its answer was sent again. What else is not `new` is to be dropped. */
export type Arrival = 'new' | 'repeated' | 'out of sequence' | 'AUTH missing' | 'AUTH wrong' | 'AUTH without a key';

interface Outstanding {
	readonly name: MessageName;
	readonly sequence: number;
	bytes: Uint8Array;
	readonly retransmission: Retransmission;
}

/**
 * What PaC and PAA both keep of one session (RFC 5191 §5.2, §5.4, §9): sequence numbers of both directions, the request that waits for its answer, the
 * answer that was sent last, PANA_AUTH_KEY, and what the next one is made from.
 *
 * One request at a time may wait for an answer. What is asked for meanwhile waits too, because to give up a request that the other side may not have
 * seen would put its sequence number ahead of what the other side expects, for good.
 */
export class Session {
	readonly sessionId: number;
	/** The whole PAR[S] and PAN[S]. */
	readonly iPar: Uint8Array;
	readonly iPan: Uint8Array;
	/** Key of all messages but PAR[C] and PAN[C] of an authentication that made `nextKey`. */
	authKey: Uint8Array | undefined;
	nextKey: Uint8Array | undefined;
	keyId = 0;
	pacNonce: Uint8Array | undefined;
	paaNonce: Uint8Array | undefined;
	readonly #options: SessionOptions;
	/** Sequence number of the next request sent; undefined until the first one. */
	#outgoing: number | undefined;
	/** Sequence number of the next request received; undefined until the first one. */
	#incoming: number | undefined;
	#answered: { readonly name: MessageName; readonly sequence: number; bytes: Uint8Array } | undefined;
	#outstanding: Outstanding | undefined;
	#stopped = false;
	#queued: { readonly name: MessageName; readonly avps: readonly Avp[] } | undefined;
	#requestTimer: Timer | undefined;

	/** @param outgoing @param incoming sequence numbers of the next request of each direction, where they are known */
	constructor(
		options: SessionOptions,
		sessionId: number,
		iPar: Uint8Array,
		iPan: Uint8Array,
		outgoing: number | undefined,
		incoming: number | undefined,
	) {
		this.#options = options;
		this.sessionId = sessionId;
		this.iPar = iPar;
		this.iPan = iPan;
		this.#outgoing = outgoing;
		this.#incoming = incoming;
	}

	/** Sends a request until `settle`; if another one still waits for its answer, after that. `key` signs it. */
	request(name: MessageName, avps: readonly Avp[], key = this.authKey): void {
		if (this.#outstanding !== undefined && !this.#stopped) {
			this.#queued = { name, avps };
			return;
		}
		const { random, requests } = this.#options;
		const sequence = this.#outgoing ?? random32(random);
		this.#outgoing = following(sequence);
		this.#outstanding = { name, sequence, bytes: this.encode(name, sequence, avps, key), retransmission: new Retransmission(requests, random) };
		this.#stopped = false;
		this.transmit();
	}

	/** Answers a request that was admitted as `new`, and takes it off the sequence. `key` signs the answer. */
	answer(request: Message, avps: readonly Avp[], key = this.authKey): void {
		const { sequence } = request;
		const name = answerTo(request.name)!;
		const bytes = this.encode(name, sequence, avps, key);
		this.#incoming = following(sequence);
		this.#answered = { name, sequence, bytes };
		this.#options.transmit(bytes, name);
	}

	/** Where a message stands in the order of its direction (RFC 5191 §5.2). Whether it is authentic is another question. */
	position({ name, sequence }: Message): 'new' | 'repeated' | 'out of sequence' {
		if (!isRequest(name)) return this.waitsFor(name, sequence) ? 'new' : 'out of sequence';
		if (this.#answered?.sequence === sequence && this.#answered.name === answerTo(name)) return 'repeated';
		return this.#incoming === undefined || this.#incoming === sequence ? 'new' : 'out of sequence';
	}

	/** Checks the sequence number, then AUTH under `key`. Answers the last request again, where that is what it is. */
	admit(message: Message, bytes: Uint8Array, key = this.authKey): Arrival {
		const position = this.position(message);
		if (position === 'out of sequence') return position;
		const signed = message.avps[message.avps.length - 1]?.code === AvpCode.AUTH;
		if (key === undefined && signed) return 'AUTH without a key';
		if (key !== undefined && !signed) return 'AUTH missing';
		if (key !== undefined && !verify(this.#options.cipher, key, bytes)) return 'AUTH wrong';
		if (position === 'repeated') this.#options.transmit(this.#answered!.bytes, this.#answered!.name);
		return position;
	}

	/** The request is not sent again, but its answer welcome until the next request. */
	stopRetransmission(): void {
		this.#requestTimer?.cancel();
		this.#stopped = true;
	}

	/** The request is done with; sends the one that waited behind it. */
	settle(): void {
		this.stopRetransmission();
		this.#outstanding = undefined;
		const queued = this.#queued;
		this.#queued = undefined;
		if (queued !== undefined) this.request(queued.name, queued.avps);
	}

	/** A fresh nonce of this side: 16 bytes. */
	nonce(): Uint8Array {
		const nonce = new Uint8Array(NONCE_LENGTH);
		this.#options.random.fill(nonce);
		return nonce;
	}

	/** The next PANA_AUTH_KEY, from both nonces, which must be there. */
	derive(msk: Uint8Array, keyId: number): Uint8Array {
		const { pacNonce, paaNonce } = this;
		if (pacNonce === undefined || paaNonce === undefined) throw new Error('PANA: key: expected both nonces');
		return deriveAuthKey(this.#options.cipher, { msk, iPar: this.iPar, iPan: this.iPan, pacNonce, paaNonce, keyId });
	}

	/** Puts `key` in force: it signs everything from here on, also what is sent again: the other side may know no other key any more. */
	install(key: Uint8Array, keyId: number): void {
		if (this.authKey !== undefined) {
			for (const kept of [this.#outstanding, this.#answered]) if (kept !== undefined) kept.bytes = this.signedAnew(kept.bytes, key);
		}
		this.authKey = key;
		this.keyId = keyId;
		this.nextKey = undefined;
	}

	/** Takes the next request whatever its sequence number: what came unsigned must not decide which signed one is taken. */
	forgetIncoming(): void {
		this.#incoming = undefined;
		this.#answered = undefined;
	}

	/** Sends and waits no more; repeated requests are still answered. */
	close(): void {
		this.#queued = undefined;
		this.settle();
	}

	private waitsFor(answer: MessageName, sequence: number): boolean {
		const outstanding = this.#outstanding;
		return outstanding !== undefined && outstanding.sequence === sequence && answerTo(outstanding.name) === answer;
	}

	private transmit(): void {
		const outstanding = this.#outstanding!;
		this.#requestTimer = this.#options.scheduler.after(outstanding.retransmission.next(), () => {
			if (outstanding.retransmission.exhausted) this.#options.onUnanswered(outstanding.name, outstanding.retransmission.count);
			else this.transmit();
		});
		this.#options.transmit(outstanding.bytes, outstanding.name);
	}

	private signedAnew(bytes: Uint8Array, key: Uint8Array): Uint8Array {
		const copy = bytes.slice();
		copy.fill(0, copy.length - AUTH_LENGTH);
		sign(this.#options.cipher, key, copy);
		return copy;
	}

	private encode(name: MessageName, sequence: number, avps: readonly Avp[], key: Uint8Array | undefined): Uint8Array {
		const bytes = encodeMessage({ name, sessionId: this.sessionId, sequence, avps: key === undefined ? avps : [...avps, blankAuth()] });
		if (key !== undefined) sign(this.#options.cipher, key, bytes);
		return bytes;
	}
}

/** A timer that takes any time, and one at a time: SessionTimer of RFC 5609. */
export class SessionTimer {
	readonly #scheduler: Scheduler;
	#timer: Timer | undefined;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	/** Calls `task` after `time` ms, unless `stop` or another `start` comes first. */
	start(time: number, task: () => void): void {
		this.stop();
		const step = Math.min(time, LONGEST_WAIT);
		this.#timer = this.#scheduler.after(step, () => {
			if (time > step) this.start(time - step, task);
			else task();
		});
	}

	/** Starts a lifetime of `lifetime` ms: `early` after that share of it, unless 0, and `over` at its end. */
	startLifetime(lifetime: number, share: number, early: () => void, over: () => void): void {
		if (share <= 0) {
			this.start(lifetime, over);
			return;
		}
		this.start(lifetime * share, () => {
			this.start(lifetime * (1 - share), over);
			early();
		});
	}

	stop(): void {
		this.#timer?.cancel();
	}
}

/** The number after `sequence`; after the last one comes 0 (RFC 5191 §5.2). */
export function following(sequence: number): number {
	return (sequence + 1) % TWO_TO_32;
}

/** A random number of 32 bits. */
export function random32(random: Random): number {
	const bytes = new Uint8Array(4);
	random.fill(bytes);
	return uint32(bytes, 0);
}
