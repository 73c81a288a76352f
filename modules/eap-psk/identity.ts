import { latin1Text } from '../bytes/ascii.js';
import { ID_LIMIT } from './messages.js';

/** An id on the wire: a byte for each character. Throws RangeError for a character above U+00FF and for more than 966 of them. */
export function idBytes(id: string): Uint8Array {
	if (id.length > ID_LIMIT) throw new RangeError(`EAP-PSK: id: expected at most ${ID_LIMIT} characters, got ${id.length}`);
	const bytes = new Uint8Array(id.length);
	for (let i = 0; i < id.length; i++) {
		const code = id.charCodeAt(i);
		if (code > 0xff) throw new RangeError(`EAP-PSK: id: expected characters up to U+00FF, got "${id}"`);
		bytes[i] = code;
	}
	return bytes;
}

/** The reverse: no two ids on the wire become the same text. */
export function idText(bytes: Uint8Array): string {
	return latin1Text(bytes);
}
