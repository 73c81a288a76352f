import { FactsObject } from '../../../modules/cosem/facts-object.js';
import { HDLC_SETUP, type HdlcFacts } from '../../../modules/cosem/hdlc-setup.js';
import { ADDRESS_CONFIGURATION, ipv6Setup } from '../../../modules/cosem/ipv6-setup.js';
import { BAUD, baudCode, LOCAL_PORT_MODE, LOCAL_PORT_SETUP, type LocalPortFacts } from '../../../modules/cosem/local-port-setup.js';
import { MAC_ADDRESS_SETUP } from '../../../modules/cosem/mac-address-setup.js';
import { SAP_ASSIGNMENT } from '../../../modules/cosem/sap-assignment.js';
import { tcpUdpSetup } from '../../../modules/cosem/tcp-udp-setup.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../../../modules/dlms/server/logical-device.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';

/** No object here looks at who asks, nor needs the device. */
const CALLER = {} as Caller;

/** The value of an attribute in A-XDR; `denied 3` for a Data-Access-Result. */
function value(object: CosemObject, attribute: number): Uint8Array {
	const w = new DataWriter();
	const result = object.read(attribute, w, undefined, CALLER);
	if (result !== 0) throw new Error(`Data-Access-Result ${String(result)}`);
	return w.copy();
}

const shape = ({ type: { classId, version, attributes, methods } }: CosemObject): string => [classId, version, attributes, methods].join();

describe('COSEM: SAP assignment', () => {
	it('lists devices by their address', () => {
		const object = new FactsObject(SAP_ASSIGNMENT, parseLogicalName('0.0.41.0.0.255'), () => [
			{ address: 1, logicalDeviceName: 'JPM0001' },
			{ address: 0x1234, logicalDeviceName: 'X' },
		]);
		equal(shape(object), '17,0,2,1');
		bytesEqual(value(object, 2), '01 02 02 02 12 00 01 09 07 4a 50 4d 30 30 30 31 02 02 12 12 34 09 01 58');
	});
});

describe('COSEM: local port setup', () => {
	const facts = { mode: LOCAL_PORT_MODE.modeE as number, defaultBaud: 300, proposedBaud: 9600, slow: true, deviceAddress: '12' };
	const object = (): CosemObject => new FactsObject(LOCAL_PORT_SETUP, parseLogicalName('0.0.20.0.0.255'), () => facts);

	it('tells how the port begins to speak', () => {
		equal(shape(object()), '19,1,9,0');
		bytesEqual(value(object(), 2), '16 00');
		bytesEqual(value(object(), 3), '16 00');
		bytesEqual(value(object(), 4), '16 05');
		bytesEqual(value(object(), 5), '16 01');
		bytesEqual(value(object(), 6), '09 02 31 32');
	});

	it('never tells a password', () => {
		for (const attribute of [7, 8, 9]) throws(() => value(object(), attribute), /^Data-Access-Result 3$/);
	});

	it('tells what is true at the moment of the request', () => {
		const changing: { -readonly [K in keyof LocalPortFacts]: LocalPortFacts[K] } = { ...facts };
		const live = new FactsObject(LOCAL_PORT_SETUP, 0, () => changing);
		changing.mode = LOCAL_PORT_MODE.hdlc;
		changing.slow = false;
		bytesEqual(value(live, 2), '16 01');
		bytesEqual(value(live, 5), '16 00');
	});

	it('has a code for each baud rate of IEC 62056-21 and the faster ones', () => {
		equal(BAUD.map(baudCode).join(), '0,1,2,3,4,5,6,7,8,9');
		equal(baudCode(115_200), 9);
		throws(() => baudCode(14_400), /^local port: baud rate: expected 300 to 115200 of IEC 62056-21, got 14400$/);
	});
});

describe('COSEM: HDLC setup', () => {
	it('tells speed, windows, sizes, time-outs and address', () => {
		const facts: HdlcFacts = {
			baud: 9600,
			windowTransmit: 1,
			windowReceive: 2,
			sizeTransmit: 128,
			sizeReceive: 2030,
			interOctet: 25,
			inactivity: 120,
			physicalAddress: 17,
		};
		const object = new FactsObject(HDLC_SETUP, parseLogicalName('0.0.22.0.0.255'), () => facts);
		equal(shape(object), '23,1,9,0');
		const all = [2, 3, 4, 5, 6, 7, 8, 9].map((attribute) => value(object, attribute));
		const expected = ['16 05', '11 01', '11 02', '12 00 80', '12 07 ee', '12 00 19', '12 00 78', '12 00 11'];
		for (const [i, bytes] of all.entries()) bytesEqual(bytes, expected[i]!);
	});
});

describe('COSEM: TCP-UDP, IPv6 and MAC address setup', () => {
	it('tells port, IP set-up, segment size, connections and time-out', () => {
		const type = tcpUdpSetup(parseLogicalName('0.0.25.7.0.255'));
		const object = new FactsObject(type, parseLogicalName('0.0.25.0.0.255'), () => ({
			port: 4059,
			segmentSize: 1220,
			connections: 32,
			inactivity: 180,
		}));
		equal(shape(object), '41,0,6,0');
		bytesEqual(value(object, 2), '12 0f db');
		bytesEqual(value(object, 3), '09 06 00 00 19 07 00 ff');
		bytesEqual(value(object, 4), '12 04 c4');
		bytesEqual(value(object, 5), '11 20');
		bytesEqual(value(object, 6), '12 00 b4');
	});

	it('tells the IPv6 addresses', () => {
		const type = ipv6Setup(parseLogicalName('0.0.25.2.0.255'));
		const object = new FactsObject(type, parseLogicalName('0.0.25.7.0.255'), () => ({
			configuration: ADDRESS_CONFIGURATION.manual,
			addresses: [hex('fe800000000000000211223344556677')],
			multicast: [],
			gateways: [hex('fe800000000000000000000000000001')],
		}));
		equal(shape(object), '48,0,10,2');
		bytesEqual(value(object, 2), '09 06 00 00 19 02 00 ff');
		bytesEqual(value(object, 3), '16 02');
		bytesEqual(value(object, 4), '01 01 09 10 fe80 0000 0000 0000 0211 2233 4455 6677');
		bytesEqual(value(object, 5), '01 00');
		bytesEqual(value(object, 6), '01 01 09 10 fe80 0000 0000 0000 0000 0000 0000 0001');
		bytesEqual(value(object, 7), `09 10 ${'00'.repeat(16)}`);
		bytesEqual(value(object, 8), `09 10 ${'00'.repeat(16)}`);
		bytesEqual(value(object, 9), '11 00');
		bytesEqual(value(object, 10), '01 00');
	});

	it('tells the MAC address, or that there is none', () => {
		const name = parseLogicalName('0.0.25.2.0.255');
		const object = new FactsObject(MAC_ADDRESS_SETUP, name, () => ({ macAddress: hex('001122334455') }));
		equal(shape(object), '43,0,2,0');
		bytesEqual(value(object, 2), '09 06 00 11 22 33 44 55');
		bytesEqual(value(new FactsObject(MAC_ADDRESS_SETUP, name, () => ({ macAddress: undefined })), 2), '09 00');
	});
});
