/**
 * The meter's own Wi-SUN stack, from the radio up to authenticated datagrams: 802.15.4 coordinator, 6LoWPAN, IPv6, PANA authentication agent with EAP-PSK.
 *
 * | traffic                | on the air                                                                     |
 * |------------------------|--------------------------------------------------------------------------------|
 * | beacons, their requests | in the clear; only a request that names this meter's pairing id, or none        |
 * | neighbor discovery, echo | in the clear, or secured as the other side sent it                             |
 * | PANA, UDP port 716     | always in the clear                                                            |
 * | all other UDP ports    | secured with the link key of the session; the clear is not sent, and said to be in the clear where it comes |
 *
 * Which of these a real meter secures is unconfirmed.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Log } from '../../hal/ports/log.js';
import type { Radio } from '../../hal/ports/radio.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { asciiBytes } from '../../modules/bytes/ascii.js';
import type { Address, AirCounts, DatagramListener, Datagrams, Delivery, Secret } from '../../modules/datagram/datagram.js';
import { PANA_PORT } from '../../modules/datagram/ports.js';
import { SILENT } from '../../modules/datagram/silent.js';
import { Mac } from '../../modules/ieee802154/mac.js';
import { Interface, MAXIMUM_UDP_DATA } from '../../modules/ipv6/interface.js';
import type { Link } from '../../modules/ipv6/link.js';
import type { PaaEvent, PaaStatus } from '../../modules/pana/paa.js';
import { Authenticator, meterBeacons, type PanaRules } from './authenticator.js';
import { type Derivations, PROVISIONAL_DERIVATIONS } from './derivations.js';
import { MacLink } from './mac-link.js';

export interface NativeStackOptions {
	readonly radio: Radio;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	/** 8 bytes. */
	readonly eui64: Uint8Array;
	/** Where the PAN is to begin with. */
	readonly panId: number;
	readonly channel: number;
	/** UDP ports to hear, beside PANA's. */
	readonly ports: readonly number[];
	readonly derivations?: Derivations;
	/** Whether a beacon request without pairing id is answered too; default: true. */
	readonly answersUnpaired?: boolean;
	/** What IPv6 stands on, made of the MAC as a link; default: that link itself. */
	readonly link?: (inner: Link) => Link;
	/** See `PaaOptions`. */
	readonly pana?: PanaRules;
	/** Told each link key when it comes into force: for a sniffer on the stand, never on a device. */
	readonly onLinkKey?: (peer: Uint8Array, keyIndex: number, key: Uint8Array) => void;
}

export class NativeStack implements Datagrams {
	readonly maxPayload = MAXIMUM_UDP_DATA;
	listener: DatagramListener = SILENT;
	readonly mac: Mac;
	readonly ipv6: Interface;
	readonly #options: NativeStackOptions;
	readonly #derivations: Derivations;
	readonly #authenticator: Authenticator;
	/** Pairing ID; undefined until the first identity. */
	#pairing: Uint8Array | undefined;
	#panId: number;
	#channel: number;

	constructor(options: NativeStackOptions) {
		const { radio, scheduler, random, cipher, log, eui64 } = options;
		this.#options = options;
		this.#panId = options.panId;
		this.#channel = options.channel;
		this.#derivations = options.derivations ?? PROVISIONAL_DERIVATIONS;
		const beacon = meterBeacons(() => this.#pairing, options.answersUnpaired !== false);
		this.mac = new Mac({ radio, scheduler, random, cipher, log, eui64, beacon });
		const link = new MacLink(this.mac);
		this.ipv6 = new Interface({ link: options.link?.(link) ?? link, scheduler, log });
		this.#authenticator = new Authenticator({
			scheduler,
			random,
			cipher,
			log,
			profile: this.#derivations,
			keys: {
				install: (peer, keyIndex, key, again) => this.installKey(peer, keyIndex, key, again),
				remove: (peer) => this.mac.removeKey(peer),
			},
			send: (to, message) => this.sendPana(to, message),
			onEvent: (event) => this.onPaaEvent(event),
			pana: options.pana,
		});
		this.ipv6.listen(PANA_PORT, (from, _to, _port, bytes) => this.#authenticator.receive(from, bytes));
		for (const port of options.ports) {
			this.ipv6.listen(port, (from, to, _port, bytes, secured) => this.listener.onDatagram(from, to, port, bytes, secured));
		}
	}

	/** The authentication agent's state, for diagnosis. */
	get authentication(): PaaStatus {
		return this.#authenticator.status;
	}

	get air(): AirCounts {
		return this.mac.counters;
	}

	/** Starts the PAN under a new identity: it answers beacon requests and lets the HEMS in. */
	configure(id: string, secret: Secret): void {
		const { cipher } = this.#options;
		const live = this.authentication.address;
		if (live !== undefined) this.terminate(live);
		this.#pairing = asciiBytes(this.#derivations.pairingId(id));
		this.#authenticator.identity = { id, psk: typeof secret === 'string' ? this.#derivations.psk(cipher, secret) : secret };
		this.mac.join(this.#panId, this.#channel);
	}

	/** Moves the PAN, with its session if there is one; the HEMS is not told. */
	move(panId: number, channel: number): void {
		this.#panId = panId;
		this.#channel = channel;
		if (this.#pairing !== undefined) this.mac.join(panId, channel);
	}

	/** The state after a power cut: sessions and keys are gone without a word. */
	restart(): void {
		const live = this.#authenticator.stop();
		if (live !== undefined) this.listener.onPeer('left', live, 'restarted');
	}

	/** Power off: no frame, no event any more. */
	stop(): void {
		this.#authenticator.stop();
		this.mac.stop();
	}

	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		this.ipv6.send({ to, sourcePort: port, destinationPort: port, bytes, secured: true }, (result) =>
			done(result === 'sent' || result === 'limited' ? result : 'failed'),
		);
	}

	terminate(peer: Address): void {
		this.#authenticator.terminate(peer);
	}

	/** Authenticates the HEMS again now; false without a session. */
	reauthenticate(): boolean {
		return this.#authenticator.reauthenticate();
	}

	/** Asks the HEMS whether it is still there; false without a session. */
	ping(): boolean {
		return this.#authenticator.ping();
	}

	private sendPana(to: Uint8Array, message: Uint8Array): void {
		this.ipv6.send({ to, sourcePort: PANA_PORT, destinationPort: PANA_PORT, bytes: message, secured: false }, ignore);
	}

	private onPaaEvent({ kind, address, evidence }: PaaEvent): void {
		this.listener.onPeer(kind === 'refused' ? 'failed' : kind, address, evidence);
	}

	private installKey(peer: Uint8Array, keyIndex: number, key: Uint8Array, again: boolean): void {
		if (again) this.mac.replaceKey(peer, keyIndex, key);
		else this.mac.setKey(peer, keyIndex, key);
		this.#options.onLinkKey?.(peer, keyIndex, key);
	}
}

function ignore(): void {}
