/**
 * All that lies behind the UART of an emulated Wi-SUN module: the device's MAC, 6LoWPAN, IPv6 (dongle-stack.ts) and PANA client on a radio. The same rooms as the
 * meter's own stack, in the role of the HEMS.
 */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { PANA_PORT } from '../../../modules/datagram/ports.js';
import { isMulticast } from '../../../modules/ipv6/address.js';
import type { LinkResult } from '../../../modules/ipv6/link.js';
import type {
	ChannelLevel,
	Device,
	FoundPan,
	ModuleNetwork,
	Neighbour,
	NetworkListener,
	NetworkSettings,
	Scan,
	ScanCallbacks,
	SendResult,
	SentDatagram,
	SettingName,
} from '../../../modules/wi-sun-module/network.js';
import type { Identity, LinkKeys } from '../../wi-sun/authenticator.js';
import { type Derivations, PROVISIONAL_DERIVATIONS } from '../../wi-sun/derivations.js';
import type { Unsent } from './dongle-activity.js';
import type { DongleNetworkOptions } from './dongle-network-options.js';
import { DonglePaa } from './dongle-paa.js';
import { DonglePac } from './dongle-pac.js';
import { scanPans } from './dongle-scan.js';
import { type DongleSettings, INITIAL_SETTINGS, UNSET_PAN } from './dongle-settings.js';
import { DongleStack, type DongleStackHost } from './dongle-stack.js';
import { DongleTables } from './dongle-tables.js';
import { EnduringRadio } from './enduring-radio.js';

