/** The statistics of a meter as a head-end reads them, and where they come from; and the logs beside them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysText } from '../../../../boards/host/shared/keys-file.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import type { ClientKeys, RouteAKeys } from '../../../../src/route-a/keys.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MeterRig } from '../../../src/head-end/meter-rig.js';
import { Program } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { hes, objects } from './hes-rig.js';
import { WorldRig } from './world-rig.js';

describe('keiki hes stats', () => {
	const run = runOfEachTest();

	async function counts(meter: string): Promise<Record<string, number | null>> {
		const { status, stdout, stderr } = await keikiHere('hes', 'stats', '--meter', meter, '--json');
		assert.equal(status, 0, stderr);
		return Object.fromEntries(
			objects(stdout).map(({ name, item, client, count }) => [`${name}: ${item}${client === undefined ? '' : ` ${client}`}`, count as number | null]),
		);
	}

	it('tells of power failures, restarts and sessions of Route B, and the logs of both kinds of end', async () => {
		const at = (hour: number): Promise<string> =>
			run.start('--state', join(run.folder, 'state'), '--speed', '60', '--start', `2026-11-22T${hour}:00`);
		await at(10);
		await run.running.stop();
		let meter = await at(14);
		const program = await Program.open(run.running.ready.dongle as string);
		await program.join(run.running.ready);
		program.close();
		const once = await counts(meter);
		assert.deepEqual([once['power failures: all'], once['restarts: after an orderly end'], once['restarts: after a cut']], [1, 1, 0]);
		assert.deepEqual([once['Route B sessions: joined'], once['Route B sessions: joins refused']], [1, 0]);
		assert.equal(once['Route B traffic: transmissions on the air']! > 5, true, JSON.stringify(once));
		// All that came was answered, but for the request of these counts.
		assert.equal(once['Route A requests: sent']! > 2, true, JSON.stringify(once));
		assert.equal(once['Route A requests: received'], once['Route A requests: sent']! + 1);
		assert.equal(once['Route A requests: octets received']! > 100 && once['Route A requests: octets sent']! > 100, true, JSON.stringify(once));
		assert.equal(once['Route A requests: seconds on the air'], null);
		// Over TCP each is one frame.
		assert.equal(once['Route A requests: frames received'], once['Route A requests: received']);
		assert.equal(once['Route A requests: frames sent'], once['Route A requests: sent']);
		await run.running.stop('SIGKILL');
		meter = await at(18);
		const twice = await counts(meter);
		assert.deepEqual([twice['power failures: all'], twice['restarts: after an orderly end'], twice['restarts: after a cut']], [2, 1, 1]);
		const { stdout } = await keikiHere('hes', 'events', '--meter', meter);
		assert.match(stdout, /^2026-11-22T14:00:\S+ +power failure log +1[0-4]\d{3} s$/m);
		assert.match(stdout, /^2026-11-22T18:00:\S+ +power failure log +1[0-4]\d{3} s$/m);
		const words = await keikiHere('hes', 'stats', '--meter', meter, '--lang', 'ja');
		assert.match(words.stdout, /^停電の回数 +回数 +2$/m);
		assert.match(words.stdout, /^再起動 +突然の停電の後 +1$/m);
		assert.match(words.stdout, /^Aルートの要求 +電波の送信時間\(秒\) +ないか、数えていない$/m);
	});

	it('tells of a client without the keys, which is in the fraud log and an alarm', async () => {
		const meter = await run.start();
		const path = join(run.folder, 'keys.json');
		const wrong = { ...DEMO_KEYS.clients[1]!, encryption: new Uint8Array(16).fill(7) };
		writeFileSync(path, keysText({ ...DEMO_KEYS, clients: { ...DEMO_KEYS.clients, 1: wrong } }), { mode: 0o600 });
		for (let i = 0; i < 5; i++)
			assert.equal(
				(await keikiHere('hes', 'read', '--meter', meter, '--keys', path, '--retries', '0', '--counters', join(run.folder, 'c.json'))).status,
				1,
			);
		assert.equal((await counts(meter))['Route A requests: not to be opened'], 5);
		assert.match((await keikiHere('hes', 'events', '--meter', meter)).stdout, /fraud log +decryption or authentication failure \(49\)/);
		assert.match((await keikiHere('hes', 'alarms', '--meter', meter)).stdout, /alarm register 1 +0x00002000 +fraud attempt/);
	});

	it('tells of who speaks at the local port', async () => {
		const meter = await run.start('--local-port', 'tcp:0');
		const local = run.running.ready.localPort as string;
		assert.equal((await keikiHere('hes', 'read', '0.0.42.0.0.255', '--meter', `serial:${local}`)).status, 0);
		assert.match((await keikiHere('hes', 'events', '--meter', meter)).stdout, /communication log +local communication attempt \(158\)/);
		assert.match((await keikiHere('hes', 'alarms', '--meter', meter)).stdout, /local communication attempt/);
	});

	it('says of a meter that has none that there are none', async () => {
		const meter = new MeterRig({ keys: DEMO_KEYS, rows: 2 });
		const { code, stderr } = await hes('stats', '--meter', await meter.tcp());
		meter.close();
		assert.deepEqual([code, stderr.includes('the statistics cannot be read: object undefined')], [1, true], stderr);
	});
});

describe('keiki hes stats: a meter to which things happen', () => {
	it('counts each kind where it happens, and keeps over power cuts what is of ever', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const keys = join(folder, 'keys.json');
		const byPassword: ClientKeys = { ...DEMO_KEYS.clients[2]!, offers: ['lls'], secret: asciiBytes('12345678') };
		const offering: RouteAKeys = { ...DEMO_KEYS, clients: { ...DEMO_KEYS.clients, 3: byPassword } };
		writeFileSync(keys, keysText(offering), { mode: 0o600 });
		const rig = await WorldRig.start({ keys: offering });
		const meter = ['--meter', rig.place, '--keys', keys, '--counters', join(folder, 'counters')] as const;
		const counted = async () => {
			const { stdout, stderr } = await hes('stats', ...meter, '--json');
			assert.equal(stderr, '');
			return (about: string, item: string, client?: number) =>
				objects(stdout).find((row) => row.name === about && row.item === item && row.client === client)?.count;
		};
		try {
			const wrong = ['--client', '3', '--password', '87654321', '--security', 'ae', '--retries', '0'] as const;
			assert.equal((await hes('read', '0.0.42.0.0.255', ...meter, ...wrong)).code, 1);
			assert.equal((await hes('clock', 'set', ...meter)).code, 0);
			let count = await counted();
			assert.deepEqual(
				[1, 2, 3].map((client) => count('failed authentications', 'client', client)),
				[0, 0, 1],
			);
			assert.equal(count('Route A requests', 'authentications failed'), 1);
			const cut = async (...words: readonly string[]) => {
				for (const text of words) {
					await rig.do(text);
					rig.pass(10_000);
				}
			};
			await cut('power cut', 'power on', 'power off', 'power on');
			await cut('pull communication', 'plug communication', 'fail communication crashes', 'mend communication');
			// The base trusts a unit that failed again and again later and later.
			rig.pass(600_000);
			count = await counted();
			assert.deepEqual(
				['after an orderly end', 'after a cut', 'communication unit pulled', 'communication unit failed'].map((item) => count('restarts', item)),
				[1, 1, 1, 1],
			);
			assert.deepEqual([count('power failures', 'all'), count('long power failures', 'all')], [2, 0]);
			assert.equal(count('duration of the last power failure', 'seconds'), 10);
			assert.equal(count('clock corrections', 'all'), 1);
			assert.equal(count('failed authentications', 'client', 3), 0);
			assert.equal(count('flash wear', 'keys and counters'), 0);
		} finally {
			rig.stop();
			rmSync(folder, { recursive: true });
		}
	});
});
