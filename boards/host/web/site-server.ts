/**
 * A small HTTP server of a site: pages written by the server, forms that come back. What acts has to come from a page of the site itself (Origin, Sec-Fetch-Site),
 * with the cookie of a browser (SameSite=Strict) and the proof that was written into the form for that cookie. It knows nothing of meters.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Admission } from './admission.js';
import { Refusal } from './app.js';
import type { Door } from './door.js';
import { Form } from './form.js';
import { cameThrough, type FrontProxy } from './proxy.js';
import { bodyOf, headersOf, hold, ownNames, SERVER_OPTIONS, targetOf } from './requests.js';
import { findRoute } from './routes.js';
import { allowedHosts, hostsOf, isAllowedHost, SAFE_HEADERS, type Scheme, SITE_POLICY, unsafeForm } from './safety.js';
import { sendAsset } from './send-asset.js';
import type { Site, SiteReply } from './site.js';
import { languageOf, WEB_WORDS, type WebLanguage, type WebWords } from './words.js';

/** Octets of a form, of one with a file. */
const MOST_BODY = 1 << 20;
/** What is worked on at a time; the rest is told to come again. */
const MOST_AT_ONCE = 64;
/** ms. */
const SILENCE = 30_000;
/** Until a connection has come to TLS, ms. */
const HANDSHAKE = 10_000;
const ASSETS = '/assets/';
const LANGUAGE_COOKIE = 'keiki-lang';
/** A year, s. */
const LANGUAGE_KEPT = 31_536_000;
const TOKEN_OCTETS = 32;
const TOKEN = /^[\w-]{20,100}$/;

/** A certificate and its key, PEM; the names that it is for. */
export interface Tls {
	readonly cert: string;
	readonly key: string;
	readonly names: readonly string[];
}

export interface SiteServing {
	readonly tls?: Tls | undefined;
	/** What ends TLS in front of it: nobody else is answered then. */
	readonly proxy?: FrontProxy | undefined;
	/** Who takes nothing of an answer for so long is gone, ms. */
	readonly silence?: number;
	/** How long a connection may take to come to TLS, ms. */
	readonly handshake?: number;
}

export class SiteServer {
	readonly #door: Door;
	readonly #server: Server;
	readonly #hosts: ReadonlySet<string>;
	readonly #scheme: Scheme;
	readonly #cookie: string;
	readonly #site: Site;
	readonly #silence: number;
	readonly #proxy: FrontProxy | undefined;
	readonly #admission = new Admission();
	#atWork = 0;

