/** The curves in a real browser: worked by keyboard, and held to what other clients of the meter read. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import type { HalfHoursTold, PowerTold } from '../../../../boards/host/panel/curves/told.js';
import { build, Program } from '../command-line-rig.js';
import { axeProblems } from '../web/axe.js';
import { BrowserRig } from '../web/browser-rig.js';
import { DlmsReader } from './dlms-reader.js';
import { PanelRig } from './panel-rig.js';

const GET_POWER = '1081000105FF010288016201E700';
const SET_DAY = (day: number) => `1081000205FF010288016101E501${day.toString(16).padStart(2, '0').toUpperCase()}`;
const GET_DAY = '1081000305FF010288016201E200';
const NO_DATA = 'FFFFFFFE';

const valueText = async (slider: Locator) => (await slider.getAttribute('aria-valuetext')) ?? '';

describe('the curves in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	let program: Program | undefined;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
	});
	beforeEach(async () => {
		panel = await PanelRig.start('--dongle', 'tcp:0', '--speed', 'max', '--load', 'pv', '--route-a', '127.0.0.1:0');
	});
	afterEach(async () => {
		program?.close();
		program = undefined;
		await browser?.closePages();
		await panel?.running.stop('SIGKILL');
	});
	after(() => browser?.close());

	/** The view, in a browser that nobody has used. */
	async function open(options: Parameters<BrowserRig['newPage']>[0] = {}): Promise<Page> {
		const page = await browser.newPage(options);
		await page.goto(await panel.freshUrl());
		await page.locator('header nav').waitFor();
		await page.goto(`${panel.url}#/curves`);
		await page.locator('.cv-plot canvas').waitFor();
		await page.locator('.cv-heat svg path').first().waitFor();
		return page;
	}

	it('shows what a HEMS was served on what was measured, mark by mark by keyboard', async () => {
		const page = await open();
		program = await Program.open(panel.running.ready.dongle as string);
		const address = await program.join(panel.running.ready);
		for (const [command, shown, watts] of [
			['load 1234', '1,234 W', 1234],
			['load -321', '-321 W', -321],
		] as const) {
			await panel.command(command);
			await page.locator('.cv-readout').first().getByText(shown, { exact: true }).first().waitFor();
			const answer = await program.ask(address, GET_POWER);
			assert.equal(Number.parseInt(answer.slice(-8), 16) | 0, watts, answer);
		}
		const plot = page.getByRole('slider', { name: /^Power over time/ });
		// Measured, and served.
		await page.locator('.cv-readout').first().getByText('-321 W', { exact: true }).nth(1).waitFor();
		await plot.focus();
		const seen = new Set<string>();
		for (let i = 0; i < 12; i++) {
			await page.keyboard.press('PageUp');
			seen.add((await valueText(plot)).replace(/^.*?, /, ''));
		}
		assert.ok(seen.has('Measured -321 W, Served -321 W, right'), [...seen].join('\n'));
		assert.ok(seen.has('Measured 1234 W, Served 1234 W, right'), [...seen].join('\n'));
		const before = await valueText(plot);
		await page.keyboard.press('ArrowLeft');
		assert.notEqual(await valueText(plot), before);
		await page.keyboard.press('Escape');
		await page.locator('.cv-readout').first().getByText('now').waitFor();
		assert.deepEqual(browser.complaints, []);
	});

	it('shades what fails, and tells it in a table', async () => {
		const page = await open();
		await panel.command('fault drop=1/1000');
		await page.locator('.cv-readout').first().getByText('drop=1/1000').waitFor();
		await panel.command('fault off');
		await panel.command('power cut');
		await page.locator('.cv-readout').first().getByText('no power').waitFor();
		await page.locator('summary', { hasText: 'As tables' }).first().focus();
		await page.keyboard.press('Enter');
		const table = page.getByRole('table', { name: 'What failed' });
		await table.getByRole('cell', { name: 'no power' }).waitFor();
		await table.getByRole('cell', { name: 'drop=1/1000' }).waitFor();
	});

	it('marks what clients of Route A read, and tells it in a table and at the cursor', async () => {
		const { routeA } = panel.running.ready as Record<string, string>;
		const page = await open();
		await page.locator('summary').first().press('Enter');
		const rows = page.getByRole('table', { name: /^What was read on Route A/ }).getByRole('row');
		await rows.nth(1).waitFor();
		assert.equal(await rows.count(), 2, 'head, and that there is none');
		const energy = Number(await new DlmsReader(routeA!).read('3/1.0.1.8.0.255'));
		assert.ok(energy > 0);
		const text = `Import energy ${energy.toLocaleString('en')} Wh`;
		await rows.getByText(text).waitFor();
		assert.match((await rows.nth(1).textContent())!, /client 1, TCP$/);
		await page.locator('.cv-readout').first().getByText(text).waitFor();
		const plot = page.getByRole('slider', { name: /^Power over time/ });
		await plot.press('PageUp');
		assert.match(await valueText(plot), new RegExp(`${text} \\(client 1, TCP\\)`));
		assert.deepEqual(await axeProblems(page), []);
	});

	it('has holes in the heat map where a HEMS reads no data, and nowhere else', async () => {
		await panel.command('power off');
		await panel.command('clock +3h');
		await panel.command('power on');
		await panel.command('clock +4h');
		const page = await open();
		const heat = (await panel.get('/api/curves/heat')).json as HalfHoursTold;
		const wanted = heat.days.flatMap(({ holes }) => holes).filter((hole) => hole !== null && hole !== 'ahead').length;
		assert.ok(wanted > 0);
		const path = (await page.locator('.cv-heat path.cv-hole').getAttribute('d')) ?? '';
		assert.equal(path.split('M').length - 1, wanted);
		program = await Program.open(panel.running.ready.dongle as string);
		const address = await program.join(panel.running.ready);
		for (const day of [0, 1, 44, 45]) {
			await program.ask(address, SET_DAY(day));
			const answer: string = await program.ask(address, GET_DAY);
			const slots: string[] = answer.slice(-8 * 48).match(/.{8}/g)!;
			const { register } = heat.days[day]!;
			assert.deepEqual(
				register.import.map((counts) => counts === null),
				slots.map((slot) => slot === NO_DATA),
				`day ${day}`,
			);
		}
	});

	it('goes through half-hours and days by keyboard, under one cursor', async () => {
		const page = await open();
		const heat = page.getByRole('slider', { name: /^Half-hours of 46 days/ });
		await heat.focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('End');
		const { days } = (await panel.get('/api/curves/heat')).json as HalfHoursTold;
		const yesterday = new Date(days[1]!.start + 9 * 3_600_000).toISOString().slice(0, 10);
		const shown = await valueText(heat);
		assert.match(
			shown,
			new RegExp(`^${yesterday} .*23:30–00:00, Import \\d+\\.\\d kWh, Export \\d+\\.\\d kWh, Register ${days[1]!.register.import[47]} / `),
		);
		await page.keyboard.press('Enter');
		const bars = page.getByRole('slider', { name: /^Half-hours of the day/ });
		await page.getByRole('slider', { name: new RegExp(`^Half-hours of the day, ${yesterday}`) }).waitFor();
		assert.equal(shown.includes(await valueText(bars)), true, 'the bars have the same cursor');
		await bars.focus();
		await page.keyboard.press('Home');
		assert.match(await valueText(heat), new RegExp(`^${yesterday} .*00:00–00:30`));
		await page.getByRole('radio', { name: 'Export' }).focus();
		await page.keyboard.press('Space');
		await page.getByRole('slider', { name: /^Half-hours of 46 days, Export/ }).waitFor();
		await page.getByRole('combobox', { name: 'Day' }).selectOption('3');
		await page.locator('summary', { hasText: 'As tables' }).last().focus();
		await page.keyboard.press('Enter');
		await page
			.getByRole('table', { name: /^Half-hours, / })
			.getByRole('rowheader', { name: '23:30–00:00' })
			.waitFor();
		assert.deepEqual(browser.complaints, []);
	});

	it('shows a day of the past that nobody looked at, and voltage beside it', async () => {
		const page = await open();
		await page.getByRole('radio', { name: '24 h' }).focus();
		const asked = page.waitForResponse((response) => response.url().includes('/api/curves/power'));
		await page.keyboard.press('Space');
		const told = (await (await asked).json()) as PowerTold;
		assert.ok(told.truth.time.length > 1000);
		await page.getByRole('checkbox', { name: 'Voltage' }).focus();
		await page.keyboard.press('Space');
		await page.getByRole('checkbox', { name: 'Current' }).focus();
		await page.keyboard.press('Space');
		await page.locator('.cv-plot canvas').waitFor();
		const plot = page.getByRole('slider', { name: /^Power over time/ });
		await plot.focus();
		// The plot takes up what has come with its next picture.
		for (let tries = 0; !/Measured -?\d+ W/.test(await valueText(plot)); tries++) {
			assert.ok(tries < 500, await valueText(plot));
			await page.keyboard.press('Home');
			await sleep(20);
		}
		assert.deepEqual(browser.complaints, []);
	});

	for (const colorScheme of ['light', 'dark'] as const)
		it(`has nothing for axe to find, ${colorScheme}, and fits a phone in Japanese`, async () => {
			assert.deepEqual(await axeProblems(await open({ colorScheme })), []);
			const phone = await open({ colorScheme, locale: 'ja-JP', viewport: { width: 390, height: 844 } });
			await phone.getByRole('heading', { name: '30分値' }).waitFor();
			assert.equal(await phone.evaluate('document.documentElement.scrollWidth'), 390);
			assert.deepEqual(await axeProblems(phone), []);
		});
});
