import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pacer } from '../../../../hal/node/pacer.js';
import { PtySerial } from '../../../../hal/node/pty.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { Air } from '../../../../modules/medium/air.js';
import { MODELS, type ModelName } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { Dongle } from '../../../../src/world/dongle/dongle.js';
import { requirePeer } from '../../../interop/peers.js';
import { build, type Event, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

const CREDENTIALS = ['--id', '00112233445566778899AABBCCDDEEFF', '--password', '0123456789AB'];

/** Two modules on pseudo-terminals, in an air of their own: for the programs that open them they are USB dongles. */
class TwoDongles {
	readonly meter: PtySerial;
	readonly hems: PtySerial;
	readonly #scheduler = new VirtualScheduler();
	readonly #air = new Air({ scheduler: this.#scheduler });
	readonly #pacer: Pacer;
	#deaf = false;

	constructor(meter: ModelName, hems: ModelName) {
		const dongles: Dongle[] = [];
		this.#pacer = new Pacer({
			scheduler: this.#scheduler,
			speed: 'max',
			isBusy: () => dongles.some(({ isBusy }) => isBusy),
			onError: (error) => {
				throw error;
			},
		});
		const plug = (model: ModelName, number: number, isDeaf: () => boolean) => {
			const serial = new PtySerial('keiki-test-radio');
			const dongle = new Dongle({
				name: `dongle ${number}`,
				model: MODELS[model],
				serial,
				air: this.#air,
				scheduler: this.#scheduler,
				random: new SeededRandom(1, `dongle ${number}`),
				cipher: new PortableCipher(),
				log: { write() {} },
				macAddress: Uint8Array.of(0x00, 0x1d, 0x12, 0x91, 0, 0, 0, number),
			});
			serial.onReceive = (bytes) => isDeaf() || this.#pacer.enter(() => dongle.module.receive(bytes));
			dongles.push(dongle);
			return serial;
		};
		this.meter = plug(meter, 1, () => this.#deaf);
		this.hems = plug(hems, 2, () => false);
		this.#pacer.start();
	}

	/** The meter's module hears nothing any more of what is written to it. */
	deafen(): void {
		this.#deaf = true;
	}

	close(): void {
		this.#pacer.stop();
		this.meter.close();
		this.hems.close();
	}
}