	/** Answers at this door from now on. */
	constructor(site: Site, door: Door, { tls, proxy, silence = SILENCE, handshake = HANDSHAKE }: SiteServing = {}) {
		const { address, port } = door;
		const server: Server = tls === undefined ? createServer(SERVER_OPTIONS) : createTlsServer({ ...SERVER_OPTIONS, ...tlsOptions(tls, handshake) });
		this.#site = site;
		this.#silence = silence;
		this.#door = door;
		this.#server = server;
		this.#proxy = proxy;
		this.#scheme = tls === undefined && proxy === undefined ? 'http' : 'https';
		const names = [...(tls?.names ?? []), ...(door.isEverywhere ? ownNames() : [address])];
		this.#hosts = proxy === undefined ? allowedHosts(port, names, this.#scheme) : hostsOf(proxy.origin);
		// No other server of this host can set one of such a name (RFC 6265bis, 4.1.3.2).
		this.#cookie = `${this.#scheme === 'http' ? '' : '__Host-'}${site.name}-${port}`;
		hold(server, site.onError);
		server.on('request', (request, response) => void this.#serve(request, response));
		server.on('tlsClientError', (_error, socket) => socket.destroy());
		door.handTo(server);
	}

	get port(): number {
		return this.#door.port;
	}

	/** Where a browser finds it. */
	get url(): string {
		if (this.#proxy !== undefined) return `${this.#proxy.origin}/`;
		return this.#scheme === 'https' ? this.#door.url.replace(/^http:/, 'https:') : this.#door.url;
	}

	close(): void {
		this.#server.close();
		this.#server.closeAllConnections();
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
		response.setHeader('Content-Security-Policy', SITE_POLICY);
		// With none at all, browsers would hide from the site that its own forms come from it (Fetch, "append a request Origin header").
		response.setHeader('Referrer-Policy', 'same-origin');
		const { url: target = '/', method = 'GET' } = request;
		const url = targetOf(target);
		const cookies = cookiesOf(request);
		const language = languageOf(url?.searchParams ?? new URLSearchParams(), cookies.get(LANGUAGE_COOKIE) ?? request.headers['accept-language']);
		const words = WEB_WORDS[language];
		const api = this.#site.api !== undefined && url?.pathname.startsWith(this.#site.api.under) ? this.#site.api : undefined;
		try {
			if (url === undefined) throw new Refusal(words.notFound(''), 404);
			const headers = headersOf(request);
			const address = this.#addressOf(request, words);
			if (!isAllowedHost(headers, this.#hosts)) throw new Refusal(words.unsafe.host, 403);
			const no = this.#admission.take(method, address);
			if (no !== undefined) throw new Refusal(words.tooFast, no);
			if (url.pathname.startsWith(ASSETS)) {
				sendAsset(request, response, this.#site.assets.find(url.pathname.slice(ASSETS.length)), words, url.pathname);
				return;
			}
			if (api !== undefined) {
				await api.serve(request, response, { path: url.pathname, query: url.searchParams, language, address });
				return;
			}
			const why = unsafeForm(method, headers, this.#hosts, this.#scheme);
			if (why !== undefined) throw new Refusal(why === 'type' ? words.noForm : words.unsafe[why], 403);
			await this.#answer(request, response, { url, language, words, address, token: cookies.get(this.#cookie) ?? '' });
		} catch (error) {
			this.#refuse(response, error, language, api !== undefined);
		} finally {
			if (!response.writableFinished) response.setTimeout(this.#silence, () => response.destroy());
		}
	}

	/** Who asks. @throws Refusal where it did not come as it has to */
	#addressOf({ socket, headers }: IncomingMessage, words: WebWords): string {
		const from = socket.remoteAddress ?? '';
		if (this.#proxy === undefined) return from;
		const [proto, by] = [headers['x-forwarded-proto'], headers['x-forwarded-for']].map((each) => (Array.isArray(each) ? each.join(',') : each));
		const came = cameThrough(this.#proxy, from, { proto, for: by });
		if ('address' in came) return came.address;
		throw new Refusal(words.unproxied[came.why], came.why === 'unnamed' ? 400 : 403);
	}

	async #answer(request: IncomingMessage, response: ServerResponse, asked: Visit): Promise<void> {
		const { url, language, words, address } = asked;
		const { pathname: path, searchParams: query } = url;
		const method = request.method ?? 'GET';
		if (method === 'GET' && query.has('lang')) {
			query.delete('lang');
			response.setHeader('Set-Cookie', `${LANGUAGE_COOKIE}=${language}; SameSite=Strict; Path=/; Max-Age=${LANGUAGE_KEPT}${this.#secure}`);
			this.#send(response, { to: path + url.search });
			return;
		}
		const found = findRoute(this.#site.routes, method, path);
		if ('methods' in found)
			throw found.methods.length === 0 ? new Refusal(words.notFound(path), 404) : new Refusal(words.wrongMethod(found.methods.join(', ')), 405);
		const token = TOKEN.test(asked.token) ? asked.token : freshToken();
		if (method === 'GET' && token !== asked.token) response.setHeader('Set-Cookie', this.#cookieOf(token));
		const form = method === 'POST' ? await formOf(request, words) : await emptyForm();
		if (method === 'POST' && (token !== asked.token || !equal(form.text('csrf'), csrfOf(token)))) throw new Refusal(words.oldForm, 403);
		// Who is slow to send a form, or to take a page, is no work.
		if (this.#atWork >= MOST_AT_ONCE) throw new Refusal(words.tooFast, 503);
		this.#atWork++;
		try {
			const reply = await found.route.handle({ params: found.params, path, query, form, language, token, address });
			if (!response.destroyed) this.#send(response, reply);
		} finally {
			this.#atWork--;
		}
	}

	#send(response: ServerResponse, reply: SiteReply): void {
		if ('to' in reply) {
			if (reply.token !== undefined) response.setHeader('Set-Cookie', this.#cookieOf(reply.token === '' ? freshToken() : reply.token));
			response.writeHead(303, { Location: reply.to }).end();
		} else if ('html' in reply) {
			sendPage(response, reply.status ?? 200, reply.html.text);
		} else {
			const { status = 200, type, body, file } = reply;
			response.writeHead(status, { 'Content-Type': type, ...(file !== undefined && { 'Content-Disposition': `attachment; filename="${file}"` }) });
			response.end(body);
		}
	}

	#refuse(response: ServerResponse, error: unknown, language: WebLanguage, isApi: boolean): void {
		const refusal = error instanceof Refusal ? { status: error.status, message: error.message } : this.#site.refusalOf(error, language);
		if (refusal === undefined) this.#site.onError(error);
		if (response.headersSent || response.destroyed) {
			response.destroy();
			return;
		}
		const { status, message } = refusal ?? { status: 500, message: WEB_WORDS[language].failed };
		// A body that nobody reads any more would keep the connection.
		if (status !== 200) response.setHeader('Connection', 'close');
		if (isApi) response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(`${JSON.stringify({ error: message })}\n`);
		else sendPage(response, status, this.#site.refused(status, message, language).text);
	}

	#cookieOf(token: string): string {
		return `${this.#cookie}=${token}; HttpOnly; SameSite=Strict; Path=/${this.#secure}`;
	}

	get #secure(): string {
		return this.#scheme === 'https' ? '; Secure' : '';
	}
}

function tlsOptions({ cert, key }: Tls, handshakeTimeout: number) {
	return { cert, key, minVersion: 'TLSv1.2', handshakeTimeout } as const;
}

interface Visit {
	readonly url: URL;
	readonly language: WebLanguage;
	readonly words: WebWords;
	readonly address: string;
	readonly token: string;
}

/** What a cookie is to hold that nobody can guess. */
export function freshToken(): string {
	return randomBytes(TOKEN_OCTETS).toString('base64url');
}

/** The proof that a form is one of the site's own: who has it has seen a page of this browser, and it tells nothing of the cookie. */
export function csrfOf(token: string): string {
	return createHash('sha256').update(`form ${token}`).digest('base64url');
}

function sendPage(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
	response.end(text);
}

function cookiesOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
	const pairs = (headers.cookie ?? '').split(/;\s*/).map((each) => {
		const at = each.indexOf('=');
		return [each.slice(0, at), each.slice(at + 1)] as const;
	});
	return new Map(pairs);
}

function equal(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}

async function emptyForm(): Promise<Form> {
	return (await Form.read(new Uint8Array(0), 'application/x-www-form-urlencoded'))!;
}

/** @throws Refusal, also where the connection ends before the body, and nobody hears it */
async function formOf(request: IncomingMessage, words: WebWords): Promise<Form> {
	const form = await Form.read(await bodyOf(request, MOST_BODY, words, words.noForm), request.headers['content-type'] ?? '');
	if (form === undefined) throw new Refusal(words.noForm);
	return form;
}
