/** Ten thousand meters in a browser: what the longest task of the page takes while its list and map are opened, scrolled, and change. */
import { ManyRig } from '../test/boards/host/panel/many-rig.js';
import { type LongestTasks, WatchedPage } from './watched-page.js';

const METERS = 10_000;
/** ms in which what was asked for comes and is drawn. */
const SETTLED = 1000;
/** So many keys, turns of the wheel and jumps, and ms from one to the next. */
const STEPS = 60;
const PAUSE = 30;
/** px of a turn of the wheel. */
const TURN = 3000;

export interface ManyRows {
	readonly what: string;
	readonly longest: LongestTasks;
}

/** Undefined: there is no chromium here. */
export async function benchManyRows(): Promise<readonly ManyRows[] | undefined> {
	const rig = await ManyRig.start(METERS);
	const watched = await WatchedPage.open('about:blank');
	if (watched === undefined) {
		rig.stop();
		return undefined;
	}
	const { page } = watched;
	const list = page.locator('.meter-list');
	const settle = () => page.waitForTimeout(SETTLED);
	const press = async (...keys: readonly string[]) => {
		for (const key of keys)
			for (let i = 0; i < STEPS; i++) {
				await page.keyboard.press(key);
				await page.waitForTimeout(PAUSE);
			}
	};
	const work: Readonly<Record<string, () => Promise<unknown>>> = {
		opened: async () => {
			await page.goto(rig.panel.freshUrl());
			await list.getByRole('link', { name: /meter-2 KEIKI/ }).waitFor();
		},
		'scrolled by keys': async () => {
			await list.getByRole('link', { name: /meter-2 KEIKI/ }).focus();
			await press('PageDown', 'ArrowDown', 'End', 'PageUp', 'Home');
		},
		'scrolled by a wheel': async () => {
			await list.hover();
			for (let i = 0; i < STEPS; i++) {
				await page.mouse.wheel(0, TURN);
				await page.waitForTimeout(PAUSE);
			}
		},
		'one changes': () => rig.ask(`meter ${METERS} power off`),
		'all change': () => rig.ask('meter all power off'),
	};
	try {
		const rows: ManyRows[] = [];
		for (const [what, action] of Object.entries(work)) {
			const longest = await watched.tasksOf(async () => {
				await action();
				await settle();
			});
			rows.push({ what, longest });
		}
		if (watched.complaints.length > 0) throw new Error(`bench: the page complained: ${watched.complaints.join('; ')}`);
		return rows;
	} finally {
		await watched.close();
		rig.stop();
	}
}
