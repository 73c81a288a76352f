/** How long pushes may be: an APDU fits the frame that carries it, or does not go. */
import { NAME } from '../../../modules/cosem/object-names.js';
import { PUSH_SERVICE } from '../../../modules/cosem/push-setup.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { decodeWrapper, LONGEST_IN_DATAGRAM, LONGEST_WRAPPED } from '../../../modules/dlms/wrapper.js';
import type { PushCarrier } from '../../../src/route-a/push-carrier.js';
import { MeterPushSender } from '../../../src/route-a/push-sender.js';
import { equal, hex } from '../../assert.js';
import { MANAGEMENT } from '../../modules/dlms/device-rig.js';
import { meter } from './route-a-rig.js';

const ASCII_HERE = hex('5B 3A 3A 31 5D 3A 34 30 36 30');
/** Bytes of a DataNotification of one octet-string of that many around it. */
const AROUND = 12;

/** What goes of a value that makes an APDU so long in the clear, and what is told of it. */
function sent(service: 'tcp' | 'udp', length: number): readonly [length: number | undefined, failure: string | undefined] {
	let frame: Uint8Array | undefined;
	let failure: string | undefined;
	const { routeA } = meter();
	const { server } = routeA;
	const client = server.options.clients.find(({ id }) => id === MANAGEMENT)!;
	const read = (_: unknown, w: DataWriter): number => {
		w.octetString(new Uint8Array(length - AROUND));
		return ACCESS_RESULT.success;
	};
	const device = Object.create(server.options.device, { read: { value: read } }) as typeof server.options.device;
	const long = Object.create(server, {
		options: { value: { ...server.options, device, maxSend: LONGEST_WRAPPED, clients: [{ ...client, security: undefined }] } },
	}) as typeof server;
	const send: PushCarrier['send'] = (_by, _to, _port, bytes, done) => {
		frame = bytes;
		done(undefined);
	};
	const sender = new MeterPushSender({ server: long, routeAProfile: routeA.routeAProfile }, {} as never, { push: { send } } as never);
	const objects = [{ classId: 1, name: NAME.serial, attribute: 2, dataIndex: 0 }];
	const order = { id: 1, objects, destination: { service: PUSH_SERVICE[service], destination: ASCII_HERE }, client: 103, protection: [] };
	sender.send({ ...order, port: 0, method: 0 }, (told) => {
		failure = told;
	});
	return [frame && decodeWrapper(frame).apdu.length, failure];
}

describe('Route A: long pushes', () => {
	for (const [service, most] of [
		['tcp', LONGEST_WRAPPED],
		['udp', LONGEST_IN_DATAGRAM],
	] as const)
		it(`${service}: go as long as its frames are, and not longer, which is told`, () => {
			equal(sent(service, most).join(), `${most},`);
			equal(sent(service, most + 1).join(), `,longer than ${most} bytes`);
		});
});
