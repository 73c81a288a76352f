import { SeededRandom } from '../../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { formatFullAddress, linkLocalAddress, parseAddress } from '../../../modules/ipv6/address.js';
import type {
	ChannelLevel,
	Device,
	FoundPan,
	ModuleNetwork,
	Neighbour,
	NetworkEvent,
	NetworkListener,
	NetworkSettings,
	Scan,
	ScanCallbacks,
	SendResult,
	SentDatagram,
	SettingName,
} from '../../../modules/wi-sun-module/network.js';
import { rssiOf } from '../../../modules/wi-sun-module/skstack/language/lqi.js';
import { hex } from '../../assert.js';
import { INSTANCE_LIST, METER_MAC, OWN, OWN_MAC, PANA_REQUESTS, POWER } from '../../vectors/skstack.js';

const ALL_NODES = address('FF02::1');
/** dBm; LQI DD. */
const RSSI = rssiOf(0xdd);

export function address(text: string): Uint8Array {
	const bytes = parseAddress(text);
	if (bytes === undefined) throw new Error(`no address: ${text}`);
	return bytes;
}

/** A network with one meter in it, that does what the logs show. It writes down what it is asked. */
export class ScriptedNetwork implements ModuleNetwork {
	readonly macAddress = hex(OWN_MAC);
	readonly calls: string[] = [];
	listener: NetworkListener = { onDatagram: () => {}, onEvent: () => {}, onEchoReply: () => {} };
	frameCounter = 0x01234567;
	limited = false;
	transmitTime = 0x1234;
	neighbours: Neighbour[] = [];
	devices: Device[] = [];
	keyIndexes: number[] = [];
	meterMac = hex(METER_MAC);
	/** dBm. */
	rssi = RSSI;
	/** What the module may do. */
	accepts = true;
	pans: FoundPan[] = [{ channel: 0x31, panId: 0xb5fb, mac: hex(METER_MAC), rssi: RSSI, pairingId: 'CCDDEEFF' }];
	sendResult: SendResult = 'sent';
	sendTime = 100;
	joinEvent: 'joined' | 'joinFailed' = 'joined';
	/** Of `joinFailed`. */
	refuses = false;
	terminateEvent: 'terminated' | 'terminationTimeout' = 'terminated';
	/** How long an authentication takes, ms. */
	joinTime = 20;
	sessionKey: Uint8Array | undefined;
	/** It tells what the logs of SKSTACK do not show: channel after channel of a scan, the datagram of `terminate`, the end of `rejoin`. */
	tellsAll = false;
	readonly sent: SentDatagram[] = [];
	readonly #scheduler: VirtualScheduler;
	#session = false;
	#generation = 0;

	constructor(scheduler: VirtualScheduler) {
		this.#scheduler = scheduler;
	}

	reset(): void {
		this.calls.push('reset');
		this.#session = false;
		this.#generation++;
	}

	leave(): void {
		this.calls.push('leave');
		this.#session = false;
		this.#generation++;
	}

	set<Name extends SettingName>(name: Name, value: NetworkSettings[Name]): void {
		this.calls.push(`${name} ${value}`);
	}

	listen(ports: readonly number[]): void {
		this.calls.push(`listen ${ports.join('+')}`);
	}

	resetTransmitTime(): void {
		this.calls.push('reset transmit time');
	}

	setPassword(password: string): void {
		this.calls.push(`password ${password}`);
	}

	setRouteBId(id: string): void {
		this.calls.push(`id ${id}`);
	}

	setPsk(psk: Uint8Array): void {
		this.calls.push(`psk ${toUpperHex(psk)}`);
	}

	scan(scan: Scan, on: ScanCallbacks): boolean {
		this.calls.push(`scan ${scan.channels.length} ${scan.duration} ${scan.paired}`);
		if (!this.accepts) return false;
		if (!this.tellsAll) for (const pan of this.pans) this.#later(10, () => on.onPan(pan));
		else this.#tellChannels(scan, on);
		this.#later(20, () => on.done());
		return true;
	}

