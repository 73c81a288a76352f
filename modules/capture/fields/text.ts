/** Addresses and bytes as text. */
import { toHex } from '../../bytes/hex.js';

const GROUPS = 8;

/** Pairs of digits with colons between, as of an EUI-64. */
export function colons(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** An IPv6 address (RFC 5952 §4): the longest run of two zero groups or more, the first of equals, is left out. */
export function ipv6Text(bytes: Uint8Array): string {
	if (bytes.length !== 2 * GROUPS) return toHex(bytes);
	const groups = Array.from({ length: GROUPS }, (_, i) => bytes[2 * i]! * 256 + bytes[2 * i + 1]!);
	let [from, length] = [0, 0];
	for (let i = 0; i < GROUPS; i++) {
		let end = i;
		while (end < GROUPS && groups[end] === 0) end++;
		if (end - i > length) [from, length] = [i, end - i];
	}
	const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
	return length < 2 ? text(groups) : `${text(groups.slice(0, from))}::${text(groups.slice(from + length))}`;
}

/** Text of UTF-8; what is none is shown as U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; ) {
		const first = bytes[i]!;
		const more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
		let point = more === 0 ? first : first & (0x3f >> more);
		let taken = 1;
		while (taken <= more && ((bytes[i + taken] ?? 0) & 0xc0) === 0x80) point = (point << 6) | (bytes[i + taken++]! & 0x3f);
		const isGood = more >= 0 && taken === more + 1 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
		text += isGood ? String.fromCodePoint(point) : '\ufffd';
		i += isGood ? taken : 1;
	}
	return text;
}
