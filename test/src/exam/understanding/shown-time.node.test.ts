import { readTime } from '../../../../src/exam/understanding/shown-time.js';
import { equal } from '../../../assert.js';

/** 2026-11-29 10:00 in Japan. */
const TIME = Date.UTC(2026, 10, 29, 1, 0);

describe('The time beside a value', () => {
	for (const text of [
		...[
			'2026-11-29T10:00',
			'2026-11-29 10:00:00',
			'2026/11/29 10:00:00',
			'2026/11/29 10:00:00.000',
			'20261129100000',
			'202611291000',
			'2026年11月29日 10時00分',
		],
		...[
			'2026-11-29T10:00:00+09:00',
			'2026-11-29T10:00:00.000+0900',
			'2026-11-29T01:00:00Z',
			'2026-11-29 01:00:00 UTC',
			'2026-11-29 10:00 JST',
			'2026-11-28T20:00-05:00',
		],
		...['1795914000', '1795914000.0', '1795914000000', '1795914000000000', '1795914000000000000', ' 2026-11-29T10:00 '],
	]) {
		it(`is read off ${text}`, () => equal(readTime(text), TIME));
	}

	it('has seconds', () => equal(readTime('2026-11-29T10:00:07'), TIME + 7_000));

	for (const text of ['', '10:00', '2026-11-29', '2026-13-29T10:00', '2026-02-30T10:00', '2026-11-29T10:60', '1795914', 'soon'])
		it(`is none in ${JSON.stringify(text)}`, () => equal(readTime(text), undefined));
});
