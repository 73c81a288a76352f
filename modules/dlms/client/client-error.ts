/** The format in errors of what a client gets. */
export const FORMAT = 'COSEM client';

/** Why a request of a client failed altogether; an access that is refused is a result instead. */
import { APDU } from '../apdu/apdu.js';
import { decodeExceptionResponse, type ExceptionResponse } from '../apdu/exception.js';
import { decodeServiceError } from '../apdu/initiate.js';

export type ClientError =
	| { readonly kind: 'aborted' | 'protocol'; readonly text: string }
	/** The value has more than `most` bytes. */
	| { readonly kind: 'tooLong'; readonly text: string; readonly most: number }
	/** The association was refused; `diagnostic` is one of `DIAGNOSTIC`. */
	| { readonly kind: 'rejected'; readonly text: string; readonly diagnostic: number }
	| { readonly kind: 'exception'; readonly text: string; readonly exception: ExceptionResponse };

const SERVICE_ERRORS: readonly string[] = Object.freeze([
	'unknown',
	'operation not possible',
	'service not supported',
	'other reason',
	'PDU too long',
	'deciphering error',
	'invocation counter error',
]);

/** The error that an APDU is; undefined: it is none. Throws DecodeError. */
export function errorOf(apdu: Uint8Array): ClientError | undefined {
	if (apdu[0] === APDU.confirmedServiceError) {
		const { service, errorClass, value } = decodeServiceError(apdu);
		return { kind: 'protocol', text: `service ${service} failed: class ${errorClass}, error ${value}` };
	}
	if (apdu[0] !== APDU.exceptionResponse) return undefined;
	const exception = decodeExceptionResponse(apdu);
	return { kind: 'exception', text: `the server refused: ${SERVICE_ERRORS[exception.serviceError] ?? 'unknown'}`, exception };
}
