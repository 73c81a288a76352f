/** The meters behind a meter, as a head-end lists, finds, reads, keys and works them. */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { MBUS_WORDS } from '../../../../boards/host/hes/mbus-words.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { objects } from './hes-rig.js';

const KEY = '000102030405060708090A0B0C0D0E0F';
const OTHER = 'F'.repeat(32);

interface Behind {
	readonly node: string;
	readonly device: string;
	readonly address: number;
	readonly defaultKey: string;
}

describe('keiki hes mbus', function () {
	this.timeout(120_000);
	const run = runOfEachTest();

	async function said(...words: readonly string[]): Promise<string> {
		const { status, stdout, stderr } = await keikiHere('hes', 'mbus', ...words);
		return status === 0 ? stdout.trim() : `exit ${status}: ${stderr}`;
	}

	const rows = async (at: readonly string[]) => objects((await keikiHere('hes', 'mbus', 'list', ...at, '--json')).stdout);

	/** Asks until the meter has it on a channel. */
	async function sees(at: readonly string[], device: string): Promise<void> {
		while (!(await said('list', ...at)).includes(device)) await setImmediate();
	}

	/** Fast: what the line takes at 2,400 baud does not count. */
	async function start(...words: readonly string[]): Promise<readonly string[]> {
		const at = ['--meter', await run.start('--speed', '20', ...words)];
		await sees(at, 'KEI');
		return at;
	}

	it('lists who is there, lets go and finds again, reads, sets the clock, and works a valve', async () => {
		const at = await start('--behind', 'gas,water:battery', '--mbus-client', '1');
		const behind = run.running.ready.behind as readonly Behind[];
		const [gas, water] = behind;
		await sees(at, water!.device);
		const listed = await said('list', ...at);
		assert.match(
			listed,
			new RegExp(`^1 +gas +${gas!.device} +at 1 +[\\d.]+ m³\\n2 +water +${water!.device} +at 2 +[\\d.]+ m³ +battery low\\n3 +free\\n4 +free$`),
		);
		assert.match(await said('remove', '1', ...at), new RegExp(`^${gas!.device} is let go$`));
		assert.match(await said('capture', '1', ...at), /^exit 1: .*channel 1 is free; keiki hes mbus scan finds/);
		const found = await said('scan', ...at, '--quiet');
		assert.match(found, new RegExp(`^1 +gas +${gas!.device} +at 1 .*\\nnobody else is on the line; channel 3 stays free$`));
		assert.match(await said('install', '1', ...at), new RegExp(`^exit 1: .*channel 1 has ${gas!.device}`));
		assert.match(
			await said('capture', '2', ...at),
			/^channel +2\nmeter +water KEI\d{8}, at 2\nvalues +[\d.]+ m³ {2}\(20.*\)\n.*\nstatus +battery low\nalarm +battery low\nkey +no key\n/,
		);
		assert.match(await said('reset-alarm', '2', ...at), /\nalarm +–\n/);
		assert.match(await said('clock', '1', ...at), /^channel +1\n/);
		assert.match(await said('valve', '1', 'close', ...at), /\nvalve +valve shut, disconnected \(0\), control mode 4$/);
		assert.match(await said('send', '1', '01 FD1F 01', ...at), /\nvalve +valve open, connected \(1\), control mode 4$/);
		assert.match(await said('valve', '2', 'close', ...at), /^exit 1: .*read-write denied/);
		assert.match((await keikiHere('hes', 'events', ...at)).stdout, /M-Bus valve closed from afar, channel 1 \(162\)/);
	});

	it('installs the one that is told, at the address that is told', async () => {
		const at = await start('--behind', 'gas,heat');
		const heat = (run.running.ready.behind as readonly Behind[])[1]!;
		await sees(at, heat.device);
		await said('remove', '1', ...at);
		await said('remove', '2', ...at);
		const wanted = ['--identification', heat.device.slice(3), '--manufacturer', 'KEI', '--kind', 'heat'];
		assert.match(await said('install', '4', '--address', '77', ...wanted, ...at), new RegExp(`^channel +4\\nmeter +heat ${heat.device}, at 77\\n`));
		const nobody = ['--identification', '12345678', '--patience', '30s'];
		assert.match(await said('install', '3', ...nobody, ...at), /^exit 1: .*the meter found nobody for channel 3 \(event 120 in its M-Bus log\)/);
		// What was set for it is not left for the next one.
		const gas = (run.running.ready.behind as readonly Behind[])[0]!;
		assert.match(await said('install', '4', ...at), new RegExp(`^exit 1: .*channel 4 has ${heat.device}`));
		assert.match(await said('install', '3', '--address', '77', ...at), /^exit 1: .*or the address is that of another channel/);
		assert.match(await said('install', '3', '--kind', 'water', '--patience', '5min', ...at), /^exit 1: .*the meter found nobody for channel 3/);
		assert.match(await said('scan', ...at, '--quiet'), new RegExp(`^1 +gas +${gas.device} +at 1 `));
	});

	it('gives the meter behind a key, under which it tells all from then on, and takes it away', async () => {
		const at = await start('--behind', 'water', '--mbus-client', '1');
		const [{ defaultKey }] = run.running.ready.behind as readonly [Behind];
		assert.equal(await said('key', '1', '--key', KEY, '--default-key', defaultKey, ...at), 'the meter behind tells all under the new key');
		assert.match(await said('read', '1', ...at), /\nkey +encrypted\n/);
		assert.equal(await said('key', '1', '--clear', ...at), 'the meter behind tells all in the clear');
		assert.match(await said('read', '1', ...at), /\nkey +no key\n/);
		assert.match(
			await said('key', '1', '--key', KEY, '--default-key', OTHER, '--timeout', '2', ...at),
			/^exit 1: .*within 2 s no telegram of the meter on channel 1 could be opened under the key/,
		);
	});

	it('is of each of several meters, each with meters of its own', async () => {
		const at = await start('--meters', '2', '--route-a-first', '127.0.0.1:0', '--behind', 'gas', '--behind', '2=gas,heat');
		const behind = run.running.ready.behind as readonly Behind[];
		assert.deepEqual(
			behind.map(({ node, address }) => `${node} ${address}`),
			['meter 1', 'meter-2 1', 'meter-2 2'],
		);
		assert.equal(new Set(behind.map(({ device }) => device)).size, 3);
		const second = ['--meter', (run.running.ready.meters as readonly { readonly routeA: string }[])[1]!.routeA];
		assert.match(await said('list', ...second), /^exit 1: /, 'its keys are its own');
		assert.deepEqual(
			(await rows(at)).filter(({ device }) => device !== null).map(({ device }) => device),
			[behind[0]!.device],
		);
	});

	it('says what is wrong with words, before any meter is asked', async () => {
		for (const [words, text] of [
			[['read', '5'], /channel: expected a whole number from 1 to 4, got "5"/],
			[['valve', '1', 'shut'], /expected open or close, got "shut"/],
			[['send', '1', '01FD'], /records: expected hexadecimal digits of M-Bus records/],
			[['send', '1', 'xyz'], /records: expected/],
			[['key', '1'], /mbus key: expected --key with --default-key, or --clear/],
			[['key', '1', '--clear', '--key', KEY], /mbus key: expected/],
			[['key', '1', '--key', '12', '--default-key', KEY], /--key: expected 32 hexadecimal digits/],
			[['install', '1', '--address', '251'], /--address: expected a whole number from 1 to 250/],
			[['install', '1', '--identification', '123'], /--identification: expected 8 digits that are not all 0, got "123"/],
			[['install', '1', '--identification', '00000000'], /--identification: expected 8 digits that are not all 0, got "00000000"/],
			[['install', '1', '--manufacturer', 'kei'], /--manufacturer: expected three letters, got "kei"/],
			[['install', '1', '--kind', 'oil'], /--kind: expected one of electricity, gas, heat, water, got "oil"/],
			[['scan', '--patience', 'long'], /--patience: expected a duration as 90s or 20min, got "long"/],
		] as const)
			assert.match(await said(...words), new RegExp(`^exit 2: .*${text.source}`));
	});

	it('tells a meter without an M-Bus as such', async () => {
		assert.match(await said('list', '--meter', await run.start()), /^exit 1: .*channel 1 cannot be read: .*; has this meter an M-Bus\?/);
	});

	it('has each sentence in Japanese, too', () => {
		const { en, ja } = MBUS_WORDS;
		assert.deepEqual(Object.keys(ja), Object.keys(en));
		for (const texts of [ja.kinds, ja.keys, ja.rows]) for (const text of Object.values(texts)) assert.match(text, /[ぁ-ヿ一-鿿]/);
		for (const text of [
			ja.noMore(1),
			ja.notFound(1),
			ja.nothingNew(1, 5),
			ja.notFree(1, 'x'),
			ja.isFree(1),
			ja.keyNotUsed(1, 5),
			ja.records('x'),
			ja.keyWords(),
		])
			assert.match(text, /[ぁ-ヿ一-鿿]/);
	});
});
