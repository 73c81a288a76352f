/**
 * The meters of a fleet that are not as they came: what clients have changed in each, in one array of bytes.
 *
 * | offset | length | of                                                          |
 * |--------|--------|-------------------------------------------------------------|
 * | 0      | 1      | 1: its Route A goes on; 0: its power was off since          |
 * | 1      | 8 × 11 | counts of its server, in the order of `COUNTS`              |
 * | 89     | 16     | state of its stream of random numbers                       |
 * | 105    | 2      | length of what its store keeps                              |
 * | 107    | n      | what its store keeps: keys, counters (lean-store.ts)        |
 * | 107 + n |       | what differs in its flashes from those of a new meter       |
 */
import type { ServerStatistics } from '../../../modules/dlms/server/refusals.js';
import type { RouteARun } from '../../route-a/route-a.js';
import { LeanStore } from './lean-store.js';
import { PagedMemory } from './paged-flash.js';

const COUNTS: readonly (keyof ServerStatistics)[] = Object.freeze([
	...(['received', 'octetsReceived', 'sent', 'octetsSent', 'framesReceived', 'framesSent'] as const),
	...(['dropped', 'rejected', 'refused', 'replayed', 'failed'] as const),
]);
const RANDOM_AT = 1 + 8 * COUNTS.length;
const WORDS = 4;
const STORE_AT = RANDOM_AT + 4 * WORDS;
const HEAD = STORE_AT + 2;
/** More than this is counted and told, and kept all the same, bytes. */
export const CHANGES_LIMIT = 1024;

export class Changes {
	/** How many take more than `CHANGES_LIMIT` bytes. */
	large = 0;
	bytes = 0;
	largest = 0;
	readonly #changes = new Map<number, Uint8Array>();
	/** What a client was suspected of, of the few of whom something was. */
	readonly #suspicions = new Map<number, RouteARun['suspicions']>();
	/** Owners of flashes by number, and how many sectors each has. */
	readonly #owners: string[] = [];
	readonly #sizes = new Map<string, number>();
	readonly #model: PagedMemory;

	/** @param model the memory of a new meter */
	constructor(model: PagedMemory) {
		this.#model = model;
	}

	get count(): number {
		return this.#changes.size;
	}

	/** Owners of flashes by number, and their sectors. */
	get owners(): readonly (readonly [name: string, sectors: number])[] {
		return this.#owners.map((owner) => [owner, this.#sizes.get(owner)!]);
	}

	/** The next owner, of an image or a record. */
	addOwner(name: string, sectors: number): void {
		this.#owners.push(name);
		this.#sizes.set(name, sectors);
	}

	/** By number, what was changed of each: its own bytes. */
	get all(): ReadonlyMap<number, Uint8Array> {
		return this.#changes;
	}

	/** As `all` told it, of a meter whose power was off since. */
	restore(number: number, bytes: Uint8Array): void {
		bytes[0] = 0;
		const before = this.#changes.get(number)?.length ?? 0;
		this.#changes.set(number, bytes);
		this.bytes += bytes.length - before;
		this.largest = Math.max(this.largest, bytes.length);
		if (bytes.length > CHANGES_LIMIT && before <= CHANGES_LIMIT) this.large++;
	}

	has(number: number): boolean {
		return this.#changes.has(number);
	}

	/** Keeps what a meter is now; `run` undefined: its power is off. Returns how many bytes that takes, the first time that they are more than `CHANGES_LIMIT`. */
	put(number: number, memory: PagedMemory, store: LeanStore, run: RouteARun | undefined, random: Int32Array | undefined): number | undefined {
		const kept = store.encode();
		const bytes = memory.changes(HEAD + kept.length, this.#owners);
		bytes.set(kept, HEAD);
		for (const [owner, sectors] of memory.sizes) this.#sizes.set(owner, sectors);
		const view = new DataView(bytes.buffer);
		view.setUint16(STORE_AT, kept.length);
		if (run !== undefined) {
			bytes[0] = 1;
			for (const [i, name] of COUNTS.entries()) view.setFloat64(1 + 8 * i, run.statistics[name]);
		}
		for (let i = 0; random !== undefined && i < WORDS; i++) view.setInt32(RANDOM_AT + 4 * i, random[i]!);
		const before = this.#changes.get(number)?.length ?? 0;
		this.#changes.set(number, bytes);
		if (run?.suspicions === undefined) this.#suspicions.delete(number);
		else this.#suspicions.set(number, run.suspicions);
		this.bytes += bytes.length - before;
		this.largest = Math.max(this.largest, bytes.length);
		if (bytes.length <= CHANGES_LIMIT || before > CHANGES_LIMIT) return undefined;
		this.large++;
		return bytes.length;
	}

	/** The memory of a meter as it was kept; undefined: nothing of it was. */
	memoryOf(number: number): PagedMemory | undefined {
		const bytes = this.#changes.get(number);
		if (bytes === undefined) return undefined;
		const memory = new PagedMemory(this.#model);
		memory.apply(bytes, HEAD + lengthOfStore(bytes), this.#owners, (owner) => this.#sizes.get(owner)!);
		return memory;
	}

	/** Likewise. */
	storeOf(number: number): LeanStore | undefined {
		const bytes = this.#changes.get(number);
		return bytes && new LeanStore(bytes.subarray(HEAD, HEAD + lengthOfStore(bytes)));
	}

	/** State of its stream of random numbers; undefined: nobody has drawn any. */
	randomOf(number: number): Int32Array | undefined {
		const bytes = this.#changes.get(number);
		if (bytes === undefined) return undefined;
		const view = new DataView(bytes.buffer);
		return Int32Array.from({ length: WORDS }, (_, i) => view.getInt32(RANDOM_AT + 4 * i));
	}

	/** Where its Route A goes on; undefined: it begins. @param startedAt ms since 1970-01-01T00:00:00Z by its clock then */
	runOf(number: number, startedAt: number): RouteARun | undefined {
		const bytes = this.#changes.get(number);
		if (bytes?.[0] !== 1) return undefined;
		const view = new DataView(bytes.buffer);
		const statistics = Object.fromEntries(COUNTS.map((name, i) => [name, view.getFloat64(1 + 8 * i)])) as unknown as ServerStatistics;
		return { startedAt, statistics, suspicions: this.#suspicions.get(number) };
	}
}

function lengthOfStore(bytes: Uint8Array): number {
	return (bytes[STORE_AT]! << 8) | bytes[STORE_AT + 1]!;
}
