/**
 * The protected channel of messages 3 and 4 (RFC 4764 §3.3): EAX under the TEK, with the nonce in the last 4 of 16 bytes and the first 22 bytes
 * of the EAP packet as header. The first byte of its content:
 *
 * | bits | field |                                                   |
 * |------|-------|---------------------------------------------------|
 * | 7–6  | R     | result indication                                 |
 * | 5    | E     | an extension follows; none is defined for Route B |
 * | 4–0  |       | reserved                                          |
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import { encodePsk, PSK_HEADER_LENGTH, type PskMessage, TAG_LENGTH } from './messages.js';

const EAX_NONCE_LENGTH = 16;
const R_SHIFT = 6;

/** R, the result indication. */
export const PskResult = Object.freeze({ CONT: 1, DONE_SUCCESS: 2, DONE_FAILURE: 3 });

/** Message 3, a whole EAP packet. */
export function sealPsk3(cipher: Cipher, tek: Uint8Array, identifier: number, randS: Uint8Array, macS: Uint8Array, result: number): Uint8Array {
	return seal(cipher, tek, 0, result, (pchannel) => encodePsk(identifier, { t: 2, randS, macS, pchannel }));
}

/** Message 4, a whole EAP packet. */
export function sealPsk4(cipher: Cipher, tek: Uint8Array, identifier: number, randS: Uint8Array, result: number): Uint8Array {
	return seal(cipher, tek, 1, result, (pchannel) => encodePsk(identifier, { t: 3, randS, pchannel }));
}

/** R of a message 3 or 4 that came in `packet`; undefined when its nonce or its tag is wrong. */
export function openPsk(cipher: Cipher, tek: Uint8Array, packet: Uint8Array, message: PskMessage & { readonly t: 2 | 3 }): number | undefined {
	const { nonce, tag, ciphertext } = message.pchannel;
	if (nonce !== message.t - 2) return undefined;
	const sealed = new Uint8Array(ciphertext.length + TAG_LENGTH);
	sealed.set(ciphertext);
	sealed.set(tag, ciphertext.length);
	const plain = cipher.eaxOpen(tek, eaxNonce(nonce), packet.subarray(0, PSK_HEADER_LENGTH), sealed);
	return plain === undefined ? undefined : plain[0]! >> R_SHIFT;
}

/** The header counts the length of the whole packet, so the packet is put together once before, and once with its tag. */
function seal(
	cipher: Cipher,
	tek: Uint8Array,
	nonce: number,
	result: number,
	encode: (pchannel: { nonce: number; tag: Uint8Array; ciphertext: Uint8Array }) => Uint8Array,
): Uint8Array {
	const plain = Uint8Array.of(result << R_SHIFT);
	const header = encode({ nonce, tag: new Uint8Array(TAG_LENGTH), ciphertext: plain }).subarray(0, PSK_HEADER_LENGTH);
	const sealed = cipher.eaxSeal(tek, eaxNonce(nonce), header, plain);
	return encode({ nonce, tag: sealed.subarray(plain.length), ciphertext: sealed.subarray(0, plain.length) });
}

function eaxNonce(nonce: number): Uint8Array {
	const bytes = new Uint8Array(EAX_NONCE_LENGTH);
	bytes[EAX_NONCE_LENGTH - 1] = nonce;
	return bytes;
}
