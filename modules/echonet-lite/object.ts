/**
 * An ECHONET object: properties that can be got, set and announced. What a class can do stands in a table of rows, shared by all its
 * instances; which of it an instance shows to the network stands in its three lists, and those are its property maps.
 */
import { encodePropertyMap } from './property-map.js';

/** What a node asks of its objects. */
export interface NodeObject {
	/** 0xGGCCII: class group, class, instance. */
	readonly eoj: number;
	/** The value of a property; undefined where it cannot be read. */
	get(epc: number): Uint8Array | undefined;
	/** Whether the value was accepted. `edt` is a view of the message: to be copied if kept. */
	set(epc: number, edt: Uint8Array): boolean;
	/** Whether a change of this property is announced (it stands in property map 9D). */
	announces(epc: number): boolean;
}

/** How one property of a class is got and set; the functions are handed the instance. */
export interface PropertyRow<Self> {
	readonly epc: number;
	readonly get?: (self: Self) => Uint8Array | undefined;
	readonly set?: (self: Self, edt: Uint8Array) => boolean;
}

/** The EPCs that an instance shows: property maps 9F, 9E and 9D. */
export interface PropertyAccess {
	readonly readable: readonly number[];
	readonly settable: readonly number[];
	readonly announced: readonly number[];
}

const FIRST_EPC = 0x80;
const READ = 1;
const SET = 2;
const ANNOUNCE = 4;

/** A `NodeObject` from the rows of its class. The maps 9D, 9E and 9F need no row: they are made of `access`. */
export class EchonetObject<Self> implements NodeObject {
	readonly eoj: number;
	readonly #self: Self;
	readonly #rows: readonly PropertyRow<Self>[];
	/** By EPC − 0x80: number of its row + 1, and what may be done. */
	readonly #row = new Uint8Array(128);
	readonly #rights = new Uint8Array(128);
	readonly #maps: readonly Uint8Array[];

	/** Throws RangeError if `access` shows what no row can do. */
	constructor(eoj: number, self: Self, rows: readonly PropertyRow<Self>[], access: PropertyAccess) {
		this.eoj = eoj;
		this.#self = self;
		this.#rows = rows;
		for (let i = 0; i < rows.length; i++) this.#row[rows[i]!.epc - FIRST_EPC] = i + 1;
		this.#maps = [encodePropertyMap(access.announced), encodePropertyMap(access.settable), encodePropertyMap(access.readable)];
		this.#grant(READ, access.readable);
		this.#grant(SET, access.settable);
		this.#grant(ANNOUNCE, access.announced);
	}

	get(epc: number): Uint8Array | undefined {
		if (!this.#may(READ, epc)) return undefined;
		return isMap(epc) ? this.#maps[epc - 0x9d] : this.#rowOf(epc)?.get?.(this.#self);
	}

	set(epc: number, edt: Uint8Array): boolean {
		return this.#may(SET, epc) && (this.#rowOf(epc)?.set?.(this.#self, edt) ?? false);
	}

	announces(epc: number): boolean {
		return this.#may(ANNOUNCE, epc);
	}

	#may(right: number, epc: number): boolean {
		return epc >= FIRST_EPC && (this.#rights[epc - FIRST_EPC]! & right) !== 0;
	}

	#rowOf(epc: number): PropertyRow<Self> | undefined {
		return this.#rows[this.#row[epc - FIRST_EPC]! - 1];
	}

	#grant(right: number, epcs: readonly number[]): void {
		for (const epc of epcs) {
			const row = this.#rowOf(epc);
			const able = right === SET ? row?.set !== undefined : row?.get !== undefined || isMap(epc);
			if (!able)
				throw new RangeError(`ECHONET Lite: object 0x${this.eoj.toString(16)}: no way to ${right === SET ? 'set' : 'get'} 0x${epc.toString(16)}`);
			this.#rights[epc - FIRST_EPC] = this.#rights[epc - FIRST_EPC]! | right;
		}
	}
}

function isMap(epc: number): boolean {
	return epc >= 0x9d && epc <= 0x9f;
}
