/**
 * What the first bytes of an APDU tell of it before it is decoded: `tag | kind | Invoke-Id-And-Priority`, of the requests of xDLMS; and what must have been
 * agreed on for them (Green Book, conformance block).
 */
import { frozen } from '../../bytes/frozen.js';
import { APDU, INVOKE } from '../apdu/apdu.js';
import { CONFORMANCE } from '../apdu/initiate.js';

const KIND_AT = 1;
const INVOKE_AT = 2;
/** ACCESS has no kinds: the first byte of its Long-Invoke-Id-And-Priority stands there, in which the bits are those of `INVOKE`. */
const LONG_INVOKE_AT = 1;

const { get, set, action, access, blockGet, blockSet, blockAction, multipleReferences } = CONFORMANCE;

/** The service, then what each of its kinds needs, from kind 1 on (modules/dlms/apdu/get.ts, modules/dlms/apdu/set.ts, modules/dlms/apdu/action.ts). */
const NEEDED: Readonly<Record<number, readonly number[]>> = frozen({
	[APDU.getRequest]: [get, get, get | blockGet, get | multipleReferences],
	[APDU.setRequest]: [set, set, set | blockSet, set | blockSet, set | multipleReferences, set | multipleReferences | blockSet],
	[APDU.actionRequest]: [
		action,
		action,
		action | blockAction,
		action | multipleReferences,
		action | blockAction,
		action | multipleReferences | blockAction,
		action | blockAction,
	],
	[APDU.accessRequest]: [access],
});

/** What only a server sends: answering it could go on for ever. */
const ANSWERS: readonly number[] = Object.freeze([
	APDU.initiateResponse,
	APDU.gloInitiateResponse,
	APDU.confirmedServiceError,
	APDU.dataNotification,
	APDU.dataNotificationConfirm,
	APDU.aare,
	APDU.rlre,
	APDU.getResponse,
	APDU.setResponse,
	APDU.actionResponse,
	APDU.gloGetResponse,
	APDU.gloSetResponse,
	APDU.gloActionResponse,
	APDU.dedGetResponse,
	APDU.dedSetResponse,
	APDU.dedActionResponse,
	APDU.exceptionResponse,
	APDU.accessResponse,
]);

/** Bits of `CONFORMANCE` that a request needs; undefined: it is none that is served. */
export function neededFor(apdu: Uint8Array): number | undefined {
	const kinds = NEEDED[apdu[0]!];
	return kinds?.[apdu[KIND_AT]!] ?? kinds?.[0];
}

/** Whether an APDU with this tag answers something. */
export function isAnswer(tag: number): boolean {
	return ANSWERS.includes(tag);
}

/** Whether a request of xDLMS asks for an answer. */
export function isConfirmed(apdu: Uint8Array): boolean {
	const at = apdu[0] === APDU.accessRequest ? LONG_INVOKE_AT : INVOKE_AT;
	return NEEDED[apdu[0]!] !== undefined && apdu.length > at && (apdu[at]! & INVOKE.confirmed) !== 0;
}
