import assert from 'node:assert/strict';
import { anchorOf, codeOf, parsePage } from './markdown.js';

const PAGE = parsePage(`# A page

[a link](other.md#there), \`[no](link)\`

| a | b |
|---|---|
| \`x|y\`, \`z\` | |

| another |
|---|

\`\`\`console
$ ./keiki run    # [no](link)
| no table |
# no heading
\`\`\`

## Its end`);

describe('a page of documents', () => {
	it('has headings, and none in a block', () =>
		assert.deepEqual(PAGE.headings, [
			{ level: 1, text: 'A page' },
			{ level: 2, text: 'Its end' },
		]));

	it('has tables, whose cells are not parted by a bar in code', () =>
		assert.deepEqual(PAGE.tables, [
			[
				['a', 'b'],
				['`x|y`, `z`', ''],
			],
			[['another']],
		]));

	it('has blocks as they are', () => assert.deepEqual(PAGE.blocks, ['```console\n$ ./keiki run    # [no](link)\n| no table |\n# no heading']));

	it('has links, and none in code', () => assert.deepEqual(PAGE.links, ['other.md#there']));

	it('has code in cells', () => assert.deepEqual(codeOf('`x|y`, or `z`'), ['x|y', 'z']));

	it('has anchors as they are shown', () => {
		assert.equal(anchorOf('What is confirmed, and what is not'), 'what-is-confirmed-and-what-is-not');
		assert.equal(anchorOf('鍵とカウンター: 1つ目'), '鍵とカウンター-1つ目');
	});
});
