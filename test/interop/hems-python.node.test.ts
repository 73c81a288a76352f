/** HEMS programs of their own process, in Python with pyserial, at the emulated dongle's pseudo-terminal. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Pacer } from '../../hal/node/pacer.js';
import { PtySerial } from '../../hal/node/pty.js';
import type { ModelName } from '../../modules/wi-sun-module/skstack/language/model.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { constantLoad } from '../../src/world/load/source.js';
import { Simulator } from '../../src/world/simulation/simulator.js';
import { requirePeer } from './peers.js';

const HEMS = fileURLToPath(new URL('hems.py', import.meta.url));
const CREDENTIALS = { id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' };
const NOON = Date.parse('2026-05-20T12:00:10+09:00');
const SHORTLY_BEFORE_HALF_PAST = Date.parse('2026-05-20T12:29:48+09:00');
const DAY = 48;

/** What hems.py prints. */
interface Reading {
	readonly version: string;
	readonly pan: Readonly<Record<string, string | number>>;
	readonly joined: boolean;
	readonly instances: string;
	readonly power: number;
	readonly current: readonly number[];
	readonly energy: number;
	readonly unit: number;
	readonly digits: number;
	readonly coefficient: number;
	readonly day: number;
	readonly history: readonly number[];
	readonly notification?: Readonly<Record<string, string>>;
}

/** A meter with a load of 500 W and its dongles, at the pace of the wall clock but without the waiting. */
class Rig {
	readonly #lines: PtySerial[] = [];
	readonly #errors: unknown[] = [];
	readonly #pacer: Pacer;

	constructor(models: readonly ModelName[], start = NOON) {
		const simulator = new Simulator({
			seed: 7,
			start,
			load: constantLoad(500),
			profile: GEN1,
			credentials: CREDENTIALS,
			log: { write() {} },
			onEvent() {},
			pastDays: 3,
			notifications: { service: 'INF', delays: () => [500], retries: 0, patience: 0 },
		});
		const { scheduler } = simulator;
		this.#pacer = new Pacer({ scheduler, speed: 'max', isBusy: () => simulator.isBusy, onError: (error) => this.#errors.push(error) });
		for (const model of models) {
			const line = new PtySerial('keiki-test');
			const { module } = simulator.addDongle({ model, serial: line });
			line.onReceive = (bytes) => this.#pacer.enter(() => module.receive(bytes));
			this.#lines.push(line);
		}
		this.#pacer.start();
	}

	/** One whole life of a HEMS program. Throws with what it wrote to stderr where it fails. */
	async run(dongle: number, ...flags: readonly string[]): Promise<Reading> {
		const words = [HEMS, this.#lines[dongle]!.path, '--id', CREDENTIALS.id, '--password', CREDENTIALS.password, ...flags];
		const { stdout } = await promisify(execFile)('/usr/bin/python3', words, { timeout: 120_000 });
		assert.deepEqual(this.#errors, []);
		return JSON.parse(stdout);
	}

	close(): void {
		this.#pacer.stop();
		for (const line of this.#lines) line.close();
	}
}

function checkReading(reading: Reading): void {
	assert.equal(reading.joined, true);
	// ECHONET Lite specification part 2, 4.3.1: the node announces its instances to all, TID unbound.
	assert.equal(reading.instances, '108100000ef0010ef0017301d50401028801');
	assert.equal(reading.power, 500);
	assert.deepEqual(reading.current, [27, 23]);
	assert.deepEqual([reading.unit, reading.digits, reading.coefficient], [1, 6, 1]);
	assert.equal(reading.day, 1);
	assert.equal(reading.history.length, DAY);
	// 500 W for half an hour is 2.5 units of 0.1 kWh.
	assert.equal(reading.history[DAY - 2]! - reading.history[0]!, 2.5 * (DAY - 2));
}

describe('A HEMS in Python with pyserial', () => {
	let rig: Rig | undefined;

	before(function () {
		requirePeer(this, 'pyserial-miniterm', 'apt-get install python3-serial');
	});
	afterEach(() => {
		rig?.close();
		rig = undefined;
	});

	for (const [model, version, flags] of [
		['bp35a1', '1.2.10', []],
		['bp35c2', '1.5.2', ['--side']],
	] as const) {
		it(`scans, joins, reads, is notified and leaves: ${model}`, async () => {
			rig = new Rig([model], SHORTLY_BEFORE_HALF_PAST);
			const reading = await rig.run(0, ...flags, '--notification');
			assert.equal(reading.version, version);
			assert.equal('Side' in reading.pan, model === 'bp35c2');
			checkReading(reading);
			// 2026-05-20T12:30:00, and the register of that moment, which 500 W move by one unit at most since the reading.
			const { EA, EB } = reading.notification!;
			assert.equal(EA!.slice(0, 14), '07ea05140c1e00');
			assert.ok(Number.parseInt(EA!.slice(14), 16) - reading.energy <= 1);
			assert.equal(EB, '07ea05140c1e0000000000');
		});
	}

	it('comes back on the same line after a crash, without SKTERM', async () => {
		rig = new Rig(['bp35a1']);
		checkReading(await rig.run(0, '--stay'));
		checkReading(await rig.run(0));
	});

	it('comes back after a program that went in the middle of SKSENDTO', async () => {
		rig = new Rig(['bp35c2']);
		assert.equal((await rig.run(0, '--side', '--break-off')).joined, true);
		checkReading(await rig.run(0, '--side'));
	});

	it('is refused while another has the meter, and let in when that one has left', async () => {
		rig = new Rig(['bp35a1', 'bp35c2']);
		checkReading(await rig.run(0, '--stay'));
		assert.equal((await rig.run(1, '--side')).joined, false);
		checkReading(await rig.run(0));
		checkReading(await rig.run(1, '--side'));
	});
});
