/** A request of a program that comes in one piece, as most do: SKSENDTO with all its bytes. A reader that goes through it byte by byte costs more than all the rest of a tap. */
import { asciiText } from '../../../modules/bytes/ascii.js';
import type { Model } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { dataLength } from '../../../modules/wi-sun-module/skstack/module/commands.js';

export interface WholeRequest {
	/** The line, with the space behind it. */
	readonly line: Uint8Array;
	readonly data: Uint8Array;
}

const SENDING = 'SKSENDTO ';
/** Of the module's line. */
const LONGEST_LINE = 256;
const SPACE = 0x20;
const DELETE = 0x7f;
const CR = 0x0d;
const LF = 0x0a;

/** Views of `bytes`, which nothing of an earlier command stands before; undefined: they are anything else, or more, or less. */
export function wholeRequest(bytes: Uint8Array, model: Model): WholeRequest | undefined {
	for (let i = 0; i < SENDING.length; i++) if (bytes[i] !== SENDING.charCodeAt(i)) return undefined;
	const most = Math.min(bytes.length, LONGEST_LINE);
	for (let end = SENDING.length; end < most; end++) {
		const code = bytes[end]!;
		if (code < SPACE || code >= DELETE) return undefined;
		// Only behind four digits can it be complete.
		if (code !== SPACE || bytes[end - 5] !== SPACE) continue;
		const line = bytes.subarray(0, end + 1);
		const length = dataLength(asciiText(line), model);
		if (length === undefined) continue;
		const rest = bytes.subarray(end + 1);
		return length > 0 && isAll(rest, length) ? { line, data: rest.subarray(0, length) } : undefined;
	}
	return undefined;
}

/** An end of a line behind the bytes is none of another command. */
function isAll(rest: Uint8Array, length: number): boolean {
	if (rest.length === length) return true;
	return rest.length === length + 2 && rest[length] === CR && rest[length + 1] === LF;
}
