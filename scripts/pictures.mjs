// Makes the pictures of docs/pictures: pages of a run that a HEMS reads, in both languages and both themes. Those of VIEW alone, if any is told.
//
//   node scripts/pictures.mjs [VIEW…]
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { withPalette } from './png-palette.mjs';

const MAIN = 'dist/boards/host/main.js';
const FOLDER = 'docs/pictures';
const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Of boards/host/panel/page/views.ts, those that documents show. */
const SHOWN = ['meter', 'ladder', 'curves', 'frames', 'lessons'];
/** How long a HEMS reads before the first picture, ms: a join, and some values on the curve. */
const READS = 45_000;
/** How long a page takes until it shows all, ms. */
const SETTLES = 2500;
const SIZE = { width: 1280, height: 720 };

const views = process.argv.length > 2 ? process.argv.slice(2) : SHOWN;
const run = spawn(
	process.execPath,
	[MAIN, 'run', '--json', '--panel', '127.0.0.1:0', '--route-a', '127.0.0.1:0', '--units', 'rf-b,1p3w-60-2way,switch-60,normal', '--load', 'pv'],
	{ stdio: ['ignore', 'pipe', 'inherit'] },
);
let told = '';
run.stdout.setEncoding('utf8').on('data', (text) => {
	if (!told.includes('\n')) told += text;
});
while (!told.includes('\n')) await sleep(50);
const ready = JSON.parse(told.split('\n')[0]);
const hems = spawn(process.execPath, [MAIN, 'hems', 'watch', '--dongle', ready.dongle, '--id', ready.routeBId, '--password', ready.password], {
	stdio: 'ignore',
});
mkdirSync(FOLDER, { recursive: true });
await sleep(READS);

const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
const freshToken = async () => {
	const child = spawn(process.execPath, [MAIN, 'meter', '--control', ready.control, 'panel'], { stdio: ['ignore', 'pipe', 'inherit'] });
	let url = '';
	for await (const part of child.stdout.setEncoding('utf8')) url += part;
	return url.trim();
};
for (const language of ['en', 'ja'])
	for (const colorScheme of ['light', 'dark']) {
		const context = await browser.newContext({ viewport: SIZE, colorScheme, locale: language === 'ja' ? 'ja-JP' : 'en-GB' });
		const page = await context.newPage();
		await page.goto(`${await freshToken()}&lang=${language}`);
		for (const view of views) {
			await page.goto(`${ready.panel}?lang=${language}#/${view}`);
			await page.getByRole('main').waitFor();
			await sleep(SETTLES);
			if (view === 'frames') {
				await page.getByText('Get_Res').last().click();
				await sleep(SETTLES);
			}
			writeFileSync(`${FOLDER}/${view}-${language}-${colorScheme}.png`, withPalette(await page.screenshot()));
		}
		await context.close();
	}
await browser.close();
hems.kill();
run.kill();
