/** `keiki fleet` as a process, with clients and takers of pushes beside it. */
import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeCiphered } from '../../../../modules/dlms/security/ciphering.js';
import { decodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { until } from '../../../until.js';
import { build, type Event, keikiLater, Running } from '../command-line-rig.js';

interface Listed {
	readonly number: number;
	readonly serial: string;
	readonly supplyPoint: string;
	readonly routeA: string;
	readonly group: string;
	readonly concentrator: number;
	readonly from?: string;
}

/** A system title stands behind the wrapper, general-glo-ciphering and its length. */
const TITLE_AT = 10;
const titleOf = (frame: Uint8Array) => Buffer.from(frame.subarray(TITLE_AT, TITLE_AT + 8)).toString('hex');

describe('keiki fleet', () => {
	let folder = '';
	let list = '';
	let fleet: Running | undefined;
	let udp: Socket | undefined;
	let tcp: Server | undefined;
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		list = join(folder, 'list.jsonl');
	});
	afterEach(async () => {
		await fleet?.stop();
		fleet = undefined;
		udp?.close();
		udp = undefined;
		tcp?.close();
		tcp = undefined;
		rmSync(folder, { recursive: true });
	});

	const begin = async (...words: readonly string[]): Promise<Event> => {
		fleet = Running.begin('fleet', '--first', '[::1]:0', '--list', list, ...words);
		return fleet.until(({ event }) => event === 'ready');
	};
	const listed = () =>
		readFileSync(list, 'utf8')
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Listed);
	/** Rows of JSON of `keiki hes`. */
	const read = async (...words: readonly string[]) => {
		const { stdout, stderr, status } = await keikiLater('hes', 'read', ...words, '--json');
		assert.equal(status, 0, stderr);
		return stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { readonly meter: string; readonly value: unknown });
	};
	const takeUdp = async (onFrame: (frame: Uint8Array) => void): Promise<string> => {
		udp = createSocket({ type: 'udp6', recvBufferSize: 1 << 20 });
		udp.on('message', onFrame);
		udp.bind(0, '::1');
		await once(udp, 'listening');
		return `[::1]:${udp.address().port}`;
	};
	const scenario = (...lines: readonly string[]): string => {
		const file = join(folder, 'scenario.txt');
		writeFileSync(file, `${lines.join('\n')}\n`);
		return file;
	};

	it('writes a list by which every meter answers the head-end as who it is', async () => {
		const ready = await begin('--meters', '7', '--concentrators', '3', '--push', 'off');
		assert.deepEqual([ready.meters, ready.concentrators, ready.push, ready.demo], [7, 3, null, true]);
		const meters = listed();
		assert.deepEqual(
			meters.map(({ number, group }) => `${number} ${group}`),
			['1 street-1', '2 street-1', '3 street-1', '4 street-2', '5 street-2', '6 street-2', '7 street-3'],
		);
		assert.equal(statSync(list).mode & 0o777, 0o600);
		assert.match(meters[4]!.routeA, /^\[::1\]:\d+,device=1002$/);
		// Alone at its concentrator, it is at the usual wPort.
		assert.match(meters[6]!.routeA, /^\[::1\]:\d+$/);
		const serials = new Map((await read('--meters', list, '0.0.96.1.0.255')).map(({ meter, value }) => [meter, value]));
		assert.deepEqual(
			meters.map(({ routeA }) => serials.get(routeA)),
			meters.map(({ serial }) => serial),
		);
		assert.equal(await fleet!.stop(), 0);
		assert.equal(fleet!.events.at(-1)!.event, 'end');
	});

	it('derives the keys of all meters from one, where one is told', async () => {
		const master = join(folder, 'master');
		writeFileSync(master, `${'5a'.repeat(16)}\n`, { mode: 0o600 });
		const ready = await begin('--meters', '2', '--push', 'off', '--master', master);
		assert.equal(ready.demo, false);
		assert.equal((await read('--meters', list, '0.0.96.1.0.255')).length, 2);
	});

	it('pushes each half-hour by UDP, each meter once, and tells what came of it', async () => {
		const titles: string[] = [];
		const place = await takeUdp((frame) => titles.push(titleOf(frame)));
		const file = scenario('+31m end');
		const words = ['--meters', '40', '--concentrators', '4', '--start', '2026-11-22T09:29:50', '--spread', '20s', '--speed', 'max'];
		await begin(...words, '--push', place, '--scenario', file);
		const pushes = await fleet!.until(({ event }) => event === 'pushes');
		const { slot, meters, pushed, silent, lost, unsent } = pushes;
		assert.deepEqual(
			{ slot, meters, pushed, silent, lost, unsent },
			{
				...{ slot: '2026-11-22T09:30:00.000+09:00', meters: 40, pushed: 40, silent: 0, lost: 0, unsent: 0 },
			},
		);
		assert.equal(await fleet!.ended(), 0);
		assert.equal(new Set(titles.slice(0, 40)).size, 40);
	});

	it('pushes over one connection of each concentrator', async () => {
		const frames: string[] = [];
		let connections = 0;
		tcp = createServer((socket) => {
			connections++;
			let heard = Buffer.alloc(0);
			socket.on('error', () => {});
			socket.on('data', (bytes) => {
				heard = Buffer.concat([heard, bytes]);
				for (let end = 8; heard.length >= 8; heard = heard.subarray(end)) {
					end = 8 + heard.readUInt16BE(6);
					if (heard.length < end) break;
					frames.push(titleOf(heard));
				}
			});
		});
		tcp.listen(0, '::1');
		await once(tcp, 'listening');
		const words = ['--meters', '40', '--concentrators', '4', '--start', '2026-11-22T09:29:50', '--spread', '0s', '--speed', 'max'];
		await begin(...words, '--push', `[::1]:${(tcp.address() as AddressInfo).port}`, '--push-by', 'tcp', '--scenario', scenario('+100m end'));
		assert.equal(await fleet!.ended(), 0);
		assert.equal(connections, 4);
		// 09:30, 10:00, 10:30 and 11:00.
		await until(() => frames.length >= 160);
		assert.equal(frames.length, 160);
		assert.equal(new Set(frames).size, 40);
	});

	it('pushes what keiki hes collect takes and writes down, with its list alone', async () => {
		const HALF_HOUR = 1_800_000;
		const [meters, headerLength, recordLength] = [40, 40, 24];
		const start = new Date(Math.floor(Date.now() / HALF_HOUR) * HALF_HOUR - 10_000).toISOString();
		await begin('--meters', `${meters}`, '--push', 'off');
		await fleet!.stop();
		const data = join(folder, 'data');
		const collector = Running.begin('hes', 'collect', '--meters', list, '--data', data, '--port', '[::1]:0', '--parallel', '0');
		try {
			const { place } = await collector.until(({ event }) => event === 'listening');
			await begin(
				'--meters',
				`${meters}`,
				'--start',
				start,
				'--spread',
				'0s',
				'--push',
				String(place),
				'--speed',
				'max',
				'--scenario',
				scenario('+20s end'),
			);
			assert.equal(await fleet!.ended(), 0);
			const journal = () => {
				const names = readdirSync(join(data, 'journal'));
				return Buffer.concat(names.map((name) => readFileSync(join(data, 'journal', name))));
			};
			const records = () => {
				const bytes = journal();
				const blocks = bytes.toString('latin1').split('KJ01').length - 1;
				return (bytes.length - blocks * headerLength) / recordLength;
			};
			await until(() => records() >= meters);
			assert.equal(records(), meters);
		} finally {
			await collector.stop();
		}
	});

	it('counts what nobody takes', async () => {
		tcp = createServer();
		tcp.listen(0, '::1');
		await once(tcp, 'listening');
		const { port } = tcp.address() as AddressInfo;
		tcp.close();
		await once(tcp, 'close');
		tcp = undefined;
		const words = ['--meters', '10', '--start', '2026-11-22T09:29:59.9', '--spread', '0s', '--push', `[::1]:${port}`, '--push-by', 'tcp'];
		await begin(...words, '--speed', 'max', '--scenario', scenario('+200m end'));
		assert.equal(await fleet!.ended(), 0);
		const unsent = fleet!.events.filter(({ event }) => event === 'pushes').reduce((sum, event) => sum + Number(event.unsent), 0);
		// 09:30 to 12:30.
		assert.equal(unsent, 70);
	});

	it('tells what did not go within its half-hour, nor any more', async () => {
		let heard = 0;
		const place = await takeUdp(() => heard++);
		// Half an hour is half a second, for which the rate has room for one or two.
		const words = ['--meters', '10', '--start', '2026-11-22T09:29', '--spread', '0s', '--rate', '1', '--speed', '3600'];
		await begin(...words, '--push', place, '--scenario', scenario('+100m end'));
		assert.equal(await fleet!.ended(), 0);
		const all = fleet!.events.filter(({ event }) => event === 'pushes');
		assert.deepEqual(
			all.map(({ slot, pushed, unsent }) => `${String(slot).slice(11, 16)} ${Number(pushed) + Number(unsent)}`),
			['09:30 10', '10:00 10', '10:30 10', '11:00 10'],
		);
		assert.match(fleet!.stderr, /the pushes of the half-hour before are not all gone/);
		const pushed = all.reduce((sum, event) => sum + Number(event.pushed), 0);
		await until(() => heard >= pushed);
		assert.equal(heard, pushed);
	});

	it('is ready before anything happens in it', async () => {
		fleet = Running.begin(
			'fleet',
			'--first',
			'[::1]:0',
			'--meters',
			'3',
			'--push',
			'off',
			'--scenario',
			scenario('+0s silent on meter 2', '+0s end'),
		);
		assert.equal(await fleet.ended(), 0);
		assert.deepEqual(
			fleet.events.map(({ event }) => event),
			['ready', 'act', 'end'],
		);
	});

	it('counts no clock as set that has no power', async () => {
		const file = scenario('+1m power off street 2', '+2m clock +5min all', '+3m power on all', '+4m clock right all', '+5m end');
		await begin('--meters', '20', '--concentrators', '2', '--push', 'off', '--speed', 'max', '--scenario', file);
		assert.equal(await fleet!.ended(), 0);
		assert.deepEqual(
			fleet!.events.filter(({ event }) => event === 'act').map(({ done, meters }) => `${done as number} of ${meters as number}`),
			['10 of 10', '10 of 20', '10 of 20', '20 of 20'],
		);
	});

	it('has streets without power, silent meters, losses and exchanges, as a scenario says', async () => {
		const titles: string[] = [];
		const place = await takeUdp((frame) => titles.push(titleOf(frame)));
		const file = scenario(
			'+1m   power cut street 2',
			'+2m   silent on meter 1..3',
			'+31m  power on all',
			'+32m  silent off all',
			'+33m  loss 100% meter 5',
			'+34m  exchange meter 4',
			'+62m  end',
		);
		const words = ['--meters', '20', '--concentrators', '2', '--start', '2026-11-22T09:00', '--spread', '0s', '--speed', 'max'];
		await begin(...words, '--push', place, '--scenario', file);
		assert.equal(await fleet!.ended(), 0, fleet!.stderr);
		const of = (kind: string) => fleet!.events.filter(({ event }) => event === kind);
		assert.deepEqual(
			of('act').map(({ step, meters, done }) => `${step as string}: ${done as number} of ${meters as number}`),
			[
				'power cut street 2: 10 of 10',
				'silent on meter 1..3: 3 of 3',
				'power on all: 10 of 20',
				'silent off all: 20 of 20',
				'loss 100% meter 5: 1 of 1',
				'exchange meter 4: 1 of 1',
			],
		);
		assert.deepEqual(
			of('pushes').map(({ pushed, silent, lost }) => `${pushed as number} ${silent as number} ${lost as number}`),
			['7 13 0', '20 1 1'],
		);
		const meters = listed();
		assert.equal(meters[3]!.number, 21);
		assert.equal(meters[3]!.supplyPoint, '0000000000000000000004');
		assert.equal(meters[3]!.from, '2026-11-22T09:34:00.000+09:00');
		assert.equal(meters[2]!.from, undefined);
	});

	it('goes on from its directory, killed or ended, with no counter twice, and with what clients have set', async () => {
		const last = new Map<string, number>();
		let frames = 0;
		const place = await takeUdp((frame) => {
			const title = titleOf(frame);
			// Behind the title, and the length and the control of what is ciphered.
			const { counter } = decodeCiphered(decodeWrapper(frame).apdu);
			assert.ok(counter > (last.get(title) ?? 0), `${title}: ${counter} behind ${last.get(title)}`);
			last.set(title, counter);
			frames++;
		});
		const words = ['--meters', '5', '--push', place, '--spread', '0s', '--speed', '7200', '--state', join(folder, 'state')];
		const limits = async (): Promise<readonly unknown[]> => {
			const { stdout, stderr, status } = await keikiLater('hes', 'limit', '--meters', list, '--json', '--parallel', '1');
			assert.equal(status, 0, stderr);
			return stdout
				.trim()
				.split('\n')
				.map((line) => (JSON.parse(line) as { readonly emergencyS: unknown }).emergencyS);
		};
		const energy = async (): Promise<number> =>
			Number.parseFloat(String((await read('--meters', list, '1.0.1.8.0.255', '--parallel', '1'))[0]!.value));
		await begin(...words);
		await until(() => frames >= 10);
		const campaign = join(folder, 'campaign.csv');
		writeFileSync(campaign, 'group,command,value,time\nall,limiter,20 for 2h from 2100-01-01T00:00,\n');
		const { status, stderr } = await keikiLater('hes', 'campaign', campaign, '--meters', list, '--rate', '500');
		assert.equal(status, 0, stderr);
		const before = await energy();
		await fleet!.stop('SIGKILL');
		let now = before;
		for (const signal of ['SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
			frames = 0;
			await begin(...words);
			await until(() => frames >= 10);
			assert.deepEqual(await limits(), [7200, 7200, 7200, 7200, 7200]);
			const next = await energy();
			assert.ok(next >= now, `${next} below ${now}`);
			now = next;
			await fleet!.stop(signal);
		}
		fleet = undefined;
		assert.ok(now > before);
		const other = await keikiLater('fleet', '--meters', '6', '--push', 'off', '--state', join(folder, 'state'));
		assert.deepEqual([other.status, other.stderr], [2, `keiki: --state ${join(folder, 'state')}: it is of another fleet: --meters 5, not 6\n`]);
		const past = await keikiLater('fleet', '--meters', '5', '--push', 'off', '--state', join(folder, 'state'), '--start', '2026-01-01');
		assert.equal(past.status, 2);
		assert.match(past.stderr, /^keiki: --start: the fleet of --state .* ended at .*: expected that time, or a later one\n$/);
	});
});
