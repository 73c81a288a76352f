/**
 * Register (class 3, version 0): a measured value. Attributes: 2 value, 3 scaler_unit, a structure of scaler (integer: a power of ten) and unit (enum,
 * Blue Book, "Enumerated values for physical units"). Method: 1 reset.
 */
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import { type CosemObject, type InterfaceClass, isNoParameter } from '../dlms/server/logical-device.js';

export const UNIT = Object.freeze({ watt: 27, voltAmpere: 28, var: 29, wattHour: 30, ampere: 33, volt: 35, hertz: 44, none: 255 });

export interface RegisterObjectOptions {
	readonly name: LogicalName;
	/** The value counts in units of 10 to this. */
	readonly scaler: number;
	/** One of `UNIT`, or another of the Blue Book's. */
	readonly unit: number;
	/** Puts the value; returns a Data-Access-Result. */
	readonly put: (w: DataWriter) => number;
	/** Method reset; returns an Action-Result. */
	readonly reset?: () => number;
}

export const REGISTER: InterfaceClass = Object.freeze({ classId: 3, version: 0, attributes: 3, methods: 1 });

export class RegisterObject implements CosemObject {
	readonly type = REGISTER;
	readonly name: LogicalName;
	readonly #options: RegisterObjectOptions;

	constructor(options: RegisterObjectOptions) {
		this.name = options.name;
		this.#options = options;
	}

	read(attribute: number, w: DataWriter): number {
		const { scaler, unit, put } = this.#options;
		if (attribute === 2) return put(w);
		w.structure(2).integer(scaler).enum(unit);
		return ACCESS_RESULT.success;
	}

	act(_method: number, parameter: Data | undefined): number {
		if (!isNoParameter(parameter)) return ACTION_RESULT.typeUnmatched;
		return this.#options.reset?.() ?? ACTION_RESULT.readWriteDenied;
	}
}