export class DongleNetwork implements ModuleNetwork, DongleStackHost {
	readonly macAddress: Uint8Array;
	listener: NetworkListener = SILENT;
	readonly #options: DongleNetworkOptions;
	readonly #profile: Derivations;
	readonly #linkKeys: LinkKeys = {
		install: (mac, index, key, again) => this.#stack.installKey(mac, index, key, again),
		remove: (mac) => this.#stack.forgetKey(mac),
	};
	readonly #radio: EnduringRadio;
	#stack: DongleStack;
	#pac: DonglePac;
	/** After SKSTART; in place of the PaC. */
	#paa: DonglePaa | undefined;
	#settings: DongleSettings = { ...INITIAL_SETTINGS };
	#id = '';
	#psk: Uint8Array | undefined;
	#sending = 0;
	#ports: readonly number[];
	#tables = new DongleTables();
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
			this.listener.onEvent({ kind: limited ? 'limited' : 'unlimited', peer: this.#stack.ipv6.address });
		};
		this.#stack = this.#createStack();
		this.#pac = this.#createPac();
	}

	/** Something is under way that ends in a line to the host. */
	get isBusy(): boolean {
		return this.#pac.isBusy || this.#sending > 0 || this.#stack.mac.isScanning || (this.#paa?.isBusy ?? false);
	}

	get isScanning(): boolean {
		return this.#stack.mac.isScanning;
	}

	reset(): void {
		this.#settings = { ...INITIAL_SETTINGS };
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
		this.#stack.mac.stop();
		this.#settings.panId = UNSET_PAN;
		this.#sending = 0;
		this.#stack = this.#createStack();
		this.#pac = this.#createPac();
	}

	#createStack(): DongleStack {
		const { scheduler, random, cipher, log, macAddress } = this.#options;
		return new DongleStack({ radio: this.#radio, scheduler, random, cipher, log, macAddress, settings: this.#settings, ports: this.#ports }, this);
	}

	/** See `DongleStackHost`. */
	onPana(from: Uint8Array, payload: Uint8Array): void {
		(this.#paa ?? this.#pac).receive(from, payload);
	}

	listen(ports: readonly number[]): void {
		for (const port of this.#ports) if (port !== PANA_PORT && !ports.includes(port)) this.#stack.ipv6.unlisten(port);
		for (const port of ports) if (port !== PANA_PORT && !this.#ports.includes(port)) this.#stack.listenTo(port);
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
		return this.#stack.mac.frameCounter;
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
		if (name === 'channel' || name === 'panId') this.#stack.mac.join(settings.panId, settings.channel);
		else if (name === 'answersEcho') this.#stack.ipv6.answersEcho = settings.answersEcho;
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
		return this.#stack.sessionKey;
	}

	scan(scan: Scan, on: ScanCallbacks): boolean {
		if (this.#stack.mac.isScanning || this.#pac.isBusy) return false;
		const { channels, duration, paired } = scan;
		const found: FoundPan[] = [];
		const life = this.#life;
		const tell = (state: 'started' | 'done') =>
			this.#options.onActivity?.({ kind: 'scan', state, paired, duration, channels: channels.length, found });
		scanPans(this.#stack.mac, scan, paired ? this.#settings.pairingId : undefined, {
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
		return this.#stack.mac.finishScan();
	}

	detectEnergy(channels: readonly number[], timeOnChannel: number, done: (levels: readonly ChannelLevel[]) => void): boolean {
		if (this.#stack.mac.isScanning || this.#pac.isBusy) return false;
		const life = this.#life;
		this.#stack.mac.detectEnergy(channels, timeOnChannel, (levels) => {
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
		if (identity === undefined || this.#stack.mac.isScanning) return false;
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
		return !this.#stack.mac.isScanning || (this.#options.joinEndsScan === true && this.#stack.mac.finishScan());
	}

	send({ to, localPort, remotePort, payload, security }: SentDatagram, done: (result: SendResult) => void): void {
		const hasKey = this.#stack.hasKeyFor(to);
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
			this.#stack.ipv6.send({ to, sourcePort: localPort, destinationPort: remotePort, bytes: payload, secured }, (result) => {
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
		this.#stack.ipv6.echo(to, 1, 1, data, this.#stack.hasKeyFor(to));
		return true;
	}

	get neighbours(): readonly Neighbour[] {
		return this.#tables.neighbours(this.#stack.ipv6.neighbors);
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
		if (!secured) this.#stack.forgetKey(device.mac);
		else if (currentKey !== undefined) this.#stack.installKey(device.mac, currentKey.index, currentKey.key, false);
		return true;
	}

	setKey(index: number, key: Uint8Array): boolean {
		return this.#tables.setKey(index, key);
	}

	removeKey(index: number): boolean {
		return this.#tables.removeKey(index);
	}

	sleep(asleep: boolean): void {
		if (asleep) this.#stack.mac.stop();
		else this.#stack.mac.join(this.#settings.panId, this.#settings.channel);
	}

	#isKnown(address: Uint8Array): boolean {
		return this.neighbours.some((each) => equalBytes(each.address, address));
	}

	/** A neighbour solicitation in the place of a datagram, and what it leads to. The host is told by the caller: EVENT 21 with parameter 02. */
	#resolve(address: Uint8Array, done: (resolved: boolean) => void): void {
		const life = this.#life;
		this.#sending++;
		this.#stack.ipv6.solicit(address, (resolved) => {
			if (life !== this.#life) return;
			this.#sending--;
			done(resolved);
		});
	}

	#sendPana(to: Uint8Array, message: Uint8Array, quiet: boolean, onSent: () => void): void {
		const life = this.#life;
		this.#stack.ipv6.send({ to, sourcePort: PANA_PORT, destinationPort: PANA_PORT, bytes: message, secured: false }, (result) => {
			if (life !== this.#life) return;
			if (!quiet) this.#reportSent(to, result);
			onSent();
		});
	}

	#reportSent(to: Uint8Array, result: LinkResult): void {
		this.listener.onEvent({ kind: 'transmitted', peer: to, outcome: result === 'limited' ? 'failed' : result });
	}
}

/** SKPING sends 8 bytes (unconfirmed; nothing depends on it). */
const PING_DATA = new Uint8Array(8);

const SILENT: NetworkListener = Object.freeze({ onDatagram() {}, onEvent() {}, onEchoReply() {} });
