/**
 * A proxy in front of a site, which ends TLS: where browsers find it, and from which addresses it asks. Only what comes from there is believed: by what scheme a
 * browser came (X-Forwarded-Proto), and from where (X-Forwarded-For, to which each proxy appends whom it was asked by).
 */
import { BlockList, isIP } from 'node:net';

/** Whose requests are believed. */
export interface FrontProxy {
	/** Where browsers find the site: `https://office.example`. */
	readonly origin: string;
	readonly trusted: Trusted;
}

/** How a request came: from which address, or why it is not taken. */
export type Came = { readonly address: string } | { readonly why: Unproxied };
/** From elsewhere than the proxy; not by TLS; without a word of whom it was asked by. */
export type Unproxied = 'stranger' | 'clear' | 'unnamed';

/** Addresses and networks of proxies. */
export class Trusted {
	readonly #list = new BlockList();

	/** @param texts `127.0.0.1`, `2001:db8::1`, `10.1.0.0/16` @throws RangeError with the text that is none */
	constructor(texts: readonly string[]) {
		for (const text of texts) this.#add(text);
	}

	has(address: string): boolean {
		const family = isIP(address);
		return family !== 0 && this.#list.check(address, family === 6 ? 'ipv6' : 'ipv4');
	}

	#add(text: string): void {
		const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
		const family = isIP(address);
		const bits = family === 6 ? 128 : 32;
		if (family === 0 || Number(prefix ?? bits) > bits) throw new RangeError(text);
		this.#list.addSubnet(address, Number(prefix ?? bits), family === 6 ? 'ipv6' : 'ipv4');
	}
}

/** Headers as Node has them: of several with the same name, one text with commas. */
export interface ForwardedHeaders {
	readonly proto: string | undefined;
	readonly for: string | undefined;
}

/** @param from where the connection comes from */
export function cameThrough({ trusted }: FrontProxy, from: string, headers: ForwardedHeaders): Came {
	if (!trusted.has(from)) return { why: 'stranger' };
	// The last word is that of the proxy which asks here.
	if (headers.proto?.split(',').at(-1)?.trim().toLowerCase() !== 'https') return { why: 'clear' };
	const hops = (headers.for ?? '').split(',').map((each) => each.trim());
	// From the last on: each word is that of the hop behind it, as long as that is trusted.
	for (const hop of hops.reverse()) {
		if (isIP(hop) === 0) return { why: 'unnamed' };
		if (!trusted.has(hop)) return { address: hop };
	}
	return { address: hops.at(-1)! };
}

/** `https://office.example`, as browsers send it; undefined: it is none. */
export function proxyOrigin(text: string): string | undefined {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isOrigin = url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
	return isOrigin && url.protocol === 'https:' ? url.origin : undefined;
}
