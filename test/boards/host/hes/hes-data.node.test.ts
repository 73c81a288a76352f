import assert from 'node:assert/strict';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { dataNotation, parseData } from '../../../../src/head-end/data-notation.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MANAGEMENT_CONFORMANCE } from '../../../modules/dlms/device-rig.js';
import { MeterRig, type MeterRigOptions } from '../../../src/head-end/meter-rig.js';
import { hes, objects } from './hes-rig.js';

const OFFERED = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer | CONFORMANCE.access;
const TIME = ['8/0.0.1.0.0.255:2', 'at:2027-01-02T03:04:05+09:00'];
const GLO_SET_REQUEST = 0xc9;
/** The longest ciphered request that sets one time. */
const ONE_SET = 52;
/** An ExceptionResponse: service not possible. */
const LISTS_REFUSED = Uint8Array.of(0xd8, 2, 2);
const GENERAL_GLO = 0xdb;
const GENERAL_BLOCK = 0xe0;
const GLO_GET_RESPONSE = 0xcc;

describe('keiki hes, values with their types', () => {
	let rigs: MeterRig[] = [];
	afterEach(() => {
		for (const each of rigs) each.close();
		rigs = [];
	});

	const rig = (options: Partial<MeterRigOptions> = {}): MeterRig => {
		rigs.push(new MeterRig({ keys: DEMO_KEYS, ...options }));
		return rigs.at(-1)!;
	};
	const meter = async (options: Partial<MeterRigOptions> = {}) => ['--meter', await rig(options).tcp()] as const;

	it('are read as lines that tell where they are from', async () => {
		const { code, stdout, stderr } = await hes('get', ...(await meter()), '3/1.0.1.8.0.255:2', '1-0:1.8.0:3', '1/0.0.42.0.0.255:1', '0.0.42.0.0');
		assert.equal(stderr, '');
		assert.deepEqual(stdout.split('\n'), [
			'3/1.0.1.8.0.255:2 i32:12345',
			'3/1.0.1.8.0.255:3 {i8:2, enum:30}',
			'1/0.0.42.0.0.255:1 obis:0.0.42.0.0.255',
			'1/0.0.42.0.0.255:2 octets:"KEI0000000000001"',
			'',
		]);
		assert.equal(code, 0);
	});

	it('are walked through as lines that can be told again', async () => {
		const { code, stdout } = await hes('walk', '--data', ...(await meter()));
		const lines = stdout.trimEnd().split('\n');
		assert.equal(code, 0);
		assert.equal(lines.filter((line) => line.startsWith('#')).join('\n'), '# 3/1.0.31.7.0.255:2: temporary failure: there is no value now (2)');
		const values = lines.filter((line) => !line.startsWith('#')).map((line) => /^(\d+\/[\d.]+:\d+) (.+)$/.exec(line)!);
		assert.ok(values.length > 40, `${values.length} values`);
		for (const [, , data] of values) assert.equal(dataNotation(parseData(data!)), data);
	});

	it('are the same for programs', async () => {
		const place = await meter();
		const { code, stdout } = await hes('get', ...place, '--json', '3/1.0.1.8.0.255:2', '1/0.0.96.1.1.255:2');
		assert.equal(code, 1);
		assert.deepEqual(objects(stdout), [
			{ meter: place[1], obis: '1.0.1.8.0.255', class: 3, attribute: 2, name: 'value', data: 'i32:12345' },
			{
				meter: place[1],
				obis: '0.0.96.1.1.255',
				class: 1,
				attribute: 2,
				name: 'value',
				error: 'read-write denied: this client has no right to (3)',
			},
		]);
		const walked = objects((await hes('walk', '--data', ...place, '--json')).stdout);
		assert.equal(walked.find(({ obis, attribute }) => obis === '1.0.32.7.0.255' && attribute === 2)!.data, 'i32:1012');
	});

	it('are set, and change what they are of', async () => {
		const device = rig();
		const place = ['--meter', await device.tcp()] as const;
		const { code, stdout } = await hes('set', ...place, '8/0.0.1.0.0.255:2', 'at:2027-01-02T03:04:05+09:00');
		assert.deepEqual([code, stdout], [0, '8/0.0.1.0.0.255:2  done\n']);
		assert.ok(Math.abs(Date.now() + device.ahead - Date.parse('2027-01-02T03:04:05+09:00')) < 60_000);
		const read = await hes('get', ...place, '8/0.0.1.0.0.255:2');
		assert.match(read.stdout, /^8\/0\.0\.1\.0\.0\.255:2 at:2027-01-02T03:0[45]:\d\d(\.\d+)?\+09:00\n$/);
	});

	for (const [how, words] of [
		['in a list', []],
		['by ACCESS', ['--access']],
		['in general blocks', ['--gbt', '5']],
	] as const) {
		it(`are set several at once, of which each is refused for itself: ${how}`, async () => {
			const isLong = how === 'in general blocks';
			const device = rig({ conformance: OFFERED });
			const tags: number[] = [];
			device.onRequest = (apdu) => tags.push(apdu[0]!);
			// More than a datagram takes.
			const place = ['--meter', await (isLong ? device.udp() : device.tcp()), ...words] as const;
			const octets = `octets:${'AB'.repeat(isLong ? 1500 : 200)}`;
			const { code, stdout } = await hes('set', ...place, ...TIME, '3/1.0.1.8.0.255:2', octets, '9/9.9.9.9.9.9:2', 'null');
			assert.match(stdout, /^8\/0\.0\.1\.0\.0\.255:2 +done\n3\/1\.0\.1\.8\.0\.255:2 +read-write denied/);
			assert.match(stdout, /\n9\/9\.9\.9\.9\.9\.9:2 +object undefined/);
			assert.equal(code, 1);
			assert.ok(device.ahead > 0);
			assert.equal(tags.includes(GENERAL_GLO), how === 'by ACCESS');
			assert.equal(tags.includes(GENERAL_BLOCK), isLong);
		});
	}

	/** How many requests set something. */
	const setsOf = (device: MeterRig): { lists: number; alone: number } => {
		const seen = { lists: 0, alone: 0 };
		device.onRequest = (apdu) => {
			// A list of several is longer than one with its value.
			if (apdu[0] === GLO_SET_REQUEST) apdu.length > ONE_SET ? seen.lists++ : seen.alone++;
		};
		return seen;
	};
	/** Which the client has no right to. */
	const ZONE = ['8/0.0.1.0.0.255:3', 'i16:-180'];

	it('are set in lists of eight', async () => {
		const device = rig();
		const seen = setsOf(device);
		const { code, stdout } = await hes('set', '--meter', await device.tcp(), ...Array.from({ length: 9 }, () => [...TIME, ...ZONE]).flat());
		assert.equal(code, 1);
		const lines = stdout.trimEnd().split('\n');
		assert.equal(lines.length, 18);
		for (const [i, line] of lines.entries())
			assert.match(line, i % 2 === 0 ? /^8\/0\.0\.1\.0\.0\.255:2 {2}done$/ : /^8\/0\.0\.1\.0\.0\.255:3 {2}read-write denied/);
		assert.deepEqual(seen, { lists: 3, alone: 0 });
	});

	it('are set one by one where a meter refuses lists that it agreed to, and no list is tried twice', async () => {
		const device = rig();
		const seen = setsOf(device);
		device.onAnswer = (apdu, request) => (request[0] === GLO_SET_REQUEST && request.length > ONE_SET ? LISTS_REFUSED : apdu);
		const { code, stdout } = await hes('set', '--meter', await device.tcp(), ...TIME, ...Array(9).fill(ZONE).flat());
		assert.deepEqual([code, stdout.split('\n').length, stdout.split('\n')[0]], [1, 11, '8/0.0.1.0.0.255:2  done']);
		assert.ok(device.ahead > 0);
		assert.deepEqual(seen, { lists: 1, alone: 10 });
	});

	it('are set one by one where a meter refuses each of a list', async () => {
		const device = rig();
		const seen = setsOf(device);
		const { code, stdout } = await hes('set', '--meter', await device.tcp(), ...ZONE, ...ZONE, ...ZONE);
		assert.deepEqual([code, stdout.split('\n').length], [1, 4]);
		assert.deepEqual(seen, { lists: 1, alone: 3 });
	});

	for (const words of [[], ['--access']]) {
		it(`are what a method is called with${words.length > 0 ? ' by ACCESS' : ''}, and what it returns`, async () => {
			const device = rig({ conformance: OFFERED });
			const place = ['--meter', await device.tcp(), ...words] as const;
			const { code, stdout } = await hes('action', ...place, '8/0.0.1.0.0.255:6', 'i16:600');
			assert.deepEqual([code, stdout], [0, '8/0.0.1.0.0.255:6  done\n']);
			assert.ok(Math.abs(device.ahead - 600_000) < 5000, String(device.ahead));
			const refused = await hes('action', ...place, '0.0.1.0.0.255:6', 'octets:"no number"');
			assert.equal(refused.code, 1);
			assert.match(refused.stdout, /^8\/0\.0\.1\.0\.0\.255:6 {2}type unmatched/);
		});
	}

	it('are read in general blocks and by ACCESS where the meter agrees, and as ever where it does not', async () => {
		for (const [offered, block] of [
			[OFFERED, true],
			[MANAGEMENT_CONFORMANCE, false],
		] as const) {
			const device = rig({ conformance: offered, maxPdu: 300, maxTransfer: 100_000 });
			const answers: number[] = [];
			device.onAnswer = (apdu) => {
				answers.push(apdu[0]!);
				return apdu;
			};
			const { code, stdout } = await hes('profile', '--meter', await device.tcp(), '--gbt', '20', '--access', '--from', '2026-11-01', '--csv');
			assert.equal(code, 0);
			assert.ok(stdout.split('\n').length > 40);
			assert.equal(answers.includes(GENERAL_BLOCK), block);
		}
	});

	it('are traced, each message ciphered and in the clear, and one that is not opened', async () => {
		const device = rig({ conformance: OFFERED, maxPdu: 200, maxTransfer: 10_000 });
		let garbled = 0;
		device.onAnswer = (apdu) => {
			if (apdu[0] === GENERAL_BLOCK && garbled++ === 0) device.send(new Uint8Array([GLO_GET_RESPONSE, 6, 0x30, 0, 0, 0, 1, 0]));
			return apdu;
		};
		const { stdout, stderr, code } = await hes(
			'get',
			'--trace',
			'--quiet',
			'--gbt',
			'4',
			'--meter',
			await device.tcp(),
			'3/1.0.1.8.0.255:2',
			'15/0.0.40.0.0.255:2',
		);
		assert.equal(code, 0, stderr);
		const lines = stderr
			.trimEnd()
			.split('\n')
			.map((line) => line.replace(/^keiki: [\d.]+:\d+: /, ''));
		assert.match(lines[0]!, /^-> AARQ 60[0-9A-F]+$/);
		const sent = lines.findIndex((line) => line.startsWith('-> glo-Get-Request'));
		assert.match(lines[sent]!, /^-> glo-Get-Request C8[0-9A-F]+$/);
		assert.match(lines[sent + 1]!, /^ {3}Get-Request C003C[0-9A-F]02000301/);
		assert.match(lines[sent + 2]!, /^<- glo-Get-Response CC06300000000100$/);
		assert.match(lines[sent + 3]!, /^ {3}not opened/);
		assert.match(lines[sent + 4]!, /^<- glo-Get-Response CC82[0-9A-F]+$/);
		assert.match(lines[sent + 5]!, /^ {3}Get-Response C403C[0-9A-F]02000500003039/);
		assert.equal(stdout.split('\n').length, 3);
	});

	const BUFFER = '7/1.0.99.1.0.255:2';
	const countOf = (data: string): number => data.split('{').length - 1;

	it('are read in part: the rows of a time, and entries by their numbers', async () => {
		const device = rig({ rows: 10 });
		const place = ['--meter', await device.tcp(), BUFFER] as const;
		const all = await hes('get', ...place);
		assert.equal(countOf(all.stdout), 10);
		const rows = all.stdout.split('{').slice(1);
		const asked = async (...words: readonly string[]) => {
			device.asked.length = 0;
			const { code, stdout, stderr } = await hes('get', ...place, ...words);
			assert.equal(code, 0, stderr);
			return stdout.split('{').slice(1);
		};
		const same = (found: readonly string[], from: number, to: number) =>
			assert.deepEqual(
				found.map((row) => row.split('}')[0]),
				rows.slice(from, to).map((row) => row.split('}')[0]),
			);
		same(await asked('--entries', '2-4'), 1, 4);
		same(await asked('--entries', '8-'), 7, 10);
		assert.deepEqual([...new Set(device.asked)], [7, 8, 9]);
		same(await asked('--entries', '3'), 2, 3);
		const [third, fifth] = [2, 4].map((i) => /at:(\S+?),/.exec(rows[i]!)![1]!);
		same(await asked('--from', third!, '--to', fifth!), 2, 5);
		same(await asked('--from', third!), 2, 10);
		same(await asked('--to', fifth!), 0, 5);
	});

	it('are read in part of buffers alone', async () => {
		for (const words of [
			['8/0.0.1.0.0.255:2', '--entries', '1'],
			['7/1.0.99.1.0.255:3', '--from', '2026-11-22'],
		]) {
			const { code, stderr } = await hes('get', ...(await meter()), ...words);
			assert.equal(code, 2);
			assert.match(stderr, /--(entries|from): expected buffers of profiles alone, like 7\/1\.0\.99\.1\.0\.255:2, got [78]\//);
		}
	});

	for (const [words, why] of [
		[`get ${BUFFER} --entries 0`, /--entries: expected numbers of entries from 1 up like 1-48, 10- or 7, got "0"/],
		[`get ${BUFFER} --entries 4-2`, /--entries: expected numbers of entries from 1 up .*, got "4-2"/],
		[`get ${BUFFER} --entries 4 --to 2026-11-22`, /--entries and --to: expected one of them/],
		[`get ${BUFFER} --from 2026-11-23 --to 2026-11-22`, /--from 2026-11-23: expected a time before --to 2026-11-22/],
		['get nothing', /nothing: expected an attribute like/],
		['set 8/0.0.1.0.0.255:3', /8\/0\.0\.1\.0\.0\.255:3: expected data behind it, like u16:40/],
		['set 8/0.0.1.0.0.255 i16:1', /8\/0\.0\.1\.0\.0\.255: expected one attribute or method, like/],
		['set 8/0.0.1.0.0.255:all i16:1', /8\/0\.0\.1\.0\.0\.255:all: expected one attribute or method, like/],
		['set 8/0.0.1.0.0.255:3 i16:40000', /i16:40000: at character 5: expected a number that the type holds, got "40000"/],
		['set 8/0.0.1.0.0.255:3 {i16:4', /\{i16:4: at character 7: expected a comma, or the end of the list, got the end/],
		['action 8/0.0.1.0.0.255:6 30', /30: at character 1: expected null, true, false, a type with a value like u16:40/],
		['get --gbt 64 0.0.1.0.0.255:2', /--gbt: expected a whole number from 0 to 63, got "64"/],
	] as const) {
		it(`are refused: keiki hes ${words}`, async () => {
			const { code, stdout, stderr } = await hes(...words.split(' '));
			assert.match(stderr, why);
			assert.deepEqual([code, stdout], [2, '']);
		});
	}

	it('are refused in Japanese, too', async () => {
		const { code, stderr } = await hes('set', '8/0.0.1.0.0.255:3', 'u17:4', '--lang', 'ja');
		assert.equal(code, 2);
		assert.match(stderr, /u17:4: 1文字目: 型\(.*\)とコロンのはずですが、"u17:4"です/);
	});
});
