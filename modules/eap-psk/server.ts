import type { Cipher } from '../../hal/ports/cipher.js';
import type { Random } from '../../hal/ports/random.js';
import { equalSecrets } from '../bytes/equal.js';
import { DecodeError } from '../bytes/reader.js';
import { decodeEap, EapCode, type EapMethod, type EapStep, EapType, encodeEap } from './eap.js';
import { idBytes, idText } from './identity.js';
import { macP, macS, pskKeys, type SessionKeys, sessionKeys } from './keys.js';
import { decodePsk, encodePsk, type PskMessage, RAND_LENGTH } from './messages.js';
import { openPsk, PskResult, sealPsk3 } from './pchannel.js';

export interface EapPskServerOptions {
	readonly cipher: Cipher;
	readonly random: Random;
	/** ID_S, a byte for each character. */
	readonly serverId: string;
	/** The PSK (16 bytes) of ID_P; undefined when there is no such peer, which looks from outside like a wrong PSK. */
	readonly findPsk: (peerId: string) => Uint8Array | undefined;
	/** Whether a peer that knows its PSK may come in. Asked before message 3, which says so to the peer. Default: everyone. */
	readonly authorize?: (peerId: string) => boolean;
	/**
	 * What a wrong MAC_P leads to: an EAP-Failure (the default), or, as after any other invalid message, nothing. Which of them a real meter does is
	 * unconfirmed; the default spares the user the wait for a timeout after a wrong password.
	 */
	readonly onBadMac?: 'failure' | 'discard';
	/** EAP identifier of the first Request; default: 1. */
	readonly firstId?: number;
}

/**
 * ```
 *  IDLE ──start: message 1──▶ WAIT_2 ──message 2: message 3──▶ WAIT_4 ──message 4: Success or Failure──▶ IDLE
 *                               └────wrong MAC_P: Failure───▶ IDLE
 * ```
 */
type State = 'IDLE' | 'WAIT_2' | 'WAIT_4';

/** The server of EAP-PSK (RFC 4764), without an exchange of EAP identities before it. One run at a time; `start` abandons the one before. */
export class EapPskServer implements EapMethod {
	readonly #options: EapPskServerOptions;
	readonly #idS: Uint8Array;
	#state: State = 'IDLE';
	#identifier: number;
	#randS = new Uint8Array(RAND_LENGTH);
	#keys: SessionKeys | undefined;
	#peerId = '';
	#authorized = false;

	/** Throws RangeError when `serverId` is no id. */
	constructor(options: EapPskServerOptions) {
		this.#options = options;
		this.#idS = idBytes(options.serverId);
		this.#identifier = (options.firstId ?? 1) - 1;
	}

	start(): EapStep {
		this.#state = 'WAIT_2';
		this.#keys = undefined;
		this.#options.random.fill(this.#randS);
		return this.request({ t: 0, randS: this.#randS, idS: this.#idS });
	}

	receive(packet: Uint8Array): EapStep {
		try {
			return this.take(packet);
		} catch (error) {
			if (error instanceof DecodeError) return { kind: 'discard', reason: error.message };
			throw error;
		}
	}

	private take(bytes: Uint8Array): EapStep {
		const packet = decodeEap(bytes);
		if (this.#state === 'IDLE') return discard('no run is open');
		if (packet.code !== EapCode.Response) return discard(`expected a Response, got code ${packet.code}`);
		if (packet.identifier !== this.#identifier) return discard(`expected identifier ${this.#identifier}, got ${packet.identifier}`);
		// A Nak is an answer to the first Request only (RFC 3748 §5.3.1).
		if (packet.type === EapType.Nak && this.#state === 'WAIT_2') return this.fail();
		if (packet.type !== EapType.PSK) return discard(`expected type ${EapType.PSK}, got ${packet.type}`);
		const message = decodePsk(packet);
		if (!equalSecrets(message.randS, this.#randS)) return discard('RAND_S of another run');
		if (message.t === 1 && this.#state === 'WAIT_2') return this.second(message);
		if (message.t === 3 && this.#state === 'WAIT_4') return this.fourth(bytes, message);
		return discard(`message ${message.t + 1} in ${this.#state}`);
	}

	private second(message: PskMessage & { readonly t: 1 }): EapStep {
		const { cipher, findPsk, authorize, onBadMac } = this.#options;
		const peerId = idText(message.idP);
		const psk = findPsk(peerId);
		// Without a PSK the same work is done under another, so that time does not tell known ids from unknown.
		const { ak, kdk } = pskKeys(cipher, psk ?? this.#randS);
		const good = equalSecrets(macP(cipher, ak, message.idP, this.#idS, this.#randS, message.randP), message.macP);
		if (!good || psk === undefined) return onBadMac === 'discard' ? discard('MAC_P is wrong') : this.fail();
		const keys = sessionKeys(cipher, kdk, message.randP);
		this.#peerId = peerId;
		this.#keys = keys;
		this.#authorized = authorize === undefined || authorize(peerId);
		this.#state = 'WAIT_4';
		this.#identifier = (this.#identifier + 1) & 0xff;
		const result = this.#authorized ? PskResult.DONE_SUCCESS : PskResult.DONE_FAILURE;
		const mac = macS(cipher, ak, this.#idS, message.randP);
		return { kind: 'send', packet: sealPsk3(cipher, keys.tek, this.#identifier, this.#randS, mac, result) };
	}

	private fourth(packet: Uint8Array, message: PskMessage & { readonly t: 3 }): EapStep {
		const { tek, msk, emsk } = this.#keys!;
		const result = openPsk(this.#options.cipher, tek, packet, message);
		if (result === undefined) return discard('PCHANNEL of message 4 is wrong');
		// CONT would begin an extension, and none was offered.
		if (result !== PskResult.DONE_SUCCESS || !this.#authorized) return this.fail();
		return {
			kind: 'success',
			packet: this.end(EapCode.Success),
			keys: { msk, emsk },
			peerId: this.#peerId,
			serverId: this.#options.serverId,
		};
	}

	private request(message: PskMessage): EapStep {
		this.#identifier = (this.#identifier + 1) & 0xff;
		return { kind: 'send', packet: encodePsk(this.#identifier, message) };
	}

	private fail(): EapStep {
		return { kind: 'failure', packet: this.end(EapCode.Failure) };
	}

	private end(code: number): Uint8Array {
		this.#state = 'IDLE';
		this.#keys = undefined;
		return encodeEap({ code, identifier: this.#identifier, data: new Uint8Array(0) });
	}
}

function discard(reason: string): EapStep {
	return { kind: 'discard', reason };
}
