/** How fast a program tries again to join. */
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import type { Limits } from '../limits.js';
import { densest } from './joins.js';
import type { Place } from './lines.js';

export interface Pace {
	/** Those that began within a minute, and within the window of the limits, where they stand closest. */
	readonly aMinute: readonly Place[];
	readonly aWindow: readonly Place[];
	/** Too many within a second, each time that happened. */
	readonly rushes: readonly (readonly Place[])[];
	/** The last pause is longer than the first one; undefined: there are no two. */
	readonly grows: boolean | undefined;
}

/** Of two pauses the longer one is longer by more than chance. */
const GROWTH = 1.25;

export function paceOf(joins: readonly Place[], { joinsWindow, joinsASecond }: Limits): Pace {
	return {
		aMinute: densest(joins, MINUTE),
		aWindow: densest(joins, joinsWindow),
		rushes: rushesOf(joins, joinsASecond),
		grows: grows(joins),
	};
}

function rushesOf(joins: readonly Place[], many: number): readonly (readonly Place[])[] {
	const rushes: (readonly Place[])[] = [];
	for (let i = 0; i + many <= joins.length; ) {
		const together = joins.slice(i, i + many);
		if (together.at(-1)!.at - together[0]!.at < SECOND) {
			rushes.push(together);
			i += many;
		} else i++;
	}
	return rushes;
}

function grows(joins: readonly Place[]): boolean | undefined {
	if (joins.length < 3) return undefined;
	const first = joins[1]!.at - joins[0]!.at;
	const last = joins.at(-1)!.at - joins.at(-2)!.at;
	return last > first * GROWTH;
}
