/** What a meter answers when it does not do what it is asked, in words, and what to look at (Green Book, DLMS User Association). */
import { DIAGNOSTIC } from '../../../modules/dlms/apdu/acse.js';
import { type ExceptionResponse, SERVICE_ERROR } from '../../../modules/dlms/apdu/exception.js';
import type { ServiceError } from '../../../modules/dlms/apdu/initiate.js';
import type { Proof } from '../../../src/head-end/head-end-error.js';

const ACCESS_RESULTS = Object.freeze({
	0: 'success',
	1: 'hardware fault',
	2: 'temporary failure: there is no value now',
	3: 'read-write denied: this client has no right to',
	4: 'object undefined: the meter has no such object or attribute',
	9: 'object class inconsistent: the object is of another class',
	11: 'object unavailable',
	12: 'type unmatched: the value is of another type',
	13: 'scope of access violated: there is no such selection, or the value is out of its range',
	14: 'data block unavailable',
	15: 'long get or action aborted',
	16: 'no long get or action in progress',
	17: 'long set aborted',
	18: 'no long set in progress',
	19: 'data block number invalid',
	250: 'other reason',
});

export type AccessResult = keyof typeof ACCESS_RESULTS;

/** `read-write denied: … (3)`. Action-Results have the same numbers. */
export function accessResultText(result: number): string {
	return `${(ACCESS_RESULTS as Readonly<Record<number, string>>)[result] ?? 'unknown reason'} (${result})`;
}

const DIAGNOSTICS = Object.freeze({
	256: 'it gives no reason',
	257: 'it gives no reason',
	258: 'application context not supported: check --client and --security; this client may have to cipher, or must not',
	259: 'calling AP title not recognised: check --title; the meter knows this client under another title, or it is the meter’s own',
	260: 'calling AP invocation identifier not recognised',
	261: 'calling AE qualifier not recognised',
	262: 'calling AE invocation identifier not recognised',
	263: 'called AP title not recognised',
	264: 'called AP invocation identifier not recognised',
	265: 'called AE qualifier not recognised',
	266: 'called AE invocation identifier not recognised',
	267: 'authentication mechanism not recognised: this client proves itself in another way; check --client, --auth and --security',
	268: 'authentication mechanism required: this client needs keys or a password; check --client, --keys and --password',
	269: 'authentication failure',
	270: 'authentication required',
	512: 'no reason of the service provider',
	513: 'no reason of the service provider',
	514: 'no common version of ACSE',
});

export type Diagnostic = keyof typeof DIAGNOSTICS;

/** What to look at where the meter does not believe that the client is who it says, by what the client shows of itself. */
const IDENTITY_HINTS: Readonly<Record<Proof, string>> = Object.freeze({
	keys: 'check the keys of this client',
	password: 'check the password of this client',
	none: 'this client showed neither keys nor a password; check --client, --keys and --password',
});
const NOT_BELIEVED: readonly number[] = Object.freeze([DIAGNOSTIC.authenticationFailure]);

/** @param diagnostic one of `DIAGNOSTIC` */
export function diagnosticText(diagnostic: number, proof: Proof): string {
	const source = diagnostic < 0x200 ? 'user' : 'provider';
	const hint = NOT_BELIEVED.includes(diagnostic) ? `: ${IDENTITY_HINTS[proof]}` : '';
	return `${(DIAGNOSTICS as Readonly<Record<number, string>>)[diagnostic] ?? 'unknown reason'}${hint} (${source} ${diagnostic & 0xff})`;
}

/** An accepted association that is of no use all the same. */
export function notProvenText(found: string, proof: Proof): string {
	return `association: ${found}: ${IDENTITY_HINTS[proof]}`;
}

const ERROR_CLASSES: Readonly<Record<number, readonly [string, readonly string[]]>> = Object.freeze({
	0: [
		'application reference',
		[
			'other',
			'time elapsed',
			'application unreachable',
			'application reference invalid',
			'application context unsupported',
			'provider communication error',
			'deciphering error',
		],
	],
	1: [
		'hardware resource',
		['other', 'memory unavailable', 'processor resource unavailable', 'mass storage unavailable', 'other resource unavailable'],
	],
	2: ['VDE state', ['other', 'no DLMS context', 'loading data set', 'status no change', 'status inoperable']],
	3: ['service', ['other', 'PDU too long', 'service unsupported']],
	4: ['definition', ['other', 'object undefined', 'object class inconsistent', 'object attribute inconsistent']],
	5: ['access', ['other', 'scope of access violated', 'object access violated', 'hardware fault', 'object unavailable']],
	6: ['initiate', ['other', 'DLMS version too low', 'incompatible conformance', 'PDU size too short', 'refused by the VDE handler']],
	7: [
		'load data set',
		[
			'other',
			'primitive out of sequence',
			'not loadable',
			'data set size too large',
			'not awaited segment',
			'interpretation failure',
			'storage failure',
			'data set not ready',
		],
	],
	9: ['task', ['other', 'no remote control', 'TI stopped', 'TI running', 'TI unusable']],
});
const SERVICES: Readonly<Record<number, string>> = Object.freeze({ 1: 'initiate', 2: 'get status', 3: 'get name list', 5: 'read', 6: 'write' });

/** What the Green Book calls the service, the class of its error and the value. */
export function errorNames({ service, errorClass, value }: ServiceError): { readonly of: string; readonly what: string } {
	const [name, values] = ERROR_CLASSES[errorClass] ?? ['unknown class', []];
	return { of: SERVICES[service] ?? `service ${service}`, what: `${name}, ${values[value] ?? 'unknown'}` };
}

/** ConfirmedServiceError, as `confirmed service error of initiate: initiate, PDU size too short (1, 6, 3)`. */
export function serviceErrorText(error: ServiceError): string {
	const { service, errorClass, value } = error;
	const { of, what } = errorNames(error);
	return `confirmed service error of ${of}: ${what} (${service}, ${errorClass}, ${value})`;
}

const STATE_ERRORS = Object.freeze({ 1: 'service not allowed', 2: 'service unknown' });
const SERVICE_ERRORS = Object.freeze({
	1: 'operation not possible: there is no association, or it is protected too little for the meter’s policy; check --security',
	2: 'service not supported',
	3: 'other reason',
	4: 'PDU too long',
	5: 'deciphering error',
	6: 'invocation counter error',
});

export type ExceptionState = keyof typeof STATE_ERRORS;
export type ExceptionService = keyof typeof SERVICE_ERRORS;

/** What to look at where the meter cannot open what it was sent. */
const DECIPHERING_HINTS: Readonly<Record<Proof, string>> = Object.freeze({
	keys: ': check the keys, the titles and --ciphering',
	password: '',
	none: '',
});

export function exceptionText({ stateError, serviceError, counter }: ExceptionResponse, proof: Proof): string {
	const told = counter === undefined ? '' : `: it wants ${counter} or more; is another head-end using this client’s keys and title?`;
	const state = (STATE_ERRORS as Readonly<Record<number, string>>)[stateError] ?? 'unknown state';
	const hint = serviceError === SERVICE_ERROR.decipheringError ? DECIPHERING_HINTS[proof] : '';
	const service = (SERVICE_ERRORS as Readonly<Record<number, string>>)[serviceError] ?? 'unknown';
	return `exception: ${state}, ${service}${hint}${told} (${stateError}, ${serviceError})`;
}
