/** `keiki hes push` beside `keiki run`: what a meter is told to push arrives where it is listened for. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { keysText } from '../../../../boards/host/shared/keys-file.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { hex } from '../../../assert.js';
import { notTested } from '../../../interop/peers.js';
import { until } from '../../../until.js';
import { ENVIRONMENT, MAIN } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { hes, objects } from './hes-rig.js';

const portOf = (place: string): number => Number(/:(\d+)$/.exec(place)![1]);

class Listening {
	stdout = '';
	stderr = '';
	readonly #child: ChildProcess;
	readonly #closed: Promise<unknown[]>;

	constructor(words: readonly string[]) {
		const child = spawn(process.execPath, [MAIN, 'hes', 'push', 'listen', '--port', '0', ...words], { env: ENVIRONMENT });
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			this.stdout += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			this.stderr += text;
		});
		this.#closed = once(child, 'close');
		this.#child = child;
	}

	async place(): Promise<string> {
		await until(() => this.stderr.includes('listening at'), 'listening');
		return /listening at (\S+),/.exec(this.stderr)![1]!;
	}

	get rows(): readonly Readonly<Record<string, unknown>>[] {
		return objects(this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1));
	}

	/** Exit code. */
	async ended(signal?: 'SIGTERM'): Promise<unknown> {
		if (signal !== undefined) this.#child.kill(signal);
		const [code] = await this.#closed;
		return code;
	}

	/** Nobody reads stdout, until it is read again. */
	pause(): void {
		this.#child.stdout!.pause();
	}

	resume(): void {
		this.#child.stdout!.resume();
	}

	kill(): void {
		this.#child.kill('SIGKILL');
	}
}

