/** What `keiki hes --capture` writes, and COSEM on the network, as tshark shows it with the dissector of the profile. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWiresharkProfile } from '../../boards/host/capture/capture-command.js';
import { enhancedPacket, interfaceDescription, LINKTYPE_IPV6, sectionHeader } from '../../modules/capture/pcapng.js';
import { encodeWrapper } from '../../modules/dlms/wrapper.js';
import { encodePacket, NEXT_HEADER } from '../../modules/ipv6/packet.js';
import { encodeUdp } from '../../modules/ipv6/udp.js';
import { DEMO_KEYS } from '../../src/world/meter/demo-keys.js';
import { hex } from '../assert.js';
import { hes } from '../boards/host/hes/hes-rig.js';
import { MeterRig } from '../src/head-end/meter-rig.js';
import { requirePeer } from './peers.js';

const GLO_GET_RESPONSE = 0xcc;

describe('APDUs of COSEM, read by tshark', () => {
	let folder = '';
	let file = '';
	before(function () {
		requirePeer(this, 'tshark', 'apt-get install tshark');
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		file = join(folder, 'hes.pcapng');
	});
	after(() => {
		if (folder !== '') rmSync(folder, { recursive: true });
	});

	/** One row a packet that passes the filter. */
	const fields = (filter: string, ...names: readonly string[]): string[][] => {
		const { directory, scripts } = writeWiresharkProfile(file);
		const loaded = scripts.flatMap((script) => ['-X', `lua_script:${script}`]);
		const words = [...loaded, '-r', file, '-Y', filter, '-T', 'fields', ...names.flatMap((name) => ['-e', name])];
		const { stdout, stderr, status } = spawnSync('tshark', words, { encoding: 'utf8', env: { ...process.env, WIRESHARK_CONFIG_DIR: directory } });
		assert.equal(status, 0, stderr);
		assert.doesNotMatch(stderr, /Lua Error/);
		return stdout
			.split('\n')
			.slice(0, -1)
			.map((line) => line.split('\t'));
	};

	it('are shown ciphered and in the clear, both directions, and what was not opened', async () => {
		const device = new MeterRig({ keys: DEMO_KEYS });
		let garbled = 0;
		device.onAnswer = (apdu) => {
			if (apdu[0] === GLO_GET_RESPONSE && garbled++ === 0) device.send(hex('cc06300000000100'));
			return apdu;
		};
		const { code, stderr } = await hes('get', '--meter', await device.tcp(), '--capture', file, '3/1.0.1.8.0.255:2', '8/0.0.1.0.0.255:2');
		device.close();
		assert.deepEqual([code, stderr], [0, '']);
		assert.equal(statSync(file).mode & 0o777, 0o600);
		assert.deepEqual(fields('_ws.malformed or cosem.malformed or _ws.expert.severity >= 6291456', 'frame.number', '_ws.expert.message'), []);
		const all = fields('frame', '_ws.col.Info').map(([info]) => info!);
		const info = all.find((each) => each.includes('1.0.1.8.0.255'))!;
		assert.match(info, /^-> Get-Request 3\/1\.0\.1\.8\.0\.255:2, 8\/0\.0\.1\.0\.0\.255:2 +\[glo-Get-Request counter \d+\]$/);
		assert.equal(all.filter((each) => /^<- glo-Get-Response counter 1 +\[not opened\]$/.test(each)).length, 1, all.join('\n'));
		const [ciphered] = fields('cosem.apdu == 0xc8', 'cosem.control', 'cosem.counter', 'cosem.name', 'cosem.clear');
		assert.deepEqual([ciphered![0], ciphered![2]], ['0x30', '1.0.1.8.0.255,0.0.1.0.0.255']);
		assert.match(ciphered![3]!, /^c003[0-9a-f]{2}02000301/);
		const answers = fields('cosem.apdu == 0xc4 and cosem.apdu == 0xcc and cosem.number == 12345', 'cosem.clear');
		assert.equal(answers.length, 1);
		assert.match(answers[0]![0]!, /^c403[0-9a-f]{2}02000500003039/);
		// What is not ciphered stands there once.
		assert.equal(fields('cosem.apdu == 0x60 and not cosem.clear', 'frame.number').length, 2);
	});

	it('are taken apart whatever their kind, and shown as malformed at any length that is too short', () => {
		const apdus = [
			'c001c1 0008 0000010000ff 02 00',
			'c001c1 0007 0100630100ff 02 01 02 0204 06 00000001 06 00000000 12 0001 12 0000',
			'c003c1 02 0003 0100010800ff 02 00 0008 0000010000ff 02 00',
			'c101c1 0047 0000110000ff 08 00 0203 12 0001 090c 07ea0b01070c1e0000fde400 06 00000e10',
			'c104c1 01 0003 0100010800ff 02 00 01 11 05',
			'c102c1 0001 0000600100ff 02 00 00 00000001 03 aabbcc',
			'c301c1 0046 000060030aff 01 01 0f 00',
			'c303c1 01 0046 000060030aff 01 01 0f00',
			'c401c1 00 06 00003039',
			'c401c1 01 03',
			'c402c1 01 00000002 00 02 aabb',
			'c403c1 02 00 12 0005 01 04',
			'c501c1 00',
			'c503c1 00 00000002',
			'c701c1 00 01 00 0f 05',
			'db 08 4b45490000000001 07 30 00000001 aabb',
		].map(hex);
		const packets: Uint8Array[] = [];
		for (const apdu of apdus)
			for (let length = 1; length <= apdu.length; length++)
				packets.push(encodeWrapper({ source: 1, destination: 16, apdu: apdu.subarray(0, length) }));
		const [source, destination] = [1, 2].map((last) => Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last));
		const pieces = packets.map((data, i) => {
			const payload = encodeUdp({ sourcePort: 4059, destinationPort: 50_000, data }, source!, destination!);
			const packet = encodePacket({ nextHeader: NEXT_HEADER.UDP, hopLimit: 1, source: source!, destination: destination!, payload });
			return enhancedPacket(0, i, packet);
		});
		writeFileSync(file, Buffer.concat([sectionHeader('Keiki'), interfaceDescription('lan', LINKTYPE_IPV6), ...pieces]));
		const whole = fields('cosem.source == 1 and cosem.destination == 16 and not cosem.malformed', '_ws.col.Info').map(([info]) => info);
		const ends = apdus.map((apdu, i) => apdus.slice(0, i).reduce((sum, each) => sum + each.length, apdu.length));
		const numbers = fields('cosem.malformed', 'frame.number').map(([number]) => Number(number));
		const short = packets.map((_, i) => i + 1).filter((number) => !ends.includes(number));
		assert.deepEqual(numbers, short);
		assert.ok(whole.includes('Set-Request 71/0.0.17.0.0.255:8 = structure of 3'), whole.join('\n'));
		assert.ok(whole.includes('Get-Response 12345'));
		assert.ok(whole.includes('Action-Request 70/0.0.96.3.10.255:1 0'));
		assert.ok(whole.includes('general-glo-ciphering counter 1'));
	});
});
