/**
 * The quality of supply that a meter watches, whichever of it the meter has: voltages, thresholds, and counts of what passed them.
 *
 * | 1.0.C.D.0.255 | C 12 all, 32 L1, 52 L2, 72 L3                                                              |
 * |---------------|--------------------------------------------------------------------------------------------|
 * | D 7           | voltage                                                                                    |
 * | D 31, 35, 39  | threshold of under-voltage, over-voltage, missing voltage: class 21, of some meters class 3 |
 * | D 32, 36, 40  | how often; D 33, 37, 41 for how long                                                       |
 */
import { NAME } from '../../modules/cosem/object-names.js';
import { itemsOf, nameIn } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { Reading } from './decoding.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import type { ListedObject } from './object-list.js';
import { countText, type ScalerUnit } from './physical-units.js';
import { attributeTarget, readScalers } from './reading.js';
import type { QualityWord } from './value-words.js';

const MONITOR = 21;
const VALUE = 2;
const MONITORED = 3;
const ELECTRICITY = 0x0100;
/** Value group C: the line; 0: all of them. */
const LINES: Readonly<Record<number, number>> = Object.freeze({ 12: 0, 32: 1, 52: 2, 72: 3 });
/** Value group D. */
const QUANTITIES: Readonly<Record<number, QualityWord>> = Object.freeze({
	7: 'voltage',
	31: 'under-voltage threshold',
	32: 'under-voltages',
	33: 'time of under-voltage',
	35: 'over-voltage threshold',
	36: 'over-voltages',
	37: 'time of over-voltage',
	39: 'missing voltage threshold',
	40: 'missing voltages',
	41: 'time of missing voltage',
});
const OUTAGES: Readonly<Record<LogicalName, QualityWord>> = Object.freeze({
	[NAME.powerFailures]: 'power failures',
	[NAME.longPowerFailures]: 'long power failures',
	[NAME.powerFailureDuration]: 'duration of the last power failure',
});

export type Limit = 'under' | 'over';
const THRESHOLDS: Readonly<Record<Limit, QualityWord>> = Object.freeze({ under: 'under-voltage threshold', over: 'over-voltage threshold' });
const LOWEST: Readonly<Record<Limit, LogicalName>> = Object.freeze({ under: NAME.underVoltageR, over: NAME.overVoltageR });

/** Greatest value of the types that thresholds have. */
const MOST: Readonly<Record<number, number>> = Object.freeze({
	[DataTag.unsigned]: 0xff,
	[DataTag.long]: 0x7fff,
	[DataTag.longUnsigned]: 0xffff,
	[DataTag.doubleLong]: 0x7fffffff,
	[DataTag.doubleLongUnsigned]: 0xffffffff,
});
type ThresholdTag =
	| typeof DataTag.unsigned
	| typeof DataTag.long
	| typeof DataTag.longUnsigned
	| typeof DataTag.doubleLong
	| typeof DataTag.doubleLongUnsigned;
/** Of a count, by which a threshold may be off and is the same. */
const ROUNDING = 1e-6;

export interface QualityValue {
	readonly classId: number;
	readonly name: LogicalName;
	readonly quantity: QualityWord;
	/** 1 to 3; 0: all, or the meter as a whole. */
	readonly line: number;
	/** In counts of the scaler: several are thresholds of one monitor; a Data-Access-Result: it cannot be read. */
	readonly values: readonly number[] | number;
	readonly scaler: ScalerUnit | undefined;
	/** Type of the value, or of the thresholds; undefined: nothing tells it. */
	readonly tag: number | undefined;
}

/** Undefined: it is none of quality. */
function quantityOf(name: LogicalName): { readonly quantity: QualityWord; readonly line: number } | undefined {
	const outage = OUTAGES[name];
	if (outage !== undefined) return { quantity: outage, line: 0 };
	const line = LINES[Math.floor(name / 0x1000000) % 0x100];
	const quantity = QUANTITIES[Math.floor(name / 0x10000) % 0x100];
	const isOfSupply = Math.floor(name / 0x100000000) === ELECTRICITY && name % 0x10000 === 0xff;
	return isOfSupply && line !== undefined && quantity !== undefined ? { quantity, line } : undefined;
}

