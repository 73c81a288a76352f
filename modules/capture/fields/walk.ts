/** Reads bytes by the rows of a layer. Never throws for what is in them: what does not fit its row ends the layer, as a field `malformed`. */
import { asciiText } from '../../bytes/ascii.js';
import { toHex } from '../../bytes/hex.js';
import type { Field, Raw } from './field.js';
import type { Amount, Bits, Place, Reading, Row, Scope } from './row.js';
import { colons, ipv6Text, utf8Text } from './text.js';

/** How deep parts may lie in each other, and how many fields a layer may have. */
const MAX_DEPTH = 40;
const MAX_FIELDS = 20_000;
/** Bytes shown of a long field. */
const SHOWN = 32;

export interface Area {
	readonly start: number;
	readonly end: number;
}

export interface Walked {
	readonly fields: readonly Field[];
	readonly scope: Scope;
	/** What the next layer takes. */
	readonly payload: Area | undefined;
	/** Where the reading ended. */
	readonly end: number;
	/** Why it ended early. */
	readonly malformed: string | undefined;
}

/** @param scope what the rows find there before they have read anything */
export function walk(rows: readonly Row[], clause: string, bytes: Uint8Array, { start, end }: Area, scope: Scope = {}): Walked {
	const walker = new Walker(bytes, start, end, { ...scope });
	const fields = walker.list(rows, clause, 0);
	walker.finish(fields, clause);
	return { fields, scope: walker.scope, payload: walker.payload, end: walker.offset, malformed: walker.failure };
}

class Walker implements Place {
	readonly scope: Scope;
	offset: number;
	payload: Area | undefined;
	failure: string | undefined;
	readonly #bytes: Uint8Array;
	#end: number;
	#fields = 0;

	constructor(bytes: Uint8Array, start: number, end: number, scope: Scope) {
		this.#bytes = bytes;
		this.offset = start;
		this.#end = end;
		this.scope = scope;
	}

	get left(): number {
		return this.#end - this.offset;
	}

	peek(ahead: number): number {
		return this.offset + ahead < this.#end ? this.#bytes[this.offset + ahead]! : 0;
	}

	/** What is left belongs to nobody: it is malformed. */
	finish(fields: Field[], clause: string): void {
		if (this.failure === undefined && this.left > 0) this.failure = `expected the end, found ${this.left} more bytes`;
		if (this.failure === undefined) return;
		const { offset } = this;
		const raw = this.#bytes.subarray(offset, this.#end);
		fields.push({ name: 'malformed', value: this.failure, raw, start: offset, end: this.#end, clause, malformed: true });
		this.offset = this.#end;
	}

	list(rows: readonly Row[], clause: string, depth: number): Field[] {
		const fields: Field[] = [];
		for (const row of rows) {
			for (let count = 0; row.again?.(count, this.scope, this) ?? count === 0; count++) {
				if (this.failure !== undefined) return fields;
				const before = this.offset;
				this.#one(row, row.clause ?? clause, depth, fields);
				// Rows that take nothing would stand for ever.
				if (row.again !== undefined && this.offset === before) break;
			}
		}
		return fields;
	}

	#one(row: Row, clause: string, depth: number, fields: Field[]): void {
		if (row.when !== undefined && !row.when(this.scope, this)) return;
		if (depth > MAX_DEPTH) this.#fail(`fewer than ${MAX_DEPTH} fields in each other`);
		else if (row.inline !== undefined) fields.push(...this.list(row.inline(this.scope, this), clause, depth + 1));
		else if (++this.#fields > MAX_FIELDS) this.#fail(`at most ${MAX_FIELDS} fields`);
		else this.#field(row, clause, depth, fields);
	}

	#field(row: Row, clause: string, depth: number, fields: Field[]): void {
		const length = row.length === undefined ? undefined : this.#amount(row.length);
		if (length !== undefined && (length > this.left || length < 0)) {
			this.#fail(`${row.name} (${Math.max(0, length)} bytes), found ${this.left}`);
		} else if (row.payload === true && this.payload === undefined) {
			this.payload = { start: this.offset, end: this.offset + length! };
			this.offset += length!;
		} else if (row.rows !== undefined) {
			fields.push(this.#parts(row, clause, depth, length));
		} else {
			fields.push(this.#leaf(row, clause, length!));
		}
	}

	#parts(row: Row, clause: string, depth: number, length: number | undefined): Field {
		const start = this.offset;
		const outer = this.#end;
		if (length !== undefined) this.#end = start + length;
		const children = this.list(typeof row.rows === 'function' ? row.rows(this.scope, this) : row.rows!, clause, depth + 1);
		if (length !== undefined) {
			if (this.failure === undefined && this.left > 0) this.#fail(`the end of ${row.name}, found ${this.left} more bytes`);
			this.#end = outer;
		}
		const end = this.offset;
		const raw = row.reading === 'parts' && row.filter === undefined ? undefined : this.#bytes.subarray(start, end);
		const value = row.shown?.(raw, this.scope) ?? '';
		return this.#made(row, { value, raw, start, end, clause, children });
	}

	#leaf(row: Row, clause: string, length: number): Field {
		const start = this.offset;
		const end = start + length;
		const own = this.#bytes.subarray(start, end);
		const reading = row.reading ?? 'bytes';
		const raw = row.means?.(own, this.scope) ?? rawOf(own, reading, row.little === true);
		this.offset = end;
		const number = typeof raw === 'number' ? raw : 0;
		if (row.key !== undefined) this.scope[row.key] = number;
		for (const { key, mask } of row.bits ?? []) if (key !== undefined) this.scope[key] = maskedBy(number, mask);
		const wrong = row.wrong?.(number, this.scope);
		if (wrong !== undefined) this.#fail(wrong);
		const value = row.shown?.(raw, this.scope) ?? named(row.names, raw) ?? textOf(raw, reading, length);
		const children = row.bits?.map((bits) => bitField(bits, number, start, end, clause));
		return this.#made(row, { value, raw, start, end, clause, ...(children && { children }) });
	}

	#made(row: Row, rest: Omit<Field, 'name' | 'filter' | 'secret'>): Field {
		const secret = row.secret?.(this.scope) === true;
		return { name: row.name, ...(row.filter !== undefined && { filter: row.filter }), ...rest, ...(secret && { secret }) };
	}

