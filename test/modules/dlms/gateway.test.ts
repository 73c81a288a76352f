import { decodeGateway, encodeGateway, GATEWAY, gatewayPrefixLength, hasGatewayPrefix } from '../../../modules/dlms/gateway.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';

/** A GET of the clock for the meter at 00 00 00 7B behind network 1, and what it answers: laid out by hand after the table of the gateway protocol. */
const REQUEST = 'e6 01 04 0000007b c001c1 0008 0000010000ff 02 00';
const ANSWER = 'e7 01 04 0000007b c401c1 01 02';

describe('gateway prefix', () => {
	for (const bytes of [REQUEST, ANSWER]) {
		it('goes both ways', () => bytesEqual(encodeGateway(decodeGateway(hex(bytes))), bytes));
		it('is refused wherever it ends before its APDU', () => {
			const whole = hex(bytes);
			for (let length = 0; length <= 7; length++) throws(() => decodeGateway(whole.subarray(0, length)), /^gateway: at byte/);
			equal(decodeGateway(whole.subarray(0, 8)).apdu.length, 1);
		});
	}

	it('tells header, network, address and APDU', () => {
		const { header, network, device, apdu } = decodeGateway(hex(REQUEST));
		equal(header, GATEWAY.request);
		equal(network, 1);
		bytesEqual(device, '0000007b');
		equal(apdu[0], 0xc0);
		equal(decodeGateway(hex(ANSWER)).header, GATEWAY.answer);
	});

	it('may have an address of no bytes, and of 255', () => {
		bytesEqual(encodeGateway(decodeGateway(hex('e6 00 00 c0'))), 'e6 00 00 c0');
		const frame = { header: GATEWAY.answer, network: 255, device: new Uint8Array(255).fill(7), apdu: hex('c4') };
		const { device, apdu } = decodeGateway(encodeGateway(frame));
		equal(gatewayPrefixLength(frame), 258);
		equal(device.length, 255);
		bytesEqual(apdu, 'c4');
	});

	it('is told from APDUs without one', () => {
		equal(hasGatewayPrefix(hex(REQUEST)), true);
		equal(hasGatewayPrefix(hex(ANSWER)), true);
		for (const none of ['', 'c001', '60', 'e0', 'e5', 'e8']) equal(hasGatewayPrefix(hex(none)), false, none);
	});

	it('refuses another header, network ids and addresses that cannot be', () => {
		throws(() => decodeGateway(hex('e5 00 00 c0')), /^gateway: at byte 0: expected header E6 or E7/);
		throws(() => decodeGateway(hex('e6 00 01 11')), /^gateway: at byte 4: expected an APDU/);
		const frame = { header: GATEWAY.request, network: 0, device: new Uint8Array(0), apdu: hex('c0') };
		throws(() => encodeGateway({ ...frame, network: 256 }), /^gateway: network id: expected 0 to 255, got 256$/);
		throws(() => encodeGateway({ ...frame, network: -1 }), /got -1$/);
		throws(() => encodeGateway({ ...frame, device: new Uint8Array(256) }), /^gateway: address: expected at most 255 bytes, got 256$/);
	});
});
