const DIGITS = '0123456789abcdef';
const UPPER_DIGITS = '0123456789ABCDEF';

/** Two lower-case digits a byte, nothing between them. */
export function toHex(bytes: Uint8Array): string {
	return digits(bytes, DIGITS);
}

/** Two upper-case digits a byte, nothing between them. */
export function toUpperHex(bytes: Uint8Array): string {
	return digits(bytes, UPPER_DIGITS);
}

/** Digits of either case, two a byte, nothing between them. Throws RangeError for anything else. */
export function fromHex(text: string): Uint8Array {
	if (text.length % 2 !== 0) throw new RangeError(`hexadecimal: expected an even number of digits, got ${text.length}`);
	const bytes = new Uint8Array(text.length / 2);
	for (let i = 0; i < bytes.length; i++) bytes[i] = (digit(text, 2 * i) << 4) | digit(text, 2 * i + 1);
	return bytes;
}

function digits(bytes: Uint8Array, alphabet: string): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) text += alphabet.charAt(bytes[i]! >> 4) + alphabet.charAt(bytes[i]! & 15);
	return text;
}

function digit(text: string, index: number): number {
	const code = text.charCodeAt(index);
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = (code | 0x20) - 0x61;
	if (letter >= 0 && letter < 6) return letter + 10;
	throw new RangeError(`hexadecimal: expected a digit at ${index}, got ${JSON.stringify(text.charAt(index))}`);
}
