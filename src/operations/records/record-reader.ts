/** Records out of rows of a file: its first row names columns, in any order; each field is checked by its column's kind. */
import type { Column, Value } from './columns.js';
import { type CsvRow, columnOfField, csvLine } from './csv.js';
import type { RecordKind } from './record-kinds.js';

export type Values = Readonly<Record<string, Value>>;

/** What is wrong with a whole file. */
export type HeaderWrong =
	| { readonly kind: 'noHeader' }
	| { readonly kind: 'unknownColumn'; readonly name: string; readonly known: readonly string[] }
	| { readonly kind: 'columnTwice'; readonly name: string }
	| { readonly kind: 'missingColumn'; readonly name: string; readonly missing: readonly string[] };

export class HeaderError extends Error {
	constructor(readonly wrong: HeaderWrong) {
		super(`records: ${wrong.kind}`);
	}
}

/** What is wrong with one row. Lines and columns (of characters) are from 1. */
export type RowWrong = { readonly line: number; readonly column: number } & (
	| { readonly kind: 'fields'; readonly expected: number; readonly got: number }
	| { readonly kind: 'value'; readonly name: string; readonly got: string; readonly right: Column['kind']['right'] }
	| { readonly kind: 'twice'; readonly key: string; readonly before: number }
);

export class RecordReader {
	private columns: readonly Column[] | undefined;
	/** Lines of keys. */
	private readonly keys = new Map<string, number>();
	private readonly keyNames: readonly string[];

	constructor(private readonly kind: RecordKind) {
		this.keyNames = kind.columns.filter(({ key }) => key).map(({ name }) => name);
	}

	/**
	 * The record of a row; of the first one undefined: it is the header.
	 * @throws HeaderError
	 */
	take(row: CsvRow): { readonly values: Values } | { readonly wrong: RowWrong } | undefined {
		if (this.columns === undefined) {
			this.columns = columnsOf(row.fields, this.kind);
			return undefined;
		}
		const { columns } = this;
		const { line, fields } = row;
		if (fields.length !== columns.length) return { wrong: { kind: 'fields', line, column: 1, expected: columns.length, got: fields.length } };
		const values: Record<string, Value> = {};
		for (let at = 0; at < columns.length; at++) {
			const { name, kind, empty, secret } = columns[at]!;
			const field = fields[at]!;
			const value = field === '' && empty ? emptyOf(this.kind, name) : kind.read(field);
			if (value === undefined || (value === '' && !empty))
				return { wrong: { kind: 'value', line, column: columnOfField(row, at), name, got: secret ? '…' : field.slice(0, 80), right: kind.right } };
			values[name] = value;
		}
		const key = this.keyNames.map((name) => values[name]).join(' ');
		const before = this.keys.get(key);
		if (before !== undefined) return { wrong: { kind: 'twice', line, column: 1, key, before } };
		this.keys.set(key, line);
		return { values };
	}
}

/** @throws HeaderError */
function columnsOf(names: readonly string[], { columns }: RecordKind): readonly Column[] {
	const found: Column[] = [];
	for (const each of names) {
		const name = each.trim();
		const column = columns.find((known) => known.name === name);
		if (column === undefined) throw new HeaderError({ kind: 'unknownColumn', name: name.slice(0, 80), known: columns.map((known) => known.name) });
		if (found.includes(column)) throw new HeaderError({ kind: 'columnTwice', name });
		found.push(column);
	}
	const missing = columns.filter((column) => !found.includes(column)).map(({ name }) => name);
	if (missing.length > 0) throw new HeaderError({ kind: 'missingColumn', name: missing[0]!, missing });
	return found;
}

/** Texts that may be empty are the empty text in tables, all else is null. */
const EMPTY_TEXTS: ReadonlySet<string> = new Set(['contract.reading', 'application.wishes', 'meter_event.text']);

function emptyOf({ name }: RecordKind, column: string): Value {
	if (!EMPTY_TEXTS.has(`${name}.${column}`)) return null;
	return column === 'wishes' ? '{}' : '';
}

/** The first row of a file. */
export function headerLine({ columns }: RecordKind): string {
	return csvLine(columns.map(({ name }) => name));
}

/** A row as `RecordReader` takes it; columns of the table that are none of the file's are left out. */
export function recordLine({ columns }: RecordKind, record: Values): string {
	return csvLine(columns.map(({ name, kind }) => kind.write(record[name] ?? null)));
}

/** The same as a record of JSON. */
export function recordJson({ columns }: RecordKind, record: Values): Record<string, string> {
	return Object.fromEntries(columns.map(({ name, kind }) => [name, kind.write(record[name] ?? null)]));
}
