import { Reader } from '../../../../modules/bytes/reader.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { logicalNameOf, logicalNameText, parseLogicalName, readLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { bytesEqual, equal, hex, throws } from '../../../assert.js';

const NAMES: readonly (readonly [string, number, string])[] = [
	['1.0.1.8.0.255', 0x0100010800ff, '0100010800ff'],
	['0.0.1.0.0.255', 0x0000010000ff, '0000010000ff'],
	['0.0.96.3.10.255', 0x000060030aff, '000060030aff'],
	['255.255.255.255.255.255', 0xffffffffffff, 'ffffffffffff'],
	['0.0.0.0.0.0', 0, '000000000000'],
	['128.0.128.0.128.0', 0x800080008000, '800080008000'],
];

describe('logical names', () => {
	for (const [text, name, bytes] of NAMES) {
		it(`${text} is text, number and bytes`, () => {
			equal(parseLogicalName(text), name);
			equal(logicalNameText(name), text);
			bytesEqual(new DataWriter().name(name).bytes, bytes);
			equal(logicalNameOf(hex(bytes)), name);
			equal(readLogicalName(new Reader('test', hex(bytes))), name);
		});
	}

	it('are read in the form of IEC 62056-61, too', () => {
		equal(parseLogicalName('1-0:1.8.0*255'), 0x0100010800ff);
		equal(parseLogicalName('1-0:1.8.0'), 0x0100010800ff);
		equal(parseLogicalName('1.0.1.8.0'), 0x0100010800ff);
	});

	it('that are none are refused', () => {
		for (const text of ['', '1.0.1.8', '1.0.1.8.0.255.1', 'a.0.1.8.0.255', '1.0.1.8.0.', '-1.0.1.8.0.255'])
			throws(() => parseLogicalName(text), /^logical name: expected six numbers/);
		throws(() => parseLogicalName('1.0.256.8.0.255'), /expected numbers up to 255, got 256/);
	});

	it('are 6 bytes and no other number of them', () => {
		for (const length of [0, 5, 7])
			throws(() => logicalNameOf(new Uint8Array(length)), new RegExp(`^logical name: expected 6 bytes, got ${length}$`));
	});

	it('are read to their last byte or not at all', () => {
		for (let length = 0; length < 6; length++)
			throws(() => readLogicalName(new Reader('test', new Uint8Array(length))), /^test: at byte [02]: expected logical name/);
	});
});
