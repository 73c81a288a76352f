/**
 * The four messages of EAP-PSK (RFC 4764 §5), as whole EAP packets of type 47. Behind the EAP header and type (5 bytes):
 *
 * | message      | flags | then                                               |
 * |--------------|-------|----------------------------------------------------|
 * | 1, Request   | 0x00  | RAND_S (16), ID_S                                  |
 * | 2, Response  | 0x40  | RAND_S (16), RAND_P (16), MAC_P (16), ID_P         |
 * | 3, Request   | 0x80  | RAND_S (16), MAC_S (16), PCHANNEL                  |
 * | 4, Response  | 0xc0  | RAND_S (16), PCHANNEL                              |
 *
 * PCHANNEL is: nonce (4), tag (16), ciphertext of 1 byte and more; the tag precedes what it authenticates. The top two bits of the flags are T,
 * the message less one; the others are reserved: sent as 0, ignored when received.
 */
import { Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';
import { EapCode, type EapPacket, EapType } from './eap.js';

const FORMAT = 'EAP-PSK';
const T_SHIFT = 6;
export const RAND_LENGTH = 16;
const MAC_LENGTH = 16;
export const TAG_LENGTH = 16;
/** The longest ID_S and ID_P (§5.1, §5.2). */
export const ID_LIMIT = 966;
/** Length of a message up to and with RAND_S: what the tag of PCHANNEL covers beside its own content. */
export const PSK_HEADER_LENGTH = 22;
/** PCHANNEL without an extension. */
const PCHANNEL_LENGTH = 4 + TAG_LENGTH + 1;

export interface Pchannel {
	/** Counts the messages with a PCHANNEL: 0 in message 3, 1 in message 4. */
	readonly nonce: number;
	readonly tag: Uint8Array;
	readonly ciphertext: Uint8Array;
}

/** RAND_S, MACs and ids are views of the packet. */
export type PskMessage =
	| { readonly t: 0; readonly randS: Uint8Array; readonly idS: Uint8Array }
	| { readonly t: 1; readonly randS: Uint8Array; readonly randP: Uint8Array; readonly macP: Uint8Array; readonly idP: Uint8Array }
	| { readonly t: 2; readonly randS: Uint8Array; readonly macS: Uint8Array; readonly pchannel: Pchannel }
	| { readonly t: 3; readonly randS: Uint8Array; readonly pchannel: Pchannel };

/** The message in a decoded EAP packet of type 47; offsets of errors count from its flags. Throws DecodeError. */
export function decodePsk({ code, data }: EapPacket): PskMessage {
	const r = new Reader(FORMAT, data);
	const t = r.uint(1, 'flags') >> T_SHIFT;
	if (code !== (t % 2 === 0 ? EapCode.Request : EapCode.Response)) throw r.error(`message ${t + 1} in a ${t % 2 === 0 ? 'Request' : 'Response'}`, 0);
	const randS = r.bytes(RAND_LENGTH, 'RAND_S');
	switch (t) {
		case 0:
			return { t, randS, idS: decodeId(r, 'ID_S') };
		case 1:
			return { t, randS, randP: r.bytes(RAND_LENGTH, 'RAND_P'), macP: r.bytes(MAC_LENGTH, 'MAC_P'), idP: decodeId(r, 'ID_P') };
		case 2:
			return { t, randS, macS: r.bytes(MAC_LENGTH, 'MAC_S'), pchannel: decodePchannel(r) };
		default:
			return { t: 3, randS, pchannel: decodePchannel(r) };
	}
}

/** The whole EAP packet. */
export function encodePsk(identifier: number, message: PskMessage): Uint8Array {
	const w = begin(identifier, message);
	switch (message.t) {
		case 0:
			return w.put(message.idS).bytes;
		case 1:
			return w.put(message.randP).put(message.macP).put(message.idP).bytes;
		case 2:
			return encodePchannel(w.put(message.macS), message.pchannel);
		case 3:
			return encodePchannel(w, message.pchannel);
	}
}

function begin(identifier: number, message: PskMessage): Writer {
	const length = PSK_HEADER_LENGTH + bodyLength(message);
	const code = message.t % 2 === 0 ? EapCode.Request : EapCode.Response;
	const w = new Writer(length).uint(1, code).uint(1, identifier).uint(2, length).uint(1, EapType.PSK);
	return w.uint(1, message.t << T_SHIFT).put(message.randS);
}

function bodyLength(message: PskMessage): number {
	switch (message.t) {
		case 0:
			return message.idS.length;
		case 1:
			return RAND_LENGTH + MAC_LENGTH + message.idP.length;
		case 2:
			return MAC_LENGTH + PCHANNEL_LENGTH - 1 + message.pchannel.ciphertext.length;
		case 3:
			return PCHANNEL_LENGTH - 1 + message.pchannel.ciphertext.length;
	}
}

function decodeId(r: Reader, field: string): Uint8Array {
	if (r.left > ID_LIMIT) throw r.error(`${field} of at most ${ID_LIMIT} bytes, found ${r.left}`);
	return r.bytes(r.left, field);
}

function decodePchannel(r: Reader): Pchannel {
	const nonce = r.uint(4, 'PCHANNEL nonce');
	const tag = r.bytes(TAG_LENGTH, 'PCHANNEL tag');
	return { nonce, tag, ciphertext: r.bytes(Math.max(1, r.left), 'PCHANNEL ciphertext') };
}

function encodePchannel(w: Writer, { nonce, tag, ciphertext }: Pchannel): Uint8Array {
	return w.uint(4, nonce).put(tag).put(ciphertext).bytes;
}
