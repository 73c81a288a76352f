/**
 * Tokens by which credit is paid in: 20 decimal digits, as people enter them, which are a number of 66 bits. They look like those of STS (IEC 62055-41), whose keys
 * and algorithms are not to be had: these are this project's own, and no real meter takes them.
 *
 * | bits, highest first | field                                                                        |
 * |---------------------|------------------------------------------------------------------------------|
 * | 16                  | number of the token, from 1: each is taken once                               |
 * | 18                  | amount in whole units of the currency, from 1                                |
 * | 32                  | first bytes of AES-CMAC of serial number of the meter (ASCII), number 2 and amount 3, under the token key |
 *
 * The token key is AES-CMAC of `keiki token` under the KEK of the meter.
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { joined } from '../../../modules/bytes/joined.js';

export const TOKEN_DIGITS = 20;
export const MOST_TOKEN_NUMBER = 0xffff;
export const MOST_TOKEN_AMOUNT = 0x3ffff;

export interface Token {
	readonly number: number;
	/** Whole units of the currency. */
	readonly amount: number;
}

/** 66 bits in bytes: the highest has two. */
const TOKEN_BYTES = 9;
const MAC_LENGTH = 4;
const ZERO = 0x30;
const BASE = 10;
const LABEL = 'keiki token';

/** 20 digits. Number and amount are within their bounds. */
export function encodeToken(cipher: Cipher, kek: Uint8Array, serial: string, token: Token): Uint8Array {
	const bytes = new Uint8Array(TOKEN_BYTES);
	const { number, amount } = token;
	bytes[0] = number >> 14;
	bytes[1] = number >> 6;
	bytes[2] = (number << 2) | (amount >> 16);
	bytes[3] = amount >> 8;
	bytes[4] = amount;
	bytes.set(macOf(cipher, kek, serial, token), TOKEN_BYTES - MAC_LENGTH);
	const digits = new Uint8Array(TOKEN_DIGITS);
	for (let i = TOKEN_DIGITS - 1; i >= 0; i--) {
		let rest = 0;
		for (let at = 0; at < TOKEN_BYTES; at++) {
			const value = (rest << 8) | bytes[at]!;
			bytes[at] = Math.floor(value / BASE);
			rest = value % BASE;
		}
		digits[i] = ZERO + rest;
	}
	return digits;
}

/** `format`: it is no number of 66 bits in 20 digits; `authentication`: it is not of this meter, or changed. */
export function decodeToken(cipher: Cipher, kek: Uint8Array, serial: string, digits: Uint8Array): Token | 'format' | 'authentication' {
	if (digits.length !== TOKEN_DIGITS) return 'format';
	const bytes = new Uint8Array(TOKEN_BYTES);
	for (let i = 0; i < TOKEN_DIGITS; i++) {
		let carry = digits[i]! - ZERO;
		if (carry < 0 || carry >= BASE) return 'format';
		for (let at = TOKEN_BYTES - 1; at >= 0; at--) {
			const value = BASE * bytes[at]! + carry;
			bytes[at] = value;
			carry = value >> 8;
		}
	}
	if (bytes[0]! > 3) return 'format';
	const token = {
		number: (bytes[0]! << 14) | (bytes[1]! << 6) | (bytes[2]! >> 2),
		amount: ((bytes[2]! & 3) << 16) | (bytes[3]! << 8) | bytes[4]!,
	};
	const mac = macOf(cipher, kek, serial, token);
	let difference = 0;
	for (let i = 0; i < MAC_LENGTH; i++) difference |= mac[i]! ^ bytes[TOKEN_BYTES - MAC_LENGTH + i]!;
	return difference === 0 && token.number > 0 && token.amount > 0 ? token : 'authentication';
}

function macOf(cipher: Cipher, kek: Uint8Array, serial: string, { number, amount }: Token): Uint8Array {
	const message = joined([asciiBytes(serial), Uint8Array.of(number >> 8, number, amount >> 16, amount >> 8, amount)]);
	return cipher.cmac(cipher.cmac(kek, asciiBytes(LABEL)), message).subarray(0, MAC_LENGTH);
}
