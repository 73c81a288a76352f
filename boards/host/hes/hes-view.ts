/** What `keiki hes` prints: a table for people, CSV, or JSON, one object a line. Each meter's part comes at once, whenever it is done. */
import process from 'node:process';
import type { Companion } from '../../../modules/cosem/companion.js';
import type { FailureKind } from '../../../src/head-end/head-end-error.js';
import { csvLine } from '../../../src/head-end/profile-table.js';
import type { Say } from '../../../src/head-end/value-words.js';
import type { Language } from '../../../src/world/schema/language.js';
import { printable, printableLine } from '../shared/printable.js';
import { padText, textWidth } from '../shared/text-width.js';
import type { HesFormat } from './hes-options.js';
import { sayIn } from './value-words-ja.js';

/** A cell of a table, or a field of an object. */
export type Fields = Readonly<Record<string, unknown>>;

export interface HesViewOptions {
	readonly format: HesFormat;
	/** How many meters there are: a table of several says which is which. */
	readonly meters: number;
	/** The columns of CSV, behind the meter. */
	readonly columns: readonly string[];
	/** No word of progress. */
	readonly quiet: boolean;
	/** Language of what people read; JSON and CSV are the same in each. */
	readonly language: Language;
	/** Whose codes the meters speak; default: `japan`. */
	readonly companion?: Companion | undefined;
}

export class HesView {
	readonly #options: HesViewOptions;
	/** Header of CSV, as it was written last. */
	#header = '';
	#isFirst = true;
	#progress = '';

	constructor(options: HesViewOptions) {
		this.#options = options;
	}

	/**
	 * A meter's part.
	 * @param rows for CSV and JSON
	 * @param lines for people
	 */
	show(meter: string, rows: readonly Fields[], lines: () => readonly string[]): void {
		const { format, meters, columns } = this.#options;
		if (format === 'json') {
			for (const row of rows) this.#write(JSON.stringify({ meter, ...row }));
		} else if (format === 'csv') {
			const header = csvLine(['meter', ...columns]);
			if (header !== this.#header) this.#write(header);
			this.#header = header;
			for (const row of rows) this.#write(csvLine([meter, ...columns.map((column) => fieldText(row[column]))]));
		} else {
			if (meters > 1) {
				if (!this.#isFirst) this.#write('');
				this.#write(meter);
			}
			for (const line of lines().map(printableLine)) this.#write(meters > 1 ? `  ${line}`.trimEnd() : line);
		}
		this.#isFirst = false;
	}

	/** CSV whose lines name the meter themselves; the header comes again only where it is another one. */
	table(header: string, lines: string): void {
		this.#clear();
		process.stdout.write(printable(header === this.#header ? lines : `${header}\n${lines}`));
		this.#header = header;
	}

	get language(): Language {
		return this.#options.language;
	}

	get companion(): Companion {
		return this.#options.companion ?? 'japan';
	}

	/** Words of values, in the language of whoever reads them, and in English for programs. */
	get say(): Say {
		return sayIn(this.language, this.companion);
	}

	get sayEnglish(): Say {
		return sayIn('en', this.companion);
	}

	/**
	 * @param why in the language of whoever reads it
	 * @param kind of the failure, for programs
	 */
	failed(meter: string, why: (language: Language) => string, kind?: FailureKind): void {
		this.#clear();
		process.stderr.write(printable(`keiki: ${meter}: ${why(this.language)}\n`));
		if (this.#options.format === 'json') this.#write(JSON.stringify({ meter, error: why('en'), kind }));
	}

	/** Writes a note for whoever waits, on stderr. */
	note(meter: string, text: string): void {
		if (!this.#options.quiet) this.warn(meter, text);
	}

	/** Writes on stderr what whoever asked must know, though what was asked is done. */
	warn(meter: string, text: string): void {
		this.#clear();
		process.stderr.write(printable(`keiki: ${meter}: ${text}\n`));
	}

	/** A line that is written over by the next, on a terminal only. */
	progress(meter: string, text: string): void {
		if (!process.stderr.isTTY || this.#options.quiet) return;
		this.#clear();
		this.#progress = printableLine(`keiki: ${meter}: ${text}`);
		process.stderr.write(this.#progress);
	}

	/** A part is done: on a terminal written over, too, elsewhere a line. */
	step(meter: string, text: string): void {
		if (process.stderr.isTTY) this.progress(meter, text);
		else this.note(meter, text);
	}

	end(): void {
		this.#clear();
	}

	#write(line: string): void {
		this.#clear();
		process.stdout.write(printable(`${line}\n`));
	}

	#clear(): void {
		if (this.#progress === '') return;
		process.stderr.write(`\r${' '.repeat(textWidth(this.#progress))}\r`);
		this.#progress = '';
	}
}

function fieldText(value: unknown): unknown {
	return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** Columns side by side, as wide as they need to be; the last one ends where it ends. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
	const widths: number[] = [];
	for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, textWidth(cell));
	return rows.map((row) =>
		row
			.map((cell, i) => (i === row.length - 1 ? cell : padText(cell, widths[i]!)))
			.join('  ')
			.trimEnd(),
	);
}
