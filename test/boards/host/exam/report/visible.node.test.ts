import assert from 'node:assert/strict';
import { hostile, html } from '../../../../../boards/host/exam/report/markup.js';
import { pieces, shortened, visible } from '../../../../../boards/host/exam/report/visible.js';

describe('text of others in a report', () => {
	for (const [what, text, seen] of [
		['a terminal’s order', '\u001b[2J', '\\u001b[2J'],
		['C1', '\u009b2J', '\\u009b2J'],
		['tab and line feed', 'a\tb\r\n', 'a\\u0009b\\u000d\\u000a'],
		['turned text', '\u202eexe.\u2066x\u200f', '\\u202eexe.\\u2066x\\u200f'],
		['no width', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
		['separators', '\u2028\u2029', '\\u2028\\u2029'],
		['half a character', 'a\ud83dz\udca1', 'a\\ud83dz\\udca1'],
		['none of XML', '\ufffe\uffff', '\\ufffe\\uffff'],
		['a tag of Unicode', '\u{e0041}', '\\u{e0041}'],
		['words', 'Bルート 💡 é — <&>', 'Bルート 💡 é — <&>'],
	] as const)
		it(`is seen: ${what}`, () => assert.equal(visible(text), seen));

	it('is told in pieces, every second of them a code', () => {
		assert.deepEqual(pieces('a\u0000b\u0001\u0002'), ['a', '\\u0000', 'b', '\\u0001', '', '\\u0002', '']);
		assert.deepEqual(pieces('a'), ['a']);
	});

	it('is shortened with what was left out counted, and no character cut', () => {
		assert.equal(shortened('abcdef', 6), 'abcdef');
		assert.equal(shortened('abcdefg', 6), 'abcdef… (+1)');
		assert.equal(shortened('abc💡efg', 4), 'abc… (+5)');
		assert.equal(shortened('abc💡efg', 5), 'abc💡… (+3)');
	});
});

describe('a template of markup', () => {
	it('escapes texts and numbers, and takes markup and lists as they are', () => {
		const inner = html`<b>${'<&>"\''}</b>`;
		assert.equal(html`${inner}${[inner, 'x<']}${undefined}${3}`.text, `${inner.text}${inner.text}x&lt;3`);
		assert.equal(inner.text, '<b>&lt;&amp;&gt;&quot;&#39;</b>');
	});

	it('shows what is not seen as codes, set apart where it can be', () => {
		assert.equal(html`<a title="${'\u202e<'}">`.text, '<a title="\\u202e&lt;">');
		assert.equal(hostile('<\u202e>').text, '&lt;<span class="code">\\u202e</span>&gt;');
	});
});
