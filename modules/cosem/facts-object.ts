/**
 * Objects that only tell: a table of how each attribute is put, from facts that are looked at anew for each request. Such an object keeps nothing of its
 * device, and finds the facts in the one that it is asked in: so it can be a constant, which takes none of a small machine's memory.
 */
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { Selection } from '../dlms/apdu/descriptor.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject, InterfaceClass, LogicalDevice } from '../dlms/server/logical-device.js';

/** Puts a value and returns the writer; or returns the Data-Access-Result for want of one, and what was put is forgotten. */
export type Put<F> = (w: DataWriter, facts: F) => DataWriter | number;

export interface FactsClass<F> extends InterfaceClass {
	/** Writers of the attributes, from attribute 2 on; undefined: never told. */
	readonly puts: readonly (Put<F> | undefined)[];
}

/** Where the facts are. */
export type FactsOf<F> = (device: LogicalDevice) => F;

export class FactsObject<F> implements CosemObject {
	readonly type: FactsClass<F>;
	readonly name: LogicalName;
	protected readonly facts: FactsOf<F>;

	constructor(type: FactsClass<F>, name: LogicalName, facts: FactsOf<F>) {
		this.type = type;
		this.name = name;
		this.facts = facts;
	}

	read(attribute: number, w: DataWriter, _selection: Selection | undefined, { device }: Caller): number {
		const put = this.type.puts[attribute - 2];
		if (put === undefined) return ACCESS_RESULT.readWriteDenied;
		const result = put(w, this.facts(device));
		return typeof result === 'number' ? result : ACCESS_RESULT.success;
	}
}
