import type { EapMethod } from '../eap-psk/eap.js';
import type { Authenticated } from './session.js';

/** The PAA's states of RFC 5609 §8 but INITIAL, in which it keeps nothing of a PaC. */
export type PaaState = 'WAIT_EAP_MSG' | 'WAIT_PAN_OR_PAR' | 'WAIT_SUCC_PAN' | 'WAIT_FAIL_PAN' | 'OPEN' | 'WAIT_PNA_PING' | 'SESS_TERM' | 'CLOSED';

/** What a session asks and tells the PAA that it belongs to. @template S the session */
export interface PaaSessionHost<S> {
	readonly newEap: () => EapMethod;
	readonly keyId: () => number;
	/** s. */
	readonly lifetime: number;
	/** After which share of its lifetime the PAA authenticates a session again; 0: never. */
	readonly reauthenticateAt: number;
	/** Whether a session whose lifetime is over ends without PTR. */
	readonly expiresSilently: boolean;
	/** How long the first authentication may take, ms (FAILED_SESS_TIMEOUT). */
	readonly authenticationTimeout: number;
	/** Calls `proceed` when the EAP method has thought over an answer; undefined: it takes no time. */
	readonly deliberate: ((proceed: () => void) => void) | undefined;
	/** Whether an authenticated PaC may come in now. */
	authorizes(session: S): boolean;
	/** PAN[C] has come: the keys are in force now. */
	onOpen(session: S, authenticated: Authenticated, again: boolean): void;
	onFailed(session: S, evidence: string): void;
	/** The session lives no more, its keys with it. */
	onEnded(session: S, how: 'left' | 'expired', evidence: string): void;
	/** PTR was answered, or all its transmissions met silence. */
	onTerminated(session: S, answered: boolean): void;
	onClosed(session: S): void;
	onDropped(what: string, reason: string): void;
}
