/**
 * What client and server agree on about xDLMS (Green Book, InitiateRequest, InitiateResponse): the user information of AARQ and AARE.
 *
 * | request                                        | response                              |
 * |------------------------------------------------|---------------------------------------|
 * | 01                                             | 08                                    |
 * | dedicated key: 00, or 01 length key            | quality of service: 00, or 01 value   |
 * | response allowed: 00 (yes), or 01 boolean      | DLMS version: 06                      |
 * | quality of service: 00, or 01 value            | conformance: 5F 1F 04 00 and 3 bytes  |
 * | DLMS version: 06                               | most bytes of a PDU to the server (2) |
 * | conformance: 5F 1F 04 00 and 3 bytes           | VAA name: 0007 with logical names     |
 * | most bytes of a PDU to the client (2); 0 any   |                                       |
 *
 * A refusal of the server: ConfirmedServiceError, `0E 01 class value`, where 01 says that it answers InitiateRequest.
 */
import type { Reader } from '../../bytes/reader.js';
import { readSize } from '../axdr/data-length.js';
import type { DataWriter } from '../axdr/data-writer.js';
import { APDU, openApdu, readBoolean, readFlag } from './apdu.js';

export const DLMS_VERSION = 6;
/** VAA name with logical names. */
export const VAA_LOGICAL_NAMES = 0x0007;
/** The least PDU that a client may ask for, in bytes. */
export const LEAST_PDU = 12;

/** Bits of the conformance block that belong to logical names. */
export const CONFORMANCE = Object.freeze({
	generalProtection: 0x400000,
	generalBlockTransfer: 0x200000,
	deltaValueEncoding: 0x020000,
	attribute0Set: 0x008000,
	priority: 0x004000,
	attribute0Get: 0x002000,
	blockGet: 0x001000,
	blockSet: 0x000800,
	blockAction: 0x000400,
	multipleReferences: 0x000200,
	dataNotification: 0x000080,
	access: 0x000040,
	get: 0x000010,
	set: 0x000008,
	selectiveAccess: 0x000004,
	eventNotification: 0x000002,
	action: 0x000001,
});

export interface InitiateRequest {
	readonly dedicatedKey: Uint8Array | undefined;
	/** False: the client wants no AARE. */
	readonly responseAllowed: boolean;
	readonly quality: number | undefined;
	readonly version: number;
	/** Bits of `CONFORMANCE`. */
	readonly conformance: number;
	/** The longest PDU that the client takes, in bytes; 0: any. */
	readonly maxPdu: number;
}

export interface InitiateResponse {
	readonly quality: number | undefined;
	readonly version: number;
	/** Bits of `CONFORMANCE`. */
	readonly conformance: number;
	/** The longest PDU that the server takes, in bytes. */
	readonly maxPdu: number;
	readonly vaaName: number;
}

/** ConfirmedServiceError: which service failed, and a class of errors with a value in it. */
export interface ServiceError {
	/** 1 InitiateError, 5 read, 6 write. */
	readonly service: number;
	/** One of `ERROR_CLASS`. */
	readonly errorClass: number;
	readonly value: number;
}

export const INITIATE_ERROR = 1;

/** ServiceError, its choices. */
export const ERROR_CLASS = Object.freeze({
	applicationReference: 0,
	hardwareResource: 1,
	vdeState: 2,
	service: 3,
	definition: 4,
	access: 5,
	initiate: 6,
	loadDataSet: 7,
	task: 9,
});

/** Values of `ERROR_CLASS.initiate`. */
export const INITIATE = Object.freeze({ other: 0, dlmsVersionTooLow: 1, incompatibleConformance: 2, pduSizeTooShort: 3, refusedByVdeHandler: 4 });

const CONFORMANCE_TAG = 0x5f;
const CONFORMANCE_TAG_2 = 0x1f;
const CONFORMANCE_LENGTH = 4;

