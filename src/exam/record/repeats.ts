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

/** Requests that a program did not wait for any longer: it asks again for one of their properties, be it in another request. */
export function givenUpIn(requests: readonly Request[]): readonly Repeat[] {
	const repeats: Repeat[] = [];
	const latest = new Map<string, Request>();
	/** By what each was repeated. */
	const repeated = new Map<Request, Request>();
	for (const again of requests) {
		const keys = again.frame.properties.map(({ epc }) => `${again.frame.esv} ${again.frame.deoj} ${epc}`);
		const isOpen = (each: Request | undefined) => each !== undefined && isOpenAt(each, again) && isOpenAt(lastOf(each, repeated), again);
		const first = keys.map((key) => latest.get(key)).find(isOpen);
		if (first !== undefined) {
			repeats.push({ first, again });
			repeated.set(first, again);
		}
		for (const key of keys) latest.set(key, again);
	}
	return repeats;
}

/** The last of its repeats: where that is answered, nobody waits for the first one any more. */
function lastOf(request: Request, repeated: ReadonlyMap<Request, Request>): Request {
	let last = request;
	for (let next = repeated.get(last); next !== undefined; next = repeated.get(last)) last = next;
	return last;
}

/** It waits for its answer when another is made. */
export function isOpenAt({ unsent, reply, lost }: Request, { entry }: Request): boolean {
	return [unsent, reply, lost].every((end) => end === undefined || end.entry > entry);
}
