/** The push set-ups of a meter (class 40), and the schedule that starts the one of intervals (class 22). */

import { asciiBytes, asciiText } from '../../modules/bytes/ascii.js';
import { DATE_LENGTH } from '../../modules/cosem/execution-time.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { writePushObject, writePushObject1 } from '../../modules/cosem/push-object.js';
import { PUSH_SERVICE } from '../../modules/cosem/push-setup.js';
import type { Repetition } from '../../modules/cosem/push-setup-2.js';
import { itemsOf, nameIn, putScript, scriptIn } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { type CaptureObject, writeCaptureObject } from '../../modules/dlms/apdu/selective-access.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { Reading } from './decoding.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

const PUSH_SETUP = 40;
const OBJECTS = 2;
const DESTINATION = 3;
const WINDOWS = 4;
const RANDOMISATION = 5;
const RETRIES = 6;
const REPETITION_DELAY = 7;
const CLIENT = 9;
const METHOD = 11;
const LAST_CONFIRMATION = 13;
const PUSH = 1;
const RESET = 2;
/** Items of an entry of the list, by the version of the set-up. */
const ENTRY_OF_VERSION_0 = 4;
const ENTRY_OF_VERSION_1 = 5;
const ENTRY_OF_VERSION_2 = 6;
/** Exponent that leaves the delay as it is, hundredths. */
const STEADY = 100;
const LONGEST_DELAY = 0xffff;

const SCHEDULE = 22;
const EXECUTED_SCRIPT = 2;
const TYPE = 3;
const EXECUTION_TIME = 4;
/** Times of the day may differ, and dates be open. */
const SEVERAL_OPEN = 5;
/** Identifier of the script that pushes intervals. */
const INTERVAL_SCRIPT = 1;
const EACH = 0xff;

export interface PushState {
	readonly name: LogicalName;
	/** Undefined: the meter does not tell, as of all the others. */
	readonly objects: readonly CaptureObject[] | undefined;
	readonly service: number | undefined;
	/** Empty: nowhere. */
	readonly destination: string | undefined;
	/** How many there are. */
	readonly windows: number | undefined;
	/** Seconds. */
	readonly randomisation: number | undefined;
	readonly retries: number | undefined;
	/** Seconds. */
	readonly repetitionDelay: number | undefined;
	/** Undefined: it has no version 2. */
	readonly second: PushState2 | undefined;
}

/** What a set-up of version 2 has besides. */
export interface PushState2 {
	readonly repetition: Repetition;
	/** wPort of who takes pushes. */
	readonly client: number | undefined;
	/** One of `PUSH_METHOD`. */
	readonly method: number | undefined;
	/** 12 bytes of COSEM date-time. */
	readonly lastConfirmation: Uint8Array | undefined;
}

/** What is to be set; undefined: it stays as it is. */
export interface PushChanges {
	readonly objects?: readonly CaptureObject[] | undefined;
	readonly destination?: { readonly service: keyof typeof PUSH_SERVICE; readonly text: string } | undefined;
	/** Seconds. */
	readonly randomisation?: number | undefined;
	readonly retries?: number | undefined;
	/** Seconds. */
	readonly repetitionDelay?: number | undefined;
	/** Of version 2: by how much the delay grows with each try, hundredths, and the most of it, s. */
	readonly exponent?: number | undefined;
	readonly longest?: number | undefined;
	/** Of version 2: one of `PUSH_METHOD`. */
	readonly method?: number | undefined;
}

/** Throws HeadEndError. */
export async function readPush(session: MeterSession, name: LogicalName): Promise<PushState> {
	const attributes = [OBJECTS, DESTINATION, WINDOWS, RANDOMISATION, RETRIES, REPETITION_DELAY];
	const [objects, destination, windows, randomisation, retries, repetition] = await session.getAll(
		attributes.map((index) => attributeTarget(PUSH_SETUP, name, index)),
	);
	if (typeof destination !== 'object') throw new HeadEndError({ kind: 'pushUnreadable', name, result: destination ?? ACCESS_RESULT.typeUnmatched });
	const [service, octets] = itemsOf(destination, 3);
	const growing = repetitionIn(repetition);
	return {
		name,
		objects: objectsIn(objects),
		service: service && numberOf(service),
		destination: octets !== undefined && 'bytes' in octets ? asciiText(octets.bytes) : undefined,
		windows: typeof windows === 'object' && 'items' in windows ? windows.items.length : undefined,
		randomisation: wholeIn(randomisation),
		retries: wholeIn(retries),
		repetitionDelay: growing?.least ?? wholeIn(repetition),
		second: growing && (await readSecond(session, name, growing)),
	};
}

