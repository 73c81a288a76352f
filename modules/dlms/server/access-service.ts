/**
 * ACCESS of a server (Green Book, "The ACCESS service"): each specification is done in its order, with the rights that GET, SET and ACTION have.
 *
 * | what is wrong with one                                   | its result                                     |
 * |----------------------------------------------------------|------------------------------------------------|
 * | refused                                                  | the Data-Access-Result or Action-Result for it |
 * | its value does not fit into the response any more        | 14, data-block-unavailable                     |
 * | break on error was asked for, and one before it failed   | 250, other-reason; it is not done              |
 */
import { type AccessRequest, decodeAccessRequest, LONG_INVOKE, writeAccessHead, writeAccessResult } from '../apdu/access.js';
import { ACCESS_RESULT } from '../apdu/apdu.js';
import { sizeLength } from '../axdr/data-length.js';
import type { DataWriter } from '../axdr/data-writer.js';
import type { Caller } from './logical-device.js';

/** Bytes of null-data, and of a result with its service. */
const NULL_LENGTH = 1;
const RESULT_LENGTH = 2;

/**
 * Puts the response of at most `limit` bytes. False, and nothing done: not even the results would fit.
 * Throws DecodeError for a request that is malformed.
 */
export function access(apdu: Uint8Array, limit: number, w: DataWriter, caller: Caller): boolean {
	const request = decodeAccessRequest(apdu);
	const { invoke, specifications } = request;
	const count = specifications.length;
	const start = w.length;
	const selfDescriptive = (invoke & LONG_INVOKE.selfDescriptive) !== 0;
	writeAccessHead(w, { invoke, time: undefined, specifications: selfDescriptive ? specifications : undefined });
	w.size(count);
	/** Where the values have to end, so that the results fit behind them. */
	const end = start + limit - sizeLength(count) - RESULT_LENGTH * count;
	if (w.length + NULL_LENGTH * count > end) return false;
	const results = new Uint8Array(count);
	let broken = false;
	for (let i = 0; i < count; i++) {
		const from = w.length;
		results[i] = broken ? ACCESS_RESULT.otherReason : one(request, i, end - NULL_LENGTH * (count - 1 - i), w, caller);
		if (w.length === from) w.nullData();
		broken ||= results[i] !== ACCESS_RESULT.success && (invoke & LONG_INVOKE.breakOnError) !== 0;
	}
	w.size(count);
	for (let i = 0; i < count; i++) writeAccessResult(w, specifications[i]!.service, results[i]!);
	return true;
}

/** Does one specification. Puts its value up to `end`, if it has one, and returns its result. */
function one({ specifications, values }: AccessRequest, i: number, end: number, w: DataWriter, caller: Caller): number {
	const { service, target } = specifications[i]!;
	const { device } = caller;
	const start = w.length;
	if (service === 'set') return device.write(target, values[i]!, caller);
	const answer = service === 'get' ? device.read(target, w, caller) : device.act(target, values[i]!, w, caller);
	// Of a long value all is put, but no more than a piece beyond the end.
	if (typeof answer === 'object') while (w.length <= end && answer.produce(w));
	const result = typeof answer === 'object' ? ACCESS_RESULT.success : answer;
	if (w.length <= end && result === ACCESS_RESULT.success) return result;
	w.truncate(start);
	return result === ACCESS_RESULT.success ? ACCESS_RESULT.dataBlockUnavailable : result;
}
