/** Records out of files in the forms that they come in: CSV, JSON, and messages of IEC 61968-9 as XML or JSON. */

import { readTime } from '../../../../src/operations/records/columns.js';
import { CsvError, CsvReader, type CsvRow, csvLine } from '../../../../src/operations/records/csv.js';
import { type Content, type Message, type Reading, readMessage } from '../../../../src/operations/records/iec61968/messages.js';
import { MessageError } from '../../../../src/operations/records/iec61968/tree.js';
import type { RecordKind } from '../../../../src/operations/records/record-kinds.js';
import { HeaderError, RecordReader, type RowWrong, type Values } from '../../../../src/operations/records/record-reader.js';
import { XmlError } from '../../../../src/operations/records/xml.js';
import { UsageError } from '../../shared/usage-error.js';
import { csvWords, headerWords, messageWords, xmlWords } from './record-words.js';

export type Format = 'csv' | 'json' | 'xml';

/** One row that was read: a record, or what is wrong with it and how it stood. */
export type Taken = { readonly values: Values } | { readonly wrong: RowWrong; readonly text: string };

/** Of what is not read piece by piece. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/**
 * The rows of a CSV file, by tens to hundreds.
 * @param file how it is called in messages
 * @throws UsageError
 */
export async function* csvRecords(pieces: AsyncIterable<Uint8Array>, kind: RecordKind, file: string): AsyncGenerator<readonly Taken[]> {
	const reader = new RecordReader(kind);
	let taken: Taken[] = [];
	let hasHeader = false;
	const csv = new CsvReader((row: CsvRow) => {
		const result = reader.take(row);
		hasHeader = true;
		if (result !== undefined) taken.push('wrong' in result ? { ...result, text: `${row.text}\n` } : result);
	});
	const batch = (work: () => void): readonly Taken[] => {
		taken = [];
		told(file, kind.name, work);
		return taken;
	};
	for await (const piece of utf8Pieces(pieces, file)) yield batch(() => csv.push(piece));
	yield batch(() => {
		csv.end();
		if (!hasHeader) throw new HeaderError({ kind: 'noHeader' });
	});
}

/** A file of `keiki office export --format json`. */
export interface JsonRecords {
	readonly asOf: number;
	readonly rows: readonly Taken[];
}

/** @throws UsageError */
export function jsonRecords(whole: Readonly<Record<string, unknown>>, kind: RecordKind, file: string): JsonRecords {
	const asOf = typeof whole.as_of === 'string' ? readTime(whole.as_of) : undefined;
	if (whole.records !== kind.name || asOf === undefined || !Array.isArray(whole.rows)) {
		throw new UsageError({
			en: `${file}: expected { "records": "${kind.name}", "as_of": time, "rows": […] }`,
			ja: `${file}: { "records": "${kind.name}", "as_of": 時刻, "rows": […] } の形にしてください`,
		});
	}
	const take = taking(kind);
	const names = kind.columns.map(({ name }) => name);
	const rows = whole.rows.map((row: unknown, at): Taken => {
		const fields = fieldsOf(row, names);
		const line = at + 1;
		if (typeof fields !== 'number') return take(line, fields);
		return { wrong: { kind: 'fields', line, column: 1, expected: names.length, got: fields }, text: `${JSON.stringify(row)}\n` };
	});
	return { asOf, rows };
}

/** Checks fields in the order of the kind's columns as a row of CSV is checked. */
function taking(kind: RecordKind): (line: number, fields: readonly string[]) => Taken {
	const reader = new RecordReader(kind);
	reader.take({ line: 1, fields: kind.columns.map(({ name }) => name), text: '' });
	return (line, fields) => {
		const text = csvLine(fields);
		const result = reader.take({ line, fields, text: text.slice(0, -1) })!;
		return 'wrong' in result ? { ...result, text } : result;
	};
}

/** A number: it has so many fields, and not those that there are. */
function fieldsOf(row: unknown, names: readonly string[]): readonly string[] | number {
	if (typeof row !== 'object' || row === null || Array.isArray(row)) return 0;
	const keys = Object.keys(row);
	if (keys.some((key) => !names.includes(key))) return keys.length;
	return names.map((name) => {
		const value = Object.hasOwn(row, name) ? (row as Readonly<Record<string, unknown>>)[name] : '';
		if (typeof value === 'boolean') return value ? 'yes' : 'no';
		return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
	});
}

