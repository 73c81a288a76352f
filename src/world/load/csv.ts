/**
 * Loads from a recording: a CSV with a header and one row a step.
 *
 * | column          | content                                                                              |
 * |-----------------|--------------------------------------------------------------------------------------|
 * | `time`          | local time, `2006-12-16T17:24` or with seconds; strictly rising                      |
 * | `active_kw`     | mean active power of the step, -100 to 100 kW, negative when fed in; empty: a gap    |
 * | `reactive_kvar` | optional                                                                             |
 * | `volt`          | optional; whatever the mains it was recorded on, it is scaled to 101 V a leg         |
 *
 * Other columns are ignored. Missing rows are gaps too. It is looped by whole days, so that the time of day stays right.
 */
import type { Sample } from '../../../hal/ports/metrology.js';
import { DAY } from '../../../modules/time/durations.js';
import { parseIsoTime } from '../time/iso-time.js';
import { isPower, MOST_VOLTS, MOST_WATTS, parseDecimal } from './bounds.js';
import { LoadError, type LoadWrong } from './load-wrong.js';
import { type LoadSource, NOMINAL_VOLTAGE, sampleOf } from './source.js';

const LOCAL_TIME = /^\S+[T ]\d\d:\d\d(:\d\d)?$/;

interface Row {
	/** ms since 1970-01-01T00:00:00Z, as if it had been recorded in Japan. */
	readonly time: number;
	readonly sample: Sample | undefined;
}

/** @throws LoadError at the first line that is wrong */
export function csvLoad(text: string, file: string): LoadSource {
	const rows = withGaps(parseRows(text, file));
	const first = rows[0]!.time;
	const span = rows[rows.length - 1]!.time - first;
	const period = span >= DAY ? Math.floor(span / DAY) * DAY : span;
	// Most callers go from row to row.
	let near = 0;
	return {
		at(time) {
			const phase = modulo(time - first, period);
			const at = isAt(rows, near + 1, first + phase) ? near + 1 : lastAtOrBefore(rows, first + phase);
			near = at;
			const next = rows[at + 1]?.time ?? first + period;
			return { sample: rows[at]!.sample, until: time + Math.min(next - first, period) - phase };
		},
	};
}

function parseRows(text: string, file: string): Row[] {
	const lines = text.split(/\r?\n/);
	if (lines[lines.length - 1] === '') lines.pop();
	const header = (lines[0] ?? '').split(',').map((name) => name.trim());
	const column = (name: string) => header.indexOf(name);
	for (const name of ['time', 'active_kw']) {
		if (column(name) < 0) throw new LoadError(file, 1, 1, { kind: 'header', got: lines[0] ?? '' });
	}
	const [time, active, reactive, volt] = [column('time'), column('active_kw'), column('reactive_kvar'), column('volt')];
	const rows: Row[] = [];
	const meanVolt = meanOf(lines, volt);
	for (let i = 1; i < lines.length; i++) {
		const fields = lines[i]!.split(',');
		const fail = (at: number, wrong: LoadWrong) => new LoadError(file, i + 1, columnOf(fields, at), wrong);
		if (fields.length !== header.length) throw fail(0, { kind: 'fields', expected: header.length, got: fields.length });
		const when = parseTime(fields[time]!);
		if (when === undefined) throw fail(time, { kind: 'rowTime', got: fields[time]! });
		if (i > 1 && when <= rows[i - 2]!.time) throw fail(time, { kind: 'rowsInOrder', got: fields[time]! });
		const number = (at: number): number | undefined => {
			const field = at < 0 ? '' : fields[at]!.trim();
			if (field === '') return undefined;
			const value = parseDecimal(field);
			if (value === undefined) throw fail(at, { kind: 'number', got: field });
			return value;
		};
		const thousands = (at: number, unit: string): number | undefined => {
			const value = number(at);
			if (value !== undefined && !isPower(value * 1000)) throw fail(at, { kind: 'range', most: MOST_WATTS / 1000, unit, got: fields[at]! });
			return value === undefined ? undefined : value * 1000;
		};
		const [power, vars, volts] = [thousands(active, 'kW'), thousands(reactive, 'kvar'), number(volt)];
		const voltage = volts === undefined ? NOMINAL_VOLTAGE : (volts / meanVolt) * NOMINAL_VOLTAGE;
		if (volts !== undefined && !(volts > 0 && voltage <= MOST_VOLTS)) throw fail(volt, { kind: 'recordedVoltage', got: fields[volt]! });
		rows.push({ time: when, sample: power === undefined ? undefined : sampleOf(power, vars ?? 0, voltage) });
	}
	if (rows.length < 2) throw new LoadError(file, lines.length + 1, 1, { kind: 'twoRows', got: rows.length });
	return rows;
}

/** Ends every row's stretch after one step, so that a missing row is a gap, and closes the last. */
function withGaps(rows: readonly Row[]): Row[] {
	const step = rows[1]!.time - rows[0]!.time;
	const whole: Row[] = [];
	for (let i = 0; i < rows.length; i++) {
		whole.push(rows[i]!);
		const end = rows[i]!.time + step;
		const next = rows[i + 1]?.time;
		if (next === undefined || next > end) whole.push({ time: end, sample: undefined });
	}
	return whole;
}

function meanOf(lines: readonly string[], column: number): number {
	let sum = 0;
	let count = 0;
	for (let i = 1; i < lines.length && column >= 0; i++) {
		const value = Number(lines[i]!.split(',')[column] || Number.NaN);
		if (!Number.isFinite(value)) continue;
		sum += value;
		count++;
	}
	return count > 0 ? sum / count : NOMINAL_VOLTAGE;
}

/** Undefined for what is none: a day alone, and what tells of a zone, are none. */
function parseTime(text: string): number | undefined {
	const time = text.trim();
	return LOCAL_TIME.test(time) ? parseIsoTime(time) : undefined;
}

/** Whether row `at` holds at `time`, and another one behind it. */
function isAt(rows: readonly Row[], at: number, time: number): boolean {
	const next = rows[at + 1];
	return next !== undefined && rows[at]!.time <= time && time < next.time;
}

function lastAtOrBefore(rows: readonly Row[], time: number): number {
	let low = 0;
	let high = rows.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (rows[middle]!.time <= time) low = middle;
		else high = middle - 1;
	}
	return low;
}

function columnOf(fields: readonly string[], at: number): number {
	return fields.slice(0, at).reduce((sum, field) => sum + field.length + 1, 1);
}

function modulo(value: number, by: number): number {
	return ((value % by) + by) % by;
}
