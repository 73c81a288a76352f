/** The relay's HTTPS server: what is asked of it, by whom, within bounds. It sees no more than what it keeps, and believes nothing but certificates. */
import { randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { FlawError } from '../../../src/operations/jobs/fields.js';
import { flawText } from '../../../src/operations/jobs/flaw-texts.js';
import { type Party, readUnproven, type Signed } from '../../../src/operations/jobs/signed.js';
import { addressKey } from '../shared/lock-out.js';
import { UnwrittenError } from './durable-log.js';
import type { TlsFiles } from './identity-files.js';
import type { RelayStore } from './relay-store.js';
import { ConflictError, FullError } from './relay-stream.js';
import { type Accepted, type Fetched, MOST_BODY, MOST_MESSAGES, MOST_WAIT, PATHS } from './relay-wire.js';

/** What the relay tells of itself: each once for a while, by whoever logs it. */
export type RelayNews =
	| { readonly kind: 'turnedAway'; readonly reason: string }
	| { readonly kind: 'refused'; readonly party: Party; readonly request: string; readonly status: number; readonly reason: string }
	| { readonly kind: 'unwritten'; readonly reason: string };

/** An answer that is a refusal. */
class Refused extends Error {
	constructor(
		readonly status: number,
		readonly body: object,
		reason: string,
	) {
		super(reason);
	}
}

const MOST_CONNECTIONS = 128;
/** Of those that have not shown a certificate yet. */
const MOST_STRANGERS = 32;
/** Of one party, that wait for something to come. */
const MOST_WAITING = 16;
/** ms. */
const TIMES = Object.freeze({ handshake: 10_000, headers: 10_000, request: 30_000, idle: 120_000, check: 2000 });
const MOST_HEADERS = 8192;
const MOST_TARGET = 500;
const PARTIES: readonly Party[] = Object.freeze(['office', 'control']);

export class RelayServer {
	readonly #store: RelayStore;
	readonly #server: Server;
	readonly #tell: (news: RelayNews) => void;
	readonly #end = new AbortController();
	/** By address and port of their other end. */
	readonly #strangers = new Map<string, Socket>();
	readonly #waiting: Record<Party, number> = { office: 0, control: 0 };

	constructor(store: RelayStore, files: TlsFiles, tell: (news: RelayNews) => void) {
		this.#store = store;
		this.#tell = tell;
		const { authority, certificate, key } = files;
		this.#server = createServer({
			...{ ca: authority, cert: certificate, key, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' },
			...{ maxHeaderSize: MOST_HEADERS, connectionsCheckingInterval: TIMES.check, handshakeTimeout: TIMES.handshake },
			...{ headersTimeout: TIMES.headers, requestTimeout: TIMES.request, keepAliveTimeout: TIMES.idle },
		});
		this.#server.maxConnections = MOST_CONNECTIONS;
		this.#server.on('connection', (socket: Socket) => this.#greet(socket));
		this.#server.on('secureConnection', (socket: TLSSocket) => this.#strangers.delete(endOf(socket)));
		this.#server.on('tlsClientError', (error) => {
			this.#tell({ kind: 'turnedAway', reason: error.message });
		});
		this.#server.on('clientError', (_error, socket) => socket.destroy());
		this.#server.on('request', (request, response) => void this.#serve(request, response));
	}

	/** @throws the system's error where the place is not to be had. Returns the port */
	async listen(host: string, port: number): Promise<number> {
		await new Promise<void>((resolve, reject) => {
			this.#server.once('error', reject);
			this.#server.listen(port, host, () => {
				this.#server.off('error', reject);
				resolve();
			});
		});
		return (this.#server.address() as AddressInfo).port;
	}

	/** What is being written is written, and who waits is answered. */
	async close(): Promise<void> {
		this.#end.abort();
		const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
		this.#server.closeIdleConnections();
		const hurry = setTimeout(() => this.#server.closeAllConnections(), 1000);
		for (const socket of this.#strangers.values()) socket.destroy();
		await closed;
		clearTimeout(hurry);
	}

	#greet(socket: Socket): void {
		if (this.#strangers.size >= MOST_STRANGERS) {
			const end = this.#mostCrowded();
			const waiting = this.#strangers.get(end)!;
			this.#strangers.delete(end);
			waiting.destroy();
			this.#tell({ kind: 'turnedAway', reason: `more than ${MOST_STRANGERS} connections without a certificate` });
		}
		const end = endOf(socket);
		this.#strangers.set(end, socket);
		socket.once('close', () => this.#strangers.delete(end));
	}

	/**
	 * The stranger that goes: one of the address that has most of them, so that nobody keeps out whoever comes from elsewhere, and any of these, so that nobody
	 * at the same address is certain to go before its handshake is through.
	 */
	#mostCrowded(): string {
		const byAddress = new Map<string, string[]>();
		for (const end of this.#strangers.keys()) {
			const address = addressKey(end.split(' ')[0]!);
			byAddress.set(address, [...(byAddress.get(address) ?? []), end]);
		}
		const [crowd] = [...byAddress.values()].sort((one, other) => other.length - one.length) as [string[]];
		return crowd[randomInt(crowd.length)]!;
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = '', url: target = '' } = request;
		const party = partyOf(request.socket as TLSSocket);
		try {
			if (party === undefined) throw new Refused(403, { error: 'party' }, 'the certificate is of nobody who works here');
			const url = target.length <= MOST_TARGET && /^\/(?!\/)/.test(target) ? new URL(`https://relay.invalid${target}`) : undefined;
			const row = url === undefined ? undefined : PATHS[url.pathname];
			if (url === undefined || row === undefined || !Object.hasOwn(PATHS, url.pathname)) throw new Refused(404, { error: 'path' }, 'no such path');
			if (method === 'POST') {
				if (row.puts !== party) throw new Refused(403, { error: 'party' }, `${row.puts} alone may do it`);
				send(response, 200, await this.#put(request, url.pathname));
			} else if (method === 'GET' && row.gets !== undefined) {
				if (!row.gets.includes(party)) throw new Refused(403, { error: 'party' }, `${row.gets.join(' and ')} alone may do it`);
				send(response, 200, await this.#get(url, party, response));
			} else throw new Refused(405, { error: 'method' }, `${method} is not for ${url.pathname}`);
		} catch (error) {
			this.#refuse(response, party, `${method} ${target}`, error);
		}
	}

	#refuse(response: ServerResponse, party: Party | undefined, request: string, error: unknown): void {
		const { status, body, message } = error instanceof Refused ? error : new Refused(500, { error: 'failed' }, String(error));
		if (party === undefined) this.#tell({ kind: 'turnedAway', reason: message });
		else this.#tell({ kind: 'refused', party, request: request.slice(0, MOST_TARGET), status, reason: message });
		if (response.headersSent || response.destroyed) response.destroy();
		else send(response, status, body);
	}

	async #put(request: IncomingMessage, path: string): Promise<Accepted> {
		const row = PATHS[path]!;
		const stream = this.#store[row.stream];
		const messages = messagesIn(await bodyOf(request), row.kinds);
		try {
			await stream.put(messages);
		} catch (error) {
			if (error instanceof ConflictError) throw new Refused(409, { error: 'conflict', index: error.index }, error.message);
			if (error instanceof FullError) throw new Refused(507, { error: 'full' }, `there is no room for more: ${stream.size} are kept`);
			if (!(error instanceof UnwrittenError)) throw error;
			this.#tell({ kind: 'unwritten', reason: error.message });
			throw error.isFull ? new Refused(507, { error: 'full' }, error.message) : new Refused(500, { error: 'unwritten' }, error.message);
		}
		return { epoch: stream.epoch, last: stream.last };
	}

	async #get(url: URL, party: Party, response: ServerResponse): Promise<Fetched> {
		const { stream: name } = PATHS[url.pathname]!;
		const stream = this.#store[name];
		const query = url.searchParams;
		const [after, most, wait] = [
			numberIn(query, 'after', 0, 0, Number.MAX_SAFE_INTEGER),
			numberIn(query, 'most', MOST_MESSAGES, 1, MOST_MESSAGES),
			numberIn(query, 'wait', 0, 0, MOST_WAIT),
		];
		const isKnown = query.get('epoch') === stream.epoch && after <= stream.last;
		const from = isKnown ? after : 0;
		// What is anchored stays.
		if (isKnown && name !== 'heads') stream.letGo(after);
		if (wait > 0) await this.#waitFor(party, () => stream.wait(from, 1000 * wait, closedSignal(response, this.#end.signal)));
		const messages = fitting(stream.behind(from, most));
		return { epoch: stream.epoch, last: stream.last, messages };
	}

	async #waitFor(party: Party, wait: () => Promise<void>): Promise<void> {
		if (this.#waiting[party] >= MOST_WAITING) throw new Refused(429, { error: 'waiting' }, `more than ${MOST_WAITING} requests wait`);
		this.#waiting[party]++;
		try {
			await wait();
		} finally {
			this.#waiting[party]--;
		}
	}
}

