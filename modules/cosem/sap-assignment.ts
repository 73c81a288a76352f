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
import { frozen } from '../bytes/frozen.js';
import type { FactsClass } from './facts-object.js';

export interface AssignedDevice {
	readonly address: number;
	/** Name, up to 16 ASCII characters. */
	readonly logicalDeviceName: string;
}

export const SAP_ASSIGNMENT: FactsClass<readonly AssignedDevice[]> = frozen({
	classId: 17,
	version: 0,
	attributes: 2,
	methods: 1,
	puts: [
		(w, devices) => {
			w.array(devices.length);
			for (const { address, logicalDeviceName } of devices) w.structure(2).longUnsigned(address).octetString(asciiBytes(logicalDeviceName));
			return w;
		},
	],
});
