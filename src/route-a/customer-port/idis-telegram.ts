/**
 * A telegram of the customer's port in the form of IDIS: a DataNotification, in the clear, in one UI frame of HDLC. Its body is a structure: first the list of
 * what follows, as the push object list of a push set-up (class 40, attribute 2), then the values in the order of the list.
 *
 * | bytes of the frame | field                                                                 |
 * |--------------------|-----------------------------------------------------------------------|
 * | CE FF              | to client 103 at every station                                        |
 * | 03                 | from the management logical device                                    |
 * | 13                 | UI                                                                    |
 * | E6 E7 00           | LLC header                                                            |
 * | 0F …               | DataNotification, with the meter's time                               |
 *
 * Addresses, the name of the set-up and what is in the list are unconfirmed. The set-up is none of the meter's objects: what it tells cannot be set.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { joined } from '../../../modules/bytes/joined.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { encodeDataNotification } from '../../../modules/dlms/apdu/notification.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { CONTROL, encodeHdlcFrame, shortAddress } from '../../../modules/hdlc/frame.js';
import { LLC_SERVER } from '../../../modules/hdlc/link.js';
import { PUSH_CLIENT } from '../control/push-order.js';
import { putObject } from '../push-body.js';
import { callerOf } from '../push-message.js';
import type { RouteA } from '../route-a.js';
import { MANAGEMENT_DEVICE } from '../transport.js';

/** 0.8.25.9.0.255: the set-up of what the customer is told. */
const SETUP = 0x00_08_19_09_00_ff;
const PUSH_SETUP = 40;
const ALL_STATIONS = 0x7f;

const entry = (classId: number, name: LogicalName, attribute = 2): CaptureObject => ({ classId, name, attribute, dataIndex: 0 });

const SELF = frozen(entry(PUSH_SETUP, SETUP));

export const IDIS_VALUES: readonly CaptureObject[] = frozen([
	entry(1, NAME.logicalDevice),
	entry(8, NAME.clock),
	entry(3, NAME.importEnergy),
	entry(3, NAME.exportEnergy),
	entry(3, NAME.importPower),
	entry(3, NAME.exportPower),
	entry(3, NAME.voltageR),
	entry(3, NAME.voltageT),
	entry(3, NAME.currentR),
	entry(3, NAME.currentT),
	entry(70, NAME.disconnectControl, 3),
]);

/** What one is now. What cannot be told is null-data. @param invoke its number, up to 0xFFFFFF */
export function idisTelegram({ server, readings, routeAProfile: { clients, keyedConformance, deviation } }: RouteA, invoke: number): Uint8Array {
	const caller = callerOf(server, { id: clients.reading, conformance: keyedConformance, security: undefined });
	const body = new DataWriter().structure(1 + IDIS_VALUES.length).array(1 + IDIS_VALUES.length);
	for (const each of [SELF, ...IDIS_VALUES]) putEntry(body, each);
	for (const each of IDIS_VALUES) putObject(body, each, caller);
	const apdu = new DataWriter();
	encodeDataNotification(apdu, { invoke, time: dateTimeOf(readings.now(), deviation, 0), body: body.bytes });
	return encodeHdlcFrame({
		...{ segmented: false, destination: { upper: PUSH_CLIENT, lower: ALL_STATIONS, length: 2 }, source: shortAddress(MANAGEMENT_DEVICE) },
		...{ control: CONTROL.ui | CONTROL.pollFinal, information: joined([LLC_SERVER, apdu.bytes]) },
	});
}

function putEntry(w: DataWriter, { classId, name, attribute, dataIndex }: CaptureObject): void {
	w.structure(4).longUnsigned(classId).logicalName(name).integer(attribute).longUnsigned(dataIndex);
}
