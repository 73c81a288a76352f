/** A small HTTP server for people at this computer: the page of an application, its API, and what it tells as it happens. It knows nothing of meters. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Asked, Refusal, type Reply, type Route, type Topic } from './app.js';
import type { Assets } from './assets.js';
import { Budget } from './budget.js';
import { Door, type WebPlace } from './door.js';
import { closedPage, page } from './page-html.js';
import { bodyOf, headersOf, hold, ownNames, SERVER_OPTIONS, shownIn, targetOf } from './requests.js';
import { findRoute } from './routes.js';
import { allowedHosts, DOCUMENT_POLICY, isAllowedHost, type RequestHeaders, SAFE_HEADERS, unsafe } from './safety.js';
import { sendAsset } from './send-asset.js';
import { Streams } from './streams.js';
import type { Visitor, Visitors } from './visitors.js';
import { languageOf, WEB_WORDS, type WebLanguage, type WebWords } from './words.js';

export interface WebApp {
	/** Of cookies: `keiki`. */
	readonly name: string;
	/** Of pages: `Keiki`. */
	readonly title: string;
	readonly routes: readonly Route[];
	readonly topics: readonly Topic[];
	readonly assets: Assets;
	/** Told once for each that is no wrong request, but a failure of the application. */
	readonly onError: (error: unknown) => void;
}

/** Bytes of a body. */
const MOST_BODY = 1 << 18;
/** Characters by which a page names itself. */
const MOST_PAGE = 32;
/** What a stream that another one takes the place of has for its end, ms. */
const LAST_WORDS = 1000;
/** What acts, and what was refused for want of a proof: so many at once, so many a second then. */
const ACTS = Object.freeze({ most: 100, aSecond: 50 });
const READS = Object.freeze({ most: 400, aSecond: 200 });
const STRANGERS = Object.freeze({ most: 40, aSecond: 10 });
/** Compressed where it is longer and the browser can: of a page's own files. */
const ASSETS = '/assets/';

export class WebServer {
	readonly #door: Door;
	readonly #server: Server;
	readonly #hosts: ReadonlySet<string>;
	readonly #cookie: string;
	readonly #streams: Streams;
	readonly #app: WebApp;
	readonly #acts = new Budget(ACTS.most, ACTS.aSecond);
	readonly #reads = new Budget(READS.most, READS.aSecond);
	readonly #strangers = new Budget(STRANGERS.most, STRANGERS.aSecond);

