import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WiresharkProfile, writeWiresharkProfile } from '../../boards/host/capture/capture-command.js';
import { SerialProgram } from '../src/world/simulation/serial-program-rig.js';
import { requirePeer } from './peers.js';

const HALF_HOUR = 1_800_000;
const LINK_ERROR = 8_388_608;

describe('a captured session, read by tshark', () => {
	let folder = '';
	let file = '';
	let profile: WiresharkProfile;

	before(function () {
		requirePeer(this, 'tshark', 'apt-get install tshark');
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		file = join(folder, 'air.pcapng');
		const pieces: Uint8Array[] = [];
		const program = new SerialProgram([], { capture: (bytes) => pieces.push(bytes) });
		program.logIn();
		program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22');
		program.type('SKSCAN 3 FFFFFFFF 4', 'EVENT 22');
		program.begin();
		program.ask(3000);
		program.ask(3000, '1081000205FF010288016101E50100');
		program.ask(3000, '1081000305FF010288016201E200');
		program.ask(3000, '1081000405FF010288016202E200E400');
		program.ask(3000, '1081000505FF010288016201C000');
		program.wait(HALF_HOUR);
		program.type(`SKPING ${program.meter}`, 'EPONG');
		program.type('SKREJOIN', 'EVENT 25');
		program.ask(3000, '1081000605FF010288016201E700');
		program.type('SKTERM', 'EVENT 27');
		writeFileSync(file, Buffer.concat(pieces));
		profile = writeWiresharkProfile(file);
	});
	after(() => {
		if (folder !== '') rmSync(folder, { recursive: true });
	});

	/** One row a frame that passes the filter. */
	function fields(filter: string, ...names: readonly string[]): string[][] {
		const words = [
			...profile.scripts.flatMap((script) => ['-X', `lua_script:${script}`]),
			'-r',
			file,
			'-Y',
			filter,
			'-T',
			'fields',
			...names.flatMap((name) => ['-e', name]),
		];
		const { stdout, stderr, status } = spawnSync('tshark', words, {
			encoding: 'utf8',
			env: { ...process.env, WIRESHARK_CONFIG_DIR: profile.directory },
		});
		assert.equal(status, 0, stderr);
		return stdout
			.split('\n')
			.slice(0, -1)
			.map((line) => line.split('\t'));
	}

	it('has no malformed frame and no error', () => {
		assert.ok(fields('wpan', 'frame.number').length > 100);
		assert.deepEqual(fields(`_ws.malformed or _ws.expert.severity >= ${LINK_ERROR} or wpan.fcs_ok == 0`, 'frame.number', '_ws.expert.message'), []);
	});

	it('tells the keys of both authentications, and is decrypted with them', () => {
		assert.equal(profile.keys, 2);
		const secured = fields('wpan.security == 1', 'frame.number');
		assert.ok(secured.length >= 12);
		const opened = fields('wpan.security == 1 and (6lowpan or icmpv6 or echonetlite)', 'frame.number');
		assert.deepEqual(opened, secured);
	});

	it('shows the scans: beacon requests with and without an element on each of 28 channels, and a beacon for each scan', () => {
		assert.equal(fields('wpan.frame_type == 3', 'frame.number').length, 56);
		assert.equal(fields('wpan.frame_type == 0', 'frame.number').length, 2);
	});

	it('shows the neighbour discovery, PANA and EAP-PSK of the join by name', () => {
		assert.deepEqual(
			fields('icmpv6.type == 135 or icmpv6.type == 136', 'icmpv6.type').map(([type]) => type),
			['135', '136'],
		);
		const types = fields('pana', 'pana.type').map(([type]) => Number(type));
		// PCI, then four requests and their answers (RFC 5191 §7), PNR and PNA with the same, PTR and PTA.
		const exchange = Array<number>(8).fill(2);
		assert.deepEqual(types, [1, ...exchange, 4, 4, ...exchange.slice(2), 3, 3]);
		const eap = fields('eap', 'eap.code', 'eap.type').map((row) => row.join(' ').trim());
		const messages = ['1 47', '2 47', '1 47', '2 47', '3'];
		assert.deepEqual(eap, [...messages, ...messages]);
	});

	it('shows each ECHONET Lite message, with its values', () => {
		const told = fields('echonetlite', '_ws.col.Info').map(([info]) => info!.replace(/ 05FF01 > 028801| 028801 > 05FF01/, ''));
		assert.deepEqual(
			told.map((info) => info.split(':')[0]),
			['INF 0EF001 > 0EF001', 'Get', 'Get_Res', 'SetC', 'Set_Res', 'Get', 'Get_Res', 'Get', 'Get_Res', 'Get', 'Get_SNA', 'INF', 'Get', 'Get_Res'],
		);
		assert.equal(told[2], 'Get_Res: E7 = 500 W');
		assert.match(told[11]!, /^INF: EA = \d+ at 2026-11-22 12:00:00, EB = 0 at 2026-11-22 12:00:00$/);
	});

	it('puts a fragmented answer together', () => {
		const fragments = fields('6lowpan.frag.size', 'frame.number');
		assert.ok(fragments.length >= 2, `${fragments.length} fragments`);
		const [length] = fields('echonetlite.tid == 4 and echonetlite.esv == 0x72', 'udp.length')[0]!;
		assert.equal(Number(length), 8 + 12 + 2 * (2 + 194));
	});
});
