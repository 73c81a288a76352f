import type { ReceivedDatagram } from './skstack/language/erxudp.js';
import type { ChannelEnergy, PanDescription } from './skstack/language/scan-lines.js';
import type { Device, Neighbour } from './skstack/language/table-lines.js';

/**
 * All that lies behind a module's UART: radio, MAC, IPv6 and PANA, as the command language sees it.
 *
 * A method that answers with a boolean says whether the module takes the command: false becomes FAIL ER10. What comes of it arrives later, through
 * a callback of the call or through `listener`; neither is ever called from inside a call of this interface.
 */
export interface ModuleNetwork {
	/** EUI-64 of the module, 8 bytes; its link-local address follows from it. */
	readonly macAddress: Uint8Array;
	/** Receiver of everything that is not the answer to one call; set once, by the module. */
	listener: NetworkListener;

	/** The state after power on: no session, no credentials, no keys, no devices, no neighbours, nothing under way. The module sets all registers anew after it. */
	reset(): void;
	/** A register that the stack works by: S02, S03, S15, S16, S17, SA0, SA1, SA9, and SFD (to 0). Numbers of `REGISTER`. */
	setRegister(register: number, value: number): void;
	/** S0A, 8 characters: for the beacon requests of a scan with an information element, and for answering such requests. */
	setPairingId(id: string): void;
	/** S07: frame counter of the MAC's security. */
	readonly frameCounter: number;
	/** SFB: the hourly transmit time is used up. SFD: transmit time so far, ms. */
	readonly limited: boolean;
	readonly transmitTime: number;

	/** `password`: 1 to 32 characters; `id`: up to 32 characters (32 in a good one); `psk`: 16 bytes, instead of a password. */
	setPassword(password: string): void;
	setRouteBId(id: string): void;
	setPsk(psk: Uint8Array): void;

	/** Asks for beacons on each channel, then calls `done`; the time on each channel is 9.6 ms · (2^duration + 1). */
	scan(scan: Scan, onPan: (pan: PanDescription) => void, done: () => void): boolean;
	/** Measures each channel for as long. */
	detectEnergy(channels: readonly number[], duration: number, done: (energies: readonly ChannelEnergy[]) => void): boolean;

	/** PaC: authenticates with `peer`. Ends in EVENT 25 or 24. False without credentials. */
	join(peer: Uint8Array): boolean;
	/** Authenticates again within the session. Ends in EVENT 25 or 24. False without session. */
	rejoin(): boolean;
	/** Ends in EVENT 27 or 28. False without session. */
	terminate(): boolean;
	/** PAA: becomes coordinator and waits for one PaC. */
	start(): boolean;

	/** `done` once the datagram is acknowledged on air, given up, or a solicitation went out in its place. */
	send(datagram: SentDatagram, done: (result: SendResult) => void): void;
	/** Sends an echo request; answers come through `listener.onEchoReply`. */
	ping(to: Uint8Array): boolean;

	readonly neighbours: readonly Neighbour[];
	readonly devices: readonly Device[];
	readonly keyIndexes: readonly number[];
	/** Puts a neighbour into the cache, or gives it another EUI-64; the oldest makes room. */
	addNeighbour(address: Uint8Array, mac: Uint8Array): void;
	/** Forgets it as neighbour and as device. */
	remove(address: Uint8Array): void;
	/** False when the table is full. */
	registerDevice(address: Uint8Array): boolean;
	/** False for one that is not registered. `mac` counts only when `secured`. */
	secureDevice(address: Uint8Array, mac: Uint8Array, secured: boolean): boolean;
	/** 16 bytes; the index becomes the current one. False when the table is full. */
	setKey(index: number, key: Uint8Array): boolean;
	/** False where there is none. */
	removeKey(index: number): boolean;
	/** SKDSLEEP, and awake again: asleep the radio is off. */
	sleep(asleep: boolean): void;
}

export interface NetworkListener {
	/** Every datagram for this node; the module shows those to its listening ports. */
	onDatagram(datagram: ReceivedDatagram): void;
	/**
	 * An event of `EVENT` other than those that end a scan or a `send`. Each datagram that the stack sends of its own (PANA) gives one EVENT 21
	 * with its parameter: the one that had to wait for address resolution gave 02 and gives no other.
	 */
	onEvent(event: number, address: Uint8Array, parameter?: number): void;
	onEchoReply(from: Uint8Array): void;
}

export interface Scan {
	readonly channels: readonly number[];
	readonly duration: number;
	/** With the pairing id in the request (mode 2): only its coordinator answers. Without (mode 3): every one does. */
	readonly paired: boolean;
}

export interface SentDatagram {
	readonly to: Uint8Array;
	readonly localPort: number;
	readonly remotePort: number;
	readonly payload: Uint8Array;
	readonly security: Security;
}

/** Numbers of SKSENDTO: in the clear, encrypted or not at all, encrypted where there is a key and else in the clear. */
export const SECURITY = Object.freeze({ plain: 0, required: 1, preferred: 2 });
export type Security = (typeof SECURITY)[keyof typeof SECURITY];

/** `limited`: refused by the hourly transmit limit. `solicited`: see `TRANSMITTED`. */
export type SendResult = 'sent' | 'failed' | 'limited' | 'solicited';
