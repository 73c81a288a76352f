import { withLine } from '../../../../../../boards/host/panel/page/face/waiting-lines.js';
import { equal } from '../../../../../assert.js';

const all = (...lines: readonly string[]) => lines.reduce<readonly string[]>(withLine, []).join(' | ');

describe('lines that wait', () => {
	it('are each carried out, in their order', () => {
		equal(all('power off', 'power on', 'cover open'), 'power off | power on | cover open');
	});

	it('are of a slider the last one alone, and of no other slider', () => {
		equal(all('load 1', 'voltage R 100', 'load 2', 'load 3'), 'voltage R 100 | load 3');
	});

	it('are no more than eight', () => {
		equal(all(...Array.from({ length: 12 }, (_, i) => `clock +${i}min`)).split(' | ').length, 8);
	});
});