/** @throws UsageError */
export function messageIn(text: string, format: 'json' | 'xml', file: string): Message {
	return told(file, '', () => readMessage(text, format));
}

/** A file whole. @throws UsageError */
export async function textOf(pieces: AsyncIterable<Uint8Array>, file: string): Promise<string> {
	const parts: string[] = [];
	let length = 0;
	for await (const piece of utf8Pieces(pieces, file)) {
		length += piece.length;
		if (length > MOST_CHARACTERS) {
			throw new UsageError({
				en: `${file}: more than ${MOST_CHARACTERS} characters; split it, or take CSV`,
				ja: `${file}: ${MOST_CHARACTERS}文字を超えています。分割するか、CSVにしてください`,
			});
		}
		parts.push(piece);
	}
	return parts.join('');
}

/** @throws UsageError */
export function jsonIn(text: string, file: string): Readonly<Record<string, unknown>> {
	const whole: unknown = told(file, '', () => JSON.parse(text));
	if (typeof whole === 'object' && whole !== null && !Array.isArray(whole)) return whole as Readonly<Record<string, unknown>>;
	throw new UsageError({ en: `${file}: expected an object of JSON`, ja: `${file}: JSONのオブジェクトにしてください` });
}

/** What a message has for the tables, checked as a file is. Lines are its items, from 1. */
export function recordsOf(
	content: Exclude<Content, { noun: 'EndDeviceControls' }>,
	kind: RecordKind,
	contractOf: (meter: string) => string | undefined,
): readonly Taken[] {
	const take = taking(kind);
	const taken = (values: Values, at: number) =>
		take(
			at + 1,
			kind.columns.map((column) => column.kind.write(values[column.name] ?? null)),
		);
	if (content.noun === 'EndDeviceEvents') return content.items.map(({ meter, at, type, text }, i) => taken({ meter, at, type, text }, i));
	return joined(content.items, contractOf).map((values, i): Taken => {
		if (typeof values !== 'string') return taken(values, i);
		const right = { en: 'a meter that is recorded as mounted', ja: '取り付けの記録があるメーター' };
		return { wrong: { kind: 'value', line: i + 1, column: 1, name: 'Meter/mRID', got: values, right }, text: `${values}\n` };
	});
}

/** What was drawn and what was fed in may come apart: of one contract and time it is one record. A text: a meter of no contract. */
function joined(items: readonly Reading[], contractOf: (meter: string) => string | undefined): readonly (Values | string)[] {
	const known = new Map<string, Values>();
	const rows: (Values | string)[] = [];
	for (const { contract, meter, at, import: drawn, export: fedIn } of items) {
		const code = contract === '' ? contractOf(meter) : contract;
		if (code === undefined) {
			rows.push(meter);
			continue;
		}
		const key = `${code} ${at}`;
		const before = known.get(key) as { import: number | null; export: number | null } | undefined;
		const isApart = before !== undefined && (before.import === null || drawn === null) && (before.export === null || fedIn === null);
		if (isApart) Object.assign(before, { import: before.import ?? drawn, export: before.export ?? fedIn });
		else {
			const values = { contract: code, at, import: drawn, export: fedIn };
			rows.push(values);
			known.set(key, values);
		}
	}
	return rows;
}

async function* utf8Pieces(pieces: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	const decoded = (piece?: Uint8Array) => {
		try {
			return decoder.decode(piece, { stream: piece !== undefined });
		} catch {
			throw new UsageError({
				en: `${file}: it is not UTF-8; from Shift_JIS: iconv -f CP932 -t UTF-8 ${file}`,
				ja: `${file}: UTF-8ではありません。Shift_JISからは: iconv -f CP932 -t UTF-8 ${file}`,
			});
		}
	};
	for await (const piece of pieces) yield decoded(piece);
	yield decoded();
}

/** Errors of what reads, as those of whoever gave it the file. */
function told<Result>(file: string, records: string, work: () => Result): Result {
	try {
		return work();
	} catch (error) {
		if (error instanceof CsvError) throw new UsageError(csvWords(file, error.wrong));
		if (error instanceof HeaderError) throw new UsageError(headerWords(file, records, error.wrong));
		if (error instanceof XmlError) throw new UsageError(xmlWords(file, error));
		if (error instanceof MessageError) throw new UsageError(messageWords(file, error.wrong));
		if (error instanceof SyntaxError)
			throw new UsageError({ en: `${file}: ${error.message}`, ja: `${file}: JSONとして読めません: ${error.message}` });
		throw error;
	}
}
