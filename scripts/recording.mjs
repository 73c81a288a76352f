// Packs a recording of minutes to a third of what gzip makes of it; boards/host/run/recording.ts says how, and unpacks it.
import { brotliCompressSync, constants } from 'node:zlib';

const MINUTE = 60_000;

/** @throws Error for what would not be unpacked as it was */
export function packRecording(csv) {
	const [header, ...rows] = csv.trimEnd().split('\n');
	const fields = rows.map((row) => row.split(','));
	const first = Date.parse(`${fields[0][0]}Z`);
	fields.forEach(([time], i) => {
		if (Date.parse(`${time}Z`) !== first + i * MINUTE) throw new Error(`recording: line ${i + 2}: expected the next minute, got ${time}`);
	});
	const columns = fields[0].slice(1).map((_, i) => differences(fields.map((row) => row[i + 1])));
	const text = [header, fields[0][0], ...columns].join('\n');
	return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } });
}

function differences(column) {
	let before = 0;
	return column
		.map((field) => {
			if (field === '') return '';
			if (!/^-?\d+\.\d{3}$/.test(field)) throw new Error(`recording: expected a number with three decimals, got ${field}`);
			const value = Math.round(Number(field) * 1000);
			const difference = value - before;
			before = value;
			return difference;
		})
		.join();
}
