/**
 * Data (class 1, version 0): one value. Attributes: 2 value.
 */
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject, InterfaceClass } from '../dlms/server/logical-device.js';

export interface DataObjectOptions {
	readonly name: LogicalName;
	/** Puts the value; returns a Data-Access-Result. */
	readonly put: (w: DataWriter) => number;
	/** Takes a value; returns a Data-Access-Result. */
	readonly set?: (value: Data, caller: Caller) => number;
}

export const DATA: InterfaceClass = Object.freeze({ classId: 1, version: 0, attributes: 2, methods: 0 });

export class DataObject implements CosemObject {
	readonly type = DATA;
	readonly name: LogicalName;
	readonly #options: DataObjectOptions;

	constructor(options: DataObjectOptions) {
		this.name = options.name;
		this.#options = options;
	}

	read(_attribute: number, w: DataWriter): number {
		return this.#options.put(w);
	}

	write(_attribute: number, value: Data, caller: Caller): number {
		return this.#options.set?.(value, caller) ?? ACCESS_RESULT.readWriteDenied;
	}
}
