/** Rows as text and as Parquet. */
import { csvLine } from '../../../../src/head-end/profile-table.js';
import type { Column, Row } from './kinds.js';

export type Write = (piece: string | Uint8Array) => Promise<void>;

export interface Format {
	begin(): Promise<void>;
	row(row: Row): Promise<void>;
	end(): Promise<void>;
}

/** Characters of text, and rows of Parquet, that are written at a time. */
const PART = 1 << 16;
const ROWS_A_GROUP = 100_000;
const BYTE_ORDER_MARK = '\ufeff';

class Text {
	readonly #write: Write;
	#waiting = '';

	constructor(write: Write) {
		this.#write = write;
	}

	async line(line: string): Promise<void> {
		this.#waiting += `${line}\n`;
		if (this.#waiting.length >= PART) await this.end();
	}

	async end(): Promise<void> {
		const text = this.#waiting;
		this.#waiting = '';
		if (text !== '') await this.#write(text);
	}
}

/** @param mark with the byte order mark by which spreadsheets know UTF-8 */
export function csvFormat(columns: readonly Column[], write: Write, mark: boolean): Format {
	const text = new Text(write);
	return {
		begin: () => text.line((mark ? BYTE_ORDER_MARK : '') + csvLine(columns.map(({ name }) => name))),
		row: (row) => text.line(csvLine(row)),
		end: () => text.end(),
	};
}

export function jsonLinesFormat(columns: readonly Column[], write: Write): Format {
	const text = new Text(write);
	return {
		begin: async () => {},
		row: (row) => text.line(JSON.stringify(Object.fromEntries(columns.map((column, i) => [column.name, cellOf(column, row[i]!)])))),
		end: () => text.end(),
	};
}

/** kWh are DOUBLE, numbers INT32, all else text; what is unknown is null. */
export async function parquetFormat(columns: readonly Column[], write: Write): Promise<Format> {
	const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import('hyparquet-writer');
	const bytes = new ByteWriter();
	const sources = (rows: readonly Row[]) =>
		columns.map((column, i) => ({
			name: column.name,
			data: rows.map((row) => cellOf(column, row[i]!)),
			type: column.kind === 'kwh' ? ('DOUBLE' as const) : column.kind === 'number' ? ('INT32' as const) : ('STRING' as const),
			nullable: true,
		}));
	const schema = schemaFromColumnData({ columnData: sources([]) });
	const file = new ParquetWriter({ writer: bytes, schema });
	let waiting: Row[] = [];
	const pass = async (): Promise<void> => {
		const piece = bytes.getBytes().slice();
		bytes.index = 0;
		await write(piece);
	};
	const group = async (): Promise<void> => {
		if (waiting.length === 0) return;
		await file.write({ columnData: sources(waiting).map(({ name, data }) => ({ name, data })), rowGroupSize: ROWS_A_GROUP });
		waiting = [];
		await pass();
	};
	return {
		begin: async () => {},
		row: async (row) => {
			waiting.push(row);
			if (waiting.length >= ROWS_A_GROUP) await group();
		},
		end: async () => {
			await group();
			await file.finish();
			await pass();
		},
	};
}

function cellOf({ kind }: Column, cell: string | number | null): string | number | null {
	return kind === 'kwh' && cell !== null ? Number(cell) : cell;
}
