/** The ten use cases on a whole meter: all is well with ours, and one thing that is wrong is found by its step. What was changed is as it was in the end. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysText } from '../../../../boards/host/shared/keys-file.js';
import { packetComments } from '../../../../modules/capture/pcapng.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import type { CosemObject, InterfaceClass } from '../../../../modules/dlms/server/logical-device.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { until } from '../../../until.js';
import { build, Running } from '../command-line-rig.js';
import { hes, objects } from './hes-rig.js';
import { WorldRig, type WorldRigOptions } from './world-rig.js';

const IMAGE_TRANSFER = parseLogicalName('0.0.44.0.0.255');
const RELAY = parseLogicalName('0.1.96.3.10.255');
/** What use cases set: of supply, limiter, monitors, tariff, schedules, pushes, alarm filters. */
const SETTINGS = /^(70|71|21|20|11|6|22|40)\/(?!0\.1\.96)|^1\/0\.0\.97\.98\.1[01]\.255/;
/** W, of which the limiter has something to limit. */
const WATTS = 2000;

/** Sets alarm register 1. */
const CLEARS = /^clear APDU: C101..00010000616200FF02/;

/** Takes everything, and nothing comes of it. */
const IGNORES = () => 0;

/** An object of another maker's: its attributes from 2 on, and what it answers to orders. */
function other(type: InterfaceClass, name: number, values: readonly string[]): CosemObject {
	return {
		type,
		name,
		read: (attribute, w) => {
			const [kind, value] = values[attribute - 2]!.split(' ');
			if (kind === 'boolean') w.boolean(value === 'true');
			else if (kind === 'enum') w.enum(Number(value));
			else if (kind === 'array') w.array(0);
			else w.doubleLongUnsigned(Number(value));
			return 0;
		},
		write: IGNORES,
		act: IGNORES,
	};
}

const RELAY_OBJECT = other({ classId: 70, version: 0, attributes: 4, methods: 2 }, RELAY, ['boolean true', 'enum 1', 'enum 4']);
const image9 = (...values: readonly string[]) => other({ classId: 18, version: 0, attributes: 7, methods: 4 }, IMAGE_TRANSFER, values);

