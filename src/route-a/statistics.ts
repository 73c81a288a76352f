/**
 * Statistics of a meter, as its objects tell them: objects of its own (unconfirmed), each a structure of counts, double-long-unsigned, in the order of the table.
 *
 * | object             | counts                                                                                     | since     |
 * |--------------------|--------------------------------------------------------------------------------------------|-----------|
 * | restarts           | after an orderly end, after a cut; the communication unit alone: pulled, failed            | ever      |
 * | clockCorrections   | how often Route A set the clock; by how many s the last time, double-long                  | ever      |
 * | flashWear          | erases of the most worn sector: metering unit, events, all others, keys and counters; null-data: nobody counts them | ever |
 * | failedAuthentications | array of structures: client, long-unsigned, and count                                   | power-up  |
 * | routeARequests     | APDUs that came; dropped, associations rejected, refused, replayed, failed authentications; octets that came, APDUs that went, and their octets, modulo 2^32; time on the air: null-data, for Route A has no air here; frames that came, frames that went | power-up |
 * | routeBSessions     | began, went on with new keys, ended; authentications refused                               | power-up  |
 * | routeBTraffic      | datagrams received, sent, undelivered, kept back by the transmit limit; transmissions on the air and their time, s: null-data where nobody counts them | power-up |
 */
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { SECOND } from '../../modules/time/durations.js';
import type { RouteCounts } from '../meter/communication/service.js';
import type { MeterState } from './meter-state.js';

export function restarts(w: DataWriter, { control }: MeterState): DataWriter {
	const { orderly, cut, pulled, failed } = control.powerFailures.restarts;
	return putCounts(w, [orderly, cut, pulled, failed]);
}

export function clockCorrections(w: DataWriter, { control }: MeterState): DataWriter {
	const { count, shift } = control.clockCorrections;
	return w.structure(2).doubleLongUnsigned(count).doubleLong(shift);
}

export function flashWear(w: DataWriter, { readings, events, erasures }: MeterState): DataWriter {
	const { rest, keys } = erasures;
	return putCounts(w, [readings.erasures(), events.erasures, rest, keys]);
}

export function failedAuthentications(w: DataWriter, { failures }: MeterState): DataWriter {
	w.array(failures.length);
	for (const { client, count } of failures) w.structure(2).longUnsigned(client).doubleLongUnsigned(count);
	return w;
}

export function routeARequests(w: DataWriter, { server }: MeterState): DataWriter {
	const { received, dropped, rejected, refused, replayed, failed, octetsReceived, sent, octetsSent, framesReceived, framesSent } = server.statistics;
	const octets = [octetsReceived >>> 0, sent, octetsSent >>> 0, undefined];
	return putCounts(w, [received, dropped, rejected, refused, replayed, failed, ...octets, framesReceived, framesSent]);
}

export function routeBSessions(w: DataWriter, { joined, rejoined, ended, refused }: RouteCounts): DataWriter {
	return putCounts(w, [joined, rejoined, ended, refused]);
}

export function routeBTraffic(w: DataWriter, { received, sent, failed, limited, air }: RouteCounts): DataWriter {
	const seconds = air === undefined ? undefined : Math.round(air.airTime / SECOND);
	return putCounts(w, [received, sent, failed, limited, air?.transmissions, seconds]);
}

/** @param counts undefined: nobody counts it */
function putCounts(w: DataWriter, counts: readonly (number | undefined)[]): DataWriter {
	w.structure(counts.length);
	for (const count of counts) {
		if (count === undefined) w.nullData();
		else w.doubleLongUnsigned(count);
	}
	return w;
}
