/** Lines out of the bytes of a dongle, whatever pieces they come in and whatever stands before them. */
import { DecodeError } from '../../../modules/bytes/reader.js';
import { parseBytes, parseDigits, toText } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { decodeErxudp, payloadLength } from '../../../modules/wi-sun-module/skstack/language/erxudp.js';
import { parseFullAddress } from '../../../modules/wi-sun-module/skstack/language/fields.js';
import type { Behaviour } from './behaviour.js';

/** A longer line is none. */
const LONGEST = 4096;
const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TILDE = 0x7e;
/** An ERXUDP line is at least so long when its payload begins. */
const HEADER = 100;
const ERXUDP = 'ERXUDP ';

/** What a dongle writes, as far as it is known. */
export interface Form {
	side: boolean;
	/** Payloads of ERXUDP as digits. */
	digits: boolean;
}

export interface Datagram {
	readonly from: Uint8Array;
	readonly remotePort: number;
	readonly payload: Uint8Array;
}

export class LineReader {
	readonly #behaviour: Behaviour;
	readonly #form: Form;
	readonly #onLine: (line: string, bytes: Uint8Array) => void;
	readonly #bytes = new Uint8Array(LONGEST);
	#length = 0;
	/** Bytes of a payload yet to come. */
	#missing = 0;

	constructor(behaviour: Behaviour, form: Form, onLine: (line: string, bytes: Uint8Array) => void) {
		this.#behaviour = behaviour;
		this.#form = form;
		this.#onLine = onLine;
	}

	reset(): void {
		this.#length = 0;
		this.#missing = 0;
	}

	receive(bytes: Uint8Array): void {
		for (const byte of bytes) this.#take(byte);
		if (!this.#behaviour.joinsPieces) this.#end();
	}

	#take(byte: number): void {
		if (this.#missing > 0) {
			this.#put(byte);
			if (--this.#missing === 0) this.#end();
		} else if (byte === CR || byte === LF) this.#end();
		else {
			if (this.#length === 0 && this.#behaviour.passesNoise && (byte < SPACE || byte > TILDE)) return;
			this.#put(byte);
			if (byte === SPACE && this.#length > HEADER && !this.#form.digits) this.#missing = this.#payloadLength();
		}
	}

	#put(byte: number): void {
		if (this.#length === LONGEST) this.#length = 0;
		this.#bytes[this.#length++] = byte;
	}

	#payloadLength(): number {
		const { side } = this.#form;
		return payloadLength(this.#bytes.subarray(0, this.#length), { side, lqi: false, digits: false }) ?? 0;
	}

	#end(): void {
		const length = this.#length;
		if (length === 0) return;
		this.#length = 0;
		this.#missing = 0;
		const bytes = this.#bytes.slice(0, length);
		this.#onLine(toText(bytes), bytes);
	}
}

export function isDatagram(line: string): boolean {
	return line.startsWith(ERXUDP);
}

/** Of either grammar where payloads are digits; undefined where it is none. */
export function parseDatagram(line: string, bytes: Uint8Array, form: Form): Datagram | undefined {
	if (!form.digits) return ofBytes(bytes, form.side);
	const words = line.split(' ');
	if (words.length < 9 || words.length > 11) return undefined;
	const from = parseFullAddress(words[1]!);
	const remotePort = parseDigits(words[3]!, 4);
	const length = parseDigits(words[words.length - 2]!, 4);
	const payload = length === undefined ? undefined : parseBytes(words[words.length - 1]!, length);
	return from && payload && remotePort !== undefined ? { from, remotePort, payload } : undefined;
}

function ofBytes(bytes: Uint8Array, side: boolean): Datagram | undefined {
	try {
		return decodeErxudp(bytes, { side, lqi: false, digits: false });
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
