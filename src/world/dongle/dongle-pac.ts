/**
 * The PANA client of an emulated module, and what the module hears of it, with the address of the PAA.
 *
 * | what happens                                   | event                                          | EVENT of SKSTACK   |
 * |------------------------------------------------|------------------------------------------------|--------------------|
 * | authenticated, for the first time or again     | `joined`, once PAN[C] is on the air            | 25                 |
 * | refused, or without answer                     | `joinFailed`                                   | 24                 |
 * | the PAA ends the session                       | `terminatedByPeer`                             | 26                 |
 * | it is ended from here, with an answer, or none | `terminated`, or `terminationTimeout`          | 27, or 28          |
 * | the lifetime is over                           | `expired`                                      | 29                 |
 * | it authenticates again by itself               | `reauthenticating`, where the model tells      | 29, then 25 or 24  |
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { EapPskPeer } from '../../../modules/eap-psk/peer.js';
import { eui64Of } from '../../../modules/ipv6/address.js';
import { Pac } from '../../../modules/pana/pac.js';
import type { PacEvent } from '../../../modules/pana/pac-options.js';
import type { RetransmissionTiming } from '../../../modules/pana/retransmission.js';
import type { NetworkEvent } from '../../../modules/wi-sun-module/network.js';
import type { Identity, LinkKeys } from '../../wi-sun/authenticator.js';
import type { Derivations } from '../../wi-sun/derivations.js';

/** What a join or a session goes through: `sent` and `received` are PANA messages, named in the detail; `failed` says why in it. */
export type JoinStep = 'sent' | 'received' | 'authenticated' | 'failed' | 'terminatedByPeer' | 'terminated' | 'terminationTimeout' | 'expired';

export interface DonglePacOptions {
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	readonly profile: Derivations;
	readonly keys: LinkKeys;
	/** S17: authenticate again by itself. */
	readonly automatic: () => boolean;
	/** See `Model`. */
	readonly tellsReauthentication: () => boolean;
	/** Sends to UDP port 716. `quiet`: the program is told nothing of it. `onSent` follows when it is on the air, or lost. */
	readonly send: (to: Uint8Array, message: Uint8Array, quiet: boolean, onSent: () => void) => void;
	/** Where it differs from SKSTACK's. */
	readonly patience?: PanaPatience | undefined;
	readonly onEvent: (event: NetworkEvent) => void;
	/** `message`: the PANA message of `sent` and `received`, a view, gone when it returns. */
	readonly onStep: (step: JoinStep, detail: string, peer: Uint8Array, message?: Uint8Array) => void;
}

/** How long a module tries to authenticate. */
export interface PanaPatience {
	readonly initiation: RetransmissionTiming;
	readonly requests: RetransmissionTiming;
	/** From the first answer of the PAA on, ms. */
	readonly authenticationTimeout: number;
}

/** After which share of its lifetime SKSTACK authenticates a session again. */
export const REAUTHENTICATE_AT = 0.8;

export class DonglePac {
	readonly #options: DonglePacOptions;
	readonly #pac: Pac;
	#identity: Identity | undefined;
	#peer: Uint8Array = new Uint8Array(16);
	#busy = false;
	#quietPci = false;
	/** The success that is told when the message sent last, PAN[C], is on the air. */
	#succeeding = false;
	#sent = 0;

	constructor(options: DonglePacOptions) {
		const { scheduler, random, cipher, log, automatic, profile, tellsReauthentication, patience } = options;
		this.#options = options;
		this.#pac = new Pac({
			cipher,
			random,
			scheduler,
			log,
			send: (to, message) => this.#send(to, message),
			newEap: () => {
				const { id, psk } = this.#identity!;
				return new EapPskPeer({ cipher, random, peerId: profile.peerId(id), serverId: profile.serverId(id), psk });
			},
			onEvent: (event) => this.#onPacEvent(event),
			onMessage: (direction, name, message) => options.onStep(direction, name, this.#peer, message),
			onOwnReauthentication: () => {
				if (tellsReauthentication()) options.onEvent({ kind: 'reauthenticating', peer: this.#peer });
			},
			...(patience && { ...patience, initiationAside: true }),
			get reauthenticateAt() {
				return automatic() ? REAUTHENTICATE_AT : 0;
			},
		});
	}

	/** On its way in or out. */
	get isBusy(): boolean {
		return this.#busy;
	}

	/** A join begins; `start` or `fail` follows once the peer is resolved. */
	begin(peer: Uint8Array, identity: Identity): void {
		this.#busy = true;
		this.#peer = peer.slice();
		this.#identity = identity;
	}

	/** `solicited`: a neighbour solicitation went out in the place of PCI, which the program hears no more of. */
	start(solicited: boolean): void {
		this.#quietPci = solicited;
		this.#pac.start(this.#peer);
	}

	fail(evidence: string): void {
		this.#tell({ kind: 'joinFailed', peer: this.#peer, refused: false }, 'failed', evidence);
	}

	/** False without a session. */
	reauthenticate(): boolean {
		const takes = this.#pac.reauthenticate();
		this.#busy ||= takes;
		return takes;
	}

	/** False without a session. */
	terminate(): boolean {
		const takes = this.#pac.terminate();
		this.#busy ||= takes;
		return takes;
	}

	receive(from: Uint8Array, message: Uint8Array): void {
		this.#pac.receive(from, message);
	}

	stop(): void {
		this.#pac.stop();
	}

	#send(to: Uint8Array, message: Uint8Array): void {
		const quiet = this.#quietPci;
		this.#quietPci = false;
		const number = ++this.#sent;
		this.#options.send(to, message, quiet, () => {
			if (!this.#succeeding || number !== this.#sent) return;
			this.#succeeding = false;
			this.#tell({ kind: 'joined', peer: this.#peer }, 'authenticated', '');
		});
	}

	#onPacEvent(event: PacEvent): void {
		if (event.kind === 'success') this.#onSuccess(event);
		else if (event.kind !== 'alive') {
			const mac = eui64Of(this.#peer);
			if (mac !== undefined) this.#options.keys.remove(mac);
			this.#succeeding = false;
			const peer = this.#peer;
			if (event.kind === 'failure') this.#tell({ kind: 'joinFailed', peer, refused: event.refused }, 'failed', event.evidence);
			else this.#tell({ kind: event.kind, peer }, event.kind, '');
		}
	}

	/** The keys are in force at once; the program hears of it when PAN[C] is on the air. */
	#onSuccess({ again, authenticated: { keys, peerId, serverId } }: PacEvent & { readonly kind: 'success' }): void {
		const { cipher, profile } = this.#options;
		const mac = eui64Of(this.#peer);
		const key = profile.linkKey(cipher, keys.emsk, peerId, serverId);
		if (mac !== undefined) this.#options.keys.install(mac, profile.keyIndex, key, again);
		this.#succeeding = true;
	}

	#tell(event: NetworkEvent, step: JoinStep, detail: string): void {
		this.#busy = false;
		this.#options.onStep(step, detail, this.#peer);
		this.#options.onEvent(event);
	}
}
