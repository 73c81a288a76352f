/** The tables that the page of events, state and commands must have, made from the rows of the schema. */
import { COMMANDS } from '../../src/world/scenario/grammar.js';
import { OUTCOMES, REFUSALS } from '../../src/world/schema/answer-rows.js';
import { COMMON, EVENTS } from '../../src/world/schema/event-rows.js';
import type { Fields } from '../../src/world/schema/shape.js';
import { STATE } from '../../src/world/schema/state-rows.js';

export interface Table {
	readonly heading: string;
	/** Cells; only the last is in the language of the page. */
	readonly rows: readonly (readonly string[])[];
}

/** In their order on the page. */
export const TABLES: readonly Table[] = [
	{ heading: 'common', rows: fieldRows(COMMON) },
	...Object.entries(EVENTS).map(([kind, { fields }]) => ({ heading: kind, rows: fieldRows(fields) })),
	{ heading: 'state', rows: fieldRows(STATE) },
	{ heading: 'command', rows: COMMANDS.map(({ name, usage, does }) => [code(name), usage === '' ? '' : code(usage.replaceAll('|', '\\|')), does]) },
	{ heading: 'outcome', rows: kindRows(OUTCOMES) },
	{ heading: 'refusal', rows: kindRows(REFUSALS) },
];

/** Of a record: its own first, those of records within it below, by their paths. */
function fieldRows(fields: Fields, path = ''): string[][] {
	return Object.entries(fields).flatMap(([name, { shape, form, says, optional }]) => {
		const own = `${path}${name}`;
		const inner = shape.fields === undefined ? [] : fieldRows(shape.fields, `${own}${shape.type.startsWith('list') ? '[]' : ''}.`);
		return [[code(own), `${shape.type}${optional ? ', may be missing' : ''}`, form, says], ...inner];
	});
}

function kindRows(rows: Readonly<Record<string, Fields>>): string[][] {
	return Object.entries(rows).flatMap(([kind, fields]) => {
		const own = fieldRows(fields);
		if (own.length === 0) return [[code(kind), '', '', '', '']];
		return own.map((cells, i) => [i === 0 ? code(kind) : '', ...cells]);
	});
}

function code(text: string): string {
	return `\`${text}\``;
}

/** Cells of the tables of a page, each under the name in the comment before it: `<!-- NAME -->`. */
export function tablesOf(page: string): Map<string, string[][]> {
	const tables = new Map<string, string[][]>();
	for (const [, name, text] of page.matchAll(/<!-- ([\w-]+) -->\n\n?((?:\|.*\n)+)/g)) {
		const lines = text!.trimEnd().split('\n').slice(2);
		tables.set(
			name!,
			lines.map((line) =>
				line
					.slice(1, -1)
					.split(/(?<!\\)\|/)
					.map((cell) => cell.trim()),
			),
		);
	}
	return tables;
}

/** Examples of the page: lines of JSON. */
export function examplesOf(page: string): Readonly<Record<string, unknown>>[] {
	return [...page.matchAll(/^\{.*\}$/gm)].map(([line]) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
