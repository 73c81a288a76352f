/** Data (class 1, version 0): one value. Attributes: 2 value. */
import { frozen } from '../bytes/frozen.js';
import type { InterfaceClass } from '../dlms/server/logical-device.js';
import type { FactsClass, Put } from './facts-object.js';

export const DATA: InterfaceClass = Object.freeze({ classId: 1, version: 0, attributes: 2, methods: 0 });

/** Data whose value is put so. */
export function data<F>(value: Put<F>): FactsClass<F> {
	return frozen({ ...DATA, puts: [value] });
}
