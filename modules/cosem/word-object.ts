/** Data (class 1, version 0) whose value is a double-long-unsigned that may be set: bits, as a rule. */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { DATA } from './data-class.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';

export interface WordFacts {
	/** 0 to 2^32 − 1. */
	readonly value: number;
	/** Returns a Data-Access-Result. */
	set(value: number): number;
}

const WORD: FactsClass<WordFacts> = frozen({ ...DATA, puts: [(w, { value }) => w.doubleLongUnsigned(value)] });

export class WordObject extends FactsObject<WordFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<WordFacts>) {
		super(WORD, name, facts);
	}

	write(_attribute: number, value: Data, { device }: Caller): number {
		return value.tag === DataTag.doubleLongUnsigned ? this.facts(device).set(value.value) : ACCESS_RESULT.typeUnmatched;
	}
}
