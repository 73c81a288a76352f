/** What the frames of a busy run cost a page in a real browser: how long its main thread is held, at so many frames a second. */
import { spawn, spawnSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type LongestTasks, WatchedPage } from './watched-page.js';

const PORT = 3610;
const ADDRESS = '127.0.36.7';
const CLIENT = '127.0.36.8';
const MAIN = 'dist/boards/host/main.js';
/** Get, TID 0, to the smart meter, EPC E7: a frame, and one more that answers it. */
const GET = Uint8Array.of(0x10, 0x81, 0, 0, 0x05, 0xff, 0x01, 0x02, 0x88, 0x01, 0x62, 0x01, 0xe7, 0x00);
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

/** Undefined: there is no chromium, or this system has no further loopback addresses. */
export async function benchPage(seconds: number): Promise<PageCost | undefined> {
	if (process.platform !== 'linux') return undefined;
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const control = join(folder, 'control');
	const words = ['run', '--quiet', '--dongle', 'tcp:0', '--route-a', 'off', '--lan', ADDRESS, '--control', control, '--panel', '127.0.0.1:0'];
	const run = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
	const socket = await bound();
	let asking: NodeJS.Timeout | undefined;
	try {
		await new Promise((resolve) => run.stdout.once('data', resolve));
		run.stdout.resume();
		const { stdout } = spawnSync(process.execPath, [MAIN, 'meter', '--control', control, 'panel'], { encoding: 'utf8' });
		const watched = await WatchedPage.open(stdout.trim());
		if (watched === undefined) return undefined;
		const { page } = watched;
		try {
			await page.getByRole('link', { name: 'Frames', exact: true }).click();
			await page.locator('.frames-filter').waitFor();
			asking = ask(socket);
			await sleep(SETTLING);
			return await cost(watched, seconds);
		} finally {
			await watched.close();
		}
	} finally {
		clearInterval(asking);
		run.kill('SIGKILL');
		socket.close();
		rmSync(folder, { recursive: true });
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

function bound(): Promise<Socket> {
	const socket = createSocket({ type: 'udp4', reuseAddr: true });
	return new Promise((resolve, reject) => {
		socket.once('error', reject);
		socket.bind(PORT, CLIENT, () => resolve(socket));
	});
}
