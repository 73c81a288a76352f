import assert from 'node:assert/strict';
import { summaryLines } from '../../../../../boards/host/exam/report/summary.js';
import { check, finding, fullReport, HOSTILE, report, UNSHOWN } from './report-rig.js';

const plain = (_colour: string, text: string) => text;

describe('the summary of an exam', () => {
	it('has what failed first, with limit and measured value, then the rest that needs a look, totals and place', () => {
		const slow = finding('warning', { measured: 400_000, limit: 300_000, unit: 'ms' });
		const checks = [
			...[check('A10', 'warning', { findings: [slow] }), check('B1', 'pass'), check('A2', 'notSeen'), check('A3', 'inconclusive')],
			...[
				check('A4', 'fail', { findings: [finding('pass'), finding('fail', { measured: 1400, limit: 20_000, unit: 'ms' })] }),
				check('B2', 'fail', { waived: 'x' }),
			],
		];
		assert.deepEqual(summaryLines(report(checks), 'out/report.html', plain), [
			'Fail          A4   check-a4   It repeated the request after 1.4 s, while the meter was still answering. (measured 1.4 s, limit 20 s)',
			'Inconclusive  A3   check-a3   The machine was loaded: the exam was late by 3.2 s.',
			'Warning       A10  check-a10  It came back, but only after a long time. (measured 6 min 40 s, limit 5 min)',
			'Not seen      A2   check-a2   The program observes no value of this kind.',
			'Fail 1 · Inconclusive 1 · Warning 1 · Pass 1 · Not seen 1 · Not applicable 0 · Waived 1',
			'This is no certification. Report: out/report.html',
		]);
	});

	it('says what became worse, or that nothing did', () => {
		const changes = [
			{ id: 'A1', name: 'polls', kind: 'worse', was: 'pass', is: 'fail' },
			{ id: 'A2', name: 'joins', kind: 'lost', was: 'pass', is: null },
		] as const;
		assert.deepEqual(summaryLines(report([]), 'x', plain, changes).slice(0, 2), [
			'worse than the baseline: A1 polls: Pass → Fail',
			'no longer judged: A2 joins: Pass → no such check',
		]);
		assert.equal(summaryLines(report([]), 'x', plain, [])[0], 'Nothing became worse than the baseline.');
	});

	it('paints the grade alone, and says why it ended early', () => {
		const lines = summaryLines(report([check('A1', 'fail')], { cutShort: 'Ctrl-C' }), 'x', (colour, text) => `<${colour}>${text}</>`);
		assert.match(lines[0]!, /^<red>Fail<\/> {2}A1 {2}check-a1 {2}It/);
		assert.match(lines[1]!, /^<red>The exam ended before all was done: Ctrl-C<\/>$/);
	});

	it('is in Japanese for a Japanese report, in columns', () => {
		const lines = summaryLines(fullReport('ja'), 'x', plain);
		assert.match(lines[0]!, /^不合格 {4}A3 {3}check-a3 {3}メーターが/);
		assert.match(lines.at(-2)!, /^不合格 9 · 判定不能 9 · 警告 9 · 合格 47 · /);
	});

	it('gives a terminal no orders of others', () => {
		const bad = check('A1', 'fail', { name: HOSTILE, findings: [finding('fail', { reason: HOSTILE, unit: HOSTILE, measured: 1 })] });
		const changes = [{ id: HOSTILE, name: HOSTILE, kind: 'worse', was: 'pass', is: 'fail' }] as const;
		for (const line of summaryLines(report([bad], { cutShort: HOSTILE }), HOSTILE, plain, changes))
			assert.doesNotMatch(line.replaceAll('\n', '\0'), UNSHOWN);
	});
});
