/** What a load draws over a whole stretch of time. */
import type { LoadSource, PowerVisitor } from './source.js';

/** Tells of each step from `begin` to `end` (ms since 1970-01-01T00:00:00Z) its power, in whole ms and in order. */
export function eachPower(load: LoadSource, begin: number, end: number, visit: PowerVisitor): void {
	if (load.eachPower !== undefined && Number.isInteger(begin) && Number.isInteger(end)) {
		load.eachPower(begin, end, visit);
		return;
	}
	for (let from = begin; from < end; ) {
		const { sample, until } = load.at(from);
		const next = Math.min(end, Math.max(from + 1, Math.floor(until)));
		visit(sample?.power, from, next);
		from = next;
	}
}
