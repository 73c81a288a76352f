/** The page of a hand-held in a real browser: a picture as a phone's camera takes it, a meter, and what the worker reads. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import bwip from 'bwip-js/node';
import { Running } from '../command-line-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { axeProblems } from '../web/axe.js';
import { BrowserRig } from '../web/browser-rig.js';
import { HandheldRig } from './handheld-rig.js';

describe('keiki handheld serve', () => {
	const run = runOfEachTest();
	let rig: HandheldRig;
	let served: Running | undefined;
	let browser: BrowserRig | undefined;

	beforeEach(async () => {
		rig = new HandheldRig(run.folder);
		await rig.prepare();
		await run.start(
			...['--keys', rig.file('meter.json'), '--credential-key', rig.file('meter.credential'), '--state', rig.file('state')],
			...['--speed', 'max', '--local-port', 'tcp:0'],
		);
	});
	afterEach(async () => {
		await browser?.closePages();
		await served?.stop();
		served = undefined;
	});
	after(() => browser?.close());

	const serve = async (...words: readonly string[]) => {
		served = Running.begin(
			...['handheld', 'serve', '--place', '127.0.0.1:0', '--data', rig.data, '--keys', rig.file('meter.json'), '--retries', '0'],
			...['--meter', `serial:${run.running.ready.localPort}`, ...words],
		);
		const { url, tokenFile } = await served.until(({ event }) => event === 'ready');
		return { url: url as string, tokenFile: tokenFile as string };
	};

	it('takes a picture, sets the password once, looks and notes, and shows and keeps nothing of the picture', async function () {
		browser ??= await BrowserRig.launch(this);
		const text = await rig.barCode('W00000001');
		const { url } = await serve();
		const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
		await page.goto(url);
		await page.getByText(/0 results wait for the office/).waitFor();
		assert.deepEqual(await axeProblems(page), []);
		const camera = page.getByLabel('Take a picture of the bar code');
		assert.equal(await camera.getAttribute('capture'), 'environment');
		// As large as a camera's, and too large to be sent as it is.
		const picture = { name: 'code.png', mimeType: 'image/png', buffer: await pictureOf(text) };
		await camera.setInputFiles(picture);
		const came = page.getByRole('region', { name: 'What came of it' });
		await came.getByText('Done: the password is set.').waitFor();
		assert.deepEqual(await came.getByRole('cell').allTextContents(), ['W00000001', '4A504D0000000001', 'set, version 1']);
		await page.getByText(/1 result waits for the office/).waitFor();
		await camera.setInputFiles(picture);
		await came.getByText(/has been used, and is good once/).waitFor();
		await camera.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
		await came.getByText('This picture cannot be opened').waitFor();
		await page.getByLabel('or the text of a scanner').fill('4901234567894');
		await page.keyboard.press('Enter');
		await came.getByText(/not the bar code of a work order/).waitFor();
		await page.getByRole('button', { name: 'Look' }).press('Enter');
		await came.getByRole('row', { name: 'indicated message HEMS is unconnected' }).waitFor();
		assert.deepEqual(await axeProblems(page), []);
		await page.getByLabel('Work order', { exact: true }).fill('w00000001');
		await page.getByLabel('Units that you mounted').fill('rf-b,1p3w-60-2way,switch-60');
		await page.getByRole('button', { name: 'Note it' }).press('Enter');
		await came.getByText(/you say 1p3w-60-2way, rf-b, switch-1p3w-60, and the meter says/).waitFor();
		assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390, 'fits a phone');
		await page.getByRole('link', { name: '日本語' }).press('Enter');
		await page.getByText(/未提出の結果3件/).waitFor();
		assert.deepEqual(await axeProblems(page), []);
		const [, , , envelope] = text.split('-');
		assert.equal((await page.content()).includes(envelope!), false);
		for (const name of readdirSync(rig.data)) assert.equal(readFileSync(join(rig.data, name), 'latin1').includes(envelope!), false, name);
		// What a refusal is in HTTP the browser tells its console.
		assert.deepEqual(
			browser.complaints.filter((each) => !/422|409/.test(each)),
			[],
		);
	});

	it('is for whoever has its token, does one piece of work at a time, and says what is wrong with a request', async () => {
		const { url, tokenFile } = await serve();
		const place = new URL(url).origin;
		const token = readFileSync(tokenFile, 'utf8').trim();
		const post = (path: string, body: unknown, bearer = token) =>
			fetch(`${place}${path}`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}`, 'Accept-Language': 'en' },
				body: JSON.stringify(body),
			});
		assert.equal((await post('/api/diagnose', {}, 'x'.repeat(43))).status, 403);
		assert.equal((await fetch(`${place}/api/standing`)).status, 403);
		const wrong = async (path: string, body: unknown, message: RegExp, status = 400) => {
			const response = await post(path, body);
			assert.match(((await response.json()) as { error: string }).error, message);
			assert.equal(response.status, status);
		};
		for (const body of [null, [], {}, { text: ' ' }, { text: 7 }, { picture: 'no base 64!' }, { picture: '' }])
			await wrong('/api/set', body, /expected a picture, or the text of a bar code/);
		await wrong('/api/set', { picture: Buffer.from('nothing').toString('base64') }, /the picture: expected a picture in PNG or JPEG/);
		await wrong('/api/set', { text: 'K'.repeat(2000) }, /not the bar code of a work order/, 422);
		await wrong('/api/built', { order: 'W1' }, /expected the number of a work order/);
		await wrong('/api/built', { order: 'W00000001', units: 'rf-c' }, /there is no unit "rf-c"/);
		const two = await Promise.all([post('/api/diagnose', {}), post('/api/diagnose', {})]);
		assert.deepEqual(two.map(({ status }) => status).sort(), [200, 409]);
		assert.deepEqual((await rig.results()).length, 1);
	});

	it('says at its start what is missing or taken', async () => {
		await serve();
		const { port } = new URL(served!.events[0]!.url as string);
		for (const [message, ...words] of [
			[/--place: expected ADDRESS:PORT/, '--place', 'here'],
			[/--place 127\.0\.0\.1:\d+: it is not to be had: /, '--place', `127.0.0.1:${port}`],
			[/there is no hand-held in /, '--data', rig.file('nobody')],
		] as const) {
			const ended = Running.begin('handheld', 'serve', '--data', rig.data, ...words);
			assert.equal(await ended.ended(), 2);
			assert.match(ended.stderr, message);
		}
	});
});

/** A bar code in a large picture. */
async function pictureOf(text: string): Promise<Buffer> {
	return bwip.toBuffer({ bcid: 'qrcode', text, scale: 12, backgroundcolor: 'FFFFFF', padding: 100 });
}
