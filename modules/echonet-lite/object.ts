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
	/** Whether the instance has the property now; default: true. What it has not stands in no map, and is refused. */
	readonly has?: (self: Self) => boolean;
}

/** The EPCs that an instance shows: property maps 9F, 9E and 9D. */
export interface PropertyAccess {
	readonly readable: readonly number[];
	readonly settable: readonly number[];
	readonly announced: readonly number[];
	/** Stand in map 9F as well, and are refused all the same, as some devices do; default: none. */
	readonly unreadable?: readonly number[];
}

const FIRST_EPC = 0x80;
const LAST_EPC = 0xff;
const READ = 1;
const SET = 2;
const ANNOUNCE = 4;
const REFUSE = 8;
const FIRST_MAP = 0x9d;
/** The right that each property map tells of, by EPC from 9D on. */
const MAPS = Object.freeze([ANNOUNCE, SET, READ]);

/** A `NodeObject` from the rows of its class. The maps 9D, 9E and 9F need no row: they are made of `access`, when they are asked for. */
export class EchonetObject<Self> implements NodeObject {
	readonly eoj: number;
	readonly #self: Self;
	readonly #rows: readonly PropertyRow<Self>[];
	/** Rows by EPC − 0x80, as their number + 1; access by EPC. One table, for on XS each takes seven slots. */
	readonly #table = new Uint8Array(LAST_EPC + 1);

	/** Throws RangeError if `access` shows what no row can do. */
	constructor(eoj: number, self: Self, rows: readonly PropertyRow<Self>[], access: PropertyAccess) {
		this.eoj = eoj;
		this.#self = self;
		this.#rows = rows;
		for (let i = 0; i < rows.length; i++) this.#table[rows[i]!.epc - FIRST_EPC] = i + 1;
		this.grant(READ, access.readable);
		this.grant(SET, access.settable);
		this.grant(ANNOUNCE, access.announced);
		if (access.unreadable !== undefined) this.grant(REFUSE, access.unreadable);
	}

	get(epc: number): Uint8Array | undefined {
		if (!this.may(READ, epc) || this.may(REFUSE, epc)) return undefined;
		return isMap(epc) ? this.map(epc) : this.rowOf(epc)?.get?.(this.#self);
	}

	set(epc: number, edt: Uint8Array): boolean {
		return this.may(SET, epc) && (this.rowOf(epc)?.set?.(this.#self, edt) ?? false);
	}

	announces(epc: number): boolean {
		return this.may(ANNOUNCE, epc);
	}

	private may(right: number, epc: number): boolean {
		if (epc < FIRST_EPC || (this.#table[epc]! & right) === 0) return false;
		return this.rowOf(epc)?.has?.(this.#self) ?? true;
	}

	private rowOf(epc: number): PropertyRow<Self> | undefined {
		return this.#rows[this.#table[epc - FIRST_EPC]! - 1];
	}

	private map(epc: number): Uint8Array {
		const right = MAPS[epc - FIRST_MAP]!;
		const epcs: number[] = [];
		for (let each = FIRST_EPC; each <= LAST_EPC; each++) if (this.may(right, each)) epcs.push(each);
		return encodePropertyMap(epcs);
	}

	private grant(right: number, epcs: readonly number[]): void {
		for (const epc of epcs) {
			const row = this.rowOf(epc);
			const able = right === SET ? row?.set !== undefined : row?.get !== undefined || isMap(epc);
			if (!able)
				throw new RangeError(`ECHONET Lite: object 0x${this.eoj.toString(16)}: no way to ${right === SET ? 'set' : 'get'} 0x${epc.toString(16)}`);
			this.#table[epc] = this.#table[epc]! | right;
		}
	}
}

function isMap(epc: number): boolean {
	return epc >= FIRST_MAP && epc < FIRST_MAP + MAPS.length;
}
