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
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Radio } from '../../../hal/ports/radio.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import type { Address, DatagramListener, Datagrams, Delivery } from '../../../modules/datagram/datagram.js';
import { EapPskServer } from '../../../modules/eap-psk/server.js';
import type { BeaconPolicy } from '../../../modules/ieee802154/coordinator.js';
import { Mac } from '../../../modules/ieee802154/mac.js';
import { eui64Of } from '../../../modules/ipv6/address.js';
import { Interface, MAXIMUM_UDP_DATA } from '../../../modules/ipv6/interface.js';
import { Paa, type PaaEvent, type PaaOptions, type PaaStatus } from '../../../modules/pana/paa.js';
import { MacLink } from './mac-link.js';
import { PROVISIONAL_PROFILE, type RouteBProfile } from './profile.js';

export const PANA_PORT = 716;

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
	readonly profile?: RouteBProfile;
	/** Whether a beacon request without pairing id is answered too; it is unless told. */
	readonly answersUnpaired?: boolean;
	/** Whether a HEMS at this address may try to authenticate; everyone may, unless told. */
	readonly admits?: (from: Uint8Array) => boolean;
	/** See `PaaOptions`. */
	readonly pana?: Pick<PaaOptions, 'lifetime' | 'reauthenticateAt' | 'requests' | 'authenticationTimeout'>;
	/** Told each link key when it comes into force: for a sniffer on the bench, never on a device. */
	readonly onLinkKey?: (peer: Uint8Array, keyIndex: number, key: Uint8Array) => void;
}

interface Credentials {
	readonly id: string;
	readonly psk: Uint8Array;
	readonly pairing: Uint8Array;
}

export class NativeStack implements Datagrams {
	readonly maxPayload = MAXIMUM_UDP_DATA;
	listener: DatagramListener = SILENT;
	readonly mac: Mac;
	readonly ipv6: Interface;
	readonly #options: NativeStackOptions;
	readonly #profile: RouteBProfile;
	readonly #paa: Paa;
	#credentials: Credentials | undefined;
	#panId: number;
	#channel: number;

	constructor(options: NativeStackOptions) {
		const { radio, scheduler, random, cipher, log, eui64 } = options;
		this.#options = options;
		this.#panId = options.panId;
		this.#channel = options.channel;
		this.#profile = options.profile ?? PROVISIONAL_PROFILE;
		this.mac = new Mac({ radio, scheduler, random, cipher, log, eui64, beacon: this.#beacon });
		this.ipv6 = new Interface({ link: new MacLink(this.mac), scheduler, log });
		this.#paa = new Paa({
			...options.pana,
			cipher,
			random,
			scheduler,
			log,
			send: (to, message) => this.#sendPana(to, message),
			newEap: () => this.#newEap(),
			onEvent: (event) => this.#onPaaEvent(event),
			admits: (from) => this.#credentials !== undefined && (options.admits?.(from) ?? true),
		});
		this.ipv6.listen(PANA_PORT, (from, _to, _port, bytes) => this.#paa.receive(from, bytes));
		for (const port of options.ports) {
			this.ipv6.listen(port, (from, to, _port, bytes, secured) => this.listener.onDatagram(from, to, port, bytes, secured));
		}
	}

	/** The authentication agent's state, for diagnosis. */
	get authentication(): PaaStatus {
		return this.#paa.status;
	}

	/** From now on the PAN exists: it answers beacon requests and lets the HEMS in. */
	configure(id: string, password: string): void {
		const { cipher } = this.#options;
		const live = this.#paa.status.address;
		if (live !== undefined) this.terminate(live);
		this.#credentials = {
			id,
			psk: this.#profile.psk(cipher, password),
			pairing: asciiBytes(this.#profile.pairingId(id)),
		};
		this.mac.join(this.#panId, this.#channel);
	}

	/** Moves the PAN, with its session if there is one; the HEMS is not told. */
	move(panId: number, channel: number): void {
		this.#panId = panId;
		this.#channel = channel;
		if (this.#credentials !== undefined) this.mac.join(panId, channel);
	}

	/** As after a power cut: sessions and keys are gone without a word. */
	restart(): void {
		const live = this.#paa.status.address;
		const eui64 = live && eui64Of(live);
		this.#paa.stop();
		if (eui64 !== undefined) this.mac.removeKey(eui64);
		if (live !== undefined) this.listener.onPeer('left', live, 'restarted');
	}

	/** Power off: no frame, no event any more. */
	stop(): void {
		this.#paa.stop();
		this.mac.stop();
	}

	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		this.ipv6.send({ to, sourcePort: port, destinationPort: port, bytes, secured: true }, done);
	}

	terminate(peer: Address): void {
		this.#paa.terminate(peer);
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

	readonly #beacon: BeaconPolicy = ({ enhanced, pairing }) => {
		const own = this.#credentials?.pairing;
		if (own === undefined) return undefined;
		if (pairing === undefined ? this.#options.answersUnpaired === false : !equalBytes(pairing, own)) return undefined;
		return enhanced ? { pairing: own } : { superframe: SUPERFRAME_OF_A_PAN_COORDINATOR, payload: own };
	};

	#newEap(): EapPskServer {
		const { cipher, random } = this.#options;
		const { id, psk } = this.#credentials!;
		const expected = this.#profile.peerId(id);
		return new EapPskServer({
			cipher,
			random,
			serverId: this.#profile.serverId(id),
			findPsk: (peerId) => (peerId === expected ? psk : undefined),
		});
	}

	#sendPana(to: Uint8Array, message: Uint8Array): void {
		this.ipv6.send({ to, sourcePort: PANA_PORT, destinationPort: PANA_PORT, bytes: message, secured: false }, ignore);
	}

	#onPaaEvent({ kind, address, evidence, authenticated }: PaaEvent): void {
		const eui64 = eui64Of(address);
		if (eui64 !== undefined && authenticated !== undefined) this.#installKey(eui64, kind === 'rejoined', authenticated);
		if (eui64 !== undefined && (kind === 'left' || kind === 'expired')) this.mac.removeKey(eui64);
		this.listener.onPeer(kind === 'refused' ? 'failed' : kind, address, evidence);
	}

	#installKey(eui64: Uint8Array, again: boolean, authenticated: NonNullable<PaaEvent['authenticated']>): void {
		const { cipher, onLinkKey } = this.#options;
		const { peerId, serverId, keys } = authenticated;
		const key = this.#profile.linkKey(cipher, keys.emsk, peerId, serverId);
		const { keyIndex } = this.#profile;
		if (again) this.mac.replaceKey(eui64, keyIndex, key);
		else this.mac.setKey(eui64, keyIndex, key);
		onLinkKey?.(eui64, keyIndex, key);
	}
}

/** No periodic beacons, PAN coordinator. */
const SUPERFRAME_OF_A_PAN_COORDINATOR = 0x4fff;

const SILENT: DatagramListener = Object.freeze({ onDatagram() {}, onPeer() {} });

function ignore(): void {}
