/**
 * Limiter (class 71, version 0): what happens where a value is above a threshold for a time, and below it again. It has no methods.
 *
 * | attribute                        | value                                                                                            |
 * |----------------------------------|--------------------------------------------------------------------------------------------------|
 * | 2 monitored_value                | structure: long-unsigned class, octet-string logical name, integer attribute                     |
 * | 3 threshold_active               | of the monitored value's type, as 4 and 5 are                                                    |
 * | 4 threshold_normal               |                                                                                                  |
 * | 5 threshold_emergency            |                                                                                                  |
 * | 6 min_over_threshold_duration    | double-long-unsigned, seconds                                                                    |
 * | 7 min_under_threshold_duration   | double-long-unsigned, seconds                                                                    |
 * | 8 emergency_profile              | structure: long-unsigned id, octet-string date-time of 12 bytes, double-long-unsigned seconds    |
 * | 9 emergency_profile_group_id_list | array of long-unsigned                                                                          |
 * | 10 emergency_profile_active      | boolean                                                                                          |
 * | 11 actions                       | structure of two (over, under): structures of octet-string script table, long-unsigned identifier |
 *
 * All but 3 and 10 may be set.
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag } from '../dlms/axdr/data-writer.js';
import { dateTimeOf, UNSPECIFIED_TIME } from '../dlms/axdr/date-time.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { activationIn, itemsOf, listIn, nameIn, putScript, type ScriptReference, scriptIn } from './value-parts.js';

/** A value that a limiter can watch. */
export interface Monitored {
	readonly classId: number;
	readonly name: LogicalName;
	readonly attribute: number;
	/** Of its type and so of the thresholds. */
	readonly tag: typeof DataTag.longUnsigned | typeof DataTag.doubleLongUnsigned;
}

export interface EmergencyProfile {
	readonly id: number;
	/** ms since 1970-01-01T00:00:00Z; Infinity: never. */
	readonly activation: number;
	/** Seconds. */
	readonly duration: number;
}

export interface LimiterFacts {
	readonly monitored: Monitored;
	readonly thresholdActive: number;
	readonly thresholdNormal: number;
	readonly thresholdEmergency: number;
	/** Seconds. */
	readonly minOver: number;
	readonly minUnder: number;
	readonly emergency: EmergencyProfile;
	readonly emergencyGroups: readonly number[];
	readonly isEmergency: boolean;
	readonly actionOver: ScriptReference;
	readonly actionUnder: ScriptReference;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** All return a Data-Access-Result. */
	setMonitored(classId: number, name: LogicalName, attribute: number): number;
	setThresholdNormal(value: number, client: number): number;
	setThresholdEmergency(value: number): number;
	setMinOver(seconds: number): number;
	setMinUnder(seconds: number): number;
	setEmergency(profile: EmergencyProfile): number;
	setEmergencyGroups(ids: readonly number[]): number;
	setActions(over: ScriptReference, under: ScriptReference): number;
}

const LIMITER: FactsClass<LimiterFacts> = frozen({
	classId: 71,
	version: 0,
	attributes: 11,
	methods: 0,
	puts: [
		(w, { monitored: { classId, name, attribute } }) => w.structure(3).longUnsigned(classId).logicalName(name).integer(attribute),
		(w, facts) => w.number(facts.monitored.tag, facts.thresholdActive),
		(w, facts) => w.number(facts.monitored.tag, facts.thresholdNormal),
		(w, facts) => w.number(facts.monitored.tag, facts.thresholdEmergency),
		(w, { minOver }) => w.doubleLongUnsigned(minOver),
		(w, { minUnder }) => w.doubleLongUnsigned(minUnder),
		(w, { emergency: { id, activation, duration }, deviation }) =>
			w
				.structure(3)
				.longUnsigned(id)
				.octetString(activation === Number.POSITIVE_INFINITY ? UNSPECIFIED_TIME : dateTimeOf(activation, deviation, 0))
				.doubleLongUnsigned(duration),
		(w, { emergencyGroups }) => {
			w.array(emergencyGroups.length);
			for (const id of emergencyGroups) w.longUnsigned(id);
			return w;
		},
		(w, { isEmergency }) => w.boolean(isEmergency),
		(w, { actionOver, actionUnder }) => putScript(putScript(w.structure(2), actionOver), actionUnder),
	],
});

type Write = (facts: LimiterFacts, value: Data, client: number) => number;

const WRITES: Readonly<Record<number, Write>> = frozen({
	2: (facts, value) => {
		const [classId, name, attribute] = itemsOf(value, 3);
		const bytes = nameIn(name);
		if (classId?.tag !== DataTag.longUnsigned || bytes === undefined || attribute?.tag !== DataTag.integer) return ACCESS_RESULT.typeUnmatched;
		return facts.setMonitored(classId.value, bytes, attribute.value);
	},
	4: (facts, value, client) =>
		value.tag === facts.monitored.tag ? facts.setThresholdNormal(value.value as number, client) : ACCESS_RESULT.typeUnmatched,
	5: (facts, value) => (value.tag === facts.monitored.tag ? facts.setThresholdEmergency(value.value as number) : ACCESS_RESULT.typeUnmatched),
	6: (facts, value) => (value.tag === DataTag.doubleLongUnsigned ? facts.setMinOver(value.value) : ACCESS_RESULT.typeUnmatched),
	7: (facts, value) => (value.tag === DataTag.doubleLongUnsigned ? facts.setMinUnder(value.value) : ACCESS_RESULT.typeUnmatched),
	8: (facts, value) => {
		const [id, time, duration] = itemsOf(value, 3);
		if (id?.tag !== DataTag.longUnsigned || time === undefined || duration?.tag !== DataTag.doubleLongUnsigned) return ACCESS_RESULT.typeUnmatched;
		const activation = activationIn(time, facts.deviation);
		return activation === undefined ? ACCESS_RESULT.typeUnmatched : facts.setEmergency({ id: id.value, activation, duration: duration.value });
	},
	9: (facts, value) => {
		const ids = listIn(value, (item) => (item.tag === DataTag.longUnsigned ? item.value : undefined));
		return ids === undefined ? ACCESS_RESULT.typeUnmatched : facts.setEmergencyGroups(ids);
	},
	11: (facts, value) => {
		const [over, under] = itemsOf(value, 2).map((item) => scriptIn(item));
		return over === undefined || under === undefined ? ACCESS_RESULT.typeUnmatched : facts.setActions(over, under);
	},
});

export class LimiterObject extends FactsObject<LimiterFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<LimiterFacts>) {
		super(LIMITER, name, facts);
	}

	write(attribute: number, value: Data, { device, client }: Caller): number {
		return WRITES[attribute]?.(this.facts(device), value, client) ?? ACCESS_RESULT.readWriteDenied;
	}
}
