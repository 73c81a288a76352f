/**
 * General-ciphering and general-signing in one association (general.ts): what they hold, and what is answered in the same manner.
 *
 * | a message is refused                                             | as (ExceptionResponse)             |
 * |------------------------------------------------------------------|------------------------------------|
 * | key info unknown, or there is no key for it                       | D8 01 02 service-not-supported     |
 * | titles, signature, ephemeral key, suite, tag or inner tag wrong   | D8 01 05 deciphering-error         |
 * | less protected than is required                                  | D8 01 01 operation-not-possible    |
 * | counter not above the last one under this key                    | D8 01 06 invocation-counter-error  |
 */
import { equalBytes } from '../../bytes/equal.js';
import { DecodeError } from '../../bytes/reader.js';
import { APDU } from '../apdu/apdu.js';
import { SERVICE_ERROR } from '../apdu/exception.js';
import { DataWriter } from '../axdr/data-writer.js';
import { CONTROL, protocolOf, type SecuritySuite } from './ciphering.js';
import type { TransmitSource } from './counters.js';
import {
	cipheredRoom,
	decodeGeneralCiphered,
	decodeGeneralSigned,
	encodeGeneralCiphered,
	encodeGeneralSigned,
	encodeHeader,
	type GeneralCiphered,
	type GeneralSigned,
	signedBytes,
	signedRoom,
} from './general.js';
import { GeneralKeys, type GeneralParties } from './general-keys.js';
import type { GeneralManner, Manner, Opened } from './manner.js';

/** What it needs of the association. */
export interface GeneralSessionOptions {
	readonly parties: GeneralParties;
	readonly suite: SecuritySuite;
	readonly authenticationKey: Uint8Array;
	readonly transmit: TransmitSource;
	/** The other side's title; empty: each message tells it. */
	readonly peerTitle: Uint8Array;
	/** Opens and seals what is ciphered by a service-specific or general-glo tag. */
	readonly open: (bytes: Uint8Array) => Opened;
	readonly seal: (w: DataWriter, apdu: Uint8Array, manner: Manner) => boolean;
}

const NONE = new Uint8Array(0);
const PROTECTION = CONTROL.authentication | CONTROL.encryption;

export function isGeneral(tag: number): boolean {
	return tag === APDU.generalCiphering || tag === APDU.generalSigning;
}

export class GeneralSession {
	readonly #options: GeneralSessionOptions;
	readonly #keys: GeneralKeys;

	constructor(options: GeneralSessionOptions) {
		this.#options = options;
		this.#keys = new GeneralKeys(options.parties);
	}

	/**
	 * @param required bits of `CONTROL` that the content needs
	 * @param isSignatureDemanded whether it is to be signed, too. Throws DecodeError
	 */
	open(bytes: Uint8Array, required: number, isSignatureDemanded: boolean): Opened {
		if (bytes[0] === APDU.generalSigning) return this.#openSigned(bytes, required);
		return this.#openCiphered(bytes, required, isSignatureDemanded ? 'demanded' : 'taken');
	}

	/** False, and nothing put: there is no counter left, or no key for it. */
	seal(w: DataWriter, apdu: Uint8Array, manner: Manner, general: GeneralManner): boolean {
		if (general.signing === undefined) return this.#sealCiphered(w, apdu, manner.control, general);
		const { signatureKey, cipher } = this.#options.parties.material;
		if (signatureKey === undefined || cipher.sign === undefined) return false;
		const content = new DataWriter();
		if (general.isSignedInside === true) {
			this.#sign(content, apdu, general);
			return this.#sealCiphered(w, content.bytes, manner.control, general);
		}
		if (general.choice !== undefined) {
			if (!this.#sealCiphered(content, apdu, manner.control, general)) return false;
		} else if (manner.protocol === 'plain') content.put(apdu);
		else if (!this.#options.seal(content, apdu, { protocol: manner.protocol, control: manner.control })) return false;
		this.#sign(w, content.bytes, general);
		return true;
	}

	/** Where it can sign. */
	#sign(w: DataWriter, content: Uint8Array, { signing, peer }: GeneralManner): void {
		const { title, material } = this.#options.parties;
		const header = encodeHeader({ transaction: signing!, originator: title, recipient: peer });
		encodeGeneralSigned(w, header, content, material.cipher.sign!(material.signatureKey!, signedBytes(header, content)));
	}

	/** How long what is sealed can be, in bytes, by the part of `limit` that is left to it. */
	room(limit: number, general: GeneralManner, plain: (limit: number) => number): number {
		const { choice, transaction, isTold, isAnswer, signing, isSignedInside, peer } = general;
		const { signatureKey = NONE } = this.#options.parties.material;
		const signed = (rest: number) => (signing === undefined ? rest : signedRoom(rest, signing, 2 * signatureKey.length));
		if (choice === undefined) return plain(signed(limit));
		const keyInfo = isTold ? this.#keys.sealing(choice, transaction, peer, isAnswer)?.keyInfo : undefined;
		const ciphered = (rest: number) => cipheredRoom(rest, transaction, keyInfo);
		return isSignedInside === true ? signed(ciphered(limit)) : ciphered(signed(limit));
	}

	/** What is wrong with a signature, one of `SERVICE_ERROR`; undefined: nothing. */
	#wrongIn({ originator, recipient, content, signed, signature }: GeneralSigned): number | undefined {
		const { peerSignatureKey, cipher } = this.#options.parties.material;
		if (peerSignatureKey === undefined || cipher.verify === undefined) return SERVICE_ERROR.serviceNotSupported;
		const isRight = this.#isBetween(originator, recipient) && content.length > 0 && cipher.verify(peerSignatureKey, signed, signature);
		return isRight ? undefined : SERVICE_ERROR.decipheringError;
	}

