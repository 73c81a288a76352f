/** Requests that a program sent again before they were answered. */
import type { Request } from './requests.js';

export interface Repeat {
	readonly first: Request;
	readonly again: Request;
}

/** Each with the one that it repeats: the same content, still unanswered, and its session goes on. */
export function repeatsIn(requests: readonly Request[]): readonly Repeat[] {
	const repeats: Repeat[] = [];
	const latest = new Map<string, Request>();
	for (const again of requests) {
		const first = latest.get(again.content);
		if (first !== undefined && isOpenAt(first, again)) repeats.push({ first, again });
		latest.set(again.content, again);
	}
	return repeats;
}

/** It waits for its answer when another is made. */
export function isOpenAt({ unsent, reply, lost }: Request, { entry }: Request): boolean {
	return [unsent, reply, lost].every((end) => end === undefined || end.entry > entry);
}
