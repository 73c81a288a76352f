import { Reader } from '../../../modules/bytes/reader.js';
import { Writer } from '../../../modules/bytes/writer.js';

const KINDS = Object.freeze(['sag', 'swell', 'interruption', 'imbalance'] as const);
export type Kind = (typeof KINDS)[number];

/**
 * A time in which a voltage was out of its band. As a record:
 *
 * | offset | length | field |
 * |---|---|---|
 * | 0 | 1 | kind, its place in `KINDS` |
 * | 1 | 1 | place of the quantity in the grid's |
 * | 2 | 1 | 1: measuring ended before the voltage was back |
 * | 3 | 6 | start, ms since 1970-01-01T00:00:00Z |
 * | 9 | 6 | duration, ms |
 * | 15 | 4 | extreme, mV or 0.01 % |
 */
export interface EventRecord {
	readonly kind: Kind;
	/** Place of the quantity in the grid's; 0 for an imbalance. */
	readonly quantity: number;
	readonly cut: boolean;
	readonly start: number;
	readonly duration: number;
	readonly extreme: number;
}

export const VOLTAGE_EVENT_LENGTH = 19;

export function encodeVoltageEvent(event: EventRecord): Uint8Array {
	const writer = new Writer(VOLTAGE_EVENT_LENGTH)
		.uint(1, KINDS.indexOf(event.kind))
		.uint(1, event.quantity)
		.uint(1, event.cut ? 1 : 0);
	return writer.uint48(event.start).uint48(event.duration).uint(4, event.extreme).bytes;
}

/** @throws DecodeError for a kind that there is not */
export function decodeVoltageEvent(bytes: Uint8Array): EventRecord {
	const reader = new Reader('voltage event', bytes);
	const kind = KINDS[reader.uint(1, 'kind')];
	if (kind === undefined) throw reader.error(`a kind below ${KINDS.length}`, 0);
	const quantity = reader.uint(1, 'quantity');
	const cut = reader.uint(1, 'cut') === 1;
	const start = reader.uint(6, 'start');
	const duration = reader.uint(6, 'duration');
	return { kind, quantity, cut, start, duration, extreme: reader.uint(4, 'extreme') };
}
