import type { Delivery } from '../datagram/datagram.js';
import type { FoundPan, Security } from './network.js';

/**
 * A Wi-SUN module from the host's side, whichever language it speaks: what a HEMS asks of it. Once `open` is done, operations may be called at any time;
 * they queue.
 */
export interface ModuleHost {
	/** Bytes from the module. */
	receive(bytes: Uint8Array): void;
	/** Resets the module and learns how it speaks; `done(undefined)` when it does not answer. */
	open(done: (speech: Speech | undefined) => void): void;
	/** Route B id (32 characters) and password (12). */
	configure(id: string, password: string, done: (ok: boolean) => void): void;
	/** Looks for coordinators with the configured id, longer and longer until there are some. */
	scan(done: (pans: readonly FoundPan[]) => void): void;
	/** Goes to the PAN's channel and authenticates with its coordinator. */
	join(pan: FoundPan, done: (joined: boolean) => void): void;
	/** Ends the session; `false` if there was none, or the peer did not answer (it is over all the same). */
	terminate(done: (ended: boolean) => void): void;
	/** 1 to 1,232 bytes, from port 3610. */
	send(to: Uint8Array, port: number, bytes: Uint8Array, security: Security, done: (delivery: Delivery) => void): void;
}

/** `single` and `side`: the grammars of SKSTACK-IP. */
export type Speech = 'single' | 'side' | 'j11';

export interface HostListener {
	/** Every datagram on a listening port. */
	onDatagram(datagram: HostDatagram): void;
	onChange(change: SessionChange): void;
}

export interface HostDatagram {
	/** IPv6 address of the sender. */
	readonly from: Uint8Array;
	/** The UDP port it arrived at. */
	readonly localPort: number;
	readonly payload: Uint8Array;
}

/**
 * What becomes of a session without a command: `ended` by the meter, `expiring` (authenticated `again` soon, or over), `notAgain` authenticated; `restarted`:
 * the module has lost all.
 */
export type SessionChange = 'ended' | 'expiring' | 'again' | 'notAgain' | 'restarted';
