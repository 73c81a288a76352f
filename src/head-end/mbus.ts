/** The meters behind a meter, by its M-Bus clients (class 72): who is on which channel, what they told last, and orders to them. */
import { NAME, type ObjectName } from '../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { manufacturerLetters } from '../../modules/mbus/header.js';
import { scalerUnitOf } from './data-text.js';
import { dateTimeIso } from './date-time-text.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { countText, type ScalerUnit } from './physical-units.js';
import { attributeTarget } from './reading.js';
import { disconnectName, readSupply, type SupplyState } from './supply-control.js';

export const MBUS_CHANNELS = 4;
const CLIENT = 72;
const REGISTER = 4;
const PROFILE = 7;
const BUFFER = 2;
/** Attributes of a client that all versions have, from the address on. */
export const MBUS_ATTRIBUTES = Object.freeze({
	period: 4,
	address: 5,
	identification: 6,
	manufacturer: 7,
	version: 8,
	deviceType: 9,
	access: 10,
	status: 11,
	alarm: 12,
});
const KEY_STATUS = 14;
/** What one entry of the log says: nobody answered. Ten more for each further channel. */
const COMMUNICATION_ERROR = 100;
const CODES_EACH = 10;

/** Methods of class 72. */
export const MBUS_ORDER = Object.freeze({ install: 1, remove: 2, capture: 3, resetAlarm: 4, clock: 5, send: 6, setKey: 7, transferKey: 8 });

export interface MbusValue {
	readonly value: number;
	readonly scaler: ScalerUnit | undefined;
	/** `13085 m³`. */
	readonly text: string;
	/** ISO 8601. */
	readonly capturedAt: string | undefined;
}

export interface MbusChannelState {
	/** From 1. */
	readonly channel: number;
	/** Undefined: the channel is free. */
	readonly device:
		| { readonly identification: string; readonly manufacturer: string; readonly version: number; readonly deviceType: number }
		| undefined;
	readonly address: number;
	/** s. */
	readonly period: number;
	readonly access: number;
	/** Bits of the meter behind, now, and since they were reset. */
	readonly status: number;
	readonly alarm: number;
	/** 0 none, 1 set, 2 transferred, 3 both, 4 in use; undefined: version 0 does not tell. */
	readonly keyStatus: number | undefined;
	readonly values: readonly MbusValue[];
	/** Undefined: the meter does not tell. */
	readonly valve: SupplyState | undefined;
}

function named(name: 'mbusClient' | 'mbusValue' | 'mbusSecondValue', channel: number): LogicalName {
	return NAME[`${name}${channel}` as ObjectName];
}

/** Throws HeadEndError where the meter has no such channel. */
export async function readChannel(session: MeterSession, channel: number): Promise<MbusChannelState> {
	const client = named('mbusClient', channel);
	const names = Object.keys(MBUS_ATTRIBUTES) as (keyof typeof MBUS_ATTRIBUTES)[];
	const readings = await session.getAll([
		...names.map((name) => attributeTarget(CLIENT, client, MBUS_ATTRIBUTES[name])),
		attributeTarget(CLIENT, client, KEY_STATUS),
	]);
	const told = Object.fromEntries(names.map((name, i) => [name, numberIn(readings[i])])) as Record<keyof typeof MBUS_ATTRIBUTES, number | undefined>;
	const { identification } = told;
	if (identification === undefined) {
		const result = readings[names.indexOf('identification')];
		throw new HeadEndError({ kind: 'mbusUnreadable', channel, result: typeof result === 'number' ? result : ACCESS_RESULT.typeUnmatched });
	}
	const { address = 0, period = 0, manufacturer = 0, version = 0, deviceType = 0, access = 0, status = 0, alarm = 0 } = told;
	const isFree = identification === 0 || address === 0;
	return {
		channel,
		device: isFree
			? undefined
			: { identification: identification.toString(16).padStart(8, '0'), manufacturer: manufacturerLetters(manufacturer), version, deviceType },
		...{ address, period, access, status, alarm },
		keyStatus: numberIn(readings.at(-1)),
		values: isFree ? [] : await readValues(session, channel),
		valve: isFree ? undefined : await readValve(session, channel),
	};
}

