/** A frame parted into its layers: which description follows which. Never throws for what is in the frame. */
import { fromHex } from '../../bytes/hex.js';
import { BLOCK_CONTENTS, type BlockContent, COSEM_CLAUSE, COSEM_ROWS, isProtected } from './cosem.js';
import { HDLC_CLAUSE, HDLC_ROWS, LLC_CLAUSE, LLC_ROWS, NEGOTIATION_ROWS, WRAPPER_CLAUSE, WRAPPER_ROWS } from './dlms-frames.js';
import { DATA_ROWS, ECHONET_LITE, ECHONET_LITE_CLAUSE, ECHONET_LITE_ROWS } from './echonet-lite.js';
import type { Dissection, Field, Layer, Source } from './field.js';
import { IEEE802154, IEEE802154_CLAUSE, IEEE802154_ROWS, MAC_PAYLOAD_ROWS, printable } from './ieee802154.js';
import { ICMPV6_CLAUSE, ICMPV6_ROWS, IPV6_CLAUSE, IPV6_ROWS, UDP_CLAUSE, UDP_ROWS } from './ipv6.js';
import { EAP_CLAUSE, EAP_ROWS, PANA_CLAUSE, PANA_ROWS } from './pana.js';
import { bytes, type Row, type Scope, toTheEnd } from './row.js';
import { J11_CLAUSE, J11_ROWS, lineRows, SKSTACK_CLAUSE } from './serial.js';
import { isFragment, isIphc, SIXLOWPAN, SIXLOWPAN_CLAUSE, SIXLOWPAN_ROWS } from './sixlowpan.js';
import { type Area, walk } from './walk.js';

/** Who sent a MAC frame to whom: EUI-64s, undefined where the frame tells another address. */
export interface Link {
	readonly source: Uint8Array | undefined;
	readonly destination: Uint8Array | undefined;
	readonly secured: boolean;
}

/** A long transfer put together. */
export interface Blocks {
	readonly content: BlockContent;
	readonly bytes: Uint8Array;
}

/** What only keys, or other frames, can open. All may return undefined: then the bytes stay what they are. */
export interface Opener {
	/** The MAC payload in the clear. @param psdu the frame without its FCS */
	macPayload?(psdu: Uint8Array): Uint8Array | undefined;
	/** The IPv6 packet in a 6LoWPAN payload that is no fragment. */
	decompress?(payload: Uint8Array, link: Link): Uint8Array | undefined;
	/** The IPv6 packet that this fragment completes, with those before it. */
	reassemble?(payload: Uint8Array, link: Link): Uint8Array | undefined;
	/** An APDU of COSEM that was ciphered. */
	apdu?(apdu: Uint8Array): Uint8Array | undefined;
	/** The APDU that this segment of HDLC completes, its LLC header before it, with those before it. */
	segments?(information: Uint8Array): Uint8Array | undefined;
	/** The long transfer that this APDU completes, with the blocks before it. */
	blocks?(apdu: Uint8Array): Blocks | undefined;
}

const FCS_LENGTH = 2;
/** Which word of an ERXUDP is the port at which it arrived. */
const LOCAL_PORT = 4;
const UDP = 17;
const ICMPV6 = 58;
const PORTS = Object.freeze({ pana: 716, echonetLite: 3610, cosem: 4059 });
/** What is opened within what was opened, at most. */
const MAX_SOURCES = 16;
const MAX_LAYERS = 40;

/** What a dissection begins with. */
export type FrameKind =
	| 'ieee802154'
	| 'ipv6'
	| 'echonetLite'
	| 'wrapper'
	| 'hdlc'
	| 'apdu'
	| 'j11'
	/** A line of SKSTACK-IP. */
	| 'line';

/** @param data of a line: so many bytes at its end are the payload that it carries */
export function dissect(kind: FrameKind, frame: Uint8Array, opener: Opener = {}, data = 0): Dissection {
	const building = new Building(frame, opener);
	const area = { source: 0, start: 0, end: frame.length };
	switch (kind) {
		case 'ieee802154':
			building.mac(area);
			break;
		case 'ipv6':
			building.ipv6(area);
			break;
		case 'echonetLite':
			building.echonetLite(area);
			break;
		case 'wrapper':
			building.wrapper(area);
			break;
		case 'hdlc':
			building.hdlc(area);
			break;
		case 'apdu':
			building.apdu(area);
			break;
		case 'j11':
			building.layer('J11', J11_ROWS, J11_CLAUSE, area);
			break;
		case 'line':
			building.line(area, data);
			break;
	}
	return { sources: building.sources, layers: building.layers };
}

