/** A line, or a frame, of the dialogue at a dongle's serial port as it is told: without what is secret in it. */
import { asciiText } from '../../../modules/bytes/ascii.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { COMMAND, nameOfCode } from '../../../modules/wi-sun-module/j11/language/codes.js';
import { responseCode } from '../../../modules/wi-sun-module/j11/language/frame.js';

/** One line, without its end; `text` or `hex` is null. */
export interface SerialLine {
	readonly direction: SerialDirection;
	/** Where all of it is printable ASCII. What is secret in it is hidden. */
	readonly text: string | null;
	/** Hexadecimal digits. */
	readonly hex: string | null;
	/** Of SKSENDTO, hexadecimal digits. */
	readonly data: string | null;
	/** Of the line, bytes; no more than `LONGEST` of them are shown. */
	readonly length: number;
	/** Of a J11 module alone: what the frame is, by the name of its command; `unreadable` of what is none, which is only counted. */
	readonly frame?: string;
}

export type SerialDirection = 'toModule' | 'toHost';

/** Hears of a dialogue as it goes over the wire: with its secrets, and in views, gone when it returns. */
export interface SerialListener {
	/**
	 * A line of SKSTACK, without its end.
	 *
	 * @param length of all of it; no more than `LONGEST` bytes come
	 * @param data of SKSENDTO
	 */
	onLine(direction: SerialDirection, line: Uint8Array, length: number, data: Uint8Array | undefined): void;
	/** A frame of J11. */
	onFrame(direction: SerialDirection, code: number, frame: Uint8Array): void;
	/** So many bytes that are no frame of J11. */
	onUnreadable(direction: SerialDirection, length: number): void;
}

/** Of bytes that are no frame, or one with something wrong. */
export const UNREADABLE = 'unreadable';
/** Behind the word after one of these stands what nobody else may know. */
const SECRETS: readonly string[] = Object.freeze(['SKSETPWD', 'SKSETPSK', 'SKSETKEY']);
/** All of them begin so. */
const SETTING = 'SKSET';
/** Of J11, behind the header but for the checksum of the data. */
const OPEN = 10;
/** Of 0054: where the Route B id begins and ends, and the frame. */
const ID = Object.freeze({ start: 12, end: 44 });
const CREDENTIALS_LENGTH = 56;
const SECRET_FRAMES: readonly number[] = Object.freeze([COMMAND.setCredentials, responseCode(COMMAND.key)]);
/** The result of a response comes first, and is no secret. */
const RESULT_ALONE = 13;

/** Tells each line, without its secrets. */
export function openLines(onLine: (line: SerialLine) => void): SerialListener {
	return {
		onLine: (direction, line, length, data) => onLine(new HeardLine(direction, line.slice(), length, data?.slice())),
		onFrame: (direction, code, frame) => {
			const open = openFrame(code, frame);
			const hex = open === undefined ? toUpperHex(frame) : `${toUpperHex(open)} …`;
			const name = nameOfCode(code) ?? toUpperHex(Uint8Array.of(code >> 8, code));
			onLine({ direction, text: null, hex, data: null, length: frame.length, frame: name });
		},
		onUnreadable: (direction, length) => onLine({ direction, text: null, hex: null, data: null, length, frame: UNREADABLE }),
	};
}

/** Most are only kept: text and digits are made when they are asked for. */
class HeardLine implements SerialLine {
	readonly direction: SerialDirection;
	readonly length: number;
	readonly #line: Uint8Array;
	readonly #data: Uint8Array | undefined;

	/** @param line, data its own */
	constructor(direction: SerialDirection, line: Uint8Array, length: number, data: Uint8Array | undefined) {
		this.direction = direction;
		this.length = length;
		this.#line = line;
		this.#data = data;
	}

	get text(): string | null {
		const text = asciiText(this.#line);
		const hidden = withoutSecret(text);
		return hidden !== text || this.#isText ? hidden : null;
	}

	get hex(): string | null {
		return this.#isText || hasSecret(this.#line) ? null : toUpperHex(this.#line);
	}

	get data(): string | null {
		return this.#data === undefined ? null : toUpperHex(this.#data);
	}

	get #isText(): boolean {
		return this.#line.every((byte) => byte >= 0x20 && byte < 0x7f);
	}
}

const K = 0x4b;
/** Between a capital and the small letter. */
const SMALL = 0x20;

/** What nobody may know stands behind a word that begins with SKSET, in capitals or not: most lines are seen to have none without being made text of. */
export function hasSecret(line: Uint8Array): boolean {
	// Most have no such letter at all, which the engine finds faster.
	if (line.indexOf(K) < 0 && line.indexOf(K | SMALL) < 0) return false;
	for (let i = 0; i + SETTING.length <= line.length; i++) {
		if ((line[i + 1]! & ~SMALL) !== SETTING.charCodeAt(1) || !begins(line, i)) continue;
		const text = asciiText(line);
		return withoutSecret(text) !== text;
	}
	return false;
}

/** Whether SKSET stands at `start`, in whatever letters. */
function begins(line: Uint8Array, start: number): boolean {
	for (let i = 0; i < SETTING.length; i++) if ((line[start + i]! & ~SMALL) !== SETTING.charCodeAt(i)) return false;
	return true;
}

/**
 * A line of a dialogue with what is secret in it as `…`: wherever in the line the command stands, and however it is written, for a program that gets it wrong
 * has written its password all the same.
 */
export function withoutSecret(text: string): string {
	const upper = text.toUpperCase();
	for (const name of SECRETS) {
		const at = upper.indexOf(name);
		if (at < 0) continue;
		const end = wordEnd(text, at + name.length);
		if (end < text.length) return `${text.slice(0, end)} …`;
	}
	return text;
}

function wordEnd(text: string, start: number): number {
	let at = start;
	while (text[at] === ' ') at++;
	while (at < text.length && text[at] !== ' ') at++;
	return at;
}

/** Of a frame of J11 with a secret the part that is none, in which the checksum stands as 0000; undefined: there is no secret in it. */
export function openFrame(code: number, frame: Uint8Array): Uint8Array | undefined {
	if (!SECRET_FRAMES.includes(code) || frame.length <= RESULT_ALONE) return undefined;
	// One of another length may have its password anywhere.
	if (code !== COMMAND.setCredentials || frame.length !== CREDENTIALS_LENGTH) return frame.subarray(0, OPEN);
	const open = frame.slice(0, ID.end);
	open.fill(0, OPEN, ID.start);
	return open;
}
