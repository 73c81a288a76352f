/** `keiki office export`. */

import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import process from 'node:process';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { RECORD_NAMES, type RecordKind } from '../../../../src/operations/records/record-kinds.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { askedTime } from './asked-time.js';
import { CONTROLS, type ExportWishes, exported, exportRecords } from './export.js';
import type { Format } from './record-source.js';
import { spooled } from './spool.js';

export interface ExportWords extends OfficeWords {
	readonly format?: string | undefined;
	readonly out?: string;
	readonly from?: string | undefined;
	readonly until?: string | undefined;
	readonly for?: string | undefined;
}

export const FORMATS = Object.freeze(['csv', 'json', 'xml'] as const);

export async function exportCommand(text: string, words: ExportWords): Promise<ExitCode> {
	const { what, wishes } = askedExport(text, words);
	const { out } = words;
	return await inOffice(words, async ({ office, actor, language }) => {
		if (out === undefined) {
			const made = await spooled(office.data, (write) => exportRecords(office, actor, what, wishes, write));
			try {
				await print(made.pieces());
			} finally {
				await made.close();
			}
			return EXIT.done;
		}
		const count = await toFile(out, (write) => exportRecords(office, actor, what, wishes, write));
		if (!words.quiet) process.stderr.write({ en: `keiki: ${count} in ${out}\n`, ja: `keiki: ${out}に${count}件\n` }[language]);
		return EXIT.done;
	});
}

/** What is to be given out, and how, by its words. Throws UsageError. */
export function askedExport(
	text: string,
	words: Pick<ExportWords, 'format' | 'from' | 'until' | 'for'>,
): { readonly what: RecordKind | typeof CONTROLS; readonly wishes: ExportWishes } {
	const what = exported(text);
	if (what === undefined) {
		const all = [...RECORD_NAMES, CONTROLS].join(', ');
		throw new UsageError({
			en: `office export: expected one of ${all}, got ${JSON.stringify(text)}`,
			ja: `office export: ${all}のどれかを指定してください: ${JSON.stringify(text)}`,
		});
	}
	const format = formatOf(words.format, what === CONTROLS);
	const [from, until] = [askedTime('--from', words.from), askedTime('--until', words.until)];
	const wishes: ExportWishes = {
		format,
		...(from !== undefined && { from }),
		...(until !== undefined && { until }),
		...(words.for !== undefined && { to: words.for }),
	};
	return { what, wishes };
}

/** Under another name until it is whole. Throws UsageError. */
async function toFile(path: string, work: (write: (piece: string) => Promise<void>) => Promise<number>): Promise<number> {
	const part = `${path}.part`;
	const file = createWriteStream(part, { mode: 0o600 });
	const broken = once(file, 'error').then(([error]) => Promise.reject(error as Error));
	// It may fail while nobody waits for it.
	broken.catch(() => {});
	try {
		const count = await Promise.race([work((piece) => Promise.race([written(file, piece), broken])), broken]);
		file.end();
		await finished(file);
		renameSync(part, path);
		return count;
	} catch (error) {
		file.destroy();
		rmSync(part, { force: true });
		if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
		throw new UsageError({ en: `--out ${path}: ${reasonOf(error)}`, ja: `--out ${path}: 書けません: ${reasonOf(error)}` });
	}
}

/** Onto standard output, until its reader has gone: who has seen enough, as `head` has, is no failure. */
async function print(pieces: AsyncIterable<Uint8Array>): Promise<void> {
	try {
		for await (const piece of pieces) await written(process.stdout, piece);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
	}
}

async function written(stream: Writable, piece: string | Uint8Array): Promise<void> {
	if (!stream.write(piece)) await once(stream, 'drain');
}

/** Throws UsageError. */
function formatOf(text: string | undefined, isMessage: boolean): Format {
	const format = FORMATS.find((each) => each === (text ?? (isMessage ? 'xml' : 'csv')));
	if (format === undefined) throw new UsageError({ kind: 'choice', option: '--format', text: text!, choices: FORMATS });
	if (!isMessage || format !== 'csv') return format;
	throw new UsageError({
		en: '--format csv: controls are messages: xml or json',
		ja: '--format csv: controlsはメッセージです。xmlかjsonにしてください',
	});
}
