import { SECOND } from '../../../modules/time/durations.js';

/** 2020-01-01T00:00:00Z, ms since 1970. */
const EPOCH = 1_577_836_800_000;
/** The greatest that may still be sent under, and most of which no start comes near. */
const LAST = 0xfffffffe;

/**
 * The first invocation counter of a meter that begins to live at `start` (ms since 1970-01-01T00:00:00Z) without what it knew of a life before: the seconds since
 * 2020. So one that is started again later goes on above all that it sent, as long as it sent less than once a second, and is not refused; and no IV comes twice. The
 * same start is the same life: whoever has heard it refuses it.
 */
export function countersFrom(start: number): number {
	return Math.min(Math.max(1, Math.floor((start - EPOCH) / SECOND)), LAST);
}
