/** What a program writes to InfluxDB: the exam is the server, of version 1 (`/write`) and 2 (`/api/v2/write`), on 127.0.0.1. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzip } from 'node:zlib';
import type { ObserveDeclaration } from '../../../../src/exam/declaration.js';
import { reasonOf } from '../../shared/usage-error.js';
import type { ExamHostWords } from '../exam-host-words.js';
import { linesOf, type Point, parsePoint } from './line-protocol.js';
import { listening, portOf } from './listening.js';
import type { Observer, ObserverListener } from './observer.js';
import { shown } from './shown.js';

/** Bytes of a write, as they come and unpacked. */
export const MOST_BODY = 1 << 20;
const MOST_UNPACKED = 4 << 20;
const MOST_CONNECTIONS = 32;
/** ms */
const PATIENCE = 10_000;
const HERE = 'http://127.0.0.1';
const VERSION = 'keiki';
const LISTED = Object.freeze(['/write', '/api/v2/write', '/query', '/ping', '/health'] as const);

type Body = { readonly text: string } | { readonly status: number; readonly reason: string };

export class InfluxDoor implements Observer {
	readonly #declarations: readonly ObserveDeclaration[];
	readonly #words: ExamHostWords;
	#server: Server | undefined;
	#listener: ObserverListener | undefined;
	#refused = 0;
	#lastReason = '';

	/** @param declarations those of them that are seen here */
	constructor(declarations: readonly ObserveDeclaration[], words: ExamHostWords) {
		this.#declarations = declarations.filter(({ source }) => source.kind === 'influx');
		this.#words = words;
	}

	/** Of 127.0.0.1; once it has started. */
	get port(): number {
		return portOf(this.#server);
	}

	/** Rejects where there is no port. */
	async start(listener: ObserverListener): Promise<void> {
		this.#listener = listener;
		this.#server = createServer({ requestTimeout: PATIENCE, headersTimeout: PATIENCE }, (request, response) => void this.#answer(request, response));
		this.#server.maxConnections = MOST_CONNECTIONS;
		await listening(this.#server);
	}

	stop(done: () => void): void {
		if (this.#refused > 0) this.#listener?.onTrouble(this.#words.refusedLines(this.#refused, this.#lastReason));
		this.#listener = undefined;
		this.#server?.closeAllConnections();
		if (this.#server === undefined) done();
		else this.#server.close(() => done());
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		response.on('error', () => {});
		response.setHeader('X-Influxdb-Version', VERSION);
		const place = `${HERE}${request.url ?? '/'}`;
		const { pathname, searchParams } = new URL(URL.canParse(place) ? place : HERE);
		const body = await bodyOf(request);
		if ('status' in body) return this.#refuse(response, body.status, body.reason);
		const isPost = request.method === 'POST';
		if (isPost && (pathname === '/write' || pathname === '/api/v2/write')) return this.#write(response, body.text);
		if (pathname === '/ping') return end(response, 204);
		if (pathname === '/health')
			return end(response, 200, { name: 'influxdb', message: 'ready for queries and writes', status: 'pass', version: VERSION });
		// Clients of version 1 make their database first: all are there.
		const query = searchParams.get('q') ?? new URLSearchParams(body.text).get('q') ?? '';
		if (pathname === '/query' && /^\s*CREATE\s+DATABASE\b/i.test(query)) return end(response, 200, { results: [{ statement_id: 0 }] });
		this.#refuse(response, 404, `${request.method} ${pathname.slice(0, 100)}: ${LISTED.join(', ')}`);
	}

	#write(response: ServerResponse, text: string): void {
		const lines = linesOf(text);
		const points = lines.map((line) => [line, parsePoint(line)] as const);
		for (const [line, point] of points) {
			this.#listener?.onText('influx', line.replace(/[\r\n]+/g, ' '));
			if (point !== undefined) this.#take(point);
		}
		const bad = points.find(([, point]) => point === undefined);
		if (bad === undefined) end(response, 204);
		else this.#refuse(response, 400, `unable to parse '${bad[0].slice(0, 100)}'`);
	}

	#take({ measurement, tags, fields, time }: Point): void {
		for (const declaration of this.#declarations) {
			const { source } = declaration;
			if (source.kind !== 'influx' || source.measurement !== measurement) continue;
			const value = fields.get(source.field);
			if (value === undefined || Object.entries(source.tags).some(([tag, text]) => tags.get(tag) !== text)) continue;
			this.#listener?.onShown(shown(declaration, value, time));
		}
	}

	/** As InfluxDB says it: `error` in version 1, `code` and `message` in version 2. */
	#refuse(response: ServerResponse, status: number, reason: string): void {
		this.#refused++;
		this.#lastReason = reason;
		this.#listener?.onPage('influx', reason);
		end(response, status, { code: status === 404 ? 'not found' : 'invalid', message: reason, error: reason });
	}
}

function end(response: ServerResponse, status: number, body?: Readonly<Record<string, unknown>>): void {
	response.statusCode = status;
	if (body !== undefined) response.setHeader('Content-Type', 'application/json');
	response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
	const parts: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const part of request as AsyncIterable<Buffer>) {
			bytes += part.length;
			// What follows is read and let go, so that the answer arrives.
			if (bytes <= MOST_BODY) parts.push(part);
			else if (bytes > 2 * MOST_UNPACKED) request.destroy();
		}
		if (bytes > MOST_BODY) return { status: 413, reason: `expected at most ${MOST_BODY} bytes` };
		const body = Buffer.concat(parts);
		const isPacked = /gzip/i.test(request.headers['content-encoding'] ?? '');
		return { text: (isPacked ? await unpacked(body) : body).toString('utf8') };
	} catch (error) {
		return { status: 400, reason: reasonOf(error) };
	}
}

function unpacked(body: Buffer): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		gunzip(body, { maxOutputLength: MOST_UNPACKED }, (error, text) => (error === null ? resolve(text) : reject(error)));
	});
}
