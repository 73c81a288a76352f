/** A party's way to the relay: HTTPS with certificates on both sides, over connections that are kept. What goes wrong is data. */
import { Agent, request } from 'node:https';
import type { Signed } from '../../../src/operations/jobs/signed.js';
import type { TlsFiles } from './identity-files.js';
import { type Accepted, type Fetched, MOST_BODY, MOST_MESSAGES, type StreamName } from './relay-wire.js';

export type RelayTrouble =
	/** No connection, or it broke: the system's reason. */
	| { readonly kind: 'unreachable'; readonly reason: string }
	/** Nothing came within the time, ms. */
	| { readonly kind: 'silent'; readonly timeout: number }
	/** What is there has another certificate, or takes not ours. */
	| { readonly kind: 'untrusted'; readonly reason: string }
	/** It has no room: nothing was taken. */
	| { readonly kind: 'full' }
	/** Another message of the name of this one is there: its index. */
	| { readonly kind: 'conflict'; readonly index: number }
	| { readonly kind: 'refused'; readonly status: number; readonly text: string }
	/** What answers is no relay. */
	| { readonly kind: 'strange'; readonly reason: string };

export class RelayError extends Error {
	constructor(readonly trouble: RelayTrouble) {
		super(trouble.kind);
	}
}

export interface FetchOptions {
	/** That of the last answer; undefined: there was none. */
	readonly epoch: string | undefined;
	/** All up to this number are kept by us. */
	readonly after: number;
	/** How long to wait for one to come, s. */
	readonly wait?: number;
	readonly most?: number;
	readonly signal?: AbortSignal;
}

const TIMEOUT = 10_000;
const SECOND = 1000;
/** Headers and the frame around messages. */
const MOST_ANSWER = MOST_BODY + 0x10000;
/** Of an answer that tells why not. */
const MOST_TEXT = 200;

export class RelayClient {
	readonly #url: URL;
	readonly #agent: Agent;
	readonly #timeout: number;

	/** @param url https://HOST:PORT. @param timeout how long an answer may take, ms */
	constructor(url: URL, { authority, certificate, key }: TlsFiles, timeout = TIMEOUT) {
		this.#url = url;
		this.#timeout = timeout;
		this.#agent = new Agent({ keepAlive: true, maxSockets: 4, ca: authority, cert: certificate, key, minVersion: 'TLSv1.3' });
	}

	/**
	 * Resolves once all of them are on the relay's disk.
	 * @param messages from 1 to `MOST_MESSAGES`, all of the kinds that go there
	 * @throws RelayError: nothing is known of them but with `full`, `conflict` and `refused`, where none was taken. They may be put again
	 */
	async put(path: 'jobs' | 'withdrawals' | 'results' | 'heads', messages: readonly Signed[], signal?: AbortSignal): Promise<Accepted> {
		return acceptedIn(await this.#ask('POST', `/${path}`, { messages }, this.#timeout, signal));
	}

	/** @throws RelayError */
	async fetch(stream: StreamName, { epoch, after, wait = 0, most, signal }: FetchOptions): Promise<Fetched> {
		const query = new URLSearchParams({ after: String(after), ...(epoch !== undefined && { epoch }), ...(wait > 0 && { wait: String(wait) }) });
		if (most !== undefined) query.set('most', String(most));
		const answer = await this.#ask('GET', `/${stream}?${query}`, undefined, this.#timeout + wait * SECOND, signal);
		const { messages } = answer as Partial<Fetched>;
		const isList = Array.isArray(messages) && messages.every((each) => typeof each === 'object' && each !== null && Number.isSafeInteger(each.seq));
		if (!isList) throw new RelayError({ kind: 'strange', reason: 'no list of messages' });
		if (messages.length > (most ?? MOST_MESSAGES)) throw new RelayError({ kind: 'strange', reason: `${messages.length} messages at once` });
		return { ...acceptedIn(answer), messages };
	}

	close(): void {
		this.#agent.destroy();
	}

	#ask(method: string, path: string, body: object | undefined, timeout: number, signal: AbortSignal | undefined): Promise<unknown> {
		const text = body === undefined ? undefined : JSON.stringify(body);
		return new Promise((resolve, reject) => {
			const headers = text === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
			const asked = request(new URL(path, this.#url), { method, headers, agent: this.#agent, ...(signal && { signal }) });
			const timer = setTimeout(() => asked.destroy(new RelayError({ kind: 'silent', timeout })), timeout);
			const end = (outcome: () => void) => {
				clearTimeout(timer);
				outcome();
			};
			const failed = (error: unknown) => end(() => reject(error instanceof RelayError ? error : new RelayError(troubleOf(error))));
			asked.on('error', failed);
			asked.on('response', (response) => {
				const pieces: Buffer[] = [];
				let length = 0;
				response.on('data', (piece: Buffer) => {
					length += piece.length;
					if (length > MOST_ANSWER) asked.destroy(new RelayError({ kind: 'strange', reason: `more than ${MOST_ANSWER} bytes` }));
					else pieces.push(piece);
				});
				response.on('error', failed);
				response.on('end', () => {
					try {
						const answer = answerIn(response.statusCode ?? 0, Buffer.concat(pieces).toString());
						end(() => resolve(answer));
					} catch (error) {
						failed(error);
					}
				});
			});
			asked.end(text);
		});
	}
}

function answerIn(status: number, text: string): unknown {
	let answer: unknown;
	try {
		answer = JSON.parse(text);
	} catch {
		throw new RelayError({ kind: 'strange', reason: `status ${status}, no JSON` });
	}
	if (status === 200) return answer;
	const { error, index, text: told } = (answer ?? {}) as { readonly error?: unknown; readonly index?: unknown; readonly text?: unknown };
	if (status === 507) throw new RelayError({ kind: 'full' });
	if (status === 409 && typeof index === 'number') throw new RelayError({ kind: 'conflict', index });
	throw new RelayError({ kind: 'refused', status, text: String(told ?? error ?? '').slice(0, MOST_TEXT) });
}

function acceptedIn(answer: unknown): Accepted {
	const { epoch, last } = (answer ?? {}) as Partial<Accepted>;
	if (typeof epoch !== 'string' || epoch.length > MOST_TEXT || !Number.isSafeInteger(last))
		throw new RelayError({ kind: 'strange', reason: 'no epoch' });
	return { epoch, last: last! };
}

/** Errors of TLS have codes of OpenSSL or of Node; an alert comes as the former. */
function troubleOf(error: unknown): RelayTrouble {
	const { code = '', message = String(error) } = error as { readonly code?: string; readonly message?: string };
	const isOfTls = /^(ERR_SSL|ERR_TLS|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_)/.test(code);
	return isOfTls ? { kind: 'untrusted', reason: message } : { kind: 'unreachable', reason: message };
}
