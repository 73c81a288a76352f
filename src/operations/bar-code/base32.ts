/**
 * Base 32 (RFC 4648 §6) without padding: capitals and digits that all keyboards have in the same place, so that a scanner may type them.
 * The unused bits of the last character are 0, and nothing else is taken: one text for each row of bytes.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BITS = 5;

export function toBase32(bytes: Uint8Array): string {
	let text = '';
	let held = 0;
	let bits = 0;
	for (const byte of bytes) {
		held = ((held << 8) | byte) & 0xfff;
		bits += 8;
		while (bits >= BITS) {
			bits -= BITS;
			text += ALPHABET.charAt((held >> bits) & 31);
		}
	}
	return bits === 0 ? text : text + ALPHABET.charAt((held << (BITS - bits)) & 31);
}

/** Undefined: another character, a length that no row of bytes has, or bits behind the last byte. */
export function fromBase32(text: string): Uint8Array | undefined {
	const bytes = new Uint8Array(Math.floor((text.length * BITS) / 8));
	let held = 0;
	let bits = 0;
	let length = 0;
	for (const character of text) {
		const value = ALPHABET.indexOf(character);
		if (value < 0) return undefined;
		held = ((held << BITS) | value) & 0xfff;
		bits += BITS;
		if (bits < 8) continue;
		bits -= 8;
		bytes[length++] = held >> bits;
	}
	return bits < BITS && (held & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}