/** What of `objects` tells of quality. */
export async function readQuality(session: MeterSession, objects: readonly ListedObject[]): Promise<readonly QualityValue[]> {
	const found = objects.flatMap(({ classId, name }) => {
		const of = quantityOf(name);
		return of === undefined ? [] : [{ classId, name, ...of }];
	});
	const monitors = found.filter(({ classId }) => classId === MONITOR);
	const targets = found.map(({ classId, name }) => attributeTarget(classId, name, VALUE));
	const readings = await session.getAll([...targets, ...monitors.map(({ name }) => attributeTarget(MONITOR, name, MONITORED))]);
	const watched = readings.splice(found.length).map(monitoredIn);
	const scaled = found.map((each) => watched[monitors.indexOf(each)] ?? { ...each, attribute: VALUE });
	const scalers = await readScalers(session, scaled);
	const values = found.map((each, i): QualityValue => ({ ...each, values: valuesIn(readings[i]!), scaler: scalers[i], tag: tagIn(readings[i]!) }));
	// A monitor without a threshold does not tell of what type it would be.
	return values.map((each) => {
		const own = watched[monitors.findIndex(({ name }) => name === each.name)];
		return each.tag !== undefined || own === undefined ? each : { ...each, tag: values.find(({ name }) => name === own.name)?.tag };
	});
}

function monitoredIn(reading: Reading) {
	const [classId, name, attribute] = typeof reading === 'object' ? itemsOf(reading, 3) : [];
	const obis = nameIn(name);
	const told = [classId, attribute].map((item) => (item === undefined ? undefined : numberOf(item)));
	return obis === undefined || told[0] === undefined || told[1] === undefined ? undefined : { classId: told[0], name: obis, attribute: told[1] };
}

function valuesIn(reading: Reading): readonly number[] | number {
	if (typeof reading === 'number') return reading;
	return itemsIn(reading).flatMap((item) => numberOf(item) ?? []);
}

function tagIn(reading: Reading): number | undefined {
	return typeof reading === 'number' ? undefined : itemsIn(reading)[0]?.tag;
}

function itemsIn(data: Data): readonly Data[] {
	return data.tag === DataTag.array ? data.items : [data];
}

/** `101.2 V`; several behind each other; undefined: there is none. */
export function qualityText({ values, scaler }: QualityValue): string | undefined {
	if (typeof values === 'number' || values.length === 0) return undefined;
	return values.map((value) => countText(value, scaler)).join(', ');
}

/** A threshold that is to be set: the object, and the value of its attribute. */
export interface ThresholdSetting {
	readonly of: QualityValue;
	readonly bytes: Uint8Array;
}

/**
 * How the thresholds of all lines are set. Throws HeadEndError where the meter has none, or one counts so that it is not this value.
 * @param value in V; null: none
 */
export function thresholdSettings(quality: readonly QualityValue[], limit: Limit, value: number | null): readonly ThresholdSetting[] {
	const own = quality.filter(({ quantity }) => quantity === THRESHOLDS[limit]);
	if (own.length === 0) throw new HeadEndError({ kind: 'noSuchObject', name: LOWEST[limit] });
	return own.map((of) => ({ of, bytes: settingBytes(of, value) }));
}

function settingBytes(of: QualityValue, value: number | null): Uint8Array {
	const { classId, scaler } = of;
	const isMonitor = classId === MONITOR;
	const w = new DataWriter();
	if (value === null) {
		if (!isMonitor) throw new HeadEndError({ kind: 'thresholdNotSet', name: of.name, result: ACCESS_RESULT.typeUnmatched });
		return w.array(0).copy();
	}
	const tag = of.tag ?? DataTag.longUnsigned;
	const most = MOST[tag];
	if (most === undefined) throw new HeadEndError({ kind: 'thresholdNotSet', name: of.name, result: ACCESS_RESULT.typeUnmatched });
	const exact = value / 10 ** (scaler?.scaler ?? 0);
	const count = Math.round(exact);
	if (Math.abs(exact - count) >= ROUNDING || count > most) throw new HeadEndError({ kind: 'limitUnfit', value, scaler, most });
	if (isMonitor) w.array(1);
	return w.number(tag as ThresholdTag, count).copy();
}

/** Throws HeadEndError, the first that is refused; those before it are set. */
export async function setThresholds(session: MeterSession, settings: readonly ThresholdSetting[]): Promise<void> {
	for (const { of, bytes } of settings) {
		const result = await session.set(attributeTarget(of.classId, of.name, VALUE), bytes);
		if (result !== 0) throw new HeadEndError({ kind: 'thresholdNotSet', name: of.name, result });
	}
}
