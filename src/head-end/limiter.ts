/** The limiter of a meter (class 71): what it watches, the thresholds, and an emergency. */
import { NAME } from '../../modules/cosem/object-names.js';
import { putScript, type ScriptReference, scriptIn } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../modules/dlms/axdr/date-time.js';
import { type LogicalName, logicalNameOf } from '../../modules/dlms/axdr/obis.js';
import { DAY, SECOND } from '../../modules/time/durations.js';
import { dateTimeIso } from './date-time-text.js';
import type { Reading } from './decoding.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { countText, type ScalerUnit } from './physical-units.js';
import { attributeTarget, readScalers } from './reading.js';
import { scriptOf } from './supply-control.js';
import { inEnglish, type Say } from './value-words.js';

const LIMITER = 71;
const ATTRIBUTES = Object.freeze([2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const);
const NORMAL = 4;
const EMERGENCY = 5;
const MIN_OVER = 6;
const MIN_UNDER = 7;
const PROFILE = 8;
const GROUPS = 9;
const ACTIONS = 11;
/** Seconds above and below a threshold where none are set: a house that is cut draws nothing, and without them would be connected again at once. */
const DURATION = 10;

type ThresholdTag = typeof DataTag.longUnsigned | typeof DataTag.doubleLongUnsigned;
/** What stands for no threshold. */
const NONE: Readonly<Record<ThresholdTag, number>> = Object.freeze({ [DataTag.longUnsigned]: 0xffff, [DataTag.doubleLongUnsigned]: 0xffffffff });
/** Of a count, by which a threshold may be off and is the same. */
const ROUNDING = 1e-6;

export interface LimiterState {
	/** The value that it watches, with its scaler and unit. */
	readonly monitored: LogicalName;
	readonly scaler: ScalerUnit | undefined;
	/** Type of the thresholds. */
	readonly tag: ThresholdTag;
	/** In counts of the scaler; undefined: none. */
	readonly active: number | undefined;
	readonly normal: number | undefined;
	readonly emergency: number | undefined;
	/** Seconds. */
	readonly minOver: number | undefined;
	readonly minUnder: number | undefined;
	readonly group: number | undefined;
	/** When the emergency begins, a date-time; undefined: the meter does not tell. And for how long, seconds. */
	readonly activation: Uint8Array | undefined;
	readonly duration: number | undefined;
	readonly groups: readonly number[];
	readonly isEmergency: boolean;
	/** The scripts that it runs; undefined: the meter does not tell. */
	readonly actions: LimiterActions | undefined;
}

/** Of a value above and below the threshold; undefined: none. */
export interface LimiterActions {
	readonly over: ScriptReference | undefined;
	readonly under: ScriptReference | undefined;
}

/** What sets attributes of a meter. */
export type Setting = Pick<MeterSession, 'set'>;

/** Throws HeadEndError. */
export async function readLimiter(session: MeterSession): Promise<LimiterState> {
	const targets = ATTRIBUTES.map((index) => attributeTarget(LIMITER, NAME.limiter, index));
	const [monitored, active, normal, emergency, minOver, minUnder, profile, groups, isEmergency, actions] = await session.getAll(targets);
	const [classId, name, attribute] = itemsIn(monitored);
	const told = [classId, attribute].map((item) => (item === undefined ? undefined : numberOf(item)));
	if (
		typeof normal !== 'object' ||
		!isThreshold(normal) ||
		told.includes(undefined) ||
		name === undefined ||
		!('bytes' in name) ||
		name.bytes.length !== 6
	)
		throw new HeadEndError({ kind: 'limiterUnreadable', result: typeof normal === 'number' ? normal : ACCESS_RESULT.typeUnmatched });
	const watched = { classId: told[0]!, name: logicalNameOf(name.bytes), attribute: told[1]! };
	const [scaler] = await readScalers(session, [watched]);
	const [group, activation, duration] = itemsIn(profile);
	const { tag } = normal;
	const threshold = (reading: Reading | undefined): number | undefined => {
		const value = wholeIn(reading);
		return value === NONE[tag] ? undefined : value;
	};
	return {
		monitored: watched.name,
		scaler,
		tag,
		active: threshold(active),
		normal: threshold(normal),
		emergency: threshold(emergency),
		minOver: wholeIn(minOver),
		minUnder: wholeIn(minUnder),
		group: wholeIn(group),
		activation: activation !== undefined && 'bytes' in activation ? activation.bytes : undefined,
		duration: wholeIn(duration),
		groups: itemsIn(groups).flatMap((item) => numberOf(item) ?? []),
		isEmergency: typeof isEmergency === 'object' && isEmergency.tag === DataTag.boolean && isEmergency.value,
		actions: actionsIn(actions),
	};
}

/** `30.0 A`; undefined: there is none. */
export function thresholdText({ scaler }: LimiterState, value: number | undefined): string | undefined {
	return value === undefined ? undefined : countText(value, scaler);
}

/** When the emergency begins, in words. */
export function activationText({ activation }: LimiterState, say: Say = inEnglish): string {
	return activation === undefined ? say('not specified') : dateTimeIso(activation, say);
}

/**
 * A threshold in counts of the limiter's scaler. Throws HeadEndError where none is that threshold: a limiter that is set to another one cuts at another one.
 * @param value in whole units, such as A; undefined: none
 */
export function thresholdCount({ scaler, tag }: LimiterState, value: number | undefined): number {
	if (value === undefined) return NONE[tag];
	const exact = value / 10 ** (scaler?.scaler ?? 0);
	const count = Math.round(exact);
	// What is decimal outside is not in a floating-point number.
	const isWhole = Math.abs(exact - count) < ROUNDING;
	if (!isWhole || count < 1 || count >= NONE[tag]) throw new HeadEndError({ kind: 'limitUnfit', value, scaler, most: NONE[tag] - 1 });
	return count;
}

/** @param count of `thresholdCount`. Throws HeadEndError, as the next does */
export async function setNormalThreshold(session: Setting, { tag }: LimiterState, count: number): Promise<void> {
	await set(session, NORMAL, new DataWriter().number(tag, count));
}

/**
 * An emergency of a threshold, of a group to which the meter is made to belong at last: until all is set it is in none, so that no emergency that was ended,
 * or of another threshold, is in force meanwhile. A limiter that tells that it runs no script for a value above its threshold would hold nothing: it is made
 * to disconnect, and to reconnect below it.
 */
export async function setEmergency(session: Setting, state: LimiterState, emergency: Emergency): Promise<void> {
	const { count, group, time, duration, deviation } = emergency;
	const { actions, minOver, minUnder } = state;
	await endEmergency(session);
	await set(session, EMERGENCY, new DataWriter().number(state.tag, count));
	if (actions !== undefined && actions.over === undefined) {
		if (minOver === 0) await set(session, MIN_OVER, new DataWriter().doubleLongUnsigned(DURATION));
		if (minUnder === 0) await set(session, MIN_UNDER, new DataWriter().doubleLongUnsigned(DURATION));
		const over = putScript(new DataWriter().structure(2), scriptOf('disconnect'));
		await set(session, ACTIONS, putScript(over, actions.under ?? scriptOf('reconnect')));
	}
	const profile = new DataWriter()
		.structure(3)
		.longUnsigned(group)
		.octetString(dateTimeOf(time, deviation, 0));
	await set(session, PROFILE, profile.doubleLongUnsigned(Math.round(duration / SECOND)));
	await set(session, GROUPS, new DataWriter().array(1).longUnsigned(group));
}

export interface Emergency {
	/** The threshold, of `thresholdCount`. */
	readonly count: number;
	readonly group: number;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly time: number;
	/** ms. */
	readonly duration: number;
	/** Of the meter's clock, minutes from local time to UTC. */
	readonly deviation: number;
}

/** The longest emergency, ms. */
export const LONGEST_EMERGENCY = 365 * DAY;

/** Ends an emergency, and one that is still to come. */
export async function endEmergency(session: Setting): Promise<void> {
	await set(session, GROUPS, new DataWriter().array(0));
}

async function set(session: Setting, attribute: number, value: DataWriter): Promise<void> {
	const result = await session.set(attributeTarget(LIMITER, NAME.limiter, attribute), value.copy());
	if (result !== 0) throw new HeadEndError({ kind: 'limitNotSet', result });
}

function isThreshold(data: Data): data is Data & { readonly tag: ThresholdTag } {
	return data.tag === DataTag.longUnsigned || data.tag === DataTag.doubleLongUnsigned;
}

function actionsIn(reading: Reading | undefined): LimiterActions | undefined {
	const [over, under] = itemsIn(reading).map((item) => scriptIn(item));
	if (over === undefined || under === undefined) return undefined;
	return { over: over.script === 0 ? undefined : over, under: under.script === 0 ? undefined : under };
}

function itemsIn(reading: Reading | undefined): readonly Data[] {
	return typeof reading === 'object' && 'items' in reading ? reading.items : [];
}

function wholeIn(reading: Reading | undefined): number | undefined {
	return typeof reading === 'object' ? numberOf(reading) : undefined;
}
