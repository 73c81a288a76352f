import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { PAN_COORDINATOR, SUPERFRAME_NONE } from '../../modules/ieee802154/beacon.js';
import { encodePairing, PAYLOAD_ELEMENTS_FOLLOW, ROUTE_B_BEACONS } from '../../modules/ieee802154/beacon-form.js';
import { Command } from '../../modules/ieee802154/command.js';
import { type FcsLength, writeFcs } from '../../modules/ieee802154/fcs.js';
import { decodeFrame, encodeFrame, type Frame, FrameType, FrameVersion } from '../../modules/ieee802154/frame.js';
import type { Mac, MacOptions } from '../../modules/ieee802154/mac.js';
import { protectFrame, unprotectFrame } from '../../modules/ieee802154/security.js';
import { hex } from '../assert.js';
import { FakeAir } from '../modules/ieee802154/air-rig.js';
import { frameNamed, HEMS, LINK_KEY, LINK_KEY_INDEX, METER } from '../vectors/ieee802154.js';
import { requirePeer } from './peers.js';

const PAN_ID = 0x8888;
const CHANNEL = 33;
const PAIRING = hex('3434353536363737');
/** IEEE 802.15.4 with FCS. */
const LINKTYPE = 195;
const METER_TEXT = '00:1d:12:90:12:34:56:78';
const HEMS_TEXT = '00:1d:12:90:aa:bb:cc:dd';

function pcap(psdus: readonly Uint8Array[]): Buffer {
	const head = Buffer.alloc(24);
	head.writeUInt32LE(0xa1b2c3d4, 0);
	head.writeUInt16LE(2, 4);
	head.writeUInt16LE(4, 6);
	head.writeUInt32LE(65535, 16);
	head.writeUInt32LE(LINKTYPE, 20);
	const records = psdus.map((psdu, i) => {
		const record = Buffer.alloc(16);
		record.writeUInt32LE(i, 0);
		record.writeUInt32LE(psdu.length, 8);
		record.writeUInt32LE(psdu.length, 12);
		return Buffer.concat([record, psdu]);
	});
	return Buffer.concat([head, ...records]);
}

/** The ECHONET Lite Get of the session, as 6LoWPAN. */
function getPayload(): Uint8Array {
	const psdu = hex(frameNamed('EL Get secured v1'));
	return unprotectFrame(new PortableCipher(), hex(LINK_KEY), hex(HEMS), psdu, decodeFrame(psdu))!;
}

/** What two MACs put on the air: scans, then a secured Get and its acknowledgement, then a secured broadcast. */
function session(options: Partial<MacOptions>): Uint8Array[] {
	const air = new FakeAir();
	const meter = air.createMac(METER, {
		...options,
		beacon: ({ enhanced }) => (enhanced ? { pairing: PAIRING } : { superframe: PAN_COORDINATOR | SUPERFRAME_NONE, payload: PAIRING }),
	});
	const hems = air.createMac(HEMS, options);
	meter.join(PAN_ID, CHANNEL);
	for (const enhanced of [true, false]) {
		hems.scan({ channels: [CHANNEL], durationPerChannelMs: 50, enhanced, ...(enhanced && { pairing: PAIRING }) }, () => {});
		air.scheduler.runFor(200);
	}
	hems.join(PAN_ID, CHANNEL);
	meter.setKey(hex(HEMS), LINK_KEY_INDEX, hex(LINK_KEY));
	hems.setKey(hex(METER), LINK_KEY_INDEX, hex(LINK_KEY));
	deliver(air, hems, hex(METER), true);
	deliver(air, hems, undefined, true);
	deliver(air, hems, hex(METER), false);
	return air.sent.map(({ psdu }) => psdu);
}

function deliver(air: FakeAir, from: Mac, to: Uint8Array | undefined, secured: boolean): void {
	let outcome = '';
	from.send(to, getPayload(), secured, (result) => {
		outcome = result;
	});
	air.scheduler.runFor(100);
	assert.equal(outcome, 'sent');
}

