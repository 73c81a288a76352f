/** Many meters in a real browser: a list and a map, and one of them worked by keyboard, whose Route A tells of it. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { build } from '../command-line-rig.js';
import { axeProblems } from '../web/axe.js';
import { BrowserRig } from '../web/browser-rig.js';
import { becomes } from './becomes.js';
import { DlmsReader } from './dlms-reader.js';
import { PanelRig } from './panel-rig.js';

const UNITS = 'rf-b,1p3w-60-2way,switch-60,rain';
const CLOCK = '8/0.0.1.0.0.255';

describe('many meters in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	let page: Page;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
		panel = await PanelRig.start('--units', UNITS, '--meters', '12');
		page = await browser.newPage({ reducedMotion: 'reduce' });
		await page.goto(panel.tokenUrl);
		await page.getByRole('heading', { name: '12 meters' }).waitFor();
	});
	after(async () => {
		await browser?.close();
		await panel?.running.stop('SIGKILL');
	});

	it('begin with a list of all, in which one is chosen by keyboard and worked', async () => {
		await page.getByRole('link', { name: /^nobody joined meter-7 / }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'meter-7 · KEIKI0000007' }).waitFor();
		await page.getByRole('button', { name: 'Cut', exact: true }).focus();
		await page.keyboard.press('Enter');
		const clockOf = (number: number) => {
			const { routeA } = (panel.running.ready.meters as readonly { readonly routeA: string }[])[number - 1]!;
			return new DlmsReader(routeA, { client: '16' }).read(CLOCK);
		};
		await becomes(
			'Route A',
			() => clockOf(7),
			(time: unknown) => time === undefined,
		);
		for (const number of [1, 6, 8]) assert.notEqual(await clockOf(number), undefined, `meter ${number}`);
	});

	it('show at once which of them have no power, and find the next one', async () => {
		await page.getByRole('link', { name: 'Meters' }).click();
		await page.getByRole('button', { name: 'no power 1: show the next one' }).waitFor();
		await panel.command('meter 11 power off');
		const next = page.getByRole('button', { name: 'no power 2: show the next one' });
		await next.waitFor();
		await page.getByRole('link', { name: /^no power meter-11 / }).waitFor();
		await page.getByRole('img', { name: /^Map of all meters\. no power: 2, nobody joined: 10/ }).waitFor();
	});

	it('are found by a part of the serial number', async () => {
		await page.getByRole('searchbox').fill('00012');
		await page
			.locator('.found')
			.getByRole('link', { name: /meter-12 KEIKI0000012/ })
			.waitFor();
		await page.getByRole('searchbox').fill('99');
		await page.getByText('No meter is found by “99”.').waitFor();
	});

	it('have nothing for axe to find', async () => {
		assert.deepEqual(await axeProblems(page), []);
	});
});