async function readSecond(session: MeterSession, name: LogicalName, repetition: Repetition): Promise<PushState2> {
	const targets = [CLIENT, METHOD, LAST_CONFIRMATION].map((index) => attributeTarget(PUSH_SETUP, name, index));
	const [client, method, last] = await session.getAll(targets);
	const lastConfirmation = typeof last === 'object' && 'bytes' in last ? last.bytes : undefined;
	return { repetition, client: wholeIn(client), method: wholeIn(method), lastConfirmation };
}

/** Of version 2; undefined: it is of another one. */
function repetitionIn(reading: Reading | undefined): Repetition | undefined {
	if (typeof reading !== 'object') return undefined;
	const [least, exponent, most] = itemsOf(reading, 3).map(numberOf);
	return least === undefined || exponent === undefined || most === undefined ? undefined : { least, exponent, most };
}

/** The destination last: nothing goes there before all the rest is set. Throws HeadEndError, as the next ones do. */
export async function setPush(session: MeterSession, name: LogicalName, changes: PushChanges): Promise<void> {
	const { objects, destination, randomisation, retries, method } = changes;
	const set = (attribute: number, value: DataWriter) => setOf(session, PUSH_SETUP, name, attribute, value);
	if (objects !== undefined) await set(OBJECTS, listOf(objects, await entryLength(session, name)));
	if (randomisation !== undefined) await set(RANDOMISATION, new DataWriter().longUnsigned(randomisation));
	if (retries !== undefined) await set(RETRIES, new DataWriter().unsigned(retries));
	await setRepetition(session, name, changes);
	if (method !== undefined) await set(METHOD, new DataWriter().enum(method));
	if (destination === undefined) return;
	const { service, text } = destination;
	await set(DESTINATION, new DataWriter().structure(3).enum(PUSH_SERVICE[service]).octetString(asciiBytes(text)).enum(0));
}

async function setRepetition(session: MeterSession, name: LogicalName, { repetitionDelay, exponent, longest }: PushChanges): Promise<void> {
	if (repetitionDelay === undefined && exponent === undefined && longest === undefined) return;
	const now = repetitionIn(await session.get(attributeTarget(PUSH_SETUP, name, REPETITION_DELAY)));
	const w = new DataWriter();
	if (now === undefined && exponent === undefined && longest === undefined) w.longUnsigned(repetitionDelay!);
	else
		w.structure(3)
			.longUnsigned(repetitionDelay ?? now?.least ?? 0)
			.longUnsigned(exponent ?? now?.exponent ?? STEADY)
			.longUnsigned(longest ?? now?.most ?? LONGEST_DELAY);
	await setOf(session, PUSH_SETUP, name, REPETITION_DELAY, w);
}

/** By the list that there is, or else by the repetition delay. */
async function entryLength(session: MeterSession, name: LogicalName): Promise<number> {
	const [list, repetition] = await session.getAll([OBJECTS, REPETITION_DELAY].map((index) => attributeTarget(PUSH_SETUP, name, index)));
	const [first] = typeof list === 'object' && 'items' in list ? list.items : [];
	if (first !== undefined && 'items' in first) return first.items.length;
	return repetitionIn(repetition) === undefined ? ENTRY_OF_VERSION_0 : ENTRY_OF_VERSION_2;
}

function listOf(objects: readonly CaptureObject[], length: number): DataWriter {
	const w = new DataWriter().array(objects.length);
	for (const object of objects) {
		if (length === ENTRY_OF_VERSION_2) writePushObject(w, object);
		else if (length === ENTRY_OF_VERSION_1) writePushObject1(w, object);
		else writeCaptureObject(w, object);
	}
	return w;
}

