/** The energy of a day's half-hours, from the readings of a register, and as a chart for a terminal. */
import { kilowattHours } from '../shared/property-text.js';

const SLOTS = 48;
const ROWS = 8;
/** Eighths of a row. */
const BARS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const MISSING = '·';
const AXIS = '0     3     6     9     12    15    18    21    24';

/**
 * Counts of each half-hour from the readings at 00:00, 00:30, …: null where one of its two readings is missing.
 * @param readings 49 of them, the last at 24:00
 * @param digits of the register, which begins at 0 again after them
 */
export function halfHourEnergies(readings: readonly (number | null)[], digits: number): (number | null)[] {
	return Array.from({ length: SLOTS }, (_, i) => {
		const [from, to] = [readings[i] ?? null, readings[i + 1] ?? null];
		if (from === null || to === null) return null;
		return to >= from ? to - from : to - from + 10 ** digits;
	});
}

/** Lines of a bar chart, one column for each half-hour, kWh at the side. */
export function chartLines(energies: readonly (number | null)[], wattHours: number, totalText: (kWh: string, halfHours: number) => string): string[] {
	const known = energies.filter((each) => each !== null);
	const top = Math.max(1, ...known);
	const labels = [kilowattHours(top, wattHours), kilowattHours(0, wattHours)];
	const width = Math.max(...labels.map((label) => label.length));
	const lines: string[] = [];
	for (let row = ROWS - 1; row >= 0; row--) {
		const label = row === ROWS - 1 ? labels[0]! : row === 0 ? labels[1]! : '';
		const cells = energies.map((each) => (each === null ? (row === 0 ? MISSING : ' ') : barAt(each / top, row)));
		lines.push(`${label.padStart(width)} ┤${cells.join('').trimEnd()}`);
	}
	lines.push(`${''.padStart(width)}  ${AXIS}`);
	const total = known.reduce((sum, each) => sum + each, 0);
	lines.push(`${''.padStart(width)}  ${totalText(kilowattHours(total, wattHours), known.length)}`);
	return lines;
}

function barAt(share: number, row: number): string {
	const eighths = Math.round(share * ROWS * 8) - row * 8;
	return BARS[Math.max(0, Math.min(8, eighths))]!;
}
