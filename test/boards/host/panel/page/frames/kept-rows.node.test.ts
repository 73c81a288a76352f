import type { FrameRow, FramesTold } from '../../../../../../boards/host/panel/frames/frame-row.js';
import { MOST_ROWS, NO_ROWS, withFound, withOlder, withTold } from '../../../../../../boards/host/panel/page/frames/kept-rows.js';
import { ALL, fits, queryOf } from '../../../../../../boards/host/panel/page/frames/query.js';
import { lineByKey, scrollFor, shownLines } from '../../../../../../boards/host/panel/page/frames/window.js';
import { equal } from '../../../../../assert.js';

const row = (id: number, more: Partial<FrameRow> = {}) =>
	({
		id,
		medium: 'air',
		node: 'meter',
		source: 'meter',
		destination: 'dongle',
		protocol: 'ECHONET Lite',
		layers: ['IEEE 802.15.4', 'ECHONET Lite'],
		info: 'Get_Res',
		epcs: [0xe7],
		tid: 7,
		...more,
	}) as FrameRow;
const told = (rows: readonly FrameRow[], left = 0) => ({ rows, left }) as unknown as FramesTold;

describe('the rows of frames that a page holds', () => {
	it('grow at the end, each once', () => {
		const kept = withTold(withTold(NO_ROWS, told([row(1), row(2)]), ALL, true), told([row(2), row(3)], 5), ALL, true);
		equal(kept.rows.map(({ id }) => id).join(), '1,2,3');
		equal(kept.left, 5);
	});

	it('stay as they are while somebody looks at older ones, and tell how many wait', () => {
		const kept = withTold(withTold(NO_ROWS, told([row(1)]), ALL, true), told([row(2), row(3)]), ALL, false);
		equal(kept.rows.length, 1);
		equal(kept.waiting, 2);
	});

	it('are bounded', () => {
		const many = Array.from({ length: MOST_ROWS + 10 }, (_, i) => row(i + 1));
		const { rows } = withTold(NO_ROWS, told(many), ALL, true);
		equal(`${rows.length} ${rows[0]?.id}`, `${MOST_ROWS} 11`);
	});

	it('are what was found, and what came while it was asked for', () => {
		const before = withTold(NO_ROWS, told([row(1), row(5), row(8), row(9, { epcs: [0xe0] })], 3), ALL, true);
		const kept = withFound(before, [row(4), row(5), row(6)], { ...ALL, epc: 'E7' });
		equal(kept.rows.map(({ id }) => id).join(), '4,5,6,8');
		equal(kept.left, 0);
	});

	it('take older ones before them', () => {
		const kept = withOlder(withTold(NO_ROWS, told([row(5)]), ALL, true), [row(3), row(4), row(5)]);
		equal(kept.rows.map(({ id }) => id).join(), '3,4,5');
	});

	it('are only those that fit', () => {
		for (const [asked, isFit] of [
			[{ epc: 'e7' }, true],
			[{ epc: 'E0' }, false],
			[{ tid: '7' }, true],
			[{ node: 'dongle' }, true],
			[{ node: 'meter-2' }, false],
			[{ layer: 'IEEE 802.15.4' }, true],
			[{ layer: 'PANA' }, false],
			[{ medium: 'serial' }, false],
			[{ text: 'get_res' }, true],
		] as const) {
			equal(fits(row(1), { ...ALL, ...asked }), isFit, JSON.stringify(asked));
		}
		equal(String(queryOf({ ...ALL, epc: ' E7 ' })), 'epc=E7');
	});
});

describe('a long list', () => {
	it('has only the lines that can be seen, and some around', () => {
		const { from, to } = shownLines(1000, 20, 2000, 200);
		equal(`${from} ${to}`, '94 116');
		equal(shownLines(3, 20, 0, 200).to, 3);
	});

	it('scrolls no further than it has to', () => {
		equal(scrollFor(5, 20, 200, 100), 100);
		equal(scrollFor(12, 20, 200, 100), undefined);
		equal(scrollFor(20, 20, 200, 100), 320);
	});

	it('is gone through by keys', () => {
		equal(['ArrowUp', 'ArrowDown', 'PageDown', 'Home', 'End', 'a'].map((key) => lineByKey(key, 0, 30, 10)).join(), '0,1,10,0,29,');
	});
});
