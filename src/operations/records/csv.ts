/**
 * Comma-separated values (RFC 4180) in UTF-8, as the office takes and gives them: a row a record, a first row with the names of the columns. A field that holds
 * a comma, a quote or a line break stands in double quotes, a quote within it is written twice. Rows end with LF or CRLF. Empty lines are no rows.
 */

export interface CsvRow {
	/** Of its first character, from 1. */
	readonly line: number;
	readonly fields: readonly string[];
	/** As it stood in the file, without its end. */
	readonly text: string;
}

/** What makes a text no CSV at all. Lines and columns (of characters) are from 1. */
export type CsvWrong = { readonly line: number; readonly column: number } & (
	| { readonly kind: 'openQuote' }
	| { readonly kind: 'behindQuote' }
	| { readonly kind: 'longRow'; readonly most: number }
);

export class CsvError extends Error {
	constructor(readonly wrong: CsvWrong) {
		super(`CSV: line ${wrong.line}, column ${wrong.column}: ${wrong.kind}`);
	}
}

/** Characters of a row: one with an open quote would go on to the end of the file. */
export const LONGEST_ROW = 65_536;

const BYTE_ORDER_MARK = '\ufeff';

/** Takes a text piece by piece, and hands on its rows one by one. */
export class CsvReader {
	private rest = '';
	private line = 1;
	private began = false;

	constructor(private readonly onRow: (row: CsvRow) => void) {}

	/** @throws CsvError, and what `onRow` throws */
	push(piece: string): void {
		this.rest = this.takeRows(this.began || piece === '' ? this.rest + piece : withoutMark(piece), false);
		this.began ||= piece !== '';
	}

	/** @throws CsvError, and what `onRow` throws */
	end(): void {
		this.rest = this.takeRows(this.rest, true);
	}

	/** Gives back what is no whole row yet. */
	private takeRows(text: string, isEnd: boolean): string {
		let start = 0;
		while (start < text.length) {
			const end = this.endOfRow(text, start, isEnd);
			if (end === undefined) break;
			const row = text.slice(start, text.charAt(end - 1) === '\r' && end > start ? end - 1 : end);
			const { line } = this;
			this.line += 1 + (row.includes('"') ? countOf(row, '\n') : 0);
			start = end + 1;
			if (row !== '') this.onRow({ line, fields: fieldsOf(row, line), text: row });
		}
		return text.slice(start);
	}

	/** Where the row that begins at `start` ends: at a line feed outside quotes, or at the end of the text. Undefined: not yet told. */
	private endOfRow(text: string, start: number, isEnd: boolean): number | undefined {
		let quotes = 0;
		for (let from = start; ; ) {
			const feed = text.indexOf('\n', from);
			const end = feed < 0 ? text.length : feed;
			if (end - start > LONGEST_ROW) throw new CsvError({ kind: 'longRow', line: this.line, column: LONGEST_ROW + 1, most: LONGEST_ROW });
			quotes += countOf(text.slice(from, end), '"');
			if (quotes % 2 === 0) return feed >= 0 || isEnd ? end : undefined;
			if (feed < 0) {
				if (isEnd) throw new CsvError({ kind: 'openQuote', line: this.line, column: text.lastIndexOf('"') - start + 1 });
				return undefined;
			}
			from = feed + 1;
		}
	}
}

/** All rows of a text. @throws CsvError */
export function csvRows(text: string): CsvRow[] {
	const rows: CsvRow[] = [];
	const reader = new CsvReader((row) => rows.push(row));
	reader.push(text);
	reader.end();
	return rows;
}

/** The column of the first character of a field in its row's first line, from 1. */
export function columnOfField(row: CsvRow, field: number): number {
	let column = 1;
	fieldsOf(row.text, row.line, (at, start) => {
		if (at === field) column = start + 1;
	});
	return column;
}

/** One row, with its end. */
export function csvLine(fields: readonly string[]): string {
	// A row of one empty field would be no row.
	if (fields.length === 1 && fields[0] === '') return '""\n';
	return `${fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\n`;
}

function fieldsOf(row: string, line: number, onField: (at: number, start: number) => void = () => {}): readonly string[] {
	const fields: string[] = [];
	let start = 0;
	for (;;) {
		onField(fields.length, start);
		if (row.charAt(start) !== '"') {
			const comma = row.indexOf(',', start);
			if (comma < 0) {
				fields.push(row.slice(start));
				return fields;
			}
			fields.push(row.slice(start, comma));
			start = comma + 1;
			continue;
		}
		let end = row.indexOf('"', start + 1);
		while (end >= 0 && row.charAt(end + 1) === '"') end = row.indexOf('"', end + 2);
		// The quotes of a row are even, but one may stand in the middle of a field without.
		if (end < 0) throw new CsvError({ kind: 'openQuote', line, column: start + 1 });
		fields.push(row.slice(start + 1, end).replaceAll('""', '"'));
		if (end + 1 === row.length) return fields;
		if (row.charAt(end + 1) !== ',') throw new CsvError({ kind: 'behindQuote', line, column: end + 2 });
		start = end + 2;
	}
}

function withoutMark(text: string): string {
	return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function countOf(text: string, character: string): number {
	let count = 0;
	for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
	return count;
}
