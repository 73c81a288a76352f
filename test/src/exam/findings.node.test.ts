import { Findings } from '../../../src/exam/findings.js';
import { equal } from '../../assert.js';
import { shown } from './checks/shown.js';
import { TestRecord } from './records.js';

const late = (record: TestRecord, ms: number) => record.entry({ kind: 'trouble', trouble: 'late', ms, detail: '' });

describe('A finding while the exam itself was late', () => {
	/** A request that is repeated after 19 s, where 20 s are to be waited for; the world lags between the two. */
	function repeated(ms: number): string {
		const record = late(new TestRecord().step('lost-request').strikes().asks([0xe7], { tid: 7 }).wait(5000), ms).wait(14_000);
		const look = record.asks([0xe7], { tid: 7 }).ends().look();
		return shown(new Findings(['waits-before-repeating']).judge(look, look.step).map(([, finding]) => finding));
	}

	it('holds where its time was further from the limit', () => equal(repeated(999).split(' ', 1)[0], 'warning'));

	it('is doubtful where the lag may have turned it', () => equal(repeated(1000), 'inconclusive trouble late 1000  @4 3 5'));

	it('that is none of a time is doubtful after a long lag alone', () => {
		const shared = (ms: number) => {
			const look = late(new TestRecord().asks([0xe7], { tid: 7 }), ms)
				.asks([0xe0], { tid: 7 })
				.look();
			return shown(new Findings(['numbers-requests']).judge(look, undefined).map(([, finding]) => finding));
		};
		equal(shared(4999), 'fail sharedTid 7 @1 3');
		equal(shared(5000), 'inconclusive trouble late 5000  @2 1 3');
	});

	it('holds where the lag was before or behind what it tells of', () => {
		const look = late(late(new TestRecord(), 9000).wait(1).asks([0xe7], { tid: 7 }).asks([0xe0], { tid: 7 }).wait(10_000), 9000).look();
		equal(shown(new Findings(['numbers-requests']).judge(look, undefined).map(([, finding]) => finding)), 'fail sharedTid 7 @2 3');
	});
});
