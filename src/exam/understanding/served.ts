/** PLACEHOLDER until the room's own file comes. */
import type { Act } from '../record/act.js';
import type { Entry } from '../record/entry.js';
export interface Served {
	readonly entry: number;
	readonly at: number;
}
export function servedOf(_acts: readonly Act[], _entries: readonly Entry[]): readonly Served[] {
	return [];
}
