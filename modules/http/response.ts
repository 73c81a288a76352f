/** Responses of HTTP/1.1 (RFC 9112): each is the last on its connection. */
import { asciiBytes } from '../bytes/ascii.js';
import { joined } from '../bytes/joined.js';
import { utf8Bytes } from './utf8.js';

export interface HttpResponse {
	readonly status: number;
	/** Of `HTML` or `TEXT`. */
	readonly type: string;
	readonly body: string;
	/** The methods that there are, of a 405. */
	readonly allow?: string;
}

export const HTML = 'text/html; charset=utf-8';
export const TEXT = 'text/plain; charset=utf-8';

const PHRASES: Readonly<Record<number, string>> = Object.freeze({
	200: 'OK',
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	411: 'Length Required',
	413: 'Content Too Large',
	414: 'URI Too Long',
	431: 'Request Header Fields Too Large',
	505: 'HTTP Version Not Supported',
});

/** Nothing is loaded from elsewhere, run, framed or kept. */
const FIELDS =
	"Cache-Control: no-store\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'\r\n" +
	'X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n';

/** The status in words, as a text. */
export function plainResponse(status: number): HttpResponse {
	return { status, type: TEXT, body: `${status} ${PHRASES[status] ?? ''}\n` };
}

/** @param withBody false: the answer to a HEAD, which has the same head */
export function encodeResponse({ status, type, body, allow }: HttpResponse, withBody = true): Uint8Array {
	const bytes = utf8Bytes(body);
	const allowed = allow === undefined ? '' : `Allow: ${allow}\r\n`;
	const head = `HTTP/1.1 ${status} ${PHRASES[status] ?? ''}\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n${allowed}${FIELDS}`;
	return withBody ? joined([asciiBytes(head), bytes]) : asciiBytes(head);
}

/** A text within HTML, or within an attribute in double quotes. */
export function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
