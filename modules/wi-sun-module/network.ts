/**
 * All that lies behind a module's UART: radio, MAC, IPv6 and PANA, as any command language sees it. What a language calls by number (registers, events,
 * results) has a name here.
 *
 * A method that answers with a boolean says whether the module takes the command. What comes of it arrives later, through a callback of the call or
 * through `listener`; neither is ever called from inside a call of this interface.
 */
export interface ModuleNetwork {
	/** EUI-64 of the module, 8 bytes; its link-local address follows from it. */
	readonly macAddress: Uint8Array;
	/** Receiver of everything that is not the answer to one call; set once, by the module. */
	listener: NetworkListener;

	/** The state after power on: no session, no credentials, no keys, no devices, no neighbours, nothing under way. The module sets all settings anew after it. */
	reset(): void;
	/** Leaves the PAN, without a frame: no session, and nothing under way. Credentials, settings and tables stay. */
	leave(): void;
	set<Name extends SettingName>(name: Name, value: NetworkSettings[Name]): void;
	/** Datagrams to these UDP ports come to `listener.onDatagram`, beside those of PANA; until told, those that the network was made with. */
	listen(ports: readonly number[]): void;
	/** Of the MAC's security: counter of the next frame. */
	readonly frameCounter: number;
	/** The hourly transmit time is used up; transmit time so far, ms. */
	readonly limited: boolean;
	readonly transmitTime: number;
	/** Counts the transmit time from 0 again. */
	resetTransmitTime(): void;

	/** `password`: 1 to 32 characters; `id`: up to 32 characters (32 in a good one); `psk`: 16 bytes, instead of a password. */
	setPassword(password: string): void;
	setRouteBId(id: string): void;
	setPsk(psk: Uint8Array): void;

	/** Asks for beacons on each channel, then calls `done`. */
	scan(scan: Scan, on: ScanCallbacks): boolean;
	/** Ends a scan before its time; its `done` follows. False where none goes on. */
	endScan(): boolean;
	/** Measures each channel for `timeOnChannel` ms. */
	detectEnergy(channels: readonly number[], timeOnChannel: number, done: (levels: readonly ChannelLevel[]) => void): boolean;

	/** PaC: authenticates with `peer`. Ends in `joined` or `joinFailed`. False without credentials. */
	join(peer: Uint8Array): boolean;
	/** Authenticates again within the session. Ends in `joined` or `joinFailed`. False without session. */
	rejoin(): boolean;
	/** Ends in `terminated` or `terminationTimeout`. False without session. */
	terminate(): boolean;
	/** PAA: becomes coordinator and waits for one PaC. */
	start(): boolean;
	/** The key of the session, 16 bytes, that frames with its peer are secured with. */
	readonly sessionKey: Uint8Array | undefined;

	/** `done` once the datagram is acknowledged on air, given up, or a solicitation went out in its place. */
	send(datagram: SentDatagram, done: (result: SendResult) => void): void;
	/** Sends an echo request with this data, or the usual one; answers come through `listener.onEchoReply`. */
	ping(to: Uint8Array, data?: Uint8Array): boolean;

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
	/** Asleep the radio is off. */
	sleep(asleep: boolean): void;
}

/** What the stack works by. */
export interface NetworkSettings {
	/** As ARIB STD-T108 and IEEE 802.15.4 are counted here: 33 (922.5 MHz) to 60, 0.2 MHz apart. */
	readonly channel: number;
	readonly panId: number;
	/** 8 characters: for the beacon requests of a paired scan, and for answering such requests. */
	readonly pairingId: string;
	/** Coordinator: answers beacon requests. */
	readonly beacons: boolean;
	/** Of a PANA session, as PAA, s. */
	readonly lifetime: number;
	/** Authenticate again (PaC) or end (PAA) a session by itself. */
	readonly automatic: boolean;
	readonly securesBroadcasts: boolean;
	/** Echo requests are answered. */
	readonly answersEcho: boolean;
	readonly transceiver: boolean;
	/** Neighbour discovery: whoever is not known is solicited first. */
	readonly solicits: boolean;
}

