import { Reader } from '../../../modules/bytes/reader.js';
import { LARGE, readData } from '../../../modules/dlms/axdr/data.js';
import { attributeModeText, canRead, methodModeText, objectListOf } from '../../../src/head-end/object-list.js';
import { equal, hex } from '../../assert.js';

/** Class 3 version 0, 1.0.1.8.0.255: attributes 1 and 2, method 1. */
const object = (attributes: string, methods: string) => `0204 120003 1100 0906 0100010800ff 0202 ${attributes} ${methods}`;
const list = (...items: readonly string[]) =>
	objectListOf(readData(new Reader('test', hex(`01${items.length.toString(16).padStart(2, '0')} ${items.join(' ')}`)), LARGE))!;

describe('an object list', () => {
	it('of an association of version 0 has booleans for its methods', () => {
		const { objects, unknown } = list(object('0102 0203 0f01 1601 00 0203 0f02 1601 0102 0f01 0f02', '0101 0202 0f01 0301'));
		equal(unknown, 0);
		equal(JSON.stringify(objects[0]!.attributes), '[{"attribute":1,"mode":1,"selectors":[]},{"attribute":2,"mode":1,"selectors":[1,2]}]');
		equal(JSON.stringify(objects[0]!.methods), '[{"method":1,"mode":1}]');
	});

	it('keeps attributes of a maker’s own, which have negative numbers', () => {
		equal(list(object('0101 0203 0fff 1601 00', '0100')).objects[0]!.attributes[0]!.attribute, -1);
	});

	it('passes over entries that are no objects, and counts them', () => {
		const { objects, unknown } = list('00', object('0100', '0100'), '0204 120003 1100 0903 010001 0202 0100 0100');
		equal(`${objects.length} ${unknown}`, '1 2');
	});

	it('is none if it is no array', () => equal(objectListOf(readData(new Reader('test', hex('1101')), LARGE)), undefined));
});

describe('access', () => {
	for (const [version, mode, text, readable] of [
		[0, 0, '-', false],
		[1, 1, 'r', true],
		[1, 2, 'w', false],
		[2, 3, 'rw', true],
		[1, 4, 'r auth', true],
		[1, 5, 'w auth', false],
		[1, 9, 'mode 9', false],
		[3, 0x00, '-', false],
		[3, 0x01, 'r', true],
		[3, 0x0f, 'rw req:auth,enc', true],
		[3, 0x6d, 'r req:auth,enc resp:auth,enc', true],
		[3, 0x92, 'w req:sign resp:sign', false],
	] as const) {
		it(`mode ${mode} of version ${version} is ${text}`, () => {
			equal(attributeModeText(mode, version), text);
			equal(canRead(mode, version), readable);
		});
	}

	it('to methods', () => {
		equal([0, 1, 2, 7].map((mode) => methodModeText(mode, 1)).join(), '-,x,x auth,mode 7');
		equal([0, 1, 13].map((mode) => methodModeText(mode, 3)).join('; '), '-; x; x req:auth,enc');
	});
});
