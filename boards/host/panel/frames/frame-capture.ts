/** Frames of a log as a capture file that Wireshark opens. Link keys, passwords and keys in frames are in it only where they were asked for. */
import { enhancedPacket, interfaceDescription, LINKTYPE_IPV6, LINKTYPE_TAP, sectionHeader } from '../../../../modules/capture/pcapng.js';
import { encodeSerialLine, LINKTYPE_SERIAL } from '../../../../modules/capture/serial-line.js';
import { encodeTap } from '../../../../modules/capture/tap.js';
import { keyComment, type LinkKey } from '../../../../modules/capture/wireshark.js';
import { ECHONET_LITE_PORT } from '../../../../modules/datagram/ports.js';
import { COSEM_PORT } from '../../../../modules/dlms/wrapper.js';
import { encodePacket, NEXT_HEADER } from '../../../../modules/ipv6/packet.js';
import { encodeUdp } from '../../../../modules/ipv6/udp.js';
import { lqiOf } from '../../../../modules/wi-sun-module/skstack/language/lqi.js';
import type { FrameMedium, LoggedFrame } from '../../../../src/world/watch/frame-log.js';
import { secretsOf } from './frame-json.js';
import type { FrameWatch } from './frame-watch.js';

const FCS_LENGTH = 2;
const LINK_TYPES: Readonly<Record<FrameMedium, number>> = Object.freeze({
	air: LINKTYPE_TAP,
	'power line': LINKTYPE_TAP,
	serial: LINKTYPE_SERIAL,
	HDLC: LINKTYPE_SERIAL,
	LAN: LINKTYPE_IPV6,
	UDP: LINKTYPE_IPV6,
	TCP: LINKTYPE_IPV6,
});
/** Documentation addresses (RFC 3849) that stand for the two ends of what came over IP. */
const METER = Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const OTHER = Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);
/** The longest that UDP carries in one packet. */
const MAX_DATAGRAM = 65_527;

/** A file that frames are put into, one after the other. */
export class FramesCapture {
	readonly #watch: FrameWatch;
	readonly #start: number;
	readonly #hasSecrets: boolean;
	readonly #comments: string[];
	readonly #interfaces = new Map<FrameMedium, number>();
	readonly #pieces: Uint8Array[] = [sectionHeader('Keiki')];

	/**
	 * @param start the world's time when virtual time was 0, ms since 1970-01-01T00:00:00Z
	 * @param keys put into the file as comments, with what is secret in frames; undefined: nothing of that
	 */
	constructor(watch: FrameWatch, start: number, keys: readonly LinkKey[] | undefined) {
		this.#watch = watch;
		this.#start = start;
		this.#hasSecrets = keys !== undefined;
		this.#comments = (keys ?? []).map(keyComment);
	}

	add(frame: LoggedFrame): void {
		const packet = packetOf(frame, this.#hasSecrets ? frame.bytes : openBytes(this.#watch, frame), this.#start);
		if (packet === undefined) return;
		// A reader of the file finds the keys wherever they stand.
		this.#pieces.push(enhancedPacket(this.#interfaceOf(frame.medium), this.#start + frame.elapsed, packet, this.#comments.shift() ?? ''));
	}

	get bytes(): Uint8Array {
		return Buffer.concat(this.#pieces);
	}

	#interfaceOf(medium: FrameMedium): number {
		const known = this.#interfaces.get(medium);
		if (known !== undefined) return known;
		const number = this.#interfaces.size;
		this.#interfaces.set(medium, number);
		this.#pieces.push(interfaceDescription(medium, LINK_TYPES[medium]));
		return number;
	}
}

/** With zeros where a secret stands: only COSEM sends one in the clear. */
function openBytes(watch: FrameWatch, frame: LoggedFrame): Uint8Array {
	if (frame.connection === undefined) return frame.bytes;
	const secrets = secretsOf(watch.reader.read(frame).layers, 0);
	if (secrets.length === 0) return frame.bytes;
	const bytes = Uint8Array.from(frame.bytes);
	for (const field of secrets) bytes.fill(0, field.start, field.end);
	return bytes;
}

function packetOf(frame: LoggedFrame, bytes: Uint8Array, start: number): Uint8Array | undefined {
	const { medium, elapsed, channel = 0, rssi = 0 } = frame;
	switch (LINK_TYPES[medium]) {
		case LINKTYPE_TAP:
			return encodeTap({ psdu: bytes, fcsLength: FCS_LENGTH, rssi, lqi: lqiOf(rssi), channel });
		case LINKTYPE_SERIAL:
			return encodeSerialLine(start + elapsed, frame.from === 'host' || frame.isServers === false ? 'sent' : 'received', bytes);
		default: {
			if (bytes.length > MAX_DATAGRAM) return undefined;
			const [source, destination] = frame.isServers === true ? [METER, OTHER] : [OTHER, METER];
			const port = medium === 'LAN' ? ECHONET_LITE_PORT : COSEM_PORT;
			const payload = encodeUdp({ sourcePort: port, destinationPort: port, data: bytes }, source, destination);
			return encodePacket({ nextHeader: NEXT_HEADER.UDP, hopLimit: 1, source, destination, payload });
		}
	}
}
