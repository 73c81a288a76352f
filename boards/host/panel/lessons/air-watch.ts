/** The frames of one HEMS and its meter, as they are on the air, and what each is. */
import type { Cipher } from '../../../../hal/ports/cipher.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { ECHONET_LITE_PORT, PANA_PORT } from '../../../../modules/datagram/ports.js';
import { Command } from '../../../../modules/ieee802154/command.js';
import { type DecodedFrame, decodeFrame, FrameType, splitPayload } from '../../../../modules/ieee802154/frame.js';
import { unprotectFrame } from '../../../../modules/ieee802154/security.js';
import { decodePacket, NEXT_HEADER } from '../../../../modules/ipv6/packet.js';
import { decodeUdp, type UdpDatagram } from '../../../../modules/ipv6/udp.js';
import type { Air, Transmission } from '../../../../modules/medium/air.js';
import { decodeMessage, type Message } from '../../../../modules/pana/message.js';
import { isFragment } from '../../../../modules/sixlowpan/fragment.js';
import { decompress } from '../../../../modules/sixlowpan/iphc.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import type { FrameFact, FrameKind } from './lesson-facts.js';

export interface WatchedFrame {
	readonly at: number;
	readonly from: 'hems' | 'meter';
	readonly channel: number;
	/** With FCS. */
	readonly psdu: Uint8Array;
	/** In force by then, the newest first; those of other meters may be among them. */
	readonly keys: readonly Uint8Array[];
}

/** What a frame has in it, as far as it can be read. */
export interface ReadFrame {
	readonly kind: FrameKind;
	readonly frame: DecodedFrame | undefined;
	/** Behind the MAC header, deciphered. */
	readonly payload: Uint8Array | undefined;
	readonly datagram: UdpDatagram | undefined;
	readonly message: Message | undefined;
}

/** The newest that are kept: a scan of all durations has some 120. */
const MOST_FRAMES = 600;
/** Link keys of the run that may open a frame. */
const MOST_KEYS = 32;
const FCS = 2;

export class AirWatch {
	readonly #cipher: Cipher;
	readonly #start: number;
	readonly #frames: WatchedFrame[] = [];
	readonly #meter: string;
	#hems = '';
	#keys: readonly Uint8Array[] = [];
	#count = 0;
	readonly #end: () => void;

	/** @param meter, hems names of their radios; @param start see `PanelSite` */
	constructor(air: Air, meter: string, start: number, cipher: Cipher) {
		this.#meter = meter;
		this.#start = start;
		this.#cipher = cipher;
		this.#end = air.tap((transmission) => this.#onTransmission(transmission));
	}

	/** Name of the radio of the HEMS. */
	set hems(name: string) {
		this.#hems = name;
	}

	/** From now on in force, at some meter. */
	addKey(key: Uint8Array): void {
		this.#keys = [key.slice(), ...this.#keys].slice(0, MOST_KEYS);
	}

	/** How many there were. */
	get count(): number {
		return this.#count;
	}

	/** Those that are kept, from this time on, virtual ms. */
	since(at: number): readonly WatchedFrame[] {
		return this.#frames.filter((frame) => frame.at >= at);
	}

	close(): void {
		this.#end();
	}

	read({ psdu, keys }: WatchedFrame): ReadFrame {
		const nothing = { frame: undefined, payload: undefined, datagram: undefined, message: undefined };
		try {
			const bytes = psdu.subarray(0, psdu.length - FCS);
			const frame = decodeFrame(bytes);
			if (frame.type === FrameType.ack) return { ...nothing, frame, kind: 'ack' };
			if (frame.type === FrameType.beacon) return { ...nothing, frame, kind: 'beacon' };
			if (frame.type === FrameType.command) {
				const isRequest = splitPayload(frame).content[0] === Command.beaconRequest;
				return { ...nothing, frame, kind: isRequest ? 'beaconRequest' : 'other' };
			}
			return this.#readData(frame, bytes, keys);
		} catch (error) {
			if (error instanceof DecodeError) return { ...nothing, kind: 'other' };
			throw error;
		}
	}

	fact(watched: WatchedFrame): FrameFact {
		const { at, from, channel, psdu } = watched;
		const { kind, message } = this.read(watched);
		return {
			at,
			time: isoTime(this.#start + at),
			from,
			channel,
			kind,
			name: message?.name ?? null,
			length: psdu.length,
			hex: toUpperHex(psdu),
		};
	}

	#readData(frame: DecodedFrame, bytes: Uint8Array, keys: readonly Uint8Array[]): ReadFrame {
		const { source, destination } = frame;
		const isSecured = frame.security !== undefined;
		const nothing = { frame, payload: undefined, datagram: undefined, message: undefined };
		if (!(source instanceof Uint8Array)) return { ...nothing, kind: 'other' };
		const payload = isSecured ? this.#opened(frame, source, bytes, keys) : splitPayload(frame).content;
		if (payload === undefined) return { ...nothing, kind: 'secured' };
		if (isFragment(payload)) return { ...nothing, payload, kind: 'fragment' };
		const packet = decodePacket(decompress(payload, source, destination instanceof Uint8Array ? destination : undefined));
		if (packet.nextHeader !== NEXT_HEADER.UDP) return { ...nothing, payload, kind: 'neighbour' };
		const datagram = decodeUdp(packet.payload, packet.source, packet.destination);
		const port = datagram.destinationPort;
		if (port === PANA_PORT) return { ...nothing, payload, datagram, message: decodeMessage(datagram.data), kind: 'pana' };
		return { ...nothing, payload, datagram, kind: isSecured ? 'secured' : port === ECHONET_LITE_PORT ? 'echonet' : 'other' };
	}

	#opened(frame: DecodedFrame, source: Uint8Array, bytes: Uint8Array, keys: readonly Uint8Array[]): Uint8Array | undefined {
		for (const key of keys) {
			const payload = unprotectFrame(this.#cipher, key, source, bytes, frame);
			if (payload !== undefined) return payload;
		}
		return undefined;
	}

	#onTransmission({ sender, channel, psdu, start }: Transmission): void {
		const from = sender.name === this.#hems ? 'hems' : sender.name === this.#meter ? 'meter' : undefined;
		if (from === undefined) return;
		this.#count++;
		this.#frames.push({ at: start, from, channel, psdu: psdu.slice(), keys: this.#keys });
		if (this.#frames.length > MOST_FRAMES) this.#frames.shift();
	}
}
