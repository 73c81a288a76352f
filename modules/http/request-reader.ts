/**
 * One request of HTTP/1.1 (RFC 9112), as it comes in pieces, for a small server: of its head only what such a server looks at is kept.
 *
 * | part                  | at most                | beyond it                           |
 * |-----------------------|------------------------|-------------------------------------|
 * | request line          | 256 bytes              | 414 URI Too Long                    |
 * | a field that is kept  | 256 bytes, with name   | it is as if it were not there; a Content-Length: 400 |
 * | head                  | 8,192 bytes            | 431 Request Header Fields Too Large |
 * | body                  | what the server takes  | 413 Content Too Large               |
 */
import { latin1Text } from '../bytes/ascii.js';
import { frozen } from '../bytes/frozen.js';

export interface HttpRequest {
	readonly method: string;
	/** The path, without what stands behind a `?`. */
	readonly path: string;
	/** Values of fields; empty: there is none. In lower case, but for `language`. */
	readonly host: string;
	readonly origin: string;
	readonly contentType: string;
	readonly language: string;
	readonly body: Uint8Array;
}

/** Status of the answer to what is no request, or none that is taken here. */
export type HttpRefusal = 400 | 411 | 413 | 414 | 431 | 505;

const LINE = 256;
const HEAD = 8192;
const NOTHING = new Uint8Array(0);
const CR = 0x0d;
const LF = 0x0a;
/** Looked through, and not looked up: whatever name a stranger chooses would take a place in the engine's table of names. */
const KEPT = frozen([
	['host', 'host'],
	['origin', 'origin'],
	['content-type', 'contentType'],
	['accept-language', 'language'],
] as const);
type Kept = (typeof KEPT)[number][1];

export class RequestReader {
	/** Complete; undefined: it is not, yet. */
	request: HttpRequest | undefined;
	/** Why there will be none; undefined: there may. */
	refusal: HttpRefusal | undefined;
	private readonly maxBody: number;
	private readonly line = new Uint8Array(LINE);
	private length = 0;
	private head = 0;
	private method = '';
	private path = '';
	private readonly fields: Record<Kept, string> = { host: '', origin: '', contentType: '', language: '' };
	private contentLength = -1;
	/** Undefined: the head is not complete. */
	private body: Uint8Array | undefined;
	private filled = 0;

	/** @param maxBody bytes of a body that are taken */
	constructor(maxBody: number) {
		this.maxBody = maxBody;
	}

	/** Whether the end is known: `request` or `refusal` is there. */
	get isDone(): boolean {
		return this.request !== undefined || this.refusal !== undefined;
	}

	/** What comes behind the request is not looked at. */
	receive(bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length && !this.isDone; i++) {
			if (this.body !== undefined) {
				this.fill(bytes.subarray(i));
				return;
			}
			this.takeHead(bytes[i]!);
		}
	}

	private takeHead(byte: number): void {
		if (++this.head > HEAD) this.refusal = 431;
		else if (byte !== LF) {
			if (this.length < LINE) this.line[this.length] = byte;
			else if (this.method === '') this.refusal = 414;
			this.length++;
		} else this.endLine();
	}

	private endLine(): void {
		let { length } = this;
		this.length = 0;
		if (length > 0 && length <= LINE && this.line[length - 1] === CR) length--;
		const text = latin1Text(this.line.subarray(0, Math.min(length, LINE)));
		if (this.method === '') {
			// An empty line before the request line is passed over (RFC 9112 §2.2).
			if (length > 0) this.startRequest(text);
		} else if (length === 0) this.endHead();
		else this.takeField(text, length > LINE);
	}

	private startRequest(text: string): void {
		const [method = '', target = '', version = '', ...others] = text.split(' ');
		if (method === '' || !target.startsWith('/') || others.length > 0 || !version.startsWith('HTTP/')) this.refusal = 400;
		else if (version !== 'HTTP/1.1' && version !== 'HTTP/1.0') this.refusal = 505;
		this.method = method;
		const query = target.indexOf('?');
		this.path = query < 0 ? target : target.slice(0, query);
	}

	private takeField(text: string, isCut: boolean): void {
		const colon = text.indexOf(':');
		if (colon <= 0) {
			this.refusal = 400;
			return;
		}
		const name = text.slice(0, colon).toLowerCase();
		const value = text.slice(colon + 1).trim();
		if (name === 'content-length') this.takeLength(isCut ? '' : value);
		// What comes in chunks has no length that could be looked at first.
		else if (name === 'transfer-encoding') this.refusal = 411;
		else if (!isCut) {
			const kept = KEPT.find(([each]) => each === name)?.[1];
			if (kept !== undefined) this.fields[kept] = kept === 'language' ? value : value.toLowerCase();
		}
	}

	private takeLength(digits: string): void {
		let length = 0;
		for (let i = 0; i < digits.length; i++) {
			const digit = digits.charCodeAt(i) - 0x30;
			if (digit < 0 || digit > 9) this.refusal = 400;
			length = Math.min(length * 10 + digit, this.maxBody + 1);
		}
		if (digits === '' || this.contentLength >= 0) this.refusal = 400;
		this.contentLength = length;
	}

	private endHead(): void {
		const length = Math.max(0, this.contentLength);
		if (length > this.maxBody) {
			this.refusal = 413;
			return;
		}
		this.body = length === 0 ? NOTHING : new Uint8Array(length);
		if (length === 0) this.end();
	}

	private fill(bytes: Uint8Array): void {
		const body = this.body!;
		const part = bytes.subarray(0, body.length - this.filled);
		body.set(part, this.filled);
		this.filled += part.length;
		if (this.filled === body.length) this.end();
	}

	private end(): void {
		this.request = { method: this.method, path: this.path, ...this.fields, body: this.body! };
	}
}
