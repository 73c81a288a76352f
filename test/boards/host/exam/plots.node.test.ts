/** Pictures of findings: values that were served, and those that the program showed, right or wrong. */
import { deepEqual, equal } from 'node:assert/strict';
import { plotOf, wrongIn } from '../../../../boards/host/exam/plots.js';
import type { Entry } from '../../../../src/exam/record/entry.js';
import type { Served } from '../../../../src/exam/understanding/served.js';
import { understand } from '../../../../src/exam/understanding/understand.js';

const shows = (number: number, at: number, value: number): Entry => ({
	...{ number, session: 1, at, kind: 'shown' },
	observation: { what: 'power', text: String(value), value, time: undefined },
});
const served: readonly Served[] = [
	{ entry: 1, at: 1000, tid: 1, what: 'E7', raw: -801, is: 'value', value: -801, unit: 1, coefficient: 1, time: undefined, isStale: false },
];
const entries = [shows(2, 1100, -801), shows(3, 2100, 4_294_966_495)];

describe('The picture of a finding', () => {
	const byNumber = new Map(entries.map((entry) => [entry.number, entry]));
	const rest = { entries, byNumber, acts: [], served, steps: [], wrong: wrongIn(understand(entries, served, { pollMs: 10_000 })) };

	it('tells the wrong value from the right one', () => {
		deepEqual(plotOf([2, 3], rest)?.shown, [
			[1100, -801, true],
			[2100, 4_294_966_495, false],
		]);
		deepEqual(plotOf([2, 3], rest)?.served, [[1000, -801]]);
	});

	it('is none where nothing of the session is its evidence', () => {
		equal(plotOf([9], rest), null);
	});
});
