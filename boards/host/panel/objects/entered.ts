/** Looking at the world from outside of it. */
import type { PanelSite } from '../site.js';

/** The run has ended: its time stands still. */
export class RunEnded extends Error {}

/** Does something in the world, at its present time. What it throws is the caller's, and ends no run. Throws RunEnded. */
export function within<Result>({ enter }: Pick<PanelSite, 'enter'>, work: () => Result): Result {
	let outcome: { readonly result: Result } | { readonly error: unknown } | undefined;
	enter(() => {
		try {
			outcome = { result: work() };
		} catch (error) {
			outcome = { error };
		}
	});
	if (outcome === undefined) throw new RunEnded();
	if ('error' in outcome) throw outcome.error;
	return outcome.result;
}