/** What is under way ends, and is given up. Throws HeadEndError. */
export async function resetPush(session: MeterSession, name: LogicalName): Promise<void> {
	const { result } = await session.act({ classId: PUSH_SETUP, name, index: RESET }, new DataWriter().integer(0).copy());
	if (result !== 0) throw new HeadEndError({ kind: 'pushNotSet', name, result });
}

/** The meter takes the order; when it goes is the set-up's. */
export async function pushNow(session: MeterSession, name: LogicalName): Promise<void> {
	const { result } = await session.act({ classId: PUSH_SETUP, name, index: PUSH }, new DataWriter().integer(0).copy());
	if (result !== 0) throw new HeadEndError({ kind: 'pushNotSet', name, result });
}

/** When the schedule starts the push of intervals: each hour, or each day, at these minutes of the hour or hours of the day. */
export interface PushTimes {
	readonly of: 'hour' | 'day';
	readonly at: readonly number[];
}

/** @param times undefined: never */
export async function planPush(session: MeterSession, times: PushTimes | undefined): Promise<void> {
	const set = (attribute: number, value: DataWriter) => setOf(session, SCHEDULE, NAME.pushSchedule, attribute, value);
	// Never the script of before at the times of now.
	await set(EXECUTION_TIME, new DataWriter().array(0));
	if (times === undefined) return;
	await set(TYPE, new DataWriter().enum(SEVERAL_OPEN));
	await set(EXECUTED_SCRIPT, putScript(new DataWriter(), { script: NAME.pushScripts, selector: INTERVAL_SCRIPT }));
	const w = new DataWriter().array(times.at.length);
	for (const at of times.at) {
		const time = times.of === 'hour' ? Uint8Array.of(EACH, at, 0, 0) : Uint8Array.of(at, 0, 0, 0);
		w.structure(2).octetString(time).octetString(new Uint8Array(DATE_LENGTH).fill(EACH));
	}
	await set(EXECUTION_TIME, w);
}

/** How often a day it starts the push of intervals; undefined: the meter does not tell, or at other times. */
export async function readPushTimes(session: MeterSession): Promise<number | undefined> {
	const targets = [EXECUTED_SCRIPT, EXECUTION_TIME].map((index) => attributeTarget(SCHEDULE, NAME.pushSchedule, index));
	const [executed, times] = await session.getAll(targets);
	if (typeof executed !== 'object' || typeof times !== 'object' || !('items' in times)) return undefined;
	const reference = scriptIn(executed);
	if (reference?.script !== NAME.pushScripts || reference.selector !== INTERVAL_SCRIPT) return 0;
	let count = 0;
	for (const entry of times.items) {
		const [time, date] = itemsOf(entry, 2);
		if (time === undefined || date === undefined || !('bytes' in time) || !('bytes' in date)) return undefined;
		if (!date.bytes.every((byte) => byte === EACH)) return undefined;
		const [hour, minute] = time.bytes;
		count += (hour === EACH ? 24 : 1) * (minute === EACH ? 60 : 1);
	}
	return count;
}

/** An object list of a set-up; undefined: it is none. */
export function objectsIn(value: Reading | undefined): readonly CaptureObject[] | undefined {
	if (typeof value !== 'object' || !('items' in value)) return undefined;
	const objects = value.items.map(objectIn);
	return objects.every((object) => object !== undefined) ? objects : undefined;
}

/** Later versions have more behind the four. */
function objectIn(data: Data): CaptureObject | undefined {
	const [classId, octets, attribute, dataIndex] = 'items' in data ? data.items : [];
	const name = nameIn(octets);
	const [number, index, part] = [classId, attribute, dataIndex].map((item) => (item === undefined ? undefined : numberOf(item)));
	return number === undefined || name === undefined || index === undefined || part === undefined
		? undefined
		: { classId: number, name, attribute: index, dataIndex: part };
}

async function setOf(session: MeterSession, classId: number, name: LogicalName, attribute: number, value: DataWriter): Promise<void> {
	const result = await session.set(attributeTarget(classId, name, attribute), value.copy());
	if (result !== 0) throw new HeadEndError({ kind: 'pushNotSet', name, result });
}

function wholeIn(reading: Reading | undefined): number | undefined {
	return typeof reading === 'object' ? numberOf(reading) : undefined;
}