/** Undefined: the certificate is out of its time, or of none of the parties. */
function partyOf(socket: TLSSocket): Party | undefined {
	const { subject, valid_to: end } = socket.getPeerCertificate();
	const name: unknown = subject?.CN;
	return Date.parse(end) > Date.now() ? PARTIES.find((each) => each === name) : undefined;
}

/** By which a connection is known before and behind its handshake. */
function endOf({ remoteAddress, remotePort }: Socket): string {
	return `${remoteAddress} ${remotePort}`;
}

function messagesIn(body: unknown, kinds: (typeof PATHS)[string]['kinds']): readonly Signed[] {
	const { messages } = (body ?? {}) as { readonly messages?: unknown };
	if (!Array.isArray(messages) || messages.length === 0 || messages.length > MOST_MESSAGES)
		throw new Refused(400, { error: 'flaw', text: `messages: expected a list of 1 to ${MOST_MESSAGES}` }, 'no list of messages');
	return messages.map((each, index) => {
		try {
			return readUnproven(each, kinds);
		} catch (error) {
			if (!(error instanceof FlawError)) throw error;
			const text = flawText(error.flaw);
			throw new Refused(400, { error: 'flaw', index, text }, `message ${index}: ${text}`);
		}
	});
}

/** As many of them as an answer has room for; one always. */
function fitting<Each>(messages: readonly Each[]): readonly Each[] {
	let bytes = 0;
	const end = messages.findIndex((each) => {
		bytes += JSON.stringify(each).length + 1;
		return bytes > MOST_BODY;
	});
	return end < 0 ? messages : messages.slice(0, Math.max(1, end));
}

