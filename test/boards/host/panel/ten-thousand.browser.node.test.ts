/** Ten thousand meters in a real browser, by keyboard: their list, their map, and what is asked for of them. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { gridOf, MAP_HEIGHT } from '../../../../boards/host/panel/page/many/marks.js';
import { build } from '../command-line-rig.js';
import { axeProblems } from '../web/axe.js';
import { BrowserRig } from '../web/browser-rig.js';
import { becomes } from './becomes.js';
import { ManyRig } from './many-rig.js';

const METERS = 10_000;
/** Lines of the list that are there at a time, at most: those that are seen, a few more at either end, and the one that the keyboard has reached. */
const MOST_LINES = 24;

describe('ten thousand meters in a browser', () => {
	let browser: BrowserRig;
	let rig: ManyRig;
	let page: Page;
	/** What was asked for of the topic of all meters. */
	const windows: { readonly from: number; readonly count: number }[] = [];
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
		rig = await ManyRig.start(METERS);
		page = await browser.newPage({ reducedMotion: 'reduce' });
		page.on('request', (request) => {
			const { searchParams } = new URL(request.url());
			if (searchParams.get('topics')?.split(',').includes('meters') !== true) return;
			windows.push({ from: Number(searchParams.get('from')), count: Number(searchParams.get('count')) });
		});
		await page.goto(rig.panel.freshUrl());
		await page.getByRole('heading', { name: '10,000 meters' }).waitFor();
	});
	after(async () => {
		await browser?.close();
		rig?.stop();
	});

	const list = () => page.getByRole('region', { name: 'All meters' });
	/** The line of a meter, once what it is has come. */
	const line = (number: number) =>
		list().getByRole('link', { name: new RegExp(` meter-${number} KEIKI${String(number).padStart(7, '0')} rf-b,.* W$`) });
	const focused = (): Promise<string> => page.evaluate('document.activeElement === document.body ? "nothing" : document.activeElement.textContent');
	const press = async (...keys: readonly string[]) => {
		for (const key of keys) await page.keyboard.press(key);
	};

	it('are reached with the keyboard, the first and the last, and left with one Tab', async () => {
		await line(2).waitFor();
		await page.getByRole('searchbox').focus();
		await press('Tab', 'End');
		await line(METERS).waitFor();
		assert.match(await focused(), /meter-10000/);
		await press('ArrowUp', 'ArrowUp');
		assert.match(await focused(), /meter-9998/);
		await press('PageUp');
		assert.match(await focused(), /meter-998\d/);
		await press('Home', 'ArrowDown', 'ArrowDown');
		await line(3).waitFor();
		assert.match(await focused(), /meter-3KEIKI/);
		await press('Tab');
		assert.doesNotMatch(await focused(), /KEIKI/);
		await press('Shift+Tab');
		assert.match(await focused(), /meter-3KEIKI/);
	});

	it('keep the place of the keyboard where a wheel turns the list away', async () => {
		const turnAway = async () => {
			await list().evaluate((element: { scrollTop: number }) => {
				element.scrollTop = 200_000;
			});
			await line(5005).waitFor();
		};
		await line(3).focus();
		await turnAway();
		assert.match(await focused(), /meter-3$/);
		await press('ArrowDown');
		await line(4).waitFor();
		assert.match(await focused(), /meter-4KEIKI/);
		for (let i = 0; i < 2; i++) {
			await press('Home');
			await line(2).waitFor();
			await turnAway();
		}
		await press('Home');
		await line(2).waitFor();
	});

	it('have lines only for those that are seen, and no others are asked for', async () => {
		await line(4).focus();
		for (let i = 0; i < 30; i++) await press('PageDown');
		await press('End');
		await line(METERS).waitFor();
		assert.ok((await list().getByRole('listitem').count()) <= MOST_LINES);
		assert.equal(await list().getByRole('listitem').last().getAttribute('aria-posinset'), `${METERS}`);
		assert.ok(windows.length > 2);
		assert.deepEqual(
			windows.filter(({ count }) => count > MOST_LINES),
			[],
		);
		const { from, count } = windows.at(-1)!;
		assert.equal(from + count - 1, METERS);
	});

	it('show what a program does to one far down, there and on the map', async () => {
		await rig.ask('meter 9997 power off');
		await list()
			.getByRole('link', { name: /^no power meter-9997 / })
			.waitFor();
		await page.getByRole('img', { name: /^Map of all meters\. no power: 1, nobody joined: 9999/ }).waitFor();
		const width: number = await page.evaluate("Math.floor(document.querySelector('.meter-map').clientWidth)");
		const { columns, rows, cell: size } = gridOf(METERS, width, MAP_HEIGHT);
		/** As it is painted. */
		const cell = (number: number): Promise<string> => {
			const [column, row] = [(number - 1) % columns, Math.floor((number - 1) / columns)];
			return page.evaluate(
				`(() => {
					const canvas = document.querySelector('.meter-map canvas:not(.part)');
					const size = canvas.width / ${columns};
					const { data } = canvas.getContext('2d').getImageData(${column} * size, ${row} * size, size, size);
					return [canvas.style.width, canvas.style.height, ...data].join();
				})()`,
			);
		};
		await becomes(
			'cell',
			async () => [await cell(9997), await cell(9996)],
			([own, next]: readonly [string, string]) => own !== next,
		);
		const other = await cell(9996);
		assert.ok(other.startsWith(`${columns * size}px,${rows * size}px,`), other.slice(0, 30));
		assert.equal(await cell(9995), other);
	});

	it('show the next one without power at one key, and its face at another', async () => {
		await press('Home');
		await page.getByRole('button', { name: 'no power 1: show the next one' }).focus();
		await press('Enter');
		const found = list().getByRole('link', { name: /^no power meter-9997 / });
		await found.waitFor();
		await page.getByRole('searchbox').focus();
		await press('Tab');
		assert.match(await focused(), /meter-9997/);
		await press('Enter');
		await page.getByRole('heading', { name: 'meter-9997 · KEIKI0009997' }).waitFor();
		await page.getByRole('button', { name: 'On', exact: true }).focus();
		await press('Enter');
		await page.getByRole('link', { name: 'Meters' }).focus();
		await press('Enter');
		await page.getByRole('img', { name: /^Map of all meters\. nobody joined: 10000/ }).waitFor();
		const told = JSON.stringify((await rig.ask('meter 9997 status')).data);
		assert.match(told, /"power":true/);
	});

	it('change all at once', async () => {
		await rig.ask('meter all power off');
		await page.getByRole('img', { name: /^Map of all meters\. no power: 10000/ }).waitFor();
	});

	it('have nothing for axe to find, and nothing to complain about', async () => {
		assert.deepEqual(await axeProblems(page), []);
		assert.deepEqual(browser.complaints, []);
	});
});
