/** Where things stand in half-hour bars and in the heat map: numbers, no marks. */
import type { DayTold, Hole } from '../../curves/told.js';

export const SLOTS = 48;
/** Shades of the heat map, besides none. */
export const SHADES = 7;

const STEPS: readonly number[] = Object.freeze([1, 2, 5, 10]);
const TOPS: readonly number[] = Object.freeze([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]);
/** Above 1: small half-hours, which most are, differ more than large ones. */
const BEND = 1.4;

/** A round number at or above a value: what an axis ends with. */
export function niceTop(value: number): number {
	return roundUp(value, TOPS);
}

/** One of these times a power of ten. */
function roundUp(value: number, of: readonly number[]): number {
	if (!(value > 0)) return 1;
	const power = 10 ** Math.floor(Math.log10(value));
	return of.find((each) => each * power >= value * (1 - 1e-9))! * power;
}

/** Steps of an axis from 0 to `top`, about `count` of them. */
export function axisSteps(top: number, count = 4): number[] {
	const step = roundUp(top / count, STEPS);
	const steps: number[] = [];
	for (let i = 0; i * step <= top * (1 + 1e-9); i++) steps.push(Math.round(i * step * 1e6) / 1e6);
	return steps;
}

/** From 0 (nothing) to `SHADES`. */
export function shadeOf(energy: number, most: number): number {
	if (energy <= 0 || most <= 0) return 0;
	return Math.min(SHADES, Math.max(1, Math.ceil(Math.min(1, energy / most) ** (1 / BEND) * SHADES - 1e-9)));
}

/** The largest energy of a shade. */
export function topOfShade(shade: number, most: number): number {
	return most * (shade / SHADES) ** BEND;
}

/** What a cell of the heat map shows: a shade, a hole, or what has not come yet. */
export type Cell = number | 'hole' | 'ahead';

export function cellOf(day: DayTold, slot: number, direction: 'import' | 'export', most: number): Cell {
	const energy = day.energy[direction][slot];
	if (typeof energy === 'number') return shadeOf(energy, most);
	return day.holes[slot] === 'ahead' ? 'ahead' : 'hole';
}

/** One path for all cells that look the same. */
export function cellPaths(
	days: readonly DayTold[],
	direction: 'import' | 'export',
	most: number,
	width: number,
	height: number,
): ReadonlyMap<Cell, string> {
	const paths = new Map<Cell, string>();
	for (const [row, day] of days.entries())
		for (let slot = 0; slot < SLOTS; slot++) {
			const cell = cellOf(day, slot, direction, most);
			if (cell === 'ahead') continue;
			const square = `M${round(slot * width)} ${round(row * height)}h${round(width)}v${round(height)}h${round(-width)}z`;
			paths.set(cell, (paths.get(cell) ?? '') + square);
		}
	return paths;
}

/** The largest half-hour of all days, Wh; 0 without any. */
export function mostEnergy(days: readonly DayTold[], direction: 'import' | 'export'): number {
	let most = 0;
	for (const { energy } of days) for (const each of energy[direction]) if (each !== null && each > most) most = each;
	return most;
}

/** Bars of a day from a zero line: what was drawn above it, what was fed in below. */
export interface BarPaths {
	readonly import: string;
	readonly export: string;
	readonly holes: string;
}

/** @param scale px a Wh; @param zero px of the line from the top; @param height px of all */
export function barPaths(day: DayTold, width: number, scale: number, zero: number, height: number): BarPaths {
	const paths = { import: '', export: '', holes: '' };
	const gap = Math.min(2, width * 0.15);
	const bar = (slot: number, top: number, tall: number) =>
		`M${round(slot * width + gap / 2)} ${round(top)}h${round(width - gap)}v${round(tall)}h${round(gap - width)}z`;
	for (let slot = 0; slot < SLOTS; slot++) {
		const [drawn, fed] = [day.energy.import[slot] ?? 0, day.energy.export[slot] ?? 0];
		if (drawn > 0) paths.import += bar(slot, zero - drawn * scale, drawn * scale);
		if (fed > 0) paths.export += bar(slot, zero, fed * scale);
		if (isHole(day.holes[slot])) paths.holes += bar(slot, 0, height);
	}
	return paths;
}

/** It is past, and there is no energy. */
export function isHole(hole: Hole | null | undefined): boolean {
	return hole !== null && hole !== undefined && hole !== 'ahead';
}

/** `0.4`, `12.35`: kWh of Wh, as fine as counts of so many Wh are. */
export function kilowattHours(wattHours: number, unit: number): string {
	const digits = Math.max(1, Math.min(4, Math.ceil(-Math.log10(unit / 1000) - 1e-9)));
	return (wattHours / 1000).toFixed(digits);
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
