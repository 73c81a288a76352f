import assert from 'node:assert/strict';
import { annotations } from '../../../../../boards/host/exam/report/annotations.js';
import { check, finding, HOSTILE, report, UNSHOWN } from './report-rig.js';

describe('annotations for GitHub', () => {
	it('are errors for what failed, then warnings, and nothing for the rest', () => {
		const checks = [
			...[check('A1', 'warning'), check('A2', 'fail'), check('A3', 'inconclusive'), check('A4', 'pass'), check('A5', 'notSeen')],
			...[check('A6', 'notApplicable'), check('A7', 'fail', { waived: 'known' }), check('A8', 'fail')],
		];
		assert.deepEqual(
			annotations(report(checks)).map((line) => line.slice(0, line.indexOf('::', 2))),
			[
				...['::error title=A2 check-a2%3A Fail', '::error title=A8 check-a8%3A Fail'],
				...['::warning title=A3 check-a3%3A Inconclusive', '::warning title=A1 check-a1%3A Warning'],
			],
		);
	});

	it('say what was found, with limit and measured value, and how to repeat it', () => {
		const [line] = annotations(
			report([check('A1', 'fail', { findings: [finding('fail', { reason: '5% of it', measured: 3, limit: 2, unit: 'count' })] })]),
		);
		assert.ok(
			line!.endsWith(
				'::waits at least 20 s before a request for one property counts as lost%0A5%25 of it (measured 3, limit 2)%0ATo repeat it alone: keiki exam --only A1 --seed 7 hems.yaml',
			),
		);
	});

	it('are one command each, whatever others wrote', () => {
		const name = `${HOSTILE},file=/etc/passwd`;
		const bad = check('A1', 'fail', { name, is: HOSTILE, repeat: HOSTILE, findings: [finding('fail', { reason: `\n::error::x${HOSTILE}` })] });
		const [line, ...more] = annotations(report([bad]));
		assert.deepEqual(more, []);
		assert.doesNotMatch(line!, UNSHOWN);
		assert.doesNotMatch(line!, /\n/);
		const [, properties] = /^::error ([^\n]*?)::/.exec(line!)!;
		assert.doesNotMatch(properties!.slice('title='.length), /[:,]/);
		assert.ok(properties!.includes('%2Cfile=/etc/passwd'));
		assert.ok(properties!.includes('%250A%3A%3Aerror'));
	});

	it('are in the language of the report', () => assert.match(annotations(report([check('A1', 'fail')], { language: 'ja' }))[0]!, /不合格/));
});
