/** `keiki handheld init`, `office` and `results`: what needs no meter. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { isoAt, JAPAN } from '../../../src/head-end/date-time-text.js';
import { handedIn } from '../../../src/operations/handheld/ledger.js';
import { isWrong, readResult, type SignedResult } from '../../../src/operations/handheld/result.js';
import { tableLines } from '../hes/hes-view.js';
import { createWhole } from '../shared/durable-file.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { type HandheldWords, handOf, type InitWords, type ResultsWords } from './handheld-options.js';
import { HANDHELD_USAGE } from './handheld-usage.js';
import { HANDHELD_WORDS } from './handheld-words.js';
import { OwnFiles } from './own-files.js';

/** Throws UsageError. */
export function initHandheld({ data, office, json, lang = 'en', quiet }: InitWords): ExitCode {
	const files = new OwnFiles(data);
	const words = HANDHELD_WORDS[lang];
	if (office !== undefined) files.checkOffice(office);
	const { name } = files.create();
	if (office !== undefined) files.trust(office);
	process.stdout.write(json ? `${JSON.stringify({ handheld: name, public: files.publicFile })}\n` : `${words.made(name, files.publicFile)}\n`);
	if (office === undefined && !quiet) process.stderr.write(`keiki: ${words.needsOffice()}\n`);
	return EXIT.done;
}

/** Throws UsageError. */
export function trustOffice(file: string, { data, lang = 'en', quiet }: HandheldWords): ExitCode {
	new OwnFiles(data).trust(file);
	if (!quiet) process.stderr.write(`keiki: ${HANDHELD_WORDS[lang].trusts()}\n`);
	return EXIT.done;
}

/** Shows what waits for the office, writes it, or forgets what the office has got. Throws UsageError. */
export function handIn(told: ResultsWords): ExitCode {
	const { out, handedIn: got, json, lang = 'en' } = told;
	const words = HANDHELD_WORDS[lang];
	const hand = handOf(told);
	if (got !== undefined) {
		const signatures = new Set(resultsIn(got).map(({ signature }) => signature));
		const dropped = hand.handedIn((ledger) => handedIn(ledger, signatures));
		process.stderr.write(`keiki: ${words.dropped(dropped)}\n`);
	}
	const { results } = hand.ledger;
	if (out !== undefined) {
		writeResults(out, results);
		process.stderr.write(`keiki: ${words.written(results.length, out)}\n`);
		return EXIT.done;
	}
	if (json) for (const result of results) process.stdout.write(`${JSON.stringify(result)}\n`);
	else for (const line of linesOf(results, lang)) process.stdout.write(`${line}\n`);
	return EXIT.done;
}

function linesOf(results: readonly SignedResult[], lang: 'en' | 'ja'): readonly string[] {
	const words = HANDHELD_WORDS[lang];
	if (results.length === 0) return [words.none()];
	const rows = results.map(({ number, kind, order, meter, at }) => [String(number), words.kinds[kind], order ?? '–', meter, isoAt(at, JAPAN)]);
	return [words.waiting(results.length), ...tableLines(rows)];
}

function writeResults(path: string, results: readonly SignedResult[]): void {
	try {
		createWhole(path, results.map((result) => `${JSON.stringify(result)}\n`).join(''));
	} catch (error) {
		const isTaken = (error as NodeJS.ErrnoException).code === 'EEXIST';
		throw new UsageError(inEach(HANDHELD_USAGE, (words) => (isTaken ? words.newFile(path) : words.cannotWrite(path, reasonOf(error)))));
	}
}

/** Throws UsageError. */
function resultsIn(path: string): readonly SignedResult[] {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.cannotRead(path, reasonOf(error))));
	}
	return text
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line, i) => {
			const read = readResult(line);
			if (!isWrong(read)) return read;
			throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noResults(path, i + 1, read.field, read.expected)));
		});
}
