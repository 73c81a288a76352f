/**
 * All that a meter tells, read politely: a few properties at a time, the long ones alone, and what one Get refused, or gave no answer to, once more by itself.
 */
import type { Property } from '../../../modules/echonet-lite/frame.js';
import { decodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import { EPC } from '../../../src/route-b/epc.js';
import { SMART_METER } from '../../../src/route-b/smart-meter.js';
import { hexByte } from '../../../src/world/watch/property-json.js';
import { halfHourEnergies } from './half-hours.js';
import { HemsError } from './hems-failures.js';
import { type HemsSession, type TimedAnswer, TRIES } from './hems-session.js';

export interface Reading {
	/** In the order of their EPC, the maps included. */
	readonly properties: readonly ReadProperty[];
	/** What one count of the energies is worth, Wh. */
	readonly wattHours: number;
	/** Of the register. */
	readonly digits: number;
}

/** A property as it was read. */
export interface ReadProperty extends Property {
	/** What the answer took that brought it, or refused it; undefined where none came. */
	readonly ms?: number;
	/** It is in map 9F, and there is no answer to who asks for it. */
	readonly unanswered?: true;
	/** So many bytes are left out, since they tell whose meter it is. */
	readonly masked?: number;
}

export interface DayReading {
	/** Days ago. */
	readonly day: number;
	/** Counts of each half-hour; null where it was not recorded. */
	readonly energies: readonly (number | null)[];
}

const MAPS = [EPC.announcedMap, EPC.settableMap, EPC.readableMap];
/** Answers of up to 200 bytes, each in several fragments. */
const LONG: readonly number[] = [EPC.importHistory1, EPC.exportHistory1, EPC.history2, EPC.history3];
const AT_ONCE = 5;
const NO_DATA = 0xfffffffe;

export async function readAll(session: HemsSession): Promise<Reading> {
	const maps = await getMaps(session);
	const readable = maps.find(({ epc }) => epc === EPC.readableMap);
	const epcs = readable === undefined ? [] : decodePropertyMap(readable.edt);
	const others = epcs.filter((epc) => !MAPS.some((map) => map === epc));
	const properties = [...maps];
	const short = others.filter((epc) => !LONG.includes(epc));
	for (let i = 0; i < short.length; i += AT_ONCE) properties.push(...(await getAll(session, short.slice(i, i + AT_ONCE))));
	for (const epc of others.filter((each) => LONG.includes(each))) properties.push(...(await getAll(session, [epc])));
	properties.sort((a, b) => a.epc - b.epc);
	return { properties, wattHours: wattHoursOf(properties), digits: edtOf(properties, EPC.effectiveDigits)?.[0] ?? 8 };
}

/** What one count of the energies is worth, Wh. */
export async function readWattHours(session: HemsSession): Promise<number> {
	return wattHoursOf(await getAll(session, [EPC.energyUnit, EPC.coefficient]));
}

/** The half-hours of a day, 0 is today. Sets the day of the history (EPC E5). */
export async function readDay(session: HemsSession, epc: number, day: number, digits: number): Promise<DayReading> {
	const readings = [...(await readHistory(session, epc, day)), null];
	// The reading that ends a past day is the first of the day after it.
	if (day > 0) readings[48] = (await readHistory(session, epc, day - 1))[0] ?? null;
	return { day, energies: halfHourEnergies(readings, digits) };
}

async function readHistory(session: HemsSession, epc: number, day: number): Promise<(number | null)[]> {
	await session.set(SMART_METER, EPC.history1Day, Uint8Array.of(day));
	const edt = (await session.get(SMART_METER, [epc]))[0]?.edt;
	if (edt?.length !== 194 || edt[1] !== day) return Array.from({ length: 48 }, () => null);
	const view = new DataView(edt.buffer, edt.byteOffset);
	return Array.from({ length: 48 }, (_, i) => view.getUint32(2 + 4 * i)).map((count) => (count === NO_DATA ? null : count));
}

/** Rejects with HemsError if the meter does not answer. */
async function getMaps(session: HemsSession): Promise<ReadProperty[]> {
	const answer = await session.tryGet(SMART_METER, MAPS);
	if (answer === undefined) throw new HemsError({ kind: 'noAnswer', what: `Get ${MAPS.map(hexByte).join(' ')}`, tries: TRIES });
	return again(session, timed(answer));
}

/** Rejects with HemsError if the meter answers no more. */
async function getAll(session: HemsSession, epcs: readonly number[]): Promise<ReadProperty[]> {
	const answer = await session.tryGet(SMART_METER, epcs);
	if (answer !== undefined) return epcs.length === 1 ? timed(answer) : again(session, timed(answer));
	if (epcs.length > 1) return again(session, epcs.map(nothing));
	// It is this one that gets no answer, or the meter is gone.
	await session.get(SMART_METER, [EPC.readableMap]);
	return [{ ...nothing(epcs[0]!), unanswered: true }];
}

/** What is empty, by a Get_SNA or for want of an answer, is asked for alone. */
async function again(session: HemsSession, properties: readonly ReadProperty[]): Promise<ReadProperty[]> {
	const all = [...properties];
	for (const [i, { epc, edt }] of properties.entries()) {
		if (edt.length === 0) all[i] = (await getAll(session, [epc]))[0] ?? all[i]!;
	}
	return all;
}

function timed({ properties, ms }: TimedAnswer): ReadProperty[] {
	return properties.map((property) => ({ ...property, ms }));
}

function nothing(epc: number): ReadProperty {
	return { epc, edt: new Uint8Array(0) };
}

/** Exponents of EPC E1's codes: kWh that one unit is worth. */
const UNITS: Readonly<Record<number, number>> = Object.freeze({ 0: 0, 1: -1, 2: -2, 3: -3, 4: -4, 10: 1, 11: 2, 12: 3, 13: 4 });

function wattHoursOf(properties: readonly Property[]): number {
	const unit = UNITS[edtOf(properties, EPC.energyUnit)?.[0] ?? 0] ?? 0;
	const coefficient = edtOf(properties, EPC.coefficient);
	return 10 ** (3 + unit) * (coefficient?.length === 4 ? new DataView(coefficient.buffer, coefficient.byteOffset).getUint32(0) : 1);
}

function edtOf(properties: readonly Property[], epc: number): Uint8Array | undefined {
	return properties.find((property) => property.epc === epc && property.edt.length > 0)?.edt;
}
