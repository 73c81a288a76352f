/** Where Route A is: `--route-a`. */
import { isIP } from 'node:net';
import { UsageError } from './usage-error.js';

export interface RouteAChoice {
	/** An IPv6 or IPv4 address of this host, without brackets. */
	readonly address: string;
	/** 0 takes a free one. */
	readonly port: number;
	/** Somebody wants it just there; otherwise the next free port does, or IPv4 where there is no IPv6. */
	readonly asked: boolean;
}

const DEFAULT: RouteAChoice = Object.freeze({ address: '::1', port: 4059, asked: false });

/** Undefined: no Route A over IP. Throws UsageError. */
export function parseRouteA(text: string | undefined): RouteAChoice | undefined {
	if (text === undefined) return DEFAULT;
	if (text === 'off') return undefined;
	const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
	const address = bracketed ?? plain ?? '';
	const family = isIP(address);
	if (family === (bracketed === undefined ? 4 : 6) && Number(digits) <= 0xffff) return { address, port: Number(digits), asked: true };
	throw new UsageError(`--route-a: expected off, or an address of this host and a port like [::1]:4059 or 127.0.0.1:4059, got "${text}"`);
}
