/**
 * A window in which something may be sent (Blue Book, "Push setup", communication_window): 24 bytes, two COSEM date-times (date-time.ts), the first of them
 * when it opens, the other when it closes. Fields of the date that are left open make it come again; the day of the week counts only there.
 */
import { equalBytes } from '../bytes/equal.js';
import { DATE_TIME_LENGTH, deviationOf } from '../dlms/axdr/date-time.js';
import { EXECUTION_TIME_LENGTH, isExecutionTime, nextExecution } from './execution-time.js';

export const WINDOW_LENGTH = 2 * DATE_TIME_LENGTH;

const DATE = 5;
/** Where the time of the day stands in a date-time, and the date in an execution time. */
const TIME = 5;
const DATE_AT = 4;

/** Whether these 24 bytes are a window of a meter whose local time is `deviation` minutes from UTC. */
export function isWindow(bytes: Uint8Array, deviation: number): boolean {
	if (bytes.length !== WINDOW_LENGTH) return false;
	for (const at of [0, DATE_TIME_LENGTH]) {
		const told = deviationOf(bytes.subarray(at, at + DATE_TIME_LENGTH));
		if ((told !== undefined && told !== deviation) || !isExecutionTime(executionTime(bytes, at), true)) return false;
	}
	return !equalBytes(executionTime(bytes, 0), executionTime(bytes, DATE_TIME_LENGTH));
}

/** When it is open next, `now` if it is open (both ms since 1970-01-01T00:00:00Z); Infinity: not any more. */
export function opensAt(bytes: Uint8Array, now: number, deviation: number): number {
	const opening = nextExecution(executionTime(bytes, 0), now, deviation);
	const closing = nextExecution(executionTime(bytes, DATE_TIME_LENGTH), now, deviation);
	return closing < opening ? now : opening;
}

function executionTime(bytes: Uint8Array, at: number): Uint8Array {
	const time = new Uint8Array(EXECUTION_TIME_LENGTH);
	time.set(bytes.subarray(at + TIME, at + TIME + DATE_AT));
	time.set(bytes.subarray(at, at + DATE), DATE_AT);
	return time;
}
