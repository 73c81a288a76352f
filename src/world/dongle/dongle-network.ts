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
import type {
	ChannelLevel,
	Device,
	FoundPan,
	ModuleNetwork,
	Neighbour,
	NetworkListener,
	NetworkSettings,
	PlainEventKind,
	Scan,
	ScanCallbacks,
	SendResult,
	SentDatagram,
	SettingName,
} from '../../../modules/wi-sun-module/network.js';
import { type Identity, type LinkKeys, meterBeacons } from '../../wi-sun/authenticator.js';
import { type Derivations, PROVISIONAL_DERIVATIONS } from '../../wi-sun/derivations.js';
import { MacLink } from '../../wi-sun/mac-link.js';
import { DonglePaa } from './dongle-paa.js';
import { DonglePac, type JoinStep, type PanaPatience } from './dongle-pac.js';
import { scanPans } from './dongle-scan.js';
import { DongleTables, NEIGHBOURS } from './dongle-tables.js';
import { EnduringRadio } from './enduring-radio.js';

/** What a person who watches wants to know of the module's own doings. */
export type DongleActivity =
	| {
			readonly kind: 'scan';
			readonly state: 'started' | 'done';
			readonly paired: boolean;
			/** The command's, and how many channels. */
			readonly duration: number;
			readonly channels: number;
			readonly found: readonly FoundPan[];
	  }
	/** `detail`: the name of the message that was sent or received, or why it failed; `message`: that one, a view, gone when the listener returns. */
	| { readonly kind: 'join'; readonly step: JoinStep; readonly detail: string; readonly peer: Uint8Array; readonly message?: Uint8Array };

/** What a program asked for and did not leave the dongle, or nobody acknowledged. */
export interface Unsent {
	readonly command: string;
	/** See `EVENTS.unsent`. */
	readonly why: 'refused' | 'noKey' | 'limited' | 'unresolved' | 'unacknowledged';
	/** Of a FAIL, or the result of a J11 module. */
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
	/** How long it tries to authenticate, where it differs from SKSTACK. */
	readonly patience?: PanaPatience | undefined;
	readonly onActivity?: (activity: DongleActivity) => void;
	readonly onUnsent?: (unsent: Omit<Unsent, 'command'>) => void;
	readonly onLimit?: (limited: boolean) => void;
}

