/**
 * TCP-UDP setup (class 41, version 0): where the wrapper (modules/dlms/wrapper.ts) listens.
 *
 * | attribute             | value                                                     |
 * |-----------------------|-----------------------------------------------------------|
 * | 2 TCP-UDP_port        | long-unsigned                                             |
 * | 3 IP_reference        | octet-string: logical name of the IP set-up               |
 * | 4 MSS                 | long-unsigned: bytes of a TCP segment                     |
 * | 5 nb_of_sim_conn      | unsigned: how many connections there may be               |
 * | 6 inactivity_time_out | long-unsigned: seconds; 0 never                           |
 */
import { ACCESS_RESULT } from '../dlms/apdu/apdu.js';
import type { DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { CosemObject, InterfaceClass } from '../dlms/server/logical-device.js';

/** Looked at anew for each request. */
export interface TcpUdpFacts {
	readonly port: number;
	/** Bytes, 40 to 65,535. */
	readonly segmentSize: number;
	readonly connections: number;
	/** Seconds; 0: none. */
	readonly inactivity: number;
}

export interface TcpUdpSetupObjectOptions {
	readonly name: LogicalName;
	readonly ipSetup: LogicalName;
	readonly facts: TcpUdpFacts;
}

const TCP_UDP_SETUP: InterfaceClass = Object.freeze({ classId: 41, version: 0, attributes: 6, methods: 0 });

export class TcpUdpSetupObject implements CosemObject {
	readonly type = TCP_UDP_SETUP;
	readonly name: LogicalName;
	readonly #options: TcpUdpSetupObjectOptions;

	constructor(options: TcpUdpSetupObjectOptions) {
		this.name = options.name;
		this.#options = options;
	}

	read(attribute: number, w: DataWriter): number {
		const { ipSetup, facts } = this.#options;
		switch (attribute) {
			case 2:
				w.longUnsigned(facts.port);
				break;
			case 3:
				w.logicalName(ipSetup);
				break;
			case 4:
				w.longUnsigned(facts.segmentSize);
				break;
			case 5:
				w.unsigned(facts.connections);
				break;
			default:
				w.longUnsigned(facts.inactivity);
		}
		return ACCESS_RESULT.success;
	}
}
