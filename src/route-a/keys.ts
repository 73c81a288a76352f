/** The keys of Route A, 16 bytes each (IEC 62056-5-3 security suite 0), and the meter's system title. */
import type { Offer } from './offers.js';

export interface ClientKeys {
	/** Global unicast encryption key. */
	readonly encryption: Uint8Array;
	readonly authentication: Uint8Array;
	/** What it is offered besides; default: nothing. */
	readonly offers?: readonly Offer[];
}

export interface RouteAKeys {
	/** 8 bytes: three letters of the maker (FLAG), then a number that no other meter of that maker has. */
	readonly systemTitle: Uint8Array;
	/** Wraps new keys; undefined: keys cannot be changed. */
	readonly kek: Uint8Array | undefined;
	/** Key of messages to all meters; undefined: they are refused. */
	readonly broadcast: Uint8Array | undefined;
	/** Keys by the client's address (wPort). */
	readonly clients: Readonly<Record<number, ClientKeys>>;
}