describe('keiki hes usecase', () => {
	let folder = '';
	let keys = '';
	let rig: WorldRig;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		keys = join(folder, 'keys.json');
		writeFileSync(keys, keysText(DEMO_KEYS), { mode: 0o600 });
	});
	afterEach(() => {
		rig?.stop();
		rmSync(folder, { recursive: true });
	});

	const start = async (options: WorldRigOptions = {}): Promise<void> => {
		rig = await WorldRig.start({ watts: WATTS, ...options });
	};
	const meter = () => ['--meter', rig.place, '--keys', keys, '--counters', join(folder, 'counters')] as const;
	const settings = async (): Promise<string[]> => {
		const { stdout, stderr } = await hes('walk', '--data', ...meter());
		const lines = stdout.split('\n').filter((line) => SETTINGS.test(line));
		assert.ok(lines.length > 60, stderr);
		return lines;
	};
	const rowsOf = (stdout: string, verdict: string) => objects(stdout).filter((row) => row.verdict === verdict);

	it('finds nothing that deviates in a meter of ours, and leaves it as it was, its keys changed', async () => {
		await start();
		const before = await settings();
		const capture = join(folder, 'usecase.pcapng');
		const { code, stdout, stderr } = await hes('usecase', 'all', ...meter(), '--json', '--capture', capture);
		// A restart may end a connection that is in use.
		assert.equal(stderr.replaceAll(/^.*trying again.*\n/gm, ''), '');
		assert.deepEqual(rowsOf(stdout, 'deviates'), []);
		// Of the last use case, too, which is in another session than the first.
		const clear = packetComments(readFileSync(capture));
		assert.ok(
			clear.some((comment) => CLEARS.test(comment)),
			`${clear.length} APDUs in the clear`,
		);
		assert.equal(code, 0);
		assert.deepEqual(
			objects(stdout)
				.filter(({ verdict }) => verdict !== 'ok')
				.map(({ useCase, step, verdict, object }) => [useCase, step, verdict, object]),
			[
				[6, 'clockBroadcast', 'not done', undefined],
				[8, 'relayOff', 'not served', '70/0.1.96.3.10.255'],
				[8, 'relayOn', 'not served', '70/0.1.96.3.10.255'],
				[8, 'relayScript', 'not served', '9/0.0.10.0.103.255'],
				[8, 'relaySchedule', 'not served', '22/0.0.15.0.3.255'],
				[8, 'emergencyBroadcast', 'not done', undefined],
				[10, 'clearingLogged', 'not done', undefined],
			],
		);
		assert.equal(new Set(objects(stdout).map(({ useCase }) => useCase)).size, 10);
		assert.notEqual(readFileSync(keys, 'utf8'), keysText(DEMO_KEYS));
		assert.deepEqual(await settings(), before);
	});

	it('sends to all meters as client 102, and looks at this one', async () => {
		const told: RouteAKeys = { ...DEMO_KEYS, clients: { ...DEMO_KEYS.clients, 102: DEMO_KEYS.clients[1]! } };
		await start({ keys: told });
		const steps = async (own: RouteAKeys) => {
			writeFileSync(keys, keysText(own), { mode: 0o600 });
			const { stdout } = await hes('usecase', '6', '8', ...meter(), '--json');
			return objects(stdout).filter(({ step }) => step === 'clockBroadcast' || step === 'emergencyBroadcast' || step === 'restored');
		};
		const before = await settings();
		assert.deepEqual(
			(await steps(told)).map(({ verdict }) => verdict),
			['ok', 'ok', 'ok', 'ok'],
		);
		assert.deepEqual(await settings(), before);
		const [clock] = await steps({ ...told, broadcast: new Uint8Array(16).fill(7) });
		assert.equal(clock!.verdict, 'deviates');
		assert.match(String(clock!.expected), /^\d+ s from this host$/);
	});

	interface Trial {
		readonly useCase: number;
		readonly wrong: string;
		readonly spoil: () => void | Promise<void>;
		readonly step: string;
		readonly expected: string | RegExp;
		readonly got: string | RegExp;
	}
	let energy = 1000;
	const TRIALS: readonly Trial[] = [
		{ useCase: 1, wrong: 'pushes nothing', spoil: () => rig.spoil(NAME.intervalPush, { act: IGNORES }), step: 'push', expected: 'push', got: 'none' },
		{
			useCase: 1,
			wrong: 'forgets new keys',
			spoil: () => void rig.world.setFault('key-forgotten', 'always', true),
			step: 'keyTransfer',
			expected: 'new keys',
			got: /the keys are unchanged|still hold/,
		},
		{
			useCase: 2,
			wrong: 'activates no calendar',
			spoil: () => rig.spoil(NAME.activityCalendar, { act: IGNORES }),
			step: 'tariffActivated',
			expected: '[9]',
			got: '[]',
		},
		{
			useCase: 3,
			wrong: 'counts down',
			spoil: () =>
				rig.spoil(NAME.importEnergy, {
					read: (_attribute, w) => {
						w.doubleLong(energy--);
						return 0;
					},
				}),
			step: 'energyRead',
			expected: /^\d+ or more$/,
			got: /^\d+$/,
		},
		{ useCase: 4, wrong: 'pushes nothing', spoil: () => rig.spoil(NAME.intervalPush, { act: IGNORES }), step: 'push', expected: 'push', got: 'none' },
		{ useCase: 10, wrong: 'pushes nothing', spoil: () => rig.spoil(NAME.alarmPush, { act: IGNORES }), step: 'push', expected: 'push', got: 'none' },
		{
			useCase: 4,
			wrong: 'ends no billing period',
			spoil: () => rig.spoil(NAME.billingScripts, { act: IGNORES }),
			step: 'billingLogged',
			expected: '[21]',
			got: '[]',
		},
		{
			useCase: 5,
			wrong: 'has a welded contact',
			spoil: () => rig.do('fail contact welded'),
			step: 'disconnected',
			expected: '{false, enum:0}',
			// The order may be known before it is seen that nothing came of it.
			got: /^\{true, enum:[01]\}$/,
		},
		{
			useCase: 6,
			wrong: 'does not shift its clock',
			spoil: () => rig.spoil(NAME.clock, { act: IGNORES }),
			step: 'clockShifted',
			expected: /^[34]\d s from this host$/,
			got: /^-?\d s$/,
		},
		{
			useCase: 7,
			wrong: 'keeps no threshold of one line',
			spoil: () => rig.spoil(NAME.underVoltageT, { write: IGNORES }),
			step: 'underVoltage',
			expected: /^\[u16:5\d\d\]$/,
			got: '[]',
		},
		{
			useCase: 8,
			wrong: 'has a relay that is stuck',
			spoil: () => rig.add({ object: RELAY_OBJECT, rights: { 1: { attributes: '1113', methods: '11' } } }),
			step: 'relayOff',
			expected: '{false, enum:0}',
			got: '{true, enum:1}',
		},
		{
			useCase: 9,
			wrong: 'does not enable image transfer',
			spoil: () => rig.spoil(IMAGE_TRANSFER, image9('u32 256', 'array', 'u32 0', 'boolean false', 'enum 0', 'array')),
			step: 'imageEnabled',
			expected: 'true',
			got: 'false',
		},
		{
			useCase: 9,
			wrong: 'has an image transfer that is in no state',
			spoil: () => rig.spoil(IMAGE_TRANSFER, image9('u32 256', 'array', 'u32 7', 'boolean true', 'enum 0', 'array')),
			step: 'imageState',
			expected: 'block 0 first, as none was transferred',
			got: '7',
		},
		{
			useCase: 9,
			wrong: 'takes an image, and nothing comes of it',
			spoil: () => rig.spoil(IMAGE_TRANSFER, { act: IGNORES }),
			step: 'imageLoaded',
			expected: 'success',
			got: 'the image is not verified: not initiated (0)',
		},
		{
			useCase: 9,
			wrong: 'comes back with the old firmware',
			spoil: () => void rig.world.setFault('activation-old', 'always', true),
			step: 'imageActivated',
			expected: 'success',
			got: /is back with version 1\.0\.0, not 1\.0\.1/,
		},
		{
			useCase: 10,
			wrong: 'refuses a filter',
			spoil: () => rig.spoil(NAME.alarmFilter1, { write: () => 3 }),
			step: 'filterSet',
			expected: 'success',
			got: /^read-write denied/,
		},
	];

	for (const { useCase, wrong, spoil, step, expected, got } of TRIALS) {
		it(`finds in ${useCase} that a meter ${wrong}, and leaves it as it was`, async () => {
			await start();
			const before = await settings();
			await spoil();
			const { code, stdout, stderr } = await hes('usecase', String(useCase), ...meter(), '--json', '--timeout', '1');
			assert.equal(code, 1, stderr);
			const deviating = rowsOf(stdout, 'deviates');
			const found = deviating.find((row) => row.step === step);
			assert.ok(found !== undefined, stdout);
			for (const [is, should] of [
				[found.expected, expected],
				[found.got, got],
			] as const)
				typeof should === 'string' ? assert.equal(is, should) : assert.match(String(is), should);
			// What was refused was not changed, and is no deviation once more at the end.
			assert.equal(
				deviating.some((row) => row.step === 'restored'),
				step === 'disconnected',
				stdout,
			);
			// What is wrong shows first there, or where it is told to.
			const first = objects(stdout).find((row) => row.useCase === useCase && row.verdict === 'deviates');
			assert.ok(useCase === 4 || first?.step === step, stdout);
			if (step !== 'disconnected') assert.deepEqual(await settings(), before);
		});
	}

	it('leaves a supply alone that nothing switches', async () => {
		await start({ units: 'rf-b,1p3w-60-2way,normal' });
		const { stdout } = await hes('usecase', '5', ...meter(), '--json');
		assert.deepEqual(rowsOf(stdout, 'deviates'), []);
		assert.equal(rowsOf(stdout, 'not done')[0]!.why, 'control mode 0 holds, and no other is taken: no order opens this supply');
	});

	it('goes by the companion specification that it is told', async () => {
		await start({ companion: 'dsmr' });
		const { code, stdout } = await hes('usecase', '4', '5', '--companion', 'dsmr', ...meter(), '--json');
		assert.deepEqual(rowsOf(stdout, 'deviates'), []);
		assert.deepEqual(
			rowsOf(stdout, 'not done').map(({ step, why }) => `${step}: ${why}`),
			['billingLogged: the companion specification has no code for it'],
		);
		assert.equal(code, 0);
	});

	it('looks at the one line of a meter on two wires', async () => {
		await start({ units: 'rf-b,1p2w-30-2way,normal' });
		const { code, stdout } = await hes('usecase', '7', ...meter());
		assert.equal(code, 0, stdout);
		assert.match(stdout, /\n {2}5 ok, 0 deviate, 0 not served, 0 not done\n$/);
	});

	it('activates no calendar in the end that was not, by a time that is past', async () => {
		await start();
		const calendar = async (attribute: number) => (await hes('get', ...meter(), `20/0.0.13.0.0.255:${attribute}`)).stdout.trim();
		const set = async (attribute: number, value: string) =>
			assert.equal((await hes('set', ...meter(), `20/0.0.13.0.0.255:${attribute}`, value)).code, 0);
		await set(10, 'octets:07D00101FF000000008000FF');
		await set(6, 'octets:"other"');
		const before = [await calendar(2), await calendar(6)];
		assert.notEqual(before[0]!.split(' ')[1], before[1]!.split(' ')[1]);
		const { code, stdout } = await hes('usecase', '2', ...meter());
		assert.equal(code, 0, stdout);
		assert.deepEqual([await calendar(2), await calendar(6)], before);
	});

	it('brings a unit the next version', async () => {
		await start();
		const { code, stdout, stderr } = await hes('usecase', '9', ...meter());
		assert.equal(code, 0, stderr);
		assert.match(stdout, /\n {2}6 ok, 0 deviate, 0 not served, 0 not done\n$/);
		assert.equal(rig.world.state.meters[0]!.units.metering.firmware, '1.0.1');
	});

	it('leaves an image alone that waits, and makes none without a firmware key', async () => {
		await start();
		const image = join(folder, 'image');
		const at = new Date(Date.now() + 86_400_000).toISOString();
		assert.equal((await hes('image', 'make', image, '--unit', 'metering', '--firmware', '1.5')).code, 0);
		assert.equal((await hes('image', 'load', image, '--activate', at, ...meter())).code, 0);
		const status = (await hes('image', 'status', ...meter(), '--json')).stdout;
		const waits = await hes('usecase', '9', ...meter(), '--json');
		assert.deepEqual(
			rowsOf(waits.stdout, 'not done').map(({ step, why }) => `${step}: ${why}`),
			['imageLoaded: another image is under way, or waits to be activated', 'imageActivated: it makes no sense without a step before it'],
		);
		assert.equal((await hes('image', 'status', ...meter(), '--json')).stdout, status);
		const { firmwareKey: _, ...bare } = DEMO_KEYS;
		writeFileSync(keys, keysText(bare), { mode: 0o600 });
		rig.spoil(IMAGE_TRANSFER, image9('u32 256', 'array', 'u32 0', 'boolean true', 'enum 0', 'array'));
		const keyless = await hes('usecase', '9', ...meter(), '--json');
		assert.equal(keyless.code, 0, keyless.stderr);
		assert.equal(rowsOf(keyless.stdout, 'not done')[0]!.why, 'the keys have no private firmware key, which an image is signed with');
	});

	it('clears alarms, and finds that in the log', async () => {
		await start();
		await rig.do('pull cover');
		rig.pass(2000);
		const { code, stdout } = await hes('usecase', '10', ...meter());
		assert.equal(code, 0, stdout);
		assert.match(stdout, /\n {2}ok +the standard log has 11, alarm register cleared\n/);
		assert.match(stdout, /\n {2}9 ok, 0 deviate, 0 not served, 0 not done\n$/);
	});

	it('leaves a supply alone that is not connected', async () => {
		await start();
		assert.equal((await hes('disconnect', ...meter())).code, 0);
		const { code, stdout } = await hes('usecase', '5', ...meter(), '--lang', 'ja');
		assert.equal(code, 1);
		assert.match(stdout, /^5 {2}開放と投入\n +未実施 +遠隔で開放と投入をする制御モード4を設定する: 供給が投入されていないので、そのままにします\n/);
		assert.match(stdout, /\n {2}OK 0、相違0、対象なし0、未実施10\n$/);
		assert.equal((await hes('get', ...meter(), '70/0.0.96.3.10.255:3')).stdout, '70/0.0.96.3.10.255:3 enum:0\n');
	});

	it('leaves a relay off that was off', async () => {
		await start();
		let isOn = false;
		const orders: number[] = [];
		const object: CosemObject = {
			...RELAY_OBJECT,
			read: (attribute, w) => {
				if (attribute === 2) w.boolean(isOn);
				else w.enum(attribute === 3 ? Number(isOn) : 4);
				return 0;
			},
			act: (method) => {
				orders.push(method);
				isOn = method === 2;
				return 0;
			},
		};
		rig.add({ object, rights: { 1: { attributes: '1113', methods: '11' } } });
		const { code, stdout } = await hes('usecase', '8', ...meter(), '--json');
		assert.equal(code, 0, stdout);
		assert.deepEqual(orders, [1, 2, 1]);
		assert.equal(isOn, false);
	});

	it('changes keys over a line, where no push comes from', async () => {
		await start({ local: true });
		const { code, stdout, stderr } = await hes('usecase', '1', '--meter', rig.line, '--keys', keys, '--counters', join(folder, 'counters'), '--json');
		assert.equal(code, 0, stderr);
		assert.deepEqual(
			objects(stdout).map(({ step, verdict }) => `${step} ${verdict}`),
			[
				...['pushDestination not done', 'push not done'],
				...['publicAssociation ok', 'identity ok', 'keyTransfer ok', 'newAssociation ok', 'clockSet ok'],
				...['pushDestination not done', 'push not done'],
			],
		);
		assert.equal((await hes('read', ...meter(), '1.0.1.8.0')).code, 0);
	});

	it('puts back what it changed where it is interrupted', async function () {
		build.call(this);
		await start();
		const before = await settings();
		const running = Running.begin('hes', 'usecase', '5', ...meter());
		const supply = () => rig.world.state.meters[0]!;
		const isOn = supply().supply;
		await until(() => JSON.stringify(supply().supply) !== JSON.stringify(isOn), 'the supply is off');
		const code = await running.stop('SIGINT');
		assert.equal(code, 3, running.stderr);
		assert.match(running.stderr, /putting back what was changed/);
		assert.deepEqual(await settings(), before);
	});

	it('says that nobody answers', async () => {
		await start();
		const place = meter();
		rig.stop();
		const { code, stderr } = await hes('usecase', '3', ...place, '--retries', '0', '--timeout', '0.5');
		assert.equal(code, 3, stderr);
		assert.match(stderr, /cannot connect|nobody answers/);
	});

	for (const [words, why] of [
		['11', /usecase: expected numbers from 1 to 10, each once, or all, got "11"/],
		['3 3', /usecase: expected numbers .*, got "3 3"/],
		['1', /the demo keys: expected --in FILE for the new keys/],
		['3 --in x', /--in: expected it with use case 1, which changes keys/],
	] as const) {
		it(`is refused: ${words}`, async () => {
			const { code, stderr } = await hes('usecase', ...words.split(' '));
			assert.equal(code, 2);
			assert.match(stderr, why);
		});
	}
});
