import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keysText } from '../../../../boards/host/shared/keys-file.js';
import { NodeCipher } from '../../../../hal/node/cipher.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { CosemClient } from '../../../../modules/dlms/client/client.js';
import { Suite0 } from '../../../../modules/dlms/security/ciphering.js';
import { StoredCounters } from '../../../../modules/dlms/security/counters.js';
import { ClientSecurity } from '../../../../modules/dlms/security/security.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { notTested } from '../../../interop/peers.js';
import { Program, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';

const ENERGY = '1.0.1.8.0.255';

describe('Route A of keiki run', () => {
	const run = runOfEachTest();
	const { start } = run;

	async function read(meter: string, ...words: readonly string[]): Promise<string> {
		const { status, stdout, stderr } = await keikiHere('hes', 'read', ENERGY, '--meter', meter, '--csv', ...words);
		return status === 0 ? stdout : `exit ${status}: ${stderr}`;
	}

	for (const [what, place, words] of [
		['TCP', (meter: string) => meter, []],
		['UDP', (meter: string) => `udp:${meter}`, []],
		['TCP, with a key for the association', (meter: string) => meter, ['--ciphering', 'general-ded']],
		['TCP, authenticated and encrypted by general-glo', (meter: string) => meter, ['--ciphering', 'general-glo']],
		['TCP, as the reading client', (meter: string) => meter, ['--client', '2']],
	] as const) {
		it(`is read over ${what}`, async () => {
			const meter = await start();
			assert.match(await read(place(meter), ...words), /,14\d{6},Wh,/);
		});
	}

	it('is read at the local port, with mode E and without', async function () {
		if (process.platform === 'win32') notTested(this, 'Windows has no pseudo-terminals');
		await start('--local-port');
		const path = run.running.ready.localPort as string;
		assert.match(await read(`serial:${path}`), /,14\d{6},Wh,/);
		assert.match(await read(`serial:${path},mode-e`), /,14\d{6},Wh,/);
	});

	it('tells a HEMS and a head-end the same', async () => {
		const meter = await start('--load', 'constant:0', '--speed', 'max');
		const program = await Program.open(run.running.ready.dongle as string);
		const address = await program.join(run.running.ready);
		const heard = await program.ask(address, '1081000105FF010288016203D300E000E100');
		const [, coefficient, count] = /D304([0-9A-F]{8})E004([0-9A-F]{8})E10101$/.exec(heard)!;
		const tenths = Number.parseInt(count!, 16) * Number.parseInt(coefficient!, 16);
		assert.match(await read(meter), new RegExp(`,${tenths * 100},Wh,`));
		program.close();
	});

	it('has the keys of a file, and warns if others can read it', async () => {
		const path = join(run.folder, 'keys.json');
		const other = { ...DEMO_KEYS.clients[1]!, encryption: new Uint8Array(16).fill(7) };
		writeFileSync(path, keysText({ ...DEMO_KEYS, clients: { 1: other } }), { mode: 0o600 });
		const meter = await start('--keys', path);
		assert.match(await read(meter, '--keys', path), /,Wh,/);
		assert.match(await read(meter), /^exit 1: /);
		assert.equal(run.running.stderr.includes('others on this host'), false);
		await run.running.stop();
		chmodSync(path, 0o644);
		await start('--keys', path);
		assert.match(run.running.stderr, /others on this host can read/);
	});

	describe('to clients that are offered other ways to prove themselves', () => {
		const cipher = new NodeCipher(new PortableCipher());
		const [meterKey, clientKey] = [0x11, 0x22].map((fill) => new Uint8Array(32).fill(fill)) as [Uint8Array, Uint8Array];
		const secret = new TextEncoder().encode('12345678');
		const offers = ['hls6', 'lls', 'hls2', 'hls3', 'hls4', 'hls5', 'hls7'] as const;

		/** What the head-end knows, and what the meter does. */
		function files(): readonly [string, string] {
			const own = { offers, secret, signatureKey: clientKey };
			const clients = { 1: { ...DEMO_KEYS.clients[1]!, ...own } };
			const publicKey = cipher.publicKey(clientKey)!;
			const paths = [join(run.folder, 'head-end.json'), join(run.folder, 'meter.json')] as const;
			const keyless = { 3: own };
			writeFileSync(paths[0], keysText({ ...DEMO_KEYS, signatureKey: cipher.publicKey(meterKey)!, clients, keyless }), { mode: 0o600 });
			const told = { ...own, signatureKey: publicKey };
			const keys = { ...DEMO_KEYS, signatureKey: meterKey, clients: { 1: { ...clients[1], ...told } }, keyless: { 3: told } };
			writeFileSync(paths[1], keysText(keys), { mode: 0o600 });
			return paths;
		}

		it('is read by each of them, ciphered with keys and plain without', async () => {
			const [headEnd, told] = files();
			const meter = await start('--keys', told);
			for (const auth of offers)
				for (const client of ['1', ...(auth === 'hls5' ? [] : ['3'])])
					assert.match(await read(meter, '--keys', headEnd, '--client', client, '--auth', auth), /,Wh,/, `${auth} ${client}`);
			assert.match(await read(meter, '--keys', headEnd), /,Wh,/);
			assert.match(await read(meter, '--keys', headEnd, '--client', '3', '--auth', 'hls3', '--password', '12345678'), /,Wh,/);
			assert.match(
				await read(meter, '--keys', headEnd, '--client', '3', '--auth', 'hls3', '--password', '12345679'),
				/^exit 3: .*HLS authentication failed: check the password of this client/,
			);
			assert.match(
				await read(meter, '--keys', headEnd, '--client', '3', '--password', '1234'),
				/^exit 1: .*association refused: authentication failure: check the password of this client \(user 13\)/,
			);
			assert.match(await read(meter, '--client', '3', '--password', '12345678'), /,Wh,/);
			assert.match(await read(meter), /,Wh,/);
		});

		it('says what a client lacks for it', async () => {
			const [headEnd, told] = files();
			for (const [words, text] of [
				[['--auth', 'hls8'], /--auth: expected one of lls, hls2, hls3, hls4, hls5, hls6, hls7, got "hls8"/],
				[['--auth', 'lls'], /--auth lls: expected what client 1 proves itself by so, in --keys FILE: its secret, which --password/],
				[['--keys', headEnd, '--client', '3', '--auth', 'hls5'], /--auth hls5: .* its keys, and no --security none/],
				[['--keys', told, '--auth', 'hls7'], /--auth hls7: .* its private signatureKey, and that of the meter/],
				[['--auth', 'hls2', '--password', '12345678901234567'], /--auth hls2: .* of at most 16 bytes/],
				[['--keys', headEnd, '--client', '4'], /--client 4: expected a client that --keys .* has keys for: 1, 3;/],
			] as const) {
				const { status, stderr } = await keikiHere('hes', 'read', ENERGY, '--meter', '127.0.0.1:1', ...words);
				assert.match(stderr, text);
				assert.equal(status, 2);
			}
			const { status, stderr } = await keikiHere(
				'hes',
				'keys',
				'change',
				'--meter',
				'127.0.0.1:1',
				'--keys',
				headEnd,
				'--client',
				'3',
				'--in',
				join(run.folder, 'new'),
			);
			assert.match(stderr, /--client 3: expected a client with keys/);
			assert.equal(status, 2);
		});
	});

	describe('under general protection', () => {
		const cipher = new NodeCipher(new PortableCipher());

		/** Keys that both sides know all of, but for who has which private one. */
		function files(suite: number): readonly [string, string] {
			const length = suite === 2 ? 48 : 32;
			const own = (fill: number) => new Uint8Array(length).fill(fill);
			const half = (fill: number) => cipher.publicKey(own(fill))!;
			const bytes = (fill: number) => new Uint8Array(suite === 2 ? 32 : 16).fill(fill);
			const client = { encryption: bytes(1), authentication: bytes(2), suite, offers: ['hls5', 'general'] as const };
			const common = { systemTitle: DEMO_KEYS.systemTitle, kek: bytes(3), broadcast: undefined };
			const paths = [join(run.folder, 'head-end.json'), join(run.folder, 'meter.json')] as const;
			const curves = suite > 0;
			const headEnd = {
				...common,
				...(curves && { signatureKey: half(0x11), agreementKey: half(0x12) }),
				clients: { 1: { ...client, ...(curves && { signatureKey: own(0x21), agreementKey: own(0x22) }) } },
			};
			const meter = {
				...common,
				...(curves && { signatureKey: own(0x11), agreementKey: own(0x12) }),
				clients: { 1: { ...client, ...(curves && { signatureKey: half(0x21), agreementKey: half(0x22) }) } },
			};
			writeFileSync(paths[0], keysText(headEnd), { mode: 0o600 });
			writeFileSync(paths[1], keysText(meter), { mode: 0o600 });
			return paths;
		}

		for (const suite of [0, 1, 2])
			it(`is read in suite ${suite}`, async () => {
				const [headEnd, told] = files(suite);
				const meter = await start('--keys', told);
				const all = ['identified', 'wrapped', ...(suite === 0 ? [] : ['one-pass', 'static'])];
				for (const ciphering of all) {
					assert.match(await read(meter, '--keys', headEnd, '--ciphering', ciphering), /,Wh,/, ciphering);
					for (const sign of suite > 0 ? ['--sign', '--sign-inside'] : [])
						assert.match(await read(meter, '--keys', headEnd, '--ciphering', ciphering, sign), /,Wh,/, `${ciphering} ${sign}`);
				}
				if (suite > 0) assert.match(await read(meter, '--keys', headEnd, '--sign'), /,Wh,/);
				if (suite === 0)
					assert.match(
						await read(meter, '--keys', headEnd, '--sign'),
						/^exit 2: .*--sign: expected for client 1, in --keys .*: a private signatureKey/,
					);
			});

		it('needs the offer, and keys', async () => {
			const meter = await start();
			assert.match(await read(meter, '--ciphering', 'identified'), /^exit [13]: /);
			for (const [words, text] of [
				[['--ciphering', 'static'], /--ciphering static: expected for client 1, in --keys FILE: suite 1 or 2, a private agreementKey/],
				[['--ciphering', 'one-pass'], /--ciphering one-pass: .* a private signatureKey and agreementKey/],
				[['--client', '16', '--sign'], /--sign: expected a session that is ciphered/],
				[['--client', '16', '--sign-inside'], /--sign-inside: expected a session that is ciphered/],
				[['--sign-inside'], /--sign-inside: expected it with --ciphering identified, wrapped, one-pass, static/],
				[['--sign', '--sign-inside', '--ciphering', 'identified'], /--sign and --sign-inside: expected one of them/],
				[['--sign-inside', '--ciphering', 'identified'], /--sign-inside: expected for client 1, in --keys FILE: a private signatureKey/],
				[['--ciphering', 'agreed'], /--ciphering: expected one of glo, ded, general-glo, general-ded, identified, wrapped, one-pass, static/],
			] as const)
				assert.match(await read(meter, ...words), text);
		});
	});

	for (const suite of ['1', '2'])
		it(`serves clients of suite ${suite}, whose keys can be changed`, async () => {
			const path = join(run.folder, 'keys.json');
			assert.equal((await keikiHere('keys', 'make', path, '--suite', suite)).status, 0);
			const meter = await start('--keys', path, '--state', join(run.folder, 'state'));
			for (const ciphering of ['glo', 'ded', 'general-glo', 'one-pass', 'static'])
				assert.match(await read(meter, '--keys', path, '--ciphering', ciphering), /,Wh,/);
			assert.match(await read(meter, '--keys', path, '--client', '2', '--auth', 'hls7', '--sign'), /,Wh,/);
			const copy = join(run.folder, 'old.json');
			copyFileSync(path, copy);
			chmodSync(copy, 0o600);
			const { status, stderr } = await keikiHere('hes', 'keys', 'change', '--meter', meter, '--keys', path);
			assert.equal(status, 0, stderr);
			assert.match(await read(meter, '--keys', path), /,Wh,/);
			assert.match(await read(meter, '--keys', copy), /^exit 1: /);
			const agreed = await keikiHere('hes', 'keys', 'agree', '--meter', meter, '--keys', path);
			assert.equal(agreed.status, 0, agreed.stderr);
			const raised = await keikiHere('hes', 'policy', '--require', 'signed-response', '--sign', '--meter', meter, '--keys', path);
			assert.match(raised.stdout, /^responses are +authenticated, encrypted, signed$/m);
			await run.running.stop();
			const again = await start('--keys', copy, '--state', join(run.folder, 'state'));
			assert.match(await read(again, '--keys', path, '--sign'), /,Wh,/);
			assert.match(await read(again, '--keys', path), /^exit 3: /, 'answers that this client cannot open');
			assert.equal(readFileSync(path, 'utf8').includes(`"suite": ${suite}`), true);
		});

	it('keeps changed keys, its counters and its events through a stop', async () => {
		const path = join(run.folder, 'keys.json');
		const state = join(run.folder, 'state');
		writeFileSync(path, keysText(DEMO_KEYS), { mode: 0o600 });
		let meter = await start('--state', state);
		const before = readFileSync(path, 'utf8');
		const changed = await keikiHere('hes', 'keys', 'change', '--meter', meter, '--keys', path);
		assert.equal(changed.status, 0, changed.stderr);
		assert.notEqual(readFileSync(path, 'utf8'), before);
		const counter = async (): Promise<number> =>
			Number(/,(\d+)/.exec((await keikiHere('hes', 'read', '0.0.43.1.0.255', '--meter', meter, '--client', '16', '--csv')).stdout)![1]);
		const last = await counter();
		assert.equal(await run.running.stop('SIGTERM'), 0);
		meter = await start('--state', state);
		assert.equal(await counter(), last);
		assert.match(await read(meter, '--keys', path), /,Wh,/);
		assert.match(await read(meter), /^exit 1: /);
		const events = (await keikiHere('hes', 'profile', '--obis', '0.0.99.98.0.255', '--meter', meter, '--keys', path, '--json')).stdout;
		assert.ok(events.includes('48'), `the change of keys in ${events}`);
	});

	it('serves the 255 clients of a file, and needs the counters of them all again', async () => {
		const path = join(run.folder, 'keys.json');
		const state = join(run.folder, 'state');
		const { authentication } = DEMO_KEYS.clients[1]!;
		const keyed = Array.from({ length: 255 }, (_, i) => [i + 1, { encryption: new Uint8Array(16).fill(i + 1), authentication }]);
		writeFileSync(path, keysText({ ...DEMO_KEYS, clients: Object.fromEntries(keyed) }), { mode: 0o600 });
		const meter = await start('--state', state, '--keys', path);
		assert.doesNotMatch(run.running.stderr, /not served/);
		for (const client of ['2', '255']) assert.match(await read(meter, '--keys', path, '--client', client), /,Wh,/);
		assert.equal(await run.running.stop(), 0);
		rmSync(join(state, 'route-a-clients.flash'));
		const refused = await keikiHere('run', '--dongle', 'tcp:0', '--state', state);
		assert.match(refused.stderr, /route-a-clients\.flash is missing; .*other keys \(--keys\): the counters in it keep old messages out/);
		assert.equal(refused.status, 2);
	});

	it('sets the meter clock, and marks the interval', async () => {
		const meter = await start('--start', '2026-11-22T11:58:00', '--speed', '60');
		assert.equal((await keikiHere('hes', 'clock', 'set', '2026-11-22T12:59:40', '--meter', meter)).status, 0);
		await sleep(1500);
		const rows = (await keikiHere('hes', 'profile', '--meter', meter, '--csv', '--from', '2026-11-22T13:00:00')).stdout;
		assert.match(rows, /,2026-11-22T13:00:00\+09:00,32,/);
	});

	it('goes through the communication unit, and needs power', async () => {
		const meter = await start();
		const control = run.running.ready.control as string;
		const unit = async (...words: readonly string[]) => {
			const { status, stderr } = await keikiHere('meter', '--control', control, ...words);
			assert.equal(status, 0, stderr);
		};
		const quickly = ['--retries', '0', '--timeout', '1'];
		assert.match(await read(meter), /,Wh,/);
		await unit('pull', 'communication');
		assert.match(await read(meter, ...quickly), /^exit 3: /);
		assert.match(await read(`udp:${meter}`, ...quickly), /^exit 3: /);
		await unit('plug', 'rf-b');
		assert.match(await read(meter), /,Wh,/);
		await unit('power', 'off');
		assert.match(await read(meter, ...quickly), /^exit 3: /);
		await unit('power', 'on');
		assert.match(await read(meter), /,Wh,/);
		const events = (await keikiHere('hes', 'profile', '--obis', '0.0.99.98.0.255', '--meter', meter, '--csv')).stdout;
		assert.deepEqual(
			[...events.matchAll(/,(\d+)$/gm)].map(([, code]) => code),
			['2', '1', '2', '1', '2'],
			'the communication unit, in which Route A is, lost its power twice',
		);
	});

	it('warns of keys whose counters come again with the same start', async () => {
		const path = join(run.folder, 'keys.json');
		writeFileSync(path, keysText(DEMO_KEYS), { mode: 0o600 });
		await start('--keys', path, '--start', '2026-11-22T12:07:00+09:00');
		assert.match(run.running.stderr, /--keys and --start without --state/);
	});

	it('begins its counters at the seconds since 2020, and so above those of a run that began before', async () => {
		const counterOf = async (from: string): Promise<number> => {
			const [host, port] = (await start('--start', from)).split(':');
			const socket = connect(Number(port), host);
			const security = new ClientSecurity({
				...{ suite: new Suite0(new PortableCipher()), title: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), name: 'c', policy: 3 },
				keys: { ...DEMO_KEYS.clients[1]!, broadcast: undefined, kek: undefined },
				counters: new StoredCounters({ get: () => undefined, set() {}, delete() {} }),
			});
			const client = new CosemClient({
				...{ random: SYSTEM_RANDOM, conformance: CONFORMANCE.get, maxPdu: 1024, security },
				send: (apdu) => socket.write(encodeWrapper({ source: 1, destination: 1, apdu })),
			});
			client.associate(() => {});
			const [aare] = (await once(socket, 'data')) as [Buffer];
			socket.destroy();
			// The InitiateResponse is ciphered, at the end: 21, its length, security control, counter.
			const at = aare.lastIndexOf(Uint8Array.of(0x28, 0x1f, 0x30));
			return aare.readUInt32BE(at + 3);
		};
		const seconds = (text: string) => (Date.parse(text) - Date.UTC(2020, 0, 1)) / 1000;
		const early = '2026-11-22T12:07:00+09:00';
		const later = '2026-11-22T12:08:00+09:00';
		assert.equal(await counterOf(early), seconds(early));
		await run.running.stop('SIGKILL');
		await run.running.stop('SIGKILL');
		assert.equal(await counterOf(later), seconds(later));
	});

	it('tells who associates, and who goes', async () => {
		const meter = await start();
		assert.match(await read(meter), /,Wh,/);
		await run.running.until(({ event, client, step }) => event === 'association' && client === 1 && step === 'ended');
		const told = run.running.events
			.filter(({ event }) => event === 'association')
			.map(({ client, step, authenticated }) => [client, step, authenticated]);
		assert.deepEqual(told, [
			[16, 'associated', false],
			[16, 'ended', false],
			[1, 'associated', true],
			[1, 'ended', true],
		]);
	});

	it('is at every place that it was told, and tells the first of them and all', async () => {
		const meter = await start('--route-a', '[::1]:0');
		const places = run.running.ready.routeAPlaces as readonly string[];
		assert.equal(places.length, 2);
		assert.deepEqual([places[0], /^\[::1\]:\d+$/.test(places[1]!)], [meter, true]);
		for (const place of places) for (const over of [place, `udp:${place}`]) assert.match(await read(over), /,14\d{6},Wh,/);
	});

	it('is on both loopback addresses where nobody asked for a place, whichever localhost is', async () => {
		const running = await run.begin('--dongle', 'tcp:0');
		const places = running.ready.routeAPlaces as readonly string[];
		const port = /\d+$/.exec(running.ready.routeA as string)![0];
		assert.deepEqual(places, [`[::1]:${port}`, `127.0.0.1:${port}`]);
		for (const place of places) assert.match(await read(place), /,14\d{6},Wh,/);
	});

	it('is on all addresses of both families at [::]', async () => {
		const running = await run.begin('--dongle', 'tcp:0', '--route-a', '[::]:0');
		const port = /\d+$/.exec(running.ready.routeA as string)![0];
		assert.equal(running.ready.routeA, `[::]:${port}`);
		for (const host of ['[::1]', '127.0.0.1', '127.0.0.2']) assert.match(await read(`${host}:${port}`), /,14\d{6},Wh,/);
		assert.match(await read(`udp:127.0.0.1:${port}`), /,14\d{6},Wh,/);
	});

	it('reads the long object list of the public client over UDP', async () => {
		const meter = await start();
		const { status, stdout, stderr } = await keikiHere('hes', 'walk', '--client', '16', '--meter', `udp:${meter}`, '--csv');
		assert.equal(status, 0, stderr);
		assert.ok(stdout.length > 1000);
	});

	it('offers general blocks and ACCESS to the client whose keys say so, and to no other', async () => {
		const keys = join(run.folder, 'keys.json');
		const clients = { ...DEMO_KEYS.clients, 1: { ...DEMO_KEYS.clients[1]!, offers: ['gbt', 'access'] as const } };
		writeFileSync(keys, keysText({ ...DEMO_KEYS, clients }), { mode: 0o600 });
		const meter = await start('--keys', keys);
		/** Bits of the conformance block that were agreed on, as the association tells. */
		const agreed = async (client: string, ...gbt: readonly string[]): Promise<string> => {
			const { status, stdout, stderr } = await keikiHere(
				'hes',
				'get',
				'--meter',
				`udp:${meter}`,
				'--keys',
				keys,
				'--counters',
				join(run.folder, 'counters.json'),
				'--client',
				client,
				...gbt,
				'--access',
				'15/0.0.40.0.0.255:5',
			);
			assert.equal(status, 0, stderr);
			return /bits:([01]{24})/.exec(stdout)![1]!;
		};
		// General block transfer is bit 2, ACCESS bit 17.
		assert.deepEqual([(await agreed('1'))[2], (await agreed('1'))[17]], ['1', '1']);
		assert.deepEqual([(await agreed('2', '--gbt', '63'))[2], (await agreed('2'))[17]], ['0', '0']);
		assert.deepEqual([(await agreed('1', '--gbt', '0'))[2], (await agreed('1', '--gbt', '5'))[2]], ['0', '1']);
		const words = ['--meter', `udp:${meter}`, '--keys', keys, '--counters', join(run.folder, 'counters.json'), '--from', '2000-01-01', '--csv'];
		const rows = await keikiHere('hes', 'profile', ...words, '--gbt', '63', '--access');
		assert.equal(rows.status, 0, rows.stderr);
		assert.equal(rows.stdout, (await keikiHere('hes', 'profile', ...words, '--gbt', '0')).stdout);
		assert.ok(rows.stdout.split('\n').length > 2000);
	});

	it('sets its clock by what was read of another, and refuses what is none', async () => {
		const meter = await start();
		const shifted = await keikiHere('hes', 'action', '--meter', meter, '8/0.0.1.0.0.255:6', 'i16:-600');
		assert.equal(shifted.status, 0, shifted.stderr);
		assert.match((await keikiHere('hes', 'clock', 'get', '--meter', meter)).stdout, /10 min behind|[56]\d\d\.\d\d s behind/);
		const refused = await keikiHere('hes', 'set', '--meter', meter, '8/0.0.1.0.0.255:2', 'u8:1');
		assert.deepEqual([refused.status, refused.stdout.trim()], [1, '8/0.0.1.0.0.255:2  type unmatched: the value is of another type (12)']);
	});

	it('can be left out', async () => {
		const running = await run.begin('--dongle', 'tcp:0', '--route-a', 'off');
		assert.deepEqual([running.ready.routeA, running.ready.routeAPlaces, running.ready.localPort], [null, [], null]);
	});

	it('goes to the next port where nobody asked for one, and is refused where somebody did', async () => {
		const first = await Running.start('--dongle', 'tcp:0');
		try {
			const running = await run.begin('--dongle', 'tcp:0');
			assert.notEqual(running.ready.routeA, first.ready.routeA);
			assert.match(running.stderr, /is not to be had: Route A is on /);
			const { status, stderr } = await keikiHere('run', '--dongle', 'tcp:0', '--route-a', first.ready.routeA as string);
			assert.equal(status, 2);
			assert.match(stderr, /somebody else has this port/);
		} finally {
			await first.stop('SIGKILL');
		}
	});

	for (const [words, message] of [
		[['--route-a', '::1:4059'], /--route-a: expected off, or an address/],
		[['--route-a', 'localhost:4059'], /--route-a: expected off, or an address/],
		[['--route-a', '[::1]:70000'], /--route-a: expected off, or an address/],
		[['--route-a', '192.0.2.1:4059'], /not an address of this host/],
		[['--route-a', '127.0.0.1:0', '--route-a', '192.0.2.1:4059'], /--route-a 192\.0\.2\.1:4059: not an address of this host/],
		[['--route-a', 'off', '--route-a', '[::1]:0'], /--route-a off: expected it alone/],
		[['--route-a', '[::1]:4099', '--route-a', '[::1]:4099'], /--route-a \[::1\]:4099: expected each place once/],
		[['--local-port', 'com1'], /--local-port: expected pty, pty:PATH or tcp:PORT/],
		[['--keys', '/nowhere/keys.json'], /--keys .*: cannot read it/],
	] as const) {
		it(`refuses ${words.join(' ')}`, async () => {
			const { status, stderr } = await keikiHere('run', '--dongle', 'tcp:0', ...words);
			assert.equal(status, 2, stderr);
			assert.match(stderr, message);
		});
	}

	it('serves others while one sends a byte a second', async () => {
		const meter = await start();
		const [host, port] = meter.split(':');
		const slow = connect(Number(port), host);
		await once(slow, 'connect');
		const timer = setInterval(() => slow.write(Buffer.from([0])), 1000);
		slow.write(Buffer.from([0]));
		assert.match(await read(meter), /,Wh,/);
		clearInterval(timer);
		slow.destroy();
	});

	describe('is apart from Route B', () => {
		it('does not answer ECHONET Lite, nor Route B DLMS', async () => {
			const meter = await start('--lan', '127.0.0.3');
			const [host, port] = meter.split(':');
			const get = Buffer.from('1081000105FF010288016201E700', 'hex');
			const tcp = connect(Number(port), host);
			let heard = 0;
			tcp.on('data', (bytes) => {
				heard += bytes.length;
			});
			await once(tcp, 'connect');
			tcp.write(get);
			await once(tcp, 'close');
			const aarq = Buffer.from('0001001000010' + '01F601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0', 'hex');
			const udp = createSocket('udp4');
			udp.on('message', (bytes, from) => {
				if (from.address !== '127.0.0.3' || from.port !== 3610 || bytes[0] !== 0x10 || bytes[1] !== 0x81) heard += bytes.length;
			});
			udp.send(get, Number(port), host);
			udp.send(aarq, 3610, '127.0.0.3');
			udp.send(aarq, Number(port), '127.0.0.3');
			await sleep(1000);
			udp.close();
			assert.equal(heard, 0);
			const other = connect(Number(port), '127.0.0.3');
			const [error] = (await once(other, 'error')) as [NodeJS.ErrnoException];
			assert.equal(error.code, 'ECONNREFUSED');
		});

		it('holds nothing of the credentials of Route B', async () => {
			const meter = await start();
			const { routeBId, password } = run.running.ready as unknown as Record<string, string>;
			const { status, stdout } = await keikiHere('hes', 'walk', '--meter', meter, '--json');
			assert.equal(status, 0);
			assert.ok(stdout.length > 5000);
			for (const secret of [routeBId!, password!, Buffer.from(password!).toString('hex')])
				assert.equal(stdout.toUpperCase().includes(secret.toUpperCase()), false);
		});
	});

	it('is there over IPv4 where the system has no IPv6 to offer, unless the port is taken there, too', async () => {
		const holders = [createServer(), createServer()];
		try {
			// A run of another test may have it for a while.
			await held(holders[0]!, '::1');
			await held(holders[1]!, '127.0.0.1');
			const running = await run.begin('--dongle', 'tcp:0');
			assert.match(running.ready.routeA as string, /:40(?!59)\d\d$/);
		} finally {
			for (const server of holders) server.close();
		}
	});
});

/** Has the port that Route A is at by itself, as soon as nobody else has. */
async function held(server: Server, host: string): Promise<void> {
	for (;;) {
		const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
			server.once('error', resolve);
			server.listen(4059, host, () => {
				server.off('error', resolve);
				resolve(undefined);
			});
		});
		// Where there is no IPv6 at all, nobody has it there.
		if (error?.code !== 'EADDRINUSE') return;
		await sleep(50);
	}
}
