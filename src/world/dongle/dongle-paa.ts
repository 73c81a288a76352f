/**
 * An emulated module after SKSTART: the same authentication agent as the meter's own, and what a program on the UART hears of it.
 *
 * | what happens                                                  | EVENT, with the address of the PaC                        |
 * |---------------------------------------------------------------|-----------------------------------------------------------|
 * | a PaC has authenticated, for the first time or again          | 25                                                        |
 * | its authentication failed, or it fell silent in the middle    | 24                                                        |
 * | it ends the session                                           | 26                                                        |
 * | SKTERM, and its answer, or none                               | 27, or 28                                                 |
 * | the lifetime (S16) is over                                    | 29; with S17 the PAA ends the session itself, so 27 or 28 |
 * | another PaC tries while there is a session                    | none: it meets silence                                    |
 *
 * No log of a module in this role is public: the events are those that the manual gives for both sides, and which of them come here is unconfirmed.
 */
import type { PaaEvent } from '../../../modules/pana/paa.js';
import { SKSTACK_TIMING } from '../../../modules/pana/retransmission.js';
import type { NetworkEvent } from '../../../modules/wi-sun-module/network.js';
import { Authenticator, type AuthenticatorOptions, type Identity } from '../../wi-sun/authenticator.js';

export interface DonglePaaOptions extends Omit<AuthenticatorOptions, 'onEvent' | 'onTerminated' | 'pana'> {
	readonly identity: Identity;
	/** S16, s. */
	readonly lifetime: number;
	/** S17: end the session by PTR when its lifetime is over. */
	readonly automatic: boolean;
	readonly onEvent: (event: NetworkEvent) => void;
}

export class DonglePaa {
	readonly #authenticator: Authenticator;
	readonly #tell: (event: NetworkEvent) => void;
	/** The session whose failure was told: that it ends goes without saying. */
	#failed = 0;
	#terminating = false;

	constructor(options: DonglePaaOptions) {
		const { lifetime, automatic } = options;
		this.#tell = options.onEvent;
		this.#authenticator = new Authenticator({
			...options,
			onEvent: (event) => this.#onPaaEvent(event),
			onTerminated: (address, answered) => {
				this.#terminating = false;
				this.#tell({ kind: answered ? 'terminated' : 'terminationTimeout', peer: address });
			},
			pana: { lifetime, expiresSilently: !automatic, requests: SKSTACK_TIMING },
		});
		this.#authenticator.identity = options.identity;
	}

	/** A PaC is on its way in or out. */
	get isBusy(): boolean {
		return this.#terminating || this.#authenticator.status.embryonic > 0;
	}

	receive(from: Uint8Array, message: Uint8Array): void {
		this.#authenticator.receive(from, message);
	}

	/** False without a session. */
	terminate(): boolean {
		const { address } = this.#authenticator.status;
		if (address === undefined) return false;
		this.#terminating = true;
		return this.#authenticator.terminate(address);
	}

	/** False without a session. */
	reauthenticate(): boolean {
		return this.#authenticator.reauthenticate();
	}

	stop(): void {
		this.#authenticator.stop();
	}

	#onPaaEvent({ kind, address: peer, sessionId }: PaaEvent): void {
		if (kind === 'joined' || kind === 'rejoined') this.#tell({ kind: 'joined', peer });
		else if (kind === 'expired') this.#tell({ kind: 'expired', peer });
		else if (kind === 'failed') {
			this.#failed = sessionId;
			this.#tell({ kind: 'joinFailed', peer, refused: false });
		} else if (kind === 'left' && !this.#terminating && sessionId !== this.#failed) this.#tell({ kind: 'terminatedByPeer', peer });
	}
}
