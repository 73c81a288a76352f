/**
 * Special days table (class 11, version 0): days that have a day profile of their own, whatever the week says.
 *
 * | attribute | value                                                                                                            |
 * |-----------|------------------------------------------------------------------------------------------------------------------|
 * | 2 entries | array of structures: long-unsigned index, octet-string date of 5 bytes, which may be open, unsigned day_id      |
 *
 * Methods: 1 insert, such a structure, in place of one of the same index; 2 delete, long-unsigned index.
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { DATE_LENGTH } from './execution-time.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { itemsOf, listIn, octetsIn } from './value-parts.js';

export interface SpecialDay {
	readonly index: number;
	/** 5 bytes. */
	readonly date: Uint8Array;
	/** Id of its day profile. */
	readonly day: number;
}

export interface SpecialDaysFacts {
	readonly specialDays: readonly SpecialDay[];
	/** Returns a Data-Access-Result. */
	setSpecialDays(days: readonly SpecialDay[]): number;
}

const INSERT = 1;

export function putSpecialDays(w: DataWriter, { specialDays }: Pick<SpecialDaysFacts, 'specialDays'>): DataWriter {
	w.array(specialDays.length);
	for (const { index, date, day } of specialDays) w.structure(3).longUnsigned(index).octetString(date).unsigned(day);
	return w;
}

/** Undefined: it is none. */
export function specialDayIn(data: Data): SpecialDay | undefined {
	const [index, octets, day] = itemsOf(data, 3);
	const date = octetsIn(octets, DATE_LENGTH);
	if (index?.tag !== DataTag.longUnsigned || date === undefined || day?.tag !== DataTag.unsigned) return undefined;
	return { index: index.value, date, day: day.value };
}

const SPECIAL_DAYS: FactsClass<SpecialDaysFacts> = frozen({ classId: 11, version: 0, attributes: 2, methods: 2, puts: [putSpecialDays] });

export class SpecialDaysObject extends FactsObject<SpecialDaysFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<SpecialDaysFacts>) {
		super(SPECIAL_DAYS, name, facts);
	}

	write(_attribute: number, value: Data, { device }: Caller): number {
		const days = listIn(value, specialDayIn);
		return days === undefined ? ACCESS_RESULT.typeUnmatched : this.facts(device).setSpecialDays(days);
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		const facts = this.facts(device);
		const { specialDays } = facts;
		if (method === INSERT) {
			const day = parameter && specialDayIn(parameter);
			if (day === undefined) return ACTION_RESULT.typeUnmatched;
			return facts.setSpecialDays([...specialDays.filter(({ index }) => index !== day.index), day]);
		}
		if (parameter?.tag !== DataTag.longUnsigned) return ACTION_RESULT.typeUnmatched;
		const gone = parameter.value;
		if (!specialDays.some(({ index }) => index === gone)) return ACTION_RESULT.objectUndefined;
		return facts.setSpecialDays(specialDays.filter(({ index }) => index !== gone));
	}
}
