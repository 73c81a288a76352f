/**
 * SAP assignment (class 17, version 0): which logical devices there are behind which addresses.
 *
 * | attribute             | value                                                                                     |
 * |-----------------------|-------------------------------------------------------------------------------------------|
 * | 2 SAP_assignment_list | array of structures: long-unsigned address (wPort), octet-string logical device name       |
 *
 * Method: 1 connect_logical_device, which is not supported: devices are fixed here.
 */
import { asciiBytes } from '../bytes/ascii.js';
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { CosemObject, InterfaceClass } from '../dlms/server/logical-device.js';

export interface AssignedDevice {
	readonly address: number;
	/** Up to 16 ASCII characters. */
	readonly logicalDeviceName: string;
}

export interface SapAssignmentObjectOptions {
	readonly name: LogicalName;
	readonly devices: readonly AssignedDevice[];
}

const SAP_ASSIGNMENT: InterfaceClass = Object.freeze({ classId: 17, version: 0, attributes: 2, methods: 1 });

export class SapAssignmentObject implements CosemObject {
	readonly type = SAP_ASSIGNMENT;
	readonly name: LogicalName;
	readonly #devices: readonly AssignedDevice[];

	constructor({ name, devices }: SapAssignmentObjectOptions) {
		this.name = name;
		this.#devices = devices;
	}

	read(_attribute: number, w: DataWriter): number {
		w.array(this.#devices.length);
		for (const { address, logicalDeviceName } of this.#devices) w.structure(2).longUnsigned(address).octetString(asciiBytes(logicalDeviceName));
		return ACCESS_RESULT.success;
	}
}
