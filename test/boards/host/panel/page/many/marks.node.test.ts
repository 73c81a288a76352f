import { countMarks, gridOf, marksAfter, meterAt, nextMarked, nodeOf } from '../../../../../../boards/host/panel/page/many/marks.js';
import { equal } from '../../../../../assert.js';

describe('many meters as a page keeps them', () => {
	it('are known by the first message, and then by what has changed', () => {
		const first = marksAfter([], { marks: '-j-' });
		const next = marksAfter(first, {
			changes: [
				[1, 'x'],
				[3, 'f'],
			],
		});
		equal(next.join(''), 'xjf');
		equal(first.join(''), '-j-');
		equal(marksAfter(next, { rows: [] }), next);
	});

	it('are counted by how they are', () => {
		equal(JSON.stringify(countMarks([...'x-jj-f'])), '{"x":1,"f":1,"o":0,"j":2,"-":2}');
	});

	it('are found one after the other, round the end', () => {
		const marks = [...'-x-x-'];
		equal(nextMarked(marks, 'x', 0), 2);
		equal(nextMarked(marks, 'x', 2), 4);
		equal(nextMarked(marks, 'x', 4), 2);
		equal(nextMarked(marks, 'o', 0), undefined);
	});

	it('have the names of the run', () => {
		equal([1, 2, 10_000].map(nodeOf).join(), 'meter,meter-2,meter-10000');
	});
});

describe('the map of many meters', () => {
	it('has cells as large as they can be', () => {
		equal(JSON.stringify(gridOf(12, 260, 100)), '{"columns":10,"rows":2,"cell":26}');
		equal(JSON.stringify(gridOf(1000, 600, 240)), '{"columns":50,"rows":20,"cell":12}');
	});

	it('is higher where there are too many for that', () => {
		equal(JSON.stringify(gridOf(10_000, 600, 240)), '{"columns":100,"rows":100,"cell":6}');
		equal(gridOf(5, 3, 3).columns, 1);
	});

	it('knows which meter is where', () => {
		const grid = gridOf(12, 260, 100);
		equal(meterAt(grid, 12, 0, 0), 1);
		equal(meterAt(grid, 12, 259, 25), 10);
		equal(meterAt(grid, 12, 27, 27), 12);
		equal(meterAt(grid, 12, 60, 27), undefined);
		equal(meterAt(grid, 12, 261, 0), undefined);
		equal(meterAt(grid, 12, -1, 0), undefined);
	});
});