	/** Answers at this door from now on. */
	constructor(app: WebApp, door: Door) {
		const { address, port } = door;
		const server = createServer(SERVER_OPTIONS);
		this.#app = app;
		this.#door = door;
		this.#server = server;
		this.#hosts = allowedHosts(port, door.isEverywhere ? ownNames() : [address]);
		this.#cookie = `${app.name}-${port}`;
		this.#streams = new Streams(app.topics, app.onError);
		hold(server, app.onError);
		server.on('request', (request, response) => void this.#serve(request, response));
		door.handTo(server);
	}

	/** @throws the system's error where the place is not to be had */
	static async open(app: WebApp, place: WebPlace): Promise<WebServer> {
		return new WebServer(app, await Door.open(place));
	}

	get visitors(): Visitors {
		return this.#door.visitors;
	}

	get port(): number {
		return this.#door.port;
	}

	/** Where a browser finds it, without a token. */
	get url(): string {
		return this.#door.url;
	}

	/** Only this computer reaches it. */
	get isLocal(): boolean {
		return this.#door.isLocal;
	}

	/** The address for one browser. */
	tokenUrl(): string {
		return this.#door.tokenUrl;
	}

	close(): void {
		this.#streams.close();
		this.#server.close();
		this.#server.closeAllConnections();
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
		const { url: target = '/', method = 'GET' } = request;
		const url = targetOf(target);
		const language = languageOf(url?.searchParams ?? new URLSearchParams(), request.headers['accept-language']);
		const words = WEB_WORDS[language];
		try {
			if (url === undefined) throw new Refusal(words.notFound(''), 404);
			const headers = headersOf(request);
			if (!isAllowedHost(headers, this.#hosts)) throw this.#stranger(words.unsafe.host, words);
			if (url.pathname.startsWith(ASSETS))
				sendAsset(request, response, this.#app.assets.find(url.pathname.slice(ASSETS.length)), words, url.pathname);
			else if (url.pathname === '/') this.#sendPage(request, response, url, language, headers);
			else await this.#answer(request, response, url, language, method, headers);
		} catch (error) {
			this.#refuse(response, error, words);
		}
	}

	#refuse(response: ServerResponse, error: unknown, words: WebWords): void {
		if (!(error instanceof Refusal)) this.#app.onError(error);
		if (response.headersSent) {
			response.destroy();
			return;
		}
		const isRefusal = error instanceof Refusal;
		sendJson(response, isRefusal ? error.status : 500, { error: isRefusal ? error.message : words.failed });
	}

	#sendPage(request: IncomingMessage, response: ServerResponse, url: URL, language: WebLanguage, headers: RequestHeaders): void {
		const words = WEB_WORDS[language];
		if (request.method !== 'GET') throw new Refusal(words.wrongMethod('GET'), 405);
		const token = url.searchParams.get('token');
		const session = token === null ? undefined : this.visitors.admit(token);
		if (token !== null && session !== undefined) {
			url.searchParams.delete('token');
			// Behind it the token stands neither in the browser's history nor in what it tells others.
			response.writeHead(303, { Location: `/${url.search}`, 'Set-Cookie': `${this.#cookie}=${session}; HttpOnly; SameSite=Strict; Path=/` });
			response.end();
			return;
		}
		const visitor = this.#visitorOf(request);
		if (visitor === undefined || unsafe('GET', { ...headers, site: undefined }, visitor.proof, this.#hosts) !== undefined) {
			if (!this.#strangers.take()) throw new Refusal(words.tooFast, 429);
			sendHtml(response, 403, closedPage(words, language, this.#app.title, token !== null));
			return;
		}
		sendHtml(response, 200, page(this.#app.title, language));
	}

	async #answer(
		request: IncomingMessage,
		response: ServerResponse,
		url: URL,
		language: WebLanguage,
		method: string,
		headers: RequestHeaders,
	): Promise<void> {
		const words = WEB_WORDS[language];
		const visitor = this.#visitorOf(request);
		if (visitor === undefined) throw this.#stranger(words.unknownVisitor, words);
		const why = unsafe(method, headers, visitor.proof, this.#hosts);
		if (why !== undefined) throw this.#stranger(words.unsafe[why], words);
		if (!(method === 'GET' ? this.#reads : this.#acts).take()) throw new Refusal(words.tooFast, 429);
		const { pathname, searchParams: query } = url;
		if (pathname === '/api/stream' && method === 'GET') {
			this.#stream(request, response, query, visitor, words);
			return;
		}
		if (pathname === '/api/session' && method === 'GET') {
			sendJson(response, 200, { streams: visitor.streams, mostStreams: visitor.mostStreams, topics: this.#streams.topics });
			return;
		}
		if (pathname === '/api' && method === 'GET') {
			sendJson(response, 200, { routes: this.#app.routes.map((route) => `${route.method} ${route.path}`), topics: this.#streams.topics });
			return;
		}
		const found = findRoute(this.#app.routes, method, pathname);
		if ('methods' in found)
			throw found.methods.length === 0 ? new Refusal(words.notFound(pathname), 404) : new Refusal(words.wrongMethod(found.methods.join(', ')), 405);
		const body = method === 'POST' ? await jsonOf(request, words) : undefined;
		const asked: Asked = { params: found.params, query, body, language };
		const reply = await found.route.handle(asked);
		if (!response.destroyed) send(response, reply);
	}

	#stream(request: IncomingMessage, response: ServerResponse, query: URLSearchParams, visitor: Visitor, words: WebWords): void {
		const topics = this.#streams.find((query.get('topics') ?? '').split(','));
		if (topics === undefined) throw new Refusal(words.unknownTopics(this.#streams.topics));
		const page = query.get('page')?.slice(0, MOST_PAGE);
		const release = this.#streams.isFull ? undefined : visitor.takeStream(page, () => endSoon(response));
		if (release === undefined) throw new Refusal(words.tooManyStreams(visitor.mostStreams), 429);
		const last = request.headers['last-event-id'] ?? query.get('after');
		const after = typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : undefined;
		request.socket.setNoDelay(true);
		this.#streams.open(response, topics, query, after, release);
	}

	#visitorOf(request: IncomingMessage): Visitor | undefined {
		const { session, bearer } = shownIn(request, this.#cookie);
		return this.visitors.find(session, bearer);
	}

	/** Of somebody who is not let in; who tries very often is told to wait. */
	#stranger(message: string, words: WebWords): Refusal {
		return this.#strangers.take() ? new Refusal(message, 403) : new Refusal(words.tooFast, 429);
	}
}

/** In order where the other side reads, by force where it does not. */
function endSoon(response: ServerResponse): void {
	response.end();
	setTimeout(() => response.destroy(), LAST_WORDS).unref();
}

/** @throws Refusal */
async function jsonOf(request: IncomingMessage, words: WebWords): Promise<unknown> {
	const body = await bodyOf(request, MOST_BODY, words, words.noJson);
	try {
		return JSON.parse(Buffer.from(body).toString());
	} catch {
		throw new Refusal(words.noJson);
	}
}

function send(response: ServerResponse, reply: Reply): void {
	if ('json' in reply) {
		sendJson(response, reply.status ?? 200, reply.json);
		return;
	}
	const { status = 200, type, body, file, isDocument } = reply;
	if (isDocument) response.setHeader('Content-Security-Policy', DOCUMENT_POLICY);
	response.writeHead(status, { 'Content-Type': type, ...(file !== undefined && { 'Content-Disposition': `attachment; filename="${file}"` }) });
	response.end(body);
}

function sendJson(response: ServerResponse, status: number, json: unknown): void {
	response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
	response.end(`${JSON.stringify(json)}\n`);
}

function sendHtml(response: ServerResponse, status: number, html: string): void {
	response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
	response.end(html);
}