/** Throws DecodeError. */
export function decodeInitiateRequest(bytes: Uint8Array): InitiateRequest {
	const r = openApdu(bytes, APDU.initiateRequest, 'InitiateRequest');
	const dedicatedKey = readFlag(r, 'dedicated key') ? r.bytes(readSize(r), 'dedicated key') : undefined;
	const responseAllowed = readFlag(r, 'response allowed') ? readBoolean(r, 'response allowed') : true;
	const quality = readFlag(r, 'quality of service') ? r.uint(1, 'quality of service') : undefined;
	const version = r.uint(1, 'DLMS version');
	const conformance = readConformance(r);
	const maxPdu = r.uint(2, 'longest PDU');
	r.end();
	return { dedicatedKey, responseAllowed, quality, version, conformance, maxPdu };
}

export function encodeInitiateRequest(w: DataWriter, request: InitiateRequest): void {
	const { dedicatedKey, responseAllowed, quality, version, conformance, maxPdu } = request;
	w.uint(1, APDU.initiateRequest);
	if (dedicatedKey === undefined) w.uint(1, 0);
	else w.uint(1, 1).size(dedicatedKey.length).put(dedicatedKey);
	if (responseAllowed) w.uint(1, 0);
	else w.uint(2, 0x0100);
	writeQuality(w, quality);
	w.uint(1, version);
	writeConformance(w, conformance);
	w.uint(2, maxPdu);
}

/** Throws DecodeError. */
export function decodeInitiateResponse(bytes: Uint8Array): InitiateResponse {
	const r = openApdu(bytes, APDU.initiateResponse, 'InitiateResponse');
	const quality = readFlag(r, 'quality of service') ? r.uint(1, 'quality of service') : undefined;
	const version = r.uint(1, 'DLMS version');
	const conformance = readConformance(r);
	const maxPdu = r.uint(2, 'longest PDU');
	const vaaName = r.uint(2, 'VAA name');
	r.end();
	return { quality, version, conformance, maxPdu, vaaName };
}

export function encodeInitiateResponse(w: DataWriter, { quality, version, conformance, maxPdu, vaaName }: InitiateResponse): void {
	w.uint(1, APDU.initiateResponse);
	writeQuality(w, quality);
	w.uint(1, version);
	writeConformance(w, conformance);
	w.uint(2, maxPdu).uint(2, vaaName);
}

/** Throws DecodeError. */
export function decodeServiceError(bytes: Uint8Array): ServiceError {
	const r = openApdu(bytes, APDU.confirmedServiceError, 'ConfirmedServiceError');
	const service = r.uint(1, 'service');
	const errorClass = r.uint(1, 'error class');
	const value = r.uint(1, 'error');
	r.end();
	return { service, errorClass, value };
}

export function encodeServiceError(w: DataWriter, { service, errorClass, value }: ServiceError): void {
	w.uint(1, APDU.confirmedServiceError).uint(1, service).uint(1, errorClass).uint(1, value);
}

/** [APPLICATION 31] IMPLICIT BIT STRING in BER. Over HDLC the tag may be 5F alone (Green Book, "conformance"). */
function readConformance(r: Reader): number {
	const start = r.offset;
	if (r.uint(1, 'conformance') !== CONFORMANCE_TAG) throw r.error('conformance (5f 1f)', start);
	let length = r.uint(1, 'conformance');
	if (length === CONFORMANCE_TAG_2) length = r.uint(1, 'length of conformance');
	if (length !== CONFORMANCE_LENGTH || r.uint(1, 'unused bits') !== 0) throw r.error('conformance of 24 bits', start);
	return r.uint(3, 'conformance');
}

function writeConformance(w: DataWriter, conformance: number): void {
	w.uint(1, CONFORMANCE_TAG).uint(1, CONFORMANCE_TAG_2).uint(1, CONFORMANCE_LENGTH).uint(1, 0).uint(3, conformance);
}

function writeQuality(w: DataWriter, quality: number | undefined): void {
	if (quality === undefined) w.uint(1, 0);
	else w.uint(1, 1).uint(1, quality);
}
