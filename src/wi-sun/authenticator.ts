/** The meter's side of authentication on its PAN: who it says it is in beacons and in EAP-PSK, the one HEMS that it lets in, and their link key. */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Log } from '../../hal/ports/log.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import { EapPskServer } from '../../modules/eap-psk/server.js';
import { PAN_COORDINATOR, SUPERFRAME_NONE } from '../../modules/ieee802154/beacon.js';
import type { BeaconPolicy } from '../../modules/ieee802154/coordinator.js';
import { eui64Of } from '../../modules/ipv6/address.js';
import { Paa, type PaaEvent, type PaaOptions, type PaaStatus } from '../../modules/pana/paa.js';
import type { Derivations } from './derivations.js';

/** EAP identifiers of real meters were seen to begin high; that they are drawn is unconfirmed. */
const HIGH = 0x80;

/** PANA messages that may wait for their turn; a PaC that waits for its answer has no more than one or two on the way. */
const QUEUE_LENGTH = 4;

/** Identity of the meter, and the secret that it shares with its HEMS. */
export interface Identity {
	/** Route B id, 32 characters. */
	readonly id: string;
	/** 16 bytes. */
	readonly psk: Uint8Array;
}

/** Where link keys come into force and go out of it, by the EUI-64 of the other side. */
export interface LinkKeys {
	/** `again`: in place of the key of the same session, whose frames are accepted until the first good one under this key. */
	install(peer: Uint8Array, keyIndex: number, key: Uint8Array, again: boolean): void;
	remove(peer: Uint8Array): void;
}

/** What one meter or module does otherwise than RFC 5191 leaves it. */
export type PanaRules = Pick<PaaOptions, 'lifetime' | 'reauthenticateAt' | 'expiresSilently' | 'requests' | 'authenticationTimeout' | 'deliberation'>;

export interface AuthenticatorOptions {
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	readonly profile: Derivations;
	readonly keys: LinkKeys;
	/** Sends to UDP port 716 of an IPv6 address, in the clear. */
	readonly send: (to: Uint8Array, message: Uint8Array) => void;
	/** Keys are installed and removed before it is called. */
	readonly onEvent: (event: PaaEvent) => void;
	readonly onTerminated?: PaaOptions['onTerminated'];
	readonly pana?: PanaRules | undefined;
}

export class Authenticator {
	/** Identity without which nobody is let in. A session under a former one goes on. */
	identity: Identity | undefined;
	readonly #options: AuthenticatorOptions;
	readonly #paa: Paa;
	/** Received, not yet dealt with. */
	readonly #waiting: { readonly from: Uint8Array; readonly message: Uint8Array }[] = [];

	constructor(options: AuthenticatorOptions) {
		const { scheduler, random, cipher, log, send, onTerminated } = options;
		this.#options = options;
		this.#paa = new Paa({
			...options.pana,
			cipher,
			random,
			scheduler,
			log,
			send,
			newEap: () => this.newEap(),
			onEvent: (event) => this.onPaaEvent(event),
			...(onTerminated && { onTerminated }),
			admits: () => this.identity !== undefined,
		});
	}

	get status(): PaaStatus {
		return this.#paa.status;
	}

	/** A UDP payload for port 716 from an IPv6 address. It waits for a task of its own: key derivation takes more stack than MAC, IPv6 and UDP leave. */
	receive(from: Uint8Array, message: Uint8Array): void {
		if (this.#waiting.length >= QUEUE_LENGTH) return;
		this.#waiting.push({ from, message });
		if (this.#waiting.length === 1) this.#options.scheduler.after(0, this.#serve);
	}

	readonly #serve = (): void => {
		const next = this.#waiting.shift();
		if (next === undefined) return;
		if (this.#waiting.length > 0) this.#options.scheduler.after(0, this.#serve);
		this.#paa.receive(next.from, next.message);
	};

	/** Ends the session with this HEMS; false if there is none. */
	terminate(address: Uint8Array): boolean {
		return this.#paa.terminate(address);
	}

	/** Authenticates the HEMS again now; false without a session. */
	reauthenticate(): boolean {
		const live = this.#paa.status.address;
		return live !== undefined && this.#paa.reauthenticate(live);
	}

	/** Asks the HEMS whether it is still there; false without a session. */
	ping(): boolean {
		const live = this.#paa.status.address;
		return live !== undefined && this.#paa.ping(live);
	}

	/** Forgets sessions and keys without a word. Returns who had the session. */
	stop(): Uint8Array | undefined {
		const live = this.#paa.status.address;
		const eui64 = live && eui64Of(live);
		this.#waiting.length = 0;
		this.#paa.stop();
		if (eui64 !== undefined) this.#options.keys.remove(eui64);
		return live;
	}

	private newEap(): EapPskServer {
		const { cipher, random, profile } = this.#options;
		const { id, psk } = this.identity!;
		const expected = profile.peerId(id);
		const drawn = new Uint8Array(1);
		random.fill(drawn);
		const firstId = HIGH | drawn[0]!;
		return new EapPskServer({
			cipher,
			random,
			firstId,
			serverId: profile.serverId(id),
			findPsk: (peerId) => (peerId === expected ? psk : undefined),
		});
	}

	private onPaaEvent(event: PaaEvent): void {
		const { cipher, profile, keys, onEvent } = this.#options;
		const { kind, authenticated } = event;
		const eui64 = eui64Of(event.address);
		if (eui64 !== undefined && authenticated !== undefined) {
			const { peerId, serverId } = authenticated;
			keys.install(eui64, profile.keyIndex, profile.linkKey(cipher, authenticated.keys.emsk, peerId, serverId), kind === 'rejoined');
		}
		if (eui64 !== undefined && (kind === 'left' || kind === 'expired')) keys.remove(eui64);
		onEvent(event);
	}
}

/**
 * How a meter answers beacon requests: one with its own pairing id, and one without any if `answersUnpaired`.
 *
 * @param pairing its pairing id, 8 characters as bytes; undefined as long as it answers nobody
 */
export function meterBeacons(pairing: () => Uint8Array | undefined, answersUnpaired: boolean): BeaconPolicy {
	return (request) => {
		const own = pairing();
		if (own === undefined || !(request.pairing === undefined ? answersUnpaired : equalBytes(request.pairing, own))) return undefined;
		return request.enhanced ? { pairing: own } : { superframe: PAN_COORDINATOR | SUPERFRAME_NONE, payload: own };
	};
}