describe('IEEE 802.15.4 as Wireshark reads it', () => {
	let tshark = '';
	let folder = '';

	before(function () {
		tshark = requirePeer(this, 'tshark', 'apt-get install tshark');
		folder = mkdtempSync(join(tmpdir(), 'keiki-802154-'));
	});

	after(() => {
		if (folder) rmSync(folder, { recursive: true });
	});

	/** One row a frame, one value a field. */
	function dissect(psdus: readonly Uint8Array[], fcs: FcsLength, fields: readonly string[]): string[][] {
		const file = join(folder, 'frames.pcap');
		writeFileSync(file, pcap(psdus));
		const options = ['-r', file, '-T', 'fields', '-E', 'separator=|', '-o', `wpan.fcs_format:ITU-T CRC-${8 * fcs}`];
		const key = `uat:ieee802154_keys:"${LINK_KEY}","${LINK_KEY_INDEX}","No hash"`;
		const output = execFileSync(tshark, [...options, '-o', key, ...fields.flatMap((field) => ['-e', field])], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		return output
			.split('\n')
			.slice(0, psdus.length)
			.map((line) => line.split('|'));
	}

	const FIELDS = [
		'wpan.frame_type',
		'wpan.version',
		'wpan.dst_pan',
		'wpan.dst64',
		'wpan.dst16',
		'wpan.src64',
		'wpan.cmd',
		'wpan.mlme.data',
		'wpan.aux_sec.frame_counter',
		'udp.dstport',
	];
	const EBR = `0x0003|2|0xffff||0xffff|${HEMS_TEXT}|0x07|3434353536363737||`;
	const EB = `0x0000|2|0x8888|${HEMS_TEXT}||${METER_TEXT}||3434353536363737||`;
	const BR = '0x0003|0|0xffff||0xffff||0x07|||';
	const BEACON = `0x0000|0||||${METER_TEXT}||||`;

	function check(psdus: readonly Uint8Array[], fcs: FcsLength, expected: readonly string[]): void {
		const rows = dissect(psdus, fcs, FIELDS).map((row) => row.join('|'));
		assert.deepEqual(rows, expected);
		const faults = dissect(psdus, fcs, [
			'_ws.malformed',
			'wpan.fcs_ok',
			'wpan.decrypt_error',
			'wpan.seqno_suppression_invalid',
			'wpan.payload_ie.missing',
		]);
		for (const row of faults) assert.equal(row.join('|'), '|1|||');
	}

	it('a scan and secured data of version 1', () => {
		check(session({}), 2, [
			EBR,
			EB,
			BR,
			BEACON,
			`0x0001|1|0x8888|${METER_TEXT}||${HEMS_TEXT}|||1|3610`,
			'0x0002|0||||||||',
			`0x0001|1|0x8888||0xffff|${HEMS_TEXT}|||2|3610`,
			`0x0001|1|0x8888|${METER_TEXT}||${HEMS_TEXT}||||3610`,
			'0x0002|0||||||||',
		]);
	});

	it('secured data of version 2 and its enhanced acknowledgement', () => {
		check(session({ frameVersion: 2 }).slice(4), 2, [
			`0x0001|2||${METER_TEXT}||${HEMS_TEXT}|||1|3610`,
			`0x0002|2||${HEMS_TEXT}||||||`,
			`0x0001|2|0x8888||0xffff|${HEMS_TEXT}|||2|3610`,
			`0x0001|2||${METER_TEXT}||${HEMS_TEXT}||||3610`,
			`0x0002|2||${HEMS_TEXT}||||||`,
		]);
	});

	it('an FCS of 4 bytes, which it does not pad', () => {
		check(session({ fcs: 4, padFcs: false }), 4, [
			EBR,
			EB,
			BR,
			BEACON,
			`0x0001|1|0x8888|${METER_TEXT}||${HEMS_TEXT}|||1|3610`,
			'0x0002|0||||||||',
			`0x0001|1|0x8888||0xffff|${HEMS_TEXT}|||2|3610`,
			`0x0001|1|0x8888|${METER_TEXT}||${HEMS_TEXT}||||3610`,
			'0x0002|0||||||||',
		]);
	});

	it('data at the other security levels', () => {
		for (const securityLevel of [6, 7]) {
			const rows = dissect(session({ securityLevel }).slice(4, 5), 2, ['wpan.aux_sec.sec_level', 'udp.dstport', 'wpan.decrypt_error']);
			assert.deepEqual(rows, [[`0x0${securityLevel}`, '3610', '']]);
		}
	});

	it('secured commands: the identifier is open in version 1, sealed with the payload IEs in version 2', () => {
		const commands = [FrameVersion.v2006, FrameVersion.v2015].map((version) => {
			const is2015 = version === FrameVersion.v2015;
			const payload = is2015 ? [...encodePairing(ROUTE_B_BEACONS, PAIRING), Command.beaconRequest] : [Command.associationRequest, 0xce];
			const frame: Frame = {
				type: FrameType.command,
				version,
				sequence: 1,
				destinationPan: PAN_ID,
				destination: 0xffff,
				panIdCompression: true,
				source: hex(HEMS),
				security: { level: 5, frameCounter: 9, keyIndex: LINK_KEY_INDEX },
				headerElements: is2015 ? PAYLOAD_ELEMENTS_FOLLOW : undefined,
				payload: Uint8Array.from(payload),
			};
			const psdu = protectFrame(new PortableCipher(), hex(LINK_KEY), hex(HEMS), frame, 2);
			writeFcs(psdu, 2);
			return psdu;
		});
		const rows = dissect(commands, 2, ['wpan.cmd', 'wpan.mlme.data', 'wpan.cinfo.power_src', 'wpan.decrypt_error', '_ws.malformed']);
		assert.deepEqual(rows, [
			['0x01', '', '1', '', ''],
			['0x07', '3434353536363737', '', '', ''],
		]);
	});

	it('calls a damaged FCS damaged', () => {
		const psdu = encodeFrame(decodeFrame(hex(frameNamed('PCI'))), 2);
		writeFcs(psdu, 2);
		psdu[psdu.length - 1]! ^= 1;
		assert.deepEqual(dissect([psdu], 2, ['wpan.fcs_ok']), [['0']]);
	});
});
