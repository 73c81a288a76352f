import type { Random } from '../../../hal/ports/random.js';
import type { Protocol } from '../security/ciphering.js';
import type { ClientSecurity } from '../security/security.js';

export interface CosemClientOptions {
	/** Good only during the call. */
	readonly send: (apdu: Uint8Array) => void;
	readonly random: Random;
	/** Keys: associates with HLS-GMAC and ciphers. Undefined: the public client, or one with a password. */
	readonly security?: ClientSecurity;
	/** LLS: all that the client proves is that it knows this, which goes over the line as it is. With `security` the rest is ciphered all the same. */
	readonly password?: Uint8Array;
	/** How requests are ciphered; default: `glo`. */
	readonly protocol?: Exclude<Protocol, 'plain'>;
	/** A and E of `CONTROL`; default: both. */
	readonly control?: number;
	/** Whether a key for the association alone is sent to the server; needed for `ded` and `general-ded`. */
	readonly dedicated?: boolean;
	/** Bits of `CONFORMANCE` that are proposed. */
	readonly conformance: number;
	/** The longest PDU that is taken, in bytes. */
	readonly maxPdu: number;
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
