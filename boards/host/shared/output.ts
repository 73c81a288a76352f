/** What a run says, line by line, to readers that may stand still: what they do not take is bounded, and lines beyond it are lost and counted. */

/** What may wait for its reader, bytes. */
const MOST_WAITING = 1 << 20;

export class Output {
	readonly stream: NodeJS.WriteStream;
	readonly #lostLine: (lines: number) => string;
	#lost = 0;

	/** @param lostLine tells in place of them how many lines were lost */
	constructor(stream: NodeJS.WriteStream, lostLine: (lines: number) => string) {
		this.stream = stream;
		this.#lostLine = lostLine;
		unblock(stream);
	}

	write(line: string): void {
		const { writableLength } = this.stream;
		if (writableLength > MOST_WAITING || (this.#lost > 0 && writableLength > MOST_WAITING / 2)) {
			this.#lost++;
			return;
		}
		const lost = this.#lost;
		this.#lost = 0;
		if (lost > 0) this.stream.write(`${this.#lostLine(lost)}\n`);
		this.stream.write(`${line}\n`);
	}
}

/** Node writes to a terminal until it has taken all, and stands still with one that was stopped (Ctrl+S). It has no public way to change that. */
function unblock(stream: NodeJS.WriteStream): void {
	if (!stream.isTTY) return;
	const { _handle: handle } = stream as { readonly _handle?: { readonly setBlocking?: (blocking: boolean) => number } };
	handle?.setBlocking?.(false);
}
