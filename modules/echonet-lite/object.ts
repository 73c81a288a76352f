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
/** Of the longest property map, and where the three begin in an object's table. */
const MAP_LENGTH = 17;
const MAPS = 256;
const READ = 1;
const SET = 2;
const ANNOUNCE = 4;

/** A `NodeObject` from the rows of its class. The maps 9D, 9E and 9F need no row: they are made of `access`. */
export class EchonetObject<Self> implements NodeObject {
	readonly eoj: number;
	readonly #self: Self;
	readonly #rows: readonly PropertyRow<Self>[];
	/**
	 * By EPC − 0x80 the number of its row + 1; behind these, by EPC, what may be done; behind these the maps 9D, 9E and 9F. One table, for on XS each takes
	 * seven slots.
	 */
	readonly #table = new Uint8Array(MAPS + 3 * MAP_LENGTH);

	/** Throws RangeError if `access` shows what no row can do. */
	constructor(eoj: number, self: Self, rows: readonly PropertyRow<Self>[], access: PropertyAccess) {
		this.eoj = eoj;
		this.#self = self;
		this.#rows = rows;
		for (let i = 0; i < rows.length; i++) this.#table[rows[i]!.epc - FIRST_EPC] = i + 1;
		this.#table.set(encodePropertyMap(access.announced), mapAt(0x9d));
		this.#table.set(encodePropertyMap(access.settable), mapAt(0x9e));
		this.#table.set(encodePropertyMap(access.readable), mapAt(0x9f));
		this.#grant(READ, access.readable);
		this.#grant(SET, access.settable);
		this.#grant(ANNOUNCE, access.announced);
	}

	get(epc: number): Uint8Array | undefined {
		if (!this.#may(READ, epc)) return undefined;
		return isMap(epc) ? this.#map(epc) : this.#rowOf(epc)?.get?.(this.#self);
	}

	set(epc: number, edt: Uint8Array): boolean {
		return this.#may(SET, epc) && (this.#rowOf(epc)?.set?.(this.#self, edt) ?? false);
	}

	announces(epc: number): boolean {
		return this.#may(ANNOUNCE, epc);
	}

	#may(right: number, epc: number): boolean {
		return epc >= FIRST_EPC && (this.#table[epc]! & right) !== 0;
	}

	#rowOf(epc: number): PropertyRow<Self> | undefined {
		return this.#rows[this.#table[epc - FIRST_EPC]! - 1];
	}

	#map(epc: number): Uint8Array {
		const at = mapAt(epc);
		return this.#table.slice(at, at + Math.min(1 + this.#table[at]!, MAP_LENGTH));
	}

	#grant(right: number, epcs: readonly number[]): void {
		for (const epc of epcs) {
			const row = this.#rowOf(epc);
			const able = right === SET ? row?.set !== undefined : row?.get !== undefined || isMap(epc);
			if (!able)
				throw new RangeError(`ECHONET Lite: object 0x${this.eoj.toString(16)}: no way to ${right === SET ? 'set' : 'get'} 0x${epc.toString(16)}`);
			this.#table[epc] = this.#table[epc]! | right;
		}
	}
}

function mapAt(epc: number): number {
	return MAPS + (epc - 0x9d) * MAP_LENGTH;
}

function isMap(epc: number): boolean {
	return epc >= 0x9d && epc <= 0x9f;
}
