import { densest, joinsIn } from '../../../../src/exam/record/joins.js';
import { linesOf } from '../../../../src/exam/record/lines.js';
import { equal } from '../../../assert.js';
import { TestRecord } from '../records.js';

const read = (record: TestRecord) => joinsIn(linesOf(record)).map(({ outcome, taken, end }) => `${outcome} ${taken} ${end?.entry}`);

function equals(actual: readonly unknown[], expected: readonly unknown[]): void {
	equal(actual.join('; '), expected.join('; '));
}

describe('Joins in a record', () => {
	it('end with EVENT 25, EVENT 24, or what begins before', () => {
		equals(read(new TestRecord().joins(0x25)), ['joined true 3']);
		equals(read(new TestRecord().joins(0x24)), ['failed true 3']);
		equals(read(new TestRecord().joins().joins(0x25)), ['none true 3', 'joined true 5']);
		equals(read(new TestRecord().joins()), ['none true undefined']);
		for (const end of ['portGoes', 'exits'] as const)
			equal(read(end === 'exits' ? new TestRecord().joins().program('exited') : new TestRecord().joins().port('gone'))[0], 'none true 3');
	});

	it('are not taken without OK', () => {
		equals(read(new TestRecord().act({ kind: 'joins', peer: null }).act({ kind: 'refused', code: 'ER10', name: 'SKJOIN' })), [
			'none false undefined',
		]);
	});

	it('are counted in the window that has most of them', () => {
		const begun = [0, 30, 59, 60, 100].map((at, entry) => ({ at, entry }));
		equals(
			densest(begun, 60).map(({ at }) => at),
			[0, 30, 59],
		);
		equals(
			densest(begun, 61).map(({ at }) => at),
			[0, 30, 59, 60],
		);
	});
});