function numberIn(query: URLSearchParams, name: string, usual: number, least: number, most: number): number {
	const text = query.get(name);
	const value = text === null ? usual : /^\d{1,16}$/.test(text) ? Number(text) : -1;
	if (value >= least && value <= most) return value;
	throw new Refused(400, { error: 'query', text: `${name}: expected a whole number from ${least} to ${most}` }, `${name}: wrong number`);
}

/** Says so when the other side has gone, or the relay ends. */
function closedSignal(response: ServerResponse, end: AbortSignal): AbortSignal {
	const gone = new AbortController();
	response.once('close', () => gone.abort());
	return AbortSignal.any([gone.signal, end]);
}

/** A value of JSON. */
function bodyOf(request: IncomingMessage): Promise<unknown> {
	if (!/^application\/json(\s*;.*)?$/i.test(request.headers['content-type'] ?? ''))
		return Promise.reject(new Refused(415, { error: 'type' }, 'expected application/json'));
	return new Promise((resolve, reject) => {
		let pieces: Buffer[] = [];
		let length = 0;
		request.on('data', (piece: Buffer) => {
			length += piece.length;
			if (length <= MOST_BODY) pieces.push(piece);
			else {
				// It is read on and dropped: who sends it hears why only once it is sent.
				pieces = [];
				reject(new Refused(413, { error: 'long' }, `more than ${MOST_BODY} bytes`));
			}
		});
		request.on('end', () => {
			try {
				resolve(JSON.parse(Buffer.concat(pieces).toString()));
			} catch {
				reject(new Refused(400, { error: 'json' }, 'no JSON'));
			}
		});
		const gone = () => reject(new Refused(400, { error: 'gone' }, 'it ended before its body'));
		request.on('error', gone).on('close', gone);
	});
}

function send(response: ServerResponse, status: number, body: object): void {
	if (response.destroyed) return;
	response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
	response.end(`${JSON.stringify(body)}\n`);
}
