import { CELL, litSegments, SEGMENTS, segmentPoints } from '../../../../../../boards/host/panel/page/face/segments.js';
import { equal } from '../../../../../assert.js';

/** A digit as it looks, three characters wide and five high, of the segments that are lit. */
function picture(character: string): string {
	const lit = litSegments(character);
	const on = (segment: (typeof SEGMENTS)[number], mark: string) => (lit.includes(segment) ? mark : ' ');
	return [` ${on('a', '_')} `, `${on('f', '|')}${on('g', '_')}${on('b', '|')}`, `${on('e', '|')}${on('d', '_')}${on('c', '|')}`].join('\n');
}

describe('digits of seven segments', () => {
	it('look like what they are', () => {
		const rows = [0, 1, 2].map((row) => [...'0123456789'].map((digit) => picture(digit).split('\n')[row]).join(' '));
		equal(
			rows.join('\n'),
			[' _       _   _       _   _   _   _   _ ', '| |   |  _|  _| |_| |_  |_    | |_| |_|', '|_|   | |_   _|   |  _| |_|   | |_|  _|'].join('\n'),
		);
	});

	it('spell the words of the contact', () => {
		const rows = (word: string) => [0, 1, 2].map((row) => [...word].map((letter) => picture(letter).split('\n')[row]).join(' ')).join('\n');
		equal(rows('CLOSE'), [' _       _   _   _ ', '|   |   | | |_  |_ ', '|_  |_  |_|  _| |_ '].join('\n'));
		equal(rows('OPEn'), [' _   _   _     ', '| | |_| |_   _ ', '|_| |   |_  | |'].join('\n'));
	});

	it('light nothing for what they cannot show', () => {
		equal(litSegments('W').length, 0);
		equal(litSegments(' ').length, 0);
	});

	it('lie within their cell, none on another', () => {
		const boxes = SEGMENTS.map((segment) => {
			const corners = segmentPoints(segment)
				.split(' ')
				.map((corner) => corner.split(',').map(Number) as [number, number]);
			equal(corners.length, 6);
			for (const [x, y] of corners) equal(x >= 0 && x <= CELL.width && y >= 0 && y <= CELL.height, true, segment);
			return `${Math.min(...corners.map(([x]) => x))},${Math.min(...corners.map(([, y]) => y))}`;
		});
		equal(new Set(boxes).size, SEGMENTS.length);
	});
});
