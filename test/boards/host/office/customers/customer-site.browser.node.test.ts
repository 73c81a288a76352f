/** The customers' site in a real browser: from the letter to an application, by the keyboard, in both languages, for who does not see it. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { issueCustomerCode } from '../../../../../boards/host/office/customers/customer-code.js';
import { build } from '../../command-line-rig.js';
import { axeProblems } from '../../web/axe.js';
import { BrowserRig } from '../../web/browser-rig.js';
import { SiteRig } from '../site/site-rig.js';

const CLERK = Object.freeze({ name: 'suzuki', roles: Object.freeze(['clerk'] as const) });

describe("the customers' site in a browser", function () {
	this.timeout(120_000);
	let browser: BrowserRig;
	let rig: SiteRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
	});
	after(() => browser?.close());
	beforeEach(async () => {
		rig = await SiteRig.customers();
	});
	afterEach(async () => {
		assert.deepEqual([rig.failures, browser.complaints], [[], []]);
		await browser.closePages();
		await rig.close();
	});

	/** By the keyboard alone. */
	async function signedIn(locale = 'en-GB'): Promise<Page> {
		const { code } = await issueCustomerCode(rig.office, CLERK, 'C0000000001');
		const page = await browser.newPage({ locale });
		await page.goto(rig.server.url);
		await page.locator('[name="contract"]:focus').waitFor();
		// Past the form for who has a password.
		for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
		await page.keyboard.type('c0000000001');
		await page.keyboard.press('Tab');
		await page.keyboard.type(code.toLowerCase());
		await page.keyboard.press('Enter');
		await page.waitForURL(rig.server.url);
		return page;
	}

	it('takes an application for Route B and one that is withdrawn', async () => {
		const page = await signedIn();
		await page.getByLabel('How the controller reaches the meter').selectOption('plc');
		await page.getByRole('button', { name: 'Apply for Route B' }).click();
		await page.getByRole('status').waitFor();
		assert.match(await page.getByRole('status').innerText(), /We have your application: A\d{8}/);
		assert.equal(await page.getByRole('button', { name: 'Apply for Route B' }).count(), 0);
		await page.getByRole('button', { name: /^Withdraw A/ }).click();
		await page.getByRole('button', { name: 'Apply for Route B' }).waitFor();
		assert.match(await page.getByRole('region', { name: 'Your applications' }).innerText(), /withdrawn/);
	});

	it('has a password set after the letter, by which one comes back without another, and has it changed', async () => {
		const first = await signedIn();
		rig.now += 1000;
		await first.locator('.note').getByRole('link', { name: 'Your password' }).click();
		await first.getByLabel('New password').fill('three cows on the moon');
		await first.getByLabel('The same again').fill('three cows on the moon');
		await first.getByRole('button', { name: 'Set the password' }).click();
		await first.waitForURL(rig.server.url);
		assert.equal(await first.locator('.note').count(), 0);
		await first.getByRole('button', { name: 'Sign out' }).click();
		await first.locator('[name="contract"]:focus').waitFor();
		await first.keyboard.type('c0000000001');
		await first.keyboard.press('Tab');
		await first.keyboard.type('three cows on the moon');
		await first.keyboard.press('Enter');
		await first.waitForURL(rig.server.url);
		await first.goto(new URL('/password', rig.server.url).href);
		assert.deepEqual(await axeProblems(first), []);
		await first.getByLabel('The password until now').fill('three cows on the moon');
		await first.getByLabel('New password').fill('four cows on the moon');
		await first.getByLabel('The same again').fill('four cows on the moon');
		await first.getByRole('button', { name: 'Change the password' }).click();
		await first.waitForURL(rig.server.url);
	});

	it('has consent given and taken back', async () => {
		const page = await signedIn();
		await page.getByRole('link', { name: 'Who may have your data' }).click();
		await page.getByLabel('Who (name of the company)').fill('Denki');
		await page.getByLabel('readings of each half-hour').check();
		await page.getByLabel('Until').fill('2027-01-31');
		await page.getByRole('button', { name: 'Let somebody have data' }).click();
		await page.getByRole('button', { name: 'Take back: Denki' }).click();
		await page.getByText('taken back').waitFor();
	});

	for (const locale of ['en-GB', 'ja-JP'])
		it(`is accessible on each page, in ${locale}`, async () => {
			const door = await browser.newPage({ locale });
			await door.goto(rig.server.url);
			assert.deepEqual(await axeProblems(door), []);
			const page = await signedIn(locale);
			await page.locator('form[action="/apply/lost-password"] button').click();
			for (const path of ['/', '/consents', '/data', '/password']) {
				await page.goto(new URL(path, rig.server.url).href);
				for (const summary of await page.locator('summary').all()) await summary.click();
				assert.deepEqual(await axeProblems(page), [], path);
			}
		});
});
