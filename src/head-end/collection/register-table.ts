/**
 * `register.csv`, who stands where, as a collector writes it and whoever values its readings reads it. A meter a line, and again where one was exchanged: the supply
 * point is the same, and the time at which the old one went is that at which the new one came. No key stands in it.
 *
 * | field        | what                                                                          |
 * |--------------|-------------------------------------------------------------------------------|
 * | number       | of the meter in the journal, from 1                                           |
 * | title        | system title, 16 hexadecimal digits                                           |
 * | serial       | text                                                                          |
 * | supply_point | text; empty: not known                                                        |
 * | wh           | Wh a count of the registers                                                   |
 * | digits       | decimal digits of the registers                                               |
 * | amperes      | of the contract; 0 or empty: not known                                        |
 * | two_way      | 1: it counts what is fed in, too; 0 or empty: it does not                     |
 * | group        | text                                                                          |
 * | concentrator | text                                                                          |
 * | from, to     | ISO 8601 with a time of day; empty: not known since when; it hangs there still |
 */
import { csvLine } from '../profile-table.js';

export const REGISTER_FIELDS = Object.freeze([
	...['number', 'title', 'serial', 'supply_point', 'wh', 'digits', 'amperes', 'two_way', 'group', 'concentrator', 'from', 'to'],
] as const);

export const MOST_NUMBER = 0xfffffffe;
export const MOST_WH = 1_000_000;
export const MOST_DIGITS = 9;
const MOST_AMPERES = 100_000;

export interface RegisterRow {
	readonly number: number;
	readonly title: string;
	readonly serial: string;
	readonly supplyPoint: string;
	readonly wh: number;
	readonly digits: number;
	/** 0: not told. */
	readonly amperes: number;
	readonly twoWay: boolean;
	readonly group: string;
	readonly concentrator: string;
	readonly from: string;
	readonly to: string;
}

/** A line of the register is wrong. */
export class RegisterError extends Error {
	readonly line: number;

	constructor(line: number, expected: string, got: string) {
		super(`line ${line}: expected ${expected}, got ${JSON.stringify(got)}`);
		this.line = line;
	}
}

export function registerText(rows: readonly RegisterRow[]): string {
	const lines = rows.map((row) =>
		csvLine([
			...[row.number, row.title, row.serial, row.supplyPoint, row.wh, row.digits, row.amperes, row.twoWay ? 1 : 0, row.group, row.concentrator],
			...[row.from, row.to],
		]),
	);
	return [REGISTER_FIELDS.join(','), ...lines, ''].join('\n');
}

/** The rows of a register; empty lines are none. Throws RegisterError. */
export function registerRows(text: string): RegisterRow[] {
	const [header = '', ...lines] = text.split(/\r?\n/);
	if (header !== REGISTER_FIELDS.join(',')) throw new RegisterError(1, REGISTER_FIELDS.join(','), header);
	return lines.flatMap((line, i) => (line === '' ? [] : [rowIn(line, i + 2)]));
}

/** ms since 1970-01-01T00:00:00Z; undefined: it is no time that a register has. */
export function registerTime(text: string): number | undefined {
	const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(time) ? undefined : time;
}

/** Of a line of CSV (RFC 4180). */
export function fieldsOf(line: string): string[] {
	if (!line.includes('"')) return line.split(',');
	return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

function rowIn(line: string, at: number): RegisterRow {
	const fields = fieldsOf(line);
	if (fields.length !== REGISTER_FIELDS.length) throw new RegisterError(at, `${REGISTER_FIELDS.length} fields`, line);
	const [number, title, serial, supplyPoint, wh, digits, amperes, twoWay, group, concentrator, from, to] = fields as [
		...[string, string, string, string, string, string],
		...[string, string, string, string, string, string],
	];
	const whole = (name: string, text: string, min: number, max: number): number => {
		const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
		if (value >= min && value <= max) return value;
		throw new RegisterError(at, `${name} from ${min} to ${max}`, text);
	};
	const row = {
		number: whole('number', number, 1, MOST_NUMBER),
		...{ title, serial, supplyPoint, group, concentrator, from, to },
		wh: whole('wh', wh, 1, MOST_WH),
		digits: whole('digits', digits, 1, MOST_DIGITS),
		amperes: amperes === '' ? 0 : whole('amperes', amperes, 0, MOST_AMPERES),
		twoWay: twoWay === '' ? false : whole('two_way', twoWay, 0, 1) === 1,
	};
	for (const name of ['from', 'to'] as const)
		if (row[name] !== '' && registerTime(row[name]) === undefined) throw new RegisterError(at, `${name} an ISO time, or nothing`, row[name]);
	if (registerTime(from)! > registerTime(to)!) throw new RegisterError(at, 'from not behind to', `${from},${to}`);
	return row;
}
