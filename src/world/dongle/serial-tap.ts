/**
 * The dialogue at a dongle's serial port, line by line: what a program writes is read as the module reads it, so that the bytes behind SKSENDTO belong to
 * its line; what the module says ends with CR, LF or both. So many bytes of an ERXUDP as its length says are no ends, for they may be the payload as it is
 * (WOPT 00); of one in digits there is no end among them.
 */
import { asciiText } from '../../../modules/bytes/ascii.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { MAX_PAYLOAD } from '../../../modules/wi-sun-module/skstack/language/command.js';
import { type ErxudpForm, payloadLength } from '../../../modules/wi-sun-module/skstack/language/erxudp.js';
import type { Model } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { CommandReader } from '../../../modules/wi-sun-module/skstack/module/command-reader.js';
import { dataLength } from '../../../modules/wi-sun-module/skstack/module/commands.js';
import { wholeRequest } from './whole-request.js';

/** One line, without its end; `text` or `hex` is null. */
export interface SerialLine {
	readonly direction: 'toModule' | 'toHost';
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
	/** Of SKSTACK, where nothing in it is secret: the bytes of `text` or `hex`, and of `data`. Digits are made of them only where somebody asks. */
	readonly raw?: { readonly line: Uint8Array; readonly data: Uint8Array | undefined } | undefined;
}

export interface DialogueTap {
	/** Another program is at the port: what the one before has begun is over. */
	restart(): void;
	toModule(bytes: Uint8Array): void;
	toHost(bytes: Uint8Array): void;
}

/** Room for an ERXUDP with the most that UDP carries, in digits. */
export const LONGEST = 2700;
/** Behind the word after one of these stands what nobody else may know. */
const SECRETS: readonly string[] = Object.freeze(['SKSETPWD', 'SKSETPSK', 'SKSETKEY']);
const BACKSPACE = 0x08;
const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const ERXUDP = 'ERXUDP ';
/** Of the dual stack, with LQI and without, and of the single one. */
const FORMS: readonly ErxudpForm[] = frozen([
	{ side: true, lqi: true, digits: false },
	{ side: true, lqi: false, digits: false },
	{ side: false, lqi: false, digits: false },
]);

export class SerialTap implements DialogueTap {
	readonly #onLine: (line: SerialLine) => void;
	readonly #model: Model;
	readonly #reader: CommandReader;
	readonly #said = new Uint8Array(LONGEST);
	/** Of the line that the module has begun; beyond `LONGEST` only counted. */
	#length = 0;
	/** Bytes of a payload that are still to come. */
	#payload = 0;

	constructor(model: Model, onLine: (line: SerialLine) => void) {
		this.#onLine = onLine;
		this.#model = model;
		this.#reader = new CommandReader(
			{
				echo() {},
				dataLength: (line) => dataLength(line, model),
				onCommand: (line, data) => this.#tell('toModule', bytesOf(line), line.length, data),
				onOverrun() {},
			},
			MAX_PAYLOAD,
		);
	}

	restart(): void {
		this.#reader.reset();
		this.#length = 0;
		this.#payload = 0;
	}

	toModule(bytes: Uint8Array): void {
		const whole = this.#reader.isBetween ? wholeRequest(bytes, this.#model) : undefined;
		if (whole !== undefined) {
			this.#tell('toModule', whole.line, whole.line.length, whole.data);
			return;
		}
		let at = 0;
		while (at < bytes.length) at = this.#reader.read(bytes, at, bytes.length);
	}

	toHost(bytes: Uint8Array): void {
		for (const byte of bytes) {
			if (this.#payload > 0) {
				this.#payload--;
				this.#keep(byte);
			} else if (byte === CR || byte === LF) this.#end();
			else if (byte === BACKSPACE) this.#length = Math.max(0, this.#length - 1);
			else {
				this.#keep(byte);
				if (byte === SPACE) this.#payload = this.#payloadLength();
			}
		}
	}

	#keep(byte: number): void {
		if (this.#length < LONGEST) this.#said[this.#length] = byte;
		this.#length++;
	}

	/** What follows the header of an ERXUDP, once it is complete. */
	#payloadLength(): number {
		const line = this.#said.subarray(0, Math.min(this.#length, LONGEST));
		for (let i = 0; i < ERXUDP.length; i++) if (line[i] !== ERXUDP.charCodeAt(i)) return 0;
		for (const form of FORMS) {
			const length = payloadLength(line, form);
			if (length !== undefined) return length;
		}
		return 0;
	}

	#end(): void {
		const length = this.#length;
		this.#length = 0;
		if (length > 0) this.#tell('toHost', this.#said.subarray(0, Math.min(length, LONGEST)), length, undefined);
	}

	#tell(direction: SerialLine['direction'], line: Uint8Array, length: number, data: Uint8Array | undefined): void {
		this.#onLine(new HeardLine(direction, line.slice(), length, data?.slice()));
	}
}

/** Most are only kept: text and digits are made when they are asked for. */
class HeardLine implements SerialLine {
	readonly direction: SerialLine['direction'];
	readonly length: number;
	readonly #line: Uint8Array;
	readonly #data: Uint8Array | undefined;

	/** @param line, data its own */
	constructor(direction: SerialLine['direction'], line: Uint8Array, length: number, data: Uint8Array | undefined) {
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
		return this.#isText || this.#hasSecret ? null : toUpperHex(this.#line);
	}

	get data(): string | null {
		return this.#data === undefined ? null : toUpperHex(this.#data);
	}

	get raw(): SerialLine['raw'] {
		return this.#hasSecret ? undefined : { line: this.#line, data: this.#data };
	}

	get #isText(): boolean {
		return this.#line.every((byte) => byte >= 0x20 && byte < 0x7f);
	}

	/** What nobody may know stands behind a word that begins with SKSET, in capitals or not: most lines are seen to have none without being made text of. */
	get #hasSecret(): boolean {
		const line = this.#line;
		for (let i = 0; i + 4 < line.length; i++) {
			if (!is(line[i]!, S) || !is(line[i + 1]!, K) || !is(line[i + 2]!, S) || !is(line[i + 3]!, E)) continue;
			const text = asciiText(line);
			return withoutSecret(text) !== text;
		}
		return false;
	}
}

const S = 0x53;
const K = 0x4b;
const E = 0x45;
/** Between a capital and the small letter. */
const SMALL = 0x20;

function is(byte: number, capital: number): boolean {
	return (byte & ~SMALL) === capital;
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

function bytesOf(line: string): Uint8Array {
	return Uint8Array.from({ length: Math.min(LONGEST, line.length) }, (_, i) => line.charCodeAt(i));
}
