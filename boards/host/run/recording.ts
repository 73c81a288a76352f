/**
 * The recording that the package holds, in few bytes: brotli (RFC 7932) of a CSV without its first column.
 *
 * | line     | content                                                   |
 * |----------|-----------------------------------------------------------|
 * | 1        | header of the CSV                                         |
 * | 2        | time of its first row; each other one is a minute later   |
 * | 3 and on | a row each, from the comma behind its time on             |
 */
import { brotliDecompressSync } from 'node:zlib';
import { DAY, MINUTE } from '../../../modules/time/durations.js';

const MINUTES = DAY / MINUTE;
/** Characters of a day, and of a day with a time to the minute. */
const DAY_LENGTH = 10;
const MINUTE_LENGTH = 16;

/** The CSV, as it was packed. Each start has to wait for it. */
export function unpackRecording(packed: Uint8Array): string {
	const [header, first, ...rows] = brotliDecompressSync(packed).toString('latin1').split('\n');
	const start = Date.parse(`${first}Z`) / MINUTE;
	const times = Array.from({ length: MINUTES }, (_, minute) => isoTime(minute * MINUTE).slice(DAY_LENGTH));
	let day = '';
	let text = `${header}\n`;
	for (const [i, row] of rows.entries()) {
		const minute = (start + i) % MINUTES;
		if (minute === 0 || i === 0) day = isoTime((start + i) * MINUTE).slice(0, DAY_LENGTH);
		text += `${day}${times[minute]}${row}\n`;
	}
	return text;
}

function isoTime(time: number): string {
	return new Date(time).toISOString().slice(0, MINUTE_LENGTH);
}
