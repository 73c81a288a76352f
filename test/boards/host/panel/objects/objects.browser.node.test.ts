/** The objects of both routes in a real browser, by the keyboard alone; what was done is read back by a HEMS and a head-end. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { build, keiki, Running } from '../../command-line-rig.js';
import { keikiHere } from '../../here-rig.js';
import { axeProblems } from '../../web/axe.js';
import { BrowserRig } from '../../web/browser-rig.js';
import { PanelRig } from '../panel-rig.js';

describe('the objects in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
		panel = await PanelRig.start('--dongle', 'tcp:0', '--route-a', '127.0.0.1:0', '--load', 'constant:500');
	});
	afterEach(() => browser?.closePages());
	after(async () => {
		await browser?.close();
		await panel?.running.stop('SIGKILL');
	});

	const dongle = () => panel.running.ready.dongle as string;

	async function opened(options: Parameters<BrowserRig['newPage']>[0] = {}): Promise<Page> {
		const page = await browser.newPage(options);
		const url = await panel.freshUrl();
		await page.goto(url);
		await page.goto(`${panel.url}#/objects`);
		await page.locator('.object-leaf >> visible=true').first().waitFor();
		return page;
	}

	/** Looks again and again, and lets others work meanwhile. */
	async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
		while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
	}

	/** Opens a row of a tree, or closes it. */
	async function toggle(page: Page, code: string): Promise<void> {
		await page.locator(`summary:has(.code:text-is("${code}"))`).focus();
		await page.keyboard.press('Enter');
	}

	const leaf = (page: Page, code: string) => page.locator(`.object-leaf:has(> details > summary .code:text-is("${code}"))`);

	it('reads by the dongle of its own, and tells the bytes', async () => {
		const page = await opened();
		await page.getByText('Nobody is joined').waitFor();
		await toggle(page, 'E7');
		await leaf(page, 'E7').getByRole('button', { name: 'Read', exact: true }).focus();
		await page.keyboard.press('Space');
		await leaf(page, 'E7').getByText('by the panel’s own dongle').waitFor();
		await leaf(page, 'E7').getByText('00 00 01 F4').first().waitFor();
		await leaf(page, 'E7')
			.getByText(/read by panel by Wi-SUN \(Get_Res\)/)
			.waitFor();
		const event = await panel.running.until(({ event, peerNode }) => event === 'get' && peerNode === 'panel');
		assert.equal(event.service, 'Get_Res');
		assert.deepEqual(browser.complaints, []);
	});

	it('writes, and a HEMS reads what was written', async () => {
		const page = await opened();
		await toggle(page, '81');
		await leaf(page, '81').getByLabel('Bytes').fill('2a');
		await page.keyboard.press('Enter');
		await leaf(page, '81').getByText('Written: the meter has it now.').waitFor();
		const { stdout } = keiki('hems', 'read', '--dongle', dongle(), '--json');
		assert.match(stdout, /"epc":"81"[^}]*"edt":"2A"/);
	});

	it('while a HEMS is joined says so, and writes nothing', async () => {
		const hems = Running.begin('hems', 'watch', '--dongle', dongle());
		try {
			const page = await opened();
			await page.getByText('dongle is joined').waitFor();
			await toggle(page, '81');
			await leaf(page, '81').getByLabel('Bytes').fill('11');
			await page.keyboard.press('Enter');
			await leaf(page, '81').getByText('Not done: nothing was written.').waitFor();
			const { json } = await panel.get('/api/objects/route-b');
			const [, meter] = json.objects;
			assert.notEqual(meter.properties.find(({ epc }: { readonly epc: string }) => epc === '81').edt, '11');
		} finally {
			await hems.stop();
		}
		await until(async () => (await panel.get('/api/objects/route-b')).json.next.way === 'own dongle');
	});

	it('shows rows of the load profile, and finds objects by words', async () => {
		const page = await opened();
		await page.getByRole('searchbox', { name: 'Find' }).fill('load profile');
		await until(async () => (await page.locator('.object-leaf >> visible=true').count()) === 1);
		await toggle(page, '1.0.99.1.0.255');
		await leaf(page, '1.0.99.1.0.255').getByRole('button', { name: 'Show rows' }).press('Enter');
		await leaf(page, '1.0.99.1.0.255').getByRole('region', { name: 'Newest rows' }).waitFor();
		assert.equal(await page.locator('.rows tbody tr').count(), 8);
	});

	it('sets the clock once it is confirmed, and a head-end reads the time', async () => {
		const page = await opened();
		const time = async () => (await keikiHere('hes', 'read', '--meter', panel.running.ready.routeA as string, '8/0.0.1.0.0.255:2', '--json')).stdout;
		assert.match(await time(), /"value":"20\d\d/);
		await toggle(page, '0.0.1.0.0.255');
		const clock = leaf(page, '0.0.1.0.0.255');
		await clock.getByLabel('New value').fill('2031-05-06T07:08:09');
		await clock.getByRole('button', { name: 'Write', exact: true }).press('Enter');
		await clock.getByText('success (0)').waitFor();
		assert.match(await time(), /"value":"2031-05-06T07:08/);
		await clock.getByRole('button', { name: 'Call shift_time' }).press('Enter');
		const dialog = page.getByRole('dialog', { name: 'Call shift_time' });
		await dialog.getByText('sets the meter’s clock').waitFor();
		await dialog.getByLabel('Parameter').fill('10 03 84');
		await page.keyboard.press('Enter');
		await dialog.waitFor({ state: 'detached' });
		await until(async () => /"value":"2031-05-06T07:2/.test(await time()));
	});

	for (const [name, options, language] of [
		['light, English', { colorScheme: 'light' }, 'en'],
		['dark, Japanese, on a phone', { colorScheme: 'dark', locale: 'ja-JP', viewport: { width: 390, height: 844 } }, 'ja'],
	] as const)
		it(`is in order for axe, and as wide as its screen: ${name}`, async () => {
			const page = await opened(options);
			assert.equal(await page.locator('html').getAttribute('lang'), language);
			for (const code of ['E5', 'ED', '0.0.1.0.0.255', '1.0.1.7.0.255']) await toggle(page, code);
			await leaf(page, '0.0.1.0.0.255').locator('td .text').first().waitFor();
			assert.deepEqual(await axeProblems(page), []);
			const [width = 0, screen = 0] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, innerWidth]');
			assert.ok(width <= screen, `${width} > ${screen}`);
		});

	it('is asked for again and again while it is live, and not when it is not', async () => {
		const page = await opened();
		await page.clock.install();
		await page.reload();
		let asked = 0;
		page.on('request', (request) => {
			if (request.url().includes('/api/objects/route-b?')) asked++;
		});
		await leaf(page, 'E7').getByText('500 W').waitFor();
		assert.equal((await panel.command('load 900')).status, 200);
		await page.clock.runFor(2_500);
		await leaf(page, 'E7').getByText('900 W').waitFor();
		await page.getByLabel('Live').press('Space');
		await until(async () => !(await page.getByLabel('Live').isChecked()));
		const before = asked;
		await page.clock.runFor(60_000);
		assert.ok(asked <= before + 1, `${asked - before} times`);
		assert.equal((await panel.command('load normal')).status, 200);
	});
});
