import { checksum, type Direction, HEADER_LENGTH, MAX_FRAME, MAX_MESSAGE, MESSAGE_START, MIN_MESSAGE, UNIQUE_CODE } from './frame.js';

/** What is wrong with a frame. `timeOut`: the rest of it did not come. */
export type FrameProblem = 'headerChecksum' | 'dataChecksum' | 'tooShort' | 'tooLong' | 'timeOut';

export interface FrameHandler {
	/** `data` and the whole `frame` are views, gone with the next read. */
	onFrame(code: number, data: Uint8Array, frame: Uint8Array): void;
	/** `code` as the frame has it: of a wrong header checksum, that may be wrong as well. */
	onProblem(problem: FrameProblem, code: number): void;
}

/** ms of silence within a frame that end it (2.10.3). */
export const RECEIVE_TIME_OUT = 1000;

const CODE_OFFSET = 4;
const LENGTH_OFFSET = 6;
const HEADER_SUM = 8;
const DATA_SUM = 10;
const UNIQUE_LENGTH = 4;

/**
 * Frames out of bytes, one at a time. Bytes before a unique code are dropped without a word; so is what was received together with a frame whose header
 * is wrong (2.10.1).
 */
export class FrameReader {
	readonly #handler: FrameHandler;
	readonly #unique: Uint8Array;
	readonly #strict: boolean;
	readonly #frame = new Uint8Array(MAX_FRAME);
	#length = 0;
	/** Of the whole frame, once its header is there. */
	#expected = MAX_FRAME;
	#dropped = 0;

	/** @param strict a checksum of 0 is wrong where it is not the sum; else it stands for none */
	constructor(handler: FrameHandler, direction: Direction, strict: boolean) {
		const code = UNIQUE_CODE[direction];
		this.#handler = handler;
		this.#strict = strict;
		this.#unique = Uint8Array.of(code >>> 24, code >>> 16, code >>> 8, code);
	}

	/** A frame has begun and is not complete. */
	get isWithin(): boolean {
		return this.#length > 0;
	}

	/** Bytes that belonged to no frame. */
	get dropped(): number {
		return this.#dropped;
	}

	/** Takes bytes from `start` up to the end of one frame; returns where to go on. */
	read(bytes: Uint8Array, start: number): number {
		let at = start;
		while (at < bytes.length) {
			const byte = bytes[at++]!;
			if (this.#length < UNIQUE_LENGTH) this.#seek(byte);
			else {
				this.#frame[this.#length++] = byte;
				if (this.#length === HEADER_LENGTH && !this.#takeHeader()) return this.#drop(bytes.length, at);
				if (this.#length === this.#expected) {
					this.#finish();
					return at;
				}
			}
		}
		return at;
	}

	/** Nothing has come for so long: the frame that had begun is over. */
	expire(): void {
		const hasHeader = this.#length >= HEADER_LENGTH;
		this.#dropped += this.#length;
		this.reset();
		if (hasHeader) this.#handler.onProblem('timeOut', this.#number(CODE_OFFSET));
	}

	reset(): void {
		this.#length = 0;
		this.#expected = MAX_FRAME;
	}

	/** The first byte of a unique code comes nowhere else in it: what does not fit can only begin a new one. */
	#seek(byte: number): void {
		if (byte === this.#unique[this.#length]) this.#length++;
		else {
			this.#dropped += this.#length + 1;
			this.#length = byte === this.#unique[0] ? 1 : 0;
			this.#dropped -= this.#length;
		}
		if (this.#length === UNIQUE_LENGTH) this.#frame.set(this.#unique);
	}

	/** False where the header is wrong, and all that was received is to be dropped. */
	#takeHeader(): boolean {
		const length = this.#number(LENGTH_OFFSET);
		const problem = this.#problemOfHeader(length);
		if (problem === undefined) {
			this.#expected = MESSAGE_START + length;
			return true;
		}
		this.#dropped += this.#length;
		this.reset();
		this.#handler.onProblem(problem, this.#number(CODE_OFFSET));
		return false;
	}

	#problemOfHeader(length: number): FrameProblem | undefined {
		if (!this.#isRight(HEADER_SUM, checksum(this.#frame, 0, MESSAGE_START))) return 'headerChecksum';
		if (length < MIN_MESSAGE) return 'tooShort';
		return length > MAX_MESSAGE ? 'tooLong' : undefined;
	}

	#finish(): void {
		const end = this.#length;
		const code = this.#number(CODE_OFFSET);
		const isRight = this.#isRight(DATA_SUM, checksum(this.#frame, HEADER_LENGTH, end));
		this.reset();
		if (!isRight) this.#dropped += end;
		if (isRight) this.#handler.onFrame(code, this.#frame.subarray(HEADER_LENGTH, end), this.#frame.subarray(0, end));
		else this.#handler.onProblem('dataChecksum', code);
	}

	#isRight(offset: number, sum: number): boolean {
		const given = this.#number(offset);
		return given === sum || (given === 0 && !this.#strict);
	}

	#drop(end: number, at: number): number {
		this.#dropped += end - at;
		return end;
	}

	#number(offset: number): number {
		return (this.#frame[offset]! << 8) | this.#frame[offset + 1]!;
	}
}
