/**
 * ACCESS of xDLMS (Green Book, Access-Request and Access-Response): many attributes and methods in one request, read, written and called in their order.
 *
 * | request                          | response                              |
 * |----------------------------------|---------------------------------------|
 * | D9                               | DA                                    |
 * | Long-Invoke-Id-And-Priority (4)  | the same (4)                          |
 * | time: 00, or 0C and 12 bytes     | time: 00, or 0C and 12 bytes          |
 * | count {specification}            | 00, or 01 count {specification}       |
 * | count {value}                    | count {value}                         |
 * |                                  | count {service(1) result(1)}          |
 *
 * A specification is `service target`: 01 get, 02 set, 03 action; 04 get and 05 set with `selector parameters` behind the target. What carries no value has
 * null-data in its place, both ways. A result is a Data-Access-Result or an Action-Result.
 */
import { frozen } from '../../bytes/frozen.js';
import type { Reader } from '../../bytes/reader.js';
import type { DataWriter } from '../axdr/data-writer.js';
import { APDU, openApdu, readFlag, readList, readRaw, writeList } from './apdu.js';
import { readValues, readValuesFor, writeValues } from './block.js';
import { type AttributeTarget, METHOD_DESCRIPTOR_LENGTH, readTarget, writeTarget } from './descriptor.js';
import { readTime, writeTime } from './notification.js';

/** Long-Invoke-Id-And-Priority. */
export const LONG_INVOKE = Object.freeze({
	id: 0x00ffffff,
	selfDescriptive: 0x10000000,
	breakOnError: 0x20000000,
	confirmed: 0x40000000,
	high: 0x80000000,
});

export type AccessService = 'get' | 'set' | 'action';

export interface AccessSpecification {
	readonly service: AccessService;
	/** Attribute, or method, which has no selection. */
	readonly target: AttributeTarget;
}

export interface AccessRequest {
	/** 32 bits of `LONG_INVOKE`. */
	readonly invoke: number;
	/** 12 bytes of COSEM date-time. */
	readonly time: Uint8Array | undefined;
	readonly specifications: readonly AccessSpecification[];
	/** A value of A-XDR for each. */
	readonly values: readonly Uint8Array[];
}

export interface AccessResult {
	readonly service: AccessService;
	/** Data-Access-Result or Action-Result. */
	readonly result: number;
}

export interface AccessResponse {
	readonly invoke: number;
	readonly time: Uint8Array | undefined;
	/** Those of the request; undefined: left out. */
	readonly specifications: readonly AccessSpecification[] | undefined;
	/** A value of A-XDR for each. */
	readonly values: readonly Uint8Array[];
	readonly results: readonly AccessResult[];
}

/** The services by their number, and behind them those with a selection. */
const SERVICES: readonly (AccessService | undefined)[] = frozen([undefined, 'get', 'set', 'action']);
const NUMBERS: Readonly<Record<AccessService, number>> = Object.freeze({ get: 1, set: 2, action: 3 });
const SELECTED: readonly (AccessService | undefined)[] = frozen([undefined, undefined, undefined, undefined, 'get', 'set']);
/** From the number of a service to that of the same with a selection. */
const WITH_SELECTION = 3;
const SPECIFICATION_LENGTH = 1 + METHOD_DESCRIPTOR_LENGTH;
const RESULT_LENGTH = 2;

/** Throws DecodeError. */
export function decodeAccessRequest(bytes: Uint8Array): AccessRequest {
	const r = openApdu(bytes, APDU.accessRequest, 'ACCESS-Request');
	const invoke = r.uint(4, 'long invoke id');
	const time = readTime(r);
	const specifications = readList(r, SPECIFICATION_LENGTH, readSpecification);
	const values = readValuesFor(r, specifications.length);
	r.end();
	return { invoke, time, specifications, values };
}

export function encodeAccessRequest(w: DataWriter, { invoke, time, specifications, values }: AccessRequest): void {
	w.uint(1, APDU.accessRequest).uint(4, invoke);
	writeTime(w, time);
	writeList(w, specifications, writeSpecification);
	writeValues(w, values);
}

/** Throws DecodeError. */
export function decodeAccessResponse(bytes: Uint8Array): AccessResponse {
	const r = openApdu(bytes, APDU.accessResponse, 'ACCESS-Response');
	const invoke = r.uint(4, 'long invoke id');
	const time = readTime(r);
	const specifications = readFlag(r, 'specifications') ? readList(r, SPECIFICATION_LENGTH, readSpecification) : undefined;
	const values = readValues(r);
	const results = readList(r, RESULT_LENGTH, readResult);
	if (results.length !== values.length) throw r.error(`${values.length} results, found ${results.length}`);
	r.end();
	return { invoke, time, specifications, values, results };
}

/** What stands before the values of a response. */
export function writeAccessHead(w: DataWriter, { invoke, time, specifications }: Pick<AccessResponse, 'invoke' | 'time' | 'specifications'>): void {
	w.uint(1, APDU.accessResponse).uint(4, invoke);
	writeTime(w, time);
	w.uint(1, specifications === undefined ? 0 : 1);
	if (specifications !== undefined) writeList(w, specifications, writeSpecification);
}

/** One of the results behind the values of a response, and behind their count. */
export function writeAccessResult(w: DataWriter, service: AccessService, result: number): void {
	w.uint(1, NUMBERS[service]).uint(1, result);
}

function readSpecification(r: Reader): AccessSpecification {
	const number = r.uint(1, 'service');
	const selected = SELECTED[number];
	const service = selected ?? SERVICES[number];
	if (service === undefined) throw r.error('service 1 to 5', r.offset - 1);
	const { classId, name, index } = readTarget(r);
	const selection = selected === undefined ? undefined : { selector: r.uint(1, 'selector'), parameters: readRaw(r) };
	return { service, target: { classId, name, index, selection } };
}

function writeSpecification(w: DataWriter, { service, target }: AccessSpecification): void {
	const { selection } = target;
	w.uint(1, NUMBERS[service] + (selection === undefined ? 0 : WITH_SELECTION));
	writeTarget(w, target);
	if (selection !== undefined) w.uint(1, selection.selector).put(selection.parameters);
}

function readResult(r: Reader): AccessResult {
	const service = SERVICES[r.uint(1, 'service')];
	if (service === undefined) throw r.error('service 1 to 3', r.offset - 1);
	return { service, result: r.uint(1, 'result') };
}
