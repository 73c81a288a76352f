/**
 * ExceptionResponse (Green Book): the request could not be served, or not even be understood.
 *
 * | bytes | field         |                                                                                          |
 * |-------|---------------|------------------------------------------------------------------------------------------|
 * | 1     | tag           | D8                                                                                       |
 * | 1     | state-error   | 1 service-not-allowed, 2 service-unknown                                                 |
 * | 1     | service-error | 1 to 6                                                                                   |
 * | 4     |               | only of service-error 6: the invocation counter                                          |
 */

import type { DataWriter } from '../axdr/data-writer.js';
import { APDU, openApdu } from './apdu.js';

export const STATE_ERROR = Object.freeze({ serviceNotAllowed: 1, serviceUnknown: 2 });
export const SERVICE_ERROR = Object.freeze({
	operationNotPossible: 1,
	serviceNotSupported: 2,
	otherReason: 3,
	pduTooLong: 4,
	decipheringError: 5,
	invocationCounterError: 6,
});

export interface ExceptionResponse {
	readonly stateError: number;
	readonly serviceError: number;
	/** The least counter that is accepted, with some servers the last one that was; only of an invocation-counter-error. */
	readonly counter: number | undefined;
}

/** Throws DecodeError. */
export function decodeExceptionResponse(bytes: Uint8Array): ExceptionResponse {
	const r = openApdu(bytes, APDU.exceptionResponse, 'ExceptionResponse');
	const stateError = r.uint(1, 'state-error');
	const serviceError = r.uint(1, 'service-error');
	const counter = serviceError === SERVICE_ERROR.invocationCounterError ? r.uint(4, 'invocation counter') : undefined;
	r.end();
	return { stateError, serviceError, counter };
}

export function encodeExceptionResponse(w: DataWriter, { stateError, serviceError, counter }: ExceptionResponse): void {
	w.uint(1, APDU.exceptionResponse).uint(1, stateError).uint(1, serviceError);
	if (serviceError === SERVICE_ERROR.invocationCounterError) w.uint(4, counter ?? 0);
}
