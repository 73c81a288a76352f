/** `keiki mdm serve` closes days while it serves, and beside it nobody else does. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOSING, needLock } from '../../../../boards/host/mdm/data-lock.js';
import { FilesStore } from '../../../../boards/host/mdm/files/files-store.js';
import { Closer } from '../../../../boards/host/mdm/serve/closer.js';
import { dateText } from '../../../../src/mdm/calendar.js';
import { dayOfSlot } from '../../../../src/mdm/day-matrix.js';
import { registerText } from '../../../src/mdm/hand-made.js';
import { blockOf } from '../../../src/mdm/reading-store-contract.js';
import { build, keiki, keikiLater, Running } from '../command-line-rig.js';

const HALF_HOUR = 1_800_000;
/** The day before yesterday: it is over, whatever time it is. */
const DAY = dayOfSlot(Math.floor(Date.now() / HALF_HOUR)) - 2;

describe('keiki mdm serve that closes days', () => {
	let folder = '';
	let running: Running | undefined;
	before(build);
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		writeFileSync(join(folder, 'register.csv'), registerText('1,T,S1,P1,100,6,60,0,,,,'));
		await fill(1, (boundary) => boundary !== 7);
	});
	afterEach(async () => {
		await running?.stop();
		running = undefined;
		rmSync(folder, { recursive: true });
	});

	const fill = async (sequence: number, isThere: (boundary: number) => boolean): Promise<void> => {
		const store = await FilesStore.open(folder);
		const all = Array.from({ length: 49 }, (_, boundary) => ({ number: 1, boundary, import: 10 * boundary, export: 0, day: DAY }));
		await store.append(
			blockOf(
				1,
				sequence,
				all.filter(({ boundary }) => isThere(boundary)),
			),
		);
		await store.close();
	};
	const serve = (...words: readonly string[]) => ['mdm', 'serve', '--data', folder, '--place', '127.0.0.1:0', ...words];

	it('closes what is over at once, and corrects it in a later round', async () => {
		const told: string[] = [];
		const closings: (() => void)[] = [];
		let rounds = 0;
		const store = await FilesStore.open(folder);
		const closer = new Closer({
			...{ store, interval: 1, words: { data: folder } },
			now: () => {
				rounds++;
				return Date.now();
			},
			onClosing: ({ day, version, estimated }) => {
				told.push(`${day} v${version} ${estimated}`);
				for (const each of closings.splice(0)) each();
			},
			onBusy: () => {},
			onError: (error) => assert.fail(String(error)),
		});
		const next = () => new Promise<void>((resolve) => closings.push(resolve));
		await next();
		await fill(2, (boundary) => boundary === 7);
		while (!told.includes(`${DAY} v2 0`)) await next();
		const before = rounds;
		while (rounds < before + 3) await new Promise((resolve) => setTimeout(resolve, 1));
		await closer.stop();
		await store.close();
		// A round in which nothing is new tells nothing.
		assert.deepEqual(
			told.filter((each) => each.startsWith(`${DAY} `)),
			[`${DAY} v1 2`, `${DAY} v2 0`],
		);
	});

	it('leaves a round out while another program closes days', async () => {
		const lock = needLock(folder, CLOSING);
		const store = await FilesStore.open(folder);
		let told = 0;
		const busy = new Promise<void>((resolve) => {
			const closer = new Closer({
				...{ store, interval: 60_000, words: { data: folder }, now: Date.now },
				onClosing: () => told++,
				onBusy: () => void closer.stop().then(resolve),
				onError: (error) => assert.fail(String(error)),
			});
		});
		await busy;
		lock.release();
		await store.close();
		assert.equal(told, 0);
	});

	it('tells each day, and lets in no second one, whose secret would be another', async () => {
		running = Running.begin(...['mdm', 'serve', '--data', join(folder, 'none'), '--place', '127.0.0.1:0']);
		await running.until(({ event }) => event === 'ready');
		const second = await keikiLater('mdm', 'serve', '--data', join(folder, 'none'), '--place', '127.0.0.1:0');
		assert.equal(second.status, 2);
		assert.match(second.stderr, /serving\.lock: process \d+ of .* has it; end that one, or try again\n$/);
		const token = readFileSync(join(folder, 'none', 'panel.token'), 'utf8');
		assert.equal(readFileSync(join(folder, 'none', 'panel.token'), 'utf8'), token);
	});

	it('closes from its start on, unless it is told never to', async () => {
		running = Running.begin(...serve());
		const closed = await running.until(({ event }) => event === 'closed');
		assert.deepEqual([closed.day, closed.version, closed.changed, closed.estimated], [dateText(DAY), 1, 1, 2]);
		await running.stop();
		running = Running.begin(...serve('--close', 'never'));
		await running.until(({ event }) => event === 'ready');
		const held = needLock(folder, CLOSING);
		const { status, stderr } = keiki('mdm', 'validate', '--data', folder);
		assert.deepEqual([status, /closing\.lock: process \d+ of /.test(stderr)], [2, true]);
		held.release();
		assert.equal(keiki('mdm', 'validate', '--data', folder).status, 0);
	});

	it('refuses a time that is none', () => {
		const { status, stderr } = keiki(...serve('--close', '5s'));
		assert.deepEqual([status, stderr], [2, 'keiki: --close: expected a time from 1min to 24h, such as 30min, or never, got "5s"\n']);
	});
});
