// Packs a recording of minutes; boards/host/run/recording.ts says how, and unpacks it.
import { brotliCompressSync, constants } from 'node:zlib';

const MINUTE = 60_000;

/** @throws Error for what would not be unpacked as it was */
export function packRecording(csv) {
	const [header, ...rows] = csv.trimEnd().split('\n');
	const [first] = rows[0].split(',');
	const rest = rows.map((row, i) => {
		const time = row.split(',', 1)[0];
		if (Date.parse(`${time}Z`) !== Date.parse(`${first}Z`) + i * MINUTE)
			throw new Error(`recording: line ${i + 2}: expected the next minute, got ${time}`);
		return row.slice(time.length);
	});
	const text = [header, first, ...rest].join('\n');
	return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } });
}
