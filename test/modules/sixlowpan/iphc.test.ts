import { SeededRandom } from '../../../hal/virtual/random.js';
import { compress, decompress, encodeUncompressed } from '../../../modules/sixlowpan/iphc.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { ECHO, HEMS_ADDRESS, HEMS_EUI64, IPHC_CASES, METER_ADDRESS, METER_EUI64, PCI, SOLICITATION } from '../../vectors/sixlowpan.js';
import { randomPacket } from './random-packet.js';

const PLAIN = IPHC_CASES['TF 11: nothing of it']!;
const METER = hex(METER_EUI64);
const HEMS = hex(HEMS_EUI64);

describe('6LoWPAN IPHC', () => {
	it('compresses a PANA message to 7e 33 f0 …', () => bytesEqual(compress(hex(PCI.packet), HEMS, METER), PCI.payload));

	it('expands it again', () => bytesEqual(decompress(hex(PCI.payload), HEMS, METER), PCI.packet));

	it('compresses a broadcast notification to 7e 3b 01 f0 …, both ways', () => {
		const packet = `60000000 0009 11 40 ${METER_ADDRESS} ff020000000000000000000000000001 0e1a 0e1a 0009 beef aa`;
		const payload = '7e3b 01 f0 0e1a 0e1a beef aa';
		bytesEqual(compress(hex(packet), METER, undefined), payload);
		bytesEqual(decompress(hex(payload), METER, undefined), packet);
	});

	it('reads and writes the echo request of Contiki-NG', () => {
		bytesEqual(decompress(hex(ECHO.payload), hex(ECHO.source), hex(ECHO.destination)), ECHO.packet);
		bytesEqual(compress(hex(ECHO.packet), hex(ECHO.source), hex(ECHO.destination)), ECHO.payload);
	});

	for (const [name, { compressed, packet }] of Object.entries(IPHC_CASES)) {
		it(`compresses and expands ${name}`, () => {
			bytesEqual(compress(hex(packet), HEMS, METER), compressed);
			bytesEqual(decompress(hex(compressed), HEMS, METER), packet);
		});
	}

	it('does not elide a unicast destination in a broadcast', () => {
		const payload = compress(hex(PCI.packet), HEMS, undefined);
		equal(toHex(payload.subarray(0, 2)), '7e31');
		bytesEqual(decompress(payload, HEMS, undefined), PCI.packet);
		throws(() => decompress(hex('7e33 f0 02cc 02cc f373'), HEMS, undefined), /a destination in line, as the frame is a broadcast/);
	});

	it('takes modes that a shorter one could replace', () => {
		bytesEqual(decompress(hex(`7800 3b 40 ${HEMS_ADDRESS} ${METER_ADDRESS} aa`), HEMS, METER), PLAIN.packet);
		bytesEqual(decompress(hex('6033 00000000 3b 40 aa'), HEMS, METER), PLAIN.packet);
	});

	it('passes over context identifiers that nothing refers to, and reserved bits of TF', () => {
		bytesEqual(decompress(hex('7ab3 21 3b aa'), HEMS, METER), PLAIN.packet);
		bytesEqual(decompress(hex('6233 00f00000 3b aa'), HEMS, METER), PLAIN.packet);
		bytesEqual(decompress(hex('6a33 300000 3b aa'), HEMS, METER), PLAIN.packet);
	});

	it('speaks of the whole packet in the headers of a first fragment', () => {
		const front = decompress(hex('7e33 f0 0e1a 0e1a 6c81 1081'), METER, HEMS, 366);
		equal(front.length, 50);
		equal(toHex(front.subarray(4, 6)), '0146', 'payload length');
		equal(toHex(front.subarray(44, 46)), '0146', 'UDP length');
		throws(() => decompress(hex('7e33 f0 0e1a 0e1a 6c81 1081'), METER, HEMS, 49), /at byte 9: expected at most 1 bytes, found 2/);
		throws(() => decompress(hex(SOLICITATION.payload), HEMS, METER, 79), /at byte 1: expected at most 79 bytes, found 80/);
	});

	it('reads and writes a packet that is not compressed', () => {
		const packet = hex(SOLICITATION.payload).subarray(1);
		equal(toHex(decompress(hex(SOLICITATION.payload), HEMS, METER)), toHex(packet));
		bytesEqual(encodeUncompressed(packet), SOLICITATION.payload);
		throws(() => decompress(hex(SOLICITATION.payload).subarray(0, 40), HEMS, METER), /expected an IPv6 header \(40 bytes\), found 39/);
	});

	it('refuses headers cut anywhere', () => {
		for (const { compressed, packet } of Object.values(IPHC_CASES)) {
			const whole = hex(compressed);
			// Behind the compressed headers both are the same: here the single byte of data, or a UDP header that is not compressed.
			const data = compressed.startsWith('7e') ? 1 : hex(packet).length - 40;
			for (let length = 0; length < whole.length - data; length++)
				throws(() => decompress(whole.subarray(0, length), HEMS, METER), /^6LoWPAN: at byte/);
		}
	});

	it('refuses what needs a context, as none exists', () => {
		for (const mode of ['53', '63', '73'])
			throws(() => decompress(hex(`7a${mode} 3b aa`), HEMS, METER), /a source without context: none is configured/);
		for (const mode of ['34', '35', '36', '37', '3c', '3d']) {
			throws(() => decompress(hex(`7a${mode} 3b 0000000000000000 aa`), HEMS, METER), /a destination without context: none is configured/);
		}
		throws(() => decompress(hex('7af7 00 3b aa'), HEMS, METER), /without context/);
	});

	it('refuses other dispatches', () => {
		for (const dispatch of ['00', '50', '42', '80', 'bf', 'c0', 'e0', 'ff']) {
			throws(() => decompress(hex(`${dispatch}33 3b aa`), HEMS, METER), /at byte 0: expected dispatch IPHC \(011…\) or IPv6 \(0x41\), found 0x/);
		}
	});

	it('refuses next headers that it cannot expand', () => {
		throws(() => decompress(hex('7e33 f4 0e1a 0e1a aa'), HEMS, METER), /6LoWPAN NHC: at byte 2: expected a UDP checksum in line, found it elided/);
		throws(() => decompress(hex('7e33 e0 3a 00'), HEMS, METER), /expected UDP, found an IPv6 extension header, which is not supported/);
		throws(() => decompress(hex('7e33 d0 3a 00'), HEMS, METER), /expected UDP \(11110…\), found 0xd0/);
	});

	it('refuses to send what is not one whole IPv6 packet', () => {
		throws(() => compress(hex(PCI.packet).subarray(0, 63), HEMS, METER), /expected an IPv6 packet of 64 bytes, got 63/);
		throws(() => compress(new Uint8Array(39), HEMS, METER), /got 39/);
		throws(() => encodeUncompressed(hex(PCI.packet.replace('6000', '4000'))), /expected an IPv6 packet/);
	});

	it('expands what it compressed to the same packet, whatever that is', () => {
		for (let seed = 0; seed < 5000; seed++) {
			const packet = randomPacket(new SeededRandom(seed, 'iphc'));
			const payload = compress(packet, HEMS, METER);
			equal(toHex(decompress(payload, HEMS, METER)), toHex(packet), `seed ${seed}`);
			if (payload.length >= packet.length + 2) throw new Error(`seed ${seed}: ${payload.length} bytes for ${packet.length}`);
		}
	});
});
