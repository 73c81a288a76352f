/** `keiki office import`. */
import { createReadStream, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import process from 'node:process';
import { timeText } from '../../../../src/operations/records/columns.js';
import { RECORD_KINDS, type RecordKind, recordKind, SYSTEMS, type System } from '../../../../src/operations/records/record-kinds.js';
import { writeWhole } from '../../shared/durable-file.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { type AtWork, inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { askedTime } from './asked-time.js';
import { importCredentialKeys } from './credential-keys.js';
import { type Imported, importFile, RowsRefused } from './import.js';
import type { Format } from './record-source.js';
import { rowWords } from './record-words.js';

export interface ImportWords extends OfficeWords {
	readonly records?: string;
	readonly asOf?: string;
	readonly skipBad?: boolean;
	readonly whole?: boolean;
}

const FORMATS: Readonly<Record<string, Format>> = Object.freeze({ '.csv': 'csv', '.json': 'json', '.xml': 'xml' });
const CREDENTIAL = '.credential';

/** Each file by itself, in their order; the first that is refused ends it. */
export async function importCommand(systemText: string, files: readonly string[], words: ImportWords): Promise<ExitCode> {
	const system = systemOf(systemText);
	const asOf = askedTime('--as-of', words.asOf);
	const all = files.map((path) => ({ path, kind: kindOf(path, system, words.records), modified: modifiedOf(path) }));
	return await inOffice(words, async (work) => {
		for (const { path, kind, modified } of all) {
			if (extname(path) === CREDENTIAL) await importKeys(work, path);
			else await importOne(work, path, kind, asOf ?? modified, words);
		}
		return EXIT.done;
	});
}

async function importOne(
	{ office, actor, language, json }: AtWork,
	path: string,
	kind: RecordKind | undefined,
	asOf: number,
	words: ImportWords,
): Promise<void> {
	try {
		const file = { name: basename(path), format: FORMATS[extname(path)]!, pieces: createReadStream(path), asOf };
		const result = await importFile(office, actor, file, kind, words);
		const { wrongs } = result;
		const kept = `${path}.refused`;
		for (const wrong of wrongs.slice(0, MOST_SHOWN)) process.stderr.write(`${rowWords(path, wrong)[language]}\n`);
		if (wrongs.length > 0) writeWhole(kept, result.refused);
		process.stdout.write(json ? `${JSON.stringify(resultJson(path, result))}\n` : resultWords(path, result, kept)[language]);
	} catch (error) {
		if (!(error instanceof RowsRefused)) throw error;
		for (const wrong of error.wrongs) process.stderr.write(`${rowWords(path, wrong)[language]}\n`);
		throw new UsageError({
			en: `${path}: ${error.count} rows are wrong, and nothing of it was imported; --skip-bad leaves them out, and puts them into ${path}.refused`,
			ja: `${path}: ${error.count}行が誤っているため、何も取り込みませんでした。--skip-badを付けると、それらを除いて${path}.refusedに書きます`,
		});
	}
}

const MOST_SHOWN = 50;

async function importKeys({ office, actor, language, json }: AtWork, path: string): Promise<void> {
	const keys = await importCredentialKeys(office, actor, path);
	if (json) process.stdout.write(`${JSON.stringify({ file: path, records: 'credential-key', rows: keys })}\n`);
	else {
		const text = { en: `${path}: ${keys} credential keys, for units in stock\n`, ja: `${path}: 在庫のユニットの認証情報の鍵${keys}個\n` };
		process.stdout.write(text[language]);
	}
}

/** What was imported, for programs. */
export function resultJson(file: string, { records, asOf, rows, gone, wrongs, leftOut }: Imported) {
	return { file, records, asOf: timeText(asOf), rows, gone, refused: wrongs.length, leftOut };
}

function resultWords(path: string, { records, asOf, rows, gone, wrongs, leftOut }: Imported, kept: string) {
	const count = rows.toLocaleString('en');
	const lines = {
		en: [
			`${path}: ${count} of ${records}, of ${timeText(asOf)}`,
			...(gone > 0 ? [`${gone} that it does not have any more were taken away`] : []),
			...(wrongs.length > 0 ? [`${wrongs.length} rows were left out: ${kept}`] : []),
			...(leftOut.length > 0 ? [`not read: ${leftOut.join(', ')}`] : []),
		],
		ja: [
			`${path}: ${records} ${count}件、${timeText(asOf)}時点`,
			...(gone > 0 ? [`ファイルにない${gone}件を取り除きました`] : []),
			...(wrongs.length > 0 ? [`${wrongs.length}行を除きました: ${kept}`] : []),
			...(leftOut.length > 0 ? [`読まなかった要素: ${leftOut.join('、')}`] : []),
		],
	};
	return { en: `${lines.en.join('; ')}\n`, ja: `${lines.ja.join('。')}\n` };
}

/** Throws UsageError. */
export function systemOf(text: string): System {
	const system = SYSTEMS.find((each) => each === text);
	if (system !== undefined) return system;
	const all = SYSTEMS.join(', ');
	throw new UsageError({
		en: `office import: expected one of ${all}, got ${JSON.stringify(text)}`,
		ja: `office import: ${all}のどれかを指定してください: ${JSON.stringify(text)}`,
	});
}

/** Undefined: a message, which says itself what it has. */
function kindOf(path: string, system: System, records: string | undefined): RecordKind | undefined {
	const format = FORMATS[extname(path)];
	if (extname(path) === CREDENTIAL && system === 'distribution') return undefined;
	if (format === undefined) {
		throw new UsageError({
			en: `${path}: expected a file that ends in .csv, .json or .xml (keys of communication units: distribution, .credential)`,
			ja: `${path}: .csv、.json、.xmlのどれかで終わるファイルにしてください(通信ユニットの鍵はdistributionの.credential)`,
		});
	}
	const name = records ?? /^([a-z_]+?)s?(?=[-.\d])/.exec(basename(path))?.[1] ?? '';
	const isTold = records !== undefined;
	return kindFor(system, name, format, { isTold, place: isTold ? `--records ${records}` : path });
}

/**
 * Of the name of its records. Undefined: a message, which says itself what it has.
 * @param isTold whether somebody said the name
 * @param place where it stands, for who is told that it is none
 */
export function kindFor(
	system: System,
	name: string,
	format: Format,
	{ isTold, place }: { readonly isTold: boolean; readonly place: string },
): RecordKind | undefined {
	const kind = recordKind(name);
	if (kind !== undefined && kind.system === system) return kind;
	if (system === 'metering' && format !== 'csv' && !isTold) return undefined;
	const theirs = RECORD_KINDS.filter((each) => each.system === system);
	const all = theirs.map((each) => each.name).join(', ');
	throw new UsageError({
		en: `${place}: of ${system} there are ${all}: call the file so (${theirs[0]!.name}-2026-11-30.csv), or tell it by --records`,
		ja: `${place}: ${system}にあるのは${all}です。ファイル名をそのように(${theirs[0]!.name}-2026-11-30.csv)するか、--recordsで指定してください`,
	});
}

/** ms since 1970-01-01T00:00:00Z. Throws UsageError. */
function modifiedOf(path: string): number {
	try {
		const found = statSync(path);
		if (found.isFile()) return Math.floor(found.mtimeMs);
		throw new UsageError({ en: `${path}: it is no file`, ja: `${path}: ファイルではありません` });
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError({ en: `${path}: ${reasonOf(error)}`, ja: `${path}: 読めません: ${reasonOf(error)}` });
	}
}
