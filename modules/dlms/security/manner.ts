/** How a message is protected, which is how it is answered. */
import { APDU } from '../apdu/apdu.js';
import { SERVICE_ERROR } from '../apdu/exception.js';
import { type Protocol, protocolFor } from './ciphering.js';
import type { KeyChoice } from './general-keys.js';
import { PROTECTION, responseControl } from './policy.js';

/** What general-ciphering and general-signing tell beside the keys of the suite. */
export interface GeneralManner {
	/** The other side's title. */
	readonly peer: Uint8Array;
	/** Key of general-ciphering; undefined: there is none. */
	readonly choice: KeyChoice | undefined;
	readonly transaction: Uint8Array;
	/** Whether the key is told, or is that of before. */
	readonly isTold: boolean;
	/** Whether the header is left out of what is authenticated. */
	readonly isShort: boolean;
	/** Transaction id of general-signing; undefined: there is none. */
	readonly signing: Uint8Array | undefined;
	/** Whether the signature is within general-ciphering, in place of around it. */
	readonly isSignedInside?: boolean;
	readonly isAnswer: boolean;
}

export interface Manner {
	readonly protocol: Protocol | 'general-ciphering';
	/** A and E of `CONTROL`. */
	readonly control: number;
	/** General-ciphering, or general-signing around what `protocol` says, or both. */
	readonly general?: GeneralManner;
}

/** A message that was opened, and in which manner it is to be answered; or why it was refused. */
export interface Opened extends Manner {
	/** Undefined: refused. */
	readonly apdu: Uint8Array | undefined;
	/** One of `SERVICE_ERROR` if it was refused. */
	readonly error: number;
	/** The least counter that would be accepted, only of an invocation-counter-error. */
	readonly counter: number | undefined;
}

export const PLAIN: Manner = Object.freeze({ protocol: 'plain', control: 0 });

/** Whether there is nothing around it. */
export function isPlain({ protocol, general }: Manner): boolean {
	return protocol === 'plain' && general === undefined;
}

/** What is in the clear, or ciphered, where it may not be. */
export const MISPLACED: Opened = Object.freeze({
	apdu: undefined,
	protocol: 'plain',
	control: 0,
	error: SERVICE_ERROR.operationNotPossible,
	counter: undefined,
});

const NONE = new Uint8Array(0);

/**
 * How a message is answered: as it came, or as the policy asks of answers, bits of `PROTECTION`, if that is more.
 * @param tag of the message in the clear
 * @param peer the other side's title
 */
export function answering<M extends Manner>(manner: M, tag: number, protection: number, peer: Uint8Array): M {
	const wanted = responseControl(protection);
	// What has no signed form is the InitiateResponse.
	const isSigned = (protection & PROTECTION.signedResponse) !== 0 && tag !== APDU.initiateRequest;
	if ((manner.control & wanted) === wanted && (!isSigned || manner.general?.signing !== undefined)) return manner;
	const protocol = manner.protocol === 'plain' && wanted !== 0 ? protocolFor(tag, 'glo') : manner.protocol;
	const control = protocol === 'plain' ? 0 : manner.control | wanted;
	return isSigned ? { ...manner, protocol, control, general: signed(manner.general, peer) } : { ...manner, protocol, control };
}

function signed(general: GeneralManner | undefined, peer: Uint8Array): GeneralManner {
	const unsigned = general ?? { peer, choice: undefined, transaction: NONE, isTold: false, isShort: false, signing: undefined, isAnswer: true };
	return { ...unsigned, signing: unsigned.signing ?? unsigned.transaction };
}
