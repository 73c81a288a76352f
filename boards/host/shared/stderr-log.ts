/** The log of a run, for people, on stderr. What cannot be written is lost, and ends nothing; what others can make long is cut short. */
import process from 'node:process';
import type { Log } from '../../../hal/ports/log.js';
import { Output } from './output.js';
import { printable } from './printable.js';

/** So many lines of a layer in so many ms; the rest is counted. */
const MOST_LINES = 20;
const SPAN = 60_000;

interface Layer {
	begun: number;
	lines: number;
}

export class StderrLog implements Log {
	readonly #layers = new Map<string, Layer>();
	readonly #put: (line: string) => void;
	readonly #now: () => number;

	/** @param now ms of real time */
	constructor(put: (line: string) => void = toStderr(), now: () => number = () => performance.now()) {
		this.#put = put;
		this.#now = now;
	}

	write(layer: string, text: string): void {
		const now = this.#now();
		let known = this.#layers.get(layer);
		if (known === undefined || now - known.begun >= SPAN) {
			if (known !== undefined && known.lines > MOST_LINES) this.#put(`keiki: ${layer}: ${known.lines - MOST_LINES} lines left out`);
			known = { begun: now, lines: 0 };
			this.#layers.set(layer, known);
		}
		if (++known.lines <= MOST_LINES) this.#put(`keiki: ${layer}: ${text}`);
		if (known.lines === MOST_LINES + 1) this.#put(`keiki: ${layer}: more than ${MOST_LINES} lines in ${SPAN / 1000} s; counted only from here on`);
	}
}

/** The log of a command with `--quiet`, or without it. */
export function hostLog(quiet: boolean | undefined): Log {
	return quiet ? { write() {} } : new StderrLog();
}

function toStderr(): (line: string) => void {
	process.stderr.on('error', () => {});
	const output = new Output(process.stderr, (lines) => `keiki: log: nobody has read it: ${lines} lines are lost`);
	return (line) => output.write(printable(line));
}
