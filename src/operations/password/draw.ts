/**
 * A Route B password: 12 characters of 32, 60 bits by chance. More has no effect, for case does not count on the way to the PSK.
 *
 * Of the 36 capitals and digits those four are left out that are read for one another: 0 and O, 1 and I.
 */
import type { Random } from '../../../hal/ports/random.js';

/** 32: a byte is as likely each of them, whatever 5 of its bits one takes. */
export const PASSWORD_CHARACTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
export const PASSWORD_LENGTH = 12;

/** @param random one whose numbers nobody can foresee */
export function drawPassword(random: Random): string {
	const drawn = new Uint8Array(PASSWORD_LENGTH);
	random.fill(drawn);
	let password = '';
	for (const byte of drawn) password += PASSWORD_CHARACTERS.charAt(byte & 31);
	drawn.fill(0);
	return password;
}

/** In groups of four, as a letter prints it and as one reads it aloud. */
export function inGroups(password: string): string {
	return [password.slice(0, 4), password.slice(4, 8), password.slice(8)].join(' ');
}
