/**
 * The recording that the package holds, in few bytes: brotli (RFC 7932) of lines of text.
 *
 * | line    | content                                                                                          |
 * |---------|--------------------------------------------------------------------------------------------------|
 * | 1       | header of the CSV                                                                                |
 * | 2       | time of its first row; each other one is a minute later                                          |
 * | 3 and on | a column each: by how many thousandths a number is above the one before it; nothing for nothing |
 */
import { brotliDecompressSync } from 'node:zlib';
import { MINUTE } from '../../../modules/time/durations.js';

const THOUSANDTHS = 1000;
const DECIMALS = 3;
/** Characters of a time to the minute. */
const TO_THE_MINUTE = 16;

/** The CSV, as it was packed. */
export function unpackRecording(packed: Uint8Array): string {
	const [header, first, ...lines] = brotliDecompressSync(packed).toString('latin1').split('\n');
	const start = Date.parse(`${first}Z`);
	const columns = lines.map(sums);
	const rows = columns[0]!.map((_, i) => {
		const time = new Date(start + i * MINUTE).toISOString().slice(0, TO_THE_MINUTE);
		return `${time},${columns.map((column) => column[i]).join()}\n`;
	});
	return `${header}\n${rows.join('')}`;
}

function sums(line: string): string[] {
	let sum = 0;
	return line.split(',').map((difference) => {
		if (difference === '') return '';
		sum += Number(difference);
		return (sum / THOUSANDTHS).toFixed(DECIMALS);
	});
}
