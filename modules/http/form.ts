/** Forms as application/x-www-form-urlencoded (WHATWG URL §5). */
import { utf8Text } from './utf8.js';

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Fields of a form that are looked at. */
const MOST_FIELDS = 16;

const PLUS = 0x2b;
const PERCENT = 0x25;
const AND = 0x26;
const EQUALS = 0x3d;

/** Values by the names in `names`, the first of each; undefined: it is no form, or not in UTF-8. */
export function formFields<Name extends string>(body: Uint8Array, names: readonly Name[]): Partial<Record<Name, string>> | undefined {
	const fields: Partial<Record<Name, string>> = {};
	let start = 0;
	for (let count = 0; start <= body.length; count++) {
		if (count === MOST_FIELDS) return undefined;
		const end = endOf(body, AND, start);
		const equals = Math.min(endOf(body, EQUALS, start), end);
		const name = decoded(body, start, equals);
		const value = decoded(body, equals + 1, end);
		if (name === undefined || value === undefined) return undefined;
		const known = names.find((each) => each === name);
		if (known !== undefined) fields[known] ??= value;
		start = end + 1;
	}
	return fields;
}

function endOf(body: Uint8Array, byte: number, start: number): number {
	const at = body.indexOf(byte, start);
	return at < 0 ? body.length : at;
}

function decoded(body: Uint8Array, start: number, end: number): string | undefined {
	const bytes = new Uint8Array(Math.max(0, end - start));
	let length = 0;
	for (let i = start; i < end; i++) {
		const byte = body[i]!;
		if (byte === PERCENT) {
			const [high, low] = i + 2 < end ? [digit(body[i + 1]!), digit(body[i + 2]!)] : [-1, -1];
			if (high < 0 || low < 0) return undefined;
			bytes[length++] = high * 16 + low;
			i += 2;
		} else bytes[length++] = byte === PLUS ? 0x20 : byte;
	}
	return utf8Text(bytes.subarray(0, length));
}

function digit(code: number): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = (code | 0x20) - 0x61;
	return letter >= 0 && letter < 6 ? letter + 10 : -1;
}
