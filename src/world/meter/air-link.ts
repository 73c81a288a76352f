/** Route B on the virtual air or a power line: the unit's own stack, and between it and Route B what makes them fail as told. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Radio, ReceivedFrame } from '../../../hal/ports/radio.js';
import type { SeededRandom } from '../../../hal/virtual/random.js';
import { between } from '../../../modules/bytes/chance.js';
import type { LinkKey } from '../../../modules/capture/wireshark.js';
import type { Datagrams } from '../../../modules/datagram/datagram.js';
import type { Air } from '../../../modules/medium/air.js';
import { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { VirtualRadio } from '../../../modules/medium/virtual-radio.js';
import { WrappedRadio } from '../../../modules/medium/wrapped-radio.js';
import { ECHONET_LITE_PORT } from '../../route-b/route-b.js';
import { NativeStack } from '../../wi-sun/native-stack.js';
import { ROUTE_B_CHANNELS } from '../air/neighbours.js';
import type { FieldFaults, Timed } from '../fault/field-faults.js';
import { IgnoredRequests } from '../fault/ignored-requests.js';
import { LateBeacons } from '../fault/meter-radio.js';
import { FaultyReplies } from '../fault/replies.js';
import type { ExchangeTap } from '../watch/exchange-tap.js';
import { type LinkRequest, type MeterLink, tapped } from './link.js';

/** What the links of a world are like, whichever meter's they are. */
export interface AirLinkSettings {
	readonly air: Air;
	/** The wires of the house, for Route B by PLC. */
	readonly powerLine: Air;
	readonly cipher: Cipher;
	readonly log: Log;
	readonly faults: FieldFaults;
	/** Whether something that happens in one case in so many happens now. */
	readonly strikes: (oneIn: number | undefined) => boolean;
	readonly chance: SeededRandom;
	readonly transmitLimit?: number | undefined;
	readonly onLinkKey: (key: LinkKey) => void;
}

const SILENT = Object.freeze({ onDatagram() {}, onPeer() {} });

export class AirLink implements MeterLink {
	readonly stack: NativeStack;
	readonly datagrams: Datagrams;
	readonly #request: LinkRequest;
	readonly #settings: AirLinkSettings;
	readonly #air: Air;
	readonly #radio: VirtualRadio;
	readonly #heard: HeardRadio;
	readonly #tap: ExchangeTap;
	#mute = false;

	constructor(request: LinkRequest, settings: AirLinkSettings) {
		const { contacts, random, name, macAddress, panId, channel, medium } = request;
		const { cipher, log, faults, strikes, onLinkKey } = settings;
		this.#request = request;
		this.#settings = settings;
		this.#air = medium === 'plc' ? settings.powerLine : settings.air;
		const ignored = new IgnoredRequests((each) => strikes(each === 'PTR' ? faults.ignoredTerminations : faults.ignoredReauthentications));
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
			pana: { ...(faults.lifetime !== undefined && { lifetime: faults.lifetime }), ...this.#slowJoin() },
			admits: () => !strikes(faults.refusedJoins),
			hears: (message) => ignored.hears(message),
			onLinkKey: (_peer, index, key) => onLinkKey({ key, index }),
		});
		this.#tap = tapped(this.stack, request, (peer) => this.#onJoined(peer));
		this.datagrams = spoilt(this.#tap, request, settings, () => this.#mute);
	}

	get macAddress(): Uint8Array {
		return this.#request.macAddress;
	}

	get signal(): number | undefined {
		return this.#heard.signal;
	}

	get isBusy(): boolean {
		return this.#tap.isBusy;
	}

	close(): void {
		this.stack.stop();
		this.stack.listener = SILENT;
		this.#air.removeRadio(this.#radio);
	}

	/** An authentication has two answers to think over. */
	#slowJoin() {
		const { chance, faults } = this.#settings;
		const { slowJoin } = faults;
		return slowJoin && { deliberation: () => between(chance, slowJoin.min, slowJoin.max) / 2 };
	}

	/** What the meter does to a session after a while, where it is told to. */
	#onJoined(peer: Uint8Array): void {
		const { contacts, panId } = this.#request;
		const { faults, strikes } = this.#settings;
		this.#mute = false;
		const after = (timed: Timed | undefined, task: () => void) => {
			if (timed !== undefined && strikes(timed.oneIn)) contacts.after(timed.delay, task);
		};
		after(faults.terminate, () => this.stack.terminate(peer));
		after(faults.forget, () => this.stack.restart());
		after(faults.move, () => this.stack.move(panId ^ 0x5a5a, this.#otherChannel()));
		after(faults.mute, () => {
			this.#mute = true;
		});
	}

	#otherChannel(): number {
		return ROUTE_B_CHANNELS[(ROUTE_B_CHANNELS.indexOf(this.#request.channel) + 5) % ROUTE_B_CHANNELS.length]!;
	}

	/** The law of the air holds for radio alone. */
	#lawful(radio: Radio): Radio {
		const { medium, contacts, onLimit } = this.#request;
		const { faults, strikes, transmitLimit } = this.#settings;
		const limited = new LimitedRadio(radio, contacts, medium === 'plc' ? Number.POSITIVE_INFINITY : transmitLimit);
		limited.onLimit = onLimit;
		const { slowBeacons, missingBeacons } = faults;
		if (slowBeacons === undefined && missingBeacons === undefined) return limited;
		const delay = () => (slowBeacons !== undefined && strikes(slowBeacons.oneIn) ? slowBeacons.delay : 0);
		return new LateBeacons(limited, contacts, delay, () => strikes(missingBeacons));
	}
}

/** The same meter as a plain node of ECHONET Lite on a LAN, where replies go wrong as on the air. */
export class LanLink implements MeterLink {
	readonly datagrams: Datagrams;
	readonly macAddress = undefined;
	readonly #lan: Datagrams;
	readonly #tap: ExchangeTap;

	constructor(lan: Datagrams, request: LinkRequest, settings: AirLinkSettings) {
		this.#lan = lan;
		this.#tap = tapped(lan, request);
		this.datagrams = spoilt(this.#tap, request, settings, () => false);
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

function spoilt(inner: Datagrams, { contacts }: LinkRequest, { chance, faults }: AirLinkSettings, isMute: () => boolean): Datagrams {
	return new FaultyReplies({ inner, scheduler: contacts, random: chance, oneIn: faults.replies, ...faults.replyDelays, isMute });
}
