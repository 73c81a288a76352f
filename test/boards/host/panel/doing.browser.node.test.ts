/** Faults, scenarios and lessons in a real browser, by keyboard alone: what a page does a serial client or a head-end sees. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { Page } from 'playwright-core';
import { until } from '../../../until.js';
import { build, Program } from '../command-line-rig.js';
import { BrowserRig } from '../web/browser-rig.js';
import { becomes } from './becomes.js';
import { DlmsReader } from './dlms-reader.js';
import { PanelRig } from './panel-rig.js';

describe('what the panel does, in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
		panel = await PanelRig.start('--dongle', 'tcp:0', '--dongle', 'tcp:0', '--speed', 'max');
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

	/** What a dongle says to a line. */
	const say = async (line: string, number = 1): Promise<string> => {
		const dongles = panel.running.ready.dongles as readonly { readonly path: string }[];
		const [host, port] = dongles[number - 1]!.path.split(':');
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

	it('switches a fault on at one of two dongles, for one strike, and for a share of them', async () => {
		const page = await open('faults');
		await page.keyboard.press('/');
		await page.keyboard.type('er10');
		const off = page.getByRole('button', { name: 'Switch off: er10' });
		const none = page.getByText('Nothing goes wrong now.').first();

		await page.getByRole('combobox', { name: 'Where: er10' }).focus();
		await page.keyboard.type('dongle-2');
		const value = page.getByRole('textbox', { name: 'Value: er10' });
		await value.fill('always');
		await page.getByRole('button', { name: 'Switch on: er10' }).press('Enter');
		await off.and(page.locator(':enabled')).waitFor();
		assert.match(await say('SKVER', 2), /FAIL ER10/);
		assert.match(await say('SKVER', 1), /OK/);
		await off.press('Enter');
		await none.waitFor();

		await page.getByRole('button', { name: 'Once: er10' }).press('Enter');
		await off.and(page.locator(':enabled')).waitFor();
		assert.match(await say('SKVER', 2), /FAIL ER10/);
		assert.match(await say('SKVER', 2), /OK/);
		await none.waitFor();

		await value.fill('1/2');
		await page.getByRole('button', { name: 'Switch on: er10' }).press('Enter');
		await off.and(page.locator(':enabled')).waitFor();
		const heard = [];
		for (let i = 0; i < 40; i++) heard.push(/FAIL/.test(await say('SKVER', 2)));
		assert.ok(heard.includes(true) && heard.includes(false), `of 40 ${heard.filter(Boolean).length} failed`);
		await page.getByRole('button', { name: 'Switch all off' }).press('Enter');
		await none.waitFor();
		assert.match(await say('SKVER', 2), /OK/);
		assert.deepEqual(browser.complaints, []);
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
		const power = () => new DlmsReader(panel.running.ready.routeA as string).read('3/1.0.1.7.0.255');
		assert.equal(await power(), 900);
		await panel.command('load 1234');
		await page.getByText('load 1234').waitFor();
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'シナリオとして保存' }).press('Enter')]);
		const saved = readFileSync((await download.path())!, 'utf8');
		assert.match(saved, /^\+\S+ {2}load 1234$/m);
		await panel.command('load 1');
		await choose(saved);
		await page.getByRole('button', { name: '実行', exact: true }).press('Enter');
		await becomes('what was done by hand', power, (watts: number) => watts === 1234);
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
		const { ready } = panel.running;
		const program = await Program.open(ready.dongle as string);
		try {
			const address = await program.join(ready);
			assert.match(await program.ask(address, '1081000105FF010288016201E700'), /^1081000102880105FF017201E704/);
			await program.type('SKTERM\r\n', 'EVENT 27');
		} finally {
			program.close();
		}
		assert.deepEqual(browser.complaints, []);
		await page.getByRole('button', { name: 'Back to the lessons' }).first().press('Enter');
		await page.getByRole('button', { name: 'Begin: A half-hour' }).waitFor();
	});

	it('pulls a unit in a lesson, which a head-end misses until the lesson has put it back', async () => {
		const units = async () => JSON.stringify(await new DlmsReader(panel.running.ready.routeA as string).read('1/0.0.94.81.0.255'));
		const page = await open('lessons');
		await page.getByRole('button', { name: 'Back to the lessons' }).first().press('Enter');
		await page.getByRole('button', { name: 'Begin: A unit is pulled' }).press('Enter');
		const go = async (title: string) => {
			await page.getByRole('button', { name: `Next: ${title}` }).press('Enter', { timeout: 60_000 });
			await page.getByRole('heading', { name: title, exact: true, level: 2 }).waitFor({ timeout: 60_000 });
		};
		assert.match(await units(), /"M\d{7}"/);
		for (const title of ['Joined', 'All is well', 'Out it comes', 'What the HEMS sees']) await go(title);
		assert.doesNotMatch(await units(), /"M\d{7}"/);
		await page.getByRole('button', { name: 'End the lesson' }).press('Enter');
		await page.getByText('The lesson was ended before its end, and the world is as it was.').waitFor({ timeout: 60_000 });
		await becomes('units', units, (text: string) => /"M\d{7}"/.test(text));
		assert.deepEqual(browser.complaints, []);
	});
});