	#amount(length: Amount | 'rest'): number {
		if (length === 'rest') return this.left;
		return typeof length === 'number' ? length : length(this.scope, this);
	}

	#fail(expected: string): void {
		this.failure ??= `expected ${expected}`;
	}
}

function bitField(bits: Bits, number: number, start: number, end: number, clause: string): Field {
	const raw = maskedBy(number, bits.mask);
	const isFlag = (bits.mask & (bits.mask - 1)) === 0;
	const text = bits.reading === 'hex' ? `0x${raw.toString(16)}` : `${raw}`;
	const value = named(bits.names, raw) ?? (isFlag ? (raw === 0 ? 'no' : 'yes') : text);
	const [from, to] = bits.bytes ?? [0, end - start];
	const { name, filter, mask } = bits;
	return { name, ...(filter !== undefined && { filter }), value, raw, start: start + from, end: start + to, bits: mask, clause };
}

function maskedBy(number: number, mask: number): number {
	return (number & mask) >>> (31 - Math.clz32(mask & -mask));
}

function named(names: Row['names'], raw: Raw): string | undefined {
	const name = typeof raw === 'number' ? names?.[raw] : undefined;
	return name === undefined ? undefined : `${name} (${raw})`;
}

function rawOf(bytes: Uint8Array, reading: Reading, little: boolean): Raw {
	switch (reading) {
		case 'dec':
		case 'hex':
			return unsigned(bytes, little);
		case 'signed':
			return signed(bytes);
		case 'float':
			return float(bytes);
		case 'eui64LE':
			return Uint8Array.from(bytes).reverse();
		case 'ipv6':
			return ipv6Text(bytes);
		case 'ascii':
			return asciiText(bytes);
		case 'utf8':
			return utf8Text(bytes);
		default:
			return bytes;
	}
}

function unsigned(bytes: Uint8Array, little: boolean): number | bigint {
	const count = bytes.length;
	if (count > 6) {
		let value = 0n;
		for (const byte of bytes) value = value * 256n + BigInt(byte);
		return value;
	}
	let value = 0;
	for (let i = 0; i < count; i++) value = value * 256 + bytes[little ? count - 1 - i : i]!;
	return value;
}

function signed(bytes: Uint8Array): number | bigint {
	const value = unsigned(bytes, false);
	if (bytes.length === 0 || bytes[0]! < 0x80) return value;
	return typeof value === 'bigint' ? value - (1n << BigInt(8 * bytes.length)) : value - 2 ** (8 * bytes.length);
}

function float(bytes: Uint8Array): number {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	return bytes.length === 4 ? view.getFloat32(0) : view.getFloat64(0);
}

function textOf(raw: Raw, reading: Reading, length: number): string {
	if (raw instanceof Uint8Array) {
		if (reading === 'eui64' || reading === 'eui64LE') return colons(raw);
		return raw.length > SHOWN ? `${toHex(raw.subarray(0, SHOWN))}… (${raw.length} bytes)` : toHex(raw);
	}
	if (reading === 'hex' && typeof raw === 'number') return `0x${raw.toString(16).padStart(2 * length, '0')}`;
	return raw === undefined ? '' : `${raw}`;
}
