/** Passwords and secrets, which may hold any byte: the text itself, or digits behind a mark. */
import { fromHex } from '../../../modules/bytes/hex.js';

export const HEX_MARK = 'hex:';

/** Undefined: what stands behind the mark are no pairs of hexadecimal digits. */
export function secretOf(text: string): Uint8Array | undefined {
	if (!text.startsWith(HEX_MARK)) return new TextEncoder().encode(text);
	const digits = text.slice(HEX_MARK.length);
	return /^([0-9A-Fa-f]{2})*$/.test(digits) ? fromHex(digits) : undefined;
}
