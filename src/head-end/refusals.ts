/** What a meter answers when it does not do what it is asked, read from its APDU (Green Book, DLMS User Association). */
import { decodeAare, RESULT } from '../../modules/dlms/apdu/acse.js';
import { APDU } from '../../modules/dlms/apdu/apdu.js';
import { SERVICE_ERROR } from '../../modules/dlms/apdu/exception.js';
import { decodeServiceError } from '../../modules/dlms/apdu/initiate.js';
import type { ClientError } from '../../modules/dlms/client/client-error.js';
import type { HeadEndFailure, Proof, Work } from './head-end-error.js';

/** What an AARE or a ConfirmedServiceError says, of which the client's error tells but a part; undefined: it is neither, or no refusal. Throws DecodeError. */
export function refusalIn(apdu: Uint8Array, proof: Proof): HeadEndFailure | undefined {
	if (apdu[0] === APDU.confirmedServiceError) return { kind: 'serviceError', error: decodeServiceError(apdu) };
	if (apdu[0] !== APDU.aare) return undefined;
	const { result, diagnostic, userInformation } = decodeAare(apdu);
	if (result === RESULT.accepted) return undefined;
	const inside = userInformation?.[0] === APDU.confirmedServiceError ? decodeServiceError(userInformation) : undefined;
	return { kind: 'associationRefused', transient: result === RESULT.rejectedTransient, diagnostic, inside, proof };
}

const ESTRANGED: readonly number[] = Object.freeze([SERVICE_ERROR.decipheringError, SERVICE_ERROR.operationNotPossible]);

export function failureOf(error: ClientError, work: Work, proof: Proof): HeadEndFailure {
	switch (error.kind) {
		case 'exception':
			return { kind: 'exception', exception: error.exception, proof };
		case 'rejected':
			return { kind: 'notProven', found: error.text, proof };
		case 'tooLong':
			return { kind: 'valueTooLong', work, most: error.most };
		default:
			return { kind: 'protocol', found: error.text };
	}
}

/** The meter cannot open what it opened before, or knows nothing of an association that it has accepted: it may do in a new one. */
export function isEstranged(failure: HeadEndFailure): boolean {
	return failure.kind === 'exception' && ESTRANGED.includes(failure.exception.serviceError);
}

/** The meter wants a later counter than it was sent. */
export function isOutrun(failure: HeadEndFailure): boolean {
	if (failure.kind !== 'exception') return false;
	const { serviceError, counter } = failure.exception;
	return serviceError === SERVICE_ERROR.invocationCounterError && counter !== undefined;
}
