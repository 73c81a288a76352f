/** The text of a bar code: from a picture, by ZXing; or as a scanner types it. What it reads is told to nobody: a picture may be of something secret. */
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import process from 'node:process';
import { LONGEST_BAR_CODE } from '../../../src/operations/bar-code/bar-code-text.js';
import { needed } from '../office/database/packages.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HANDHELD_USAGE } from './handheld-usage.js';
import { pictureSize } from './picture-size.js';
import { HandheldTrouble } from './trouble.js';

type Reader = typeof import('zxing-wasm/reader');

/** Bytes of a file. */
const MOST_BYTES = 32 << 20;
const MOST_PIXELS = 50_000_000;
/** Bar codes that are looked at in one picture. */
const MOST_CODES = 8;
/** How the text of a work order's begins. */
const OURS = 'KEIKI';

/** Throws UsageError for a file that is no picture, HandheldTrouble where there is no bar code in it. */
export async function textOfFile(path: string): Promise<string> {
	let bytes: Uint8Array;
	try {
		if (statSync(path).size > MOST_BYTES) throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.imageTooLong(path, MOST_BYTES)));
		bytes = readFileSync(path);
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.cannotRead(path, reasonOf(error))));
	}
	return textOfPicture(bytes, path);
}

/** @param name of the picture, as messages call it. Throws as `textOfFile` */
export async function textOfPicture(bytes: Uint8Array, name: string): Promise<string> {
	const size = pictureSize(bytes);
	if (size === undefined) throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noImage(name)));
	if (size.width * size.height > MOST_PIXELS) throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.imageTooLong(name, MOST_BYTES)));
	const { readBarcodes } = await reader();
	const found = await readBarcodes(bytes, { formats: ['QRCode', 'DataMatrix'], tryHarder: true, maxNumberOfSymbols: MOST_CODES });
	const texts = found.filter(({ isValid }) => isValid).map(({ text }) => text);
	const text = texts.find((each) => each.toUpperCase().startsWith(OURS)) ?? texts[0];
	if (text !== undefined) return text;
	if (found.some(({ error }) => /load image/i.test(error))) throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noImage(name)));
	throw new HandheldTrouble({ kind: 'noCode' });
}

/** The first line that is not empty, as a scanner sends it. Throws UsageError. */
export async function textOfInput(input: AsyncIterable<Uint8Array | string> = process.stdin): Promise<string> {
	let text = '';
	for await (const part of input) {
		text = (text + (typeof part === 'string' ? part : Buffer.from(part).toString('latin1'))).trimStart();
		if (text.length > 2 * LONGEST_BAR_CODE) throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.textTooLong(LONGEST_BAR_CODE)));
		if (/[\r\n]/.test(text)) break;
	}
	const line = text.split(/[\r\n]/)[0]!.trim();
	if (line === '') throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.nothingScanned()));
	return line;
}

let loaded: Promise<Reader> | undefined;

/** The package, with its WebAssembly from the disk: left to itself it would fetch it from the network. */
function reader(): Promise<Reader> {
	loaded ??= load();
	return loaded;
}

async function load(): Promise<Reader> {
	const module = await needed('zxing-wasm', () => import('zxing-wasm/reader'));
	const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
	await module.prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
	return module;
}
