/** What a town is made by. */
import type { UnitKind } from '../../meter/catalogue/unit-types.js';

export interface Draw {
	/** A whole number from 0 to below `limit`. */
	below(limit: number): number;
}

export interface TownOptions {
	/** ms since 1970-01-01T00:00:00Z */
	readonly now: number;
	/** Chance of one contract for one purpose. */
	readonly draw: (purpose: string, number: number) => Draw;
	/** System title of meter `number`, 16 hexadecimal digits, and the digits in the serial numbers of its units. */
	readonly identity: (number: number) => { readonly title: string; readonly digits: string };
	/** Before the digits of a serial number. */
	readonly letters: Readonly<Record<UnitKind, string>>;
	/** Of a communication unit with Route B: the record of its credential key, JSON. */
	readonly credentialKey: (number: number) => string;
}
