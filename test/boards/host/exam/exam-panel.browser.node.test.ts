/** An exam of the model HEMS, watched and handled in a real browser. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { until } from '../../../until.js';
import { build } from '../command-line-rig.js';
import { axeProblems } from '../web/axe.js';
import { BrowserRig } from '../web/browser-rig.js';
import { ExamRun } from './exam-command-rig.js';

const PROGRAM = Object.freeze([
	...['env', 'TS_NODE_PROJECT=tsconfig.test.json', 'NODE_OPTIONS=--loader=ts-node/esm --no-warnings'],
	...[process.execPath, 'test/exam/model-hems/main.ts', '{dongle}', '{"pollMs":1000}'],
]);

describe('keiki exam in a browser', () => {
	let browser: BrowserRig;
	let run: ExamRun | undefined;
	before(async function () {
		build.call(this);
		browser = await BrowserRig.launch(this);
	});
	afterEach(async () => {
		await run?.close();
		await browser?.closePages();
	});
	after(() => browser?.close());

	it('fills in live, says what the present step waits for, skips it, stops, and gives the report out', async () => {
		run = new ExamRun(['--panel', '127.0.0.1:0', '--dongle-model', 'bp35c2', '--poll', '1s', '--', ...PROGRAM], 'A1,A3,A6,B7');
		await until(() => /http:\/\/\S+token=\S+/.test(run!.said));
		const page = await browser.newPage();
		await page.goto(/http:\/\/\S+token=\S+/.exec(run.said)![0]);
		await page.getByText('Session 1:').waitFor();
		await page
			.getByText(/^(.*)(Waits|Watches)/)
			.first()
			.waitFor();
		const row = (id: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: id, exact: true }) });
		await row('A3').getByText('pass').waitFor();
		assert.equal(await row('B7').getByText('not yet').count(), 1);
		assert.deepEqual(await axeProblems(page), []);
		await page.setViewportSize({ width: 390, height: 844 });
		assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390, 'fits a phone');
		await page.setViewportSize({ width: 1280, height: 720 });

		const step = page.getByRole('listitem').getByRole('strong');
		await page.getByRole('button', { name: 'not yet' }).focus();
		await page.keyboard.press('Enter');
		await row('A3').waitFor({ state: 'detached' });
		await page.getByRole('button', { name: /^all/ }).press('Enter');

		// The last of the steps is that in which the session is lost.
		await page
			.getByRole('listitem')
			.getByText('forgets the session')
			.or(step.getByText(/session/))
			.first()
			.waitFor();
		await page.getByRole('button', { name: 'Skip this step' }).press('Enter');
		await row('B7').getByText('somebody skipped it').waitFor();
		const report = await run.ended();
		await page.getByText('The exam is over.').waitFor();
		await page.getByRole('link', { name: 'Save the report' }).waitFor();
		assert.equal(report, 3, run.said);
		const b7 = run.report().checks.find(({ id }) => id === 'B7')!;
		assert.deepEqual([b7.verdict, b7.findings[0]?.kind], ['notSeen', 'skipped']);
		assert.deepEqual(
			browser.complaints.filter((each) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE/.test(each)),
			[],
		);
	});

	it('ends when it is told so twice, with what there is in the report, in Japanese', async () => {
		run = new ExamRun(['--panel', '127.0.0.1:0', '--dongle-model', 'bp35c2', '--poll', '1s', '--', ...PROGRAM], 'A3,B7');
		await until(() => /http:\/\/\S+token=\S+/.test(run!.said));
		const page = await browser.newPage({ locale: 'ja-JP' });
		await page.goto(/http:\/\/\S+token=\S+/.exec(run.said)![0]);
		await page.getByText('セッション1:').waitFor();
		const [document] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: '報告書を開く' }).press('Enter')]);
		await document.getByText('A3', { exact: true }).first().waitFor();
		const font = await document.evaluate('getComputedStyle(document.body).fontFamily');
		assert.doesNotMatch(String(font), /Times/, 'it has its look');
		await page.getByRole('button', { name: '試験を止める' }).press('Enter');
		await page.getByRole('button', { name: '今止めて' }).press('Enter');
		await run.ended();
		assert.equal(run.report().cutShort, 'stopped in the panel');
	});
});
