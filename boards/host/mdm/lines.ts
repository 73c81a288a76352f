/** Lines on stdout, no faster than somebody takes them. */
import process from 'node:process';
import { drained } from '../web/drained.js';

/** Characters that are written at a time. */
const PART = 1 << 16;

export class Lines {
	#waiting = '';

	async write(line: string): Promise<void> {
		this.#waiting += `${line}\n`;
		if (this.#waiting.length >= PART) await this.end();
	}

	/** A piece as it is, behind what waits. */
	async piece(piece: string | Uint8Array): Promise<void> {
		await this.end();
		if (process.stdout.write(piece)) return;
		await drained(process.stdout);
	}

	/** Writes what waits. */
	async end(): Promise<void> {
		const text = this.#waiting;
		this.#waiting = '';
		if (text === '' || process.stdout.write(text)) return;
		await drained(process.stdout);
	}
}
