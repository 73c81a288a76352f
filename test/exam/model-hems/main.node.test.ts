/** The model HEMS as a process, at a pseudo-terminal. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { withoutMasters } from '../../../boards/host/exam/inherited.js';
import { Pacer } from '../../../hal/node/pacer.js';
import { PtySerial } from '../../../hal/node/pty.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../src/world/load/source.js';
import { World } from '../../../src/world/simulation/world.js';
import { equal } from '../../assert.js';
import { until } from '../../until.js';
import { ACCOUNT } from './model-rig.js';

const MAIN = 'test/exam/model-hems/main.ts';
const ENVIRONMENT = {
	...process.env,
	TS_NODE_PROJECT: 'tsconfig.test.json',
	NODE_OPTIONS: '--loader=ts-node/esm --no-warnings',
	KEIKI_ROUTE_B_ID: ACCOUNT.id,
	KEIKI_ROUTE_B_PASSWORD: ACCOUNT.password,
};

describe('The model HEMS as a program', () => {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-test-model-'));
	const path = join(folder, 'dongle');
	const nothing = openSync('/dev/null', 'r+');
	const errors: unknown[] = [];
	let world: World;
	let pacer: Pacer;
	let pty: PtySerial | undefined;
	let child: ChildProcessByStdio<null, Readable, Readable> | undefined;
	let output = '';

	before(() => {
		world = new World({
			seed: 1,
			speed: 'max',
			start: Date.now(),
			load: constantLoad(1237),
			profile: GEN1,
			credentials: ACCOUNT,
			log: { write() {} },
		});
		const { simulator } = world;
		pacer = new Pacer({ scheduler: simulator.scheduler, speed: 'max', isBusy: () => simulator.isBusy, onError: (error) => errors.push(error) });
		const serial = { onReceive: (_bytes: Uint8Array) => {}, write: (bytes: Uint8Array) => pty?.write(bytes) };
		const plug = () => {
			pty = new PtySerial({ path });
			pty.onReceive = (bytes) => pacer.enter(() => serial.onReceive(bytes));
		};
		const unplug = () => {
			pty?.close();
			pty = undefined;
		};
		simulator.addDongle({ model: 'bp35c2', serial, port: { plug, unplug } });
		plug();
		pacer.start();
	});

	after(() => {
		child?.kill('SIGKILL');
		pacer.stop();
		pty?.close();
		closeSync(nothing);
		rmSync(folder, { recursive: true, force: true });
	});

	function start(...words: readonly string[]): void {
		output = '';
		const stdio = ['ignore', 'pipe', 'pipe', ...withoutMasters(nothing)] as unknown as ['ignore', 'pipe', 'pipe'];
		child = spawn(process.execPath, [MAIN, ...words], { stdio, env: ENVIRONMENT });
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
	}

	async function ended(): Promise<unknown> {
		const [code] = await once(child!, 'exit');
		child = undefined;
		return code;
	}

	it('shows what the meter serves, opens its port again when it is back, and ends in order', async () => {
		start(path, '{"pollMs":500}');
		await until(() => output.includes('power 1237 W\n'), 'power');
		pacer.enter(() => world.carryOut({ kind: 'dongle unplug', number: 1, time: 1000 }, () => {}));
		await until(() => output.includes('offline\n'), 'offline');
		await until(() => output.lastIndexOf('power 1237 W') > output.lastIndexOf('offline'), 'power again');
		equal(world.state.meters[0]!.session?.state, 'OPEN');
		child!.kill('SIGTERM');
		equal(await ended(), 0);
		equal(world.state.meters[0]!.session?.state === 'OPEN', false, 'a session is left');
		equal(errors.length, 0);
	});

	it('says what it needs', async () => {
		start();
		equal(await ended(), 2);
		await until(() => output.includes('expected: main.ts PORT'), 'usage');
	});
});
