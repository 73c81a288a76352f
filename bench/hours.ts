/**
 * Eight hours in fast time: a HEMS that reads all the while, a head-end on Route A, and a page of the panel that goes from view to view. What the run and the page
 * hold is told each virtual hour.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { HemsSession } from '../boards/host/hems/hems-session.js';
import { DEMO } from '../boards/host/shared/password-option.js';
import { RealTime } from '../hal/node/real-time.js';
import { TcpClient } from '../hal/node/tcp-client.js';
import { EPC } from '../src/route-b/epc.js';
import { SMART_METER } from '../src/route-b/smart-meter.js';
import type { Memory } from './memory-teller.js';
import { Peer } from './peer.js';
import { portOf, readyOf } from './ready.js';
import { type Answer, KEYS_FILE, type Question } from './route-a-clients.js';
import { type PageMemory, WatchedPage } from './watched-page.js';

export interface Hour {
	readonly hour: number;
	readonly run: Memory;
	readonly page: PageMemory;
	/** Since the beginning: answers of Route B and of Route A. */
	readonly gets: number;
	readonly routeA: number;
}

export interface Hours {
	readonly hours: readonly Hour[];
	/** What the page said on its console, or failed with. */
	readonly complaints: readonly string[];
}

/** So many times the wall clock. */
const SPEED = 60;
const HOURS = 8;
const HOUR = 3_600_000 / SPEED;
/** Of the navigation, each as long as the others, three times an hour. */
const VIEWS = Object.freeze(['meter', 'ladder', 'curves', 'frames', 'objects', 'faults', 'scenarios', 'lessons']);
const ROUNDS_AN_HOUR = 3;
/** ms of wall time between two Gets of the HEMS: six virtual seconds. */
const REST = 100;
/** ms of wall time between two visits of the head-end, and how long one takes. */
const VISITS = 5000;
const VISIT = 20;
const PREPARED = new URL('memory-teller.js', import.meta.url);

/** @param say told each hour. Undefined: there is no chromium here */
export async function benchHours(say: (hour: Hour) => void, hours = HOURS): Promise<Hours | undefined> {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const keys = join(folder, 'keys.json');
	writeFileSync(keys, KEYS_FILE, { mode: 0o600 });
	const words = ['run', '--json', '--quiet', '--speed', `${SPEED}`, '--dongle', 'tcp:0', '--route-a', '127.0.0.1:0', '--keys', keys];
	const places = ['--panel', '127.0.0.1:0', '--control', join(folder, 'control')];
	const child = spawn(process.execPath, ['--expose-gc', '--import', PREPARED.href, 'dist/boards/host/main.js', ...words, ...places], {
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	});
	const run = new Peer('keiki run', child);
	const clients = Peer.start('the clients', 'route-a-clients');
	let page: WatchedPage | undefined;
	try {
		const ready = await run.during(readyOf(child));
		page = await WatchedPage.open(`${ready.panel}?token=${ready.panelToken}`);
		if (page === undefined) return undefined;
		const open = page;
		const work = { isOver: false, gets: 0, routeA: 0 };
		const told: Hour[] = [];
		const measure = async (hour: number) => {
			const [memory, ofPage] = [(await run.reply({})) as Memory, await open.memory()];
			const { gets, routeA } = work;
			told.push({ hour, run: memory, page: ofPage, gets, routeA });
			say(told.at(-1)!);
		};
		const collect = async () => {
			const port = portOf(ready.routeA!);
			while (!work.isOver) {
				const got = (await clients.reply({ what: 'get', port, count: 1, duration: VISIT } satisfies Question)) as Answer;
				work.routeA += Math.round((got.value * VISIT) / 1000);
				await sleep(VISITS);
			}
		};
		const look = async () => {
			for (let hour = 0; hour <= hours; hour++) {
				await measure(hour);
				if (hour < hours) await lookAround(open);
			}
			work.isOver = true;
		};
		await run.during(Promise.all([readRouteB(portOf(ready.dongle!), work), collect(), look()]));
		return { hours: told, complaints: open.complaints };
	} finally {
		await page?.close();
		clients.stop();
		run.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** From view to view, for an hour. */
async function lookAround({ page }: WatchedPage): Promise<void> {
	const end = performance.now() + HOUR;
	const stays = VIEWS.length * ROUNDS_AN_HOUR;
	for (let i = 0; i < stays; i++) {
		const view = VIEWS[i % VIEWS.length]!;
		await go(page, view);
		await sleep(Math.max(0, end - HOUR + ((i + 1) * HOUR) / stays - performance.now()));
	}
	await go(page, VIEWS[0]!);
}

async function go(page: Page, view: string): Promise<void> {
	const link = page.locator(`nav a[href="#/${view}"]`);
	await link.click();
	await link.and(page.locator('[aria-current="page"]')).waitFor();
}

/** A HEMS on the dongle, from its join on, again when its session is lost. */
async function readRouteB(port: number, work: { readonly isOver: boolean; gets: number }): Promise<void> {
	const line = await TcpClient.open('127.0.0.1', port);
	try {
		while (!work.isOver) {
			let isLost = false;
			const onLost = () => {
				isLost = true;
			};
			const session = new HemsSession({ serial: line, scheduler: new RealTime(), log: { write() {} }, onLost });
			await session.open();
			const [pan] = await session.scan(DEMO);
			await session.join(pan!);
			while (!work.isOver && !isLost) {
				const answer = await session.tryGet(SMART_METER, [EPC.power, EPC.currents]);
				if (answer === undefined) throw new Error('bench: the meter did not answer');
				work.gets++;
				await sleep(REST);
			}
			await session.end();
		}
	} finally {
		line.close();
	}
}