interface Part extends Area {
	readonly source: number;
}

interface Read {
	readonly scope: Scope;
	readonly payload: Part | undefined;
	readonly isGood: boolean;
}

class Building {
	readonly sources: Source[];
	readonly layers: Layer[] = [];
	readonly #opener: Opener;

	constructor(frame: Uint8Array, opener: Opener) {
		this.sources = [{ name: 'frame', bytes: frame }];
		this.#opener = opener;
	}

	layer(protocol: string, rows: readonly Row[], clause: string, part: Part, scope: Scope = {}): Read {
		const { source, start, end } = part;
		const read = walk(this.layers.length < MAX_LAYERS ? rows : DATA_ROWS, clause, this.#bytes(source), part, scope);
		this.layers.push({ protocol, source, start, end, fields: read.fields });
		return { scope: read.scope, payload: read.payload && { ...read.payload, source }, isGood: read.malformed === undefined };
	}

	mac(part: Part): void {
		const read = this.layer(IEEE802154, IEEE802154_ROWS, IEEE802154_CLAUSE, part);
		const { scope, payload } = read;
		const frame = this.#of(part);
		const secured = scope.secured === 1;
		const fields = this.layers[0]!.fields;
		const link = { source: extended(fields, 'wpan.src64'), destination: extended(fields, 'wpan.dst64'), secured };
		if (payload !== undefined) this.#macPayload(payload, scope, link);
		else if (read.isGood && secured) this.#secured(frame.subarray(0, frame.length - FCS_LENGTH), scope, link);
	}

	#secured(psdu: Uint8Array, scope: Scope, link: Link): void {
		const clear = this.#opener.macPayload?.(psdu);
		if (clear !== undefined) this.#open('decrypted', clear, (opened) => this.#macPayload(opened, scope, link));
	}

	#macPayload(part: Part, scope: Scope, link: Link): void {
		if (part.start === part.end) return;
		const { payload, isGood } = peekPayload(this.#bytes(part.source), part, scope);
		if (payload?.start === part.start && isGood) {
			this.#sixlowpan(part, link);
			return;
		}
		const read = this.layer(`${IEEE802154} payload`, MAC_PAYLOAD_ROWS, IEEE802154_CLAUSE, part, scope);
		if (read.payload !== undefined && read.payload.end > read.payload.start) this.#sixlowpan(read.payload, link);
	}

