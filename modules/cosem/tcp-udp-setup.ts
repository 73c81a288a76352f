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
import { frozen } from '../bytes/frozen.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { FactsClass } from './facts-object.js';

/** Looked at anew for each request. */
export interface TcpUdpFacts {
	readonly port: number;
	/** Bytes, 40 to 65,535. */
	readonly segmentSize: number;
	readonly connections: number;
	/** Seconds; 0: none. */
	readonly inactivity: number;
}

/** @param ipSetup name of the IP set-up that the ports stand on */
export function tcpUdpSetup(ipSetup: LogicalName): FactsClass<TcpUdpFacts> {
	return frozen({
		classId: 41,
		version: 0,
		attributes: 6,
		methods: 0,
		puts: [
			(w, { port }) => w.longUnsigned(port),
			(w) => w.logicalName(ipSetup),
			(w, { segmentSize }) => w.longUnsigned(segmentSize),
			(w, { connections }) => w.unsigned(connections),
			(w, { inactivity }) => w.longUnsigned(inactivity),
		],
	});
}
