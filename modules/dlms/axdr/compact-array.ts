/**
 * compact-array of A-XDR (Green Book, "Data" of COSEMpdu): values of one type, which is told once.
 *
 * | bytes  | field                                                                                          |
 * |--------|------------------------------------------------------------------------------------------------|
 * | 1      | tag: compact-array (19)                                                                        |
 * | n      | contents-description, a TypeDescription                                                        |
 * | 1 to 5 | length of the contents, in bytes                                                               |
 * | n      | array-contents: the values one behind the other, without their tags                            |
 *
 * | TypeDescription of | bytes                                       | its content                                    |
 * |--------------------|---------------------------------------------|------------------------------------------------|
 * | array              | 1, how many (2), TypeDescription of each    | so many, without a count                       |
 * | structure          | 2, how many (1 to 5), TypeDescription of each | these, without a count                       |
 * | all others         | the tag                                     | as behind the tag, with its length if it has one |
 */
import { Reader } from '../../bytes/reader.js';
import { contentLength, isString, readContentLength, readSize } from './data-length.js';
import { DataTag, type DataWriter } from './data-writer.js';

const FORMAT = 'A-XDR';
const ARRAY_HEAD = 3;

/** Passes over a TypeDescription and checks that it is one. */
function skipType(r: Reader): void {
	for (let pending = 1; pending > 0; pending--) {
		const tag = r.uint(1, 'type');
		if (tag === DataTag.array) {
			r.skip(2, 'number of elements');
			pending++;
		} else if (tag === DataTag.structure) {
			const count = readSize(r);
			if (count > r.left) throw r.error(`${count} types, found ${r.left} bytes`);
			pending += count;
		} else if (contentLength(tag) < 0 && !isString(tag)) {
			throw r.error(`a type that a compact-array may have, found ${tag}`, r.offset - 1);
		}
	}
}

/** Passes over a compact-array whose tag was read; what its contents are is not looked at. Throws DecodeError. */
export function skipCompactArray(r: Reader): void {
	skipType(r);
	r.skip(readSize(r), 'array-contents');
}

/** An array or structure whose values are not all there yet. */
interface Open {
	missing: number;
	/** Where the type of its elements stands; of a structure −1, for each has its own. */
	readonly element: number;
	/** Where the TypeDescription of an array ends. */
	readonly end: number;
}

/** The type of the elements of a compact-array. */
export class CompactType {
	readonly #types: Uint8Array;

	private constructor(types: Uint8Array) {
		this.#types = types;
	}

	/** Type description of a compact-array whose tag was read: a view of the message. Throws DecodeError. */
	static read(r: Reader): CompactType {
		const start = r.offset;
		skipType(r);
		return new CompactType(r.since(start));
	}

	/** One that does not need the message. */
	copy(): CompactType {
		return new CompactType(this.#types.slice());
	}

	/**
	 * Puts the next element as it would be elsewhere: with its tags. Returns how many values it consists of. Throws DecodeError.
	 * @param contents what is left of the array-contents
	 * @param most how many values it may be
	 */
	expand(w: DataWriter, contents: Reader, most: number): number {
		const types = this.#types;
		const before = contents.offset;
		const open: Open[] = [];
		let values = 0;
		for (let at = 0; ; ) {
			if (++values > most) throw contents.error('fewer values');
			const tag = types[at]!;
			let inner: Open | undefined;
			if (tag === DataTag.array) {
				const missing = (types[at + 1]! << 8) | types[at + 2]!;
				w.array(missing);
				inner = { missing, element: at + ARRAY_HEAD, end: this.#endOf(at) };
				at += ARRAY_HEAD;
			} else if (tag === DataTag.structure) {
				const r = new Reader(FORMAT, types.subarray(at + 1));
				const missing = readSize(r);
				w.structure(missing);
				inner = { missing, element: -1, end: 0 };
				at += 1 + r.offset;
			} else {
				w.uint(1, tag);
				const start = contents.offset;
				const fixed = contentLength(tag);
				contents.skip(fixed >= 0 ? fixed : readContentLength(contents, tag), 'data');
				w.put(contents.since(start));
				at++;
			}
			if (inner !== undefined && inner.missing > 0) {
				open.push(inner);
				continue;
			}
			if (inner !== undefined && inner.element >= 0) at = inner.end;
			// This value is complete, and with it perhaps what it lies in.
			for (;;) {
				const outer = open[open.length - 1];
				if (outer === undefined) {
					if (contents.offset === before) throw contents.error('elements that take bytes');
					return values;
				}
				if (--outer.missing > 0) {
					if (outer.element >= 0) at = outer.element;
					break;
				}
				if (outer.element >= 0) at = outer.end;
				open.pop();
			}
		}
	}

	/** Where the TypeDescription at `AT` ends. */
	#endOf(at: number): number {
		const r = new Reader(FORMAT, this.#types.subarray(at));
		skipType(r);
		return at + r.offset;
	}
}
