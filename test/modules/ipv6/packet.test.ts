import { decodePacket, encodePacket } from '../../../modules/ipv6/packet.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';
import { ECHO, HEMS_ADDRESS, METER_ADDRESS, PCI } from '../../vectors/sixlowpan.js';

describe('IPv6 packet', () => {
	it('is decoded', () => {
		const packet = decodePacket(hex(PCI.packet));
		equal(packet.trafficClass, 0);
		equal(packet.flowLabel, 0);
		equal(packet.nextHeader, 17);
		equal(packet.hopLimit, 64);
		bytesEqual(packet.source, HEMS_ADDRESS);
		bytesEqual(packet.destination, METER_ADDRESS);
		equal(packet.payload.length, 24);
	});

	it('is encoded to the same bytes', () => {
		bytesEqual(encodePacket(decodePacket(hex(PCI.packet))), PCI.packet);
		bytesEqual(encodePacket(decodePacket(hex(ECHO.packet))), ECHO.packet);
	});

	it('carries traffic class and flow label', () => {
		const text = PCI.packet.replace('60000000', '6b912345');
		const packet = decodePacket(hex(text));
		equal(packet.trafficClass, 0xb9);
		equal(packet.flowLabel, 0x12345);
		bytesEqual(encodePacket(packet), text);
	});

	it('ends where its length says', () => equal(decodePacket(hex(`${PCI.packet} 00 00`)).payload.length, 24));

	it('is refused where it is cut', () => {
		const whole = hex(PCI.packet);
		for (let length = 0; length < whole.length; length++) throws(() => decodePacket(whole.subarray(0, length)), /^IPv6: at byte/);
	});

	it('is refused with another version, or from a multicast address', () => {
		throws(() => decodePacket(hex(PCI.packet.replace('60000000', '45000000'))), /at byte 0: expected version 6/);
		throws(() => decodePacket(hex(PCI.packet.replace('fe80', 'ff02'))), /at byte 8: expected a source that is no multicast address/);
	});
});
