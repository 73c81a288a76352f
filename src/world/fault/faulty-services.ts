/** What a meter's services do wrong, between a request that was admitted and its answer before it is ciphered. */
import { decodeActionRequest, encodeActionResponse } from '../../../modules/dlms/apdu/action.js';
import { ACTION_RESULT, APDU, INVOKE } from '../../../modules/dlms/apdu/apdu.js';
import { encodeExceptionResponse, SERVICE_ERROR, STATE_ERROR } from '../../../modules/dlms/apdu/exception.js';
import { encodeGetRequest } from '../../../modules/dlms/apdu/get.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { Between } from '../../../modules/dlms/server/server-host.js';
import type { FaultSwitches } from './fault-switches.js';

/** What becomes of an answer at the door: it waits, ms, or the door shuts in its place. */
export type Fate = { readonly kind: 'late'; readonly delay: number } | { readonly kind: 'shut' };

export interface FaultyServicesOptions {
	readonly switches: FaultSwitches;
	/** Whether the request came through a door that can shut; else its association is forgotten. */
	readonly canShut: () => boolean;
	/** The answer that goes out next. */
	readonly decide: (fate: Fate) => void;
}

type Caller = Parameters<Between>[2];
type Services = Parameters<Between>[3];

/** What a late answer takes unless told, ms: longer than head-ends wait. */
const LATE = 8_000;
/** Of answers: tag, kind, Invoke-Id-And-Priority; a block then tells whether it is the last, and its number. */
const KIND_AT = 1;
const INVOKE_AT = 2;
const LAST_AT = 3;
const NUMBER_AT = 4;
const WITH_BLOCK = 2;
/** Long-Invoke-Id of ACCESS: its lowest byte. */
const LONG_INVOKE_AT = 4;
/** Class of the security set-up, and its method. */
const SECURITY_SETUP = 64;
const KEY_TRANSFER = 2;
/** Refusals of what nothing is wrong with. */
const REFUSALS = Object.freeze([
	['tag-refused', SERVICE_ERROR.decipheringError],
	['counter-refused', SERVICE_ERROR.invocationCounterError],
] as const);

/**
 * | fault             | what is put in place of the answer, or done                      |
 * |-------------------|------------------------------------------------------------------|
 * | no-answer         | nothing, and the request is not served                           |
 * | tag-, counter-refused | an ExceptionResponse, likewise                               |
 * | association-lost  | nothing; the door shuts, or the association is forgotten         |
 * | key-forgotten     | success, and a change of keys is not served                      |
 * | wrong-invoke-id   | the answer with another invoke id                                |
 * | block-…           | nothing, the block before, the block after                       |
 * | late-answer       | the answer, which the door keeps for a while                     |
 */
export class FaultyServices {
	readonly #options: FaultyServicesOptions;
	/** The last block of a long answer, and whose it is. */
	#before: { readonly caller: Caller; readonly block: Uint8Array } | undefined;

	constructor(options: FaultyServicesOptions) {
		this.#options = options;
	}

	readonly between: Between = (request, answer, caller, services) => {
		const { switches } = this.#options;
		if (switches.isEmpty) services.serve(request, answer);
		else if (!switches.strikes('no-answer') && !this.#refuse(answer, caller) && !this.#lose(caller, answer))
			this.#serve(request, answer, caller, services);
	};

	/** Only of who ciphers. */
	#refuse(answer: DataWriter, { session, security }: Caller): boolean {
		if (session === undefined) return false;
		for (const [fault, serviceError] of REFUSALS) {
			if (!this.#options.switches.strikes(fault)) continue;
			encodeExceptionResponse(answer, { stateError: STATE_ERROR.serviceNotAllowed, serviceError, counter: (security?.lastReceived ?? 0) + 1 });
			return true;
		}
		return false;
	}

	#lose(caller: Caller, answer: DataWriter): boolean {
		const { switches, canShut, decide } = this.#options;
		if (!switches.strikes('association-lost')) return false;
		if (canShut()) {
			// What shuts the door needs something to go through it.
			encodeExceptionResponse(answer, { stateError: STATE_ERROR.serviceNotAllowed, serviceError: SERVICE_ERROR.otherReason, counter: undefined });
			decide({ kind: 'shut' });
		} else caller.close();
		return true;
	}

	#serve(request: Uint8Array, answer: DataWriter, caller: Caller, services: Services): void {
		const { switches, decide } = this.#options;
		if (!this.#forget(request, answer)) services.serve(request, answer);
		if (isBlock(answer.bytes)) this.#spoilBlock(answer, caller, services);
		if (answer.length === 0 || answer.bytes[0] === APDU.exceptionResponse) return;
		if (switches.strikes('wrong-invoke-id')) shiftInvoke(answer.bytes);
		const late = switches.delay('late-answer', LATE);
		if (late > 0) decide({ kind: 'late', delay: late });
	}

	/** Answers a change of keys that is not made. */
	#forget(request: Uint8Array, answer: DataWriter): boolean {
		const { switches } = this.#options;
		if (request[0] !== APDU.actionRequest || !switches.isOn('key-forgotten')) return false;
		const action = decodeActionRequest(request);
		if (action.kind !== 'normal' || action.target.classId !== SECURITY_SETUP || action.target.index !== KEY_TRANSFER) return false;
		if (!switches.strikes('key-forgotten')) return false;
		encodeActionResponse(answer, { kind: 'normal', invoke: action.invoke, outcome: { result: ACTION_RESULT.success, returned: undefined } });
		return true;
	}

	#spoilBlock(answer: DataWriter, caller: Caller, services: Services): void {
		const { switches } = this.#options;
		const before = this.#before?.caller === caller ? this.#before.block : undefined;
		const block = answer.copy();
		this.#before = { caller, block };
		if (switches.strikes('block-lost')) answer.truncate();
		else if (before !== undefined && numberOf(before) === numberOf(block) - 1 && switches.strikes('block-repeated')) {
			answer.truncate();
			answer.put(before);
		} else if (block[LAST_AT] === 0 && switches.strikes('block-early')) {
			const next = new DataWriter();
			encodeGetRequest(next, { kind: 'next', invoke: block[INVOKE_AT]! | INVOKE.confirmed, number: numberOf(block) });
			answer.truncate();
			services.serve(next.bytes, answer);
		}
	}
}

function isBlock(answer: Uint8Array): boolean {
	return answer[0] === APDU.getResponse && answer[KIND_AT] === WITH_BLOCK;
}

function numberOf(block: Uint8Array): number {
	return new DataView(block.buffer, block.byteOffset).getUint32(NUMBER_AT);
}

function shiftInvoke(answer: Uint8Array): void {
	const at = answer[0] === APDU.accessResponse ? LONG_INVOKE_AT : INVOKE_AT;
	const invoke = answer[at]!;
	answer[at] = (invoke & ~INVOKE.id) | ((invoke + 1) & INVOKE.id);
}
