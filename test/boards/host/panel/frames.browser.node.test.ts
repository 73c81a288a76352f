/** The frames of a run in a real browser: they come as they happen, are gone through by keys, and a field marks its bytes as a byte its field. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { build, keikiLater } from '../command-line-rig.js';
import { axeProblems } from '../web/axe.js';
import { BrowserRig } from '../web/browser-rig.js';
import { type Answered, PanelRig } from './panel-rig.js';

describe('the frames in a browser', () => {
	let browser: BrowserRig;
	let panel: PanelRig;
	before(async function () {
		this.timeout(120_000);
		build.call(this);
		browser = await BrowserRig.launch(this);
		panel = await PanelRig.start('--dongle', 'tcp:0', '--speed', 'max', '--route-a', '127.0.0.1:0');
	});
	afterEach(() => browser?.closePages());
	after(async () => {
		await browser?.close();
		await panel?.running.stop('SIGKILL');
	});

	async function open(locale = 'en-GB'): Promise<Page> {
		const page = await browser.newPage({ locale });
		await page.goto(await panel.freshUrl());
		await page.getByRole('link', { name: locale === 'ja-JP' ? 'フレーム' : 'Frames', exact: true }).click();
		await page.locator('.frames-filter').waitFor();
		return page;
	}

	const list = (page: Page) => page.getByRole('grid', { name: 'Frames in the order of time' });
	const tree = (page: Page) => page.getByRole('tree', { name: 'Fields of the frame' });
	const marked = (page: Page) => page.locator('.byte.marked').allInnerTexts();

	it('say that there are none, and come while one looks', async () => {
		const page = await open();
		await page.getByText('Nothing has gone over the air').waitFor();
		const { dongle, routeBId, password } = panel.running.ready as Record<string, string>;
		await keikiLater('hems', 'read', '--dongle', dongle!, '--id', routeBId!, '--password', password!);
		await list(page).getByText('PTA').first().waitFor();
		await page.locator('.frames-counts').getByText('air').waitFor();
		assert.deepEqual(browser.complaints, []);
	});

	it('are found, chosen and read by keyboard alone', async () => {
		const page = await open();
		await page.getByLabel('EPC').focus();
		await page.keyboard.type('E7');
		await list(page)
			.getByText(/Get_Res.*E7/)
			.first()
			.waitFor();
		await list(page).focus();
		let json: Answered['json'];
		// Those that do not fit go with the answer to what was typed, and one of them may be the chosen one.
		for (let tries = 0; !json?.row.epcs.includes(0xe7); tries++) {
			assert.ok(tries < 1000, JSON.stringify(json?.row));
			await page.keyboard.press('Home');
			const [id] = await page.locator('.frame-rows [aria-selected="true"] .frame-id').allInnerTexts();
			if (id !== undefined) ({ json } = await panel.get(`/api/frames/${id}`));
			await sleep(10);
		}
		await tree(page).waitFor();

		await tree(page).focus();
		await page.keyboard.press('End');
		const path = await tree(page).getAttribute('aria-activedescendant');
		const line = page.locator(`[id="${path}"]`);
		assert.equal(await line.getAttribute('aria-selected'), 'true');
		const bytes = await marked(page);
		assert.ok(bytes.length > 0);
		// The same bytes as the API tells of the field.
		const indexes = path!.replace('field-', '').split('.').map(Number);
		const layer = json.layers[indexes[0]!];
		const field = indexes.slice(1).reduce((at, index) => at.children?.[index] ?? at.fields[index], layer);
		const { hex } = json.sources[layer.source];
		assert.equal(bytes.join(''), hex.slice(2 * field.start, 2 * field.end));

		await page.getByRole('button', { name: 'Copy field as hex' }).focus();
		await page.keyboard.press('Enter');
		await page.locator('.frame-copied', { hasText: `Copied: ${bytes.join('')}` }).waitFor();
		assert.deepEqual(browser.complaints, []);
	});

	it('mark the field of a byte', async () => {
		const page = await open();
		await page.getByLabel('Text').fill('EAP-PSK message 2');
		await list(page)
			.getByText(/message 2/)
			.first()
			.click();
		await tree(page).waitFor();
		const bytes = page.getByRole('grid', { name: 'Bytes' });
		await bytes.focus();
		await page.keyboard.press('ArrowRight');
		assert.equal(await tree(page).locator('[aria-selected="true"]').count(), 1);
		await bytes.locator('.byte').nth(3).click();
		assert.ok((await marked(page)).length > 0);
	});

	it('stay where they are for who looks at older ones', async () => {
		const page = await open();
		await list(page).getByText('PTA').first().waitFor();
		await list(page).focus();
		await page.keyboard.press('Home');
		await page.getByRole('button', { name: /To the newest/ }).waitFor();
		// Those before the newest two hundred have come by then.
		await page.locator('#frame-1').waitFor();
		const place = () => list(page).evaluate((box) => `${box.scrollTop} ${box.getAttribute('aria-rowcount')}`);
		const before = await place();
		await panel.post('/api/objects/route-b/read', { eoj: '028801', epcs: ['E7'] });
		await page.getByRole('button', { name: /more/ }).waitFor();
		assert.equal(await place(), before);
		await page.getByRole('button', { name: /more/ }).click();
		await page.getByText('● Live').waitFor();
	});

	it('stay in sight once they are chosen, while others come and their fields take room', async () => {
		const page = await open();
		const last = list(page).locator('.frame-row').last();
		await last.waitFor();
		await last.click();
		await tree(page).waitFor();
		await panel.post('/api/objects/route-b/read', { eoj: '028801', epcs: ['E7'] });
		await page.getByRole('button', { name: /more/ }).waitFor();
		const isSeen = await list(page).evaluate(`((box) => {
			const chosen = box.querySelector('[aria-selected=true]').getBoundingClientRect();
			const { top, bottom } = box.getBoundingClientRect();
			return chosen.top >= top - 1 && chosen.bottom <= bottom + 1;
		})(document.querySelector('.frame-rows'))`);
		assert.equal(isSeen, true);
	});

	it('are saved as a capture', async () => {
		const page = await open();
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save .pcapng' }).click()]);
		assert.equal(download.suggestedFilename(), 'frames.pcapng');
		assert.equal(readFileSync(await download.path()).readUInt32LE(0), 0x0a0d0d0a);
	});

	it('have nothing that axe-core minds, in both languages', async () => {
		for (const locale of ['en-GB', 'ja-JP']) {
			const page = await open(locale);
			// A row that is pressed may have moved on by then.
			const choose = () => page.locator('.frame-rows .frame-row').last().click();
			for (let tries = 0; !(await page.locator('.field-tree').isVisible()); tries++) {
				assert.ok(tries < 50);
				await choose();
				await sleep(50);
			}
			assert.deepEqual(await axeProblems(page), []);
		}
	});
});
