/**
 * What a request of xDLMS with logical names is about (Green Book, Cosem-Attribute-Descriptor and Cosem-Method-Descriptor).
 *
 * | bytes | field                                                     |
 * |-------|-----------------------------------------------------------|
 * | 2     | class                                                     |
 * | 6     | logical name                                              |
 * | 1     | attribute or method; attribute 0 means all                |
 * | 1     | only of attributes: 1 if selective access follows, else 0 |
 * | 1 + n | selector, and its parameters as one value of A-XDR        |
 */
import type { Reader } from '../../bytes/reader.js';
import type { DataWriter } from '../axdr/data-writer.js';
import { type LogicalName, readLogicalName } from '../axdr/obis.js';
import { readFlag, readList, readRaw, writeList } from './apdu.js';

export const METHOD_DESCRIPTOR_LENGTH = 9;
/** Bytes of the descriptor of an attribute without selective access. */
export const ATTRIBUTE_DESCRIPTOR_LENGTH = 10;

/** An attribute, or a method, of an object. */
export interface Target {
	readonly classId: number;
	readonly name: LogicalName;
	/** Number of the attribute, or of the method. */
	readonly index: number;
}

export interface AttributeTarget extends Target {
	/** Part of the attribute; undefined: all of it. */
	readonly selection: Selection | undefined;
}

/** Selective-Access-Descriptor (see selective-access.ts). */
export interface Selection {
	readonly selector: number;
	/** One value of A-XDR. */
	readonly parameters: Uint8Array;
}

export function readTarget(r: Reader): Target {
	const classId = r.uint(2, 'class');
	const name = readLogicalName(r);
	return { classId, name, index: r.uint(1, 'attribute or method') };
}

export function readAttributeTarget(r: Reader): AttributeTarget {
	const classId = r.uint(2, 'class');
	const name = readLogicalName(r);
	const index = r.uint(1, 'attribute');
	let selection: Selection | undefined;
	if (readFlag(r, 'selective access')) selection = { selector: r.uint(1, 'selector'), parameters: readRaw(r) };
	return { classId, name, index, selection };
}

export function writeTarget(w: DataWriter, target: Target): void {
	w.uint(2, target.classId).name(target.name).uint(1, target.index);
}

export function writeAttributeTarget(w: DataWriter, target: AttributeTarget): void {
	writeTarget(w, target);
	const { selection } = target;
	if (selection === undefined) w.uint(1, 0);
	else w.uint(1, 1).uint(1, selection.selector).put(selection.parameters);
}

export function readAttributeTargets(r: Reader): AttributeTarget[] {
	return readList(r, ATTRIBUTE_DESCRIPTOR_LENGTH, readAttributeTarget);
}

export function writeAttributeTargets(w: DataWriter, targets: readonly AttributeTarget[]): void {
	writeList(w, targets, writeAttributeTarget);
}

export function readTargets(r: Reader): Target[] {
	return readList(r, METHOD_DESCRIPTOR_LENGTH, readTarget);
}

export function writeTargets(w: DataWriter, targets: readonly Target[]): void {
	writeList(w, targets, writeTarget);
}
