/** UTF-8 (RFC 3629), which the engine of a device has no encoder for. */

/** A lone half of a surrogate pair becomes U+FFFD. */
export function utf8Bytes(text: string): Uint8Array {
	let length = 0;
	for (const character of text) length += lengthOf(character.codePointAt(0)!);
	const bytes = new Uint8Array(length);
	let at = 0;
	for (const character of text) {
		const told = character.codePointAt(0)!;
		const code = told >= 0xd800 && told < 0xe000 ? 0xfffd : told;
		const count = lengthOf(code);
		for (let i = count - 1; i > 0; i--) bytes[at + i] = 0x80 | ((code >> (6 * (count - 1 - i))) & 0x3f);
		bytes[at] = count === 1 ? code : FIRST[count]! | (code >> (6 * (count - 1)));
		at += count;
	}
	return bytes;
}

/** Undefined: it is none (RFC 3629 §3): cut, overlong, of surrogates, or beyond U+10FFFF. */
export function utf8Text(bytes: Uint8Array): string | undefined {
	let text = '';
	for (let at = 0; at < bytes.length; ) {
		const first = bytes[at]!;
		const count = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
		if (count === 0 || at + count > bytes.length) return undefined;
		let code = count === 1 ? first : first & (0x7f >> count);
		for (let i = 1; i < count; i++) {
			if ((bytes[at + i]! & 0xc0) !== 0x80) return undefined;
			code = (code << 6) | (bytes[at + i]! & 0x3f);
		}
		if (lengthOf(code) !== count || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
		text += String.fromCodePoint(code);
		at += count;
	}
	return text;
}

const FIRST = Object.freeze([0, 0, 0xc0, 0xe0, 0xf0]);

function lengthOf(code: number): number {
	return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
