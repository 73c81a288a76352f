/** What a `CommandReader` hands on, in the order of the bytes. */
export interface CommandHandler {
	/** A character that the module echoes; each end of a line is CR and LF. */
	echo(code: number): void;
	/** How many bytes follow `LINE`, which a space or CR has just ended; undefined if none do. */
	dataLength(line: string): number | undefined;
	/** A line that is not blank, with the bytes that followed it, if it was of that kind (a view, gone with the next read; empty if there were too many). */
	onCommand(line: string, data: Uint8Array | undefined): void;
	/** The line was longer than the module can keep; the rest up to CR is gone. */
	onOverrun(): void;
}

const BACKSPACE = 0x08;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DELETE = 0x7f;

const LINE_LENGTH = 256;

/**
 * The module's end of the UART: commands out of bytes (BP35A1 command reference manual 4.7; the control characters as in SKSTACK's public relative
 * SkWAN, whose command line is of the same make).
 *
 * A line ends with CR; LF and other control characters are passed over, so CR LF ends one line and LF alone none. Backspace and delete take one
 * character back. The bytes after SKSENDTO and SKSEND are counted, not looked at, and not echoed. Where CR stands in place of the space before them,
 * they are waited for all the same, an LF behind it being the first of them (unconfirmed: no log shows more than that the module goes on waiting).
 */
export class CommandReader {
	readonly #handler: CommandHandler;
	readonly #line = new Uint8Array(LINE_LENGTH);
	readonly #data: Uint8Array;
	#length = 0;
	/** Bytes of data yet to come, and already there; none are expected while a line is read. */
	#missing = 0;
	#filled = 0;
	#skipping = false;

	/** @param maxData the most bytes of data that are kept; longer ones are counted and dropped */
	constructor(handler: CommandHandler, maxData: number) {
		this.#handler = handler;
		this.#data = new Uint8Array(maxData);
	}

	/** Nothing of a command has come yet. */
	get isBetween(): boolean {
		return this.#length === 0 && this.#missing === 0 && !this.#skipping;
	}

	reset(): void {
		this.#length = 0;
		this.#missing = 0;
		this.#skipping = false;
	}

	/** What comes up to the next CR is no command: bytes of it are lost. */
	skipLine(): void {
		this.reset();
		this.#skipping = true;
	}

	/** Takes bytes from `start` up to the end of one command; returns where to go on. */
	read(bytes: Uint8Array, start: number, end: number): number {
		let at = start;
		while (at < end) {
			const code = bytes[at++]!;
			if (this.#missing > 0 ? this.#takeData(code) : this.#takeCharacter(code)) break;
		}
		return at;
	}

	/** True when a command is complete. */
	#takeData(code: number): boolean {
		if (this.#filled < this.#data.length) this.#data[this.#filled] = code;
		this.#filled++;
		if (--this.#missing > 0) return false;
		this.#finishData();
		return true;
	}

	#finishData(): void {
		const data = this.#data.subarray(0, this.#filled <= this.#data.length ? this.#filled : 0);
		this.#handler.onCommand(this.#takeLine(), data);
	}

	#takeCharacter(code: number): boolean {
		if (this.#skipping) {
			if (code === CR) this.#skipping = false;
			return false;
		}
		if (code === CR) return this.#endLine();
		if (code === BACKSPACE || code === DELETE) this.#erase();
		else if (code >= SPACE) return this.#append(code);
		return false;
	}

	#endLine(): boolean {
		this.#handler.echo(CR);
		this.#handler.echo(LF);
		const length = this.#handler.dataLength(this.#text());
		if (length !== undefined) return this.#awaitData(length);
		const line = this.#takeLine();
		if (line.trim() === '') return false;
		this.#handler.onCommand(line, undefined);
		return true;
	}

	#append(code: number): boolean {
		if (this.#length === LINE_LENGTH) {
			this.skipLine();
			this.#handler.onOverrun();
			return true;
		}
		this.#line[this.#length++] = code;
		this.#handler.echo(code);
		if (code !== SPACE) return false;
		const length = this.#handler.dataLength(this.#text());
		return length !== undefined && this.#awaitData(length);
	}

	/** True when there are none to wait for. */
	#awaitData(length: number): boolean {
		this.#missing = length;
		this.#filled = 0;
		if (length > 0) return false;
		this.#finishData();
		return true;
	}

	#erase(): void {
		if (this.#length === 0) return;
		this.#length--;
		this.#handler.echo(BACKSPACE);
		this.#handler.echo(SPACE);
		this.#handler.echo(BACKSPACE);
	}

	#text(): string {
		let text = '';
		for (let i = 0; i < this.#length; i++) text += String.fromCharCode(this.#line[i]!);
		return text;
	}

	#takeLine(): string {
		const line = this.#text();
		this.#length = 0;
		return line;
	}
}
