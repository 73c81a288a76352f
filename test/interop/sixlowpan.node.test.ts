import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeededRandom } from '../../hal/virtual/random.js';
import { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { ALL_NODES } from '../../modules/ipv6/address.js';
import { Interface } from '../../modules/ipv6/interface.js';
import { compress } from '../../modules/sixlowpan/iphc.js';
import { hex, toHex } from '../assert.js';
import { type Carried, Wire } from '../modules/ipv6/wire-rig.js';
import { randomPacket } from '../modules/sixlowpan/random-packet.js';
import { ECHO, FRAGMENTED, FRAGMENTED_ECHO, HEMS_EUI64, IPHC_CASES, METER_EUI64, PCI } from '../vectors/sixlowpan.js';
import { requirePeer } from './peers.js';

const METER = hex(METER_EUI64);
const HEMS = hex(HEMS_EUI64);

/** IEEE 802.15.4 without FCS. */
const LINKTYPE = 230;
const PAN_ID = [0x88, 0x88];

/** A data frame of version 1, unsecured, between extended addresses, or from one to all. */
function macFrame({ from, to, payload }: Carried, sequence: number): Uint8Array {
	const control = to === undefined ? [0x41, 0xd8] : [0x61, 0xdc];
	const destination = to === undefined ? [0xff, 0xff] : [...to].reverse();
	return Uint8Array.from([...control, sequence & 0xff, ...PAN_ID, ...destination, ...[...from].reverse(), ...payload]);
}

function pcap(frames: readonly Carried[]): Buffer {
	const head = Buffer.alloc(24);
	head.writeUInt32LE(0xa1b2c3d4, 0);
	head.writeUInt16LE(2, 4);
	head.writeUInt16LE(4, 6);
	head.writeUInt32LE(65535, 16);
	head.writeUInt32LE(LINKTYPE, 20);
	const records = frames.map((frame, i) => {
		const psdu = macFrame(frame, i);
		const record = Buffer.alloc(16);
		record.writeUInt32LE(i, 0);
		record.writeUInt32LE(psdu.length, 8);
		record.writeUInt32LE(psdu.length, 12);
		return Buffer.concat([record, psdu]);
	});
	return Buffer.concat([head, ...records]);
}

describe('6LoWPAN and IPv6 as Wireshark reads them', () => {
	let tshark = '';
	let folder = '';

	before(function () {
		tshark = requirePeer(this, 'tshark', 'apt-get install tshark');
		folder = mkdtempSync(join(tmpdir(), 'keiki-6lowpan-'));
	});

	after(() => {
		if (folder) rmSync(folder, { recursive: true });
	});

	function dissect(frames: readonly Carried[], ...options: string[]): string {
		const path = join(folder, 'frames.pcap');
		writeFileSync(path, pcap(frames));
		return execFileSync(tshark, ['-r', path, '-o', 'udp.check_checksum:TRUE', ...options], {
			stdio: ['ignore', 'pipe', 'ignore'],
			maxBuffer: 1 << 26,
		}).toString();
	}

	/** What tshark made of the frames: "Decompressed 6LoWPAN IPHC" and "Reassembled 6LoWPAN", in order, as hexadecimal digits. */
	function expanded(frames: readonly Carried[], name: string): string[] {
		const found: string[] = [];
		let collecting = false;
		for (const line of dissect(frames, '-x').split('\n')) {
			const row = /^[0-9a-f]{4} {2}((?:[0-9a-f]{2} )+)/.exec(line);
			if (row === null) {
				collecting = line.startsWith(name);
				if (collecting) found.push('');
			} else if (collecting) {
				found[found.length - 1] += row[1]!.replace(/ /g, '');
			}
		}
		return found;
	}

	function fields(frames: readonly Carried[], filter: string, ...names: string[]): string[][] {
		const text = dissect(frames, '-Y', filter, '-T', 'fields', ...names.flatMap((name) => ['-e', name]));
		return text
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => line.split('\t'));
	}

	it('expands each case to the same packet', () => {
		const cases = Object.entries(IPHC_CASES);
		const frames = cases.map(([, { compressed }]) => ({ from: HEMS, to: METER, payload: hex(compressed), secured: false }));
		const packets = expanded(frames, 'Decompressed');
		assert.equal(packets.length, cases.length);
		for (const [i, [name, { packet }]] of cases.entries()) assert.equal(packets[i], toHex(hex(packet)), name);
	});

	it('expands 500 random packets as they were before compression', () => {
		const packets = Array.from({ length: 500 }, (_, seed) => randomPacket(new SeededRandom(seed, 'tshark')));
		const frames = packets.map((packet) => ({ from: HEMS, to: METER, payload: compress(packet, HEMS, METER), secured: false }));
		const read = expanded(frames, 'Decompressed');
		assert.equal(read.length, packets.length);
		for (const [seed, packet] of packets.entries()) assert.equal(read[seed], toHex(packet), `seed ${seed}`);
	});

	it('reads the published vectors as we do', () => {
		const single = [
			{ from: HEMS, to: METER, payload: hex(PCI.payload), secured: false },
			{ from: hex(ECHO.source), to: hex(ECHO.destination), payload: hex(ECHO.payload), secured: false },
		];
		assert.deepEqual(expanded(single, 'Decompressed'), [toHex(hex(PCI.packet)), toHex(hex(ECHO.packet))]);
		const fragments = [
			...FRAGMENTED.fragments.map((payload) => ({ from: METER, to: HEMS, payload: hex(payload), secured: false })),
			...FRAGMENTED_ECHO.fragments.map((payload) => ({
				from: hex(FRAGMENTED_ECHO.source),
				to: hex(FRAGMENTED_ECHO.destination),
				payload: hex(payload),
				secured: false,
			})),
		];
		assert.deepEqual(expanded(fragments, 'Reassembled'), [toHex(hex(FRAGMENTED.packet)), toHex(hex(FRAGMENTED_ECHO.packet))]);
	});

	for (const compressDiscovery of [true, false]) {
		it(`finds no fault in what two interfaces say to each other${compressDiscovery ? '' : ', discovery uncompressed'}`, () => {
			const scheduler = new VirtualScheduler();
			const wire = new Wire(scheduler);
			const log = { write: (_layer: string, text: string) => assert.fail(text) };
			const meter = new Interface({ link: wire.attach(METER), scheduler, log, compressDiscovery });
			const hems = new Interface({
				link: wire.attach(HEMS),
				scheduler,
				log,
				compressDiscovery,
				solicitation: compressDiscovery ? 'multicast' : 'unicast',
			});
			const lengths = [0, 1, 14, 208, 1200, 1232];
			hems.solicit(meter.address, () => {});
			hems.echo(meter.address, 0x1234, 5, new Uint8Array(31).fill(0x5a));
			scheduler.runFor(100);
			for (const length of lengths) {
				meter.send(
					{ to: hems.address, sourcePort: 3610, destinationPort: 0xf0b1, bytes: new Uint8Array(length).fill(length), secured: false },
					() => {},
				);
				hems.send(
					{ to: ALL_NODES, sourcePort: 0xf012, destinationPort: 3610, bytes: new Uint8Array(length).fill(~length), secured: false },
					() => {},
				);
				scheduler.runFor(100);
			}

			const good = '1';
			const discovery = fields(
				wire.frames,
				'icmpv6',
				'icmpv6.type',
				'icmpv6.checksum.status',
				'ipv6.hlim',
				'icmpv6.opt.type',
				'icmpv6.opt.linkaddr_eui64',
			);
			assert.deepEqual(discovery, [
				['135', good, '255', '1', '00:1d:12:90:aa:bb:cc:dd'],
				['136', good, '255', '2', '00:1d:12:90:12:34:56:78'],
				['128', good, '64', '', ''],
				['129', good, '64', '', ''],
			]);
			const advertised = fields(wire.frames, 'icmpv6.type == 136', 'icmpv6.nd.na.flag.s', 'icmpv6.nd.na.flag.o', 'icmpv6.nd.na.flag.r');
			assert.deepEqual(advertised, [['1', '1', '0']]);

			const unicast = fields(wire.frames, 'udp.dstport == 0xf0b1', 'ipv6.src', 'ipv6.dst', 'udp.srcport', 'udp.length', 'udp.checksum.status');
			assert.deepEqual(
				unicast,
				lengths.map((length) => ['fe80::21d:1290:1234:5678', 'fe80::21d:1290:aabb:ccdd', '3610', `${length + 8}`, good]),
			);
			const multicast = fields(wire.frames, 'udp.srcport == 0xf012', 'ipv6.src', 'ipv6.dst', 'udp.dstport', 'udp.length', 'udp.checksum.status');
			assert.deepEqual(
				multicast,
				lengths.map((length) => ['fe80::21d:1290:aabb:ccdd', 'ff02::1', '3610', `${length + 8}`, good]),
			);
			assert.deepEqual(fields(wire.frames, '_ws.malformed or 6lowpan.bad_ext_header_length or 6lowpan.illegal_dest_addr_mode', 'frame.number'), []);
		});
	}
});
