/** The frame of the panel in a real browser: who is let in, both languages, and how many of its pages. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { build, keiki } from '../command-line-rig.js';
import { BrowserRig } from '../web/browser-rig.js';
import { becomes } from './becomes.js';
import { PanelRig } from './panel-rig.js';

/** A browser without a screen takes each page for one that is seen: it is told otherwise. */
const see = (page: Page, isSeen: boolean) =>
	page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${!isSeen} });
		document.dispatchEvent(new Event('visibilitychange'));`);

describe('the panel in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
		panel = await PanelRig.start();
	});
	afterEach(() => browser?.closePages());
	after(async () => {
		await browser?.close();
		await panel?.running.stop('SIGKILL');
	});

	/** An address that nobody has used. */
	const freshUrl = () => keiki('meter', '--control', panel.running.ready.control as string, 'panel').stdout.trim();

	it('opens by the address that was told, once, and goes on by its cookie', async () => {
		const page = await browser.newPage();
		const { tokenUrl } = panel;
		await page.goto(tokenUrl);
		await page.getByRole('navigation').waitFor();
		assert.equal(new URL(page.url()).search, '', 'the token is gone from the address');
		const [cookie] = await page.context().cookies();
		assert.deepEqual([cookie?.name, cookie?.httpOnly, cookie?.sameSite], [`keiki-panel-${panel.port}`, true, 'Strict']);
		await page.reload();
		await page.getByRole('navigation').waitFor();
		assert.deepEqual(browser.complaints, []);

		const thief = await browser.newPage();
		assert.equal((await thief.goto(tokenUrl))?.status(), 403);
		assert.match(await thief.getByRole('main').innerText(), /used before/);
		assert.equal((await thief.goto(panel.url))?.status(), 403);
	});

	it('speaks Japanese to who wants it', async () => {
		const page = await browser.newPage({ locale: 'ja-JP' });
		await page.goto(freshUrl());
		await page.getByRole('navigation', { name: 'ページ' }).waitFor();
		assert.equal(await page.locator('html').getAttribute('lang'), 'ja');
		await page.getByRole('link', { name: 'English' }).click();
		await page.getByRole('navigation', { name: 'Pages' }).waitFor();
	});

	/** A place is kept a second after its stream: there is something to wait for. */
	const areHeard = (tab: Page, count: number) =>
		becomes(
			'streams',
			() => tab.evaluate(async () => ((await (await fetch('/api/session')).json()) as { readonly streams: number }).streams),
			(streams: number) => streams === count,
		);

	it('tells the tab that is one too many, and each after it, which goes on when another is closed', async () => {
		const page = await browser.newPage();
		await page.goto(freshUrl());
		await page.getByRole('navigation').waitFor();
		const tabs = [];
		await areHeard(page, 1);
		for (let i = 0; i < 4; i++) {
			const tab = await browser.newTab(page);
			await tab.goto(panel.url);
			await areHeard(tab, i + 2);
			tabs.push(tab);
		}
		const last = await browser.newTab(page);
		const seventh = await browser.newTab(page);
		for (const tab of [last, seventh]) {
			await tab.goto(panel.url);
			await tab.getByText('5 of these pages are open in this browser').waitFor();
		}
		await tabs[0]!.close();
		await areHeard(page, 4);
		await last.getByRole('button', { name: 'Try again' }).click();
		await last.getByText('Close one of them').waitFor({ state: 'detached' });
		await seventh.getByText('Close one of them').waitFor();
	});

	it('hears nothing while it is hidden, and goes on when it is seen again', async () => {
		const page = await browser.newPage();
		await page.goto(freshUrl());
		await page.getByRole('spinbutton', { name: 'Load' }).waitFor();
		await areHeard(page, 1);
		const asked: string[] = [];
		page.on('request', (request) => request.url().includes('/api/stream') && asked.push(request.url()));
		await see(page, false);
		await areHeard(page, 0);
		await panel.command('load 4321');
		assert.notEqual(await page.getByRole('spinbutton', { name: 'Load' }).inputValue(), '4321');
		assert.deepEqual(asked, []);

		await see(page, true);
		const load = page.getByRole('spinbutton', { name: 'Load' });
		await becomes(
			'load',
			() => load.inputValue(),
			(text: string) => text === '4321',
		);
		await areHeard(page, 1);
		assert.equal(asked.length, 1);
		await panel.command('load normal');
		assert.deepEqual(browser.complaints, []);
	});
});
