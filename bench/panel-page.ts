/** What the frames of a busy run cost a page in a real browser: how long its main thread is held, at so many frames a second. */
import { spawn } from 'node:child_process';
import type { Socket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { bound, GET, PORT } from './lan-gets.js';
import { Peer } from './peer.js';
import { readyOf } from './ready.js';
import { type LongestTasks, WatchedPage } from './watched-page.js';

const ADDRESS = '127.0.36.7';
const CLIENT = '127.0.36.8';
/** Each Get is a frame, and its answer one more. */
const FRAMES_A_SECOND = 2000;
/** ms between two bursts. */
const BEAT = 10;
/** Beyond so many unanswered it is the meter that cannot do more. */
const MOST_WAITING = 200;
/** ms of a page that has been opened. */
const SETTLING = 2000;

export interface PageCost {
	/** That the page was told of. */
	readonly framesASecond: number;
	readonly tasks: LongestTasks;
}

/** A text: why it was not run. */
export async function benchPage(seconds: number): Promise<PageCost | string> {
	if (process.platform !== 'linux') return 'this system has no further loopback addresses';
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const words = ['run', '--json', '--quiet', '--dongle', 'tcp:0', '--route-a', 'off', '--lan', ADDRESS];
	const places = ['--control', join(folder, 'control'), '--panel', '127.0.0.1:0'];
	const child = spawn(process.execPath, ['dist/boards/host/main.js', ...words, ...places], { stdio: ['ignore', 'pipe', 'inherit'] });
	const run = new Peer('keiki run', child);
	let socket: Socket | undefined;
	let watched: WatchedPage | undefined;
	try {
		socket = await bound(CLIENT);
		const ready = await run.during(readyOf(child));
		watched = await WatchedPage.open(`${ready.panel}?token=${ready.panelToken}`);
		if (watched === undefined) return 'there is no chromium here';
		return await run.during(busy(watched, socket, seconds));
	} finally {
		await watched?.close();
		run.stop();
		socket?.close();
		rmSync(folder, { recursive: true });
	}
}

/** With its view of frames, while a client asks. */
async function busy(watched: WatchedPage, socket: Socket, seconds: number): Promise<PageCost> {
	const { page } = watched;
	await page.getByRole('link', { name: 'Frames', exact: true }).click();
	await page.locator('.frames-filter').waitFor();
	const asking = ask(socket);
	try {
		await sleep(SETTLING);
		return await cost(watched, seconds);
	} finally {
		clearInterval(asking);
	}
}

async function cost(watched: WatchedPage, seconds: number): Promise<PageCost> {
	const before = await countOf(watched.page);
	const started = performance.now();
	const tasks = await watched.tasksOf(() => sleep(seconds * 1000));
	const passed = (performance.now() - started) / 1000;
	return { framesASecond: ((await countOf(watched.page)) - before) / passed, tasks };
}

/** Frames on the LAN so far, as the page asks its server. */
async function countOf(page: Page): Promise<number> {
	return page.evaluate<number>("fetch('/api/frames?limit=1').then((answer) => answer.json()).then(({ counts }) => counts.LAN)");
}

/** Asks at a steady pace, unless too much is unanswered. */
function ask(socket: Socket): NodeJS.Timeout {
	let asked = 0;
	let answered = 0;
	socket.on('message', () => answered++);
	const started = performance.now();
	return setInterval(() => {
		const due = ((performance.now() - started) / 1000) * (FRAMES_A_SECOND / 2);
		for (; asked < due && asked - answered < MOST_WAITING; asked++) socket.send(GET, PORT, ADDRESS);
	}, BEAT);
}
