/** A half-hour in words. */
import type { DayTold, HalfHoursTold } from '../../curves/told.js';
import type { CurvesWords } from '../views/curves-words.js';
import { kilowattHours } from './scales.js';
import { clockText, dateText, weekdayOf } from './times.js';

export const HALF_HOUR = 1_800_000;

export function dayText({ start }: DayTold, words: CurvesWords): string {
	return `${dateText(start)} (${words.weekdays[weekdayOf(start)]})`;
}

export function slotText({ start }: DayTold, slot: number): string {
	const from = start + slot * HALF_HOUR;
	return `${clockText(from)}–${clockText(from + HALF_HOUR)}`;
}

/** What flowed, or why that is not known. */
export function energyText(told: HalfHoursTold, day: DayTold, slot: number, words: CurvesWords): string {
	const [drawn, fed] = [day.energy.import[slot], day.energy.export[slot]];
	const hole = day.holes[slot];
	if (typeof drawn !== 'number') return hole === 'ahead' ? words.holes.ahead : `${words.hole}: ${words.holes[hole ?? 'unknown']}`;
	const part = (name: string, energy: number) => `${name} ${kilowattHours(energy, told.wattHours)} kWh`;
	return [part(words.import, drawn), ...(typeof fed === 'number' ? [part(words.export, fed)] : [])].join(', ');
}

/** The registers at its begin, as they are. */
export function registerText(day: DayTold, slot: number, words: CurvesWords): string {
	const [drawn, fed] = [day.register.import[slot], day.register.export[slot]];
	if (typeof drawn !== 'number') return `${words.register} –`;
	return `${words.register} ${drawn}${typeof fed === 'number' ? ` / ${fed}` : ''}`;
}

export function statusText(day: DayTold, slot: number, words: CurvesWords): string {
	const found = day.status.find((each) => each.slot === slot);
	return found === undefined ? '' : found.what.map((what) => words.status[what]).join(', ');
}
