/** The XML that messages are read from: as little as there has to be. */
import assert from 'node:assert/strict';
import { escapedXml, readXml, XML_BOUNDS, type XmlElement, XmlError } from '../../../../src/operations/records/xml.js';

/** As lists, to compare: local name, namespace, attributes, children or text. */
const listOf = ({ name, namespace, attributes, children, text }: XmlElement): unknown => [
	name,
	namespace,
	{ ...attributes },
	children.length > 0 ? children.map(listOf) : text,
];

describe('XML', () => {
	it('is elements with attributes, text, and namespaces', () => {
		const text = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<a xmlns="urn:1" xmlns:p="urn:2" x = 'y "z"'>
	<p:b/>
	<c xmlns="">t &lt;&amp;&gt;&quot;&apos; &#x65E5;&#26412;</c><!-- & --><d><![CDATA[<&]]>x</d >
	<q:e xmlns:q="urn:3" q:f="g"></q:e>
</a>
`;
		assert.deepEqual(listOf(readXml(text)), [
			'a',
			'urn:1',
			{ x: 'y "z"' },
			[
				['b', 'urn:2', {}, ''],
				['c', '', {}, 't <&>"\' 日本'],
				['d', 'urn:1', {}, '<&x'],
				['e', 'urn:3', { 'q:f': 'g' }, ''],
			],
		]);
	});

	it('tells the line of each element', () => {
		const { children } = readXml('<a>\n<b/>\n\n<c/></a>');
		assert.deepEqual(
			children.map(({ line }) => line),
			[2, 4],
		);
	});

	const deep = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
	for (const [kind, text, line, column] of [
		['notWhole', '', 1, 1],
		['notWhole', '<a>', 1, 4],
		['notWhole', '<a', 1, 3],
		['notWhole', '<a><!-- ', 1, 4],
		['documentType', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 1, 1],
		['documentType', '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 2, 1],
		['instruction', '<?php x ?><a/>', 1, 1],
		['instruction', '<a><?x?></a>', 1, 4],
		['entity', '<a>\n &b;</a>', 2, 2],
		['entity', '<a>&#0;</a>', 1, 4],
		['entity', '<a>&#xD800;</a>', 1, 4],
		['entity', '<a>&amp</a>', 1, 4],
		['entity', '<a b="&c;"/>', 1, 7],
		['entity', '<a>&constructor;</a>', 1, 4],
		['character', '<a>\u0001</a>', 1, 4],
		['character', '<a>\ud800</a>', 1, 4],
		['character', '<!-- a -- b --><a/>', 1, 8],
		['name', '<1/>', 1, 2],
		['name', '< a/>', 1, 2],
		['attribute', '<a b/>', 1, 5],
		['attribute', '<a b=c/>', 1, 6],
		['attribute', '<a b="<"/>', 1, 6],
		['attribute', '<a b="c"d="e"/>', 1, 9],
		['attributeTwice', '<a b="1" b="2"/>', 1, 10],
		['attributeTwice', '<a __proto__="1" __proto__="2"/>', 1, 18],
		['prefix', '<p:a/>', 1, 1],
		['prefix', '<a p:b="c"/>', 1, 1],
		['endTag', '<a></b>', 1, 4],
		['endTag', '</a>', 1, 1],
		['mixed', '<a>x<b/></a>', 1, 5],
		['mixed', '<a><b/>x</a>', 1, 8],
		['behind', '<a/>x', 1, 5],
		['behind', '<a/><b/>', 1, 5],
		['behind', 'x<a/>', 1, 1],
		['deep', deep(XML_BOUNDS.depth + 1), 1, 3 * XML_BOUNDS.depth + 1],
		['encoding', '<?xml version="1.0" encoding="Shift_JIS"?><a/>', 1, 1],
		['many', `<a ${Array.from({ length: XML_BOUNDS.attributes + 1 }, (_, i) => `b${i}="" `).join('')}/>`, 1, undefined],
	] as const) {
		it(`is refused for ${kind}: ${text.slice(0, 50).replaceAll('\n', ' ')}`, () => {
			assert.throws(
				() => readXml(text),
				(error) => {
					assert.ok(error instanceof XmlError);
					assert.deepEqual([error.kind, error.line, column && error.column], [kind, line, column]);
					return true;
				},
			);
		});
	}

	it('may be as deep as its bound', () => assert.equal(readXml(deep(XML_BOUNDS.depth)).name, 'a'));

	it('never ends otherwise than whole or refused, wherever it is cut', () => {
		const text = '<?xml version="1.0"?><a x="&lt;"><!--c--><b>t</b><![CDATA[]]></a>'.replace('<![CDATA[]]>', '');
		for (let at = 0; at < text.length; at++) assert.throws(() => readXml(text.slice(0, at)), XmlError, `cut at ${at}`);
	});

	it('is written so that it is read as it was', () => {
		const text = '<&>"\'\r\n\t日本 ]]>';
		assert.equal(readXml(`<a>${escapedXml(text)}</a>`).text, text);
		assert.equal(readXml(`<a b="${escapedXml(text)}"/>`).attributes.b, text);
		assert.equal(escapedXml('a\u0000b\ufffe'), 'ab');
	});
});