export type SettingName = keyof NetworkSettings;

export interface NetworkListener {
	/** Every datagram for this node; the module shows those to its listening ports. */
	onDatagram(datagram: ReceivedDatagram): void;
	/** All but the end of a scan or of a `send`. */
	onEvent(event: NetworkEvent): void;
	onEchoReply(reply: EchoReply): void;
}

/**
 * What happens by itself, or comes of a command. `peer`: IPv6 address of the other node, or the own one with `limited` and `unlimited`.
 *
 * - `transmitted`: each datagram that the stack sends of its own (PANA) gives one; the one that had to wait for address resolution gave `solicited`
 *   and gives no other.
 * - `joined`: authenticated, for the first time or again.
 * - `joinFailed`: the peer refused, or did not answer.
 * - `reauthenticating`: the PaC begins to authenticate its session again by itself.
 */
export type NetworkEvent =
	| { readonly kind: 'transmitted'; readonly peer: Uint8Array; readonly outcome: Exclude<SendResult, 'limited'> }
	| { readonly kind: 'joinFailed'; readonly peer: Uint8Array; readonly refused: boolean }
	| { readonly kind: PlainEventKind; readonly peer: Uint8Array };

export type PlainEventKind =
	| 'solicitation'
	| 'advertisement'
	| 'echoRequest'
	| 'joined'
	| 'reauthenticating'
	| 'terminatedByPeer'
	| 'terminated'
	| 'terminationTimeout'
	| 'expired'
	| 'limited'
	| 'unlimited';

export type NetworkEventKind = NetworkEvent['kind'];

export interface ReceivedDatagram {
	/** IPv6 addresses of sender and destination, 16 bytes each. */
	readonly from: Uint8Array;
	readonly to: Uint8Array;
	/** The sender's UDP port, and the one it arrived at. */
	readonly remotePort: number;
	readonly localPort: number;
	/** The sender's EUI-64. */
	readonly mac: Uint8Array;
	/** dBm. */
	readonly rssi: number;
	/** Its MAC frame was encrypted. */
	readonly secured: boolean;
	readonly payload: Uint8Array;
}

export interface EchoReply {
	readonly from: Uint8Array;
	readonly data: Uint8Array;
	/** dBm. */
	readonly rssi: number;
	readonly secured: boolean;
}

export interface Scan {
	readonly channels: readonly number[];
	/** As the command had it: for those who watch. */
	readonly duration: number;
	/** ms. */
	readonly timeOnChannel: number;
	/** With the pairing id in the request: only its coordinator answers. Without: every one does. */
	readonly paired: boolean;
}

export interface ScanCallbacks {
	onPan(pan: FoundPan): void;
	/** The time on this channel is over. */
	onChannel?(channel: number): void;
	done(): void;
}

export interface FoundPan {
	readonly channel: number;
	readonly panId: number;
	/** EUI-64 of the coordinator. */
	readonly mac: Uint8Array;
	/** dBm. */
	readonly rssi: number;
	/** 8 characters; absent where the beacon carried none. */
	readonly pairingId?: string | undefined;
}

export interface ChannelLevel {
	readonly channel: number;
	/** dBm. */
	readonly level: number;
}

export interface Neighbour {
	readonly address: Uint8Array;
	readonly mac: Uint8Array;
}

export interface Device extends Neighbour {
	readonly secured: boolean;
}

export interface SentDatagram {
	readonly to: Uint8Array;
	readonly localPort: number;
	readonly remotePort: number;
	readonly payload: Uint8Array;
	readonly security: Security;
}

/** In the clear, encrypted or not at all, encrypted where there is a key and else in the clear. */
export type Security = 'plain' | 'required' | 'preferred';

/**
 * `limited`: refused by the hourly transmit limit. `solicited`: a neighbour solicitation went out instead; the datagram follows by itself once it is
 * answered, and a `transmitted` event with it. `busy`: the channel was never clear. `unacknowledged`: sent, and nobody answered.
 */
export type SendResult = 'sent' | 'unacknowledged' | 'busy' | 'failed' | 'limited' | 'solicited';
