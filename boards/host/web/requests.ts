/** What both servers of pages read from a request, and the time and room that they give it. */
import type { IncomingMessage, Server } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import { Refusal } from './app.js';
import { MOST_CONNECTIONS } from './door.js';
import type { RequestHeaders } from './safety.js';
import type { WebWords } from './words.js';

/** Characters of a request's target. */
const MOST_TARGET = 4000;
/** ms for headers, and for a whole request. */
const HEADERS_TIME = 10_000;
const REQUEST_TIME = 30_000;
/** Bytes of headers; how often connections are looked through for those that are past their time, ms. */
export const SERVER_OPTIONS = Object.freeze({ maxHeaderSize: 16_384, connectionsCheckingInterval: 2000 });

/** Nobody holds the server up by being slow, or by being many. */
export function hold(server: Server, onError: (error: unknown) => void): void {
	server.maxConnections = MOST_CONNECTIONS;
	server.headersTimeout = HEADERS_TIME;
	server.requestTimeout = REQUEST_TIME;
	server.on('error', onError);
	server.on('clientError', (_error, socket) => socket.destroy());
}

/** Undefined: it is too long, or none of a server of its own. */
export function targetOf(target: string): URL | undefined {
	if (target.length > MOST_TARGET || !/^\/(?!\/)/.test(target)) return undefined;
	const url = new URL(`http://keiki.invalid${target}`);
	// Two slashes would begin a host where the path is sent back, and `/\` and `/.//` are read as such.
	return url.pathname.startsWith('//') ? undefined : url;
}

export function headersOf({ headers }: IncomingMessage): RequestHeaders {
	const site = headers['sec-fetch-site'];
	return { host: headers.host, origin: headers.origin, site: typeof site === 'string' ? site : undefined, contentType: headers['content-type'] };
}

/** By what somebody shows who he is: the value of a cookie, and what a script was given. */
export function shownIn({ headers }: IncomingMessage, cookie: string): { readonly session: string | undefined; readonly bearer: string | undefined } {
	const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
	const session = (headers.cookie ?? '').split(/;\s*/).find((each) => each.startsWith(`${cookie}=`));
	return { session: session?.slice(cookie.length + 1), bearer };
}

/** Names and addresses by which this computer is reached. */
export function ownNames(): string[] {
	const addresses = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address));
	return [...addresses, hostname()];
}

/**
 * @param most bytes
 * @param gone what somebody is told whose connection ends before the body, which nobody hears
 * @throws Refusal
 */
export function bodyOf(request: IncomingMessage, most: number, words: WebWords, gone: string): Promise<Uint8Array<ArrayBuffer>> {
	return new Promise((resolve, reject) => {
		let pieces: Buffer[] = [];
		let length = 0;
		// What is too long is read on and dropped: who sends it hears why only once it is sent.
		request.on('data', (piece: Buffer) => {
			length += piece.length;
			if (length <= most) pieces.push(piece);
			else {
				pieces = [];
				reject(new Refusal(words.tooLong(most), 413));
			}
		});
		request.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces))));
		const isGone = () => reject(new Refusal(gone));
		request.on('error', isGone).on('close', isGone);
	});
}
