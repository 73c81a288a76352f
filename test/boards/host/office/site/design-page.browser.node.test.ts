/** The design page in a real browser: a design in few key presses, and a picture and checks that follow what is chosen. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { build } from '../../command-line-rig.js';
import { axeProblems } from '../../web/axe.js';
import { BrowserRig } from '../../web/browser-rig.js';
import { PASSWORD, SiteRig } from './site-rig.js';

/** The issue of the office: a design in at most so many. */
const MOST_PRESSES = 12;

describe('the design page', function () {
	this.timeout(120_000);
	let browser: BrowserRig;
	let rig: SiteRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
	});
	after(() => browser?.close());
	beforeEach(async () => {
		rig = await SiteRig.staff();
		await rig.apply('A00000001', 'route-b');
		for (const type of ['rf-b', 'rf', 'plc-b', '1p3w-60-1way', '1p3w-60-2way', 'switch-1p3w-60', 'rain', 'normal']) await rig.stock(type, 3);
	});
	afterEach(async () => {
		assert.deepEqual([rig.failures, browser.complaints], [[], []]);
		await browser.closePages();
		await rig.close();
	});

	async function signedIn(options: { readonly locale?: string; readonly javaScriptEnabled?: boolean } = {}): Promise<Page> {
		const page = await browser.newPage(options);
		await page.goto(rig.server.url);
		await page.locator('[name="name"]').fill('sato');
		await page.locator('[name="password"]').fill(PASSWORD);
		await page.locator('[name="password"]').press('Enter');
		await page.waitForURL(rig.server.url);
		return page;
	}

	const state = async () => (await rig.office.database.selectFrom('application').select('state').executeTakeFirstOrThrow()).state;

	/** Who works by the keyboard alone, each press counted, and who has opened the design from the list of what waits. */
	async function atTheDesign(): Promise<{ readonly page: Page; readonly press: (key: string) => Promise<void>; readonly presses: () => number }> {
		const page = await signedIn();
		await page.locator('input[type="search"]:focus').waitFor();
		let presses = 0;
		const press = async (key: string) => {
			presses++;
			await page.keyboard.press(key);
		};
		while (!(await page.evaluate('document.activeElement.matches(\'a[href="/applications/A00000001/design"]\')'))) await press('Tab');
		await press('Enter');
		await page.locator('#finish button:focus').waitFor();
		return { page, press, presses: () => presses };
	}

	it(`designs and orders in at most ${MOST_PRESSES} key presses, from the list of what waits`, async () => {
		const { page, press, presses } = await atTheDesign();
		await press('Enter');
		await page.waitForURL('**/applications/A00000001');
		assert.equal(await state(), 'designed');
		await page.locator('form[action$="/order"] button:focus').waitFor();
		await press('Enter');
		await page.waitForURL('**/orders/W*');
		assert.equal(await state(), 'ordered');
		assert.ok(presses() <= MOST_PRESSES, `${presses()}`);
	});

	it(`designs with another unit than the best in at most ${MOST_PRESSES} key presses, from the list of what waits`, async () => {
		const { page, press, presses } = await atTheDesign();
		// Back to the metering unit, and one down: two-way.
		for (let i = 0; i < 3; i++) await press('Shift+Tab');
		assert.equal(await page.evaluate('document.activeElement.name'), 'metering');
		await press('ArrowDown');
		await page.locator('svg.picture[aria-label*="1p3w-60-2way"]').waitFor();
		for (let i = 0; i < 3; i++) await press('Tab');
		await page.locator('#finish button:focus').waitFor();
		await press('Enter');
		await page.waitForURL('**/applications/A00000001');
		const { metering } = await rig.office.database.selectFrom('design').select('metering').executeTakeFirstOrThrow();
		assert.equal(metering, '1p3w-60-2way');
		assert.ok(presses() <= MOST_PRESSES, `${presses()}`);
	});

	it('builds the picture and the checks anew as units are chosen, and leaves no wrong one to be finished', async () => {
		const page = await signedIn();
		await page.goto(new URL('/applications/A00000001/design', rig.server.url).href);
		const picture = page.locator('svg.picture');
		assert.match(
			(await picture.getAttribute('aria-label'))!,
			/Communication rf-b \(exchange\); Metering 1p3w-60-1way; Option empty; Terminal cover rain/,
		);
		await page.getByLabel('metering unit').selectOption('1p3w-60-1way-old');
		await page.locator('#finish button:disabled').waitFor();
		assert.match((await picture.getAttribute('aria-label'))!, /Metering 1p3w-60-1way-old \(exchange\)/);
		assert.match(await page.locator('#told').innerText(), /rf-b has Route B, 1p3w-60-1way-old has not/);
		assert.match(page.url(), /metering=1p3w-60-1way-old/);
		await page.reload();
		assert.equal(await page.getByLabel('metering unit').inputValue(), '1p3w-60-1way-old');
		await page.getByLabel('metering unit').selectOption('1p3w-60-1way');
		await page.locator('#finish button.primary').waitFor();
		assert.equal(await state(), 'received');
	});

	it('is accessible in both languages, right and wrong', async () => {
		for (const locale of ['en-GB', 'ja-JP']) {
			const page = await signedIn({ locale });
			for (const search of ['', '?communication=plc&metering=1p3w-60-1way-old&option=switch-1p3w-60&cover=normal']) {
				await page.goto(new URL(`/applications/A00000001/design${search}`, rig.server.url).href);
				assert.deepEqual(await axeProblems(page), [], `${locale} ${search}`);
			}
		}
	});

	it('works without scripts', async () => {
		const page = await signedIn({ javaScriptEnabled: false });
		await page.goto(new URL('/applications/A00000001/design', rig.server.url).href);
		await page.getByLabel('metering unit').selectOption('1p3w-60-2way');
		await page.getByRole('button', { name: 'Show' }).click();
		assert.match((await page.locator('svg.picture').getAttribute('aria-label'))!, /Metering 1p3w-60-2way \(exchange\)/);
		await page.getByRole('button', { name: 'Finish the design' }).click();
		await page.waitForURL('**/applications/A00000001');
		assert.equal(await state(), 'designed');
	});
});
