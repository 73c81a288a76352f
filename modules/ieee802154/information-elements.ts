/**
 * Information elements (IEEE 802.15.4-2015 §7.4): a descriptor of 16 bits, least significant byte first, then the content.
 *
 * | kind         | length     | identifier       | bit 15 | stands in                       |
 * |--------------|------------|------------------|--------|---------------------------------|
 * | header       | bits 0–6   | bits 7–14        | 0      | the MHR                         |
 * | payload      | bits 0–10  | bits 11–14       | 1      | the start of the MAC payload    |
 * | nested short | bits 0–7   | bits 8–14        | 0      | the content of an MLME element  |
 * | nested long  | bits 0–10  | bits 11–14       | 1      | the content of an MLME element  |
 *
 * Lists are as they stand on the air: the termination elements (header termination 1 and 2, payload termination) are elements of the list.
 */
import { Reader } from '../bytes/reader.js';
import { Writer } from '../bytes/writer.js';

const DESCRIPTOR_LENGTH = 2;
const LONG = 0x8000;

interface Layout {
	readonly name: string;
	readonly maxLength: number;
	readonly idShift: number;
	readonly maxId: number;
	/** Bit 15 of the descriptor. */
	readonly bit15: number;
}

const HEADER: Layout = Object.freeze({ name: 'header IE', maxLength: 0x7f, idShift: 7, maxId: 0xff, bit15: 0 });
const PAYLOAD: Layout = Object.freeze({ name: 'payload IE', maxLength: 0x7ff, idShift: 11, maxId: 0xf, bit15: LONG });
const NESTED_SHORT: Layout = Object.freeze({ name: 'nested IE', maxLength: 0xff, idShift: 8, maxId: 0x7f, bit15: 0 });
const NESTED_LONG: Layout = Object.freeze({ name: 'nested IE', maxLength: 0x7ff, idShift: 11, maxId: 0xf, bit15: LONG });

/** Element ids of header IEs (table 7-7). */
export const HeaderElement = Object.freeze({ csl: 0x1a, rit: 0x1b, timeCorrection: 0x1e, wiSun: 0x2a, termination1: 0x7e, termination2: 0x7f });

/** Group ids of payload IEs (table 7-15). */
export const PayloadElement = Object.freeze({ esdu: 0x0, mlme: 0x1, vendor: 0x2, mpx: 0x3, wiSun: 0x4, ietf: 0x5, termination: 0xf });

export interface InformationElement {
	readonly id: number;
	readonly content: Uint8Array;
}

export interface NestedElement extends InformationElement {
	/** The long form: id 0 to 15, content of up to 2,047 bytes. */
	readonly long?: boolean;
}

/** The header IEs up to and including their termination, or up to the last `trailer` bytes of the frame. Throws DecodeError. */
export function decodeHeaderElements(r: Reader, trailer = 0): InformationElement[] {
	const elements: InformationElement[] = [];
	while (r.left > trailer) {
		const element = decodeElement(r, HEADER);
		elements.push(element);
		if (element.id === HeaderElement.termination1 || element.id === HeaderElement.termination2) break;
	}
	return elements;
}

/** Whether payload IEs stand at the start of the MAC payload behind these header IEs (§7.4.1). */
export function announcesPayloadElements(headerElements: readonly InformationElement[] | undefined): boolean {
	const last = headerElements?.[headerElements.length - 1];
	return last?.id === HeaderElement.termination1;
}

/** The payload IEs at the start of a MAC payload, and how many bytes they take. Contents are views. Throws DecodeError. */
export function decodePayloadElements(payload: Uint8Array): { elements: InformationElement[]; length: number } {
	const r = new Reader('IEEE 802.15.4 payload IEs', payload);
	const elements: InformationElement[] = [];
	while (r.left > 0) {
		const element = decodeElement(r, PAYLOAD);
		elements.push(element);
		if (element.id === PayloadElement.termination) break;
	}
	return { elements, length: r.offset };
}

/** What an MLME element contains. Contents are views. Throws DecodeError. */
export function decodeNestedElements(content: Uint8Array): NestedElement[] {
	const r = new Reader('IEEE 802.15.4 nested IEs', content);
	const elements: NestedElement[] = [];
	while (r.left > 0) {
		const descriptor = r.uintLE(DESCRIPTOR_LENGTH, 'IE descriptor');
		const long = (descriptor & LONG) !== 0;
		const { idShift, maxId, maxLength } = long ? NESTED_LONG : NESTED_SHORT;
		elements.push({ id: (descriptor >> idShift) & maxId, content: r.bytes(descriptor & maxLength, 'IE content'), long });
	}
	return elements;
}

/** Throws RangeError for an id or a content that its descriptor cannot tell. */
export function encodeHeaderElements(w: Writer, elements: readonly InformationElement[]): void {
	for (const element of elements) encodeElement(w, element, HEADER);
}

/** Throws RangeError for an id or a content that its descriptor cannot tell. */
export function encodePayloadElements(elements: readonly InformationElement[]): Uint8Array {
	const w = new Writer(elementsLength(elements));
	for (const element of elements) encodeElement(w, element, PAYLOAD);
	return w.bytes;
}

/** Throws RangeError for an id or a content that its descriptor cannot tell. */
export function encodeNestedElements(elements: readonly NestedElement[]): Uint8Array {
	const w = new Writer(elementsLength(elements));
	for (const element of elements) encodeElement(w, element, element.long ? NESTED_LONG : NESTED_SHORT);
	return w.bytes;
}

export function elementsLength(elements: readonly InformationElement[]): number {
	return elements.reduce((sum, { content }) => sum + DESCRIPTOR_LENGTH + content.length, 0);
}

function decodeElement(r: Reader, layout: Layout): InformationElement {
	const start = r.offset;
	const descriptor = r.uintLE(DESCRIPTOR_LENGTH, 'IE descriptor');
	if ((descriptor & LONG) !== layout.bit15) throw r.error(`a ${layout.name}, found 0x${descriptor.toString(16)}`, start);
	return { id: (descriptor >> layout.idShift) & layout.maxId, content: r.bytes(descriptor & layout.maxLength, 'IE content') };
}

function encodeElement(w: Writer, element: InformationElement, layout: Layout): void {
	const { id, content } = element;
	if (id > layout.maxId) throw new RangeError(`IEEE 802.15.4: ${layout.name}: expected an id of at most ${layout.maxId}, got ${id}`);
	if (content.length > layout.maxLength) {
		throw new RangeError(`IEEE 802.15.4: ${layout.name}: expected at most ${layout.maxLength} bytes, got ${content.length}`);
	}
	w.uintLE(DESCRIPTOR_LENGTH, layout.bit15 | (id << layout.idShift) | content.length).put(content);
}
