/** Many meters: one character for each, and a line for those that are looked at. */
import { PLACES } from '../../../../src/meter/backplane/messages.js';
import { AirLink } from '../../../../src/world/meter/air-link.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';

/** How a meter is, told by one letter; the first that is true. */
export const METER_MARKS = Object.freeze({ noPower: 'x', fault: 'f', open: 'o', joined: 'j', idle: '-' } as const);

export type MeterMark = (typeof METER_MARKS)[keyof typeof METER_MARKS];

export interface MeterRow {
	/** From 1. */
	readonly number: number;
	readonly node: string;
	readonly serial: string;
	readonly mark: MeterMark;
	/** Codes of the units in place, with commas. */
	readonly units: string;
	/** What flows now, W; null where nothing is measured. */
	readonly watts: number | null;
	/** Who has its session; null: nobody. */
	readonly peer: string | null;
}

export interface MetersTold {
	/** A letter each, all of them: at first, and where nearly all have changed. */
	readonly marks?: string;
	/** Those that have changed since: number of the meter, from 1, and its letter. */
	readonly changes?: readonly (readonly [number: number, mark: string])[];
	/** Those that are looked at, where one has changed. */
	readonly rows?: readonly MeterRow[];
}

/** The most rows that one asks for. */
export const MOST_ROWS = 200;
/** The most meters that a search finds. */
export const MOST_FOUND = 20;

export function markOf(meter: EmulatedMeter): MeterMark {
	if (!meter.hasPower) return METER_MARKS.noPower;
	if (isFaulty(meter)) return METER_MARKS.fault;
	if (!meter.contactClosed) return METER_MARKS.open;
	return isJoined(meter) ? METER_MARKS.joined : METER_MARKS.idle;
}

/** @param peer who has its session */
export function meterRow(meter: EmulatedMeter, number: number, peer: string | null): MeterRow {
	const watts = meter.hasPower ? meter.terminals.sample?.power : undefined;
	return {
		number,
		node: meter.name,
		serial: meter.identity.serial,
		mark: markOf(meter),
		units: meter.unitsText,
		watts: watts === undefined ? null : Math.round(watts),
		peer,
	};
}

/** Numbers of the meters whose serial number or name has the text in it; a bare number is that of a meter. */
export function findMeters(meters: readonly EmulatedMeter[], text: string): number[] {
	const wanted = text.trim().toUpperCase();
	if (wanted === '') return [];
	const found = new Set<number>();
	const number = /^\d{1,7}$/.test(wanted) ? Number(wanted) : 0;
	if (number >= 1 && number <= meters.length) found.add(number);
	for (let i = 0; i < meters.length && found.size < MOST_FOUND; i++) {
		const { name, identity } = meters[i]!;
		if (identity.serial.includes(wanted) || name.toUpperCase() === wanted) found.add(i + 1);
	}
	return [...found];
}

/** A unit that is isolated or was made to fail, or a contact that is not to be closed. */
function isFaulty(meter: EmulatedMeter): boolean {
	for (const place of PLACES) {
		const unit = meter.shelf.inPlace(place);
		if (unit === undefined) continue;
		if (unit.unit.failure !== undefined || meter.base.report(place).state === 'isolated') return true;
	}
	const switching = meter.shelf.inPlace('option')?.switching;
	if (switching === undefined) return false;
	const state = switching.plugIn.unit?.state;
	return state !== undefined && (state.locked || state.fault !== undefined);
}

function isJoined(meter: EmulatedMeter): boolean {
	const { link } = meter;
	if (link instanceof AirLink) return link.stack.authentication.address !== undefined;
	return link !== undefined && meter.diagnosis()?.verdict === 'active';
}
