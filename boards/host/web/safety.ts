/**
 * Who may look and who may act, by the headers of a request. A server on loopback is reached by every page that a browser has open: one whose name was bound
 * to 127.0.0.1 anew shows by its Host, one that posts from elsewhere by its Origin and Sec-Fetch-Site.
 */
import { isIPv6 } from 'node:net';

/** What of a request's headers counts. */
export interface RequestHeaders {
	readonly host: string | undefined;
	readonly origin: string | undefined;
	/** Sec-Fetch-Site (W3C Fetch Metadata). */
	readonly site: string | undefined;
	readonly contentType: string | undefined;
}

/** By what somebody shows who he is: what a browser sends by itself, or what a script was given. */
export type Proof = 'cookie' | 'bearer';

/** Why a request is refused. */
export type Unsafe = 'host' | 'origin' | 'site' | 'type';

const USUAL_PORTS = Object.freeze({ http: 80, https: 443 });
const LOOPBACK: readonly string[] = Object.freeze(['127.0.0.1', 'localhost', '::1']);

/** What may stand in Host, in lower case. @param addresses names and addresses of this place beside loopback */
export function allowedHosts(port: number, addresses: readonly string[], scheme: Scheme = 'http'): ReadonlySet<string> {
	const names = [...LOOPBACK, ...addresses].map((each) => (isIPv6(each) ? `[${each}]` : each.toLowerCase()));
	// Browsers leave the usual port away.
	return new Set(names.flatMap((name) => (port === USUAL_PORTS[scheme] ? [name, `${name}:${port}`] : [`${name}:${port}`])));
}

/** The same for a site that has one name alone. @param origin `https://office.example` */
export function hostsOf(origin: string): ReadonlySet<string> {
	const { host, port, protocol } = new URL(origin);
	return new Set(port === '' ? [host, `${host}:${protocol === 'https:' ? USUAL_PORTS.https : USUAL_PORTS.http}`] : [host]);
}

export function isAllowedHost({ host }: RequestHeaders, allowed: ReadonlySet<string>): boolean {
	return host !== undefined && allowed.has(host.toLowerCase());
}

export type Scheme = 'http' | 'https';

/** Undefined: it may pass. A request of a browser that reads is refused where it says itself that it comes from elsewhere. */
export function unsafe(method: string, headers: RequestHeaders, proof: Proof, allowed: ReadonlySet<string>): Unsafe | undefined {
	if (!isAllowedHost(headers, allowed)) return 'host';
	const { origin, site, contentType } = headers;
	if (origin !== undefined && !isOwnOrigin(origin, allowed, 'http')) return 'origin';
	if (site !== undefined && site !== 'same-origin' && (site !== 'none' || method !== 'GET')) return 'site';
	if (method === 'GET') return undefined;
	// A browser says where a POST comes from; a script does not have to, its proof is sent by nothing else.
	if (proof === 'cookie' && origin === undefined) return 'origin';
	return /^application\/json(\s*;.*)?$/i.test(contentType ?? '') ? undefined : 'type';
}

/**
 * The same for a site of forms. Whoever follows a link to it comes from elsewhere, without a cookie (it is SameSite=Strict), and may read; what acts comes from
 * a page of its own, as its browser says.
 */
export function unsafeForm(method: string, headers: RequestHeaders, allowed: ReadonlySet<string>, scheme: Scheme): Unsafe | undefined {
	if (!isAllowedHost(headers, allowed)) return 'host';
	if (method === 'GET') return undefined;
	const { origin, site, contentType } = headers;
	if (origin === undefined || !isOwnOrigin(origin, allowed, scheme)) return 'origin';
	if (site !== undefined && site !== 'same-origin') return 'site';
	return FORM_TYPES.test(contentType ?? '') ? undefined : 'type';
}

const FORM_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data)(\s*;.*)?$/i;

function isOwnOrigin(origin: string, allowed: ReadonlySet<string>, scheme: Scheme): boolean {
	return origin.startsWith(`${scheme}://`) && allowed.has(origin.slice(`${scheme}://`.length).toLowerCase());
}

/** Of a page that stands for itself: it has its look inside, and no scripts run there. */
export const DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups; frame-ancestors 'none'";

/** The policy of a site of forms: forms go to itself alone. */
export const SITE_POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Sent with everything. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = Object.freeze({
	'Content-Security-Policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer',
	'Cache-Control': 'no-store',
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin',
});
