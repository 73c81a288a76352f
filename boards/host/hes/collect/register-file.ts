/**
 * `register.csv` in the folder of data: who stands where, and no key. A meter keeps its number; where another one comes to a supply point, the row of the one before
 * ends when that of the new one begins, so that nobody takes the difference of their registers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RegisterError, type RegisterRow, registerRows, registerText } from '../../../../src/head-end/collection/register-table.js';
import { writeWhole } from '../../shared/durable-file.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { COLLECT_USAGE } from './collect-words.js';

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
	try {
		const rows = registerRows(text);
		for (const [i, { title }] of rows.entries()) if (!/^[0-9A-F]{16}$/.test(title)) throw new RegisterError(i + 2, 'a system title', title);
		return rows;
	} catch (error) {
		if (!(error instanceof RegisterError)) throw error;
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.registerDamaged(path, error.line)));
	}
}

/** Whole on the disk when it returns. Throws the system's error. */
export function writeRegister(data: string, rows: readonly RegisterRow[]): void {
	writeWhole(registerPath(data), registerText(rows));
}

/**
 * The rows that are there now, behind those that were: a meter is the one of its title.
 * @param now ISO 8601: since when a new meter hangs where another one hung, unless it tells
 */
export function mergeRegister(before: readonly RegisterRow[], meters: readonly RegisterRow[], now: string): RegisterRow[] {
	const rows = before.map((row) => ({ ...row }));
	const byTitle = new Map(rows.map((row, i) => [row.title, i]));
	/** By supply point, the row of the meter that came last. */
	const latest = new Map<string, number>();
	for (const [i, row] of rows.entries()) if (row.supplyPoint !== '') latest.set(row.supplyPoint, i);
	for (const meter of meters) {
		const at = byTitle.get(meter.title);
		if (at !== undefined) {
			const { from, to } = rows[at]!;
			rows[at] = { ...meter, from: meter.from || from, to: meter.to || to };
			continue;
		}
		const old = meter.supplyPoint === '' ? undefined : latest.get(meter.supplyPoint);
		const from = meter.from === '' && old !== undefined ? rows[old]!.to || now : meter.from;
		if (old !== undefined && rows[old]!.to === '') rows[old] = { ...rows[old]!, to: from };
		byTitle.set(meter.title, rows.length);
		if (meter.supplyPoint !== '') latest.set(meter.supplyPoint, rows.length);
		rows.push({ ...meter, from });
	}
	return rows;
}
