/**
 * The dialogue at a dongle's serial port, line by line: what a program writes is read as the module reads it, so that the bytes behind SKSENDTO belong to
 * its line; what the module says ends with CR, LF or both. So many bytes of an ERXUDP as its length says are no ends, for they may be the payload as it is
 * (WOPT 00); of one in digits there is no end among them.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { MAX_PAYLOAD } from '../../../modules/wi-sun-module/skstack/language/command.js';
import { type ErxudpForm, payloadLength } from '../../../modules/wi-sun-module/skstack/language/erxudp.js';
import type { Model } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { CommandReader } from '../../../modules/wi-sun-module/skstack/module/command-reader.js';
import { dataLength } from '../../../modules/wi-sun-module/skstack/module/commands.js';
import type { SerialListener } from './serial-line.js';
import { WholeRequests, wordOf } from './whole-request.js';

export interface DialogueTap {
	/** Another program is at the port: what the one before has begun is over. */
	restart(): void;
	toModule(bytes: Uint8Array): void;
	toHost(bytes: Uint8Array): void;
}

/** Room for an ERXUDP with the most that UDP carries, in digits. */
export const LONGEST = 2700;
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

/** At the end of an ERXUDP's header: those of the length, with the space behind them. */
const LENGTH_DIGITS = 5;

export class SerialTap implements DialogueTap {
	readonly #listener: SerialListener;
	readonly #reader: CommandReader;
	readonly #requests: WholeRequests;
	readonly #said = new Uint8Array(LONGEST);
	/** Of the line that the module has begun; beyond `LONGEST` only counted. */
	#length = 0;
	/** Bytes of a payload that are still to come. */
	#payload = 0;
	/** That of the last ERXUDP, with the space behind it: most are like the one before, but for the length. */
	#header: Uint8Array | undefined;

	constructor(model: Model, listener: SerialListener) {
		this.#listener = listener;
		this.#requests = new WholeRequests(model);
		this.#reader = new CommandReader(
			{
				echo() {},
				dataLength: (line) => dataLength(line, model),
				onCommand: (line, data) => listener.onLine('toModule', bytesOf(line), line.length, data),
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
		const whole = this.#reader.isBetween ? this.#requests.find(bytes) : undefined;
		if (whole !== undefined) {
			this.#listener.onLine('toModule', whole.line, whole.line.length, whole.data);
			return;
		}
		let at = 0;
		while (at < bytes.length) at = this.#reader.read(bytes, at, bytes.length);
	}

	toHost(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) {
			const end = this.#length === 0 && this.#payload === 0 ? this.#endOfWhole(bytes, at) : undefined;
			if (end === undefined) this.#take(bytes[at++]!);
			else {
				if (end > at) this.#listener.onLine('toHost', bytes.subarray(at, end), end - at, undefined);
				at = end + 1;
			}
		}
	}

	/** Where a line that begins at `start` ends; undefined if it does not end here, or has to be looked at byte by byte. */
	#endOfWhole(bytes: Uint8Array, start: number): number | undefined {
		const behind = begins(bytes, start, ERXUDP) ? this.#behindPayload(bytes, start) : start;
		if (behind === undefined) return undefined;
		const most = Math.min(bytes.length, start + LONGEST);
		for (let at = behind; at < most; at++) {
			const byte = bytes[at]!;
			if (byte === CR || byte === LF) return at;
			if (byte === BACKSPACE) return undefined;
		}
		return undefined;
	}

	/** Undefined where the header is not that of the ERXUDP before, whatever the length. What fits one form fits no other, so that no space behind it counts. */
	#behindPayload(bytes: Uint8Array, start: number): number | undefined {
		const header = this.#header;
		if (header === undefined || start + header.length > bytes.length) return undefined;
		const digits = header.length - LENGTH_DIGITS;
		for (let i = 0; i < digits; i++) if (bytes[start + i] !== header[i]) return undefined;
		if (bytes[start + header.length - 1] !== SPACE) return undefined;
		const length = wordOf(bytes, start + digits);
		return length === undefined ? undefined : start + header.length + length;
	}

	#take(byte: number): void {
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

	#keep(byte: number): void {
		if (this.#length < LONGEST) this.#said[this.#length] = byte;
		this.#length++;
	}

	/** What follows the header of an ERXUDP, once it is complete. */
	#payloadLength(): number {
		if (!begins(this.#said, 0, ERXUDP)) return 0;
		const line = this.#said.subarray(0, Math.min(this.#length, LONGEST));
		for (const form of FORMS) {
			const length = payloadLength(line, form);
			if (length === undefined) continue;
			this.#header = line.slice();
			return length;
		}
		return 0;
	}

	#end(): void {
		const length = this.#length;
		this.#length = 0;
		if (length > 0) this.#listener.onLine('toHost', this.#said.subarray(0, Math.min(length, LONGEST)), length, undefined);
	}
}

function begins(bytes: Uint8Array, start: number, text: string): boolean {
	for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
	return true;
}

function bytesOf(line: string): Uint8Array {
	return Uint8Array.from({ length: Math.min(LONGEST, line.length) }, (_, i) => line.charCodeAt(i));
}
