import { decodeGetRequest } from '../../../../modules/dlms/apdu/get.js';
import {
	type CaptureObject,
	decodeEntryDescriptor,
	decodeRange,
	encodeEntryDescriptor,
	encodeRange,
	SELECTOR,
	selectionOf,
} from '../../../../modules/dlms/apdu/selective-access.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { bytesEqual, equal, hex, throws } from '../../../assert.js';
import { XDLMS } from '../../../vectors/cosem.js';
import { encoded, refusesOtherLengths } from '../encoded.js';

function parametersOf(apdu: string, selector: number): Uint8Array {
	const request = decodeGetRequest(hex(apdu));
	if (request.kind !== 'normal') throw new Error(request.kind);
	equal(request.target.selection?.selector, selector);
	return request.target.selection!.parameters;
}

describe('selective access', () => {
	it('by range restricts by the clock', () => {
		const range = decodeRange(parametersOf(XDLMS.getRange, SELECTOR.range));
		equal(range.restricting.classId, 8);
		equal(range.restricting.name, 0x0000010000ff);
		equal(range.restricting.attribute, 2);
		equal(range.restricting.dataIndex, 0);
		equal(range.from.tag, DataTag.octetString);
		equal(range.columns.length, 0);
	});

	it('by range goes both ways, and is refused truncated or longer', () => {
		const parameters = parametersOf(XDLMS.getRange, SELECTOR.range);
		const again = encoded((w) => encodeRange(w, decodeRange(parameters)));
		equal(again.length, parameters.length);
		equal(again.join(), parameters.join());
		refusesOtherLengths(parameters, decodeRange, 'COSEM range');
	});

	it('by range selects columns', () => {
		const columns = [
			{ classId: 8, name: 0x0000010000ff, attribute: 2, dataIndex: 0 },
			{ classId: 3, name: 0x0100010800ff, attribute: 2, dataIndex: 1 },
		];
		const range = { ...decodeRange(parametersOf(XDLMS.getRange, SELECTOR.range)), columns };
		const bytes = encoded((w) => encodeRange(w, range));
		const read = decodeRange(bytes).columns;
		equal(read.length, 2);
		equal(read[1]!.name, 0x0100010800ff);
		equal(read[1]!.dataIndex, 1);
		refusesOtherLengths(bytes, decodeRange, 'COSEM range');
	});

	it('by range selects attributes below 0, and more columns than one byte of a count tells', () => {
		const columns: CaptureObject[] = [];
		for (let i = 0; i < 129; i++) columns.push({ classId: 3, name: 0x0100010800ff, attribute: 2 - i, dataIndex: 0 });
		const range = { ...decodeRange(parametersOf(XDLMS.getRange, SELECTOR.range)), columns };
		const read = decodeRange(encoded((w) => encodeRange(w, range))).columns;
		equal(read.length, 129);
		equal(read[128]!.attribute, -126);
	});

	it('by entry counts from 1', () => {
		const parameters = parametersOf(XDLMS.getEntry, SELECTOR.entry);
		const entry = decodeEntryDescriptor(parameters);
		equal(entry.fromEntry, 1);
		equal(entry.toEntry, 1);
		equal(entry.fromColumn, 1);
		equal(entry.toColumn, 0);
		equal(encoded((w) => encodeEntryDescriptor(w, entry)).join(), parameters.join());
		refusesOtherLengths(parameters, decodeEntryDescriptor, 'COSEM entry');
	});

	it('goes into a request', () => {
		const w = new DataWriter();
		encodeEntryDescriptor(w, { fromEntry: 1, toEntry: 0, fromColumn: 1, toColumn: 0 });
		const selection = selectionOf(SELECTOR.entry, w);
		equal(selection.selector, 2);
		bytesEqual(selection.parameters, '0204060000000106000000001200011200 00');
	});

	it('says what is no column', () => {
		throws(() => decodeRange(hex('02 04 02 03')), /^COSEM range: at byte 3: expected a column \(structure of four\)/);
		throws(() => decodeEntryDescriptor(hex('02 04 12 0001')), /^COSEM entry: at byte 2: expected double-long-unsigned/);
	});
});
