/** Numbers as SKSTACK-IP writes them: capital hexadecimal digits, and reads them: digits of either case, the missing upper ones being 0. */

/** `width` capital digits. */
export function toDigits(value: number, width: number): string {
	return value.toString(16).toUpperCase().padStart(width, '0');
}

/** One or more, and nothing else. */
export function areDigits(text: string): boolean {
	for (let i = 0; i < text.length; i++) if (digitOf(text.charCodeAt(i)) < 0) return false;
	return text !== '';
}

/** Undefined unless `text` is 1 to `width` digits. */
export function parseDigits(text: string, width: number): number | undefined {
	return text.length <= width && areDigits(text) ? Number.parseInt(text, 16) : undefined;
}

/** The bytes of exactly `length` bytes in digits; undefined for anything else. */
export function parseBytes(text: string, length: number): Uint8Array | undefined {
	if (text.length !== 2 * length || !areDigits(text)) return undefined;
	const bytes = new Uint8Array(length);
	for (let i = 0; i < length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
	return bytes;
}

/** Bytes of digits that stand as bytes from `start` to the end of `line`; long ones cost no text in between. */
export function parseByteDigits(line: Uint8Array, start: number, length: number): Uint8Array | undefined {
	if (line.length - start !== 2 * length) return undefined;
	const bytes = new Uint8Array(length);
	for (let i = 0; i < length; i++) {
		const high = digitOf(line[start + 2 * i]!);
		const low = digitOf(line[start + 2 * i + 1]!);
		if (high < 0 || low < 0) return undefined;
		bytes[i] = (high << 4) | low;
	}
	return bytes;
}

/** Each byte as the character of its number; the other way round for characters below 256. */
export function toText(bytes: Uint8Array, start = 0, end = bytes.length): string {
	let text = '';
	for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
	return text;
}

export function fromText(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes;
}

/** The value of a digit's character; −1 for any other. */
function digitOf(code: number): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = (code | 0x20) - 0x61;
	return letter >= 0 && letter < 6 ? letter + 10 : -1;
}
