/** The pages of `keiki mdm serve` in a real browser: by the keyboard, in both languages, for who does not see them. */
import assert from 'node:assert/strict';
import { pagesFolder } from '../../../../boards/host/web/pages.js';
import { build } from '../command-line-rig.js';
import { axeProblems } from '../web/axe.js';
import { BrowserRig } from '../web/browser-rig.js';
import { DATE, ServeRig } from './serve-rig.js';

describe('pages of meter data in a browser', function () {
	this.timeout(120_000);
	let browser: BrowserRig;
	let rig: ServeRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
	});
	after(() => browser?.close());
	beforeEach(async () => {
		rig = await ServeRig.open(pagesFolder('mdm'));
		await rig.fill();
	});
	afterEach(async () => {
		assert.deepEqual([rig.failures, browser.complaints], [[], []]);
		await browser.closePages();
		rig.close();
	});

	it('leads from the printed address to a day, and on to a supply point, by the keyboard', async () => {
		const page = await browser.newPage();
		await page.goto(rig.tokenUrl);
		assert.equal(page.url(), rig.url);
		await page.goto(`${rig.url}?day=${DATE}`);
		assert.deepEqual(await axeProblems(page), []);
		assert.match(await page.getByRole('row', { name: /^street-2/ }).innerText(), /62\.50 %\s+36/);
		assert.equal(await page.getByRole('img', { name: /^street-2, by half-hour: below 90 % 36, all 12$/ }).count(), 1);
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await page.keyboard.type('P4');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Supply point P4' }).waitFor();
		await page.getByLabel('Day').fill(DATE);
		await page.getByRole('button', { name: 'Show' }).click();
		await page.getByText('24 of 48 half-hours are known, import 2.400 kWh').first().waitFor();
		await page.getByText('Half-hours of the day').first().click();
		assert.deepEqual(await axeProblems(page), []);
		await page.getByRole('link', { name: 'The next day' }).click();
		await page.waitForURL(/day=2026-12-14/);
	});

	for (const colorScheme of ['light', 'dark'] as const) {
		it(`reads well in Japanese, in ${colorScheme} colours and on a phone, and stays Japanese`, async () => {
			const page = await browser.newPage({ locale: 'en-GB', colorScheme, viewport: { width: 390, height: 800 } });
			await page.goto(rig.tokenUrl);
			await page.goto(`${rig.url}?day=${DATE}`);
			await page.getByRole('link', { name: '日本語' }).click();
			await page.getByRole('heading', { name: `${DATE}の収集状況` }).waitFor();
			assert.deepEqual(await axeProblems(page), []);
			assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing stands out of the page');
			await page.goto(`${rig.url}meter?of=P1&day=${DATE}`);
			await page.getByRole('heading', { name: '供給地点 P1' }).waitFor();
			assert.deepEqual(await axeProblems(page), []);
			assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing stands out of the page');
		});
	}

	it('hands on a file of what it shows', async () => {
		const page = await browser.newPage();
		await page.goto(rig.tokenUrl);
		await page.goto(`${rig.url}?day=${DATE}`);
		const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Gaps as CSV' }).click()]);
		assert.equal(file.suggestedFilename(), 'gaps.csv');
	});
});
