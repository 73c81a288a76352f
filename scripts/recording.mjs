// Packs a recording of minutes; boards/host/run/recording.ts says how, and unpacks it.
import { brotliCompressSync, constants } from 'node:zlib';

const MINUTE = 60_000;
const HEADER = 'time,active_kw,reactive_kvar,volt';
/** Steps in what each column counts in. */
const STEPS = [500, 500, 100];
const DECIMALS = 3;
const GAP = 0xffff;

/** @throws Error for what would not be unpacked as it was */
export function packRecording(csv) {
	const [header, ...rows] = csv.trimEnd().split('\n');
	if (header !== HEADER) throw new Error(`recording: line 1: expected ${HEADER}, got ${header}`);
	const fields = rows.map((row) => row.split(','));
	const timeOf = (i) => Date.parse(`${fields[i][0]}Z`);
	const wrong = (i, expected) => new Error(`recording: line ${i + 2}: expected ${expected}, got ${rows[i]}`);
	const head = Buffer.alloc(4);
	head.writeUInt32BE(timeOf(0) / MINUTE);
	const parts = [head];
	for (const [column, steps] of STEPS.entries()) {
		const low = Buffer.alloc(rows.length);
		const high = Buffer.alloc(rows.length);
		let before = 0;
		for (const [i, [, ...values]] of fields.entries()) {
			if (timeOf(i) !== timeOf(0) + i * MINUTE) throw wrong(i, 'the next minute');
			const isGap = values.every((each) => each === '');
			const value = isGap ? before : Math.round(Number(values[column]) * steps);
			if (!isGap && (value / steps).toFixed(DECIMALS) !== values[column]) throw wrong(i, `a value of ${DECIMALS} decimals in steps of 1/${steps}`);
			const difference = value - before;
			const code = difference < 0 ? -2 * difference - 1 : 2 * difference;
			if (code >= GAP) throw wrong(i, 'a value nearer to the one before');
			before = value;
			const written = isGap && column === 0 ? GAP : code;
			low[i] = written & 0xff;
			high[i] = written >> 8;
		}
		parts.push(low, high);
	}
	const content = Buffer.concat(parts);
	return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
}
