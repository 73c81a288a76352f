/** Data (class 1, version 0) whose value is an octet-string that may be set: a text, as a rule. */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { DATA } from './data-class.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';

export interface OctetsFacts {
	readonly value: Uint8Array;
	/** Returns a Data-Access-Result. */
	set(value: Uint8Array): number;
}

const OCTETS: FactsClass<OctetsFacts> = frozen({ ...DATA, puts: [(w, { value }) => w.octetString(value)] });

export class OctetsObject extends FactsObject<OctetsFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<OctetsFacts>) {
		super(OCTETS, name, facts);
	}

	write(_attribute: number, value: Data, { device }: Caller): number {
		return value.tag === DataTag.octetString ? this.facts(device).set(value.bytes) : ACCESS_RESULT.typeUnmatched;
	}
}
