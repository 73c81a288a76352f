/**
 * How a local port opens (IEC 62056-21 mode E): characters of 7 bits at 300 baud, until both ends agree to go on with HDLC.
 *
 * | from   | bytes                             |                                                                              |
 * |--------|-----------------------------------|------------------------------------------------------------------------------|
 * | client | `/?` address `!` CR LF            | a device address of at most 32 characters, or none: whoever hears it         |
 * | server | `/` FLG Z `\2` identity CR LF     | manufacturer; Z the speed it offers; `\2`: binary mode, and so HDLC, is there |
 * | client | 06 `2` Z `2` CR LF                | HDLC at this speed, binary mode                                              |
 * | server | the same again                    | unconfirmed whether all meters say it; clients take its absence, too         |
 *
 * A port that hears 7E, the flag of HDLC, goes over to it at once, at the speed it has.
 */
import { asciiBytes } from '../bytes/ascii.js';
import { FLAG } from './frame.js';

/** Bits a second by the character Z. */
const SPEEDS = Object.freeze([300, 600, 1200, 2400, 4800, 9600, 19200]);
const OPENING_SPEED = 300;

const ACK = 0x06;
const CR = 0x0d;
const LF = 0x0a;
const SLASH = 0x2f;
const ZERO = 0x30;
/** V = 2: HDLC; Y = 2: binary mode. */
const TWO = 0x32;
const SEVEN_BITS = 0x7f;
const LONGEST_LINE = 40;
const ACKNOWLEDGEMENT_LENGTH = 6;

export interface Identification {
	/** Three letters, registered with the FLAG association. */
	readonly manufacturer: string;
	/** The greatest speed it offers, bits a second. */
	readonly speed: number;
	/** Whether it offers binary mode. */
	readonly binary: boolean;
	/** At most 16 characters, neither / nor !. */
	readonly identity: string;
}

/** A line without its CR LF; undefined if it is no identification. */
export function decodeIdentification(line: string): Identification | undefined {
	const parts = /^\/([A-Za-z]{3})([0-6])((?:\\.)*)([^/!\\]{0,16})$/.exec(line);
	if (parts === null) return undefined;
	return { manufacturer: parts[1]!, speed: SPEEDS[Number(parts[2])]!, binary: parts[3]!.includes('\\2'), identity: parts[4]! };
}

/** Identification with its CR LF. Throws RangeError where a field is not what it must be. */
export function encodeIdentification({ manufacturer, speed, binary, identity }: Identification): Uint8Array {
	const line = `/${manufacturer}${speedDigit(speed)}${binary ? '\\2' : ''}${identity}`;
	if (decodeIdentification(line) === undefined) throw new RangeError(`mode E: expected an identification like /FLG5\\2ident, got ${line}`);
	return asciiBytes(`${line}\r\n`);
}

/** HDLC in binary mode at this speed. Throws RangeError for a speed that there is not. */
export function encodeAcknowledgement(speed: number): Uint8Array {
	return new Uint8Array([ACK, TWO, ZERO + speedDigit(speed), TWO, CR, LF]);
}

/** The speed for HDLC in binary mode; undefined if these bytes ask for something else. */
export function decodeAcknowledgement(bytes: Uint8Array): number | undefined {
	if (bytes.length !== ACKNOWLEDGEMENT_LENGTH || bytes[0] !== ACK || bytes[1] !== TWO || bytes[3] !== TWO) return undefined;
	return bytes[4] === CR && bytes[5] === LF ? SPEEDS[bytes[2]! - ZERO] : undefined;
}

function speedDigit(speed: number): number {
	const digit = SPEEDS.indexOf(speed);
	if (digit < 0) throw new RangeError(`mode E: expected a speed of ${SPEEDS.join(', ')}, got ${speed}`);
	return digit;
}

/** Collects characters to a line that ends in LF. */
class Line {
	readonly bytes = new Uint8Array(LONGEST_LINE);
	length = 0;

	/** Whether this character ended the line. One that grows too long is forgotten. */
	add(character: number): boolean {
		if (this.length === LONGEST_LINE) this.length = 0;
		this.bytes[this.length++] = character;
		return character === LF;
	}

	/** Text without CR LF. */
	text(): string {
		let text = '';
		for (let i = 0; i < this.length; i++) if (this.bytes[i] !== CR && this.bytes[i] !== LF) text += String.fromCharCode(this.bytes[i]!);
		return text;
	}
}

