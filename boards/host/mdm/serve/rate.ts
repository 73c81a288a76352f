/** How many readings collectors write down a second: by how their journals in the folder grow. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD_SIZE } from '../../../../src/head-end/collection/journal.js';
import { segmentsOf } from '../segments.js';

/** What is told is of about so long, ms. */
const SPAN = 60_000;

interface Sample {
	readonly at: number;
	readonly bytes: number;
}

export class Rate {
	readonly #folder: string;
	/** Of the last minute, and one before it. */
	readonly #samples: Sample[] = [];

	/** @param data folder of the data */
	constructor(data: string) {
		this.#folder = join(data, 'journal');
	}

	/** Looks how long the journals are. @param now ms since 1970. Throws the system's error */
	look(now: number): void {
		let bytes = 0;
		for (const [, segments] of segmentsOf(this.#folder))
			for (const { file } of segments) bytes += statSync(join(this.#folder, file), { throwIfNoEntry: false })?.size ?? 0;
		// Journals that were taken away, or a clock that was set: what came before says nothing.
		const last = this.#samples.at(-1);
		if (last !== undefined && (bytes < last.bytes || now <= last.at)) this.#samples.length = 0;
		this.#samples.push({ at: now, bytes });
		while (this.#samples.length > 2 && this.#samples[1]!.at <= now - SPAN) this.#samples.shift();
	}

	/** Readings a second, blocks' heads among them, which are less than a hundredth where there are many; undefined: not known yet. */
	get readings(): number | undefined {
		const [first] = this.#samples;
		const last = this.#samples.at(-1);
		if (first === undefined || last === undefined || first === last) return undefined;
		return (1000 * (last.bytes - first.bytes)) / RECORD_SIZE / (last.at - first.at);
	}
}
