// Makes a PNG of 8-bit RGB or RGBA smaller: at most 256 colours, by median cut, and no alpha (PNG, third edition: 9 filtering, 11.2.1 PLTE).
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_LENGTH = 8;
/** Length, type and checksum of a chunk. */
const CHUNK_LENGTH = 12;
const MOST_COLOURS = 256;
const PALETTE = 3;
const FILTERS = [
	() => 0,
	(left) => left,
	(_left, up) => up,
	(left, up) => (left + up) >> 1,
	(left, up, corner) => {
		const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
		return a <= b && a <= c ? left : b <= c ? up : corner;
	},
];

/** @param {Buffer} png @returns {Buffer} */
export function withPalette(png) {
	const { width, height, pixels } = decode(png);
	const counts = new Map();
	for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
	const palette = boxes([...counts]).map(mean);
	const index = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));
	const rows = Buffer.alloc((width + 1) * height);
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + x + 1] = index.get(pixels[y * width + x]);
	const header = Buffer.from(chunks(png).find(({ type }) => type === 'IHDR').data);
	header[9] = PALETTE;
	return Buffer.concat([
		png.subarray(0, SIGNATURE_LENGTH),
		chunk('IHDR', header),
		chunk('PLTE', Buffer.from(palette.flatMap(channels))),
		chunk('IDAT', deflateSync(rows, { level: 9 })),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

const channels = (colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];

function chunks(png) {
	const found = [];
	for (let at = SIGNATURE_LENGTH; at < png.length; ) {
		const length = png.readUInt32BE(at);
		found.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
		at += length + CHUNK_LENGTH;
	}
	return found;
}

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, sum]);
}

function decode(png) {
	const parts = chunks(png);
	const header = parts.find(({ type }) => type === 'IHDR').data;
	const [width, height, depth, kind] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9]];
	const size = { 2: 3, 6: 4 }[kind];
	if (depth !== 8 || size === undefined || header[12] !== 0)
		throw new Error(`expected 8-bit RGB or RGBA, not interlaced; got depth ${depth}, type ${kind}`);
	const data = inflateSync(Buffer.concat(parts.filter(({ type }) => type === 'IDAT').map((each) => each.data)));
	const pixels = new Uint32Array(width * height);
	const length = width * size;
	let above = Buffer.alloc(length);
	for (let y = 0; y < height; y++) {
		const start = y * (length + 1);
		const filter = FILTERS[data[start]];
		const row = Buffer.from(data.subarray(start + 1, start + 1 + length));
		for (let i = 0; i < length; i++) {
			const corner = i < size ? 0 : above[i - size];
			row[i] += filter(i < size ? 0 : row[i - size], above[i], corner);
		}
		for (let x = 0; x < width; x++) pixels[y * width + x] = row.readUIntBE(x * size, 3);
		above = row;
	}
	return { width, height, pixels };
}

/** Colours with their counts, parted where the widest channel of the box with most to gain has its middle. */
function boxes(colours) {
	const found = [boxOf(colours)];
	while (found.length < Math.min(MOST_COLOURS, colours.length)) {
		const box = found.reduce((best, each) => (each.gain > best.gain ? each : best));
		if (box.gain === 0) break;
		const { shift } = box;
		const sorted = box.colours.sort(([a], [b]) => ((a >> shift) & 0xff) - ((b >> shift) & 0xff));
		const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
		let [at, sum] = [0, 0];
		while (at < sorted.length - 1 && (at === 0 || sum + sorted[at][1] <= half)) sum += sorted[at++][1];
		found.splice(found.indexOf(box), 1, boxOf(sorted.slice(0, at)), boxOf(sorted.slice(at)));
	}
	return found.map((box) => box.colours);
}

function boxOf(colours) {
	const spans = [16, 8, 0].map((shift) => {
		const values = colours.map(([colour]) => (colour >> shift) & 0xff);
		return { shift, width: values.reduce((most, each) => Math.max(most, each), 0) - values.reduce((least, each) => Math.min(least, each), 255) };
	});
	const { shift, width } = spans.reduce((best, each) => (each.width > best.width ? each : best));
	// Small lamps keep their colour beside wide grounds.
	const weight = colours.reduce((sum, [, count]) => sum + count, 0) ** 0.25;
	return { colours, shift, gain: width * weight };
}

function mean(colours) {
	const weight = colours.reduce((sum, [, count]) => sum + count, 0);
	const of = (shift) => Math.round(colours.reduce((sum, [colour, count]) => sum + ((colour >> shift) & 0xff) * count, 0) / weight);
	return (of(16) << 16) | (of(8) << 8) | of(0);
}

function nearest(palette, colour) {
	const [r, g, b] = channels(colour);
	let [best, least] = [0, Number.POSITIVE_INFINITY];
	for (const [i, each] of palette.entries()) {
		const [r2, g2, b2] = channels(each);
		const distance = (r - r2) ** 2 + (g - g2) ** 2 + (b - b2) ** 2;
		if (distance < least) [best, least] = [i, distance];
	}
	return best;
}