	#sixlowpan(part: Part, link: Link): void {
		const own = this.#of(part);
		const read = this.layer(SIXLOWPAN, SIXLOWPAN_ROWS, SIXLOWPAN_CLAUSE, part);
		if (read.payload !== undefined) this.ipv6(read.payload);
		if (!read.isGood) return;
		const first = own[0]!;
		if (isFragment(first)) {
			const packet = this.#opener.reassemble?.(own, link);
			if (packet !== undefined) this.#open('reassembled', packet, (opened) => this.ipv6(opened));
		} else if (isIphc(first)) {
			const packet = this.#opener.decompress?.(own, link);
			if (packet !== undefined) this.#open('decompressed', packet, (opened) => this.ipv6(opened));
		}
	}

	ipv6(part: Part): void {
		const { scope, payload } = this.layer('IPv6', IPV6_ROWS, IPV6_CLAUSE, part);
		if (payload === undefined || payload.start === payload.end) return;
		if (scope.next === UDP) this.#udp(payload);
		else if (scope.next === ICMPV6) this.layer('ICMPv6', ICMPV6_ROWS, ICMPV6_CLAUSE, payload);
		else this.#data(payload);
	}

	#udp(part: Part): void {
		const { scope, payload } = this.layer('UDP', UDP_ROWS, UDP_CLAUSE, part);
		if (payload === undefined || payload.start === payload.end) return;
		const uses = (port: number) => scope.from === port || scope.to === port;
		if (uses(PORTS.echonetLite)) this.echonetLite(payload);
		else if (uses(PORTS.pana)) this.#pana(payload);
		else if (uses(PORTS.cosem)) this.wrapper(payload);
		else this.#data(payload);
	}

	#pana(part: Part): void {
		const { payload } = this.layer('PANA', PANA_ROWS, PANA_CLAUSE, part);
		if (payload !== undefined && payload.end > payload.start) this.layer('EAP', EAP_ROWS, EAP_CLAUSE, payload);
	}

	echonetLite(part: Part): void {
		this.layer(ECHONET_LITE, ECHONET_LITE_ROWS, ECHONET_LITE_CLAUSE, part);
	}

	wrapper(part: Part): void {
		const { payload } = this.layer('DLMS wrapper', WRAPPER_ROWS, WRAPPER_CLAUSE, part);
		if (payload !== undefined) this.apdu(payload);
	}

	hdlc(part: Part): void {
		const { scope, payload } = this.layer('HDLC', HDLC_ROWS, HDLC_CLAUSE, part);
		if (payload === undefined) return;
		const isInformation = (scope.control! & 1) === 0;
		if (!isInformation && (scope.control! & 3) === 3 && this.#of(payload)[0] === NEGOTIATION) {
			this.layer('HDLC parameters', NEGOTIATION_ROWS, 'IEC 62056-46 §6.4.4.4.3.2', payload);
			return;
		}
		const own = this.#of(payload);
		const isFirst = own[0] === 0xe6 && (own[1] === 0xe6 || own[1] === 0xe7);
		if (isFirst && scope.segmented === 0) {
			this.#llc(payload);
			return;
		}
		this.layer('HDLC segment', BYTES_ROWS, HDLC_CLAUSE, payload);
		const whole = this.#opener.segments?.(own);
		if (whole !== undefined) this.#open('segments together', whole, (opened) => this.#llc(opened));
	}

	#llc(part: Part): void {
		const { payload } = this.layer('LLC', LLC_ROWS, LLC_CLAUSE, part);
		if (payload !== undefined && payload.end > payload.start) this.apdu(payload);
	}

	apdu(part: Part): void {
		const own = this.#of(part);
		const { scope, payload } = this.layer('COSEM', COSEM_ROWS, COSEM_CLAUSE, part);
		if (payload !== undefined && payload.end > payload.start) this.apdu(payload);
		if (isProtected(scope.apdu ?? 0)) {
			const clear = this.#opener.apdu?.(own);
			if (clear !== undefined && clear.length > 0) this.#open('deciphered', clear, (opened) => this.apdu(opened));
			return;
		}
		const whole = this.#opener.blocks?.(own);
		if (whole === undefined) return;
		const { protocol, rows } = BLOCK_CONTENTS[whole.content];
		this.#open('blocks together', whole.bytes, (opened) => this.layer(protocol, rows, COSEM_CLAUSE, opened));
	}

	line(part: Part, data: number): void {
		const { payload } = this.layer('SKSTACK-IP', lineRows(this.#of(part), data), SKSTACK_CLAUSE, part);
		if (payload === undefined) {
			this.#digits(part);
			return;
		}
		const own = this.#of(payload);
		if (own[0] === 0x10 && own[1] === 0x81) this.echonetLite(payload);
		else this.layer('data', BYTES_ROWS, '', payload);
	}

	/** What an ERXUDP carries in digits. */
	#digits(part: Part): void {
		const words = printable(this.#of(part)).trim().split(/ +/);
		const last = words[words.length - 1]!;
		const port = Number.parseInt(words[LOCAL_PORT] ?? '', 16);
		if (words[0] !== 'ERXUDP' || !/^(?:[0-9A-F]{2})+$/i.test(last)) return;
		if (port === PORTS.echonetLite) this.#open('payload', fromHex(last), (opened) => this.echonetLite(opened));
		if (port === PORTS.pana) this.#open('payload', fromHex(last), (opened) => this.#pana(opened));
	}

	#data(part: Part): void {
		this.layer('data', DATA_ROWS, '', part);
	}

	#open(name: string, bytes: Uint8Array, go: (part: Part) => void): void {
		if (this.sources.length >= MAX_SOURCES) return;
		this.sources.push({ name, bytes });
		go({ source: this.sources.length - 1, start: 0, end: bytes.length });
	}

	#bytes(source: number): Uint8Array {
		return this.sources[source]!.bytes;
	}

	#of({ source, start, end }: Part): Uint8Array {
		return this.#bytes(source).subarray(start, end);
	}
}

/** The format identifier of what SNRM and UA negotiate. */
const NEGOTIATION = 0x81;

/** Of a line, of which Wireshark knows nothing. */
const BYTES_ROWS: readonly Row[] = [bytes('rest', 'Data', undefined, { again: toTheEnd })];

/** Whether a MAC payload has anything of its own before what it carries. */
function peekPayload(bytes: Uint8Array, part: Part, scope: Scope): { payload: Area | undefined; isGood: boolean } {
	const { payload, malformed } = walk(MAC_PAYLOAD_ROWS, IEEE802154_CLAUSE, bytes, part, scope);
	return { payload, isGood: malformed === undefined };
}

function extended(fields: readonly Field[], filter: string): Uint8Array | undefined {
	const raw = fields.find((field) => field.filter === filter)?.raw;
	return raw instanceof Uint8Array ? raw : undefined;
}
