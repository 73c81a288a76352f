/**
 * Register monitor (class 21, version 0) of one threshold.
 *
 * | attribute         | value                                                                                                          |
 * |-------------------|----------------------------------------------------------------------------------------------------------------|
 * | 2 thresholds      | array of none or one, of the monitored value's type: long-unsigned; may be set                                 |
 * | 3 monitored_value | structure: long-unsigned class, octet-string logical name, integer attribute                                   |
 * | 4 actions         | array of as many: structures of two (up, down), each a structure of octet-string script table, long-unsigned identifier; may be set |
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { itemsOf, NO_SCRIPT, putScript, type ScriptReference, scriptIn } from './value-parts.js';

export interface MonitorFacts {
	/** Undefined: none. */
	readonly threshold: number | undefined;
	readonly classId: number;
	readonly monitored: LogicalName;
	readonly attribute: number;
	readonly actionUp: ScriptReference;
	readonly actionDown: ScriptReference;
	/** Both return a Data-Access-Result. */
	setThreshold(value: number | undefined): number;
	setActions(up: ScriptReference, down: ScriptReference): number;
}

const THRESHOLDS = 2;

const REGISTER_MONITOR: FactsClass<MonitorFacts> = frozen({
	classId: 21,
	version: 0,
	attributes: 4,
	methods: 0,
	puts: [
		(w, { threshold }) => (threshold === undefined ? w.array(0) : w.array(1).longUnsigned(threshold)),
		(w, { classId, monitored, attribute }) => w.structure(3).longUnsigned(classId).logicalName(monitored).integer(attribute),
		(w, { threshold, actionUp, actionDown }) =>
			threshold === undefined ? w.array(0) : putScript(putScript(w.array(1).structure(2), actionUp), actionDown),
	],
});

export class MonitorObject extends FactsObject<MonitorFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<MonitorFacts>) {
		super(REGISTER_MONITOR, name, facts);
	}

	write(attribute: number, value: Data, { device }: Caller): number {
		const facts = this.facts(device);
		if (value.tag !== DataTag.array) return ACCESS_RESULT.typeUnmatched;
		const [item, more] = value.items;
		if (more !== undefined) return ACCESS_RESULT.scopeOfAccessViolated;
		if (attribute === THRESHOLDS) {
			if (item === undefined) return facts.setThreshold(undefined);
			return item.tag === DataTag.longUnsigned ? facts.setThreshold(item.value) : ACCESS_RESULT.typeUnmatched;
		}
		// There are as many actions as thresholds.
		if ((item === undefined) !== (facts.threshold === undefined)) return ACCESS_RESULT.scopeOfAccessViolated;
		if (item === undefined) return facts.setActions(NO_SCRIPT, NO_SCRIPT);
		const [up, down] = itemsOf(item, 2).map((each) => scriptIn(each));
		return up === undefined || down === undefined ? ACCESS_RESULT.typeUnmatched : facts.setActions(up, down);
	}
}
