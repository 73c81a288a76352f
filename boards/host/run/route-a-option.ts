/** Where Route A is: `--route-a`. */
import { isIP } from 'node:net';
import { wrongUse } from './usage-words.js';

export interface RouteAChoice {
	/** An IPv6 or IPv4 address of this host, without brackets. */
	readonly address: string;
	/** 0 takes a free one. */
	readonly port: number;
}

/** `default`: nobody asked for a place; the loopback addresses of both families then, on the first port that is free. */
export type RouteAChoices = 'default' | readonly RouteAChoice[];

export const DEFAULT_PORT = 4059;
const MOST_PLACES = 8;

/** No places: no Route A over IP. Throws UsageError. */
export function parseRouteA(texts: readonly string[] | undefined): RouteAChoices {
	if (texts === undefined) return 'default';
	if (texts.includes('off')) {
		if (texts.length > 1) throw wrongUse('offAlone', texts);
		return [];
	}
	if (texts.length > MOST_PLACES) throw wrongUse('tooManyPlaces', MOST_PLACES, texts.length);
	const choices = texts.map((text) => parsePlace(text));
	for (const [i, { address, port }] of choices.entries()) {
		if (port !== 0 && choices.findIndex((each) => each.address === address && each.port === port) < i) throw wrongUse('placeTwice', texts[i]!);
	}
	return choices;
}

/** Throws UsageError. */
export function parsePlace(text: string, option = '--route-a'): RouteAChoice {
	const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
	const address = bracketed ?? plain ?? '';
	const family = isIP(address);
	if (family === (bracketed === undefined ? 4 : 6) && Number(digits) <= 0xffff) return { address, port: Number(digits) };
	throw wrongUse('place', option, option === '--route-a', text);
}
