import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { asciiBytes } from '../bytes/ascii.js';
import { COMMAND } from './j11/language/codes.js';
import { encodeFrame } from './j11/language/frame.js';
import { FrameReader } from './j11/language/frame-reader.js';

export type Dialect = 'skstack' | 'j11';

/** How long an answer may take, ms (J11 UART IF specification 5.21). */
const ANSWER_TIME = 2_000;
const NO_DATA = new Uint8Array(0);
const LONGEST_TEXT = 64;

/**
 * Which language a module speaks, found out by asking: a request of J11 and the end of a line. A module with J11 answers the one and passes over the
 * other; one with SKSTACK-IP answers that the line, which was no command, is wrong.
 */
export class DialectProbe {
	readonly #done: (dialect: Dialect | undefined) => void;
	readonly #reader: FrameReader;
	readonly #timer: Timer;
	#text = '';
	#isDone = false;

	/** @param done called once; undefined where nothing came that tells */
	constructor(scheduler: Scheduler, write: (bytes: Uint8Array) => void, done: (dialect: Dialect | undefined) => void) {
		this.#done = done;
		const found = () => this.#end('j11');
		this.#reader = new FrameReader({ onFrame: found, onProblem: found }, 'response', false);
		this.#timer = scheduler.after(ANSWER_TIME, () => this.#end(undefined));
		write(encodeFrame('request', COMMAND.version, NO_DATA));
		write(asciiBytes('\r\n'));
	}

	/** Bytes from the module. */
	receive(bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length && !this.#isDone; i++) {
			this.#reader.read(bytes.subarray(i, i + 1), 0);
			if (this.#reader.isWithin) continue;
			this.#text = (this.#text + String.fromCharCode(bytes[i]!)).slice(-LONGEST_TEXT);
			if (isSkstack(this.#text)) this.#end('skstack');
		}
	}

	#end(dialect: Dialect | undefined): void {
		if (this.#isDone) return;
		this.#isDone = true;
		this.#timer.cancel();
		this.#done(dialect);
	}
}

/** What a module of SKSTACK-IP says to a line that is none, or to a good one of a former program. */
function isSkstack(text: string): boolean {
	return /FAIL ER\d\d|OK\r|EVENT |ERXUDP |SK[A-Z]{3}/.test(text);
}