export interface ModeEServerOptions {
	readonly identification: Identification;
	/** Device address that requests may name; without it a request that names one is not answered. */
	readonly address?: string | undefined;
	/** Bytes to the line. */
	write(bytes: Uint8Array): void;
	/** The line goes on at this speed, once all that was written is out. */
	setSpeed(speed: number): void;
	/** What comes after the opening. */
	onBinary(bytes: Uint8Array): void;
}

/** The meter's side. */
export class ModeEServer {
	readonly #options: ModeEServerOptions;
	readonly #line = new Line();
	#binary = false;

	constructor(options: ModeEServerOptions) {
		this.#options = options;
	}

	/** Whether the opening is over. */
	get binary(): boolean {
		return this.#binary;
	}

	/** Waits for a request again, at 300 baud: the client has gone. */
	reset(): void {
		this.#line.length = 0;
		if (!this.#binary) return;
		this.#binary = false;
		this.#options.setSpeed(OPENING_SPEED);
	}

	/** What the line brought next. */
	receive(bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length; i++) {
			if (!this.#binary) this.take(bytes[i]!);
			if (this.#binary) {
				// The flag belongs to HDLC, the LF of an acknowledgement does not.
				const from = bytes[i] === LF ? i + 1 : i;
				if (from < bytes.length) this.#options.onBinary(from === 0 ? bytes : bytes.subarray(from));
				return;
			}
		}
	}

	/** One byte of an opening: for a line on which another finds out what belongs to HDLC. */
	take(byte: number): void {
		const line = this.#line;
		if (byte === FLAG) {
			this.#binary = true;
			line.length = 0;
			return;
		}
		const character = byte & SEVEN_BITS;
		// Either begins a line, whatever stood before it.
		if (character === SLASH || character === ACK) line.length = 0;
		if (!line.add(character)) return;
		const speed = decodeAcknowledgement(line.bytes.subarray(0, line.length));
		const request = speed === undefined ? /^\/\?([0-9A-Za-z ]{0,32})!$/.exec(line.text()) : null;
		line.length = 0;
		if (speed !== undefined) this.agree(speed);
		else if (request !== null) this.identify(request[1]!);
	}

	private identify(address: string): void {
		const { identification, address: own } = this.#options;
		// Zeros in front of an address do not count (§6.3.1).
		if (address !== '' && address.replace(/^0+/, '') !== own?.replace(/^0+/, '')) return;
		this.#options.write(encodeIdentification(identification));
	}

	private agree(speed: number): void {
		const options = this.#options;
		if (speed > options.identification.speed) return;
		options.write(encodeAcknowledgement(speed));
		options.setSpeed(speed);
		this.#binary = true;
	}
}

export interface ModeEClientOptions {
	/** Device address, where several meters hear. */
	readonly address?: string;
	/** The greatest speed to agree on; default: 19,200. */
	readonly maxSpeed?: number;
	readonly write: (bytes: Uint8Array) => void;
	/** The line goes on at this speed, once all that was written is out. */
	readonly setSpeed: (speed: number) => void;
	/** The opening is over: HDLC may begin. */
	readonly onBinary: (identification: Identification) => void;
	/** The meter offers no binary mode, or what it said is no identification. */
	readonly onRefused: (line: string) => void;
}

/** The hand-held's side. Who waits for how long is its user's business. */
export class ModeEClient {
	readonly #options: ModeEClientOptions;
	readonly #line = new Line();
	#asked = false;

	constructor(options: ModeEClientOptions) {
		this.#options = options;
	}

	/** Sends the request, at 300 baud. */
	open(): void {
		const { address = '', write, setSpeed } = this.#options;
		this.#line.length = 0;
		this.#asked = true;
		setSpeed(OPENING_SPEED);
		write(asciiBytes(`/?${address}!\r\n`));
	}

	/** What the line brought next, until `onBinary`. */
	receive(bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length && this.#asked; i++) {
			const character = bytes[i]! & SEVEN_BITS;
			if (!this.#line.add(character)) continue;
			const text = this.#line.text();
			this.#line.length = 0;
			// Some adapters echo what was sent.
			if (!text.startsWith('/?')) this.onLine(text);
		}
	}

	private onLine(text: string): void {
		const { maxSpeed = SPEEDS[SPEEDS.length - 1]!, write, setSpeed, onBinary, onRefused } = this.#options;
		this.#asked = false;
		const identification = decodeIdentification(text);
		if (!identification?.binary) {
			onRefused(text);
			return;
		}
		const speed = Math.min(identification.speed, maxSpeed);
		write(encodeAcknowledgement(speed));
		setSpeed(speed);
		onBinary(identification);
	}
}
