/** A place of pages as options tell it: `ADDRESS:PORT`, an IPv6 address in brackets. */
import { isIP } from 'node:net';
import type { WebPlace } from './door.js';

/** Undefined: it is none. */
export function parsePlace(text: string): WebPlace | undefined {
	const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
	const address = bracketed ?? (plain === 'localhost' ? '127.0.0.1' : plain) ?? '';
	if (isIP(address) !== (bracketed === undefined ? 4 : 6) || Number(digits) > 0xffff) return undefined;
	return { address, port: Number(digits) };
}

/** As an option has it. */
export function placeText({ address, port }: WebPlace): string {
	return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