type Settings = { -readonly [Name in SettingName]: NetworkSettings[Name] };

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
	#settings: Settings = { ...INITIAL };
	#id = '';
	#psk: Uint8Array | undefined;
	#sending = 0;
	#lastRssi = 0;
	/** Of the peer authenticated last. */
	#sessionKey: Uint8Array | undefined;
	#ports: readonly number[];
	#tables = new DongleTables();
	#secured = new Set<string>();
	/** Counts the resets: what was begun before the last one reports no more. */
	#life = 0;

	constructor(options: DongleNetworkOptions) {
		this.#options = options;
		this.#profile = options.profile ?? PROVISIONAL_DERIVATIONS;
		this.macAddress = options.macAddress;
		this.#ports = options.ports;
		this.#radio = new EnduringRadio(options.radio, options.scheduler);
		options.radio.onLimit = (limited) => {
			options.onLimit?.(limited);
			this.listener.onEvent({ kind: limited ? 'limited' : 'unlimited', peer: this.#ipv6.address });
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
		this.#settings = { ...INITIAL };
		this.#id = '';
		this.#psk = undefined;
		this.#ports = this.#options.ports;
		this.#tables = new DongleTables();
		this.leave();
	}

	leave(): void {
		this.#life++;
		this.#pac.stop();
		this.#paa?.stop();
		this.#paa = undefined;
		this.#mac.stop();
		this.#settings.panId = UNSET_PAN;
		this.#sending = 0;
		this.#sessionKey = undefined;
		this.#secured = new Set();
		this.#build();
	}

	#build(): void {
		const { scheduler, random, cipher, log } = this.#options;
		const beacon = meterBeacons(() => (this.#settings.beacons ? asciiBytes(this.#settings.pairingId) : undefined), true);
		this.#mac = new Mac({ radio: this.#radio, scheduler, random, cipher, log, eui64: this.macAddress, beacon });
		const link = new MacLink(this.#mac);
		const ipv6 = new Interface({ link, scheduler, log, neighbors: NEIGHBOURS });
		this.#mac.onData = ({ from, payload, secured, broadcast, rssi }) => {
			this.#lastRssi = rssi;
			link.onPayload(from, payload, secured, broadcast);
		};
		this.#ipv6 = ipv6;
		ipv6.answersEcho = this.#settings.answersEcho;
		const report = (kind: PlainEventKind) => (peer: Uint8Array) => this.listener.onEvent({ kind, peer });
		ipv6.events = {
			onSolicitation: report('solicitation'),
			onAdvertisement: report('advertisement'),
			onEchoRequest: report('echoRequest'),
			onEchoReply: (from, _identifier, _sequence, data) =>
				this.listener.onEchoReply({ from, data, rssi: this.#lastRssi, secured: this.#hasKeyFor(from) }),
		};
		this.#pac = this.#createPac();
		for (const port of new Set([PANA_PORT, ...this.#ports])) this.#listenTo(port);
	}

	#listenTo(port: number): void {
		this.#ipv6.listen(port, (from, to, remotePort, payload, secured) => {
			const mac = eui64Of(from) ?? NO_MAC;
			this.listener.onDatagram({ from, to, remotePort, localPort: port, mac, rssi: this.#lastRssi, secured, payload });
			if (port === PANA_PORT) (this.#paa ?? this.#pac).receive(from, payload);
		});
	}

	listen(ports: readonly number[]): void {
		for (const port of this.#ports) if (port !== PANA_PORT && !ports.includes(port)) this.#ipv6.unlisten(port);
		for (const port of ports) if (port !== PANA_PORT && !this.#ports.includes(port)) this.#listenTo(port);
		this.#ports = ports.slice();
	}

	#createPac(): DonglePac {
		const { scheduler, random, cipher, log, onActivity, patience } = this.#options;
		return new DonglePac({
			scheduler,
			random,
			cipher,
			log,
			profile: this.#profile,
			keys: this.#linkKeys,
			automatic: () => this.#settings.automatic,
			patience,
			tellsReauthentication: () => this.#options.tellsReauthentication === true,
			send: (to, message, quiet, onSent) => this.#sendPana(to, message, quiet, onSent),
			onEvent: (event) => this.listener.onEvent(event),
			onStep: (step, detail, peer, message) => onActivity?.({ kind: 'join', step, detail, peer, ...(message && { message }) }),
		});
	}

	get frameCounter(): number {
		return this.#mac.frameCounter;
	}

	/** What it has been told so far, but for secrets; for who looks on. */
	get told(): { readonly channel: number; readonly panId: number; readonly id: string; readonly hasPassword: boolean; readonly automatic: boolean } {
		const { channel, panId, automatic } = this.#settings;
		return { channel, panId, id: this.#id, hasPassword: this.#psk !== undefined, automatic };
	}

	get limited(): boolean {
		return this.#options.radio.isLimited;
	}

	get transmitTime(): number {
		return this.#options.radio.transmitTime;
	}

	set<Name extends SettingName>(name: Name, value: NetworkSettings[Name]): void {
		const settings = this.#settings;
		(settings as Record<SettingName, unknown>)[name] = value;
		if (name === 'channel' || name === 'panId') this.#mac.join(settings.panId, settings.channel);
		else if (name === 'answersEcho') this.#ipv6.answersEcho = settings.answersEcho;
		else if (name === 'transceiver') this.sleep(!settings.transceiver);
	}

	resetTransmitTime(): void {
		this.#options.radio.resetTransmitTime();
	}

	setPassword(password: string): void {
		this.#psk = this.#profile.psk(this.#options.cipher, password);
	}

	setRouteBId(id: string): void {
		this.#id = id;
		this.#settings.pairingId = this.#profile.pairingId(id);
	}

	setPsk(psk: Uint8Array): void {
		this.#psk = psk.slice();
	}

	get sessionKey(): Uint8Array | undefined {
		return this.#sessionKey;
	}

	scan(scan: Scan, on: ScanCallbacks): boolean {
		if (this.#mac.isScanning || this.#pac.isBusy) return false;
		const { channels, duration, paired } = scan;
		const found: FoundPan[] = [];
		const life = this.#life;
		const tell = (state: 'started' | 'done') =>
			this.#options.onActivity?.({ kind: 'scan', state, paired, duration, channels: channels.length, found });
		scanPans(this.#mac, scan, paired ? this.#settings.pairingId : undefined, {
			onPan: (pan) => {
				if (life !== this.#life) return;
				found.push(pan);
				on.onPan(pan);
			},
			onChannel: (channel) => {
				if (life === this.#life) on.onChannel?.(channel);
			},
			done: () => {
				if (life !== this.#life) return;
				tell('done');
				on.done();
			},
		});
		tell('started');
		return true;
	}

	endScan(): boolean {
		return this.#mac.finishScan();
	}

	detectEnergy(channels: readonly number[], timeOnChannel: number, done: (levels: readonly ChannelLevel[]) => void): boolean {
		if (this.#mac.isScanning || this.#pac.isBusy) return false;
		const life = this.#life;
		this.#mac.detectEnergy(channels, timeOnChannel, (levels) => {
			if (life === this.#life) done(levels);
		});
		return true;
	}

	join(peer: Uint8Array): boolean {
		const identity = this.#identity;
		if (identity === undefined || !this.#endsScan()) return false;
		this.#pac.begin(peer, identity);
		if (!this.#settings.solicits || this.#isKnown(peer)) {
			this.#options.scheduler.after(0, () => this.#pac.start(false));
			return true;
		}
		const life = this.#life;
		this.#options.scheduler.after(0, () => {
			if (life === this.#life) this.listener.onEvent({ kind: 'transmitted', peer, outcome: 'solicited' });
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
			lifetime: this.#settings.lifetime,
			automatic: this.#settings.automatic,
			keys: this.#linkKeys,
			send: (to, message) => this.#sendPana(to, message, false, () => {}),
			onEvent: (event) => this.listener.onEvent(event),
		});
		this.#settings.beacons = true;
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
		const secured = security !== 'plain' && hasKey && (!isMulticast(to) || this.#settings.securesBroadcasts);
		const unsent = (why: Unsent['why']) => this.#options.onUnsent?.({ why, peer: to, port: remotePort, data: payload });
		if (security === 'required' && !secured) {
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
		if (!this.#settings.solicits || isMulticast(to) || this.#isKnown(to)) {
			transmit(done);
			return;
		}
		this.#resolve(to, (resolved) => {
			if (resolved) {
				transmit((result) => this.#reportSent(to, result));
				return;
			}
			unsent('unresolved');
			this.listener.onEvent({ kind: 'transmitted', peer: to, outcome: 'failed' });
		});
		this.#options.scheduler.after(0, () => done('solicited'));
	}

	ping(to: Uint8Array, data: Uint8Array = PING_DATA): boolean {
		this.#ipv6.echo(to, 1, 1, data, this.#hasKeyFor(to));
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
		else this.#mac.join(this.#settings.panId, this.#settings.channel);
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
		this.listener.onEvent({ kind: 'transmitted', peer: to, outcome: result === 'limited' ? 'failed' : result });
	}

	#installKey(mac: Uint8Array, index: number, key: Uint8Array, again: boolean): void {
		if (again) this.#mac.replaceKey(mac, index, key);
		else this.#mac.setKey(mac, index, key);
		this.#secured.add(mac.join());
		this.#sessionKey = key;
	}

	#forgetKey(mac: Uint8Array): void {
		this.#mac.removeKey(mac);
		this.#secured.delete(mac.join());
		this.#sessionKey = undefined;
	}
}

/** What the module has not set. */
const INITIAL: NetworkSettings = Object.freeze({
	channel: 33,
	panId: UNSET_PAN,
	pairingId: '',
	beacons: false,
	lifetime: 900,
	automatic: true,
	securesBroadcasts: true,
	answersEcho: true,
	transceiver: true,
	solicits: true,
});

const NO_MAC = new Uint8Array(8);
/** SKPING sends 8 bytes (unconfirmed; nothing depends on it). */
const PING_DATA = new Uint8Array(8);

const SILENT: NetworkListener = Object.freeze({ onDatagram() {}, onEvent() {}, onEchoReply() {} });