describe('keiki run --radio', () => {
	let dongles: TwoDongles | undefined;
	let running: Running | undefined;
	before(build);
	afterEach(async () => {
		await running?.stop('SIGKILL');
		dongles?.close();
		running = undefined;
		dongles = undefined;
	});

	for (const [meter, hems, words] of [
		['bp35a1', 'bp35c2', ''],
		['bp35c2', 'bp35a1', ',BP35C2,115200'],
	] as const)
		it(`is a meter by a ${meter} on a serial port, and a HEMS with a ${hems} reads it`, async () => {
			dongles = new TwoDongles(meter, hems);
			running = await Running.start('--radio', `serial:${dongles.meter.path}${words}`, '--load', 'constant:2000', '--start', '2026-11-22T20:10');
			const { ready } = running;
			assert.equal(ready.radio, dongles.meter.path);
			assert.equal(ready.macAddress, '001D129100000001');
			assert.equal(ready.dongle, null);
			const reading = Running.begin('hems', 'read', '--dongle', dongles.hems.path, ...CREDENTIALS);
			assert.equal(await reading.ended(), 0, reading.stderr);
			const get = reading.events.find(({ event }) => event === 'get')!;
			assert.equal((get.properties as { epc: string; value: unknown }[]).find(({ epc }) => epc === 'E7')!.value, 2000);
			const steps = () => running!.events.filter(({ event }) => event === 'join').map(({ step }) => step);
			await running.until(({ event, step }) => event === 'join' && step === 'left');
			assert.deepEqual(steps(), ['joined', 'left']);
			assert.ok(running.events.some(({ event, medium }) => event === 'get' && medium === 'wi-sun'));
			assert.equal(await running.stop('SIGTERM'), 0);
			const gone = Running.begin('hems', 'read', '--dongle', dongles.hems.path, ...CREDENTIALS);
			assert.equal(await gone.ended(), 3, 'the PAN ends with the meter');
		});

	it('captures the datagrams, and the dialogue with the module without the password, for Wireshark', async function () {
		const tshark = requirePeer(this, 'tshark', 'apt-get install tshark');
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const file = join(folder, 'radio.pcapng');
		dongles = new TwoDongles('bp35a1', 'bp35a1');
		running = await Running.start('--radio', `serial:${dongles.meter.path}`, '--capture', file);
		const reading = Running.begin('hems', 'read', '--dongle', dongles.hems.path, ...CREDENTIALS);
		assert.equal(await reading.ended(), 0, reading.stderr);
		assert.equal(await running.stop(), 0);
		const rows = (...words: readonly string[]) => {
			const { stdout, stderr, status } = spawnSync(tshark, ['-r', file, ...words], { encoding: 'utf8' });
			assert.equal(status, 0, stderr);
			return stdout.split('\n').slice(0, -1);
		};
		const gets = rows('-Y', 'udp.port == 3610 && udp.checksum.status != 0', '-T', 'fields', '-e', 'ipv6.src', '-e', 'udp.payload');
		assert.ok(
			gets.some((row) => /^fe80::21d:1291:0:1\t1081\w{4}028801/.test(row)),
			'answers of the meter',
		);
		assert.ok(
			gets.some((row) => /^fe80::21d:1291:0:2\t1081\w{4}05ff01028801/.test(row)),
			'requests of the HEMS',
		);
		const dialogue = rows('-Y', 'rtacser', '-T', 'fields', '-e', 'rtacser.eventtype', '-e', 'data.data').map((row) => row.split('\t'));
		const said = (event: string) =>
			dialogue.filter(([type]) => Number(type) === Number(event)).map(([, data]) => Buffer.from(data ?? '', 'hex').toString('latin1'));
		assert.ok(said('1').some((line) => line.startsWith('SKSTART')));
		assert.ok(said('2').some((line) => line.startsWith('ERXUDP')));
		const whole = readFileSync(file, 'latin1');
		assert.ok(whole.includes('SKSETPWD C') && !whole.includes(CREDENTIALS[3]!), 'the password is hidden');
		rmSync(folder, { recursive: true });
	});

	it('plays faults that lie above the module, and refuses those of an air or a stack that are not its own', async () => {
		dongles = new TwoDongles('bp35a1', 'bp35a1');
		running = await Running.start('--radio', `serial:${dongles.meter.path}`);
		const fault = (...words: readonly string[]) => keikiHere('meter', '--control', running!.ready.control as string, 'fault', ...words);
		assert.match((await fault('drop')).stderr, /the meter is not on the virtual air/);
		assert.match((await fault('refused-join')).stderr, /the stack of the meter is in a Wi-SUN module, which knows no refused-join/);
		for (const name of ['er10', 'noise', 'chunked-serial'])
			assert.match((await fault(name)).stderr, new RegExp(`there is nothing that ${name} strikes`));
		for (const name of ['meter-asks', 'malformed', 'set-refused', 'long-reply-lost']) {
			assert.match((await fault(name)).stdout, new RegExp(`^${name}=\\S+ is on\n$`));
			assert.equal((await fault(name, 'off')).stdout, `${name} is off\n`);
		}
		assert.equal((await fault('partial-sna=always')).stdout, 'partial-sna=always is on\n');
		const reading = Running.begin('hems', 'read', '--json', '--dongle', dongles.hems.path, ...CREDENTIALS);
		await running.until(({ event, service }) => event === 'get' && service === 'Get_SNA');
		await reading.ended();
	});

	it('has units that are pulled and plugged, and takes the module off the air with the communication unit', async () => {
		dongles = new TwoDongles('bp35a1', 'bp35a1');
		running = await Running.start('--radio', `serial:${dongles.meter.path}`, '--units', 'rf-b,1p3w-60-2way,switch-60,normal', '--contract', '40');
		const control = ['unit', '--control', running.ready.control as string];
		assert.equal(running.ready.units, 'rf-b,1p3w-60-2way,switch-60,normal');
		for (const [words, state] of [
			[['pull', 'communication'], 'off'],
			[['plug', 'communication'], 'running'],
		] as const) {
			const { status, stderr } = await keikiHere(...control, ...words);
			assert.equal(status, 0, stderr);
			await running.until((event) => event.event === 'radio' && event.state === state);
		}
		assert.equal((await keikiHere(...control, 'switch', 'open')).status, 0);
		const reading = Running.begin('hems', 'read', '--dongle', dongles.hems.path, ...CREDENTIALS);
		assert.equal(await reading.ended(), 0, reading.stderr);
		assert.equal(await running.stop(), 0);
	});

	it('keeps its registers in a state directory', async () => {
		dongles = new TwoDongles('bp35a1', 'bp35a1');
		const directory = mkdtempSync(join(tmpdir(), 'keiki-radio-'));
		try {
			for (let i = 0; i < 2; i++) {
				running = await Running.start('--radio', `serial:${dongles.meter.path}`, '--state', directory);
				assert.equal(running.ready.state, directory);
				assert.equal(await running.stop(), 0);
			}
		} finally {
			rmSync(directory, { recursive: true });
		}
	});

	it('says so when no module answers, when there is no such port, and when it was asked for what only the virtual air has', async () => {
		dongles = new TwoDongles('bp35a1', 'bp35a1');
		dongles.deafen();
		const silent = Running.begin('run', '--radio', `serial:${dongles.meter.path}`);
		assert.equal(await silent.ended(), 2);
		assert.match(silent.stderr, /^keiki: .*--radio serial:\S+: no module there that can be a meter's radio: the module does not answer$/m);
		assert.deepEqual(
			silent.events.filter(({ event }: Event) => event !== 'error'),
			[],
		);
		for (const [message, ...words] of [
			[/--radio serial:\/dev\/nothing: there is no such port/, '--radio', 'serial:/dev/nothing'],
			[/--radio: expected serial:PATH/, '--radio', 'tcp:1'],
			[/--radio serial:x,bp36: expected one of bp35a1/, '--radio', 'serial:x,bp36'],
			[/--radio serial:x,300: expected a whole number from 2400 to 115200, got "300"/, '--radio', 'serial:x,300'],
			[/--fault drop: it would never strike: the meter is not on the virtual air/, '--radio', `serial:${dongles.meter.path}`, '--fault', 'drop'],
			[/--fault lost-session: it would never strike: the stack of/, '--radio', `serial:${dongles.meter.path}`, '--fault', 'lost-session'],
			[/--speed: not with --radio/, '--radio', 'serial:x', '--speed', '60'],
		] as const) {
			const { status, stderr } = await keikiHere('run', ...words);
			assert.equal(status, 2);
			assert.match(stderr, message);
		}
	});

	it('waits for a module that is lost while it runs', async () => {
		dongles = new TwoDongles('bp35a1', 'bp35a1');
		running = await Running.start('--radio', `serial:${dongles.meter.path}`);
		dongles.close();
		await new Promise((resolve) => setTimeout(resolve, 1_500));
		assert.equal(await running.stop('SIGINT'), 0, running.stderr);
		dongles = undefined;
	});
});
