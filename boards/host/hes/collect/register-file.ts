/**
 * `register.csv` in the folder of data: who stands where, and no key. A meter keeps its number; where another one comes to a supply point, the row of the one before
 * ends when that of the new one begins, so that nobody takes the difference of their registers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvLine } from '../../../../src/head-end/profile-table.js';
import { writeWhole } from '../../shared/durable-file.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { COLLECT_USAGE } from './collect-words.js';

export const COLUMNS = Object.freeze([
	...['number', 'title', 'serial', 'supply_point', 'wh', 'digits', 'amperes', 'two_way', 'group', 'concentrator', 'from', 'to'],
] as const);

export interface RegisterRow {
	readonly number: number;
	/** 16 hexadecimal digits. */
	readonly title: string;
	readonly serial: string;
	readonly supplyPoint: string;
	/** Wh of a count of the registers, and their decimal digits. */
	readonly wh: number;
	readonly digits: number;
	/** 0: not told. */
	readonly amperes: number;
	readonly twoWay: boolean;
	readonly group: string;
	readonly concentrator: string;
	/** ISO 8601; empty: it is not known since when, or it hangs there still. */
	readonly from: string;
	readonly to: string;
}

export function registerPath(data: string): string {
	return join(data, 'register.csv');
}

/** Empty where there is no file. Throws UsageError. */
export function readRegister(data: string): RegisterRow[] {
	const path = registerPath(data);
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.cannotRead(path, reasonOf(error))));
	}
	const lines = text.split('\n').slice(1);
	if (lines.at(-1) === '') lines.pop();
	return lines.map((line, i) => {
		const row = rowOf(line);
		if (row === undefined) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.registerDamaged(path, i + 2)));
		return row;
	});
}

/** Whole on the disk when it returns. Throws the system's error. */
export function writeRegister(data: string, rows: readonly RegisterRow[]): void {
	const lines = rows.map((row) =>
		csvLine([
			...[row.number, row.title, row.serial, row.supplyPoint, row.wh, row.digits, row.amperes, row.twoWay, row.group, row.concentrator],
			...[row.from, row.to],
		]),
	);
	writeWhole(registerPath(data), [COLUMNS.join(','), ...lines, ''].join('\n'));
}

/**
 * The rows that are there now, behind those that were: a meter is the one of its title.
 * @param now ISO 8601: since when a new meter hangs where another one hung, unless it tells
 */
export function mergeRegister(before: readonly RegisterRow[], meters: readonly Omit<RegisterRow, 'to'>[], now: string): RegisterRow[] {
	const rows = before.map((row) => ({ ...row }));
	const byTitle = new Map(rows.map((row, i) => [row.title, i]));
	const present = new Map<string, number>();
	for (const [i, row] of rows.entries()) if (row.to === '' && row.supplyPoint !== '') present.set(row.supplyPoint, i);
	for (const meter of meters) {
		const at = byTitle.get(meter.title);
		if (at !== undefined) {
			const { from, to } = rows[at]!;
			rows[at] = { ...meter, from: meter.from === '' ? from : meter.from, to };
			continue;
		}
		const old = meter.supplyPoint === '' ? undefined : present.get(meter.supplyPoint);
		const from = meter.from === '' && old !== undefined ? now : meter.from;
		if (old !== undefined) rows[old] = { ...rows[old]!, to: from };
		byTitle.set(meter.title, rows.length);
		if (meter.supplyPoint !== '') present.set(meter.supplyPoint, rows.length);
		rows.push({ ...meter, from, to: '' });
	}
	return rows;
}

/** Undefined: it is none. */
function rowOf(line: string): RegisterRow | undefined {
	const cells = cellsOf(line);
	const [number, title, serial, supplyPoint, wh, digits, amperes, twoWay, group, concentrator, from, to] = cells;
	if (cells.length !== COLUMNS.length || !/^[1-9]\d{0,9}$/.test(number!) || !/^[0-9A-F]{16}$/.test(title!)) return undefined;
	const numbers = { number: Number(number), wh: Number(wh), digits: Number(digits), amperes: Number(amperes) };
	if (Object.values(numbers).some((value) => !Number.isFinite(value))) return undefined;
	return {
		...numbers,
		title: title!,
		serial: serial!,
		supplyPoint: supplyPoint!,
		twoWay: twoWay === 'true',
		group: group!,
		concentrator: concentrator!,
		from: from!,
		to: to!,
	};
}

/** Of a line of CSV (RFC 4180). */
function cellsOf(line: string): string[] {
	const cells: string[] = [];
	for (const [, quoted, plain] of line.replace(/\r$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g))
		cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
	return cells;
}
