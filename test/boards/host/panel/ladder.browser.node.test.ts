/** The ladder of a join in a real browser, and the line over every page, with a HEMS at the serial port. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { build, keikiLater, Program } from '../command-line-rig.js';
import { BrowserRig } from '../web/browser-rig.js';
import { PanelRig } from './panel-rig.js';

describe('the ladder of a join in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	let program: Program | undefined;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
	});
	beforeEach(async () => {
		panel = await PanelRig.start('--dongle', 'tcp:0', '--speed', 'max');
	});
	afterEach(async () => {
		program?.close();
		program = undefined;
		await browser?.closePages();
		await panel?.running.stop('SIGKILL');
	});
	after(() => browser?.close());

	/** The view, in a browser that nobody has used. */
	async function open(locale = 'en-GB'): Promise<Page> {
		const page = await browser.newPage({ locale });
		await page.goto(await panel.freshUrl());
		await page.getByRole('link', { name: locale === 'ja-JP' ? '接続' : 'Joining', exact: true }).click();
		await page.locator('.hems-needs').waitFor();
		return page;
	}

	/** A HEMS that reads and leaves. */
	function read(password = panel.running.ready.password as string) {
		const { dongle, routeBId } = panel.running.ready;
		return keikiLater('hems', 'read', '--dongle', dongle as string, '--id', routeBId as string, '--password', password);
	}

	it('tells an empty port the three lines, and the password when it is asked for, by keyboard', async () => {
		const page = await open();
		const { ready } = panel.running;
		const needs = page.locator('.hems-needs');
		await needs.getByText(ready.dongle as string, { exact: true }).waitFor();
		await needs.getByText(ready.routeBId as string, { exact: true }).waitFor();
		assert.ok(!(await page.content()).includes(ready.password as string));
		await page.getByRole('button', { name: 'Show the password' }).focus();
		await page.keyboard.press('Enter');
		await needs.getByText(ready.password as string, { exact: true }).waitFor();
		assert.match(await needs.innerText(), new RegExp(`hems read --dongle .* --password ${ready.password as string}`));
		assert.deepEqual(browser.complaints, []);
	});

	it('shows a join rung by rung, and the line over it who is in', async () => {
		const page = await open();
		const { ready } = panel.running;
		program = await Program.open(ready.dongle as string);
		const address = await program.join(ready);
		await program.ask(address, '1081000105FF010288016201E700');
		const ladder = page.locator('.ladder');
		for (const rung of ['SKSETPWD C …', 'PCI', 'PAR[C]', 'EVENT 25']) await ladder.locator('code', { hasText: rung }).first().waitFor();
		await page.getByText('Joined by dongle').waitFor();
		await page.locator('.status-line').getByText(/E7/).waitFor();
		await page.getByRole('heading', { name: 'The HEMS is in' }).waitFor();
		// A rung leads to its frame.
		const rung = page.locator('.rung.pana', { hasText: 'PAR[C]' });
		await rung.getByRole('link').focus();
		await page.keyboard.press('Enter');
		await page.locator('.frames-view').waitFor();
		await page.locator('.frames-view').getByText('Success (3)').first().waitFor();
		// Who comes later sees it as well.
		const later = await open('ja-JP');
		await later.locator('.ladder code', { hasText: 'EVENT 25' }).first().waitFor();
		await later.getByText('dongleが接続中').waitFor();
		assert.ok(!(await page.content()).includes(panel.running.ready.password as string));
		assert.deepEqual(browser.complaints, []);
	});

	it('says where a wrong password stops, and what Table 2 says of it', async () => {
		const page = await open();
		await read('ZZZZZZZZZZZZ');
		const card = page.locator('.stop-card');
		await card.getByText(/the password that the program has set is not this meter's/).waitFor();
		await card.getByText('HEMS fails').waitFor();
		await page.locator('.rung.stop').getByText('It stopped here').waitFor();
		const { json } = await panel.get('/api/ladder');
		assert.equal(json.dongles[0].stopped.cause, 'wrongPassword');
		assert.ok(!(await page.content()).includes('ZZZZZZZZZZZZ'));
	});

	it('lifts the fault that it names, by keyboard: the next join succeeds', async () => {
		await panel.command('fault refused-join=always');
		const page = await open();
		await read();
		const lift = page.getByRole('button', { name: 'Switch refused-join off' });
		await lift.focus();
		await page.keyboard.press('Enter');
		await page.locator('.status-line').getByText('No fault is on').waitFor();
		assert.deepEqual((await panel.get('/api/state')).json.faults, []);
		assert.equal((await read()).status, 0);
		// The attempt before can still be looked at.
		const attempts = page.getByRole('combobox', { name: 'Attempt' });
		await attempts.focus();
		await page.keyboard.press('End');
		await page.locator('.ladder').getByText('Join failed').first().waitFor();
	});
});
