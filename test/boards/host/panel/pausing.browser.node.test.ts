/** A scenario that is paused in the page, as a head-end sees it. */
import assert from 'node:assert/strict';
import { build } from '../command-line-rig.js';
import { BrowserRig } from '../web/browser-rig.js';
import { becomes } from './becomes.js';
import { DlmsReader } from './dlms-reader.js';
import { PanelRig } from './panel-rig.js';

/** Virtual seconds that pass in one. */
const SPEED = 4;
const SCENARIO = '+0s load 900\n+20s load 700\n';

describe('a scenario in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
		panel = await PanelRig.start('--speed', String(SPEED));
	});
	afterEach(() => browser?.closePages());
	after(async () => {
		await browser?.close();
		await panel?.running.stop('SIGKILL');
	});

	it('does nothing while it is paused, goes on when it is told to, and ends where it is stopped', async () => {
		const power = () => new DlmsReader(panel.running.ready.routeA as string).read('3/1.0.1.7.0.255');
		const elapsed = async () => (await panel.get('/api/state')).json.elapsedMs as number;
		const page = await browser.newPage();
		await page.goto(panel.tokenUrl);
		await page.goto(`${panel.url}#/scenarios`);
		/** Nobody can press a button that is not to be pressed yet. */
		const press = (name: string) => page.getByRole('button', { name, exact: true }).and(page.locator(':enabled')).press('Enter');
		await page.getByLabel('Choose a file').setInputFiles({ name: 'two.scenario', mimeType: 'text/plain', buffer: Buffer.from(SCENARIO) });
		await press('Run');
		await press('Pause');
		await page.locator('.headline .badge', { hasText: 'paused' }).waitFor();
		const begin = await elapsed();
		await becomes('load', power, (watts: number) => watts === 900);
		await becomes('time', elapsed, (now: number) => now > begin + 25_000);
		assert.equal(await power(), 900, 'its second step has not come');
		await press('Go on');
		await becomes('load', power, (watts: number) => watts === 700);
		await page.getByText('2 of 2 steps').waitFor();

		await press('Run again');
		await press('Stop');
		await page.locator('.headline .badge', { hasText: 'stopped' }).waitFor();
		const stopped = await elapsed();
		await becomes('load', power, (watts: number) => watts === 900);
		await becomes('time', elapsed, (now: number) => now > stopped + 25_000);
		assert.equal(await power(), 900, 'its second step never comes');
		assert.deepEqual(browser.complaints, []);
	});
});
