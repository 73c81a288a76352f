/**
 * Activity calendar (class 20, version 0): which scripts run at which times of day, by seasons, weeks and days. What is set goes into the passive one.
 *
 * | attribute                   | value                                                                                                        |
 * |-----------------------------|--------------------------------------------------------------------------------------------------------------|
 * | 2 calendar_name_active      | octet-string                                                                                                 |
 * | 3 season_profile_active     | array of structures: octet-string name, octet-string date-time of its start, octet-string name of its week   |
 * | 4 week_profile_table_active | array of structures: octet-string name, seven times unsigned day_id, Monday first                            |
 * | 5 day_profile_table_active  | array of structures: unsigned day_id, array of structures: octet-string time of 4 bytes, octet-string logical name of a script table, long-unsigned identifier |
 * | 6 to 9                      | the same of the passive calendar                                                                             |
 * | 10 activate_passive_calendar_time | octet-string date-time; all open: never                                                                |
 *
 * Method: 1 activate_passive_calendar, integer 0.
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH, dateTimeOf, UNSPECIFIED_TIME } from '../dlms/axdr/date-time.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { TIME_LENGTH } from './execution-time.js';
import { type FactsClass, FactsObject, type FactsOf, type Put } from './facts-object.js';
import { isNoParameter } from './no-parameter.js';
import { activationIn, anyOctetsIn, itemsOf, nameIn, octetsIn, type ScriptReference } from './value-parts.js';

export interface Season {
	readonly name: Uint8Array;
	/** A date-time of 12 bytes, of which much may be open. */
	readonly start: Uint8Array;
	/** Name of its week. */
	readonly week: Uint8Array;
}

export interface Week {
	readonly name: Uint8Array;
	/** Seven day_ids, Monday first. */
	readonly days: Uint8Array;
}

export interface DayProfile {
	readonly id: number;
	readonly actions: readonly DayAction[];
}

export interface DayAction extends ScriptReference {
	/** Hour, minute, second, hundredth. */
	readonly time: Uint8Array;
}

/** Reads one of the two calendars; each value is made when it is asked for. */
export interface Calendar {
	readonly name: Uint8Array;
	readonly seasons: readonly Season[];
	readonly weeks: readonly Week[];
	readonly days: readonly DayProfile[];
}

export interface CalendarFacts {
	readonly active: Calendar;
	readonly passive: Calendar;
	/** When the passive calendar becomes active, ms since 1970-01-01T00:00:00Z; Infinity: never. */
	readonly activation: number;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** All return a Data-Access-Result. */
	setName(name: Uint8Array): number;
	setSeasons(seasons: readonly Season[]): number;
	setWeeks(weeks: readonly Week[]): number;
	setDays(days: readonly DayProfile[]): number;
	setActivation(time: number): number;
	/** Returns an Action-Result. */
	activate(): number;
}

const DAYS_OF_WEEK = 7;

const putName = (w: DataWriter, { name }: Calendar): DataWriter => w.octetString(name);

export function putSeasons(w: DataWriter, { seasons }: Pick<Calendar, 'seasons'>): DataWriter {
	w.array(seasons.length);
	for (const { name, start, week } of seasons) w.structure(3).octetString(name).octetString(start).octetString(week);
	return w;
}

export function putWeeks(w: DataWriter, { weeks }: Pick<Calendar, 'weeks'>): DataWriter {
	w.array(weeks.length);
	for (const { name, days } of weeks) {
		w.structure(1 + DAYS_OF_WEEK).octetString(name);
		for (const id of days) w.unsigned(id);
	}
	return w;
}

export function putDays(w: DataWriter, { days }: Pick<Calendar, 'days'>): DataWriter {
	w.array(days.length);
	for (const { id, actions } of days) {
		w.structure(2).unsigned(id).array(actions.length);
		for (const { time, script, selector } of actions) w.structure(3).octetString(time).logicalName(script).longUnsigned(selector);
	}
	return w;
}

