import type { FrameDetail } from '../../../../../../boards/host/panel/frames/frame-row.js';
import { openAtFirst, pathAt, visibleNodes, withOpened } from '../../../../../../boards/host/panel/page/frames/tree.js';
import { equal } from '../../../../../assert.js';

const field = (name: string, start: number, end: number, children?: FrameDetail['layers'][number]['fields']) => ({
	name,
	value: '',
	start,
	end,
	clause: '',
	...(children && { children }),
});
const DETAIL = {
	sources: [{ name: 'frame', hex: '00'.repeat(8) }],
	layers: [
		{
			protocol: 'outer',
			source: 0,
			start: 0,
			end: 8,
			fields: [{ ...field('bits', 0, 1, [{ ...field('bit', 0, 1), bits: 1 }]) }, field('fcs', 7, 8)],
		},
		{ protocol: 'inner', source: 0, start: 1, end: 7, fields: [field('group', 1, 7, [field('a', 1, 3), field('b', 3, 7)])] },
	],
} as unknown as FrameDetail;

describe('the tree of a frame', () => {
	it('opens the innermost layer at first, and no bits', () => {
		const open = openAtFirst(DETAIL);
		equal(
			visibleNodes(DETAIL, open)
				.map((node) => node.title)
				.join(),
			'outer,inner,group,a,b',
		);
	});

	it('finds the field of a byte: the innermost that owns it', () => {
		equal([0, 1, 4, 7].map((byte) => pathAt(DETAIL, 0, byte)).join(), '0.0,1.0.0,1.0.1,0.1');
		equal(pathAt(DETAIL, 1, 0), undefined);
	});

	it('opens all that a field lies in', () => {
		equal([...withOpened(new Set(), '1.0.1')].join(), '1,1.0');
	});
});
