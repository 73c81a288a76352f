import assert from 'node:assert/strict';
import { compareWithBaseline } from '../../../../src/exam/report/baseline.js';
import type { CheckReport } from '../../../../src/exam/report/report.js';
import { VERDICTS, type Verdict } from '../../../../src/exam/verdict.js';
import { check, finding, report } from '../../../boards/host/exam/report/report-rig.js';

const LEFT_OUT = new Set(['only', 'budget']);

const compared = (now: readonly CheckReport[], before: readonly CheckReport[]) => compareWithBaseline(report(now), report(before), LEFT_OUT);

/** What became of a verdict: rows before, columns now, in the order of `VERDICTS`: notApplicable, notSeen, pass, warning, inconclusive, fail. */
const TABLE: Readonly<Record<Verdict, readonly ('worse' | 'lost' | '')[]>> = {
	notApplicable: ['', '', '', 'worse', '', 'worse'],
	notSeen: ['', '', '', 'worse', '', 'worse'],
	pass: ['', 'lost', '', 'worse', 'lost', 'worse'],
	warning: ['', 'lost', '', '', 'lost', 'worse'],
	inconclusive: ['', '', '', 'worse', '', 'worse'],
	fail: ['', '', '', '', '', ''],
};

describe('a report compared with an earlier one', () => {
	for (const was of VERDICTS)
		for (const [i, is] of VERDICTS.entries())
			it(`${was} → ${is}: ${TABLE[was][i] || 'not worse'}`, () => {
				const kind = TABLE[was][i];
				const changes = compared([check('A1', is)], [check('A1', was)]);
				assert.deepEqual(changes, kind ? [{ id: 'A1', name: 'check-a1', kind, was, is }] : []);
			});

	it('knows a check by its name, whatever its id', () => {
		const changes = compared([check('A2', 'fail', { name: 'polls' })], [check('A1', 'pass', { name: 'polls' })]);
		assert.deepEqual(changes, [{ id: 'A2', name: 'polls', kind: 'worse', was: 'pass', is: 'fail' }]);
	});

	it('has a check that the earlier one did not have: worse where it is not passed', () => {
		const now = [check('A1', 'pass'), check('A2', 'warning'), check('A3', 'notSeen'), check('A4', 'fail')];
		assert.deepEqual(
			compared(now, []).map(({ id, kind, was }) => [id, kind, was]),
			[
				['A2', 'worse', null],
				['A4', 'worse', null],
			],
		);
	});

	it('lost a check that it does not have any more, where that was kept', () => {
		const before = [check('A1', 'pass'), check('A2', 'warning'), check('A3', 'fail'), check('A4', 'notSeen'), check('A5', 'inconclusive')];
		assert.deepEqual(
			compared([], before).map(({ id, kind, is }) => [id, kind, is]),
			[
				['A1', 'lost', null],
				['A2', 'lost', null],
			],
		);
	});

	it('lost nothing that was left out on purpose', () => {
		const left = (...kinds: readonly string[]) => check('A1', 'notSeen', { findings: kinds.map((kind) => finding('notSeen', { kind })) });
		assert.deepEqual(compared([left('only')], [check('A1', 'pass')]), []);
		assert.deepEqual(compared([left('only', 'budget')], [check('A1', 'pass')]), []);
		assert.equal(compared([left('only', 'crashed')], [check('A1', 'pass')]).length, 1);
		assert.equal(compared([left()], [check('A1', 'pass')]).length, 1);
		assert.equal(compared([check('A1', 'fail', { findings: [finding('fail', { kind: 'only' })] })], [check('A1', 'pass')]).length, 1);
	});

	it('is not worse in what is waived now, and compares what was waived then by its verdict', () => {
		assert.deepEqual(compared([check('A1', 'fail', { waived: 'known' })], [check('A1', 'pass')]), []);
		assert.deepEqual(compared([check('A1', 'fail')], [check('A1', 'fail', { waived: 'known' })]), []);
		assert.equal(compared([check('A1', 'fail')], [check('A1', 'pass', { waived: 'known' })]).length, 1);
	});

	it('keeps the order of the newer report', () => {
		const now = [check('B1', 'fail'), check('A1', 'fail')];
		assert.deepEqual(
			compared(now, [check('A9', 'pass'), check('A1', 'pass'), check('B1', 'pass')]).map(({ id }) => id),
			['B1', 'A1', 'A9'],
		);
	});
});
