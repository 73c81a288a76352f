/**
 * Single action schedule (class 22, version 0): when a script is carried out.
 *
 * | attribute         | value                                                                                                   |
 * |-------------------|---------------------------------------------------------------------------------------------------------|
 * | 2 executed_script | structure: octet-string logical name of a script table, long-unsigned identifier; both 0: none          |
 * | 3 type            | enum: 1 one time, or open dates; 2 and 3 several dates of one time, of the day; 4 and 5 several times. 2 and 4 full dates only |
 * | 4 execution_time  | array of structures: octet-string time of 4 bytes, octet-string date of 5 (execution-time.ts); empty: never |
 *
 * All three may be set.
 */
import { equalBytes } from '../bytes/equal.js';
import { frozen } from '../bytes/frozen.js';
import { joined } from '../bytes/joined.js';
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { DATE_LENGTH, isExecutionTime, TIME_LENGTH } from './execution-time.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { itemsOf, listIn, octetsIn, scriptIn } from './value-parts.js';

export interface ScheduleFacts {
	/** 0: none. */
	readonly script: LogicalName;
	readonly selector: number;
	/** 1 to 5. */
	readonly type: number;
	/** Each of 9 bytes. */
	readonly times: readonly Uint8Array[];
	/** The most times that there may be. */
	readonly mostTimes: number;
	/** All return a Data-Access-Result. */
	setScript(script: LogicalName, selector: number): number;
	setType(type: number): number;
	setTimes(times: readonly Uint8Array[]): number;
}

const EXECUTED_SCRIPT = 2;
const TYPE = 3;
/** Whether dates may be open, and times differ, of each type from 1 on. */
const OPEN = Object.freeze([true, false, true, false, true]);
const DIFFERING = Object.freeze([true, false, false, true, true]);
const ONE_TIME = 1;

const SINGLE_ACTION_SCHEDULE: FactsClass<ScheduleFacts> = frozen({
	classId: 22,
	version: 0,
	attributes: 4,
	methods: 0,
	puts: [(w, { script, selector }) => w.structure(2).logicalName(script).longUnsigned(selector), (w, { type }) => w.enum(type), putTimes],
});

function putTimes(w: DataWriter, { times }: ScheduleFacts): DataWriter {
	w.array(times.length);
	for (const time of times) w.structure(2).octetString(time.subarray(0, TIME_LENGTH)).octetString(time.subarray(TIME_LENGTH));
	return w;
}

export class ScheduleObject extends FactsObject<ScheduleFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<ScheduleFacts>) {
		super(SINGLE_ACTION_SCHEDULE, name, facts);
	}

	write(attribute: number, value: Data, { device }: Caller): number {
		const facts = this.facts(device);
		if (attribute === EXECUTED_SCRIPT) {
			const reference = scriptIn(value);
			return reference === undefined ? ACCESS_RESULT.typeUnmatched : facts.setScript(reference.script, reference.selector);
		}
		if (attribute === TYPE) {
			if (value.tag !== DataTag.enum) return ACCESS_RESULT.typeUnmatched;
			return mayBe(value.value, facts.times) ? facts.setType(value.value) : ACCESS_RESULT.scopeOfAccessViolated;
		}
		const times = listIn(value, timeIn);
		if (times === undefined) return ACCESS_RESULT.typeUnmatched;
		if (times.length > facts.mostTimes || !mayBe(facts.type, times)) return ACCESS_RESULT.scopeOfAccessViolated;
		return facts.setTimes(times);
	}
}

/** Whether a type allows these times. */
function mayBe(type: number, times: readonly Uint8Array[]): boolean {
	if (type < 1 || type > OPEN.length || (type === ONE_TIME && times.length > 1)) return false;
	for (const time of times) {
		if (!isExecutionTime(time, OPEN[type - 1]!)) return false;
		if (!DIFFERING[type - 1]! && !equalBytes(time.subarray(0, TIME_LENGTH), times[0]!.subarray(0, TIME_LENGTH))) return false;
	}
	return true;
}

/** A structure of time and date as 9 bytes; undefined: it is none. */
function timeIn(data: Data): Uint8Array | undefined {
	const items = itemsOf(data, 2);
	const time = octetsIn(items[0], TIME_LENGTH);
	const date = octetsIn(items[1], DATE_LENGTH);
	return time === undefined || date === undefined ? undefined : joined([time, date]);
}
