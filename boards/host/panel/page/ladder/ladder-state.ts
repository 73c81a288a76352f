/** The ladders as a page holds them, from one message to the next. */
import { KEPT_FIRST, MOST_RUNGS } from '../../ladder/bounds.js';
import type { LadderChange, LadderMessage, LadderTold } from '../../ladder/ladder-told.js';
import type { Attempt, Rung } from '../../ladder/rung.js';

export interface LadderState {
	/** The world's time when the run began, ms since 1970-01-01T00:00:00Z. */
	readonly start: number;
	readonly dongles: readonly LadderTold[];
}

/** What a message makes of it; undefined before the first one. */
export function follow(state: LadderState | undefined, message: LadderMessage): LadderState | undefined {
	if (message.kind === 'all') return { start: message.start, dongles: message.dongles };
	if (state === undefined) return undefined;
	const { dongle } = message;
	const change = (each: LadderTold) => (message.kind === 'anew' ? message.dongle : changed(each, message.dongle));
	return { ...state, dongles: state.dongles.map((each) => (each.node === dongle.node ? change(each) : each)) };
}

function changed({ attempts, rungs }: LadderTold, { attempt, rungs: fresh, ...stand }: LadderChange): LadderTold {
	return { ...stand, attempts: withHead(attempts, attempt), rungs: merged(rungs, fresh) };
}

function withHead(attempts: readonly Attempt[], head: Attempt): readonly Attempt[] {
	const others = attempts.filter(({ number }) => number !== head.number);
	return [...others, head];
}

/** In the order of their ids; as many as the other side keeps, and the same ones. */
function merged(rungs: readonly Rung[], fresh: readonly Rung[]): readonly Rung[] {
	if (fresh.length === 0) return rungs;
	const all = new Map(rungs.map((rung) => [rung.id, rung]));
	for (const rung of fresh) all.set(rung.id, rung);
	const sorted = [...all.values()].sort((one, other) => one.id - other.id);
	if (sorted.length > MOST_RUNGS) sorted.splice(KEPT_FIRST, sorted.length - MOST_RUNGS);
	return sorted;
}
