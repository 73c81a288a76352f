/** How the description of a layer is written: tables of rows, one a field. */

/** Numbers that rows of the layer have read so far, by their keys. */
export type Scope = Record<string, number>;

/** What is known where a row is to be read. */
export interface Place {
	readonly scope: Scope;
	/** Bytes left in the area. */
	readonly left: number;
	/** A byte ahead, 0 where there is none. */
	peek(ahead: number): number;
}

/** A count, fixed or by what was read before. */
export type Amount = number | ((scope: Scope, place: Place) => number);

export type Names = Readonly<Record<number, string>>;

/** How bytes read: as a number, or as what they are. */
export type Reading =
	| 'dec'
	| 'hex'
	/** In two's complement. */
	| 'signed'
	| 'float'
	| 'bytes'
	/** In reversed order, shown as an EUI-64. */
	| 'eui64LE'
	| 'eui64'
	| 'ipv6'
	| 'ascii'
	| 'utf8'
	/** It has only parts. */
	| 'parts';

export interface Bits {
	readonly name: string;
	readonly mask: number;
	readonly key?: string;
	readonly filter?: string;
	readonly names?: Names;
	readonly reading?: 'dec' | 'hex';
	/** Which bytes of its number hold it, where not all do. */
	readonly bytes?: readonly [number, number];
}

export interface Row {
	readonly name: string;
	readonly filter?: string;
	/** Its own and its parts'; otherwise that of what it lies in. */
	readonly clause?: string;
	/** Under which it is found in the scope. */
	readonly key?: string;
	/** Bytes; of a row with `rows` its area, otherwise as long as they are. */
	readonly length?: Amount | 'rest';
	readonly reading?: Reading;
	readonly little?: boolean;
	readonly names?: Names;
	readonly bits?: readonly Bits[];
	/** Whether it stands there. */
	readonly when?: (scope: Scope, place: Place) => boolean;
	/** What it should be if it is wrong. */
	readonly wrong?: (value: number, scope: Scope) => string | undefined;
	/** Its text. */
	readonly shown?: (raw: Raw, scope: Scope) => string;
	/** What its number or bytes mean, where that is not what is shown of such bytes. */
	readonly means?: (bytes: Uint8Array, scope: Scope) => Raw;
	/** Its parts. */
	readonly rows?: readonly Row[] | ((scope: Scope, place: Place) => readonly Row[]);
	/** Rows that stand here as rows of this list. */
	readonly inline?: (scope: Scope, place: Place) => readonly Row[];
	/** The row stands again and again, as long as this is true; `count` were read. */
	readonly again?: (count: number, scope: Scope, place: Place) => boolean;
	readonly secret?: (scope: Scope) => boolean;
	/** Its bytes are the next layer's. */
	readonly payload?: boolean;
}

import type { Raw } from './field.js';

type More = Omit<Row, 'name' | 'length'>;

/** A number, most significant byte first. */
export const u = (length: number, name: string, filter?: string, more: More = {}): Row => ({
	name,
	length,
	reading: 'dec',
	...(filter !== undefined && { filter }),
	...more,
});

/** A number, least significant byte first. */
export const le = (length: number, name: string, filter?: string, more: More = {}): Row => u(length, name, filter, { little: true, ...more });

/** A number shown in hexadecimal. */
export const x = (length: number, name: string, filter?: string, more: More = {}): Row => u(length, name, filter, { reading: 'hex', ...more });

export const bytes = (length: Amount | 'rest', name: string, filter?: string, more: More = {}): Row => ({
	name,
	length,
	reading: 'bytes',
	...(filter !== undefined && { filter }),
	...more,
});

export const parts = (name: string, rows: Row['rows'], more: Omit<Row, 'name' | 'rows'> = {}): Row => ({
	name,
	reading: 'parts',
	...(rows !== undefined && { rows }),
	...more,
});

/** Rows by what was read before; none where nothing fits. */
export const choice = (inline: NonNullable<Row['inline']>): Row => ({ name: '', inline });

export const payload = (length: Amount | 'rest', name = 'payload'): Row => ({ name, length, payload: true });

export const bit = (mask: number, name: string, filter?: string, more: Omit<Bits, 'mask' | 'name' | 'filter'> = {}): Bits => ({
	mask,
	name,
	...(filter !== undefined && { filter }),
	...more,
});

/** Of `again`: to the end of the area, one at least being left. */
export const toTheEnd = (_count: number, _scope: Scope, place: Place): boolean => place.left > 0;

/** Of `again`: as often as the number under `key` says. */
export const timesOf =
	(key: string) =>
	(count: number, scope: Scope): boolean =>
		count < (scope[key] ?? 0);
