/** Faults, scenarios and lessons in a real browser, by keyboard alone: what a page does a serial client and a script see. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { Page } from 'playwright-core';
import { until } from '../../../until.js';
import { build } from '../command-line-rig.js';
import { BrowserRig } from '../web/browser-rig.js';
import { PanelRig } from './panel-rig.js';

describe('what the panel does, in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
		panel = await PanelRig.start('--dongle', 'tcp:0', '--speed', 'max');
	});
	afterEach(() => browser?.closePages());
	after(async () => {
		await browser?.close();
		await panel?.running.stop('SIGKILL');
	});

	const open = async (view: string, language = 'en'): Promise<Page> => {
		const page = await browser.newPage();
		await page.goto(await panel.freshUrl());
		await page.getByRole('navigation').first().waitFor();
		await page.goto(`${panel.url}?lang=${language}#/${view}`);
		return page;
	};

	/** What the dongle says to a line. */
	const say = async (line: string): Promise<string> => {
		const [host, port] = (panel.running.ready.dongle as string).split(':');
		let heard = '';
		let socket: Socket | undefined;
		try {
			socket = connect(Number(port), host);
			socket.on('data', (bytes) => {
				heard += bytes.toString('latin1');
			});
			socket.write(`${line}\r\n`);
			await until(() => /OK|FAIL/.test(heard), `${line}: ${heard}`);
			return heard;
		} finally {
			socket?.destroy();
		}
	};

	it('switches a fault on that strikes a serial client, says what is wrong with a value, and switches it off', async () => {
		const page = await open('faults');
		assert.match(await say('SKVER'), /OK/);
		await page.keyboard.press('/');
		await page.keyboard.type('er10');
		const value = page.getByRole('textbox', { name: 'Value: er10' });
		await value.focus();
		await page.keyboard.type('always');
		await page.keyboard.press('Enter');
		await page.getByText('1 fault is on', { exact: true }).waitFor();
		assert.match(await say('SKVER'), /FAIL ER10/);
		await page
			.getByText(/struck (once|\d+ times)/)
			.first()
			.waitFor();
		await page.getByRole('button', { name: 'Switch off: er10' }).press('Enter');
		await page.getByText('Nothing goes wrong now.').first().waitFor();
		assert.match(await say('SKVER'), /OK/);
		assert.deepEqual(browser.complaints, []);
		await value.fill('often');
		await value.press('Enter');
		const wrong = page.getByRole('alert');
		await wrong.waitFor();
		assert.match(await wrong.innerText(), /expected always, 1\/N or N%, got "often"; for example er10=1\/20/);
		assert.deepEqual((await panel.get('/api/state')).json.faults, []);
	});

	it('loads a scenario from the disk, runs it, and tells a wrong one by line and column', async () => {
		const page = await open('scenarios', 'ja');
		const file = page.getByLabel('ファイルを選ぶ');
		const choose = (text: string) => file.setInputFiles({ name: 'mine.scenario', mimeType: 'text/plain', buffer: Buffer.from(text) });
		await choose('+0s load 900\n+1s expect load soon\n');
		const alert = page.getByRole('alert');
		await alert.waitFor();
		assert.match(await alert.innerText(), /mine\.scenario:2:17: /);
		browser.complaints.length = 0;
		await choose('+0s load 900\n+1s expect load 5\n+2s refuse power on\n');
		await page.getByRole('button', { name: '実行', exact: true }).press('Enter');
		await page.getByText('1ステップが期待と異なりました').waitFor();
		await page.getByText('終了', { exact: false }).first().waitFor();
		const { watts } = (await panel.get('/api/state')).json.meters[0] as { watts: number };
		assert.ok(Math.abs(watts - 900) <= 1, `${watts} W`);
		await panel.command('load 1234');
		await page.getByText('load 1234').waitFor();
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'シナリオとして保存' }).press('Enter')]);
		assert.match(readFileSync((await download.path())!, 'utf8'), /^\+\S+ {2}load 1234$/m);
		assert.deepEqual(browser.complaints, []);
	});

	it('holds a lesson to its end by keyboard, and leaves the meter to others', async () => {
		const page = await open('lessons');
		await page.getByRole('button', { name: 'Begin: A secured frame, opened' }).press('Enter');
		for (const title of ['Joined', 'What is drawn now?', 'The envelope', 'The letter', 'The same, and yet another', 'Good-bye']) {
			await page.getByRole('button', { name: `Next: ${title}` }).press('Enter', { timeout: 60_000 });
			await page.getByRole('heading', { name: title, exact: true, level: 2 }).waitFor({ timeout: 60_000 });
		}
		await page.getByText('The lesson is over, and the world is as it was.').waitFor({ timeout: 60_000 });
		const { dongles, meters } = (await panel.get('/api/state')).json;
		assert.equal(dongles.length, 1);
		assert.equal(meters[0].session.peer, null);
		assert.deepEqual(browser.complaints, []);
		await page.getByRole('button', { name: 'Back to the lessons' }).first().press('Enter');
		await page.getByRole('button', { name: 'Begin: A half-hour' }).waitFor();
	});
});
