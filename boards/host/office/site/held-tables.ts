/** All that is held of a contract, as pages and a file show it: table by table, as it is there. */
import { type Html, html } from '../../web/html.js';
import type { SiteFile } from '../../web/site.js';
import type { HeldRows } from '../people/person.js';
import { table } from './layout.js';

/** Rows of a table that a page shows at first; the file has all. */
const MOST = 100;

/** @param count how many rows are told @param isWhole all rows, and open, as they are printed */
export function heldTables(held: readonly HeldRows[], count: (rows: number) => string, isWhole = false): Html {
	const cards = held.map(({ table: name, rows }) => {
		const columns = Object.keys(rows[0] ?? {});
		const shown = (isWhole ? rows : rows.slice(0, MOST)).map((row) => columns.map((column) => textOf(row[column])));
		return html`<details class="card"${isWhole && html` open`}><summary>${name}: ${count(rows.length)}</summary>${table(name, columns, shown)}</details>`;
	});
	return html`${cards}`;
}

/** JSON, by the names of the tables. @param code of the contract */
export function heldFile(code: string, held: readonly HeldRows[]): SiteFile {
	const body = `${JSON.stringify(Object.fromEntries(held.map(({ table: name, rows }) => [name, rows])), undefined, '\t')}\n`;
	return { type: 'application/json; charset=utf-8', body, file: `${code}.json` };
}

function textOf(value: string | number | null | undefined): string {
	return value === null || value === undefined ? '' : String(value);
}
