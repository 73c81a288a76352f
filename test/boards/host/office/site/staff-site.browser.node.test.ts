/** The site of the staff in a real browser: by the keyboard alone, in both languages, for who does not see it. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { propose } from '../../../../../boards/host/office/people/two-persons.js';
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
			const mori = { name: 'mori', roles: ['clerk'] } as const;
			await propose(rig.office, mori, 'password.rewrite-many', { contracts: ['C0000000001'], language: 'ja', notBefore: null, expires: null });
			for (const colorScheme of [undefined, 'dark'] as const) {
				for (const [name, paths] of [
					['sato', ['/', '/contracts/C0000000001', '/applications', '/orders', '/cases', '/nowhere']],
					['mori', ['/', '/log', '/contracts/C0000000001/person']],
					['suzuki', ['/', '/contracts/C0000000001/apply', '/contracts/C0000000001/person?all=yes', '/proposals', '/proposals/1']],
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

	it('shows all that is held as it is printed, and erases it', async () => {
		await rig.office.database.updateTable('contract').set({ state: 'ended' }).execute();
		await rig.office.database.deleteFrom('application').execute();
		const page = await signedIn('suzuki');
		await page.goto(new URL('/contracts/C0000000001', rig.server.url).href);
		await page.getByRole('link', { name: 'All that is held of it' }).click();
		await page.getByRole('link', { name: 'All rows, to print' }).click();
		await page.evaluate('print = () => { document.title = "printed"; }');
		await page.getByRole('button', { name: 'Print' }).click();
		assert.equal(await page.title(), 'printed');
		await page.emulateMedia({ media: 'print' });
		assert.equal(await page.getByText('佐藤 花子').isVisible(), true);
		assert.equal(await page.locator('header, form, button, .button').filter({ visible: true }).count(), 0);
		await page.emulateMedia({ media: 'screen' });
		await page.goBack();
		await page.getByLabel('The customer has moved out').check();
		await page.getByRole('button', { name: 'Erase' }).click();
		await page.getByRole('heading', { name: 'C0000000001 is erased' }).waitFor();
		assert.deepEqual(await axeProblems(page), []);
		assert.equal((await rig.office.database.selectFrom('contract').select('customer').executeTakeFirstOrThrow()).customer, '');
	});

	it('signs out by a form', async () => {
		const page = await signedIn('sato');
		await page.getByRole('button', { name: 'Sign out' }).click();
		assert.equal(new URL(page.url()).pathname, '/sign-in');
	});
});