	#tellChannels(scan: Scan, on: ScanCallbacks): void {
		for (const channel of scan.channels) {
			for (const pan of this.pans) if (pan.channel === channel) this.#later(10, () => on.onPan(pan));
			this.#later(10, () => on.onChannel?.(channel));
		}
	}

	endScan(): boolean {
		this.calls.push('end scan');
		return false;
	}

	detectEnergy(channels: readonly number[], timeOnChannel: number, done: (levels: readonly ChannelLevel[]) => void): boolean {
		this.calls.push(`energy ${channels.length} ${timeOnChannel}`);
		this.#later(20, () => done(channels.map((channel) => ({ channel, level: rssiOf(4) }))));
		return this.accepts;
	}

	join(peer: Uint8Array): boolean {
		this.calls.push(`join ${formatFullAddress(peer)}`);
		if (!this.accepts) return false;
		this.#later(10, () => this.listener.onEvent({ kind: 'transmitted', peer, outcome: 'solicited' }));
		this.#later(11, () => this.listener.onEvent({ kind: 'advertisement', peer }));
		for (const request of PANA_REQUESTS) {
			this.#later(12, () => {
				this.#datagram(address(OWN), 716, request, false);
				this.listener.onEvent({ kind: 'transmitted', peer, outcome: 'sent' });
			});
		}
		this.#later(this.joinTime, () => {
			this.#session = this.joinEvent === 'joined';
			this.listener.onEvent(this.#joinEnd(peer));
		});
		this.#later(this.joinTime + 10, () => this.#session && this.#datagram(ALL_NODES, 3610, INSTANCE_LIST, true));
		return true;
	}

	rejoin(): boolean {
		if (this.#session && this.tellsAll) this.#later(this.joinTime, () => this.listener.onEvent(this.#joinEnd(this.#meter)));
		return this.#session;
	}

	terminate(): boolean {
		if (!this.#session) return false;
		this.#session = false;
		if (this.tellsAll) this.#later(5, () => this.listener.onEvent({ kind: 'transmitted', peer: this.#meter, outcome: 'sent' }));
		this.#later(10, () => this.listener.onEvent({ kind: this.terminateEvent, peer: this.#meter }));
		return true;
	}

	start(): boolean {
		this.calls.push('start');
		return this.accepts;
	}

	send(datagram: SentDatagram, done: (result: SendResult) => void): void {
		this.sent.push(datagram);
		this.#later(this.sendTime, () => done(this.sendResult));
		if (this.#session && this.sendResult === 'sent') this.#later(this.sendTime + 50, () => this.#datagram(address(OWN), 3610, POWER, true));
	}

	ping(to: Uint8Array, data = new Uint8Array(8)): boolean {
		this.calls.push(`ping ${formatFullAddress(to)}`);
		this.#later(10, () => this.listener.onEchoReply({ from: to, data, rssi: this.rssi, secured: this.#session }));
		return true;
	}

	addNeighbour(of: Uint8Array, mac: Uint8Array): void {
		this.neighbours.push({ address: of, mac });
	}

	remove(of: Uint8Array): void {
		this.neighbours = this.neighbours.filter((entry) => formatFullAddress(entry.address) !== formatFullAddress(of));
	}

	registerDevice(of: Uint8Array): boolean {
		if (this.accepts) this.devices.push({ address: of, mac: new Uint8Array(8), secured: false });
		return this.accepts;
	}

	secureDevice(of: Uint8Array, mac: Uint8Array, secured: boolean): boolean {
		const index = this.devices.findIndex((entry) => formatFullAddress(entry.address) === formatFullAddress(of));
		if (index >= 0) this.devices[index] = { address: of, mac, secured };
		return index >= 0;
	}

	setKey(index: number): boolean {
		if (this.accepts) this.keyIndexes.push(index);
		return this.accepts;
	}

	removeKey(index: number): boolean {
		const known = this.keyIndexes.includes(index);
		this.keyIndexes = this.keyIndexes.filter((entry) => entry !== index);
		return known;
	}

	sleep(asleep: boolean): void {
		this.calls.push(asleep ? 'sleep' : 'wake');
	}

	/** A datagram from the meter, `payload` in digits. */
	deliver(localPort: number, payload: string): void {
		this.#datagram(address(OWN), localPort, payload, true);
	}

	#datagram(to: Uint8Array, port: number, payload: string, secured: boolean): void {
		const head = { from: this.#meter, to, remotePort: port, localPort: port, mac: this.meterMac, rssi: this.rssi };
		this.listener.onDatagram({ ...head, secured, payload: hex(payload) });
	}

	get #meter(): Uint8Array {
		return linkLocalAddress(this.meterMac);
	}

	#joinEnd(peer: Uint8Array): NetworkEvent {
		return this.joinEvent === 'joined' ? { kind: 'joined', peer } : { kind: 'joinFailed', peer, refused: this.refuses };
	}

	/** Not after a reset. */
	#later(delay: number, task: () => void): void {
		const generation = this.#generation;
		this.#scheduler.after(delay, () => {
			if (generation === this.#generation) task();
		});
	}
}

/** Cuts `bytes` into pieces of random length. */
export function pieces(bytes: Uint8Array, seed: number): Uint8Array[] {
	const random = new SeededRandom(seed);
	const cut: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const length = 1 + random.below(16);
		cut.push(bytes.subarray(at, at + length));
		at += length;
	}
	return cut;
}
