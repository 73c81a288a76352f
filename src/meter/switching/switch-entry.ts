import { asciiText } from '../../../modules/bytes/ascii.js';
import { Reader } from '../../../modules/bytes/reader.js';
import { Writer } from '../../../modules/bytes/writer.js';

/** Origins of what happened. `local`: the unit itself, such as when it closes again after a trip. */
export const ORIGINS = Object.freeze(['remote', 'local', 'breaker', 'demand limit', 'hand'] as const);
/** `ready`: made ready for reconnection. `moved`: the contact moved without an order. */
const ACTIONS = Object.freeze(['open', 'close', 'ready', 'moved', 'configure'] as const);
/** `stuck`: the contact did not move in time. `overtaken`: another order came before the contact had moved. */
export const RESULTS = Object.freeze(['done', 'refused', 'stuck', 'overtaken'] as const);

export type Origin = (typeof ORIGINS)[number];
export type Action = (typeof ACTIONS)[number];
export type Result = (typeof RESULTS)[number];

/**
 * What was done or refused, and what came of it. As a record of the log:
 *
 * | offset | length | field |
 * |---|---|---|
 * | 0 | 6 | time, ms since 1970-01-01T00:00:00Z |
 * | 6 | 1 | action, its place in `ACTIONS` |
 * | 7 | 1 | origin, its place in `ORIGINS` |
 * | 8 | 1 | result, its place in `RESULTS` |
 * | 9 | 1 | bit 0: the contact is closed; bits 1–2: control state; bit 3: locked out |
 * | 10 | 1 | length of the reason, n |
 * | 11 | n | reason, ASCII |
 * | 11 + n | 37 − n | 0 |
 */
export interface SwitchEntry {
	/** Milliseconds since 1970-01-01T00:00:00Z. */
	readonly time: number;
	readonly action: Action;
	readonly origin: Origin;
	readonly result: Result;
	/** ASCII, at most 37 characters; the rest is cut off. */
	readonly reason: string;
	/** Where the contact really was afterwards. */
	readonly closed: boolean;
	/** One of `controlState`, afterwards. */
	readonly control: number;
	/** Whether the unit gave up closing by itself. */
	readonly locked: boolean;
}

export const SWITCH_ENTRY_LENGTH = 48;
const REASON_LENGTH = 37;

export function encodeSwitchEntry(entry: SwitchEntry): Uint8Array {
	const length = Math.min(REASON_LENGTH, entry.reason.length);
	const writer = new Writer(SWITCH_ENTRY_LENGTH).uint48(entry.time);
	writer.uint(1, ACTIONS.indexOf(entry.action)).uint(1, ORIGINS.indexOf(entry.origin)).uint(1, RESULTS.indexOf(entry.result));
	writer.uint(1, (entry.closed ? 1 : 0) | (entry.control << 1) | (entry.locked ? 8 : 0)).uint(1, length);
	for (let i = 0; i < length; i++) {
		const code = entry.reason.charCodeAt(i);
		writer.uint(1, code >= 0x20 && code < 0x7f ? code : 0x3f);
	}
	return writer.bytes;
}

/** @throws DecodeError for codes that are not in the tables */
export function decodeSwitchEntry(bytes: Uint8Array): SwitchEntry {
	const reader = new Reader('switching log', bytes);
	const time = reader.uint(6, 'time');
	const action = ACTIONS[reader.uint(1, 'action')];
	const origin = ORIGINS[reader.uint(1, 'origin')];
	const result = RESULTS[reader.uint(1, 'result')];
	if (action === undefined || origin === undefined || result === undefined) throw reader.error('known codes of action, origin and result', 6);
	const flags = reader.uint(1, 'flags');
	const reason = asciiText(reader.bytes(reader.uint(1, 'length of the reason'), 'reason'));
	return { time, action, origin, result, reason, closed: (flags & 1) !== 0, control: (flags >> 1) & 3, locked: (flags & 8) !== 0 };
}
