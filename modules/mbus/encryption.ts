/**
 * Encryption of mode 5 (EN 13757-3 §5.12.6, OMS volume 2 §9): AES-128 in CBC mode over whole blocks of what follows the header.
 *
 * | bytes of the IV | field                                                   |
 * |-----------------|---------------------------------------------------------|
 * | 2               | manufacturer, as in the header                          |
 * | 6               | identification number, version, device type             |
 * | 8               | access number, eight times                              |
 *
 * The plain text begins with 2F 2F, which shows that the key was right, and is filled with 2F. Nothing else protects it: under a wrong header it opens, with other values; and whoever sends 256 telegrams uses
 * each IV again: so it is, and so real meters are.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import { cbcDecrypt, cbcEncrypt } from '../crypto/cbc.js';
import { encodeHeader, type MbusHeader } from './header.js';

export const MODE_5 = 5;
const MODE_AT = 8;
const MODE_BITS = 0x1f;
const BLOCKS_AT = 4;
const BLOCKS_BITS = 0x0f;
const BLOCK = 16;
const FILLER = 0x2f;
const PROOF = 2;
const MOST_BLOCKS = 15;

/** 0: not encrypted. */
export function modeOf(configuration: number): number {
	return (configuration >> MODE_AT) & MODE_BITS;
}

/** The most that fits, bytes. */
export const MOST_PLAIN = MOST_BLOCKS * BLOCK - PROOF;

/** @param header its configuration is replaced @param plain up to `MOST_PLAIN` bytes */
export function sealMode5(
	cipher: Cipher,
	key: Uint8Array,
	header: MbusHeader,
	plain: Uint8Array,
): { readonly header: MbusHeader; readonly sealed: Uint8Array } {
	if (plain.length > MOST_PLAIN) throw new RangeError(`M-Bus: encryption: expected at most ${MOST_PLAIN} bytes, got ${plain.length}`);
	const blocks = Math.ceil((PROOF + plain.length) / BLOCK);
	const text = new Uint8Array(blocks * BLOCK).fill(FILLER);
	text.set(plain, PROOF);
	return { header: { ...header, configuration: (MODE_5 << MODE_AT) | (blocks << BLOCKS_AT) }, sealed: cbcEncrypt(cipher, key, ivOf(header), text) };
}

/** What follows the header, opened; undefined: another mode, fewer bytes than are said to be encrypted, or not this key. */
export function openMode5(cipher: Cipher, key: Uint8Array, header: MbusHeader, sealed: Uint8Array): Uint8Array | undefined {
	const length = ((header.configuration >> BLOCKS_AT) & BLOCKS_BITS) * BLOCK;
	if (modeOf(header.configuration) !== MODE_5 || length === 0 || length > sealed.length) return undefined;
	const plain = sealed.slice();
	plain.set(cbcDecrypt(cipher, key, ivOf(header), sealed.subarray(0, length)));
	return plain[0] === FILLER && plain[1] === FILLER ? plain.subarray(PROOF) : undefined;
}

function ivOf(header: MbusHeader): Uint8Array {
	const bytes = encodeHeader(header);
	const iv = new Uint8Array(BLOCK).fill(header.accessNumber);
	iv.set(bytes.subarray(4, 6));
	iv.set(bytes.subarray(0, 4), 2);
	iv.set(bytes.subarray(6, 8), 6);
	return iv;
}
