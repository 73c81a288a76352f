import { internetChecksum } from '../../../modules/ipv6/checksum.js';
import { decodeUdp, encodeUdp } from '../../../modules/ipv6/udp.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { FRAGMENTED, HEMS_ADDRESS, METER_ADDRESS, PCI } from '../../vectors/sixlowpan.js';

const METER = hex(METER_ADDRESS);
const HEMS = hex(HEMS_ADDRESS);
const MESSAGE = toHex(hex(PCI.packet).subarray(40));

describe('UDP', () => {
	it('decodes a PANA message', () => {
		const datagram = decodeUdp(hex(MESSAGE), HEMS, METER);
		equal(datagram.sourcePort, 716);
		equal(datagram.destinationPort, 716);
		bytesEqual(datagram.data, PCI.data);
	});

	it('encodes it to the same bytes, the checksum among them', () => {
		bytesEqual(encodeUdp({ sourcePort: 716, destinationPort: 716, data: hex(PCI.data) }, HEMS, METER), MESSAGE);
	});

	it('reads and writes a long one', () => {
		const message = hex(FRAGMENTED.packet).subarray(40);
		equal(toHex(encodeUdp(decodeUdp(message, METER, HEMS), METER, HEMS)), toHex(message));
	});

	// RFC 1071 §3: the words 0001 f203 f4f5 f6f7 sum up to ddf2 in one's complement.
	it('has the checksum of RFC 1071', () => {
		const none = new Uint8Array(16);
		equal(internetChecksum(hex('0001f203f4f5f6f7'), 0, none, none), 0xffff & ~(0xddf2 + 8));
	});

	it('counts an odd last byte as if 0 followed', () => {
		const datagram = { sourcePort: 3610, destinationPort: 3610, data: hex('1081ff') };
		const message = encodeUdp(datagram, HEMS, METER);
		equal(toHex(decodeUdp(message, HEMS, METER).data), '1081ff');
		// The same words with the 0 written out; its pseudo-header counts one byte more, so that its checksum is one less.
		const padded = new Uint8Array(12);
		padded.set(message);
		padded.set([0, 0], 6);
		equal(internetChecksum(message, 17, HEMS, METER), 0);
		equal((message[6]! << 8) | message[7]!, (internetChecksum(padded, 17, HEMS, METER) + 1) & 0xffff);
	});

	it('sends a checksum of 0 as ffff', () => {
		for (let word = 0; word < 0x10000; word++) {
			const message = encodeUdp({ sourcePort: 3610, destinationPort: 3610, data: Uint8Array.of(word >> 8, word & 0xff) }, HEMS, METER);
			if (message[6] === 0 && message[7] === 0) throw new Error(`0 sent for ${word}`);
			if (message[6] === 0xff && message[7] === 0xff) {
				equal(decodeUdp(message, HEMS, METER).data.length, 2);
				return;
			}
		}
		throw new Error('no data has this checksum');
	});

	it('refuses a missing or wrong checksum', () => {
		throws(() => decodeUdp(hex(MESSAGE.replace('f373', '0000')), HEMS, METER), /UDP: at byte 6: expected a checksum, found none/);
		throws(() => decodeUdp(hex(MESSAGE.replace('f373', 'f374')), HEMS, METER), /UDP: at byte 6: expected a right checksum/);
		throws(() => decodeUdp(hex(MESSAGE), METER, METER), /a right checksum/);
	});

	it('refuses what is cut, and lengths that cannot be', () => {
		const whole = hex(MESSAGE);
		for (let length = 0; length < whole.length; length++) throws(() => decodeUdp(whole.subarray(0, length), HEMS, METER), /^UDP: at byte/);
		throws(() => decodeUdp(hex('02cc02cc0007f373'), HEMS, METER), /at byte 4: expected a length of at least 8, found 7/);
	});
});
