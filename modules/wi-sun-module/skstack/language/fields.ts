import { DecodeError } from '../../../bytes/reader.js';
import { parseAddress } from '../../../ipv6/address.js';
import { areDigits, parseBytes, parseDigits } from './digits.js';

/** Colon notation as the language takes it: 8 groups, none left out. Undefined for anything else. */
export function parseFullAddress(text: string): Uint8Array | undefined {
	const groups = text.split(':');
	return groups.length === 8 && groups.every((group) => group.length <= 4 && areDigits(group)) ? parseAddress(text) : undefined;
}

/** Takes the fields off a line in order, one space between them. Every method throws DecodeError where the field is another. */
export class Fields {
	readonly #format: string;
	readonly #line: string;
	#offset = 0;

	constructor(format: string, line: string) {
		this.#format = format;
		this.#line = line;
	}

	get offset(): number {
		return this.#offset;
	}

	get left(): boolean {
		return this.#offset < this.#line.length;
	}

	/** The characters up to the next space or the end. */
	text(name: string): string {
		if (!this.left) throw this.error(name);
		const space = this.#line.indexOf(' ', this.#offset);
		const end = space < 0 ? this.#line.length : space;
		if (end === this.#offset) throw this.error(name);
		const field = this.#line.slice(this.#offset, end);
		this.#offset = end + 1;
		return field;
	}

	expect(word: string): this {
		const start = this.#offset;
		if (this.text(word) !== word) throw this.error(word, start);
		return this;
	}

	/** A number of 1 to `width` digits. */
	number(width: number, name: string): number {
		const start = this.#offset;
		const value = parseDigits(this.text(name), width);
		if (value === undefined) throw this.error(`${name} (up to ${width} digits)`, start);
		return value;
	}

	/** `length` bytes in digits. */
	bytes(length: number, name: string): Uint8Array {
		const start = this.#offset;
		const value = parseBytes(this.text(name), length);
		if (value === undefined) throw this.error(`${name} (${2 * length} digits)`, start);
		return value;
	}

	address(name: string): Uint8Array {
		const start = this.#offset;
		const value = parseFullAddress(this.text(name));
		if (value === undefined) throw this.error(`${name} (8 groups)`, start);
		return value;
	}

	end(): void {
		if (this.left) throw this.error('the end of the line');
	}

	error(expected: string, offset = this.#offset): DecodeError {
		return new DecodeError(this.#format, Math.min(offset, this.#line.length), expected);
	}
}
