import { joined } from '../../../modules/bytes/joined.js';
import { enhancedPacket, interfaceDescription, LINKTYPE_TAP, packetComments, sectionHeader } from '../../../modules/capture/pcapng.js';
import { encodeTap } from '../../../modules/capture/tap.js';
import { keyComment, keysFile, keysInComments } from '../../../modules/capture/wireshark.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';

// Laid out by hand from draft-ietf-opsawg-pcapng, sections 4.1 to 4.3.
const SHB = '0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff 0400 0500 4b65696b69000000 00000000 2c000000';
const IDB = '01000000 28000000 1b01 0000 00000000 0200 0300 61697200 0900 0100 06000000 00000000 28000000';
// 2026-11-22T00:00:00.5Z is 1,795,305,600,500,000 µs: 0x000660D2 2894C120
const EPB = '06000000 34000000 00000000 d2600600 20c19428 03000000 03000000 02000b00 0100 0500 68656c6c6f000000 00000000 34000000';

describe('pcapng', () => {
	it('writes a section header and an interface description', () => {
		bytesEqual(sectionHeader('Keiki'), SHB);
		bytesEqual(interfaceDescription('air', LINKTYPE_TAP), IDB);
	});

	it('writes a packet with its time in microseconds and its comment', () => {
		bytesEqual(enhancedPacket(0, 1_795_305_600_500, hex('02000b'), 'hello'), EPB);
	});

	it('writes several comments on one packet, and how long it was where it is not whole', () => {
		const packet = enhancedPacket(0, 1_795_305_600_500, hex('02000b'), ['hello', 'you'], 9);
		bytesEqual(
			packet,
			'06000000 3c000000 00000000 d2600600 20c19428 03000000 09000000 02000b00 0100 0500 68656c6c6f000000 0100 0300 796f7500 00000000 3c000000',
		);
		equal(packetComments(joined([sectionHeader('Keiki'), packet])).join(), 'hello,you');
	});

	it('reads the comments back, and refuses what is no capture', () => {
		const file = joined([sectionHeader('Keiki'), interfaceDescription('air', LINKTYPE_TAP), enhancedPacket(0, 1, hex('01')), hex(EPB)]);
		equal(packetComments(file).join(), 'hello');
		throws(() => packetComments(hex('d4c3b2a1 0200 0400 00000000')), /^pcapng: at byte 0: expected a section header block/);
		for (let length = 1; length < file.length; length++) {
			if (length === hex(SHB).length || length === hex(SHB).length + hex(IDB).length || length === file.length - hex(EPB).length) continue;
			throws(() => packetComments(file.subarray(0, length)), /^pcapng: at byte/);
		}
	});
});

describe('802.15.4 TAP header', () => {
	it('tells FCS, signal, rate, channel, PHY, LQI and frequency before the PSDU', () => {
		bytesEqual(
			encodeTap({ psdu: hex('02000bb19a'), fcsLength: 2, rssi: -52, lqi: 190, channel: 33 }),
			`0000 3c00 00000100 01000000 01000400 000050c2 02000400 a0860100 03000300 21000900 04000300 09000000 0a000100 be000000 0b000400 40386149 02000bb19a`,
		);
	});
});

describe('Wireshark profile', () => {
	const key = hex('c0c1c2c3c4c5c6c7c8c9cacbcccdcecf');

	it('finds the link keys in the comments of a capture, each once', () => {
		const comment = keyComment({ key, index: 1 });
		equal(comment, 'link key 1: c0c1c2c3c4c5c6c7c8c9cacbcccdcecf');
		const found = keysInComments(['something else', comment, comment]);
		equal(found.length, 1);
		bytesEqual(found[0]!.key, 'c0c1c2c3c4c5c6c7c8c9cacbcccdcecf');
		equal(keysFile(found), '"c0c1c2c3c4c5c6c7c8c9cacbcccdcecf","1","No hash"\n');
	});
});