	#openSigned(bytes: Uint8Array, required: number): Opened {
		const message = decodeGeneralSigned(bytes);
		const wrong = this.#wrongIn(message);
		if (wrong !== undefined) return refused(wrong);
		const { originator, transaction, content } = message;
		const inner = this.#openContent(content, required);
		if (inner.apdu === undefined) return inner;
		const { choice, isTold = false, isShort = false, transaction: innermost = transaction } = inner.general ?? {};
		const general = { peer: originator.slice(), choice, transaction: innermost, isTold, isShort, signing: transaction.slice(), isAnswer: true };
		return { ...inner, general };
	}

	#openContent(content: Uint8Array, required: number): Opened {
		const tag = content[0]!;
		if (tag === APDU.generalCiphering) return this.#openCiphered(content, required, 'refused');
		if (protocolOf(tag) !== 'plain') return this.#options.open(content);
		if (tag === APDU.generalSigning) return refused(SERVICE_ERROR.decipheringError);
		if (required !== 0) return refused(SERVICE_ERROR.operationNotPossible);
		return { apdu: content, protocol: 'plain', control: 0, error: 0, counter: undefined };
	}

	/** @param signature what becomes of one within it */
	#openCiphered(bytes: Uint8Array, required: number, signature: 'taken' | 'demanded' | 'refused'): Opened {
		const message = decodeGeneralCiphered(bytes);
		const { control, counter } = message;
		const { suite } = this.#options;
		const protection = control & PROTECTION;
		if (!this.#isBetween(message.originator, message.recipient)) return refused(SERVICE_ERROR.decipheringError);
		const found = this.#keys.opening(message);
		if (typeof found === 'number') return refused(found);
		if (protection === 0 || (control & ~PROTECTION) !== suite.number) return refused(SERVICE_ERROR.decipheringError);
		if ((protection & required) !== required) return refused(SERVICE_ERROR.operationNotPossible);
		const { key, choice } = found;
		if (!key.receive.fresh(counter)) return refused(SERVICE_ERROR.invocationCounterError, key.receive.last + 1);
		const long = this.#opened(message, key.key, message.header);
		const content = long ?? ((control & CONTROL.authentication) !== 0 ? this.#opened(message, key.key, NONE) : undefined);
		const signed = signature === 'refused' ? undefined : signedIn(content);
		const wrong = signed && this.#wrongIn(signed);
		if (wrong !== undefined) return refused(wrong);
		const apdu = signed?.content ?? content;
		if (apdu === undefined || apdu.length === 0 || protocolOf(apdu[0]!) !== 'plain' || isGeneral(apdu[0]!))
			return refused(SERVICE_ERROR.decipheringError);
		if (signed === undefined && signature === 'demanded') return refused(SERVICE_ERROR.operationNotPossible);
		key.receive.accept(counter);
		this.#keys.accept(key, choice);
		const general: GeneralManner = {
			...{ peer: message.originator.slice(), choice, transaction: message.transaction.slice() },
			...{ isTold: message.keyInfo !== undefined, isShort: long === undefined, isAnswer: true },
			...{ signing: signed?.transaction.slice(), isSignedInside: signed !== undefined },
		};
		return { apdu, protocol: 'general-ciphering', control: protection, error: 0, counter: undefined, general };
	}

	#opened({ originator, control, counter, payload }: GeneralCiphered, encryptionKey: Uint8Array, context: Uint8Array): Uint8Array | undefined {
		const { suite, authenticationKey } = this.#options;
		return suite.open({ encryptionKey, authenticationKey, title: originator }, control, counter, payload, context);
	}

	#sealCiphered(w: DataWriter, apdu: Uint8Array, protection: number, general: GeneralManner): boolean {
		const { choice, transaction, peer, isTold, isShort, isAnswer } = general;
		const { suite, parties, authenticationKey, transmit } = this.#options;
		const told = choice === undefined ? undefined : this.#keys.sealing(choice, transaction, peer, isAnswer);
		const counter = told === undefined ? undefined : transmit.next();
		if (told === undefined || counter === undefined) return false;
		const { title } = parties;
		const control = protection | suite.number;
		const header = encodeHeader({ transaction, originator: title, recipient: peer });
		const payload = suite.seal({ encryptionKey: told.key, authenticationKey, title }, control, counter, apdu, isShort ? NONE : header);
		encodeGeneralCiphered(w, { header, keyInfo: isTold ? told.keyInfo : undefined, control, counter, payload });
		return true;
	}

	/** Whether a message is from the other side, and to this one. */
	#isBetween(originator: Uint8Array, recipient: Uint8Array): boolean {
		const { peerTitle, parties } = this.#options;
		const { title } = parties;
		if (!equalBytes(recipient, title)) return false;
		return peerTitle.length > 0 ? equalBytes(originator, peerTitle) : originator.length === title.length && !equalBytes(originator, title);
	}
}

/** What was signed before it was ciphered; undefined: nothing that could be told. */
function signedIn(content: Uint8Array | undefined): GeneralSigned | undefined {
	if (content?.[0] !== APDU.generalSigning) return undefined;
	try {
		return decodeGeneralSigned(content);
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		return undefined;
	}
}

function refused(error: number, counter?: number): Opened {
	return { apdu: undefined, protocol: 'plain', control: 0, error, counter };
}
