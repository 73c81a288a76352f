/** The site of the staff in a real browser: by the keyboard alone, in both languages, for who does not see it. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { build } from '../../command-line-rig.js';
import { axeProblems } from '../../web/axe.js';
import { BrowserRig } from '../../web/browser-rig.js';
import { PASSWORD, SiteRig } from './site-rig.js';

describe('the site of the staff in a browser', function () {
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
	});
	afterEach(async () => {
		assert.deepEqual([rig.failures, browser.complaints], [[], []]);
		await browser.closePages();
		await rig.close();
	});

	/** By the keyboard alone, as all of this. */
	async function signedIn(name: string, options: { readonly locale?: string; readonly colorScheme?: 'dark' } = {}): Promise<Page> {
		const page = await browser.newPage(options);
		await page.goto(rig.server.url);
		await page.locator('[name="name"]:focus').waitFor();
		await page.keyboard.type(name);
		await page.keyboard.press('Tab');
		await page.keyboard.type(PASSWORD);
		await page.keyboard.press('Enter');
		await page.waitForURL(rig.server.url);
		return page;
	}

	for (const locale of ['en-GB', 'ja-JP'])
		it(`is accessible on each page, in ${locale}, by day and by night`, async () => {
			for (const colorScheme of [undefined, 'dark'] as const) {
				for (const [name, paths] of [
					['sato', ['/', '/contracts/C0000000001', '/applications', '/orders', '/cases', '/nowhere']],
					['mori', ['/', '/log']],
				] as const) {
					const page = await signedIn(name, { locale, ...(colorScheme && { colorScheme }) });
					for (const path of paths) {
						await page.goto(new URL(path, rig.server.url).href);
						assert.deepEqual(await axeProblems(page), [], `${path} ${colorScheme}`);
					}
				}
			}
			// The browser itself complains of pages that are not there.
			browser.complaints.length = 0;
		});

	it('leads to the search by a slash, and switches its language and keeps it', async () => {
		const page = await signedIn('sato');
		await page.keyboard.press('Escape');
		await page.locator('main').focus();
		await page.keyboard.press('/');
		assert.equal(await page.evaluate('document.activeElement.type'), 'search');
		await page.getByText('日本語').click();
		assert.equal(await page.locator('h1').textContent(), '作業');
		await page.goto(new URL('/applications', rig.server.url).href);
		assert.equal(await page.locator('h1').textContent(), '申し込み');
	});

	it('signs out by a form', async () => {
		const page = await signedIn('sato');
		await page.getByRole('button', { name: 'Sign out' }).click();
		assert.equal(new URL(page.url()).pathname, '/sign-in');
	});
});
