const CAPACITY = 64;
/** How many numbers there are of so many bytes. */
const COUNT = Object.freeze([1, 0x100, 0x10000, 0x1000000, 0x100000000]);

/** Puts fields one behind the other. Its buffer grows to the longest message and stays: one writer serves a session for its life. */
export class GrowingWriter {
	/** What was put, and room behind it. */
	protected buffer: Uint8Array;
	protected end = 0;

	/** @param capacity bytes to begin with; it grows to what is needed */
	constructor(capacity = CAPACITY) {
		this.buffer = new Uint8Array(capacity);
	}

	/** How many bytes there are. */
	get length(): number {
		return this.end;
	}

	/** What was put so far: a view, good until the writer is used again. */
	get bytes(): Uint8Array {
		return this.buffer.subarray(0, this.end);
	}

	/** What was put so far, as a copy. */
	copy(): Uint8Array {
		return this.buffer.slice(0, this.end);
	}

	/** Forgets what was put from `length` on. */
	truncate(length = 0): void {
		if (length < this.end) this.end = length;
	}

	/** Forgets the first `count` bytes: the rest moves to the front. */
	drop(count: number): void {
		this.buffer.copyWithin(0, count, this.end);
		this.end = Math.max(0, this.end - count);
	}

	/** An unsigned number of `width` bytes (1 to 4), most significant first; a negative one as its two's complement. Throws RangeError where it does not fit. */
	uint(width: number, value: number): this {
		const count = COUNT[width]!;
		if (!(value < count && value >= -count / 2) || value % 1 !== 0)
			throw new RangeError(`number of ${width} bytes: expected a whole one from ${-count / 2} to ${count - 1}, got ${value}`);
		this.room(width);
		for (let i = width - 1; i >= 0; i--) this.buffer[this.end++] = value >>> (8 * i);
		return this;
	}

	put(bytes: Uint8Array): this {
		this.room(bytes.length);
		this.buffer.set(bytes, this.end);
		this.end += bytes.length;
		return this;
	}

	/** Makes room for so many bytes. */
	protected room(count: number): void {
		const needed = this.end + count;
		if (needed <= this.buffer.length) return;
		const grown = new Uint8Array(Math.max(needed, 2 * this.buffer.length));
		grown.set(this.buffer);
		this.buffer = grown;
	}
}
