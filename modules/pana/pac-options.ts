import type { Cipher } from '../../hal/ports/cipher.js';
import type { Log } from '../../hal/ports/log.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { EapMethod } from '../eap-psk/eap.js';
import type { MessageName } from './message.js';
import type { RetransmissionTiming } from './retransmission.js';
import type { Authenticated } from './session.js';

/** The PaC's states of RFC 5609 §7. WAIT_EAP_MSG, WAIT_EAP_RESULT and WAIT_EAP_RESULT_CLOSE pass within a call, because EAP answers at once. */
export type PacState = 'INITIAL' | 'WAIT_PAA' | 'OPEN' | 'WAIT_PNA_REAUTH' | 'WAIT_PNA_PING' | 'SESS_TERM' | 'CLOSED';

/**
 * - `success`: the keys are in force from now on, PAN[C] was just sent; `again` in a re-authentication.
 * - `failure`: the authentication failed or was refused, or the PAA does not answer; `refused` where it said so.
 * - `terminatedByPeer`: by PTR. It comes after `expired` too, when the PAA ends what the PaC already has.
 * - `terminated`, `terminationTimeout`: after `terminate`, with and without PTA.
 * - `expired`: the lifetime is over.
 * - `alive`: the answer to `ping`.
 */
export type PacEvent =
	| { readonly kind: 'success'; readonly again: boolean; readonly authenticated: Authenticated }
	| { readonly kind: 'failure'; readonly evidence: string; readonly refused: boolean }
	| { readonly kind: 'terminatedByPeer'; readonly cause: number }
	| { readonly kind: 'terminated' | 'terminationTimeout' | 'expired' | 'alive' };

export interface PacOptions {
	readonly cipher: Cipher;
	readonly random: Random;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Sends to UDP port 716 of an IPv6 address (16 bytes). May be called from inside `receive`. */
	readonly send: (to: Uint8Array, message: Uint8Array) => void;
	/** An EAP peer for one authentication. */
	readonly newEap: () => EapMethod;
	readonly onEvent: (event: PacEvent) => void;
	/** Listener for a timeline: each message as it is sent or has been received, valid or not. */
	readonly onMessage?: (direction: 'sent' | 'received', name: MessageName, message: Uint8Array) => void;
	/** Repetition of PCI, and of other requests; default: as SKSTACK-IP does. */
	readonly initiation?: RetransmissionTiming;
	readonly requests?: RetransmissionTiming;
	/** How long an authentication may take, ms; default: 40,000. */
	readonly authenticationTimeout?: number;
	/** The time for it begins with the first answer to PCI, whose repetition ends by itself; else with PCI. */
	readonly initiationAside?: boolean;
	/** After which share of its lifetime the PaC authenticates its session again; default: never. SKSTACK-IP does it at 0.8. */
	readonly reauthenticateAt?: number;
	/** It begins to authenticate its session again by itself, by `reauthenticateAt`. */
	readonly onOwnReauthentication?: () => void;
}

export interface PacStatus {
	readonly state: PacState;
	readonly sessionId: number;
	readonly keyId: number;
	/** Messages dropped since the start. */
	readonly dropped: number;
}
