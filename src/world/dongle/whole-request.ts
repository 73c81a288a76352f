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
/** Of the length, with the space behind them. */
const LENGTH_DIGITS = 5;

/** Finds them; most are like the one before, but for the length. */
export class WholeRequests {
	readonly #model: Model;
	/** The line of the last one. */
	#line: Uint8Array | undefined;

	constructor(model: Model) {
		this.#model = model;
	}

	/** Views of `bytes`, which nothing of an earlier command stands before; undefined: they are anything else, or more, or less. */
	find(bytes: Uint8Array): WholeRequest | undefined {
		const known = this.#line;
		if (known !== undefined && isLike(bytes, known)) return requestOf(bytes, known.length, wordOf(bytes, known.length - LENGTH_DIGITS)!);
		for (let i = 0; i < SENDING.length; i++) if (bytes[i] !== SENDING.charCodeAt(i)) return undefined;
		const most = Math.min(bytes.length, LONGEST_LINE);
		for (let end = SENDING.length; end < most; end++) {
			const code = bytes[end]!;
			if (code < SPACE || code >= DELETE) return undefined;
			// Only behind four digits can it be complete.
			if (code !== SPACE || bytes[end - LENGTH_DIGITS] !== SPACE) continue;
			const line = bytes.subarray(0, end + 1);
			const length = dataLength(asciiText(line), this.#model);
			if (length === undefined) continue;
			this.#line = line.slice();
			return requestOf(bytes, end + 1, length);
		}
		return undefined;
	}
}

/** @param start of the bytes behind the line */
function requestOf(bytes: Uint8Array, start: number, length: number): WholeRequest | undefined {
	const rest = bytes.length - start;
	// An end of a line behind the bytes is none of another command.
	const isAll = rest === length || (rest === length + 2 && bytes[start + length] === CR && bytes[start + length + 1] === LF);
	return length > 0 && isAll ? { line: bytes.subarray(0, start), data: bytes.subarray(start, start + length) } : undefined;
}

function isLike(bytes: Uint8Array, line: Uint8Array): boolean {
	const digits = line.length - LENGTH_DIGITS;
	for (let i = 0; i < digits; i++) if (bytes[i] !== line[i]) return false;
	return bytes[line.length - 1] === SPACE && wordOf(bytes, digits) !== undefined;
}

/** Number of four hexadecimal digits in capitals at `start`; undefined: there are none. */
export function wordOf(bytes: Uint8Array, start: number): number | undefined {
	let value = 0;
	for (let i = start; i < start + 4; i++) {
		const code = bytes[i] ?? 0;
		if (code >= 0x30 && code <= 0x39) value = value * 16 + code - 0x30;
		else if (code >= 0x41 && code <= 0x46) value = value * 16 + code - 0x37;
		else return undefined;
	}
	return value;
}
