/**
 * How a job comes to its end. Only the control system's answer ends one: what the office has put on the relay may have been done, whatever its own clock says,
 * until the answer says that it was not.
 *
 * ```
 * queued ──► taken ──┬──► done
 *    │               ├──► failed      the meter refused, or the control system cannot
 *    └───────────────┼──► expired     its time was over before it was done
 *                    └──► withdrawn   before it was begun
 * ```
 */
import { frozen } from '../../../modules/bytes/frozen.js';

/** Of answers: `taken` is told where a job is kept for later, and is no end. */
export const ANSWER_STATES = Object.freeze(['taken', 'done', 'failed', 'expired', 'withdrawn'] as const);
export type AnswerState = (typeof ANSWER_STATES)[number];
export type JobState = 'queued' | AnswerState;

const NEXT: Readonly<Record<JobState, readonly JobState[]>> = frozen({
	queued: ['taken', 'done', 'failed', 'expired', 'withdrawn'],
	taken: ['done', 'failed', 'expired', 'withdrawn'],
	done: [],
	failed: [],
	expired: [],
	withdrawn: [],
});

/** The state behind an answer; undefined: it changes nothing, since it came before, or too late. */
export function stateAfter(state: JobState, answer: AnswerState): JobState | undefined {
	return NEXT[state].includes(answer) ? answer : undefined;
}

export function isEnded(state: JobState): boolean {
	return NEXT[state].length === 0;
}

interface Times {
	readonly issued: number;
	readonly notBefore: number;
	readonly expires: number;
}

/** Whether it is to be done by now, is not yet, or not any more. @param now ms since 1970-01-01T00:00:00Z */
export function dueAt({ notBefore, expires }: Times, now: number): 'early' | 'due' | 'over' {
	if (now >= expires) return 'over';
	return now >= notBefore ? 'due' : 'early';
}

/** When a job was to be done: of two of a kind at one meter the one with the later moment is to hold. */
export function momentOf({ issued, notBefore }: Times): number {
	return Math.max(issued, notBefore);
}
