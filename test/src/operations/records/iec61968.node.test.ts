/** Messages of IEC 61968-9, both ways, as XML and as JSON. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { type Content, messageText, readMessage } from '../../../../src/operations/records/iec61968/messages.js';
import { MessageError } from '../../../../src/operations/records/iec61968/tree.js';
import { readXml } from '../../../../src/operations/records/xml.js';
import { requirePeer } from '../../../interop/peers.js';

const AT = Date.UTC(2026, 10, 30, 9, 0, 5);
const ID = '0f0e0d0c-0b0a-4908-8706-050403020100';
const CONTENTS: readonly Content[] = [
	{
		noun: 'MeterReadings',
		items: [
			{ contract: 'C0000000001', meter: '4A504D0000000001', at: AT, import: 144_890, export: 0 },
			{ contract: 'C0000000001', meter: '4A504D0000000001', at: AT + 1_800_000, import: null, export: 7 },
			{ contract: 'C0000000002', meter: '', at: AT, import: 1, export: null },
		],
	},
	{
		noun: 'EndDeviceControls',
		items: [{ id: ID, meter: '4A504D0000000001', contract: 'C0000000001', to: 'open', notBefore: AT, expires: AT + 86_400_000 }],
	},
	{
		noun: 'EndDeviceEvents',
		items: [
			{ meter: '4A504D0000000001', at: AT, type: '3.26.0.85', text: 'a <tag> & "more"' },
			{ meter: '4A504D0000000002', at: AT, type: '3.26.0.216', text: '' },
		],
	},
];

describe('a message of IEC 61968-9', () => {
	for (const content of CONTENTS) {
		for (const format of ['xml', 'json'] as const) {
			it(`of ${content.noun} is read as it was written, as ${format}`, () => {
				assert.deepEqual(readMessage(messageText(content, AT, ID, format), format), { at: AT, id: ID, content, leftOut: [] });
			});
		}

		it(`of ${content.noun} is XML for others, too`, function () {
			const xmllint = requirePeer(this, 'xmllint', 'apt-get install libxml2-utils');
			const text = messageText(content, AT, ID, 'xml');
			const { status, stderr, stdout } = spawnSync(xmllint, ['--nonet', '--c14n', '-'], { input: text, encoding: 'utf8' });
			assert.equal(status, 0, stderr);
			// What another program made of it says the same.
			assert.deepEqual(readMessage(stdout, 'xml').content, content);
		});
	}

	it('has the namespaces and the element names that head-ends use', () => {
		const { name, namespace, children } = readXml(messageText(CONTENTS[0]!, AT, ID, 'xml'));
		assert.deepEqual([name, namespace], ['EventMessage', 'http://iec.ch/TC57/2011/schema/message']);
		const payload = children[1]!.children[0]!;
		assert.deepEqual([payload.name, payload.namespace], ['MeterReadings', 'http://iec.ch/TC57/2011/MeterReadings#']);
		assert.deepEqual(
			payload.children[0]!.children.map((each) => each.name),
			['Meter', 'Readings', 'Readings', 'Readings', 'UsagePoint'],
		);
	});

	/** As a head-end sends it, with what is not known here. */
	const FOREIGN = `<?xml version="1.0" encoding="UTF-8"?>
<ns:ResponseMessage xmlns:ns="http://iec.ch/TC57/2011/schema/message">
 <ns:Header><ns:Verb>reply</ns:Verb><ns:Noun>MeterReadings</ns:Noun><ns:Timestamp>2026-11-30T00:00:00Z</ns:Timestamp><ns:Context>TEST</ns:Context></ns:Header>
 <ns:Reply><ns:Result>OK</ns:Result></ns:Reply>
 <ns:Payload>
  <MeterReadings xmlns="http://iec.ch/TC57/2011/MeterReadings#"><MeterReading>
   <isCoincidentTrigger>false</isCoincidentTrigger>
   <IntervalBlocks>
    <IntervalReadings><timeStamp>2026-11-29T15:00:00.000Z</timeStamp><value>12.30</value><ReadingQualities><ReadingQualityType ref="1.0.0"/></ReadingQualities></IntervalReadings>
    <IntervalReadings><timeStamp>2026-11-30T00:30:00+09:00</timeStamp><value>13</value></IntervalReadings>
    <ReadingType ref="0.0.0.1.19.1.12.0.0.0.0.0.0.0.0.3.72.0"/>
   </IntervalBlocks>
   <Meter><mRID>4A504D0000000001</mRID></Meter>
  </MeterReading></MeterReadings>
 </ns:Payload>
</ns:ResponseMessage>`;

	it('of somebody else is taken, and what is not known in it is told', () => {
		const { content, leftOut, at } = readMessage(FOREIGN, 'xml');
		const begin = Date.UTC(2026, 10, 29, 15);
		assert.equal(at, Date.UTC(2026, 10, 30));
		assert.deepEqual(content.items, [
			{ contract: '', meter: '4A504D0000000001', at: begin, import: null, export: 123 },
			{ contract: '', meter: '4A504D0000000001', at: begin + 1_800_000, import: null, export: 130 },
		]);
		assert.deepEqual(leftOut, ['Header/Context', 'Payload/MeterReadings/MeterReading/isCoincidentTrigger']);
	});

	for (const [name, change, wrong] of [
		['another root', (text: string) => text.replaceAll('ns:ResponseMessage', 'ns:Message'), { kind: 'root', got: 'Message' }],
		['a root of another namespace', (text: string) => text.replace('schema/message', 'schema/other'), { kind: 'namespace', path: 'ResponseMessage' }],
		['a payload of another namespace', (text: string) => text.replace('2011/MeterReadings#', '2007/MeterReadings#'), { kind: 'namespace' }],
		['no header', (text: string) => text.replaceAll('ns:Header', 'ns:Head'), { kind: 'missing', path: 'Header' }],
		['another noun', (text: string) => text.replace('>MeterReadings<', '>Outages<'), { kind: 'value', path: 'Header/Noun', got: 'Outages' }],
		['no time', (text: string) => text.replace(/<ns:Timestamp>.*?<\/ns:Timestamp>/, ''), { kind: 'missing', path: 'Header/Timestamp' }],
		['a noun twice', (text: string) => text.replace('<ns:Context>TEST</ns:Context>', '<ns:Noun>MeterReadings</ns:Noun>'), { kind: 'again' }],
		[
			'a payload of another kind',
			(text: string) => text.replace('>MeterReadings<', '>EndDeviceEvents<'),
			{ kind: 'missing', path: 'Payload/EndDeviceEvents' },
		],
		[
			'no meter',
			(text: string) => text.replace(/<Meter>.*<\/Meter>/, ''),
			{ kind: 'missing', path: 'Payload/MeterReadings/MeterReading/Meter', line: 6 },
		],
		[
			'a meter by another name',
			(text: string) => text.replace('4A504D0000000001', 'METER-1'),
			{ kind: 'value', right: 'meter', path: 'MeterReading[1]/Meter/mRID' },
		],
		['a value that is no number', (text: string) => text.replace('12.30', '12,3'), { kind: 'value', right: 'number', got: '12,3' }],
		['a value of more digits than registers have', (text: string) => text.replace('12.30', '12.34'), { kind: 'value', right: 'number' }],
		['no such day', (text: string) => text.replace('11-29T', '02-30T'), { kind: 'value', right: 'time' }],
		['another kind of reading', (text: string) => text.replace('3.72.0"', '3.73.0"'), { kind: 'value', right: 'code' }],
		['a type without reference', (text: string) => text.replace('<ReadingType ref=', '<ReadingType mRID='), { kind: 'shape', expected: 'ref' }],
		['an element in place of text', (text: string) => text.replace('12.30', '<b/>'), { kind: 'shape', expected: 'text' }],
	] as const) {
		it(`is refused for ${name}`, () => {
			const text = change(FOREIGN);
			assert.notEqual(text, FOREIGN);
			assert.throws(
				() => readMessage(text, 'xml'),
				(error) => {
					assert.ok(error instanceof MessageError, String(error));
					assert.deepEqual({ ...error.wrong, ...wrong }, error.wrong);
					return true;
				},
			);
		});
	}

	it('as JSON is refused for what is no list, no record, no text', () => {
		const text = messageText(CONTENTS[0]!, AT, ID, 'json');
		for (const [before, after, expected] of [
			[/"MeterReading": \[.*\]/s, '"MeterReading": {}', 'list'],
			[/"MeterReading": \[.*\]/s, '"MeterReading": [1]', 'record'],
			[/"mRID": "4A504D0000000001"/, '"mRID": null', 'text'],
			[/"ReadingType": \{[^}]*\}/, '"ReadingType": "0.0"', 'ref'],
		] as const) {
			const changed = text.replace(before, after);
			assert.notEqual(changed, text);
			assert.throws(
				() => readMessage(changed, 'json'),
				(error) => error instanceof MessageError && error.wrong.kind === 'shape' && error.wrong.expected === expected,
				expected,
			);
		}
		for (const other of ['null', '[]', '{}', '{"EventMessage":null}', '{"EventMessage":{},"More":1}'])
			assert.throws(() => readMessage(other, 'json'), MessageError);
	});
});
