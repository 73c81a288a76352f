/** What the display of the metering unit shows, one screen after the other: all of it is the meter's own state. */
import type { FaceState } from '../../face/face-state.js';

export const SCREENS = Object.freeze(['import', 'export', 'power', 'contact', 'clock', 'test'] as const);
export type ScreenName = (typeof SCREENS)[number];

export interface Cell {
	/** A character that seven segments can show. */
	readonly character: string;
	/** A decimal point behind it. */
	readonly point: boolean;
	/** A colon behind it. */
	readonly colon: boolean;
}

export interface Screen {
	readonly name: ScreenName;
	readonly cells: readonly Cell[];
	readonly unit: '' | 'kWh' | 'W';
	/** What the number is to be taken times; 1: as it stands. */
	readonly factor: number;
	/** All that the glass can show is lit. */
	readonly isTest: boolean;
}

/** Where the power flows, by the arrow on the glass. */
export type Direction = 'in' | 'out' | 'none';

/** The fewest digits that tell the time of day. */
const FEWEST_CELLS = 6;
/** W below which there is no arrow. */
const NO_FLOW = 0.5;
const DARK_STATES: readonly string[] = Object.freeze(['empty', 'isolated']);
const KILO = 1000;

/** Digits of the glass: those of the register (EPC D7), and no fewer than the time takes. */
export function cellCount({ counters }: Pick<FaceState, 'counters'>): number {
	return Math.max(FEWEST_CELLS, counters.digits);
}

/** Nothing is lit: no power, no metering unit, or one that has none. */
export function isDark({ power, units }: Pick<FaceState, 'power' | 'units'>): boolean {
	return !power || DARK_STATES.includes(units.metering.state);
}

/** The screens of the cycle: what is fed in only where it is counted; all segments alone while the unit starts. */
export function screensOf(state: FaceState): readonly Screen[] {
	if (isDark(state)) return [];
	const width = cellCount(state);
	if (state.units.metering.state === 'greeting') return [testScreen(width)];
	const { counters, watts, contact, time } = state;
	return [
		energyScreen('import', counters.import, counters, width),
		...(counters.twoWay ? [energyScreen('export', counters.export, counters, width)] : []),
		{ ...PLAIN, name: 'power', unit: 'W', cells: cellsOf(watts === null ? undefined : String(Math.abs(Math.round(watts))), width) },
		{ ...PLAIN, name: 'contact', cells: cellsOf(contact === 'closed' ? 'CLOSE' : 'OPEn', width) },
		{ ...PLAIN, name: 'clock', cells: cellsOf(time.slice(11, 19), width) },
		testScreen(width),
	];
}

export function directionOf({ watts }: Pick<FaceState, 'watts'>): Direction {
	if (watts === null || Math.abs(watts) < NO_FLOW) return 'none';
	return watts > 0 ? 'in' : 'out';
}

/** What the cells say, as one reads it. */
export function screenText({ cells, unit, factor, isTest }: Screen): string {
	if (isTest) return '';
	const text = cells
		.map(({ character, point, colon }) => `${character}${point ? '.' : ''}${colon ? ':' : ''}`)
		.join('')
		.trim();
	return `${text}${unit === '' ? '' : ` ${unit}`}${factor === 1 ? '' : ` ×${factor}`}`;
}

const PLAIN = Object.freeze({ unit: '', factor: 1, isTest: false } as const);

function testScreen(width: number): Screen {
	return { ...PLAIN, name: 'test', isTest: true, cells: Array.from({ length: width }, () => ({ character: '8', point: true, colon: true })) };
}

/** With all zeros of the register, and the decimals that its unit has: 0.1 kWh is one. */
function energyScreen(
	name: 'import' | 'export',
	counts: number | null,
	{ digits, wattHours, coefficient }: FaceState['counters'],
	width: number,
): Screen {
	const decimals = wattHours >= KILO ? 0 : Math.round(Math.log10(KILO / wattHours));
	const factor = Math.max(1, wattHours / KILO) * coefficient;
	const text = counts === null ? '-'.repeat(digits) : String(counts).padStart(digits, '0');
	const pointed = counts === null || decimals === 0 || decimals >= digits ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
	return { ...PLAIN, name, unit: 'kWh', factor, cells: cellsOf(pointed, width) };
}

/** At the right; what the glass is too small for, and what is unknown, is dashes. */
function cellsOf(text: string | undefined, width: number): readonly Cell[] {
	const cells: { character: string; point: boolean; colon: boolean }[] = [];
	for (const character of text ?? '-'.repeat(width)) {
		const before = cells.at(-1);
		if (character === '.' && before) before.point = true;
		else if (character === ':' && before) before.colon = true;
		else cells.push({ character, point: false, colon: false });
	}
	if (cells.length > width) return cellsOf(undefined, width);
	const blank = { character: ' ', point: false, colon: false };
	return [...Array.from({ length: width - cells.length }, () => blank), ...cells];
}
