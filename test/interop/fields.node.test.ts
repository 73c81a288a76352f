/** The fields of a captured session against Wireshark's: value and bytes of every field that both know by the same filter name. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dissect } from '../../modules/capture/fields/dissect.js';
import { enhancedPacket, interfaceDescription, LINKTYPE_IPV6, packetComments, sectionHeader } from '../../modules/capture/pcapng.js';
import { keysInComments } from '../../modules/capture/wireshark.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { ECHONET_LITE_PORT } from '../../modules/datagram/ports.js';
import { encodePacket, NEXT_HEADER } from '../../modules/ipv6/packet.js';
import { encodeUdp } from '../../modules/ipv6/udp.js';
import { LinkOpener } from '../../src/world/watch/link-opener.js';
import { hex } from '../assert.js';
import { SerialProgram } from '../src/world/simulation/serial-program-rig.js';
import { type Agreement, compare, packetsIn } from './pdml.js';
import { requirePeer } from './peers.js';

const HALF_HOUR = 1_800_000;
const ENHANCED_PACKET = 6;
/** How many values both must know in such a session: below it something is not compared any more. */
const COMPARED = 4500;
const NAMES = 120;

/** PSDUs of a capture of LINKTYPE_IEEE802_15_4_TAP, whose packets begin with their own length at byte 2. */
function psdusOf(file: Uint8Array): Uint8Array[] {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const found: Uint8Array[] = [];
	for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
		if (view.getUint32(at, true) !== ENHANCED_PACKET) continue;
		const packet = file.subarray(at + 28, at + 28 + view.getUint32(at + 20, true));
		found.push(packet.subarray(packet[2]! | (packet[3]! << 8)));
	}
	return found;
}

describe('the fields of a captured session, and what tshark shows', () => {
	let folder = '';
	let frames = 0;
	let agreement: Agreement | undefined;

	before(function () {
		this.timeout(60_000);
		requirePeer(this, 'tshark', 'apt-get install tshark');
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const path = join(folder, 'air.pcapng');
		const pieces: Uint8Array[] = [];
		const program = new SerialProgram([], { capture: (bytes) => pieces.push(bytes), neighbours: 2 });
		program.logIn();
		program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22');
		program.type('SKSCAN 3 FFFFFFFF 4', 'EVENT 22');
		program.begin();
		for (const request of ['62 01 E700', '61 01 E50100', '62 02 E200 E400', '62 01 C000', '62 03 D300 9F00 8A00', '62 02 E800 8200']) {
			program.ask(3000, `1081000205FF01028801${request.replaceAll(' ', '')}`);
		}
		program.wait(HALF_HOUR);
		program.type(`SKPING ${program.meter}`, 'EPONG');
		program.type('SKREJOIN', 'EVENT 25');
		program.ask(3000, '1081000605FF010288016201E700');
		program.type('SKTERM', 'EVENT 27');
		const file = Buffer.concat(pieces);
		const keys = keysInComments(packetComments(file));
		const psdus = psdusOf(file);
		const cipher = new PortableCipher();
		const compared = psdus.map((psdu, i) => ({
			offset: 0,
			dissection: dissect(
				'ieee802154',
				psdu,
				new LinkOpener(
					cipher,
					() => keys,
					() => psdus.slice(0, i).reverse(),
				),
			),
		}));
		frames = psdus.length;
		agreement = compare(compared, packetsIn(file, path));
	});
	after(() => {
		if (folder !== '') rmSync(folder, { recursive: true });
	});

	it('agree on value and bytes of each field that both know', () => {
		const { wrong, compared, names } = agreement!;
		assert.ok(frames > 100);
		assert.deepEqual(wrong, []);
		assert.ok(compared >= COMPARED, `${compared} values of ${names.size} fields`);
		assert.ok(names.size >= NAMES, `${names.size} fields`);
	});

	it('are there for each field of theirs that tshark shows', () => {
		assert.deepEqual(agreement!.missed, []);
	});
});

describe('the fields of messages of ECHONET Lite that are cut short, and what tshark shows', () => {
	/** What every message has. */
	const HEAD = 12;

	it('agree on value and bytes of each field that both know', function () {
		this.timeout(60_000);
		requirePeer(this, 'tshark', 'apt-get install tshark');
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		try {
			const message = hex('1081000102880105ff017202e0040165ec18e70400000018');
			const setGet = hex('108100010288010ef0017e02810080010e01e004000000aa');
			const cut = [message, setGet].flatMap((whole) => Array.from({ length: whole.length - HEAD + 1 }, (_, i) => whole.subarray(0, HEAD + i)));
			const packets = cut.map((data) => packetOf(data));
			const file = Buffer.concat([
				sectionHeader('Keiki'),
				interfaceDescription('LAN', LINKTYPE_IPV6),
				...packets.map((packet, i) => enhancedPacket(0, i, packet, '')),
			]);
			const compared = packets.map((packet) => ({ offset: 0, dissection: dissect('ipv6', packet) }));
			const { wrong, missed, names } = compare(compared, packetsIn(file, join(folder, 'cut.pcapng')));
			assert.deepEqual([...wrong, ...missed], []);
			for (const name of ['epc', 'pdc', 'edt']) assert.ok(names.has(`echonetlite.${name}`), name);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	function packetOf(data: Uint8Array): Uint8Array {
		const source = hex('20010db8000000000000000000000001');
		const destination = hex('20010db8000000000000000000000002');
		const payload = encodeUdp({ sourcePort: ECHONET_LITE_PORT, destinationPort: ECHONET_LITE_PORT, data }, source, destination);
		return encodePacket({ nextHeader: NEXT_HEADER.UDP, hopLimit: 1, source, destination, payload });
	}
});
