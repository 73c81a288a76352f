import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysText } from '../../../../boards/host/shared/keys-file.js';
import { PtySerial } from '../../../../hal/node/pty.js';
import { TcpSerial } from '../../../../hal/node/tcp-serial.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MeterRig, type MeterRigOptions } from '../../../src/head-end/meter-rig.js';
import { build, ENVIRONMENT, Running } from '../command-line-rig.js';
import { builtHes, hes, objects } from './hes-rig.js';

const GLO_GET = 0xc8;
const DAY = ['--from', '2026-11-01', '--to', '2026-11-01T23:30'];

describe('keiki hes', () => {
	let rigs: MeterRig[] = [];
	let folder = '';
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => {
		for (const each of rigs) each.close();
		rigs = [];
		rmSync(folder, { recursive: true });
	});

	const rig = (options: Partial<MeterRigOptions> = {}): MeterRig => {
		rigs.push(new MeterRig({ keys: DEMO_KEYS, ...options }));
		return rigs.at(-1)!;
	};
	const meter = async (options: Partial<MeterRigOptions> = {}) => ['--meter', await rig(options).tcp()] as const;

	describe('read', () => {
		const OVERVIEW = [
			/^0\.0\.42\.0\.0\.255 +logical device name +KEI0000000000001$/m,
			/^0\.0\.96\.1\.0\.255 +serial number +K123456$/m,
			/^0\.0\.1\.0\.0\.255 +clock +20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d\d\d)?\+09:00$/m,
			/^1\.0\.1\.8\.0\.255 +import energy +1234\.5 kWh$/m,
			/^1\.0\.32\.7\.0\.255 +voltage L1 +101\.2 V$/m,
			/^1\.0\.31\.7\.0\.255 +current L1 +temporary failure: there is no value now \(2\)$/m,
		];

		it('tells what everybody wants to know first, over TCP', async () => {
			const { code, stdout, stderr } = await builtHes('read', ...(await meter()));
			for (const line of OVERVIEW) assert.match(stdout, line);
			assert.deepEqual([code, stderr], [0, '']);
		});

		it('does over UDP', async () => {
			const { code, stdout } = await hes('read', '--meter', await rig().udp());
			for (const line of OVERVIEW) assert.match(stdout, line);
			assert.equal(code, 0);
		});

		for (const words of ['', ',mode-e', ',device=17,19200']) {
			it(`does over HDLC on a pseudo-terminal${words}`, async () => {
				const line = new PtySerial('keiki-test-hes');
				rig().hdlc(line);
				const { code, stdout, stderr } = await hes('read', '--meter', `${line.path}${words}`, '--timeout', '2');
				for (const shown of OVERVIEW) assert.match(stdout, shown, stderr);
				assert.equal(code, 0);
			});
		}

		it('does over HDLC behind a serial device server', async () => {
			const line = await TcpSerial.listen(0);
			rig().hdlc(line);
			const { stdout } = await hes('read', '--meter', `serial:${line.path},mode-e`);
			for (const shown of OVERVIEW) assert.match(stdout, shown);
		});

		for (const ciphering of ['glo', 'ded', 'general-glo', 'general-ded']) {
			it(`takes attributes by name, ciphered ${ciphering}`, async () => {
				const names = ['1.0.1.8.0', '1-0:1.8.0*255:3', '3/1.0.32.7.0.255:2', '0.0.1.0.0.255:3'];
				const { code, stdout } = await hes('read', ...(await meter()), '--ciphering', ciphering, '--json', ...names);
				assert.equal(code, 0);
				assert.deepEqual(
					objects(stdout).map(({ obis, class: classId, attribute, value, unit, text }) => [obis, classId, attribute, value, unit ?? text]),
					[
						['1.0.1.8.0.255', 3, 2, 1234500, 'Wh'],
						['1.0.1.8.0.255', 3, 3, [2, 30], '10^2 Wh'],
						['1.0.32.7.0.255', 3, 2, 101.2, 'V'],
						['0.0.1.0.0.255', 8, 3, -540, '-540 min to UTC'],
					],
				);
			});
		}

		it('takes all attributes of an object that may be read', async () => {
			const { stdout } = await hes('read', ...(await meter()), '--json', '1.0.99.1.0.255:all');
			assert.deepEqual(
				objects(stdout).map(({ attribute }) => attribute),
				[1, 3, 4, 5, 6, 7, 8],
			);
		});

		it('prints CSV', async () => {
			const [option, place] = await meter();
			const { stdout } = await hes('read', option, place, '--csv', '1.0.1.8.0', '0.0.96.1.1.255');
			assert.equal(
				stdout,
				`meter,obis,class,attribute,name,value,unit,text,error\n${place},1.0.1.8.0.255,3,2,import energy,1234500,Wh,,\n` +
					`${place},0.0.96.1.1.255,1,2,supply point number,,,,read-write denied: this client has no right to (3)\n`,
			);
		});

		it('ends with 1 where an attribute was refused, or is not there', async () => {
			const place = await meter();
			const denied = await hes('read', ...place, '0.0.96.1.1.255');
			assert.equal(denied.code, 1);
			assert.match(denied.stdout, /read-write denied: this client has no right to \(3\)/);
			const absent = await hes('read', ...place, '9.9.9.9.9.9');
			assert.equal(absent.code, 1);
			assert.match(absent.stderr, /9\.9\.9\.9\.9\.9: the meter shows this client no such object; keiki hes walk lists them/);
		});

		it('reads as the public client, which sees less', async () => {
			const { code, stdout } = await hes('read', ...(await meter()), '--client', '16');
			assert.equal(stdout, '0.0.42.0.0.255  logical device name  KEI0000000000001\n');
			assert.equal(code, 0);
		});

		it('is known by a password, told or in a file', async () => {
			const place = await meter({ password: '12345678' });
			const file = join(folder, 'password');
			writeFileSync(file, '12345678\n', { mode: 0o600 });
			for (const words of [
				['--password', '12345678'],
				['--password', 'hex:3132333435363738'],
				['--password-file', file],
			]) {
				const { code, stdout, stderr } = await hes('read', ...place, '--client', '16', ...words);
				assert.equal(stdout, '0.0.42.0.0.255  logical device name  KEI0000000000001\n', stderr);
				assert.deepEqual([code, stderr], [0, '']);
			}
			const { code, stderr } = await hes('read', ...place, '--client', '16', '--password', '1234');
			assert.match(stderr, /association refused: authentication failure: check the password of this client \(user 13\)/);
			assert.equal(code, 1);
		});

		it('keeps the counters it used among the states of the user, for all meters together, and goes on with them', async () => {
			const keys = join(folder, 'keys.json');
			writeFileSync(keys, keysText(DEMO_KEYS), { mode: 0o600 });
			const sent: number[] = [];
			for (let run = 0; run < 2; run++) {
				// Both have forgotten, or say so, what they were sent before.
				const places: string[] = [];
				for (const each of [rig(), rig()]) {
					each.onRequest = (apdu) => {
						if (apdu[0] === GLO_GET) sent.push(new DataView(apdu.buffer, apdu.byteOffset).getUint32(3));
					};
					places.push('--meter', await each.tcp());
				}
				const { code, stderr } = await hes('read', ...places, '--keys', keys, '1.0.1.8.0');
				assert.equal(code, 0);
				const told = stderr.split('\n').filter((line) => line !== '');
				// At first there may be counters of other tests.
				if (run > 0) assert.equal(told.length, 2, stderr);
				for (const line of told) assert.match(line, /has accepted no invocation counter yet, and here \d+ was the last under this key/);
			}
			assert.equal(sent.length, 12);
			assert.equal(new Set(sent).size, 12);
			assert.ok(Math.min(...sent.slice(6)) > Math.max(...sent.slice(0, 6)));
			assert.deepEqual(readdirSync(folder), ['keys.json']);
			assert.doesNotMatch(readFileSync(join(ENVIRONMENT.XDG_STATE_HOME!, 'keiki', 'hes-counters.json'), 'utf8'), /10111213/);
		});

		it('keeps the counters elsewhere where it is told to, and says where it cannot', async () => {
			const place = await meter();
			const file = join(folder, 'counters');
			assert.equal((await hes('read', ...place, '--counters', file, '--counter', '5000', '1.0.1.8.0')).code, 0);
			assert.match(readFileSync(file, 'utf8'), /: 5256\n/);
			const { code, stderr } = await hes('read', ...place, '--counters', join(folder, 'none', 'counters'), '1.0.1.8.0');
			assert.match(stderr, /none\/counters\.lock: cannot write it: ENOENT/);
			assert.equal(code, 2);
			writeFileSync(file, '{');
			const damaged = await hes('read', ...place, '--counters', file);
			assert.match(damaged.stderr, /counters: expected the counters of a head-end, found something else/);
			assert.equal(damaged.code, 2);
		});

		it('reads many meters, and a dead one stops no other', async () => {
			const places: string[] = [];
			for (let i = 0; i < 20; i++) places.push('--meter', await rig({ device: `KEI${i}` }).tcp());
			const silent = createServer(() => {});
			await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
			const dead = `127.0.0.1:${(silent.address() as { port: number }).port}`;
			const closed = '127.0.0.1:1';
			const { code, stdout, stderr } = await hes(
				'read',
				'--meter',
				dead,
				...places,
				'--meter',
				closed,
				'--timeout',
				'0.3',
				'--retries',
				'0',
				'--parallel',
				'8',
				'--json',
				'1/0.0.42.0.0.255:2',
			);
			silent.close();
			const found = objects(stdout);
			assert.equal(found.filter(({ value }) => value !== undefined).length, 20);
			assert.deepEqual(
				found
					.filter(({ error }) => error !== undefined)
					.map((each) => each.meter)
					.sort(),
				[closed, dead].sort(),
			);
			assert.match(stderr, new RegExp(`^keiki: ${dead}: the association: no answer within 0\\.3 s; check the address`, 'm'));
			assert.equal(found.find((each) => each.meter === dead)!.kind, 'noAnswer');
			assert.match(stderr, new RegExp(`^keiki: ${closed}: cannot connect: connect ECONNREFUSED`, 'm'));
			assert.equal(code, 3);
		});

		for (const [what, words, why] of [
			['keys', ['--keys', 'KEYS'], /deciphering error: check the keys, the titles and --ciphering \(1, 5\)/],
			[
				'title',
				['--title', '4A504D0000000001'],
				/association refused: calling AP title not recognised: check --title; .*it is the meter’s own \(user 3\)/,
			],
			['security', ['--security', 'a'], /it is protected too little for the meter’s policy; check --security \(1, 1\)/],
			['lack of security', ['--security', 'none'], /application context not supported: check --client and --security/],
			['counter', ['--counter', '1'], /invocation counter error: it wants 500 or more; is another head-end using/],
			['client', ['--client', '2', '--timeout', '0.2', '--retries', '0'], /no answer within 0\.2 s; check the address, --client and --server/],
		] as const) {
			it(`says what is wrong with the ${what}`, async () => {
				const keys = join(folder, 'keys.json');
				const other = '00112233445566778899AABBCCDDEEFF';
				writeFileSync(keys, JSON.stringify({ systemTitle: '4A504D0000000001', clients: { 1: { encryption: other, authentication: other } } }), {
					mode: 0o600,
				});
				const place = await meter();
				rigs[0]!.counters.write('r1', 499);
				const fresh = rig();
				fresh.counters.write('r1', 499);
				const at = what === 'counter' ? ['--meter', await restarted(fresh)] : place;
				const { code, stdout, stderr } = await hes('read', ...at, ...words.map((word) => (word === 'KEYS' ? keys : word)));
				assert.match(stderr, why);
				assert.match(stderr, /^keiki: 127\.0\.0\.1:\d+: /m);
				assert.deepEqual([code, stdout], [what === 'client' ? 3 : 1, '']);
			});
		}
	});

	/** The same meter with the counters that it kept. */
	async function restarted(old: MeterRig): Promise<string> {
		const next = rig({ counters: old.counters });
		return next.tcp();
	}

	describe('walk', () => {
		it('shows every object, attribute and method with its access', async () => {
			const { code, stdout } = await hes('walk', ...(await meter()));
			assert.equal(code, 0);
			assert.equal(stdout.match(/^\d.* class /gm)?.length, 13);
			assert.match(stdout, /^1\.0\.1\.8\.0\.255 {2}class 3 Register, version 0 {2}– import energy$/m);
			assert.match(stdout, /^ {4}3 +scaler_unit +r {2}10\^2 Wh$/m);
			assert.match(stdout, /^ {4}2 +time +rw {2}20/m);
			assert.match(stdout, /^ {4}2 +buffer +r {2}\(by selector 1, 2\)$/m);
			assert.match(stdout, /^ {4}m6 +shift_time +x$/m);
			assert.match(stdout, /^ {4}7 +secret +-$/m);
		});

		it('is the same for programs', async () => {
			const { stdout } = await hes('walk', ...(await meter({ maxPdu: 256 })), '--json');
			const found = objects(stdout);
			const time = found.find(({ obis, attribute }) => obis === '0.0.1.0.0.255' && attribute === 2);
			assert.equal(time!.access, 'rw');
			const method = found.find(({ obis, method }) => obis === '0.0.43.0.0.255' && method === 2);
			assert.deepEqual([method!.name, method!.access], ['key_transfer', 'x']);
			assert.equal(new Set(found.map(({ obis }) => obis)).size, 13);
		});
	});

	describe('clock', () => {
		it('tells how far the meter is off', async () => {
			const place = await meter();
			rigs[0]!.ahead = 90_000;
			rigs[0]!.clockStatus = 0x02;
			const { code, stdout } = await hes('clock', 'get', ...place);
			assert.match(stdout, /^meter is {3}(90\.0\d|89\.9\d) s ahead$/m);
			assert.match(stdout, /^status {5}doubtful$/m);
			assert.equal(code, 0);
		});

		it('is set to this host’s, and told before and after', async () => {
			const place = await meter();
			rigs[0]!.ahead = -7200_000;
			const { code, stdout } = await hes('clock', 'set', ...place, '--json');
			const [clock] = objects(stdout);
			assert.ok(Math.abs(Number(clock!.aheadMs)) < 100, stdout);
			assert.ok(Date.parse(clock!.time as string) - Date.parse(clock!.before as string) > 7_000_000);
			assert.equal(code, 0);
			assert.ok(Math.abs(rigs[0]!.ahead) < 100);
		});

		it('is set to any time', async () => {
			const place = await meter();
			const { stdout } = await hes('clock', 'set', '2030-01-01T12:00', ...place, '--json');
			assert.match(objects(stdout)[0]!.time as string, /^2030-01-01T12:00:0\d(\.\d+)?\+09:00$/);
		});
	});

	describe('profile', () => {
		it('prints the rows of a span', async () => {
			const { code, stdout } = await hes('profile', ...(await meter()), '--from', '2026-11-01T01:00', '--to', '2026-11-01T02:00');
			assert.equal(
				stdout,
				'KEI0000000000001, profile 1.0.99.1.0.255\n' +
					'time                       0.0.96.10.1.255  1.0.1.8.0.255\n' +
					'2026-11-01T01:00:00+09:00  ok               0.2 kWh\n' +
					'2026-11-01T01:30:00+09:00  ok               0.3 kWh\n' +
					'2026-11-01T02:00:00+09:00  ok               0.4 kWh\n' +
					'3 rows\n',
			);
			assert.equal(code, 0);
		});

		it('prints them as CSV and JSON in the meter’s own unit', async () => {
			const place = await meter();
			const span = ['--from', '2026-11-01T01:00', '--to', '2026-11-01T01:30'];
			const csv = await builtHes('profile', ...place, ...span, '--csv');
			assert.equal(
				csv.stdout,
				'device,time,0.0.96.10.1.255,1.0.1.8.0.255 Wh\nKEI0000000000001,2026-11-01T01:00:00+09:00,0,200\nKEI0000000000001,2026-11-01T01:30:00+09:00,0,300\n',
			);
			const json = await hes('profile', ...place, ...span, '--json');
			assert.deepEqual(objects(json.stdout)[1], {
				meter: place[1],
				device: 'KEI0000000000001',
				time: '2026-11-01T01:30:00+09:00',
				'0.0.96.10.1.255': 0,
				'1.0.1.8.0.255 Wh': 300,
			});
		});

		it('reads all that the meter has, many blocks of it, and older than its capacity tells', async () => {
			const place = await meter({ rows: 2160, maxPdu: 512 });
			rigs[0]!.ahead = Date.UTC(2027, 5, 1) - Date.now();
			const { code, stdout } = await hes('profile', ...place, '--csv');
			assert.equal(code, 0);
			assert.equal(stdout.trimEnd().split('\n').length, 2161);
		});

		it('reads from the beginning where the meter does not tell how many rows it keeps, or tells too many', async () => {
			for (const capacity of [0, 0xffffffff]) {
				const place = await meter({ capacity });
				let requests = 0;
				rigs.at(-1)!.onRequest = (apdu) => {
					if (apdu[0] === GLO_GET) requests++;
				};
				const { code, stdout, stderr } = await hes('profile', ...place, '--csv');
				assert.equal(stdout.trimEnd().split('\n').length, 49, stderr);
				assert.equal(code, 0);
				assert.ok(requests < 20, `${requests} requests`);
				const file = join(folder, `rows-${capacity}.csv`);
				assert.match((await hes('profile', ...place, '--out', file)).stderr, /48 rows, 48 of them new, 1 range asked for/);
			}
		});

		it("refuses a range that begins behind the meter's clock, and makes no file", async () => {
			const file = join(folder, 'ahead.csv');
			const { code, stderr } = await hes('profile', ...(await meter()), '--from', '2040-01-01', '--out', file);
			assert.match(stderr, /--from 2040-01-01T00:00:00\+09:00: expected a time before the meter's clock, which tells 20/);
			assert.deepEqual([code, existsSync(file)], [2, false]);
		});

		it('counts the rows without a time that it leaves out, tells of them and ends with 1', async () => {
			const place = await meter();
			const { rows } = rigs[0]!;
			const put = rows.put.bind(rows);
			rows.put = (w, row, column) => (column === 0 && (row === 5 || row === 7) ? w.octetString(new Uint8Array(12).fill(0xff)) : put(w, row, column));
			const { code, stdout, stderr } = await hes('profile', ...place, ...DAY, '--csv');
			assert.equal(stdout.trimEnd().split('\n').length, 47);
			assert.match(stderr, /2 rows left out: expected a date-time as the time of each, got F{24} in the first of them/);
			assert.equal(code, 1);
			const json = await hes('profile', ...place, ...DAY, '--json', '--out', join(folder, 'rows.csv'));
			assert.match(String(objects(json.stdout).at(-1)!.error), /^2 rows left out/);
			assert.equal(json.code, 1);
		});

		it('asks a meter without selective access for all, once, and takes what was wanted', async () => {
			const place = await meter({ conformance: 0x405e9b });
			const { stdout } = await hes('profile', ...place, ...DAY.slice(0, 2), '--to', '2026-11-01T00:30', '--csv');
			assert.equal(stdout.trimEnd().split('\n').length, 3);
			assert.equal(rigs[0]!.asked.length, 48);
		});

		it('asks only for what the file lacks', async () => {
			const place = await meter();
			const file = join(folder, 'rows.csv');
			assert.match((await hes('profile', ...place, ...DAY, '--out', file)).stderr, /rows\.csv: 48 rows, 48 of them new, 1 range asked for/);
			const whole = readFileSync(file, 'utf8');
			const lines = whole.split('\n');
			writeFileSync(file, lines.filter((_, i) => ![3, 4, 10, 48].includes(i)).join('\n'));
			rigs[0]!.asked.length = 0;
			const { code, stderr } = await hes('profile', ...place, ...DAY, '--out', file);
			assert.match(stderr, /rows\.csv: 48 rows, 4 of them new, 3 ranges asked for/);
			assert.deepEqual(rigs[0]!.asked, [2, 3, 9, 47]);
			assert.equal(readFileSync(file, 'utf8'), whole);
			assert.equal(code, 0);
			rigs[0]!.asked.length = 0;
			assert.match((await hes('profile', ...place, ...DAY, '--out', file)).stderr, /48 rows, 0 of them new, 0 ranges asked for/);
			assert.deepEqual(rigs[0]!.asked, []);
			assert.deepEqual(readdirSync(folder), ['rows.csv']);
		});

		it('keeps in the file what came before the meter fell silent', async () => {
			const place = await meter({ rows: 1000 });
			const file = join(folder, 'rows.csv');
			let answers = 0;
			rigs[0]!.onAnswer = (apdu) => (rigs[0]!.asked.length > 700 && ++answers > 0 ? undefined : apdu);
			const broken = await hes(
				'profile',
				...place,
				'--from',
				'2026-11-01',
				'--to',
				'2026-11-21T19:30',
				'--out',
				file,
				'--timeout',
				'0.3',
				'--retries',
				'0',
			);
			assert.equal(broken.code, 3);
			assert.equal(readFileSync(file, 'utf8').trimEnd().split('\n').length, 481);
			rigs[0]!.onAnswer = (apdu) => apdu;
			const resumed = await hes('profile', ...place, '--from', '2026-11-01', '--to', '2026-11-21T19:30', '--out', file);
			assert.match(resumed.stderr, /1000 rows, 520 of them new/);
			assert.equal(resumed.code, 0);
		});

		it('leaves what it has in the file when it is interrupted', async () => {
			const place = await meter({ rows: 1000 });
			const file = join(folder, 'rows.csv');
			rigs[0]!.onAnswer = (apdu) => (rigs[0]!.asked.length > 700 ? undefined : apdu);
			const span = ['--from', '2026-11-01', '--to', '2026-11-21T19:30'];
			const running = Running.begin('hes', 'profile', ...place, ...span, '--out', file, '--timeout', '60');
			while (!running.stderr.includes('480 of 1000 rows')) await new Promise((resolve) => setTimeout(resolve, 5));
			assert.equal(await running.stop('SIGINT'), 3);
			assert.match(running.stderr, /keiki: interrupted: SIGINT\n$/);
			assert.equal(readFileSync(file, 'utf8').trimEnd().split('\n').length, 481);
			assert.deepEqual(readdirSync(folder), ['rows.csv']);
			rigs[0]!.onAnswer = (apdu) => apdu;
			assert.match((await hes('profile', ...place, ...span, '--out', file)).stderr, /1000 rows, 520 of them new/);
		});

		it('tells how far it is, and for programs what became of the file', async () => {
			const place = await meter({ rows: 1000 });
			const file = join(folder, 'rows.csv');
			const { stdout, stderr } = await hes('profile', ...place, '--from', '2026-11-01', '--to', '2026-11-21T19:30', '--out', file, '--json');
			assert.match(stderr, /: 480 of 1000 rows, part 1 of 3\n.*: 960 of 1000 rows, part 2 of 3\n.*: 1000 of 1000 rows, part 3 of 3\n/);
			assert.deepEqual(objects(stdout), [{ meter: place[1], file, device: 'KEI0000000000001', rows: 1000, new: 1000, ranges: 3 }]);
		});

		it('leaves a file of another meter, or of something else, alone', async () => {
			const file = join(folder, 'rows.csv');
			for (const [text, why] of [
				['Dear reader\n', /the file holds something else, and stays as it is: line 1: expected device,time/],
				[
					'device,time,0.0.96.10.1.255,1.0.1.8.0.255 Wh\nKEI7,2026-11-01T00:00:00+09:00,0,0\n',
					/line 2: expected a row of KEI0000000000001, got one of KEI7/,
				],
			] as const) {
				writeFileSync(file, text);
				const { code, stderr } = await hes('profile', ...(await meter()), '--out', file);
				assert.match(stderr, why);
				assert.equal(code, 2);
				assert.equal(readFileSync(file, 'utf8'), text);
			}
		});

		it('tells of each meter what only its session shows to be used wrongly, and of the others what they have', async () => {
			const places = [await rig({ device: 'KEI1' }).tcp(), await rig({ device: 'KEI2' }).tcp(), await rig({ device: 'KEI3' }).tcp()];
			const fileOf = (place: string): string => join(folder, `${place.replace(':', '_')}.csv`);
			for (const place of places.slice(0, 2)) writeFileSync(fileOf(place), 'Dear reader\n');
			const { code, stderr } = await hes('profile', ...places.flatMap((place) => ['--meter', place]), ...DAY, '--out', join(folder, '{meter}.csv'));
			assert.equal(code, 2);
			for (const place of places.slice(0, 2)) assert.ok(stderr.includes(`keiki: ${place}: --out ${fileOf(place)}: the file holds`), stderr);
			assert.match(readFileSync(fileOf(places[2]!), 'utf8'), /^device,time/);
		});

		it('writes a file for each of several meters', async () => {
			const places = [await rig({ device: 'KEI1' }).tcp(), await rig({ device: 'KEI2' }).tcp()];
			const { code } = await hes('profile', ...places.flatMap((place) => ['--meter', place]), ...DAY, '--out', join(folder, '{meter}.csv'));
			assert.equal(code, 0);
			assert.deepEqual(readdirSync(folder).sort(), places.map((place) => `${place.replace(':', '_')}.csv`).sort());
		});
	});

	describe('used wrongly', () => {
		const CASES: readonly (readonly [string, RegExp])[] = [
			[
				'read --meter nowhere:x',
				/--meter nowhere:x: expected HOST:PORT, udp:HOST:PORT, either with ,device=N or ,gateway=HEX and ,network=N behind it, or serial:PATH/,
			],
			['read --meter [::1', /--meter \[::1: expected HOST:PORT/],
			['read --meter serial:/dev/x,fast', /--meter serial:\/dev\/x,fast: expected .*got "fast"/],
			['read --meter a:1 --meter a:1', /--meter a:1: expected each meter once/],
			['read --client 0', /--client: expected a whole number from 1 to 65535, got "0"/],
			['read --client 3', /--client 3: expected a client that the demo set has keys for: 1, 2/],
			['read --title 4B4549', /--title: expected 16 hexadecimal digits, got "4B4549"/],
			['read --security x', /--security: expected one of ae, a, e, none, got "x"/],
			['read --ciphering x', /--ciphering: expected one of glo, ded, general-glo, general-ded, identified, wrapped, one-pass, static, got "x"/],
			['read --timeout 0', /--timeout: expected seconds from 0\.05 to 3600, got "0"/],
			['read --json --csv', /--json and --csv: expected one of them/],
			['read 1.8', /1\.8: expected an attribute like 1\.0\.1\.8\.0\.255/],
			['read --password a --password-file b', /--password and --password-file: expected one of them/],
			['read --password hex:123', /--password: expected pairs of hexadecimal digits behind hex:/],
			['read --password-file none', /--password-file none: cannot read it: ENOENT/],
			['read --keys none.json', /--keys none\.json: cannot read it: ENOENT/],
			['read --client 16 --security ae', /--client 16 and --security ae: expected one of them, as the public client has no keys/],
			['read --client 16 --counter 7', /--counter: expected a session that is ciphered, and --client 16 makes it plain/],
			['read --security none --counters c.json', /--counters: expected a session that is ciphered, and --security none makes it plain/],
			['read --password x --ciphering ded', /--ciphering: expected a session that is ciphered, and --password makes it plain/],
			['read --password-file /dev/null --title 0000000000000000', /--title: expected a session that is ciphered, and --password-file makes it plain/],
			['profile --from yesterday', /--from: expected an ISO time/],
			['profile --from 2026-11-02 --to 2026-11-01', /--from 2026-11-02: expected a time before --to 2026-11-01/],
			['profile --obis load', /--obis: expected a logical name like 1\.0\.99\.1\.0\.255, got "load"/],
			['profile --meter a:1 --meter a:2 --out x.csv', /--out x\.csv: expected a file for each meter, as rows-\{meter\}\.csv/],
			['clock set noon', /clock set: expected an ISO time/],
		];
		for (const [words, why] of CASES) {
			it(`refuses keiki hes ${words}`, async () => {
				const { code, stdout, stderr } = await hes(...words.split(' '));
				assert.match(stderr, why);
				assert.deepEqual([code, stdout], [2, '']);
			});
		}
	});
});