/** Undefined: it is none; so of the next two. */
export function seasonsIn(data: Data): Season[] | undefined {
	return listIn(data, (item) => {
		const [first, second, third] = itemsOf(item, 3);
		const name = anyOctetsIn(first);
		const start = octetsIn(second, DATE_TIME_LENGTH);
		const week = anyOctetsIn(third);
		return name === undefined || start === undefined || week === undefined ? undefined : { name, start, week };
	});
}

export function weeksIn(data: Data): Week[] | undefined {
	return listIn(data, (item) => {
		const items = itemsOf(item, 1 + DAYS_OF_WEEK);
		const name = anyOctetsIn(items[0]);
		if (name === undefined) return undefined;
		const days = new Uint8Array(DAYS_OF_WEEK);
		for (let i = 0; i < DAYS_OF_WEEK; i++) {
			const id = items[1 + i]!;
			if (id.tag !== DataTag.unsigned) return undefined;
			days[i] = id.value;
		}
		return { name, days };
	});
}

export function daysIn(data: Data): DayProfile[] | undefined {
	return listIn(data, (item) => {
		const [id, list] = itemsOf(item, 2);
		if (id?.tag !== DataTag.unsigned || list === undefined) return undefined;
		const actions = listIn(list, actionIn);
		return actions && { id: id.value, actions };
	});
}

function actionIn(data: Data): DayAction | undefined {
	const [first, second, selector] = itemsOf(data, 3);
	const time = octetsIn(first, TIME_LENGTH);
	const script = nameIn(second);
	if (time === undefined || script === undefined || selector?.tag !== DataTag.longUnsigned) return undefined;
	return { time, script, selector: selector.value };
}

function listIn<T>(data: Data, itemIn: (item: Data) => T | undefined): T[] | undefined {
	if (data.tag !== DataTag.array) return undefined;
	const list: T[] = [];
	for (const each of data.items) {
		const item = itemIn(each);
		if (item === undefined) return undefined;
		list.push(item);
	}
	return list;
}

const ofActive =
	(put: (w: DataWriter, calendar: Calendar) => DataWriter): Put<CalendarFacts> =>
	(w, { active }) =>
		put(w, active);
const ofPassive =
	(put: (w: DataWriter, calendar: Calendar) => DataWriter): Put<CalendarFacts> =>
	(w, { passive }) =>
		put(w, passive);

const PUTS = Object.freeze([putName, putSeasons, putWeeks, putDays]);

const ACTIVITY_CALENDAR: FactsClass<CalendarFacts> = frozen({
	classId: 20,
	version: 0,
	attributes: 10,
	methods: 1,
	puts: [
		...PUTS.map(ofActive),
		...PUTS.map(ofPassive),
		(w, { activation, deviation }) =>
			w.octetString(activation === Number.POSITIVE_INFINITY ? UNSPECIFIED_TIME : dateTimeOf(activation, deviation, 0)),
	],
});

/** Sets what was decoded; undefined: it was of the wrong type. */
function setting<T>(value: T | undefined, set: (value: T) => number): number {
	return value === undefined ? ACCESS_RESULT.typeUnmatched : set(value);
}

const WRITES: Readonly<Record<number, (facts: CalendarFacts, value: Data) => number>> = frozen({
	6: (facts, value) => setting(anyOctetsIn(value), (name) => facts.setName(name)),
	7: (facts, value) => setting(seasonsIn(value), (seasons) => facts.setSeasons(seasons)),
	8: (facts, value) => setting(weeksIn(value), (weeks) => facts.setWeeks(weeks)),
	9: (facts, value) => setting(daysIn(value), (days) => facts.setDays(days)),
	10: (facts, value) => setting(activationIn(value, facts.deviation), (time) => facts.setActivation(time)),
});

export class ActivityCalendarObject extends FactsObject<CalendarFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<CalendarFacts>) {
		super(ACTIVITY_CALENDAR, name, facts);
	}

	write(attribute: number, value: Data, { device }: Caller): number {
		return WRITES[attribute]?.(this.facts(device), value) ?? ACCESS_RESULT.readWriteDenied;
	}

	act(_method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		return isNoParameter(parameter) ? this.facts(device).activate() : ACTION_RESULT.typeUnmatched;
	}
}
