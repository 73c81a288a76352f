/** Counts of energy registers as values. */
import type { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import type { Readings } from '../meter/metering/readings.js';

const SHORT_DIGITS = 9;

/**
 * Puts a count of an energy register. Its type is that of the greatest count there can be, so that it never changes: double-long-unsigned, and
 * long64-unsigned where the register has ten digits or more, which pass 2^32. Whether meters do so is unconfirmed: nine digits are the most known of Japan's.
 */
export function putCount(w: DataWriter, count: number, { counter }: Pick<Readings, 'counter'>): DataWriter {
	return counter.digits <= SHORT_DIGITS ? w.doubleLongUnsigned(count) : w.long64Unsigned(BigInt(count));
}
