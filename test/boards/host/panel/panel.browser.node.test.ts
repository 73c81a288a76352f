/** The frame of the panel in a real browser: who is let in, both languages, and what other sites can do to it. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { build, keiki } from '../command-line-rig.js';
import { BrowserRig } from '../web/browser-rig.js';
import { PanelRig } from './panel-rig.js';

describe('the panel in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this, ['--host-resolver-rules=MAP evil.test 127.0.0.1']);
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

	it('is not reached by another name, nor by a page of another server', async () => {
		const page = await browser.newPage();
		await page.goto(freshUrl());
		await page.getByRole('navigation').waitFor();
		const load = () => panel.get('/api/state').then(({ json }) => json.meters[0].power as boolean);

		const rebound = await browser.newTab(page);
		assert.equal((await rebound.goto(`http://evil.test:${panel.port}/`))?.status(), 403);
		let server: Server | undefined;
		try {
			server = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>evil</title>'));
			await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
			const { port } = server.address() as AddressInfo;
			for (const place of [`http://evil.test:${port}/`, `http://127.0.0.1:${port}/`]) {
				const foreign = await browser.newTab(page);
				const statuses: number[] = [];
				page.context().on('response', (response) => {
					if (response.url().endsWith('/api/command')) statuses.push(response.status());
				});
				await foreign.goto(place);
				await foreign.evaluate(async (url) => {
					const body = JSON.stringify({ command: 'power off' });
					const send = (type: string) =>
						fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', headers: { 'Content-Type': type }, body });
					await send('text/plain').catch(() => {});
					await send('application/json').catch(() => {});
				}, `${panel.url}api/command`);
				assert.ok(
					statuses.every((status) => status === 403),
					`${place}: ${statuses.join(' ')}`,
				);
				assert.equal(await load(), true);
			}
			const post = (command: string) =>
				page.evaluate(async (line) => {
					const headers = { 'Content-Type': 'application/json' };
					return (await fetch('/api/command', { method: 'POST', headers, body: JSON.stringify({ command: line }) })).status;
				}, command);
			assert.equal(await post('power off'), 200, 'its own page can');
			assert.equal(await load(), false);
			assert.equal(await post('power on'), 200);
		} finally {
			server?.close();
		}
	});

	it('tells the tab that is one too many, which goes on when another is closed', async () => {
		const page = await browser.newPage();
		await page.goto(freshUrl());
		await page.getByRole('navigation').waitFor();
		const tabs = [];
		const areHeard = async (tab: Page, count: number) => {
			const streams = () => tab.evaluate(async () => ((await (await fetch('/api/session')).json()) as { readonly streams: number }).streams);
			for (let tries = 0; (await streams()) !== count; tries++) assert.ok(tries < 1000);
		};
		await areHeard(page, 1);
		for (let i = 0; i < 4; i++) {
			const tab = await browser.newTab(page);
			await tab.goto(panel.url);
			await areHeard(tab, i + 2);
			tabs.push(tab);
		}
		const last = await browser.newTab(page);
		await last.goto(panel.url);
		await last.getByText('Close one of them').waitFor();
		await tabs[0]!.close();
		await areHeard(page, 4);
		await last.getByRole('button', { name: 'Try again' }).click();
		await last.getByText('Close one of them').waitFor({ state: 'detached' });
	});
});
