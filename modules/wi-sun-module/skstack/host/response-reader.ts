import { DecodeError } from '../../../bytes/reader.js';
import { fromText, toText } from '../language/digits.js';
import { decodeErxudp, type ErxudpForm, payloadLength, type ReceivedDatagram } from '../language/erxudp.js';

/** What a `ResponseReader` hands on. */
export interface ResponseHandler {
	/** A line that is not empty, without its end. */
	onLine(line: string): void;
	onDatagram(datagram: ReceivedDatagram): void;
	/** A line that was too long, or an ERXUDP that is none. */
	onBadLine(why: string): void;
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** An ERXUDP line with 1,232 bytes in digits. */
const LINE_LENGTH = 2600;

const ERXUDP = fromText('ERXUDP ');

/**
 * The host's end of the UART: lines out of what a module writes. A line ends with CR or LF (answers to product commands have no LF); a raw payload of
 * ERXUDP is counted, so that its bytes may be what they like.
 */
export class ResponseReader {
	/** How the module writes ERXUDP; may change between lines. */
	form: ErxudpForm = { side: false, lqi: false, digits: true };
	readonly #handler: ResponseHandler;
	readonly #line = new Uint8Array(LINE_LENGTH);
	#length = 0;
	/** Bytes of a raw payload that are still to come, whatever they are. Digits need no count: no line end is among them. */
	#payload = 0;
	#overlong = false;

	constructor(handler: ResponseHandler) {
		this.#handler = handler;
	}

	/** Forgets the line that is not complete: after a silence nothing belongs to it. */
	restart(): void {
		this.#length = 0;
		this.#payload = 0;
		this.#overlong = false;
	}

	receive(bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length; i++) this.#take(bytes[i]!);
	}

	#take(code: number): void {
		if (this.#payload > 0) this.#payload--;
		else if (code === CR || code === LF) {
			this.#endLine();
			return;
		}
		if (this.#length === LINE_LENGTH) {
			this.#overlong = true;
			return;
		}
		this.#line[this.#length++] = code;
		if (code === SPACE && !this.form.digits && this.#payload === 0 && this.#isErxudp()) {
			this.#payload = payloadLength(this.#line.subarray(0, this.#length), this.form) ?? 0;
		}
	}

	#endLine(): void {
		const length = this.#length;
		const overlong = this.#overlong;
		const isErxudp = this.#isErxudp();
		this.#length = 0;
		this.#overlong = false;
		if (overlong) this.#handler.onBadLine(`line longer than ${LINE_LENGTH} bytes`);
		else if (isErxudp) this.#datagram(length);
		else if (length > 0) this.#handler.onLine(toText(this.#line, 0, length));
	}

	#datagram(length: number): void {
		let datagram: ReceivedDatagram;
		try {
			datagram = decodeErxudp(this.#line.subarray(0, length), this.form);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#handler.onBadLine(error.message);
			return;
		}
		this.#handler.onDatagram(datagram);
	}

	#isErxudp(): boolean {
		if (this.#length < ERXUDP.length) return false;
		for (let i = 0; i < ERXUDP.length; i++) if (this.#line[i] !== ERXUDP[i]) return false;
		return true;
	}
}
