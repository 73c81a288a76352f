/** Route B on the virtual air or a power line: the unit's own stack, and between it and Route B what makes them fail as told. */

import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Radio, ReceivedFrame } from '../../../hal/ports/radio.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import type { LinkKey } from '../../../modules/capture/wireshark.js';
import type { AirCounts, Datagrams } from '../../../modules/datagram/datagram.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { SILENT } from '../../../modules/datagram/silent.js';
import type { Medium } from '../../../modules/medium/medium.js';
import { ARIB_LIMIT, LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import { WrappedRadio } from '../../../modules/medium/wrapped-radio.js';
import { NativeStack } from '../../wi-sun/native-stack.js';
import { ROUTE_B_CHANNELS } from '../air/neighbours.js';
import type { FaultName } from '../fault/fault-table.js';
import { MeterFaults } from '../fault/meter-faults.js';
import { FaultyReplies } from '../fault/replies.js';
import type { Refusal } from '../schema/answer-rows.js';
import type { ExchangeTap } from '../watch/exchange-tap.js';
import { type LinkRequest, type MeterLink, type RouteBCarrier, type RouteBLinkName, tapped } from './link.js';

/** What the links of a world are like, whichever meter's they are. */
export interface AirLinkSettings {
	readonly air: Medium;
	/** The wires of the house, for Route B by PLC. */
	readonly powerLine: Medium;
	readonly cipher: Cipher;
	readonly log: Log;
	readonly transmitLimit?: number | undefined;
	readonly onLinkKey: (key: LinkKey) => void;
}

/** Bits of the PAN ID that differ where the PAN has moved. */
const OTHER_PAN = 0x5a5a;

/** The air and the wires of one world. */
export function airCarrier(settings: AirLinkSettings): RouteBCarrier {
	return { connect: (request) => new AirLink(request, settings), takesKeys: true, faultRefusal };
}

export class AirLink implements MeterLink {
	readonly stack: NativeStack;
	readonly datagrams: Datagrams;
	readonly #request: LinkRequest;
	readonly #settings: AirLinkSettings;
	readonly #air: Medium;
	readonly #radio: Radio;
	readonly #heard: HeardRadio;
	readonly #tap: ExchangeTap;
	readonly #faults: MeterFaults;
	#isMoved = false;

	constructor(request: LinkRequest, settings: AirLinkSettings) {
		const { contacts, random, name, macAddress, panId, channel, medium, faults: switches } = request;
		const { cipher, log, onLinkKey } = settings;
		this.#request = request;
		this.#settings = settings;
		this.#air = medium === 'plc' ? settings.powerLine : settings.air;
		const faults = new MeterFaults({
			switches,
			scheduler: contacts,
			actions: {
				terminate: (peer) => this.stack.terminate(peer),
				restart: () => this.stack.restart(),
				move: () => this.#move(),
			},
		});
		this.#faults = faults;
		this.#radio = this.#air.createRadio(name);
		this.#heard = new HeardRadio(this.#radio);
		this.stack = new NativeStack({
			radio: this.#lawful(this.#heard),
			scheduler: contacts,
			random,
			cipher,
			log,
			eui64: macAddress,
			panId,
			channel,
			ports: [ECHONET_LITE_PORT],
			pana: faults.pana,
			link: (link) => faults.link(link),
			onLinkKey: (_peer, index, key) => onLinkKey({ key, index }),
		});
		this.#tap = tapped(faults.stack(this.stack), request, (event, peer) => faults.onPeer(event, peer));
		this.datagrams = faults.replies(this.#tap);
	}

	get macAddress(): Uint8Array {
		return this.#request.macAddress;
	}

	get signal(): number | undefined {
		return this.#heard.signal;
	}

	get air(): AirCounts {
		return this.stack.air;
	}

	get isBusy(): boolean {
		return this.#tap.isBusy;
	}

	/** Tells, before the stack deals with it, of each datagram that comes from somebody else than this guest (EUI-64). Returns what ends that. */
	hearOthers(guest: Uint8Array, onOther: () => void): () => void {
		const { mac } = this.stack;
		const inner = mac.onData;
		mac.onData = (data) => {
			if (!equalBytes(data.from, guest)) onOther();
			inner(data);
		};
		return () => {
			mac.onData = inner;
		};
	}

	/** Makes room at once: ends the session with this guest (IPv6 address), or forgets all that are on their way in. True: the guest is told, by PTR. */
	release(guest: Uint8Array): boolean {
		const live = this.stack.authentication.address;
		if (live === undefined) this.stack.restart();
		else if (equalBytes(live, guest)) this.stack.terminate(guest);
		return live !== undefined;
	}

	close(): void {
		this.#faults.stop();
		this.stack.stop();
		this.stack.listener = SILENT;
		this.#air.removeRadio(this.#radio);
	}

	/** To another place, or back to its own. */
	#move(): void {
		const { panId, channel } = this.#request;
		this.#isMoved = !this.#isMoved;
		if (this.#isMoved) this.stack.move(panId ^ OTHER_PAN, otherChannel(channel));
		else this.stack.move(panId, channel);
	}

	/** The law of the air holds for radio alone. */
	#lawful(radio: Radio): Radio {
		const { medium, contacts, onLimit } = this.#request;
		const { transmitLimit = ARIB_LIMIT } = this.#settings;
		const byRadio = medium === 'wi-sun';
		const limited = new LimitedRadio(radio, contacts, byRadio ? transmitLimit : Number.POSITIVE_INFINITY);
		limited.onLimit = onLimit;
		if (byRadio) this.#faults.limit(limited, transmitLimit);
		return this.#faults.radio(limited);
	}
}

/** The same meter as a plain node of ECHONET Lite on a LAN, where replies go wrong as on the air. */
export class LanLink implements MeterLink {
	readonly datagrams: Datagrams;
	readonly macAddress = undefined;
	readonly #lan: Datagrams;
	readonly #tap: ExchangeTap;

	constructor(lan: Datagrams, request: LinkRequest) {
		const { contacts: scheduler, faults: switches } = request;
		this.#lan = lan;
		this.#tap = tapped(lan, request);
		this.datagrams = new FaultyReplies({ inner: this.#tap, scheduler, switches });
	}

	get isBusy(): boolean {
		return this.#tap.isBusy;
	}

	close(): void {
		this.#lan.listener = SILENT;
	}
}

/** A radio that remembers how strong the last frame was. */
class HeardRadio extends WrappedRadio {
	/** dBm; undefined before the first. */
	signal: number | undefined;

	override get onReceive(): (frame: ReceivedFrame) => void {
		return this.inner.onReceive;
	}

	override set onReceive(handler: (frame: ReceivedFrame) => void) {
		this.inner.onReceive = (frame) => {
			this.signal = frame.rssi;
			handler(frame);
		};
	}
}

function faultRefusal(name: FaultName, medium: RouteBLinkName): Refusal | undefined {
	return name === 'transmit-limit' && medium === 'plc' ? { kind: 'noTransmitLimit', of: 'meter' } : undefined;
}

function otherChannel(channel: number): number {
	return ROUTE_B_CHANNELS[(ROUTE_B_CHANNELS.indexOf(channel) + 5) % ROUTE_B_CHANNELS.length]!;
}
