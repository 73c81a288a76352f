/** The limiter of a meter as a head-end sets it, and what else shows it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { hes, objects } from './hes-rig.js';
import { LimiterRig } from './limiter-rig.js';

const SWITCHED = ['--units', 'rf-b,1p3w-60-2way,switch-1p3w-60,normal'];

describe('keiki hes limit', () => {
	const run = runOfEachTest();
	const { start } = run;

	it('sets the contract that keiki meter shows, and tells the one that keiki meter sets', async () => {
		const control = join(run.folder, 'control');
		const meter = await start('--control', control, ...SWITCHED);
		const set = await keikiHere('hes', 'limit', '--meter', meter, '--threshold', '30', '--json');
		assert.equal(set.status, 0, set.stderr);
		assert.equal(objects(set.stdout)[0]!.normal, '30.0 A');
		assert.match((await keikiHere('meter', '--control', control, 'status')).stdout, /contract 30 A/);
		assert.equal((await keikiHere('meter', '--control', control, 'contract 40')).status, 0);
		const table = (await keikiHere('hes', 'limit', '--meter', meter)).stdout;
		assert.match(table, /^watches +sum of currents \(1\.0\.90\.7\.0\.255\)\nin force +40\.0 A\nnormal +40\.0 A\nemergency +none\n/);
		const refused = await keikiHere('hes', 'limit', '--meter', meter, '--threshold', '35');
		assert.deepEqual([refused.status, refused.stderr.includes('refuses this limit: scope of access violated')], [1, true], refused.stderr);
		assert.equal(objects((await keikiHere('hes', 'limit', '--meter', meter, '--threshold', 'none', '--json')).stdout)[0]!.normal, null);
	});

	it('sets an emergency, which is in force at once or from a time on, and ends it', async () => {
		const meter = await start(...SWITCHED);
		const now = objects((await keikiHere('hes', 'limit', '--meter', meter, '--emergency', '10', '--for', '30min', '--json')).stdout)[0]!;
		assert.deepEqual([now.active, now.emergencyS, now.groups, now.isEmergency], ['10.0 A', 1800, [1], true]);
		const ended = objects((await keikiHere('hes', 'limit', '--meter', meter, '--emergency', 'none', '--json')).stdout)[0]!;
		assert.deepEqual([ended.active, ended.groups, ended.isEmergency], [null, [], false]);
		const later = ['--at', '2100-01-01T12:00'];
		const planned = objects((await keikiHere('hes', 'limit', '--meter', meter, '--emergency', '5', '--for', '1h', ...later, '--json')).stdout)[0]!;
		assert.deepEqual([planned.emergencyFrom, planned.group, planned.isEmergency], ['2100-01-01T12:00:00+09:00', 1, false]);
	});

	it('has an emergency cut a house that draws more, and connect it again: where no script was set it sets them, and says so', async () => {
		const meter = await start('--load', 'constant:3000', '--speed', '60', ...SWITCHED);
		const before = objects((await keikiHere('hes', 'limit', '--meter', meter, '--json')).stdout)[0]!;
		assert.deepEqual([before.actionOver, before.actionUnder, before.minOverS, before.minUnderS], [null, null, 0, 0]);
		const { stdout, stderr } = await keikiHere('hes', 'limit', '--meter', meter, '--emergency', '10', '--for', '12h', '--json');
		const told = objects(stdout)[0]!;
		assert.deepEqual([told.actionOver, told.actionUnder, told.minOverS, told.minUnderS], ['disconnect', 'reconnect', 10, 10]);
		assert.match(
			stderr,
			/: the limiter had no script for what is above its threshold: from now on it has disconnect after 10 s above it, and reconnect after 10 s below it, whichever/,
		);
		await run.running.until(({ event, on }) => event === 'supply' && on === false);
		const opened = await run.running.until(({ event, what, closed }) => event === 'unit' && what === 'contact' && closed === false);
		assert.deepEqual([opened.origin, opened.reason], ['local', 'limiter of Route A']);
		await run.running.until(({ event, on }) => event === 'supply' && on === true);
		assert.match((await keikiHere('hes', 'events', '--meter', meter)).stdout, /\b64\b/);
		// What was set by somebody stays.
		const actions = '{{obis:0.0.10.0.106.255, u16:1}, {octets:000000000000, u16:0}}';
		assert.equal((await keikiHere('hes', 'set', '71/0.0.17.0.0.255:11', actions, '--meter', meter)).status, 0);
		const again = await keikiHere('hes', 'limit', '--meter', meter, '--emergency', '20', '--for', '12h', '--json');
		assert.deepEqual([objects(again.stdout)[0]!.actionUnder, again.stderr], [null, '']);
	});

	it('says that a meter that opens nothing holds no emergency', async () => {
		const meter = await start();
		const { status, stdout, stderr } = await keikiHere('hes', 'limit', '--meter', meter, '--emergency', '10', '--for', '12h', '--quiet');
		assert.equal(status, 0, stderr);
		assert.match(stdout, /^scripts +disconnect, reconnect$/m);
		assert.match(stderr, /: control mode 0: the meter opens nothing, whatever the house draws\n$/);
	});

	for (const [words, wrong] of [
		[['--threshold', 'many'], /--threshold: expected none, or a number in A or W like 30 or 30\.5, got "many"/],
		[['--emergency', '10'], /--emergency: expected --for with a duration from 1s to 365d, got none/],
		[['--emergency', '10', '--for', '1y'], /got "1y"/],
		[['--for', '1h'], /--for: expected it with --emergency and a value/],
		[['--emergency', 'none', '--group', '1'], /--group: expected it with --emergency and a value/],
		[['--emergency', '10', '--for', '1h', '--group', '65536'], /--group/],
	] as const)
		it(`refuses ${words.join(' ')}`, async () => {
			const { status, stderr } = await keikiHere('hes', 'limit', ...words);
			assert.equal(status, 2);
			assert.match(stderr, wrong);
		});
});

describe('keiki hes limit of a limiter that is looked at between the writes', () => {
	let rigs: LimiterRig[] = [];
	afterEach(() => {
		for (const { meter } of rigs) meter.close();
		rigs = [];
	});

	const HOUR = 3_600_000;
	/** Scaler −1, as Keiki's. */
	const rig = (scaler = -1): LimiterRig => {
		rigs.push(new LimiterRig(scaler));
		return rigs.at(-1)!;
	};
	const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

	it('revives no emergency that was ended while the next is planned', async () => {
		const limiter = rig();
		const place = ['--meter', await limiter.meter.tcp()];
		assert.equal((await hes('limit', ...place, '--threshold', '40', '--emergency', '10', '--for', '1h')).code, 0);
		assert.equal((await hes('limit', ...place, '--emergency', 'none')).code, 0);
		limiter.sets.length = 0;
		const { code, stderr } = await hes('limit', ...place, '--emergency', '5', '--for', '1h', '--at', '2100-01-01');
		assert.equal(code, 0, stderr);
		assert.deepEqual(limiter.sets, ['groups 400', 'emergency 400', 'profile 400', 'groups 400']);
	});

	it('has another emergency in force only once all of it is set', async () => {
		const limiter = rig();
		const place = ['--meter', await limiter.meter.tcp()];
		await hes('limit', ...place, '--threshold', '40', '--emergency', '10', '--for', '1h');
		limiter.sets.length = 0;
		await hes('limit', ...place, '--emergency', '20', '--for', '2h');
		assert.deepEqual(limiter.sets, ['groups 400', 'emergency 400', 'profile 400', 'groups 200']);
	});

	it('sets nothing where the emergency is over by the meter’s clock, and goes on with the other meters', async () => {
		const [late, other] = [rig(), rig()];
		late.meter.ahead = 48 * HOUR;
		const places = ['--meter', await late.meter.tcp(), '--meter', await other.meter.tcp()];
		const { code, stdout, stderr } = await hes(
			'limit',
			...places,
			'--json',
			'--threshold',
			'20',
			'--emergency',
			'10',
			'--for',
			'24h',
			'--at',
			ago(1),
		);
		assert.equal(code, 1);
		assert.match(stderr, /: --at 20\S+: expected an emergency that is not over by the meter's clock, which tells 20/);
		assert.deepEqual(late.sets, []);
		assert.deepEqual([other.thresholdNormal, other.thresholdActive], [200, 100]);
		assert.deepEqual(
			objects(stdout)
				.map(({ meter, normal }) => [meter, normal])
				.find(([, normal]) => normal !== undefined),
			[places[3], '20.0 A'],
		);
	});

	for (const [scaler, threshold, right] of [
		[0, '0.4', '0.4: expected a multiple of 1 A, 65534 A at most'],
		[0, '30.5', '30.5: expected a multiple of 1 A, 65534 A at most'],
		[-1, '6553.5', '6553.5: expected a multiple of 0.1 A, 6553.4 A at most'],
		[1, '25', '25: expected a multiple of 10 A, 655340 A at most'],
	] as const)
		for (const option of ['--threshold', '--emergency'])
			it(`asks nothing of a limiter of scaler ${scaler} for ${option} ${threshold}, and says what would be right`, async () => {
				const limiter = rig(scaler);
				const place = ['--meter', await limiter.meter.tcp()];
				const words = option === '--threshold' ? [] : ['--threshold', '20', '--for', '1h'];
				const { code, stderr } = await hes('limit', ...place, option, threshold, ...words);
				assert.equal(code, 1);
				assert.equal(stderr, `keiki: ${place[1]}: ${right}, as this meter counts\n`);
				assert.deepEqual([limiter.sets, limiter.thresholdNormal], [[], 0xffff]);
			});

	it('tells its scripts, and no time of an emergency, in Japanese, too', async () => {
		const limiter = rig();
		const place = ['--meter', await limiter.meter.tcp(), '--lang', 'ja'];
		const before = await hes('limit', ...place);
		assert.match(before.stdout, /指定なし, 0 s, /);
		await hes('limit', ...place, '--emergency', '10', '--for', '1h');
		const after = await hes('limit', ...place);
		assert.match(after.stdout, /開放, 投入\n/);
		const [told] = objects((await hes('limit', ...place, '--json')).stdout);
		assert.deepEqual([told!.actionOver, told!.actionUnder], ['disconnect', 'reconnect']);
	});

	it('sets a threshold that the limiter counts', async () => {
		for (const [scaler, threshold, count] of [
			[-1, '30.5', 305],
			[0, '30', 30],
			[-2, '0.7', 70],
			[1, '30', 3],
			[-1, '6553.4', 65534],
		] as const) {
			const limiter = rig(scaler);
			const { code, stderr } = await hes('limit', '--meter', await limiter.meter.tcp(), '--threshold', threshold);
			assert.deepEqual([code, limiter.thresholdNormal], [0, count], stderr);
		}
	});
});
