import type { Random } from '../../../hal/ports/random.js';
import { CONTROL, type Protocol } from '../security/ciphering.js';
import type { KeyChoice } from '../security/general-keys.js';
import type { Credentials } from '../security/mechanisms.js';
import type { ClientSecurity } from '../security/security.js';

export interface CosemClientOptions {
	/** Good only during the call. */
	readonly send: (apdu: Uint8Array) => void;
	readonly random: Random;
	/** Keys: associates with HLS-GMAC unless told, and ciphers. Undefined: the public client, or one that proves itself without keys. */
	readonly security?: ClientSecurity;
	/** LLS: all that the client proves is that it knows this, which goes over the line as it is. With `security` the rest is ciphered all the same. */
	readonly password?: Uint8Array;
	/** HLS other than GMAC: one of `MECHANISM`, and what it needs. */
	readonly hls?: { readonly mechanism: number; readonly credentials: Credentials };
	/** How requests are ciphered; default: `glo`. */
	readonly protocol?: Exclude<Protocol, 'plain'>;
	/** How requests are protected beside or in place of `protocol`; needs what `security` has for it. */
	readonly general?: GeneralOptions;
	/** A and E of `CONTROL`; default: both. */
	readonly control?: number;
	/** Whether a key for the association alone is sent to the server; needed for `ded` and `general-ded`. */
	readonly dedicated?: boolean;
	/** Bits of `CONFORMANCE` that are proposed. */
	readonly conformance: number;
	/** The longest PDU that is taken, in bytes. */
	readonly maxPdu: number;
	/** Where general blocks were agreed on, the longest that goes as one PDU, in bytes; default: `maxPdu`. Never more than the server takes. */
	readonly wholePdu?: number;
	/** General blocks that are taken in a row, 1 to 63, where they are agreed on; default: 1. */
	readonly window?: number;
	/**
	 * Sees each message as it goes over the line, general blocks put together, and in the clear; undefined: it was refused, and by whom it is nobody knows.
	 * Both are good only during the call.
	 */
	readonly onMessage?: (sent: boolean, apdu: Uint8Array, clear: Uint8Array | undefined) => void;
	/** The longest value that is put together from blocks, in bytes; default: 1 MB. */
	readonly maxValue?: number;
}

/** A and E of `CONTROL`, of a client's requests. */
export function controlOf({ control = CONTROL.authentication | CONTROL.encryption }: Pick<CosemClientOptions, 'control'>): number {
	return control;
}

export interface GeneralOptions {
	/** General-ciphering under such a key, in place of `protocol`. */
	readonly choice?: KeyChoice | undefined;
	/** Whether requests are signed; answers must be, too, then. */
	readonly isSigned?: boolean;
	/** Whether it is within general-ciphering that requests are signed, in place of around it. */
	readonly isSignedInside?: boolean;
	/** Whether the header is left out of what is authenticated, as some servers have it. */
	readonly isShort?: boolean;
}
