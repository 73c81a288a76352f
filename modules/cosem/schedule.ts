/**
 * Schedule (class 10, version 0): scripts, each with a time of day and the days on which it is carried out.
 *
 * | attribute | value                                                                                       |
 * |-----------|---------------------------------------------------------------------------------------------|
 * | 2 entries | array of entries, in the order of their indexes                                              |
 *
 * | entry             | type                 |                                                                                            |
 * |-------------------|----------------------|--------------------------------------------------------------------------------------------|
 * | index             | long-unsigned        |                                                                                            |
 * | enable            | boolean              |                                                                                            |
 * | script_table      | octet-string         | logical name                                                                               |
 * | script_selector   | long-unsigned        |                                                                                            |
 * | switch_time       | octet-string of 4    | hour, minute, second, hundredth; FF in the last two counts as 0                             |
 * | validity_window   | long-unsigned        | minutes after the time in which it is still carried out, as after an outage; FFFF: always   |
 * | exec_weekdays     | bit-string of 7      | bit 0, the first, is Monday                                                                |
 * | exec_specdays     | bit-string           | bit n is the special day of day_id n                                                       |
 * | begin_date, end_date | octet-string of 5 | first and last day; all of it open: none                                                    |
 *
 * Methods: 1 enable/disable, structure of four indexes: first and last to enable, first and last to disable, 0 and 0 none; 2 insert, an entry, in place of one
 * of the same index; 3 delete, structure of two indexes: first and last.
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { DATE_LENGTH, TIME_LENGTH } from './execution-time.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { itemsOf, listIn, nameIn, octetsIn } from './value-parts.js';

export interface ScheduleEntry {
	readonly index: number;
	readonly isEnabled: boolean;
	readonly script: LogicalName;
	readonly selector: number;
	/** 4 bytes. */
	readonly time: Uint8Array;
	/** Minutes. */
	readonly window: number;
	/** Bits from the most significant of 7 on: Monday is 0x40. */
	readonly weekdays: number;
	/** How many bits there are of special days, and the bytes that they are in. */
	readonly specialBits: number;
	readonly specialDays: Uint8Array;
	/** 5 bytes each. */
	readonly begin: Uint8Array;
	readonly end: Uint8Array;
}

export interface ScheduleTableFacts {
	readonly entries: readonly ScheduleEntry[];
	/** Returns a Data-Access-Result. */
	setEntries(entries: readonly ScheduleEntry[]): number;
}

export const WEEKDAYS = 7;

const ENABLE = 1;
const INSERT = 2;

export function putEntries(w: DataWriter, { entries }: Pick<ScheduleTableFacts, 'entries'>): DataWriter {
	w.array(entries.length);
	for (const entry of entries) putEntry(w, entry);
	return w;
}

export function putEntry(w: DataWriter, entry: ScheduleEntry): DataWriter {
	const { index, isEnabled, script, selector, time, window, weekdays, specialBits, specialDays, begin, end } = entry;
	w.structure(10).longUnsigned(index).boolean(isEnabled).logicalName(script).longUnsigned(selector).octetString(time).longUnsigned(window);
	return w
		.bitString(WEEKDAYS, Uint8Array.of(weekdays << 1))
		.bitString(specialBits, specialDays)
		.octetString(begin)
		.octetString(end);
}

/** Undefined: it is none. */
export function entryIn(data: Data): ScheduleEntry | undefined {
	const [index, enable, table, selector, switchTime, window, weekdays, special, first, last] = itemsOf(data, 10);
	const script = nameIn(table);
	const time = octetsIn(switchTime, TIME_LENGTH);
	const begin = octetsIn(first, DATE_LENGTH);
	const end = octetsIn(last, DATE_LENGTH);
	if (index?.tag !== DataTag.longUnsigned || enable?.tag !== DataTag.boolean || selector?.tag !== DataTag.longUnsigned) return undefined;
	if (window?.tag !== DataTag.longUnsigned || weekdays?.tag !== DataTag.bitString || special?.tag !== DataTag.bitString) return undefined;
	if (script === undefined || time === undefined || begin === undefined || end === undefined || weekdays.bits !== WEEKDAYS) return undefined;
	return {
		...{ index: index.value, isEnabled: enable.value, script, selector: selector.value, time, window: window.value },
		...{ weekdays: weekdays.bytes[0]! >> 1, specialBits: special.bits, specialDays: special.bytes, begin, end },
	};
}

const SCHEDULE: FactsClass<ScheduleTableFacts> = frozen({ classId: 10, version: 0, attributes: 2, methods: 3, puts: [putEntries] });

export class ScheduleTableObject extends FactsObject<ScheduleTableFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<ScheduleTableFacts>) {
		super(SCHEDULE, name, facts);
	}

	write(_attribute: number, value: Data, { device }: Caller): number {
		const entries = listIn(value, entryIn);
		return entries === undefined ? ACCESS_RESULT.typeUnmatched : this.facts(device).setEntries(entries);
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		// Without variables: what is kept is kept deep beneath.
		const changed = changedBy(method, parameter, this.facts(device).entries);
		return typeof changed === 'number' ? changed : resultOf(this.facts(device).setEntries(changed));
	}
}

/** Entries as a method leaves them, or the Action-Result for which it leaves them as they are. */
function changedBy(method: number, parameter: Data | undefined, entries: readonly ScheduleEntry[]): readonly ScheduleEntry[] | number {
	if (method === INSERT) {
		const entry = parameter && entryIn(parameter);
		return entry === undefined ? ACTION_RESULT.typeUnmatched : [...entries.filter(({ index }) => index !== entry.index), entry];
	}
	const [first, last, firstOff = 0, lastOff = 0] = indexesIn(parameter, method === ENABLE ? 4 : 2);
	if (first === undefined || last === undefined) return ACTION_RESULT.typeUnmatched;
	const isWithin = ({ index }: ScheduleEntry): boolean => index >= first && index <= last;
	if (method === ENABLE) {
		const isOff = ({ index }: ScheduleEntry): boolean => index >= firstOff && index <= lastOff;
		return entries.map((each) => ({ ...each, isEnabled: !isOff(each) && (isWithin(each) || each.isEnabled) }));
	}
	return entries.some(isWithin) ? entries.filter((each) => !isWithin(each)) : ACTION_RESULT.objectUndefined;
}

/** Of a structure of so many indexes; of anything else none. */
function indexesIn(parameter: Data | undefined, count: number): readonly number[] {
	const items = parameter === undefined ? [] : itemsOf(parameter, count);
	return items.every(({ tag }) => tag === DataTag.longUnsigned) ? items.map((item) => Number('value' in item ? item.value : 0)) : [];
}

/** What cannot be is no matter of rights. */
function resultOf(access: number): number {
	return access === ACCESS_RESULT.success ? ACTION_RESULT.success : ACTION_RESULT.otherReason;
}
