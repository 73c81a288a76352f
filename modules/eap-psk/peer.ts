import type { Cipher } from '../../hal/ports/cipher.js';
import type { Random } from '../../hal/ports/random.js';
import { equalBytes, equalSecrets } from '../bytes/equal.js';
import { DecodeError } from '../bytes/reader.js';
import { decodeEap, EapCode, type EapMethod, type EapPacket, type EapStep, EapType, encodeEap } from './eap.js';
import { idBytes, idText } from './identity.js';
import { macP, macS, type PskKeys, pskKeys, type SessionKeys, sessionKeys } from './keys.js';
import { decodePsk, encodePsk, type PskMessage, RAND_LENGTH } from './messages.js';
import { openPsk, PskResult, sealPsk4 } from './pchannel.js';

const EMPTY = new Uint8Array(0);

export interface EapPskPeerOptions {
	readonly cipher: Cipher;
	readonly random: Random;
	/** ID_P, a byte for each character. */
	readonly peerId: string;
	/** 16 bytes. */
	readonly psk: Uint8Array;
	/** The only ID_S to talk to; any, when absent. */
	readonly serverId?: string;
}

/**
 * ```
 *  IDLE ──message 1: message 2──▶ WAIT_3 ──message 3: message 4──▶ ACCEPTED ──Success──▶ ENDED
 *                                    └───────────────────────────▶ REFUSED ──Failure──▶ ENDED
 * ```
 * `ACCEPTED`: both sides have said DONE_SUCCESS. A Failure, which nothing protects, then means nothing any more (RFC 3748 §4.2).
 */
type State = 'IDLE' | 'WAIT_3' | 'ACCEPTED' | 'REFUSED' | 'ENDED';

/** The peer of EAP-PSK (RFC 4764). One run; `start` prepares the next. */
export class EapPskPeer implements EapMethod {
	readonly #options: EapPskPeerOptions;
	readonly #idP: Uint8Array;
	readonly #keys: PskKeys;
	#state: State = 'IDLE';
	/** The Request answered last, and the Response, which answers its repetitions too. */
	#request: Uint8Array | undefined;
	#response: Uint8Array = EMPTY;
	#idS: Uint8Array = EMPTY;
	#randS: Uint8Array = EMPTY;
	#randP: Uint8Array = EMPTY;
	#session: SessionKeys | undefined;

	/** Throws RangeError when `peerId` is no id, or the PSK has not 16 bytes. */
	constructor(options: EapPskPeerOptions) {
		this.#options = options;
		this.#idP = idBytes(options.peerId);
		this.#keys = pskKeys(options.cipher, options.psk);
	}

	start(): EapStep {
		this.#state = 'IDLE';
		this.#request = undefined;
		this.#session = undefined;
		return discard('started');
	}

	receive(packet: Uint8Array): EapStep {
		try {
			return this.take(packet);
		} catch (error) {
			if (error instanceof DecodeError) return discard(error.message);
			throw error;
		}
	}

	private take(bytes: Uint8Array): EapStep {
		const packet = decodeEap(bytes);
		if (packet.code === EapCode.Response) return discard('expected a Request, Success or Failure, got a Response');
		if (packet.code !== EapCode.Request) return this.end(packet);
		if (this.#request !== undefined && equalBytes(this.#request, bytes)) return { kind: 'send', packet: this.#response };
		switch (packet.type) {
			case EapType.Identity:
				return this.answer(bytes, respond(packet, EapType.Identity, this.#idP));
			case EapType.Notification:
				return this.answer(bytes, respond(packet, EapType.Notification, EMPTY));
			case EapType.PSK:
				return this.method(bytes, packet);
			default:
				// Once the method has begun, a Nak is too late (RFC 3748 §5.3.1).
				if (this.#state !== 'IDLE') return discard(`expected type ${EapType.PSK}, got ${packet.type}`);
				return this.answer(bytes, respond(packet, EapType.Nak, Uint8Array.of(EapType.PSK)));
		}
	}

	private method(bytes: Uint8Array, packet: EapPacket): EapStep {
		const message = decodePsk(packet);
		if (message.t === 0 && this.#state === 'IDLE') return this.first(bytes, packet.identifier, message);
		if (message.t === 2 && this.#state === 'WAIT_3') return this.third(bytes, packet.identifier, message);
		return discard(`message ${message.t + 1} in ${this.#state}`);
	}

	private first(bytes: Uint8Array, identifier: number, message: PskMessage & { readonly t: 0 }): EapStep {
		const { cipher, random, serverId } = this.#options;
		if (serverId !== undefined && idText(message.idS) !== serverId) return discard(`expected ID_S "${serverId}", got "${idText(message.idS)}"`);
		const idS = message.idS.slice();
		const randS = message.randS.slice();
		const randP = new Uint8Array(RAND_LENGTH);
		random.fill(randP);
		this.#idS = idS;
		this.#randS = randS;
		this.#randP = randP;
		this.#state = 'WAIT_3';
		const mac = macP(cipher, this.#keys.ak, this.#idP, idS, randS, randP);
		return this.answer(bytes, encodePsk(identifier, { t: 1, randS, randP, macP: mac, idP: this.#idP }));
	}

	private third(bytes: Uint8Array, identifier: number, message: PskMessage & { readonly t: 2 }): EapStep {
		const { cipher } = this.#options;
		if (!equalSecrets(message.randS, this.#randS)) return discard('RAND_S of another run');
		if (!equalSecrets(message.macS, macS(cipher, this.#keys.ak, this.#idS, this.#randP))) return discard('MAC_S is wrong');
		const session = sessionKeys(cipher, this.#keys.kdk, this.#randP);
		const result = openPsk(cipher, session.tek, bytes, message);
		if (result === undefined) return discard('PCHANNEL of message 3 is wrong');
		const accepted = result === PskResult.DONE_SUCCESS;
		this.#state = accepted ? 'ACCEPTED' : 'REFUSED';
		this.#session = session;
		// CONT would begin an extension; this peer knows none and ends it.
		const answer = accepted ? PskResult.DONE_SUCCESS : PskResult.DONE_FAILURE;
		return this.answer(bytes, sealPsk4(cipher, session.tek, identifier, this.#randS, answer));
	}

	private end(packet: EapPacket): EapStep {
		if (this.#request === undefined || packet.identifier !== this.#request[1]) return discard('Success or Failure of another run');
		if (packet.code === EapCode.Failure) {
			if (this.#state === 'ACCEPTED' || this.#state === 'ENDED') return discard(`Failure in ${this.#state}`);
			this.#state = 'ENDED';
			return { kind: 'failure', packet: EMPTY };
		}
		if (this.#state !== 'ACCEPTED') return discard(`Success in ${this.#state}`);
		const { msk, emsk } = this.#session!;
		this.#state = 'ENDED';
		this.#session = undefined;
		return { kind: 'success', packet: EMPTY, keys: { msk, emsk }, peerId: this.#options.peerId, serverId: idText(this.#idS) };
	}

	private answer(request: Uint8Array, response: Uint8Array): EapStep {
		this.#request = request.slice();
		this.#response = response;
		return { kind: 'send', packet: response };
	}
}

function respond({ identifier }: EapPacket, type: number, data: Uint8Array): Uint8Array {
	return encodeEap({ code: EapCode.Response, identifier, type, data });
}

function discard(reason: string): EapStep {
	return { kind: 'discard', reason };
}
