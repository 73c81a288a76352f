/**
 * Rows of a profile as CSV: `device,time,` and the columns, each row under the device it is of. Such a file is read again, so that only what it
 * lacks is asked for.
 */

import { isoAt } from './date-time-text.js';
import type { ProfileRow } from './profile-reading.js';

/** The text is no table of this kind, or of something else. */
export class TableError extends Error {}

const FIRST_FIELDS = Object.freeze(['device', 'time']);

/** One field, in quotes where it has to be. */
export function csvField(value: unknown): string {
	const text = value === null || value === undefined ? '' : String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvLine(values: readonly unknown[]): string {
	return values.map(csvField).join(',');
}

export class ProfileTable {
	readonly header: string;
	readonly #device: string;
	/** Minutes from local time to UTC. */
	readonly #deviation: number;
	/** Rows that come by time are one a time; of others only the same line is the same row. */
	readonly #byTime: boolean;
	readonly #lines = new Map<number | string, { readonly time: number; readonly line: string }>();

	/** @param device the logical device name; @param titles of the columns behind device and time */
	constructor(device: string, titles: readonly string[], deviation: number, byTime: boolean) {
		this.header = csvLine([...FIRST_FIELDS, ...titles]);
		this.#device = device;
		this.#deviation = deviation;
		this.#byTime = byTime;
	}

	get size(): number {
		return this.#lines.size;
	}

	/** ms since 1970-01-01T00:00:00Z, of each row. */
	get times(): number[] {
		return [...this.#lines.values()].map(({ time }) => time);
	}

	/** Takes the rows of a file. Throws TableError where it is of another device, has other columns, or a line is no row. */
	load(text: string): void {
		const [header, ...lines] = text.split(/\r?\n/);
		if (header !== this.header) throw new TableError(`line 1: expected ${this.header}, got ${header}`);
		for (const [i, line] of lines.entries()) {
			if (line === '') continue;
			const own = `${csvField(this.#device)},`;
			if (!line.startsWith(own)) throw new TableError(`line ${i + 2}: expected a row of ${this.#device}, got one of ${line.split(',')[0]}`);
			const time = Date.parse(line.slice(own.length).split(',')[0]!);
			if (Number.isNaN(time)) throw new TableError(`line ${i + 2}: expected a time like 2026-11-01T12:30:00+09:00 in the second field`);
			this.#put(time, line);
		}
	}

	/** Takes rows; one that is there already stays. Returns how many were new. */
	add(rows: readonly ProfileRow[]): number {
		const before = this.size;
		for (const { time, cells } of rows) {
			this.#put(time, csvLine([this.#device, isoAt(time, this.#deviation), ...cells.map(({ json }) => json)]));
		}
		return this.size - before;
	}

	/** The file, rows in order of time. */
	text(): string {
		const lines = [...this.#lines.values()].sort((a, b) => a.time - b.time).map(({ line }) => line);
		return `${[this.header, ...lines].join('\n')}\n`;
	}

	#put(time: number, line: string): void {
		const key = this.#byTime ? time : line;
		if (!this.#lines.has(key)) this.#lines.set(key, { time, line });
	}
}
