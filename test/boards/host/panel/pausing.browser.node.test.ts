/** A scenario that is paused in the page, as a head-end sees it. */
import assert from 'node:assert/strict';
import { build } from '../command-line-rig.js';
import { BrowserRig } from '../web/browser-rig.js';
import { HeldRig } from './held-rig.js';

const SCENARIO = '+1s load 900\n+20s load 700\n';

describe('a scenario in a browser', () => {
	let browser: BrowserRig;
	let rig: HeldRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
		rig = await HeldRig.start();
	});
	afterEach(() => browser?.closePages());
	after(async () => {
		await browser?.close();
		rig?.stop();
	});

	it('does nothing while it is paused, goes on when it is told to, and ends where it is stopped', async () => {
		const power = () => rig.read('3/1.0.1.7.0.255');
		const page = await browser.newPage();
		await page.goto(rig.panel.freshUrl());
		await page.goto(`${rig.panel.url}#/scenarios`);
		/** Nobody can press a button that is not to be pressed yet. */
		const button = (name: string) => page.getByRole('button', { name, exact: true }).and(page.locator(':enabled'));
		/** Its time goes on once the page has heard of it. */
		const press = async (name: string, state: string) => {
			await button(name).press('Enter');
			await page.locator('.headline .badge', { hasText: state }).waitFor();
		};
		await page.getByLabel('Choose a file').setInputFiles({ name: 'two.scenario', mimeType: 'text/plain', buffer: Buffer.from(SCENARIO) });
		await press('Run', 'running');
		rig.run(5000);
		assert.equal(await power(), 900);
		await press('Pause', 'paused');
		rig.run(60_000);
		assert.equal(await power(), 900, 'its second step has not come');
		await press('Go on', 'running');
		rig.run(14_000);
		assert.equal(await power(), 900, 'its time went on where it was paused');
		rig.run(2000);
		assert.equal(await power(), 700);
		await page.getByText('2 of 2 steps').waitFor();

		await press('Run again', 'running');
		rig.run(5000);
		assert.equal(await power(), 900);
		await press('Stop', 'stopped');
		rig.run(60_000);
		assert.equal(await power(), 900, 'its second step never comes');
		assert.deepEqual(browser.complaints, []);
	});
});
