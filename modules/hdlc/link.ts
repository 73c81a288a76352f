/**
 * What both ends of an HDLC link share (IEC 62056-46 §6): what they agree on as they connect, the LLC header, and how an APDU is put together from I frames.
 *
 * Information of SNRM and UA, where there is any: 81 80 and a length, then parameters of `id | length | value`; a value takes 1, 2 or 4 bytes.
 *
 * | id | value                                      | without it |
 * |----|--------------------------------------------|------------|
 * | 05 | longest information that the sender sends  | 128        |
 * | 06 | longest information that it takes          | 128        |
 * | 07 | how many I frames it sends at once         | 1          |
 * | 08 | how many it takes at once                  | 1          |
 *
 * The first segment of an APDU begins with the LLC header: E6 E6 00 from the client, E6 E7 00 from the server.
 */
import { GrowingWriter } from '../bytes/growing-writer.js';
import { Reader } from '../bytes/reader.js';
import { CONTROL, encodeHdlcFrame, type HdlcAddress } from './frame.js';

export interface HdlcParameters {
	/** The longest information that the sender of these parameters sends, in bytes. */
	readonly transmit: number;
	/** The longest that it takes. */
	readonly receive: number;
	readonly transmitWindow: number;
	readonly receiveWindow: number;
}

export const DEFAULT_INFORMATION = 128;
/** The longest information that can be agreed on, bytes, and the most I frames at once: numbers go modulo 8. */
export const MAX_INFORMATION = 2030;
export const MAX_FRAMES = 7;
export const DEFAULTS: HdlcParameters = Object.freeze({
	transmit: DEFAULT_INFORMATION,
	receive: DEFAULT_INFORMATION,
	transmitWindow: 1,
	receiveWindow: 1,
});

export const LLC_CLIENT = new Uint8Array([0xe6, 0xe6, 0x00]);
export const LLC_SERVER = new Uint8Array([0xe6, 0xe7, 0x00]);
const LLC_LENGTH = 3;

const FORMAT_ID = 0x81;
const GROUP_ID = 0x80;
const TRANSMIT = 5;
const RECEIVE = 6;
const TRANSMIT_WINDOW = 7;
const RECEIVE_WINDOW = 8;
const LEAST_INFORMATION = 32;
const NONE = new Uint8Array(0);

/** Information of SNRM or UA; of no bytes: the defaults. Parameters that are not known are passed over. Throws DecodeError. */
export function decodeParameters(bytes: Uint8Array): HdlcParameters {
	if (bytes.length === 0) return DEFAULTS;
	const r = new Reader('HDLC parameters', bytes);
	if (r.uint(1, 'format') !== FORMAT_ID || r.uint(1, 'group') !== GROUP_ID) throw r.error('format 81, group 80', 0);
	if (r.uint(1, 'length') !== r.left) throw r.error(`a length of ${r.left}`, 2);
	let { transmit, receive, transmitWindow, receiveWindow } = DEFAULTS;
	while (r.left > 0) {
		const id = r.uint(1, 'parameter');
		const length = r.uint(1, 'length of the parameter');
		if (length < 1 || length > 4) throw r.error('a value of 1 to 4 bytes', r.offset - 1);
		const value = r.uint(length, 'value');
		if (value === 0) throw r.error('a value above 0', r.offset - length);
		if (id === TRANSMIT) transmit = value;
		else if (id === RECEIVE) receive = value;
		else if (id === TRANSMIT_WINDOW) transmitWindow = value;
		else if (id === RECEIVE_WINDOW) receiveWindow = value;
	}
	return { transmit, receive, transmitWindow, receiveWindow };
}

/** All four parameters: sizes in one byte where they fit, windows in four. */
export function encodeParameters({ transmit, receive, transmitWindow, receiveWindow }: HdlcParameters): Uint8Array {
	const w = new GrowingWriter(24);
	writeSize(w, TRANSMIT, transmit);
	writeSize(w, RECEIVE, receive);
	w.uint(2, (TRANSMIT_WINDOW << 8) | 4).uint(4, transmitWindow);
	w.uint(2, (RECEIVE_WINDOW << 8) | 4).uint(4, receiveWindow);
	const group = new GrowingWriter(27);
	group.uint(1, FORMAT_ID).uint(1, GROUP_ID).uint(1, w.length).put(w.bytes);
	return group.bytes;
}

/** What this end uses with a peer that says `theirs`: the smaller of each. @param window I frames at once, 1 to `MAX_FRAMES` */
export function negotiate(maxInformation: number, theirs: HdlcParameters, window = 1): HdlcParameters {
	return {
		transmit: Math.max(LEAST_INFORMATION, Math.min(maxInformation, theirs.receive)),
		receive: Math.max(LEAST_INFORMATION, Math.min(maxInformation, theirs.transmit)),
		transmitWindow: Math.min(window, theirs.receiveWindow),
		receiveWindow: Math.min(window, theirs.transmitWindow),
	};
}

/** The addresses of one end's frames. */
export interface HdlcEnds {
	readonly destination: HdlcAddress;
	readonly source: HdlcAddress;
}

/** A frame without information, or one of SNRM, UA, FRMR with it; P or F is set. */
export function plainFrame({ destination, source }: HdlcEnds, control: number, information: Uint8Array = NONE): Uint8Array {
	return encodeHdlcFrame({ segmented: false, destination, source, control: control | CONTROL.pollFinal, information });
}

/** RR with this N(R). */
export function readyFrame(ends: HdlcEnds, receiveNumber: number): Uint8Array {
	return plainFrame(ends, CONTROL.rr | (receiveNumber << 5));
}

/** An APDU on its way in, segment by segment. */
export class Incoming {
	readonly #limit: number;
	readonly #llc: Uint8Array;
	readonly #bytes = new GrowingWriter();

	/**
	 * @param llc the header that must be in front of it
	 * @param maxApdu its greatest length, without that header
	 */
	constructor(llc: Uint8Array, maxApdu: number) {
		this.#llc = llc;
		this.#limit = LLC_LENGTH + maxApdu;
	}

	/** Whether some of it came, and not all. */
	get isUnderWay(): boolean {
		return this.#bytes.length > 0;
	}

	clear(): void {
		this.#bytes.truncate();
	}

	/** False: it is too long. */
	add(segment: Uint8Array): boolean {
		if (this.#bytes.length + segment.length > this.#limit) return false;
		this.#bytes.put(segment);
		return true;
	}

	/** The APDU, complete: a view, good until the next segment. Undefined: its LLC header is wrong. */
	take(): Uint8Array | undefined {
		const bytes = this.#bytes.bytes;
		this.#bytes.truncate();
		if (bytes.length <= LLC_LENGTH) return undefined;
		for (let i = 0; i < LLC_LENGTH; i++) if (bytes[i] !== this.#llc[i]) return undefined;
		return bytes.subarray(LLC_LENGTH);
	}
}

function writeSize(w: GrowingWriter, id: number, size: number): void {
	const width = size < 0x100 ? 1 : 2;
	w.uint(2, (id << 8) | width).uint(width, size);
}
