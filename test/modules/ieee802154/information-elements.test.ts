import { Reader } from '../../../modules/bytes/reader.js';
import { Writer } from '../../../modules/bytes/writer.js';
import {
	announcesPayloadElements,
	decodeHeaderElements,
	decodeNestedElements,
	decodePayloadElements,
	elementsLength,
	encodeHeaderElements,
	encodeNestedElements,
	encodePayloadElements,
	HeaderElement,
	type InformationElement,
	PayloadElement,
} from '../../../modules/ieee802154/information-elements.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';

// The header IEs of IEEE 802.15.4-2020 Annex C.3.6: one of 4 bytes, then header termination 1.
const HEADER = '8414 34ff3f5c 003f';
// The payload IEs of the enhanced beacon request in test/vectors: MLME with pairing ID, then termination.
const PAYLOAD = '0a88 0868 3434353536363737 00f8';

function decodeHeader(bytes: string, trailer = 0): InformationElement[] {
	return decodeHeaderElements(new Reader('test', hex(bytes)), trailer);
}

describe('IEEE 802.15.4 information elements', () => {
	it('of the header end with their termination', () => {
		const elements = decodeHeader(`${HEADER} 0a88`);
		equal(elements.length, 2);
		equal(elements[0]!.id, 0x29);
		bytesEqual(elements[0]!.content, '34ff3f5c');
		equal(elements[1]!.id, HeaderElement.termination1);
		const w = new Writer(elementsLength(elements));
		encodeHeaderElements(w, elements);
		bytesEqual(w.bytes, HEADER);
	});

	it('of the header also end with the frame, or before its MIC', () => {
		equal(decodeHeader('8414 34ff3f5c').length, 1);
		equal(decodeHeader('8414 34ff3f5c 01020304', 4).length, 1);
	});

	it('of the payload follow header termination 1 and nothing else', () => {
		equal(announcesPayloadElements(decodeHeader('003f')), true);
		equal(announcesPayloadElements(decodeHeader('803f')), false);
		equal(announcesPayloadElements(decodeHeader('8414 34ff3f5c')), false);
		equal(announcesPayloadElements([]), false);
		equal(announcesPayloadElements(undefined), false);
	});

	it('of the payload tell where they end', () => {
		const { elements, length } = decodePayloadElements(hex(`${PAYLOAD} 07`));
		equal(length, 14);
		equal(elements.length, 2);
		equal(elements[0]!.id, PayloadElement.mlme);
		equal(elements[1]!.id, PayloadElement.termination);
		bytesEqual(encodePayloadElements(elements), PAYLOAD);
	});

	it('of the payload may end with the frame', () => equal(decodePayloadElements(hex('0290 0102')).elements[0]!.id, PayloadElement.vendor));

	it('nest in a short and in a long form', () => {
		const bytes = '0268 0102 03c8 010203';
		const nested = decodeNestedElements(hex(bytes));
		equal(nested[0]!.id, 0x68);
		equal(nested[0]!.long, false);
		equal(nested[1]!.id, 0x9);
		equal(nested[1]!.long, true);
		equal(toHex(nested[1]!.content), '010203');
		bytesEqual(encodeNestedElements(nested), bytes);
	});

	it('refuse every truncation', () => {
		for (const length of [1, 2, 3, 4, 5, 7]) throws(() => decodeHeader(HEADER.replace(/ /g, '').slice(0, 2 * length)), /^test: at byte/);
		const whole = hex(PAYLOAD);
		for (let length = 1; length < 12; length++)
			throws(() => decodePayloadElements(whole.subarray(0, length)), /^IEEE 802\.15\.4 payload IEs: at byte/);
		const nested = whole.subarray(2, 12);
		for (let length = 1; length < 10; length++)
			throws(() => decodeNestedElements(nested.subarray(0, length)), /^IEEE 802\.15\.4 nested IEs: at byte/);
	});

	it('refuse the kind that stands elsewhere', () => {
		throws(() => decodeHeader('00f8'), /at byte 0: expected a header IE, found 0xf800/);
		throws(() => decodePayloadElements(hex('003f')), /at byte 0: expected a payload IE, found 0x3f00/);
	});

	it('refuse what their descriptor cannot tell', () => {
		throws(() => encodeHeaderElements(new Writer(200), [{ id: 1, content: new Uint8Array(128) }]), /header IE: expected at most 127 bytes, got 128/);
		throws(() => encodePayloadElements([{ id: 16, content: new Uint8Array(0) }]), /payload IE: expected an id of at most 15, got 16/);
		throws(() => encodeNestedElements([{ id: 1, content: new Uint8Array(256) }]), /nested IE: expected at most 255 bytes, got 256/);
	});
});