describe('keiki hes push', () => {
	const run = runOfEachTest();
	const all: Listening[] = [];

	async function listen(...words: readonly string[]): Promise<{ readonly listening: Listening; readonly place: string }> {
		const listening = new Listening(words);
		all.push(listening);
		return { listening, place: await listening.place() };
	}

	/** Of Route A, at IPv6: pushes by UDP go from there. Ten times as fast as a clock, for it is seconds until some of them come. */
	async function start(...words: readonly string[]): Promise<string> {
		const { ready } = await run.begin(
			'--dongle',
			'tcp:0',
			'--route-a',
			'[::1]:0',
			'--control',
			join(run.folder, 'control'),
			'--speed',
			'10',
			...words,
		);
		return ready.routeA as string;
	}

	async function set(meter: string, ...words: readonly string[]): Promise<string> {
		const { code, stdout, stderr } = await hes('push', 'set', '--meter', meter, ...words);
		assert.equal(code, 0, stderr);
		return stdout;
	}

	/** When a push was confirmed last, once that is another time than before. */
	async function confirmedAfter(meter: string, before: unknown): Promise<unknown> {
		for (let i = 0; i < 100; i++) {
			const [{ confirmed } = { confirmed: before }] = objects(await set(meter, '--json'));
			if (confirmed !== before) return confirmed;
		}
		throw new Error('never confirmed');
	}

	/** By TCP. */
	async function send(place: string, ...apdus: readonly Uint8Array[]): Promise<void> {
		const line = createConnection(portOf(place), '::1');
		line.end(Buffer.concat(apdus.map((apdu) => encodeWrapper({ source: 1, destination: 103, apdu }))));
		await once(line, 'close');
	}

	afterEach(() => {
		for (const each of all.splice(0)) each.kill();
	});

	it('has the alarm of an open cover arrive with its bit, by UDP', async () => {
		const { listening, place } = await listen('--json');
		const meter = await start();
		await set(meter, '--to', `udp:${place}`);
		const pulled = await keikiHere('meter', '--control', join(run.folder, 'control'), 'pull', 'cover');
		assert.equal(pulled.status, 0, pulled.stderr);
		await until(() => listening.rows.length >= 4, 'the alarm');
		const descriptor = listening.rows.find(({ obis }) => obis === '0.0.97.98.20.255')!;
		assert.deepEqual(
			[descriptor.value, descriptor.text, descriptor.title, descriptor.security, descriptor.meter],
			[0x2000, '0x00002000 fraud attempt', '4A504D0000000001', 'ae', meter],
		);
		assert.equal(await listening.ended('SIGTERM'), 0);
		assert.match(listening.stderr, /push: 1 push\n$/);
	});

	it('has intervals arrive each half-hour, by TCP, in fast time', async () => {
		const { listening, place } = await listen('--json', '--count', '3');
		const meter = await start('--speed', '3600');
		const shown = await set(meter, '--every', '30min', '--to', place, '--objects', '0.0.1.0.0.255,3/1.0.1.8.0.255:2');
		assert.match(shown, /schedule +48 times a day/);
		assert.match(shown, /tells +40\/0\.1\.25\.9\.0\.255:2, 8\/0\.0\.1\.0\.0\.255:2, 3\/1\.0\.1\.8\.0\.255:2/);
		assert.equal(await listening.ended(), 0, 'after three');
		const times = listening.rows.filter(({ obis }) => obis === '0.0.1.0.0.255').map(({ value }) => String(value));
		assert.equal(times.length, 3);
		for (const time of times) assert.match(time, /T\d\d:[03]0:0\d/);
		assert.deepEqual(
			times.slice(1).map((time, i) => Math.round((Date.parse(time) - Date.parse(times[i]!)) / 60_000)),
			[30, 30],
		);
	});

	for (const [fault, pushes, refused] of [
		['push-twice=always', 1, '1'],
		['push-stale=always', 2, '1'],
		['push-storm', 1, '[1-9]\\d*'],
	] as const) {
		it(`takes a push once, and counts what comes again: ${fault}`, async () => {
			const { listening, place } = await listen();
			const meter = await start('--fault', fault);
			for (let i = 0; i < pushes; i++) {
				await set(meter, '--to', `udp:${place}`, '--now');
				await until(() => listening.stdout.includes('push 1 '), 'the first push');
			}
			const replayed = new RegExp(`^keiki: push: 1 push, ${refused} refused as replayed$`, 'm');
			await until(() => listening.stderr.includes('used before'), 'the refusal');
			assert.equal(await listening.ended('SIGTERM'), 0);
			assert.match(listening.stderr, replayed);
		});
	}

	it('refuses what is not under the keys, and what came before, and counts it', async () => {
		const path = join(run.folder, 'keys.json');
		writeFileSync(path, keysText({ ...DEMO_KEYS, systemTitle: Uint8Array.from(DEMO_KEYS.systemTitle, (byte) => byte ^ 1) }), { mode: 0o600 });
		const { listening, place } = await listen();
		const { listening: other, place: elsewhere } = await listen('--keys', path);
		// A tap between: what it hears goes on twice.
		const tap = createSocket('udp6');
		tap.bind(0, '::1');
		await once(tap, 'listening');
		tap.on('message', (bytes) => {
			for (const port of [portOf(place), portOf(place), portOf(elsewhere)]) tap.send(bytes, port, '::1');
			tap.send('nonsense', portOf(place), '::1');
		});
		try {
			const meter = await start();
			await set(meter, '--to', `udp:[::1]:${tap.address().port}`, '--now');
			await until(() => listening.stderr.includes('used before') && listening.stderr.includes('version 0001'), 'the refusals');
			await until(() => other.stderr.includes('whose keys are not told'), 'the refusal of the other');
			const line = createConnection(portOf(place), '::1');
			line.write(Uint8Array.of(0, 2, 0, 1, 0, 0x67, 0, 1, 0x0f));
			await once(line, 'close');
		} finally {
			tap.close();
		}
		assert.equal(await listening.ended('SIGTERM'), 0);
		assert.match(listening.stderr, /push: 1 push, 2 refused as malformed, 1 refused as replayed\n$/);
		assert.match(listening.stdout, /^\[::1\]:\d+\n {2}push 1 \(4A504D0000000001, ae, \d+\)\n/);
		assert.equal(await other.ended('SIGTERM'), 0);
		assert.equal(other.stdout, '');
	});

	it('counts the connections that it has no room for', async () => {
		const { listening, place } = await listen();
		const lines = Array.from({ length: 66 }, () => createConnection(portOf(place), '::1').on('error', () => {}));
		await Promise.all(lines.map((line) => once(line, 'connect')));
		await until(() => lines.filter((line) => line.resume().destroyed).length === 2, 'two that are turned away');
		assert.equal(await listening.ended('SIGTERM'), 0);
		assert.match(listening.stderr, /push: 0 pushes, 2 connections turned away\n$/);
		for (const line of lines) line.destroy();
	});

	it('has a row of a push without values, too', async () => {
		const { listening, place } = await listen('--json', '--security', 'none', '--count', '2');
		// An empty structure; the list of the set-up alone.
		for (const body of ['0200', '0201 0101 0204 120028 0906 0001190900FF 0F02 120000']) await send(place, hex(`0F 00000007 00 ${body}`));
		assert.equal(await listening.ended(), 0, listening.stderr);
		assert.deepEqual(
			listening.rows.map(({ id, obis, value }) => [id, obis, value]),
			[
				[7, null, null],
				[7, null, null],
			],
		);
	});

	it('ends with 3 where pushes were lost, as nobody read them', async () => {
		const { listening, place } = await listen('--json', '--security', 'none', '--count', '24');
		listening.pause();
		const many = Buffer.concat([hex('0F 00000007 00 0282 07D0'), Buffer.alloc(2000)]);
		await send(place, ...Array.from({ length: 24 }, () => many));
		await until(() => listening.stderr.includes('24 pushes'), 'all of them');
		listening.resume();
		assert.equal(await listening.ended(), 3);
		assert.match(listening.stderr, /nobody has read it: [1-9]\d* pushes are not printed/);
	});

	it('has pushes arrive at the local port, in UI frames of HDLC', async function () {
		if (process.platform === 'win32') notTested(this, 'Windows has no pseudo-terminals');
		const meter = await start('--local-port');
		const path = run.running.ready.localPort as string;
		const { listening } = await listen('--line', path, '--json', '--count', '1');
		await set(meter, '--to', 'hdlc:103', '--objects', '0.0.96.1.0.255', '--now');
		assert.equal(await listening.ended(), 0);
		assert.deepEqual(
			listening.rows.map((row) => [row.meter, row.obis, row.security]),
			[[path, '0.0.96.1.0.255', 'ae']],
		);
	});

	for (const suite of ['1', '2'])
		it(`takes pushes that the meter signs by its certificate, suite ${suite}, and no others, and captures them`, async () => {
			const path = join(run.folder, 'meter.json');
			const made = await keikiHere('keys', 'make', path, '--certificates', '--suite', suite);
			assert.equal(made.status, 0, made.stderr);
			const [own, capture] = [join(run.folder, 'meter.head-end.json'), join(run.folder, 'pushes.pcapng')];
			const { listening, place } = await listen('--keys', own, '--sign', '--json', '--capture', capture);
			const meter = await start('--keys', path);
			await set(meter, '--keys', own, '--to', place, '--objects', '0.0.96.1.0.255', '--now');
			await until(() => listening.stderr.includes('less protected'), 'refused, as it is not signed');
			const asked = await hes('policy', '--meter', meter, '--keys', own, '--sign', '--require', 'signed-response');
			assert.equal(asked.code, 0, asked.stderr);
			await set(meter, '--keys', own, '--sign', '--now');
			await until(() => listening.rows.length === 1, 'the signed one');
			assert.equal(await listening.ended('SIGTERM'), 0, listening.stderr);
			assert.deepEqual(
				listening.rows.map(({ obis, title, security, signed }) => [obis, title, security, signed]),
				[['0.0.96.1.0.255', '4A504D0000000001', 'ae', true]],
			);
			const written = readFileSync(capture, 'latin1');
			assert.deepEqual(
				[/clear APDU: 0F/g, /not opened/g].map((comment) => written.match(comment)?.length),
				[1, 1],
				'both, whatever became of them',
			);
			assert.match(written, /\[::1\]/);
		});

	for (const suite of ['1', '2'])
		it(`opens pushes under keys of suite ${suite}`, async () => {
			const path = join(run.folder, 'keys.json');
			const made = await keikiHere('keys', 'make', path, '--suite', suite);
			assert.equal(made.status, 0, made.stderr);
			const { listening, place } = await listen('--keys', path, '--json', '--count', '1');
			const meter = await start('--keys', path);
			await set(meter, '--keys', path, '--to', place, '--objects', '0.0.96.1.0.255', '--now');
			assert.equal(await listening.ended(), 0, listening.stderr);
			assert.deepEqual(
				listening.rows.map(({ obis, title, security }) => [obis, title, security]),
				[['0.0.96.1.0.255', '4A504D0000000001', 'ae']],
			);
		});

	it('has pushes confirmed, by UDP and by TCP, once they are written; and tells when the last one was', async () => {
		const { listening, place } = await listen('--json', '--count', '2');
		const meter = await start('--push-version', '2');
		const [first] = objects(await set(meter, '--until', 'confirmed', '--repeat', '5', '--repeat-growth', '1.5', '--json'));
		assert.deepEqual([first!.until, first!.confirmed, first!.repeatGrowth, first!.repeatMostS], ['confirmed', null, 1.5, 65535]);
		await set(meter, '--to', `udp:${place}`, '--objects', '3/1.0.1.8.0.255:0', '--bare', '--now');
		await until(() => listening.rows.length === 1, 'the first');
		const confirmed = await confirmedAfter(meter, null);
		await set(meter, '--to', place, '--now');
		assert.equal(await listening.ended(), 0, listening.stderr);
		await confirmedAfter(meter, confirmed);
		assert.match(listening.stderr, /push: 2 pushes\n$/, 'neither came twice');
		assert.deepEqual(
			listening.rows.map(({ id, value }) => [id, (value as readonly unknown[])[0]]),
			[
				[1, '1.0.1.8.0.255'],
				[2, '1.0.1.8.0.255'],
			],
		);
	});

	it('has a meter tell of its installation once the communication unit is there again, and of its connectivity each time', async () => {
		const { listening, place } = await listen('--json');
		const meter = await start();
		for (const setup of ['installation', 'connectivity']) await set(meter, '--setup', setup, '--to', `udp:${place}`);
		const told = (obis: string): number => listening.rows.filter((row) => row.obis === obis).length;
		for (const times of [1, 2]) {
			for (const word of ['pull', 'plug']) {
				const { status, stderr } = await keikiHere('meter', '--control', join(run.folder, 'control'), word, 'communication');
				assert.equal(status, 0, stderr);
			}
			await until(() => told('0.0.25.0.0.255') === times && told('0.0.96.1.0.255') > 0, 'connectivity each time, and installation');
		}
		assert.equal(told('0.0.96.1.0.255'), 1, 'installation, once');
		assert.equal(await listening.ended('SIGTERM'), 0);
	});

	it('knows the set-ups of a Dutch meter by their names', async () => {
		const meter = await start('--companion', 'dsmr');
		const shown = await set(meter, '--companion', 'dsmr', '--to', '[::1]:4060');
		assert.match(shown, /^set-up +alarm push \(0\.1\.25\.9\.0\.255\)\n/);
		assert.match(
			await set(meter, '--companion', 'dsmr', '--setup', 'interval'),
			/^set-up +interval push \(0\.0\.25\.9\.0\.255\)\n.*schedule +never/s,
		);
	});

	it('tells how it is, and tells the way out of what cannot be', async () => {
		const meter = await start();
		assert.match(await set(meter), /^set-up +alarm push \(0\.4\.25\.9\.0\.255\)\n.*\nto +nowhere\n/s);
		assert.match(await set(meter, '--setup', 'interval', '--lang', 'ja'), /スケジュール +なし/);
		const now = await hes('push', 'set', '--meter', meter, '--now');
		assert.equal(now.code, 1);
		assert.match(now.stderr, /the meter refuses this for 0\.4\.25\.9\.0\.255/);
		await set(meter, '--every', '6h', '--spread', '60', '--repeat', '3', '--repeat-after', '300');
		const [row] = objects(await set(meter, '--setup', 'interval', '--json'));
		assert.deepEqual([row!.timesADay, row!.spreadS, row!.repeats, row!.repeatAfterS], [4, 60, 3, 300]);
		await set(meter, '--every', 'never');
		assert.equal(objects(await set(meter, '--setup', 'interval', '--json'))[0]!.timesADay, 0);
	});

	for (const [words, expected] of [
		[['set', '--to', 'localhost:4060'], /--to: expected none, or an address and a port/],
		[['set', '--to', '[ff02::1]:4060'], /--to: expected/],
		[['set', '--every', '10min'], /--every: expected never, 15min/],
		[['set', '--every', '7min'], /--every: expected/],
		[['set', '--every', '30min', '--setup', 'alarm'], /only the interval push has a schedule/],
		[['set', '--setup', 'nonsense'], /--setup: expected interval, alarm, connectivity, installation or an OBIS code/],
		[['set', '--setup', 'installation', '--companion', 'dsmr'], /--setup installation: meters of --companion dsmr have none; expected interval/],
		[['set', '--objects', '1.0'], /1\.0: expected/],
		[['set', '--until', 'kept'], /--until: expected sent or delivered or confirmed/],
		[['set', '--repeat-growth', '0.5'], /--repeat-growth: expected a factor from 1 to 655\.35/],
		[['set', '--bare'], /--bare: .*--objects/],
		[['listen', '--port', '0', '--sign'], /--sign: expected the meter's signatureKey, or a certificate of it that is in its time, in a keys file/],
		[['set', '--repeat', '256'], /--repeat: expected/],
		[['listen', '--port', '4059'], /--port: 4059 is where meters are/],
		[['listen', '--port', '[::1]:70000'], /--port: expected a port like 4060/],
		[['listen', '--port', '1.2.3:4060'], /--port: expected/],
		[['set', '--to', 'hdlc:127'], /--to: expected none, .* hdlc:103/],
		[['listen', '--port', '0', '--line', '/nowhere/line'], /--line \/nowhere\/line: /],
		[['listen', '--port', '0', '--line', 'a,b'], /--line: expected a path/],
		[['listen', '--count', '0'], /--count: expected/],
		[['listen', '--security', 'much'], /--security: expected one of ae, a, e, none/],
		[['listen', '--client', '3'], /--client 3: expected a client that the demo set has keys for/],
		[['listen', '--json', '--csv'], /--json and --csv/],
	] as const)
		it(`${words.join(' ')} is used wrongly`, async () => {
			const { code, stdout, stderr } = await hes('push', ...words);
			assert.deepEqual([code, stdout], [2, ''], stderr);
			assert.match(stderr, expected);
		});
});
