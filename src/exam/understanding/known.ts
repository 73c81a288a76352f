/** What a program was served of a session, by what it is of and by its times: a record is looked up as often as something was shown. */
import type { Served, ServedWhat } from './served.js';

/** Lists of one kind, in the order in which they were served. */
class Kind {
	#times: ReadonlyMap<number, readonly Served[]> | undefined;

	constructor(readonly all: readonly Served[]) {}

	/** By the time that stands with them. */
	get times(): ReadonlyMap<number, readonly Served[]> {
		this.#times ??= byTime(this.all);
		return this.#times;
	}
}

export class Known {
	readonly #all: Kind;
	/** By the list that is asked for, which stays the same. */
	readonly #kinds = new Map<readonly ServedWhat[], Kind>();

	/** @param served in its order */
	constructor(served: readonly Served[]) {
		this.#all = new Kind(served);
	}

	/** Whether any of these was served until then. */
	has(of: readonly ServedWhat[], at: number): boolean {
		const [first] = this.#kind(of).all;
		return first !== undefined && first.at <= at;
	}

	/** Of these, or of all, what was served until then. */
	until(of: readonly ServedWhat[] | undefined, at: number): readonly Served[] {
		const { all } = this.#kind(of);
		return all.slice(0, countUntil(all, at));
	}

	/** From `from` on, until `to`. */
	between(of: readonly ServedWhat[] | undefined, from: number, to: number): readonly Served[] {
		const { all } = this.#kind(of);
		const end = countUntil(all, to);
		let begin = end;
		while (begin > 0 && all[begin - 1]!.at >= from) begin--;
		return all.slice(begin, end);
	}

	/** What has this time, of what was served until then. */
	ofTime(of: readonly ServedWhat[], time: number, at: number): readonly Served[] {
		return (this.#kind(of).times.get(time) ?? []).filter((served) => served.at <= at);
	}

	#kind(of: readonly ServedWhat[] | undefined): Kind {
		if (of === undefined) return this.#all;
		let kind = this.#kinds.get(of);
		if (kind === undefined) {
			kind = new Kind(this.#all.all.filter(({ what }) => of.includes(what)));
			this.#kinds.set(of, kind);
		}
		return kind;
	}
}

/** How many are not later. */
function countUntil(served: readonly Served[], at: number): number {
	let [low, high] = [0, served.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (served[middle]!.at <= at) low = middle + 1;
		else high = middle;
	}
	return low;
}

function byTime(served: readonly Served[]): ReadonlyMap<number, readonly Served[]> {
	const times = new Map<number, Served[]>();
	for (const each of served) {
		if (each.time === undefined) continue;
		const same = times.get(each.time);
		if (same === undefined) times.set(each.time, [each]);
		else same.push(each);
	}
	return times;
}
