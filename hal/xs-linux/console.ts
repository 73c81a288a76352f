import type { Scheduler } from '../ports/scheduler.js';

/** From one look at the standard input to the next, ms. */
const LOOK = 100;
/** A line beyond this many bytes is dropped up to its end. */
const LONGEST = 200;
const LINE_FEED = 10;

/** Calls `onLine` with each line of the standard input, in ASCII and without its end, until the input ends. */
export class Console {
	private readonly scheduler: Scheduler;
	private readonly onLine: (line: string) => void;
	private readonly bytes = new Uint8Array(64);
	private line = '';
	private length = 0;

	constructor(scheduler: Scheduler, onLine: (line: string) => void) {
		this.scheduler = scheduler;
		this.onLine = onLine;
		this.look();
	}

	private look(): void {
		const count = read(this.bytes);
		if (count < 0) return;
		for (let i = 0; i < count; i++) this.take(this.bytes[i]!);
		this.scheduler.after(LOOK, () => this.look());
	}

	private take(byte: number): void {
		if (byte !== LINE_FEED) {
			if (++this.length <= LONGEST) this.line += String.fromCharCode(byte);
			return;
		}
		const { line, length } = this;
		this.line = '';
		this.length = 0;
		if (length > 0 && length <= LONGEST) this.onLine(line);
	}
}

function read(this: unknown, into: Uint8Array): number {
	return native('xs_keiki_console_read').call(this, into) as number;
}
