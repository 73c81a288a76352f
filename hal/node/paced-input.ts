/** The most that one turn of the event loop hands on, bytes: some 30 commands of a dongle, two frames of Route B. */
const A_TURN = 256;
/** What may wait before its source is told to. */
const MOST_WAITING = 4096;

export interface Source {
	pause(): void;
	resume(): void;
}

/**
 * Input of a line that anybody may flood: so many bytes a turn of the event loop, that others get theirs; the source waits meanwhile, as behind a UART with
 * flow control.
 */
export class PacedInput {
	readonly #source: Source;
	readonly #hand: (bytes: Uint8Array) => void;
	#waiting: Uint8Array[] = [];
	#length = 0;
	#left = A_TURN;
	#turn: NodeJS.Immediate | undefined;
	#paused = false;

	constructor(source: Source, hand: (bytes: Uint8Array) => void) {
		this.#source = source;
		this.#hand = hand;
	}

	receive(bytes: Uint8Array): void {
		this.#waiting.push(bytes);
		this.#length += bytes.length;
		this.#handOn();
		if (this.#length > MOST_WAITING && !this.#paused) {
			this.#paused = true;
			this.#source.pause();
		}
	}

	/** What waits is lost. */
	close(): void {
		clearImmediate(this.#turn);
		this.#waiting = [];
		this.#length = 0;
	}

	#handOn(): void {
		while (this.#left > 0 && this.#length > 0) {
			const first = this.#waiting[0]!;
			const piece = first.subarray(0, this.#left);
			if (piece.length === first.length) this.#waiting.shift();
			else this.#waiting[0] = first.subarray(piece.length);
			this.#length -= piece.length;
			this.#left -= piece.length;
			this.#hand(piece);
		}
		this.#turn ??= setImmediate(() => this.#nextTurn());
	}

	#nextTurn(): void {
		this.#turn = undefined;
		this.#left = A_TURN;
		if (this.#length > 0) this.#handOn();
		if (this.#paused && this.#length <= MOST_WAITING / 2) {
			this.#paused = false;
			this.#source.resume();
		}
	}
}
