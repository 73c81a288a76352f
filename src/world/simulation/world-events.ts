/** The events of a world, for as many as want to hear of them. */
import { EVENT_KINDS, isWorldEventKind, type WorldEvent, type WorldEventKind } from '../schema/event-rows.js';
import { isoTime } from '../time/iso-time.js';
import type { SimulatorEvent } from './simulator-event.js';
import { kindOf, type NodeNames, worldEvent } from './world-event.js';

export interface WorldEventsOptions {
	/** The world's time, ms since 1970-01-01T00:00:00Z, and virtual ms since the start. */
	readonly now: () => number;
	readonly elapsed: () => number;
	readonly nameOf: NodeNames;
}

/** Hears events as they come from the simulator. */
export type SimulatorListener = (event: SimulatorEvent) => void;
export type WorldListener = (event: WorldEvent) => void;

export const WORLD_EVENT_KINDS: readonly WorldEventKind[] = Object.freeze(EVENT_KINDS.filter(isWorldEventKind));

export class WorldEvents {
	readonly #options: WorldEventsOptions;
	#subscribers: readonly { readonly listener: WorldListener; readonly kinds: readonly WorldEventKind[] }[] = [];
	/** Each with the kinds that are told only to who wants them. */
	#taps: readonly { readonly listener: SimulatorListener; readonly kinds: readonly WorldEventKind[] }[] = [];
	/** Kinds that subscribers hear, and those that anybody wants: there are many events, and few who come and go. */
	#subscribed: ReadonlySet<WorldEventKind> = new Set();
	#wanted: ReadonlySet<WorldEventKind> = new Set();

	constructor(options: WorldEventsOptions) {
		this.#options = options;
	}

	/** Who has this address, if it is one of the dongles. */
	nameOf(address: Uint8Array): string | undefined {
		return this.#options.nameOf(address);
	}

	/** Virtual ms since the start. */
	get elapsed(): number {
		return this.#options.elapsed();
	}

	/** From now on `listener` hears events of these kinds, of all unless told, each once and in their order. Returns what ends that. */
	subscribe(listener: WorldListener, kinds: readonly WorldEventKind[] = WORLD_EVENT_KINDS): () => void {
		const subscriber = { listener, kinds };
		this.#subscribers = [...this.#subscribers, subscriber];
		this.#count();
		return () => {
			this.#subscribers = this.#subscribers.filter((each) => each !== subscriber);
			this.#count();
		};
	}

	/**
	 * From now on `listener` gets all events as they are, for who keeps one and looks at it later: nothing is made of them. Kinds that take work to tell come
	 * where somebody wants them. Returns what ends that.
	 */
	tap(listener: SimulatorListener, kinds: readonly WorldEventKind[] = []): () => void {
		const tap = { listener, kinds };
		this.#taps = [...this.#taps, tap];
		this.#count();
		return () => {
			this.#taps = this.#taps.filter((each) => each !== tap);
			this.#count();
		};
	}

	#count(): void {
		const kindsOf = ({ kinds }: { readonly kinds: readonly WorldEventKind[] }) => kinds;
		this.#subscribed = new Set(this.#subscribers.flatMap(kindsOf));
		this.#wanted = new Set([...this.#subscribed, ...this.#taps.flatMap(kindsOf)]);
	}

	/** Somebody hears events of this kind: what takes work to tell is told only then. */
	wants(kind: WorldEventKind): boolean {
		return this.#wanted.has(kind);
	}

	tell(event: SimulatorEvent): void {
		for (let i = 0; i < this.#taps.length; i++) this.#taps[i]!.listener(event);
		// Nothing is made of what nobody hears.
		if (this.#subscribed.has(kindOf(event))) this.#tell(event);
	}

	#tell(event: SimulatorEvent): void {
		const { now, elapsed, nameOf } = this.#options;
		const { event: kind, node, ...fields } = worldEvent(event, nameOf);
		const told = { event: kind, time: isoTime(now()), elapsedMs: Math.floor(elapsed()), node, ...fields } as WorldEvent;
		for (const { listener, kinds } of this.#subscribers) if (kinds.includes(kind)) listener(told);
	}
}