async function readValues(session: MeterSession, channel: number): Promise<readonly MbusValue[]> {
	const values: MbusValue[] = [];
	for (const name of [named('mbusValue', channel), named('mbusSecondValue', channel)]) {
		const [value, scaler, at] = await session.getAll([2, 3, 5].map((attribute) => attributeTarget(REGISTER, name, attribute)));
		const number = numberIn(value);
		if (number === undefined) continue;
		const unit = typeof scaler === 'object' ? scalerUnitOf(scaler) : undefined;
		const time = typeof at === 'object' && 'bytes' in at ? dateTimeIso(at.bytes) : undefined;
		values.push({ value: number, scaler: unit, text: countText(number, unit), capturedAt: time });
	}
	return values;
}

async function readValve(session: MeterSession, channel: number): Promise<SupplyState | undefined> {
	try {
		return await readSupply(session, disconnectName(channel));
	} catch (error) {
		if (error instanceof HeadEndError && error.failure.kind === 'supplyUnreadable') return undefined;
		throw error;
	}
}

/** The order is taken; what comes of it the channel tells later. Throws HeadEndError. @param order one of `MBUS_ORDER` */
export async function orderChannel(session: MeterSession, channel: number, order: number, parameter: DataWriter): Promise<void> {
	const { result } = await session.act({ classId: CLIENT, name: named('mbusClient', channel), index: order }, parameter.copy());
	if (result !== 0) throw new HeadEndError({ kind: 'mbusRefused', channel, result });
}

/** Of attributes 5 to 9, which tell whom to install. Throws HeadEndError. */
export async function setOnChannel(session: MeterSession, channel: number, attribute: number, value: DataWriter): Promise<void> {
	const result = await session.set(attributeTarget(CLIENT, named('mbusClient', channel), attribute), value.copy());
	if (result !== 0) throw new HeadEndError({ kind: 'mbusNotSet', channel, result });
}

/** Maker, version and kind of whom a free channel is to have, as they are set: of attributes 6 to 9. 0: any. */
export async function readWanted(session: MeterSession, channel: number): Promise<ReadonlyMap<number, number>> {
	const { identification, manufacturer, version, deviceType } = MBUS_ATTRIBUTES;
	const attributes = [identification, manufacturer, version, deviceType];
	const told = await session.getAll(attributes.map((attribute) => attributeTarget(CLIENT, named('mbusClient', channel), attribute)));
	return new Map(attributes.map((attribute, i) => [attribute, numberIn(told[i]) ?? 0]));
}

/** Entries of the M-Bus log, oldest first: a text that tells one from another, and its code. */
export interface MbusEntry {
	readonly text: string;
	readonly code: number | undefined;
}

export async function mbusEntries(session: MeterSession): Promise<readonly MbusEntry[]> {
	const buffer = await session.get(attributeTarget(PROFILE, NAME.mbusLog, BUFFER));
	const rows = typeof buffer === 'object' && 'items' in buffer ? buffer.items : [];
	return rows.map((row) => {
		const [time, code] = 'items' in row ? row.items : [];
		const number = code === undefined ? undefined : numberOf(code);
		return { text: `${time !== undefined && 'bytes' in time ? time.bytes.join() : ''} ${number}`, code: number };
	});
}

/** Whether the log has come to say that nobody answered on a channel, whatever else it says since. @param before entries as they were */
export function isSilentSince(before: readonly MbusEntry[], now: readonly MbusEntry[], channel: number): boolean {
	// The log is a ring: of what was there, the end is there still, or nothing.
	let known = Math.min(before.length, now.length);
	while (known > 0 && !now.slice(0, known).every(({ text }, i) => text === before[before.length - known + i]!.text)) known--;
	return now.slice(known).some(({ code }) => code === COMMUNICATION_ERROR + CODES_EACH * (channel - 1));
}

function numberIn(data: Data | number | undefined): number | undefined {
	return typeof data === 'object' ? numberOf(data) : undefined;
}
