/** What came before of each meter, so that what comes again is told from what is new: so much of each, of so many meters; the oldest gives way. */
export class RememberedPushes {
	readonly #meters: number;
	readonly #each: number;
	readonly #known = new Map<string, Set<string>>();

	/**
	 * @param meters that are remembered
	 * @param each pushes of one of them
	 */
	constructor(meters: number, each: number) {
		this.#meters = meters;
		this.#each = each;
	}

	has({ meter, push }: PushKey): boolean {
		return this.#known.get(meter)?.has(push) === true;
	}

	/** Once each: one that is known is as new as if it came for the first time. */
	add({ meter, push }: PushKey): void {
		const pushes = this.#known.get(meter) ?? new Set();
		renew(pushes, push, this.#each);
		this.#known.delete(meter);
		dropOldest(this.#known, this.#meters - 1);
		this.#known.set(meter, pushes);
	}
}

export interface PushKey {
	readonly meter: string;
	/** What no other push of it has. */
	readonly push: string;
}

function renew(pushes: Set<string>, push: string, most: number): void {
	pushes.delete(push);
	dropOldest(pushes, most - 1);
	pushes.add(push);
}

function dropOldest(all: Pick<Set<string>, 'size' | 'delete'> & { keys(): Iterable<string> }, most: number): void {
	for (const key of all.keys()) {
		if (all.size <= most) return;
		all.delete(key);
	}
}
