/** Values of attributes for people (`text`) and for programs (`json`), by what the attribute is. */
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { isWhole, specialOf } from './attribute-texts.js';
import { generalJson, generalText, numberOrText, statusNumber } from './data-text.js';
import { intervalStatusText } from './date-time-text.js';
import { eventCodeText } from './event-codes.js';
import { className } from './interface-classes.js';
import { physicalUnitText, quantityText, type ScalerUnit, scaledText } from './physical-units.js';
import { inEnglish, type Say } from './value-words.js';

export interface AttributeName {
	readonly classId: number;
	readonly name: LogicalName;
	readonly attribute: number;
}

export interface ShownValue {
	/** For people: made when it is asked for, in the language of who reads it; default: English. */
	readonly text: (say?: Say) => string;
	/** For programs, in no language. */
	readonly json: unknown;
	/** Empty: it has none. */
	readonly physicalUnit: string;
}

/** E of the load profile's status differs from meter to meter: 0.x.96.10.y.255. */
const isIntervalStatus = (name: LogicalName): boolean => Math.floor(name / 0x10000) % 0x10000 === 0x600a && Math.floor(name / 0x10000000000) === 0;

/** The code of an event log: 0.x.96.11.e.255. */
const isEventCode = (name: LogicalName): boolean => Math.floor(name / 0x10000) % 0x10000 === 0x600b && Math.floor(name / 0x10000000000) === 0;

/** @param scaler of the register that the value is of */
export function shown(data: Data, of: AttributeName, scaler?: ScalerUnit): ShownValue {
	if (scaler !== undefined) {
		const quantity = quantityOf(data, scaler);
		if (quantity !== undefined) return quantity;
	}
	const special = specialOf(of.classId, of.attribute);
	const whole = special?.(data, inEnglish);
	if (whole !== undefined)
		return { text: (say = inEnglish) => special!(data, say)!, json: isWhole(special!) ? whole : generalJson(data), physicalUnit: '' };
	if (of.classId === 1 && isIntervalStatus(of.name)) {
		const status = statusNumber(data);
		if (status !== undefined) return { text: (say) => intervalStatusText(status, say), json: status, physicalUnit: '' };
	}
	if (of.classId === 1 && isEventCode(of.name)) {
		const code = numberOf(data);
		if (code !== undefined) return { text: (say) => eventCodeText(code, of.name, say), json: code, physicalUnit: '' };
	}
	return { text: (say) => generalText(data, say), json: generalJson(data), physicalUnit: '' };
}

function quantityOf(data: Data, scaler: ScalerUnit): ShownValue | undefined {
	if (!('value' in data) || typeof data.value === 'boolean') return undefined;
	const text = scaledText(data.value, scaler.scaler);
	const { value } = data;
	return { text: () => quantityText(value, scaler), json: numberOrText(text), physicalUnit: physicalUnitText(scaler.unit) };
}

/** `3 Register`. */
export function classText(classId: number): string {
	return `${classId} ${className(classId)}`;
}
