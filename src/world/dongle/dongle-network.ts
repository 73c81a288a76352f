/**
 * All that lies behind the UART of an emulated Wi-SUN module: the device's MAC, 6LoWPAN, IPv6 and PANA client on a radio. The same rooms as the
 * meter's own stack, in the role of the HEMS.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { PANA_PORT } from '../../../modules/datagram/ports.js';
import { Mac } from '../../../modules/ieee802154/mac.js';
import { eui64Of, isMulticast } from '../../../modules/ipv6/address.js';
import { Interface } from '../../../modules/ipv6/interface.js';
import type { LinkResult } from '../../../modules/ipv6/link.js';
import type { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import {
	type ModuleNetwork,
	type NetworkListener,
	type Scan,
	SECURITY,
	type SendResult,
	type SentDatagram,
} from '../../../modules/wi-sun-module/network.js';
import { EVENT, TRANSMITTED } from '../../../modules/wi-sun-module/skstack/language/event.js';
import { lqiOf } from '../../../modules/wi-sun-module/skstack/language/lqi.js';
import { REGISTER } from '../../../modules/wi-sun-module/skstack/language/registers.js';
import type { ChannelEnergy, PanDescription } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import type { Device, Neighbour } from '../../../modules/wi-sun-module/skstack/language/table-lines.js';
import { type Identity, type LinkKeys, meterBeacons } from '../../wi-sun/authenticator.js';
import { type Derivations, PROVISIONAL_DERIVATIONS } from '../../wi-sun/derivations.js';
import { MacLink } from '../../wi-sun/mac-link.js';
import { DonglePaa } from './dongle-paa.js';
import { DonglePac, type JoinStep } from './dongle-pac.js';
import { scanEnergies, scanPans } from './dongle-scan.js';
import { DongleTables, NEIGHBOURS } from './dongle-tables.js';
import { EnduringRadio } from './enduring-radio.js';

/** What a person who watches wants to know of the module's own doings. */
export type DongleActivity =
	| {
			readonly kind: 'scan';
			readonly state: 'started' | 'done';
			readonly paired: boolean;
			/** SKSCAN's, and how many channels. */
			readonly duration: number;
			readonly channels: number;
			readonly found: readonly PanDescription[];
	  }
	/** `detail`: the name of the message that was sent or received, or why it failed. */
	| { readonly kind: 'join'; readonly step: JoinStep; readonly detail: string; readonly peer: Uint8Array };

/** What a program asked for and did not leave the dongle, or nobody acknowledged. */
export interface Unsent {
	readonly command: string;
	/** See `EVENTS.unsent`. */
	readonly why: 'refused' | 'noKey' | 'limited' | 'unresolved' | 'unacknowledged';
	/** Of a FAIL. */
	readonly code?: string;
	readonly peer?: Uint8Array;
	readonly port?: number;
	readonly data?: Uint8Array;
}

export interface DongleNetworkOptions {
	readonly radio: LimitedRadio;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	/** EUI-64, 8 bytes. */
	readonly macAddress: Uint8Array;
	/** UDP ports that datagrams are heard on: what a module shows of them its own table says. */
	readonly ports: readonly number[];
	readonly profile?: Derivations;
	/** See `Model`, looked at whenever it counts; both false by default. */
	readonly tellsReauthentication?: boolean;
	readonly joinEndsScan?: boolean;
	readonly onActivity?: (activity: DongleActivity) => void;
	readonly onUnsent?: (unsent: Unsent) => void;
	readonly onLimit?: (limited: boolean) => void;
}

const UNSET_PAN = 0xffff;

