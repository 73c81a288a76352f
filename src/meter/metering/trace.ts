import { putUint32, putUint48, TWO_TO_32, uint32, uint48 } from '../../../modules/bytes/uint.js';
import { MINUTES_PER_HALF_HOUR } from './calendar.js';
import type { Minute } from './readings.js';
import type { Registers } from './registers.js';

/**
 * The trace of one half-hour, and within it the record of the interval:
 *
 * | offset | length | field | in an interval |
 * |---|---|---|---|
 * | 0 | 4 | `at`: the boundary that ends it, a minute since 1970 | yes |
 * | 4 | 1 | era (see timeline.ts) | yes |
 * | 5 | 1 | status, bits of `INTERVAL_STATUS` | yes |
 * | 6 | 10 | import register | yes |
 * | 16 | 10 | export register | yes |
 * | 26 | 1 | mark, one of `TRACE_MARK` | |
 * | 27 | 6 | the time it was written, ms since 1970 | |
 * | 33 | 4 | minutes that are known: bit i is the minute `at` − 29 + i | |
 * | 37 | 240 | 30 times the import and export register at that minute: mWh modulo 2^32 | |
 *
 * Modulo 2^32 is enough: half an hour brings far less than 4,294 kWh, so a value follows from the register at the end.
 */
export const INTERVAL_LENGTH = 26;
export const TRACE_LENGTH = 277;

export const FIELD = Object.freeze({ at: 0, era: 4, status: 5, import: 6, export: 16, mark: 26, time: 27, known: 33, minutes: 37 });

/** `closed`: the boundary was reached. `resumed`: goes on after an orderly stop. `cut`: the clock was set past the rest. `stopped`: an orderly stop. */
export const TRACE_MARK = Object.freeze({ closed: 1, resumed: 2, cut: 3, stopped: 4 });

const MINUTE_LENGTH = 8;

/** Starts the trace that ends at `at`, with no minute known yet. */
export function beginTrace(trace: Uint8Array, at: Minute, era: number): void {
	trace.fill(0);
	putUint32(trace, FIELD.at, at);
	trace[FIELD.era] = era;
}

/** Sets what a trace has in common with an interval: where the registers and the status stand now. */
export function putState(trace: Uint8Array, status: number, registers: Registers): void {
	trace[FIELD.status] = status;
	registers.import.store(trace, FIELD.import);
	registers.export.store(trace, FIELD.export);
}

/** Notes the registers at the minute `at`, one of the 30. */
export function putMinute(trace: Uint8Array, at: Minute, registers: Registers): void {
	const slot = slotOf(trace, at);
	putUint32(trace, FIELD.known, uint32(trace, FIELD.known) | (1 << slot));
	putUint32(trace, FIELD.minutes + slot * MINUTE_LENGTH, registers.import.milliwattHours % TWO_TO_32);
	putUint32(trace, FIELD.minutes + slot * MINUTE_LENGTH + 4, registers.export.milliwattHours % TWO_TO_32);
}

/** Whether the registers at the minute `at` are known. */
export function knowsMinute(trace: Uint8Array, at: Minute): boolean {
	const slot = slotOf(trace, at);
	return slot >= 0 && slot < MINUTES_PER_HALF_HOUR && ((uint32(trace, FIELD.known) >>> slot) & 1) === 1;
}

/** mWh of the `field.import` or `field.export` register at a known minute. Needs the state at the end (`putState`). */
export function minuteEnergy(trace: Uint8Array, at: Minute, register: number): number {
	const offset = FIELD.minutes + slotOf(trace, at) * MINUTE_LENGTH + (register === FIELD.export ? 4 : 0);
	const end = uint48(trace, register);
	return end - ((end - uint32(trace, offset)) % TWO_TO_32);
}

/** The last minute that is known, or the one before the first if none is. */
export function lastMinute(trace: Uint8Array): Minute {
	return uint32(trace, FIELD.at) + 2 - Math.clz32(uint32(trace, FIELD.known));
}

export function putTime(trace: Uint8Array, time: number): void {
	putUint48(trace, FIELD.time, time);
}

export function timeAt(trace: Uint8Array): number {
	return uint48(trace, FIELD.time);
}

function slotOf(trace: Uint8Array, at: Minute): number {
	return at - uint32(trace, FIELD.at) + MINUTES_PER_HALF_HOUR - 1;
}
