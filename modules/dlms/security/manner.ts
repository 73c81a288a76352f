/** How a message is protected, which is how it is answered. */
import type { Protocol } from './ciphering.js';
import type { KeyChoice } from './general-keys.js';

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

/** Whether there is nothing around it. */
export function isPlain({ protocol, general }: Manner): boolean {
	return protocol === 'plain' && general === undefined;
}