export class DongleNetwork implements ModuleNetwork {
	readonly macAddress: Uint8Array;
	listener: NetworkListener = SILENT;
	readonly #options: DongleNetworkOptions;
	readonly #profile: Derivations;
	readonly #linkKeys: LinkKeys = {
		install: (mac, index, key, again) => this.#installKey(mac, index, key, again),
		remove: (mac) => this.#forgetKey(mac),
	};
	#mac!: Mac;
	readonly #radio: EnduringRadio;
	#ipv6!: Interface;
	#pac!: DonglePac;
	/** After SKSTART; in place of the PaC. */
	#paa: DonglePaa | undefined;
	#channel = 33;
	#panId = UNSET_PAN;
	#automatic = true;
	/** S16, s. */
	#lifetime = 900;
	/** S15. */
	#beacons = false;
	#securesBroadcasts = true;
	/** S0A. */
	#pairing = '';
	#id = '';
	#psk: Uint8Array | undefined;
	#sending = 0;
	#lastLqi = 0;
	#tables = new DongleTables();
	#secured = new Set<string>();
	/** Counts the resets: what was begun before the last one reports no more. */
	#life = 0;

	constructor(options: DongleNetworkOptions) {
		this.#options = options;
		this.#profile = options.profile ?? PROVISIONAL_DERIVATIONS;
		this.macAddress = options.macAddress;
		this.#radio = new EnduringRadio(options.radio, options.scheduler);
		options.radio.onLimit = (limited) => {
			options.onLimit?.(limited);
			this.listener.onEvent(limited ? EVENT.limited : EVENT.unlimited, this.#ipv6.address);
		};
		this.#build();
	}

	/** Something is under way that ends in a line to the host. */
	get isBusy(): boolean {
		return this.#pac.isBusy || this.#sending > 0 || this.#mac.isScanning || (this.#paa?.isBusy ?? false);
	}

	get isScanning(): boolean {
		return this.#mac.isScanning;
	}

	reset(): void {
		this.#life++;
		this.#pac.stop();
		this.#paa?.stop();
		this.#paa = undefined;
		this.#mac.stop();
		this.#channel = 33;
		this.#panId = UNSET_PAN;
		this.#id = '';
		this.#psk = undefined;
		this.#sending = 0;
		this.#tables = new DongleTables();
		this.#secured = new Set();
		this.#build();
	}

	#build(): void {
		const { scheduler, random, cipher, log, ports } = this.#options;
		const beacon = meterBeacons(() => (this.#beacons ? asciiBytes(this.#pairing) : undefined), true);
		this.#mac = new Mac({ radio: this.#radio, scheduler, random, cipher, log, eui64: this.macAddress, beacon });
		const link = new MacLink(this.#mac);
		const ipv6 = new Interface({ link, scheduler, log, neighbors: NEIGHBOURS });
		this.#mac.onData = ({ from, payload, secured, broadcast, rssi }) => {
			this.#lastLqi = lqiOf(rssi);
			link.onPayload(from, payload, secured, broadcast);
		};
		this.#ipv6 = ipv6;
		const report = (event: number) => (from: Uint8Array) => this.listener.onEvent(event, from);
		ipv6.events = {
			onSolicitation: report(EVENT.neighbourSolicitation),
			onAdvertisement: report(EVENT.neighbourAdvertisement),
			onEchoRequest: report(EVENT.echoRequest),
			onEchoReply: (from) => this.listener.onEchoReply(from),
		};
		this.#pac = this.#createPac();
		for (const port of new Set([PANA_PORT, ...ports])) {
			ipv6.listen(port, (from, to, remotePort, payload, secured) => {
				const mac = eui64Of(from) ?? NO_MAC;
				this.listener.onDatagram({ from, to, remotePort, localPort: port, mac, lqi: this.#lastLqi, secured, payload });
				if (port === PANA_PORT) (this.#paa ?? this.#pac).receive(from, payload);
			});
		}
	}

	#createPac(): DonglePac {
		const { scheduler, random, cipher, log, onActivity } = this.#options;
		return new DonglePac({
			scheduler,
			random,
			cipher,
			log,
			profile: this.#profile,
			keys: this.#linkKeys,
			automatic: () => this.#automatic,
			tellsReauthentication: () => this.#options.tellsReauthentication === true,
			send: (to, message, quiet, onSent) => this.#sendPana(to, message, quiet, onSent),
			onEvent: (event, address) => this.listener.onEvent(event, address),
			onStep: (step, detail, peer) => onActivity?.({ kind: 'join', step, detail, peer }),
		});
	}

	get frameCounter(): number {
		return this.#mac.frameCounter;
	}

	get limited(): boolean {
		return this.#options.radio.isLimited;
	}

	get transmitTime(): number {
		return this.#options.radio.transmitTime;
	}

	setRegister(register: number, value: number): void {
		if (register === REGISTER.channel || register === REGISTER.panId) {
			if (register === REGISTER.channel) this.#channel = value;
			else this.#panId = value;
			this.#mac.join(this.#panId, this.#channel);
		} else if (register === REGISTER.automatic) this.#automatic = value === 1;
		else if (register === REGISTER.beacons) this.#beacons = value === 1;
		else if (register === REGISTER.lifetime) this.#lifetime = value;
		else if (register === REGISTER.broadcastSecurity) this.#securesBroadcasts = value === 1;
		else if (register === REGISTER.plainEcho) this.#ipv6.answersEcho = value === 1;
		else if (register === REGISTER.transceiver) this.sleep(value === 0);
		else if (register === REGISTER.transmitTime) this.#options.radio.resetTransmitTime();
	}

	setPairingId(id: string): void {
		this.#pairing = id;
	}

	setPassword(password: string): void {
		this.#psk = this.#profile.psk(this.#options.cipher, password);
	}

	setRouteBId(id: string): void {
		this.#id = id;
		this.#pairing = this.#profile.pairingId(id);
	}

	setPsk(psk: Uint8Array): void {
		this.#psk = psk.slice();
	}

	scan({ channels, duration, paired }: Scan, onPan: (pan: PanDescription) => void, done: () => void): boolean {
		if (this.#mac.isScanning || this.#pac.isBusy) return false;
		const found: PanDescription[] = [];
		const life = this.#life;
		const tell = (state: 'started' | 'done') =>
			this.#options.onActivity?.({ kind: 'scan', state, paired, duration, channels: channels.length, found });
		const onFound = (pan: PanDescription) => {
			if (life !== this.#life) return;
			found.push(pan);
			onPan(pan);
		};
		scanPans(this.#mac, channels, duration, paired ? this.#pairing : undefined, onFound, () => {
			if (life !== this.#life) return;
			tell('done');
			done();
		});
		tell('started');
		return true;
	}

	detectEnergy(channels: readonly number[], duration: number, done: (energies: readonly ChannelEnergy[]) => void): boolean {
		if (this.#mac.isScanning || this.#pac.isBusy) return false;
		const life = this.#life;
		scanEnergies(this.#mac, channels, duration, (energies) => {
			if (life === this.#life) done(energies);
		});
		return true;
	}

	join(peer: Uint8Array): boolean {
		const identity = this.#identity;
		if (identity === undefined || !this.#endsScan()) return false;
		this.#pac.begin(peer, identity);
		if (this.#isKnown(peer)) {
			this.#options.scheduler.after(0, () => this.#pac.start(false));
			return true;
		}
		const life = this.#life;
		this.#options.scheduler.after(0, () => {
			if (life === this.#life) this.listener.onEvent(EVENT.transmitted, peer, TRANSMITTED.solicited);
		});
		this.#resolve(peer, (resolved) => (resolved ? this.#pac.start(true) : this.#pac.fail('no neighbour advertisement')));
		return true;
	}

	rejoin(): boolean {
		return (this.#paa ?? this.#pac).reauthenticate();
	}

	terminate(): boolean {
		return (this.#paa ?? this.#pac).terminate();
	}

	start(): boolean {
		const identity = this.#identity;
		if (identity === undefined || this.#mac.isScanning) return false;
		const { scheduler, random, cipher, log } = this.#options;
		this.#paa = new DonglePaa({
			scheduler,
			random,
			cipher,
			log,
			profile: this.#profile,
			identity,
			lifetime: this.#lifetime,
			automatic: this.#automatic,
			keys: this.#linkKeys,
			send: (to, message) => this.#sendPana(to, message, false, () => {}),
			onEvent: (event, address) => this.listener.onEvent(event, address),
		});
		this.#beacons = true;
		return true;
	}

	/** What a join or SKSTART needs; undefined while it is not all there, or something else is under way. */
	get #identity(): Identity | undefined {
		const free = this.#paa === undefined && !this.#pac.isBusy;
		return free && this.#id.length > 0 && this.#psk !== undefined ? { id: this.#id, psk: this.#psk } : undefined;
	}

	/** True where no scan is in the way of a join any more. */
	#endsScan(): boolean {
		return !this.#mac.isScanning || (this.#options.joinEndsScan === true && this.#mac.finishScan());
	}

	send({ to, localPort, remotePort, payload, security }: SentDatagram, done: (result: SendResult) => void): void {
		const hasKey = this.#hasKeyFor(to);
		const secured = security !== SECURITY.plain && hasKey && (!isMulticast(to) || this.#securesBroadcasts);
		const unsent = (why: Unsent['why']) => this.#options.onUnsent?.({ command: 'SKSENDTO', why, peer: to, port: remotePort, data: payload });
		if (security === SECURITY.required && !secured) {
			unsent('noKey');
			this.#options.scheduler.after(0, () => done('failed'));
			return;
		}
		const life = this.#life;
		const transmit = (then: (result: LinkResult) => void) => {
			this.#sending++;
			this.#ipv6.send({ to, sourcePort: localPort, destinationPort: remotePort, bytes: payload, secured }, (result) => {
				if (life !== this.#life) return;
				this.#sending--;
				if (result !== 'sent') unsent(result === 'limited' ? 'limited' : 'unacknowledged');
				then(result);
			});
		};
		if (isMulticast(to) || this.#isKnown(to)) {
			transmit(done);
			return;
		}
		this.#resolve(to, (resolved) => {
			if (resolved) {
				transmit((result) => this.#reportSent(to, result));
				return;
			}
			unsent('unresolved');
			this.listener.onEvent(EVENT.transmitted, to, TRANSMITTED.failed);
		});
		this.#options.scheduler.after(0, () => done('solicited'));
	}

	ping(to: Uint8Array): boolean {
		this.#ipv6.echo(to, 1, 1, PING_DATA, this.#hasKeyFor(to));
		return true;
	}

	get neighbours(): readonly Neighbour[] {
		return this.#tables.neighbours(this.#ipv6.neighbors);
	}

	get devices(): readonly Device[] {
		return this.#tables.devices;
	}

	get keyIndexes(): readonly number[] {
		return this.#tables.keyIndexes;
	}

	addNeighbour(address: Uint8Array, mac: Uint8Array): void {
		this.#tables.addNeighbour(address, mac);
	}

	remove(address: Uint8Array): void {
		this.#tables.remove(address);
	}

	registerDevice(address: Uint8Array): boolean {
		return this.#tables.registerDevice(address);
	}

	secureDevice(address: Uint8Array, mac: Uint8Array, secured: boolean): boolean {
		const device = this.#tables.secureDevice(address, mac, secured);
		if (device === undefined) return false;
		const { currentKey } = this.#tables;
		if (!secured) this.#forgetKey(device.mac);
		else if (currentKey !== undefined) this.#installKey(device.mac, currentKey.index, currentKey.key, false);
		return true;
	}

	setKey(index: number, key: Uint8Array): boolean {
		return this.#tables.setKey(index, key);
	}

	removeKey(index: number): boolean {
		return this.#tables.removeKey(index);
	}

	sleep(asleep: boolean): void {
		if (asleep) this.#mac.stop();
		else this.#mac.join(this.#panId, this.#channel);
	}

	#isKnown(address: Uint8Array): boolean {
		return this.neighbours.some((each) => equalBytes(each.address, address));
	}

	#hasKeyFor(to: Uint8Array): boolean {
		const mac = isMulticast(to) ? undefined : eui64Of(to);
		return mac === undefined ? this.#secured.size > 0 : this.#secured.has(mac.join());
	}

	/** A neighbour solicitation in the place of a datagram, and what it leads to. The host is told by the caller: EVENT 21 with parameter 02. */
	#resolve(address: Uint8Array, done: (resolved: boolean) => void): void {
		const life = this.#life;
		this.#sending++;
		this.#ipv6.solicit(address, (resolved) => {
			if (life !== this.#life) return;
			this.#sending--;
			done(resolved);
		});
	}

	#sendPana(to: Uint8Array, message: Uint8Array, quiet: boolean, onSent: () => void): void {
		const life = this.#life;
		this.#ipv6.send({ to, sourcePort: PANA_PORT, destinationPort: PANA_PORT, bytes: message, secured: false }, (result) => {
			if (life !== this.#life) return;
			if (!quiet) this.#reportSent(to, result);
			onSent();
		});
	}

	#reportSent(to: Uint8Array, result: LinkResult): void {
		this.listener.onEvent(EVENT.transmitted, to, result === 'sent' ? TRANSMITTED.acknowledged : TRANSMITTED.failed);
	}

	#installKey(mac: Uint8Array, index: number, key: Uint8Array, again: boolean): void {
		if (again) this.#mac.replaceKey(mac, index, key);
		else this.#mac.setKey(mac, index, key);
		this.#secured.add(mac.join());
	}

	#forgetKey(mac: Uint8Array): void {
		this.#mac.removeKey(mac);
		this.#secured.delete(mac.join());
	}
}

const NO_MAC = new Uint8Array(8);
/** SKPING sends 8 bytes (unconfirmed; nothing depends on it). */
const PING_DATA = new Uint8Array(8);

const SILENT: NetworkListener = Object.freeze({ onDatagram() {}, onEvent() {}, onEchoReply() {} });
